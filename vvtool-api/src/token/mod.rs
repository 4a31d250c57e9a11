//! Access tokens of a vv-tool client: given, or fetched once and shared by all calls.
//!
//! A new token kills the one before it, for other machines too, so a client asks for one only when it has none, and when the one it has is
//! about to end.

mod file;
mod keep;
pub(crate) mod refusal;
mod shared;
pub(crate) mod text;

use core::fmt;
use core::pin::Pin;
use core::time::Duration;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use crate::builder::check_secret;
use crate::connection::SecretHeader;
use crate::error::{BoxedContext, Context};
use crate::meta::Meta;
use crate::secrets::Secrets;

pub(crate) use file::TokenFile;
pub(crate) use keep::Keep;
#[cfg(feature = "redis")]
pub(crate) use keep::{Kept, NoTurn, PATIENCE, SPARE, Turn, lease};
pub(crate) use shared::Shared;
#[cfg(feature = "redis")]
pub(crate) use text::Whose;

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

impl AuthScheme {
    /// The value of the header.
    pub(crate) fn written(self, token: &str) -> String {
        match self {
            Self::Bearer => format!("Bearer {token}"),
            Self::Raw => token.to_owned(),
        }
    }
}

/// A token.
pub(crate) type Token = Arc<Held>;

/// A token as a header, and what the calls that carry it must not show.
pub(crate) struct Held {
    token: AccessToken,
    pub(crate) header: SecretHeader,
    pub(crate) secrets: Secrets,
    life: Life,
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

/// When a token came and when it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Life {
    /// Grows with every token of the account, whoever fetched it. Zero: nobody knows where it is from.
    pub(crate) generation: u64,
    pub(crate) since: SystemTime,
    /// None where the platform did not say.
    pub(crate) ends: Option<SystemTime>,
}

/// A token is renewed when so much of its life is left, and not earlier than a day before its end.
const LAST: u32 = 100;
const DAY: Duration = Duration::from_secs(86_400);
/// No life is shorter: no token is made more than once a minute, whatever the platform says. One that ends sooner is refused, and replaced for that.
const SHORTEST: Duration = keep::BETWEEN;
/// No life is longer: seconds of any number are read without harm.
const LONGEST: Duration = Duration::from_secs(100 * 366 * 86_400);

impl Life {
    /// That of a token which comes now, after one of this generation.
    pub(crate) fn beginning(now: SystemTime, after: u64, expires_in: Option<i64>) -> Self {
        let clock = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        // By the clock: it goes on growing where what was kept is lost.
        let generation = u64::try_from(clock).unwrap_or(0).max(after.saturating_add(1));
        let seconds = expires_in.and_then(|seconds| u64::try_from(seconds).ok()).filter(|seconds| *seconds > 0);
        let ends = seconds.and_then(|seconds| now.checked_add(Duration::from_secs(seconds).clamp(SHORTEST, LONGEST)));
        Self { generation, since: now, ends }
    }

    /// That of a token from elsewhere.
    pub(crate) fn unknown() -> Self {
        Self { generation: 0, since: SystemTime::UNIX_EPOCH, ends: None }
    }

    /// When it is to be renewed: not before others may be fetched.
    fn renewal(&self) -> Option<SystemTime> {
        let ends = self.ends?;
        let life = ends.duration_since(self.since).unwrap_or_default();
        let last = ends.checked_sub(life.checked_div(LAST)?.min(DAY))?;
        Some(last.max(self.since.checked_add(SHORTEST)?))
    }
}

/// A token as the platform gives it, and how many seconds it says that it lives.
pub(crate) struct Given {
    pub(crate) token: AccessToken,
    pub(crate) expires_in: Option<i64>,
}

/// Work that is driven by whoever waits for it, and borrows nothing.
pub(crate) type Later<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Where a client has its token from.
pub(crate) enum Source {
    Given(Token),
    Fetched {
        account: Box<str>,
        access_key: Box<str>,
        shared: Box<Shared>,
    },
    /// It calls without saying who calls.
    Nobody,
}

/// How tokens become headers.
#[derive(Clone)]
pub(crate) struct Form {
    pub(crate) scheme: AuthScheme,
    /// The operation that fetches tokens.
    pub(crate) meta: &'static Meta,
    pub(crate) header: &'static str,
    /// The client's other secrets.
    pub(crate) others: Secrets,
    /// The last tokens that were replaced: a platform may still name one.
    pub(crate) earlier: Earlier,
}

/// Tokens of one client, the newest last; its clones are one list.
#[derive(Clone, Default)]
pub(crate) struct Earlier(Arc<Mutex<VecDeque<AccessToken>>>);

impl Earlier {
    const MOST: usize = 4;

    /// Those before this one, which is remembered from now on.
    fn before(&self, token: &AccessToken) -> Vec<AccessToken> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|earlier| earlier != token);
        let before = known.iter().cloned().collect();
        known.push_back(token.clone());
        if known.len() > Self::MOST {
            known.pop_front();
        }
        before
    }
}

impl Form {
    /// What the fetch of a token must not show: every token that the client had, and its other secrets.
    pub(crate) fn secrets(&self) -> Secrets {
        let known = self.earlier.0.lock().unwrap_or_else(PoisonError::into_inner);
        self.others.and(known.iter().map(AccessToken::expose))
    }

    /// Refuses what would break the header, or would be no token.
    pub(crate) fn token(&self, token: &str, life: Life) -> Result<Token, BoxedContext> {
        check_secret("token", token)?;
        let value = self.scheme.written(token);
        let header = SecretHeader::new(self.header, &value).filter(|_| token.chars().all(|c| c.is_ascii_graphic()));
        let header = header.ok_or_else(|| Context::setup("token holds characters that no token has"))?;
        let token = AccessToken::from(token);
        let secrets = self.others.and(self.earlier.before(&token).iter().chain([&token]).map(AccessToken::expose));
        Ok(Arc::new(Held { token, header, secrets, life, worked: AtomicBool::new(false) }))
    }
}
