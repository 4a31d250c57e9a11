//! Annotations of a GitHub workflow: one line each, shown beside the changed line of a pull request.

use std::fmt::Write;

use super::super::change::Change;
use super::super::findings::Side;
use super::super::rule::{Axis, Level};
use super::Report;
use crate::diff::inputs::Root;
use crate::visible::visible;

/// The whole report. GitHub knows files from the top of the repository, wherever the command was called.
pub fn print(report: &Report<'_>, base: &Root, head: &Root) -> String {
    let mut out = String::new();
    for change in report.changes {
        let root = if change.at.side == Side::Base { base } else { head };
        one(&mut out, report, change, &root.in_repository(&change.at.file));
    }
    for problem in &report.accepted.problems {
        let (file, line) = (property(&head.in_repository(&problem.file)), problem.line);
        let message = data(&[problem.message(report.lang)]);
        let _ = writeln!(out, "::error file={file},line={line},title=accepted.yaml::{message}");
    }
    for merged in &report.accepted.merged {
        let (file, line) = (property(&head.in_repository(&merged.file)), merged.line);
        let message = data(&[merged.message(report.lang)]);
        let _ = writeln!(out, "::notice file={file},line={line},title=accepted.yaml::{message}");
    }
    for open in report.open {
        let (file, line) = (property(&head.in_repository(&open.file)), open.line);
        let title = property(report.say("a decision is open", "待决定"));
        let message = data(&[format!("{}: {}", open.element, open.change), open.todo.clone()]);
        let _ = writeln!(out, "::error file={file},line={line},title={title}::{message}");
    }
    if !report.changes.is_empty() {
        let mut lines = vec![report.summary()];
        lines.extend(report.lines(report.lang));
        let kind = if report.release.noted { "notice" } else { "warning" };
        let _ = writeln!(out, "::{kind} title=vvspec diff::{}", data(&lines));
    }
    out
}

fn one(out: &mut String, report: &Report<'_>, change: &Change, file: &str) {
    let kind = match change.overall() {
        _ if report.accepted.of(change).is_some() => "notice",
        Level::Breaking => "error",
        Level::Dangerous => "warning",
        Level::Safe | Level::Docs => "notice",
    };
    // What is gone has no line in the file that the pull request shows.
    let (line, column) = if change.at.side == Side::Base { (1, 1) } else { (change.at.line, change.at.column) };
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| report.say("nothing", "无").into());
    let mut lines = vec![format!("{}: {} -> {}", change.id, text(&change.before), text(&change.after))];
    for axis in Axis::ALL.into_iter().filter(|axis| change.level(*axis) > Level::Safe) {
        lines.push(format!("{}: {}", axis.in_lang(report.lang), change.reason(axis, report.lang)));
    }
    lines.push(change.rule.todo.get(report.lang).to_owned());
    let title = format!("{}: {}", change.overall().in_lang(report.lang), change.rule.title.get(report.lang));
    let (file, title, message) = (property(file), property(&title), data(&lines));
    let _ = writeln!(out, "::{kind} file={file},line={line},col={column},title={title}::{message}");
}

/// Text of an annotation. Each line is one: a value that holds a line end does not make another.
fn data<T: AsRef<str>>(lines: &[T]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| visible(line.as_ref()).trim_end().replace('%', "%25")).collect();
    lines.join("%0A")
}

/// Value of a property.
fn property(text: &str) -> String {
    data(&[text]).replace(':', "%3A").replace(',', "%2C")
}
