//! Numbers out of text, exactly: never through a binary float. The common ones here and fast, all others by the rule that the tool
//! shares, [`crate::generated::ground::number`].

use rust_decimal::Decimal;

use crate::generated::ground::number;

/// A whole number. `1.0` and `1e2` are whole, `1.5` is not; `None` also when it does not fit.
pub(crate) fn int(text: &str) -> Option<i64> {
    let (negative, body) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    if !(1..=18).contains(&body.len()) {
        return int_slow(text);
    }
    let mut value = 0_i64;
    for byte in body {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return int_slow(text);
        }
        value = value * 10 + i64::from(digit);
    }
    Some(if negative { -value } else { value })
}

#[cold]
fn int_slow(text: &str) -> Option<i64> {
    number::int(text)
}

/// An exact decimal with the digits after the point kept: `200.00` stays `200.00`. `None` when it is no number or not exact.
pub(crate) fn decimal(text: &str) -> Option<Decimal> {
    let (negative, body) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    // Fast path: at most 18 digits and no exponent, which is every amount ever paid.
    if body.len() > 19 {
        return decimal_slow(text);
    }
    let mut value = 0_i64;
    let mut scale = 0_u32;
    let mut count = 0_u32;
    let mut point = false;
    for byte in body {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            // 19 digits without a point could overflow: leave them to the slow path below.
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
            count += 1;
            scale += u32::from(point);
        } else if *byte == b'.' && !point && count > 0 {
            point = true;
        } else {
            return decimal_slow(text);
        }
    }
    if count == 0 || count > 18 || (point && scale == 0) {
        return decimal_slow(text);
    }
    Decimal::try_new(if negative { -value } else { value }, scale).ok()
}

#[cold]
fn decimal_slow(text: &str) -> Option<Decimal> {
    let (value, scale) = number::decimal(text)?;
    Decimal::try_from_i128_with_scale(value, scale).ok()
}

/// What is wrong with a text that is no such number; `what` is decimal or whole. The text itself is not quoted: it may be personal.
pub(crate) fn fault(text: &str, what: &str, example: &str) -> String {
    let why = match misplaced(text) {
        Some(_) if text.is_empty() => "the text is empty".to_owned(),
        Some(place) if place > text.chars().count() => "a digit is missing at its end".to_owned(),
        Some(place) => format!("character {place} is no digit"),
        None if decimal(text).is_some_and(|value| !value.fract().is_zero()) => {
            "there is a part after the point".to_owned()
        }
        None => "it has more digits than can be kept".to_owned(),
    };
    format!("expected a {what} number such as {example}, and {why}")
}

/// The first character, counted from 1, that stands where a digit should; one past the end when the last digit is missing.
fn misplaced(text: &str) -> Option<usize> {
    let mut rest = text.chars().enumerate().peekable();
    let mut digits = |before: &[char], after: &[char]| {
        // What may stand in front, then at least one digit, then what may come next.
        let _ = rest.next_if(|(_, c)| before.contains(c));
        if rest.next_if(|(_, c)| c.is_ascii_digit()).is_none() {
            return Err(rest.peek().map_or(text.chars().count(), |(place, _)| *place) + 1);
        }
        while rest.next_if(|(_, c)| c.is_ascii_digit()).is_some() {}
        match rest.next() {
            None => Ok(None),
            Some((_, c)) if after.contains(&c) => Ok(Some(c)),
            Some((place, _)) => Err(place + 1),
        }
    };
    let exponent = |next: Option<char>| next.is_some_and(|c| c != '.');
    let walked = digits(&['-'], &['.', 'e', 'E'])
        .and_then(|next| if next == Some('.') { digits(&[], &['e', 'E']) } else { Ok(next) })
        .and_then(|next| if exponent(next) { digits(&['-', '+'], &[]) } else { Ok(next) });
    walked.err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers() {
        let cases: &[(&str, Option<i64>)] = &[
            ("0", Some(0)),
            ("-0", Some(0)),
            ("12", Some(12)),
            ("-12", Some(-12)),
            ("007", Some(7)),
            ("9223372036854775807", Some(i64::MAX)),
            ("-9223372036854775808", Some(i64::MIN)),
            ("9223372036854775808", None),
            ("9007199254740993", Some(9_007_199_254_740_993)),
            ("1.0", Some(1)),
            ("1.5", None),
            ("1e2", Some(100)),
            ("1.25e2", Some(125)),
            ("1e-1", None),
            ("1e99999", None),
            ("200.e7", None),
            ("+1", None),
            ("+9223372036854775", None),
            ("+9223372036854775807", None),
            ("", None),
            ("-", None),
            ("1 ", None),
            ("0x10", None),
            ("１", None),
        ];
        for (text, expected) in cases {
            assert_eq!(int(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn exact_decimals_keep_their_digits() {
        let cases: &[(&str, Option<&str>)] = &[
            ("200.07", Some("200.07")),
            ("200.00", Some("200.00")),
            ("-0.50", Some("-0.50")),
            ("0", Some("0")),
            ("0.000000000000000001", Some("0.000000000000000001")),
            ("123456789012345678", Some("123456789012345678")),
            ("1234567890123456789", Some("1234567890123456789")),
            ("12345678901234567890.12345678", Some("12345678901234567890.12345678")),
            ("79228162514264337593543950335", Some("79228162514264337593543950335")),
            ("79228162514264337593543950336", None),
            ("1e3", Some("1000")),
            ("2.5E-3", Some("0.0025")),
            ("1.50e1", Some("15.0")),
            ("1e-28", Some("0.0000000000000000000000000001")),
            ("1e-29", None),
            ("10e-29", Some("0.0000000000000000000000000001")),
            ("0e999", Some("0")),
            ("200.e7", None),
            ("1.", None),
            (".5", None),
            ("1.2.3", None),
            ("--1", None),
            ("1e", None),
            ("1e+", None),
            ("e1", None),
            ("", None),
            ("-", None),
            ("NaN", None),
            ("1,000", None),
        ];
        for (text, expected) in cases {
            assert_eq!(decimal(text).map(|value| value.to_string()).as_deref(), *expected, "{text:?}");
        }
    }

    #[test]
    fn a_fault_names_the_place() {
        for (text, why) in [
            ("", "the text is empty"),
            ("-", "a digit is missing at its end"),
            ("5.", "a digit is missing at its end"),
            ("1e", "a digit is missing at its end"),
            (".5", "character 1 is no digit"),
            ("+1", "character 1 is no digit"),
            (" 1", "character 1 is no digit"),
            ("1,5", "character 2 is no digit"),
            ("200.e7", "character 5 is no digit"),
            ("1.5.2", "character 4 is no digit"),
            ("１", "character 1 is no digit"),
            ("1.5", "there is a part after the point"),
            ("9223372036854775808", "it has more digits than can be kept"),
            ("1e99", "it has more digits than can be kept"),
        ] {
            assert_eq!(int(text), None, "{text:?}");
            assert_eq!(fault(text, "whole", "1"), format!("expected a whole number such as 1, and {why}"), "{text:?}");
        }
    }
}
