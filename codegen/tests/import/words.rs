//! What a page says in English or in traditional characters, what its rows are called, and what contradicts it: written or asked about.

use crate::rows::{field_line, page, spec};
use crate::support::{import_page, read_file};

/// The line of a field `k` with these cells.
fn field(ty: &str, required: &str, prose: &str) -> String {
    let (spec, _) = spec(&page(&format!("k | {ty} | {required} | | {prose} |\n"), "", ""));
    field_line(&spec, "k").to_owned()
}

#[test]
fn what_binds_is_asked_about_in_whatever_language_it_is_said() {
    for (ty, required, prose, cue) in [
        ("int", "true", "甲乙 (optional)", "required"),
        ("int", "true", "甲乙, may be left out", "required"),
        ("int", "true", "甲乙, can be omitted", "required"),
        ("int", "false", "甲乙, cannot be empty", "required"),
        ("int", "false", "甲乙, must not be null", "required"),
        ("int", "false", "甲乙,當 type=2 時必傳", "required"),
        ("int", "false", "甲乙,必傳", "required"),
        ("int", "false", "甲乙。严禁传空", "required"),
        ("int", "true", "甲乙,可不傳", "required"),
        ("int", "false", "甲乙, must be given together with a_id", "obligation"),
        ("int", "false", "甲乙, not allowed for drafts", "obligation"),
        ("int", "false", "甲乙,禁止與 b_id 同時使用", "obligation"),
        ("int", "false", "甲乙,如不传,取20", "default"),
        ("int", "false", "甲乙; defaults to 20", "default"),
        ("int", "false", "甲乙,預設 20", "default"),
        ("String", "false", "甲乙,at most 20 characters", "max_chars"),
        ("String", "false", "甲乙,must not exceed 20 chars", "max_chars"),
        ("String", "false", "甲乙,字数不超20", "limits"),
        ("int", "false", "甲乙,less than 100", "limits"),
        ("int", "false", "甲乙,between 1 and 9, no more than 9", "limits"),
        ("int", "false", "甲乙,最小值 1,最大值 1万", "limits"),
        ("int", "false", "甲乙,不超过 3 千", "limits"),
        ("int", "false", "甲乙,不能超过一百", "limits"),
        ("int", "false", "甲乙,最大一天", "limits"),
        ("int", "false", "时长,毫秒", "unit"),
        ("int", "false", "timeout in seconds", "unit"),
        ("int", "false", "甲乙 (ms)", "unit"),
    ] {
        let line = field(ty, required, prose);
        assert!(line.contains("review: [") && line.contains(cue), "{prose}: {cue} in {line}");
    }
    for prose in ["甲乙", "甲乙 of the shop", "minimum", "甲乙,intl", "毫秒", "甲乙,元旦"] {
        assert!(!field("String", "false", prose).contains("review"), "{prose}");
    }
}

#[test]
fn a_row_is_called_by_what_names_it() {
    for (prose, term) in [
        ("默认值 1，仓库类型", "zh: 仓库类型"),
        ("最大长度 20，仓库类型", "zh: 仓库类型"),
        ("http://x.com/doc 仓库类型", "zh: 仓库类型"),
        ("<p>仓库类型</p>", "zh: 仓库类型"),
        ("1:待付款 2:已付款 3:已发货", "zh: k"),
        ("頁數,預設 20", "zh: 頁數"),
    ] {
        let line = field("String", "false", prose);
        assert!(line.contains(term), "{prose}: {term} in {line}");
    }
}

#[test]
fn a_secret_is_one_by_its_name_or_by_what_its_term_calls_it() {
    for name in
        ["jsessionid", "priv_key", "xsrf", "login_ticket", "security_code", "ak", "safe_code", "license_key", "pin"]
    {
        let (spec, _) = spec(&page(&format!("{name} | String | 否 | Zx9kQ81L | 值 |\n"), "", ""));
        let line = field_line(&spec, name);
        assert!(line.contains("secret: true") && !line.contains("Zx9kQ81L"), "{name}: {line}");
    }
    for (prose, secret) in [
        ("店铺的 access_token", true),
        ("the password of the user", true),
        ("API secret", true),
        ("cookie 值", true),
        ("密鑰", true),
        ("1-密码,2-短信", false),
        ("验证方式:1-密码,2-令牌", false),
        ("token 类型", false),
        ("shipping address", false),
    ] {
        let line = field("String", "否", prose);
        assert_eq!(line.contains("secret: true"), secret, "{prose}: {line}");
    }
}

/// A payload of a method with this parameter and this member besides.
fn payload(parameter: &str, more: &str) -> String {
    format!(
        r#"{{"name": "taobao.leaf.get", "apiChineseName": "叶片", "description": "叶片", "requestParams": [{parameter}],
"responseParams": [{{"name": "total", "type": "Number", "required": false, "description": "总数"}}], "errorCodes": []{more}}}"#
    )
}

#[test]
fn a_payload_whose_values_mean_a_secret_is_imported_as_its_lint_wants_it() {
    for ty in ["Number", "String"] {
        for values in ["1-密码，2-短信", "1-联盟口令，2-主站口令。不为口令时为空", "1:令牌 2:签名"]
        {
            let folder = tempfile::tempdir().unwrap();
            let row = format!(
                r#"{{"name": "kind", "type": "{ty}", "required": false, "description": "{values}", "demoValue": "2"}}"#
            );
            let ran = import_page(&folder, &payload(&row, ""));
            assert!(!ran.out.contains("V048"), "{values}: {}", ran.out);
            let spec = read_file(&folder, "spec/top/leaf.get.yaml");
            assert!(spec.contains("name: kind") && !spec.contains("secret"), "{values}: {spec}");
        }
    }
}

#[test]
fn two_answers_of_one_payload_are_asked_about() {
    for (row, more, cue) in [
        (
            r#"{"name": "k", "type": "Number", "required": false, "description": "甲,默认 10", "defaultValue": "20"}"#,
            "",
            "default",
        ),
        ("", r#", "labels": [{"displayName": "部分需要授权"}]"#, "needs"),
        ("", r#", "rspSampleJson": "{\"other_get_response\": {\"total\": 1}}""#, "reply"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let ran = import_page(&folder, &payload(row, more));
        let spec = read_file(&folder, "spec/top/leaf.get.yaml");
        let marks: Vec<&str> = spec.lines().filter(|line| line.contains("review: [")).collect();
        assert!(marks.iter().any(|line| line.contains(cue)), "{cue}: {spec} {}", ran.out);
    }
    let folder = tempfile::tempdir().unwrap();
    import_page(&folder, &payload("", r#", "rspSampleJson": "{\"leaf_get_response\": {\"total\": 1}}""#));
    let spec = read_file(&folder, "spec/top/leaf.get.yaml");
    assert!(!spec.contains("reply]"), "{spec}");
}
