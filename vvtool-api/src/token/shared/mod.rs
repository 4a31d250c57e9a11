//! One token for all calls of a client: when it is fetched, renewed and given up, and when nothing is fetched.

use core::future::poll_fn;
use core::task::{Context as Polling, Poll};
use core::time::Duration;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime};

use tracing::Instrument;

use super::keep::{BETWEEN, Keep, Kept, PAUSE, newer, pause_after, renewed, since};
use super::{Form, Given, Later, Life, Token};
use crate::error::{BoxedContext, Context};
use crate::exchange::{Deadline, now};
use crate::meta::Class;

/// Calls that have a good token wait no longer than this for a newer one.
const RENEWAL: Duration = Duration::from_secs(5);

/// What is said where a fetch did not come to its end.
const PANICKED: &str = "fetching a token panicked";

/// What brings a token.
type Work = Later<Result<Token, BoxedContext>>;

/// A fetch that is under way.
struct Fetching {
    work: Work,
    begun: Instant,
    /// When it must be over.
    over: Option<Deadline>,
}

/// A token that many calls wait for and one fetch brings. The fetch belongs to the client: when the caller that began it goes away, the
/// next one goes on waiting for it, unless its time is over by then.
pub(crate) struct Shared {
    form: Form,
    /// Where other processes have it from.
    keep: Option<Arc<dyn Keep>>,
    known: Mutex<Known>,
    fetching: tokio::sync::Mutex<Option<Fetching>>,
    /// Fetches that have ended.
    ended: AtomicU64,
}

/// What is known of tokens.
#[derive(Default)]
struct Known {
    token: Option<Token>,
    /// The newest generation that was ever here.
    seen: u64,
    /// When the last token came.
    fetched: Option<Instant>,
    /// When it is to be renewed.
    renewal: Option<SystemTime>,
    /// When a token that had worked was last replaced before its time.
    replaced: Option<Instant>,
    /// The last failed fetch and its number: for those who were waiting for it.
    failed: Option<(u64, BoxedContext)>,
    /// How many have failed since the last token came.
    failures: u32,
    /// Until when nothing is fetched, and why.
    pause: Option<(Instant, BoxedContext)>,
}

impl Known {
    /// The token, unless it is time for another one.
    fn fresh(&self, now: SystemTime) -> Option<Token> {
        if self.renewal.is_some_and(|renewal| renewal <= now) {
            return None;
        }
        self.token.clone()
    }

    /// Why no token may be fetched now.
    fn paused(&self, now: Instant) -> Option<BoxedContext> {
        let (until, why) = self.pause.as_ref()?;
        let left = until.checked_duration_since(now).filter(|left| !left.is_zero())?;
        Some(why.clone().remembered(left))
    }

    /// A token, which may have come to another process a while ago.
    fn came(&mut self, token: &Token, now: Instant) {
        let life = token.life;
        let age = SystemTime::now().duration_since(life.since).unwrap_or_default();
        *self = Self {
            token: Some(Arc::clone(token)),
            seen: self.seen.max(life.generation),
            fetched: now.checked_sub(age),
            renewal: life.renewal(),
            replaced: self.replaced,
            failed: None,
            failures: 0,
            pause: self.pause.take(),
        };
    }

    /// A fetch failed. It is remembered for a while: the next one would fail as well.
    fn failed(&mut self, number: u64, fault: &BoxedContext, now: Instant, took: Duration) {
        self.failed = Some((number, fault.clone()));
        if let Some(pause) = pause_after(fault, self.failures, took) {
            self.wait(now, pause, fault);
            self.failures = self.failures.saturating_add(1);
        }
        // A token that is still good serves on; the nearer its end, the sooner the next try.
        if let Some(ends) = self.token.as_ref().and_then(|token| token.life.ends) {
            let now = SystemTime::now();
            let left = ends.duration_since(now).unwrap_or_default();
            self.renewal = now.checked_add(left.checked_div(10).unwrap_or_default().max(BETWEEN));
        }
    }

