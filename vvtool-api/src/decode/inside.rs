//! A failure that stands inside a reply that says success: in the data, beside or instead of the documented fields.

use super::envelope_fields::{Path, is_error_key, is_message_key, once, own_name, plain_name};
use super::members::{self, Member};
use super::notes::Notes;
use super::scalar::Scalar;
use super::scan::{Scanner, Syntax};
use super::told::{is_praise, is_success};
use super::{EnvelopeFields, Run, inner_json};
use crate::value::{Text, number};

/// What keys that no table lists say about a failure.
#[derive(Clone, Default)]
pub(super) struct Inside {
    pub(super) head: EnvelopeFields,
    /// An `error_response` with something in it.
    error: bool,
    /// A flag of success that says no.
    refused: bool,
    /// What looks like a flag, a code or a message of failure: beside a confirmation it leaves a write unconfirmed, and may mean anything
    /// in a read.
    doubted: bool,
}

impl Inside {
    /// Look at an unknown key of the data. The caller skips its value.
    pub(super) fn look(
        &mut self,
        name: &str,
        path: Path<'_>,
        mut scan: Scanner<'_>,
        notes: &mut Notes,
    ) -> Result<(), Syntax> {
        match name {
            "code" | "msg" | "sub_code" | "sub_msg" | "request_id" => {
                self.head.field(name, path, &mut scan, notes)?;
            }
            _ if is_error_key(name) => self.error |= error_response(&mut self.head, path, &mut scan, notes)?,
            _ if is_error_object(name, scan)? => {
                let inner = error_object(path, &mut scan, notes)?.unwrap_or_default();
                self.head.complete(inner);
            }
            "success" | "is_success" | "result_success" => self.refused |= says_no(&mut scan)?,
            _ if is_flag(name) => self.doubted |= says_no(&mut scan)?,
            _ if is_result(name) => self.doubted |= is_bad_result(scan)?,
            _ if own_name(name).is_some() => {
                // Not under its documented name: beside good data it may mean anything.
                let mut other = EnvelopeFields::default();
                other.field(name, path, &mut scan, &mut Notes::default())?;
                let is_bad =
                    |code: &Option<Text>| has_text(code) && code.as_deref().is_some_and(|code| !is_success(code, ""));
                if is_bad(&other.code) || has_text(&other.sub_code) {
                    self.doubted = true;
                    self.head.complete(other);
                }
            }
            // The platform's own reply, passed on as a whole.
            _ if name.ends_with("_response") && scan.peek() == b'{' => {
                let mut inner = EnvelopeFields::default();
                let mut scratch = String::new();
                scan.open()?;
                let mut first = true;
                while scan.more_keys(first)? {
                    first = false;
                    let key = scan.key()?;
                    let key = key.text(&mut scratch);
                    if is_error_key(key) {
                        self.error |= error_response(&mut self.head, path, &mut scan, notes)?;
                    } else if !inner.field(key, path, &mut scan, notes)? {
                        scan.skip()?;
                    }
                }
                if has_text(&inner.sub_code) {
                    self.head = inner.or(core::mem::take(&mut self.head));
                }
            }
            _ if is_message_key(name) && self.head.msg.is_none() && scan.peek() == b'"' => {
                let text: Text = scan.string(&mut String::new())?.into();
                let is_error = name.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("err"));
                self.doubted |= is_error && !text.trim().is_empty() && !is_praise(&text);
                self.head.msg = Some(text);
            }
            _ => {}
        }
        Ok(())
    }

    /// What another place says as well.
    pub(super) fn add(&mut self, other: Self) {
        self.head.complete(other.head);
        self.error |= other.error;
        self.refused |= other.refused;
        self.doubted |= other.doubted;
    }

    /// An object beside the data says a failure.
    pub(super) fn doubt(&mut self) {
        self.doubted = true;
    }

    /// The data is no success. A code alone proves it only where nothing of the documented data came: a field of this name may mean
    /// anything.
    pub(super) fn is_failure(&self, run: &Run<'_>) -> bool {
        let code = self.head.code.as_deref();
        // `OK` stands there, too.
        let sub_code = self.head.sub_code.as_deref().map(str::trim);
        let says_success = code.is_some_and(|code| is_success(code, run.wire.success_code));
        let is_numbered = code.is_some_and(|code| number::int(code).is_some());
        self.error
            || self.refused
            || !run.wire.read && (self.doubted || is_numbered && !says_success)
            || sub_code.is_some_and(|code| !code.is_empty() && !is_success(code, "")) && !says_success
            || code.is_some_and(|code| !code.is_empty()) && !says_success && !run.any
    }
}

