//! What is tried again and how often, on a paused clock.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use http::StatusCode;

use super::*;
use crate::exchange::{Body, Exchange, ExchangeError, Exchanging, HttpReply, HttpRequest};
use crate::generated::vvtool::erps::fullinfo::TradeField;
use crate::generated::vvtool::{ErpsFullinfo, ErpsSend, ErrorKind};
use crate::vvtool::{Client, Error};
use crate::{Limits, WriteOutcome};

pub(crate) const TRADE: &str = r#"{"code":0,"msg":"成功","data":{"tid":"1","status":"TRADE_FINISHED"}}"#;
pub(crate) const SHIPPED: &str = r#"{"code":0,"msg":"成功","data":[{"withholding_money":1,"success":true}]}"#;
const TOKEN: &str = r#"{"code":0,"msg":"成功","data":{"access_token":"a-token-of-some-length","expires_in":86400}}"#;

/// What an attempt gets.
type Gets = Box<dyn FnMut(usize, &HttpRequest) -> Result<HttpReply, ExchangeError> + Send>;

/// Answers each attempt by its number, and counts.
#[derive(Clone)]
pub(crate) struct Platform(Arc<Mutex<(HashMap<String, usize>, Gets)>>);

impl Platform {
    pub(crate) fn new(
        gets: impl FnMut(usize, &HttpRequest) -> Result<HttpReply, ExchangeError> + Send + 'static,
    ) -> Self {
        Self(Arc::new(Mutex::new((HashMap::new(), Box::new(gets)))))
    }

    pub(crate) fn asked(&self, path: &str) -> usize {
        self.0.lock().unwrap().0.iter().filter(|(known, _)| known.contains(path)).map(|(_, count)| count).sum()
    }

    fn builder(&self, label: &str) -> crate::vvtool::ClientBuilder {
        Client::builder().limits(Limits::off()).account_label(label).exchange(self.clone())
    }

    /// Each test is an account of its own: its budget outlives it.
    fn client(&self, label: &str) -> Client {
        self.builder(label).token("s3cr3t-token").build().unwrap()
    }
}

impl Exchange for Platform {
    fn exchange(&self, request: HttpRequest, _: usize) -> Exchanging<'_> {
        let mut state = self.0.lock().unwrap();
        let (counts, gets) = &mut *state;
        let count = counts.entry(request.uri().path().to_owned()).or_default();
        *count += 1;
        let result = gets(*count, &request);
        Box::pin(core::future::ready(result))
    }
}

pub(crate) fn json(body: &str) -> Result<HttpReply, ExchangeError> {
    Ok(HttpReply::new(Body::from(body.to_owned())))
}

fn status(status: u16) -> Result<HttpReply, ExchangeError> {
    let mut reply = HttpReply::new(Body::from("busy"));
    *reply.status_mut() = StatusCode::from_u16(status).unwrap();
    Ok(reply)
}

