//! One token for all calls of a client: when it is fetched, renewed and given up, and when nothing is fetched.

use core::future::poll_fn;
use core::time::Duration;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime};

use self::flight::{Company, Ended, Flight, Work};
use super::keep::{BETWEEN, Keep, Kept, PAUSE, newer, pause_after, renewed, since};
use super::{Form, Given, Later, Life, Token};
use crate::error::{BoxedContext, Context, Detail, Phase};
use crate::exchange::{Deadline, now};
use crate::meta::{Class, WriteOutcome};

mod flight;

/// Calls that have a good token wait no longer than this for a newer one.
const RENEWAL: Duration = Duration::from_secs(5);

/// What is said where a fetch did not come to its end.
const PANICKED: &str = "fetching a token panicked";
const RUNTIME_ENDED: &str = "the runtime ended while a token was fetched";

/// A token that many calls wait for and one fetch brings. The fetch belongs to the client: when the caller that began it goes away, the
/// next one goes on waiting for it, unless its time is over by then, or the runtime that it was begun in is gone or stands still.
pub(crate) struct Shared {
    state: Arc<State>,
    flight: Mutex<Option<Flight>>,
}

/// What a fetch needs: it outlives whoever began it.
struct State {
    form: Form,
    /// Where other processes have it from.
    keep: Option<Arc<dyn Keep>>,
    known: Mutex<Known>,
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
            failures: 0,
            pause: self.pause.take(),
        };
    }

    /// A fetch failed. It is remembered for a while: the next one would fail as well.
    fn failed(&mut self, fault: &BoxedContext, now: Instant, took: Duration) {
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
        let state = State { form, keep, known: Mutex::new(known) };
        Ok(Self { state: Arc::new(state), flight: Mutex::new(None) })
    }

    pub(crate) fn form(&self) -> &Form {
        &self.state.form
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.state.known()
    }

    fn flight(&self) -> MutexGuard<'_, Option<Flight>> {
        self.flight.lock().unwrap_or_else(PoisonError::into_inner)
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
        let soon = if self.current().is_some() { Deadline::after(RENEWAL) } else { None };
        let over = [deadline, soon].into_iter().flatten().min();
        let mut fetch = Some(fetch);
        loop {
            let (flight, joined) = {
                let mut slot = self.flight();
                if let Some(token) = self.known().fresh(SystemTime::now()) {
                    return Ok(token);
                }
                match (slot.as_ref().filter(|flight| flight.is_under_way()), fetch.is_some()) {
                    (Some(flight), _) => (flight.clone(), true),
                    (None, false) => {
                        let why = self.known().paused(now());
                        return self.current().ok_or_else(|| why.unwrap_or_else(|| Context::setup(RUNTIME_ENDED)));
                    }
                    (None, true) => {
                        // What others have fetched meanwhile is looked for first, where there are others.
                        let why = self.known().paused(now()).filter(|_| self.state.keep.is_none());
                        if let Some(why) = why {
                            return self.current().ok_or(why);
                        }
                        let Some(fetch) = fetch.take() else { continue };
                        let (state, fetch) = (Arc::clone(&self.state), fetch(over));
                        let work =
                            move |company| alarmed(&state, Box::pin(Arc::clone(&state).renew(over, fetch, company)));
                        // Nobody waited for the one before until its time was over: who comes now has time of his own.
                        if let Some(old) = slot.take() {
                            old.give_up();
                        }
                        let flight = Flight::begun(work, over);
                        *slot = Some(flight.clone());
                        (flight, false)
                    }
                }
            };
            let ended = flight.ended(joined, over).await;
            if let Ended::Late = ended {
                return self.current().ok_or_else(|| self.late());
            }
            self.flight().take_if(|known| known.is(&flight));
            match ended {
                Ended::Came(result) => return result.or_else(|fault| self.current().ok_or(fault)),
                // It is begun again, and nothing of the lost one may reach the platform any more.
                Ended::Lost | Ended::Late => flight.give_up(),
            }
        }
    }

    /// The fetch did not end in the time of a call that waits for it.
    fn late(&self) -> BoxedContext {
        let detail = Detail::Transport { phase: Phase::Timeout, cause: None };
        Context::new(self.form().meta, Class::RetryWithBackoff, WriteOutcome::Unknown, detail)
    }

    /// What a call with this token met.
    pub(crate) fn met(&self, token: &Token, fault: &BoxedContext) {
        if refuses_token(fault) {
            // A write is not repeated: only the next call asks for a new token.
            self.known().refused(token, fault, now());
        } else if fault.is_one_of(|service| service.token_pause) {
            let is_news = self.known().wait(now(), PAUSE, fault);
            if let Some((keep, until)) =
                self.state.keep.as_ref().zip(SystemTime::now().checked_add(PAUSE)).filter(|_| is_news)
            {
                keep.pause(until);
            }
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // Other processes wait for the turn of this one: what it has of them is ended in order.
        if let Some(flight) = self.flight().take().filter(|_| self.state.keep.is_none()) {
            flight.give_up();
        }
    }
}

