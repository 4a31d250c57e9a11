//! Access tokens of a vv-tool client: given, or fetched once and shared by all calls.
//!
//! A new token kills the one before it, for other machines too, so a client asks for one only when it has none.

use core::fmt;
use core::pin::Pin;
use core::time::Duration;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::builder::check_secret;
use crate::connection::SecretHeader;
use crate::error::{BoxedContext, Context};
use crate::exchange::Deadline;
use crate::meta::Class;
use crate::secrets::Secrets;

/// How the token is written into the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum AuthScheme {
    /// `Authorization: Bearer TOKEN`
    #[default]
    Bearer,
    /// `Authorization: TOKEN`, as some resellers want it.
    Raw,
}

/// A token.
pub(crate) type Token = Arc<Held>;

/// A token as a header, and what the calls that carry it must not show.
pub(crate) struct Held {
    token: AccessToken,
    pub(crate) header: SecretHeader,
    pub(crate) secrets: Secrets,
    /// The platform has accepted it once.
    worked: AtomicBool,
}

/// An access token as a text, to be kept in a safe place and given to [`ClientBuilder::initial_token`]. `Debug` hides it.
///
/// [`ClientBuilder::initial_token`]: crate::vvtool::ClientBuilder::initial_token
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken(Box<str>);

impl AccessToken {
    /// The token itself. Whoever has it calls as the account.
    ///
    /// [Example](crate::vvtool::Client::current_token)
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for AccessToken {
    fn from(token: String) -> Self {
        Self(token.into())
    }
}

impl From<&str> for AccessToken {
    fn from(token: &str) -> Self {
        Self(token.into())
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(<secret>)")
    }
}

impl Held {
    pub(crate) fn token(&self) -> AccessToken {
        self.token.clone()
    }

    /// The platform has accepted it.
    pub(crate) fn has_worked(&self) {
        self.worked.store(true, Ordering::Relaxed);
    }
}

/// A fetch that is under way.
pub(crate) type Fetching = Pin<Box<dyn Future<Output = Result<Token, BoxedContext>> + Send>>;

/// Where a client has its token from.
pub(crate) enum Source {
    Given(Token),
    Fetched { account: Box<str>, access_key: Box<str>, secrets: Secrets, shared: Shared },
}

impl AuthScheme {
    /// The header of a token, whose client has these other secrets. Refuses what would break the header, or would be no token.
    pub(crate) fn header(self, name: &str, token: &str, others: &Secrets) -> Result<Token, BoxedContext> {
        check_secret("token", token)?;
        let value = match self {
            Self::Bearer => format!("Bearer {token}"),
            Self::Raw => token.to_owned(),
        };
        let header = SecretHeader::new(name, &value).filter(|_| token.chars().all(|c| c.is_ascii_graphic()));
        let header = header.ok_or_else(|| Context::setup("token holds characters that no token has"))?;
        let (token, secrets) = (AccessToken::from(token), others.and([token]));
        Ok(Arc::new(Held { token, header, secrets, worked: AtomicBool::new(false) }))
    }
}

/// After a fetch no other one for this long, unless its token has worked since.
const BETWEEN: Duration = Duration::from_secs(60);
/// No fetch for this long after the platform said that there are too many.
const PAUSE: Duration = Duration::from_secs(600);

/// A token that many calls wait for and one fetch brings. The fetch belongs to the client: when the caller that began it goes away, the
/// next one goes on waiting for it, unless its time is over by then.
#[derive(Default)]
pub(crate) struct Shared {
    known: Mutex<Known>,
    /// The fetch that is under way, and when it must be over.
    fetching: tokio::sync::Mutex<Option<(Fetching, Option<Deadline>)>>,
    /// Fetches that have ended.
    ended: AtomicU64,
}

/// What is known of tokens.
#[derive(Default)]
struct Known {
    token: Option<Token>,
    /// When the last token came.
    fetched: Option<Instant>,
    /// When a token that had worked was last replaced before its time.
    replaced: Option<Instant>,
    /// The last failed fetch and its number: for those who were waiting for it.
    failed: Option<(u64, BoxedContext)>,
    /// Until when nothing is fetched, and why.
    pause: Option<(Instant, BoxedContext)>,
}

impl Known {
    /// Why no token may be fetched now.
    fn paused(&self, now: Instant) -> Option<BoxedContext> {
        let (until, why) = self.pause.as_ref()?;
        let left = until.checked_duration_since(now).filter(|left| !left.is_zero())?;
        Some(why.clone().remembered(left))
    }

