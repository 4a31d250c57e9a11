//! The keys that stand beside the data, in an envelope or in an `error_response`: a code, a message, and what belongs to them.
//!
//! What is read here is shown in errors, so none of it may be the content of an object or of a list.

use unicode_normalization::UnicodeNormalization;

use super::EnvelopeFields;
use super::notes::{Notes, has_phone};
use super::scalar::Scalar;
use super::scan::{Scanner, Syntax};
use crate::value::{Text, number};

/// Where a key stands: made into text for a note only, which nearly no key needs.
pub(super) type Path<'a> = &'a dyn Fn() -> Text;

/// What an error shows where the code is an object, a list or a long text.
pub(crate) const NOT_A_CODE: &str = "not a code";
/// Longer than any code.
const MAX_CODE: usize = 64;
/// The least number with as many digits as the number of a phone has: no code has so many.
const LEAST_PHONE: u64 = 10_u64.pow(10);

impl EnvelopeFields {
    /// Read the value of `key`, one of the keys that every failure has; false when it is none of them, and nothing was read then.
    pub(super) fn field(
        &mut self,
        key: &str,
        path: Path<'_>,
        scan: &mut Scanner<'_>,
        notes: &mut Notes,
    ) -> Result<bool, Syntax> {
        let target = self.target(key);
        let again = match &target {
            Target::Text(target, _) => target.is_some(),
            Target::Number(target) => target.is_some(),
            Target::None => return self.field_like(key, path, scan, notes),
        };
        let mut scratch = String::new();
        let is_number = matches!(scan.peek(), b'-' | b'0'..=b'9');
        let came = scalar(path, scan, &mut scratch, notes)?;
        match target {
            Target::Text(target, read) => {
                *target = match came {
                    // No quotes: `401E0` is a number here, and a word in a text.
                    Came::Text(text) if is_number && text.contains('E') => read(path, &text.replace('E', "e"), notes),
                    Came::Text(text) => read(path, text, notes),
                    Came::Container if key == "code" => Some(NOT_A_CODE.into()),
                    Came::Container | Came::Nothing => None,
                };
            }
            Target::Number(target) => {
                *target = match came {
                    Came::Text(text) => number::int(text.trim()),
                    Came::Container | Came::Nothing => None,
                };
            }
            Target::None => {}
        }
        if again {
            once(&path(), notes);
        }
        Ok(true)
    }

    /// The same for a key that is like a documented one, which says more where it came too.
    #[cold]
    fn field_like(
        &mut self,
        key: &str,
        path: Path<'_>,
        scan: &mut Scanner<'_>,
        notes: &mut Notes,
    ) -> Result<bool, Syntax> {
        let Some(own) = own_name(key) else { return Ok(false) };
        if !matches!(self.target(own), Target::Text(None, _)) {
            return Ok(false);
        }
        notes.outer(&path(), "the documented key", format!("one like {own}"), "");
        self.field(own, path, scan, notes)
    }

    /// Take the text of `key` from something that is no JSON.
    pub(super) fn put(&mut self, key: &str, text: &str, notes: &mut Notes) {
        if let Target::Text(target, read) = self.target(key) {
            *target = read(&|| "$".into(), text, notes);
        }
    }

    #[inline]
    fn target(&mut self, key: &str) -> Target<'_> {
        match key {
            "code" => Target::Text(&mut self.code, code),
            "msg" => Target::Text(&mut self.msg, message),
            "msec" => Target::Number(&mut self.msec),
            "time" => Target::Number(&mut self.time),
            "sub_code" => Target::Text(&mut self.sub_code, sub_code),
            "request_id" => Target::Text(&mut self.request_id, request_id),
            "sub_msg" => Target::Text(&mut self.sub_msg, message),
            "url" => Target::Text(&mut self.url, message),
            _ => Target::None,
        }
    }

    /// What this one does not say, from another.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            code: self.code.or(other.code),
            msg: self.msg.or(other.msg),
            sub_code: self.sub_code.or(other.sub_code),
            sub_msg: self.sub_msg.or(other.sub_msg),
            request_id: self.request_id.or(other.request_id),
            msec: self.msec.or(other.msec),
            time: self.time.or(other.time),
            url: self.url.or(other.url),
        }
    }

    /// Take from another what this one does not say.
    pub(super) fn complete(&mut self, other: Self) {
        *self = core::mem::take(self).or(other);
    }

    /// The message under one of the names that other servers give it, where there is none under its own.
    pub(super) fn message_instead(
        &mut self,
        key: &str,
        path: Path<'_>,
        scan: &mut Scanner<'_>,
        notes: &mut Notes,
    ) -> Result<(), Syntax> {
        let unsaid = self.msg.as_deref().is_none_or(|msg| msg.trim().is_empty());
        if let (true, Came::Text(text)) = (unsaid, scalar(path, scan, &mut String::new(), notes)?) {
            notes.outer("$.msg", "the message as msg", format!("it as {key}"), "");
            self.msg = Some(text.into());
        }
        Ok(())
    }
}

