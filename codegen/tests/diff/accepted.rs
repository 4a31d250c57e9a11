//! What a reviewer accepted, and what is wrong with an acceptance.

use std::fs;
use std::process::Output;

use super::formats;
use super::repository::{edit, git, repository};
use super::support::{Spec, said, small, vvspec};

const ID: &str = "demo/order/change/Order/weight/type-changed";

fn run(accepted: &str) -> Output {
    let (base, head) = (Spec::copy_of(&small()), Spec::copy_of(&small()));
    head.edit("demo/order/change.yaml", "name: weight, type: decimal, example: \"1.5\"", "name: weight, type: bool");
    fs::write(head.file("accepted.yaml"), accepted).unwrap();
    vvspec().arg("diff").args([base.path(), head.path()]).output().unwrap()
}

fn entry(more: &str) -> String {
    let id = if more.contains("id:") { String::new() } else { format!("id: {ID}, ") };
    format!("accepted:\n  - {{{id}{more}}}\n")
}

fn digest() -> String {
    let text = String::from_utf8(run("accepted: []\n").stdout).unwrap();
    let line = text.lines().find(|line| line.contains(ID)).unwrap();
    line.rsplit('[').next().unwrap().trim_end_matches(']').to_owned()
}

#[test]
fn acceptances() {
    // entry, exit code, words of the report
    let good = format!("change: {}, reason: \"Nobody reads it\", expires: 2999-01-01", digest());
    let cases = [
        ("reason: \"Nobody reads it\", expires: 2999-01-01".to_owned(), 0, "(accepted)"),
        (good, 0, "Nobody reads it"),
        ("reason: \"Nobody reads it\", expires: 2020-01-01".to_owned(), 100, "expired"),
        ("change: 00000000, reason: \"Nobody reads it\", expires: 2999-01-01".to_owned(), 100, "mismatch"),
        (
            "id: demo/order/change/Order/weight/required-added, reason: r, expires: 2999-01-01".to_owned(),
            100,
            "mismatch",
        ),
        ("id: demo/order/change/Order/price/type-changed, reason: r, expires: 2999-01-01".to_owned(), 100, "unused"),
        ("reason: r".to_owned(), 101, "expires"),
        ("reason: r, expires: tomorrow".to_owned(), 101, "a date"),
        ("reason: r, expires: 2999-01-01, by: me".to_owned(), 101, "by"),
    ];
    for (text, code, words) in cases {
        let output = run(&entry(&text));
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{text}: {said}");
        assert!(said.contains(words), "{text}: {said}");
    }
}

/// An entry whose change is merged is in the way of nobody: not of a branch that does something else, whenever it ends and whatever the
/// branch finds beside it.
#[test]
fn a_merged_entry_fails_no_later_branch() {
    let entries = [
        entry("reason: \"Agreed\", expires: 2999-01-01"),
        entry("reason: \"Agreed\", expires: 2020-01-01"),
        entry(&format!("change: {}, reason: \"Agreed\", expires: 2999-01-01", digest())),
        // Twice, and with a mistake of an earlier hand: the branch wrote neither.
        format!("{0}{1}", entry("reason: r, expires: 2999-01-01"), &entry("reason: s, expires: 2999-01-01")[10..]),
    ];
    for accepted in &entries {
        let folder = repository();
        let run = |arguments: &[&str]| {
            let output = vvspec().arg("diff").args(arguments).current_dir(folder.path()).output().unwrap();
            (output.status.code(), said(&output))
        };
        edit(folder.path(), "name: weight, type: text, example: \"1.5\"", "name: weight, type: bool");
        fs::write(folder.path().join("spec/accepted.yaml"), accepted).unwrap();
        git(folder.path(), &["add", "."]);
        git(folder.path(), &["commit", "-qm", "accepted"]);
        git(folder.path(), &["checkout", "-q", "main"]);
        git(folder.path(), &["merge", "-q", "work"]);
        for (change, code) in [
            (("en: \"Price\"", "en: \"The price\""), 0),
            // Beside the accepted finding: another rule about the same element, and the same one about another.
            (
                (
                    "name: weight, type: bool, ",
                    "name: weight, type: bool, deprecated: {since: 2026-11-21, why: Gone}, ",
                ),
                0,
            ),
            (("name: extra, type: json, example: \"{}\"", "name: extra, type: text"), 100),
        ] {
            git(folder.path(), &["checkout", "-q", "-B", "later", "main"]);
            edit(folder.path(), change.0, change.1);
            let (exit, text) = run(&[]);
            assert_eq!(exit, Some(code), "{accepted}: {change:?}: {text}");
            let told = format!("spec/accepted.yaml:2: merged: the entry of {ID} may be removed");
            assert!(text.contains(&told) || text.contains(&told.replace(":2:", ":3:")), "{text}");
            assert!(!text.contains("unused") && !text.contains("mismatch") && !text.contains("twice"), "{text}");
            for (format, words) in [
                ("markdown", "may be removed"),
                ("json", "\"acceptances_merged\": [\n    {\n"),
                ("github", "::notice file=spec/accepted.yaml,line="),
                ("html", "may be removed"),
            ] {
                let (exit, text) = run(&["--format", format]);
                assert_eq!(exit, Some(code), "{format}");
                assert!(text.contains(words), "{format}: {text}");
            }
            git(folder.path(), &["checkout", "-q", "--", "."]);
        }
        // Removed, as it says.
        git(folder.path(), &["rm", "-q", "spec/accepted.yaml"]);
        assert_eq!(run(&[]).0, Some(0));
    }
}

