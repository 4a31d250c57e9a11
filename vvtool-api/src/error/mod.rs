//! What can go wrong, told for people and for programs.
//!
//! `Display` is one line that says what happened; `source()` says why. Neither shows a token, a link or the body of a reply.

#[macro_use]
mod accessors;
mod context;
mod detail;
mod kind;
mod line;
mod link;
pub(crate) mod matching;
mod remedy;
mod shown;
#[cfg(all(test, feature = "vvtool", feature = "top"))]
mod table_tests;
#[cfg(test)]
mod tests;
mod thin;
mod withheld;

pub use kind::{DocumentedError, deserialize_kind, entry, kind_by_name};
pub(crate) use kind::{UNDOCUMENTED, entry_of};

pub(crate) use crate::quiet::word;
pub(crate) use context::{BoxedContext, Context};
pub use detail::Violation;
pub(crate) use detail::{Api, Cause, Detail, Phase};
pub(crate) use line::one_line;
pub(crate) use link::first_link;
pub use matching::Matched;
use thin::ThinContext;
pub use withheld::WithheldReason;

use core::fmt;
use core::marker::PhantomData;

/// Why a call did not give a reply. `K` is the service's list of documented errors.
///
/// Every method answers for every variant, so most programs need no `match`; each variant's own type has the same methods.
///
/// # Example
///
/// ```
/// use vvtool_api::vvtool::{Client, ErpsSend, Error, ErrorKind};
/// use vvtool_api::{Charge, Class, Lang, WriteOutcome};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let gateway = vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))?;
/// # gateway.answer_error("vvtool/erps/send", "ShipmentAlreadyCreated")?;
/// # let client = Client::builder().host(&gateway.url).token(gateway.token()).build()?;
/// let request = ErpsSend::new("123456789", "1000000000000000001", "880000000001", "ZTO");
/// let error = request.send(&client).await.expect_err("the parcel is on its way already");
///
/// // For a program.
/// assert_eq!((error.operation(), error.kind()), ("vvtool/erps/send", ErrorKind::ShipmentAlreadyCreated));
/// assert_eq!((error.class(), error.write_outcome()), (Class::DoNotRetry, WriteOutcome::MaybeAlreadyDone));
/// assert!(!error.is_retryable() && error.retry_after().is_none());
/// assert_eq!((error.attempts(), error.not_before()), (1, None));
/// assert_eq!(error.charge(), Charge::Unknown);
///
/// // For a person.
/// println!("{error}: {} {}", error.remedy(Lang::En), error.remedy(Lang::Zh));
/// if let Some(link) = error.authorization_url() {
///     println!("the shop's owner opens {link}");
/// }
///
/// // For support and logs.
/// assert_eq!((error.code(), error.message(), error.sub_code()), ("614", "已生成发货单", None));
/// println!("{:?}", error.header("date"));
/// println!("request {:?}, HTTP status {:?}, {:?} bytes", error.request_id(), error.status(), error.body().map(|b| b.len()));
///
/// // Before anything was sent: every broken rule is named.
/// let request = ErpsSend::new("", "1000000000000000001", "880000000001", "ZTO");
/// match request.send(&client).await {
///     Err(Error::Invalid(error)) => {
///         let fields: Vec<_> = error.violations().iter().map(|violation| violation.field().to_owned()).collect();
///         assert_eq!(fields, ["shop_id"]);
///     }
///     Err(Error::Withheld(error)) => println!("held back by this client: {:?}", error.reason()),
///     Err(Error::Transport(error)) => assert_eq!(error.kind::<ErrorKind>(), ErrorKind::Unknown),
///     _ => println!("sent"),
/// }
/// # Ok(())
/// # }
/// ```
#[non_exhaustive]
pub enum Error<K> {
    /// The platform answered that it refuses or failed.
    Api(ApiError<K>),
    /// No usable answer arrived.
    Transport(TransportError),
    /// An answer arrived that cannot be understood, does not confirm what was asked, or was given to another request.
    Decode(DecodeError),
    /// The client is not set up for this call; nothing was sent.
    Config(ConfigError),
    /// The request breaks a documented rule; nothing was sent.
    Invalid(InvalidRequestError),
    /// The client itself did not let the call out; nothing was sent.
    Withheld(WithheldError),
}

/// The platform answered that it refuses or failed.
pub struct ApiError<K>(ThinContext, PhantomData<fn() -> K>);

/// No usable answer arrived: no connection, a timeout, a reset, an HTTP status without an answer in it.
#[derive(Clone)]
pub struct TransportError(ThinContext);

/// An answer arrived that cannot be understood, does not confirm what was asked, or was given to another request.
#[derive(Clone)]
pub struct DecodeError(ThinContext);

/// The client is not set up for this call.
#[derive(Clone)]
pub struct ConfigError(ThinContext);

