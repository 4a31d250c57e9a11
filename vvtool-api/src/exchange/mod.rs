//! The seam below a client: one HTTP request goes out, one whole reply comes back.
//!
//! Unless told otherwise a client speaks HTTP by itself. [`ClientBuilder::exchange`](crate::vvtool::ClientBuilder::exchange) takes
//! anything else that implements [`Exchange`]: an HTTP client that the program already has, one with middleware around it, or an answer
//! without a network in a test.
//!
//! ```
//! use vvtool_api::exchange::{Body, Exchange, Exchanging, HttpReply, HttpRequest};
//! use vvtool_api::vvtool::{Client, ErpsSend};
//!
//! /// Ships everything.
//! struct Always;
//!
//! impl Exchange for Always {
//!     fn exchange(&self, request: HttpRequest, _max_body: usize) -> Exchanging<'_> {
//!         assert_eq!(request.uri().path(), "/tool/erps/send");
//!         let answer = r#"{"code":0,"msg":"成功","data":[{"withholding_money":1,"success":true}]}"#;
//!         Box::pin(async move { Ok(HttpReply::new(Body::from(answer))) })
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), vvtool_api::vvtool::Error> {
//! let client = Client::builder().token("token").exchange(Always).build()?;
//! let reply = ErpsSend::new("123456789", "1692089714634374451", "SF1234567890", "SF").send(&client).await?;
//! assert_eq!(reply.success, Some(true));
//! # Ok(())
//! # }
//! ```

mod body;
mod error;
pub(crate) mod file;

use core::fmt;
use core::pin::Pin;
use core::time::Duration;
use std::sync::Arc;
use std::time::Instant;

pub use body::{Body, BodyBuffer};
pub use error::ExchangeError;
pub use file::Reading;
/// The crate whose requests and replies these are.
pub use http;

/// A request as it goes out: an absolute URI, all headers but those of the connection (`Host`, `Content-Length`), the whole body.
///
/// Its extensions say what it needs of the connection: [`Deadline`], and [`FreshConnection`] for some.
pub type HttpRequest = http::Request<Body>;

/// A whole reply, whatever its status.
pub type HttpReply = http::Response<Body>;

/// What [`Exchange::exchange`] gives: a future that can cross threads.
pub type Exchanging<'a> = Pin<Box<dyn Future<Output = Result<HttpReply, ExchangeError>> + Send + 'a>>;

/// Sends one request and brings back one whole reply.
///
/// What an implementation promises:
///
/// - It sends each request at most once. A client decides by itself, and says in its errors, what may be sent again; a write that was
///   repeated below it would be done twice.
/// - It follows no redirect: a token must not travel to another host.
/// - It gives up at the [`Deadline`]. Within a tokio runtime with timers, and so below a blocking client, one that does not is given up by the
///   client a tenth of a second later: its future is dropped, and the call ends as after any other timeout. What it has handed to a thread or a
///   task of its own goes on all the same, and one that blocks the thread it is polled on is stopped by nobody. Elsewhere its word is all
///   there is.
/// - It honours [`FreshConnection`], or says in its own documents that it does not.
/// - It reads at most `max_body` bytes of the reply's body, decompressed ones if it decompresses, and gives
///   [`ExchangeError::too_long`] for a longer one. Its memory follows the bytes that came, never what a header announces:
///   [`BodyBuffer`] does both.
/// - It keeps the request to itself: a key may stand in the URI, which `Debug` of a request shows. What a cause repeats of it is hidden.
/// - An error says that nothing was sent ([`ExchangeError::not_sent`]) only where that is certain.
pub trait Exchange: Send + Sync + 'static {
    /// Send `request` and read the reply, up to `max_body` bytes of body.
    ///
    /// # Errors
    ///
    /// An [`ExchangeError`] when no whole reply arrived. A reply with a status like 500 is a reply.
    fn exchange(&self, request: HttpRequest, max_body: usize) -> Exchanging<'_>;

    /// Whether it reads a request's body piece by piece, as [`Body::into_reading`] gives it. Unless it does, files of a request are read
    /// into memory before it gets them.
    ///
    /// ```
    /// use vvtool_api::exchange::{Body, Exchange, ExchangeError, Exchanging, HttpReply, HttpRequest};
    ///
    /// /// Counts what it is given.
    /// struct Count;
    ///
    /// impl Exchange for Count {
    ///     fn exchange(&self, request: HttpRequest, _max_body: usize) -> Exchanging<'_> {
    ///         Box::pin(async move {
    ///             let (expected, mut sent) = (request.body().len(), 0);
    ///             // A file is read here: not in a runtime that has other things to do.
    ///             for piece in request.into_body().into_reading() {
    ///                 sent += piece.map_err(ExchangeError::broken)?.len();
    ///             }
    ///             assert_eq!(sent, expected);
    ///             Ok(HttpReply::new(Body::from("{}")))
    ///         })
    ///     }
    ///     fn streams(&self) -> bool {
    ///         true
    ///     }
    /// }
    /// ```
    fn streams(&self) -> bool {
        false
    }

    /// A place of its own, although its requests name a host: its clients share limits and pauses with no others. None unless it is one.
    #[doc(hidden)]
    fn apart(&self) -> Option<u64> {
        None
    }
}

