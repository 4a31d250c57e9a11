//! What has left lately of all operations of an account together. Each operation has a queue of its own; who leaves it takes a slot here
//! too, in the same moment.

use std::sync::{Arc, Mutex};

use tokio::time::Instant;

use super::locked;
use super::slot::{BEGIN, Rule, Slots, micros};

pub(super) struct Together {
    began: Instant,
    slots: Mutex<Slots>,
}

impl Default for Together {
    fn default() -> Self {
        Self { began: Instant::now(), slots: Mutex::default() }
    }
}

impl Together {
    /// Whatever has left, left so long ago that nothing is worth keeping.
    pub(super) fn is_idle(&self, now: Instant) -> bool {
        let now = micros(now.saturating_duration_since(self.began)).saturating_add(BEGIN);
        locked(&self.slots).rested() < now
    }
}

/// The same as a lane sees it, whose times begin later.
#[derive(Default)]
pub(super) struct Others {
    of: Arc<Together>,
    later: u64,
}

impl Others {
    /// For a lane whose times begin now.
    pub(super) fn beside(of: Arc<Together>, now: Instant) -> Self {
        Self { later: micros(now.saturating_duration_since(of.began)), of }
    }

    /// When a call may leave by these rules.
    pub(super) fn due(&self, rules: &[Rule], now: u64) -> u64 {
        if rules.is_empty() {
            return 0;
        }
        let (there, slots) = (now.saturating_add(self.later), locked(&self.of.slots));
        let due = |(rate, rule): (usize, &Rule)| slots.due(rate, *rule, there).saturating_sub(self.later);
        rules.iter().enumerate().map(due).max().unwrap_or(now)
    }

    /// A call leaves now, unless one of another operation was faster.
    pub(super) fn take(&self, rules: &[Rule], now: u64) -> bool {
        if rules.is_empty() {
            return true;
        }
        let (now, mut slots) = (now.saturating_add(self.later), locked(&self.of.slots));
        let free = rules.iter().enumerate().all(|(rate, rule)| slots.due(rate, *rule, now) <= now);
        if free {
            rules.iter().enumerate().for_each(|(rate, rule)| slots.take(rate, *rule, now));
        }
        free
    }
}
