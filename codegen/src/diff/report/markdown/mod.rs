//! For a comment on a pull request: one folded table per operation, the worst first.

mod escape;

use std::cmp::Reverse;
use std::fmt::Write;

use super::super::change::Change;
use super::super::rule::{Axis, Lang, Level};
use super::{Report, by_heading};
use crate::visible::visible;
use escape::{html, prose, text, whole};

/// A comment on GitHub holds 65 536 characters; what does not fit is counted, not cut in the middle of a table.
const MAX_CHARS: usize = 60_000;
/// As much of it as entries of `accepted.yaml` that are not right may take.
const MAX_PROBLEMS: usize = 20_000;
/// What the last sentence may take.
const MAX_TAIL: usize = 500;

/// The whole report.
pub fn print(report: &Report<'_>) -> String {
    let mut out = head(report);
    let mut groups: Vec<Group<'_>> = by_heading(report.changes, report.lang)
        .into_iter()
        .map(|(heading, changes)| Group::new(report, &heading, changes))
        .collect();
    // Sorted by heading before, and still so within a level.
    groups.sort_by_key(|group| Reverse(group.rows.first().map(|row| row.change.overall())));
    let left = choose(&mut groups, MAX_CHARS.saturating_sub(MAX_TAIL + length(&out)));
    for group in &groups {
        group.write(&mut out);
    }
    if !left.is_empty() {
        let (more, left) = (report.say("Left out here", "此处省略"), left.in_words(report));
        let _ = writeln!(out, "{more}: {left}; {}.", whole(report.lang));
    }
    out
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn head(report: &Report<'_>) -> String {
    let lang = report.lang;
    let (base, head) = (text(report.base, lang), text(report.head, lang));
    let mut out =
        format!("### {} <code>{base}</code> → <code>{head}</code>\n\n", report.say("Spec changes", "规格变更"));
    if report.changes.is_empty() {
        let _ = writeln!(out, "{}", report.say("The two specs say the same.", "两份规格一致。"));
    } else {
        let _ = writeln!(out, "**{}**\n", report.summary());
    }
    for line in report.lines(lang, str::to_owned) {
        let _ = writeln!(out, "- {}", prose(&line, lang));
    }
    let mut left = report.accepted.problems.len();
    for problem in &report.accepted.problems {
        let (file, line) = (text(&problem.file, lang), problem.line);
        let entry = format!("- ❌ <code>{file}:{line}</code> {}\n", text(&problem.message(lang), lang));
        if length(&out) + length(&entry) > MAX_PROBLEMS {
            break;
        }
        out.push_str(&entry);
        left -= 1;
    }
    if left > 0 {
        let more = report.say("more entries of accepted.yaml are not right", "条 accepted.yaml 条目也不正确");
        let _ = writeln!(out, "- ❌ {left} {more}");
    }
    out.push('\n');
    out
}

struct Group<'a> {
    top: String,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    change: &'a Change,
    text: String,
    /// How to change a program.
    code: String,
    shown: bool,
    code_shown: bool,
}

const BOTTOM: &str = "\n</details>\n\n";

impl<'a> Group<'a> {
    fn new(report: &Report<'_>, heading: &str, changes: Vec<&'a Change>) -> Self {
        let levels: Vec<Level> = changes.iter().map(|change| change.overall()).collect();
        let counts = counts(&levels, report.lang);
        let heads =
            report.say("| | change | before | after | why | to do |", "| | 变更 | 变更前 | 变更后 | 原因 | 处理 |");
        let (heading, counts) = (html(heading, report.lang), counts.join(", "));
        let top =
            format!("<details><summary><b>{heading}</b>: {counts}</summary>\n\n{heads}\n|---|---|---|---|---|---|\n");
        let row =
            |change| Row { change, text: row(report, change), code: code(change), shown: false, code_shown: false };
        Self { top, rows: changes.into_iter().map(row).collect() }
    }

    fn is_open(&self) -> bool {
        self.rows.iter().any(|row| row.shown)
    }

    fn write(&self, out: &mut String) {
        if self.is_open() {
            let rows = self.rows.iter().filter(|row| row.shown).map(|row| row.text.as_str());
            let code = self.rows.iter().filter(|row| row.code_shown).map(|row| row.code.as_str());
            out.extend(std::iter::once(self.top.as_str()).chain(rows).chain(code).chain([BOTTOM]));
        }
    }
}

