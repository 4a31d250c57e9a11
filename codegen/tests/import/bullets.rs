//! Pages of words and bullets: what a row, a cell or an error line lacks or says besides is written, or a person is asked about it.

use crate::variants::other;

/// A page with these lines in its request, in its reply, below its errors.
fn page(sent: &str, back: &str, errors: &str) -> String {
    format!(
        "taobao.leaf.get (叶片)\n\n查询叶片\n\n请求参数\n\n名称 类型 是否必须 示例值 更多限制 描述\nno Number 必须 1 编号\n{sent}\n\n响应参数\n\n名称 类型 示例值 描述\n{back}leaf Leaf 叶片\n  • └ at\n  • Date\n  • 2026-01-02 00:00:00\n  • 时间\n\n错误码解释\n\n错误码 错误描述 解决方案\nisv.no-leaf 没有 重试\n{errors}"
    )
}

/// The line of that field, and what the report says.
fn field(name: &str, sent: &str, back: &str) -> (String, String) {
    let (spec, out) = other("leaf.txt", &page(sent, back, ""));
    let begins = [format!("{{name: {name}, "), format!("{{name: \"{name}\", ")];
    let line = spec.lines().find(|line| begins.iter().any(|begins| line.contains(begins)));
    (line.unwrap_or_else(|| panic!("{name} in {spec}\n{out}")).trim().to_owned(), out)
}

#[test]
fn a_row_without_a_type_is_a_row() {
    for (row, wanted) in [
        ("tags 可选 a,b 标签列表", "type: text, example: \"a,b\", review: [type], en: \"Tags\", zh: 标签列表}"),
        ("tags 必须 a,b 标签列表", "type: text, required: true, example: \"a,b\", review: [type], "),
        ("tags 可选 标签列表", "type: text, review: [type], en: \"Tags\", zh: 标签列表}"),
        ("tags 非必填 a 标签", "type: text, example: \"a\", review: [type], "),
        (
            "tags 特殊可选 a 标签",
            "type: text, example: \"a\", review: [required, type, {what: required, page: 特殊可选}], ",
        ),
    ] {
        for more in ["", "kind String 可选 A 种类\n"] {
            let sent = format!("{more}{row}\nlast String 可选 z 最后");
            let (line, out) = field("tags", &sent, "");
            assert!(line.contains(wanted), "{row}: {wanted} in {line}\n{out}");
            assert!(field("last", &sent, "").0.contains("zh: 最后"), "{row}");
        }
    }
    // Inside an object the cells have lines of their own.
    for (cells, wanted) in [
        (
            ["必须", "a", "标签"].as_slice(),
            "type: text, required: true, example: \"a\", review: [type], en: \"Tags\", zh: 标签}",
        ),
        (&["可选", "标签"], "type: text, review: [type], en: \"Tags\", zh: 标签}"),
        (&["标签"], "type: text, review: [required, type], en: \"Tags\", zh: 标签}"),
        // A type in Chinese stands where types stand.
        (
            &["标签对象", "必须", "a", "标签"],
            "type: text, required: true, example: \"a\", review: [type], en: \"Tags\", zh: 标签}",
        ),
    ] {
        let bullets: String = cells.iter().map(|cell| format!("  • {cell}\n")).collect();
        let (line, out) = field("tags", &format!("box Box 必须 盒子\n  • └ tags\n{bullets}"), "");
        assert!(line.contains(wanted), "{cells:?}: {wanted} in {line}\n{out}");
    }
}

#[test]
fn a_line_that_may_be_a_row_of_its_own_marks_the_row_above() {
    for (sent, back) in [
        ("kind String 可选 A 种类\nnick 必须 与 session 一致", ""),
        ("", "total Number 1 总数\ncount 1 行数\n"),
        ("", "total Number 1 总数\nmore true 还有\n"),
        ("kind String 可选 A 种类\ntags 可选", ""),
        ("kind String 可选 A 种类\ntags 必须", ""),
        ("kind String 可选 A 种类\ntags 特殊可选", ""),
    ] {
        let above = if sent.is_empty() { "total" } else { "kind" };
        let (line, out) = field(above, sent, back);
        assert!(line.contains("review: [broken_row"), "{sent}{back}: {line}\n{out}");
        assert!(out.contains("looks like a row"), "{out}");
    }
    let (line, _) = field("total", "", "total Number 1 总数\n包括所有状态\n");
    assert!(!line.contains("review"), "{line}");
}

