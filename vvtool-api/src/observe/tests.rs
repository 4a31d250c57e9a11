//! A recorder and a subscriber that keep everything, and calls of every end through them.
#![allow(clippy::unwrap_used)]

use core::pin::Pin;
use core::time::Duration;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use metrics::{Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Metadata, SharedString, Unit};
use tracing::field::{Field, Visit};
use tracing::span;

use crate::error::DocumentedError as _;
use crate::exchange::{Body, Exchange, Exchanging, HttpReply, HttpRequest};
use crate::generated::vvtool::{ErpsFullinfo, ErpsSend, ErrorKind};
use crate::tests::server::{Act, Server, response};
use crate::vvtool::Client;
use crate::{Call, Limits, Retry};

/// Whatever a call knows, and no label may show.
const CANARIES: [&str; 6] =
    ["c4nary-token", "c4nary-key", "c4nary-shop", "13800138000", "1692089714634374451", "c4nary-words"];

type Series = (String, Vec<(String, String)>);

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<BTreeMap<Series, f64>>>);

struct One(Seen, Series);

impl One {
    fn add(&self, by: f64) {
        *self.0.0.lock().unwrap().entry(self.1.clone()).or_insert(0.0) += by;
    }
}

impl CounterFn for One {
    fn increment(&self, by: u64) {
        self.add(by as f64);
    }

    fn absolute(&self, _: u64) {}
}

impl GaugeFn for One {
    fn increment(&self, _: f64) {}

    fn decrement(&self, _: f64) {}

    fn set(&self, value: f64) {
        self.0.0.lock().unwrap().insert(self.1.clone(), value);
    }
}

impl HistogramFn for One {
    fn record(&self, _: f64) {
        self.add(1.0);
    }
}

impl Seen {
    fn one(&self, key: &Key) -> Arc<One> {
        let labels = key.labels().map(|label| (label.key().to_owned(), label.value().to_owned())).collect();
        Arc::new(One(self.clone(), (key.name().to_owned(), labels)))
    }

    /// The sum of a number's series that carry these labels.
    fn sum(&self, name: &str, labels: &[(&str, &str)]) -> f64 {
        let has = |known: &[(String, String)]| {
            labels.iter().all(|(key, value)| known.iter().any(|(k, v)| k == key && v == value))
        };
        let all = self.0.lock().unwrap();
        all.iter().filter(|((known, of), _)| known == name && has(of)).map(|(_, value)| value).sum()
    }
}

impl metrics::Recorder for Seen {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.one(key))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.one(key))
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.one(key))
    }
}

/// What spans say: `vvtool_api.attempt attempt=1 ..`, one text for each.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<String>>>);

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push_str(&format!(" {}={value:?}", field.name()));
    }
}

impl tracing::Subscriber for Spans {
    fn enabled(&self, of: &tracing::Metadata<'_>) -> bool {
        of.target().starts_with("vvtool_api")
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        let mut text = span.metadata().name().to_owned();
        span.record(&mut Fields(&mut text));
        let mut all = self.0.lock().unwrap();
        all.push(text);
        span::Id::from_u64(u64::try_from(all.len()).unwrap())
    }

