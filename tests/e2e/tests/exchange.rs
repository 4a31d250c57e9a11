//! A client with an exchange of the program's own, and what the crate's own exchange does with connections.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use core::time::Duration;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use vvtool_api::exchange::{
    Body, Deadline, Exchange, ExchangeError, Exchanging, FreshConnection, HttpReply, HttpRequest, http,
};
use vvtool_api::{Charge, Error, MemoryJournal, Outcome, WriteOutcome, Writes, top, vvtool};

const SHIPPED: &str = r#"{"code":0,"msg":"成功","data":[{"withholding_money":1,"success":true}]}"#;
const TRADE: &str = r#"{"code":0,"msg":"成功","data":{"tid":"2"}}"#;
const TOP_TRADE: &str = r#"{"trade_get_response":{"trade":{"tid":1}}}"#;

/// What an exchange of a program's own can be: it notes the requests and answers all of them alike.
#[derive(Clone)]
struct Canned {
    answer: Arc<dyn Fn() -> Result<HttpReply, ExchangeError> + Send + Sync>,
    seen: Arc<Mutex<Vec<HttpRequest>>>,
}

impl Canned {
    fn new(answer: impl Fn() -> Result<HttpReply, ExchangeError> + Send + Sync + 'static) -> Self {
        Self { answer: Arc::new(answer), seen: Arc::default() }
    }

    fn json(json: &'static str) -> Self {
        Self::new(move || Ok(HttpReply::new(Body::from(json))))
    }

    fn requests(&self) -> Vec<HttpRequest> {
        core::mem::take(&mut self.seen.lock().unwrap())
    }
}

impl Exchange for Canned {
    fn exchange(&self, request: HttpRequest, _max_body: usize) -> Exchanging<'_> {
        self.seen.lock().unwrap().push(request);
        Box::pin(async { (self.answer)() })
    }
}

fn ship() -> vvtool::ErpsSend {
    vvtool::ErpsSend::new("1", "2", "SF3", "POST")
}

fn look() -> vvtool::ErpsFullinfo {
    vvtool::ErpsFullinfo::new("1", "2", ["tid"])
}

fn gateway(exchange: impl Exchange) -> vvtool::ClientBuilder {
    vvtool_e2e::one_request!(vvtool::Client::builder()).token("s3cr3t-token").exchange(exchange)
}

fn wait<T>(call: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(call)
}

#[test]
fn both_gateways_async_and_blocking_send_through_it() {
    let canned = Canned::json(SHIPPED);
    assert_eq!(wait(ship().send(&gateway(canned.clone()).build().unwrap())).unwrap().success, Some(true));
    let client = vvtool_e2e::one_request!(vvtool::blocking::Client::builder())
        .token("t")
        .exchange(canned.clone())
        .build()
        .unwrap();
    assert_eq!(ship().send(&client).unwrap().success, Some(true));
    for request in canned.requests() {
        assert_eq!((request.method(), request.uri().path()), (&http::Method::POST, "/tool/erps/send"));
        assert!(request.headers()["content-type"].to_str().unwrap().starts_with("multipart/form-data; boundary="));
        assert!(request.headers()["user-agent"].to_str().unwrap().starts_with("vvtool-api/"));
        assert!(!format!("{request:?}").contains("s3cr3t"), "{request:?}");
        assert!(String::from_utf8_lossy(&request.into_body().into_bytes()).contains("\r\n\r\nSF3\r\n"));
    }

    let canned = Canned::json(TOP_TRADE);
    let get = || top::TradeGet::new(["tid"], "1");
    let client = vvtool_e2e::one_request!(top::Client::builder("key", "secret"))
        .session("s")
        .exchange(canned.clone())
        .build()
        .unwrap();
    assert!(wait(get().send(&client)).unwrap().trade.is_some());
    let blocking =
        vvtool_e2e::one_request!(top::blocking::Client::builder("key", "secret")).session("s").exchange(canned.clone());
    assert!(get().send(&blocking.build().unwrap()).unwrap().trade.is_some());
    assert_eq!(canned.requests().len(), 2);
}

#[test]
fn a_write_asks_for_a_fresh_connection_and_everything_has_a_deadline() {
    let canned = Canned::json(TRADE);
    let client = gateway(canned.clone()).timeout(Duration::from_secs(7)).build().unwrap();
    wait(look().send(&client)).unwrap();
    wait(ship().send(&client)).unwrap_err();
    let requests = canned.requests();
    assert_eq!(requests.iter().map(FreshConnection::is_wanted_by).collect::<Vec<_>>(), [false, true]);
    for request in &requests {
        let left = Deadline::of(request).unwrap().left();
        assert!(left > Duration::ZERO && left <= Duration::from_secs(7), "{left:?}");
    }
}

