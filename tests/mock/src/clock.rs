//! The platform's clock: GMT+8, whatever zone the machine is in.

use std::time::{SystemTime, UNIX_EPOCH};

use vvtool_codegen::calendar;
use vvtool_codegen::model::signing::{Part, TimeForm};

/// Seconds by which the platform's clock is ahead.
const AHEAD: i64 = 8 * 3600;
const DAY: i64 = 86_400;

/// Seconds since 1970 of now.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// Seconds since 1970 of a time that a spec's form writes.
pub(crate) fn read(text: &str, form: &TimeForm, ahead: i16) -> Option<i64> {
    let parts = match form {
        TimeForm::UnixSeconds => return text.parse().ok(),
        TimeForm::UnixMillis => return Some(text.parse::<i64>().ok()?.div_euclid(1000)),
        TimeForm::Parts(parts) => parts,
    };
    let mut rest = text;
    let (mut year, mut month, mut day, mut second) = (1970, 1, 1, 0);
    for part in parts {
        let length = match part {
            Part::Literal(literal) => {
                rest = rest.strip_prefix(literal.as_str())?;
                continue;
            }
            Part::Year => 4,
            Part::Millis => 3,
            _ => 2,
        };
        let (digits, behind) = rest.split_at_checked(length)?;
        let number: i16 = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
        match part {
            Part::Year => year = number,
            Part::Month => month = i8::try_from(number).ok()?,
            Part::Day => day = i8::try_from(number).ok()?,
            Part::Hour if number < 24 => second += i64::from(number) * 3600,
            Part::Minute if number < 60 => second += i64::from(number) * 60,
            Part::Second if number < 60 => second += i64::from(number),
            Part::Millis | Part::Literal(_) => {}
            Part::Hour | Part::Minute | Part::Second => return None,
        }
        rest = behind;
    }
    // A day that no calendar has comes back as another.
    let days = calendar::days_since_1970(year, month, day);
    let exists = rest.is_empty() && calendar::day_of(days) == Some((year, month, day));
    exists.then_some(days * DAY + second - i64::from(ahead) * 60)
}

/// A time as a spec's form writes it.
pub(crate) fn written(unix_seconds: i64, form: &TimeForm, ahead: i16) -> String {
    let parts = match form {
        TimeForm::UnixSeconds => return unix_seconds.to_string(),
        TimeForm::UnixMillis => return unix_seconds.saturating_mul(1000).to_string(),
        TimeForm::Parts(parts) => parts,
    };
    let here = unix_seconds.saturating_add(i64::from(ahead) * 60);
    let Some((year, month, day)) = calendar::day_of(here.div_euclid(DAY)) else { return String::new() };
    let second = here.rem_euclid(DAY);
    let part = |part: &Part| match part {
        Part::Year => format!("{year:04}"),
        Part::Month => format!("{month:02}"),
        Part::Day => format!("{day:02}"),
        Part::Hour => format!("{:02}", second / 3600),
        Part::Minute => format!("{:02}", second / 60 % 60),
        Part::Second => format!("{:02}", second % 60),
        Part::Millis => "000".to_owned(),
        Part::Literal(literal) => literal.clone(),
    };
    parts.iter().map(part).collect()
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
    use vvtool_codegen::model::signing::parts;

    fn parse(text: &str) -> Option<i64> {
        read(text, &TimeForm::Parts(parts("yyyy-MM-dd HH:mm:ss").unwrap()), 480)
    }

    #[test]
    fn gmt8_there_and_back() {
        assert_eq!(gmt8(0), "1970-01-01 08:00:00");
        assert_eq!(parse("1970-01-01 08:00:00"), Some(0));
        assert_eq!(parse(&gmt8(1_764_000_000)), Some(1_764_000_000));
    }

    #[test]
    fn a_time_is_read_as_it_is_written() {
        for form in ["yyyy-MM-dd HH:mm:ss", "yyyyMMddHHmmss", "dd/MM/yyyy HH:mm:ss.SSS"] {
            let form = TimeForm::Parts(parts(form).unwrap());
            for ahead in [0, 480, -330] {
                let text = written(1_764_000_000, &form, ahead);
                assert_eq!(read(&text, &form, ahead), Some(1_764_000_000), "{text}");
            }
        }
        assert_eq!(read("1764000000", &TimeForm::UnixSeconds, 0), Some(1_764_000_000));
        assert_eq!(read("1764000000999", &TimeForm::UnixMillis, 0), Some(1_764_000_000));
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
