//! What leaves the server: an answer, and what the faults that meet it make of it.

use core::convert::Infallible;
use core::time::Duration;
use std::io;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};
use serde_json::{Value, json};

use crate::answer::{Ending, Raw};
use crate::chance::Chance;
use crate::fault::{Fault, Latency};
use crate::line::{Control, Cut};
use crate::routes::Target;
use vvtool_codegen::model::api::{Record, Type};

/// What large bodies of faults come to: below what any client reads whole.
const LARGE: usize = 7 * 1024 * 1024;

/// An answer on its way out.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) raw: Raw,
    flow: Flow,
    cut: Option<Cut>,
    idle: Option<Duration>,
}

/// How the bytes of a body flow, where [`Ending`] does not say it.
#[derive(Debug, Clone, Copy)]
enum Flow {
    AsEnding,
    Drip(Duration),
    Endless,
}

impl From<Raw> for Outgoing {
    fn from(raw: Raw) -> Self {
        Self { raw, flow: Flow::AsEnding, cut: None, idle: None }
    }
}

impl Outgoing {
    /// What a fault makes of it.
    pub(crate) fn meet(&mut self, fault: &Fault, target: Option<&Target<'_>>, chance: &mut Chance) {
        let page = |status: u16| {
            let reason =
                StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Status");
            format!("<html><head><title>{status} {reason}</title></head><body>{status} {reason}</body></html>")
        };
        let html =
            |status, text: String| Raw::ok(text).status(status).header("content-type", "text/html; charset=utf-8");
        let delay = self.raw.delay;
        match fault {
            Fault::Latency(Latency::Fixed(time)) => self.raw.delay = delay.saturating_add(*time),
            Fault::Latency(Latency::Between(low, high)) => {
                self.raw.delay = delay.saturating_add(chance.between(*low, *high))
            }
            Fault::CloseIdleAfter(time) => self.idle = Some(*time),
            Fault::ResetAfterExecution | Fault::ResetAtAccept | Fault::ResetAfter(_) | Fault::RefuseConnection => {
                self.cut = Some(Cut::Reset);
            }
            Fault::CloseAfterExecution | Fault::CloseBeforeRead => self.cut = Some(Cut::Close),
            Fault::HalfClose => self.cut = Some(Cut::HalfClose),
            Fault::Silence => self.cut = Some(Cut::Silence),
            Fault::HeadersOnly => self.raw.ending = Ending::Stall(0),
            Fault::Truncate(bytes) => self.raw.ending = Ending::Cut(*bytes),
            Fault::Drip(every) => self.flow = Flow::Drip(*every),
            Fault::Endless => self.flow = Flow::Endless,
            Fault::Status(status) => self.raw = html(*status, page(*status)),
            Fault::EarlyStatus => self.raw = html(413, page(413)),
            Fault::Redirect(status, to) => self.raw = Raw::redirect(to).status(*status),
            Fault::NotJson => self.raw = Raw::ok("upstream sent no answer"),
            Fault::Html => self.raw = html(200, "<html><body>Please wait</body></html>".to_owned()),
            Fault::WrongType(path) => self.raw.body = wrong_type(&self.raw.body, path),
            Fault::Bomb => self.raw.body = bomb(&self.raw.body, target),
        }
        self.raw.delay = self.raw.delay.max(delay);
    }

    /// As HTTP, or as what a client takes for it.
    pub(crate) fn respond(self, control: &Control) -> Response<Body> {
        let Self { raw, flow, cut, idle } = self;
        if let Some(idle) = idle {
            control.close_idle_after(idle);
        }
        if let Some(how) = cut.or((raw.ending == Ending::Silent).then_some(Cut::Close)) {
            control.cut(how);
            return Response::new(Body::empty());
        }
        let whole = raw.body.len();
        let body = match (flow, raw.ending) {
            (Flow::Endless, _) => endless(raw.body),
            (Flow::Drip(every), _) => drip(raw.body, every),
            (Flow::AsEnding, Ending::Cut(at)) => partial(raw.body, at, End::Closed),
            (Flow::AsEnding, Ending::Stall(at)) => partial(raw.body, at, End::Open),
            (Flow::AsEnding, Ending::Whole | Ending::Silent) => Body::from(raw.body),
        };
        let mut response = Response::new(body);
        // A status or header that HTTP does not have is left out: the test that asked for it sees that at once.
        if let Ok(status) = StatusCode::from_u16(raw.status) {
            *response.status_mut() = status;
        }
        let headers = response.headers_mut();
        headers.insert("content-type", HeaderValue::from_static("application/json; charset=utf-8"));
        let counted = matches!(flow, Flow::Drip(_)) || matches!(raw.ending, Ending::Cut(_) | Ending::Stall(_));
        if counted && !matches!(flow, Flow::Endless) {
            headers.insert("content-length", HeaderValue::from(whole));
        }
        for (name, value) in raw.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                headers.insert(name, value);
            }
        }
        response
    }
}

