//! Calls of one operation that wait for their turn: shops in turn, urgent ones first for a part of the time.
//!
//! There is no task behind it, only the futures of those who wait. One of them keeps the time for all; when it goes away, or nobody
//! polls it any more, another one does. Whose turn it is takes the slot itself, at the moment it is polled, so that a slot is never used
//! late; who does not come for it is passed over, and keeps its place.

use core::future::poll_fn;
use core::pin::pin;
use core::task::{Poll, Waker};
use core::time::Duration;
use std::sync::{Arc, Mutex};

use tokio::time::Instant;

use super::held::Held;
use super::locked;
use super::pace::Asked;
use super::park::Parks;
use super::shared::{Notices, Through, TurnReply};
use super::slot::{BEGIN, Rule, micros};
use super::together::{Others, Together};
use super::waiting::{Ask, Look, Rules, Step, Waiting};
use crate::meta::Scope;

/// What an operation without calls has gathered is kept for this long besides: so long calls are slower after a pause.
const KEPT: u64 = 60_000_000;

/// The calls of one operation.
pub(super) struct Lane {
    began: Instant,
    waiting: Mutex<Waiting>,
    /// Where machines share it, and its key there.
    shared: Option<(Through, Arc<str>)>,
    /// What is held back of the account.
    parks: Arc<Parks>,
}

impl Lane {
    /// One whose calls are counted with those of other operations, and whose turns may be agreed on elsewhere.
    pub(super) fn beside(of: Arc<Together>, shared: Option<(Through, Arc<str>)>, parks: Arc<Parks>) -> Self {
        let began = Instant::now();
        let waiting = Waiting::beside(Others::beside(of, began), shared.is_some());
        Self { began, waiting: Mutex::new(waiting), shared, parks }
    }

    fn micros(&self, at: Instant) -> u64 {
        micros(at.saturating_duration_since(self.began)).saturating_add(BEGIN)
    }

    fn instant(&self, at: u64) -> Instant {
        let after = Duration::from_micros(at.saturating_sub(BEGIN));
        self.began.checked_add(after).unwrap_or(self.began)
    }

    pub(super) fn is_idle(&self, now: Instant) -> bool {
        let (before, waiting) = (self.micros(now).saturating_sub(KEPT), locked(&self.waiting));
        waiting.is_empty() && waiting.pace.until() < before && waiting.rested() < before
    }

    /// The platform answered "too many calls", and asks for this pause. Says whether waiting for another turn is no use.
    pub(super) fn throttled(&self, now: Instant, asked: Asked, by: &str, rules: &[Rule]) -> bool {
        let at = self.micros(now);
        let (useless, until) = {
            let mut waiting = locked(&self.waiting);
            (waiting.pace.throttled(at, asked, by, rules), waiting.pace.until())
        };
        if let Some((shared, key)) = &self.shared {
            shared.pause(Arc::clone(key), Duration::from_micros(until.saturating_sub(at)));
        }
        useless
    }

    /// The platform answered something else.
    pub(super) fn heard(&self, now: Instant) {
        locked(&self.waiting).pace.heard(self.micros(now));
    }

    /// Ask for the next turn, where somebody found that it is time to.
    fn ask(self: &Arc<Self>, rule: Option<Rule>) {
        if let (Some(rule), Some((shared, key))) = (rule, &self.shared) {
            let lane = Arc::downgrade(self);
            let told = move |answer, notices: Option<Notices>| {
                if let Some(lane) = lane.upgrade() {
                    // First: whoever has the turn looks there.
                    notices.into_iter().for_each(|notices| lane.parks.learn(notices, Instant::now()));
                    lane.told(answer);
                }
            };
            shared.ask(Arc::clone(key), rule, self.parks.board(), Box::new(told));
        }
    }

    fn told(&self, answer: TurnReply) {
        let wake = locked(&self.waiting).told(answer, |at| self.micros(at.into()));
        wake.into_iter().for_each(Waker::wake);
    }

    /// It goes by itself, and its part is no call.
    fn is_withheld(&self, ask: (bool, u64), now: Instant) -> bool {
        let ((alone, whole), now) = (ask, self.micros(now));
        let from = || locked(&self.waiting).promises.and_then(|turns| turns.alone(whole));
        !alone && self.shared.is_some() && from().is_some_and(|from| from <= now)
    }

    /// The rest of a pause that is too long to be waited for.
    pub(super) fn parked(&self, now: Instant) -> Option<Held> {
        locked(&self.waiting).pace.parked(self.micros(now)).map(|(rest, by)| Held::Parked(rest, by, Scope::Operation))
    }

    /// From one call to the next, as fast as they may be now.
    pub(super) fn interval(&self, rules: &[Rule], now: Instant) -> Option<Duration> {
        let (now, waiting) = (self.micros(now), locked(&self.waiting));
        let intervals = rules.iter().map(|rule| waiting.pace.rule(*rule, now).interval);
        intervals.max().map(Duration::from_micros)
    }

    /// Take a slot that is free at once and that nobody waits for.
    pub(super) fn pass(&self, rules: &Arc<[Rule]>, together: &Arc<[Rule]>, now: Instant) -> bool {
        let (now, mut waiting) = (self.micros(now), locked(&self.waiting));
        let rules = Rules::plain(rules, together);
        let free = self.shared.is_none() && waiting.is_empty() && waiting.due(&rules, now) <= now;
        free && waiting.take(&rules, now)
    }

    /// Wait until a request may go on a connection that stands, and let it go.
    pub(super) async fn departs(&self, rules: &[Rule]) {
        loop {
            let now = self.micros(Instant::now());
            let due = locked(&self.waiting).departs(rules, now);
            if due <= now {
                return;
            }
            tokio::time::sleep_until(self.instant(due)).await;
        }
    }

    /// Wait for a slot, and take it. Dropped before that it leaves nothing behind. `held`: why it waits in vain, once it does.
    pub(super) async fn wait(self: &Arc<Self>, ask: Ask, held: impl Fn(Instant) -> Option<Held>) -> Result<(), Held> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(Held::NoTimer);
        }
        let (until, alone) = (ask.until, (ask.may_alone, ask.whole));
        let place = Place { lane: self, id: locked(&self.waiting).enter(ask).ok_or(Held::Full)? };
        let mut sleep = pin!(tokio::time::sleep_until(Instant::now()));
        poll_fn(|cx| {
            loop {
                let now = Instant::now();
                if let Some(held) = held(now) {
                    return Poll::Ready(Err(held));
                }
                let Look { step, wake, ask } = locked(&self.waiting).look(place.id, cx.waker(), self.micros(now));
                wake.into_iter().for_each(Waker::wake);
                self.ask(ask);
                let Step::Later(at) = step else { return Poll::Ready(Ok(())) };
                if self.is_withheld(alone, now) {
                    return Poll::Ready(Err(Held::Alone));
                }
                if let Some(parked) = self.parked(now) {
                    return Poll::Ready(Err(parked));
                }
                if until.is_some_and(|until| until <= now) {
                    return Poll::Ready(Err(Held::TooLong));
                }
                let at = self.instant(at);
                sleep.as_mut().reset(until.map_or(at, |until| until.min(at)));
                if sleep.as_mut().poll(cx).is_pending() {
                    return Poll::Pending;
                }
            }
        })
        .await
    }
}

/// A place in the queue, for as long as somebody waits in it.
struct Place<'a> {
    lane: &'a Lane,
    id: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let wake = locked(&self.lane.waiting).leave(self.id);
        wake.into_iter().for_each(Waker::wake);
    }
}
