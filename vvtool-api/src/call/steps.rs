//! The steps of one call that both clients share. Nothing here is generic: it is compiled once, in this crate.

use core::marker::PhantomData;
use core::pin::Pin;
use core::task::Poll;
use core::time::Duration;
use std::time::Instant;

use crate::address::Address;
use crate::connection::{Connection, SecretHeader};
use crate::decode::{self, Head, Outcome, Wire};
use crate::error::matching::{self, Reported};
use crate::error::{Api, BoxedContext, Cause, Context, Detail, DocumentedError, Error, Phase, entry_of, first_link};
use crate::exchange::{ExchangeError, HttpReply};
use crate::meta::{Body, Class, Confirm, Effect, Meta, Service, WriteOutcome};
use crate::payload::{Pair, Payload};
use crate::record::{Record, View, lookup};
use crate::reply::{Facts, Reply};
use crate::value::Charge;
use crate::{encode, rules};

/// A future that can cross threads, and borrows nothing.
pub(crate) type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// An async client, as the typed ends see it.
pub(crate) trait Run {
    /// Check, write and send a request, and fill `data` from the reply. Local rules are checked at once, the rest when polled.
    fn run(
        &self,
        service: &'static Service,
        meta: &'static Meta,
        request: &dyn Record,
        data: Box<dyn Record>,
    ) -> Boxed<Result<Called, BoxedContext>>;
}

/// The operation of one call, and how its reply is read.
pub(crate) struct Plan {
    pub(crate) service: &'static Service,
    pub(crate) meta: &'static Meta,
    /// Key below which a TOP reply stands; empty for an envelope.
    pub(crate) root: String,
    pub(crate) strict: bool,
}

/// A successful call: the record that was filled, and the rest.
pub(crate) struct Called {
    pub(crate) data: Box<dyn Record>,
    pub(crate) facts: Box<Facts>,
}

/// Check the local rules, then write the request's fields.
pub(crate) fn prepare(meta: &Meta, body: Body, request: &dyn Record) -> Result<Payload, BoxedContext> {
    rules::check(meta, request)?;
    Ok(match body {
        Body::Multipart => Payload::Multipart(pairs(request)),
        Body::Form => Payload::Form(pairs(request)),
        Body::Json => Payload::Json(encode::json(request)),
    })
}

/// The request's fields as form fields.
pub(crate) fn pairs(request: &dyn Record) -> Vec<Pair> {
    encode::form(request).into_iter().map(|(name, value)| (name.into(), value)).collect()
}

impl Plan {
    /// The span around one call. It says which operation and how it ended; bodies, tokens and messages stay out.
    pub(crate) fn span(&self) -> tracing::Span {
        tracing::info_span!(
            "vvtool_api.call",
            service = self.meta.service,
            operation = self.meta.id,
            status = tracing::field::Empty,
            code = tracing::field::Empty,
            elapsed_ms = tracing::field::Empty,
        )
    }

    /// Send, read, decode, confirm.
    pub(crate) async fn conduct(
        &self,
        connection: &Connection,
        address: &Address,
        secret: Option<&SecretHeader>,
        payload: Payload,
        data: Box<dyn Record>,
    ) -> Result<Called, BoxedContext> {
        let started = Instant::now();
        let fresh = self.meta.effect != Effect::Read;
        let reply = connection.post(address, secret, payload, fresh).await;
        let elapsed = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::Span::current().record("elapsed_ms", elapsed);
        self.settle(reply, data)
    }

    /// What has become of an exchange: read, decode, confirm.
    pub(crate) fn settle(
        &self,
        reply: Result<HttpReply, ExchangeError>,
        data: Box<dyn Record>,
    ) -> Result<Called, BoxedContext> {
        let span = tracing::Span::current();
        let reply = reply.map_err(|error| {
            let (phase, cause) = error.into_parts();
            self.transport_fault(phase, cause)
        })?;
        let status = reply.status().as_u16();
        span.record("status", status);
        let result = self.read(reply, data).map_err(|context| context.answered(status));
        match &result {
            Ok(_) => span.record("code", self.service.success_code),
            Err(fault) => span.record("code", fault.api().map_or("", |api| &api.code)),
        };
        result
    }

