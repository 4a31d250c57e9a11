//! What of a text of the platform may be shown: no JSON, as nobody knows what is inside, nothing that lets somebody in, and nothing that is
//! a person's by its shape.

mod credential;
mod person;

use std::borrow::Cow;

pub(crate) use self::credential::without_credentials;
pub(crate) use self::person::{holds_person, without_persons};

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

/// A text of a reply as a program may print it among others: without JSON, what lets somebody in, and what is a person's by its shape.
pub(crate) fn quiet(text: &str) -> Cow<'_, str> {
    let steps: [fn(&str) -> Cow<'_, str>; 2] = [without_credentials, without_persons];
    steps.into_iter().fold(without_json(text), |plain, step| match step(&plain) {
        Cow::Owned(less) => Cow::Owned(less),
        Cow::Borrowed(_) => plain,
    })
}

/// A value of a reply that stands where a word, a number or an id belongs, as a line may show it: what has another shape, or that of
/// a phone's number, may be a person.
pub(crate) fn word(value: &str) -> &str {
    const LONGEST: usize = 64;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':');
    let is_word = value.len() <= LONGEST && value.bytes().all(plain) && without_persons(value) == value;
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
