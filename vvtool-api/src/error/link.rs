//! Links inside the platform's words: found when somebody needs one, hidden from what is shown.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use super::matching::beginning as part_of;
use crate::decode::inner_json;
use crate::decode::scan::Scanner;

const HIDDEN: &str = "<link>";

/// Where a link stands in a text, it stands in so much of it.
const LONGEST: usize = 262_144;

/// JSON in texts inside each other, and escapes of escapes, as far as anybody writes them.
const DEEPEST: u8 = 3;

/// The first `http(s)` link anywhere in a JSON value, a plain text, or something that wanted to be JSON. Nothing is built of what is
/// passed over: it may be as long as a reply can be.
///
/// The shape of the reply that carries an authorisation link is not documented: a string, an object, an object in an array.
pub(crate) fn first_link(json: &[u8]) -> Option<String> {
    match core::str::from_utf8(json) {
        Ok(json) if crate::decode::check_syntax(json).is_ok() => in_json(json, 0),
        _ => in_text(part_of(&String::from_utf8_lossy(json), LONGEST)),
    }
}

/// In the strings of a JSON value, but for keys.
fn in_json(json: &str, depth: u8) -> Option<String> {
    let (mut at, mut scratch) = (0, String::new());
    loop {
        // Nothing but a string has quotes.
        at += memchr(b'"', json.as_bytes().get(at..)?)?;
        let mut scan = Scanner::new(json, at);
        let text = scan.string(&mut scratch).ok()?;
        at = scan.offset();
        if scan.peek() == b':' {
            continue;
        }
        let text = part_of(text, LONGEST);
        let found = match inner_json(text).filter(|_| depth < DEEPEST) {
            Some(json) => in_json(json, depth.saturating_add(1)),
            None => in_text(text),
        };
        if found.is_some() {
            return found;
        }
    }
}

fn in_text(text: &str) -> Option<String> {
    let mut rest = text;
    while let Some((start, end)) = place(rest) {
        let link = rest.get(start..end).and_then(unescaped);
        if link.is_some() {
            return link;
        }
        rest = rest.get(end..)?;
    }
    None
}

/// A link as it is used; none where only its letters are left of it.
fn unescaped(link: &str) -> Option<String> {
    let mut link = Cow::Borrowed(link);
    for _ in 0..DEEPEST {
        if !link.contains('\\') {
            break;
        }
        let (quoted, mut plain) = (format!("\"{link}\""), String::new());
        link = Cow::Owned(Scanner::new(&quoted, 0).string(&mut plain).ok()?.to_owned());
    }
    let (_, end) = place(&link).filter(|(start, _)| *start == 0)?;
    let link = link.get(..end)?;
    let (scheme, rest) = link.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?;
    // A browser is sent to a place: a scheme alone is none.
    let is_place = host.starts_with('[') || host.split(':').next()?.contains(|c: char| c.is_ascii_alphanumeric());
    (is_place && scheme.bytes().all(|byte| byte.is_ascii_alphabetic())).then(|| link.to_owned())
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
/// around it. Its signs may be escaped in whatever way a text passes through.
fn place(text: &str) -> Option<(usize, usize)> {
    let mut start = 0;
    let (tail, beginning) = loop {
        start += memchr2(b'h', b'H', text.as_bytes().get(start..)?)?;
        let tail = text.get(start..)?;
        if let Some(length) = beginning(tail) {
            break (tail, length);
        }
        start += 1;
    };
    let mut end = beginning;
    while let Some(byte) = tail.as_bytes().get(end) {
        let rest = tail.get(end..).unwrap_or_default();
        end += match byte {
            b'\\' => match escape(rest) {
                Some(length) => length,
                None => break,
            },
            b'&' if ["&quot;", "&#34;", "&#39;", "&apos;", "&lt;", "&gt;"]
                .iter()
                .any(|sign| rest.starts_with(sign)) =>
            {
                break;
            }
            b'"' | b'<' | b'>' | b'^' | b'`' | b'{' | b'|' | b'}' => break,
            _ if !byte.is_ascii_graphic() => break,
            _ => 1,
        };
    }
    let link = tail.get(..end)?;
    Some((start, start + without_punctuation(link, text.get(..start)?).len()))
}

/// How many backslashes belong to a sign of the link: `\/`, `\u0026`. All at once, as there may be as many as a reply is long.
fn escape(text: &str) -> Option<usize> {
    let sign = text.trim_start_matches('\\');
    let is_unit = |unit: &str| unit.len() == 4 && unit.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_sign = sign.starts_with('/') || sign.strip_prefix('u').and_then(|unit| unit.get(..4)).is_some_and(is_unit);
    is_sign.then(|| text.len() - sign.len())
}

/// How long `https://` is, escaped in JSON, in a URL or in HTML, once or twice; none where the text begins with anything else.
fn beginning(text: &str) -> Option<usize> {
    const COLONS: [&str; 7] = [":", "%3a", "%253a", "&#58;", "&#x3a;", "&colon;", "u003a"];
    const SLASHES: [&str; 7] = ["/", "%2f", "%252f", "&#47;", "&#x2f;", "&sol;", "u002f"];
    let rest = without(text, "http")?;
    let mut rest = without(rest, "s").unwrap_or(rest);
    for forms in [&COLONS, &SLASHES, &SLASHES] {
        let sign = rest.trim_start_matches('\\');
        rest = forms.iter().find_map(|form| without(sign, form))?;
    }
    Some(text.len() - rest.len())
}

/// The text behind a word, in whatever letters.
fn without<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word).then_some(rest)
}

/// A link in a sentence, without the quote or the bracket that was opened before it, and without what ends the sentence.
fn without_punctuation<'a>(link: &'a str, before: &str) -> &'a str {
    let link = match before.trim_end().chars().next_back() {
        Some('\'') => link.split('\'').next().unwrap_or(link),
        _ => link,
    };
    let mut link = link.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
    // A bracket of its own stays: `?y=(2)`.
    let mut closed = link.matches(')').count();
    let opened = link.matches('(').count();
    while let Some(without) = link.strip_suffix(')') {
        closed -= 1;
        if opened > closed {
            break;
        }
        link = without.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
    }
    link
}
