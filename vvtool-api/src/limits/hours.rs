//! When a platform is busy, by its own clock.

use core::time::Duration;
use std::time::SystemTime;

use crate::meta::OffPeak;

/// Seconds of a day.
const DAY: u64 = 86_400;

/// The busy hours of every day, in seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hours {
    /// East of UTC, and below a day.
    offset: i64,
    /// From, and up to but not including.
    busy: Vec<(u64, u64)>,
}

impl Hours {
    pub(super) fn documented(of: OffPeak) -> Self {
        let seconds = |minute: u16| u64::from(minute).saturating_mul(60);
        let busy = of.busy.iter().map(|(from, to)| (seconds(*from), seconds(*to))).collect();
        Self { offset: i64::from(of.offset).saturating_mul(60), busy }
    }

    /// `+08:00`, and spans of a day like `09:30-11:00`.
    pub(super) fn parse<'a>(offset: &str, busy: impl Iterator<Item = &'a str>) -> Result<Self, &'static str> {
        const OFFSET: &str = "limits: the offset of busy hours is written +08:00, up to 14 hours from UTC";
        const SPAN: &str =
            "limits: busy hours are written 09:30-11:00, each with an end after its beginning and up to 24:00";
        let east = offset.strip_prefix('+').map(|time| (1, time));
        let (sign, time) = east.or_else(|| offset.strip_prefix('-').map(|time| (-1, time))).ok_or(OFFSET)?;
        let away = second_of_day(time).filter(|away| *away <= 14 * 3_600).ok_or(OFFSET)?;
        let span = |text: &'a str| {
            let (from, to) = text.split_once('-')?;
            Some((second_of_day(from)?, second_of_day(to)?)).filter(|(from, to)| from < to)
        };
        let busy = busy.map(|text| span(text).ok_or(SPAN)).collect::<Result<_, _>>()?;
        Ok(Self { offset: i64::try_from(away).unwrap_or_default().saturating_mul(sign), busy })
    }

    /// What is left of the busy hours; none outside of them, and none where there is no end.
    pub(super) fn left(&self, now: SystemTime) -> Option<Duration> {
        let start = self.second(now)?;
        let mut end = start;
        // One span may begin where another one ends, over midnight too.
        for _ in 0..=self.busy.len() {
            let second = end.checked_rem(DAY)?;
            match self.busy.iter().find(|(from, to)| (*from..*to).contains(&second)) {
                Some((_, to)) => end = end.saturating_add(to.saturating_sub(second)),
                None => return Some(Duration::from_secs(end.saturating_sub(start))).filter(|left| !left.is_zero()),
            }
        }
        None
    }

    /// From now to the beginning of the next day.
    pub(super) fn to_midnight(&self, now: SystemTime) -> Option<Duration> {
        self.second(now).map(|second| Duration::from_secs(DAY.saturating_sub(second)))
    }

    /// Of the day, there.
    fn second(&self, now: SystemTime) -> Option<u64> {
        let seconds = i64::try_from(now.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs()).ok()?;
        let of_day = seconds.checked_add(self.offset)?.checked_rem_euclid(i64::try_from(DAY).ok()?)?;
        u64::try_from(of_day).ok()
    }
}

/// `09:30`, up to `24:00`.
fn second_of_day(text: &str) -> Option<u64> {
    let two = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    let (hours, minutes) = text.split_once(':').filter(|(hours, minutes)| hours.len() == 2 && minutes.len() == 2)?;
    let (hours, minutes) = (two(hours)?, two(minutes).filter(|minutes| *minutes < 60)?);
    Some(hours.saturating_mul(3_600).saturating_add(minutes.saturating_mul(60))).filter(|second| *second <= DAY)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// 2026-11-28 at this time in Shanghai.
    fn at(text: &str) -> SystemTime {
        let midnight = Duration::from_secs(1_795_795_200);
        SystemTime::UNIX_EPOCH + midnight + Duration::from_secs(second_of_day(text).unwrap())
    }

    fn left(hours: &Hours, time: &str) -> Option<u64> {
        hours.left(at(time)).map(|left| left.as_secs() / 60)
    }

    #[test]
    fn calls_wait_for_the_end_of_the_busy_hours() {
        const OF: OffPeak = OffPeak::new(480, &[(570, 660), (840, 1020), (1200, 1350)]);
        let hours = Hours::documented(OF);
        assert_eq!(hours, Hours::parse("+08:00", ["09:30-11:00", "14:00-17:00", "20:00-22:30"].into_iter()).unwrap());
        for (time, wait) in [
            ("00:00", None),
            ("09:29", None),
            ("09:30", Some(90)),
            ("10:59", Some(1)),
            ("11:00", None),
            ("14:30", Some(150)),
            ("22:29", Some(1)),
            ("22:30", None),
        ] {
            assert_eq!(left(&hours, time), wait, "{time}");
        }
        assert_eq!(hours.to_midnight(at("23:00")), Some(Duration::from_secs(3_600)));
        assert_eq!(hours.to_midnight(at("00:00")), Some(Duration::from_secs(86_400)));
        // The same moment by another clock.
        assert_eq!(
            Hours::parse("-03:30", [].into_iter()).unwrap().to_midnight(at("11:30")),
            Some(Duration::from_secs(86_400))
        );
    }

    #[test]
    fn busy_hours_may_go_over_midnight_and_never_end() {
        let night = Hours::parse("+08:00", ["22:00-24:00", "00:00-02:00"].into_iter()).unwrap();
        assert_eq!((left(&night, "23:00"), left(&night, "01:00")), (Some(180), Some(60)));
        let always = Hours::parse("+08:00", ["00:00-12:00", "12:00-24:00"].into_iter()).unwrap();
        assert_eq!(left(&always, "13:00"), None);
        let overlapping = Hours::parse("+08:00", ["10:00-12:00", "11:00-13:00"].into_iter()).unwrap();
        assert_eq!(left(&overlapping, "10:00"), Some(180));
    }

    #[test]
    fn what_is_no_time_is_told() {
        for offset in ["08:00", "+8:00", "+08", "+15:00", "+08:60", "8", ""] {
            assert!(Hours::parse(offset, [].into_iter()).unwrap_err().contains("+08:00"), "{offset}");
        }
        for span in ["9:30-11:00", "09:30", "11:00-09:30", "09:30-09:30", "22:00-24:01", "+9:30-11:00", ""] {
            assert!(Hours::parse("+08:00", [span].into_iter()).unwrap_err().contains("09:30-11:00"), "{span}");
        }
    }
}