fn has_text(text: &Option<Text>) -> bool {
    text.as_deref().is_some_and(|text| !text.trim().is_empty())
}

/// A flag that says whether something was done, in whatever letters.
pub(super) fn is_flag(name: &str) -> bool {
    const FLAGS: [&str; 5] = ["success", "issuccess", "resultsuccess", "succeeded", "issucceeded"];
    plain_name(name).is_some_and(|plain| FLAGS.iter().any(|flag| plain.clone().eq(flag.bytes())))
}

pub(super) fn is_result(name: &str) -> bool {
    plain_name(name).is_some_and(|plain| plain.eq(*b"result"))
}

/// A result that is false, or an object with a code of failure. A number may count anything.
pub(super) fn is_bad_result(mut scan: Scanner<'_>) -> Result<bool, Syntax> {
    match scan.peek() {
        b'f' => Ok(true),
        b'"' => Ok(scan.string(&mut String::new())?.trim().eq_ignore_ascii_case("false")),
        b'{' => {
            for member in members::of(scan)? {
                let Member { name, mut value, .. } = member?;
                let is_code = own_name(&name).is_some_and(|own| own != "request_id");
                if is_flag(&name) && says_no(&mut value.clone())? {
                    return Ok(true);
                }
                if is_code && !matches!(value.peek(), b'{' | b'[') {
                    let mut text = String::new();
                    let is_bad = match value.scalar(&mut text)? {
                        Scalar::Bool(_) | Scalar::Null => false,
                        Scalar::Number(code) | Scalar::Text(code) => {
                            !code.trim().is_empty() && !is_success(code.trim(), "0")
                        }
                    };
                    if is_bad {
                        return Ok(true);
                    }
                }
            }
            Ok(false)
        }
        _ => Ok(false),
    }
}

/// A code, or a sub code, that came and is none of success.
pub(super) fn says_failure(code: Option<&Text>, run: &Run<'_>) -> bool {
    code.is_some_and(|code| !code.is_empty() && !is_success(code, run.wire.success_code))
}

pub(super) fn says_no(scan: &mut Scanner<'_>) -> Result<bool, Syntax> {
    if matches!(scan.peek(), b'{' | b'[') {
        return Ok(false);
    }
    Ok(match scan.scalar(&mut String::new())? {
        Scalar::Bool(value) => !value,
        Scalar::Number(text) => text == "0",
        Scalar::Text(text) => text.trim().eq_ignore_ascii_case("false") || text.trim() == "0",
        Scalar::Null => false,
    })
}

/// Read an `error_response` into `head`. `null` and its like, as a word or in a text, an empty text, an empty object and an empty list are none: false, with a note.
pub(super) fn error_response(
    head: &mut EnvelopeFields,
    path: Path<'_>,
    scan: &mut Scanner<'_>,
    notes: &mut Notes,
) -> Result<bool, Syntax> {
    let (start, mut look) = (scan.offset(), *scan);
    let first = scan.peek();
    let range = match look.skip() {
        Ok(range) => range,
        Err(syntax) => {
            // What stands before the fault is read all the same.
            if first == b'{' {
                let _ = error_fields(head, path, scan, notes, 0);
            }
            return Err(syntax);
        }
    };
    let raw = look.slice(range);
    let inner = raw.trim_start_matches(['{', '[', '"']).trim_end_matches(['}', ']', '"']);
    let is_word = || {
        ["null", "none", "nil", "undefined", "false", "0"].iter().any(|word| inner.trim().eq_ignore_ascii_case(word))
    };
    if inner.trim().is_empty() || first != b'{' && is_word() || first == b'{' && says_nothing(*scan)? {
        notes.outer(&path(), "an error, or no such key", "an empty one, which is none", raw);
        *scan = look;
        return Ok(false);
    }
    if first == b'[' {
        // A list of one error is that error.
        let rows = super::lists::rows(scan.back_to(start))?;
        if let Some(first) = rows.first {
            error_fields(head, path, &mut scan.back_to(first), notes, 0)?;
        } else if raw.trim_matches(['[', ']', ' ', ',']).split(',').all(|item| item.trim() == "null") {
            notes.outer(&path(), "an error, or no such key", "an empty one, which is none", raw);
            *scan = look;
            return Ok(false);
        }
        *scan = look;
        return Ok(true);
    }
    if first == b'{' {
        error_fields(head, path, scan, notes, 0)?;
        return Ok(true);
    }
    let mut scratch = String::new();
    if first == b'"'
        && let Some(json) = inner_json(string(look.back_to(start), &mut scratch)?)
    {
        notes.outer(&path(), "an error as an object", "it as JSON in a text", "");
        *scan = look;
        return error_response(head, path, &mut Scanner::new(json, 0), notes);
    }
    let had = head.msg.take();
    if had.is_some() {
        once(&path(), notes);
    }
    head.field("msg", path, scan, notes)?;
    Ok(true)
}

