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

/// As slow as that, and "too many" for so long: it is not the speed.
const IN_VAIN: u64 = 60_000_000;

/// How fast an operation is called, compared with what its rules allow.
#[derive(Default)]
pub(super) struct Pace {
    /// End of the pause.
    until: u64,
    /// The part of the full speed that was left then; none before the first "too many".
    left: Option<f64>,
    by: Option<Arc<str>>,
    /// Something was answered since, and not with "too many".
    heard: bool,
    /// Since when calls are as slow as they get, and nothing but "too many" is answered.
    slowest: Option<u64>,
}

/// A pause that everybody who calls the operation has to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) wait: Duration,
    /// The platform says that there are too many calls, not only that it is busy.
    pub(super) too_many: bool,
}

/// The pause that a failure asks for.
pub(super) fn asked(fault: &Context) -> Option<Asked> {
    let too_many = fault.status() == Some(429) || fault.is_throttled();
    let wait = fault.retry_after().filter(|_| too_many || fault.class.is_retry());
    wait.or(too_many.then_some(PAUSE)).map(|wait| Asked { wait, too_many })
}

impl Pace {
    /// Too many calls, says the platform. What was sent before the pause began is answered like this as well, and counts once. Says
    /// whether it is said for so long, however slow the calls are, that waiting for another turn is no use.
    pub(super) fn throttled(&mut self, now: u64, asked: Asked, by: &str, rules: &[Rule]) -> bool {
        let paused = now < self.until;
        if !paused {
            // What came back by itself was not to be had, where nothing else was answered.
            let is_new = self.heard || now.saturating_sub(self.until) as f64 >= BACK;
            let left = self.left.filter(|_| !is_new).unwrap_or_else(|| self.part(now)) * SLOWER;
            let is_slowest = |rule: &Rule| rule.interval as f64 / left >= SLOWEST as f64;
            if is_new || !asked.too_many || !rules.iter().all(is_slowest) {
                self.slowest = None;
            } else {
                self.slowest = self.slowest.or(Some(now));
            }
            (self.left, self.heard) = (Some(left), false);
        }
        let until = now.saturating_add(micros(asked.wait));
        if until > self.until {
            (self.until, self.by) = (until, Some(by.into()));
        }
        self.slowest.take_if(|since| now.saturating_sub(*since) >= IN_VAIN).is_some()
    }

    /// Something else was answered.
    pub(super) fn heard(&mut self, now: u64) {
        if now >= self.until {
            (self.heard, self.slowest) = (true, None);
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
    const MANY: Asked = Asked { wait: PAUSE, too_many: true };

    #[test]
    fn the_speed_falls_with_each_pause_and_comes_back_within_a_minute() {
        let rule = Rule { interval: 112_000, tolerance: 0 };
        let mut pace = Pace::default();
        assert_eq!(pace.rule(rule, 0), rule);
        assert!(!pace.throttled(0, MANY, "429", &[rule]));
        // Ten calls that were on their way are one "too many".
        assert!((0..10).all(|at| !pace.throttled(at * 10_000, MANY, "429", &[rule])));
        assert!((SECOND..SECOND + 100_000).contains(&pace.until()));
        assert_eq!(pace.rule(rule, SECOND).interval, 160_000);
        let speeds: Vec<u64> = (0..=62).map(|second| pace.rule(rule, second * SECOND).interval).collect();
        assert!(speeds.is_sorted_by(|one, next| one >= next), "{speeds:?}");
        assert_eq!(speeds.last(), Some(&112_000));
        // Again and again: not slower than one call in two seconds.
        assert!((0..20).all(|_| !pace.throttled(pace.until(), MANY, "429", &[rule])));
        let now = pace.until();
        assert_eq!(pace.rule(rule, now).interval, SLOWEST);
        // A rule that is slower than that stays what it is.
        let slow = Rule { interval: 5 * SECOND, tolerance: 0 };
        assert_eq!(pace.rule(slow, now), slow);
    }

    /// "Too many" whenever a call comes, two seconds after the pause; when it is said to be in vain, if ever.
    fn in_vain(rules: &[Rule], asked: Asked, mut between: impl FnMut(&mut Pace, u64)) -> Option<u64> {
        let (mut pace, mut now) = (Pace::default(), 10 * SECOND);
        let began = now;
        for _ in 0..200 {
            if pace.throttled(now, asked, "1002", rules) {
                return Some((now - began) / SECOND);
            }
            now = pace.until() + SECOND;
            between(&mut pace, now);
        }
        None
    }

    #[test]
    fn what_is_refused_for_a_minute_however_slow_the_calls_are_is_not_the_speed() {
        let rule = Rule { interval: 112_000, tolerance: 0 };
        // Nine times slower until it is as slow as it gets, then a minute.
        let ended = in_vain(&[rule], MANY, |_, _| {}).unwrap_or_default();
        assert!((76..=82).contains(&ended), "{ended}");
        // Where no rate is known there is nothing to slow down.
        let ended = in_vain(&[], MANY, |_, _| {}).unwrap_or_default();
        assert!((60..=64).contains(&ended), "{ended}");
        // One answer in between, or a platform that is only busy.
        assert_eq!(in_vain(&[rule], MANY, Pace::heard), None);
        assert_eq!(in_vain(&[rule], Asked { wait: PAUSE, too_many: false }, |_, _| {}), None);
    }
}
