//! What a type, a sample or words say of a value that is no plain text: maps, JSON, trees, lists in a text, files, times, places.

use crate::rows::{field_line, page, spec};

fn data(data: &str) -> String {
    format!(r#"{{"code": 0, "msg": "ok", "data": {data}}}"#)
}

/// The rows of one page, each with what its field begins with; one page, because a run costs more than a row.
fn held(request: bool, rows: &[(&str, &str, &str, &str)]) {
    let row = |(index, (ty, example, words, _)): (usize, &(&str, &str, &str, &str))| {
        if request {
            format!("k{index} | {ty} | 否 | {example} | {words} |\n")
        } else {
            format!("k{index} | {ty} | {words} | {example} |\n")
        }
    };
    let rows_of: String = rows.iter().enumerate().map(row).collect();
    let (spec, ran) = if request { spec(&page(&rows_of, "", "")) } else { spec(&page("", &rows_of, "")) };
    for (index, (ty, example, words, wanted)) in rows.iter().enumerate() {
        let line = field_line(&spec, &format!("k{index}"));
        let wanted = format!("{{name: k{index}, {wanted}");
        assert!(line.contains(&wanted), "{ty} | {example} | {words}: {wanted} in {line}\n{}", ran.out);
        let asks = wanted.contains("review: [") || !line.contains("review: [");
        assert!(asks, "{ty} | {example} | {words}: nothing to ask in {line}");
    }
}

#[test]
fn a_map_says_what_its_keys_lead_to_or_is_marked() {
    for (ty, shown, wanted) in [
        ("Map<String,Integer>", r#"{"1001": 3}"#, "type: {map: int}, en"),
        ("HashMap<Long, Integer>", r#"{"1001": 3}"#, "type: {map: int}, en"),
        ("java.util.Map<String, String>", r#"{"a": "b"}"#, "type: {map: text}, en"),
        ("Map<String,Price>", r#"{"a": "1.00"}"#, "type: {map: money}, unit: undocumented, review: [unit]"),
        ("Map<String,Order>", r#"{"1001": {"sku": "a"}}"#, "type: json, review: [type]"),
        ("Map<String,List<Order>>", r#"{"1001": [{"sku": "a"}]}"#, "type: json, review: [type]"),
        ("Map<String,Object>", r#"{"a": 1}"#, "type: json, review: [type]"),
        ("map", r#"{"a": 1}"#, "type: json, review: [type]"),
        // Its keys are nobody's names.
        ("object", r#"{"1001": 3, "1002": 4}"#, "type: json, review: [type]"),
        ("json", r#"{"1001": {"sku": "a"}}"#, "type: json, review: [type]"),
        ("object", r#"{"sku": "a"}"#, "type: json, en"),
    ] {
        let (spec, ran) =
            spec(&page("", &format!("stock | {ty} | 库存 | |\n"), &data(&format!(r#"{{"stock": {shown}}}"#))));
        assert!(spec.contains(&format!("{{name: stock, {wanted}")), "{ty}: {wanted} in {spec}\n{}", ran.out);
        assert!(spec.contains("review: [effect]\n"), "{ty}: {spec}");
    }
    // Rows below it are those of what its keys lead to.
    let rows = "orders | Map<String,Order> | 订单,key为单号 | |\n--sku | string | 编码 | a |\n";
    let (spec, _) = spec(&page("", rows, &data(r#"{"orders": {"1001": {"sku": "a"}, "1002": {"sku": "b"}}}"#)));
    assert!(spec.contains("{name: orders, type: {map: Orders}, en") && spec.contains("review: [effect]\n"), "{spec}");
}

#[test]
fn words_about_keys_are_asked_about_where_the_type_says_nothing() {
    held(
        false,
        &[
            ("object", "", "库存,key为仓库编码", "type: json, review: ["),
            ("json", "", "库存,以仓库编码为键", "type: json, review: ["),
            ("object", "", "库存,键值对", "type: json, review: ["),
            ("object[]", "", "子节点,结构同上", "type: json, review: ["),
        ],
    );
}

#[test]
fn what_a_request_sends_as_json_is_json() {
    const OBJECTS: &str = r#"[{"sku": "a", "num": 1}]"#;
    const SHOWN: &str = r#"type: json, example: "[{\"sku\": \"a\", \"num\": 1}]", review: [type]"#;
    for row in [
        ("object[]", OBJECTS, "订单", SHOWN),
        ("array<object>", OBJECTS, "订单", SHOWN),
        ("Order[]", OBJECTS, "订单", SHOWN),
        ("List<Order>", OBJECTS, "订单", SHOWN),
        ("int[]", "[1,2]", "数量", r#"type: json, example: "[1,2]", review: [type]"#),
        ("String[]", r#"["a","b"]"#, "单号", r#"type: json, example: "[\"a\",\"b\"]", review: [type]"#),
        ("array", "[1,2]", "数量", r#"type: json, example: "[1,2]", en"#),
        // Whether with commas, as JSON or again and again.
        ("array", "", "数量", "type: json, review: [type]"),
        ("Map<String,String>", r#"{"a": "b"}"#, "属性", r#"type: json, example: "{\"a\": \"b\"}", review: [type]"#),
    ] {
        held(true, &[row]);
    }
}

#[test]
fn a_record_that_holds_itself_is_written_as_one() {
    for (rows, shown, wanted) in [
        (
            "cats | Category[] | 类目 | |\n--id | string | 编号 | 1 |\n--children | Category[] | 子类目 | |\n",
            r#"{"cats": [{"id": "1", "children": [{"id": "2", "children": []}]}]}"#,
            "{name: children, type: {list: Category}, en",
        ),
        (
            "cat | Category | 类目 | |\n--id | string | 编号 | 1 |\n--parent | Category | 上级 | |\n",
            r#"{"cat": {"id": "1", "parent": {"id": "2"}}}"#,
            "{name: parent, type: Category, en",
        ),
        (
            "cats | Category[] | 类目 | |\n--one | Inner | 里 | |\n----back | Category | 外 | |\n",
            r#"{"cats": [{"one": {"back": {}}}]}"#,
            "{name: back, type: Category, en",
        ),
    ] {
        for sample in [data(shown), String::new()] {
            let (spec, ran) = spec(&page("", rows, &sample));
            assert!(spec.contains(wanted), "{rows}: {wanted} in {spec}\n{}", ran.out);
            assert!(!spec.contains("review: [type"), "{rows}: {spec}");
        }
    }
}

#[test]
fn texts_with_commas_between_them_are_a_list() {
    held(
        true,
        &[
            ("String", "a,b", "单号,最多支持50个,用逗号分隔", "type: {csv: text}, max_items: 50, example: \"a,b\", en"),
            (
                "String",
                "a,b",
                "单号列表,多个用英文逗号隔开,不超过20条",
                "type: {csv: text}, max_items: 20, example: \"a,b\", en",
            ),
            ("String", "a,b", "单号,多个以逗号分割", "type: {csv: text}, example: \"a,b\", en"),
            ("String[]", "a,b", "单号,最多支持50个", "type: {csv: text}, max_items: 50, example: \"a,b\", en"),
            // One text, with a limit that it cannot have.
            ("String", "a", "单号,不超过20条", "type: text, example: \"a\", review: [limits]"),
            ("String", "a;b", "单号,多个用分号分隔", "type: text, example: \"a;b\", review: [type]"),
            ("String", "a", "名称,大小限制 500K", "type: text, example: \"a\", review: [limits]"),
            ("String", "a", "名称,不超过 2MiB", "type: text, example: \"a\", review: [limits]"),
            ("String", "a", "名称,不超过1024字节", "type: text, max_bytes: 1024, example: \"a\", en"),
        ],
    );
}

#[test]
fn what_is_said_of_a_file_is_written_or_asked_about() {
    held(
        true,
        &[
            ("byte[]", "", "图片", "type: file, en"),
            ("byte[]", "", "图片,支持 jpg、png、gif", "type: file, accept: [jpg, png, gif], en"),
            ("MultipartFile", "", "附件,仅支持JPEG和pdf格式", "type: file, accept: [jpg, pdf], en"),
            ("file", "", "表格,格式:xls/xlsx,不超过 3MB", "type: file, accept: [xls, xlsx], review: [limits]"),
            ("file", "", "图片,2 MiB 以内", "type: file, review: [limits]"),
            ("file", "", "图片,最大 500K", "type: file, review: [limits]"),
            ("file", "", "图片,jpg", "type: file, review: [values]"),
            ("file", "", "图片,支持jpg、heic", "type: file, review: [values]"),
            ("file", "", "图片,不支持 gif", "type: file, review: [limits, obligation, values]"),
        ],
    );
}

#[test]
fn a_form_of_times_is_written_where_it_is_said() {
    let written =
        |form: &str, example: &str| format!("type: datetime, format: {{datetime: {form}}}, example: \"{example}\", en");
    let rows = [
        ("String", "02/01/2026", "日期,格式dd/MM/yyyy", "dd/MM/yyyy"),
        ("Date", "01/02/2026", "日期 MM/dd/yyyy", "MM/dd/yyyy"),
        ("String", "02.01.2026", "日期dd.MM.yyyy", "dd.MM.yyyy"),
        ("String", "2026/01/02 03:04", "时间,格式:yyyy/MM/dd HH:mm", "\"yyyy/MM/dd HH:mm\""),
        ("int", "20260102", "日期yyyyMMdd", "yyyyMMdd"),
        ("String", "12:30", "营业时间HH:mm", "\"HH:mm\""),
        ("long", "1700000000000", "时间,13位毫秒", "unix_millis"),
        ("long", "1700000000", "时间,10位时间戳", "unix_seconds"),
        ("String", "2026-01-02T03:04:05", "时间,yyyy-MM-dd'T'HH:mm:ss", "\"yyyy-MM-dd'T'HH:mm:ss\""),
        ("String", "2026-01-02T03:04:05+08:00", "时间,yyyy-MM-ddTHH:mm:ss+08:00", "\"yyyy-MM-dd'T'HH:mm:ss+08:00\""),
    ];
    let wanted: Vec<String> = rows.iter().map(|(_, example, _, form)| written(form, example)).collect();
    let rows: Vec<_> = rows
        .iter()
        .zip(&wanted)
        .map(|((ty, example, words, _), wanted)| (*ty, *example, *words, wanted.as_str()))
        .collect();
    held(true, &rows);
}

#[test]
fn a_time_in_a_form_that_is_not_said_is_asked_about() {
    const TEXT: &str = "type: text, ";
    for request in [true, false] {
        let rows = [
            ("String", "", "时间,格式 yyyy-MM-ddTHH:mm:ssZ", TEXT),
            ("String", "2026-01-02T03:04:05Z", "开始时间", TEXT),
            ("String", "2026-01-02T03:04:05+08:00", "开始时间", TEXT),
            ("String", "2026/01/02", "开始日期", TEXT),
            ("String", "20260102030405", "开始时间", TEXT),
            ("String", "2026年01月02日", "日期", TEXT),
            ("String", "", "时间,如2026-01-02T03:04:05Z", TEXT),
            ("String", "", "日期,例:20260102", TEXT),
            ("String", "12:30:00", "时刻 HH:mm:ss", TEXT),
            ("String", "202601", "月份yyyyMM", TEXT),
            ("String", "26-01-02", "日期yy-MM-dd", TEXT),
            ("String", "2026-1-2", "日期 yyyy-M-d", TEXT),
            ("int", "20260102", "日期", "type: int, "),
            ("Date", "2026-01-02T03:04:05Z", "时间", "type: datetime, "),
        ];
        for (ty, example, words, begins) in rows {
            let row = if request {
                format!("k | {ty} | 否 | {example} | {words} |\n")
            } else {
                format!("k | {ty} | {words} | {example} |\n")
            };
            let (spec, ran) = if request { spec(&page(&row, "", "")) } else { spec(&page("", &row, "")) };
            let line = field_line(&spec, "k");
            assert!(
                line.contains(&format!("{{name: k, {begins}")) && line.contains("review: [type]"),
                "{row}: {line}\n{}",
                ran.out
            );
        }
    }
    // Requests are written in the longest of the usual forms, and replies are read in each.
    held(
        true,
        &[
            ("Date", "20260102", "日期", "type: datetime, example: \"20260102\", review: [type]"),
            ("Date", "2026-01-02 03:04", "时间", "type: datetime, example: \"2026-01-02 03:04\", review: [type]"),
            ("Date", "2026-01-02 03:04:05", "时间", "type: datetime, example: \"2026-01-02 03:04:05\", en"),
        ],
    );
    held(
        false,
        &[
            ("Date", "20260102", "日期", "type: datetime, example: \"20260102\", en"),
            ("String", "2026-01-02 03:04:05", "时间", "type: text, example: \"2026-01-02 03:04:05\", en"),
        ],
    );
}

#[test]
fn a_place_that_words_say_is_asked_about() {
    held(
        true,
        &[
            ("string", "a", "追踪,放在请求头中", "type: text, example: \"a\", review: [place]"),
            ("string", "a", "header参数", "type: text, example: \"a\", review: [place]"),
            ("string", "a", "店铺,拼接在url后面", "type: text, example: \"a\", review: [obligation, place]"),
            ("string", "a", "query参数", "type: text, example: \"a\", review: [place]"),
            ("string", "a", "商品的url,放在详情中", "type: text, example: \"a\", en"),
            ("string", "a", "商品的url", "type: text, example: \"a\", en"),
        ],
    );
}

/// A body that is none: the page says one and the call has none, or another.
#[test]
fn a_json_body_with_a_file_or_without_a_body_is_marked() {
    for (row, method) in [("pic | file | 是 | | 图片 |\n", "POST JSON"), ("", "GET JSON")] {
        let (spec, ran) = spec(&page(row, "", "").replacen("请求方式: POST", &format!("请求方式: {method}"), 1));
        assert!(spec.contains("review: [effect, http, shape]\n"), "{method}: {spec}\n{}", ran.out);
    }
}
