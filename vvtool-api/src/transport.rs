//! The only file that knows reqwest: one hardened HTTP client, one exchange, and what can go wrong in it.
//!
//! No redirects (a token must not travel to another host), no repeated requests (a write must not be done twice behind the caller's
//! back), no proxy unless asked for, a connect timeout below the total one, and a limit for what is read.

use core::error::Error as StdError;
use core::fmt;
use core::time::Duration;
use std::borrow::Cow;
use std::sync::{Arc, Once};

use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Client, Proxy, Url, multipart, redirect, retry};

use crate::error::{Cause, Context, Fault, Phase};

/// How a client connects; what its builder collects.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) timeout: Duration,
    pub(crate) connect_timeout: Duration,
    pub(crate) proxy: Option<String>,
    pub(crate) user_agent: String,
    pub(crate) max_body: usize,
    pub(crate) require_tls: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(3),
            proxy: None,
            user_agent: concat!("vvtool-api/", env!("CARGO_PKG_VERSION")).to_owned(),
            max_body: 8 * 1024 * 1024,
            require_tls: false,
        }
    }
}

/// Where requests go: scheme, host and path, checked when the client is built.
#[derive(Clone)]
pub(crate) struct Address(Url);

/// A secret as an HTTP header: `Debug` of the header does not show it, and HTTP/2 does not index it.
#[derive(Debug, Clone)]
pub(crate) struct SecretHeader {
    name: HeaderName,
    value: HeaderValue,
}

/// The body of a request.
pub(crate) enum Payload {
    Multipart(Vec<Pair>),
    Form(Vec<Pair>),
    Json(String),
}

/// Name and value of a form field.
pub(crate) type Pair = (Cow<'static, str>, String);

/// A whole answer.
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) body: Bytes,
}

/// How an exchange failed.
pub(crate) struct Trouble {
    pub(crate) phase: Phase,
    pub(crate) cause: Option<Cause>,
}

pub(crate) struct Transport {
    client: Client,
    max_body: usize,
}

impl Transport {
    pub(crate) fn new(settings: &Settings) -> Result<Self, Fault> {
        if settings.connect_timeout >= settings.timeout {
            return Err(Context::setup("connect_timeout must be shorter than timeout"));
        }
        let mut builder = Client::builder()
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .no_proxy()
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.timeout);
        let user_agent = HeaderValue::from_str(&settings.user_agent)
            .map_err(|_| Context::setup("user_agent holds characters that no header can"))?;
        builder = builder.user_agent(user_agent);
        if let Some(proxy) = &settings.proxy {
            // The reason stays out: it would repeat the proxy's password.
            let proxy = Url::parse(proxy).ok().filter(Url::has_host).and_then(|url| Proxy::all(url).ok());
            builder =
                builder.proxy(proxy.ok_or_else(|| Context::setup("proxy is not a URL of a proxy (http://name:port)"))?);
        }
        let client = builder
            .build()
            .map_err(|error| Context::setup(format!("the HTTP client cannot be set up: {}", error.without_url())))?;
        Ok(Self { client, max_body: settings.max_body })
    }

    /// Send one request and read its whole answer.
    pub(crate) async fn exchange(
        &self,
        address: &Address,
        secret: Option<&SecretHeader>,
        payload: Payload,
    ) -> Result<Answered, Trouble> {
        let mut request = self.client.post(address.0.clone());
        if let Some(secret) = secret {
            request = request.header(secret.name.clone(), secret.value.clone());
        }
        request = match payload {
            Payload::Multipart(pairs) => {
                let form = pairs.into_iter().fold(multipart::Form::new(), |form, (name, value)| form.text(name, value));
                request.multipart(form)
            }
            Payload::Form(pairs) => {
                let mut body = form_urlencoded::Serializer::new(String::new());
                body.extend_pairs(pairs);
                request.header(CONTENT_TYPE, "application/x-www-form-urlencoded;charset=utf-8").body(body.finish())
            }
            Payload::Json(json) => request.header(CONTENT_TYPE, "application/json").body(json),
        };
        let mut response = request.send().await.map_err(Trouble::of)?;
        let status = response.status().as_u16();
        let too_long = || Trouble { phase: Phase::TooLong { limit: self.max_body }, cause: None };
        let announced = response.content_length().map_or(0, |length| usize::try_from(length).unwrap_or(usize::MAX));
        if announced > self.max_body {
            return Err(too_long());
        }
        // Most replies are one chunk: it is kept as it is. No decompression is compiled in, so these are the decoded bytes.
        let Some(first) = response.chunk().await.map_err(Trouble::of)? else {
            return Ok(Answered { status, body: Bytes::new() });
        };
        let mut parts: Option<BytesMut> = None;
        let mut length = first.len();
        while let Some(more) = response.chunk().await.map_err(Trouble::of)? {
            length = length.saturating_add(more.len());
            if length > self.max_body {
                return Err(too_long());
            }
            parts
                .get_or_insert_with(|| {
                    let mut all = BytesMut::with_capacity(announced.max(length));
                    all.extend_from_slice(&first);
                    all
                })
                .extend_from_slice(&more);
        }
        if length > self.max_body {
            return Err(too_long());
        }
        Ok(Answered { status, body: parts.map_or(first, BytesMut::freeze) })
    }
}

impl Trouble {
    fn of(error: reqwest::Error) -> Self {
        let phase = if error.is_connect() {
            Phase::Connect
        } else if error.is_timeout() {
            Phase::Timeout
        } else {
            Phase::Broken
        };
        // The URL would be repeated in every log line; the operation is already named.
        let cause: Arc<dyn StdError + Send + Sync> = Arc::new(error.without_url());
        Self { phase, cause: Some(cause) }
    }
}

impl Address {
    /// A base URL and a path in front of everything.
    pub(crate) fn new(base: &str, prefix: &str) -> Result<Self, Fault> {
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
        Ok(Self(url).join(prefix))
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

    /// Refuse plain http when TLS is required; otherwise warn, once in the life of the process.
    pub(crate) fn check_tls(&self, settings: &Settings) -> Result<(), Fault> {
        static WARNED: Once = Once::new();
        if self.0.scheme() == "https" {
            return Ok(());
        }
        if settings.require_tls {
            return Err(Context::setup("require_tls is set and the host is plain http: set an https host"));
        }
        WARNED.call_once(|| {
            tracing::warn!(
                "tokens, orders and addresses travel unencrypted over plain http; require_tls(true) refuses it"
            );
        });
        Ok(())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

impl SecretHeader {
    /// None when the text cannot be a header.
    pub(crate) fn new(name: &str, value: &str) -> Option<Self> {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let mut value = HeaderValue::from_str(value).ok()?;
        value.set_sensitive(true);
        Some(Self { name, value })
    }
}
