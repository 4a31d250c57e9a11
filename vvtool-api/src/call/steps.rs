//! The steps of one call that both clients share. Nothing here is generic: it is compiled once, in this crate.

use core::marker::PhantomData;
use core::pin::Pin;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::Poll;
use core::time::Duration;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Instant;

use http::header::{HeaderName, HeaderValue};

use super::plan::{Called, Plan};
use super::retry_after;
use crate::address::Address;
use crate::connection::{Connection, SecretHeader};
use crate::error::{BoxedContext, Context, DocumentedError, Error, Phase, WithheldReason, one_line};
use crate::exchange::{Deadline, Departure, ExchangeError, HttpReply};
use crate::limits::{Call, Gate};
use crate::meta::{Body, Effect, Meta, Method, Service};
use crate::payload::{self, Content, Pair, Payload};
use crate::record::{Kind, Place, Record};
use crate::reply::Reply;
use crate::reply_head::ReplyHead;
use crate::{encode, rules};

/// A future that can cross threads, and borrows nothing.
pub(crate) type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// An async client, as the typed ends see it.
pub(crate) trait Run: Send + Sync {
    /// Check, write and send a request, and fill what `made` gives from the reply. Local rules are checked at once, the rest when polled.
    fn run(
        &self,
        service: &'static Service,
        meta: &'static Meta,
        request: &dyn Record,
        made: fn() -> Box<dyn Record>,
        before: Before,
    ) -> Boxed<Result<Called, BoxedContext>>;

    /// Whom it calls as, and how long a call may take.
    // Only what remembers writes asks for it.
    #[cfg_attr(not(feature = "journal"), allow(dead_code))]
    fn profile(&self) -> Profile;

    /// What the clients of its account share.
    fn gate(&self) -> &Gate;

    /// The same client, whose calls are set up otherwise.
    fn changed(&self, change: fn(Call) -> Call) -> Arc<dyn Run>;
}

/// What must happen when everything else is ready, right before the first byte may leave. Its error is the call's, and nothing is sent.
#[derive(Default)]
pub(crate) struct Before {
    hook: Option<Box<Hook>>,
    /// Set when it has happened.
    left: Option<Arc<AtomicBool>>,
}

type Hook = dyn FnOnce() -> Boxed<Result<Leave, BoxedContext>> + Send;

/// The word of whoever takes responsibility for a call: it may leave, but not at any time.
pub(crate) struct Leave {
    /// No turn is waited for beyond this.
    pub(crate) until: tokio::time::Instant,
    /// Asked once more when nothing is left to wait for: an error, and nothing is sent.
    pub(crate) still: Box<dyn FnOnce() -> Result<(), BoxedContext> + Send>,
}

impl Before {
    /// A call that somebody takes responsibility for.
    #[cfg(feature = "journal")]
    pub(crate) fn sending(hook: impl FnOnce() -> Boxed<Result<Leave, BoxedContext>> + Send + 'static) -> Self {
        Self { hook: Some(Box::new(hook)), left: None }
    }

    /// A call of which somebody wants to know that it is no longer held back.
    pub(crate) fn telling(left: &Arc<AtomicBool>) -> Self {
        Self { hook: None, left: Some(Arc::clone(left)) }
    }

    /// A deviation of a confirmed write is told and no error: whoever remembers the write has to know that it was executed.
    pub(crate) fn is_remembered(&self) -> bool {
        self.hook.is_some()
    }

    pub(crate) async fn pass(self) -> Result<Option<Leave>, BoxedContext> {
        let leave = match self.hook {
            Some(hook) => Some(hook().await?),
            None => None,
        };
        if let Some(left) = self.left {
            left.store(true, Ordering::Relaxed);
        }
        Ok(leave)
    }
}

/// What is to be known of a client besides how it calls.
#[cfg_attr(not(feature = "journal"), allow(dead_code))]
pub(crate) struct Profile {
    /// The service whose requests it sends.
    pub(crate) service: &'static Service,
    /// The account it calls as, or what is known of it without a secret: the same after a restart.
    pub(crate) account: String,
    /// A digest of what it shows to be that.
    #[cfg(feature = "journal")]
    pub(crate) caller: Option<[u8; 32]>,
    /// Time for a whole call.
    pub(crate) timeout: Duration,
}

/// Check the local rules, then write the request's fields.
pub(crate) fn prepare(meta: &Meta, body: Body, request: &dyn Record) -> Result<Payload, BoxedContext> {
    rules::check(meta, request)?;
    let at = |place| placed(meta, request, place);
    // Whatever style the client was told: what may hold a file has no other.
    let may_hold_one = request.table().fields.iter().any(|field| field.kind == Kind::File);
    let body = if may_hold_one { Body::Multipart } else { body };
    Ok(Payload {
        method: match meta.method {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
            Method::Put => http::Method::PUT,
            Method::Patch => http::Method::PATCH,
            Method::Delete => http::Method::DELETE,
        },
        query: at(Place::Query),
        headers: headers(meta, request)?,
        body: match body {
            Body::Multipart => Content::Multipart(at(Place::Body), encode::files(request)),
            Body::Form => Content::Form(at(Place::Body)),
            Body::Json => Content::Json(encode::json(request)),
            Body::None => Content::None,
        },
    })
}

/// The fields that are sent as headers. What no header can hold has been refused by then.
fn headers(meta: &Meta, request: &dyn Record) -> Result<Vec<(HeaderName, HeaderValue)>, BoxedContext> {
    let header = |(name, value): Pair| {
        let header = HeaderName::from_bytes(name.as_bytes()).ok().zip(HeaderValue::try_from(value).ok());
        header.ok_or_else(|| Context::config(meta, format!("{name}: no header has such a name or value")))
    };
    placed(meta, request, Place::Header).into_iter().map(header).collect()
}

