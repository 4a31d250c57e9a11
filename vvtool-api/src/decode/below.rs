//! What stands one level too deep: a whole reply below a key of somebody else's, data under another name, words beside the data.
//!
//! Gateways and proxies wrap what they pass on: `{"result": {"code": 614, ..}}`, `{"statusCode": 200, "body": "{\"code\": 614, ..}"}`.
//! Looked for only where nothing stands in its documented place, and taken only where one thing can be meant.

use super::envelope_fields::{is_error_key, is_message_key, own_name};
use super::notes::shown_key;
use super::scan::{Scanner, Syntax};
use super::{Run, inner_json, lists};
use crate::meta::Protocol;

/// What a success says that stands inside somebody else's reply. A read is believed; what became of a write is not guessed.
pub(crate) const WRAPPED: &str = "the reply stands below a key that no document has, so nothing is confirmed";

/// Where a reply was found.
pub(super) enum Found {
    /// At this byte of the same text.
    At(usize),
    /// In a text inside it.
    Text(String),
}

/// The one reply below the keys of the object before `scan`, and the way to it as a deviation shows it.
pub(super) fn reply(scan: Scanner<'_>, run: &Run<'_>) -> Result<Option<(Found, String)>, Syntax> {
    const DEEPEST: usize = 4;
    let (mut object, mut path) = (scan, String::from("it below"));
    for _ in 0..DEEPEST {
        let places = places(object)?;
        let replies = places.iter().filter(|place| place.is_reply(run));
        let place = match (replies.clone().count(), &places[..]) {
            (1, _) => replies.into_iter().next(),
            (0, [only]) => Some(only),
            _ => None,
        };
        let Some(place) = place else { return Ok(None) };
        path.push_str(if path.ends_with("below") { " " } else { "." });
        path.push_str(&place.name);
        match &place.inner {
            Some(json) if place.is_reply(run) => return Ok(Some((Found::Text(json.clone()), path))),
            Some(_) => return Ok(None),
            None if place.is_reply(run) => return Ok(Some((Found::At(place.scan.offset()), path))),
            None => object = place.scan,
        }
    }
    Ok(None)
}

/// A value that holds an object.
struct Place<'s> {
    name: String,
    scan: Scanner<'s>,
    /// The object stands in a text.
    inner: Option<String>,
}

impl Place<'_> {
    fn is_reply(&self, run: &Run<'_>) -> bool {
        match &self.inner {
            Some(json) => is_reply(Scanner::new(json, 0), run),
            None => is_reply(self.scan, run),
        }
        .unwrap_or(false)
    }
}

/// The values of an object that hold objects.
fn places(mut scan: Scanner<'_>) -> Result<Vec<Place<'_>>, Syntax> {
    const MOST: usize = 100;
    let mut found = Vec::new();
    let mut scratch = String::new();
    if scan.peek() != b'{' {
        return Ok(found);
    }
    scan.open()?;
    let mut first = true;
    while scan.more_keys(first)? {
        first = false;
        let key = scan.key()?.text(&mut scratch);
        let (name, is_error) = (shown_key(key).to_owned(), is_error_key(key));
        match scan.peek() {
            b'{' if !is_error && found.len() < MOST => {
                found.push(Place { name, scan, inner: None });
            }
            b'"' if found.len() < MOST => {
                let mut look = scan;
                let inner = inner_json(look.string(&mut scratch)?).filter(|json| json.starts_with('{'));
                found.extend(inner.map(|json| Place { name, scan, inner: Some(json.to_owned()) }));
            }
            _ => {}
        }
        scan.skip()?;
    }
    Ok(found)
}

/// The object before `scan` is a reply of the service: of an envelope the code and one thing more, of a platform the method's key or
/// an error.
fn is_reply(mut scan: Scanner<'_>, run: &Run<'_>) -> Result<bool, Syntax> {
    let (mut code, mut more) = (false, false);
    let mut scratch = String::new();
    scan.peek();
    scan.open()?;
    let mut first = true;
    while scan.more_keys(first)? {
        first = false;
        let name = scan.key()?.text(&mut scratch);
        let is_scalar = !matches!(scan.peek(), b'{' | b'[' | b'n');
        code |= is_scalar && own_name(name) == Some("code");
        more |= matches!(name, "data" | "sub_code") || is_message_key(name) && is_scalar;
        if run.wire.protocol == Protocol::Top && (is_error_key(name) || is_own_root(name, run.wire.root)) {
            return Ok(true);
        }
        scan.skip()?;
    }
    Ok(code && more && run.wire.protocol == Protocol::Envelope)
}

/// The root of this method by another spelling: with the platform's own prefix, or in other letters.
pub(super) fn is_own_root(name: &str, root: &str) -> bool {
    let bare = |name: &str| name.to_ascii_lowercase().trim_start_matches("taobao_").to_owned();
    name.eq_ignore_ascii_case("response") || name.len() >= root.len() && bare(name) == bare(root)
}

/// The words of a failure that has none of its own, from the one value of the object before `scan` that has some.
pub(super) fn words(mut scan: Scanner<'_>, run: &mut Run<'_>) -> Result<(), Syntax> {
    let mut found = Vec::new();
    let mut scratch = String::new();
    scan.peek();
    scan.open()?;
    let mut first = true;
    while scan.more_keys(first)? {
        first = false;
        let key = scan.key()?.text(&mut scratch);
        let (name, holds_data) = (shown_key(key).to_owned(), ["data", "result", "body", "content"].contains(&key));
        match scan.peek() {
            b'{' => found.extend(words_of(scan)?.map(|words| (words, name))),
            b'[' => {
                let rows = lists::rows(scan)?;
                let only = rows.first.filter(|_| rows.objects == 1 && rows.others == 0);
                let words = only.map(|at| words_of(scan.back_to(at))).transpose()?.flatten();
                found.extend(words.map(|words| (words, name)));
            }
            b'"' if holds_data => {
                let mut look = scan;
                let text = look.string(&mut scratch)?.trim().to_owned();
                found.extend(is_said(&text).then_some((text, name)));
            }
            _ => {}
        }
        scan.skip()?;
    }
    if let [(words, name)] = &found[..] {
        run.notes.outer("$.msg", "the message as msg", format!("it below {name}"), "");
        run.head.msg = Some(words.as_str().into());
    }
    Ok(())
}

/// The message in the object before `scan`.
fn words_of(mut scan: Scanner<'_>) -> Result<Option<String>, Syntax> {
    let mut scratch = String::new();
    scan.open()?;
    let mut first = true;
    while scan.more_keys(first)? {
        first = false;
        let name = scan.key()?.text(&mut scratch);
        let is_message = is_message_key(name) || name == "sub_msg";
        if is_message && scan.peek() == b'"' {
            let text = scan.string(&mut scratch)?;
            if !text.trim().is_empty() {
                return Ok(Some(text.to_owned()));
            }
            continue;
        }
        scan.skip()?;
    }
    Ok(None)
}

/// A sentence: no link, no JSON, no number or name of a thing.
fn is_said(text: &str) -> bool {
    const LONGEST: usize = 1_000;
    text.len() <= LONGEST
        && !text.contains("//")
        && !text.starts_with(['{', '[', '<'])
        && text.contains(|c: char| !c.is_ascii() || c == ' ')
}
