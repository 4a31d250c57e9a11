//! What panics with a secret in its hands, in an exchange or a journal of a user's own: nobody is shown one, nothing is locked for ever,
//! and the next call goes on or is told in words what happened.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[path = "../../fixtures/delegated.rs"]
mod delegated;
#[path = "../../fixtures/log.rs"]
mod log;

use std::future::IntoFuture as _;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Once};
use std::time::{Duration, SystemTime};

use delegated::delegated;
use log::Log;
use tracing_subscriber::util::SubscriberInitExt as _;
use vvtool_api::exchange::{Body, Exchange, Exchanging, HttpReply, HttpRequest};
use vvtool_api::journal::{Answering, Claimed, End, Entry, Key, Settled, Ticket};
use vvtool_api::vvtool::{Client, ErpsFullinfo, blocking};
use vvtool_api::{Caps, Charge, Glance, Journal, MemoryJournal, Outcome, Retry, WriteOutcome, Writes};
use vvtool_e2e::ship::ship;

/// What no panic, log, error or number may show.
const CANARIES: [&str; 2] = ["c4nary-token-of-some-length", "c4nary-access-key"];
const TOKEN: &str = CANARIES[0];
const KEY: &str = CANARIES[1];
/// Remembered by a journal, and no secret.
const WAYBILL: &str = "SF1234567890";

/// All that is told by panics and by logs, of every thread.
static TOLD: LazyLock<Log> = LazyLock::new(Log::default);

/// What is meant to panic says so first.
const MEANT: &str = "with this in its hands: ";

fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let text = info.to_string();
            if text.contains(MEANT) {
                TOLD.clone().write_all(text.as_bytes()).unwrap();
            } else {
                before(info);
            }
        }));
        TOLD.listener().init();
    });
}

fn assert_quiet(shown: &str) {
    let told = TOLD.text();
    assert!(told.contains(MEANT) && told.contains("vvtool_api"), "panics and logs are looked at");
    for canary in CANARIES {
        assert!(!shown.contains(canary) && !told.contains(canary), "{canary}: {shown}");
    }
}

/// Ships and reads; so many calls of a path panic, when they are made or while they are on their way.
struct Panics {
    path: &'static str,
    at_once: bool,
    left: AtomicUsize,
}

impl Panics {
    fn new(path: &'static str, at_once: bool, times: usize) -> Arc<Self> {
        listen();
        Arc::new(Self { path, at_once, left: AtomicUsize::new(times) })
    }
}

impl Exchange for Panics {
    fn exchange(&self, request: HttpRequest, _: usize) -> Exchanging<'_> {
        let path = request.uri().path().to_owned();
        let panics = path.contains(self.path)
            && self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        assert!(!(panics && self.at_once), "{MEANT}{request:?} {:?}", request.body());
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            assert!(!panics, "{MEANT}{request:?} {:?}", request.body());
            Ok(HttpReply::new(Body::from(if path.contains("oauth") {
                r#"{"access_token":"c4nary-token-of-some-length","token_type":"Bearer"}"#
            } else if path.contains("fullinfo") {
                r#"{"code":0,"msg":"ok","data":{"tid":"1","status":"WAIT_SELLER_SEND_GOODS"}}"#
            } else {
                r#"{"code":0,"msg":"ok","data":[{"withholding_money":1,"success":true}]}"#
            })))
        })
    }
}

#[tokio::test]
async fn a_call_that_panics_takes_nothing_with_it() {
    for at_once in [true, false] {
        let builder = Client::builder().token(TOKEN).retry(Retry::none()).caps(Caps::new().per_day(100));
        let builder = builder.account_label(format!("a call {at_once}")).exchange(Panics::new("send", at_once, 3));
        let client = builder.build().unwrap();
        for _ in 0..3 {
            let call = tokio::spawn(ship("1", WAYBILL).send(&client).into_future());
            let error = call.await.unwrap_err();
            assert!(error.is_panic());
            assert_quiet(&format!("{error} {error:?}"));
        }
        ship("1", WAYBILL).send(&client).await.unwrap();
        // What they have cost is not known, and counts.
        let spent = client.spend().total();
        assert_eq!((spent.known().get(), spent.unknown()), (1, 3));
    }
}

