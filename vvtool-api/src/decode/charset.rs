//! The bytes of a reply as text: UTF-8, unless the answer announces something else and means it.

use std::borrow::Cow;

use super::notes::{Notes, shown_key};

/// The text, and a note where it is not UTF-8 as documented.
pub(super) fn text<'b>(body: &'b [u8], announced: Option<&str>, notes: &mut Notes) -> Cow<'b, str> {
    let declared = announced.map(str::to_owned).or_else(|| declared_in_xml(body));
    let other = declared.filter(|label| !is_utf8(label));
    let utf8 = simdutf8::basic::from_utf8(body).ok();
    let (text, how) = match (&other, utf8) {
        (None, Some(text)) => return Cow::Borrowed(text),
        // Nothing but ASCII reads the same in every charset a Chinese server speaks; in two bytes each, every other one is zero.
        (Some(label), Some(text)) if text.is_ascii() && !(is_wide(label) && text.contains('\0')) => {
            return Cow::Borrowed(text);
        }
        // A server that names its charset wrongly: three bytes in a row hardly ever make a character of UTF-8 by chance.
        (Some(_), Some(text)) if text.chars().any(|c| c >= '\u{800}') => {
            (Cow::Borrowed(text), "read as the UTF-8 it is")
        }
        (Some(label), _) => match decode(body, label) {
            Some((text, true)) => (Cow::Owned(text), "read as such"),
            Some((text, false)) => (Cow::Owned(text), "read as such, and not all of it can be"),
            None => (lossy(body), UNREAD),
        },
        (None, None) => {
            notes.outer("$", "text in UTF-8", "bytes that are none", "");
            return lossy(body);
        }
    };
    let label = other.unwrap_or_default();
    notes.outer("$", "text in UTF-8", format!("text announced as {}, {how}", shown_key(label.trim())), "");
    text
}

fn lossy(body: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(body)
}

fn is_utf8(label: &str) -> bool {
    ["utf-8", "utf8", "us-ascii", "ascii", ""].iter().any(|known| label.trim().eq_ignore_ascii_case(known))
}

/// A charset of two bytes or more for each letter.
fn is_wide(label: &str) -> bool {
    let label = label.trim().to_ascii_lowercase();
    ["utf-16", "utf16", "ucs-2", "unicode", "iso-10646-ucs-2"].iter().any(|known| label.starts_with(known))
}

/// `<?xml version="1.0" encoding="GBK"?>`
fn declared_in_xml(body: &[u8]) -> Option<String> {
    let head = body.strip_prefix(b"<?xml")?;
    let head = head.get(..head.iter().take(200).position(|byte| *byte == b'>')?)?;
    let head = core::str::from_utf8(head).ok()?;
    let value = head.split_once("encoding=")?.1;
    let quote = value.chars().next()?;
    value.get(1..)?.split(quote).next().map(str::to_owned)
}

#[cfg(feature = "charset")]
const UNREAD: &str = "which is no charset that is known; what is not ASCII may be wrong";
#[cfg(not(feature = "charset"))]
const UNREAD: &str = "which takes the feature `charset` to read; what is not ASCII may be wrong";

/// The text, and whether every byte of it could be read; `None` for a charset that is not known.
#[cfg(feature = "charset")]
fn decode(body: &[u8], label: &str) -> Option<(String, bool)> {
    let (text, _, replaced) = encoding_rs::Encoding::for_label(label.trim().as_bytes())?.decode(body);
    Some((text.into_owned(), !replaced))
}

#[cfg(not(feature = "charset"))]
fn decode(_: &[u8], _: &str) -> Option<(String, bool)> {
    None
}

/// The charset that a `Content-Type` header names: `text/html; charset="GBK"`.
pub(crate) fn announced(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 系统异常 and 运单号为空 in GBK.
    const SYSTEM_FAULT: &[u8] = b"\xcf\xb5\xcd\xb3\xd2\xec\xb3\xa3";

    fn read(body: &[u8], label: Option<&str>) -> (String, Vec<String>) {
        let mut notes = Notes::default();
        let text = text(body, label, &mut notes).into_owned();
        (text, notes.deviations.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn utf8_and_ascii_need_no_note_whatever_is_announced() {
        for label in [None, Some("utf-8"), Some("UTF8"), Some("GBK"), Some("nonsense")] {
            assert_eq!(read(b"{\"code\":0}", label), ("{\"code\":0}".to_owned(), vec![]), "{label:?}");
        }
        assert_eq!(read("系统异常".as_bytes(), Some("utf-8")).1.len(), 0);
        let (text, notes) = read("系统异常".as_bytes(), Some("GBK"));
        assert_eq!(text, "系统异常");
        assert_eq!(notes, ["$: expected text in UTF-8, found text announced as GBK, read as the UTF-8 it is"]);
    }

    #[test]
    fn another_charset_is_read_or_named() {
        for label in ["GBK", "gb2312", "GB18030", " gbk "] {
            let (text, notes) = read(SYSTEM_FAULT, Some(label));
            assert_eq!(text == "系统异常", cfg!(feature = "charset"), "{label}");
            assert!(notes[0].contains(label.trim()) && notes.len() == 1, "{notes:?}");
        }
        // Two bytes that are a character in UTF-8 too.
        let (text, notes) = read(b"\xcd\xb3", Some("gbk"));
        assert_eq!((text == "统", notes.len()), (cfg!(feature = "charset"), 1));
        let (_, notes) = read(SYSTEM_FAULT, None);
        assert_eq!(notes, ["$: expected text in UTF-8, found bytes that are none"]);
        let xml = [b"<?xml version='1.0' encoding='GBK' ?><a>", SYSTEM_FAULT].concat();
        assert_eq!(read(&xml, None).0.contains("系统异常"), cfg!(feature = "charset"));
    }

    #[test]
    fn a_header_names_its_charset() {
        for (header, charset) in [
            ("text/html; charset=GBK", Some("GBK")),
            ("text/html;charset=\"gb2312\"", Some("gb2312")),
            ("application/json; a=b; Charset = utf-8", Some("utf-8")),
            ("application/json", None),
            ("", None),
        ] {
            assert_eq!(announced(header), charset, "{header}");
        }
    }
}
