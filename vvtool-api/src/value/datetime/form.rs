//! How a field spells its dates where its document has a spelling of its own: in parts, or counted since 1970.

use super::{DateTime, Form, NOTHING};
use crate::generated::ground::time_parts::{self, Moment};
use crate::value::number;

/// A part of a time: `yyyy`, `MM`, `dd`, `HH`, `mm`, `ss`, `SSS`, or what stands between them.
pub type Part = time_parts::Part<&'static str>;

/// How a field spells a date, a time of day or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeForm {
    /// `20210401174643`, in GMT+8. All of a day or a time of day without one, and nothing below the second.
    Parts(&'static [Part]),
    /// Seconds since 1970-01-01 UTC.
    UnixSeconds,
    /// Milliseconds since 1970-01-01 UTC, of which a [`DateTime`] keeps the whole seconds.
    UnixMillis,
}

impl TimeForm {
    /// Why a value cannot be said in it, in words that follow the name of the field: it says less than the form has, or more. A midnight
    /// is nothing more than its day.
    pub(crate) fn refuses(&self, time: DateTime) -> Option<&'static str> {
        let Self::Parts(parts) = self else {
            return (!time.has_date()).then_some("is a time of day alone, and its form has the day");
        };
        match (parts.contains(&Part::Year), time.has_date(), time.has_time()) {
            (true, false, _) => return Some("is a time of day alone, and its form has the day"),
            (false, true, false) => return Some("is a day alone, and its form is a time of day"),
            (false, true, true) => return Some("has a day, and its form is a time of day: it would not be sent"),
            (true, true, _) | (false, false, _) => {}
        }
        if !parts.contains(&Part::Hour) && (time.hour, time.minute, time.second) != (0, 0, 0) {
            return Some("has a time of day, and its form is a day alone: it would not be sent");
        }
        (!parts.contains(&Part::Second) && time.second != 0)
            .then_some("has seconds, and its form has none: they would not be sent")
    }

    /// What is sent. Whoever sends it has asked [`Self::refuses`].
    pub(crate) fn write(&self, time: DateTime) -> String {
        match self {
            Self::Parts(parts) => written(parts, time, 0),
            Self::UnixSeconds | Self::UnixMillis => self.count(time).map(|count| count.to_string()).unwrap_or_default(),
        }
    }

    /// What is sent where it is a number; None where it is a text.
    pub(crate) fn count(&self, time: DateTime) -> Option<i64> {
        match self {
            Self::Parts(_) => None,
            Self::UnixSeconds => time.unix_seconds(),
            // Ten thousand years of them are far from the end of the numbers.
            Self::UnixMillis => time.unix_seconds()?.checked_mul(1000),
        }
    }

    /// The value of a text, or of a number, in this form.
    pub(crate) fn read(&self, text: &str) -> Option<DateTime> {
        match self {
            Self::Parts(parts) => read(parts, text),
            Self::UnixSeconds => DateTime::from_unix_seconds(number::int(text)?),
            Self::UnixMillis => DateTime::from_unix_seconds(number::int(text)?.div_euclid(1000)),
        }
    }

    /// What a deviation says was expected.
    pub(crate) const fn expected(&self) -> &'static str {
        match self {
            Self::Parts(_) => "a date or a time as its document spells it",
            Self::UnixSeconds => "seconds since 1970",
            Self::UnixMillis => "milliseconds since 1970",
        }
    }
}

/// A time in parts. What it does not say is zero.
pub(crate) fn written(parts: &[Part], time: DateTime, millis: u32) -> String {
    let DateTime { year, month, day, hour, minute, second, .. } = time;
    time_parts::written(parts, Moment { year, month, day, hour, minute, second }, millis)
}

