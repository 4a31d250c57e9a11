//! One page that needs nobody else: styles and script are inside, and its policy forbids the browser every request.

use std::fmt::Write;

use super::super::change::Change;
use super::super::rule::{Axis, Lang, Level};
use super::{Report, by_heading, heading};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The whole report, in both languages; `lang` is the one it opens in.
pub fn print(report: &Report<'_>) -> String {
    let lang = match report.lang {
        Lang::En => "en",
        Lang::Zh => "zh",
    };
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{lang}\" data-lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>vvspec diff</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
    );
    head(&mut out, report);
    let _ = writeln!(out, "<main id=\"changes\">");
    for changes in by_heading(report.changes, Lang::En).values() {
        section(&mut out, report, changes);
    }
    let _ = writeln!(out, "</main>\n<p id=\"none\" hidden>{}</p>", both("no change matches", "没有匹配的变更"));
    let _ = writeln!(out, "<script>\n{SCRIPT}</script>\n</body>\n</html>");
    out
}

fn head(out: &mut String, report: &Report<'_>) {
    let _ = writeln!(
        out,
        "<header>\n<h1>{} <code>{}</code> → <code>{}</code></h1>",
        both("Spec changes", "规格变更"),
        escape(report.base),
        escape(report.head)
    );
    let _ =
        writeln!(out, "<p class=\"summary\">{}</p>", both(&report.summary_in(Lang::En), &report.summary_in(Lang::Zh)));
    let (en, zh) = (report.lines(Lang::En), report.lines(Lang::Zh));
    for (en, zh) in en.iter().zip(&zh) {
        let _ = writeln!(out, "<p>{}</p>", both(en, zh));
    }
    for problem in &report.accepted.problems {
        let place = format!("{}:{}", escape(&problem.file), problem.line);
        let _ = writeln!(
            out,
            "<p class=\"problem\"><code>{place}</code> {}</p>",
            both(&problem.message(Lang::En), &problem.message(Lang::Zh))
        );
    }
    let _ = writeln!(
        out,
        "<nav><input id=\"search\" type=\"search\" placeholder=\"search / 搜索\" aria-label=\"search / 搜索\"> {}\
         <button id=\"language\" type=\"button\">中文 / English</button></nav>\n</header>",
        Level::WORST_FIRST
            .map(|level| format!(
                "<label><input type=\"checkbox\" class=\"filter\" value=\"{}\" checked> {}</label> ",
                level.word(),
                both(level.in_lang(Lang::En), level.in_lang(Lang::Zh))
            ))
            .concat()
    );
}

fn section(out: &mut String, report: &Report<'_>, changes: &[&Change]) {
    let Some(first) = changes.first() else { return };
    let title = both(&heading(first, Lang::En), &heading(first, Lang::Zh));
    let _ = writeln!(out, "<details class=\"group\" open><summary>{title} <small>{}</small></summary>", changes.len());
    for change in changes {
        one(out, report, change);
    }
    let _ = writeln!(out, "</details>");
}

fn one(out: &mut String, report: &Report<'_>, change: &Change) {
    let level = change.overall();
    let _ = writeln!(
        out,
        "<article class=\"change {}\" id=\"{}\" data-level=\"{}\">",
        level.word(),
        escape(&change.id),
        level.word()
    );
    let title = change.rule.title;
    let badge = both(level.in_lang(Lang::En), level.in_lang(Lang::Zh));
    let _ = writeln!(out, "<h2><b>{badge}</b> {}</h2>", both(title.en, title.zh));
    let _ = writeln!(out, "<p class=\"id\"><code>{}</code> <small>{}</small></p>", escape(&change.id), change.digest);
    let _ = writeln!(out, "<p class=\"place\">{}:{}</p>\n<dl>", escape(&change.at.file), change.at.line);
    if let Some(before) = &change.before {
        let _ = writeln!(out, "<dt>{}</dt><dd><del>{}</del></dd>", both("before", "变更前"), escape(before));
    }
    if let Some(after) = &change.after {
        let _ = writeln!(out, "<dt>{}</dt><dd><ins>{}</ins></dd>", both("after", "变更后"), escape(after));
    }
    for axis in Axis::ALL {
        let of = change.level(axis);
        let why = |lang: Lang| format!("{}: {}", of.in_lang(lang), change.reason(axis, lang));
        let name = both(axis.in_lang(Lang::En), axis.in_lang(Lang::Zh));
        let _ =
            writeln!(out, "<dt>{name}</dt><dd class=\"{}\">{}</dd>", of.word(), both(&why(Lang::En), &why(Lang::Zh)));
    }
    let _ =
        writeln!(out, "<dt>{}</dt><dd>{}</dd>", both("to do", "处理"), both(change.rule.todo.en, change.rule.todo.zh));
    if let Some(accepted) = report.accepted.of(change) {
        let _ = writeln!(
            out,
            "<dt>{}</dt><dd>{} ({})</dd>",
            both("accepted", "已接受"),
            escape(&accepted.reason),
            escape(&accepted.expires)
        );
    }
    out.push_str("</dl>\n");
    if let Some(migration) = change.migration.as_ref().filter(|_| !change.broken.is_empty()) {
        let _ = writeln!(
            out,
            "<details class=\"code\"><summary>{}</summary>",
            both("in Rust, before and after", "Rust 代码迁移")
        );
        let _ = writeln!(
            out,
            "<pre><del>{}</del></pre>\n<pre><ins>{}</ins></pre>\n</details>",
            lines(&migration.before),
            lines(&migration.after)
        );
    }
    out.push_str("</article>\n");
}

/// The same words twice; the style sheet shows one of them.
fn both(en: &str, zh: &str) -> String {
    format!("<span lang=\"en\">{}</span><span lang=\"zh\">{}</span>", escape(en), escape(zh))
}

/// Code, line by line.
fn lines(code: &str) -> String {
    code.lines().map(|line| escape(line) + "\n").collect()
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    crate::html::escape(text, &mut out);
    out
}
