//! How a time is spelled: in parts, `yyyyMMddHHmmss`, or counted since 1970.

use crate::time_parts::{self, Moment};
use crate::{calendar, number};

/// How a time is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeForm {
    UnixSeconds,
    UnixMillis,
    Parts(Vec<Part>),
}

/// A part of a time.
pub type Part = time_parts::Part<String>;

/// Letters of a time, longest first.
const PARTS: &[(&str, Part)] = &[
    ("yyyy", Part::Year),
    ("MM", Part::Month),
    ("dd", Part::Day),
    ("HH", Part::Hour),
    ("mm", Part::Minute),
    ("ss", Part::Second),
    ("SSS", Part::Millis),
];

const DAY: i64 = 86_400;

/// The first and the last second of the years 0 to 9999 as China counts them.
const FIRST: i64 = -62_167_248_000;
const LAST: i64 = 253_402_271_999;

/// Minutes by which the zone of a field is ahead of UTC.
pub const CHINA: i16 = 480;

/// The parts of a time, or the letters that stand for none. Letters between apostrophes stand for themselves: `'T'`.
pub fn parts(form: &str) -> Result<Vec<Part>, &str> {
    let mut parts = Vec::new();
    let mut rest = form;
    while let Some(first) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix('\'') {
            let (letters, behind) = behind.split_once('\'').filter(|(letters, _)| !letters.is_empty()).ok_or(rest)?;
            parts.push(Part::Literal(letters.to_owned()));
            rest = behind;
            continue;
        }
        let run = rest.find(|c| c != first).unwrap_or(rest.len());
        let (letters, behind) = rest.split_at_checked(run).unwrap_or((rest, ""));
        match PARTS.iter().find(|(word, _)| *word == letters) {
            Some((_, part)) => parts.push(part.clone()),
            None if first.is_ascii_alphabetic() => return Err(letters),
            None => parts.push(Part::Literal(letters.to_owned())),
        }
        rest = behind;
    }
    Ok(parts)
}

/// Whether the calendar of a program, which has China's days, holds it.
fn has_year(moment: i64) -> bool {
    let here = moment.checked_add(i64::from(CHINA) * 60);
    here.is_some_and(|here| calendar::day_of(here.div_euclid(DAY)).is_some())
}

impl TimeForm {
    /// From its spelling in a spec, or the letters that stand for no part of a time.
    pub fn of(text: &str) -> Result<Self, &str> {
        Ok(match text {
            "unix_seconds" => Self::UnixSeconds,
            "unix_millis" => Self::UnixMillis,
            form => Self::Parts(parts(form)?),
        })
    }

    /// The form of that spelling, where the text is a time in it, in the zone of a field.
    pub fn of_time(spelling: &str, text: &str) -> Option<Self> {
        Self::of(spelling).ok().filter(|form| form.read(text, CHINA).is_some())
    }

    /// As a spec spells it.
    pub fn spelled(&self) -> String {
        match self {
            Self::UnixSeconds => "unix_seconds".to_owned(),
            Self::UnixMillis => "unix_millis".to_owned(),
            Self::Parts(parts) => parts.iter().map(Part::spelled).collect(),
        }
    }

    /// For people, in English and in Chinese.
    pub fn in_words(&self) -> (String, String) {
        match self {
            Self::UnixSeconds => ("seconds since 1970".to_owned(), "Unix 时间戳（秒）".to_owned()),
            Self::UnixMillis => ("milliseconds since 1970".to_owned(), "Unix 时间戳（毫秒）".to_owned()),
            Self::Parts(_) => (format!("`{}`, GMT+8", self.spelled()), format!("`{}`，北京时间", self.spelled())),
        }
    }

