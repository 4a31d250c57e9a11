//! What can go wrong, told for people and for programs.
//!
//! `Display` is one line that says what happened; `source()` says why. Neither shows a token, a link or the body of a reply.

mod context;
mod detail;
mod kind;
mod link;
pub(crate) mod matching;
mod remedy;
#[cfg(all(test, feature = "vvtool", feature = "top"))]
mod table_tests;
#[cfg(test)]
mod tests;

pub(crate) use kind::entry_of;
pub use kind::{ErrorKind, deserialize_kind, entry, kind_by_name};

pub(crate) use context::{Context, Fault};
pub(crate) use detail::{Api, Cause, Detail, Phase, Violation};
pub(crate) use link::first_link;

use core::fmt;
use core::marker::PhantomData;
use core::time::Duration;

use bytes::Bytes;

use crate::decode::Deviation;
use crate::meta::{Class, Lang, WriteOutcome};
use crate::value::Charge;

/// Why a call did not give a reply. `K` is the service's list of documented errors.
///
/// Every method answers for every variant, so most programs need no `match`.
#[non_exhaustive]
pub enum Error<K> {
    /// The platform answered that it refuses or failed.
    Api(ApiError<K>),
    /// No usable answer arrived.
    Transport(TransportError),
    /// An answer arrived that cannot be understood, or does not confirm what was asked.
    Decode(DecodeError),
    /// The client is not set up for this call; nothing was sent.
    Config(ConfigError),
    /// The request breaks a documented rule; nothing was sent.
    Invalid(InvalidRequest),
}

/// The platform answered that it refuses or failed.
pub struct ApiError<K>(Fault, PhantomData<fn() -> K>);

/// No usable answer arrived: no connection, a timeout, a reset, an HTTP status without an answer in it.
#[derive(Clone)]
pub struct TransportError(Fault);

/// An answer arrived that cannot be understood, or does not confirm what was asked.
#[derive(Clone)]
pub struct DecodeError(Fault);

/// The client is not set up for this call.
#[derive(Clone)]
pub struct ConfigError(Fault);

/// The request breaks documented rules. All of them are listed, not only the first.
#[derive(Clone)]
pub struct InvalidRequest(Fault);

impl<K> From<Fault> for Error<K> {
    fn from(fault: Fault) -> Self {
        match fault.detail {
            Detail::Api(_) => Self::Api(ApiError(fault, PhantomData)),
            Detail::Transport { .. } => Self::Transport(TransportError(fault)),
            Detail::Decode { .. } => Self::Decode(DecodeError(fault)),
            Detail::Config { .. } => Self::Config(ConfigError(fault)),
            Detail::Invalid(_) => Self::Invalid(InvalidRequest(fault)),
        }
    }
}

impl<K> Error<K> {
    fn context(&self) -> &Context {
        match self {
            Self::Api(error) => &error.0,
            Self::Transport(error) => &error.0,
            Self::Decode(error) => &error.0,
            Self::Config(error) => &error.0,
            Self::Invalid(error) => &error.0,
        }
    }

    /// The operation that failed: `vvtool/erps/send`. Empty when no call was made.
    pub fn operation(&self) -> &str {
        &self.context().operation
    }

    /// The platform's code, as text; empty when the platform did not answer.
    pub fn code(&self) -> &str {
        self.context().api().map_or("", |api| &api.code)
    }

    /// TOP's sub code (`isv.trade-not-exist`), also when a gateway passes it on inside its message.
    pub fn sub_code(&self) -> Option<&str> {
        self.context().api()?.sub_code.as_deref()
    }

    /// The platform's message, word by word. For an error that is not the platform's: what happened, in English.
    pub fn message(&self) -> &str {
        self.context().message()
    }

    /// What to do about it.
    pub fn class(&self) -> Class {
        self.context().class
    }

    /// What has become of a write. Always [`WriteOutcome::NotExecuted`] for an operation that only reads.
    pub fn write_outcome(&self) -> WriteOutcome {
        self.context().outcome
    }

