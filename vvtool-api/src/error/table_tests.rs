//! The table of messages that lint, `explain` and this crate must read alike, see `codegen/tests/messages.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

use serde_json::Value;

use super::matching::{Matched, Reported, find, same_code};
use crate::meta::{Class, ErrorEntry, Protocol, Service, WriteOutcome};

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

/// Every documented code of the platform with sub codes that no document lists: the code says which error it is. Only where an entry says
/// no more than an undocumented error does the rule about the first part of a sub code decide.
#[test]
fn a_documented_code_says_more_than_the_rule_of_a_sub_code() {
    let service: &'static Service = &crate::generated::top::errors::SERVICE;
    let (mut by_code, mut by_rule) = (0, 0);
    for entry in service.errors.iter().filter(|entry| entry.code.bytes().all(|byte| byte.is_ascii_digit())) {
        let is_open = (entry.class, entry.write_outcome) == (Class::DoNotRetry, WriteOutcome::Unknown);
        for sub_code in ["isv.unheard-of", "isp.unheard-of", "isv.permission-api-package-limit-x", "foo.bar", "123"] {
            for message in [entry.message, "what nobody documents"] {
                let sub_code = Some(sub_code);
                let reported = Reported { code: entry.code, message, sub_code, sub_message: Some("x") };
                let found = find(service, &reported);
                let name = found.entry.map(|place| service.errors[usize::from(place)].name);
                assert_eq!(name, Some(entry.name), "{} {sub_code:?} {message}", entry.code);
                let has_rule = sub_code.is_some_and(|code| code.starts_with("is"));
                assert_eq!(found.how == Some(Matched::Rule), is_open && has_rule, "{} {sub_code:?}", entry.code);
                let how = if message == entry.message { Matched::Exact } else { Matched::CodeOnly };
                assert!(is_open && has_rule || found.how == Some(how), "{} {sub_code:?} {found:?}", entry.code);
                *(if is_open { &mut by_rule } else { &mut by_code }) += 1;
            }
        }
    }
    assert!(by_code >= 300 && by_rule >= 20, "{by_code} and {by_rule}");
}

/// How each was found, in both services.
#[test]
fn how_an_error_was_found_is_told() {
    use Matched::{Alias, CodeOnly, Exact, Prefix, Rule, SubCode};
    let vv: &'static Service = &crate::generated::vvtool::errors::SERVICE;
    let top: &'static Service = &crate::generated::top::errors::SERVICE;
    for (service, code, message, sub_code, how) in [
        (vv, "614", "运单号为空", None, Some(Exact)),
        (vv, "302", "未授权", None, Some(Alias)),
        (vv, "614", "运单号为空：第2行", None, Some(Prefix)),
        (vv, "614", " 运单号为空, 请检查", None, Some(Prefix)),
        (vv, "614", "isv.unheard-of:运单号为空，请检查", None, Some(Prefix)),
        (vv, "614", "isv.trade-not-exist:运单号为空，请检查", None, Some(SubCode)),
        (vv, "1002", "请求过于频繁", None, Some(CodeOnly)),
        (vv, "614", "谁也没见过", None, None),
        (vv, "614", "谁也没见过", Some("isp.unheard-of"), Some(Rule)),
        (top, "27", "Invalid session", None, Some(Exact)),
        (top, "27", "Invalid session: it is old", Some("foo.bar"), Some(Prefix)),
        (top, "15", "Remote service error", Some("isv.invalid-parameter"), Some(SubCode)),
        (top, "15", "Remote service error", Some(" ISV.invalid-parameter:tid "), Some(SubCode)),
        (top, "50", "isv.invalid-parameter:tid", None, Some(SubCode)),
        (top, "15", "Remote service error", Some("isv.unheard-of"), Some(Rule)),
        (top, "27", "what nobody documents", None, Some(CodeOnly)),
        (top, "9999", "what nobody documents", Some("foo.bar"), None),
    ] {
        let found = find(service, &Reported { code, message, sub_code, ..Reported::default() });
        assert_eq!(found.how, how, "{code} {message} {sub_code:?}");
    }
}
