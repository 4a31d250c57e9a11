//! The table of messages that lint, `explain` and the runtime must read alike, see `vvtool-api/src/error/table_tests.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fmt::Write;

use common::{Scratch, fixtures};
use serde_json::Value;
use vvtool_codegen::explain::{self, Question, matching};
use vvtool_codegen::model::api::Api;
use vvtool_codegen::read;

fn table(what: &str) -> Vec<Vec<Value>> {
    let text = std::fs::read_to_string(fixtures().join("messages.json")).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let rows = all.as_object().unwrap().iter().find(|(name, _)| name.starts_with(what)).unwrap().1;
    rows.as_array().unwrap().iter().map(|row| row.as_array().unwrap().clone()).collect()
}

fn own_spec() -> Api {
    read(&common::own_spec()).unwrap_or_else(|found| panic!("{found}")).0
}

/// The two texts of every pair as two entries under one code, as `lint` sees them.
#[test]
fn lint_refuses_two_entries_of_one_message() {
    let pairs = table("pairs");
    let scratch = Scratch::base();
    let mut text = std::fs::read_to_string(scratch.spec().join("demo/errors.yaml")).unwrap();
    for (index, row) in pairs.iter().enumerate() {
        for (name, message) in [("A", &row[0]), ("B", &row[1])] {
            // JSON texts are YAML texts, escapes included.
            writeln!(
                text,
                "  - {{name: Row{index}{name}, code: \"{}\", message: {message}, class: ignore, write_outcome: unknown, en: \"x\", remedy: {{en: \"x\", zh: 无}}}}",
                7000 + index
            )
            .unwrap();
        }
    }
    scratch.write("demo/errors.yaml", text);
    let found = scratch.findings();
    for (index, row) in pairs.iter().enumerate() {
        let code = format!("{:?}", (7000 + index).to_string());
        let refused = found.iter().any(|diag| diag.code.code == "V017" && diag.message.contains(&code));
        assert_eq!(refused, row[2] == true, "{row:?}");
    }
}

/// A code with zeros before it is the one without them: two entries of one message under both would claim the same replies.
#[test]
fn lint_refuses_two_entries_of_one_code() {
    for (one, other, refused) in [
        ("0614", "614", true),
        ("614", "00614", true),
        ("00", "0", true),
        ("614", "615", false),
        ("isv.0614", "isv.614", false),
        ("6140", "614", false),
    ] {
        let scratch = Scratch::base();
        let mut text = std::fs::read_to_string(scratch.spec().join("demo/errors.yaml")).unwrap();
        for (name, code) in [("RowA", one), ("RowB", other)] {
            writeln!(
                text,
                "  - {{name: {name}, code: \"{code}\", message: \"甲\", class: ignore, write_outcome: unknown, en: \"x\", remedy: {{en: \"x\", zh: 无}}}}"
            )
            .unwrap();
        }
        scratch.write("demo/errors.yaml", text);
        let found = scratch.findings();
        assert_eq!(found.iter().any(|diag| diag.code.code == "V017"), refused, "{one} {other}: {found:?}");
    }
}

#[test]
fn explain_finds_a_message_under_the_other_spelling() {
    let api = own_spec();
    let service = api.services.iter().find(|service| service.name.wire == "vvtool").unwrap();
    let documents = |message: &str| {
        let mut service = service.clone();
        // Another entry of the code that asks for something else: the code alone means nothing.
        service.errors.truncate(2);
        assert_ne!(service.errors[0].class, service.errors[1].class);
        for entry in &mut service.errors {
            entry.code = "1".into();
        }
        service.errors[0].message = message.into();
        service.errors[1].message = "another".into();
        service
    };
    for row in table("pairs") {
        let (one, other) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
        let found = |documented: &str, message: &str| !matching(&documents(documented), "1", Some(message)).is_empty();
        assert_eq!(found(one, other) && found(other, one), row[2] == true, "{row:?}");
    }
}

#[test]
fn explain_finds_what_a_running_program_finds() {
    let api = own_spec();
    for row in table("found") {
        let [service, code, message] = [0, 1, 2].map(|at| row[at].as_str().unwrap());
        let service = api.services.iter().find(|each| each.name.wire == service).unwrap();
        // On the command line the sub code is part of what one types.
        let message = row[3].as_str().map_or_else(|| message.to_owned(), |sub_code| format!("{sub_code} {message}"));
        let found = matching(service, code, Some(&message));
        let names: Vec<&str> = found.iter().map(|found| found.entry.name.wire.as_str()).collect();
        assert_eq!(names, row[4].as_str().into_iter().collect::<Vec<_>>(), "{row:?}");
    }
}

/// The same rows as replies that somebody pastes.
#[test]
fn a_pasted_reply_is_what_a_running_program_takes_it_for() {
    let api = own_spec();
    for row in table("found") {
        let [service, code, message] = [0, 1, 2].map(|at| row[at].as_str().unwrap());
        let number: i64 = code.parse().unwrap();
        // Codes come as numbers and as texts.
        for code in [Value::from(number), Value::from(code)] {
            let mut failure = serde_json::json!({"code": code, "msg": message, "request_id": "r"});
            if let Some(sub_code) = row[3].as_str() {
                failure["sub_code"] = sub_code.into();
                failure["sub_msg"] = "x".into();
            }
            let reply = if service == "top" { serde_json::json!({"error_response": failure}) } else { failure };
            let told = explain::explain_reply(&api, &reply.to_string(), None);
            match row[4].as_str() {
                Some(name) => {
                    let told = told.unwrap();
                    let names: Vec<_> =
                        told.lines().filter_map(|line| line.trim().strip_prefix("name ")).map(str::trim).collect();
                    assert_eq!(names, [name], "{reply}\n{told}");
                    assert!(told.contains(&format!(" ({service})\n")), "{told}");
                }
                None => assert!(told.is_err(), "{reply}: {told:?}"),
            }
        }
    }
}