    /// What to do about it, in words.
    pub fn remedy(&self, lang: Lang) -> &'static str {
        self.context().remedy(lang)
    }

    /// The platform's number for this call, for its support.
    pub fn request_id(&self) -> Option<&str> {
        self.context().api()?.request_id.as_deref()
    }

    /// The bytes of the reply, when there was one. They may hold personal data.
    pub fn body(&self) -> Option<&Bytes> {
        self.context().body()
    }

    /// HTTP status of the reply, when there was one.
    pub fn status(&self) -> Option<u16> {
        self.context().status()
    }

    /// The same request may succeed later, and sending it again cannot do its work twice.
    pub fn is_retryable(&self) -> bool {
        self.context().is_retryable()
    }

    /// How long the platform asks to wait before the next call.
    pub fn retry_after(&self) -> Option<Duration> {
        self.context().api()?.retry_after
    }

    /// The link with which the shop's owner authorises the application again. It belongs to one shop: show it to its owner only.
    pub fn authorization_url(&self) -> Option<&str> {
        self.context().api()?.authorization_url.as_deref()
    }

    /// What the failed call cost. Whether failures are charged is not documented: usually [`Charge::Unknown`].
    pub fn charge(&self) -> Charge {
        self.context().charge()
    }
}

impl<K: ErrorKind> Error<K> {
    /// Which documented error it is; `Unknown` for an undocumented one and for an error that is not the platform's.
    pub fn kind(&self) -> K {
        match self {
            Self::Api(error) => error.kind(),
            _ => K::UNKNOWN,
        }
    }
}

impl<K: ErrorKind> ApiError<K> {
    /// Which documented error it is.
    pub fn kind(&self) -> K {
        // A failed token fetch is an error of the token's own service, whose table may be another one than K's.
        let api = self.0.api().filter(|api| core::ptr::eq(api.service, K::SERVICE));
        let place = api.and_then(|api| api.entry);
        place.and_then(|place| K::ALL.get(usize::from(place))).copied().unwrap_or(K::UNKNOWN)
    }
}

impl TransportError {
    /// The request did not reach the platform: no connection could be made.
    pub fn is_connect(&self) -> bool {
        matches!(&self.0.detail, Detail::Transport { phase: Phase::Connect, .. })
    }

    /// No answer arrived in time.
    pub fn is_timeout(&self) -> bool {
        matches!(&self.0.detail, Detail::Transport { phase: Phase::Timeout, .. })
    }
}

impl DecodeError {
    pub(crate) fn new(fault: Fault) -> Self {
        Self(fault)
    }

    pub(crate) fn into_fault(self) -> Fault {
        self.0
    }

    /// The deviations that [`Reply::strict`](crate::Reply::strict) turned into this error.
    pub fn deviations(&self) -> &[Deviation] {
        match &self.0.detail {
            Detail::Decode { deviations, .. } => deviations,
            _ => &[],
        }
    }
}

impl ConfigError {
    pub(crate) fn new(fault: Fault) -> Self {
        Self(fault)
    }
}

impl InvalidRequest {
    /// What is wrong with the request: wire name of a field, the broken rule, and the documented error that sending would have met.
    pub fn violations(&self) -> impl Iterator<Item = (&str, &str, Option<&'static str>)> {
        let all = match &self.0.detail {
            Detail::Invalid(violations) => violations.as_slice(),
            _ => &[],
        };
        all.iter().map(|one| (&*one.field, &*one.rule, one.avoids))
    }
}

/// Display, Debug, `source()` and `From` for one context struct.
macro_rules! context_error {
    ($name:ident, $variant:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
        impl std::error::Error for $name {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                self.0.cause()
            }
        }
        impl<K> From<$name> for Error<K> {
            fn from(error: $name) -> Self {
                Self::$variant(error)
            }
        }
    };
}
context_error!(TransportError, Transport);
context_error!(DecodeError, Decode);
context_error!(ConfigError, Config);
context_error!(InvalidRequest, Invalid);

impl<K> Clone for ApiError<K> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<K> fmt::Display for ApiError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<K> fmt::Debug for ApiError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<K> std::error::Error for ApiError<K> {}

impl<K> Clone for Error<K> {
    fn clone(&self) -> Self {
        match self {
            Self::Api(error) => Self::Api(error.clone()),
            Self::Transport(error) => Self::Transport(error.clone()),
            Self::Decode(error) => Self::Decode(error.clone()),
            Self::Config(error) => Self::Config(error.clone()),
            Self::Invalid(error) => Self::Invalid(error.clone()),
        }
    }
}

impl<K> fmt::Display for Error<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.context(), f)
    }
}

impl<K> fmt::Debug for Error<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.context(), f)
    }
}

impl<K> std::error::Error for Error<K> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.context().cause()
    }
}