    /// A regular expression for the whole of it. How many days a month has is beyond it.
    pub(crate) fn pattern(&self) -> String {
        let part = |part: &Part| match part {
            Part::Year => r"\d{4}".to_owned(),
            Part::Month => "(0[1-9]|1[0-2])".to_owned(),
            Part::Day => r"(0[1-9]|[12]\d|3[01])".to_owned(),
            Part::Hour => r"([01]\d|2[0-3])".to_owned(),
            Part::Minute | Part::Second => r"[0-5]\d".to_owned(),
            Part::Millis => r"\d{3}".to_owned(),
            Part::Literal(text) => {
                // What means something there, and no other sign: a needless escape is an error where patterns are Unicode's.
                let means = |c: &char| "^$\\.*+?()[]{}|".contains(*c);
                text.chars().flat_map(|c| means(&c).then_some('\\').into_iter().chain([c])).collect()
            }
        };
        match self {
            Self::UnixSeconds | Self::UnixMillis => r"^-?\d+$".to_owned(),
            Self::Parts(parts) => format!("^{}$", parts.iter().map(part).collect::<String>()),
        }
    }

    /// The least and the greatest count that [`Self::read`] takes for a moment; none where it is no count.
    pub(crate) const fn counts(&self) -> Option<(i64, i64)> {
        match self {
            Self::UnixSeconds => Some((FIRST, LAST)),
            Self::UnixMillis => Some((FIRST * 1000, LAST * 1000 + 999)),
            Self::Parts(_) => None,
        }
    }

    /// Seconds since 1970 of a time that it writes, in a zone so many minutes ahead of UTC. What it does not say is the first of its
    /// kind. A moment beyond the years 0 to 9999 is none: milliseconds that were taken for seconds.
    pub fn read(&self, text: &str, ahead: i16) -> Option<i64> {
        let moment = match self {
            Self::UnixSeconds => number::int(text)?,
            Self::UnixMillis => number::int(text)?.div_euclid(1000),
            Self::Parts(parts) => {
                let Moment { year, month, day, hour, minute, second } = time_parts::read(parts, text)?;
                let second = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
                return Some(calendar::days_since_1970(year, month, day) * DAY + second - i64::from(ahead) * 60);
            }
        };
        has_year(moment).then_some(moment)
    }

    /// A time as it writes it.
    pub fn written(&self, unix_seconds: i64, ahead: i16) -> String {
        let parts = match self {
            Self::UnixSeconds => return unix_seconds.to_string(),
            Self::UnixMillis => return unix_seconds.saturating_mul(1000).to_string(),
            Self::Parts(parts) => parts,
        };
        let here = unix_seconds.saturating_add(i64::from(ahead) * 60);
        let Some((year, month, day)) = calendar::day_of(here.div_euclid(DAY)) else { return String::new() };
        let second = here.rem_euclid(DAY);
        let small = |number: i64| i8::try_from(number).unwrap_or_default();
        let (hour, minute, second) = (small(second / 3600), small(second / 60 % 60), small(second % 60));
        time_parts::written(parts, Moment { year, month, day, hour, minute, second }, 0)
    }

    /// A time of day, on no day of any year.
    pub fn is_clock(&self) -> bool {
        matches!(self, Self::Parts(parts) if !parts.contains(&Part::Year))
    }

    /// The first moment of 2000 in GMT+8, where nothing says another.
    pub(crate) fn sample(&self) -> String {
        self.written(946_656_000, CHINA)
    }

    /// The same time as `DateTime` of the runtime spells and parses it, where the text is one.
    pub(crate) fn in_rust(&self, text: &str) -> Option<String> {
        let moment = self.read(text, CHINA)?;
        let form = if self.is_clock() { "HH:mm" } else { "yyyy-MM-dd HH:mm:ss" };
        Some(Self::Parts(parts(form).ok()?).written(moment, CHINA)).filter(|text| !text.is_empty())
    }
}

