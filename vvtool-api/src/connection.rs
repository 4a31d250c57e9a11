//! What a client has below it: an exchange, and what every request through it carries.

use core::future::poll_fn;
use core::pin::Pin;
use core::task::Poll;
use core::time::Duration;
use std::sync::{Arc, Once};

use http::Request;
use http::header::{AUTHORIZATION, CONNECTION, CONTENT_TYPE, HOST, HeaderMap, HeaderName, TE, TRANSFER_ENCODING};
use http::header::{HeaderValue, UPGRADE, USER_AGENT};
use tokio::time::{Instant, Sleep};

use crate::address::{Address, password};
use crate::error::{BoxedContext, Context};
use crate::exchange::{Deadline, Departure, Exchange, ExchangeError, Exchanging, FreshConnection, HttpReply, file};
use crate::payload::{self, Content, Payload};
use crate::secrets::Secrets;
use crate::settings::Settings;
use crate::transport::Transport;

/// A secret as an HTTP header: `Debug` of the header does not show it, and HTTP/2 does not index it.
#[derive(Debug, Clone)]
pub(crate) struct SecretHeader {
    name: HeaderName,
    value: HeaderValue,
}

impl SecretHeader {
    /// None when the text cannot be a header.
    pub(crate) fn new(name: &str, value: &str) -> Option<Self> {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let mut value = HeaderValue::from_str(value).ok()?;
        value.set_sensitive(true);
        Some(Self { name, value })
    }

    #[cfg(feature = "vvtool")]
    pub(crate) fn name(&self) -> &HeaderName {
        &self.name
    }
}

pub(crate) struct Connection {
    exchange: Arc<dyn Exchange>,
    /// It is the user's: whether it keeps its deadline nobody here knows.
    foreign: bool,
    timeout: Duration,
    max_body: usize,
    max_decoded: usize,
    headers: HeaderMap,
    /// What opens the proxy.
    secrets: Secrets,
}

impl Connection {
    /// What no call over it must show.
    pub(crate) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// What the values of a reply may take in memory.
    pub(crate) fn max_decoded(&self) -> usize {
        self.max_decoded
    }

    /// Every request carries this header.
    #[cfg(feature = "vvtool")]
    pub(crate) fn has(&self, name: &HeaderName) -> bool {
        self.headers.contains_key(name)
    }

    /// Time for a whole call.
    pub(crate) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// When a call that begins then must be over.
    pub(crate) fn deadline(&self, begins: Instant) -> Option<Deadline> {
        Deadline::since(begins.into_std(), self.timeout)
    }

    /// `auth_header` is the one that carries the client's own secret; empty where there is none.
    pub(crate) fn new(settings: &Settings, address: &Address, auth_header: &str) -> Result<Self, BoxedContext> {
        check_tls(settings, address)?;
        let headers = headers(settings, auth_header)?;
        let exchange = match &settings.exchange {
            None => Arc::new(Transport::new(settings, address)?),
            Some(exchange) => {
                let given = settings.network.given();
                if !given.is_empty() {
                    let given = given.join(", ");
                    let what = format!("{given}: an exchange of your own connects by itself; set this up there");
                    return Err(Context::setup(what));
                }
                Arc::clone(exchange)
            }
        };
        Ok(Self {
            exchange,
            foreign: settings.exchange.is_some(),
            timeout: settings.timeout.min(LONGEST),
            max_body: settings.max_body,
            max_decoded: settings.max_decoded,
            headers,
            secrets: Secrets::of(settings.network.proxy.as_deref().and_then(password).as_deref()),
        })
    }