/// `2 breaking`, `1 safe`: the levels that occur.
fn counts(levels: &[Level], lang: Lang) -> Vec<String> {
    let count = |level: Level| levels.iter().filter(|each| **each == level).count();
    let some = Level::WORST_FIRST.into_iter().filter(|level| count(*level) > 0);
    some.map(|level| format!("{} {}", count(level), level.in_lang(lang))).collect()
}

/// What is not shown.
struct Left {
    rows: Vec<Level>,
    code: usize,
}

impl Left {
    fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.code == 0
    }

    fn in_words(&self, report: &Report<'_>) -> String {
        let mut parts = counts(&self.rows, report.lang);
        if self.code > 0 {
            parts.push(format!("{} {}", self.code, report.say("pieces of code", "段代码")));
        }
        parts.join(report.say(", ", "，"))
    }
}

/// Decide what fits: rows by level, the code for those that break something before rows that nobody has to read. From the first row that
/// does not fit nothing less important is shown.
fn choose(groups: &mut [Group<'_>], mut room: usize) -> Left {
    let mut full = false;
    for levels in [[Level::Breaking, Level::Dangerous], [Level::Safe, Level::Docs]] {
        for level in levels {
            for group in groups.iter_mut() {
                let mut opening = if group.is_open() { 0 } else { length(&group.top) + length(BOTTOM) };
                for row in group.rows.iter_mut().filter(|row| row.change.overall() == level) {
                    let cost = opening + length(&row.text);
                    full = full || cost > room;
                    if !full {
                        (row.shown, opening, room) = (true, 0, room - cost);
                    }
                }
            }
        }
        let shown = groups.iter_mut().flat_map(|group| &mut group.rows).filter(|row| row.shown && !row.code_shown);
        for row in shown {
            let cost = length(&row.code);
            if !full && cost > 0 && cost <= room {
                (row.code_shown, room) = (true, room - cost);
            }
        }
    }
    let rows = || groups.iter().flat_map(|group| &group.rows);
    Left {
        rows: rows().filter(|row| !row.shown).map(|row| row.change.overall()).collect(),
        code: rows().filter(|row| !row.code.is_empty() && !row.code_shown).count(),
    }
}

fn row(report: &Report<'_>, change: &Change) -> String {
    let lang = report.lang;
    let why: Vec<String> = Axis::ALL
        .into_iter()
        .filter(|axis| change.level(*axis) > Level::Safe)
        .map(|axis| {
            let level = change.level(axis).in_lang(lang);
            format!("**{}** {level}: {}", axis.in_lang(lang), prose(&change.reason(axis, lang), lang))
        })
        .collect();
    let accepted = report.accepted.of(change).map(|accepted| format!("<br>✅ {}", text(&accepted.reason, lang)));
    let value = |value: &Option<String>| value.as_deref().map(|value| text(value, lang)).unwrap_or_default();
    format!(
        "| {} {} | {}<br><code>{}</code><br>{}:{}{} | {} | {} | {} | {} |\n",
        mark(change.overall()),
        change.overall().in_lang(lang),
        prose(change.rule.title.get(lang), lang),
        text(&change.id, lang),
        text(&change.at.file, lang),
        change.at.line,
        accepted.unwrap_or_default(),
        value(&change.before),
        value(&change.after),
        why.join("<br>"),
        prose(change.rule.todo.get(lang), lang),
    )
}

/// Nothing in a fenced block is anything but text, as long as each line begins with our sign.
fn code(change: &Change) -> String {
    let Some(migration) = change.migration.as_ref().filter(|_| !change.broken.is_empty()) else {
        return String::new();
    };
    let mut out = format!("\n```diff\n# {}\n", visible(&change.id));
    for (sign, code) in [('-', &migration.before), ('+', &migration.after)] {
        for line in code.lines() {
            let _ = writeln!(out, "{sign} {}", visible(line));
        }
    }
    out.push_str("```\n");
    out
}

fn mark(level: Level) -> &'static str {
    match level {
        Level::Breaking => "🔴",
        Level::Dangerous => "🟠",
        Level::Safe => "🟢",
        Level::Docs => "📝",
    }
}
