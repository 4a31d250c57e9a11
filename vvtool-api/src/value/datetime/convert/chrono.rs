//! Feature `chrono`.

use ::chrono::{DateTime as Moment, Datelike, FixedOffset, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};

use super::super::DateTime;
use super::{at, moment, part};
use crate::value::InvalidValue;

/// The moment in GMT+8, down to the second, whatever the zone of `moment`.
impl<Z: TimeZone> TryFrom<Moment<Z>> for DateTime {
    type Error = InvalidValue;
    fn try_from(moment: Moment<Z>) -> Result<Self, InvalidValue> {
        at(moment.timestamp())
    }
}

/// Date and time of day in GMT+8, down to the second.
impl TryFrom<NaiveDateTime> for DateTime {
    type Error = InvalidValue;
    fn try_from(value: NaiveDateTime) -> Result<Self, InvalidValue> {
        let (year, month, day) = day(value.date())?;
        Self::new(year, month, day, part(value.hour())?, part(value.minute())?, part(value.second())?)
    }
}

/// A day without a time.
impl TryFrom<NaiveDate> for DateTime {
    type Error = InvalidValue;
    fn try_from(value: NaiveDate) -> Result<Self, InvalidValue> {
        let (year, month, day) = day(value)?;
        Self::date(year, month, day)
    }
}

fn day(value: NaiveDate) -> Result<(i16, i8, i8), InvalidValue> {
    Ok((part(value.year())?, part(value.month())?, part(value.day())?))
}

/// The moment; a day without a time is its midnight in GMT+8, and a time of day alone is refused.
impl TryFrom<DateTime> for Moment<Utc> {
    type Error = InvalidValue;
    fn try_from(value: DateTime) -> Result<Self, InvalidValue> {
        let beyond = || InvalidValue::new("chrono::DateTime", "the moment is out of its range");
        Self::from_timestamp(moment(value, "chrono::DateTime")?, 0).ok_or_else(beyond)
    }
}

/// The moment with the offset of GMT+8; a day without a time is its midnight, and a time of day alone is refused.
impl TryFrom<DateTime> for Moment<FixedOffset> {
    type Error = InvalidValue;
    fn try_from(value: DateTime) -> Result<Self, InvalidValue> {
        let beyond = || InvalidValue::new("chrono::DateTime", "the moment is out of its range");
        let offset = FixedOffset::east_opt(8 * 3600).ok_or_else(beyond)?;
        Ok(Moment::<Utc>::try_from(value)?.with_timezone(&offset))
    }
}

/// Date and time of day in GMT+8; a day without a time is its midnight, and a time of day alone is refused.
impl TryFrom<DateTime> for NaiveDateTime {
    type Error = InvalidValue;
    fn try_from(value: DateTime) -> Result<Self, InvalidValue> {
        Ok(Moment::<FixedOffset>::try_from(value)?.naive_local())
    }
}

/// The day in GMT+8; a time of day alone is refused.
impl TryFrom<DateTime> for NaiveDate {
    type Error = InvalidValue;
    fn try_from(value: DateTime) -> Result<Self, InvalidValue> {
        Ok(NaiveDateTime::try_from(value)?.date())
    }
}
