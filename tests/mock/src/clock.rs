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

/// Seconds since 1970 of a `yyyy-MM-dd HH:mm:ss` in GMT+8. Only exactly that form.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let (day, time) = text.split_once(' ')?;
    let (year, day) = day.split_once('-')?;
    let (month, day) = day.split_once('-')?;
    let day = calendar::days_since_1970(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let mut second = 0;
    for part in time.split(':') {
        second = i64::from(part.parse::<i8>().ok()?).saturating_add(i64::saturating_mul(second, 60));
    }
    let seconds = day * DAY + second - AHEAD;
    // Whatever is not there, or is written in another way, reads back as something else.
    (gmt8(seconds) == text).then_some(seconds)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gmt8_there_and_back() {
        assert_eq!(gmt8(0), "1970-01-01 08:00:00");
        assert_eq!(parse("1970-01-01 08:00:00"), Some(0));
        assert_eq!(parse(&gmt8(1_764_000_000)), Some(1_764_000_000));
    }

    #[test]
    fn only_the_documented_form() {
        for text in [
            "",
            "1970-01-01",
            "1970-1-1 8:0:0",
            "1970-01-01T08:00:00",
            "1970-13-01 08:00:00",
            "2023-02-29 08:00:00",
            "1970-01-01 24:00:00",
            "1970-01-01 08:00",
            "+970-01-01 08:00:00",
            " 1970-01-01 08:00:00",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
