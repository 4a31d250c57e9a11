//! How findings about a spec are printed: a spec can have twenty thousand of them, and a person wants to know of which kinds first.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use crate::codes::Code;
use crate::diag::{Diag, Diags, counted};
use crate::diff::inputs::Root;
use crate::diff::report::{github, sarif};
use crate::json::spelled;
use crate::source::{Lines, Sources, Span};
use crate::visible::visible_lines;

/// The schema of `vvspec lint --format json`; `vvspec lint --schema` prints it.
pub(super) const SCHEMA: &str = include_str!("../../schemas/lint.schema.json");

/// As many findings as a person may look through.
pub(super) const MAX: usize = 100;

/// What is printed of the findings of a run.
pub(super) struct Shown<'a> {
    diags: &'a Diags,
    /// The most frequent rule first.
    counts: Vec<(&'static Code, usize)>,
    /// The first of each rule, then the others, each in the order of places.
    first: Vec<&'a Diag>,
}

impl<'a> Shown<'a> {
    /// At most `max` of them.
    pub(super) fn new(diags: &'a Diags, max: usize) -> Self {
        let mut counts: BTreeMap<&str, (&'static Code, usize)> = BTreeMap::new();
        let (mut first, mut rest) = (Vec::new(), Vec::new());
        for diag in diags.iter() {
            let (_, count) = counts.entry(diag.code.code).or_insert((diag.code, 0));
            *count += 1;
            if *count == 1 { first.push(diag) } else { rest.push(diag) }
        }
        let mut counts: Vec<_> = counts.into_values().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        first.append(&mut rest);
        first.truncate(max);
        Self { diags, counts, first }
    }

    fn left_out(&self) -> usize {
        self.diags.len() - self.first.len()
    }

    /// For a terminal. One finding says all there is to say; several begin with how many there are of each rule.
    pub(super) fn text(&self, colour: bool) -> String {
        let mut out = String::new();
        if self.diags.len() > 1 {
            let width = self.counts.first().map_or(0, |(_, count)| count.to_string().len());
            for (code, count) in &self.counts {
                let _ = writeln!(out, "{count:width$} {}  {}", code.code, code.title);
            }
            out.push('\n');
        }
        let mut lines = Lines::new(self.diags.sources());
        out.extend(self.first.iter().map(|diag| self.diags.show(diag, &mut lines, colour)));
        let (count, left_out) = (self.diags.len(), self.left_out());
        let _ = writeln!(out, "{} found", counted(count, "error"));
        if let (true, Some((code, _))) = (left_out > 0, self.counts.first()) {
            let code = code.code;
            let _ = writeln!(
                out,
                "{left_out} of them not shown: `vvspec lint --max {count}` shows all, `--rule {code}` those of one rule"
            );
        }
        out
    }

    /// For programs. `others` are findings of rules that nobody asked for.
    pub(super) fn json(&self, others: usize, suggestions: &Diags) -> String {
        let rule = |(code, count): &(&Code, usize)| json!({"rule": code.code, "title": code.title, "count": count});
        let value = json!({
            "version": 1,
            "summary": {"found": self.diags.len(), "left_out": self.left_out(), "other_rules": others},
            "rules": self.counts.iter().map(rule).collect::<Vec<_>>(),
            "findings": listed(self.first.iter().copied(), self.diags.sources()),
            "suggestions": listed(suggestions.iter(), suggestions.sources()),
        });
        spelled(&format!("{value:#}\n"))
    }

    /// Annotations of a GitHub workflow. What it does not show itself it says last, as it says all.
    pub(super) fn github(&self, suggestions: &Diags, root: &Root) -> String {
        let mut out = String::new();
        for (kind, list, sources) in self.both(suggestions) {
            let mut lines = Lines::new(sources);
            for diag in list {
                let (file, line, column) = at(diag.span, sources, &mut lines);
                let place = github::Place { file: &root.in_repository(file), line, column: Some(column) };
                let title = format!("{}: {}", diag.code.code, diag.code.title);
                let said: Vec<&str> = std::iter::once(diag.message.as_str()).chain(diag.help.as_deref()).collect();
                out.push_str(&github::annotation(kind.annotation(), Some(place), &title, &said));
            }
        }
        if self.left_out() > 0 {
            let said = format!("{} found, {} of them not shown", counted(self.diags.len(), "error"), self.left_out());
            out.push_str(&github::annotation("error", None, "vvspec lint", &[said]));
        }
        out
    }

    /// SARIF, for code scanning and editors.
    pub(super) fn sarif(&self, suggestions: &Diags, root: &Root) -> String {
        let mut found = Vec::new();
        for (kind, list, sources) in self.both(suggestions) {
            let mut lines = Lines::new(sources);
            for diag in list {
                let mut spot = |span: Span| {
                    let (file, line, column) = at(span, sources, &mut lines);
                    let end = lines.place(Span { start: span.end, ..span });
                    let end = (span.end > span.start).then_some((end.line, end.column));
                    sarif::Spot { file: root.portable(file), line, column, end }
                };
                let said: Vec<&str> = std::iter::once(diag.message.as_str()).chain(diag.help.as_deref()).collect();
                found.push(sarif::Found {
                    rule: sarif::Rule { id: diag.code.code, title: diag.code.title, help: diag.code.explanation },
                    level: kind.level(),
                    message: said.join("\n"),
                    spot: spot(diag.span),
                    others: diag.labels.iter().map(|(span, text)| (spot(*span), text.as_str())).collect(),
                    id: None,
                    accepted: None,
                });
            }
        }
        sarif::log(&found)
    }

    /// The findings, and what a good spec could say besides.
    fn both<'b>(&'b self, suggestions: &'b Diags) -> [(Kind, Vec<&'b Diag>, &'b Sources); 2] {
        let suggested = (Kind::Suggestion, suggestions.iter().collect(), suggestions.sources());
        [(Kind::Mistake, self.first.clone(), self.diags.sources()), suggested]
    }
}

