//! SARIF 2.1.0, which code scanning of forges and editors read: what [`diff`](print) and `vvspec lint` find.

use serde_json::{Map, Value, json};

use super::super::change::Change;
use super::super::findings::Side;
use super::super::rule::{Axis, Level};
use super::Report;
use crate::diff::inputs::Root;
use crate::json::spelled;
use crate::source::percent;

/// The schema that a log follows.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A kind of finding.
pub(crate) struct Rule<'a> {
    pub(crate) id: &'a str,
    /// In a few words.
    pub(crate) title: &'a str,
    /// Why it exists, what to do.
    pub(crate) help: &'a str,
}

/// Where a finding is: lines and columns from 1, a column is one character.
pub(crate) struct Spot {
    /// File from the top of the repository.
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// Line and column one past its last character, where that is known.
    pub(crate) end: Option<(usize, usize)>,
}

/// One finding.
pub(crate) struct Found<'a> {
    pub(crate) rule: Rule<'a>,
    /// `error`, `warning`, `note`.
    pub(crate) level: &'static str,
    pub(crate) message: String,
    pub(crate) spot: Spot,
    /// Other places that matter, with what they are.
    pub(crate) others: Vec<(Spot, &'a str)>,
    /// What stays the same when lines move: a scanner knows the finding again.
    pub(crate) id: Option<&'a str>,
    /// Why a reviewer accepted it.
    pub(crate) accepted: Option<&'a str>,
}

/// The log of one run.
pub(crate) fn log(found: &[Found<'_>]) -> String {
    let mut rules: Vec<&Rule<'_>> = Vec::new();
    let mut results = Vec::with_capacity(found.len());
    for each in found {
        let index = rules.iter().position(|rule| rule.id == each.rule.id).unwrap_or_else(|| {
            rules.push(&each.rule);
            rules.len() - 1
        });
        results.push(result(each, index));
    }
    let rules: Vec<Value> = rules
        .into_iter()
        .map(|rule| {
            let Rule { id, title, help } = rule;
            json!({"id": id, "shortDescription": {"text": text(title)}, "help": {"text": text(help)}})
        })
        .collect();
    let driver = json!({"name": "vvspec", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules});
    let run = json!({"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results});
    spelled(&format!("{:#}\n", json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})))
}

fn result(found: &Found<'_>, index: usize) -> Value {
    let mut result = Map::new();
    result.insert("ruleId".into(), found.rule.id.into());
    result.insert("ruleIndex".into(), index.into());
    result.insert("level".into(), found.level.into());
    result.insert("message".into(), json!({"text": text(&found.message)}));
    result.insert("locations".into(), json!([{"physicalLocation": physical(&found.spot)}]));
    if !found.others.is_empty() {
        let other =
            |(spot, said): &(Spot, &str)| json!({"physicalLocation": physical(spot), "message": {"text": text(said)}});
        result.insert("relatedLocations".into(), found.others.iter().map(other).collect());
    }
    if let Some(id) = found.id {
        result.insert("partialFingerprints".into(), json!({"vvspec/v1": id}));
    }
    if let Some(reason) = found.accepted {
        result.insert("suppressions".into(), json!([{"kind": "external", "justification": reason}]));
    }
    Value::Object(result)
}

fn physical(spot: &Spot) -> Value {
    let mut region = json!({"startLine": spot.line, "startColumn": spot.column});
    if let (Some((line, column)), Value::Object(region)) = (spot.end, &mut region) {
        region.insert("endLine".into(), line.into());
        region.insert("endColumn".into(), column.into());
    }
    json!({"artifactLocation": {"uri": uri(&spot.file), "uriBaseId": "%SRCROOT%"}, "region": region})
}

/// A message may hold links, `[text](address)`: what a spec says makes none.
fn text(said: &str) -> String {
    said.replace("](", "\\](")
}

/// A path as a relative reference. Every byte that could mean something else is spelled, a colon too: before the first slash it would
/// end a scheme.
fn uri(file: &str) -> String {
    let parts = file.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
    parts.map(|part| percent(part, &[])).collect::<Vec<_>>().join("/")
}

/// The whole report.
pub fn print(report: &Report<'_>, base: &Root, head: &Root) -> String {
    let mut found: Vec<Found<'_>> = report.changes.iter().map(|change| one(report, change, base, head)).collect();
    let beside = |id, title, message, file: &str, line| Found {
        rule: Rule { id, title, help: title },
        level: "error",
        message,
        spot: Spot { file: head.portable(file), line, column: 1, end: None },
        others: Vec::new(),
        id: None,
        accepted: None,
    };
    for problem in &report.accepted.problems {
        let title = report.say("an acceptance that is not right", "接受条目有误");
        found.push(beside("acceptance", title, problem.message(report.lang), &problem.file, problem.line));
    }
    for open in report.open {
        let title = report.say("a decision is open", "待决定");
        let message = format!("{}: {}\n{}", open.element, open.change, open.todo);
        found.push(beside("open", title, message, &open.file, open.line));
    }
    log(&found)
}

fn one<'r>(report: &'r Report<'_>, change: &'r Change, base: &Root, head: &Root) -> Found<'r> {
    let gone = change.at.side == Side::Base;
    let root = if gone { base } else { head };
    // What is gone has no line in the file that a reviewer sees.
    let (line, column) = if gone { (1, 1) } else { (change.at.line, change.at.column) };
    let nothing = report.say("nothing", "无");
    let said = |text: &'r Option<String>| text.as_deref().unwrap_or(nothing);
    let mut lines = vec![format!("{}: {} -> {}", change.id, said(&change.before), said(&change.after))];
    for axis in Axis::ALL.into_iter().filter(|axis| change.level(*axis) > Level::Safe) {
        lines.push(format!("{}: {}", axis.in_lang(report.lang), change.reason(axis, report.lang)));
    }
    Found {
        rule: Rule {
            id: change.rule.id,
            title: change.rule.title.get(report.lang),
            help: change.rule.todo.get(report.lang),
        },
        level: match change.overall() {
            Level::Breaking => "error",
            Level::Dangerous => "warning",
            Level::Safe | Level::Docs => "note",
        },
        message: lines.join("\n"),
        spot: Spot { file: root.portable(&change.at.file), line, column, end: None },
        others: Vec::new(),
        id: Some(&change.id),
        accepted: report.accepted.of(change).map(|accepted| accepted.reason.as_str()),
    }
}
