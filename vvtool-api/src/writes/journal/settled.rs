//! When something was settled, by a count that no clock can set.

use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

/// When something was settled: how old the journal was then. Clocks are set, and a journal is forgetful by its age alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Of the time since the journal was begun, as much as has gone by for certain.
    pub age: Duration,
    /// The latest that a clock had said until then.
    pub wall: SystemTime,
}

impl Settled {
    /// The later of two, of each what is later: what a journal answers to [`Journal::newest`](super::Journal::newest).
    #[must_use]
    pub fn and(self, other: Option<Self>) -> Self {
        let Some(other) = other else { return self };
        Self { age: self.age.max(other.age), wall: self.wall.max(other.wall) }
    }

    pub(super) fn written(self) -> Value {
        json!({ "age": self.millis(), "wall": millis(self.wall) })
    }

    pub(super) fn read(value: &Value) -> Option<Self> {
        let number = |name: &str| value.get(name).and_then(Value::as_u64);
        Some(Self { age: Duration::from_millis(number("age")?), wall: moment(number("wall")?)? })
    }

    /// The age, for a column of a table.
    pub(crate) fn millis(self) -> u64 {
        u64::try_from(self.age.as_millis()).unwrap_or(u64::MAX)
    }
}

pub(super) fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

pub(super) fn moment(millis: u64) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_millis(millis))
}
