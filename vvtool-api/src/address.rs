//! Where requests go.

use core::fmt;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use http::Uri;
use url::Url;

use crate::error::{BoxedContext, Context};

/// Scheme, host and path, checked when the client is built. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Address(Arc<Place>);

struct Place {
    url: Url,
    /// As a request names it. None for what a URL can be and a request cannot.
    uri: Option<Uri>,
}

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
        let address = Self::of(url).join(prefix);
        if address.uri().is_none() {
            return Err(not_a_url());
        }
        Ok(address)
    }

    fn of(url: Url) -> Self {
        let uri = url.as_str().parse().ok();
        Self(Arc::new(Place { url, uri }))
    }

    /// A path below this address.
    pub(crate) fn join(&self, path: &str) -> Self {
        if path.trim_matches('/').is_empty() {
            return self.clone();
        }
        let mut url = self.0.url.clone();
        let whole = format!("{}/{}", url.path().trim_end_matches('/'), path.trim_start_matches('/'));
        url.set_path(whole.trim_end_matches('/'));
        Self::of(url)
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> String {
        self.0.url.origin().ascii_serialization()
    }

    pub(crate) fn path(&self) -> &str {
        self.0.url.path()
    }

    pub(crate) fn is_https(&self) -> bool {
        self.0.url.scheme() == "https"
    }

    /// The same with a query that is escaped already.
    pub(crate) fn asking(&self, query: Option<&str>) -> Self {
        let Some(query) = query else { return self.clone() };
        let mut url = self.0.url.clone();
        url.set_query(Some(query));
        Self::of(url)
    }

    /// As a request names it. None for what a URL can be and a request cannot.
    pub(crate) fn uri(&self) -> Option<&Uri> {
        self.0.uri.as_ref()
    }

    pub(crate) fn url(&self) -> Url {
        self.0.url.clone()
    }
}

/// Addresses of paths that stand in the program, as they were joined: there are no more of them than operations.
#[derive(Default)]
pub(crate) struct Joined(RwLock<HashMap<&'static str, Address>>);

impl Joined {
    /// The path below the address, which is always the same one. A path with values in it is not remembered.
    pub(crate) fn join(&self, address: &Address, path: Cow<'static, str>) -> Address {
        let Cow::Borrowed(path) = path else { return address.join(&path) };
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(path) {
            return known.clone();
        }
        let joined = address.join(path);
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(path, joined.clone());
        joined
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.url.as_str())
    }
}
