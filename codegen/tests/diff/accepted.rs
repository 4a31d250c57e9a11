//! What a reviewer accepted, and what is wrong with an acceptance.

use std::fs;
use std::process::Output;

use super::support::{Spec, small, vvspec};

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
