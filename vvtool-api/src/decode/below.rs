//! What stands one level too deep: a whole reply below a key of somebody else's, data under another name, words beside the data.
//!
//! Gateways and proxies wrap what they pass on: `{"result": {"code": 614, ..}}`, `{"statusCode": 200, "body": "{\"code\": 614, ..}"}`.
//! Looked for only where nothing stands in its documented place, and taken only where one thing can be meant.

use super::envelope_fields::{is_error_key, is_message_key, own_name};
use super::members::{self, Below, Member};
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
    members::down(scan, "it below ", |object| {
        let mut places = places(object, run)?;
        if places.iter().any(|place| place.is_reply) {
            places.retain(|place| place.is_reply);
        }
        let Ok([Candidate { name, scan, inner, is_reply }]) = <[Candidate<'_>; 1]>::try_from(places) else {
            return Ok(None);
        };
        let below = match (inner, is_reply) {
            (Some(json), true) => Below::Found(Found::Text(json)),
            (None, true) => Below::Found(Found::At(scan.offset())),
            (None, false) => Below::Object(scan),
            (Some(_), false) => return Ok(None),
        };
        Ok(Some((name, below)))
    })
}

/// A value that holds an object.
struct Candidate<'s> {
    name: String,
    scan: Scanner<'s>,
    /// The object stands in a text.
    inner: Option<String>,
    is_reply: bool,
}

/// The values of an object that hold objects.
fn places<'s>(mut scan: Scanner<'s>, run: &Run<'_>) -> Result<Vec<Candidate<'s>>, Syntax> {
    const MOST: usize = 100;
    let mut found = Vec::new();
    if scan.peek() != b'{' {
        return Ok(found);
    }
    let is_reply = |object: Scanner<'_>| is_reply(object, run).unwrap_or(false);
    for member in members::of(scan)? {
        let Member { name: key, open, value: mut scan, .. } = member?;
        let name = || shown_key(&key).to_owned();
        match open {
            b'{' if !is_error_key(&key) && found.len() < MOST => {
                found.push(Candidate { name: name(), scan, inner: None, is_reply: is_reply(scan) });
            }
            b'"' if found.len() < MOST => {
                let mut text = String::new();
                let inner = inner_json(scan.string(&mut text)?).filter(|json| json.starts_with('{'));
                found.extend(inner.map(|json| Candidate {
                    name: name(),
                    scan,
                    inner: Some(json.to_owned()),
                    is_reply: is_reply(Scanner::new(json, 0)),
                }));
            }
            _ => {}
        }
    }
    Ok(found)
}

/// The object before `scan` is a reply of the service: of an envelope the code and one thing more, of a platform the method's key or
/// an error.
fn is_reply(scan: Scanner<'_>, run: &Run<'_>) -> Result<bool, Syntax> {
    let (mut code, mut more) = (false, false);
    for member in members::of(scan)? {
        let Member { name, open, .. } = member?;
        let is_scalar = !matches!(open, b'{' | b'[' | b'n');
        code |= is_scalar && own_name(&name) == Some("code");
        more |= matches!(&*name, "data" | "sub_code") || is_message_key(&name) && is_scalar;
        if run.wire.protocol == Protocol::Top && (is_error_key(&name) || is_own_root(&name, run.wire.root)) {
            return Ok(true);
        }
    }
    Ok(code && more && run.wire.protocol == Protocol::Envelope)
}

/// The root of this method by another spelling: with the platform's own prefix, or in other letters.
pub(super) fn is_own_root(name: &str, root: &str) -> bool {
    let bare = |name: &str| name.to_ascii_lowercase().trim_start_matches("taobao_").to_owned();
    name.eq_ignore_ascii_case("response") || name.len() >= root.len() && bare(name) == bare(root)
}

/// The words of a failure that has none of its own, from the one value of the object before `scan` that has some.
pub(super) fn words(scan: Scanner<'_>, run: &mut Run<'_>) -> Result<(), Syntax> {
    let mut found = Vec::new();
    for member in members::of(scan)? {
        let Member { name, open, mut value, .. } = member?;
        let words = match open {
            b'{' if is_message_key(&name) => {
                words_of(value)?.map_or_else(|| only_words(value), |words| Ok(Some(words)))?
            }
            b'{' => words_of(value)?,
            b'[' => {
                let rows = lists::rows(value)?;
                match rows.first.filter(|_| rows.objects == 1 && rows.others == 0) {
                    Some(at) => words_of(value.back_to(at))?,
                    None if rows.objects == 0 && rows.others == 1 && may_be_words(&name) => {
                        value.open()?;
                        value.more_items(true)?;
                        let mut text = String::new();
                        (value.peek() == b'"').then(|| value.string(&mut text)).transpose()?.and_then(sentence)
                    }
                    None => None,
                }
            }
            b'"' if holds_words(&name) => {
                let mut text = String::new();
                sentence(value.string(&mut text)?)
            }
            _ => None,
        };
        found.extend(words.map(|words| (words, name)));
    }
    if let [(words, name)] = &found[..] {
        run.notes.outer("$.msg", "the message as msg", format!("it below {}", shown_key(name)), "");
        run.head.msg = Some(words.as_str().into());
    }
    Ok(())
}

/// Where an answer stands, which may be no more than its words.
fn holds_words(name: &str) -> bool {
    matches!(name, "data" | "result" | "body" | "content")
}

/// The one text of a list below any other key, a code or a person's name among them, is no message: it would be shown.
fn may_be_words(name: &str) -> bool {
    holds_words(name) || matches!(name, "errors" | "messages") || is_message_key(name)
}

/// The message in the object before `scan`.
fn words_of(scan: Scanner<'_>) -> Result<Option<String>, Syntax> {
    let mut scratch = String::new();
    for member in members::of(scan)? {
        let Member { name, open, mut value, .. } = member?;
        if open == b'"' && (is_message_key(&name) || name == "sub_msg") {
            let text = value.string(&mut scratch)?;
            if !text.trim().is_empty() {
                return Ok(Some(text.to_owned()));
            }
        }
    }
    Ok(None)
}

/// The one text in the object before `scan`, which stands where the message belongs.
fn only_words(scan: Scanner<'_>) -> Result<Option<String>, Syntax> {
    let (mut scratch, mut found) = (String::new(), Vec::new());
    for member in members::of(scan)? {
        let Member { open, mut value, .. } = member?;
        if open == b'"' {
            found.extend(sentence(value.string(&mut scratch)?));
        }
    }
    Ok(found.pop().filter(|_| found.is_empty()))
}

fn sentence(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| is_said(text))
}

/// A sentence: no link, no JSON, no number or name of a thing.
fn is_said(text: &str) -> bool {
    const LONGEST: usize = 1_000;
    text.len() <= LONGEST
        && !text.contains("//")
        && !text.starts_with(['{', '[', '<'])
        && text.contains(|c: char| !c.is_ascii() || c == ' ')
}
