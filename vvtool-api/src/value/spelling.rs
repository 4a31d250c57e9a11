//! How the wire spells values: blanks around them, and what an id is. The common ids here and fast, all others by the rule that the tool
//! shares, [`crate::generated::ground::id`].

use crate::generated::ground::id;

/// Nearly every value is bounded by visible ASCII: look twice only at the rest.
#[inline]
pub(crate) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~'] | [b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

/// An id as it is compared: a platform that reads it as a number drops the zeros before it.
pub(crate) fn plain(id: &str) -> &str {
    let id = id.trim();
    if id.bytes().all(|byte| byte.is_ascii_digit()) { id.trim_start_matches('0') } else { id }
}

/// A number is an id only where it was written whole: `1.5e18` and `12.0` have been through a float, which holds no long id exactly.
#[inline]
pub(crate) fn is_id(text: &str, is_number: bool) -> bool {
    all_digits(text.as_bytes()) || is_rare_id(text, is_number)
}

/// Eight at a time: nearly every id is digits only.
#[inline]
fn all_digits(bytes: &[u8]) -> bool {
    // What is left of a word when the digits are taken away.
    let rest = |chunk: &[u8; 8]| {
        let word = u64::from_le_bytes(*chunk);
        const HIGH: u64 = u64::from_le_bytes([0xF0; 8]);
        const THREES: u64 = u64::from_le_bytes([0x30; 8]);
        (word ^ THREES | word.wrapping_add(u64::from_le_bytes([6; 8])) ^ THREES) & HIGH
    };
    match (bytes.last_chunk::<8>(), bytes.as_chunks::<8>().0) {
        // The last word overlaps those before it.
        (Some(last), chunks) => chunks.iter().fold(rest(last), |all, chunk| all | rest(chunk)) == 0,
        (None, _) => !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit),
    }
}

#[inline(never)]
fn is_rare_id(text: &str, is_number: bool) -> bool {
    if is_number {
        return all_digits(text.strip_prefix('-').unwrap_or(text).as_bytes());
    }
    id::is_id(text)
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn ids_are_letters_digits_and_four_marks() {
        for text in ["1", "12345678", "1234567890123456789", "-5", "a", "AAH-x_1.2:3", "0"] {
            assert!(is_id(text, false), "{text}");
        }
        for text in [
            "",
            "null",
            "NULL",
            "undefined",
            "None",
            "NaN",
            "1 2",
            "1\n2",
            "1,2",
            "a/b",
            "<b>",
            "{}",
            "1\u{202e}2",
            "1\u{200b}",
            "1\0",
        ] {
            assert!(!is_id(text, false), "{text:?}");
        }
        for (number, whole) in
            [("12", true), ("-12", true), ("12.0", false), ("1.5e18", false), ("1e400", false), ("-0.1", false)]
        {
            assert_eq!(is_id(number, true), whole, "{number}");
        }
        // A wrong byte at every place of every length.
        for length in 1..40 {
            for at in 0..length {
                for wrong in [b'/', b'?', b' '] {
                    let mut text = vec![b'7'; length];
                    text[at] = wrong;
                    assert!(!is_id(core::str::from_utf8(&text).unwrap(), false), "{length} {at}");
                }
            }
        }
    }
}
