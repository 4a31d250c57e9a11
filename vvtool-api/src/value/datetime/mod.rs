//! Dates and times of day as the documents write them, always China Standard Time.

mod convert;
mod form;
mod http;
#[cfg(test)]
mod tests;

use core::fmt;
use core::str::FromStr;

#[cfg(feature = "sign")]
pub(crate) use self::form::written;
pub use self::form::{Part, TimeForm};
pub(crate) use self::http::http_date;
use super::InvalidValue;
use crate::generated::ground::calendar;

/// A date, a time of day or both, in GMT+8 whatever the zone of the machine.
///
/// Nothing is made up: what the wire left out stays absent, and `Display` prints the form it came in.
///
/// It converts to and from [`SystemTime`](std::time::SystemTime), and with the features `jiff`, `chrono` and `time` to and from the
/// types of those crates: a type with a zone or an offset is the same moment, whatever its zone; a type without one is the date and
/// the time of day in GMT+8. A day without a time is its midnight; a time of day alone converts to nothing.
///
/// ```
/// use std::time::{Duration, SystemTime, UNIX_EPOCH};
/// use vvtool_api::DateTime;
///
/// let paid: DateTime = "2021-04-01 17:46:43".parse()?;
/// assert_eq!(SystemTime::try_from(paid)?, UNIX_EPOCH + Duration::from_secs(1_617_270_403));
/// assert_eq!(DateTime::try_from(UNIX_EPOCH)?.to_string(), "1970-01-01 08:00:00");
///
/// let clock: DateTime = "17:46".parse()?;
/// let error = SystemTime::try_from(clock).unwrap_err();
/// assert_eq!(error.to_string(), "not a valid SystemTime: a time of day alone is no moment");
/// # Ok::<(), vvtool_api::InvalidValue>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    year: i16,
    month: i8,
    day: i8,
    hour: i8,
    minute: i8,
    second: i8,
    form: Form,
}

/// The five documented spellings.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Form {
    /// `yyyy-MM-dd HH:mm:ss`
    Seconds,
    /// `yyyy-MM-dd HH:mm`
    Minutes,
    /// `yyyy-MM-dd`
    Day,
    /// `yyyyMMdd`
    CompactDay,
    /// `HH:mm`
    Clock,
}

/// What stands where a form has nothing to say.
const NOTHING: DateTime = DateTime { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, form: Form::Day };

/// Seconds by which GMT+8 is ahead. China Standard Time has no summer time.
pub(crate) const AHEAD: i64 = 8 * 3600;
const DAY: i64 = 86_400;

impl DateTime {
    /// Date and time of day to the second, in GMT+8: year 0 to 9999, month 1 to 12, day of the month 1 to 31, hour 0 to 23, minute and
    /// second 0 to 59. The integers are the smallest that hold them, as [`Self::year`] and its siblings return them.
    ///
    /// ```
    /// use vvtool_api::DateTime;
    ///
    /// assert_eq!(DateTime::new(2021, 4, 1, 17, 46, 43)?.to_string(), "2021-04-01 17:46:43");
    /// let error = DateTime::new(2021, 2, 29, 0, 0, 0).unwrap_err();
    /// assert_eq!(error.why(), "the month has no such day");
    /// # Ok::<(), vvtool_api::InvalidValue>(())
    /// ```
    ///
    /// # Errors
    /// There is no such day or no such time; the error says which part is wrong.
    pub fn new(year: i16, month: i8, day: i8, hour: i8, minute: i8, second: i8) -> Result<Self, InvalidValue> {
        Self { year, month, day, hour, minute, second, form: Form::Seconds }.checked()
    }

    /// A day without a time: year 0 to 9999, month 1 to 12, day of the month 1 to 31.
    ///
    /// ```
    /// assert_eq!(vvtool_api::DateTime::date(2021, 4, 1)?.to_string(), "2021-04-01");
    /// # Ok::<(), vvtool_api::InvalidValue>(())
    /// ```
    ///
    /// # Errors
    /// There is no such day; the error says which part is wrong.
    pub fn date(year: i16, month: i8, day: i8) -> Result<Self, InvalidValue> {
        Self { year, month, day, form: Form::Day, ..NOTHING }.checked()
    }