#[test]
fn an_answer_for_some_cases_is_no_example() {
    for answer in ["特殊可选", "条件必填", "条件必选", "部分必填", "特殊必须", "有条件必传"] {
        for sent in [
            format!("k String {answer} abc 名称"),
            format!("box Box 必须 盒子\n  • └ k\n  • String\n  • {answer}\n  • abc\n  • 名称"),
        ] {
            let (line, out) = field("k", &sent, "");
            let wanted =
                format!("type: text, example: \"abc\", review: [required, {{what: required, page: {answer}}}], ");
            assert!(line.contains(&wanted), "{sent}: {wanted} in {line}\n{out}");
        }
    }
}

#[test]
fn a_limit_that_nothing_is_read_of_is_a_mark_with_its_words() {
    for limit in ["正则:^[A-Z]+$", "仅限大写", "不含空格", "与 no 同一店铺", "仅数字", "需 URL 编码"]
    {
        let sent = format!("box Box 必须 盒子\n  • └ k\n  • String\n  • 必须\n  • ABC\n    • {limit}\n  • 名称");
        let (line, out) = field("k", &sent, "");
        assert!(line.contains("{what: limits, page: ") && line.contains(limit), "{limit}: {line}\n{out}");
    }
    for (limit, wanted) in
        [("最大长度:32", "max_chars: 32, "), ("不能为空", "required: true, "), ("最大 20 个字节", "max_bytes: 20, ")]
    {
        let sent = format!("box Box 必须 盒子\n  • └ k\n  • String\n  • 必须\n  • ABC\n    • {limit}\n  • 名称");
        let (line, out) = field("k", &sent, "");
        assert!(line.contains(wanted) && !line.contains("review"), "{limit}: {line}\n{out}");
    }
}

#[test]
fn an_error_line_is_an_error_whatever_it_lacks() {
    for (line, code) in [
        ("isv.d", "isv.d"),
        ("isv.no-shop:tid", "isv.no-shop:tid"),
        ("isp.top-remote-service", "isp.top-remote-service"),
        ("27", "27"),
        ("isp.service-error", "isp.service-error"),
    ] {
        let (spec, out) = other("leaf.txt", &page("", "", &format!("{line}\nisv.last 最后 重试\n")));
        assert!(spec.contains("errors]") && out.contains(&format!("{code:?} \"\"")), "{line}: {spec}\n{out}");
        assert!(spec.contains("Last"), "{line}: {spec}");
    }
    for (line, code, message) in [
        ("15 isv.e 子错误", "isv.e", "子错误"),
        ("15 isv.trade-gone:tid 订单没有了 检查", "isv.trade-gone:tid", "订单没有了"),
        ("50 isp.remote-error 服务不可用", "isp.remote-error", "服务不可用"),
        ("40 isv.missing-parameter 缺少参数", "isv.missing-parameter", "缺少参数"),
        ("15 isv.a.b 甲", "isv.a.b", "甲"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("leaf.txt"), page("", "", &format!("{line}\n"))).unwrap();
        let ran = crate::support::vvspec(&["import", "leaf.txt", "--spec", "spec", "--write"], folder.path());
        let errors = crate::support::read_file(&folder, "spec/top/errors.yaml");
        assert!(errors.contains(&format!("code: \"{code}\", message: \"{message}\"")), "{line}: {errors}\n{}", ran.out);
        let spec = crate::support::read_file(&folder, "spec/top/leaf.get.yaml");
        assert!(spec.contains("errors]"), "{spec}");
    }
    // Advice goes on below an error.
    let (spec, out) = other("leaf.txt", &page("", "", "持续出现时联系技术支持\nOK\nhttps://example.com/help.htm\n"));
    assert!(!out.contains("was left out") && spec.contains("errors: [NoLeaf]"), "{spec}\n{out}");
}

#[test]
fn of_two_names_in_a_cell_a_person_is_told() {
    for (sent, cell) in [
        ("k / j String 必须 a 名称", "k / j"),
        ("k 或 j String 可选 a 名称", "k 或 j"),
        ("1. k String 必须 a 名称", "1. k"),
        ("box Box 必须 盒子\n  • └ k / j\n  • String\n  • 必须\n  • a\n  • 名称", "k / j"),
        ("box Box 必须 盒子\n  • └ k、j\n  • String\n  • 必须\n  • a\n  • 名称", "k、j"),
    ] {
        let (line, out) = field("k", sent, "");
        assert!(line.contains("{what: name, page: ") && line.contains(cell), "{sent}: {line}\n{out}");
        assert!(line.contains("example: \"a\"") && line.contains("zh: 名称"), "{sent}: {line}\n{out}");
    }
}
