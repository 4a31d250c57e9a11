//! The platform's clock: GMT+8, whatever zone the machine is in.

use jiff::{Timestamp, civil::DateTime, tz};

const FORMAT: &str = "%Y-%m-%d %H:%M:%S";

/// Seconds since 1970 of now.
pub(crate) fn now() -> i64 {
    Timestamp::now().as_second()
}

/// Seconds since 1970 of a `yyyy-MM-dd HH:mm:ss` in GMT+8. Only exactly that form.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let time = DateTime::strptime(FORMAT, text).ok()?;
    // The parser takes single digits too; the platform does not.
    if time.strftime(FORMAT).to_string() != text {
        return None;
    }
    Some(tz::offset(8).to_timestamp(time).ok()?.as_second())
}

/// `yyyy-MM-dd HH:mm:ss` in GMT+8.
#[must_use]
pub fn gmt8(unix_seconds: i64) -> String {
    match Timestamp::from_second(unix_seconds) {
        Ok(time) => tz::offset(8).to_datetime(time).strftime(FORMAT).to_string(),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gmt8_there_and_back() {
        assert_eq!(gmt8(0), "1970-01-01 08:00:00");
        assert_eq!(parse("1970-01-01 08:00:00"), Some(0));
        assert_eq!(parse(&gmt8(1_764_000_000)), Some(1_764_000_000));
    }

    #[test]
    fn only_the_documented_form() {
        for text in
            ["", "1970-01-01", "1970-1-1 8:0:0", "1970-01-01T08:00:00", "1970-13-01 08:00:00", " 1970-01-01 08:00:00"]
        {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
