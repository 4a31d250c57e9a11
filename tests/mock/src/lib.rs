//! A loopback server that answers as the specs in `spec/` say.
//!
//! It knows no operation: paths, fields, errors and replies all come from the specs, so a new operation is served without a line
//! of code. Requests are checked as the documents say (path, token, body style, required fields, TOP signatures) and answered with
//! the documented examples, or with whatever a test asks for. It shares no code with the client it is there to test.
//!
//! ```no_run
//! use vvtool_mock::Mock;
//!
//! let mock = Mock::start("spec")?;
//! mock.answer_error("vvtool/erps/send", "ShipmentAlreadyCreated")?;
//! // point a client at `mock.url`, then look at `mock.requests()`
//! # Ok::<(), vvtool_mock::Error>(())
//! ```
#![deny(missing_docs)]

mod answer;
mod check;
mod clock;
mod form;
mod gate;
mod line;
mod options;
mod received;
mod reply;
mod routes;
mod server;
mod shared;
mod sign;

use core::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

pub use answer::{Answer, Ending, ErrorAnswer, Raw};
pub use clock::gmt8;
pub use options::Options;
pub use received::Received;
pub use sign::signature;
/// The model of the specs.
pub use vvtool_codegen::model::api;
pub use vvtool_codegen::model::api::{Api, Body};

use server::Server;
use shared::Shared;

/// A running server. Stops when dropped.
pub struct Mock {
    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub url: String,
    shared: Arc<Shared>,
    server: Server,
}

impl Mock {
    /// Serves the specs of a directory on a free port.
    ///
    /// # Errors
    /// The specs cannot be read, or no port can be opened.
    pub fn start(spec: impl AsRef<Path>) -> Result<Self, Error> {
        Self::start_with(spec, Options::default(), 0)
    }

    /// The same with other credentials or transport, and on a chosen port (0: any free one).
    ///
    /// # Errors
    /// The specs cannot be read, or the port cannot be opened.
    pub fn start_with(spec: impl AsRef<Path>, options: Options, port: u16) -> Result<Self, Error> {
        let (api, _) = vvtool_codegen::read(spec.as_ref()).map_err(|diags| Error(diags.to_string()))?;
        Self::serve(api, options, port)
    }

    /// Serves an API that is read already.
    ///
    /// # Errors
    /// The port cannot be opened.
    pub fn serve(api: Api, options: Options, port: u16) -> Result<Self, Error> {
        let shared = Arc::new(Shared::new(api, options));
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let server = Server::start(Arc::clone(&shared), address)
            .map_err(|error| Error(format!("{address} cannot be served: {error}")))?;
        Ok(Self { url: format!("http://{}", server.address), shared, server })
    }

    /// The one URL of a TOP service (`http://127.0.0.1:PORT/router/rest`), the first where there are several.
    #[must_use]
    pub fn top_url(&self) -> String {
        use vvtool_codegen::model::api::Protocol;
        let gateway = self
            .shared
            .api
            .services
            .iter()
            .find(|service| service.protocol == Protocol::Top)
            .map_or("", routes::gateway_path);
        format!("{}{gateway}", self.url)
    }

    /// What the specs say.
    #[must_use]
    pub fn api(&self) -> &Api {
        &self.shared.api
    }

    /// The credentials and the transport that this server accepts.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.shared.options
    }

    /// All operations, as the other methods name them: `vvtool/erps/send`.
    #[must_use]
    pub fn operations(&self) -> Vec<String> {
        self.shared.operations()
    }

    /// Answers every valid call of `operation` like this, until [`reset`](Self::reset).
    ///
    /// # Errors
    /// The operation, the error or the example does not exist.
    pub fn answer(&self, operation: &str, answer: impl Into<Answer>) -> Result<(), Error> {
        self.shared.script(operation, None, answer.into()).map_err(Error)
    }

    /// Answers the next `times` valid calls of `operation` like this, then as documented again.
    ///
    /// # Errors
    /// The operation, the error or the example does not exist.
    pub fn answer_next(&self, times: usize, operation: &str, answer: impl Into<Answer>) -> Result<(), Error> {
        self.shared.script(operation, Some(times), answer.into()).map_err(Error)
    }

    /// Answers every valid call of `operation` with this documented error, until [`reset`](Self::reset).
    ///
    /// # Errors
    /// The operation or the error does not exist.
    pub fn answer_error(&self, operation: &str, name: &str) -> Result<(), Error> {
        self.answer(operation, Answer::error(name))
    }

    /// Forgets ordered answers, the log and the set clock. Tokens stay.
    pub fn reset(&self) {
        self.shared.reset();
    }

    /// What arrived so far, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.shared.log()
    }

    /// What arrived last.
    #[must_use]
    pub fn last_request(&self) -> Option<Received> {
        self.requests().pop()
    }

    /// The access token that is valid now.
    #[must_use]
    pub fn token(&self) -> String {
        self.shared.token()
    }

    /// Makes another access token the valid one.
    pub fn set_token(&self, token: impl Into<String>) {
        self.shared.set_token(token.into());
    }

    /// How many tokens the token endpoint has issued.
    #[must_use]
    pub fn token_fetches(&self) -> usize {
        self.shared.token_fetches()
    }

    /// Sets the platform's clock (seconds since 1970), or lets it follow the machine's again.
    pub fn set_clock(&self, unix_seconds: Option<i64>) {
        self.shared.set_now(unix_seconds);
    }

    /// Blocks for as long as the server runs: for a program that does nothing else.
    pub fn wait(mut self) {
        self.server.join();
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("url", &self.url).finish_non_exhaustive()
    }
}

/// Why the server does not do what it was asked to.
pub struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// As `Display`: a test prints errors with `unwrap`, and diagnostics of several lines are to be read there too.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
