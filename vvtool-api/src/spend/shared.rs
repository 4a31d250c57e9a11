//! Caps that several machines keep together: what an attempt asks of the place where they agree.

use core::pin::Pin;
use core::time::Duration;
use std::sync::Arc;
use std::time::Instant;

/// Work that is driven by whoever waits for it, and borrows nothing.
pub(crate) type Later<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Where machines keep caps together.
pub(crate) trait Till: Send + Sync {
    /// Keep points for an attempt. Where it does not answer it is asked again until then, as long as somebody waits for it.
    fn reserve(&self, want: Want, until: Option<Instant>) -> Later<Result<Slip, NoPoints>>;

    /// What became of them: so many were spent. Nobody waits for it; where it is lost, they are.
    fn settle(&self, slip: Slip, spent: u64);
}

/// What an attempt asks for.
#[derive(Debug, Clone)]
pub(crate) struct Want {
    /// Where the points of the account are kept, and those of the shop.
    pub(crate) keys: [Arc<str>; 2],
    pub(crate) points: u64,
    /// In an hour, in a day, in a day by the shop.
    pub(crate) rooms: [Room; 3],
}

/// One cap, as an attempt may use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Room {
    /// The setting.
    pub(crate) name: &'static str,
    /// None: it is not set.
    pub(crate) cap: Option<u64>,
    /// What of it is kept for reading back writes.
    pub(crate) kept: u64,
}

/// The cap that a call does not fit into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Over {
    /// The setting.
    pub(crate) setting: &'static str,
    pub(crate) cap: u64,
    /// What was spent, or may be by calls on their way.
    pub(crate) spent: u64,
    /// What cannot be spent, because it is kept.
    pub(crate) kept: u64,
    /// When enough of it will be over; none where calls on their way have to end first, or it never is.
    pub(crate) wait: Option<Duration>,
}

/// Points that are kept for an attempt, and when they were.
#[derive(Debug)]
pub(crate) struct Slip {
    pub(crate) keys: [Arc<str>; 2],
    pub(crate) points: u64,
    /// Of the hour and of the day, by the clock there.
    pub(crate) parts: [i64; 2],
}

/// Why no points are kept for an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoPoints {
    /// It does not fit into a cap.
    Over(Over),
    /// The place where machines agree does not answer: what the others have spent is not known.
    Gone,
}

impl From<Over> for NoPoints {
    fn from(over: Over) -> Self {
        Self::Over(over)
    }
}

/// Points kept elsewhere, for an attempt that has them here as well.
pub(super) struct Abroad {
    through: Arc<dyn Till>,
    slip: Slip,
    since: Instant,
}

/// So long points count from when they were kept; an attempt that waits for longer keeps them anew. A part of an hour, by which spent
/// points count longer than an hour.
const OLD: Duration = Duration::from_secs(60);

impl Abroad {
    pub(super) fn new(through: Arc<dyn Till>, slip: Slip) -> Self {
        Self { through, slip, since: Instant::now() }
    }

    pub(super) fn is_old(&self) -> bool {
        self.since.elapsed() > OLD
    }

    /// So many of them were spent.
    pub(super) fn settle(self, spent: u64) {
        self.through.settle(self.slip, spent);
    }
}
