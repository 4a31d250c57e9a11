//! One scalar of the wire into one field: where the declared type and the sent type are reconciled.

use crate::record::{Field, Kind, Slot, WordsSlot};
use crate::value::{Amount, DateTime, Fen, JsonText, Points, Text, Yuan, number};

/// A value of the wire that is no container. Numbers stay text, so that no digit is lost.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scalar<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    Text(&'a str),
}

/// Nearly every value is bounded by visible ASCII: look twice only at the rest.
#[inline]
pub(crate) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~'] | [b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

/// Write `scalar` into the field. False when it is of the wrong type: the field is then absent.
pub(crate) fn set(field: &Field, slot: Slot<'_>, scalar: Scalar<'_>) -> bool {
    match scalar {
        Scalar::Text(text) => set_text(field, slot, text, false),
        Scalar::Number(text) => set_text(field, slot, text, true),
        Scalar::Bool(value) => set_bool(field, slot, value),
        Scalar::Null => {
            clear(slot);
            true
        }
    }
}

/// [`set`] for a text or a number. Blank text is "nothing given" for all that is no text.
#[inline(never)]
pub(super) fn set_text(field: &Field, slot: Slot<'_>, text: &str, is_number: bool) -> bool {
    match slot {
        Slot::None => true,
        Slot::Text(target) => {
            *target = Some(Text::of(text));
            true
        }
        Slot::Int(target) => put(target, text, number::int),
        Slot::Decimal(target) => put(target, text, number::decimal),
        Slot::Yuan(target) => put(target, text, |text| number::decimal(text).map(Yuan::new)),
        Slot::Fen(target) => put(target, text, |text| number::int(text).map(Fen::new)),
        Slot::Points(target) => put(target, text, |text| number::int(text).map(Points::new)),
        Slot::Amount(target) => put(target, text, |text| number::decimal(text).map(Amount::new)),
        Slot::DateTime(target) => put(target, text, DateTime::parse),
        Slot::Bool(target) => put(target, text, read_bool),
        Slot::Json(target) => {
            *target = if text.is_empty() { None } else { Some(JsonText::from(text)) };
            true
        }
        Slot::Word(target) => {
            let text = trim(text);
            if text.is_empty() {
                target.clear();
                return true;
            }
            if field.kind == Kind::Id && !is_id(text, is_number) {
                target.clear();
                return false;
            }
            target.set(text);
            true
        }
        Slot::Words(target) => set_words(target, text, is_number),
        Slot::Record(target) => {
            target.clear();
            trim(text).is_empty()
        }
        Slot::List(target) => {
            target.clear();
            trim(text).is_empty()
        }
        Slot::Values(target) => {
            target.clear();
            trim(text).is_empty()
        }
        Slot::Map(target) => {
            target.clear();
            trim(text).is_empty()
        }
        Slot::ValueMap(target) => {
            target.clear();
            trim(text).is_empty()
        }
    }
}

/// [`set`] for `true` and `false`.
pub(super) fn set_bool(field: &Field, slot: Slot<'_>, value: bool) -> bool {
    match slot {
        Slot::None => true,
        Slot::Bool(target) => {
            *target = Some(value);
            true
        }
        slot @ (Slot::Text(_) | Slot::Json(_)) => set_text(field, slot, bool_text(value), false),
        // A status spelled as a boolean is a status still; an id is not.
        slot @ Slot::Word(_) if field.kind == Kind::Enum => set_text(field, slot, bool_text(value), false),
        slot => {
            clear(slot);
            false
        }
    }
}

/// Back to absent.
pub(super) fn clear(slot: Slot<'_>) {
    match slot {
        Slot::None => {}
        Slot::Text(target) => *target = None,
        Slot::Int(target) => *target = None,
        Slot::Decimal(target) => *target = None,
        Slot::Yuan(target) => *target = None,
        Slot::Fen(target) => *target = None,
        Slot::Points(target) => *target = None,
        Slot::Amount(target) => *target = None,
        Slot::DateTime(target) => *target = None,
        Slot::Bool(target) => *target = None,
        Slot::Json(target) => *target = None,
        Slot::Word(target) => target.clear(),
        Slot::Words(target) => target.clear(),
        Slot::Record(target) => target.clear(),
        Slot::List(target) => target.clear(),
        Slot::Values(target) => target.clear(),
        Slot::Map(target) => target.clear(),
        Slot::ValueMap(target) => target.clear(),
    }
}

#[inline(never)]
fn set_words(target: &mut dyn WordsSlot, text: &str, is_number: bool) -> bool {
    target.clear();
    let mut right = true;
    for item in text.split(',').map(str::trim).filter(|item| !item.is_empty()) {
        if target.are_ids() && !is_id(item, is_number) {
            right = false;
        } else {
            target.push(item);
        }
    }
    right
}

#[inline]
fn put<T>(target: &mut Option<T>, text: &str, read: impl FnOnce(&str) -> Option<T>) -> bool {
    let text = trim(text);
    *target = if text.is_empty() { None } else { read(text) };
    target.is_some() || text.is_empty()
}

/// Letters, digits and `-_.:`. A number is one only where it was written whole: `1.5e18` and `12.0` have been through a float, which
/// holds no long id exactly, and `null` in quotes is what a careless server makes of an absent one.
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
    const NOTHING: [&str; 4] = ["null", "undefined", "none", "nan"];
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':'))
        && NOTHING.iter().all(|word| !text.eq_ignore_ascii_case(word))
}

fn read_bool(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

fn bool_text(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// What a deviation says was expected.
pub(crate) fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Int => "a whole number",
        Kind::Decimal => "a decimal number",
        Kind::Yuan | Kind::Amount => "an amount of money",
        Kind::Fen => "a whole number of fen",
        Kind::Points => "a whole number of points",
        Kind::Bool | Kind::Flag01 => "true or false",
        Kind::DateTime => "a date or a time",
        Kind::Json => "JSON",
        Kind::Id => "an id",
        Kind::Enum => "a status word",
        Kind::Grammar => "text of entries",
        Kind::Csv => "a comma-joined list",
        Kind::Record => "an object",
        Kind::List => "a list of objects",
        Kind::Values => "a list of values",
        Kind::Map => "an object of keys and values",
    }
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
