//! JSON strings: where they end, and what their escapes stand for.

/// Every byte of a word set to `byte`.
pub(super) const fn spread(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The high bit of every byte that is zero; exact up to and including the first such byte, which is all that is used.
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(spread(1)) & !word & spread(0x80)
}

/// The first quote or backslash. Nearly all strings, ids and times among them, end within three words, where a vector search would not
/// pay off; long ones get it.
#[inline]
pub(crate) fn special(bytes: &[u8]) -> Option<(usize, u8)> {
    const WORDS: usize = 3;
    if let Some(words) = bytes.first_chunk::<{ WORDS * 8 }>() {
        for (number, chunk) in words.as_chunks::<8>().0.iter().enumerate() {
            let word = u64::from_le_bytes(*chunk);
            let hits = zeros(word ^ spread(b'"')) | zeros(word ^ spread(b'\\'));
            if hits != 0 {
                let place = (hits.trailing_zeros() / 8) as usize;
                return Some((number * 8 + place, (word >> (place * 8)) as u8));
            }
        }
    }
    let place = special_after(bytes, if bytes.len() < WORDS * 8 { 0 } else { WORDS * 8 })?;
    Some((place, *bytes.get(place)?))
}

/// The same from `start` on.
#[inline(never)]
fn special_after(bytes: &[u8], start: usize) -> Option<usize> {
    Some(start + memchr::memchr2(b'"', b'\\', bytes.get(start..)?)?)
}

/// What a text has that JSON does not allow, and that loses nothing else of the reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dirt {
    /// A lone surrogate.
    Surrogate,
    /// A backslash before something that makes no escape.
    Escape,
}

impl Dirt {
    pub(crate) fn expected(self) -> &'static str {
        match self {
            Self::Surrogate => "text in Unicode",
            Self::Escape => "text with the escapes of JSON",
        }
    }

    /// How it was read.
    pub(crate) fn found(self) -> &'static str {
        match self {
            Self::Surrogate => "a lone surrogate, read as U+FFFD",
            Self::Escape => "another escape, kept as it stands",
        }
    }
}

/// Put the text up to the closing quote into `out`, escapes replaced; what is none stays as it stands, which leaves the closing quote
/// where it is. The length consumed, the quote included, and what was not as it should be; or, as an error, the end where the quote is
/// missing.
pub(crate) fn unescape(raw: &str, out: &mut String) -> Result<(usize, Option<Dirt>), usize> {
    out.clear();
    out.reserve(64);
    let bytes = raw.as_bytes();
    // What is copied next begins at `run`; what is looked at next, at `at`.
    let (mut run, mut at) = (0, 0);
    let mut dirt = None;
    loop {
        let Some((length, byte)) = special(bytes.get(at..).unwrap_or_default()) else {
            out.push_str(raw.get(run..).unwrap_or_default());
            return Err(raw.len());
        };
        at += length;
        out.push_str(raw.get(run..at).unwrap_or_default());
        if byte == b'"' {
            return Ok((at + 1, dirt));
        }
        run = at;
        // Escapes come in runs where a text is escaped at all.
        while let [b'\\', rest @ ..] = bytes.get(at..).unwrap_or_default() {
            if let [b'"' | b'\\' | b'/', ..] = rest {
                // Stands for itself: the next run begins with it.
                run = at + 1;
                at += 2;
                break;
            }
            let Some((char, length)) = one(rest) else {
                dirt = Some(Dirt::Escape);
                at += 1;
                break;
            };
            if char == char::REPLACEMENT_CHARACTER {
                dirt = dirt.or((!is_spelled(rest)).then_some(Dirt::Surrogate));
            }
            out.push(char);
            at += length;
            run = at;
        }
    }
}

/// The character of the escape whose backslash stands before `bytes`, and the length of the whole.
fn one(bytes: &[u8]) -> Option<(char, usize)> {
    let char = match bytes {
        [b'u', a, b, c, d, rest @ ..] => {
            return Some(code_point(hex4([*a, *b, *c, *d])?, rest));
        }
        [b'b', ..] => '\u{8}',
        [b'f', ..] => '\u{c}',
        [b'n', ..] => '\n',
        [b'r', ..] => '\r',
        [b't', ..] => '\t',
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

/// The escape is that of U+FFFD itself: nothing was replaced.
#[cold]
fn is_spelled(escape: &[u8]) -> bool {
    escape.get(1..5).is_some_and(|digits| digits.eq_ignore_ascii_case(b"fffd"))
}

fn hex4([a, b, c, d]: [u8; 4]) -> Option<u16> {
    let digit = |byte: u8| HEX.get(usize::from(byte)).copied().map_or(NO_DIGIT, u16::from);
    let (a, b, c, d) = (digit(a), digit(b), digit(c), digit(d));
    // What is no digit has bits that no digit has.
    if (a | b | c | d) > 0xF { None } else { Some(a << 12 | b << 8 | c << 4 | d) }
}

const NO_DIGIT: u16 = 0xFF;

/// The value of every hexadecimal digit.
#[allow(clippy::indexing_slicing, reason = "runs at compile time, where a slip stops the build")]
const HEX: [u8; 256] = {
    let mut table = [NO_DIGIT as u8; 256];
    let mut value = 0;
    while value < 16 {
        table[b"0123456789abcdef"[value] as usize] = value as u8;
        table[b"0123456789ABCDEF"[value] as usize] = value as u8;
        value += 1;
    }
    table
};

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
            (r"\uFFFD\ufffd", "\u{fffd}\u{fffd}"),
        ];
        for (raw, expected) in cases {
            let lone = expected.contains('\u{fffd}') && !raw.contains("FFFD");
            let mut out = String::from("left over");
            assert_eq!(unescape(raw, &mut out), Err(raw.len()), "no quote at the end");
            assert_eq!(out, expected, "{raw}");
            assert_eq!(
                unescape(&format!("{raw}\" more"), &mut out),
                Ok((raw.len() + 1, lone.then_some(Dirt::Surrogate)))
            );
            assert_eq!(out, expected, "{raw}");
        }
    }

    #[test]
    fn what_is_no_escape_is_kept_as_it_stands() {
        let cases = [
            (r"\x41", r"\x41"),
            (r"\u12", r"\u12"),
            (r"\u12g4", r"\u12g4"),
            (r"\u+123", r"\u+123"),
            (r"\U1234", r"\U1234"),
            (r"\ud83d\u12", "\u{fffd}\\u12"),
            (r"\u12\ud83d", "\\u12\u{fffd}"),
            (r"\'\n", "\\'\n"),
            (r"\q\q\\q", r"\q\q\q"),
            (r#"\q\"\q"#, "\\q\"\\q"),
            (r"C:\photos\\new", r"C:\photos\new"),
            (r"\é\中", r"\é\中"),
        ];
        for (raw, expected) in cases {
            let mut out = String::new();
            let raw = format!("ab{raw}\"");
            assert_eq!(unescape(&format!("{raw}\"more\""), &mut out), Ok((raw.len(), Some(Dirt::Escape))), "{raw}");
            assert_eq!(out, format!("ab{expected}"));
        }
        for cut in [r"\", r"\u", r"\u1", r"a\x", r#"\x\""#] {
            assert_eq!(unescape(cut, &mut String::new()), Err(cut.len()), "{cut}");
        }
    }
}