    fn record(&self, id: &span::Id, values: &span::Record<'_>) {
        let mut all = self.0.lock().unwrap();
        let text = all.get_mut(usize::try_from(id.into_u64()).unwrap() - 1).unwrap();
        values.record(&mut Fields(text));
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, _: &tracing::Event<'_>) {}

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

fn ship(client: &Client) -> impl Future<Output = bool> + use<> {
    let sent = ErpsSend::new("c4nary-shop", "1692089714634374451", "SF1234567890", "SF").send(client);
    async { sent.await.is_ok() }
}

fn read(client: &Client) -> impl Future<Output = bool> + use<> {
    let sent = ErpsFullinfo::new("c4nary-shop", "1692089714634374451", ["tid"]).send(client);
    async { sent.await.is_ok() }
}

fn recorded(seen: &Seen, spans: &Spans, calls: impl FnOnce()) {
    // While there is one subscriber alone, whether a place in the code makes spans is asked of that of the thread which comes by first:
    // for a call of another test nobody, and it is remembered for all threads. Of two, both are asked.
    let _second = tracing::Dispatch::new(Spans::default());
    tracing::subscriber::with_default(spans.clone(), || metrics::with_local_recorder(seen, calls));
}

/// Calls of every end, in a row.
async fn calls() {
    let bodies = [
        r#"{"code":0,"msg":"成功","data":[{"withholding_money":3,"success":true}]}"#,
        r#"{"code":203,"msg":"c4nary-words 13800138000"}"#,
        r#"{"code":77777,"msg":"c4nary-words 13800138000"}"#,
        r#"{"code":401,"msg":"token c4nary-token is invalid"}"#,
        "<html>c4nary-words",
    ];
    for body in bodies {
        let server = Server::start(move |_| Act::Json(body.to_owned())).await;
        let client = Client::builder().host(&server.url).token("c4nary-token").build().unwrap();
        ship(&client).await;
        read(&client.with_call(Call::new().retries(0))).await;
    }
    let server = Server::start(|_| Act::Raw(response("500 c4nary-words", "", "c4nary-words"))).await;
    let client = Client::builder().host(&server.url).token("c4nary-token").limits(Limits::off());
    let client = client.retry(Retry::new().retries(1)).build().unwrap();
    assert!(!read(&client).await && !ship(&client).await);
    ship(&client.with_call(Call::new().dry_run(true))).await;
    let nobody = Client::builder().host("http://127.0.0.1:1").account("c4nary-account", "c4nary-key").build().unwrap();
    ship(&nobody).await;
}

/// Labels are words of fixed lists, and neither they nor the spans show a canary.
fn assert_fixed(seen: &Seen, spans: &Spans) {
    let kinds: BTreeSet<&str> = ErrorKind::SERVICE.errors.iter().map(|entry| entry.name).chain(["Unknown"]).collect();
    let outcomes = ["done", "failed", "not_executed", "unknown", "maybe_already_done", "known"];
    let reasons = [
        "none",
        "connect",
        "tls",
        "timeout",
        "broken",
        "too_long",
        "status",
        "decode",
        "config",
        "invalid",
        "queue_full",
        "wait_too_long",
        "parked",
        "cap",
        "dry_run",
        "journal",
        "shutdown",
        "dropped",
    ];
    let all = seen.0.lock().unwrap().clone();
    for (name, labels) in all.keys() {
        for (key, value) in labels {
            let fits = match key.as_str() {
                "operation" => ["erps/send", "erps/fullinfo"].contains(&value.as_str()),
                "outcome" => outcomes.contains(&value.as_str()),
                "class" => value.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
                "reason" => reasons.contains(&value.as_str()) || kinds.contains(value.as_str()),
                _ => false,
            };
            assert!(fits, "{name}: {key}={value}");
        }
    }
    let told = format!("{all:?} {:?}", spans.0.lock().unwrap());
    for canary in CANARIES {
        assert!(!told.contains(canary), "{canary}: {told}");
    }
}

#[test]
fn labels_and_words_of_spans_come_from_fixed_lists() {
    let (seen, spans) = (Seen::default(), Spans::default());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    recorded(&seen, &spans, || runtime.block_on(calls()));

    assert_fixed(&seen, &spans);
    let spans = spans.0.lock().unwrap().clone();

    // Six reads, one of them twice, six writes, a dry run, and one whose token cannot be fetched.
    let send = ("operation", "erps/send");
    assert_eq!((seen.sum("vvtool_calls", &[]), seen.sum("vvtool_calls", &[send])), (14.0, 8.0));
    assert_eq!(seen.sum("vvtool_attempts", &[]), 13.0);
    assert_eq!(seen.sum("vvtool_wait_seconds", &[]), 13.0);
    assert_eq!(seen.sum("vvtool_retries", &[("class", "retry_with_backoff")]), 1.0);
    assert_eq!(seen.sum("vvtool_outcomes", &[]), 14.0);
    assert_eq!(seen.sum("vvtool_outcomes", &[send, ("outcome", "done")]), 1.0);
    assert_eq!(seen.sum("vvtool_outcomes", &[send, ("outcome", "unknown"), ("reason", "decode")]), 1.0);
    assert_eq!(seen.sum("vvtool_withheld", &[("reason", "dry_run")]), 1.0);
    assert!(
        seen.sum("vvtool_points", &[("outcome", "known")]) >= 3.0
            && seen.sum("vvtool_points", &[("outcome", "unknown")]) >= 1.0
    );
    let interval = seen.sum("vvtool_interval_seconds", &[send]);
    assert!((0.1..=0.2).contains(&interval), "{interval}");

    let attempts: Vec<&String> = spans.iter().filter(|text| text.starts_with("vvtool_api.attempt ")).collect();
    assert_eq!(attempts.len(), 13, "{spans:#?}");
    assert!(attempts.iter().all(|text| text.contains(" wait_ms=") && text.contains(" outcome=")), "{attempts:#?}");
    let second = attempts.iter().find(|text| text.contains("attempt=2")).unwrap();
    assert!(second.contains("status=500") && second.contains("outcome=\"failed\" reason=\"status\""), "{second}");
    let call = spans.iter().find(|text| text.starts_with("vvtool_api.call ")).unwrap();
    assert!(call.contains(" status=200 code=\"0\""), "{call}");
}

/// Fetches tokens in 50 ms, and refuses the one that the second call carries 20 ms after it came.
#[derive(Default)]
struct Renews(AtomicUsize);

impl Exchange for Renews {
    fn exchange(&self, request: HttpRequest, _: usize) -> Exchanging<'_> {
        let fetches = request.uri().path().contains("oauth");
        let second = !fetches && self.0.fetch_add(1, Ordering::Relaxed) == 1;
        let (takes, body) = match fetches {
            true => (50, r#"{"access_token":"s3cr3t-token","token_type":"Bearer"}"#),
            false if second => (20, r#"{"code":401,"msg":"no"}"#),
            false => (20, r#"{"code":0,"msg":"ok","data":[{"withholding_money":1,"success":true}]}"#),
        };
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(takes)).await;
            Ok(HttpReply::new(Body::from(body)))
        })
    }
}

#[test]
fn a_turn_that_is_over_when_its_token_is_there_is_counted() {
    let seen = Seen::default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let builder = Client::builder().host("http://late.example").account("late", "TESTACCESS2").retry(Retry::none());
    let client = builder.exchange(Renews::default()).build().unwrap();
    let late = || seen.sum("vvtool_late_slots", &[("operation", "erps/send")]);
    metrics::with_local_recorder(&seen, || {
        runtime.block_on(async {
            assert!(ship(&client).await);
            assert_eq!(late(), 0.0);
            // Both have a token when they begin to wait; the first one is told that it is none any more.
            assert_eq!(tokio::join!(ship(&client), ship(&client)), (false, true));
        });
    });
    assert_eq!((late(), seen.sum("vvtool_attempts", &[("operation", "erps/send")])), (1.0, 3.0));
}

/// Panics with the whole request in its hands, or never answers.
struct Ill {
    panics: bool,
}

impl Exchange for Ill {
    fn exchange(&self, request: HttpRequest, _: usize) -> Exchanging<'_> {
        if self.panics {
            // As a panic does, but for what it prints.
            resume_unwind(Box::new(format!("{request:?} {:?}", request.body())));
        }
        Box::pin(core::future::pending())
    }
}

