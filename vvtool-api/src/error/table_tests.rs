//! The table of messages that lint, `explain` and this crate must read alike, see `codegen/tests/messages.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

use serde_json::Value;

use super::matching::{Matched, Reported, find, same_code};
use crate::meta::{ErrorEntry, Protocol, Service};

fn table(what: &str) -> Vec<Vec<Value>> {
    let all: Value = serde_json::from_str(include_str!("../../../tests/fixtures/messages.json")).unwrap();
    let rows = all.as_object().unwrap().iter().find(|(name, _)| name.starts_with(what)).unwrap().1;
    rows.as_array().unwrap().iter().map(|row| row.as_array().unwrap().clone()).collect()
}

/// A service that documents one message.
fn documents(message: &str) -> &'static Service {
    let message = Box::leak(message.to_owned().into_boxed_str());
    let entry = ErrorEntry::new("Only", "1", message);
    let errors = Box::leak(Box::new([entry]));
    Box::leak(Box::new(Service::new("sample", Protocol::Envelope).success_code("0").errors(errors)))
}

#[test]
fn two_texts_are_one_message_or_two() {
    for row in table("pairs") {
        let (one, other) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
        let found = |documented: &str, message: &str| {
            // The only entry of its code is also what another message of the code is taken for.
            let found = find(documents(documented), &Reported { code: "1", message, ..Reported::default() });
            found.how.is_some_and(|how| how != Matched::CodeOnly)
        };
        assert_eq!(found(one, other) && found(other, one), row[2] == true, "{one:?} {other:?}");
    }
}

/// As whoever documents it writes it, or as another server does.
#[test]
fn a_code_with_zeros_before_it_is_the_one_without() {
    static ERRORS: [ErrorEntry; 3] = [
        ErrorEntry::new("Padded", "0001", "no such order"),
        ErrorEntry::new("Plain", "17", "no such shop"),
        ErrorEntry::new("Word", "4E0", "no such word"),
    ];
    static SERVICE: Service = Service::new("padded", Protocol::Envelope).success_code("0000").errors(&ERRORS);
    for (said, name) in [
        ("0001", Some("Padded")),
        ("1", Some("Padded")),
        ("01", Some("Padded")),
        ("17", Some("Plain")),
        ("0017", Some("Plain")),
        ("4E0", Some("Word")),
        ("4", None),
        ("10", None),
        ("00010", None),
    ] {
        let code = crate::decode::as_code(said).unwrap();
        assert_eq!(&*code, said, "kept as it came");
        let found = find(&SERVICE, &Reported { code: &code, message: "what nobody documents", ..Reported::default() });
        assert_eq!(found.entry.map(|entry| ERRORS[usize::from(entry)].name), name, "{said}");
        let is_first = same_code("0001", said);
        assert_eq!(is_first, name == Some("Padded"), "{said}");
    }
    for (said, code) in [(" 401 ", "401"), ("401.0", "401"), ("4.01e2", "401"), ("000", "000"), ("-01", "-1")] {
        assert_eq!(&*crate::decode::as_code(said).unwrap(), code);
    }
    assert!(same_code("0", "0000") && !same_code("", "0") && !same_code("a1", "a01"));
}

#[test]
fn replies_mean_what_the_table_says() {
    for row in table("found") {
        let [service, code, message] = [0, 1, 2].map(|at| row[at].as_str().unwrap());
        let service: &'static Service = match service {
            "vvtool" => &crate::generated::vvtool::errors::SERVICE,
            "top" => &crate::generated::top::errors::SERVICE,
            other => panic!("{other}"),
        };
        let found = find(service, &Reported { code, message, sub_code: row[3].as_str(), ..Reported::default() });
        let name = found.entry.map(|entry| service.errors[usize::from(entry)].name);
        assert_eq!(name, row[4].as_str(), "{row:?}");
    }
}
