//! How the text of a cell looks, and columns of which only the title says what they hold: nothing of either is decided in silence.

use crate::rows::field_line;
use crate::support::{import_page, written_file};

/// What a page with these titles, rows and errors becomes: the operation's file, the errors'.
fn written(titles: &str, rows: &[&str], errors: &str) -> (String, String) {
    let rule = "---|".repeat(titles.matches('|').count() + 1);
    let rows: String = rows.iter().map(|row| format!("{row} |\n")).collect();
    let page = format!(
        "接口地址: http://api.example.com/tool/leaf/plan\n接口介绍: 叶片计划\n请求方式: POST\n频率限制: 5 次/秒\n请求参数\n{titles} |\n{rule}\n\
         {rows}响应参数\ncode | int | 错误码 |\nmsg | string | 描述 |\ntotal | int | 总数 |\n返回数据\n\
         {{\"code\":0,\"msg\":\"成功\",\"data\":{{\"total\":3}}}}\n响应代码\n100 | 错 | 查 |\n{errors}"
    );
    let folder = tempfile::tempdir().unwrap();
    let ran = import_page(&folder, &page);
    assert_eq!(ran.code, 0, "{}\n{page}", ran.out);
    (written_file(&folder, "spec/vvtool/leaf/plan.yaml"), written_file(&folder, "spec/vvtool/errors.yaml"))
}

/// The line of a field `k` whose row this is, and the errors.
fn imported(row: &str, errors: &str) -> (String, String) {
    let others = ["leaf_no | String | 是 | L1 | 编号", "leaf_id | Number | 否 | 3 | 叶号"];
    let rows: Vec<&str> = others.into_iter().chain([row]).collect();
    let (spec, errors) = written("参数 | 类型 | 必选 | 示例值 | 描述", &rows, errors);
    (field_line(&spec, "k").to_owned(), errors)
}

#[test]
fn what_is_struck_out_is_not_taken_for_what_holds() {
    for (row, name) in [
        ("<s>k</s> | String | 是 | A | 甲", "~~k~~"),
        ("~~k~~ | String | 是 | A | 甲", "~~k~~"),
        ("<del>k</del> | String | 是 | A | 甲", "~~k~~"),
        ("<strike>k</strike> | String | 是 | A | 甲", "~~k~~"),
        ("<span style=\"text-decoration:line-through\">k</span> | String | 是 | A | 甲", "~~k~~"),
        ("k | String | <s>是</s> | A | 甲", "~~是~~"),
        ("k | String | 否 | <s>A</s> B | 甲", "~~A~~ B"),
        ("k | int | 否 | 1 | 类型,<s>1:甲</s>,2:乙,3:丙", "类型,~~1:甲~~,2:乙,3:丙"),
        ("k | int | 否 | 1 | 类型,1:甲,<del>2:乙</del>,3:丙", "类型,1:甲,~~2:乙~~,3:丙"),
    ] {
        let (line, _) = imported(row, "");
        assert!(line.contains("{name: k, "), "{row}: {line}");
        assert!(
            line.contains(&format!("{{what: deprecated, page: {name}}}"))
                || line.contains(&format!("{{what: deprecated, page: \"{name}\"}}")),
            "{row}: {line}"
        );
    }
    let (_, errors) =
        imported("k | String | 否 | A | 甲", "<s>101</s> | 另 | 查 |\n104 | ~~再~~ | 查 |\n105 | 又 | 查 |\n");
    assert!(!errors.contains("\"101\"") && errors.contains("message: \"~~再~~\""), "{errors}");
    let asked = |code: &str| {
        errors.lines().any(|line| line.contains(&format!("code: \"{code}\"")) && line.contains("class, message]"))
    };
    assert!(asked("104") && !asked("105"), "{errors}");
}

