//! For a comment on a pull request: one folded table per operation.

use std::fmt::Write;

use super::super::{Axis, Change, Level};
use super::{Report, by_heading};

/// A comment on GitHub holds 65 536 characters; what does not fit is counted, not cut in the middle of a table.
const MAX_CHARS: usize = 60_000;

/// The whole report.
pub fn print(report: &Report<'_>) -> String {
    let title = report.say("Spec changes", "规格变更");
    let mut out = format!("### {title} `{}` → `{}`\n\n", report.base, report.head);
    if report.changes.is_empty() {
        let _ = writeln!(out, "{}", report.say("The two specs say the same.", "两份规格一致。"));
    } else {
        let _ = writeln!(out, "**{}**\n", report.summary());
    }
    for line in report.lines(report.lang) {
        let _ = writeln!(out, "- {}", escape(&line));
    }
    for problem in &report.accepted.problems {
        let _ = writeln!(out, "- ❌ `{}:{}` {}", problem.file, problem.line, escape(&problem.message(report.lang)));
    }
    out.push('\n');
    let (mut size, mut left) = (out.chars().count(), 0);
    for (heading, changes) in by_heading(report.changes, report.lang) {
        let table = table(report, &heading, &changes);
        let length = table.chars().count();
        if size + length > MAX_CHARS {
            left += changes.len();
            continue;
        }
        size += length;
        out.push_str(&table);
    }
    if left > 0 {
        let more = report.say(
            "more changes do not fit into a comment: see `vvspec diff --format html`.",
            "项变更超出评论长度，请使用 `vvspec diff --format html` 查看。",
        );
        let _ = writeln!(out, "{left} {more}");
    }
    out
}

fn table(report: &Report<'_>, heading: &str, changes: &[&Change]) -> String {
    let mut counts: Vec<String> = Vec::new();
    for level in [Level::Breaking, Level::Dangerous, Level::Safe, Level::Docs] {
        let count = changes.iter().filter(|change| change.overall() == level).count();
        if count > 0 {
            counts.push(format!("{count} {}", level.in_lang(report.lang)));
        }
    }
    let mut out = format!("<details><summary><b>{}</b>: {}</summary>\n\n", escape(heading), counts.join(", "));
    let heads = report.say("| | change | before | after | why | to do |", "| | 变更 | 变更前 | 变更后 | 原因 | 处理 |");
    let _ = writeln!(out, "{heads}\n|---|---|---|---|---|---|");
    for change in changes {
        row(&mut out, report, change);
    }
    for change in changes.iter().filter(|change| !change.broken.is_empty()) {
        if let Some(migration) = &change.migration {
            let _ = writeln!(out, "\n```diff\n# {}", change.id);
            for line in migration.before.lines() {
                let _ = writeln!(out, "- {line}");
            }
            for line in migration.after.lines() {
                let _ = writeln!(out, "+ {line}");
            }
            let _ = writeln!(out, "```");
        }
    }
    out.push_str("\n</details>\n\n");
    out
}

fn row(out: &mut String, report: &Report<'_>, change: &Change) {
    let lang = report.lang;
    let why: Vec<String> = Axis::ALL
        .into_iter()
        .filter(|axis| change.level(*axis) > Level::Safe)
        .map(|axis| {
            let level = change.level(axis).in_lang(lang);
            format!("**{}** {level}: {}", axis.in_lang(lang), escape(&change.reason(axis, lang)))
        })
        .collect();
    let accepted = report.accepted.of(change).map(|accepted| format!("<br>✅ {}", escape(&accepted.reason)));
    let text = |text: &Option<String>| text.as_deref().map(escape).unwrap_or_default();
    let _ = writeln!(
        out,
        "| {} {} | {}<br><code>{}</code><br>{}:{}{} | {} | {} | {} | {} |",
        mark(change.overall()),
        change.overall().in_lang(lang),
        escape(change.rule.title.get(lang)),
        escape(&change.id),
        escape(&change.at.file),
        change.at.line,
        accepted.unwrap_or_default(),
        text(&change.before),
        text(&change.after),
        why.join("<br>"),
        escape(change.rule.todo.get(lang)),
    );
}

fn mark(level: Level) -> &'static str {
    match level {
        Level::Breaking => "🔴",
        Level::Dangerous => "🟠",
        Level::Safe => "🟢",
        Level::Docs => "📝",
    }
}

/// What a spec says must not become a table, a link, a mention or a tag.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("&#64;"),
            '\n' | '\r' => out.push(' '),
            '|' | '*' | '_' | '[' | ']' | '#' | '~' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}
