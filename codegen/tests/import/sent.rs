//! How a call is sent and asked for page by page, where the page says so.

use crate::rows::{page, spec, spec_at};

#[test]
fn the_method_the_page_says_is_the_one_that_is_sent() {
    let good = page("", "", "");
    for (said, wanted) in [
        ("请求方式: POST", "{method: POST, path: /tool/leaf/plan}"),
        ("请求方式: POST/GET", "{method: POST, path: /tool/leaf/plan}"),
        ("请求方式: GET", "{method: GET, path: /tool/leaf/plan, body: none}"),
        ("请求方法: get", "{method: GET, path: /tool/leaf/plan, body: none}"),
        ("请求方式: HTTP PUT", "{method: PUT, path: /tool/leaf/plan}"),
        ("请求方式: delete", "{method: DELETE, path: /tool/leaf/plan, body: none}"),
        ("请求方式: PATCH", "{method: PATCH, path: /tool/leaf/plan}"),
        ("请求方式: POST JSON", "{method: POST, path: /tool/leaf/plan, body: json}"),
        ("请求方式: POST\n请求格式: application/json", "{method: POST, path: /tool/leaf/plan, body: json}"),
        ("请求方式: POST (form-data)", "{method: POST, path: /tool/leaf/plan}"),
        ("请求方式: POST (application/x-www-form-urlencoded)", "{method: POST, path: /tool/leaf/plan, body: form}"),
        ("请求方式: POST\n请求格式: form 或 JSON", "{method: POST, path: /tool/leaf/plan}"),
    ] {
        let (spec, ran) = spec(&good.replacen("请求方式: POST", said, 1));
        assert!(spec.contains(&format!("http: {wanted}\n")), "{said}: {wanted} in {spec}\n{}", ran.out);
    }
}

/// A call has one method: of several, and of one with a remark, a person is told.
#[test]
fn a_method_that_is_not_said_alone_is_marked() {
    let good = page("", "", "");
    for (said, wanted) in [
        ("请求方式: GET/POST", "POST"),
        ("请求方式: POST|GET", "POST"),
        ("请求方式: GET、POST", "POST"),
        ("请求方式: get or post", "POST"),
        ("请求方式: POST(推荐)", "POST"),
        ("请求方式: POST 表单", "POST"),
        ("请求方式: GET（推荐）", "GET"),
        ("请求方式: PUT/PATCH", "PUT"),
        ("请求方式: DELETE 或 PUT", "DELETE"),
        ("请求方式: 不支持GET,请用POST", "POST"),
        ("请求方式: WIDGET", "POST"),
        ("请求方式: 任意", "POST"),
        ("请求方式: GET\n请求方法: PUT", "GET"),
    ] {
        let (spec, ran) = spec(&good.replacen("请求方式: POST", said, 1));
        assert!(spec.contains(&format!("http: {{method: {wanted}, ")), "{said}: {wanted} in {spec}\n{}", ran.out);
        assert!(spec.contains("review: [effect, shape, http]\n"), "{said}: {spec}\n{}", ran.out);
        assert!(ran.out.contains("  look at: the line 请求方"), "{said}: {}", ran.out);
    }
    for said in [
        "POST",
        "仅POST",
        "支持 POST",
        "HTTPS POST",
        "HTTP/HTTPS POST",
        "POST(application/json)",
        "POST\n请求方法: POST",
    ] {
        let (spec, ran) = spec(&good.replacen("请求方式: POST", &format!("请求方式: {said}"), 1));
        assert!(spec.contains("review: [effect, shape]\n"), "{said}: {spec}\n{}", ran.out);
    }
}

#[test]
fn limits_of_two_lines_are_both_kept() {
    let good = page("", "", "");
    for (said, wanted) in [
        ("频率限制: 5 次/秒\n调用频率: 1000次/天", "rate_limit: [{calls: 5, per: second}, {calls: 1000, per: day}]\n"),
        ("频率限制: 5 次/秒\n频率限制: 5 次/秒", "rate_limit: {calls: 5, per: second}\n"),
        ("频率限制: 5 次/秒\n限流: 9 次/秒", "review: [effect, shape, rate_limit]\n"),
        ("频率限制: 5 次/秒\n限流: 单店 9 次/秒", "review: [effect, shape, rate_limit]\n"),
    ] {
        let (spec, ran) = spec(&good.replacen("频率限制: 5 次/秒", said, 1));
        assert!(spec.contains(wanted), "{said}: {wanted} in {spec}\n{}", ran.out);
    }
}

