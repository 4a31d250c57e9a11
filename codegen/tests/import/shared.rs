//! Two rows of a document, one type of the spec: what is asked for twice is written once, what one row has still is not withdrawn.

use std::fs;

use crate::support::{Ran, TAKEN, bad_findings, decided, vvspec};
use serde_json::{Value, json};
use tempfile::TempDir;

const SPEC: &str = "spec/top/parcel.move.yaml";

/// A method with a sender and a receiver, both addresses of the same fields.
fn method(address: impl Fn(&str) -> Vec<Value>) -> String {
    let party =
        |name: &str| json!({"name": name, "type": "Address", "description": "地址", "subParams": address(name)});
    let method = json!({
        "requestParams": [party("sender"), party("receiver")],
        "responseParams": [party("sender"), party("receiver")],
        "name": "taobao.parcel.move",
        "apiChineseName": "包裹转寄",
        "description": "转寄包裹",
        "id": 1,
    });
    method.to_string()
}

fn field(name: &str, ty: &str, description: &str) -> Value {
    json!({"name": name, "type": ty, "description": description})
}

/// What each address has to begin with.
fn first() -> Vec<Value> {
    vec![
        field("city", "String", "城市"),
        field("kind", "String", "类型：A-住宅，B-公司"),
        field("fax", "String", "传真"),
    ]
}

fn import(folder: &TempDir, text: &str) -> Ran {
    fs::write(folder.path().join("move.json"), text).unwrap();
    let ran = vvspec(&["import", "move.json", "--spec", "spec", "--write", "--date", "2026-01-02"], folder.path());
    assert!(TAKEN.contains(&ran.code), "{}", ran.out);
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new(), "{}", ran.out);
    ran
}

/// The spec after the first document, and after the second with the report.
fn both(second: &str) -> (String, String, Ran) {
    let folder = tempfile::tempdir().unwrap();
    import(&folder, &method(|_| first()));
    let read = || fs::read_to_string(folder.path().join(SPEC)).unwrap();
    let was = read();
    let types = was.lines().filter(|line| line.starts_with("  - type: ")).count();
    assert_eq!(types, 2, "one for what is sent, one for what comes back: {was}");
    let ran = import(&folder, second);
    let drift = vvspec(&["drift", "move.json", "--spec", "spec"], folder.path());
    assert!(drift.out.contains(": unchanged"), "{}", drift.out);
    let now = read();
    assert!(import(&folder, second).out.contains("nothing to write"));
    (was, now, ran)
}

#[test]
fn what_is_new_in_both_is_added_once() {
    let (_, now, ran) = both(&method(|_| {
        let mut fields = first();
        fields[1] = field("kind", "String", "类型：A-住宅，B-公司，C-学校");
        fields.push(field("street", "String", "街道"));
        fields.push(
            json!({"name": "geo", "type": "Geo", "description": "位置", "subParams": [field("lat", "String", "纬度")]}),
        );
        fields
    }));
    // Once in the type that is sent, once in the one that comes back.
    for part in ["{name: street, ", "{name: geo, ", "{name: lat, "] {
        assert_eq!(now.matches(part).count(), 2, "{part} {now}");
    }
    let enums = now.matches("  - enum: ").count();
    assert_eq!(now.matches("{value: \"C\", ").count(), enums, "{now}");
    assert_eq!(now.matches("review: [{what: added, page: C}]").count(), enums, "one list is one decision: {now}");
    assert!(!ran.out.contains("by hand"), "{}", ran.out);
}

#[test]
fn what_is_gone_from_both_is_withdrawn_once() {
    let (was, now, _) = both(&method(|_| first()[..2].to_vec()));
    assert_eq!(now.matches("deprecated: {since: 2026-01-02").count(), 2, "{now}");
    for line in now.lines().filter(|line| line.contains("deprecated: ")) {
        assert!(line.contains("{name: fax, ") && line.matches("deprecated").count() == 1, "{line}");
    }
    assert_eq!(was.lines().count(), now.lines().count());
}

#[test]
fn what_one_of_them_has_still_stays() {
    let (was, now, ran) = both(&method(|party| if party == "sender" { first()[..2].to_vec() } else { first() }));
    assert_eq!(was, decided(&now), "{}", ran.out);
    for part in ["request", "reply"] {
        let told = format!(
            "by hand: {SPEC}: {part} sender/fax is gone from the document, {part} receiver/fax is not, and both are one field of one type: give the object a type of its own, or leave it"
        );
        assert_eq!(ran.out.matches(&told).count(), 1, "{}", ran.out);
    }
}
