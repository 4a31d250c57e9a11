//! Where requests go.

use core::fmt;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use http::Uri;
use url::Url;

use crate::error::{BoxedContext, Context};

/// The password in a URL.
pub(crate) fn password(url: &str) -> Option<String> {
    Url::parse(url).ok()?.password().map(str::to_owned)
}

/// A URL as it may be shown before anybody has looked at it: without who calls and without a query, which are where secrets stand.
pub(crate) fn shown(url: &str) -> String {
    let is_at = |at: &usize| url.get(*at..).is_some_and(|rest| rest.starts_with('@') || rest.starts_with("%40"));
    let place = memchr::memrchr2_iter(b'@', b'%', url.as_bytes()).find(is_at);
    let mut out = String::new();
    let rest = match place {
        Some(at) => {
            // A word before `://` is the scheme, unless what is hidden has one in it.
            let scheme = url.get(..at).and_then(|hidden| hidden.split_once("://")).map_or("", |(scheme, _)| scheme);
            if !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                out.push_str(scheme);
                out.push_str("://");
            }
            out.push_str("<secret>@");
            url.get(at..).unwrap_or_default().trim_start_matches("%40").trim_start_matches('@')
        }
        None => url,
    };
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    out.push_str(rest.get(..end).unwrap_or_default());
    if end < rest.len() {
        out.push_str("?<secret>");
    }
    out
}

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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// The default exchange takes the URL, every other one reads the request.
    #[test]
    fn url_and_request_name_the_same_place() {
        let bases = ["http://127.0.0.1:9", "http://[::1]:80/", "https://名.example/a b", "http://h/papi/"];
        let paths = ["", "/", "/tool/erps/send", "shops/%E4%B8%AD%2F/x", "/a|b^c"];
        let queries = [None, Some("a=1&b%5B%5D=%26%3D%2B"), Some("t=%27%20")];
        for (base, path, query) in
            bases.iter().flat_map(|base| paths.map(|path| (base, path))).flat_map(|(b, p)| queries.map(|q| (b, p, q)))
        {
            let address = Address::new(base, "").unwrap().join(path).asking(query);
            let read = Url::parse(&address.uri().unwrap().to_string()).unwrap();
            assert_eq!(read, address.url(), "{base} {path} {query:?}");
            assert_eq!(read.query(), query, "{base} {path}");
        }
    }

    #[test]
    fn a_path_of_the_program_is_joined_once_and_one_with_values_each_time() {
        let (address, joined) = (Address::new("http://h/papi", "").unwrap(), Joined::default());
        let at = |path: Cow<'static, str>| joined.join(&address, path);
        for _ in 0..2 {
            assert_eq!(at("/a".into()).path(), "/papi/a");
            assert_eq!(at("/b".into()).path(), "/papi/b");
            assert_eq!(at("/shops/1".to_owned().into()).path(), "/papi/shops/1");
        }
        let known = |one: &Address, other: &Address| Arc::ptr_eq(&one.0, &other.0);
        assert!(known(&at("/a".into()), &at("/a".into())));
        assert!(!known(&at("/c".to_owned().into()), &at("/c".to_owned().into())));
        assert_eq!(joined.0.read().unwrap().len(), 2);
    }

    #[test]
    fn a_url_is_shown_without_who_calls_and_without_a_query() {
        let cases = [
            ("sandbox", "sandbox"),
            ("https://example.com:8443/base", "https://example.com:8443/base"),
            ("http://u:pr0xypass@127.0.0.1:9", "http://<secret>@127.0.0.1:9"),
            ("HTTPS://u@h", "HTTPS://<secret>@h"),
            ("u:pr0xypass@h:9", "<secret>@h:9"),
            ("http:u:pr0xypass@h", "<secret>@h"),
            ("http://u:pr0xy@pass@h/x", "http://<secret>@h/x"),
            ("http://u:pr0xy/pass@h", "http://<secret>@h"),
            ("http://u:pr0xy?pass#@h", "http://<secret>@h"),
            ("http://u:pr0xypass%40h", "http://<secret>@h"),
            ("pr0xypass://u@h", "<secret>@h"),
            ("http://h/?key=pr0xypass", "http://h/?<secret>"),
            ("http://h#pr0xypass", "http://h?<secret>"),
            ("http://u:pr0xypass@h?key=pr0xypass", "http://<secret>@h?<secret>"),
            ("", ""),
            ("@", "<secret>@"),
        ];
        for (url, expected) in cases {
            assert_eq!(shown(url), expected, "{url}");
        }
    }
}