enum End {
    Closed,
    Open,
}

/// The first `at` bytes, and then not the rest.
fn partial(body: Bytes, at: usize, end: End) -> Body {
    let first = stream::once(core::future::ready(Ok(body.slice(..at.min(body.len())))));
    let rest = stream::once(async move {
        match end {
            // What was sent has to leave before the connection does: the server flushes when the body has nothing ready.
            End::Closed => tokio::time::sleep(Duration::from_millis(20)).await,
            End::Open => core::future::pending().await,
        }
        Err(io::Error::from(io::ErrorKind::ConnectionAborted))
    });
    Body::from_stream(first.chain(rest))
}

fn drip(body: Bytes, every: Duration) -> Body {
    let bytes = stream::unfold(body, move |mut left| async move {
        if left.is_empty() {
            return None;
        }
        tokio::time::sleep(every).await;
        Some((Ok::<_, Infallible>(left.split_to(1)), left))
    });
    Body::from_stream(bytes)
}

/// The beginning of the body, and then blanks for ever: what was read so far could always become whole.
fn endless(body: Bytes) -> Body {
    let beginning = body.slice(..body.len().min(1));
    let blanks = Bytes::from(vec![b' '; 16 * 1024]);
    let rest = stream::repeat_with(move || Ok::<_, Infallible>(blanks.clone()));
    Body::from_stream(stream::once(core::future::ready(Ok(beginning))).chain(rest))
}

/// The value at `path` as something else; where the answer does not go that deep, what it ends in.
fn wrong_type(body: &[u8], path: &str) -> Bytes {
    let mut reply: Value = serde_json::from_slice(body).unwrap_or_default();
    spoil(&mut reply, path);
    reply.to_string().into()
}

fn spoil(at: &mut Value, path: &str) {
    let (part, rest) = path.split_once('.').unwrap_or((path, ""));
    let next = match at {
        Value::Object(map) if !part.is_empty() => Some(map.entry(part).or_insert(Value::Null)),
        Value::Array(items) => part.parse::<usize>().ok().and_then(|index| items.get_mut(index)),
        _ => None,
    };
    if let Some(next) = next {
        return spoil(next, rest);
    }
    *at = match at {
        Value::Object(_) | Value::Array(_) => json!("text where something else is expected"),
        _ => json!({"unexpected": ["object"]}),
    };
}

/// Objects without content in a list of the reply: two bytes each, and a whole record once decoded.
fn bomb(body: &[u8], target: Option<&Target<'_>>) -> Bytes {
    let path = target.and_then(|target| {
        let root = target.record(&target.operation.reply.data.ident)?;
        list_in(target, root, 4)
    });
    let mut reply: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = match path {
        Some(path) => {
            let mark = json!("BOMB");
            let mut filled = path.iter().rev().fold(mark, |inner, name| json!({ name.as_str(): inner }));
            if let Some(at) = target.and_then(|target| target.data_in(&mut reply)) {
                core::mem::swap(at, &mut filled);
            }
            let list = format!("[{}{{}}]", "{},".repeat(LARGE / 3));
            reply.to_string().replacen("\"BOMB\"", &list, 1)
        }
        // Nothing repeats: then it is deep.
        None => format!("{}{}", "[".repeat(LARGE / 2), "]".repeat(LARGE / 2)),
    };
    text.into()
}

/// Names of the fields that lead to a list of records.
fn list_in(target: &Target<'_>, record: &Record, depth: usize) -> Option<Vec<String>> {
    let fields = || record.fields.iter();
    let list = fields().find_map(|field| match &field.ty {
        Type::List { wrapper, .. } => Some(vec![field.name.wire.clone(), wrapper.clone()]),
        _ => None,
    });
    list.or_else(|| {
        fields().filter(|_| depth > 0).find_map(|field| match &field.ty {
            Type::Record(name) => {
                let below = list_in(target, target.record(&name.ident)?, depth - 1)?;
                Some([vec![field.name.wire.clone()], below].concat())
            }
            _ => None,
        })
    })
}
