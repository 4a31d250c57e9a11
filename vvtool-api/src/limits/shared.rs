//! Limits that several machines share: what a lane asks of the place where they agree, and what it makes of the answers.

use core::time::Duration;
use std::sync::Arc;
use std::time::Instant;

use super::slot::Rule;
use crate::spend::Till;

/// Where machines agree on whose turn it is, and on what may be spent.
pub(crate) trait Shared: Till {
    /// Names the place: what it holds is shared by all that name it so.
    fn identity(&self) -> &str;

    /// So many processes share the limits.
    fn processes(&self) -> u32;

    /// Ask for the next turn of a key, and for the notices of this board, where they are no longer of this version. `told` is called once,
    /// on any thread.
    fn ask(&self, key: Arc<str>, rule: Rule, board: (Arc<str>, u64), told: Told);

    /// Tell the others what is held back, or that it is over. In passing: nothing comes of a failure.
    fn notify(&self, board: Arc<str>, notice: Notice);

    /// All calls of a key pause.
    fn pause(&self, key: Arc<str>, wait: Duration);
}

/// Where machines agree, as an account holds it.
#[cfg(any(feature = "redis", test))]
pub(crate) type Through = Arc<dyn Shared>;

/// The same, for those who spend.
#[cfg(any(feature = "redis", test))]
pub(super) fn till(through: &Through) -> Arc<dyn Till> {
    Arc::clone(through) as _
}

/// No feature of this crate brings such a place. So there is none, which the compiler sees: what would be done with it is not compiled.
#[cfg(not(any(feature = "redis", test)))]
#[derive(Clone)]
pub(crate) struct Through(core::convert::Infallible);

#[cfg(not(any(feature = "redis", test)))]
impl core::ops::Deref for Through {
    type Target = dyn Shared;
    fn deref(&self) -> &Self::Target {
        match self.0 {}
    }
}

#[cfg(not(any(feature = "redis", test)))]
pub(super) fn till(through: &Through) -> Arc<dyn Till> {
    match through.0 {}
}

/// What is held back, as one process tells the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Which calls: of the account, of an operation, or for a shop, of which a digest is written.
    pub(crate) spot: String,
    /// How long it hangs; zero: it is over.
    pub(crate) left: Duration,
    /// It ends then. Else nobody knows when.
    pub(crate) ends: bool,
    /// The name of the error, not its words: they may be of a customer.
    pub(crate) kind: String,
}

impl Notice {
    /// None hangs for longer, whoever put it up.
    pub(crate) const LONGEST: Duration = Duration::from_secs(86_400);
}

/// All that hang there, and of when they are: they are read again when that has changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Notices {
    pub(crate) version: u64,
    pub(crate) all: Vec<Notice>,
}

pub(crate) type Told = Box<dyn FnOnce(TurnReply, Option<Notices>) + Send>;

/// What the place says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TurnReply {
    /// One call may leave then: not earlier, and hardly later.
    Turn(Instant),
    /// Nothing is to be promised yet: ask again then.
    Later(Instant),
    /// It does not answer: since when, and when it makes sense to ask again.
    Gone(Instant, Instant),
}

/// No turn is promised further ahead.
pub(crate) const LONGEST: u64 = 1_000_000;
/// So long after its moment a promised turn is over: calls of others follow it.
const LATE: u64 = 11_000;
/// An answer that has not come by then is not waited for.
const LOST: u64 = 2_000_000;

/// What a lane knows of its turns, in its own time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Turns {
    next: Next,
    /// Since when the place does not answer, while it does not.
    alone: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Next {
    #[default]
    Unknown,
    Asked(u64),
    Given(u64),
    Later(u64),
}

impl Turns {
    /// Whether the place is to be asked now; then it is taken as asked.
    pub(super) fn ask(&mut self, now: u64) -> bool {
        let ask = match self.next {
            Next::Unknown => true,
            Next::Asked(at) => now > at.saturating_add(LOST),
            Next::Given(at) => now > at.saturating_add(LATE),
            Next::Later(at) => now >= at,
        };
        if ask {
            self.next = Next::Asked(now);
        }
        ask
    }

    /// The place has answered. Times are the lane's.
    pub(super) fn told(&mut self, answer: TurnReply, time: impl Fn(Instant) -> u64) {
        (self.next, self.alone) = match answer {
            TurnReply::Turn(at) => (Next::Given(time(at)), None),
            TurnReply::Later(at) => (Next::Later(time(at)), None),
            TurnReply::Gone(since, again) => (Next::Later(time(again)), Some(time(since))),
        };
    }

    /// From when on the lane goes by itself: whatever anybody was promised is over by then, and so is the time in which it counts.
    pub(super) fn alone(&self, whole: u64) -> Option<u64> {
        let since = self.alone.filter(|_| !matches!(self.next, Next::Given(_)))?;
        Some(since.saturating_add(LONGEST).saturating_add(whole))
    }

    /// When a call may leave by a promise; none without one.
    pub(super) fn promised(&self, now: u64) -> Option<u64> {
        match self.next {
            Next::Given(at) if now <= at.saturating_add(LATE) => Some(at),
            _ => None,
        }
    }

    /// When to look again, whatever else happens.
    pub(super) fn again(&self, now: u64) -> u64 {
        match self.next {
            Next::Unknown => now,
            Next::Asked(at) => at.saturating_add(LOST).saturating_add(1),
            Next::Given(at) => at.saturating_add(LATE).saturating_add(1),
            Next::Later(at) => at,
        }
    }

    /// A call leaves. By a promise it is used up.
    pub(super) fn taken(&mut self) {
        if matches!(self.next, Next::Given(_)) {
            self.next = Next::Unknown;
        }
    }
}