fn read(parts: &[Part], text: &str) -> Option<DateTime> {
    let Moment { year, month, day, hour, minute, second } = time_parts::read(parts, text)?;
    let has = |part: Part| parts.contains(&part);
    // As `Display` prints what the form can say.
    let form = match (has(Part::Year), has(Part::Hour), has(Part::Second)) {
        _ if parts == [Part::Year, Part::Month, Part::Day] => Form::CompactDay,
        (true, false, _) => Form::Day,
        (true, true, false) => Form::Minutes,
        (true, true, true) => Form::Seconds,
        // A time of day has the day of all times of day.
        (false, ..) => return Some(DateTime { hour, minute, second, form: Form::Clock, ..NOTHING }),
    };
    Some(DateTime { year, month, day, hour, minute, second, form })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::ground::time_parts::Part::{Day, Hour, Literal, Minute, Month, Second, Year};

    const COMPACT: TimeForm = TimeForm::Parts(&[Year, Month, Day, Hour, Minute, Second]);
    const SLASHES: TimeForm = TimeForm::Parts(&[Day, Literal("/"), Month, Literal("/"), Year]);
    const CLOCK: TimeForm = TimeForm::Parts(&[Hour, Literal("."), Minute]);

    #[test]
    fn what_is_read_is_written_again() {
        for (form, wire, shown) in [
            (COMPACT, "20210401174643", "2021-04-01 17:46:43"),
            (SLASHES, "01/04/2021", "2021-04-01"),
            (CLOCK, "17.46", "17:46"),
            (TimeForm::Parts(&[Year, Month, Day]), "20210401", "20210401"),
            (TimeForm::Parts(&[Year, Month, Day, Hour, Minute]), "202104011746", "2021-04-01 17:46"),
            (TimeForm::UnixSeconds, "1617270403", "2021-04-01 17:46:43"),
            (TimeForm::UnixSeconds, "-28800", "1970-01-01 00:00:00"),
            (TimeForm::UnixMillis, "1617270403000", "2021-04-01 17:46:43"),
        ] {
            let time = form.read(wire).unwrap();
            assert_eq!((time.to_string().as_str(), form.write(time).as_str()), (shown, wire));
        }
        // Seconds are all that there is room for.
        assert_eq!(TimeForm::UnixMillis.read("1617270403999"), TimeForm::UnixMillis.read("1617270403000"));
        assert_eq!(TimeForm::UnixMillis.read("-1"), TimeForm::UnixSeconds.read("-1"));
    }

    /// The table that the tool's reader of spelled times is run against too.
    #[test]
    fn a_time_is_what_the_tool_takes_it_for() {
        let table = include_str!("../../../../tests/fixtures/time_forms.json");
        let table: Vec<(String, String, Option<i64>)> = serde_json::from_str(table).unwrap();
        for (form, text, moment) in table {
            let form = match form.as_str() {
                "unix_seconds" => TimeForm::UnixSeconds,
                "unix_millis" => TimeForm::UnixMillis,
                "yyyyMMddHHmmss" => COMPACT,
                "dd/MM/yyyy" => SLASHES,
                form => panic!("{form}: the test knows no such form"),
            };
            let time = form.read(&text).and_then(DateTime::unix_seconds);
            assert_eq!(time, moment, "{text:?} as {form:?}");
        }
    }

    #[test]
    fn what_is_not_in_the_form_is_no_value() {
        for (form, wire) in [
            (COMPACT, "2021040117464"),
            (COMPACT, "202104011746431"),
            (COMPACT, "2021-04-01 17:46:43"),
            (COMPACT, "20210230174643"),
            (COMPACT, "2021040124464３"),
            (COMPACT, "+0210401174643"),
            (SLASHES, "01-04-2021"),
            (CLOCK, "24.00"),
            (TimeForm::UnixSeconds, "1617270403.5"),
            (TimeForm::UnixSeconds, "1617270403000"),
            (TimeForm::UnixSeconds, "soon"),
            (TimeForm::UnixMillis, ""),
        ] {
            assert_eq!(form.read(wire), None, "{wire:?} as {form:?}");
        }
    }

    #[test]
    fn what_a_form_needs_is_not_made_up() {
        let [clock, day] = ["17:46", "2021-04-01"].map(|text| text.parse::<DateTime>().unwrap());
        assert_eq!(CLOCK.refuses(day), Some("is a day alone, and its form is a time of day"));
        for form in [COMPACT, SLASHES, TimeForm::UnixSeconds, TimeForm::UnixMillis] {
            assert_eq!(form.refuses(clock), Some("is a time of day alone, and its form has the day"));
            assert_eq!(form.refuses(day), None);
        }
        assert_eq!((CLOCK.refuses(clock), COMPACT.write(day).as_str()), (None, "20210401000000"));
    }

    #[test]
    fn what_a_form_has_no_room_for_is_not_dropped() {
        const MINUTES: TimeForm = TimeForm::Parts(&[Year, Month, Day, Hour, Minute]);
        let time = |text: &str| text.parse::<DateTime>().unwrap();
        for (form, text, why) in [
            (
                SLASHES,
                "2021-04-01 17:46:43",
                Some("has a time of day, and its form is a day alone: it would not be sent"),
            ),
            (
                SLASHES,
                "2021-04-01 00:00:01",
                Some("has a time of day, and its form is a day alone: it would not be sent"),
            ),
            (SLASHES, "2021-04-01 00:00:00", None),
            (MINUTES, "2021-04-01 17:46:43", Some("has seconds, and its form has none: they would not be sent")),
            (MINUTES, "2021-04-01 17:46:00", None),
            (MINUTES, "2021-04-01", None),
            (CLOCK, "2021-04-01 17:46:00", Some("has a day, and its form is a time of day: it would not be sent")),
            (COMPACT, "2021-04-01 17:46:43", None),
            (TimeForm::UnixMillis, "2021-04-01 17:46:43", None),
        ] {
            assert_eq!(form.refuses(time(text)), why, "{text} as {form:?}");
        }
    }
}
