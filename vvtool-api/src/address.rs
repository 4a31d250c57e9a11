//! Where requests go.

use core::fmt;

use http::Uri;
use url::Url;

use crate::error::{BoxedContext, Context};

/// Scheme, host and path, checked when the client is built.
#[derive(Clone)]
pub(crate) struct Address(Url);

impl Address {
    /// A base URL and a path in front of everything.
    pub(crate) fn new(base: &str, prefix: &str) -> Result<Self, BoxedContext> {
        let not_a_url = || Context::setup("host is not a URL (http://name or https://name)");
        let url = Url::parse(base).map_err(|_| not_a_url())?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(not_a_url());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Context::setup("host must not hold a user name or a password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(Context::setup("host must not hold a query or a fragment"));
        }
        if prefix.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '?' | '#')) {
            return Err(Context::setup("prefix is not a path"));
        }
        let address = Self(url).join(prefix);
        if address.uri().is_none() {
            return Err(not_a_url());
        }
        Ok(address)
    }

    /// A path below this address.
    pub(crate) fn join(&self, path: &str) -> Self {
        let mut url = self.0.clone();
        if !path.trim_matches('/').is_empty() {
            let whole = format!("{}/{}", url.path().trim_end_matches('/'), path.trim_start_matches('/'));
            url.set_path(whole.trim_end_matches('/'));
        }
        Self(url)
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    pub(crate) fn path(&self) -> &str {
        self.0.path()
    }

    pub(crate) fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The same with a query that is escaped already.
    pub(crate) fn asking(mut self, query: Option<&str>) -> Self {
        self.0.set_query(query);
        self
    }

    /// As a request names it. None for what a URL can be and a request cannot.
    pub(crate) fn uri(&self) -> Option<Uri> {
        self.0.as_str().parse().ok()
    }

    pub(crate) fn into_url(self) -> Url {
        self.0
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}