pub(crate) fn failure(code: &str, message: &str) -> Result<HttpReply, ExchangeError> {
    json(&format!(r#"{{"code":{code},"msg":"{message}","data":null}}"#))
}

pub(crate) fn of(kind: ErrorKind) -> Result<HttpReply, ExchangeError> {
    failure(kind.code(), kind.message())
}

async fn read(client: &Client) -> Result<(), Error> {
    ErpsFullinfo::new("1", "1", [TradeField::Tid, TradeField::Status]).send(client).await.map(|_| ())
}

async fn write(client: &Client) -> Result<(), Error> {
    ErpsSend::new("1", "1", "SF1", "SF").send(client).await.map(|_| ())
}

fn first(class: Class) -> ErrorKind {
    use crate::error::DocumentedError as _;
    *ErrorKind::ALL.iter().find(|kind| kind.class() == class).unwrap()
}

type MakeResult = fn() -> Result<HttpReply, ExchangeError>;

/// Faults, and how often a read of them is sent.
const FAULTS: &[(&str, usize, MakeResult)] = &[
    ("no connection", 3, || Err(ExchangeError::not_sent("refused"))),
    ("timeout", 3, || Err(ExchangeError::timeout("late"))),
    ("reset", 3, || Err(ExchangeError::broken("reset"))),
    ("TLS", 1, || Err(ExchangeError::tls("untrusted"))),
    ("too long", 1, || Err(ExchangeError::too_long(8))),
    ("429", 3, || status(429)),
    ("502", 3, || status(502)),
    ("404", 1, || status(404)),
    ("302", 1, || status(302)),
    ("cut JSON", 2, || json(r#"{"code":0,"data":{"tid":"1","#)),
    ("HTML", 1, || json("<html>busy</html>")),
    ("retry now", 3, || of(first(Class::RetryNow))),
    ("retry with backoff", 3, || of(ErrorKind::RateOrDailyLimit)),
    ("wait until it is quiet", 1, || of(first(Class::WaitOffPeak))),
    ("fix the request", 1, || of(first(Class::FixRequest))),
    ("top up", 1, || of(first(Class::TopUp))),
    ("too many tokens", 1, || of(ErrorKind::OverFrequency)),
    ("a given token is refused", 1, || of(ErrorKind::TokenInvalid)),
    ("undocumented", 1, || failure("987654", "什么")),
];

#[tokio::test(start_paused = true)]
async fn a_read_is_tried_again_after_what_may_pass_and_a_write_only_when_it_was_not_sent() {
    for (name, attempts, fault) in FAULTS {
        let platform = Platform::new(move |_, _| fault());
        let client = platform.client(name);
        let error = read(&client).await.unwrap_err();
        assert_eq!(platform.asked("fullinfo"), *attempts, "read: {name}: {error}");
        assert_eq!(error.attempts() as usize, *attempts, "{name}");
        let error = write(&client).await.unwrap_err();
        let attempts = if *name == "no connection" { 3 } else { 1 };
        assert_eq!(platform.asked("send"), attempts, "write: {name}: {error}");
        assert_eq!(error.attempts() as usize, attempts, "{name}");
        // Nothing else is repeated without retries.
        let once = client.with_call(crate::Call::new().retries(0));
        assert_eq!(read(&once).await.unwrap_err().attempts(), 1, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_passes_is_not_told() {
    let platform = Platform::new(|count, _| if count < 3 { Err(ExchangeError::broken("reset")) } else { json(TRADE) });
    read(&platform.client("passes")).await.unwrap();
    assert_eq!(platform.asked("fullinfo"), 3);
    let platform = Platform::new(|count, _| if count < 3 { Err(ExchangeError::not_sent("no")) } else { json(SHIPPED) });
    write(&platform.client("passes too")).await.unwrap();
    assert_eq!(platform.asked("send"), 3);
}

#[tokio::test(start_paused = true)]
async fn the_pause_that_the_platform_asks_for_is_kept_up_to_a_minute() {
    let asks = |seconds: u64| {
        move |count: usize, _: &HttpRequest| {
            if count > 1 {
                return json(TRADE);
            }
            let mut reply = status(503)?;
            reply.headers_mut().insert(http::header::RETRY_AFTER, seconds.into());
            Ok(reply)
        }
    };
    let began = tokio::time::Instant::now();
    let platform = Platform::new(asks(45));
    read(&platform.client("asks")).await.unwrap();
    assert!(began.elapsed() >= Duration::from_secs(45) && began.elapsed() < Duration::from_secs(47));

    let platform = Platform::new(asks(90));
    let error = read(&platform.client("asks for more")).await.unwrap_err();
    assert_eq!((error.attempts(), platform.asked("fullinfo")), (1, 1));
    let left = error.not_before().unwrap().duration_since(SystemTime::now()).unwrap();
    assert!(left > Duration::from_secs(85) && left <= Duration::from_secs(90), "{left:?}");

    // Never longer than a day, whatever it says.
    let platform = Platform::new(asks(u64::MAX));
    let error = read(&platform.client("asks for ever")).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(86_400)));
}

#[tokio::test(start_paused = true)]
async fn no_attempt_begins_that_the_deadline_would_cut() {
    let platform = Platform::new(|_, _| {
        let mut reply = status(503)?;
        reply.headers_mut().insert(http::header::RETRY_AFTER, 20.into());
        Ok(reply)
    });
    let began = tokio::time::Instant::now();
    let client = platform.client("deadline").with_call(crate::Call::new().deadline(Duration::from_secs(10)));
    assert_eq!(read(&client).await.unwrap_err().attempts(), 1);
    assert_eq!(began.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_renewed_once_for_a_read_and_never_for_a_write() {
    let platform = Platform::new(|count, request| match request.uri().path() {
        path if path.contains("token") => json(TOKEN),
        path if path.contains("send") => of(ErrorKind::TokenInvalid),
        _ if count % 2 == 1 => of(ErrorKind::TokenInvalid),
        _ => json(TRADE),
    });
    let old = crate::vvtool::AccessToken::from("a-token-of-yesterday");
    let client = platform.builder("renews").account("a", "the-access-key").initial_token(old).build().unwrap();
    read(&client).await.unwrap();
    assert_eq!((platform.asked("fullinfo"), platform.asked("token")), (2, 1));
    let error = write(&client).await.unwrap_err();
    assert_eq!((error.attempts(), platform.asked("send"), error.write_outcome()), (1, 1, WriteOutcome::NotExecuted));
}

#[tokio::test(start_paused = true)]
async fn reads_survive_one_failing_attempt_of_twenty() {
    let mut random = fastrand::Rng::with_seed(11);
    let platform = Platform::new(
        move |_, _| if random.u8(0..20) == 0 { Err(ExchangeError::broken("reset")) } else { json(TRADE) },
    );
    let client = platform.client("survives");
    let mut failed = 0;
    for _ in 0..10_000 {
        failed += usize::from(read(&client).await.is_err());
    }
    let attempts = platform.asked("fullinfo");
    println!("failed of 10000 reads: asked <= 10 / measured {failed}");
    println!("attempts for them: asked <= 11010 / measured {attempts}");
    assert!(failed <= 10, "{failed} of 10000 failed");
    assert!(attempts <= 11_010, "{attempts}");
}

#[tokio::test(start_paused = true)]
async fn what_is_down_is_not_kept_down() {
    let began = tokio::time::Instant::now();
    let down = Duration::from_secs(60);
    let platform = Platform::new(move |_, _| if began.elapsed() < down { status(503) } else { json(TRADE) });
    let client = platform.client("storm");
    let calls = Arc::new(Mutex::new(0_usize));
    let callers: Vec<_> = (0..200)
        .map(|_| {
            let (client, calls) = (client.clone(), Arc::clone(&calls));
            tokio::spawn(async move {
                while began.elapsed() < down {
                    *calls.lock().unwrap() += 1;
                    let _ = read(&client).await;
                    tokio::time::sleep(Duration::from_millis(500)).await;
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    let (calls, attempts) = (*calls.lock().unwrap(), platform.asked("fullinfo"));
    println!("attempts of {calls} calls in an outage: asked <= {} / measured {attempts}", calls + calls / 10 + 10);
    assert!(attempts <= calls + calls / 10 + 10, "{attempts} attempts of {calls} calls");
    assert!(attempts > calls, "nothing was tried again");
}

#[tokio::test]
async fn a_dry_run_sends_nothing_and_says_what_it_would_have_sent() {
    let platform = Platform::new(|_, _| panic!("sent"));
    let builder = platform.builder("dry").account("an-account", "the-access-key").dry_run(true);
    let client = builder.build().unwrap();
    let error = ErpsSend::new("1", "1692089714634374451", "SF-c4nary", "SF").send(&client).await.unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(text.contains("/tool/erps/send with shop_id, tid, out_sid"), "{text}");
    assert!(!text.contains("c4nary") && !text.contains("1692089714634374451"), "{text}");
    let Error::Withheld(withheld) = &error else { panic!("{error}") };
    assert_eq!(withheld.reason(), &crate::WithheldReason::DryRun);
    assert_eq!((error.attempts(), error.charge(), platform.asked("")), (0, crate::Charge::None, 0));
    // What would not have been sent anyway is told first.
    assert!(matches!(ErpsSend::new("", "1", "2", "SF").send(&client).await, Err(Error::Invalid(_))));
}

#[tokio::test(start_paused = true)]
async fn a_platform_that_asks_for_a_pause_gets_it_from_all_calls() {
    let wait = Arc::new(Mutex::new(5_u64));
    let asked = Arc::clone(&wait);
    let platform = Platform::new(move |count, _| {
        if count > 1 {
            return json(TRADE);
        }
        let mut reply = status(429)?;
        reply.headers_mut().insert(http::header::RETRY_AFTER, (*asked.lock().unwrap()).into());
        Ok(reply)
    });
    let client = |label: &str| {
        let builder = Client::builder().account_label(label).exchange(platform.clone()).retry(crate::Retry::none());
        builder.token("s3cr3t-token").build().unwrap()
    };
    let began = tokio::time::Instant::now();
    assert_eq!(read(&client("pauses")).await.unwrap_err().status(), Some(429));
    // Another client of the account.
    read(&client("pauses")).await.unwrap();
    assert!(began.elapsed() >= Duration::from_secs(5) && began.elapsed() < Duration::from_secs(6));

    *wait.lock().unwrap() = 600;
    platform.0.lock().unwrap().0.clear();
    read(&client("parks")).await.unwrap_err();
    let error = read(&client("parks")).await.unwrap_err();
    let Error::Withheld(withheld) = &error else { panic!("{error}") };
    let crate::WithheldReason::Parked { until, by } = withheld.reason() else { panic!("{error}") };
    assert!(by.contains("429") && *until > SystemTime::now() + Duration::from_secs(590), "{error}");
    assert!(error.not_before().is_some() && error.retry_after() > Some(Duration::from_secs(590)), "{error:?}");
    assert_eq!((error.attempts(), platform.asked("fullinfo")), (0, 1));
}
