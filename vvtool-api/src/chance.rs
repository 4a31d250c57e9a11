//! Numbers that differ between calls, threads and processes. Nothing that must not be guessed depends on them.

use std::hash::{BuildHasher as _, RandomState};

/// Any number. The system seeds the keys of hash maps, and no two of them are the same: a library for a few numbers a call is not needed.
pub(crate) fn number() -> u64 {
    RandomState::new().hash_one(0_u8)
}

/// A number that no other process has either: no value holds it, unless it has seen it.
pub(crate) fn wide() -> u128 {
    u128::from(number()) << 64 | u128::from(number())
}

/// Such a number as 32 digits.
pub(crate) fn digits() -> String {
    format!("{:032x}", wide())
}

/// Any number from 0 up to, not including, 1.
pub(crate) fn fraction() -> f64 {
    // As many bits as an f64 holds exactly.
    (number() >> 11) as f64 / (1_u64 << 53) as f64
}

/// xorshift: the same numbers in every run and on every machine, for tests.
#[cfg(test)]
pub(crate) struct Random(pub(crate) u64);

#[cfg(test)]
impl Random {
    /// From 0 up to, not including, the end.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{digits, fraction, number};

    #[test]
    fn numbers_differ_and_fill_their_range() {
        let numbers: std::collections::HashSet<u64> = (0..1000).map(|_| number()).collect();
        assert_eq!(numbers.len(), 1000);
        let other = std::thread::spawn(number).join().unwrap();
        assert!(!numbers.contains(&other));
        let (one, other) = (digits(), digits());
        assert!(one != other && one.len() == 32, "{one} {other}");
        let mut tenths = [0; 10];
        for _ in 0..1000 {
            let fraction = fraction();
            assert!((0.0..1.0).contains(&fraction));
            *tenths.get_mut((fraction * 10.0) as usize).unwrap() += 1;
        }
        assert!(tenths.iter().all(|count| *count > 40), "{tenths:?}");
    }
}
