//! What a process remembers of the points that machines keep together.

use core::time::Duration;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

/// Keys that are remembered before the old ones are forgotten.
pub(super) const MANY: usize = 4_096;

/// What this process was told last of one key: a Redis that loses it is told in turn.
#[derive(Clone, Copy)]
pub(super) struct Told {
    /// Since when it is kept there.
    pub(super) born: i64,
    pub(super) at: Instant,
    pub(super) hour: i64,
    pub(super) day: i64,
}

/// What this process was told last.
#[derive(Default)]
pub(super) struct Memory(HashMap<Arc<str>, Told>);

const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(86_400);

impl Memory {
    /// `born`, and what is spent within an hour and a day as far as it still can be.
    pub(super) fn of(&self, key: &str, now: Instant) -> [i64; 3] {
        let Some(told) = self.0.get(key) else { return [0; 3] };
        let age = now.saturating_duration_since(told.at);
        let within = |time, sum| if age < time { sum } else { 0 };
        [told.born, within(HOUR, told.hour), within(DAY, told.day)]
    }

    pub(super) fn told(&mut self, key: &Arc<str>, told: Told) {
        if self.0.len() >= MANY && !self.0.contains_key(key) {
            self.0.retain(|_, known| told.at.saturating_duration_since(known.at) < HOUR);
        }
        self.0.insert(Arc::clone(key), told);
    }
}
