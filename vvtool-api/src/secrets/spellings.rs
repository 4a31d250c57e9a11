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
pub(super) fn in_hex(text: &str, mark: &str, keeps: fn(u8) -> bool) -> String {
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

/// A text as letters and digits: as it is, and encoded in the ways that are in daily use.
pub(super) fn encoded(text: &str) -> Vec<String> {
    let base64 = (0..3).map(|shift| in_base64(text.as_bytes(), shift));
    [text.to_owned(), in_hex(text, "", |_| false)].into_iter().chain(base64).collect()
}

/// In reverse, encoded in the ways that few use, and what was encoded encoded once more: nothing but letters and digits, and what stands
/// for two of them in Base64.
pub(super) fn encoded_oddly(text: &str) -> Vec<String> {
    /// A word may be another one in reverse.
    const NO_WORD: usize = 10;
    let bytes = text.as_bytes();
    let mut all = Vec::new();
    if text.len() >= NO_WORD {
        all.push(text.chars().rev().collect());
    }
    all.extend((0..5).flat_map(|shift| [BASE32, BASE32_HEX].map(|letters| in_base32(bytes, shift, letters))));
    // Bytes as programs print them: `0x54 0x45`, `[84, 69]`.
    all.push(in_hex(text, "0x", |_| false));
    all.push(bytes.iter().map(u8::to_string).collect());
    // Encoded once more, where each letter is what it is.
    let in_url = in_url(text, |byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    let (base64, hex) = ([0, 1, 2].map(|shift| in_base64(bytes, shift)), in_hex(text, "", |_| false));
    let mut inner = vec![hex.to_uppercase(), hex, in_capitals(&in_url), in_url];
    inner.extend(base64.iter().map(|form| swapped(&swapped(form, '+', "-"), '/', "_")));
    inner.extend(base64);
    inner.retain(|form| form != text);
    inner.sort_unstable();
    inner.dedup();
    for form in &inner {
        all.extend((0..3).map(|shift| in_base64(form.as_bytes(), shift)));
        all.push(in_hex(form, "", |_| false));
    }
    all
}

/// The digits behind each `%` in capitals.
fn in_capitals(in_url: &str) -> String {
    let mut left = 0_u8;
    let capital = |letter: char| {
        let is_digit = left > 0;
        left = if letter == '%' { 2 } else { left.saturating_sub(1) };
        if is_digit { letter.to_ascii_uppercase() } else { letter }
    };
    in_url.chars().map(capital).collect()
}

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE32_HEX: &[u8; 32] = b"0123456789ABCDEFGHIJKLMNOPQRSTUV";

/// The text in Base32 where `shift` other bytes of five stand before it, without the letters that it shares with its neighbours.
pub(super) fn in_base32(bytes: &[u8], shift: usize, letters: &[u8; 32]) -> String {
    let bytes: Vec<u8> = core::iter::repeat_n(0, shift).chain(bytes.iter().copied()).collect();
    let all = bytes.chunks(5).flat_map(|five| {
        let word = (0..5).fold(0_u64, |word, at| word << 8 | u64::from(five.get(at).copied().unwrap_or_default()));
        [35_u32, 30, 25, 20, 15, 10, 5, 0].map(|bits| {
            let place = usize::try_from(word >> bits & 31).unwrap_or_default();
            letters.get(place).copied().map_or('A', char::from)
        })
    });
    let (first, end) = (shift.saturating_mul(8).div_ceil(5), bytes.len().saturating_mul(8) / 5);
    all.take(end).skip(first).collect()
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
