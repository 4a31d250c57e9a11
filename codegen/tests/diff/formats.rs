//! What the formats promise.

use serde_json::Value;

use super::schema;
use super::support::{Spec, small, vvspec};

fn heads() -> (Spec, Spec) {
    let (base, head) = (Spec::copy_of(&small()), Spec::copy_of(&small()));
    head.edit("demo/order/change.yaml", "name: weight, type: decimal, example: \"1.5\"", "name: weight, type: bool");
    head.edit("demo/order/change.yaml", "en: \"Price\"", "en: \"Price | <b>a</b> @all, 100%\"");
    head.edit("demo/errors.yaml", "message: 身份凭证无效", "message: 身份凭证已失效");
    head.edit("demo/order/change.yaml", "pii: true, max_chars: 20", "pii: false, max_chars: 20");
    (base, head)
}

fn print(format: &str, lang: &str) -> String {
    let (base, head) = heads();
    let output = vvspec()
        .arg("diff")
        .args([base.path(), head.path()])
        .args(["--format", format, "--lang", lang])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(100));
    String::from_utf8(output.stdout).unwrap()
}

/// Every format that there is, as `--help` tells them.
fn formats() -> Vec<String> {
    let output = vvspec().args(["diff", "--help"]).output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let option = help.split("--format <FORMAT>").nth(1).unwrap().split("[default").next().unwrap();
    option.lines().filter_map(|line| line.trim().strip_prefix("- ")?.split(':').next()).map(str::to_owned).collect()
}

#[test]
fn the_readme_names_every_format() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let told = text.split("`--format`: ").nth(1).unwrap().split('.').next().unwrap();
    let told: Vec<&str> = told.split(", ").map(|name| name.split_whitespace().next().unwrap()).collect();
    assert_eq!(told, formats());
}

/// A report as JSON, which follows the published schema.
pub(crate) fn valid_json(report: &str) -> Value {
    let schema = String::from_utf8(vvspec().args(["diff", "--schema"]).output().unwrap().stdout).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let report: Value = serde_json::from_str(report).unwrap();
    schema::valid(&schema, &schema, &report, "report");
    report
}

#[test]
fn json_follows_the_published_schema() {
    let report = valid_json(&print("json", "en"));
    let change = report["changes"].as_array().unwrap().iter().find(|change| change["rule"] == "type-changed").unwrap();
    assert_eq!(change["id"], "demo/order/change/Order/weight/type-changed");
    assert_eq!((&change["before"], &change["after"]), (&Value::from("decimal"), &Value::from("bool")));
    assert_eq!(change["verdicts"]["source"]["level"], "breaking");
    assert_eq!(change["broken"][0]["path"], "demo::order::change::Order::weight");
}

#[test]
fn the_language_changes_words_and_nothing_else() {
    let (en, zh): (Value, Value) =
        (serde_json::from_str(&print("json", "en")).unwrap(), serde_json::from_str(&print("json", "zh")).unwrap());
    let (en, zh) = (en["changes"].as_array().unwrap(), zh["changes"].as_array().unwrap());
    assert_eq!(en.len(), zh.len());
    for (en, zh) in en.iter().zip(zh) {
        for key in ["id", "digest", "overall", "before", "after", "file", "line"] {
            if key != "file" {
                assert_eq!(en[key], zh[key]);
            }
        }
        assert_ne!(en["title"], zh["title"]);
    }
}

#[test]
fn annotations_are_one_escaped_line_each() {
    let text = print("github", "en");
    for line in text.lines() {
        let (properties, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        assert!(["error ", "warning ", "notice "].iter().any(|kind| properties.starts_with(kind)), "{line}");
        assert!(!message.is_empty());
        if let Some((_, title)) = properties.split_once(",title=") {
            assert!(!title.contains([':', ',']), "{line}");
        }
    }
    let typed = text.lines().find(|line| line.contains("weight/type-changed")).unwrap();
    assert!(typed.starts_with("::error file=") && typed.contains(",line=31,"), "{typed}");
    assert!(text.contains("100%25"), "{text}");
}

#[test]
fn markdown_has_one_folded_table_per_operation_and_lets_nothing_out_of_its_cell() {
    let text = print("markdown", "en");
    assert_eq!(text.matches("<details>").count(), 2, "{text}");
    assert!(
        text.contains("<summary><b>demo/order/change</b>: ")
            && text.contains("<summary><b>demo: the service as a whole</b>"),
        "{text}"
    );
    for row in text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| |")) {
        let cells = row.replace("\\|", "").matches('|').count();
        assert_eq!(cells, 7, "{row}");
        assert!(!row.contains("<b>") && !row.contains("@all"), "{row}");
    }
    assert!(print("markdown", "zh").contains("字段类型改变"));
}

#[test]
fn text_shows_where_before_after_why_and_what_to_do() {
    let text = print("text", "en");
    for part in [
        "spec/demo/order/change.yaml:31:16: breaking: a field has another type",
        "before: decimal",
        "after:  bool",
        "source: breaking: `demo::order::change::Order::weight` was `Order::weight: Option<Decimal>`, is `Order::weight: Option<bool>`",
        "to do: convert the value",
        "id: demo/errors/TokenInvalid/error-message-reworded",
        "reaches: order/change",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn examples_of_personal_data_are_in_no_report() {
    let (base, head) = (Spec::copy_of(&small()), Spec::copy_of(&small()));
    head.edit("demo/order/change.yaml", "example: 测试备注", "example: 某人的话");
    for format in formats() {
        let output =
            vvspec().arg("diff").args([base.path(), head.path()]).args(["--format", &format]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("memo") && !text.contains("某人的话") && !text.contains("测试备注"), "{format}: {text}");
    }
}

#[test]
fn a_value_of_several_lines_begins_no_line_of_a_report() {
    let (base, head) = (Spec::copy_of(&small()), Spec::copy_of(&small()));
    head.edit(
        "demo/order/change.yaml",
        "{name: memo, value: \"\"}",
        "{name: memo, value: \"1\\n::error file=x::pwned\"}",
    );
    head.edit(
        "demo/order/look.yaml",
        "example: \"1\", en: \"Edition",
        "example: \"1\\n::error file=x::pwned\", en: \"Edition",
    );
    let directory = tempfile::tempdir().unwrap();
    let named = directory.path().join("a\u{1b}[2K\n::error file=y::pwned");
    std::fs::rename(head.path(), &named).unwrap();
    for format in formats() {
        let output =
            vvspec().arg("diff").args([base.path(), named.clone()]).args(["--format", &format]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("pwned"), "{format}: {text}");
        assert!(
            !text.lines().any(|line| line.starts_with("::error file=x") || line.starts_with("::error file=y")),
            "{format}: {text}"
        );
        assert!(!text.contains('\u{1b}'), "{format}");
    }
}