/// The text before `scan`.
fn string<'t, 's: 't>(mut scan: Scanner<'s>, scratch: &'t mut String) -> Result<&'t str, Syntax> {
    scan.peek();
    scan.string(scratch)
}

/// An object under the name `error` that holds a code or a message of its own.
pub(super) fn is_error_object(name: &str, mut scan: Scanner<'_>) -> Result<bool, Syntax> {
    if !name.eq_ignore_ascii_case("error") || scan.peek() != b'{' {
        return Ok(false);
    }
    for member in members::of(scan)? {
        let name = member?.name;
        if matches!(&*name, "code" | "sub_code") || is_message_key(&name) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Read it; none where it says nothing, or a success.
#[cold]
pub(super) fn error_object(
    path: Path<'_>,
    scan: &mut Scanner<'_>,
    notes: &mut Notes,
) -> Result<Option<EnvelopeFields>, Syntax> {
    let mut inner = EnvelopeFields::default();
    let is_error = error_response(&mut inner, path, scan, notes)?;
    let says_success = inner.code.as_deref().is_some_and(|code| is_success(code, "")) && !has_text(&inner.sub_code);
    Ok((is_error && !says_success).then_some(inner))
}

/// The object before `scan` is an error of which only the frame came: empty values, the code 0, the number of the call.
pub(super) fn says_nothing(scan: Scanner<'_>) -> Result<bool, Syntax> {
    for member in members::of(scan)? {
        let Member { name, mut value, .. } = member?;
        let is_number_of_call = name == "request_id";
        let is_words = matches!(&*name, "msg" | "sub_msg" | "message");
        let range = value.skip()?;
        let value = value.slice(range).trim_matches('"').trim();
        let is_none = matches!(value, "" | "null" | "false" | "0" | "{}" | "[]")
            || is_words && (value == "成功" || is_success(value, "0"));
        if !is_number_of_call && !is_none {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The keys of an error; one that a gateway has wrapped once more is read too.
fn error_fields(
    head: &mut EnvelopeFields,
    path: Path<'_>,
    scan: &mut Scanner<'_>,
    notes: &mut Notes,
    depth: u8,
) -> Result<(), Syntax> {
    const DEEPEST: u8 = 4;
    scan.peek();
    scan.open()?;
    let mut scratch = String::new();
    let mut first = true;
    while scan.more_keys(first)? {
        first = false;
        let key = scan.key()?;
        let name = key.text(&mut scratch);
        let below = || format!("{}.{}", path(), super::notes::shown_key(name)).into();
        if head.field(name, &below, scan, notes)? {
            continue;
        }
        let holds_error = is_error_key(name) || name == "error" || super::lists::is_number(name);
        if is_message_key(name) && scan.peek() != b'{' {
            head.message_instead(name, &below, scan, notes)?;
            continue;
        }
        if holds_error && depth < DEEPEST && scan.peek() == b'{' {
            notes.outer(&below(), "no error inside an error", "another one, which is read", "");
            error_fields(head, &below, scan, notes, depth.saturating_add(1))?;
            continue;
        }
        notes.unknown(below);
        scan.skip()?;
    }
    Ok(())
}