/// What a branch adds and never needed is still told, beside entries that are merged too.
#[test]
fn an_entry_that_never_matched_is_told() {
    let other = "demo/order/change/Order/price/type-changed";
    let (base, head) = (Spec::copy_of(&small()), Spec::copy_of(&small()));
    let merged = entry("reason: Agreed, expires: 2999-01-01");
    fs::write(base.file("accepted.yaml"), &merged).unwrap();
    let both = format!("{merged}  - {{id: {other}, reason: r, expires: 2999-01-01}}\n");
    fs::write(head.file("accepted.yaml"), both).unwrap();
    let output = vvspec().arg("diff").args([base.path(), head.path()]).output().unwrap();
    let text = said(&output);
    assert_eq!(output.status.code(), Some(100), "{text}");
    assert!(
        text.contains(&format!("accepted.yaml:3: unused: nothing to accept: there is no finding {other}")),
        "{text}"
    );
    assert!(text.contains(&format!("accepted.yaml:2: merged: the entry of {ID} may be removed")), "{text}");
    let output = vvspec().args(["diff", "--format", "json"]).args([base.path(), head.path()]).output().unwrap();
    let report = formats::valid_json(&String::from_utf8(output.stdout).unwrap());
    assert_eq!(report["acceptances_merged"][0]["line"], 2);
}

/// An acceptance that ended while its finding is still there is a question again.
#[test]
fn an_expired_entry_that_is_needed_is_told_whoever_wrote_it() {
    let (base, head) = (Spec::copy_of(&small()), Spec::copy_of(&small()));
    head.edit("demo/order/change.yaml", "name: weight, type: decimal, example: \"1.5\"", "name: weight, type: bool");
    for (ends, code) in [("2020-01-01", 100), ("2999-01-01", 0)] {
        for side in [&base, &head] {
            fs::write(side.file("accepted.yaml"), entry(&format!("reason: r, expires: {ends}"))).unwrap();
        }
        let output = vvspec().arg("diff").args([base.path(), head.path()]).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{}", said(&output));
    }
}

/// Whatever lies in accepted.yaml: a clear message with its place, or an acceptance; never a panic, and nothing accepted by accident.
#[test]
fn an_odd_file_of_acceptances_is_told_and_accepts_nothing() {
    let good = format!("  - {{id: {ID}, reason: r, expires: 2999-01-01}}\n");
    let all = format!("accepted:\n{good}");
    for (text, code, words) in [
        (String::new(), None, "the file is empty"),
        ("# nothing\n".to_owned(), None, "the file is empty"),
        ("accepted:\n".to_owned(), None, "accepted"),
        ("accepted: {}\n".to_owned(), None, "accepted"),
        ("accepted: []\n".to_owned(), Some(100), ""),
        ("[]\n".to_owned(), None, "accepted.yaml:1:1"),
        (format!("{all}more: 1\n"), None, "more"),
        (all.replace("reason: r", "reason: r, why: x"), None, "why"),
        (format!("<<<<<<< HEAD\n{all}=======\n{all}>>>>>>> other\n"), None, "a merge that nobody resolved"),
        (format!("{all}accepted: []\n"), None, "accepted"),
        (format!("{all}{good}"), None, "twice"),
        (all.replace(": ", "："), None, "full-width colon"),
        (all.replace("  - ", "\t- "), None, "a tab"),
        (all.replace("2999-01-01", "2999-02-30"), None, "date"),
        (all.replace("reason: r", "reason: \"\""), None, "blank"),
        (all.replace(ID, "\"*\""), Some(100), ""),
        ("\u{feff}".to_owned() + &all, Some(0), "(accepted)"),
        (all.replace('\n', "\r\n"), Some(0), "(accepted)"),
    ] {
        let output = run(&text);
        let said = said(&output);
        assert!(!said.contains("panicked"), "{text}: {said}");
        match code {
            Some(code) => assert_eq!(output.status.code(), Some(code), "{text}: {said}"),
            None => assert!(output.status.code().is_some_and(|code| code != 0), "{text}: {said}"),
        }
        assert!(said.contains(words), "{text}: {words} in {said}");
    }
}