    fn transport_fault(&self, phase: Phase, cause: Option<Cause>) -> BoxedContext {
        let (class, outcome) = match &phase {
            Phase::Connect => (Class::RetryWithBackoff, WriteOutcome::NotExecuted),
            Phase::Timeout | Phase::Broken => (Class::RetryWithBackoff, WriteOutcome::Unknown),
            Phase::TooLong { .. } => (Class::DoNotRetry, WriteOutcome::Unknown),
            Phase::Status { status: 429 | 500.., .. } => (Class::RetryWithBackoff, WriteOutcome::Unknown),
            Phase::Status { .. } => (Class::FixRequest, WriteOutcome::Unknown),
        };
        Context::new(self.meta, class, outcome, Detail::Transport { phase, cause })
    }

    /// What an answer means. HTTP statuses say little: failures arrive with 200, and a gateway may send its JSON with any other.
    fn read(&self, reply: HttpReply, mut data: Box<dyn Record>) -> Result<Called, BoxedContext> {
        let status = reply.status().as_u16();
        let body = reply.into_body().into_bytes();
        let wire = Wire { root: &self.root, ..Wire::new(self.service, self.meta) };
        let decoded = decode::reply(&body, &wire, data.as_mut());
        let ok = (200..300).contains(&status);
        match decoded.outcome {
            Outcome::Failure => {
                let data = decoded.data.unwrap_or_default();
                let api = self.failure(&decoded.head, decoded.remark, &data, body);
                Err(self.api_fault(api))
            }
            Outcome::Foreign(what) if ok => Err(Context::decode(self.meta, what, None, body)),
            Outcome::TooLarge if ok => {
                let what = format!("the values of the answer take more than {} bytes (max_decoded)", wire.max_decoded);
                Err(Context::decode(self.meta, what, None, body))
            }
            Outcome::Malformed { offset, what } if ok => {
                let why = Unreadable { offset, what };
                Err(Context::decode(self.meta, "the answer cannot be read", Some(std::sync::Arc::new(why)), body))
            }
            // A success is only believed with a status that says so too.
            _ if !ok => Err(self.transport_fault(Phase::Status { status, body }, None)),
            _ => {
                let charge = self.charge(data.as_ref());
                self.confirm(&decoded.head, data.as_ref(), charge, &body)?;
                let facts = Box::new(Facts {
                    meta: self.meta,
                    raw: body,
                    notes: decoded.notes,
                    charge,
                    elapsed: decoded.head.msec.and_then(|msec| u64::try_from(msec).ok()).map(Duration::from_millis),
                    unix_seconds: decoded.head.time,
                    request_id: decoded.head.request_id.as_deref().map(Into::into),
                });
                let facts = if self.strict { facts.strict().map_err(|error| error.into_context())? } else { facts };
                Ok(Called { data, facts })
            }
        }
    }

    /// A failure the platform reports.
    fn failure(&self, head: &Head, remark: Option<&'static str>, data: &[u8], body: bytes::Bytes) -> Api {
        let reported = Reported {
            code: head.code.as_deref().unwrap_or_default(),
            message: head.msg.as_deref().unwrap_or_default(),
            sub_code: head.sub_code.as_deref(),
            sub_message: head.sub_msg.as_deref(),
        };
        let found = if reported.code == self.service.success_code && !reported.code.is_empty() {
            matching::find_beside_success(self.service, &reported)
        } else {
            matching::find(self.service, &reported)
        };
        let message = reported.sub_message.filter(|text| !text.trim().is_empty()).unwrap_or(reported.message);
        let may_authorize = self
            .service
            .errors
            .iter()
            .any(|entry| entry.code == reported.code && entry.class == Class::ReauthorizeShop);
        let link = may_authorize
            .then(|| first_link(data).or_else(|| head.url.as_deref().and_then(|url| first_link(url.as_bytes()))))
            .flatten();
        Api {
            service: self.service,
            entry: found.entry,
            code: reported.code.into(),
            message: if message.trim().is_empty() { remark.unwrap_or_default().into() } else { message.into() },
            sub_code: found.sub_code.map(Into::into),
            request_id: head.request_id.as_deref().map(Into::into),
            authorization_url: link.map(Into::into),
            retry_after: retry_after(message),
            charge: self.charge_of_failure(data),
            remark,
            body,
        }
    }

