//! Numbers, dates, booleans and ids: the texts that the decoder of a running program takes. `tests/fixtures/lexical.json` is run against both.

use std::time::{SystemTime, UNIX_EPOCH};

pub use crate::id::is_id;
use crate::number::digits;
use crate::{calendar, number};

/// A whole number of 64 bits. `1.0` and `1e2` are whole, `1.5` is not.
pub fn is_int(text: &str) -> bool {
    number::int(text).is_some()
}

/// Digits behind a zero, `0571`: what is sent as a number loses it.
pub fn is_padded(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.strip_prefix('0').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// A number that a decimal holds exactly: `200.07`, `2.5e-3`. At least one digit on every side: `.5`, `5.`, `+1` are no numbers.
pub fn is_decimal(text: &str) -> bool {
    number::decimal(text).is_some()
}

/// `true`, `false` in any case, `1`, `0`.
pub fn is_bool(text: &str) -> bool {
    matches!(text, "1" | "0") || text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

/// `1` or `0`, as a request sends a flag.
pub fn is_flag(text: &str) -> bool {
    matches!(text, "1" | "0")
}

/// What a header can hold: visible ASCII, with blanks inside.
pub fn is_header_text(text: &str) -> bool {
    text.trim() == text && text.chars().all(|c| c.is_ascii_graphic() || c == ' ')
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
    let small = |text: &str| fixed(text, 2).and_then(|number| i8::try_from(number).ok());
    let (Some(year), Some(month), Some(day)) = (fixed(year, 4), small(month), small(day)) else { return false };
    (1..=calendar::days_in(year, month)).contains(&day)
}

fn is_time(text: &str, parts: usize) -> bool {
    let numbers: Vec<Option<i16>> = text.split(':').map(|part| fixed(part, 2)).collect();
    let in_range =
        |(index, number): (usize, &Option<i16>)| number.is_some_and(|number| number < if index == 0 { 24 } else { 60 });
    numbers.len() == parts && numbers.iter().enumerate().all(in_range)
}

fn fixed(text: &str, length: usize) -> Option<i16> {
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
