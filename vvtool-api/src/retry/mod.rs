//! Whether a failed call is tried again, and when. A write never is, but for one that was not sent.

use core::sync::atomic::{AtomicU32, Ordering};
use core::time::Duration;

use crate::chance;
use crate::error::{BoxedContext, Context, Detail, Phase};
use crate::meta::{Class, Effect, Meta, WriteOutcome};

/// How often a call that failed is tried again by itself.
///
/// On unless set: a call that changes nothing is repeated at most twice, and only after errors whose class says that the same request may
/// succeed ([`Class::RetryNow`](crate::Class::RetryNow), [`Class::RetryWithBackoff`](crate::Class::RetryWithBackoff)), once after an
/// answer that cannot be read, and once with a new token where the old one is refused and the client fetches its own. Between two
/// attempts it waits a random time, up to 50 milliseconds, or up to 1 and then 2 seconds; longer where the platform asks for it, up to a
/// minute. Clients of one account in a process repeat no more than one call of ten, ten more at the beginning, calls with a new token
/// aside: what is down is not kept down.
///
/// A call that writes is never repeated, but for one that did not reach the platform because no connection could be made.
///
/// ```
/// use vvtool_api::Retry;
/// use vvtool_api::vvtool::Client;
///
/// let client = Client::builder().token("TOKEN").retry(Retry::none()).build()?;
/// # let _ = client;
/// # Ok::<(), vvtool_api::vvtool::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    most: u32,
}

/// No call is tried more often again.
const MOST: u32 = 2;

impl Default for Retry {
    fn default() -> Self {
        Self { most: MOST }
    }
}

impl Retry {
    /// As is said above.
    ///
    /// [Example](crate::Retry)
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Every request is sent once.
    ///
    /// [Example](crate::Retry)
    #[must_use]
    pub fn none() -> Self {
        Self { most: 0 }
    }

    /// At most so often. 2 unless set, and never more.
    ///
    /// [Example](crate::Retry)
    #[must_use]
    pub fn retries(self, most: u32) -> Self {
        Self { most: most.min(MOST) }
    }

    pub(crate) fn most(self) -> u32 {
        self.most
    }
}

/// Between attempts after a fault that may be over at once.
const NOW: Duration = Duration::from_millis(50);
/// Between attempts after any other, twice as long each time.
const BACKOFF: Duration = Duration::from_secs(1);
const LONGEST_BACKOFF: Duration = Duration::from_secs(20);
/// Nobody waits longer for what the platform asks for.
const LONGEST_ASKED: Duration = Duration::from_secs(60);

/// What has become of one call so far.
pub(crate) struct Tries {
    /// The operation may be repeated.
    repeatable: bool,
    most: u32,
    attempts: u32,
    unreadable: bool,
    renewed: bool,
    /// The next attempt carries another token.
    renews: bool,
    /// Of an attempt nobody knows what it has done.
    doubt: bool,
}

impl Tries {
    pub(crate) fn new(meta: &Meta, most: u32) -> Self {
        let repeatable = matches!(meta.effect, Effect::Read | Effect::IdempotentWrite);
        Self {
            repeatable,
            most: most.min(MOST),
            attempts: 0,
            unreadable: false,
            renewed: false,
            renews: false,
            doubt: false,
        }
    }

    /// An attempt begins.
    pub(crate) fn begin(&mut self) {
        self.attempts = self.attempts.saturating_add(1);
    }

    /// So an attempt has failed. `remembered`: for one who remembers the write, and whom a bare status proves nothing.
    pub(crate) fn failed(&mut self, fault: &Context, remembered: bool) {
        self.doubt |= !fault.is_proof(remembered);
    }

    /// The end of the call: what a later attempt proves of itself, it does not prove of an earlier one.
    pub(crate) fn ends(&self, mut fault: BoxedContext) -> BoxedContext {
        if self.doubt && fault.outcome == WriteOutcome::NotExecuted {
            fault.doubted();
        }
        fault.after(self.attempts)
    }

    /// Attempts so far.
    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The call may be repeated whatever became of it.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.repeatable
    }

    /// The next attempt need not be spared: it carries another token, of which there is one in a minute.
    pub(crate) fn renews(&self) -> bool {
        self.renews
    }

    /// How long to wait before the next attempt; none when there is to be none. `renews`: another token can be had.
    pub(crate) fn again(&mut self, fault: &Context, renews: bool) -> Option<Duration> {
        self.renews = false;
        if self.attempts > self.most {
            return None;
        }
        let most = if self.repeatable { self.after(fault, renews)? } else { self.unsent(fault)? };
        let asked = fault.retry_after().unwrap_or_default();
        (asked <= LONGEST_ASKED).then(|| jitter(most).max(asked))
    }

    /// The longest pause after a fault of a call that may be repeated.
    fn after(&mut self, fault: &Context, renews: bool) -> Option<Duration> {
        match (&fault.detail, fault.class) {
            // Whoever asks for tokens too often is not helped by another call.
            _ if fault.is_one_of(|service| service.token_pause) => None,
            (_, Class::RefreshToken) if renews && !self.renewed => {
                (self.renewed, self.renews) = (true, true);
                Some(Duration::ZERO)
            }
            (_, Class::RetryNow) => Some(NOW),
            (_, Class::RetryWithBackoff) => Some(self.backoff()),
            (Detail::Decode { cause: Some(_), .. }, _) if !self.unreadable => {
                self.unreadable = true;
                Some(self.backoff())
            }
            _ => None,
        }
    }

    /// The same for one that must not be done twice: only without a connection is it certain that nothing was sent.
    fn unsent(&self, fault: &Context) -> Option<Duration> {
        matches!(fault.detail, Detail::Transport { phase: Phase::Connect, .. }).then(|| self.backoff())
    }

    fn backoff(&self) -> Duration {
        let doubled = BACKOFF.saturating_mul(1_u32.checked_shl(self.attempts.saturating_sub(1)).unwrap_or(u32::MAX));
        doubled.min(LONGEST_BACKOFF)
    }
}

/// Any time up to this: those who failed together do not come back together.
fn jitter(most: Duration) -> Duration {
    most.mul_f64(chance::fraction())
}

/// How many calls may be tried again: a part of all, so that a platform in trouble is not asked twice as often for it.
pub(crate) struct Budget(AtomicU32);

/// In tenths of an attempt.
const RETRY: u32 = 10;
const CALL: u32 = 1;
const FULL: u32 = 100;

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU32::new(FULL))
    }
}

impl Budget {
    /// A call begins.
    pub(crate) fn call(&self) {
        let more = |left: u32| (left < FULL).then(|| left.saturating_add(CALL));
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }

    /// Whether one may be tried again; then it counts.
    pub(crate) fn retry(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(RETRY)).is_ok()
    }
}

#[cfg(test)]
#[cfg(feature = "vvtool")]
pub(crate) mod tests;
