//! Links inside the platform's words: found when somebody needs one, hidden from what is shown.

use std::borrow::Cow;

const HIDDEN: &str = "<link>";

/// The first `http(s)` link anywhere in a JSON value, a plain text, or something that wanted to be JSON.
///
/// The shape of the reply that carries an authorisation link is not documented: a string, an object, an object in an array.
pub(crate) fn first_link(json: &[u8]) -> Option<String> {
    if let Ok(value) = serde_json::from_slice::<serde_json::Value>(json) {
        return in_value(&value).map(str::to_owned);
    }
    // Not JSON (a raw control character is enough): the slashes may still be escaped.
    let text = String::from_utf8_lossy(json).replace("\\/", "/");
    let (start, end) = place(&text)?;
    text.get(start..end).map(str::to_owned)
}

/// serde_json limits the depth of what it reads, so the recursion ends.
fn in_value(value: &serde_json::Value) -> Option<&str> {
    match value {
        serde_json::Value::String(text) => place(text).and_then(|(start, end)| text.get(start..end)),
        serde_json::Value::Array(items) => items.iter().find_map(in_value),
        serde_json::Value::Object(fields) => fields.values().find_map(in_value),
        _ => None,
    }
}

/// The text with every link replaced.
pub(super) fn without_links(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    let mut out = String::new();
    while let Some((start, end)) = place(rest) {
        out.push_str(rest.get(..start).unwrap_or_default());
        out.push_str(HIDDEN);
        rest = rest.get(end..).unwrap_or_default();
    }
    if out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Where the first link starts and ends: at the first character that no URL contains unescaped, without what belongs to the sentence
/// around it.
fn place(text: &str) -> Option<(usize, usize)> {
    let lower = text.to_ascii_lowercase();
    let start = match (lower.find("http://"), lower.find("https://")) {
        (Some(one), Some(other)) => one.min(other),
        (one, other) => one.or(other)?,
    };
    let tail = text.get(start..)?;
    let length =
        tail.find(|c: char| !c.is_ascii_graphic() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}'));
    let link = tail.get(..length.unwrap_or(tail.len()))?;
    Some((start, start + without_punctuation(link, text.get(..start)?).len()))
}

/// A link in a sentence, without the quote or the bracket that was opened before it, and without what ends the sentence.
fn without_punctuation<'a>(link: &'a str, before: &str) -> &'a str {
    let link = match before.trim_end().chars().next_back() {
        Some('\'') => link.split('\'').next().unwrap_or(link),
        _ => link,
    };
    let mut link = link.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
    // A bracket of its own stays: `?y=(2)`.
    while let Some(without) = link.strip_suffix(')') {
        if without.matches('(').count() > without.matches(')').count() {
            break;
        }
        link = without.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
    }
    link
}