    fn api_fault(&self, api: Api) -> BoxedContext {
        let entry = entry_of(self.service, api.entry);
        Context::new(self.meta, entry.class, entry.write_outcome, Detail::Api(api))
    }

    /// The flags inside a success body that must say true: failures hide there.
    fn confirm(&self, head: &Head, data: &dyn Record, charge: Charge, body: &bytes::Bytes) -> Result<(), BoxedContext> {
        let says = |confirm: &Confirm| match lookup(data, confirm.flag) {
            View::Bool(value) => value,
            _ => None,
        };
        if let Some(confirm) = self.meta.confirm.iter().find(|confirm| says(confirm) == Some(false)) {
            let code = text_at(data, confirm.code);
            let message = text_at(data, confirm.message);
            let entry = matching::find_in_body(self.service, &code, &message);
            let unsaid = || format!("the reply says {} = false", confirm.flag);
            return Err(self.api_fault(Api {
                service: self.service,
                entry,
                code: if code.is_empty() { head.code.as_deref().unwrap_or_default().into() } else { code.into() },
                message: if message.is_empty() { unsaid().into() } else { message.into() },
                sub_code: None,
                request_id: head.request_id.as_deref().map(Into::into),
                authorization_url: None,
                retry_after: None,
                charge,
                remark: None,
                body: body.clone(),
            }));
        }
        match self.meta.confirm.iter().find(|confirm| says(confirm).is_none()) {
            Some(confirm) => {
                let what = format!("the answer does not say {} = true, so nothing is confirmed", confirm.flag);
                Err(Context::decode(self.meta, what, None, body.clone()))
            }
            None => Ok(()),
        }
    }

    fn charge(&self, data: &dyn Record) -> Charge {
        if !self.meta.charged {
            return Charge::None;
        }
        match lookup(data, self.meta.charge_field) {
            View::Points(Some(points)) => Charge::Known(points),
            View::Int(Some(points)) => Charge::Known(points.into()),
            _ => Charge::Unknown,
        }
    }

    /// Whether failed calls are charged is not documented; some replies might say it in their data.
    fn charge_of_failure(&self, data: &[u8]) -> Charge {
        if !self.meta.charged || self.meta.charge_field.is_empty() {
            return Charge::Unknown;
        }
        let Ok(value) = serde_json::from_slice::<serde_json::Value>(data) else { return Charge::Unknown };
        let object = value.get(0).unwrap_or(&value);
        match object.get(self.meta.charge_field).and_then(serde_json::Value::as_i64) {
            Some(points) => Charge::Known(points.into()),
            None => Charge::Unknown,
        }
    }
}

/// A sent request: the typed end of a call, the only part that is compiled once per reply type.
#[must_use = "a request is sent when this future is awaited"]
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
        self.answer.as_mut().poll(cx).map(typed)
    }
}

impl<T, K> core::fmt::Debug for Sending<T, K> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}

/// What a call gave, with its types.
pub(crate) fn typed<T, K: DocumentedError>(answer: Result<Called, BoxedContext>) -> Result<Reply<T>, Error<K>> {
    answer.map(|Called { data, facts }| Reply::new(data, facts)).map_err(Error::of)
}

/// Text of a field, wherever it stands; empty when it is absent.
fn text_at(data: &dyn Record, path: &str) -> String {
    if path.is_empty() {
        return String::new();
    }
    match lookup(data, path) {
        View::Text(Some(text)) => text.trim().to_owned(),
        View::Int(Some(number)) => number.to_string(),
        View::Word(word) => word.get().unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

/// `This ban will last for N more seconds` is the only place where TOP says how long to wait.
fn retry_after(message: &str) -> Option<Duration> {
    let (before, _) = message.split_once(" more second")?;
    let number = before.rsplit(' ').next()?;
    number.parse().ok().map(Duration::from_secs)
}

/// Why an answer cannot be read: position and expectation, never the bytes.
#[derive(Debug)]
struct Unreadable {
    offset: usize,
    what: &'static str,
}

impl core::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} at byte {}", self.what, self.offset)
    }
}

impl core::error::Error for Unreadable {}