#[test]
fn a_blocking_client_goes_on_and_does_not_say_that_nothing_was_sent() {
    let client = |times| {
        let builder = blocking::Client::builder().token(TOKEN).retry(Retry::none()).account_label("blocking");
        builder.exchange(Panics::new("send", false, times)).build().unwrap()
    };
    let by_itself = client(1);
    assert!(catch_unwind(AssertUnwindSafe(|| ship("1", WAYBILL).send(&by_itself))).is_err());
    ship("1", WAYBILL).send(&by_itself).unwrap();
    // Where a runtime was entered, a call is made on the thread of the client.
    let entered = client(1);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let _entered = runtime.enter();
    let error = ship("1", WAYBILL).send(&entered).unwrap_err();
    assert_eq!((error.write_outcome(), error.charge()), (WriteOutcome::Unknown, Charge::Unknown), "{error}");
    assert!(error.to_string().contains("without a result"), "{error}");
    assert_quiet(&format!("{error} {error:?}"));
    ship("1", WAYBILL).send(&entered).unwrap();
}

fn reads(of: usize) -> impl Iterator<Item = ErpsFullinfo> {
    (0..of).map(|_| ErpsFullinfo::new("1", "1", ["tid"]))
}

#[test]
fn a_bulk_that_panicked_stops_in_words_and_gives_back_its_requests() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let builder = Client::builder().token(TOKEN).retry(Retry::none()).account_label("bulk");
    let client = builder.exchange(Panics::new("fullinfo", false, 1)).build().unwrap();
    let mut bulk = client.many(reads(4));
    assert!(catch_unwind(AssertUnwindSafe(|| runtime.block_on(bulk.next()))).is_err());
    let mut given = 0;
    while let Some(item) = runtime.block_on(bulk.next()) {
        item.result.unwrap();
        given += 1;
    }
    let stopped = bulk.stopped().unwrap().to_string();
    assert!(stopped.contains("a call of this bulk panicked"), "{stopped}");
    assert_quiet(&stopped);
    assert_eq!(bulk.into_rest().count() + given, 4);
    assert!(runtime.block_on(client.many(reads(1)).next()).unwrap().result.is_ok());

    let builder = blocking::Client::builder().token(TOKEN).retry(Retry::none()).account_label("blocking bulk");
    let client = builder.exchange(Panics::new("fullinfo", false, 1)).build().unwrap();
    let mut bulk = client.many(reads(4));
    assert!(catch_unwind(AssertUnwindSafe(|| bulk.next().map(|item| item.index))).is_err());
    assert!(bulk.next().is_none());
    let stopped = bulk.stopped().unwrap().to_string();
    assert!(stopped.contains("a call of this bulk panicked"), "{stopped}");
    assert_eq!(bulk.into_rest().count(), 4);
    assert_eq!(client.many(reads(3)).filter(|item| item.result.is_ok()).count(), 3);
}

#[tokio::test]
async fn a_fetch_that_panics_is_told_to_whoever_waits_and_takes_its_time() {
    for kept in [false, true] {
        let exchange = Panics::new("oauth", false, 1);
        let builder = Client::builder().account("erp", KEY).retry(Retry::none()).exchange(exchange.clone());
        let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("panics-token");
        drop(std::fs::remove_file(&file));
        let builder = if kept { builder.token_file(file) } else { builder.account_label("fetched") };
        let client = builder.build().unwrap();
        let calls: Vec<_> = (0..5).map(|_| tokio::spawn(ship("1", WAYBILL).send(&client).into_future())).collect();
        let mut panicked = 0;
        for call in calls {
            let shown = match call.await {
                Err(error) => {
                    panicked += 1;
                    format!("{error} {error:?}")
                }
                Ok(result) => {
                    let error = result.unwrap_err();
                    assert!(error.to_string().contains("fetching a token panicked"), "{error}");
                    assert_eq!(error.write_outcome(), WriteOutcome::NotExecuted);
                    format!("{error} {error:?}")
                }
            };
            assert_quiet(&shown);
        }
        // It is fetched on a task of its own: no call of a user's panics with it.
        assert_eq!(panicked, 0, "{kept}");
        // It may have brought a token, and killed the one of another machine: the next one takes its time.
        let error = ship("1", WAYBILL).send(&client).await.unwrap_err();
        assert!(error.to_string().contains("fetching a token panicked") && error.retry_after().is_some(), "{error}");
        assert_eq!(exchange.left.load(Ordering::SeqCst), 0);
    }
}