    /// The platform refuses a token. One that was fetched since then is kept.
    fn refused(&mut self, refused: &Token, fault: &BoxedContext, now: Instant) {
        if !self.token.as_ref().is_some_and(|token| Arc::ptr_eq(token, refused)) {
            return;
        }
        (self.token, self.renewal) = (None, None);
        let since = |then: Option<Instant>| then.map_or(Duration::MAX, |then| now.saturating_duration_since(then));
        let young = BETWEEN.saturating_sub(since(self.fetched));
        if young.is_zero() {
            return;
        }
        // A token that worked has been killed by a newer one: it is replaced at once, but not again and again.
        if refused.worked.load(Ordering::Relaxed) && since(self.replaced) >= BETWEEN {
            self.replaced = Some(now);
        } else {
            self.wait(now, young, fault);
        }
    }

    /// Fetch nothing for this long; a longer pause stays. Says whether that is news.
    fn wait(&mut self, now: Instant, time: Duration, why: &BoxedContext) -> bool {
        let Some(until) = now.checked_add(time) else { return false };
        let before = self.pause.as_ref().map(|(known, _)| *known);
        if before.is_none_or(|known| known < until) {
            self.pause = Some((until, why.clone()));
        }
        before.is_none_or(|known| until.saturating_duration_since(known) > BETWEEN)
    }
}

impl Shared {
    /// Start with what is kept, or with a token that was fetched before.
    pub(crate) fn new(
        form: Form,
        keep: Option<(Arc<dyn Keep>, Kept)>,
        initial: Option<&str>,
    ) -> Result<Self, BoxedContext> {
        let mut known = Known::default();
        let initial = initial.map(|token| form.token(token, Life::unknown())).transpose()?;
        let kept = keep.as_ref().and_then(|(_, kept)| newer(kept, &form, 0)).transpose()?;
        if let Some(token) = kept.or(initial) {
            known.came(&token, now());
        }
        let keep = keep.map(|(keep, _)| keep);
        let (known, fetching, ended) = (Mutex::new(known), tokio::sync::Mutex::default(), AtomicU64::default());
        Ok(Self { form, keep, known, fetching, ended })
    }

