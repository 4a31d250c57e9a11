//! The exchange that a client has unless it is given another one, and the only room that knows reqwest.
//!
//! No redirects (a token must not travel to another host), no repeated requests (a write must not be done twice behind the caller's
//! back), no proxy unless asked for, a connect timeout below the total one, and a limit for what is read.

use core::future::poll_fn;
use core::pin::{Pin, pin};
use core::task::Poll;
use core::time::Duration;
use std::io;

use bytes::Bytes;
use reqwest::{Client, ClientBuilder, Proxy, Request, Response, Url, redirect, retry};
use tokio::time::{Instant, Sleep};

use crate::address::Address;
use crate::error::{BoxedContext, Context};
use crate::exchange::{
    BodyBuffer, Deadline, Departure, Exchange, ExchangeError, Exchanging, FreshConnection, HttpReply, HttpRequest,
};
use crate::settings::{Network, Settings};
use streamed::Upload;

#[cfg(any(feature = "rustls", feature = "rustls-aws-lc"))]
mod by_rustls;
#[cfg(feature = "redis-tls")]
pub(crate) use by_rustls::settle_default;
#[cfg(any(feature = "rustls", feature = "rustls-aws-lc"))]
use by_rustls::{config, is_fault};

#[cfg(all(feature = "native-tls", not(any(feature = "rustls", feature = "rustls-aws-lc"))))]
mod by_system;
#[cfg(all(feature = "native-tls", not(any(feature = "rustls", feature = "rustls-aws-lc"))))]
use by_system::{config, is_fault};

pub(crate) struct Transport {
    pooled: Client,
    /// Keeps no connection, so that each request has one of its own.
    fresh: Client,
    /// Longest pause between two pieces of a body.
    stall: Duration,
}

impl Transport {
    pub(crate) fn new(settings: &Settings, address: &Address) -> Result<Self, BoxedContext> {
        let network = &settings.network;
        let connect_timeout = network.connect_timeout.unwrap_or(Duration::from_secs(3));
        if connect_timeout >= settings.timeout {
            return Err(Context::setup("connect_timeout must be shorter than timeout"));
        }
        let (proxy, speaks_tls_to_it) = network.proxy.as_deref().map(proxy).transpose()?.unzip();
        let tls = tls(address.is_https() || speaks_tls_to_it.unwrap_or_default(), network)?;
        let client = |idle| {
            let mut builder = tls(Client::builder())
                .redirect(redirect::Policy::none())
                .retry(retry::never())
                // A program may turn HTTP/2 on for something else: what is promised of the connection of a write is said of HTTP/1.
                .http1_only()
                .referer(false)
                .no_proxy()
                .connect_timeout(connect_timeout)
                .local_address(network.local_address)
                .pool_max_idle_per_host(idle);
            if idle == 0 {
                builder = builder.connector_layer(departing::Departing);
            }
            if let Some(proxy) = &proxy {
                builder = builder.proxy(proxy.clone());
            }
            builder
                .build()
                .map_err(|error| Context::setup(format!("the HTTP client cannot be set up: {}", error.without_url())))
        };
        let stall = network.stall_timeout.unwrap_or(Duration::from_secs(5));
        if stall.is_zero() {
            return Err(Context::setup("stall_timeout of 0 lets no body arrive"));
        }
        Ok(Self { pooled: client(network.pool_max_idle.unwrap_or(usize::MAX))?, fresh: client(0)?, stall })
    }

    async fn send(&self, request: HttpRequest, max_body: usize) -> Result<HttpReply, ExchangeError> {
        let client = if FreshConnection::is_wanted_by(&request) { &self.fresh } else { &self.pooled };
        let (deadline, departure) = (Deadline::of(&request), Departure::of(&request));
        // Given up with the call, and when it is answered.
        let upload = Upload::default();
        let mut request = outgoing(request, &upload)?;
        *request.timeout_mut() = deadline.map(Deadline::left);
        let response = departing::with(departure, client.execute(request)).await;
        // What is known in words of our own goes before what is made of it.
        let mut response = response.map_err(|fault| match upload.failed() {
            Some(why) => ExchangeError::file(true, why),
            None => error(fault),
        })?;
        let fits = |announced| usize::try_from(announced).is_ok_and(|announced| announced <= max_body);
        if !response.content_length().is_none_or(fits) {
            return Err(ExchangeError::too_long(max_body));
        }
        // No decompression is compiled in, so these are the decoded bytes.
        let mut body = BodyBuffer::new(max_body);
        let mut stall = Stall { most: self.stall, alarm: None };
        while let Some(chunk) = stall.chunk(&mut response, !body.is_empty()).await? {
            body.push(chunk)?;
        }
        let mut reply = HttpReply::new(body.finish());
        *reply.status_mut() = response.status();
        core::mem::swap(reply.headers_mut(), response.headers_mut());
        Ok(reply)
    }
}

/// How long a body may pause. One alarm for all of its pieces, and none for a piece that is there already.
struct Stall {
    most: Duration,
    alarm: Option<Pin<Box<Sleep>>>,
}

