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
        ("请求方式: POST\n请求格式: form 或 JSON", "{method: POST, path: /tool/leaf/plan}"),
    ] {
        let (spec, ran) = spec(&good.replacen("请求方式: POST", said, 1));
        assert!(spec.contains(&format!("http: {wanted}\n")), "{said}: {wanted} in {spec}\n{}", ran.out);
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
    const ITEMS: &str = "items | object[] | 明细 | |\n--sku | string | 编码 | a |\n";
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