/// The documented name of a key that says a code or whose call it was, in whatever letters it came.
pub(super) fn own_name(key: &str) -> Option<&'static str> {
    const LIKE: [(&str, &str); 8] = [
        ("code", "code"),
        ("subcode", "sub_code"),
        ("submsg", "sub_msg"),
        ("submessage", "sub_msg"),
        ("requestid", "request_id"),
        ("errorcode", "code"),
        ("errcode", "code"),
        ("errno", "code"),
    ];
    let plain = plain_name(key)?;
    LIKE.into_iter().find(|(like, _)| plain.clone().eq(like.bytes())).map(|(_, name)| name)
}

/// The letters of a short name, without case, blanks and what joins words.
pub(super) fn plain_name(key: &str) -> Option<impl Iterator<Item = u8> + Clone + '_> {
    const LONGEST: usize = 20;
    let letters = key.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b' ')).map(|byte| byte.to_ascii_lowercase());
    (key.len() <= LONGEST).then_some(letters)
}

/// `error_response`, in whatever letters.
pub(super) fn is_error_key(name: &str) -> bool {
    name.eq_ignore_ascii_case("error_response") || name.eq_ignore_ascii_case("errorResponse")
}

/// Other names of the message, seen where a framework answers before the service does; its own in other letters too.
pub(super) fn is_message_key(key: &str) -> bool {
    if !matches!(
        key.bytes().find(|byte| *byte != b'_'),
        Some(b'm' | b'M' | b'e' | b'E' | b'd' | b'D' | b'i' | b'I' | b'r' | b'R' | b't' | b'T' | b'h' | b'H' | b' ')
    ) {
        return false;
    }
    let Some(plain) = plain_name(key) else { return false };
    const KNOWN: [&str; 24] = [
        "detail",
        "details",
        "tip",
        "tips",
        "hint",
        "msg",
        "message",
        "error",
        "errormsg",
        "errmsg",
        "errormessage",
        "errordescription",
        "errordesc",
        "errdesc",
        "errorinfo",
        "errinfo",
        "desc",
        "description",
        "info",
        "reason",
        "msginfo",
        "resultmsg",
        "resultmessage",
        "retmsg",
    ];
    KNOWN.iter().any(|known| plain.clone().eq(known.bytes()))
}

/// How the text of a key is read.
type Read = fn(Path<'_>, &str, &mut Notes) -> Option<Text>;

/// Where the value of a key belongs.
enum Target<'h> {
    Text(&'h mut Option<Text>, Read),
    Number(&'h mut Option<i64>),
    None,
}

enum Came<'t> {
    /// `null`
    Nothing,
    /// An object or a list, whose content stays out.
    Container,
    Text(&'t str),
}

/// The scalar before `scan`, or the only text of a list. Texts and numbers, which come nearly always, are read in place.
#[inline]
fn scalar<'t, 's: 't>(
    path: Path<'_>,
    scan: &mut Scanner<'s>,
    scratch: &'t mut String,
    notes: &mut Notes,
) -> Result<Came<'t>, Syntax> {
    match scan.peek() {
        b'"' => {
            if let Some(text) = scan.plain() {
                return Ok(Came::Text(text));
            }
        }
        b'-' | b'0'..=b'9' => return Ok(Came::Text(scan.number()?)),
        _ => {}
    }
    rare_scalar(path, scan, scratch, notes)
}

#[cold]
fn rare_scalar<'t, 's: 't>(
    path: Path<'_>,
    scan: &mut Scanner<'s>,
    scratch: &'t mut String,
    notes: &mut Notes,
) -> Result<Came<'t>, Syntax> {
    let bracket = scan.peek();
    if matches!(bracket, b'{' | b'[') {
        return container(path, scan, bracket, scratch, notes);
    }
    let came = match scan.scalar(scratch)? {
        Scalar::Null => Came::Nothing,
        Scalar::Bool(value) => Came::Text(if value { "true" } else { "false" }),
        Scalar::Number(text) | Scalar::Text(text) => Came::Text(text),
    };
    if let Some(dirt) = scan.take_dirt() {
        notes.outer(&path(), dirt.expected(), dirt.found(), "");
    }
    Ok(came)
}

#[cold]
fn container<'t, 's: 't>(
    path: Path<'_>,
    scan: &mut Scanner<'s>,
    bracket: u8,
    scratch: &'t mut String,
    notes: &mut Notes,
) -> Result<Came<'t>, Syntax> {
    let list = scan.back_to(scan.offset());
    let range = scan.skip()?;
    let found = if bracket == b'{' { "an object" } else { "a list" };
    let path = path();
    notes.outer(&path, "a scalar", found, scan.slice(range));
    let text = match bracket {
        b'[' if path.to_ascii_lowercase().ends_with("msg") => only(list, scratch),
        // Shown as it stands: in a list only what begins as one of the platform's does.
        b'[' if path.ends_with("sub_code") => only(list, scratch).filter(|text| clean_sub_code(text).is_some()),
        _ => None,
    };
    Ok(text.map_or(Came::Container, Came::Text))
}

