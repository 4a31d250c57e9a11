//! JSON strings: where they end, and what their escapes stand for.

/// Every byte of a word set to `byte`.
const fn spread(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The high bit of every byte that is zero; exact up to and including the first such byte, which is all that is used.
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(spread(1)) & !word & spread(0x80)
}

/// The first quote or backslash, eight bytes at a time: most strings are shorter than what a vector search needs to pay off.
#[inline]
pub(crate) fn special(bytes: &[u8]) -> Option<(usize, u8)> {
    let mut rest = bytes;
    while let Some((chunk, tail)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        let hits = zeros(word ^ spread(b'"')) | zeros(word ^ spread(b'\\'));
        if hits != 0 {
            let place = (hits.trailing_zeros() / 8) as usize;
            let byte = (word >> (place * 8)) as u8;
            return Some((bytes.len() - rest.len() + place, byte));
        }
        rest = tail;
    }
    let place = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    Some((bytes.len() - rest.len() + place, *rest.get(place)?))
}

/// The length of the escape that `bytes` begins with; `None` when it is none of JSON's.
pub(crate) fn length(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [
            _,
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't',
            ..,
        ] => Some(2),
        [_, b'u', a, b, c, d, ..] => hex4([*a, *b, *c, *d]).map(|_| 6),
        _ => None,
    }
}

/// Replace the escapes of a string that [`length`] has checked.
pub(crate) fn unescape(raw: &str, out: &mut String) {
    out.clear();
    out.reserve(raw.len());
    let mut rest = raw;
    while let Some(place) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(rest.get(..place).unwrap_or_default());
        rest = rest.get(place..).unwrap_or_default();
        // Escapes come in runs where a text is escaped at all.
        while let Some((char, length)) = one(rest.as_bytes()) {
            out.push(char);
            rest = rest.get(length..).unwrap_or_default();
        }
    }
    out.push_str(rest);
}

/// The character of the escape that `bytes` begins with, and its length.
fn one(bytes: &[u8]) -> Option<(char, usize)> {
    let char = match bytes {
        [b'\\', b'u', a, b, c, d, rest @ ..] => {
            return Some(code_point(hex4([*a, *b, *c, *d])?, rest));
        }
        [b'\\', b'b', ..] => '\u{8}',
        [b'\\', b'f', ..] => '\u{c}',
        [b'\\', b'n', ..] => '\n',
        [b'\\', b'r', ..] => '\r',
        [b'\\', b't', ..] => '\t',
        [b'\\', same @ (b'"' | b'\\' | b'/'), ..] => char::from(*same),
        _ => return None,
    };
    Some((char, 2))
}

/// A pair of surrogates is one character; a surrogate that stands alone is U+FFFD, and what follows it is read on its own.
fn code_point(unit: u16, rest: &[u8]) -> (char, usize) {
    if let Some(char) = char::from_u32(u32::from(unit)) {
        return (char, 6);
    }
    if let [b'\\', b'u', a, b, c, d, ..] = rest
        && let Some(low) = hex4([*a, *b, *c, *d])
        && let Some(Ok(char)) = char::decode_utf16([unit, low]).next()
    {
        return (char, 12);
    }
    (char::REPLACEMENT_CHARACTER, 6)
}

fn hex4(digits: [u8; 4]) -> Option<u16> {
    let mut value = 0_u32;
    for digit in digits {
        value = value << 4 | char::from(digit).to_digit(16)?;
    }
    u16::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_quote_or_backslash_at_any_place() {
        for length in 0..40 {
            let plain = "é".repeat(20);
            let mut bytes = plain.as_bytes()[..length].to_vec();
            assert_eq!(special(&bytes), None);
            bytes.extend(b"\\..\"");
            assert_eq!(special(&bytes), Some((length, b'\\')));
        }
        assert_eq!(special(b"#!]\x80\x22"), Some((4, b'"')));
    }

    #[test]
    fn escapes_are_read_and_lone_surrogates_replaced() {
        let cases = [
            (r#"a\"b\\c\/d"#, "a\"b\\c/d"),
            (r"\b\f\n\r\t", "\u{8}\u{c}\n\r\t"),
            (r"\u4e2d\u6587x\u0041", "中文xA"),
            (r"\ud83d\ude00!", "😀!"),
            (r"\uD83D\uDE00", "😀"),
            (r"\ud83d", "\u{fffd}"),
            (r"\ud83dx", "\u{fffd}x"),
            (r"\ud83d\n", "\u{fffd}\n"),
            (r"\ude00\ud83d", "\u{fffd}\u{fffd}"),
            (r"\ud83d\ud83d\ude00", "\u{fffd}😀"),
            (r"\ud83d\u0041", "\u{fffd}A"),
            (r"\u0000", "\0"),
        ];
        for (raw, expected) in cases {
            let mut out = String::from("left over");
            unescape(raw, &mut out);
            assert_eq!(out, expected, "{raw}");
        }
    }

    #[test]
    fn what_is_no_escape_has_no_length() {
        for raw in [r"\x", r"\u12", r"\u12g4", r"\", r"\u+123", r"\U1234"] {
            assert_eq!(length(raw.as_bytes()), None, "{raw}");
        }
    }
}
