//! The Gregorian calendar, for years that the documents write: what a whole library of times would be compiled for otherwise.
//!
//! The runtime holds a verbatim copy, written by `vvspec generate`.

/// Days of a month; 0 for a month that there is not.
pub fn days_in(year: i16, month: i8) -> i8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    }
}

/// Days of 400 years, after which the calendar repeats itself.
const CYCLE: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const TO_1970: i64 = 719_468;

/// Days since 1970-01-01 of a day that exists. The years begin in March here, so that the day that may be missing is the last one.
pub fn days_since_1970(year: i16, month: i8, day: i8) -> i64 {
    let (year, month, day) = (i64::from(year), i64::from(month), i64::from(day));
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (cycle, year) = (year.div_euclid(400), year.rem_euclid(400));
    cycle * CYCLE + year * 365 + year / 4 - year / 100 + (153 * month + 2) / 5 + day - 1 - TO_1970
}

/// Year, month and day; `None` where the year is not between 0 and 9999.
pub fn day_of(days_since_1970: i64) -> Option<(i16, i8, i8)> {
    let days = days_since_1970.checked_add(TO_1970)?;
    let (cycle, day) = (days.div_euclid(CYCLE), days.rem_euclid(CYCLE));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = i16::try_from(year + cycle * 400 + next).ok().filter(|year| (0..=9999).contains(year))?;
    Some((year, i8::try_from(month).ok()?, i8::try_from(day).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_ten_thousand_years_is_where_jiff_has_it() {
        let epoch = jiff::civil::date(1970, 1, 1);
        let mut day = jiff::civil::date(0, 1, 1);
        let mut since = i64::from(day.since(epoch).unwrap().get_days());
        loop {
            let parts = (day.year(), day.month(), day.day());
            assert_eq!(days_since_1970(parts.0, parts.1, parts.2), since, "{day}");
            assert_eq!(day_of(since), Some(parts), "{day}");
            assert_eq!(days_in(parts.0, parts.1), day.days_in_month(), "{day}");
            let Ok(next) = day.tomorrow() else { break };
            (day, since) = (next, since + 1);
        }
        assert_eq!((day_of(since + 1), day_of(-TO_1970 - 61)), (None, None), "the years 10000 and -1");
        assert_eq!((day_of(i64::MAX), day_of(i64::MIN), days_in(2021, 13)), (None, None, 0));
    }
}
