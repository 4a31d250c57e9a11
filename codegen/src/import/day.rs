//! Days, as specs write them.

use std::time::{SystemTime, UNIX_EPOCH};

/// True for `2026-11-21`.
#[must_use]
pub fn is_day(text: &str) -> bool {
    crate::check::value::is_day(text)
}

/// The day of a moment, in UTC.
#[must_use]
pub fn of(moment: SystemTime) -> String {
    let days = moment.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() / 86_400);
    // Civil date from a day count, with years that begin in March so that the leap day is the last of a year.
    let days = days + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn days_of_the_calendar() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (1_700_000_000, "2023-11-14"),
            (1_798_675_200, "2026-12-31"),
        ] {
            assert_eq!(of(UNIX_EPOCH + Duration::from_secs(seconds)), day);
        }
    }
}