#[test]
fn a_call_that_nobody_waits_for_or_that_panics_is_counted_as_what_it_is() {
    let (seen, spans) = (Seen::default(), Spans::default());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let client = |panics: bool| {
        let builder = Client::builder().host(format!("http://ill-{panics}.example")).token("c4nary-token");
        builder.retry(Retry::none()).exchange(Ill { panics }).build().unwrap()
    };
    let (silent, frail) = (client(false), client(true));
    let given_up = |call: Pin<Box<dyn Future<Output = bool>>>| {
        runtime.block_on(async { tokio::time::timeout(Duration::from_millis(50), call).await }).unwrap_err();
    };
    recorded(&seen, &spans, || {
        given_up(Box::pin(ship(&silent)));
        // This one waits for its turn: it was not sent.
        given_up(Box::pin(ship(&silent)));
        given_up(Box::pin(read(&silent)));
        catch_unwind(AssertUnwindSafe(|| runtime.block_on(ship(&frail)))).unwrap_err();
        catch_unwind(AssertUnwindSafe(|| runtime.block_on(read(&frail)))).unwrap_err();
    });
    assert_fixed(&seen, &spans);
    let of = |operation: &str, outcome: &str| {
        seen.sum("vvtool_outcomes", &[("operation", operation), ("outcome", outcome), ("reason", "dropped")])
    };
    assert_eq!((of("erps/send", "unknown"), of("erps/send", "not_executed")), (2.0, 1.0));
    assert_eq!((of("erps/fullinfo", "failed"), seen.sum("vvtool_outcomes", &[])), (2.0, 5.0));
    assert_eq!((seen.sum("vvtool_calls", &[]), seen.sum("vvtool_attempts", &[])), (5.0, 4.0));
    // What the four of them cost nobody knows.
    assert_eq!(seen.sum("vvtool_points", &[("outcome", "unknown")]), 4.0);
    let spans = spans.0.lock().unwrap().clone();
    let lost = spans.iter().filter(|text| text.contains("outcome=\"unknown\" reason=\"dropped\""));
    assert_eq!(lost.count(), 2, "{spans:#?}");
}