    fn came(&mut self, token: Token, now: Instant) {
        *self = Self { token: Some(token), fetched: Some(now), replaced: self.replaced, failed: None, pause: None };
    }

    /// A fetch failed. What a pause cannot mend is remembered: the next one would fail as well.
    fn failed(&mut self, number: u64, fault: &BoxedContext, now: Instant) {
        self.failed = Some((number, fault.clone()));
        if !fault.class.is_retry() {
            self.wait(now, BETWEEN, fault);
        }
    }

    /// The platform refuses a token. One that was fetched since then is kept.
    fn refused(&mut self, refused: &Token, fault: &BoxedContext, now: Instant) {
        if !self.token.as_ref().is_some_and(|token| Arc::ptr_eq(token, refused)) {
            return;
        }
        self.token = None;
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

    /// Fetch nothing for this long; a longer pause stays.
    fn wait(&mut self, now: Instant, time: Duration, why: &BoxedContext) {
        let until = now.checked_add(time);
        if let Some(until) = until.filter(|until| self.pause.as_ref().is_none_or(|(known, _)| known < until)) {
            self.pause = Some((until, why.clone()));
        }
    }
}

impl Shared {
    /// Start with a token that was fetched before.
    pub(crate) fn starting_with(token: Token) -> Self {
        let shared = Self::default();
        shared.known().token = Some(token);
        shared
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token that the next call would carry.
    pub(crate) fn current(&self) -> Option<Token> {
        self.known().token.clone()
    }

    /// The token; `fetch` is called only when there is none and nothing is being fetched. It gives up at the deadline.
    pub(crate) async fn get(
        &self,
        deadline: Option<Deadline>,
        fetch: impl FnOnce() -> Fetching,
    ) -> Result<Token, BoxedContext> {
        if let Some(token) = self.current() {
            return Ok(token);
        }
        let ended_before = self.ended.load(Ordering::Acquire);
        let mut fetching = self.fetching.lock().await;
        {
            let known = self.known();
            if let Some(token) = &known.token {
                return Ok(Arc::clone(token));
            }
            if let Some((_, fault)) = known.failed.as_ref().filter(|(number, _)| *number > ended_before) {
                return Err(fault.clone());
            }
            if let Some(why) = known.paused(Instant::now()).filter(|_| fetching.is_none()) {
                return Err(why);
            }
        }
        // Nobody waited for it until its time was over: who comes now has time of his own.
        if matches!(&*fetching, Some((_, Some(over))) if over.left().is_zero()) {
            *fetching = None;
        }
        // Dropped while it waits, this leaves the fetch where it is.
        let fetched = fetching.get_or_insert_with(|| (fetch(), deadline)).0.as_mut().await;
        *fetching = None;
        let number = self.ended.fetch_add(1, Ordering::AcqRel).saturating_add(1);
        let mut known = self.known();
        match &fetched {
            Ok(token) => known.came(Arc::clone(token), Instant::now()),
            Err(fault) => {
                known.failed(number, fault, Instant::now());
                if fault.is_one_of(|service| service.token_pause) {
                    known.wait(Instant::now(), PAUSE, fault);
                }
            }
        }
        fetched
    }

    /// What a call with this token met.
    pub(crate) fn met(&self, token: &Token, fault: &BoxedContext) {
        if refuses_token(fault) {
            // The failed call is not repeated: only the next one asks for a new token.
            self.known().refused(token, fault, Instant::now());
        } else if fault.is_one_of(|service| service.token_pause) {
            self.known().wait(Instant::now(), PAUSE, fault);
        }
    }
}

/// The documents tie an invalid token to its code alone; its message may change.
fn refuses_token(fault: &BoxedContext) -> bool {
    fault.class == Class::RefreshToken && fault.api().is_none() || fault.is_one_of(|service| service.token_invalid)
}

#[cfg(test)]
mod tests;