/// The text of a list of one text: how some frameworks send a message.
fn only<'t, 's: 't>(mut scan: Scanner<'s>, scratch: &'t mut String) -> Option<&'t str> {
    scan.peek();
    scan.open().ok()?;
    if !scan.more_items(true).ok()? || scan.peek() != b'"' {
        return None;
    }
    let text = scan.string(scratch).ok()?;
    (!scan.more_items(false).ok()?).then_some(text)
}

/// A code of the envelope; what is none is said to be none.
fn code(path: Path<'_>, text: &str, notes: &mut Notes) -> Option<Text> {
    let code = as_code(text);
    if code.is_none() {
        notes.outer(&path(), "a code", "text that is none", text.trim());
    }
    Some(code.unwrap_or_else(|| NOT_A_CODE.into()))
}

/// One reading of a code everywhere: trimmed, and a whole number however it is written, but for zeros before it: they are a part of the
/// code as whoever documents it writes it, and are nothing where codes are compared. None for a text that is no code.
pub(crate) fn as_code(text: &str) -> Option<Text> {
    if (!text.is_ascii() || text.contains('+')) && text.len() <= 8 * MAX_CODE {
        let plain = plain(text);
        let plain =
            plain.strip_prefix('+').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(&plain);
        if plain != text {
            return as_code(plain);
        }
    }
    let text = text.trim();
    if let [b'0'..=b'9'] = text.as_bytes() {
        return Some(text.into());
    }
    // `4E0` is a word: where programs write a number so, it has a point or a sign.
    let is_spelled = text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_digit()) && text.starts_with('0')
        || text.contains('E') && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let number = if is_spelled { None } else { number::int(text) };
    if let Some(number) = number.filter(|number| number.unsigned_abs() < LEAST_PHONE) {
        return Some(Text::display(number));
    }
    let is_code =
        text.len() <= MAX_CODE && !has_phone(text) && text.bytes().all(|byte| is_code_byte(byte) || byte == b' ');
    is_code.then(|| text.into())
}

/// A sub code may carry parameters behind a colon. What looks like JSON is none.
fn sub_code(path: Path<'_>, text: &str, notes: &mut Notes) -> Option<Text> {
    let text = text.trim();
    let head = text.split(':').next().unwrap_or_default();
    if text.len() <= 4 * MAX_CODE
        && !has_phone(text)
        && head.bytes().all(|byte| is_code_byte(byte) || byte == b' ')
        && !text.contains(['{', '[', '"'])
    {
        return Some(text.into());
    }
    if let Some(clean) = clean_sub_code(text) {
        notes.outer(&path(), "a sub code", "one with something around it", text);
        return Some(clean);
    }
    notes.outer(&path(), "a sub code", "text that is none", text);
    None
}

/// A sub code of a documented kind at the beginning of a text, without the quotes, brackets and words around it.
#[cold]
fn clean_sub_code(text: &str) -> Option<Text> {
    if text.len() > 8 * MAX_CODE {
        return None;
    }
    let plain = plain(text);
    let start = plain.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let end = start.find(|c: char| !c.is_ascii() || !is_code_byte(c as u8)).unwrap_or(start.len());
    let code = start.get(..end)?.trim_end_matches(['.', ':', '-', '_']);
    let (space, rest) = code.split_once('.')?;
    let is_known = ["isv", "isp", "accesscontrol"].iter().any(|known| known.eq_ignore_ascii_case(space));
    (is_known && rest.starts_with(|c: char| c.is_ascii_alphabetic()) && code.len() <= 2 * MAX_CODE && !has_phone(code))
        .then(|| code.into())
}

/// The usual letters, without blanks around them and without what has no width.
fn plain(text: &str) -> String {
    let plain: String =
        text.nfkc().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')).collect();
    plain.trim().to_owned()
}

fn request_id(path: Path<'_>, text: &str, notes: &mut Notes) -> Option<Text> {
    let text = text.trim();
    if text.len() <= 2 * MAX_CODE && text.bytes().all(|byte| is_code_byte(byte) || matches!(byte, b'+' | b'=' | b'/')) {
        return Some(text.into());
    }
    notes.outer(&path(), "the number of a call", "text that is none", text);
    None
}

fn message(_: Path<'_>, text: &str, _: &mut Notes) -> Option<Text> {
    Some(text.into())
}

fn is_code_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':')
}

/// A key came twice; the last one counts.
#[cold]
pub(super) fn once(path: &str, notes: &mut Notes) {
    notes.outer(path, "the key once", "it again; the last one counts", "");
}
