//! Examples and samples: which file, and where in it; nobody's words.

use std::fs;

use super::support::{Spec, changes, small};

const NOT_FOUND: &str = "demo/order/examples/change-not-found.json";
const OK: &str = "demo/order/examples/change-ok.json";
const CHANGE: &str = "demo/order/change.yaml";

fn shown(edit: impl FnOnce(&Spec)) -> Vec<(String, String, String)> {
    let (before, head) = (Spec::copy_of(&small()).read(), Spec::copy_of(&small()));
    edit(&head);
    let found = changes(&before, &head.read());
    found.into_iter().map(|each| (each.id, each.before.unwrap_or_default(), each.after.unwrap_or_default())).collect()
}

#[test]
fn a_changed_example_is_named_with_the_places_that_differ() {
    let cases = [
        (NOT_FOUND, "\"msg\": \"订单不存在\"", "\"msg\": \"找不到订单\"", "different at msg"),
        (NOT_FOUND, "\"data\": null", "\"data\": {\"order_id\": 1}", "different at data"),
        (NOT_FOUND, ", \"data\": null", "", "different at data"),
        (NOT_FOUND, ", \"data\"", ",\"data\"", "laid out differently"),
        (OK, "\"state\": \"OPEN\"", "\"state\": \"CLOSED\"", "different at data[0].state"),
    ];
    for (path, old, new, how) in cases {
        let file = path.rsplit('/').next().unwrap();
        let id = format!("demo/order/change/examples/{file}/example-reply-changed");
        let expected = [(id, file.to_owned(), format!("{file}, {how}"))];
        assert_eq!(
            shown(|spec| {
                spec.edit(path, old, new);
            }),
            expected,
            "{old} -> {new}"
        );
    }
}

#[test]
fn an_example_that_goes_or_moves_is_named() {
    let list = "examples: [change-ok.json, change-not-found.json]";
    let gone = shown(|spec| {
        spec.edit(CHANGE, list, "examples: [change-ok.json]");
        fs::remove_file(spec.file(NOT_FOUND)).unwrap();
    });
    let id = "demo/order/change/examples/change-not-found.json/example-reply-changed";
    assert_eq!(gone, [(id.to_owned(), "change-not-found.json".to_owned(), String::new())]);
    let moved = shown(|spec| {
        spec.edit(CHANGE, list, "examples: [change-not-found.json, change-ok.json]");
    });
    let (old, new) = ("change-ok.json, change-not-found.json", "change-not-found.json, change-ok.json");
    assert_eq!(
        moved,
        [("demo/order/change/examples/example-reply-changed".to_owned(), old.to_owned(), new.to_owned())]
    );
}

#[test]
fn a_sample_shows_nothing_personal() {
    let sample = shown(|spec| {
        spec.edit(CHANGE, "{name: memo, value: \"\"}", "{name: memo, value: 某人的话}");
    });
    let id = "demo/order/change/request_sample/request-sample-changed";
    assert_eq!(sample, [(id.to_owned(), "order_id=1&memo=".to_owned(), "order_id=1&memo=(hidden)".to_owned())]);
}