#[test]
fn a_raised_digit_is_none_of_its_word_or_number() {
    for (row, wanted) in [
        ("k | int | 否 | 1 | 数量,最大 10<sup>6</sup>", "{what: prose, page: \"数量,最大 10⁶\"}"),
        ("k | int | 否 | 1 | 数量,最大 10⁶", "{what: prose, page: \"数量,最大 10⁶\"}"),
        ("k | int | 否 | 1 | 类型,1:甲<sup>1</sup>,2:乙<sup>2</sup>", "{what: prose, page: \"类型,1:甲¹,2:乙²\"}"),
        ("k | int | 否 | 1 | 数量<sup>[注1]</sup>", "{what: prose, page: \"数量^([注1])\"}"),
    ] {
        let (line, _) = imported(row, "");
        assert!(line.contains(wanted) && !line.contains("max: 10"), "{row}: {line}");
    }
    let titles = "参数 | 类型 | 必选 | 示例值 | 描述";
    let rows = ["leaf_no | String | 是 | L1 | 编号", "k<sup>2</sup> | String | 否 | A | 甲"];
    let (spec, errors) = written(titles, &rows, "102 | 又<sup>1</sup> | 查 |\n");
    assert!(!spec.contains("name: k2") && field_line(&spec, "k²").contains("review: [name, "), "{spec}");
    assert!(errors.contains("message: \"又¹\"") && errors.contains("class, message]"), "{errors}");
    // A unit, and a star that says what must be given.
    let (line, _) = imported("k<sup>*</sup> | String | 是 | 3 m² | 面积 m²", "");
    assert!(line.contains("{name: k, ") && !line.contains("review"), "{line}");
}

fn titled(titles: &str, rows: &[&str]) -> String {
    written(titles, rows, "").0
}

#[test]
fn a_column_says_where_a_row_is_sent() {
    for title in ["参数位置", "位置", "请求类型", "In", "传参方式"] {
        let titles = format!("参数 | 类型 | 必选 | {title} | 描述");
        let rows = [
            "a | String | 是 | query | 编号",
            "b | String | 否 | Header | 签",
            "k | String | 否 | body | 备",
            "d | String | 否 | 别处 | 备",
        ];
        let spec = titled(&titles, &rows);
        assert!(
            field_line(&spec, "a").contains("in: query") && field_line(&spec, "b").contains("in: header"),
            "{spec}"
        );
        assert!(!field_line(&spec, "k").contains("in:") && !field_line(&spec, "k").contains("review"), "{spec}");
        assert!(field_line(&spec, "d").contains("{what: place, page: 别处}"), "{spec}");
    }
}

#[test]
fn a_flag_in_a_column_that_nobody_knows_is_asked_about_at_its_row() {
    for (title, usual, flag) in [("是否敏感", "否", "是"), ("状态", "在用", "下线"), ("加密", "", "AES")]
    {
        let titles = format!("参数 | 类型 | 必选 | {title} | 描述");
        let row = |name: &str, cell: &str| format!("{name} | String | 是 | {cell} | 编号");
        let rows = [row("a", usual), row("b", usual), row("k", flag), row("d", usual)];
        let spec = titled(&titles, &rows.each_ref().map(String::as_str));
        assert!(field_line(&spec, "k").contains(&format!("page: \"{title}: {flag}\"")), "{spec}");
        assert!(!field_line(&spec, "a").contains("what:"), "{spec}");
        assert!(
            spec.contains(&format!("{{what: said, page: {title}"))
                || spec.contains(&format!("{{what: said, page: \"{title}")),
            "{spec}"
        );
    }
    let spec = titled("参数 | 类型 | 必选 | 取值范围 | 描述", &["k | String | 是 | 1-20 位 | 编号"]);
    assert!(field_line(&spec, "k").contains("取值范围: 1-20 位"), "{spec}");
    let spec = titled("参数 | 类型 | 必选 | 描述", &["k | int(默认1) | 是 | 编号"]);
    assert!(field_line(&spec, "k").contains("{what: type, page: \"int(默认1)\"}"), "{spec}");
}

#[test]
fn an_answer_that_holds_in_some_cases_is_asked_about() {
    for cell in ["非必填（退货必填）", "否（kind=2 必传）", "否（海外必填）", "否，海外必填", "否 必填"]
    {
        for rows in [vec!["a | String | 是 | 编号"], vec![], vec!["a | String | 是 | 编号", "b | String | 否 | 名称"]]
        {
            let own = format!("k | String | {cell} | 甲乙");
            let rows: Vec<&str> = rows.into_iter().chain([own.as_str()]).collect();
            let spec = titled("参数 | 类型 | 必填 | 描述", &rows);
            let line = field_line(&spec, "k");
            assert!(
                line.contains("review: [required") && !line.contains("required: true") && line.contains("zh: 甲乙"),
                "{cell}: {line}"
            );
        }
    }
}