    /// The moment in GMT+8; `None` beyond the years 0 to 9999.
    ///
    /// ```
    /// use vvtool_api::DateTime;
    ///
    /// assert_eq!(DateTime::from_unix_seconds(1_617_270_403), Some("2021-04-01 17:46:43".parse()?));
    /// # Ok::<(), vvtool_api::InvalidValue>(())
    /// ```
    #[must_use]
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        let here = seconds.checked_add(AHEAD)?;
        let (year, month, day) = calendar::day_of(here.div_euclid(DAY))?;
        let second = here.rem_euclid(DAY);
        let [hour, minute, second] = [second / 3600, second / 60 % 60, second % 60].map(|part| i8::try_from(part).ok());
        Self::new(year, month, day, hour?, minute?, second?).ok()
    }

    /// Read one of the five documented forms, and a day and a time that exist.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::read(text).filter(|value| value.wrong().is_none())
    }

    /// Digits and form only: nothing is checked yet.
    fn read(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if let [h1, h2, b':', m1, m2] = bytes {
            return Some(Self { hour: two(*h1, *h2)?, minute: two(*m1, *m2)?, form: Form::Clock, ..NOTHING });
        }
        let (day, rest) = match bytes {
            [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, rest @ ..] => {
                ((four(*y1, *y2, *y3, *y4)?, two(*m1, *m2)?, two(*d1, *d2)?), rest)
            }
            [y1, y2, y3, y4, m1, m2, d1, d2] => {
                let (year, month, day) = (four(*y1, *y2, *y3, *y4)?, two(*m1, *m2)?, two(*d1, *d2)?);
                return Some(Self { year, month, day, form: Form::CompactDay, ..NOTHING });
            }
            _ => return None,
        };
        let (time, form) = match rest {
            [] => ((0, 0, 0), Form::Day),
            [b' ', h1, h2, b':', m1, m2] => ((two(*h1, *h2)?, two(*m1, *m2)?, 0), Form::Minutes),
            [b' ', h1, h2, b':', m1, m2, b':', s1, s2] => {
                ((two(*h1, *h2)?, two(*m1, *m2)?, two(*s1, *s2)?), Form::Seconds)
            }
            _ => return None,
        };
        let ((year, month, day), (hour, minute, second)) = (day, time);
        Some(Self { year, month, day, hour, minute, second, form })
    }

    /// The part that does not exist.
    fn wrong(self) -> Option<&'static str> {
        let Self { year, month, day, hour, minute, second, .. } = self;
        if !(0..=9999).contains(&year) {
            Some("the year is not between 0 and 9999")
        } else if !(1..=12).contains(&month) {
            Some("the month is not between 1 and 12")
        } else if !(1..=calendar::days_in(year, month)).contains(&day) {
            Some("the month has no such day")
        } else if !(0..24).contains(&hour) {
            Some("the hour is not between 0 and 23")
        } else if !(0..60).contains(&minute) {
            Some("the minute is not between 0 and 59")
        } else if !(0..60).contains(&second) {
            Some("the second is not between 0 and 59")
        } else {
            None
        }
    }

    fn checked(self) -> Result<Self, InvalidValue> {
        match self.wrong() {
            None => Ok(self),
            Some(why) => Err(InvalidValue::new("DateTime", why)),
        }
    }

    fn has_date(self) -> bool {
        self.form != Form::Clock
    }

    fn has_time(self) -> bool {
        matches!(self.form, Form::Seconds | Form::Minutes | Form::Clock)
    }

    /// Year; `None` for a time of day.
    ///
    /// ```
    /// let paid: vvtool_api::DateTime = "2021-04-01 17:46:43".parse()?;
    /// assert_eq!(paid.year(), Some(2021));
    /// # Ok::<(), vvtool_api::InvalidValue>(())
    /// ```
    #[must_use]
    pub fn year(self) -> Option<i16> {
        self.has_date().then_some(self.year)
    }

    /// Month, 1 to 12; `None` for a time of day.
    ///
    /// ```
    /// let paid: vvtool_api::DateTime = "2021-04-01 17:46:43".parse()?;
    /// assert_eq!(paid.month(), Some(4));
    /// # Ok::<(), vvtool_api::InvalidValue>(())
    /// ```
    #[must_use]
    pub fn month(self) -> Option<i8> {
        self.has_date().then_some(self.month)
    }

    /// Day of the month, 1 to 31; `None` for a time of day.
    ///
    /// ```
    /// let paid: vvtool_api::DateTime = "2021-04-01 17:46:43".parse()?;
    /// assert_eq!(paid.day(), Some(1));
    /// # Ok::<(), vvtool_api::InvalidValue>(())
    /// ```
    #[must_use]
    pub fn day(self) -> Option<i8> {
        self.has_date().then_some(self.day)
    }

    /// Hour, 0 to 23; `None` for a day without a time.
    ///
    /// ```
    /// let paid: vvtool_api::DateTime = "2021-04-01 17:46:43".parse()?;
    /// assert_eq!(paid.hour(), Some(17));
    /// # Ok::<(), vvtool_api::InvalidValue>(())
    /// ```
    #[must_use]
    pub fn hour(self) -> Option<i8> {
        self.has_time().then_some(self.hour)
    }

    /// Minute, 0 to 59; `None` for a day without a time.
    ///
    /// ```
    /// let paid: vvtool_api::DateTime = "2021-04-01 17:46:43".parse()?;
    /// assert_eq!(paid.minute(), Some(46));
    /// # Ok::<(), vvtool_api::InvalidValue>(())
    /// ```
    #[must_use]
    pub fn minute(self) -> Option<i8> {
        self.has_time().then_some(self.minute)
    }

    /// Second, 0 to 59; `None` where the wire gave none.
    ///
    /// ```
    /// let paid: vvtool_api::DateTime = "2021-04-01 17:46:43".parse()?;
    /// assert_eq!(paid.second(), Some(43));
    /// # Ok::<(), vvtool_api::InvalidValue>(())
    /// ```
    #[must_use]
    pub fn second(self) -> Option<i8> {
        (self.form == Form::Seconds).then_some(self.second)
    }

    /// Seconds since 1970-01-01 UTC. A day without a time counts from its midnight in GMT+8; a time of day alone is no moment.
    ///
    /// ```
    /// let paid: vvtool_api::DateTime = "2021-04-01 17:46:43".parse()?;
    /// assert_eq!(paid.unix_seconds(), Some(1_617_270_403));
    /// # Ok::<(), vvtool_api::InvalidValue>(())
    /// ```
    #[must_use]
    pub fn unix_seconds(self) -> Option<i64> {
        let Self { year, month, day, hour, minute, second, .. } = self;
        let second = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        self.has_date().then(|| calendar::days_since_1970(year, month, day) * DAY + second - AHEAD)
    }

    /// The form requests are documented to send, `yyyy-MM-dd HH:mm:ss`; a time of day alone stays as it is.
    pub(crate) fn full(self) -> Self {
        if self.has_date() { Self { form: Form::Seconds, ..self } } else { self }
    }
}

fn digit(byte: u8) -> Option<i8> {
    let value = byte.wrapping_sub(b'0');
    if value <= 9 { i8::try_from(value).ok() } else { None }
}

fn two(tens: u8, ones: u8) -> Option<i8> {
    Some(digit(tens)? * 10 + digit(ones)?)
}

fn four(a: u8, b: u8, c: u8, d: u8) -> Option<i16> {
    Some(i16::from(two(a, b)?) * 100 + i16::from(two(c, d)?))
}

impl FromStr for DateTime {
    type Err = InvalidValue;
    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        const FORMS: &str = "expected yyyy-MM-dd HH:mm:ss, yyyy-MM-dd HH:mm, yyyy-MM-dd, yyyyMMdd or HH:mm";
        Self::read(text).ok_or_else(|| InvalidValue::new("DateTime", FORMS))?.checked()
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day, hour, minute, second, form } = *self;
        match form {
            Form::Seconds => write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
            Form::Minutes => write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
            Form::Day => write!(f, "{year:04}-{month:02}-{day:02}"),
            Form::CompactDay => write!(f, "{year:04}{month:02}{day:02}"),
            Form::Clock => write!(f, "{hour:02}:{minute:02}"),
        }
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
