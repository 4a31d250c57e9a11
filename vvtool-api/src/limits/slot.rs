//! When the next call may leave. Pure: nothing here looks at a clock.
//!
//! Times are microseconds since some beginning of the caller's.

use core::time::Duration;

use crate::meta::Rate;

/// What one rate asks of the calls of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rule {
    /// From one call to the next.
    pub(crate) interval: u64,
    /// How far a call may be ahead of that, after a time without calls.
    pub(crate) tolerance: u64,
}

impl Rule {
    /// Calls reach the platform up to `jitter` later than they leave, each by another time. So many as fit into the period, and that
    /// time besides, are never more than the rate allows, wherever the platform begins to count.
    pub(super) fn new(rate: Rate, jitter: Duration) -> Self {
        let between = u64::from(rate.calls.saturating_sub(rate.burst()).saturating_add(1));
        let whole = micros(rate.period).saturating_add(micros(jitter));
        let interval = whole.div_ceil(between).saturating_add(1_000);
        Self { interval, tolerance: interval.saturating_mul(u64::from(rate.burst().saturating_sub(1))) }
    }
}

/// Times begin so far above zero, in microseconds, that a burst of any rate fits before them: 35 years.
pub(super) const BEGIN: u64 = 1 << 50;

/// From when on the next call may leave; none before the first call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct State(pub(crate) Option<u64>);

/// What has left by several rates, each with a slot of its own.
#[derive(Default)]
pub(super) struct Slots {
    of: Vec<State>,
    rested: u64,
}

impl Slots {
    /// When a call that is ready now may leave by one of them.
    pub(super) fn due(&self, rate: usize, rule: Rule, now: u64) -> u64 {
        next_slot(self.of.get(rate).copied().unwrap_or_default(), now, rule).0
    }

    /// A call leaves by it now.
    pub(super) fn take(&mut self, rate: usize, rule: Rule, now: u64) {
        if self.of.len() <= rate {
            self.of.resize(rate.saturating_add(1), State::default());
        }
        if let Some(slot) = self.of.get_mut(rate) {
            *slot = next_slot(*slot, now, rule).1;
            self.rested = self.rested.max(slot.0.map_or(0, |next| next.saturating_add(rule.tolerance)));
        }
    }

    /// From when on it is as if no call had left: a whole burst may follow, and nothing is worth keeping.
    pub(super) fn rested(&self) -> u64 {
        self.rested
    }
}

/// When a call that is ready now may leave, and what holds after it has left just then.
pub(crate) fn next_slot(state: State, now: u64, rule: Rule) -> (u64, State) {
    // No call leaves before its time, so nothing honest is further ahead: the clock was set, or belongs to another runtime.
    let next = state.0.filter(|next| *next <= now.saturating_add(rule.interval));
    let next = match (next, state.0) {
        (Some(next), _) => next,
        (None, Some(_)) => now.saturating_add(rule.interval),
        (None, None) => now.saturating_sub(rule.tolerance),
    };
    let slot = now.max(next);
    let after = next.max(slot.saturating_sub(rule.tolerance)).saturating_add(rule.interval);
    (slot, State(Some(after)))
}

/// Longer than anybody waits where it does not fit.
pub(super) fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;

    const JITTER: u64 = 110_000;

    fn rule(rate: Rate) -> Rule {
        Rule::new(rate, Duration::from_micros(JITTER))
    }

    #[test]
    fn the_interval_leaves_room_for_jitter_and_bursts() {
        // (1 s + 110 ms) / 10 + 1 ms: 8.9 calls a second of ten.
        assert_eq!(rule(Rate::per_second(10)), Rule { interval: 112_000, tolerance: 0 });
        // A tenth of a minute's calls at once, the others over the rest of it.
        let minute = rule(Rate::per_minute(100));
        assert_eq!((minute.interval, minute.tolerance), (661_550, 661_550 * 9));
        assert_eq!(rule(Rate::per_second(1)).interval, 1_111_000);
        assert_eq!(rule(Rate::per_second(10).with_burst(10)), Rule { interval: 1_111_000, tolerance: 9_999_000 });
    }

    /// Most arrivals in any stretch of the period.
    fn most(arrivals: &mut [u64], period: u64) -> usize {
        arrivals.sort_unstable();
        (0..arrivals.len())
            .map(|first| arrivals[first..].partition_point(|at| *at < arrivals[first] + period))
            .max()
            .unwrap_or(0)
    }

    /// Calls that want to leave after these pauses, and reach the platform so much later.
    fn arrive(rate: Rate, calls: usize, mut pause: impl FnMut() -> u64, mut late: impl FnMut(usize) -> u64) -> usize {
        let (rule, mut state, mut now, mut arrivals) = (rule(rate), State::default(), 50_000_000, Vec::new());
        for call in 0..calls {
            now += pause();
            let (slot, after) = next_slot(state, now, rule);
            (now, state) = (slot, after);
            arrivals.push(slot + late(call));
        }
        most(&mut arrivals, micros(rate.period))
    }

    #[test]
    fn no_period_sees_more_calls_than_the_rate_allows() {
        let rates =
            [Rate::per_second(10), Rate::per_minute(100), Rate::per_second(3).with_burst(2), Rate::per_second(1)];
        let mut random = fastrand::Rng::with_seed(7);
        let mut seen = [0; 4];
        for case in 0..10_000_usize {
            let rate = rates[case % rates.len()];
            let (busy, longest) = (random.u64(1..10), random.u64(1..4_000_000));
            let (mut pauses, mut delays) = (random.fork(), random.fork());
            let pause = || if pauses.u64(0..10) < busy { 0 } else { pauses.u64(0..longest) };
            let worst = arrive(rate, 3 * rate.calls as usize, pause, |_| delays.u64(0..=JITTER));
            assert!(worst <= rate.calls as usize, "case {case}: {worst} calls, {rate:?}");
            seen[case % rates.len()] = worst.max(seen[case % rates.len()]);
        }
        for (rate, most) in rates.iter().zip(seen) {
            println!("most calls in {:?}: asked <= {} / measured {most}", rate.period, rate.calls);
        }
        // Not by calling too seldom: the first call as late, the others as early as can be.
        for rate in rates {
            let worst = arrive(rate, 3 * rate.calls as usize, || 0, |call| if call == 0 { JITTER } else { 0 });
            assert_eq!(worst, rate.calls as usize, "{rate:?}");
        }
    }

    #[test]
    fn a_clock_that_was_set_costs_one_interval() {
        let rule = rule(Rate::per_second(10));
        let (slot, after) = next_slot(State(Some(3_600_000_000)), 1_000, rule);
        assert_eq!((slot, after), (113_000, State(Some(225_000))));
        let (slot, _) = next_slot(State(Some(u64::MAX)), u64::MAX, rule);
        assert_eq!(slot, u64::MAX);
    }
}
