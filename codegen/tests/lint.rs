//! `vvspec lint`: what is shown of many findings, to whom, and how it ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "../../tests/fixtures/schema.rs"]
mod schema;

use std::collections::BTreeMap;
use std::process::Command;

use common::Scratch;
use serde_json::Value;

/// Exit code, standard output, standard error.
fn lint(scratch: &Scratch, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_vvspec"))
        .arg("lint")
        .args(arguments)
        .current_dir(scratch.spec().parent().unwrap())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// `count` amounts without a unit, one stray file, one unknown type.
fn many(count: usize) -> Scratch {
    let scratch = Scratch::base();
    scratch.write("demo/notes.txt", "x");
    let token = std::fs::read_to_string(scratch.spec().join("demo/token.yaml")).unwrap();
    let fields: String =
        (0..count).map(|n| format!("      - {{name: amount_{n}, type: money, en: Amount, zh: 金额}}\n")).collect();
    let odd = "      - {name: odd, type: Nummber, en: Odd, zh: 奇}\n";
    scratch.write("demo/token.yaml", token.replacen("    fields:\n", &format!("    fields:\n{odd}{fields}"), 1));
    scratch
}

fn heads(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.split_once(": error[")?.1.get(..4)).collect()
}

#[test]
fn many_findings_are_counted_first_and_shown_in_part() {
    let scratch = many(20_000);
    let (status, text, _) = lint(&scratch, &[]);
    assert_eq!(status, 1);
    assert!(
        text.starts_with(
            "20000 V022  money without a unit\n    1 V003  unknown type\n    1 V009  a file that is no part of a spec\n\nspec/"
        ),
        "{}",
        text.get(..400).unwrap()
    );
    assert_eq!(heads(&text).len(), 100);
    // The first of each, in the order of places; then the others.
    assert_eq!(heads(&text)[..5], ["V009", "V003", "V022", "V022", "V022"]);
    assert!(text.lines().count() < 1_000, "{}", text.lines().count());
    let end = "20002 errors found\n19902 of them not shown: `vvspec lint --max 20002` shows all, `--rule V022` those of one rule\n";
    assert!(text.ends_with(end), "{}", text.lines().last().unwrap());

    let (_, all, _) = lint(&scratch, &["--format", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&all).unwrap()["findings"].as_array().unwrap().len(), 20_002);
    let scratch = many(300);
    let (_, all, _) = lint(&scratch, &["--max", "302"]);
    assert_eq!(heads(&all).len(), 302);
    assert!(all.ends_with("\n302 errors found\n"));
}

#[test]
fn max_bounds_what_is_shown_and_nothing_else() {
    let scratch = many(5);
    for (max, shown) in [("0", 0), ("1", 1), ("3", 3), ("7", 7), ("1000", 7)] {
        for format in ["text", "json"] {
            let (status, text, _) = lint(&scratch, &["--max", max, "--format", format]);
            assert_eq!(status, 1, "{max} {format}");
            if format == "json" {
                let json: Value = serde_json::from_str(&text).unwrap();
                assert_eq!(json["findings"].as_array().unwrap().len(), shown, "{max}");
                assert_eq!(json["summary"]["found"], 7);
                assert_eq!(json["summary"]["left_out"], 7 - shown, "{max}");
            } else {
                assert_eq!(heads(&text).len(), shown, "{max}: {text}");
                assert!(text.starts_with("5 V022  money without a unit\n"), "{text}");
                assert_eq!(text.contains(&format!("{} of them not shown", 7 - shown)), shown < 7, "{text}");
            }
        }
    }
}