impl<E: Exchange + ?Sized> Exchange for Arc<E> {
    fn exchange(&self, request: HttpRequest, max_body: usize) -> Exchanging<'_> {
        (**self).exchange(request, max_body)
    }
    fn streams(&self) -> bool {
        (**self).streams()
    }
    fn apart(&self) -> Option<u64> {
        (**self).apart()
    }
}

impl<E: Exchange + ?Sized> Exchange for Box<E> {
    fn exchange(&self, request: HttpRequest, max_body: usize) -> Exchanging<'_> {
        (**self).exchange(request, max_body)
    }
    fn streams(&self) -> bool {
        (**self).streams()
    }
    fn apart(&self) -> Option<u64> {
        (**self).apart()
    }
}

/// Request extension: send on a connection that nothing was sent on before.
///
/// A server may close a kept connection just when a request is written to it; then nobody can tell whether the request was read. Writes
/// carry this extension, reads do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FreshConnection;

impl FreshConnection {
    /// Whether this request asks for it.
    ///
    /// [Example](crate::exchange)
    #[must_use]
    pub fn is_wanted_by(request: &HttpRequest) -> bool {
        request.extensions().get::<Self>().is_some()
    }
}

/// Request extension for the client's own exchange: the connection stands, and the request waits until it may go on it.
#[derive(Clone)]
pub(crate) struct Departure(Arc<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>);

impl Departure {
    pub(crate) fn new(comes: impl Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync + 'static) -> Self {
        Self(Arc::new(comes))
    }

    pub(crate) fn of(request: &HttpRequest) -> Option<Self> {
        request.extensions().get::<Self>().cloned()
    }

    pub(crate) async fn comes(&self) {
        (self.0)().await;
    }
}

/// Request extension: when the whole exchange must be over, from connecting to the last byte. Every request carries it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline(Instant);

impl Deadline {
    pub(crate) fn after(time: Duration) -> Option<Self> {
        Self::since(now(), time)
    }

    pub(crate) fn since(begin: Instant, time: Duration) -> Option<Self> {
        begin.checked_add(time).map(Self)
    }

    /// The deadline of a request; none for one that may take for ever.
    ///
    /// [Example](crate::exchange)
    #[must_use]
    pub fn of(request: &HttpRequest) -> Option<Self> {
        request.extensions().get().copied()
    }

    /// The instant.
    ///
    /// [Example](crate::exchange)
    #[must_use]
    pub fn at(self) -> Instant {
        self.0
    }

    /// The time that is left; zero when it is over.
    ///
    /// [Example](crate::exchange)
    #[must_use]
    pub fn left(self) -> Duration {
        self.0.saturating_duration_since(now())
    }
}

/// The clock that waiting is done by: a test can stop it.
pub(crate) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

impl fmt::Debug for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Deadline(in {:?})", self.left())
    }
}

#[cfg(test)]
mod tests;