impl Part {
    fn spelled(&self) -> String {
        match self {
            Self::Literal(text) if text.contains(|c: char| c.is_ascii_alphabetic()) => format!("'{text}'"),
            Self::Literal(text) => text.clone(),
            part => PARTS.iter().find(|(_, each)| each == part).map_or("", |(letters, _)| letters).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_spelled_as_it_is_read() {
        for form in ["unix_seconds", "unix_millis", "yyyyMMddHHmmss", "yyyy-MM-dd'T'HH:mm:ss", "HH:mm", "dd/MM/yyyy"] {
            assert_eq!(TimeForm::of(form).unwrap().spelled(), form);
        }
        for (form, letters) in [("yyMMdd", "yy"), ("yyyy-MM-ddTHH", "T"), ("yyyy'", "'"), ("HH''mm", "''mm")] {
            assert_eq!(TimeForm::of(form), Err(letters));
        }
    }

    #[test]
    fn a_time_is_read_as_it_is_written() {
        let forms = [
            "yyyy-MM-dd HH:mm:ss",
            "yyyyMMddHHmmss",
            "dd/MM/yyyy HH:mm:ss.SSS",
            "yyyy-MM-dd'T'HH:mm:ss",
            "unix_millis",
        ];
        for form in forms.map(|form| TimeForm::of(form).unwrap()) {
            for ahead in [0, CHINA, -330] {
                let text = form.written(1_764_000_000, ahead);
                assert_eq!(form.read(&text, ahead), Some(1_764_000_000), "{text}");
                assert_eq!(crate::model::bounds::matches(form.pattern().trim_matches(['^', '$']), &text), Some(true));
            }
        }
        assert_eq!(TimeForm::UnixMillis.read("1764000000999", 0), Some(1_764_000_000));
    }

    /// The table that the decoder's reader of spelled times is run against too.
    #[test]
    fn a_time_is_what_the_decoder_takes_it_for() {
        let table = include_str!("../../../tests/fixtures/time_forms.json");
        let table: serde_json::Value = serde_json::from_str(table).unwrap();
        for row in table.as_array().unwrap() {
            let [form, text] = [0, 1].map(|at| row[at].as_str().unwrap());
            assert_eq!(TimeForm::of(form).unwrap().read(text, CHINA), row[2].as_i64(), "{text:?} as {form}");
        }
    }

    #[test]
    fn only_the_documented_form() {
        let form = TimeForm::of("yyyy-MM-dd HH:mm:ss").unwrap();
        for text in [
            "",
            "1970-01-01",
            "1970-1-1 8:0:0",
            "1970-01-01T08:00:00",
            "1970-02-30 00:00:00",
            "1970-13-01 00:00:00",
            "1970-01-01 24:00:00",
            "1970-01-01 00:60:00",
            "+970-01-01 00:00:00",
        ] {
            assert_eq!(form.read(text, CHINA), None, "{text:?}");
            // A day that its month has not is beyond a pattern.
            let fits = crate::model::bounds::matches(form.pattern().trim_matches(['^', '$']), text);
            assert_eq!(fits, Some(text.starts_with("1970-02-30")), "{text:?}");
        }
    }

    #[test]
    fn a_count_is_a_moment_that_programs_hold() {
        for (form, text) in [
            (TimeForm::UnixSeconds, "1617270403000"),
            (TimeForm::UnixSeconds, "253402272000"),
            (TimeForm::UnixSeconds, "-9223372036854775808"),
            (TimeForm::UnixSeconds, "9223372036854775807"),
            (TimeForm::UnixMillis, "253402272000000"),
        ] {
            assert_eq!(form.read(text, CHINA), None, "{text}");
        }
        for form in [TimeForm::UnixSeconds, TimeForm::UnixMillis] {
            let (least, most) = form.counts().unwrap();
            let held = |count: i64| form.read(&count.to_string(), CHINA).is_some();
            assert_eq!([least - 1, least, most, most + 1].map(held), [false, true, true, false], "{form:?}");
        }
    }

    #[test]
    fn a_program_has_it_in_its_own_form() {
        for (form, text, rust) in [
            ("yyyyMMddHHmmss", "20210401174643", "2021-04-01 17:46:43"),
            ("unix_millis", "1617270403000", "2021-04-01 17:46:43"),
            ("HH.mm", "17.46", "17:46"),
        ] {
            assert_eq!(TimeForm::of(form).unwrap().in_rust(text).as_deref(), Some(rust));
        }
    }
}
