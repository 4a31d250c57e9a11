//! What a platform's "too many calls" does to all calls of an operation: a pause, then slower, then as fast as before.

use core::time::Duration;
use std::sync::Arc;

use super::slot::{Rule, micros};
use crate::error::Context;

/// A pause where the platform does not say how long.
const PAUSE: Duration = Duration::from_secs(1);
/// Calls do not wait for the end of a longer one.
const LONGEST: Duration = Duration::from_secs(60);
/// Of the speed before, what is left after each "too many".
const SLOWER: f64 = 0.7;
/// From the end of the pause to the full speed.
const BACK: f64 = 60_000_000.0;
/// One call in two seconds is let out whatever happens.
const SLOWEST: u64 = 2_000_000;

/// How fast an operation is called, compared with what its rules allow.
#[derive(Default)]
pub(super) struct Pace {
    /// End of the pause.
    until: u64,
    /// The part of the full speed that was left then; none before the first "too many".
    left: Option<f64>,
    by: Option<Arc<str>>,
}

/// The pause that a failure asks for, of everybody who calls the operation.
pub(super) fn asked(fault: &Context) -> Option<Duration> {
    let asked = fault.retry_after().filter(|_| fault.class.is_retry());
    asked.or_else(|| (fault.status() == Some(429)).then_some(PAUSE))
}

impl Pace {
    /// Too many calls, says the platform. What was sent before the pause began is answered like this as well, and counts once.
    pub(super) fn throttled(&mut self, now: u64, wait: Duration, by: &str) {
        let paused = now < self.until;
        if !paused {
            self.left = Some(self.part(now) * SLOWER);
        }
        let until = now.saturating_add(micros(wait));
        if until > self.until {
            (self.until, self.by) = (until, Some(by.into()));
        }
    }

    /// The part of the full speed: at first it comes back fast, then carefully.
    fn part(&self, now: u64) -> f64 {
        let Some(left) = self.left else { return 1.0 };
        let time = (now.saturating_sub(self.until) as f64 / BACK).min(1.0);
        1.0 - (1.0 - left) * (1.0 - time).powi(3)
    }

    /// The rule as it holds now.
    pub(super) fn rule(&self, rule: Rule, now: u64) -> Rule {
        let slower = (rule.interval as f64 / self.part(now)) as u64;
        Rule { interval: slower.min(SLOWEST).max(rule.interval), ..rule }
    }

    /// End of the pause.
    pub(super) fn until(&self) -> u64 {
        self.until
    }

    /// The rest of a pause that nobody waits for, and what asked for it.
    pub(super) fn parked(&self, now: u64) -> Option<(Duration, Arc<str>)> {
        let rest = Duration::from_micros(self.until.saturating_sub(now));
        self.by.clone().filter(|_| rest > LONGEST).map(|by| (rest, by))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000;

    #[test]
    fn the_speed_falls_with_each_pause_and_comes_back_within_a_minute() {
        let rule = Rule { interval: 112_000, tolerance: 0 };
        let mut pace = Pace::default();
        assert_eq!(pace.rule(rule, 0), rule);
        pace.throttled(0, PAUSE, "429");
        // Ten calls that were on their way are one "too many".
        (0..10).for_each(|at| pace.throttled(at * 10_000, PAUSE, "429"));
        assert!((SECOND..SECOND + 100_000).contains(&pace.until()));
        assert_eq!(pace.rule(rule, SECOND).interval, 160_000);
        let speeds: Vec<u64> = (0..=62).map(|second| pace.rule(rule, second * SECOND).interval).collect();
        assert!(speeds.is_sorted_by(|one, next| one >= next), "{speeds:?}");
        assert_eq!(speeds.last(), Some(&112_000));
        // Again and again: not slower than one call in two seconds.
        (0..20).for_each(|_| pace.throttled(pace.until(), PAUSE, "429"));
        let now = pace.until();
        assert_eq!(pace.rule(rule, now).interval, SLOWEST);
        // A rule that is slower than that stays what it is.
        let slow = Rule { interval: 5 * SECOND, tolerance: 0 };
        assert_eq!(pace.rule(slow, now), slow);
    }
}