/// How loud a finding is.
#[derive(Clone, Copy)]
enum Kind {
    Mistake,
    Suggestion,
}

impl Kind {
    /// As GitHub calls it.
    fn annotation(self) -> &'static str {
        match self {
            Self::Mistake => "error",
            Self::Suggestion => "notice",
        }
    }

    /// As SARIF calls it.
    fn level(self) -> &'static str {
        match self {
            Self::Mistake => "error",
            Self::Suggestion => "note",
        }
    }
}

/// A line each, for a terminal.
pub(super) fn suggested(suggestions: &Diags) -> String {
    let mut lines = Lines::new(suggestions.sources());
    let mut out = String::new();
    for Diag { code, span, message, help, .. } in suggestions.iter() {
        let (file, line, column) = at(*span, suggestions.sources(), &mut lines);
        let help = help.as_deref().unwrap_or_default();
        let _ = writeln!(out, "{file}:{line}:{column}: suggestion[{}]: {message}; {help}", code.code);
    }
    visible_lines(&out).into_owned()
}

fn at<'s>(span: Span, sources: &'s Sources, lines: &mut Lines<'s>) -> (&'s str, usize, usize) {
    let place = lines.place(span);
    (sources.file(span).map_or("spec", |file| file.path.as_str()), place.line, place.column)
}

fn listed<'s>(diags: impl Iterator<Item = &'s Diag>, sources: &'s Sources) -> Vec<Value> {
    let mut lines = Lines::new(sources);
    let one = |diag: &Diag| {
        let (file, line, column) = at(diag.span, sources, &mut lines);
        let labels: Vec<Value> =
            diag.labels.iter().map(|(span, text)| label(at(*span, sources, &mut lines), text)).collect();
        json!({
            "rule": diag.code.code,
            "title": diag.code.title,
            "file": file,
            "line": line,
            "column": column,
            "message": diag.message,
            "help": diag.help,
            "labels": labels,
        })
    };
    diags.map(one).collect()
}

fn label((file, line, column): (&str, usize, usize), text: &str) -> Value {
    json!({"file": file, "line": line, "column": column, "text": text})
}
