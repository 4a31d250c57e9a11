//! Access tokens of a vv-tool client: given, or fetched once and shared by all calls.
//!
//! A new token kills the one before it, for other machines too, so a client asks for one only when it has none.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

use crate::builder::check_secret;
use crate::connection::SecretHeader;
use crate::error::{BoxedContext, Context};
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
    pub(crate) header: SecretHeader,
    pub(crate) secrets: Secrets,
}

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
        let held = header.map(|header| Arc::new(Held { header, secrets: others.and([token]) }));
        held.ok_or_else(|| Context::setup("token holds characters that no token has"))
    }
}

/// A token that many calls wait for and one of them fetches.
#[derive(Default)]
pub(crate) struct Shared {
    state: Mutex<State>,
    /// Fetches that have ended.
    ended: AtomicU64,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    /// The last failed fetch and its number: for those who were waiting for it, and for nobody after them.
    failed: Option<(u64, BoxedContext)>,
}

impl Shared {
    /// The token; `fetch` runs only when there is none and nobody else is fetching.
    pub(crate) async fn get<F>(&self, fetch: impl FnOnce() -> F) -> Result<Token, BoxedContext>
    where
        F: Future<Output = Result<Token, BoxedContext>>,
    {
        let ended_before = self.ended.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        if let Some(token) = &state.token {
            return Ok(Arc::clone(token));
        }
        if let Some((number, fault)) = &state.failed
            && *number > ended_before
        {
            return Err(fault.clone());
        }
        let fetched = fetch().await;
        let number = self.ended.fetch_add(1, Ordering::AcqRel).saturating_add(1);
        match fetched {
            Ok(token) => {
                *state = State { token: Some(Arc::clone(&token)), failed: None };
                Ok(token)
            }
            Err(fault) => {
                state.failed = Some((number, fault.clone()));
                Err(fault)
            }
        }
    }

    /// Forget a token that the platform no longer accepts. One that was fetched since then is kept.
    pub(crate) async fn forget(&self, refused: &Token) {
        let mut state = self.state.lock().await;
        if state.token.as_ref().is_some_and(|token| Arc::ptr_eq(token, refused)) {
            state.token = None;
        }
    }
}
