//! A platform in memory, and a write with an intent.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test says what went wrong by stopping

use core::time::Duration;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::UNIX_EPOCH;

use http::StatusCode;
use tokio::time::Instant;

use crate::exchange::{Body, Exchange, ExchangeError, Exchanging, HttpReply, HttpRequest};
use crate::generated::vvtool::ErpsSend;
use crate::journal::MemoryJournal;
use crate::vvtool::{Client, ClientBuilder};
use crate::writes::clock::Clock;
use crate::writes::{Writes, journal::Journal};

pub(super) fn ship(tid: &str, waybill: &str) -> ErpsSend {
    ErpsSend::new("1", tid, waybill, "SF")
}

/// How a write fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Executed,
    /// A documented refusal.
    Refused,
    NotConnected,
    /// No answer; executed after this many seconds, or never.
    Lost(Option<u64>),
    Status(u16),
    /// A documented error that may mean that it was done before.
    MaybeDone,
    /// `success` is false.
    Unconfirmed,
    NotRead,
}

impl Fate {
    pub(super) const ALL: [Self; 10] = [
        Self::Executed,
        Self::Refused,
        Self::NotConnected,
        Self::Lost(None),
        Self::Lost(Some(0)),
        Self::Lost(Some(90)),
        Self::Status(401),
        Self::MaybeDone,
        Self::Unconfirmed,
        Self::NotRead,
    ];
}

/// What the platform knows. Shared by the test.
#[derive(Clone, Default)]
pub(super) struct Platform(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    fates: VecDeque<Fate>,
    /// Trade, waybill, when it is executed.
    executions: Vec<(String, String, Instant)>,
    sent: usize,
    /// When each of them did.
    times: Vec<Instant>,
    fresh: usize,
    reads: usize,
    /// Answers of reads are so old.
    stale: Duration,
    by_others: HashMap<String, String>,
    broken_reads: bool,
    /// What reads find in the place of the orders.
    orders: Option<String>,
}

impl Platform {
    pub(super) fn next(&self, fate: Fate) -> &Self {
        self.0.lock().unwrap().fates.push_back(fate);
        self
    }
    pub(super) fn stale(&self, seconds: u64) {
        self.0.lock().unwrap().stale = Duration::from_secs(seconds);
    }
    pub(super) fn breaks_reads(&self, broken: bool) {
        self.0.lock().unwrap().broken_reads = broken;
    }
    pub(super) fn shows(&self, orders: &str) {
        self.0.lock().unwrap().orders = Some(orders.to_owned());
    }
    pub(super) fn other(&self, tid: &str, waybill: &str) {
        self.0.lock().unwrap().by_others.insert(tid.to_owned(), waybill.to_owned());
    }
    /// Writes that arrived, of which all asked for a connection of their own.
    pub(super) fn sent(&self) -> usize {
        let state = self.0.lock().unwrap();
        assert_eq!(state.sent, state.fresh);
        state.sent
    }
    /// The most writes that arrived within a second.
    pub(super) fn fastest(&self) -> usize {
        let times = self.0.lock().unwrap().times.clone();
        let within =
            |from: &Instant| times.iter().filter(|at| *at >= from && **at < *from + Duration::from_secs(1)).count();
        times.iter().map(within).max().unwrap_or_default()
    }
    pub(super) fn reads(&self) -> usize {
        self.0.lock().unwrap().reads
    }
    /// How often a trade is executed, by the end of time.
    pub(super) fn executions(&self, tid: &str) -> usize {
        self.0.lock().unwrap().executions.iter().filter(|(known, ..)| known == tid).count()
    }
}

fn field(body: &str, name: &str) -> String {
    let pairs = form_urlencoded::parse(body.as_bytes());
    pairs.into_owned().find(|(known, _)| known == name).map(|(_, value)| value).unwrap_or_default()
}

fn json(body: String) -> Result<HttpReply, ExchangeError> {
    Ok(HttpReply::new(Body::from(body)))
}

