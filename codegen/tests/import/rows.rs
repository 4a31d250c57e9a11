//! Rows that a careless reader gives to the row above, each as a field of a spec that is good but for what a person must decide.

use crate::support::{Ran, bad_findings, import_page, read_file};

pub(crate) const SPEC: &str = "spec/vvtool/leaf/plan.yaml";

/// A page with these rows in its tables and this sample.
pub(crate) fn page(request: &str, reply: &str, sample: &str) -> String {
    let sample = if sample.is_empty() { String::new() } else { format!("返回数据\n{sample}\n") };
    format!(
        "接口地址: http://api.example.com/tool/leaf/plan\n接口介绍: 叶片计划\n请求方式: POST\n频率限制: 5 次/秒\n请求参数\n名称 | 类型 | 必填 | 示例值 | 描述 |\nleaf_no | String | 是 | L1 | 叶片编号 |\n{request}响应参数\n名称 | 类型 | 描述 | 示例值 |\ncode | int | 错误码 | 0 |\nmsg | string | 描述 | ok |\n{reply}{sample}"
    )
}

/// What becomes of it: the spec file, the report.
pub(crate) fn spec(text: &str) -> (String, Ran) {
    spec_at(SPEC, text)
}

/// The same of a page whose operation has this file.
pub(crate) fn spec_at(file: &str, text: &str) -> (String, Ran) {
    let folder = tempfile::tempdir().unwrap();
    let ran = import_page(&folder, text);
    assert_eq!(ran.code, 0, "{}\n{text}", ran.out);
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new(), "{}\n{text}", ran.out);
    (read_file(&folder, file), ran)
}

/// The line of that field in a spec file.
pub(crate) fn field_line<'s>(spec: &'s str, name: &str) -> &'s str {
    let begins = format!("{{name: {name}, ");
    spec.lines().find(|line| line.contains(&begins)).unwrap_or_else(|| panic!("{name} in {spec}"))
}

/// A newline behind a bar breaks the row, whatever its name looks like.
#[test]
fn a_row_in_two_lines_is_one_whatever_its_name_looks_like() {
    for name in
        ["until", "截止", "快递单号", "a/b", "@type", "$ref", "1st", "x-y", "shopIds[]", "filter[status]", "a.b"]
    {
        for (before, behind) in [
            ("String | 否 |", "2026-11-30 12:00:00 | 暂停时刻 |"),
            ("String | 否 | 2026-11-30 12:00:00 |", "暂停时刻 |"),
            ("String |", "否 | 2026-11-30 12:00:00 | 暂停时刻 |"),
        ] {
            let whole =
                spec(&page(&format!("{name} | {before} {behind}\nlast | String | 否 | L | 末项 |\n"), "", "")).0;
            let broken =
                spec(&page(&format!("{name} | {before}\n{behind}\nlast | String | 否 | L | 末项 |\n"), "", "")).0;
            assert_eq!(broken, whole, "{name} | {before} / {behind}");
            let example = name == "shopIds[]" || whole.contains("example: \"2026-11-30 12:00:00\"");
            assert!(whole.contains("zh: 暂停时刻}") && example, "{name}: {whole}");
        }
    }
}

#[test]
fn a_row_is_a_field_whatever_its_name_and_type_look_like() {
    for (row, wanted) in [
        (
            "shopIds[] | string | 是 | 1 | 店铺 |",
            "{name: \"shopIds[]\", type: {list: text}, required: true, ident: shop_ids, style: repeat, review: [name]",
        ),
        ("filter[status] | string | 否 | A | 状态 |", "{name: \"filter[status]\", type: text, ident: filter_status, "),
        ("@type | string | 否 | A | 类型 |", "{name: \"@type\", type: text, ident: type_field, "),
        ("a/b | string | 否 | A | 甲 |", "{name: a/b, type: text, example: \"A\", "),
        (
            "快递单号 | string | 否 | A | 单号 |",
            "{name: 快递单号, type: text, ident: field_2_2, example: \"A\", review: [name]",
        ),
        ("x-y | string | 否 | A | 甲 |", "{name: x-y, type: text, example: \"A\", "),
        ("$ref | string | 否 | A | 引用 |", "{name: \"$ref\", type: text, ident: ref_field, "),
        ("1st | string | 否 | A | 第一 |", "{name: \"1st\", type: text, example: \"A\", "),
        (
            "快递单号 | | 否 | A | 单号 |",
            "{name: 快递单号, type: text, ident: field_2_2, example: \"A\", review: [name, type]",
        ),
        ("a[].b | | 否 | A | 甲 |", "{name: \"a[].b\", type: text, "),
        ("#x | | 否 | A | 甲 |", "{name: \"#x\", type: text, "),
        ("info | com.example.trade.TradeInfo | 否 | | 信息 |", "{name: info, type: text, review: [type], "),
        ("info | TradeInfo | 否 | | 信息 |", "{name: info, type: text, review: [type], "),
        ("list | List<OrderDto> | 否 | | 信息 |", "{name: list, type: {csv: text}, review: [type], "),
        ("list | List<String> | 否 | a,b | 信息 |", "{name: list, type: {csv: text}, example: \"a,b\", "),
        ("map | Map<String,String> | 否 | | 信息 |", "{name: map, type: json, "),
        ("k | Int32 | 否 | 1 | 数 |", "{name: k, type: int, example: \"1\", "),
        ("k | Int64 | 否 | 1 | 数 |", "{name: k, type: int, example: \"1\", "),
        ("k | UUID | 否 | 1 | 数 |", "{name: k, type: text, example: \"1\", "),
        ("k | BigInteger | 否 | 1 | 数 |", "{name: k, type: int, example: \"1\", "),
        ("k | Enum | 否 | 1 | 数 |", "{name: k, type: text, example: \"1\", "),
        ("k | Long[] | 否 | 1,2 | 数 |", "{name: k, type: {csv: text}, example: \"1,2\", review: [type], "),
        ("k | number(10,2) | 否 | 1.20 | 数 |", "{name: k, type: decimal, example: \"1.20\", "),
        ("k | varchar(32) | 否 | 1 | 数 |", "{name: k, type: text, example: \"1\", "),
        ("k | 布尔 | 否 | true | 数 |", "{name: k, type: bool, example: \"true\", "),
        ("k | foo-bar | 否 | 1 | 数 |", "{name: k, type: text, example: \"1\", review: [type], "),
    ] {
        let (spec, ran) = spec(&page(&format!("{row}\nbehind | String | 否 | B | 后面 |\n"), "", ""));
        assert!(spec.contains(wanted), "{row}: {wanted} in {spec}\n{}", ran.out);
        let flat = field_line(&spec, "behind");
        assert!(flat.starts_with("  - "), "{row} took in what stands behind it: {spec}");
    }
}