impl Stall {
    /// The next piece of a body. A server may think before the first one; once it has begun it goes on.
    async fn chunk(&mut self, response: &mut Response, begun: bool) -> Result<Option<Bytes>, ExchangeError> {
        let mut chunk = pin!(response.chunk());
        let mut waits = false;
        poll_fn(|cx| {
            let polled = chunk.as_mut().poll(cx);
            if polled.is_ready() || !begun {
                return polled.map_err(error);
            }
            if !waits {
                waits = true;
                self.wind();
            }
            match self.alarm.as_mut().map(|alarm| alarm.as_mut().poll(cx)) {
                Some(Poll::Ready(())) => {
                    Poll::Ready(Err(ExchangeError::timeout("the body stopped arriving (stall_timeout)")))
                }
                _ => Poll::Pending,
            }
        })
        .await
    }

    /// From now on it may pause for that long.
    fn wind(&mut self) {
        match (&mut self.alarm, Instant::now().checked_add(self.most)) {
            (Some(alarm), Some(end)) => alarm.as_mut().reset(end),
            (alarm, Some(end)) => *alarm = Some(Box::pin(tokio::time::sleep_until(end))),
            // So far away that it never comes.
            (alarm, None) => *alarm = None,
        }
    }
}

/// The request as reqwest takes it.
fn outgoing(request: HttpRequest, upload: &Upload) -> Result<Request, ExchangeError> {
    let (mut head, body) = request.into_parts();
    let url = match head.extensions.remove::<Address>() {
        Some(address) => address.url(),
        None => Url::parse(&head.uri.to_string()).map_err(ExchangeError::not_sent)?,
    };
    let mut request = Request::new(head.method, url);
    *request.headers_mut() = head.headers;
    *request.body_mut() = Some(upload.of(body));
    Ok(request)
}

impl Exchange for Transport {
    fn exchange(&self, request: HttpRequest, max_body: usize) -> Exchanging<'_> {
        Box::pin(self.send(request, max_body))
    }
    fn streams(&self) -> bool {
        true
    }
}

/// The proxy, and whether the way to it is https. The reason stays out of the words: it would repeat the proxy's password.
fn proxy(url: &str) -> Result<(Proxy, bool), BoxedContext> {
    let url = Url::parse(url).ok().filter(|url| url.has_host() && matches!(url.scheme(), "http" | "https"));
    let proxy = url.and_then(|url| Some((Proxy::all(url.clone()).ok()?, url.scheme() == "https")));
    proxy.ok_or_else(|| {
        Context::setup(
            "proxy is not a URL of a proxy (http://name:port or https://name:port; no other kind is spoken to)",
        )
    })
}

/// Sets up the TLS of a client. Always set up, for http too: reqwest on its own would read what the machine trusts for every client.
#[cfg(any(feature = "rustls", feature = "rustls-aws-lc", feature = "native-tls"))]
fn tls(speaks: bool, network: &Network) -> Result<impl Fn(ClientBuilder) -> ClientBuilder, BoxedContext> {
    let config = config(speaks, &network.roots)?;
    Ok(move |builder: ClientBuilder| builder.tls_backend_preconfigured(config.clone()))
}

#[cfg(not(any(feature = "rustls", feature = "rustls-aws-lc", feature = "native-tls")))]
fn tls(speaks: bool, network: &Network) -> Result<impl Fn(ClientBuilder) -> ClientBuilder, BoxedContext> {
    let turn_on = "turn on a feature of vvtool-api: rustls, rustls-aws-lc or native-tls";
    if speaks {
        return Err(Context::setup(format!("an https host or proxy needs TLS, which is compiled out: {turn_on}")));
    }
    if !network.roots.is_empty() {
        return Err(Context::setup(format!("root_certificate needs TLS, which is compiled out: {turn_on}")));
    }
    Ok(core::convert::identity)
}

fn error(error: reqwest::Error) -> ExchangeError {
    let (connect, timeout) = (error.is_connect() || error.is_builder(), error.is_timeout());
    // The URL would be repeated in every log line; the operation is already named.
    let cause = error.without_url();
    if connect && is_tls(&cause) {
        ExchangeError::tls(cause)
    } else if connect {
        ExchangeError::not_sent(cause)
    } else if timeout {
        ExchangeError::timeout(cause)
    } else {
        ExchangeError::broken(cause)
    }
}

/// Whether a connection was there and TLS failed on it. A server that speaks no TLS answers with something else, or hangs up.
fn is_tls(error: &reqwest::Error) -> bool {
    core::iter::successors(core::error::Error::source(error), |cause| cause.source()).any(is_of_tls)
}

/// What an error of the system wraps is no source of it, and it may wrap another of its kind.
fn is_of_tls(cause: &(dyn core::error::Error + 'static)) -> bool {
    let system = cause.downcast_ref::<io::Error>();
    is_fault(cause)
        || system
            .is_some_and(|error| is_hung_up(error.kind()) || error.get_ref().is_some_and(|inside| is_of_tls(inside)))
}

/// Of a connection that was there. A port that nobody listens at refuses instead.
fn is_hung_up(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(kind, UnexpectedEof | ConnectionReset | ConnectionAborted | BrokenPipe)
}

#[cfg(not(any(feature = "rustls", feature = "rustls-aws-lc", feature = "native-tls")))]
fn is_fault(_: &(dyn core::error::Error + 'static)) -> bool {
    false
}

mod departing;
mod streamed;
#[cfg(test)]
mod tests;
