//! Reports of findings whose every text is hostile.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use super::super::accept::Accepted;
use super::super::change::{Change, Location};
use super::super::findings::Side;
use super::super::inputs::Root;
use super::super::migrate::Broken;
use super::super::migrate::Migration;
use super::super::release::Release;
use super::super::rule::Lang;
use super::super::rules;
use super::{Report, github, html, json, markdown, sarif, text};
use crate::visible::is_visible;

/// Begins a line of its own, clears a terminal, turns the reading direction, mentions and links.
const HOSTILE: &str = "x\n::error file=y::pwned\r\u{1b}[2K\u{0}\u{9b}1m\u{202e}\u{2066}\u{200f} @team #12 GH-7 https://evil.example www.evil.example a@evil.example `$x$`";

fn change(rule: &str) -> Change {
    let hostile = || HOSTILE.to_owned();
    // Code is lines already.
    let code = || HOSTILE.replace('\n', " ");
    Change {
        id: hostile(),
        rule: rules::find(rule).unwrap(),
        service: hostile(),
        operation: Some(hostile()),
        element: hostile(),
        operations: vec![hostile()],
        before: Some(hostile()),
        after: Some(hostile()),
        digest: "00000000".into(),
        at: Location { side: Side::Head, file: hostile(), line: 1, column: 1 },
        broken: vec![Broken { path: hostile(), before: hostile(), after: Some(hostile()) }],
        added: vec![hostile()],
        migration: Some(Migration { before: code(), after: code(), ..Migration::in_words(rules::find(rule).unwrap()) }),
    }
}

fn formats(changes: &[Change]) -> [(&'static str, String); 6] {
    let (accepted, release) = (Accepted::default(), Release::none());
    let report = Report {
        base: HOSTILE,
        head: HOSTILE,
        changes,
        accepted: &accepted,
        ambiguous: &[HOSTILE],
        release: &release,
        open: &[],
        lang: Lang::En,
    };
    let root = Root::unknown();
    [
        ("text", text::print(&report)),
        ("markdown", markdown::print(&report)),
        ("json", json::print(&report)),
        ("github", github::print(&report, &root, &root)),
        ("sarif", sarif::print(&report, &root, &root)),
        ("html", html::print(&report, &root, &root)),
    ]
}

#[test]
fn no_format_lets_a_control_character_out_or_a_value_begin_a_line() {
    for (format, out) in formats(&[change("type-changed")]) {
        let hidden: Vec<char> = out.chars().filter(|c| !is_visible(*c) && *c != '\n').collect();
        assert!(hidden.is_empty(), "{format}: {hidden:?}");
        assert!(out.contains("pwned"), "{format} shows the value");
        for line in out.lines().filter(|line| line.contains("pwned")) {
            let ours =
                format == "github" && ["::error file=x\\n", "::notice title="].iter().any(|own| line.starts_with(own));
            assert!(ours || !line.trim_start().starts_with("::"), "{format}: {line}");
        }
        let spelled = if matches!(format, "json" | "sarif") { "\\u001b[2K" } else { "\\u{1b}" };
        assert!(out.contains(spelled), "{format}: {out}");
    }
}

#[test]
fn json_says_what_the_spec_says() {
    let (_, out) = formats(&[change("type-changed")]).into_iter().find(|(format, _)| *format == "json").unwrap();
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["changes"][0]["before"], HOSTILE);
}

#[test]
fn sarif_says_what_the_spec_says_and_makes_no_link_of_it() {
    let mut change = change("type-changed");
    change.before = Some("[press](https://evil.example)".into());
    change.at.file = format!("/{HOSTILE}/../%2e/a b");
    let (_, out) = formats(&[change]).into_iter().find(|(format, _)| *format == "sarif").unwrap();
    let log: serde_json::Value = serde_json::from_str(&out).unwrap();
    let result = &log["runs"][0]["results"][0];
    let message = result["message"]["text"].as_str().unwrap();
    assert!(message.contains("[press\\](https") && message.contains(HOSTILE), "{message}");
    let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.starts_with("x%0A%3A%3Aerror") && uri.ends_with("/%252e/a%20b"), "{uri}");
}

#[test]
fn markdown_mentions_and_links_nobody() {
    let (_, out) = formats(&[change("type-changed")]).into_iter().find(|(format, _)| *format == "markdown").unwrap();
    // Code in a fence is not looked at.
    let outside = out.split("```").step_by(2).collect::<String>();
    for link in ["@team", "#12", "GH-7", "https://", "www.", "a@evil", "$x$"] {
        assert!(!outside.contains(link), "{link}: {outside}");
    }
    assert!(outside.contains("@<!-- -->team") && outside.contains("https:<!-- -->//evil.example"), "{outside}");
}

/// A comment is too short for everything: what breaks something is the last to go, and what goes is counted.
#[test]
fn markdown_drops_the_least_important_first() {
    let of = |rule: &str, operation: usize, number: usize, length: usize| Change {
        id: format!("demo/op{operation:03}/Order/field{number}/{rule}"),
        operation: Some(format!("op{operation:03}")),
        service: "demo".into(),
        before: Some("b".repeat(length)),
        after: Some("a".repeat(length)),
        at: Location { side: Side::Head, file: "spec/demo/op.yaml".into(), line: 1, column: 1 },
        broken: Vec::new(),
        added: Vec::new(),
        migration: None,
        ..change(rule)
    };
    // The breaking one is in the last group by name, beside the longest note; the words of the others fill the comment.
    let mut changes = vec![of("type-changed", 999, 0, 40_000)];
    changes.extend((0..300).map(|number| of("prose-changed", number, number, 300)));
    changes.push(of("prose-changed", 999, 0, 40_000));
    let (_, out) = formats(&changes).into_iter().find(|(format, _)| *format == "markdown").unwrap();
    assert!(out.chars().count() <= 60_000, "{}", out.chars().count());
    assert!(out.contains("field0/type-changed") && out.contains("(40000 characters, all of it:"), "{out}");
    let first = out.lines().find(|line| line.contains("<summary>")).unwrap();
    assert!(first.contains("demo/op999"), "{first}");
    let shown = out.matches("/prose-changed</code>").count();
    assert!(shown > 20 && out.contains(&format!("Left out here: {} docs;", 301 - shown)), "{shown}");
    // Many that break: none of them gives way to a mere word.
    let mut changes: Vec<Change> = (0..300).map(|number| of("type-changed", number, number, 300)).collect();
    changes.push(of("prose-changed", 0, 0, 1));
    let (_, out) = formats(&changes).into_iter().find(|(format, _)| *format == "markdown").unwrap();
    let shown = out.matches("/type-changed</code>").count();
    assert!(out.contains(&format!("Left out here: {} breaking, 1 docs;", 300 - shown)), "{shown}");
}