#[test]
fn what_is_drawn_below_an_object_is_inside_it() {
    for prefix in ["--", "└", "├ ", "- ", "  ", "— ", "└─ ", "→"] {
        let rows = format!(
            "receiver | Receiver | 收货人 | |\n{prefix}remark | string | 备注 | a |\n{prefix}city | string | 城市 | b |\nbehind | string | 后面 | c |\n"
        );
        let (spec, ran) = spec(&page("", &rows, ""));
        let record = spec.split_once("- type: Receiver\n").expect(prefix).1;
        let inside: Vec<&str> = record.lines().filter(|line| line.contains("{name: ")).collect();
        assert!(inside.len() == 2 && inside[1].contains("name: city"), "{prefix}: {spec}\n{}", ran.out);
    }
}

#[test]
fn a_row_broken_over_lines_is_joined_and_its_term_is_its_own() {
    for row in [
        "kind | int |\nfalse | 1 | 版本 |",
        "kind | int | false |\n1 | 版本 |",
        "kind | int | false\n| 1 | 版本 |",
        "kind | int | false\n1 | 版本 |",
        "kind |\nint |\nfalse |\n1 |\n版本 |",
        "kind\n| int | false | 1 | 版本 |",
    ] {
        let (spec, ran) = spec(&page(
            &format!("{row}\nbehind | String | 否 | B | 后面 |\nlast | String | 否 | B | 后面 |\n"),
            "",
            "",
        ));
        let wanted = "{name: kind, type: int, example: \"1\", en: \"Kind\", zh: 版本}";
        assert!(spec.contains(wanted), "{row}: {wanted} in {spec}\n{}", ran.out);
    }
}

/// A form carries a map or JSON as one text: what stands behind such a row is not inside it, and nobody is asked whether it is.
#[test]
fn a_map_or_json_in_a_request_leaves_no_doubt_about_the_rows_behind_it() {
    for ty in [
        "Map",
        "map",
        "Map<String,String>",
        "java.util.Map<String, Object>",
        "json",
        "JSON",
        "HashMap",
        "Map[]",
        "List<Map<String,String>>",
    ] {
        let rows =
            format!("extra | {ty} | 否 | | 扩展 |\nbehind | String | 否 | B | 后面 |\nlast | int | 否 | 1 | 最后 |\n");
        let (spec, _) = spec(&page(&rows, "", ""));
        assert!(!spec.contains("place"), "{ty}: {spec}");
        assert!(spec.contains("  - {name: behind, ") && spec.contains("  - {name: last, "), "{ty}: {spec}");
    }
    // Of an object nobody knows it, nor of a map in a reply.
    for (request, reply) in [
        ("extra | object | 否 | | 扩展 |\nbehind | String | 否 | B | 后面 |\n", ""),
        ("", "extra | Map | 扩展 | |\nbehind | String | 后面 | B |\n"),
    ] {
        let (spec, _) = spec(&page(request, reply, ""));
        let line = field_line(&spec, "behind");
        assert!(line.contains("place"), "{line}");
    }
}