/// The request breaks documented rules. All of them are listed, not only the first.
#[derive(Clone)]
pub struct InvalidRequestError(ThinContext);

/// The client did not let the call out: a limit, a pause, a journal that cannot be written.
#[derive(Clone)]
pub struct WithheldError(ThinContext);

impl<K> Error<K> {
    /// What a step of the call met, as the variant that it is.
    pub(crate) fn of(context: BoxedContext) -> Self {
        let context = ThinContext::new(context);
        match context.detail {
            Detail::Api(_) => Self::Api(ApiError(context, PhantomData)),
            Detail::Transport { .. } => Self::Transport(TransportError(context)),
            Detail::Decode { .. } => Self::Decode(DecodeError(context)),
            Detail::Config { .. } => Self::Config(ConfigError(context)),
            Detail::Invalid(_) => Self::Invalid(InvalidRequestError(context)),
            Detail::Withheld { .. } => Self::Withheld(WithheldError(context)),
        }
    }

    fn context(&self) -> &Context {
        match self {
            Self::Api(error) => &error.0,
            Self::Transport(error) => &error.0,
            Self::Decode(error) => &error.0,
            Self::Config(error) => &error.0,
            Self::Invalid(error) => &error.0,
            Self::Withheld(error) => &error.0,
        }
    }

    accessors!(K);
}

impl TransportError {
    /// The request did not reach the platform: no connection could be made.
    ///
    /// [Example](crate::Error#example)
    pub fn is_connect(&self) -> bool {
        matches!(&self.0.detail, Detail::Transport { phase: Phase::Connect | Phase::Tls, .. })
    }

    /// The request did not reach the platform, because TLS failed: a certificate that is not trusted, or a port that speaks no TLS.
    /// Repeating the call cannot help.
    ///
    /// [Example](crate::Error#example)
    pub fn is_tls(&self) -> bool {
        matches!(&self.0.detail, Detail::Transport { phase: Phase::Tls, .. })
    }

    /// No answer arrived in time.
    ///
    /// [Example](crate::Error#example)
    pub fn is_timeout(&self) -> bool {
        matches!(&self.0.detail, Detail::Transport { phase: Phase::Timeout, .. })
    }
}

impl DecodeError {
    pub(crate) fn new(context: BoxedContext) -> Self {
        Self(ThinContext::new(context))
    }

    pub(crate) fn into_context(self) -> BoxedContext {
        self.0.into_context()
    }
}

impl ConfigError {
    pub(crate) fn new(context: BoxedContext) -> Self {
        Self(ThinContext::new(context))
    }
}

impl InvalidRequestError {
    /// Everything that is wrong with the request, at least one thing.
    ///
    /// [Example](crate::Error#example)
    pub fn violations(&self) -> &[Violation] {
        match &self.0.detail {
            Detail::Invalid(violations) => violations,
            _ => &[],
        }
    }
}

impl WithheldError {
    /// Why.
    ///
    /// [Example](crate::Error#example)
    pub fn reason(&self) -> &WithheldReason {
        match &self.0.detail {
            Detail::Withheld { reason, .. } => reason,
            // No other detail becomes this type.
            _ => &WithheldReason::Shutdown,
        }
    }
}

/// What the six structs have in common: the accessors of [`Error`], Display, Debug, `source()` and the way into [`Error`].
macro_rules! error_struct {
    ($name:ident $(<$k:ident>)?, $variant:ident, $($kind:ident)+) => {
        impl$(<$k>)? $name$(<$k>)? {
            fn context(&self) -> &Context {
                &self.0
            }

            accessors!($($kind)+);
        }
        impl$(<$k>)? fmt::Display for $name$(<$k>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&*self.0, f)
            }
        }
        impl$(<$k>)? fmt::Debug for $name$(<$k>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }
        impl$(<$k>)? std::error::Error for $name$(<$k>)? {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                self.0.cause()
            }
        }
        impl<K> From<$name$(<$k>)?> for Error<K> {
            fn from(error: $name$(<$k>)?) -> Self {
                Self::$variant(error)
            }
        }
    };
}
error_struct!(ApiError<K>, Api, K);
error_struct!(TransportError, Transport, of the caller);
error_struct!(DecodeError, Decode, of the caller);
error_struct!(ConfigError, Config, of the caller);
error_struct!(InvalidRequestError, Invalid, of the caller);
error_struct!(WithheldError, Withheld, of the caller);

impl<K> Clone for ApiError<K> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<K> Clone for Error<K> {
    fn clone(&self) -> Self {
        match self {
            Self::Api(error) => Self::Api(error.clone()),
            Self::Transport(error) => Self::Transport(error.clone()),
            Self::Decode(error) => Self::Decode(error.clone()),
            Self::Config(error) => Self::Config(error.clone()),
            Self::Invalid(error) => Self::Invalid(error.clone()),
            Self::Withheld(error) => Self::Withheld(error.clone()),
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