#[test]
fn what_is_quoted_for_a_decision_holds_no_token() {
    let tokens = [
        "0123456789abcdef0123456789abcdef",
        "aB3xK9mQ2zR7vL5nT8cW1yH6jD4gF0pS3uE9bN2k",
        "eyJhbGciOiJIUzI1NiJ9.eyJ1IjoxMjM0NX0.abc_DEF-1",
        "0571-88886666",
    ];
    for token in tokens {
        let rows = [
            "leaf_no | String | 是 | L1 | 编号".to_owned(),
            format!("a | String | 是({token}) | A | 甲"),
            format!("b | String | 否 | A | 可选值:{token},B"),
            format!("k | String({token}) | 否 | A | 甲,只能查 3 次,联系 {token}"),
            format!("d | String | 否 | A | 甲,默认 {token}"),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let (spec, errors) =
            written("参数 | 类型 | 必选 | 示例值 | 描述", &rows, &format!("101 | 令牌 {token} 失效 | 查 |\n"));
        let found: Vec<&str> = spec.lines().chain(errors.lines()).filter(|line| line.contains(token)).collect();
        assert!(
            found.is_empty() || token.len() == 32 && found.iter().all(|line| line.contains("code: \"101\"")),
            "{found:?}"
        );
    }
}

/// What nobody sees in a message is no reason to leave the error out, and none to write it as if it were whole.
#[test]
fn an_error_with_a_hidden_sign_is_kept_and_asked_about() {
    for (line, code, message) in [
        ("103 | 请求\t失败 | 查", "103", "请求 失败"),
        ("103 | 请求\u{2028}失败 | 查", "103", "请求 失败"),
        ("103 | 请求\u{7}失败 | 查", "103", "请求 失败"),
        ("103 | \u{202e}请求失败 | 查", "103", "请求失败"),
        ("105\t庚乙丙\t辛", "105", "庚乙丙 辛"),
    ] {
        let (_, errors) = imported("k | String | 否 | A | 甲", &format!("{line}\n"));
        let wanted = format!("code: \"{code}\", message: {message}");
        let row = errors.lines().find(|row| row.replace('"', "").contains(&wanted.replace('"', "")));
        assert!(row.is_some_and(|row| row.contains("message]") || row.contains("message,")), "{line:?}\n{errors}");
    }
}

/// Zero is success unless the page says the reverse; a person says which of the two holds.
#[test]
fn a_zero_that_fails_is_no_success() {
    for message in ["失败", "请求失败", "系统异常", "参数错误", "not found: error", "无权限", "未授权"]
    {
        let (_, errors) = imported("k | String | 否 | A | 甲", &format!("0 | {message} | 查\n"));
        let row = errors.lines().find(|row| row.contains("code: \"0\"")).unwrap();
        assert!(row.contains("name: Error0,") && row.contains("errors]") && !row.contains("succeeded"), "{row}");
    }
    for message in ["成功", "success", "OK", "请求成功", "正常"] {
        let (_, errors) = imported("k | String | 否 | A | 甲", &format!("0 | {message} | |\n"));
        let row = errors.lines().find(|row| row.contains("code: \"0\"")).unwrap();
        assert!(row.contains("name: Success,") && row.contains("class: ignore"), "{row}");
    }
}

/// The gateway may answer in either language, and an error has one message and its aliases.
#[test]
fn a_second_column_of_messages_is_asked_about() {
    for title in ["英文描述", "英文信息", "message", "错误信息(英文)", "English"] {
        let page = format!(
            "错误码 | 错误描述 | {title} | 解决方案 |\n---|---|---|---|\n701 | 没有叶 | no leaf | 查 |\n702 | 没有枝 | no twig | 查 |\n"
        );
        let text = format!(
            "接口地址: http://api.example.com/tool/leaf/plan\n接口介绍: 叶片计划\n请求方式: POST\n请求参数\nleaf_no | String | 是 | L1 | 编号 |\n响应参数\ncode | int | 错误码 |\nmsg | string | 描述 |\n响应代码\n{page}"
        );
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(import_page(&folder, &text).code, 0);
        let spec = written_file(&folder, "spec/vvtool/leaf/plan.yaml");
        let marks = spec.lines().find(|line| line.starts_with("review:")).unwrap_or_default();
        assert!(marks.contains("errors"), "{title}\n{spec}");
    }
}