/// A cell that holds more than a name: the field has the first one, and the mark says what stood there.
#[test]
fn what_stands_beside_a_name_in_its_cell_is_told() {
    for (cell, name, wanted) in [
        ("k 或 j", "k", "{what: name, page: k 或 j}"),
        ("k / j", "k", "{what: name, page: k / j}"),
        ("k、j", "k", "{what: name, page: k、j}"),
        ("k或者j", "k", "{what: name, page: k或者j}"),
        ("1. k", "k", "{what: name, page: 1. k}"),
        ("2、k", "k", "{what: name, page: 2、k}"),
        ("① k", "k", "{what: name, page: ① k}"),
        ("k(加密)", "k", "{what: prose, page: k (加密)}"),
        ("k (v2.0 起)", "k", "{what: prose, page: k (v2.0 起)}"),
        ("k【内部】", "k", "{what: prose, page: k (内部)}"),
        ("k（仅自营）", "k", "{what: prose, page: k (仅自营)}"),
        ("k(加密,必填)", "k", "{what: prose, page: k (加密)}"),
    ] {
        for (request, reply) in
            [(format!("{cell} | String | 是 | A | 叶片名称 |\n"), ""), (String::new(), "k | String | 叶片名称 | A |\n")]
        {
            let reply = reply.replacen('k', cell, 1);
            let (spec, ran) = spec(&page(&request, &reply, ""));
            let line = field_line(&spec, name);
            assert!(line.replace('"', "").contains(wanted), "{cell}: {wanted} in {line}\n{spec}\n{}", ran.out);
            assert!(line.contains("zh: 叶片名称"), "{cell}: {line}");
        }
    }
    // What only names the row once more, or says what a column says, is no news.
    for cell in ["k(叶片)", "k 叶片名称", "*k", "k(必填)", "k(String)"] {
        let (spec, ran) = spec(&page(&format!("{cell} | String | 是 | A | 叶片名称 |\n"), "", ""));
        let line = field_line(&spec, "k");
        assert!(!line.contains("review") && line.contains("zh: 叶片名称"), "{cell}: {line}\n{}", ran.out);
    }
}

/// No remark begins with a name and a type: a row in other signs than its table has is told, and the row above stays what it is.
#[test]
fn a_row_in_other_signs_is_no_remark_on_the_row_above() {
    for line in [
        "price / Number / 是 / 12 / 价格(元)",
        "price、Number、是、12、价格(元)",
        "price - Number - 是 - 12 - 价格(元)",
        "price → Number → 是 → 价格(元)",
        "price · int · 是 · 12 · 数量",
        "price => Number => 是 => 价格(元)",
        "price(Number,必填):价格(元)",
    ] {
        let (request, ran) = spec(&page(&format!("a | int | 否 | 1 | 类型 |\n{line}\n"), "", ""));
        assert!(request.contains("{name: a, type: int, example: \"1\", "), "{line}: {request}");
        assert!(!request.contains("yuan") && ran.out.contains("looks like a row for `price`"), "{line}: {}", ran.out);
        let (reply, ran) = spec(&page("", &format!("a | int | 类型 | 1 |\n{line}\n"), ""));
        assert!(!reply.contains("yuan") && ran.out.contains("looks like a row for `price`"), "{line}: {}", ran.out);
    }
    // Blanks alone are left of a row that lost its bars.
    let (request, _) = spec(&page("price Number 是 12 价格(元)\n", "", ""));
    assert!(request.contains("{name: price, ") && request.contains("review: [broken_row]"), "{request}");
}

#[test]
fn a_row_with_a_cell_less_keeps_its_description() {
    for (row, wanted) in [
        ("k | string | 否 | 备注 |", "{name: k, type: text, review: [broken_row], en: \"K\", zh: 备注}"),
        ("k | int | 否 | 库存量 |", "{name: k, type: int, en: \"K\", zh: 库存量}"),
        ("k | string | 名称", "{name: k, type: text, review: [broken_row, required], en: \"K\", zh: 名称}"),
        ("k | string | 否 | 苹果 | |", "{name: k, type: text, example: \"苹果\", "),
    ] {
        let (spec, ran) = spec(&page(&format!("{row}\nbehind | String | 否 | B | 后面 |\n"), "", ""));
        assert!(spec.contains(wanted), "{row}: {wanted} in {spec}\n{}", ran.out);
    }
    let (spec, ran) = spec(&page("k | int | 否 | 12 |\n", "", ""));
    assert!(spec.contains("example: \"12\", review: [broken_row]"), "{spec}\n{}", ran.out);
}

#[test]
fn a_short_row_does_not_take_in_the_next_one() {
    let (spec_text, ran) = spec(&page("k | string | 名称 |\nc | 数量 |\n", "", ""));
    let line = field_line(&spec_text, "k");
    assert!(line.contains("broken_row") && line.contains("zh: 名称") && !line.contains("example"), "{spec_text}");
    assert!(ran.out.contains("not understood") || spec_text.contains("{name: c, "), "{spec_text}\n{}", ran.out);
    // What may be the rest of a row, and may be one of its own.
    let (spec_text, ran) = spec(&page("k | string | 否 |\nABC | 版本 |\n", "", ""));
    let line = field_line(&spec_text, "k");
    assert!(line.contains("example: \"ABC\", review: [broken_row]"), "{spec_text}\n{}", ran.out);
}
