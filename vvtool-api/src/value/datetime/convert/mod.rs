//! To and from the standard library's time, and with features the types of three crates. Everything goes through seconds since 1970 or
//! through date and time of day in GMT+8; parts of a second are left out, as the documented forms have none.

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "time")]
mod time;

use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use super::DateTime;
use crate::value::InvalidValue;

/// The moment in GMT+8.
fn at(unix_seconds: i64) -> Result<DateTime, InvalidValue> {
    let beyond = || InvalidValue::new("DateTime", "the moment is not in the years 0 to 9999");
    DateTime::from_unix_seconds(unix_seconds).ok_or_else(beyond)
}

/// The moment in seconds since 1970, or why a `target` cannot be made.
fn moment(value: DateTime, target: &'static str) -> Result<i64, InvalidValue> {
    value.unix_seconds().ok_or_else(|| InvalidValue::new(target, "a time of day alone is no moment"))
}

/// A number of another crate, which has other integers.
#[cfg(any(feature = "chrono", feature = "time"))]
fn part<T, U: TryFrom<T>>(value: T) -> Result<U, InvalidValue> {
    U::try_from(value).map_err(|_| InvalidValue::new("DateTime", "the year is not between 0 and 9999"))
}

/// The moment in GMT+8, down to the second.
impl TryFrom<SystemTime> for DateTime {
    type Error = InvalidValue;
    fn try_from(moment: SystemTime) -> Result<Self, InvalidValue> {
        let seconds = match moment.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_secs()).ok(),
            Err(before) => {
                let before = before.duration();
                let started = u64::from(before.subsec_nanos() > 0);
                i64::try_from(before.as_secs().saturating_add(started)).ok().map(|seconds| -seconds)
            }
        };
        at(seconds.unwrap_or(i64::MAX))
    }
}

/// The moment; a day without a time is its midnight in GMT+8, and a time of day alone is refused.
impl TryFrom<DateTime> for SystemTime {
    type Error = InvalidValue;
    fn try_from(value: DateTime) -> Result<Self, InvalidValue> {
        let seconds = moment(value, "SystemTime")?;
        let apart = Duration::from_secs(seconds.unsigned_abs());
        let moment = if seconds < 0 { UNIX_EPOCH.checked_sub(apart) } else { UNIX_EPOCH.checked_add(apart) };
        moment.ok_or_else(|| InvalidValue::new("SystemTime", "this system's clock does not reach so far"))
    }
}
