//! What a spec says stays text: no table, link, mention, formula or tag comes of it, and no cell is longer than a reader likes.

use super::super::say;
use crate::diff::rule::Lang;
use crate::visible::visible;

/// Characters of a cell, as they are printed.
const MAX_CELL: usize = 800;

/// GitHub looks for mentions and addresses after entities and backslashes are resolved; a comment inside is what stops it.
const BREAK: &str = "<!-- -->";

/// A value of the spec.
pub(super) fn text(text: &str, lang: Lang) -> String {
    pieces(text, lang, true)
}

/// The same inside a block of HTML, where Markdown is not read.
pub(super) fn html(text: &str, lang: Lang) -> String {
    pieces(text, lang, false)
}

/// A sentence of ours, in which names stand between backticks.
pub(super) fn prose(sentence: &str, lang: Lang) -> String {
    let parts: Vec<&str> = sentence.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return text(sentence, lang);
    }
    let code = |(at, part): (usize, &&str)| {
        let part = text(part, lang);
        if !at.is_multiple_of(2) { format!("<code>{part}</code>") } else { part }
    };
    parts.iter().enumerate().map(code).collect()
}

fn pieces(text: &str, lang: Lang, markdown: bool) -> String {
    let text = visible(text);
    let (mut out, mut size) = (String::with_capacity(text.len() + 8), 0);
    for (at, c) in text.char_indices() {
        let (before, after) = text.split_at_checked(at).unwrap_or_default();
        let piece = piece(before, c, after, markdown);
        size += piece.chars().count();
        if size > MAX_CELL {
            let all = text.chars().count();
            let words = match lang {
                Lang::En => format!("({all} characters, {})", whole(lang)),
                Lang::Zh => format!("（共 {all} 个字符，{}）", whole(lang)),
            };
            return format!("{out}… {words}");
        }
        out.push_str(&piece);
    }
    out
}

/// Where everything is.
pub(super) fn whole(lang: Lang) -> &'static str {
    say(lang, "all of it: <code>vvspec diff --format html</code>", "完整内容见 <code>vvspec diff --format html</code>")
}

/// One character, which `after` begins with.
fn piece(before: &str, c: char, after: &str, markdown: bool) -> String {
    let follows = |word: &str| {
        let start = before.len().checked_sub(word.len());
        start.and_then(|start| before.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(word))
    };
    match c {
        '&' => "&amp;".into(),
        '<' => "&lt;".into(),
        '>' => "&gt;".into(),
        '@' | '#' => format!("{c}{BREAK}"),
        ':' if after.starts_with("://") => format!(":{BREAK}"),
        '.' if follows("www") => format!("{BREAK}."),
        '-' if follows("gh") => format!("{BREAK}-"),
        // As GitHub advises for a sign that begins no formula.
        '$' => "<span>$</span>".into(),
        '|' | '*' | '_' | '[' | ']' | '~' | '\\' | '`' if markdown => format!("\\{c}"),
        _ => c.into(),
    }
}
