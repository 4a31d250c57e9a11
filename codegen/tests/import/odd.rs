//! Payloads that are not what the platform sends: members that are null, missing, of another type, or wrapped once more. Whatever is
//! lost for it is told; nothing ends in a panic.

use serde_json::{Value, json};
use vvtool_codegen::inner::import::read::evidence::Evidence;
use vvtool_codegen::inner::import::read::reader::Reader;

use crate::support::vvspec;

fn payload() -> Value {
    json!({
        "name": "taobao.leaf.get", "apiChineseName": "叶片", "description": "查询叶片", "gmtModified": "2026-01-02",
        "labels": ["免费"],
        "requestParams": [
            {"name": "leaf_no", "type": "String", "required": "1", "description": "叶片编号", "demoValue": "L1", "maxLength": "20"},
            {"name": "opts", "type": "Opts", "required": "0", "description": "选项", "subParams": [
                {"name": "deep", "type": "Number", "required": "0", "description": "深度", "demoValue": "3"}
            ]},
        ],
        "responseParams": [
            {"name": "leaf", "type": "Leaf", "description": "叶片", "subParams": [
                {"name": "no", "type": "String", "description": "编号", "demoValue": "L1"},
                {"name": "veins", "type": "Vein[]", "description": "叶脉", "subParams": [
                    {"name": "width", "type": "Number", "description": "宽", "demoValue": "1"}
                ]}
            ]}
        ],
        "errorCodes": [{"errorCode": "isv.leaf-gone", "errorMsg": "叶片不存在", "solution": "检查"}],
        "rspSampleJson": "{\"leaf_get_response\":{\"leaf\":{\"no\":\"L1\",\"veins\":{\"vein\":[{\"width\":1}]}}}}",
    })
}

/// Every place of a value, as a pointer.
fn places(value: &Value, at: &str, out: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, child)| (name.clone(), child)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, child)| (index.to_string(), child)).collect(),
        _ => Vec::new(),
    };
    for (name, child) in children {
        let path = format!("{at}/{name}");
        out.push(path.clone());
        places(child, &path, out);
    }
}

/// What may come in the place of a value; None removes it.
fn odd(value: &Value) -> Vec<Option<Value>> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    vec![
        None,
        Some(Value::Null),
        Some(json!("")),
        Some(json!([])),
        Some(json!({})),
        Some(json!(true)),
        Some(json!(-1.5e300)),
        Some(json!("12")),
        Some(Value::from(text)),
        Some(json!([value.clone()])),
        Some(json!([[value.clone()]])),
        Some(json!({"data": value.clone()})),
        Some(json!({"list": {"item": value.clone()}})),
        Some(json!([null, value.clone(), 7, "x"])),
    ]
}

fn put(whole: &mut Value, place: &str, new: Option<Value>) {
    let Some((parent, name)) = place.rsplit_once('/') else { return };
    match (whole.pointer_mut(parent), new) {
        (Some(Value::Object(members)), Some(new)) => drop(members.insert(name.to_owned(), new)),
        (Some(Value::Object(members)), None) => drop(members.remove(name)),
        (Some(Value::Array(items)), Some(new)) => items[name.parse::<usize>().expect("an index")] = new,
        (Some(Value::Array(items)), None) => drop(items.remove(name.parse().expect("an index"))),
        _ => unreachable!("{place} is a place"),
    }
}

#[test]
fn an_odd_payload_loses_nothing_without_a_word() {
    let good = payload();
    let reader = Reader::default();
    let read = |value: &Value| reader.document("page", &value.to_string(), None, &Evidence::default());
    let whole = read(&good).expect("a payload");
    assert_eq!((whole.rows.len(), whole.errors.len()), (7, 1));
    let mut all = Vec::new();
    places(&good, "", &mut all);
    let (mut tried, mut refused, mut told, mut silent) = (0, 0, 0, Vec::new());
    for place in &all {
        for new in odd(good.pointer(place).expect("a value")) {
            // What is gone from a list was never there, and so with an empty list or object.
            let is_item = place.rsplit('/').next().is_some_and(|name| name.parse::<usize>().is_ok());
            let empty = |value: &Value| {
                matches!(value, Value::Null) || *value == json!([]) || *value == json!({}) || *value == json!("")
            };
            let never = new.as_ref().is_none_or(empty);
            let mut changed = good.clone();
            put(&mut changed, place, new.clone());
            tried += 1;
            match read(&changed) {
                Err(why) => {
                    assert!(!why.to_string().is_empty());
                    refused += 1;
                }
                Ok(document) => {
                    let lost = document.rows.len() < whole.rows.len() || document.errors.len() < whole.errors.len();
                    let says = document.review.len() > whole.review.len() || document.marks.len() > whole.marks.len();
                    told += usize::from(lost && says);
                    if lost && !says && !never && !is_item {
                        silent.push(format!("{place} as {}", new.unwrap_or_default()));
                    }
                }
            }
        }
    }
    println!("{tried} odd payloads: {refused} refused, {told} told, {} silent", silent.len());
    assert!(silent.is_empty(), "{} of {tried} lose rows in silence: {silent:#?}", silent.len());
    assert!(tried > 700 && refused > 20, "{tried} {refused}");
}

/// One run over documents of which one is good, one leaves a decision and one is none: the worst of them decides how it ends.
#[test]
fn a_refusal_in_a_run_wins_over_open_decisions() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    let page = |name: &str, limit: &str| {
        crate::rows::page("", "total | int | 总数 | 1 |\n", "").replace("leaf/plan", name).replace("5 次/秒", limit)
    };
    let import = |files: &[&str]| {
        let mut arguments = vec!["import"];
        arguments.extend(files);
        arguments.extend(["--spec", "spec", "--write", "--date", "2026-01-02"]);
        vvspec(&arguments, folder.path())
    };
    write("one.txt", page("leaf/one", "5 次/秒"));
    write("two.txt", page("leaf/two", "5 次/秒"));
    assert_eq!(import(&["one.txt", "two.txt"]).code, 0);
    write("two.txt", page("leaf/two", "6 次/秒"));
    write("none.txt", "not a document\n".to_owned());
    write("odd.json", "{\"name\": \"taobao.x.get\"".to_owned());
    for (files, code) in [
        (&["one.txt", "none.txt"][..], 101),
        (&["one.txt", "two.txt"], 100),
        (&["one.txt", "two.txt", "none.txt"], 101),
        (&["none.txt", "two.txt", "one.txt"], 101),
        (&["two.txt", "odd.json"], 101),
        (&["one.txt"], 100),
    ] {
        let ran = import(files);
        assert_eq!(ran.code, code, "{files:?}: {}", ran.out);
    }
    // The good ones were taken in all the same.
    let spec = crate::support::read_file(&folder, "spec/vvtool/leaf/two.yaml");
    assert!(
        spec.contains("{what: rate_limit, was: \"{calls: 5, per: second}\", page: \"{calls: 6, per: second}\"}"),
        "{spec}"
    );
    for files in [&["one.txt", "two.txt", "none.txt"][..], &["two.txt", "none.txt"]] {
        let mut arguments = vec!["drift"];
        arguments.extend(files);
        arguments.extend(["--spec", "spec"]);
        assert_eq!(vvspec(&arguments, folder.path()).code, 101, "{files:?}");
    }
}