/// Remembers, and panics once in one of its methods.
struct Frail {
    within: &'static str,
    journal: MemoryJournal,
    left: AtomicUsize,
}

impl Frail {
    fn new(within: &'static str) -> Arc<Self> {
        listen();
        Arc::new(Self { within, journal: MemoryJournal::default(), left: AtomicUsize::new(1) })
    }

    fn enter(&self, method: &str, holding: &dyn std::fmt::Debug) {
        let panics = method == self.within && self.left.swap(0, Ordering::SeqCst) == 1;
        assert!(!panics, "{MEANT}{holding:?}");
    }
}

impl Journal for Frail {
    fn claim(&self, entry: Entry, over: Option<u32>) -> Answering<'_, Claimed> {
        self.enter("claim", &entry);
        self.journal.claim(entry, over)
    }

    fn start(&self, ticket: Ticket, at: SystemTime, until: SystemTime) -> Answering<'_, bool> {
        self.enter("start", &ticket);
        self.journal.start(ticket, at, until)
    }

    fn finish(&self, ticket: Ticket, end: End) -> Answering<'_, bool> {
        self.enter("finish", &(&ticket, &end));
        self.journal.finish(ticket, end)
    }

    fn release(&self, ticket: Ticket) -> Answering<'_, bool> {
        self.enter("release", &ticket);
        self.journal.release(ticket)
    }

    delegated!(journal: open_entries, get, newest, prune);
}

#[tokio::test]
async fn a_write_whose_task_panics_is_unknown_once_it_may_have_left_and_free_before() {
    // Where it panics (a path: in the exchange), what becomes of the write, and what of the same one again.
    for (within, exchange, first, again) in [
        ("claim", "", "refused", "done"),
        // Nothing was sent; but the word of a journal that panicked is not taken for it.
        ("start", "", "unknown", "busy"),
        ("finish", "", "unknown", "unknown"),
        ("", "send", "unknown", "unknown"),
        // A token: before anything was written down as begun.
        ("", "oauth", "refused", "refused"),
    ] {
        let exchange = Panics::new(if exchange.is_empty() { "nothing" } else { exchange }, false, 1);
        let builder = Client::builder().account("erp", KEY).retry(Retry::none()).account_label(format!("w {within}"));
        let client = builder.exchange(exchange.clone()).build().unwrap();
        let writes = Writes::open(&client, Frail::new(within)).await.unwrap();
        for (tid, expected) in
            [("1", first), ("1", again), ("2", if exchange.path == "oauth" { "refused" } else { "done" })]
        {
            let outcome = writes.send(ship(tid, WAYBILL)).await;
            let what = match &outcome {
                Outcome::Done(_) => "done",
                Outcome::Refused(_) => "refused",
                Outcome::Busy(_) => "busy",
                Outcome::Unknown(_) => "unknown",
                _ => "conflict",
            };
            assert_eq!(what, expected, "{within} {} {tid}: {outcome:?}", exchange.path);
            let shown = match &outcome {
                Outcome::Refused(error) => format!("{error} {error:?}"),
                Outcome::Unknown(pending) | Outcome::Busy(pending) => format!("{pending} {pending:?}"),
                _ => String::new(),
            };
            assert_quiet(&format!("{outcome:?} {shown}"));
            if let (Outcome::Unknown(pending), "send") = (&outcome, exchange.path) {
                // It is read back as any other: two seconds after its exchange was over.
                let glance = writes.reconcile_once(pending).await.unwrap();
                let Glance::Later(wait) = glance else { panic!("{glance:?}") };
                assert!(wait <= Duration::from_secs(2), "{wait:?}");
            }
        }
        // Nothing is counted as under way.
        assert!(writes.drain(Duration::from_secs(5)).await);
    }
}
