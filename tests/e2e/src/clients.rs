//! Both clients, async and blocking, of both services, pointed at one mock.

use core::time::Duration;
use std::path::Path;

use tokio::runtime::{Builder, Runtime};
use vvtool_api::Error;
use vvtool_api::rt::v1::{DocumentedError, Operation};
use vvtool_api::{Reply, top, vvtool};
use vvtool_mock::{Mock, Options};

use crate::SPEC;

/// A builder whose client sends one request for each call and never waits: limits and repeated reads have tests of their own.
#[macro_export]
macro_rules! one_request {
    ($builder:expr) => {
        $builder.limits(::vvtool_api::Limits::off()).retry(::vvtool_api::Retry::none())
    };
}

/// A mock and a client of every kind for it.
pub struct Clients {
    /// The server.
    pub mock: Mock,
    /// vv-tool, async.
    pub vvtool: vvtool::Client,
    /// vv-tool, blocking.
    pub vvtool_blocking: vvtool::blocking::Client,
    /// TOP, async.
    pub top: top::Client,
    /// TOP, blocking.
    pub top_blocking: top::blocking::Client,
    runtime: Runtime,
}

impl Clients {
    /// A fresh mock, and clients that know its credentials.
    #[must_use]
    pub fn new() -> Self {
        Self::of(SPEC)
    }

    /// The same for specs in another folder.
    #[must_use]
    pub fn of(spec: impl AsRef<Path>) -> Self {
        Self::start(spec.as_ref(), Duration::from_secs(30))
    }

    /// The same, giving up early: for servers that never answer.
    #[must_use]
    pub fn with_timeout(timeout: Duration) -> Self {
        Self::start(Path::new(SPEC), timeout)
    }

    fn start(spec: &Path, timeout: Duration) -> Self {
        // The credentials that the specs give as examples, so that sample requests fit.
        let options = Options {
            account: "example-account".to_owned(),
            access_key: "example-secret".to_owned(),
            ..Options::default()
        };
        let mock = Mock::start_with(spec, options, 0).expect("the specs can be served");
        let connect = timeout / 2;
        let (key, secret, session) = (&mock.options().app_key, &mock.options().app_secret, &mock.options().session);
        let vvtool = vvtool::Client::builder().token(mock.token()).host(&mock.url);
        let vvtool_blocking = vvtool::blocking::Client::builder().token(mock.token()).host(&mock.url);
        let top = top::Client::builder(key, secret).session(session).host(mock.top_url());
        let top_blocking = top::blocking::Client::builder(key, secret).session(session).host(mock.top_url());
        macro_rules! built {
            ($builder:expr) => {
                crate::one_request!($builder)
                    .timeout(timeout)
                    .connect_timeout(connect)
                    .build()
                    .expect("the settings are right")
            };
        }
        Self {
            vvtool: built!(vvtool),
            vvtool_blocking: built!(vvtool_blocking),
            top: built!(top),
            top_blocking: built!(top_blocking),
            runtime: Builder::new_current_thread().enable_all().build().expect("a runtime can be started"),
            mock,
        }
    }

    /// Clients whose server is gone.
    #[must_use]
    pub fn unreachable() -> Self {
        let mut clients = Self::new();
        // The clients keep the address of the first mock, which stops here; its specs live on in another.
        clients.mock = Mock::start(SPEC).expect("the specs of this repository can be served");
        clients
    }

    /// Runs a future to its end.
    pub fn wait<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    /// One call with the async client of the request's service.
    ///
    /// # Errors
    /// Those of the call.
    pub fn call<O: Operation>(&self, request: O) -> Result<Reply<O::Reply>, Error<O::Kind>>
    where
        O::Kind: Gateway,
    {
        O::Kind::call(self, request)
    }

    /// One call with the blocking client of the request's service.
    ///
    /// # Errors
    /// Those of the call.
    pub fn call_blocking<O: Operation>(&self, request: O) -> Result<Reply<O::Reply>, Error<O::Kind>>
    where
        O::Kind: Gateway,
    {
        O::Kind::call_blocking(self, request)
    }
}

impl Default for Clients {
    fn default() -> Self {
        Self::new()
    }
}

/// Finds the client of a service by the service's errors.
pub trait Gateway: DocumentedError {
    #[doc(hidden)]
    fn call<O: Operation<Kind = Self>>(clients: &Clients, request: O) -> Result<Reply<O::Reply>, Error<Self>>;
    #[doc(hidden)]
    fn call_blocking<O: Operation<Kind = Self>>(clients: &Clients, request: O) -> Result<Reply<O::Reply>, Error<Self>>;
}

/// Says which two of the [`Clients`] a service's requests go through, by the service's errors.
#[macro_export]
macro_rules! gateway {
    ($kind:ty: $asynchronous:ident, $blocking:ident) => {
        impl $crate::Gateway for $kind {
            fn call<O: ::vvtool_api::rt::v1::Operation<Kind = Self>>(
                clients: &$crate::Clients,
                request: O,
            ) -> ::core::result::Result<::vvtool_api::Reply<O::Reply>, ::vvtool_api::Error<Self>> {
                use ::vvtool_api::rt::v1::Caller as _;
                clients.wait(clients.$asynchronous.call(request))
            }
            fn call_blocking<O: ::vvtool_api::rt::v1::Operation<Kind = Self>>(
                clients: &$crate::Clients,
                request: O,
            ) -> ::core::result::Result<::vvtool_api::Reply<O::Reply>, ::vvtool_api::Error<Self>> {
                use ::vvtool_api::rt::v1::Caller as _;
                clients.$blocking.call(request)
            }
        }
    };
}
gateway!(vvtool::ErrorKind: vvtool, vvtool_blocking);
gateway!(top::ErrorKind: top, top_blocking);
