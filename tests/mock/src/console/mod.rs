//! What the server shows of itself below `/__mock/`: a page on which calls are tried, the specs as OpenAPI, what arrived, what there is.
//!
//! Nothing of it may serve another site's page that a browser on this machine has open: see [`guard`].

mod guard;
mod log;
mod mask;
mod page;
mod state;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Mutex, OnceLock, PoisonError};

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method, Response, StatusCode};
use bytes::Bytes;

use crate::form;
use crate::routes::{self, OWN_ROOM};
use crate::shared::Shared;

/// What every answer of the console carries: nothing is kept, framed, guessed at or lent to others.
const HEADERS: &[(&str, &str)] = &[
    ("cache-control", "no-store"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    (
        "content-security-policy",
        "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'; form-action \
         'none'; frame-ancestors 'none'",
    ),
];

/// The console, asked for or not.
pub(crate) struct Console {
    on: bool,
    address: OnceLock<SocketAddr>,
    /// Pages and documents that were made once: they are the same for everybody.
    made: Mutex<BTreeMap<String, Bytes>>,
}

/// An answer before its headers.
struct Shown {
    status: StatusCode,
    mime: &'static str,
    body: Bytes,
    /// One more header.
    more: Option<(&'static str, &'static str)>,
}

impl Shown {
    fn new(mime: &'static str, body: impl Into<Bytes>) -> Self {
        Self { status: StatusCode::OK, mime, body: body.into(), more: None }
    }

    /// Words for who asked.
    fn words(status: StatusCode, words: impl Into<String>) -> Self {
        Self { status, ..Self::new("text/plain; charset=utf-8", words.into() + "\n") }
    }

    fn respond(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        let all = HEADERS.iter().copied().chain([("content-type", self.mime)]).chain(self.more);
        for (name, value) in all {
            response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        response
    }
}

impl Console {
    pub(crate) fn new(on: bool) -> Self {
        Self { on, address: OnceLock::new(), made: Mutex::default() }
    }

    /// Before the first request.
    pub(crate) fn stands_at(&self, address: SocketAddr) {
        self.address.get_or_init(|| address);
    }

    /// A request that is not the console's goes on its way, unless another site's page sent it.
    pub(crate) async fn meet(&self, shared: &Shared, request: Request) -> Result<Request, Response<Body>> {
        let Some(address) = self.address.get().filter(|_| self.on) else { return Ok(request) };
        let path = request.uri().path();
        let own = routes::is_own(path);
        let origin = match guard::origin(&request, address.port(), own) {
            Ok(origin) if own => origin,
            Ok(_) => return Ok(request),
            Err(refusal) => {
                // Who is still writing a body hears no answer.
                let _ = form::bytes(request.into_body()).await;
                return Err(refusal.respond());
            }
        };
        let (head, body) = request.into_parts();
        if let Err(why) = form::bytes(body).await {
            return Err(Shown::words(StatusCode::PAYLOAD_TOO_LARGE, why).respond());
        }
        let name = head.uri.path().strip_prefix(OWN_ROOM);
        let shown = match (&head.method, name) {
            (&Method::GET | &Method::HEAD, None) => {
                Shown { more: Some(("location", OWN_ROOM)), ..Shown::words(StatusCode::PERMANENT_REDIRECT, OWN_ROOM) }
            }
            (&Method::GET | &Method::HEAD, Some("log")) => Shown::new(page::JSON, log::log(shared).to_string()),
            (&Method::GET | &Method::HEAD, Some("state")) => Shown::new(page::JSON, state::state(shared).to_string()),
            (&Method::POST, Some("reset")) => {
                shared.start_over();
                Shown::words(StatusCode::OK, "things, points and limits are as they were at the start")
            }
            (&Method::GET | &Method::HEAD, Some("reset")) => not_allowed("POST"),
            (&Method::GET | &Method::HEAD, Some(name)) => self.page(shared, name, &origin),
            _ => not_allowed("GET, HEAD"),
        };
        Err(shown.respond())
    }

    /// Made once, and then the same for everybody.
    fn made(&self, name: String, make: impl FnOnce() -> Option<String>) -> Option<Bytes> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = made.get(&name) {
            return Some(bytes.clone());
        }
        let bytes = Bytes::from(make()?);
        made.insert(name, bytes.clone());
        Some(bytes)
    }
}

fn not_allowed(methods: &'static str) -> Shown {
    let words = Shown::words(StatusCode::METHOD_NOT_ALLOWED, format!("it takes {methods}"));
    Shown { more: Some(("allow", methods)), ..words }
}