    pub(crate) fn form(&self) -> &Form {
        &self.form
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token that the next call would carry.
    pub(crate) fn current(&self) -> Option<Token> {
        self.known().token.clone()
    }

    /// The token; `fetch` is called only when there is none, or none for long, and nothing is being fetched. It gives up at the deadline
    /// that it is given.
    pub(crate) async fn get(
        &self,
        deadline: Option<Deadline>,
        fetch: impl FnOnce(Option<Deadline>) -> Later<Result<Given, BoxedContext>>,
    ) -> Result<Token, BoxedContext> {
        if let Some(token) = self.known().fresh(SystemTime::now()) {
            return Ok(token);
        }
        // Boxed: a call that has its token does not carry what fetching one takes.
        Box::pin(self.fetched(deadline, fetch)).await
    }

    async fn fetched(
        &self,
        deadline: Option<Deadline>,
        fetch: impl FnOnce(Option<Deadline>) -> Later<Result<Given, BoxedContext>>,
    ) -> Result<Token, BoxedContext> {
        let ended_before = self.ended.load(Ordering::Acquire);
        let mut fetching = self.fetching.lock().await;
        let (so_far, has, failed) = {
            let known = self.known();
            if let Some(token) = known.fresh(SystemTime::now()) {
                return Ok(token);
            }
            let failed = known.failed.as_ref().filter(|(number, _)| *number > ended_before);
            ((known.seen, known.failures), known.token.is_some(), failed.map(|(_, fault)| fault.clone()))
        };
        if let Some(fault) = failed {
            return self.current().ok_or(fault);
        }
        if fetching.is_none() {
            if let Some(token) = self.looked_up(so_far.0).await {
                return Ok(token);
            }
            let known = self.known();
            if let Some(why) = known.paused(now()) {
                return known.token.clone().ok_or(why);
            }
        }
        // Nobody waited for it until its time was over: who comes now has time of his own.
        if fetching.as_ref().and_then(|fetching| fetching.over).is_some_and(|over| over.left().is_zero()) {
            *fetching = None;
        }
        let begin = || {
            let soon = if has { Deadline::after(RENEWAL) } else { None };
            let over = [deadline, soon].into_iter().flatten().min();
            Fetching { work: self.begin(so_far, over, fetch(over)), begun: now(), over }
        };
        // Dropped while it waits, this leaves the fetch where it is.
        let begun = fetching.get_or_insert_with(begin).begun;
        let fetched = poll_fn(|cx| self.poll(&mut fetching, cx)).await;
        let number = self.ended.fetch_add(1, Ordering::AcqRel).saturating_add(1);
        let mut known = self.known();
        match fetched {
            Ok(token) => {
                known.came(&token, now());
                Ok(token)
            }
            Err(fault) => {
                known.failed(number, &fault, now(), since(begun));
                known.token.clone().ok_or(fault)
            }
        }
    }

    /// One step of a fetch. Taken while it is polled: one that panics is not polled again.
    fn poll(&self, fetching: &mut Option<Fetching>, cx: &mut Polling<'_>) -> Poll<Result<Token, BoxedContext>> {
        let Some(mut taken) = fetching.take() else { return Poll::Ready(Err(Context::setup(PANICKED))) };
        let mut alarm = Alarm(Some(self));
        let polled = taken.work.as_mut().poll(cx);
        alarm.0 = None;
        if polled.is_pending() {
            *fetching = Some(taken);
        }
        polled
    }

    /// What another process has fetched meanwhile, without a turn of our own. What cannot be read now is told when it is our turn.
    async fn looked_up(&self, seen: u64) -> Option<Token> {
        let kept = self.keep.as_ref()?.look().await.ok()?;
        let token = newer(&kept, &self.form, seen)?.ok()?;
        self.known().came(&token, now());
        Some(token)
    }

    /// `so_far`: the newest generation that was ever here, and how many fetches have failed since.
    fn begin(&self, so_far: (u64, u32), deadline: Option<Deadline>, fetch: Later<Result<Given, BoxedContext>>) -> Work {
        let form = self.form.clone();
        let seen = so_far.0;
        match &self.keep {
            Some(keep) => on_its_own(Box::pin(renewed(Arc::clone(keep), form, so_far, deadline, fetch))),
            None => Box::pin(async move {
                let Given { token, expires_in } = fetch.await?;
                form.token(token.expose(), Life::beginning(SystemTime::now(), seen, expires_in))
            }),
        }
    }

    /// What a call with this token met.
    pub(crate) fn met(&self, token: &Token, fault: &BoxedContext) {
        if refuses_token(fault) {
            // A write is not repeated: only the next call asks for a new token.
            self.known().refused(token, fault, now());
        } else if fault.is_one_of(|service| service.token_pause) {
            let is_news = self.known().wait(now(), PAUSE, fault);
            if let Some((keep, until)) =
                self.keep.as_ref().zip(SystemTime::now().checked_add(PAUSE)).filter(|_| is_news)
            {
                keep.pause(until);
            }
        }
    }
}

/// Dropped while it is on, a fetch has panicked: nobody knows whether a token came of it, so the next one takes its time.
struct Alarm<'a>(Option<&'a Shared>);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        if let Some(shared) = self.0 {
            let number = shared.ended.fetch_add(1, Ordering::AcqRel).saturating_add(1);
            shared.known().failed(number, &Context::setup(PANICKED), now(), Duration::ZERO);
        }
    }
}

/// Other processes wait for the turn of this one: it ends also where whoever began it has gone away.
fn on_its_own(work: Work) -> Work {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else { return work };
    let task = runtime.spawn(work.in_current_span());
    Box::pin(async move {
        task.await.unwrap_or_else(|error| {
            let ended = "the runtime ended while a token was fetched";
            Err(Context::setup(if error.is_panic() { PANICKED } else { ended }))
        })
    })
}

/// The documents tie an invalid token to its code alone; its message may change. Where they have no such words, the status says it.
fn refuses_token(fault: &BoxedContext) -> bool {
    fault.class == Class::RefreshToken && fault.by_status().is_some()
        || fault.is_one_of(|service| service.token_invalid)
}

#[cfg(test)]
mod tests;
