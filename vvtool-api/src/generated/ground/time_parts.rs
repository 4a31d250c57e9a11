//! Times that are spelled in parts, as documents write them: `yyyyMMddHHmmss`. Every part has its length, so there is one way to read a text.
//!
//! The runtime holds a verbatim copy, written by `vvspec generate`.

use std::fmt::Write as _;

use super::calendar;

/// A part of a time, or what stands between two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<L> {
    /// `yyyy`
    Year,
    /// `MM`
    Month,
    /// `dd`
    Day,
    /// `HH`
    Hour,
    /// `mm`
    Minute,
    /// `ss`
    Second,
    /// `SSS`
    Millis,
    /// Stands for itself.
    Literal(L),
}

/// A day and a time of day to the second, in whatever zone the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// 0 to 9999
    pub year: i16,
    /// 1 to 12
    pub month: i8,
    /// 1 to 31
    pub day: i8,
    /// 0 to 23
    pub hour: i8,
    /// 0 to 59
    pub minute: i8,
    /// 0 to 59
    pub second: i8,
}

/// The time of a text, where there is such a day and such a time. What the parts do not say is the first of its kind, of 1970.
pub fn read<L: AsRef<str>>(parts: &[Part<L>], text: &str) -> Option<Moment> {
    let mut time = Moment { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
    let mut rest = text;
    for part in parts {
        let length = match part {
            Part::Literal(literal) => {
                rest = rest.strip_prefix(literal.as_ref())?;
                continue;
            }
            Part::Year => 4,
            Part::Millis => 3,
            Part::Month | Part::Day | Part::Hour | Part::Minute | Part::Second => 2,
        };
        let (digits, behind) = rest.split_at_checked(length)?;
        let number: i16 = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
        let small = i8::try_from(number);
        match part {
            Part::Year => time.year = number,
            Part::Month => time.month = small.ok()?,
            Part::Day => time.day = small.ok()?,
            Part::Hour => time.hour = small.ok()?,
            Part::Minute => time.minute = small.ok()?,
            Part::Second => time.second = small.ok()?,
            Part::Millis | Part::Literal(_) => {}
        }
        rest = behind;
    }
    let Moment { year, month, day, hour, minute, second } = time;
    let exists = (1..=calendar::days_in(year, month)).contains(&day) && hour < 24 && minute < 60 && second < 60;
    (rest.is_empty() && exists).then_some(time)
}

/// A time as the parts write it.
pub fn written<L: AsRef<str>>(parts: &[Part<L>], time: Moment, millis: u32) -> String {
    let mut text = String::with_capacity(24);
    for part in parts {
        // Writing to a String cannot fail.
        let _ = match part {
            Part::Year => write!(text, "{:04}", time.year),
            Part::Month => write!(text, "{:02}", time.month),
            Part::Day => write!(text, "{:02}", time.day),
            Part::Hour => write!(text, "{:02}", time.hour),
            Part::Minute => write!(text, "{:02}", time.minute),
            Part::Second => write!(text, "{:02}", time.second),
            Part::Millis => write!(text, "{millis:03}"),
            Part::Literal(literal) => text.write_str(literal.as_ref()),
        };
    }
    text
}
