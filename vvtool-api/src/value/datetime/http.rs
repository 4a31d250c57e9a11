//! The dates of HTTP headers, without a library: whoever turns on no feature has none.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{AHEAD, DateTime, four, two};

const MONTHS: [&[u8; 3]; 12] =
    [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];

/// The moment that a header names in the one form that servers may write: `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// The name of the day is not compared with the date. A moment before 1970 is none that anybody waits for.
pub(crate) fn http_date(text: &str) -> Option<SystemTime> {
    let [
        _,
        _,
        _,
        b',',
        b' ',
        d1,
        d2,
        b' ',
        month @ ..,
        b' ',
        y1,
        y2,
        y3,
        y4,
        b' ',
        h1,
        h2,
        b':',
        m1,
        m2,
        b':',
        s1,
        s2,
        b' ',
        b'G',
        b'M',
        b'T',
    ] = text.as_bytes()
    else {
        return None;
    };
    let month = MONTHS.iter().zip(1..).find_map(|(name, number)| (month == *name).then_some(number))?;
    let (year, day) = (four(*y1, *y2, *y3, *y4)?, two(*d1, *d2)?);
    let written = DateTime::new(year, month, day, two(*h1, *h2)?, two(*m1, *m2)?, two(*s1, *s2)?).ok()?;
    // Read as GMT+8 it is earlier than it says.
    let seconds = u64::try_from(written.unix_seconds()? + AHEAD).ok()?;
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_a_header_is_the_moment_that_jiff_reads() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "Thu, 29 Feb 2024 23:59:59 GMT",
            "Wed, 21 Oct 2099 07:28:00 GMT",
        ] {
            let expected: SystemTime = jiff::fmt::rfc2822::parse(text).unwrap().timestamp().into();
            assert_eq!(http_date(text), Some(expected), "{text}");
        }
        for month in 1..=12 {
            let moment = jiff::civil::date(2026, month, 28).at(1, 2, 3, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
            let text = moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
            assert_eq!(http_date(&text), Some(moment.timestamp().into()), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_of_a_header_is_none() {
        for text in [
            "",
            "120",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 31 Nov 1994 08:49:37 GMT",
            "Sun, 06 nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Wed, 31 Dec 1969 23:59:59 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(http_date(text), None, "{text}");
        }
    }
}
