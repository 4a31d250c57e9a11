//! A change that really happened: `taobao.logistics.openalibity.write` as its page read in October 2023, transcribed by hand, against
//! the committed spec.

use std::collections::BTreeSet;
use std::fs;

use vvtool_codegen::inner::diff::{Axis, Change, Level};

use super::reference::reference;
use super::support::{Spec, changes, real, root};

const FILE: &str = "top/logistics.openalibity.write.yaml";
const RECORD: &str = "top/taobao.logistics.openalibity.write/GeneralLogisticsDataWriteRequest";

fn then() -> Spec {
    let spec = Spec::copy_of(&real());
    fs::copy(root().join("tests/fixtures/diff/openalibity-2023-10/logistics.openalibity.write.yaml"), spec.file(FILE))
        .unwrap();
    spec
}

fn found() -> Vec<Change> {
    changes(&then().read(), &vvtool_codegen::read(&real()).unwrap())
}

fn one<'a>(found: &'a [Change], id: &str) -> &'a Change {
    found
        .iter()
        .find(|change| change.id == format!("{RECORD}/{id}"))
        .unwrap_or_else(|| panic!("{id}: {:#?}", found.iter().map(|change| &change.id).collect::<Vec<_>>()))
}

#[test]
fn what_changed_since_2023_is_reported() {
    let found = found();
    let relaxed: BTreeSet<_> = found
        .iter()
        .filter(|change| change.rule.id == "required-relaxed")
        .map(|change| change.element.as_str())
        .collect();
    let names =
        ["GeneralLogisticsDataWriteRequest/current_logistics_status", "GeneralLogisticsDataWriteRequest/package_type"];
    assert_eq!(relaxed, BTreeSet::from(names), "two fields became optional");
    let values = one(&found, "extend_param/prose-values-changed");
    assert_eq!(values.overall(), Level::Dangerous, "TRUE and FALSE became 1 and 0");
    assert!(values.before.as_ref().unwrap().contains("TRUE") && values.after.as_ref().unwrap().contains('1'));
    let obligation = one(&found, "receiver_phone/obligation-removed");
    assert_eq!(obligation.overall(), Level::Dangerous, "no parcel forbids or demands the phone number any more");
    assert!(obligation.before.as_ref().unwrap().contains("left out"));
    let breaking = found.iter().filter(|change| change.overall() == Level::Breaking);
    for change in breaking {
        let broken: Vec<&str> = change.broken.iter().map(|item| item.path.rsplit("::").next().unwrap()).collect();
        let others = [Axis::Wire, Axis::Behaviour, Axis::Cost].map(|axis| change.level(axis));
        assert_eq!((change.rule.id, broken), ("required-relaxed", vec!["new"]), "only the constructor takes less");
        assert!(!others.contains(&Level::Breaking), "nothing a program does stops working: {}", change.id);
    }
}

#[test]
fn the_transcription_is_the_page() {
    let Some(page) = reference("data/catalogue/taobao_logistics_openalibity_write.2023-10.json") else { return };
    let text = fs::read_to_string(page).unwrap();
    let page: serde_json::Value = serde_json::from_str(&text).unwrap();
    let said: Vec<_> = page["requestParams"][0]["subParams"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| (field["name"].as_str().unwrap().to_owned(), field["required"] == true))
        .collect();
    let (api, _) = then().read();
    let service = api.services.iter().find(|service| service.name.wire == "top").unwrap();
    let operation = service.operations.iter().find(|operation| operation.id.ends_with("openalibity.write")).unwrap();
    let record = operation.types.iter().find(|record| record.in_request).unwrap();
    let ours: Vec<_> = record.fields.iter().map(|field| (field.name.wire.clone(), field.required)).collect();
    assert_eq!(ours, said);
}
