//! What the members of a payload's parameter say: each becomes the key that a spec has for it, or a mark with its name and value.

use serde_json::{Value, json};

use crate::rows::field_line;
use crate::support::{read_file, vvspec};
use crate::variants::other;

/// A payload with this request parameter.
fn payload(parameter: &Value) -> String {
    let whole = json!({
        "name": "taobao.leaf.get", "gmtModified": "x", "requestParams": [parameter],
        "responseParams": [{"name": "leaf", "type": "String", "description": "叶片"}],
    });
    whole.to_string()
}

/// The lines of the spec that a payload's request parameter `k` and its values become.
fn field(ty: &str, members: Value) -> String {
    let mut parameter = json!({"name": "k", "type": ty, "description": "名称"});
    for (name, value) in members.as_object().expect("members") {
        parameter[name] = value.clone();
    }
    let (spec, _) = other("leaf.json", &payload(&parameter));
    let lines = spec.lines().filter(|line| line.contains("{name: k, ") || line.contains("- {value: "));
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_member_that_a_spec_has_a_key_for_becomes_it() {
    for (ty, members, wanted) in [
        ("String", json!({"enum": ["A", "B"]}), "type: K, "),
        ("String", json!({"enum": ["A", "B"]}), "{value: \"A\", "),
        ("String", json!({"enumValues": "A,B,C"}), "{value: \"C\", "),
        ("Number", json!({"options": [{"value": 1, "desc": "开"}, {"value": 2, "desc": "关"}]}), "zh: 关}"),
        ("Number", json!({"allowableValues": {"1": "开", "2": "关"}}), "zh: 开}"),
        ("String", json!({"pattern": "[A-Z]{3}"}), "pattern: \"[A-Z]{3}\""),
        ("String", json!({"regex": "^[0-9]+$"}), "pattern: \"[0-9]+\""),
        ("String", json!({"deprecated": true}), "deprecated: {since: 2026-01-02, "),
        ("String", json!({"secret": true}), "secret: true"),
        ("String", json!({"sensitive": "true"}), "secret: true"),
        ("String", json!({"maxLength": 20}), "max_chars: 20"),
        ("String", json!({"max_length": "20"}), "max_chars: 20"),
        ("String", json!({"maxBytes": 64}), "max_bytes: 64"),
        ("Number", json!({"minimum": 1, "maximum": 7}), "min: 1, max: 7"),
        ("Number", json!({"minValue": "1", "maxValue": "7"}), "min: 1, max: 7"),
        ("Number", json!({"min": -3}), "min: -3"),
        ("String[]", json!({"maxListSize": 20}), "max_items: 20"),
        ("String[]", json!({"minItems": 1, "maxItems": 5}), "min_items: 1, max_items: 5"),
        ("Number", json!({"unit": "秒"}), "unit: seconds"),
        ("Number", json!({"unit": "minutes"}), "unit: minutes"),
        ("Price", json!({"unit": "元"}), "unit: yuan"),
        ("Number", json!({"default": 3}), "default: \"3\""),
        ("Number", json!({"example": 3}), "example: \"3\""),
        ("String", json!({"sample": "a"}), "example: \"a\""),
        ("String", json!({"isRequired": true}), "required: true"),
    ] {
        let line = field(ty, members.clone());
        assert!(line.contains(wanted), "{members}: {wanted} in {line}");
        assert!(!line.contains("{what: "), "{members}: {line}");
    }
}

#[test]
fn a_member_without_a_key_is_marked_with_what_it_says() {
    for (ty, members, wanted) in [
        ("String", json!({"errorCodes": ["E1", "E2"]}), "{what: prose, page: \"errorCodes: [\\\"E1\\\",\\\"E2\\\"]\"}"),
        ("String", json!({"minLength": 3}), "{what: prose, page: \"minLength: 3\"}"),
        ("String", json!({"format": "email"}), "{what: prose, page: \"format: email\"}"),
        ("String", json!({"writeLevel": "high"}), "{what: prose, page: \"writeLevel: high\"}"),
        ("String", json!({"pattern": "["}), "{what: prose, page: \"pattern: [\"}"),
        ("String", json!({"unit": "furlong"}), "{what: prose, page: \"unit: furlong\"}"),
        ("String", json!({"deprecated": "use b"}), "{what: prose, page: \"deprecated: use b\"}"),
        ("String", json!({"enum": ["A"]}), "{what: prose, page: "),
        ("Number", json!({"multipleOf": 5}), "{what: prose, page: \"multipleOf: 5\"}"),
        ("Number", json!({"exclusive": false}), "{what: prose, page: \"exclusive: false\"}"),
        ("String", json!({"encryptTag": true}), "{what: prose, page: \"encryptTag: true\"}"),
        ("String", json!({"oneOf": {"a": 1}}), "{what: prose, page: "),
        // A key of the format that this type cannot have.
        ("String", json!({"minimum": 1}), "review: [limits]"),
        ("Number", json!({"maxItems": 3}), "review: [limits]"),
        ("Number", json!({"minimum": 7, "maximum": 1}), "review: [limits]"),
        ("Number", json!({"maximum": 7, "demoValue": "9"}), "review: [limits]"),
    ] {
        let line = field(ty, members.clone());
        assert!(line.contains(wanted), "{members}: {wanted} in {line}");
    }
}

#[test]
fn what_says_nothing_leaves_nothing() {
    let bare = field("String", json!({}));
    for members in [
        json!({"errorCodes": null, "pattern": "", "enum": [], "format": " ", "oneOf": {}}),
        json!({"id": 17, "parentId": 3, "paramOrder": 1, "version": "2"}),
        json!({"encryptTag": false, "needShortAuthority": false, "deprecated": false, "secret": false}),
        json!({"maxLength": 0}),
    ] {
        assert_eq!(field("String", members.clone()), bare, "{members}");
    }
}

/// A member that comes to a known parameter is news: it waits at the field.
#[test]
fn a_member_that_comes_later_is_asked_about() {
    let payload =
        |more: Value| payload(&json!({"name": "k", "type": "String", "description": "名称", "errorCodes": more}));
    let folder = tempfile::tempdir().unwrap();
    let import = |text: String| {
        std::fs::write(folder.path().join("leaf.json"), text).unwrap();
        vvspec(&["import", "leaf.json", "--spec", "spec", "--write", "--date", "2026-01-02"], folder.path())
    };
    assert_eq!(import(payload(Value::Null)).code, 0);
    let ran = import(payload(json!("E1")));
    assert_eq!(ran.code, 100, "{}", ran.out);
    let spec = read_file(&folder, "spec/top/leaf.get.yaml");
    assert!(spec.contains("{what: limits, page: \"errorCodes: E1\"}"), "{spec}");
}

/// What is no text where one belongs, or says two things, or says nothing of what it holds.
#[test]
fn a_member_of_another_kind_than_usual_is_told() {
    for (parameter, wanted) in [
        (json!({"description": ["名称", "最长 20 个字符"]}), "max_chars: 20"),
        (json!({"description": ["名称", "最长 20 个字符"]}), "{what: prose, page: \"description: "),
        (json!({"description": {"zh": "名称", "en": "Name"}}), "{what: prose, page: \"description: "),
        (json!({"description": {"zh": "名称,不能为空"}}), "{what: prose, page: \"description: "),
        (json!({"description": 7}), "{what: prose, page: \"description: 7\"}"),
        (json!({"nullable": false}), "{what: prose, page: \"nullable: false\"}"),
        (json!({"nullable": true}), "{what: prose, page: \"nullable: true\"}"),
        (json!({"maxLength": 20, "max_length": 30}), "{what: prose, page: \"max_length: 30\"}"),
        (json!({"maxLength": 30, "description": "名称,最长 20 个字符"}), "{what: prose, page: \"maxLength: 30\"}"),
        (json!({"type": "Number", "minimum": 1, "min": 2}), "{what: prose, page: \"min"),
        (json!({"type": "Number", "maximum": 9, "maxValue": "7"}), "{what: prose, page: \""),
        (json!({"type": "String[]", "maxItems": 9, "maxListSize": 7}), "{what: prose, page: \"maxListSize: 7\"}"),
        (json!({"maxLength": 9_999_999_999_u64}), "{what: prose, page: \"maxLength: 9999999999\"}"),
        (json!({"required": true, "isRequired": false}), "{what: prose, page: \"isRequired: false\"}"),
        (json!({"required": false, "mandatory": true}), "{what: prose, page: \"mandatory: true\"}"),
        (json!({"type": null}), "type: text, review: [type]"),
        (json!({"type": ""}), "type: text, review: [type]"),
        (json!({"type": " "}), "type: text, review: [type]"),
        (json!({"type": ["Number", "null"]}), "type: int, review: [{what: prose, page: \"type: "),
        (json!({"type": ["String", "Number"]}), "type: text, review: [type, {what: prose, page: \"type: "),
        (json!({"type": {"name": "String"}}), "type: text, review: [type, {what: prose, page: \"type: "),
        (json!({"type": "array"}), "type: json, review: [type]"),
        (json!({"type": "object"}), "type: json, review: [type]"),
        (json!({"type": "list"}), "type: json, review: [type]"),
    ] {
        let mut members = json!({"name": "k", "type": "String", "description": "名称"});
        members.as_object_mut().unwrap().extend(parameter.as_object().unwrap().clone());
        let (spec, out) = other("leaf.json", &payload(&members));
        let line = field_line(&spec, "k");
        assert!(line.contains(wanted), "{parameter}: {wanted} in {line}\n{out}");
        assert!(line.contains("zh: 名称") || parameter["description"] == 7, "{parameter}: {line}");
    }
    // A type that is not there at all.
    let (spec, _) = other("leaf.json", &payload(&json!({"name": "k", "description": "名称"})));
    assert!(spec.contains("{name: k, type: text, review: [type], "), "{spec}");
    // What is said twice in the same way is said.
    for same in [json!({"maxLength": 20, "max_length": "20"}), json!({"required": true, "isRequired": "true"})] {
        assert!(!field("String", same.clone()).contains("review"), "{same}");
    }
    assert!(!field("Number", json!({"minimum": 1, "min": "1.0"})).contains("review"));
}

#[test]
fn what_a_payload_says_beside_its_parameters_is_asked_about() {
    let plain =
        r#""name": "taobao.leaf.get", "requestParams": [{"name": "k", "type": "String", "description": "名称"}]"#;
    let spec = |more: &str| other("leaf.json", &format!("{{{plain}, {more}}}")).0;
    let review = |spec: &str| spec.lines().find(|line| line.starts_with("review: ")).unwrap_or_default().to_owned();
    let unmarked =
        review(&spec(r#""changeDiff": null, "faqs": [], "responseParams": [{"name": "leaf", "type": "String"}]"#));
    assert!(!["prose", "obligation", "errors"].iter().any(|word| unmarked.contains(word)), "{unmarked}");
    for (more, wanted) in [
        (r#""changeDiff": "2026-01-01 hue 改为 8 位""#, "prose"),
        (r#""changeDiff": {"hue": "禁止重复调用"}"#, "obligation"),
        (r#""faqs": [{"question": "重试", "answer": "禁止重复调用"}]"#, "obligation"),
        (r#""responseParams": [{"name": "leaf"}], "responseParams": []"#, "prose"),
        (
            r#""responseParams": [{"name": "leaf", "description": "a\":b", "required": true, "required": false}]"#,
            "prose",
        ),
        (r#""errorCodes": [{"errorCode": "isv.a", "errorMsg": "甲", "deprecated": true}]"#, "errors"),
    ] {
        let said = review(&spec(more));
        assert!(said.contains(wanted), "{more}: {wanted} in {said}");
    }
}