/// The names of the errors that an answer explains.
fn names(told: &str) -> Vec<&str> {
    told.lines().filter_map(|line| line.trim().strip_prefix("name ")).map(str::trim).collect()
}

/// What the page of the documents says of it too.
#[test]
fn a_reply_that_says_success_is_read_for_more() {
    let api = own_spec();
    for row in table("replies") {
        let told = explain::explain_reply(&api, &row[0].to_string(), None).unwrap();
        assert_eq!(names(&told), row[2].as_str().into_iter().collect::<Vec<_>>(), "{row:?}: {told}");
        let said = told.replace(" (vvtool)", "");
        assert!(said.starts_with(row[1].as_str().unwrap()), "{row:?}: {told}");
    }
}

#[test]
fn a_line_is_a_code_and_a_message() {
    let explained = |spec: &std::path::Path, line: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_vvspec"))
            .args(["explain", line, "--spec"])
            .arg(spec)
            .output()
            .unwrap();
        String::from_utf8(if output.status.success() { output.stdout } else { output.stderr }).unwrap()
    };
    for row in table("lines") {
        let told = explained(&common::own_spec(), row[0].as_str().unwrap());
        assert_eq!(names(&told), [row[1].as_str().unwrap()], "{row:?}: {told}");
    }
    let scratch = Scratch::base();
    let file = scratch.spec().join("demo/errors.yaml");
    let text = std::fs::read_to_string(&file).unwrap().replace("code: \"900\"", "code: E1");
    std::fs::write(&file, text).unwrap();
    for line in ["E1", "E1 订单已归档", "code: e1, 订单已归档"] {
        assert_eq!(names(&explained(&scratch.spec(), line)), ["OrderArchived"], "{line}");
    }
    assert!(explained(&scratch.spec(), "E1x 订单已归档").contains("unknown code"));
}

/// Every example of the documents, as a reader of a log pastes it.
#[test]
fn every_example_reply_is_explained() {
    let api = own_spec();
    let (mut failures, mut successes) = (0, 0);
    for (service, operation) in
        api.services.iter().flat_map(|service| service.operations.iter().map(move |operation| (service, operation)))
    {
        for example in &operation.examples {
            let reply: Value = serde_json::from_str(&example.json).unwrap();
            let bare =
                reply.get("code").is_none() && !reply.as_object().unwrap().keys().any(|key| key.ends_with("_response"));
            let told = explain::explain_reply(&api, &example.json, Some(&operation.id));
            if bare {
                assert!(told.unwrap_err().contains("neither `code` nor `error_response`"), "{}", example.file);
                continue;
            }
            let told = told.unwrap_or_else(|why| panic!("{}: {why}", example.file));
            if told.starts_with("the reply says success") {
                let says_no =
                    ["not-successful", "rejected", "write-failed"].iter().any(|word| example.file.contains(word));
                assert_eq!(told.contains("= false says that it was not done"), says_no, "{}: {told}", example.file);
                successes += 1;
            } else {
                assert!(told.contains("  remedy "), "{}: {told}", example.file);
                failures += 1;
            }
            assert!(told.contains(&service.name.wire), "{told}");
        }
    }
    assert!(failures >= 5 && successes >= 5, "{failures} failures, {successes} successes");
}

/// Half a message is no message of a reply, but a person who types it means something.
#[test]
fn explain_shows_the_messages_that_begin_like_half_of_one() {
    let api = own_spec();
    for (code, message, name) in
        [("614", "运单号为", "WaybillMissing"), ("614", "发货类型不匹配.如虚拟", "ShipTypeMismatch")]
    {
        let text = explain::explain(&api, Question { code, message: Some(message), operation: None }).unwrap();
        assert!(text.starts_with("a reply with just this message is an unknown error"), "{text}");
        assert!(text.contains(name), "{text}");
    }
}

/// A message that another operation lists is not proposed in its own place.
#[test]
fn a_message_of_another_operation_is_told_as_such() {
    let folder = Scratch::base();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_vvspec"))
        .args(["explain", "614", "订单不存在", "--operation", "top/taobao.trade.get"])
        .current_dir(folder.spec().parent().unwrap())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("lists no error \"614\"") && said.contains("leave `--operation` out"), "{said}");
    assert!(!said.contains("did you mean"), "{said}");
}

/// What the sentence says that documents [`vvtool_codegen::message::folded`], the long way round.
fn folded_slowly(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    // The signs that have no width, one by one.
    let hidden: Vec<u32> = [0xad, 0x34f, 0x61c, 0xfeff]
        .into_iter()
        .chain(0x180b..0x180f)
        .chain(0x200b..0x2010)
        .chain(0x202a..0x202f)
        .chain(0x2060..0x2070)
        .chain(0xfe00..0xfe10)
        .collect();
    text.nfkc()
        .filter(|c| !c.is_whitespace() && !hidden.contains(&u32::from(*c)))
        .map(|c| if c == '。' { '.' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

#[test]
fn every_letter_is_folded_alike_whatever_stands_beside_it() {
    for c in (0..=0x2_ffff).filter_map(char::from_u32) {
        // A letter, a sign and a mark that joins what it stands behind, of several widths.
        for text in [format!("{c}"), format!("交易Ａ{c}。b"), format!("{c}\u{301}{c}"), format!("가{c}")] {
            assert_eq!(vvtool_codegen::message::folded(&text), folded_slowly(&text), "{:?}", text);
        }
    }
}