impl State {
    fn write(&mut self, body: &str) -> Result<HttpReply, ExchangeError> {
        let (tid, waybill, now) = (field(body, "tid"), field(body, "out_sid"), Instant::now());
        let fate = self.fates.pop_front().unwrap_or(Fate::Executed);
        if fate == Fate::NotConnected {
            return Err(ExchangeError::not_sent("refused"));
        }
        let mut execute =
            |after: u64| self.executions.push((tid.clone(), waybill.clone(), now + Duration::from_secs(after)));
        match fate {
            Fate::Executed => execute(0),
            Fate::Lost(Some(after)) => execute(after),
            Fate::NotRead => execute(0),
            _ => {}
        }
        match fate {
            Fate::Executed => {
                json(r#"{"code":0,"msg":"成功","data":[{"withholding_money":1,"success":true}]}"#.to_owned())
            }
            Fate::Refused => json(r#"{"code":614,"msg":"物流订单不存在","data":null}"#.to_owned()),
            Fate::MaybeDone => json(r#"{"code":614,"msg":"已生成发货单","data":null}"#.to_owned()),
            Fate::Unconfirmed => json(r#"{"code":0,"msg":"成功","data":[{"success":false}]}"#.to_owned()),
            Fate::NotRead => json(r#"{"code":0,"msg":"#.to_owned()),
            Fate::Status(status) => {
                let mut reply = HttpReply::new(Body::from("<html>"));
                *reply.status_mut() = StatusCode::from_u16(status).unwrap();
                Ok(reply)
            }
            Fate::Lost(_) | Fate::NotConnected => Err(ExchangeError::timeout("lost")),
        }
    }

    fn read(&mut self, body: &str) -> Result<HttpReply, ExchangeError> {
        self.reads += 1;
        if self.broken_reads {
            return Err(ExchangeError::broken("reset"));
        }
        let tid = field(body, "tid");
        assert_eq!(field(body, "fields"), "tid,status,orders");
        let seen = Instant::now().checked_sub(self.stale).unwrap();
        let ours =
            self.executions.iter().find(|(known, _, at)| *known == tid && *at <= seen).map(|(_, waybill, _)| waybill);
        if let Some(orders) = &self.orders {
            return json(format!(r#"{{"code":0,"msg":"成功","data":{{"tid":"{tid}","orders":{orders}}}}}"#));
        }
        let waybill = ours.or(self.by_others.get(&tid));
        let order = match waybill {
            Some(waybill) => {
                format!(r#"{{"oid":"{tid}","status":"WAIT_BUYER_CONFIRM_GOODS","invoice_no":"{waybill}"}}"#)
            }
            None => format!(r#"{{"oid":"{tid}","status":"WAIT_SELLER_SEND_GOODS"}}"#),
        };
        json(format!(r#"{{"code":0,"msg":"成功","data":{{"tid":"{tid}","orders":{{"order":[{order}]}}}}}}"#))
    }
}

impl Exchange for Platform {
    fn exchange(&self, request: HttpRequest, _: usize) -> Exchanging<'_> {
        let fresh = crate::exchange::FreshConnection::is_wanted_by(&request);
        let path = request.uri().path().to_owned();
        let body = String::from_utf8(request.into_body().into_bytes().to_vec()).unwrap();
        Box::pin(async move {
            if path == "/tool/erps/fullinfo" {
                return self.0.lock().unwrap().read(&body);
            }
            {
                let mut state = self.0.lock().unwrap();
                state.sent += 1;
                state.times.push(Instant::now());
                state.fresh += usize::from(fresh);
            }
            // The answer takes its time: whoever waits may go away meanwhile.
            tokio::time::sleep(Duration::from_millis(50)).await;
            self.0.lock().unwrap().write(&body)
        })
    }
}

pub(super) fn client(platform: &Platform) -> Client {
    builder(platform).limits(crate::Limits::off()).build().unwrap()
}

pub(super) fn builder(platform: &Platform) -> ClientBuilder {
    let builder = Client::builder().retry(crate::Retry::none()).token("token");
    builder.body_style(crate::vvtool::Body::Form).exchange(platform.clone())
}

/// A wall clock that goes with the paused one.
pub(super) fn clock() -> Clock {
    let (start, base) = (Instant::now(), UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    Clock::of(move || base + start.elapsed())
}

pub(super) async fn open_in(platform: &Platform, journal: Arc<dyn Journal>, clock: Clock) -> Writes<Client> {
    let writes = Writes::open_at(&client(platform), journal, clock).await.unwrap();
    writes.knows::<ErpsSend>()
}

pub(super) async fn opened() -> (Platform, Writes<Client>) {
    let platform = Platform::default();
    let writes = open_in(&platform, Arc::new(MemoryJournal::new()), clock()).await;
    (platform, writes)
}
