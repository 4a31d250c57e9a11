//! How a platform may write what it was sent.

/// A text whose parts are joined by another sign, or by none: `a-b` as `a_b`, `a b`, `ab`, or with one of the dashes that word processors
/// make of it.
pub(super) fn joined(text: &str) -> Vec<String> {
    const JOINTS: [&str; 10] = ["", "_", "-", " ", ".", ":", "\u{2010}", "\u{2011}", "\u{2013}", "\u{2014}"];
    // What was signed has all signs, and is never written otherwise.
    if text.len() > 200 || !text.contains(['-', '_']) {
        return Vec::new();
    }
    JOINTS.iter().map(|joint| text.replace(['-', '_'], joint)).collect()
}

/// How a platform may write what it was sent: as it is, in a URL, in a form, in JSON of different makers, in HTML, as bytes.
pub(super) fn spelled(text: &str, all: &mut Vec<Box<str>>) {
    let inside = |quoted: &str| quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned();
    let in_json = inside(&serde_json::Value::from(text).to_string());
    let mut in_html = text.to_owned();
    for (sign, name) in [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;")] {
        in_html = swapped(&in_html, sign, name);
    }
    let own = in_url(text, |byte| byte.is_ascii_alphanumeric());
    let mut add = |spelling: String| all.push(spelling.into());
    add(swapped(&in_url(text, |byte| byte.is_ascii_alphanumeric() || b"-*._ ".contains(&byte)), ' ', "+"));
    // Those of RFC 3986 and of JavaScript, none at all; what was encoded already, encoded once more; its own letters.
    add(in_url(text, |byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)));
    add(in_url(text, |byte| byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte)));
    add(in_url(text, |_| false));
    add(in_hex(text, "", |_| false));
    add(in_url(&own, |byte| byte.is_ascii_alphanumeric()));
    add(own);
    add(inside(&format!("{text:?}")));
    // JSON inside a text of JSON.
    add(swapped(&swapped(&in_json, '\\', "\\\\"), '"', "\\\""));
    add(swapped(&in_html, '\'', "&#039;"));
    add(swapped(&in_html, '\'', "&#39;"));
    add(in_html);
    add(text.to_owned());
    // PHP escapes slashes, and some escape all that is not ASCII.
    for escaped in [in_ascii(&in_json), in_json] {
        add(swapped(&escaped, '/', "\\/"));
        add(escaped);
    }
    for shift in 0..3 {
        let base64 = in_base64(text.as_bytes(), shift);
        add(swapped(&swapped(&base64, '+', "-"), '/', "_"));
        add(base64);
    }
}

/// With another text in the place of a sign. Once: the library's is compiled again wherever it is called.
#[inline(never)]
fn swapped(text: &str, sign: char, other: &str) -> String {
    text.replace(sign, other)
}

pub(super) fn in_url(text: &str, keeps: fn(u8) -> bool) -> String {
    in_hex(text, "%", keeps)
}

/// Each byte in hexadecimal behind a mark, unless it is kept. What was signed is long, so nothing is allocated per byte.
#[inline(never)]
fn in_hex(text: &str, mark: &str, keeps: fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len().saturating_mul(mark.len().saturating_add(2)));
    for byte in text.bytes() {
        if keeps(byte) {
            out.push(char::from(byte));
            continue;
        }
        out.push_str(mark);
        out.extend([byte >> 4, byte & 15].into_iter().filter_map(|digit| char::from_digit(digit.into(), 16)));
    }
    out
}

/// JSON without a character outside ASCII.
fn in_ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for unit in json.encode_utf16() {
        match u8::try_from(unit) {
            Ok(ascii) if ascii.is_ascii() => out.push(char::from(ascii)),
            _ => out.push_str(&format!("\\u{unit:04x}")),
        }
    }
    out
}

/// The text in Base64 where `shift` other bytes of three stand before it, without the letters that it shares with its neighbours.
pub(super) fn in_base64(bytes: &[u8], shift: usize) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes: Vec<u8> = core::iter::repeat_n(0, shift).chain(bytes.iter().copied()).collect();
    let letters = bytes.chunks(3).flat_map(|three| {
        let word = (0..3).fold(0, |word, at| word << 8 | usize::from(three.get(at).copied().unwrap_or_default()));
        [18, 12, 6, 0].map(|bits| LETTERS.get(word >> bits & 63).copied().map_or('A', char::from))
    });
    let (first, end) = (shift.saturating_mul(8).div_ceil(6), bytes.len().saturating_mul(8) / 6);
    letters.take(end).skip(first).collect()
}
