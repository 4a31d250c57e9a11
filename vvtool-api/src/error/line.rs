//! The platform's words as one line may show them.

use std::borrow::Cow;

use super::link::without_links;
use crate::generated::ground::visible::Visible;

/// The text with what looks like an object, or a list of more than words, replaced up to its last bracket.
fn without_json(text: &str) -> Cow<'_, str> {
    let opens = |at: usize| {
        let after = text.get(at.saturating_add(1)..).unwrap_or_default().trim_start();
        after.starts_with(['"', '\'', '\\', '{', '['])
    };
    let Some(start) = text.match_indices(['{', '[']).map(|(at, _)| at).find(|at| opens(*at)) else {
        return Cow::Borrowed(text);
    };
    let end = text.rfind(['}', ']']).filter(|end| *end > start).map_or(text.len(), |end| end.saturating_add(1));
    let [before, after] = [text.get(..start), text.get(end..)].map(Option::unwrap_or_default);
    Cow::Owned(format!("{before}<json>{after}"))
}

/// The text without numbers of mobile phones, in one piece or as people write them (`138-0013-8000`). Ids and waybills have other
/// lengths.
fn without_phones(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut rest, mut before) = (text, None);
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (words, number) = rest.split_at(start);
        let joined = words.chars().next_back().or(before).is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        let phone = phone(number).filter(|length| {
            let behind = number.get(*length..).and_then(|behind| behind.chars().next());
            !joined && behind.is_none_or(|c| !(c.is_ascii_alphanumeric() || c == '_'))
        });
        let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        let (shown, behind) = number.split_at(phone.unwrap_or(end));
        out.push_str(words);
        out.push_str(if phone.is_some() { "<phone>" } else { shown });
        before = shown.chars().next_back();
        rest = behind;
    }
    if out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// How long the number of a mobile phone is that a text begins with: eleven digits, with the country before them, or in groups of 3, 4
/// and 4.
fn phone(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let is_mobile = |text: &str| text.starts_with('1') && text.get(1..2).is_some_and(|second| second >= "3");
    match digits(text) {
        11 if is_mobile(text) => Some(11),
        13 if text.get(2..).is_some_and(|local| text.starts_with("86") && is_mobile(local)) => Some(13),
        3 if is_mobile(text) => {
            let group = |from: usize| {
                let behind = text.get(from..)?;
                let group = behind.strip_prefix(['-', ' '])?;
                (digits(group) == 4).then_some(from.saturating_add(5))
            };
            group(group(3)?)
        }
        _ => None,
    }
}

/// The platform's words on one line, without links (an authorisation link opens a shop), without JSON (nobody knows what is inside),
/// without numbers of phones, and not endless.
pub(crate) fn one_line(text: &str) -> String {
    const LONGEST: usize = 300;
    let text = without_links(text);
    let text = without_json(&text);
    let text = without_phones(&text);
    let end = text.char_indices().nth(LONGEST).map(|(end, _)| end);
    let shown = end.and_then(|end| text.get(..end)).unwrap_or(&text);
    // A line break is a space to a reader.
    let line = Visible(&shown.replace(['\n', '\r', '\t'], " ")).to_string();
    if end.is_some() { line + "…" } else { line }
}