/// What stands in a path is a part of what an operation is called.
#[test]
fn an_operation_is_called_after_its_whole_path() {
    let rows = "a | String | 是 | A | 甲 |\nb | String | 是 | B | 乙 |\n";
    for (path, file, data, marks) in [
        ("/tool/leaf/{a}/{b}", "leaf/_a_/_b_", "LeafABData", "[effect, shape]"),
        ("/tool/leaf/:a/plan", "leaf/_a_/plan", "LeafAPlanData", "[effect, shape]"),
        ("/tool/leaf/${a}/plan", "leaf/_a_/plan", "LeafAPlanData", "[effect, shape]"),
        ("/tool/leaf/<a>/plan", "leaf/_a_/plan", "LeafAPlanData", "[effect, shape]"),
        ("/tool/leaf/[a]/plan", "leaf/_a_/plan", "LeafAPlanData", "[effect, shape]"),
        ("/tool/leaf/{{a}}/plan", "leaf/_a_/plan", "LeafAPlanData", "[effect, shape]"),
        // Nothing but places: what it is called is a person's to say.
        ("/{a}/{b}", "_a_/_b_", "ABData", "[effect, name, shape]"),
        ("/tool/:a", "_a_", "AData", "[effect, name, shape]"),
    ] {
        let text = page(rows, "", "").replacen("/tool/leaf/plan", path, 1);
        let (spec, ran) = spec_at(&format!("spec/vvtool/{file}.yaml"), &text);
        assert!(spec.contains(&format!("data: {{record: {data}}}\n")), "{path}: {data} in {spec}\n{}", ran.out);
        assert!(spec.contains(&format!("review: {marks}\n")), "{path}: {marks} in {spec}");
        assert!(spec.contains("{name: a, type: text, required: true, in: path, "), "{path}: {spec}");
        assert!(!spec.contains("request_type: "), "{path}: {spec}");
    }
}

/// Whatever its address ends with.
#[test]
fn what_deletes_or_changes_is_a_write() {
    for (method, effect) in [("DELETE", "non_idempotent_write"), ("PATCH", "non_idempotent_write"), ("GET", "read")] {
        let text = page("", "", "")
            .replace("请求方式: POST", &format!("请求方式: {method}"))
            .replace("leaf/plan", "leaf/info");
        let (spec, ran) = spec_at("spec/vvtool/leaf/info.yaml", &text);
        assert!(spec.contains(&format!("effect: {effect}\n")), "{method}: {spec}\n{}", ran.out);
    }
}

#[test]
fn what_a_path_names_stands_in_it() {
    let text = page("shop_id | String | 否 | S1 | 店铺 |\n", "", "").replacen(
        "/tool/leaf/plan",
        "/tool/leaf/{shop_id}/plan",
        1,
    );
    let (spec, _) = spec_at("spec/vvtool/leaf/_shop_id_/plan.yaml", &text);
    assert!(spec.contains("path: \"/tool/leaf/{shop_id}/plan\""), "{spec}");
    assert!(spec.contains("{name: shop_id, type: ") && spec.contains("required: true, in: path"), "{spec}");
}

#[test]
fn a_name_with_brackets_is_a_list_that_is_sent_again_and_again() {
    for (row, wanted) in [
        (
            "orderSns[] | string | 是 | a | 单号 |",
            "{name: \"orderSns[]\", type: {list: text}, required: true, ident: order_sns, style: repeat, ",
        ),
        ("nums[] | int | 否 | 1 | 数量 |", "{name: \"nums[]\", type: {list: int}, ident: nums, style: repeat, "),
    ] {
        let (spec, ran) = spec(&page(&format!("{row}\n"), "", ""));
        assert!(spec.contains(wanted), "{row}: {wanted} in {spec}\n{}", ran.out);
    }
}