#[test]
fn a_failed_exchange_is_unknown_unless_it_says_that_nothing_was_sent() {
    type Fails = fn() -> ExchangeError;
    let cases: [(Fails, WriteOutcome, Charge, &str); 4] = [
        (|| ExchangeError::not_sent("circuit open"), WriteOutcome::NotExecuted, Charge::None, "no connection"),
        (|| ExchangeError::timeout("7 s"), WriteOutcome::Unknown, Charge::Unknown, "no answer in time"),
        (|| ExchangeError::broken("reset"), WriteOutcome::Unknown, Charge::Unknown, "broke"),
        (|| ExchangeError::too_long(5), WriteOutcome::Unknown, Charge::Unknown, "(5 bytes)"),
    ];
    for (fails, outcome, charge, words) in cases {
        let client = gateway(Canned::new(move || Err(fails()))).build().unwrap();
        let error = wait(ship().send(&client)).unwrap_err();
        assert_eq!((error.write_outcome(), error.charge()), (outcome, charge), "{error}");
        let Error::Transport(transport) = &error else { panic!("{error:?}") };
        assert_eq!(transport.is_connect(), outcome == WriteOutcome::NotExecuted);
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(wait(look().send(&client)).unwrap_err().write_outcome(), WriteOutcome::NotExecuted, "a read");
    }
}

#[test]
fn a_reply_that_the_exchange_should_not_have_read_is_not_decoded() {
    let error = wait(ship().send(&gateway(Canned::json(SHIPPED)).max_body(10).build().unwrap())).unwrap_err();
    assert!(error.to_string().contains("10 bytes"), "{error}");
}

#[test]
fn what_an_exchange_cannot_honour_is_refused_by_name() {
    let pem = "-----BEGIN CERTIFICATE-----";
    let builder = || gateway(Canned::json(SHIPPED));
    for (builder, name) in [
        (builder().proxy("http://proxy:8080"), "proxy"),
        (builder().connect_timeout(Duration::from_secs(1)), "connect_timeout"),
        (builder().stall_timeout(Duration::from_secs(1)), "stall_timeout"),
        (builder().root_certificate(pem), "root_certificate"),
        (builder().pool_max_idle(1), "pool_max_idle"),
        (builder().local_address([127, 0, 0, 1].into()), "local_address"),
        (builder().proxy("http://proxy:8080").pool_max_idle(0), "proxy, pool_max_idle"),
    ] {
        let error = builder.build().unwrap_err().to_string();
        assert!(error.starts_with(&format!("{name}: ")) && error.contains("exchange"), "{name}: {error}");
    }
    let error =
        vvtool_e2e::one_request!(vvtool::Client::builder()).token("t").root_certificate(pem).build().unwrap_err();
    assert!(error.to_string().contains("root_certificate"), "{error}");
}

#[test]
fn an_exchange_may_be_chosen_at_run_time() {
    let canned = Canned::json(SHIPPED);
    let shared: Arc<dyn Exchange> = Arc::new(canned.clone());
    let owned: Box<dyn Exchange> = Box::new(canned.clone());
    for builder in [gateway(shared), gateway(owned)] {
        assert_eq!(wait(ship().send(&builder.build().unwrap())).unwrap().success, Some(true));
        assert_eq!(canned.requests().len(), 1);
    }
}

#[test]
fn default_headers_travel_and_may_not_name_what_is_the_clients() {
    let canned = Canned::json(SHIPPED);
    let builder = || gateway(canned.clone()).default_header("X-Tenant", "k3y").default_header("x-trace", "a");
    wait(ship().send(&builder().build().unwrap())).unwrap();
    let request = canned.requests().remove(0);
    assert_eq!(
        (request.headers()["x-tenant"].as_bytes(), request.headers()["x-trace"].as_bytes()),
        (&b"k3y"[..], &b"a"[..])
    );
    assert!(!format!("{request:?}").contains("k3y"), "a header may be a key: {request:?}");
    for name in
        ["Authorization", "host", "Content-Type", "content-anything", "User-Agent", "Transfer-Encoding", "sp ace"]
    {
        let error = builder().default_header(name, "c4nary").build().unwrap_err().to_string();
        assert!(error.to_lowercase().contains(&name.to_lowercase()) && !error.contains("c4nary"), "{name}: {error}");
    }
    assert!(builder().default_header("x-a", "line\r\nbreak").build().is_err());
}

