//! The platform's words as one line may show them.

use std::borrow::Cow;

use super::link::without_links;
use crate::generated::ground::visible::Visible;

/// The text with what looks like an object, or a list of more than words, replaced up to its last bracket; to the end of the text where
/// one of its brackets is not closed.
fn without_json(text: &str) -> Cow<'_, str> {
    let mut brackets = text.match_indices(['{', '[', '(', '%']).map(|(at, _)| at);
    let Some(start) = brackets.find(|at| text.split_at_checked(*at).is_some_and(opens)) else {
        return Cow::Borrowed(text);
    };
    let count = |brackets: [char; 2]| text.get(start..).unwrap_or_default().matches(brackets).count();
    let is_whole = count(['{', '[']) <= count(['}', ']']) && !text.get(start..).unwrap_or_default().starts_with('%');
    let end = text.rfind(['}', ']', ')']).filter(|end| *end > start && is_whole);
    let end = end.map_or(text.len(), |end| end.saturating_add(1));
    let [before, after] = [text.get(..start), text.get(end..)].map(Option::unwrap_or_default);
    Cow::Owned(format!("{before}<json>{after}"))
}

/// An object begins with the second of the two: in JSON, as a map, a record or a list of them is printed in other languages, or with its
/// signs escaped.
fn opens((before, text): (&str, &str)) -> bool {
    const QUOTES: [&str; 6] = ["&quot;", "&#34;", "&#39;", "&apos;", "%22", "%27"];
    let Some(bracket) = text.chars().next() else { return false };
    let after = text.get(1..).unwrap_or_default();
    if bracket == '%' {
        // A bracket in a URL, which no sentence has.
        return after.get(..2).is_some_and(|code| code.eq_ignore_ascii_case("7b") || code.eq_ignore_ascii_case("5b"));
    }
    let after = after.trim_start();
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | ':' | '@');
    let key = after.trim_start_matches(is_key);
    let is_named = key.len() < after.len();
    let equals = key.trim_start().starts_with(['=', '：']);
    let colon = after.get(..after.len().saturating_sub(key.len())).is_some_and(|key| key.contains(':'));
    let is_quoted =
        after.starts_with(['"', '\'', '\\', '{', '[', '“']) || QUOTES.iter().any(|sign| after.starts_with(sign));
    match bracket {
        '{' => is_quoted || is_named && (equals || colon || key.trim_start().starts_with(':')),
        // `map[a:1]`, `[a=1]`, `[a] => 1`: a word alone, or with a colon, is a word.
        '[' => {
            let is_map = before.ends_with("map") && (colon || key.starts_with(':'));
            let is_array = key.strip_prefix(']').is_some_and(|rest| rest.trim_start().starts_with("=>"));
            is_quoted || is_named && (equals || is_map || is_array)
        }
        // `Trade(a=1)`
        _ => {
            let name = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
            is_named && equals && name.starts_with(|c: char| c.is_ascii_uppercase())
        }
    }
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

/// A value of a reply that stands where a word, a number or an id belongs, as a line may show it: what has another shape, or that of
/// a phone's number, may be a person.
pub(crate) fn word(value: &str) -> &str {
    const LONGEST: usize = 64;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':');
    let is_word = value.len() <= LONGEST && value.bytes().all(plain) && without_phones(value) == value;
    if is_word { value } else { "<not shown>" }
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn a_word_is_shown_and_a_person_is_not() {
        for text in ["", "SF1234567890", "isv.invalid-parameter:tid", "1692089714634374451", "A_1"] {
            assert_eq!(word(text), text);
        }
        let long = "x".repeat(65);
        for text in
            ["张三", "Zhang San", "13800000000", "138-0013-8000", "{\"a\":1}", "a@b.example", "a/b", "\u{202e}x", &long]
        {
            assert_eq!(word(text), "<not shown>", "{text}");
        }
    }
}