/// The fields that are sent there, and the version where it stands among them.
fn placed(meta: &Meta, request: &dyn Record, place: Place) -> Vec<Pair> {
    let mut pairs = encode::at(request, place);
    if let Some((_, name, value)) = meta.version.filter(|(stands, ..)| *stands == place) {
        pairs.push((name.into(), value.to_owned()));
    }
    pairs
}

/// The path of a call, its places filled.
pub(crate) fn path(meta: &Meta, request: &dyn Record) -> Cow<'static, str> {
    if !meta.path.contains('{') {
        return Cow::Borrowed(meta.path);
    }
    payload::path(meta.path, &encode::at(request, Place::Path))
}

/// A call that is not to be sent: where it would go, with which fields, and when. Their values stay out.
pub(crate) fn dry_run(meta: &Meta, address: &Address, request: &dyn Record, outlook: &str) -> BoxedContext {
    let names: Vec<&str> = encode::form(request).into_iter().map(|(name, _)| name).collect();
    let mut place = format!("{address:?}");
    // The path as its document has it: a value in it may be a person's.
    if let Some(before) = place.strip_suffix(&*path(meta, request)).filter(|_| meta.path.contains('{')) {
        place = format!("{before}{}", meta.path);
    }
    let what = format!("a dry run; it would go to {place} with {}{outlook}", names.join(", "));
    Context::withheld(meta, WithheldReason::DryRun, what)
}

/// The request's fields as form fields.
pub(crate) fn pairs(request: &dyn Record) -> Vec<Pair> {
    encode::at(request, Place::Body)
}

impl Plan {
    /// Send, read, decode, confirm. The deadline is that of the whole attempt, which may have begun with a token; the departure that of a
    /// request on a connection of its own.
    pub(crate) async fn exchange(
        &self,
        connection: &Connection,
        address: &Address,
        secret: Option<&SecretHeader>,
        payload: &Payload,
        data: Box<dyn Record>,
        (deadline, departure): (Option<Deadline>, Option<Departure>),
    ) -> Result<Called, BoxedContext> {
        if deadline.is_some_and(|deadline| deadline.left().is_zero()) {
            return Err(Context::not_sent(self.transport_fault(Phase::Timeout, None)));
        }
        let started = self.is_seen().then(Instant::now);
        let fresh = self.meta.effect != Effect::Read;
        let reply = connection.send(address, secret, payload, fresh, (deadline, departure)).await;
        if let Some(started) = started {
            self.record("elapsed_ms", u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX));
        }
        self.settle(reply, data)
    }

    /// Somebody listens to what the spans are told.
    fn is_seen(&self) -> bool {
        !self.seen.0.is_disabled() || !self.seen.1.is_disabled()
    }

    /// Tell the span of the call, and that of the attempt.
    fn record(&self, field: &'static str, value: impl tracing::Value) {
        self.seen.0.record(field, &value);
        self.seen.1.record(field, &value);
    }

    /// What has become of an exchange: read, decode, confirm.
    pub(crate) fn settle(
        &self,
        reply: Result<HttpReply, ExchangeError>,
        data: Box<dyn Record>,
    ) -> Result<Called, BoxedContext> {
        let reply = reply.map_err(|error| {
            let (phase, cause) = error.into_parts();
            self.transport_fault(phase, cause.map(|cause| self.secrets.hide_cause(cause)))
        })?;
        let status = reply.status().as_u16();
        self.record("status", status);
        let (head, body) = reply.into_parts();
        let retry_after = retry_after::in_header(&head.headers, std::time::SystemTime::now);
        let reply_head = Arc::new(ReplyHead::new(status, retry_after, head.headers, self.secrets.clone()));
        let result =
            self.judge(&reply_head, body.into_bytes(), data).map_err(|context| context.with_reply_head(&reply_head));
        match &result {
            Ok(_) => self.record("code", self.service.success_code),
            Err(fault) => {
                let code = fault.api().map(|api| one_line(&self.secrets.hide_people(&api.code)));
                self.record("code", &*code.unwrap_or_default());
            }
        }
        result
    }
}

/// A sent request: the typed end of a call, the only part that is compiled once per reply type.
#[must_use = "a request is sent when this future is awaited"]
#[cfg_attr(not(any(feature = "vvtool", feature = "top")), allow(unreachable_pub))]
pub struct Sending<T, K> {
    answer: Boxed<Result<Called, BoxedContext>>,
    of: PhantomData<fn() -> (T, K)>,
}

impl<T, K> Sending<T, K> {
    pub(crate) fn new(answer: Boxed<Result<Called, BoxedContext>>) -> Self {
        Self { answer, of: PhantomData }
    }
}

impl<T, K: DocumentedError> Future for Sending<T, K> {
    type Output = Result<Reply<T>, Error<K>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut core::task::Context<'_>) -> Poll<Self::Output> {
        // A plain match, here and below: each closure would be functions of its own in every program, for each reply type.
        match self.answer.as_mut().poll(cx) {
            Poll::Ready(answer) => Poll::Ready(typed(answer)),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<T, K> core::fmt::Debug for Sending<T, K> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}

/// What a call gave, with its types.
pub(crate) fn typed<T, K: DocumentedError>(answer: Result<Called, BoxedContext>) -> Result<Reply<T>, Error<K>> {
    match answer {
        Ok(Called { data, facts }) => Ok(Reply::new(data, facts)),
        Err(context) => Err(Error::of(context)),
    }
}