/// A server that keeps its connections open; number of connections, then of requests.
fn keeping() -> (String, Arc<Mutex<(usize, usize)>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = format!("http://{}", listener.local_addr().unwrap());
    let counts = Arc::new(Mutex::new((0, 0)));
    let counting = Arc::clone(&counts);
    thread::spawn(move || {
        for stream in listener.incoming() {
            counting.lock().unwrap().0 += 1;
            let counting = Arc::clone(&counting);
            thread::spawn(move || serve(stream.unwrap(), &counting));
        }
    });
    (host, counts)
}

fn serve(mut stream: TcpStream, counts: &Mutex<(usize, usize)>) {
    let mut seen = String::new();
    let mut chunk = [0; 4096];
    while let Ok(count @ 1..) = stream.read(&mut chunk) {
        seen.push_str(&String::from_utf8_lossy(&chunk[..count]));
        let Some((head, body)) = seen.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        if body.len() < length.parse().unwrap() {
            continue;
        }
        counts.lock().unwrap().1 += 1;
        let answer = if head.contains("/erps/send") { SHIPPED } else { TRADE };
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{answer}", answer.len()).unwrap();
        seen.clear();
    }
}

#[test]
fn reads_share_a_connection_and_each_write_has_its_own() {
    let (host, counts) = keeping();
    let builder = || vvtool_e2e::one_request!(vvtool::Client::builder()).token("t").host(&host);
    let calls = |client: &vvtool::Client| {
        wait(async {
            for _ in 0..3 {
                look().send(client).await.unwrap();
                ship().send(client).await.unwrap();
            }
        });
        core::mem::take(&mut *counts.lock().unwrap())
    };
    assert_eq!(calls(&builder().build().unwrap()), (1 + 3, 6));
    assert_eq!(calls(&builder().pool_max_idle(0).build().unwrap()), (6, 6));
    assert_eq!(calls(&builder().local_address([127, 0, 0, 1].into()).build().unwrap()), (1 + 3, 6));
}

/// Never answers, whatever its deadline is.
#[derive(Clone, Default)]
struct Endless(Arc<()>);

impl Exchange for Endless {
    fn exchange(&self, _: HttpRequest, _max_body: usize) -> Exchanging<'_> {
        let held = Arc::clone(&self.0);
        Box::pin(async move {
            let _held = held;
            core::future::pending().await
        })
    }
}

#[test]
fn an_exchange_that_does_not_keep_its_deadline_is_given_up_and_a_write_is_unknown() {
    const TIMEOUT: Duration = Duration::from_millis(300);
    fn given_up<K: vvtool_api::rt::v1::DocumentedError>(error: &Error<K>, write: WriteOutcome) {
        let cause = core::error::Error::source(error).map(ToString::to_string);
        assert!(matches!(error, Error::Transport(error) if error.is_timeout()), "{error:?}");
        assert_eq!((error.write_outcome(), cause.is_some_and(|cause| cause.contains("deadline"))), (write, true));
    }
    // Generous, for a machine with other things to do: without a limit it is for ever.
    let in_time = |begun: Instant| assert!((TIMEOUT..TIMEOUT * 20).contains(&begun.elapsed()), "{:?}", begun.elapsed());
    let endless = Endless::default();
    let client = gateway(endless.clone()).timeout(TIMEOUT).build().unwrap();
    let blocking = vvtool_e2e::one_request!(vvtool::blocking::Client::builder()).token("t").exchange(endless.clone());
    let blocking = blocking.timeout(TIMEOUT).build().unwrap();

    let begun = Instant::now();
    given_up(&wait(ship().send(&client)).unwrap_err(), WriteOutcome::Unknown);
    in_time(begun);
    let begun = Instant::now();
    given_up(&ship().send(&blocking).unwrap_err(), WriteOutcome::Unknown);
    in_time(begun);
    given_up(&wait(look().send(&client)).unwrap_err(), WriteOutcome::NotExecuted);
    let top = vvtool_e2e::one_request!(top::Client::builder("key", "secret")).session("s").exchange(endless.clone());
    let get = top::TradeGet::new(["tid"], "1");
    given_up(&wait(get.send(&top.timeout(TIMEOUT).build().unwrap())).unwrap_err(), WriteOutcome::NotExecuted);

    // Whoever remembers the write has it as after any other timeout.
    let open = wait(async {
        let writes = Writes::open(&client, MemoryJournal::new()).await.unwrap();
        assert!(matches!(writes.send(ship()).await, Outcome::Unknown(_)));
        writes.pending().await.unwrap().len()
    });
    let writes = Writes::open(&blocking, MemoryJournal::new()).unwrap();
    assert!(matches!(writes.send(ship()), Outcome::Unknown(_)));
    assert_eq!((open, writes.pending().unwrap().len()), (1, 1));
    drop((client, blocking, writes));
    // Nothing of what was given up is still there.
    assert_eq!(Arc::strong_count(&endless.0), 1);
}
