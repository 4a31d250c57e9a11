//! For a terminal.

use std::fmt::Write;

use super::super::{Axis, Change, Level, Side};
use super::Report;

/// The whole report.
pub fn print(report: &Report<'_>) -> String {
    let mut out = String::new();
    for change in report.changes {
        one(&mut out, report, change);
    }
    for problem in &report.accepted.problems {
        let (file, line, fault) = (&problem.file, problem.line, problem.fault.word());
        let _ = writeln!(out, "{file}:{line}: {fault}: {}\n", problem.message(report.lang));
    }
    if report.changes.is_empty() {
        let _ = writeln!(out, "{}", report.say("the two specs say the same", "两份规格一致"));
    } else {
        let _ = writeln!(out, "{} -> {}: {}", report.base, report.head, report.summary());
    }
    for line in report.lines(report.lang) {
        let _ = writeln!(out, "{line}");
    }
    out
}

fn one(out: &mut String, report: &Report<'_>, change: &Change) {
    let lang = report.lang;
    let gone = if change.at.side == Side::Base { report.say(" (old)", "（旧）") } else { "" };
    let accepted = report.accepted.of(change);
    let level = change.overall().in_lang(lang);
    let mark = if accepted.is_some() { report.say(" (accepted)", "（已接受）") } else { "" };
    let place = format!("{}:{}:{}", change.at.file, change.at.line, change.at.column);
    let _ = writeln!(out, "{place}{gone}: {level}{mark}: {}", change.rule.title.get(lang));
    let _ = writeln!(out, "  id: {} [{}]", change.id, change.digest);
    if let Some(before) = &change.before {
        let _ = writeln!(out, "  {} {before}", report.say("before:", "变更前:"));
    }
    if let Some(after) = &change.after {
        let _ = writeln!(out, "  {} {after}", report.say("after: ", "变更后:"));
    }
    if change.operation.is_none() && !change.operations.is_empty() {
        let shown: Vec<&str> = change.operations.iter().take(5).map(String::as_str).collect();
        let more = change.operations.len() - shown.len();
        let more = if more > 0 { format!(" +{more}") } else { String::new() };
        let _ = writeln!(out, "  {} {}{more}", report.say("reaches:", "涉及:"), shown.join(", "));
    }
    for axis in Axis::ALL {
        let level = change.level(axis);
        if level > Level::Safe || (axis == Axis::Source && !change.added.is_empty()) {
            let _ = writeln!(out, "  {}: {}: {}", axis.in_lang(lang), level.in_lang(lang), change.reason(axis, lang));
        }
    }
    if change.overall() > Level::Safe {
        let _ = writeln!(out, "  {} {}", report.say("to do:", "处理:"), change.rule.todo.get(lang));
    }
    if let Some(acceptance) = accepted {
        let said = report.say("accepted:", "接受理由:");
        let _ = writeln!(out, "  {said} {} ({})", acceptance.reason, acceptance.expires);
    }
    if let Some(migration) = change.migration.as_ref().filter(|_| !change.broken.is_empty()) {
        for line in migration.before.lines() {
            let _ = writeln!(out, "    - {line}");
        }
        for line in migration.after.lines() {
            let _ = writeln!(out, "    + {line}");
        }
    }
    out.push('\n');
}
