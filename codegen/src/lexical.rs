//! Numbers, dates and booleans: the texts that the decoder of a running program takes. `tests/fixtures/lexical.json` is run against both.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::calendar;

/// Largest number that a decimal's 96 bits hold.
const MAX_DECIMAL: i128 = (1 << 96) - 1;
/// Most digits behind its point.
const MAX_SCALE: i32 = 28;

/// A whole number of 64 bits. `1.0` and `1e2` are whole, `1.5` is not.
pub fn is_int(text: &str) -> bool {
    if text.parse::<i64>().is_ok() {
        return !text.starts_with('+');
    }
    let Some((value, scale)) = decimal(text) else { return false };
    let one = 10_i128.pow(scale);
    value % one == 0 && i64::try_from(value / one).is_ok()
}

/// A number that a decimal holds exactly: `200.07`, `2.5e-3`. At least one digit on every side: `.5`, `5.`, `+1` are no numbers.
pub fn is_decimal(text: &str) -> bool {
    decimal(text).is_some()
}

/// Digits, and how many of them are behind the point.
fn decimal(text: &str) -> Option<(i128, u32)> {
    let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, power(exponent)?),
        None => (rest, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, digits(fraction)?),
        None => (mantissa, ""),
    };
    let mut scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
    let mut value = 0_i128;
    for byte in digits(whole)?.bytes().chain(fraction.bytes()) {
        value = value.checked_mul(10)?.checked_add(i128::from(byte - b'0'))?;
    }
    if value == 0 {
        scale = scale.clamp(0, MAX_SCALE);
    }
    while scale < 0 {
        value = value.checked_mul(10)?;
        scale += 1;
    }
    while scale > MAX_SCALE {
        if value % 10 != 0 {
            return None;
        }
        value /= 10;
        scale -= 1;
    }
    let scale = u32::try_from(scale).ok()?;
    (value <= MAX_DECIMAL).then_some((if negative { -value } else { value }, scale))
}

fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

/// An exponent; more than four digits are beyond anything that could be exact.
fn power(text: &str) -> Option<i32> {
    let (sign, rest) = match text.as_bytes().first() {
        Some(b'-') => (-1, text.get(1..)?),
        Some(b'+') => (1, text.get(1..)?),
        _ => (1, text),
    };
    let trimmed = digits(rest)?.trim_start_matches('0');
    match trimmed.len() {
        0 => Some(0),
        1..=4 => trimmed.parse::<i32>().ok().map(|value| sign * value),
        _ => None,
    }
}

/// `true`, `false` in any case, `1`, `0`.
pub fn is_bool(text: &str) -> bool {
    matches!(text, "1" | "0") || text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

/// `1` or `0`, as a request sends a flag.
pub fn is_flag(text: &str) -> bool {
    matches!(text, "1" | "0")
}

/// One of the forms of the documents, with a date and a time that exist.
pub fn is_datetime(text: &str) -> bool {
    match text.split_once(' ') {
        Some((day, time)) => is_day(day) && (is_time(time, 3) || is_time(time, 2)),
        None => is_day(text) || is_compact_day(text) || is_time(text, 2),
    }
}

/// `2026-11-21`
pub fn is_day(text: &str) -> bool {
    let mut parts = text.split('-');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day), None) => is_date(year, month, day),
        _ => false,
    }
}

fn is_compact_day(text: &str) -> bool {
    match (text.get(..4), text.get(4..6), text.get(6..)) {
        (Some(year), Some(month), Some(day)) => is_date(year, month, day),
        _ => false,
    }
}

fn is_date(year: &str, month: &str, day: &str) -> bool {
    let small = |text: &str| number(text, 2).and_then(|number| i8::try_from(number).ok());
    let (Some(year), Some(month), Some(day)) = (number(year, 4), small(month), small(day)) else { return false };
    (1..=calendar::days_in(year, month)).contains(&day)
}

fn is_time(text: &str, parts: usize) -> bool {
    let numbers: Vec<Option<i16>> = text.split(':').map(|part| number(part, 2)).collect();
    let in_range =
        |(index, number): (usize, &Option<i16>)| number.is_some_and(|number| number < if index == 0 { 24 } else { 60 });
    numbers.len() == parts && numbers.iter().enumerate().all(in_range)
}

fn number(text: &str, length: usize) -> Option<i16> {
    digits(text).filter(|text| text.len() == length)?.parse().ok()
}

/// The day of a moment, in UTC: `2026-11-21`.
pub fn day_of(moment: SystemTime) -> String {
    // A clock before 1970 or beyond the calendar's years is set wrong; the first day is as good as any.
    let seconds = moment.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let day = i64::try_from(seconds / 86_400).ok().and_then(calendar::day_of);
    let (year, month, day) = day.unwrap_or((1970, 1, 1));
    format!("{year:04}-{month:02}-{day:02}")
}

/// Today in UTC.
pub fn today() -> String {
    day_of(SystemTime::now())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn days_of_the_calendar() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (951_782_399, "2000-02-28"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_700_000_000, "2023-11-14"),
            (1_798_675_200, "2026-12-31"),
        ] {
            assert_eq!(day_of(UNIX_EPOCH + Duration::from_secs(seconds)), day);
        }
    }

    #[test]
    fn the_table_that_the_decoder_reads_too() {
        let table: serde_json::Value = serde_json::from_str(include_str!("../../tests/fixtures/lexical.json")).unwrap();
        for row in table.as_array().unwrap() {
            let (text, takes) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
            for (kind, is) in [
                ("int", is_int as fn(&str) -> bool),
                ("decimal", is_decimal),
                ("bool", is_bool),
                ("datetime", is_datetime),
            ] {
                assert_eq!(is(text), takes.split(' ').any(|each| each == kind), "{text:?} as {kind}");
            }
        }
    }
}
