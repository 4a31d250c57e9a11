//! How an exchange fails, as far as the caller of an operation needs to know.

use core::error::Error as StdError;
use core::fmt;
use std::sync::Arc;

use crate::error::{Cause, Phase};

/// Why no whole reply arrived.
///
/// It decides what an error says of a write: after [`ExchangeError::not_sent`] nothing has been done, after every other one nobody
/// knows.
///
/// # Example
///
/// ```
/// use std::io;
/// use vvtool_api::exchange::ExchangeError;
///
/// /// What an HTTP client of your own says of a failure, as far as it is certain.
/// fn failed(error: io::Error) -> ExchangeError {
///     match error.kind() {
///         io::ErrorKind::ConnectionRefused => ExchangeError::not_sent(error),
///         io::ErrorKind::TimedOut => ExchangeError::timeout(error),
///         _ => ExchangeError::broken(error),
///     }
/// }
///
/// assert!(failed(io::ErrorKind::ConnectionRefused.into()).is_not_sent());
/// assert!(failed(io::ErrorKind::TimedOut.into()).is_timeout());
/// assert!(!failed(io::ErrorKind::ConnectionReset.into()).is_not_sent());
///
/// assert!(ExchangeError::tls("the certificate has expired").is_not_sent());
/// println!("{}", ExchangeError::too_long(8 << 20));
/// ```
#[derive(Clone)]
pub struct ExchangeError {
    phase: Phase,
    cause: Option<Cause>,
}

impl ExchangeError {
    /// Nothing of the request has reached the platform: no connection, a handshake that failed, a request that was held back.
    ///
    /// Only for what is certain. A connection that broke while the request was written is [`ExchangeError::broken`].
    ///
    /// [Example](ExchangeError#example)
    pub fn not_sent(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::caused(Phase::Connect, cause)
    }

    /// Nothing of the request has reached the platform, because TLS failed: a certificate that is not trusted, a port that speaks no TLS.
    ///
    /// [Example](ExchangeError#example)
    pub fn tls(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::caused(Phase::Tls, cause)
    }

    /// No whole reply in time; whether the request was executed is unknown.
    ///
    /// [Example](ExchangeError#example)
    pub fn timeout(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::caused(Phase::Timeout, cause)
    }

    /// The connection broke, or what arrived is no HTTP; whether the request was executed is unknown.
    ///
    /// [Example](ExchangeError#example)
    pub fn broken(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::caused(Phase::Broken, cause)
    }

    /// The reply's body is longer than `limit` bytes; whether the request was executed is unknown.
    ///
    /// [Example](ExchangeError#example)
    #[must_use]
    pub fn too_long(limit: usize) -> Self {
        Self { phase: Phase::TooLong { limit }, cause: None }
    }

    /// A file of the request could not be read. Of what was under way nobody knows whether the request was executed.
    pub(crate) fn file(sent: bool, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::caused(Phase::File { sent }, cause)
    }

    /// Whether it is certain that nothing of the request has reached the platform.
    ///
    /// [Example](ExchangeError#example)
    #[must_use]
    pub fn is_not_sent(&self) -> bool {
        matches!(self.phase, Phase::Connect | Phase::Tls | Phase::File { sent: false })
    }

    /// Whether the time was over.
    ///
    /// [Example](ExchangeError#example)
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.phase == Phase::Timeout
    }

    fn caused(phase: Phase, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { phase, cause: Some(Arc::from(cause.into())) }
    }

    pub(crate) fn into_parts(self) -> (Phase, Option<Cause>) {
        (self.phase, self.cause)
    }
}

impl fmt::Display for ExchangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.phase.message())
    }
}

impl fmt::Debug for ExchangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExchangeError").field("what", &self.phase.message()).field("cause", &self.cause).finish()
    }
}

impl StdError for ExchangeError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.as_ref().map(|cause| &**cause as &(dyn StdError + 'static))
    }
}
