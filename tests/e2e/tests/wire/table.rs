//! Rows of cases: bytes that a server answers, and what all four clients must make of them.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use vvtool_api::rt::v1::DocumentedError;
use vvtool_api::top::logistics_openalibity_write::GeneralLogisticsDataWriteRequest;
use vvtool_api::{Class, Error, Lang, Reply, WriteOutcome, top, vvtool};
use vvtool_e2e::{Said, Socket};

/// A call: of a read and a write of each gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    Read,
    Write,
    Top,
    TopWrite,
}

pub(crate) use Call::{Read, Top, TopWrite, Write};

/// Something a user must see of an answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Must {
    /// Success, with these values.
    Be(&'static str),
    /// Some success.
    Good,
    /// Some error.
    Fail,
    /// The failure the platform reports, of this kind.
    Kind(&'static str),
    Code(&'static str),
    Message(&'static str),
    Class(Class),
    Outcome(WriteOutcome),
    Retryable(bool),
    Status(u16),
    /// Wait at least and at most this many seconds.
    Wait(u64, u64),
    NoWait,
    Link(&'static str),
    NoLink,
    Points(u32),
    /// Nobody says what it cost.
    NoPoints,
    Matched(&'static str),
    /// A deviation whose text holds this.
    Deviate(&'static str),
    /// The platform's message in its own charset, or a deviation that names the charset.
    Decode(&'static str, &'static str),
    /// No deviation.
    Agree,
    Unknown(&'static str),
    /// The error's text holds this.
    Say(&'static str),
    /// What to do holds this.
    Advise(&'static str),
    /// Nothing that is shown holds this.
    Hide(&'static str),
    /// Something that is shown holds a masked secret.
    Masked,
    /// Nothing that is shown holds a character that a terminal does not print as itself.
    Visible,
}

/// Of a write nobody knows whether it was done.
pub(crate) const UNKNOWN: [Must; 3] = [Must::Fail, Must::Outcome(WriteOutcome::Unknown), Must::Retryable(false)];

pub(crate) struct Case {
    call: Call,
    status: u16,
    headers: Vec<(&'static str, Cow<'static, str>)>,
    body: Vec<u8>,
    musts: Vec<Must>,
}

impl Case {
    pub(crate) fn must(&mut self, must: impl IntoIterator<Item = Must>) -> &mut Self {
        self.musts.extend(must);
        self
    }
    pub(crate) fn status(&mut self, status: u16) -> &mut Self {
        self.status = status;
        self
    }
    pub(crate) fn header(&mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> &mut Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Rows by their names, in the order in which they were begun.
#[derive(Default)]
pub(crate) struct Table(Vec<(&'static str, Vec<Case>)>);

impl Table {
    /// Another row: the kind of thing that its cases are variants of.
    pub(crate) fn row(&mut self, name: &'static str) -> &mut Self {
        self.0.push((name, Vec::new()));
        self
    }

    /// One variant: what comes in answer to a call.
    pub(crate) fn case(&mut self, call: Call, body: impl AsRef<[u8]>) -> &mut Case {
        let case = Case { call, status: 200, headers: Vec::new(), body: body.as_ref().to_vec(), musts: Vec::new() };
        let cases = &mut self.0.last_mut().unwrap().1;
        cases.push(case);
        cases.last_mut().unwrap()
    }

    /// Variants of which the same must be seen.
    pub(crate) fn cases<B: AsRef<[u8]>>(&mut self, call: Call, bodies: impl IntoIterator<Item = B>, must: &[Must]) {
        for body in bodies {
            self.case(call, body).must(must.iter().cloned());
        }
    }

    /// The same data as the trade of either gateway.
    pub(crate) fn trades<B: AsRef<str>>(&mut self, data: impl IntoIterator<Item = B>, must: &[Must]) {
        for data in data {
            let data = data.as_ref();
            self.case(Read, format!(r#"{{"code":0,"data":{data}}}"#)).must(must.iter().cloned());
            self.case(Top, format!(r#"{{"trade_get_response":{{"trade":{data}}}}}"#)).must(must.iter().cloned());
        }
    }

    /// Every case through the async and the blocking client, which must see the same.
    pub(crate) fn run(self) {
        let setup = Setup::new();
        let mut wrong = String::new();
        for (row, cases) in &self.0 {
            assert!(cases.len() >= 5, "{row}: {} variants", cases.len());
            println!("{row}: {} variants", cases.len());
            for case in cases {
                let (mut seen, blocking) = setup.answered(case);
                let mut missed: Vec<String> =
                    case.musts.iter().filter(|must| !seen.is(must)).map(|must| format!("{must:?}")).collect();
                assert!(!case.musts.is_empty(), "{row}");
                if !seen.is_like(&blocking) {
                    missed.push(format!("the blocking client sees {blocking:?}"));
                }
                if !missed.is_empty() {
                    let body = String::from_utf8_lossy(&case.body);
                    let body: String = body.chars().take(300).collect();
                    seen.shown.clear();
                    writeln!(
                        wrong,
                        "{row}: {:?} {} {body}\n  must {}\n  {seen:?}\n",
                        case.call,
                        case.status,
                        missed.join(", ")
                    )
                    .unwrap();
                }
            }
        }
        assert!(wrong.is_empty(), "\n{wrong}");
    }
}

/// What a user can see of a call.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Seen {
    pub(crate) good: Option<String>,
    pub(crate) kind: String,
    pub(crate) readable: bool,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) class: Option<Class>,
    pub(crate) outcome: Option<WriteOutcome>,
    pub(crate) retryable: bool,
    pub(crate) status: Option<u16>,
    pub(crate) wait: Option<Duration>,
    pub(crate) link: Option<String>,
    pub(crate) points: Option<u32>,
    pub(crate) matched: String,
    pub(crate) deviations: Vec<String>,
    pub(crate) unknown: Vec<String>,
    pub(crate) said: String,
    pub(crate) remedy: String,
    pub(crate) shown: String,
}

impl Seen {
    /// The same. A wait until a date is shorter for who asks later.
    fn is_like(&self, other: &Self) -> bool {
        let apart = |one: Duration, other: Duration| one.abs_diff(other) < Duration::from_secs(5);
        let waits = match (self.wait, other.wait) {
            (Some(one), Some(other)) => apart(one, other),
            (one, other) => one == other,
        };
        waits && *self == Self { wait: self.wait, ..other.clone() }
    }

    fn is(&self, must: &Must) -> bool {
        let failed = self.good.is_none();
        match must {
            Must::Be(values) => self.good.as_deref() == Some(*values),
            Must::Good => !failed,
            Must::Fail => failed,
            Must::Kind(kind) => failed && self.readable && self.kind == *kind,
            Must::Code(code) => failed && self.code == *code,
            Must::Message(message) => failed && self.message == *message,
            Must::Class(class) => self.class == Some(*class),
            Must::Outcome(outcome) => self.outcome == Some(*outcome),
            Must::Retryable(retryable) => failed && self.retryable == *retryable,
            Must::Status(status) => self.status == Some(*status),
            Must::Wait(least, most) => self.wait.is_some_and(|wait| (*least..=*most).contains(&wait.as_secs())),
            Must::NoWait => self.wait.is_none(),
            Must::Link(link) => self.link.as_deref() == Some(*link),
            Must::NoLink => self.link.is_none(),
            Must::Points(points) => self.points == Some(*points),
            Must::NoPoints => self.points.is_none(),
            Must::Matched(matched) => self.matched == *matched,
            Must::Deviate(text) => self.deviations.iter().any(|deviation| deviation.contains(text)),
            Must::Decode(message, charset) => {
                self.message == *message || self.deviations.iter().any(|deviation| deviation.contains(charset))
            }
            Must::Agree => self.deviations.is_empty(),
            Must::Unknown(name) => self.unknown.iter().any(|unknown| unknown.contains(name)),
            Must::Say(text) => self.said.contains(text),
            Must::Advise(text) => self.remedy.contains(text),
            Must::Hide(text) => !self.shown.contains(text),
            Must::Masked => self.shown.contains("<secret>"),
            Must::Visible => self.shown.chars().all(|c| c == '\n' || c == '\u{3000}' || !is_odd(c)),
        }
    }

    fn of<T, K: DocumentedError>(result: Result<Reply<T>, Error<K>>, values: impl FnOnce(&T) -> String) -> Self
    where
        T: vvtool_api::rt::v1::ReplyData + core::fmt::Debug,
    {
        match result {
            Ok(reply) => {
                let deviations: Vec<String> = reply.deviations().iter().map(ToString::to_string).collect();
                Self {
                    good: Some(values(reply.data())),
                    status: Some(reply.status()),
                    points: points(reply.charge()),
                    shown: format!(
                        "{reply:?} {reply:#?} {deviations:?} {:?} {:?} {:?} {}",
                        reply.deviations(),
                        reply.unknown_fields(),
                        reply.request_id(),
                        written(&reply)
                    ),
                    unknown: reply.unknown_fields().iter().map(ToString::to_string).collect(),
                    deviations,
                    ..Self::default()
                }
            }
            Err(error) => Self::of_error(&error),
        }
    }

    fn of_error<K: DocumentedError>(error: &Error<K>) -> Self {
        let deviations: Vec<String> = error.deviations().iter().map(ToString::to_string).collect();
        let mut shown = format!("{error} {error:?} {error:#?} {deviations:?} {:?}", error.deviations());
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            write!(shown, " {cause} {cause:?}").unwrap();
            source = cause.source();
        }
        Self {
            kind: format!("{:?}", error.kind()),
            readable: matches!(error, Error::Api(_)),
            code: error.code().to_owned(),
            message: error.message().to_owned(),
            class: Some(error.class()),
            outcome: Some(error.write_outcome()),
            retryable: error.is_retryable(),
            status: error.status(),
            wait: error.retry_after(),
            link: error.authorization_url().map(str::to_owned),
            points: points(error.charge()),
            matched: error.matched().map(|matched| format!("{matched:?}")).unwrap_or_default(),
            deviations,
            said: error.to_string(),
            remedy: error.remedy(Lang::En).to_owned(),
            shown,
            ..Self::default()
        }
    }
}

/// A reply as it is written down, but for its data.
fn written<T>(reply: &Reply<T>) -> String {
    let mut whole = serde_json::json!(reply);
    whole.as_object_mut().unwrap().remove("data");
    whole.to_string()
}

/// As the standard library sees it; quotes and backslashes, which it escapes for other reasons, are themselves.
fn is_odd(c: char) -> bool {
    !matches!(c, '\'' | '"' | '\\') && c.escape_debug().len() != 1
}

fn points(charge: vvtool_api::Charge) -> Option<u32> {
    match charge {
        vvtool_api::Charge::Known(points) => points.to_string().parse().ok(),
        _ => None,
    }
}

/// One server and the four clients that speak to it.
pub(crate) struct Setup {
    pub(crate) socket: Socket,
    said: Arc<Mutex<Said>>,
    runtime: tokio::runtime::Runtime,
    vvtool: vvtool::Client,
    vvtool_blocking: vvtool::blocking::Client,
    top: top::Client,
    top_blocking: top::blocking::Client,
}

macro_rules! each {
    ($setup:expr, $call:expr, $vvtool:ident, $top:ident, |$sent:ident| $wait:expr) => {
        match $call {
            Read => {
                let $sent = read().send(&$setup.$vvtool);
                Seen::of($wait, |trade| {
                    let oids =
                        trade.orders.iter().map(|order| order.oid.as_ref().map_or("-".into(), ToString::to_string));
                    values(
                        trade.tid.as_ref().map(ToString::to_string),
                        trade.payment.map(|money| money.to_string()),
                        oids,
                    )
                })
            }
            Write => {
                let $sent = write().send(&$setup.$vvtool);
                Seen::of($wait, |shipment| format!("{:?}", shipment.success))
            }
            Top => {
                let $sent = look().send(&$setup.$top);
                Seen::of($wait, |reply| {
                    let Some(trade) = &reply.trade else { return "no trade".to_owned() };
                    let oids =
                        trade.orders.iter().map(|order| order.oid.as_ref().map_or("-".into(), ToString::to_string));
                    values(
                        trade.tid.as_ref().map(ToString::to_string),
                        trade.payment.map(|money| money.to_string()),
                        oids,
                    )
                })
            }
            TopWrite => {
                let $sent = store().send(&$setup.$top);
                Seen::of($wait, |reply| {
                    format!(
                        "{:?} {:?}",
                        reply.result_success,
                        reply.write_response.as_ref().and_then(|row| row.success)
                    )
                })
            }
        }
    };
}

impl Setup {
    pub(crate) fn new() -> Self {
        let said = Arc::new(Mutex::new(Said::nothing()));
        let answer = Arc::clone(&said);
        let socket = Socket::answering(move |_| answer.lock().unwrap().clone());
        let vvtool =
            || vvtool_e2e::one_request!(vvtool::Client::builder()).token("synthetic-token-77").host(&socket.url);
        let top = || {
            vvtool_e2e::one_request!(top::Client::builder("12345678", "synthetic-secret"))
                .session("synthetic-session")
                .host(&socket.url)
        };
        let blocking =
            vvtool_e2e::one_request!(vvtool::blocking::Client::builder()).token("synthetic-token-77").host(&socket.url);
        let top_blocking = vvtool_e2e::one_request!(top::blocking::Client::builder("12345678", "synthetic-secret"));
        Self {
            vvtool: vvtool().build().unwrap(),
            vvtool_blocking: blocking.build().unwrap(),
            top: top().build().unwrap(),
            top_blocking: top_blocking.session("synthetic-session").host(&socket.url).build().unwrap(),
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap(),
            said,
            socket,
        }
    }

    /// What the async and what the blocking client sees; each sends one request.
    fn answered(&self, case: &Case) -> (Seen, Seen) {
        let headers: Vec<(&str, &str)> = case.headers.iter().map(|(name, value)| (*name, &**value)).collect();
        self.seen(case.call, Said::http(case.status, &headers, &case.body))
    }

    /// The same for an answer of any bytes.
    pub(crate) fn seen(&self, call: Call, said: Said) -> (Seen, Seen) {
        *self.said.lock().unwrap() = said;
        self.socket.forget();
        let seen = each!(self, call, vvtool, top, |sent| self.runtime.block_on(sent));
        let blocking = each!(self, call, vvtool_blocking, top_blocking, |sent| sent);
        assert_eq!(self.socket.heard().len(), 2, "one request of each client");
        (seen, blocking)
    }
}

fn values(tid: Option<String>, payment: Option<String>, oids: impl Iterator<Item = String>) -> String {
    let oids: Vec<String> = oids.collect();
    let mut said = format!("tid={} orders={}", tid.unwrap_or_else(|| "-".to_owned()), oids.join(","));
    if let Some(payment) = payment {
        write!(said, " payment={payment}").unwrap();
    }
    said
}

pub(crate) fn read() -> vvtool::ErpsFullinfo {
    vvtool::ErpsFullinfo::new("7", "1", ["tid", "status", "payment", "orders"])
}

pub(crate) fn write() -> vvtool::ErpsSend {
    vvtool::ErpsSend::new("7", "1", "880000000001", "POST")
}

pub(crate) fn look() -> top::TradeGet {
    top::TradeGet::new(["tid", "status", "payment", "orders"], "1")
}

pub(crate) fn store() -> top::LogisticsOpenalibityWrite {
    top::LogisticsOpenalibityWrite::new(GeneralLogisticsDataWriteRequest::new(
        "ZTO",
        "880000000001",
        "{}",
        "DELIVERY_HOME",
    ))
}
