//! Numbers that look random and are the same for the same seed.

use core::time::Duration;

/// A sequence: SplitMix64, which needs no table and no dependency.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Between 0 and 1, without 1.
    fn share(&mut self) -> f64 {
        // The upper 53 bits are what a float can hold.
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True in `share` of all cases.
    pub(crate) fn happens(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// A time from `low` to `high`.
    pub(crate) fn between(&mut self, low: Duration, high: Duration) -> Duration {
        let more = high.saturating_sub(low).as_secs_f64() * self.share();
        low.saturating_add(Duration::try_from_secs_f64(more).unwrap_or(Duration::MAX)).clamp(low, high.max(low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_sequence() {
        let hits = |seed| {
            let mut chance = Chance::new(seed);
            (0..1000).map(|_| chance.happens(0.3)).collect::<Vec<_>>()
        };
        assert_eq!(hits(7), hits(7));
        assert_ne!(hits(7), hits(8));
        let share = hits(7).iter().filter(|hit| **hit).count();
        assert!((250..350).contains(&share), "{share} of 1000");
        let (never, always) = (Chance::new(1).happens(0.0), Chance::new(1).happens(1.0));
        assert_eq!((never, always), (false, true));
    }

    #[test]
    fn a_time_stays_between_its_bounds() {
        let (low, high) = (Duration::from_millis(80), Duration::from_millis(900));
        let mut chance = Chance::new(1);
        assert!((0..1000).map(|_| chance.between(low, high)).all(|time| time >= low && time <= high));
        // Bounds in the wrong order are one bound.
        assert_eq!(chance.between(high, low), high);
        // However long they are.
        assert!((0..1000).all(|_| chance.between(Duration::ZERO, Duration::MAX) <= Duration::MAX));
        assert_eq!(chance.between(Duration::MAX, Duration::MAX), Duration::MAX);
    }
}
