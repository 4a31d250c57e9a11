//! The platform's clock: GMT+8, whatever zone the machine is in.

use std::time::{SystemTime, UNIX_EPOCH};

use vvtool_codegen::calendar;

/// Seconds by which the platform's clock is ahead.
const AHEAD: i64 = 8 * 3600;
const DAY: i64 = 86_400;

/// Seconds since 1970 of now.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// The platform's day: a number of days.
pub(crate) fn day(unix_seconds: i64) -> i64 {
    unix_seconds.saturating_add(AHEAD).div_euclid(DAY)
}

/// `yyyy-MM-dd HH:mm:ss` in GMT+8.
#[must_use]
pub fn gmt8(unix_seconds: i64) -> String {
    let here = unix_seconds.saturating_add(AHEAD);
    let Some((year, month, day)) = calendar::day_of(here.div_euclid(DAY)) else { return String::new() };
    let second = here.rem_euclid(DAY);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

/// Seconds of a date and time in a form that fields have, from any zone: `2026-11-28 10:00:00`, `2026-11-28 10:00`, `2026-11-28`,
/// `20261128`.
pub(crate) fn moment(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let part = |from: usize, to: usize| digits.get(from..to).map_or(Some(0), |part| part.parse::<i64>().ok());
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let days = calendar::days_since_1970(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    (digits.len() >= 8).then_some(days * 86_400 + part(8, 10)? * 3_600 + part(10, 12)? * 60 + part(12, 14)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vvtool_codegen::model::time_form::TimeForm;

    #[test]
    fn gmt8_there_and_back() {
        let form = TimeForm::of("yyyy-MM-dd HH:mm:ss").unwrap();
        assert_eq!(gmt8(0), "1970-01-01 08:00:00");
        for moment in [0, 1_764_000_000] {
            assert_eq!(form.read(&gmt8(moment), 480), Some(moment));
        }
    }
}
