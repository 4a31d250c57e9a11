//! Feature `time`.

use ::time::{Date, OffsetDateTime, PrimitiveDateTime, UtcOffset};

use super::super::DateTime;
use super::{at, moment, part};
use crate::value::InvalidValue;

/// The moment in GMT+8, down to the second, whatever the offset of `moment`.
impl TryFrom<OffsetDateTime> for DateTime {
    type Error = InvalidValue;
    fn try_from(moment: OffsetDateTime) -> Result<Self, InvalidValue> {
        at(moment.unix_timestamp())
    }
}

/// Date and time of day in GMT+8, down to the second.
impl TryFrom<PrimitiveDateTime> for DateTime {
    type Error = InvalidValue;
    fn try_from(value: PrimitiveDateTime) -> Result<Self, InvalidValue> {
        let (year, month, day) = day(value.date())?;
        Self::new(year, month, day, part(value.hour())?, part(value.minute())?, part(value.second())?)
    }
}

/// A day without a time.
impl TryFrom<Date> for DateTime {
    type Error = InvalidValue;
    fn try_from(value: Date) -> Result<Self, InvalidValue> {
        let (year, month, day) = day(value)?;
        Self::date(year, month, day)
    }
}

fn day(value: Date) -> Result<(i16, i8, i8), InvalidValue> {
    Ok((part(value.year())?, part(u8::from(value.month()))?, part(value.day())?))
}

/// The moment with the offset of GMT+8; a day without a time is its midnight, and a time of day alone is refused.
impl TryFrom<DateTime> for OffsetDateTime {
    type Error = InvalidValue;
    fn try_from(value: DateTime) -> Result<Self, InvalidValue> {
        let beyond = |_| InvalidValue::new("OffsetDateTime", "the moment is out of its range");
        let offset = UtcOffset::from_hms(8, 0, 0).map_err(beyond)?;
        Ok(Self::from_unix_timestamp(moment(value, "OffsetDateTime")?).map_err(beyond)?.to_offset(offset))
    }
}

/// Date and time of day in GMT+8; a day without a time is its midnight, and a time of day alone is refused.
impl TryFrom<DateTime> for PrimitiveDateTime {
    type Error = InvalidValue;
    fn try_from(value: DateTime) -> Result<Self, InvalidValue> {
        let moment = OffsetDateTime::try_from(value)?;
        Ok(Self::new(moment.date(), moment.time()))
    }
}

/// The day in GMT+8; a time of day alone is refused.
impl TryFrom<DateTime> for Date {
    type Error = InvalidValue;
    fn try_from(value: DateTime) -> Result<Self, InvalidValue> {
        Ok(OffsetDateTime::try_from(value)?.date())
    }
}
