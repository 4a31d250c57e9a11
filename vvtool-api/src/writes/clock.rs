//! Both clocks of the machine: one that goes on evenly, and one that people and other processes set.

use core::time::Duration;
use std::sync::Arc;
use std::time::SystemTime;

use tokio::time::Instant;

/// The clocks; tests set another wall clock.
#[derive(Clone)]
pub(super) struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Default for Clock {
    fn default() -> Self {
        Self(Arc::new(SystemTime::now))
    }
}

impl Clock {
    #[cfg(test)]
    pub(super) fn of(wall: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(wall))
    }

    pub(super) fn wall(&self) -> SystemTime {
        (self.0)()
    }

    /// A moment on both.
    pub(super) fn now(&self) -> Moment {
        Moment { even: Instant::now(), wall: self.wall() }
    }
}

/// A moment on both clocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub(super) even: Instant,
    pub(super) wall: SystemTime,
}

impl Moment {
    /// The longer of what both clocks say has passed: the even one stands still while the machine sleeps.
    pub(super) fn at_most(self, now: Self) -> Duration {
        let wall = now.wall.duration_since(self.wall).unwrap_or_default();
        now.even.saturating_duration_since(self.even).max(wall)
    }

    /// The shorter of what both clocks say has passed; none when the wall clock went back.
    pub(super) fn at_least(self, now: Self) -> Option<Duration> {
        let wall = now.wall.duration_since(self.wall).ok()?;
        Some(now.even.saturating_duration_since(self.even).min(wall))
    }
}
