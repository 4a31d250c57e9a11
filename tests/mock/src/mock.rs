//! The running server.

use core::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use vvtool_codegen::model::api::{Api, Protocol, Service};

use crate::answer::Answer;
use crate::options::Options;
use crate::received::Received;
use crate::server::Server;
use crate::shared::Shared;
use crate::{Error, routes};

/// A running server. Stops when dropped.
pub struct Mock {
    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub url: String,
    pub(crate) shared: Arc<Shared>,
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

    /// Serves the specs that this crate was published with, on a free port: no folder is needed.
    ///
    /// ```
    /// let mock = vvtool_mock::Mock::embedded()?;
    /// assert!(mock.operations().contains(&"vvtool/erps/send".to_owned()));
    /// # Ok::<(), vvtool_mock::Error>(())
    /// ```
    ///
    /// # Errors
    /// No port can be opened.
    pub fn embedded() -> Result<Self, Error> {
        Self::embedded_with(Options::default(), 0)
    }

    /// The same with other options, and on a chosen port (0: any free one).
    ///
    /// # Errors
    /// The port cannot be opened.
    pub fn embedded_with(options: Options, port: u16) -> Result<Self, Error> {
        let (api, _) = vvtool_codegen::read_bundle(include_str!("../spec.bundle"), "(embedded)")
            .map_err(|diags| Error(diags.to_string()))?;
        Self::serve(api, options, port)
    }

    /// Serves an API that is read already.
    ///
    /// # Errors
    /// The port cannot be opened, a path of the API is one of the server's own (`/__mock/`), or the console is asked for and not
    /// compiled.
    pub fn serve(api: Api, options: Options, port: u16) -> Result<Self, Error> {
        if options.console && !cfg!(feature = "console") {
            return Err(Error(
                "the console is asked for, and vvtool-mock is compiled without its feature `console`".into(),
            ));
        }
        if let Some(name) = routes::in_own_room(&api, &options.prefix) {
            let own = routes::OWN_ROOM;
            return Err(Error(format!("{name} has a path below {own}, where this server has pages of its own")));
        }
        let shared = Arc::new(Shared::new(api, options));
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let server = Server::start(Arc::clone(&shared), address)
            .map_err(|error| Error(format!("{address} cannot be served: {error}")))?;
        Ok(Self { url: format!("http://{}", server.address), shared, server })
    }

    /// The one URL of a TOP service (`http://127.0.0.1:PORT/router/rest`), the first where there are several.
    #[must_use]
    pub fn top_url(&self) -> String {
        let gateway = self
            .shared
            .api
            .services
            .iter()
            .find(|service| service.protocol == Protocol::Top)
            .map_or("", Service::gateway_path);
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

    /// A call of `operation` as a line for a shell: the documented sample, or the required fields with their examples. A signed one is
    /// valid for ten minutes.
    ///
    /// ```
    /// let mock = vvtool_mock::Mock::embedded()?;
    /// let line = mock.curl("vvtool/erps/send").unwrap_or_default();
    /// assert!(line.starts_with("curl ") && line.ends_with("/tool/erps/send"));
    /// # Ok::<(), vvtool_mock::Error>(())
    /// ```
    #[must_use]
    pub fn curl(&self, operation: &str) -> Option<String> {
        self.shared.curl(operation, &self.url)
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

    /// Forgets everything that was ordered, put, counted and set: answers, faults, things, points, bans, the log, the clock. Tokens stay.
    pub fn reset(&self) {
        self.shared.reset();
    }

    /// What arrived so far, oldest first: the newest 10 000 requests, also those whose connection a fault ended before they were read.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.shared.call_log(|call_log| call_log.requests())
    }

    /// What arrived last.
    #[must_use]
    pub fn last_request(&self) -> Option<Received> {
        self.shared.call_log(|call_log| call_log.last())
    }

    /// How many requests arrived, also those that are no longer kept.
    #[must_use]
    pub fn arrived(&self) -> u64 {
        self.shared.call_log(|call_log| call_log.arrived())
    }

    /// The access token that is valid now.
    #[must_use]
    pub fn token(&self) -> String {
        self.shared.state().token.clone()
    }

    /// Makes another access token the valid one.
    pub fn set_token(&self, token: impl Into<String>) {
        self.shared.state().token = token.into();
    }

    /// How many tokens the token endpoint has issued.
    #[must_use]
    pub fn token_fetches(&self) -> usize {
        self.shared.state().token_fetches
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

#[cfg(all(test, not(feature = "console")))]
mod tests {
    use super::{Mock, Options};

    #[test]
    fn a_console_that_is_not_compiled_is_refused() {
        let asked = Options { console: true, ..Options::default() };
        let refused = Mock::embedded_with(asked, 0).map(drop).map_err(|error| error.to_string());
        assert!(refused.is_err_and(|why| why.contains("without its feature `console`")));
    }
}