#[test]
fn a_rule_is_looked_at_alone() {
    let scratch = many(2);
    for (rules, codes, status) in [
        (&["V022"][..], &["V022", "V022"][..], 1),
        (&["v009"], &["V009"], 1),
        (&["V009", "V003"], &["V009", "V003"], 1),
        (&["V012"], &[], 0),
    ] {
        let arguments: Vec<&str> = rules.iter().flat_map(|rule| ["--rule", rule]).collect();
        let (exit, text, _) = lint(&scratch, &arguments);
        assert_eq!((exit, heads(&text)), (status, codes.to_vec()), "{rules:?}: {text}");
        assert!(text.contains(&format!("{} findings of other rules", 4 - codes.len())), "{text}");
        let (exit, text, _) = lint(&scratch, &[arguments.as_slice(), &["--format", "json"]].concat());
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(exit, status, "{rules:?}");
        assert_eq!(json["summary"]["other_rules"], 4 - codes.len(), "{rules:?}");
    }
    let (exit, text, _) = lint(&Scratch::base(), &["--rule", "V012"]);
    assert_eq!((exit, text.as_str()), (0, "no findings of V012; 2 services, 3 operations\n"));
}

#[test]
fn an_unknown_rule_is_told_with_the_nearest() {
    for (rule, said) in [
        ("V0012", "there is no rule \"V0012\", did you mean \"V001\"?\n"),
        ("V999", "there is no rule \"V999\", the nearest known name is \"V009\"\n"),
        ("required-added", "there is no rule \"required-added\"\n"),
        ("\u{1b}[2J", "there is no rule \"\\u{1b}[2J\"\n"),
        ("", "there is no rule \"\"\n"),
    ] {
        let (status, out, told) = lint(&Scratch::base(), &["--rule", "V012", "--rule", rule]);
        assert_eq!((status, out.as_str()), (2, ""), "{rule:?}");
        assert_eq!(told, format!("{said}`vvspec explain --rules lint` lists them\n"), "{rule:?}");
    }
}

#[test]
fn json_follows_the_published_schema_and_says_what_the_text_says() {
    let (status, text, _) = lint(&Scratch::base(), &["--schema"]);
    assert_eq!(status, 0);
    let schema: Value = serde_json::from_str(&text).unwrap();
    let spoiled = many(3);
    let change = std::fs::read_to_string(spoiled.spec().join("demo/order/change.yaml")).unwrap();
    let twice = "  - {name: memo, type: text, pii: true, en: \"\u{202e}\u{7}\", zh: 备注}\n  - {name: feature, type: Feature, en";
    let other = change.replacen("  - {name: feature, type: Feature, en", twice, 1);
    assert_ne!(other, change);
    spoiled.write("demo/order/change.yaml", other);
    for scratch in [&spoiled, &Scratch::base()] {
        let (_, text, _) = lint(scratch, &["--format", "json"]);
        assert!(!text.contains(['\u{202e}', '\u{7}']), "{text}");
        let json: Value = serde_json::from_str(&text).unwrap();
        schema::valid(&schema, &schema, &json, "findings");
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        for finding in json["findings"].as_array().unwrap() {
            let place = [&finding["file"], &finding["line"], &finding["column"]].map(ToString::to_string).join(":");
            let head = format!("{}: error[{}]", place.replace('"', ""), finding["rule"].as_str().unwrap());
            *lines.entry(head).or_default() += 1;
        }
        let (_, text, _) = lint(scratch, &["--max", "1000"]);
        let mut told: BTreeMap<String, usize> = BTreeMap::new();
        for line in text.lines().filter(|line| line.contains(": error[V")) {
            *told.entry(line.split_inclusive(']').next().unwrap().to_owned()).or_default() += 1;
        }
        assert_eq!(lines, told);
    }
}

/// Other commands that meet a broken spec do not print a book either.
#[test]
fn other_commands_show_as_much() {
    let scratch = many(300);
    let out = scratch.spec().parent().unwrap().join("out");
    for arguments in [&["generate", "--out", out.to_str().unwrap()][..], &["dump"], &["explain", "614"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_vvspec"))
            .args(arguments)
            .current_dir(scratch.spec().parent().unwrap())
            .output()
            .unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(text.starts_with("300 V022  money without a unit\n"), "{arguments:?}: {text}");
        assert_eq!(heads(&text).len(), 100, "{arguments:?}");
    }
    assert!(!out.exists());
}