impl State {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One fetch, from what others have fetched to what is known after it.
    async fn renew(
        self: Arc<Self>,
        over: Option<Deadline>,
        fetch: Later<Result<Given, BoxedContext>>,
        company: Company,
    ) -> Result<Token, BoxedContext> {
        let (seen, failures) = {
            let known = self.known();
            (known.seen, known.failures)
        };
        if let Some(token) = self.looked_up(seen).await {
            return Ok(token);
        }
        if let Some(why) = self.known().paused(now()) {
            return Err(why);
        }
        let begun = now();
        let form = self.form.clone();
        let fetched = match &self.keep {
            Some(keep) => renewed(Arc::clone(keep), form, (seen, failures), over, fetch).await,
            None => fetch.await.and_then(|Given { token, expires_in }| {
                form.token(token.expose(), Life::beginning(SystemTime::now(), seen, expires_in))
            }),
        };
        match &fetched {
            Ok(token) => self.known().came(token, now()),
            // The time of somebody who has left says nothing of the endpoint to who comes next.
            Err(fault) if company.is_gone() && is_out_of_time(fault) => {}
            Err(fault) => self.known().failed(fault, now(), since(begun)),
        }
        fetched
    }

    /// What another process has fetched meanwhile, without a turn of our own. What cannot be read now is told when it is our turn.
    async fn looked_up(&self, seen: u64) -> Option<Token> {
        let kept = self.keep.as_ref()?.look().await.ok()?;
        let token = newer(&kept, &self.form, seen)?.ok()?;
        self.known().came(&token, now());
        Some(token)
    }
}

/// The same, which tells of a panic.
fn alarmed(state: &Arc<State>, mut work: Work) -> Work {
    let state = Arc::clone(state);
    Box::pin(poll_fn(move |cx| {
        let mut alarm = Alarm(Some(&state));
        let polled = work.as_mut().poll(cx);
        alarm.0 = None;
        polled
    }))
}

/// Dropped while it is on, a fetch has panicked: nobody knows whether a token came of it, so the next one takes its time.
struct Alarm<'a>(Option<&'a State>);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        if let Some(state) = self.0 {
            state.known().failed(&Context::setup(PANICKED), now(), Duration::ZERO);
        }
    }
}

/// It was given up when its time was over.
fn is_out_of_time(fault: &BoxedContext) -> bool {
    matches!(fault.detail, Detail::Transport { phase: Phase::Timeout, .. })
}

/// The documents tie an invalid token to its code alone; its message may change. Where they have no such words, the status says it.
fn refuses_token(fault: &BoxedContext) -> bool {
    fault.class == Class::RefreshToken && fault.by_status().is_some()
        || fault.is_one_of(|service| service.token_invalid)
}

#[cfg(test)]
mod tests;
