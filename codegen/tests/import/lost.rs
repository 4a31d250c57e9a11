//! What tables say in other signs, or against themselves, is read or left to a person, and nothing of it goes in silence.

use crate::rows::{field_line, page, spec};
use crate::support::{import_page, read_file};

/// The table of errors and the spec file of a page with these lines in its error table, and the report.
fn errors(lines: &str) -> (String, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let ran = import_page(&folder, &page("", &format!("total | int | 总数 | 1 |\n响应代码\n{lines}"), ""));
    let table = std::fs::read_to_string(folder.path().join("spec/vvtool/errors.yaml")).unwrap_or_default();
    (table, read_file(&folder, crate::rows::SPEC), ran.out)
}

const ABOVE: &str = "代码 | 代码描述 | 解决方案 |\n612 | 甲错 | 查 |\n";
const BELOW: &str = "699 | 末错 | 查 |\n";

#[test]
fn an_error_line_in_any_brackets_is_an_error() {
    for (line, wanted) in [
        (r#"{"code":615,"msg":"叶片冻结"}"#, "code: \"615\", message: \"叶片冻结\""),
        (r#"{"code": "615", "message": "叶片冻结"},"#, "review: [name, class, message]"),
        (r#"- {"errcode": 615, "errmsg": "叶片冻结"}"#, "code: \"615\", message: \"叶片冻结\""),
        (r#"{"msg": "叶片冻结", "error_code": "isv.frozen"}"#, "code: \"isv.frozen\", message: \"叶片冻结\""),
        (r#""615": "叶片冻结","#, "code: \"615\", message: \"叶片冻结\""),
        ("617(叶片满)", "code: \"617\", message: \"叶片满\""),
        ("617（叶片满）", "code: \"617\", message: \"叶片满\""),
        ("【617】叶片满", "code: \"617\", message: \"叶片满\""),
        ("[617] 叶片满", "code: \"617\", message: \"叶片满\""),
        ("(617)叶片满", "code: \"617\", message: \"叶片满\""),
        ("`617` 叶片满", "code: \"617\", message: \"叶片满\""),
        ("**617** 叶片满", "code: \"617\", message: \"叶片满\""),
        ("“617” 叶片满", "code: \"617\", message: \"叶片满\""),
        ("错误 618:叶片旧", "code: \"618\", message: \"叶片旧\""),
        ("错误码618：叶片旧", "code: \"618\", message: \"叶片旧\""),
        ("错误码: 618, 叶片旧", "code: \"618\", message: \"叶片旧\""),
        ("返回码【618】叶片旧", "code: \"618\", message: \"叶片旧\""),
        ("code=618 叶片旧", "code: \"618\", message: \"叶片旧\""),
        ("Error 618: 叶片旧", "code: \"618\", message: \"叶片旧\""),
        ("618 => 叶片旧", "code: \"618\", message: \"叶片旧\""),
        ("618 -> 叶片旧", "code: \"618\", message: \"叶片旧\""),
    ] {
        for (above, below) in [(ABOVE, BELOW), ("", "")] {
            let (table, _, out) = errors(&format!("{above}{line}\n{below}"));
            assert!(table.contains(wanted), "{above}{line}\n{below}: {wanted} in {table}\n{out}");
            assert!(below.is_empty() || table.contains("末错"), "{line}: {table}");
        }
    }
    for line in ["0:成功", "0 成功", "0(成功)", "0：成功", r#"{"code": 0, "msg": "成功"}"#, "【0】成功"]
    {
        for above in [ABOVE, ""] {
            let (_, spec, out) = errors(&format!("{above}{line}\n{BELOW}"));
            let errors = spec.lines().find(|line| line.starts_with("errors:")).unwrap_or_default();
            assert!(errors.contains("Success"), "{above}{line}: {spec}\n{out}");
        }
    }
}

#[test]
fn a_line_that_may_hold_a_code_is_a_mark() {
    for line in [
        "叶片旧(618)",
        "叶片旧 618",
        "叶片旧=618",
        "<叶片旧> 618",
        "1:叶片旧",
        "-1 叶片旧",
        "-1:系统繁忙",
        "1、叶片旧",
        "618 旧",
        "{618: 叶片旧(重试)",
        r#"{"code":618 "msg":"叶片旧"}"#,
        "noFoundLeaf:叶片没有",
        "isv.no-leaf 叶片没有",
        "系统错误 NO_LEAF(618)",
        "HTTP 418 表示叶片旧",
        "LEAF_OLD=叶片旧",
    ] {
        for (above, below) in [(ABOVE, BELOW), (ABOVE, "")] {
            let (table, spec, out) = errors(&format!("{above}{line}\n{below}"));
            let marked = spec.lines().any(|line| line.starts_with("review:") && line.contains("errors"));
            let read = table.contains("叶片旧") || table.contains("叶片没有");
            assert!(marked || read, "{above}{line}\n{below}: {spec}\n{table}\n{out}");
        }
    }
    // What a site writes below each of its pages.
    for line in
        ["作者:甲 著作权归作者所有", "版权所有 2024 叶片", "数据保留 90 天", "Copyright 叶片", "如有问题联系客服"]
    {
        let (_, spec, out) = errors(&format!("{ABOVE}{line}\n"));
        assert!(
            !spec.lines().any(|line| line.starts_with("review:") && line.contains("errors")),
            "{line}: {spec}\n{out}"
        );
    }
}

#[test]
fn an_error_line_of_words_in_any_brackets_is_no_advice() {
    for line in [r#"{"code":615,"msg":"叶片冻结"}"#, "615(叶片冻结)", "错误 615:叶片冻结", "【615】叶片冻结"]
    {
        let text = format!(
            "taobao.leaf.get (叶片)\n\n查询叶片\n\n请求参数\n\n名称 类型 是否必须 示例值 更多限制 描述\nno Number 必须 1 编号\n\n响应参数\n\n名称 类型 示例值 描述\ntotal Number 1 总数\n\n错误码解释\n\n错误码 错误描述 解决方案\nisv.no-leaf 没有 重试\n{line}\nisv.last 最后 重试\n"
        );
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("leaf.txt"), text).unwrap();
        let ran = crate::support::vvspec(&["import", "leaf.txt", "--spec", "spec", "--write"], folder.path());
        let table = read_file(&folder, "spec/top/errors.yaml");
        assert!(table.contains("code: \"615\", message: \"叶片冻结\""), "{line}: {table}\n{}", ran.out);
    }
}

#[test]
fn a_plain_value_with_fields_drawn_below_it_is_asked_about() {
    for (ty, example) in
        [("string", "x"), ("int", "1"), ("Boolean", ""), ("Date", "2026-01-02"), ("decimal", "1.5"), ("Long[]", "1,2")]
    {
        for child in ["└ c", "- c", "--c", "  c", "├ c"] {
            let rows = format!("a1 | {ty} | 否 | {example} | 甲 |\n{child} | string | 否 | z | 内 |\n");
            let (text, ran) = spec(&page(&rows, "", ""));
            let line = field_line(&text, "a1");
            assert!(line.contains("review: [") && line.contains("{what: type, page: "), "{rows}: {line}\n{}", ran.out);
            assert!(line.contains(ty) && line.contains(example), "{rows}: {line}");
            let rows = format!("a1 | {ty} | 甲 | {example} |\n{child} | string | 内 | z |\n");
            let (text, ran) = spec(&page("", &rows, ""));
            let line = field_line(&text, "a1");
            assert!(line.contains("{what: type, page: "), "{rows}: {line}\n{}", ran.out);
        }
    }
    for ty in ["object", "Leaf", "object[]", "json", "map", "List<Leaf>", "array"] {
        let rows = format!("a1 | {ty} | 否 | | 甲 |\n└ c | string | 否 | z | 内 |\n");
        let (text, ran) = spec(&page(&rows, "", ""));
        assert!(!field_line(&text, "a1").contains("what: type"), "{ty}: {text}\n{}", ran.out);
    }
}

#[test]
fn a_path_without_a_row_in_the_middle_has_a_doubtful_place() {
    for (name, cue) in [
        ("filter.range.start", "place"),
        ("filter.range.to.end", "place"),
        ("filter[].range.start", "place"),
        ("range.start", "name"),
    ] {
        let rows = format!("filter | object | 否 | | 条件 |\n{name} | string | 否 | a | 开始 |\n");
        let (text, ran) = spec(&page(&rows, "", ""));
        let line = text.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{name} in {text}"));
        assert!(line.contains("review: [") && line.contains(cue), "{rows}: {line}\n{}", ran.out);
    }
    let rows = "filter | object | 否 | | 条件 |\nfilter.range | object | 否 | | 段 |\nfilter.range.start | string | 否 | a | 开始 |\n";
    let (text, _) = spec(&page(rows, "", ""));
    assert!(!field_line(&text, "start").contains("review"), "{text}");
}

#[test]
fn the_limits_of_a_row_at_the_root_are_none_of_its_words() {
    for (row, zh, wanted) in [
        ("k String 必须 abc 最大长度:30 名称", "名称", "max_chars: 30"),
        ("k String 必须 最大长度:30 名称", "名称", "max_chars: 30"),
        ("k String 必须 abc 最大长度：30，名称", "名称", "max_chars: 30"),
        ("k Number 必须 5 最大值:100 最小值:1 数量", "数量", "100"),
        ("k Number 必须 5 最大值: 100 数量", "数量", "100"),
        ("k Number[] 必须 1 最大列表长度:20 编号", "编号", "review"),
        ("k Number 可选 40 默认值:40 每页", "每页", "default: \"40\""),
    ] {
        let text = format!(
            "taobao.leaf.get (叶片)\n\n查询叶片\n\n请求参数\n\n名称 类型 是否必须 示例值 更多限制 描述\nno Number 必须 1 编号\n{row}\n\n响应参数\n\n名称 类型 示例值 描述\ntotal Number 1 总数\n"
        );
        let (spec, out) = crate::variants::other("leaf.txt", &text);
        let line = field_line(&spec, "k");
        let held = line.contains(wanted) || line.contains("limits");
        assert!(line.contains(&format!("zh: {zh}")) && held, "{row}: {wanted} in {line}\n{out}");
    }
}

#[test]
fn a_list_of_what_is_no_text_and_a_number_that_is_a_time_are_asked_about() {
    for row in [
        "k | Long[] | 否 | 1,2 | 数 |",
        "k | List<Long> | 否 | 1,2 | 数 |",
        "k | Set<Integer> | 否 | | 数 |",
        "k | List<Boolean> | 否 | true | 标记 |",
        "k | List<Date> | 否 | | 日子 |",
        "k | double[] | 否 | 1.5 | 数 |",
        "k | long | 否 | 1700000000000 | 时间 |",
        "k | int | 否 | 1700000000 | 创建时间 |",
        "k | long | 否 | 1700000000 | 开始日期 |",
    ] {
        let (text, _) = spec(&page(&format!("{row}\n"), "", ""));
        assert!(field_line(&text, "k").contains("review: [type]"), "{row}: {text}");
    }
    for row in [
        "k | String[] | 否 | a | 名称 |",
        "k | List<String> | 否 | a | 名称 |",
        "shop_ids | Long[] | 否 | 1,2 | 店铺 |",
        "k | long | 否 | 1700000000 | 数量 |",
        "k | long | 否 | 17 | 处理时间 |",
    ] {
        let (text, _) = spec(&page(&format!("{row}\n"), "", ""));
        let name = row.split(' ').next().unwrap();
        assert!(!field_line(&text, name).contains("type]"), "{row}: {text}");
    }
}