/// A query, by its name: pages belong to what may be repeated.
pub(crate) fn query(request: &str, reply: &str, data: &str) -> String {
    let sample = format!(r#"{{"code": 0, "msg": "ok", "data": {data}}}"#);
    let text = page(request, reply, &sample).replace("leaf/plan", "leaf/list");
    spec_at("spec/vvtool/leaf/list.yaml", &text).0
}

#[test]
fn pages_are_found_by_number_size_list_and_end() {
    const SHOWN: &str = r#"{"total": 1, "items": [{"sku": "a"}]}"#;
    for (request, reply, data, wanted) in [
        (
            "page_no | int | 否 | 1 | 页码 |\npage_size | int | 否 | 20 | 每页数量,不大于 100 |\n",
            format!("total | int | 总数 | 1 |\n{ITEMS}"),
            SHOWN,
            "pages: {number: page_no, size: page_size, max_size: 100, items: items, total: total}\n",
        ),
        (
            "pageNo | int | 否 | 1 | 页码 |\npageSize | int | 否 | 20 | 每页数量 |\n",
            format!("hasNext | boolean | 还有 | true |\n{ITEMS}"),
            r#"{"hasNext": true, "items": [{"sku": "a"}]}"#,
            "pages: {number: pageNo, size: pageSize, items: items, has_next: hasNext}\n",
        ),
        (
            "page_no | int | 否 | 1 | 页码 |\npage_size | int | 否 | 20 | 每页数量 |\n",
            "page | object | 分页 | |\n--total_results | int | 总数 | 1 |\n--items | object[] | 明细 | |\n----sku | string | 编码 | a |\n".to_owned(),
            r#"{"page": {"total_results": 1, "items": [{"sku": "a"}]}}"#,
            "pages: {number: page_no, size: page_size, items: items, total: total_results}\n",
        ),
        // Nothing says where it ends, and which list it is.
        (
            "page_no | int | 否 | 1 | 页码 |\npage_size | int | 否 | 20 | 每页数量 |\n",
            ITEMS.to_owned(),
            r#"{"items": [{"sku": "a"}]}"#,
            "{what: reply, page: \"page_no: asked for page by page",
        ),
        (
            "page_no | int | 否 | 1 | 页码 |\npage_size | int | 否 | 20 | 每页数量 |\n",
            format!("total | int | 总数 | 1 |\n{ITEMS}others | object[] | 其他 | |\n--sku | string | 编码 | a |\n"),
            r#"{"total": 1, "items": [{"sku": "a"}], "others": []}"#,
            "{what: reply, page: \"page_no: asked for page by page",
        ),
    ] {
        let spec = query(request, &reply, data);
        assert!(spec.contains(wanted), "{wanted} in {spec}");
    }
    let spec = query("page_no | int | 否 | 1 | 页码 |\n", "total | int | 总数 | 1 |\n", r#"{"total": 1}"#);
    assert!(!spec.contains("pages: ") && !spec.contains("page by page"), "{spec}");
}

const ITEMS: &str = "items | object[] | 明细 | |\n--sku | string | 编码 | a |\n";

#[test]
fn a_cursor_is_the_one_that_leads_on() {
    let sent = |name: &str, ty: &str| format!("{name} | {ty} | 否 | 1 | 从哪里开始 |\n");
    for (request, reply, data, wanted) in [
        (
            sent("cursor", "string"),
            "next_cursor | string | 游标 | x |\n",
            r#""next_cursor": "x""#,
            "{cursor: next_cursor, send_as: cursor, items: items}",
        ),
        (
            sent("cursor", "string"),
            "nextCursor | string | 游标 | x |\n",
            r#""nextCursor": "x""#,
            "{cursor: nextCursor, send_as: cursor, items: items}",
        ),
        (
            sent("cursor", "int"),
            "next_cursor | int | 游标 | 2 |\n",
            r#""next_cursor": 2"#,
            "{cursor: next_cursor, send_as: cursor, items: items}",
        ),
        (
            sent("pageToken", "string"),
            "nextPageToken | string | 标记 | x |\n",
            r#""nextPageToken": "x""#,
            "{cursor: nextPageToken, send_as: pageToken, items: items}",
        ),
        (
            sent("page_token", "string") + "page_size | int | 否 | 20 | 每页数量,不大于 50 |\n",
            "page_token | string | 下一页标记 | x |\nhas_more | boolean | 还有 | true |\n",
            r#""page_token": "x", "has_more": true"#,
            "{cursor: page_token, send_as: page_token, size: page_size, max_size: 50, items: items, has_next: has_more}",
        ),
        (
            sent("scroll_id", "string"),
            "scroll_id | string | 下次用的滚动编号 | x |\n",
            r#""scroll_id": "x""#,
            "{cursor: scroll_id, send_as: scroll_id, items: items}",
        ),
        (
            "page_no | int | 否 | 1 | 页码 |\n".to_owned(),
            "has_next | boolean | 还有 | true |\n",
            r#""has_next": true"#,
            "{number: page_no, items: items, has_next: has_next}",
        ),
    ] {
        let spec = query(&request, &format!("{reply}{ITEMS}"), &format!(r#"{{{data}, "items": [{{"sku": "a"}}]}}"#));
        assert!(spec.contains(&format!("\npages: {wanted}\n")), "{wanted} in {spec}");
        assert!(!spec.contains("page by page"), "{spec}");
    }
}

#[test]
fn pages_that_are_not_wholly_said_are_marked() {
    let cursor = "cursor | string | 否 | 1 | 游标 |\n";
    let size = "page_size | int | 否 | 20 | 每页数量 |\n";
    for (request, reply, data) in [
        // What the reply repeats may be what was asked for.
        (
            cursor.to_owned(),
            format!("cursor | string | 游标 | x |\n{ITEMS}"),
            r#"{"cursor": "x", "items": [{"sku": "a"}]}"#,
        ),
        (cursor.to_owned(), ITEMS.to_owned(), r#"{"items": [{"sku": "a"}]}"#),
        (
            String::new(),
            format!("next_cursor | string | 游标 | x |\n{ITEMS}"),
            r#"{"next_cursor": "x", "items": [{"sku": "a"}]}"#,
        ),
        (
            String::new(),
            format!("has_next | boolean | 还有 | true |\n{ITEMS}"),
            r#"{"has_next": true, "items": [{"sku": "a"}]}"#,
        ),
        // A text may be no number.
        (
            cursor.replace("string", "int"),
            format!("next_cursor | string | 游标 | x |\n{ITEMS}"),
            r#"{"next_cursor": "x", "items": [{"sku": "a"}]}"#,
        ),
        // A list of texts is none of records, and of two nobody knows which it is.
        (
            cursor.to_owned(),
            "next_cursor | string | 游标 | x |\nids | string[] | 单号 | |\n".to_owned(),
            r#"{"next_cursor": "x", "ids": ["a"]}"#,
        ),
        (
            cursor.to_owned(),
            format!(
                "next_cursor | string | 游标 | x |\n{ITEMS}more | object[] | 其他 | |\n--no | string | 编码 | a |\n"
            ),
            r#"{"next_cursor": "x", "items": [{"sku": "a"}], "more": [{"no": "a"}]}"#,
        ),
        // Two ways to ask.
        (
            format!("page_no | int | 否 | 1 | 页码 |\n{cursor}"),
            format!("next_cursor | string | 游标 | x |\ntotal | int | 总数 | 1 |\n{ITEMS}"),
            r#"{"next_cursor": "x", "total": 1, "items": [{"sku": "a"}]}"#,
        ),
        (
            format!("page_no | string | 否 | 1 | 页码 |\n{size}"),
            format!("total | int | 总数 | 1 |\n{ITEMS}"),
            r#"{"total": 1, "items": [{"sku": "a"}]}"#,
        ),
        (
            "offset | int | 否 | 0 | 偏移 |\nlimit | int | 否 | 20 | 数量 |\n".to_owned(),
            format!("total | int | 总数 | 1 |\n{ITEMS}"),
            r#"{"total": 1, "items": [{"sku": "a"}]}"#,
        ),
        (
            format!("page_no | int | 否 | 1 | 页码 |\n{size}"),
            format!("total_pages | int | 总页数 | 1 |\n{ITEMS}"),
            r#"{"total_pages": 1, "items": [{"sku": "a"}]}"#,
        ),
        (
            format!("page_no | int | 否 | 1 | 页码 |\n{size}"),
            "sku | string | 编码 | a |\n".to_owned(),
            r#"[{"sku": "a"}, {"sku": "b"}]"#,
        ),
    ] {
        let spec = query(&request, &reply, data);
        assert!(
            spec.contains(": asked for page by page, and which list") && !spec.contains("\npages: "),
            "{request}{reply}{spec}"
        );
    }
    // Nobody has said yet that it is a read.
    let sample = r#"{"code": 0, "msg": "ok", "data": {"next_cursor": "x", "items": [{"sku": "a"}]}}"#;
    let (spec, _) = spec(&page(cursor, &format!("next_cursor | string | 游标 | x |\n{ITEMS}"), sample));
    let told = "write `pages: {cursor: next_cursor, send_as: cursor, items: items}`";
    assert!(spec.contains(told) && !spec.contains("\npages: "), "{spec}");
}
