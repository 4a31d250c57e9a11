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
        let place = Place { file: &head.in_repository(&problem.file), line: problem.line, column: None };
        out.push_str(&annotation("error", Some(place), "accepted.yaml", &[problem.message(report.lang)]));
    }
    for merged in &report.accepted.merged {
        let place = Place { file: &head.in_repository(&merged.file), line: merged.line, column: None };
        out.push_str(&annotation("notice", Some(place), "accepted.yaml", &[merged.message(report.lang)]));
    }
    for open in report.open {
        let place = Place { file: &head.in_repository(&open.file), line: open.line, column: None };
        let lines = [format!("{}: {}", open.element, open.change), open.todo.clone()];
        out.push_str(&annotation("error", Some(place), report.say("a decision is open", "待决定"), &lines));
    }
    if !report.changes.is_empty() {
        let mut lines = vec![report.summary()];
        lines.extend(report.lines(report.lang, str::to_owned));
        let kind = if report.release.noted { "notice" } else { "warning" };
        out.push_str(&annotation(kind, None, "vvspec diff", &lines));
    }
    out
}

/// Where an annotation is shown.
pub(crate) struct Place<'a> {
    /// File from the top of the repository.
    pub(crate) file: &'a str,
    pub(crate) line: usize,
    pub(crate) column: Option<usize>,
}

/// One line of a workflow's log that GitHub makes an annotation of: `kind` is error, warning or notice. Whatever the texts hold, it stays
/// one line and says nothing else.
pub(crate) fn annotation<T: AsRef<str>>(kind: &str, place: Option<Place<'_>>, title: &str, lines: &[T]) -> String {
    let mut out = format!("::{kind} ");
    if let Some(Place { file, line, column }) = place {
        let _ = write!(out, "file={},line={line},", property(file));
        if let Some(column) = column {
            let _ = write!(out, "col={column},");
        }
    }
    let _ = writeln!(out, "title={}::{}", property(title), data(lines));
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
    let place = Place { file, line, column: Some(column) };
    out.push_str(&annotation(kind, Some(place), &title, &lines));
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