#[cfg(feature = "journal")]
mod of_writes {
    use std::time::SystemTime;

    use super::*;
    use crate::journal::{Answering, Claimed, End, Entry, Journal, JournalError, Key, MemoryJournal, Settled, Ticket};
    use crate::writes::tests::delegated::delegated;
    use crate::{Outcome, Writes};

    /// A journal whose disk is full.
    #[derive(Default)]
    struct Full(MemoryJournal);

    impl Journal for Full {
        delegated!(0: finish, release, open_entries, get, newest, prune);
        fn claim(&self, _: Entry, _: Option<u32>) -> Answering<'_, Claimed> {
            Box::pin(core::future::ready(Err(JournalError::new("the disk is full"))))
        }
        fn start(&self, ticket: Ticket, at: SystemTime, until: SystemTime) -> Answering<'_, bool> {
            self.0.start(ticket, at, until)
        }
    }

    /// Refuses every call by its status alone.
    struct Bare;

    impl Exchange for Bare {
        fn exchange(&self, _: HttpRequest, _: usize) -> Exchanging<'_> {
            let mut reply = HttpReply::new(Body::from("<html>"));
            *reply.status_mut() = http::StatusCode::UNAUTHORIZED;
            Box::pin(core::future::ready(Ok(reply)))
        }
    }

    /// Never answers one of its operations.
    struct Silent(&'static str);

    impl Exchange for Silent {
        fn exchange(&self, request: HttpRequest, _: usize) -> Exchanging<'_> {
            if request.uri().path().ends_with(self.0) {
                return Box::pin(core::future::pending());
            }
            Box::pin(core::future::ready(Ok(HttpReply::new(Body::from(r#"{"code":0,"data":{"tid":"7"}}"#)))))
        }
    }

    /// A journal that panics.
    #[derive(Default)]
    struct Frail(MemoryJournal);

    impl Journal for Frail {
        delegated!(0: finish, release, open_entries, get, newest, prune);
        fn claim(&self, _: Entry, _: Option<u32>) -> Answering<'_, Claimed> {
            resume_unwind(Box::new("no disk"))
        }
        fn start(&self, ticket: Ticket, at: SystemTime, until: SystemTime) -> Answering<'_, bool> {
            self.0.start(ticket, at, until)
        }
    }

    /// Wherever its caller gives a write up, and whatever ends it before there is a call of it, it is one call and has one outcome.
    #[test]
    fn a_write_that_is_given_up_is_counted_once() {
        // What is silent, whether it is looked first, what else holds it up; the outcome, and why.
        for (at, (silent, looks, held, outcome, reason)) in [
            // While it is looked whether it is done already.
            ("fullinfo", true, false, "not_executed", "shutdown"),
            // While it waits for its turn.
            ("nothing", false, true, "not_executed", "dropped"),
            // While it is on its way, which goes on.
            ("send", false, false, "unknown", "timeout"),
        ]
        .into_iter()
        .enumerate()
        {
            let seen = Seen::default();
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
            let builder = Client::builder().account_label(format!("given up {at}")).token("c4nary-token");
            let client = builder.retry(Retry::none()).exchange(Silent(silent)).build().unwrap();
            let ship = |tid: &str| ErpsSend::new("1", tid, "SF1", "SF");
            metrics::with_local_recorder(&seen, || {
                runtime.block_on(async {
                    let writes = Writes::open(&client, MemoryJournal::new()).await.unwrap().look_first(looks);
                    let turns = if held { 20 } else { 0 };
                    let before: Vec<_> =
                        (100..100 + turns).map(|n| tokio::spawn(writes.send(ship(&n.to_string())))).collect();
                    tokio::task::yield_now().await;
                    tokio::time::timeout(Duration::from_millis(50), writes.send(ship("7"))).await.unwrap_err();
                    for one in before {
                        drop(one.await.unwrap());
                    }
                    // To the end of what goes on.
                    assert!(writes.drain(Duration::from_secs(60)).await);
                });
            });
            let count =
                |name: &str, labels: &[(&str, &str)]| seen.sum(name, &[&[("operation", "erps/send")], labels].concat());
            let others = if held { 20.0 } else { 0.0 };
            assert_eq!(count("vvtool_calls", &[]) - others, 1.0, "{silent}");
            assert_eq!(count("vvtool_outcomes", &[]) - others, 1.0, "{silent}");
            assert_eq!(count("vvtool_outcomes", &[("outcome", outcome), ("reason", reason)]), 1.0, "{silent}");
        }
    }

    #[test]
    fn a_write_that_ends_before_there_is_a_call_of_it_is_counted_once() {
        let seen = Seen::default();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        let builder = Client::builder().account_label("of none").token("c4nary-token").limits(Limits::off());
        let client = builder.exchange(Silent("fullinfo")).build().unwrap();
        let ship = |tid: &str| ErpsSend::new("1", tid, "SF1", "SF");
        let counted = |name: &str| seen.sum(name, &[("operation", "erps/send")]);
        metrics::with_local_recorder(&seen, || {
            runtime.block_on(async {
                let frail = Writes::open(&client, Frail::default()).await.unwrap();
                assert!(matches!(frail.send(ship("7")).await, Outcome::Refused(_)));
                assert_eq!((counted("vvtool_calls"), counted("vvtool_outcomes")), (1.0, 1.0));
                let writes = Writes::open(&client, MemoryJournal::new()).await.unwrap().look_first(true);
                assert!(matches!(writes.send(ship("1 2")).await, Outcome::Refused(_)));
                assert_eq!((counted("vvtool_calls"), counted("vvtool_outcomes")), (2.0, 2.0));
                // The look has failed.
                assert!(matches!(writes.send(ship("8")).await, Outcome::Refused(_)));
                assert_eq!((counted("vvtool_calls"), counted("vvtool_outcomes")), (3.0, 3.0));
            });
        });
    }

    #[test]
    fn a_write_that_the_journal_refuses_is_counted_and_so_is_what_a_bare_status_leaves_open() {
        let seen = Seen::default();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        let builder = Client::builder().account_label("of writes").token("c4nary-token").limits(Limits::off());
        let client = builder.exchange(Bare).build().unwrap();
        let ship = || ErpsSend::new("1", "7", "SF1", "SF");
        metrics::with_local_recorder(&seen, || {
            runtime.block_on(async {
                let full = Writes::open(&client, Full::default()).await.unwrap();
                assert!(matches!(full.send(ship()).await, Outcome::Refused(_)));
                assert!(full.drain(Duration::from_secs(1)).await);
                assert!(matches!(full.send(ship()).await, Outcome::Refused(_)));
                let writes = Writes::open(&client, MemoryJournal::new()).await.unwrap();
                assert!(matches!(writes.send(ship()).await, Outcome::Unknown(_)));
            });
        });
        let count = |name: &str, label: (&str, &str)| seen.sum(name, &[("operation", "erps/send"), label]);
        assert_eq!(["journal", "shutdown"].map(|why| count("vvtool_withheld", ("reason", why))), [1.0, 1.0]);
        assert_eq!(["not_executed", "unknown"].map(|end| count("vvtool_outcomes", ("outcome", end))), [2.0, 1.0]);
        assert_eq!(seen.sum("vvtool_calls", &[]), 3.0);
    }
}