    /// Send one request and read its whole answer. `fresh`: on a connection that nothing was sent on before, where it may have to wait for
    /// its departure.
    pub(crate) async fn send(
        &self,
        address: &Address,
        secret: Option<&SecretHeader>,
        payload: &Payload,
        fresh: bool,
        (deadline, departure): (Option<Deadline>, Option<Departure>),
    ) -> Result<HttpReply, ExchangeError> {
        let address = address.asking(payload::query(&payload.query).as_deref());
        let uri = address.uri().ok_or_else(|| ExchangeError::not_sent("the request cannot be put into HTTP"))?;
        let unread = |error| ExchangeError::file(false, error);
        let (content_type, body) = match &payload.body {
            Content::Multipart(_, files) if !files.is_empty() => {
                let (content, streams) = (payload.body.clone(), self.exchange.streams());
                let encoded = move || {
                    let (content_type, body) = content.encode()?;
                    Ok((content_type, if streams { body } else { body.read()? }))
                };
                file::apart(encoded).await.map_err(unread)?
            }
            content => content.encode().map_err(unread)?,
        };
        let mut request = Request::new(body);
        *request.method_mut() = payload.method.clone();
        *request.uri_mut() = uri.clone();
        let headers = request.headers_mut();
        headers.clone_from(&self.headers);
        for (name, value) in &payload.headers {
            headers.insert(name.clone(), value.clone());
        }
        if let Some(content_type) = content_type {
            headers.insert(CONTENT_TYPE, content_type);
        }
        if let Some(secret) = secret {
            headers.insert(secret.name.clone(), secret.value.clone());
        }
        if !self.foreign {
            // Where it goes is known: it is not to be read out of the request again.
            request.extensions_mut().insert(address);
        }
        if fresh {
            request.extensions_mut().insert(FreshConnection);
        }
        if let Some(departure) = departure {
            request.extensions_mut().insert(departure);
        }
        if let Some(deadline) = deadline {
            request.extensions_mut().insert(deadline);
        }
        let exchange = self.exchange.exchange(request, self.max_body);
        let reply = match deadline.filter(|_| self.foreign) {
            Some(deadline) => in_time(exchange, deadline).await?,
            None => exchange.await?,
        };
        if reply.body().len() > self.max_body {
            return Err(ExchangeError::too_long(self.max_body));
        }
        Ok(reply)
    }
}

/// No exchange has more time, whatever is set: each has an end, and who reads a journal knows when a call of another process is over.
const LONGEST: Duration = Duration::from_secs(86_400);

/// What an exchange says that keeps its deadline comes a little later than that.
const LATE: Duration = Duration::from_millis(100);

/// An exchange of a user's own, given up soon after its deadline where something tells the time: whoever sends a write counts on it that
/// nothing of it is under way any more.
async fn in_time(mut exchange: Exchanging<'_>, deadline: Deadline) -> Result<HttpReply, ExchangeError> {
    // Asked for by an exchange that has to wait, and by no other: one that answers at once needs no timers.
    let mut alarmed: Option<Option<Pin<Box<Sleep>>>> = None;
    poll_fn(|cx| {
        let polled = exchange.as_mut().poll(cx);
        if polled.is_ready() {
            return polled;
        }
        let Some(alarm) = alarmed.get_or_insert_with(|| alarm(deadline)) else { return Poll::Pending };
        alarm.as_mut().poll(cx).map(|()| Err(ExchangeError::timeout("the exchange did not give up at its deadline")))
    })
    .await
}

/// None without a runtime.
fn alarm(deadline: Deadline) -> Option<Pin<Box<Sleep>>> {
    tokio::runtime::Handle::try_current().ok()?;
    Some(Box::pin(tokio::time::sleep_until(deadline.at().checked_add(LATE)?.into())))
}

/// What every request carries.
fn headers(settings: &Settings, auth_header: &str) -> Result<HeaderMap, BoxedContext> {
    let mut headers = HeaderMap::new();
    let user_agent = HeaderValue::from_str(&settings.user_agent)
        .map_err(|_| Context::setup("user_agent holds characters that no header can"))?;
    headers.insert(USER_AGENT, user_agent);
    for (name, value) in &settings.headers {
        // The value stays out of the words: it may be a key.
        let header = SecretHeader::new(name, value)
            .ok_or_else(|| Context::setup(format!("default_header {name:?}: no header has such a name or value")))?;
        if is_ours(&header.name) || header.name.as_str().eq_ignore_ascii_case(auth_header) {
            return Err(Context::setup(format!(
                "default_header {}: the client writes this header itself",
                header.name
            )));
        }
        headers.append(header.name, header.value);
    }
    Ok(headers)
}

/// Headers that say who calls, where to, what the body is and how it travels.
fn is_ours(name: &HeaderName) -> bool {
    [AUTHORIZATION, HOST, USER_AGENT, CONNECTION, TE, TRANSFER_ENCODING, UPGRADE].contains(name)
        || name.as_str().starts_with("content-")
}

/// Refuse plain http when TLS is required; otherwise warn, once in the life of the process.
fn check_tls(settings: &Settings, address: &Address) -> Result<(), BoxedContext> {
    static WARNED: Once = Once::new();
    if address.is_https() {
        return Ok(());
    }
    if settings.require_tls {
        return Err(Context::setup("require_tls is set and the host is plain http: set an https host"));
    }
    WARNED.call_once(|| {
        tracing::warn!("tokens, orders and addresses travel unencrypted over plain http; require_tls(true) refuses it");
    });
    Ok(())
}
