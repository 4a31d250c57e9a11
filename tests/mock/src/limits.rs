//! How many calls are let through: the documented rate, calls per day, and bans.

use core::time::Duration;
use std::collections::{HashMap, VecDeque};
use std::time::Instant;

use vvtool_codegen::model::api::{Period, RateLimit};

/// No ban that a clock can tell is longer.
const LONGEST: Duration = Duration::from_secs(10_000_000_000);

/// What was let through lately, by operation.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    /// By what is counted together and the period.
    windows: HashMap<(String, Duration), VecDeque<Instant>>,
    days: HashMap<String, (i64, u32)>,
    bans: HashMap<String, Instant>,
}

/// So many calls in any stretch of so much time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rate {
    calls: usize,
    period: Duration,
}

impl Rate {
    /// `share` of the documented rate. Below one call in the period the period becomes longer instead.
    pub(crate) fn of(limit: &RateLimit, share: f64) -> Self {
        let period = Duration::from_secs(match limit.per {
            Period::Second => 1,
            Period::Minute => 60,
            Period::Hour => 3600,
            Period::Day => 86_400,
        });
        let calls = f64::from(limit.calls) * share.max(f64::MIN_POSITIVE);
        if calls >= 1.0 {
            // A float that is larger than any count becomes the largest one.
            Self { calls: calls as usize, period }
        } else {
            Self {
                calls: 1,
                period: Duration::try_from_secs_f64(period.as_secs_f64() / calls).unwrap_or(Duration::MAX),
            }
        }
    }
}

impl Limits {
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Counts a call that keeps to all rates, each of what it counts together. One that does not is not counted: it was not let through.
    pub(crate) fn admit(&mut self, rates: &[(&str, Rate)], now: Instant) -> bool {
        let key = |(of, rate): &(&str, Rate)| ((*of).to_owned(), rate.period);
        let keeps = rates.iter().all(|each| {
            let (window, rate) = (self.windows.entry(key(each)).or_default(), each.1);
            while window.front().is_some_and(|first| now.saturating_duration_since(*first) >= rate.period) {
                window.pop_front();
            }
            window.len() < rate.calls
        });
        if keeps {
            rates.iter().for_each(|each| self.windows.entry(key(each)).or_default().push_back(now));
        }
        keeps
    }

    /// Counts a call of the platform's `day` (a number of days).
    pub(crate) fn admit_of_day(&mut self, operation: &str, calls: u32, day: i64) -> bool {
        let (counted, used) = self.days.entry(operation.to_owned()).or_insert((day, 0));
        if *counted != day {
            (*counted, *used) = (day, 0);
        }
        *used = used.saturating_add(1);
        *used <= calls
    }

    /// Lets no call of `operation` through for some time.
    pub(crate) fn ban(&mut self, operation: &str, time: Duration, now: Instant) {
        // Whoever orders one that ends after all clocks has a long one.
        let until = now.checked_add(time).or_else(|| now.checked_add(LONGEST)).unwrap_or(now);
        self.bans.insert(operation.to_owned(), until);
    }

    /// How many seconds a ban goes on, begun ones counted whole.
    pub(crate) fn banned(&self, operation: &str, now: Instant) -> Option<u64> {
        let left = self.bans.get(operation)?.saturating_duration_since(now);
        (!left.is_zero()).then(|| left.as_secs() + u64::from(left.subsec_nanos() > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: RateLimit = RateLimit { calls: 10, per: Period::Second, of_account: false };

    #[test]
    fn ten_in_any_second() {
        let mut limits = Limits::default();
        let (rate, start) = (Rate::of(&TEN, 1.0), Instant::now());
        let at = |millis| start + Duration::from_millis(millis);
        // Ten at once, none until a second after the first, and then as many as have left the window.
        assert!((0..10).all(|step| limits.admit(&[("a", rate)], at(step * 50))));
        assert!(!limits.admit(&[("a", rate)], at(999)));
        assert!(limits.admit(&[("b", rate)], at(999)), "another operation");
        assert!(limits.admit(&[("a", rate)], at(1000)));
        assert!(!limits.admit(&[("a", rate)], at(1049)));
        assert!(limits.admit(&[("a", rate)], at(1050)));
    }

    #[test]
    fn a_call_that_one_rate_refuses_counts_for_none() {
        let (mut limits, start) = (Limits::default(), Instant::now());
        let day = Rate { calls: 3, period: Duration::from_secs(86_400) };
        let one = Rate { calls: 2, period: Duration::from_secs(1) };
        let mut call = |of| limits.admit(&[(of, one), ("account", day)], start);
        assert_eq!([call("a"), call("a"), call("a"), call("b"), call("b")], [true, true, false, true, false]);
    }

    #[test]
    fn a_share_of_a_rate() {
        let rate = |share| Rate::of(&TEN, share);
        assert_eq!(rate(0.1), Rate { calls: 1, period: Duration::from_secs(1) });
        assert_eq!(rate(0.55), Rate { calls: 5, period: Duration::from_secs(1) });
        assert_eq!(rate(0.05), Rate { calls: 1, period: Duration::from_secs(2) });
        assert_eq!(rate(0.0), Rate { calls: 1, period: Duration::MAX });
    }

    #[test]
    fn a_day_begins_anew() {
        let mut limits = Limits::default();
        assert!(limits.admit_of_day("a", 2, 1) && limits.admit_of_day("a", 2, 1));
        assert!(!limits.admit_of_day("a", 2, 1));
        assert!(limits.admit_of_day("b", 2, 1) && limits.admit_of_day("a", 2, 2));
    }

    #[test]
    fn a_ban_counts_down() {
        let (mut limits, now) = (Limits::default(), Instant::now());
        limits.ban("a", Duration::from_secs(3), now);
        assert_eq!(limits.banned("a", now), Some(3));
        assert_eq!(limits.banned("a", now + Duration::from_millis(1500)), Some(2));
        assert_eq!((limits.banned("a", now + Duration::from_secs(3)), limits.banned("b", now)), (None, None));
        for time in [Duration::MAX, Duration::from_secs(u64::MAX - 1), LONGEST] {
            limits.ban("a", time, now);
            assert!(limits.banned("a", now) >= Some(LONGEST.as_secs()), "{time:?}");
        }
    }
}
