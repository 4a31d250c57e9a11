//! Feature `jiff`.

use ::jiff::civil::{Date, DateTime as Civil};
use ::jiff::tz::{Offset, TimeZone};
use ::jiff::{Timestamp, Zoned};

use super::super::DateTime;
use super::moment;
use crate::value::InvalidValue;

fn zone() -> TimeZone {
    TimeZone::fixed(Offset::constant(8))
}

/// The moment in GMT+8, down to the second.
impl TryFrom<Timestamp> for DateTime {
    type Error = InvalidValue;
    fn try_from(moment: Timestamp) -> Result<Self, InvalidValue> {
        Self::try_from(moment.to_zoned(zone()).datetime())
    }
}

/// The moment in GMT+8, down to the second, whatever the zone of `moment`.
impl TryFrom<Zoned> for DateTime {
    type Error = InvalidValue;
    fn try_from(moment: Zoned) -> Result<Self, InvalidValue> {
        Self::try_from(moment.timestamp())
    }
}

/// Date and time of day in GMT+8, down to the second.
impl TryFrom<Civil> for DateTime {
    type Error = InvalidValue;
    fn try_from(value: Civil) -> Result<Self, InvalidValue> {
        Self::new(value.year(), value.month(), value.day(), value.hour(), value.minute(), value.second())
    }
}

/// A day without a time.
impl TryFrom<Date> for DateTime {
    type Error = InvalidValue;
    fn try_from(value: Date) -> Result<Self, InvalidValue> {
        Self::date(value.year(), value.month(), value.day())
    }
}

/// The moment; a day without a time is its midnight in GMT+8, and a time of day alone is refused.
impl TryFrom<DateTime> for Timestamp {
    type Error = InvalidValue;
    fn try_from(value: DateTime) -> Result<Self, InvalidValue> {
        let beyond = |_| InvalidValue::new("Timestamp", "the moment is out of its range");
        Self::from_second(moment(value, "Timestamp")?).map_err(beyond)
    }
}

/// The moment, in the fixed zone GMT+8; a time of day alone is refused.
impl TryFrom<DateTime> for Zoned {
    type Error = InvalidValue;
    fn try_from(value: DateTime) -> Result<Self, InvalidValue> {
        Ok(Timestamp::try_from(value)?.to_zoned(zone()))
    }
}

/// Date and time of day in GMT+8; a day without a time is its midnight, and a time of day alone is refused.
impl TryFrom<DateTime> for Civil {
    type Error = InvalidValue;
    fn try_from(value: DateTime) -> Result<Self, InvalidValue> {
        let DateTime { year, month, day, hour, minute, second, .. } = value;
        let civil = if value.has_date() { Self::new(year, month, day, hour, minute, second, 0).ok() } else { None };
        civil.ok_or_else(|| InvalidValue::new("civil::DateTime", "a time of day alone has no date"))
    }
}

/// The day in GMT+8; a time of day alone is refused.
impl TryFrom<DateTime> for Date {
    type Error = InvalidValue;
    fn try_from(value: DateTime) -> Result<Self, InvalidValue> {
        Ok(Civil::try_from(value)?.date())
    }
}
