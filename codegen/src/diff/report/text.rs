//! For a terminal.

use std::fmt::Arguments;

use super::super::change::Change;
use super::super::findings::Side;
use super::super::rule::{Axis, Level};
use super::Report;
use crate::visible::visible;

/// A report for a terminal. A line is one line, whatever a value in it holds.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, line: Arguments<'_>) {
        self.0.push_str(&visible(&line.to_string()));
        self.0.push('\n');
    }
}

/// The whole report.
pub fn print(report: &Report<'_>) -> String {
    let mut out = Lines::default();
    for change in report.changes {
        one(&mut out, report, change);
    }
    for problem in &report.accepted.problems {
        let (file, line, kind) = (&problem.file, problem.line, problem.kind.word());
        out.line(format_args!("{file}:{line}: {kind}: {}", problem.message(report.lang)));
        out.line(format_args!(""));
    }
    if report.changes.is_empty() {
        out.line(format_args!("{}", report.say("the two specs say the same", "两份规格一致")));
    } else {
        out.line(format_args!("{} -> {}: {}", report.base, report.head, report.summary()));
    }
    for line in report.lines(report.lang, str::to_owned) {
        out.line(format_args!("{line}"));
    }
    out.0
}

fn one(out: &mut Lines, report: &Report<'_>, change: &Change) {
    let lang = report.lang;
    let gone = if change.at.side == Side::Base { report.say(" (old)", "（旧）") } else { "" };
    let accepted = report.accepted.of(change);
    let level = change.overall().in_lang(lang);
    let mark = if accepted.is_some() { report.say(" (accepted)", "（已接受）") } else { "" };
    let place = format!("{}:{}:{}", change.at.file, change.at.line, change.at.column);
    out.line(format_args!("{place}{gone}: {level}{mark}: {}", change.rule.title.get(lang)));
    out.line(format_args!("  id: {} [{}]", change.id, change.digest));
    if let Some(before) = &change.before {
        out.line(format_args!("  {} {before}", report.say("before:", "变更前:")));
    }
    if let Some(after) = &change.after {
        out.line(format_args!("  {} {after}", report.say("after: ", "变更后:")));
    }
    if change.operation.is_none() && !change.operations.is_empty() {
        let shown: Vec<&str> = change.operations.iter().take(5).map(String::as_str).collect();
        let more = change.operations.len() - shown.len();
        let more = if more > 0 { format!(" +{more}") } else { String::new() };
        out.line(format_args!("  {} {}{more}", report.say("reaches:", "涉及:"), shown.join(", ")));
    }
    for axis in Axis::ALL {
        let level = change.level(axis);
        if level > Level::Safe || (axis == Axis::Source && !change.added.is_empty()) {
            out.line(format_args!("  {}: {}: {}", axis.in_lang(lang), level.in_lang(lang), change.reason(axis, lang)));
        }
    }
    if change.overall() > Level::Safe {
        out.line(format_args!("  {} {}", report.say("to do:", "处理:"), change.rule.todo.get(lang)));
    }
    if let Some(acceptance) = accepted {
        let said = report.say("accepted:", "接受理由:");
        out.line(format_args!("  {said} {} ({})", acceptance.reason, acceptance.expires));
    }
    if let Some(migration) = change.migration.as_ref().filter(|_| !change.broken.is_empty()) {
        for line in migration.before.lines() {
            out.line(format_args!("    - {line}"));
        }
        for line in migration.after.lines() {
            out.line(format_args!("    + {line}"));
        }
    }
    out.line(format_args!(""));
}
