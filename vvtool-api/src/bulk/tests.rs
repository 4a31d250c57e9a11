//! Many reads on a paused clock, against a platform in memory.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use core::future::poll_fn;
use core::pin::pin;
use core::time::Duration;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use futures_core::Stream as _;
use http::HeaderValue;
use tokio::time::{Instant, sleep, timeout};

use super::*;
use crate::exchange::{Body, Exchange, ExchangeError, Exchanging, HttpReply, HttpRequest};
use crate::generated::vvtool::{ErpsFullinfo, ErrorKind};
use crate::vvtool::{Client, ClientBuilder};
use crate::{Call, Caps, Class, Limits, Rate, Retry, WithheldReason};

type SendResult = Result<HttpReply, ExchangeError>;
/// What becomes of the call of a trade, and after how long.
type Fate = dyn Fn(usize) -> (Duration, SendResult) + Send + Sync;

/// Answers each trade as it is told, and counts.
#[derive(Clone)]
struct Platform {
    fate: Arc<Fate>,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    sent: Vec<(usize, Instant)>,
    under_way: usize,
    most: usize,
}

impl Platform {
    fn new(fate: impl Fn(usize) -> (Duration, SendResult) + Send + Sync + 'static) -> Self {
        Self { fate: Arc::new(fate), seen: Arc::default() }
    }

    /// Every call succeeds after this time.
    fn slow(latency: Duration) -> Self {
        Self::new(move |_| (latency, trade()))
    }

    fn sent(&self) -> usize {
        self.seen.lock().unwrap().sent.len()
    }

    /// Most calls that were on their way at a time.
    fn most(&self) -> usize {
        self.seen.lock().unwrap().most
    }

    fn builder(&self, label: &str) -> ClientBuilder {
        let builder = Client::builder().token("token-of-a-bulk").body_style(crate::vvtool::Body::Form);
        builder.account_label(label).exchange(self.clone())
    }

    fn client(&self, label: &str) -> Client {
        self.builder(label).build().unwrap()
    }
}

/// One call less, also when it is given up.
struct UnderWay(Arc<Mutex<Seen>>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.lock().unwrap().under_way -= 1;
    }
}

impl Exchange for Platform {
    fn exchange(&self, request: HttpRequest, _: usize) -> Exchanging<'_> {
        let body = request.into_body().into_bytes();
        let tid = form_urlencoded::parse(&body).find(|(name, _)| name == "tid").unwrap().1.parse().unwrap();
        let mut seen = self.seen.lock().unwrap();
        seen.sent.push((tid, Instant::now()));
        seen.under_way += 1;
        seen.most = seen.most.max(seen.under_way);
        drop(seen);
        let under_way = UnderWay(Arc::clone(&self.seen));
        let (latency, answer) = (self.fate)(tid);
        Box::pin(async move {
            sleep(latency).await;
            drop(under_way);
            answer
        })
    }
}

fn json(body: &str) -> SendResult {
    Ok(HttpReply::new(Body::from(body.to_owned())))
}

fn trade() -> SendResult {
    json(r#"{"code":0,"msg":"成功","data":{"status":"TRADE_FINISHED","withholding_money":1}}"#)
}

fn of(kind: ErrorKind) -> SendResult {
    json(&format!(r#"{{"code":{},"msg":"{}","data":null}}"#, kind.code(), kind.message()))
}

/// Too many calls, says the platform.
fn pause(seconds: &'static str) -> SendResult {
    let mut answer = HttpReply::new(Body::from("slow down"));
    *answer.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
    answer.headers_mut().insert("retry-after", HeaderValue::from_static(seconds));
    Ok(answer)
}

fn request(tid: usize) -> ErpsFullinfo {
    ErpsFullinfo::new("1", tid.to_string(), ["status"])
}

const MS: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

/// All results, by their place.
async fn all<I: Iterator<Item = ErpsFullinfo>>(bulk: &mut Bulk<Client, I>) -> Vec<(usize, bool)> {
    let mut given = Vec::new();
    while let Some(item) = bulk.next().await {
        assert_eq!(item.request.tid.as_ref().unwrap().as_str(), item.index.to_string());
        given.push((item.index, item.result.is_ok()));
    }
    given
}

#[tokio::test(start_paused = true)]
async fn results_come_as_they_end_and_each_of_them_once() {
    // Each third one takes its time.
    let platform = Platform::new(|tid| (if tid % 3 == 0 { 2 * SECOND } else { 50 * MS }, trade()));
    let client = platform.client("order");
    let mut bulk = client.many((0..60).map(request));
    assert_eq!((platform.sent(), bulk.progress().to_string().as_str()), (0, "0/60, 0 points, 0 failed"));
    let begun = Instant::now();
    let given = all(&mut bulk).await;
    assert!(given.iter().all(|(_, good)| *good));
    assert_eq!(given.iter().map(|(index, _)| *index).collect::<BTreeSet<_>>(), (0..60).collect());
    assert_eq!(given.iter().take(4).map(|(index, _)| *index).collect::<Vec<_>>(), [1, 2, 4, 5]);
    // No slower than the rate.
    assert!(begun.elapsed() < 60 * 112 * MS + 2 * SECOND, "{:?}", begun.elapsed());
    assert_eq!((bulk.progress().done_through(), bulk.stopped().is_none(), platform.sent()), (60, true, 60));
    assert!(bulk.next().await.is_none());
    assert!(bulk.progress().to_string().starts_with("60/60, "), "{}", bulk.progress());
}

#[tokio::test(start_paused = true)]
async fn as_many_are_under_way_as_the_rate_lets_out_meanwhile() {
    for (latency, least, most) in [(20 * MS, 1, 1), (SECOND, 9, 10), (3 * SECOND, 26, 28), (20 * SECOND, 64, 64)] {
        let platform = Platform::slow(latency);
        let client = platform.client(&format!("as many as {latency:?}"));
        assert_eq!(all(&mut client.many((0..200).map(request))).await.len(), 200);
        assert!((least..=most).contains(&platform.most()), "{latency:?}: {}", platform.most());
    }
    // Nobody knows the rate.
    let platform = Platform::slow(SECOND);
    let client = platform.builder("no rate").limits(Limits::off()).build().unwrap();
    let begun = Instant::now();
    assert_eq!(all(&mut client.many((0..80).map(request))).await.len(), 80);
    assert_eq!((platform.most(), begun.elapsed().as_secs()), (8, 10));
}

#[tokio::test(start_paused = true)]
async fn an_endless_iterator_takes_no_memory() {
    let (platform, taken) = (Platform::slow(SECOND), AtomicUsize::new(0));
    let client = platform.builder("endless").limits(Limits::new().rate(Rate::per_second(1_000))).build().unwrap();
    let requests = (0..).inspect(|_| _ = taken.fetch_add(1, Ordering::Relaxed)).map(request);
    let mut bulk = client.many(requests);
    for given in 1..=5_000 {
        assert!(bulk.next().await.is_some());
        let under_way = taken.load(Ordering::Relaxed) - given;
        assert!(under_way <= 64 && bulk.open.len() == under_way && bulk.open.capacity() <= 128, "{under_way}");
    }
    let shown = bulk.progress().to_string();
    assert!(shown.starts_with("5000, ") && shown.ends_with("/s, 5000 points, 0 failed"), "{shown}");
    assert!(bulk.progress().done_through() >= 5_000 - 64);
}

#[tokio::test(start_paused = true)]
async fn who_stops_asking_causes_nothing_new() {
    let platform = Platform::slow(SECOND);
    let client = platform.client("stops asking");
    let mut bulk = client.many((0..).map(request));
    for _ in 0..20 {
        assert!(bulk.next().await.unwrap().result.is_ok());
    }
    let sent = platform.sent();
    assert!(sent <= 31, "{sent}");
    sleep(10 * SECOND).await;
    assert_eq!(platform.sent(), sent);
    // Others have their turn meanwhile.
    let begun = Instant::now();
    request(7).send(&client).await.unwrap();
    assert!(begun.elapsed() < 1_300 * MS, "{:?}", begun.elapsed());
    // It goes on where it was.
    let more = poll_fn(|cx| pin!(&mut bulk).poll_next(cx)).await.unwrap();
    assert!(more.result.is_ok() && bulk.progress().done() == 21);
    let sent = platform.sent();
    drop(bulk);
    assert_eq!(platform.seen.lock().unwrap().under_way, 0, "a bulk that is dropped leaves nothing behind");
    sleep(100 * SECOND).await;
    assert_eq!(platform.sent(), sent);
    request(8).send(&client).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_concerns_the_account_ends_it_and_the_rest_is_given_back() {
    // The balance ends at the 30th call; answers take two seconds, and those of every fifth trade four.
    for (label, kind) in [("balance", ErrorKind::BalanceExhausted), ("token", ErrorKind::TokenInvalid)] {
        let count = AtomicUsize::new(0);
        let platform = Platform::new(move |tid| {
            let over = count.fetch_add(1, Ordering::Relaxed) >= 30;
            let answer = if over { of(kind) } else { trade() };
            (if tid % 5 == 0 && !over { 4 * SECOND } else { 2 * SECOND }, answer)
        });
        let client = platform.client(label);
        let mut bulk = client.many((0..1_000).map(request));
        let given = all(&mut bulk).await;
        let places: BTreeSet<_> = given.iter().map(|(index, _)| *index).collect();
        assert_eq!((places, given.len()), ((0..30).collect(), 30), "{label}");
        assert!(given.iter().all(|(_, good)| *good), "{label}");
        let error = bulk.stopped().unwrap();
        assert_eq!(error.kind(), kind, "{label}");
        // What was on its way when the first of them came back, and nothing after it.
        let sent = platform.sent();
        assert!((45..=50).contains(&sent), "{label}: {sent}");
        let times: Vec<_> = platform.seen.lock().unwrap().sent.iter().map(|(_, at)| *at).collect();
        assert!(times.iter().all(|at| *at <= times[30] + 2 * SECOND), "{label}");
        assert_eq!((bulk.progress().done(), bulk.progress().failed(), bulk.progress().done_through()), (30, 0, 30));
        assert!(bulk.next().await.is_none());
        let rest: Vec<_> = bulk.into_rest().map(|request| request.tid.unwrap().as_str().to_owned()).collect();
        assert_eq!(rest, (30..1_000).map(|tid| tid.to_string()).collect::<Vec<_>>(), "{label}");
        assert_eq!(platform.sent(), sent);
    }
}

#[tokio::test(start_paused = true)]
async fn a_cap_a_long_pause_and_a_token_that_cannot_be_had_end_it_before_anything_is_sent() {
    let platform = Platform::slow(SECOND);
    let client = platform.builder("capped").caps(Caps::new().per_day(20)).build().unwrap();
    let mut bulk = client.many((0..).map(request));
    assert_eq!(all(&mut bulk).await.len(), 16);
    let Some(Error::Withheld(held)) = bulk.stopped() else { panic!("{bulk:?}") };
    assert_eq!((held.reason(), held.class(), held.attempts()), (&WithheldReason::Cap, Class::TopUp, 0));
    assert_eq!((platform.sent(), bulk.progress().done_through()), (16, 16));
    assert_eq!(bulk.into_rest().next().unwrap().tid.unwrap().as_str(), "16");

    // One shop's cap is that of its calls: nothing of them is sent, and other shops go on.
    let platform = Platform::slow(SECOND);
    let client = platform.builder("a shop's").caps(Caps::new().per_shop(5)).build().unwrap();
    let of_shops = |tid: usize| ErpsFullinfo::new(if tid < 50 { "1" } else { "2" }, tid.to_string(), ["status"]);
    let mut bulk = client.many((0..100).map(of_shops));
    let good: Vec<_> = all(&mut bulk).await.into_iter().filter(|(_, good)| *good).map(|(index, _)| index).collect();
    assert_eq!((good, platform.sent()), ([0, 1, 2, 3, 50, 51, 52, 53].to_vec(), 8));
    assert!(bulk.stopped().is_none());

    let platform = Platform::new(|tid| (20 * MS, if tid == 3 { pause("3600") } else { trade() }));
    let client = platform.client("parked for an hour");
    let mut bulk = client.many((0..100).map(request));
    // The call that was answered so failed itself.
    assert_eq!(all(&mut bulk).await, [(0, true), (1, true), (2, true), (3, false)]);
    let Some(Error::Withheld(held)) = bulk.stopped() else { panic!("{bulk:?}") };
    assert!(matches!(held.reason(), WithheldReason::Parked { .. }), "{held}");
    assert_eq!((platform.sent(), bulk.into_rest().count()), (4, 96));

    let refuses = Platform::new(|_| (MS, of(ErrorKind::TokenInvalid)));
    let refused = Client::builder().account("account", "access key").exchange(Tokenless(refuses.clone()));
    let refused = refused.account_label("no token").build().unwrap();
    let mut bulk = refused.many((0..).map(request));
    assert!(bulk.next().await.is_none());
    assert!(bulk.stopped().is_some_and(|error| error.to_string().contains("not sent")), "{bulk:?}");
    assert_eq!(refuses.sent(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_shop_that_is_refused_keeps_no_other_shop_from_its_trades() {
    let platform =
        Platform::new(|tid| (20 * MS, if tid % 2 == 0 { of(ErrorKind::ShopNotAuthorized) } else { trade() }));
    let client = platform.client("two shops");
    let of_shops = |tid: usize| ErpsFullinfo::new(["bad", "good"][tid % 2], tid.to_string(), ["status"]);
    let mut bulk = client.many((0..60).map(of_shops));
    let given = all(&mut bulk).await;
    assert_eq!(given.iter().filter(|(_, good)| *good).count(), 30);
    assert!(bulk.stopped().is_none() && given.len() == 60);
    // The others of the bad one are held back.
    assert!((31..=33).contains(&platform.sent()), "{}", platform.sent());
}

#[tokio::test(start_paused = true)]
async fn results_that_are_there_at_once_leave_the_runtime_to_others() {
    let client = Platform::slow(SECOND).builder("at once").dry_run(true).build().unwrap();
    let others = Arc::new(AtomicUsize::new(0));
    let other = tokio::spawn({
        let others = Arc::clone(&others);
        async move {
            others.fetch_add(1, Ordering::Relaxed);
        }
    });
    let mut bulk = client.many((0..).map(request));
    for given in 0.. {
        assert!(given < 1_000 && bulk.next().await.is_some());
        if others.load(Ordering::Relaxed) > 0 {
            break;
        }
    }
    other.await.unwrap();
}

/// Gives no token.
struct Tokenless(Platform);

impl Exchange for Tokenless {
    fn exchange(&self, request: HttpRequest, most: usize) -> Exchanging<'_> {
        if request.uri().path().contains("token") {
            return Box::pin(async { json(r#"{"code":100,"msg":"请求参数错误","data":null}"#) });
        }
        self.0.exchange(request, most)
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_that_fails_is_one_result_and_the_others_go_on() {
    let tried = Mutex::new(BTreeSet::new());
    let platform = Platform::new(move |tid| {
        let answer = match tid % 6 {
            0 => of(ErrorKind::TradeNotFound),
            1 => Err(ExchangeError::tls("untrusted")),
            2 if tried.lock().unwrap().insert(tid) => Err(ExchangeError::broken("reset")),
            3 => of(ErrorKind::ShopNotAuthorized),
            _ => trade(),
        };
        (100 * MS, answer)
    });
    let client = platform.client("mixed");
    // Every sixth breaks a rule, and every sixth is for a shop of its own, which holds nobody else back.
    let mut bulk = client.many((0..60).map(|tid| match tid % 6 {
        3 => ErpsFullinfo::new(format!("shop {tid}"), tid.to_string(), ["status"]),
        5 => ErpsFullinfo::new("", tid.to_string(), ["status"]),
        _ => request(tid),
    }));
    let given = all(&mut bulk).await;
    let good: BTreeSet<_> = given.iter().filter(|(_, good)| *good).map(|(index, _)| *index).collect();
    assert_eq!(good, (0..60).filter(|tid| [2, 4].contains(&(tid % 6))).collect());
    assert_eq!((given.len(), bulk.progress().failed(), bulk.progress().done_through()), (60, 40, 60));
    assert_eq!((bulk.progress().points().get(), bulk.progress().unknown()), (20, 20));
    assert!(bulk.stopped().is_none());
    // Ten of them were sent twice.
    assert_eq!(platform.sent(), 60);
    assert!(bulk.progress().to_string().ends_with("20 points and 20 calls of unknown cost, 40 failed"), "{bulk:?}");
}

#[tokio::test(start_paused = true)]
async fn nothing_asked_is_nothing_sent() {
    let platform = Platform::slow(SECOND);
    let client = platform.client("empty");
    let mut bulk = client.many(core::iter::empty::<ErpsFullinfo>());
    assert!(bulk.next().await.is_none() && bulk.next().await.is_none());
    assert_eq!(bulk.progress().to_string(), "0/0, 0 points, 0 failed");
    assert_eq!((platform.sent(), bulk.into_rest().count()), (0, 0));
    // Neither is a bulk that nobody asks.
    drop(client.many((0..).map(request)));
    assert_eq!(client.many((0..9).map(request)).into_rest().count(), 9);
    assert_eq!(platform.sent(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_next_that_is_given_up_loses_nothing() {
    let platform = Platform::slow(SECOND);
    let client = platform.client("given up");
    let (mut bulk, mut given, mut missed) = (client.many((0..40).map(request)), BTreeSet::new(), 0);
    loop {
        match timeout(70 * MS, bulk.next()).await {
            Ok(None) => break,
            Ok(Some(item)) => assert!(given.insert(item.index) && item.result.is_ok()),
            Err(_) => missed += 1,
        }
    }
    assert!(missed > 10, "{missed}");
    assert_eq!((given, platform.sent()), ((0..40).collect(), 40));
}

#[tokio::test(start_paused = true)]
async fn a_bulk_waits_as_long_as_it_takes_and_in_one_place() {
    let platform = Platform::slow(20 * MS);
    let client = platform.builder("patient").max_wait(SECOND).limits(Limits::new().queue(2)).build().unwrap();
    let (mut bulk, other) = (client.many((0..30).map(request)), client.with_call(Call::new().max_wait(100 * SECOND)));
    let task = tokio::spawn(async move { all(&mut bulk).await });
    sleep(SECOND).await;
    // The place beside it in the queue of two is free.
    for tid in 100..105 {
        request(tid).send(&other).await.unwrap();
    }
    assert_eq!(task.await.unwrap().iter().filter(|(_, good)| *good).count(), 30);

    let slow = platform.builder("slow").limits(Limits::new().rate(Rate::per_minute(10).with_burst(1))).max_wait(SECOND);
    let slow = slow.build().unwrap();
    assert!(all(&mut slow.many((0..5).map(request))).await.iter().all(|(_, good)| *good));
}

#[tokio::test(start_paused = true)]
async fn a_dry_run_checks_every_request() {
    let platform = Platform::slow(SECOND);
    let client = platform.builder("dry").dry_run(true).build().unwrap();
    let mut bulk = client.many((0..100).map(request));
    let given = all(&mut bulk).await;
    assert_eq!((given.len(), given.iter().filter(|(_, good)| *good).count(), platform.sent()), (100, 0, 0));
    assert!(bulk.stopped().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_program_that_starts_again_may_skip_what_is_done_through() {
    let platform = Platform::new(|tid| (if tid == 10 { 20 * SECOND } else { 20 * MS }, trade()));
    let client = platform.builder("again").retry(Retry::none()).build().unwrap();
    let (mut bulk, mut given) = (client.many((0..100).map(request)), BTreeSet::new());
    for _ in 0..50 {
        given.insert(bulk.next().await.unwrap().index);
    }
    let skip = bulk.progress().done_through();
    assert_eq!(skip, 10);
    drop(bulk);
    let mut bulk = client.many((0..100).map(request).skip(skip));
    assert_eq!(bulk.progress().total(), Some(90));
    while let Some(item) = bulk.next().await {
        given.insert(item.index + skip);
    }
    assert_eq!(given.len(), 100);
}

#[test]
fn a_bulk_may_go_to_another_thread() {
    fn sends<T: Send>(_: &T) {}
    let client = Platform::slow(SECOND).client("sends");
    let tids = [1, 2, 3];
    // It may borrow as well.
    let mut bulk = client.many(tids.iter().map(|tid| request(*tid)));
    sends(&bulk);
    sends(&bulk.next());
}

/// A bulk of twenty, to its end: results, sent, and what stopped it.
async fn twenty(client: &Client, platform: &Platform) -> (usize, usize, Option<String>, usize) {
    let mut bulk = client.many((0..20).map(request));
    let mut given = 0;
    while bulk.next().await.is_some() {
        given += 1;
    }
    let stopped = bulk.stopped().map(ToString::to_string);
    (given, platform.sent(), stopped, bulk.into_rest().count())
}

#[tokio::test(start_paused = true)]
async fn a_deadline_of_the_calls_ends_none_but_its_own() {
    // A token takes longer than the calls have.
    #[derive(Clone)]
    struct Late(Arc<AtomicUsize>);
    impl Exchange for Late {
        fn exchange(&self, request: HttpRequest, _: usize) -> Exchanging<'_> {
            let token = request.uri().path().contains("token");
            let left = crate::exchange::Deadline::of(&request).unwrap().left();
            self.0.fetch_add(usize::from(!token), Ordering::Relaxed);
            Box::pin(async move {
                if token {
                    sleep(left).await;
                    return Err(ExchangeError::timeout("no token in time"));
                }
                trade()
            })
        }
    }
    let late = Late(Arc::default());
    let builder = Client::builder().account("of late tokens", "a-key").exchange(late.clone()).limits(Limits::off());
    let client = builder.build().unwrap().with_call(Call::new().deadline(Duration::from_secs(10)));
    let mut bulk = client.many((0..5).map(request));
    let mut results = Vec::new();
    while let Some(item) = bulk.next().await {
        results.push(item.result.is_ok());
    }
    assert!(bulk.stopped().is_none(), "{:?}", bulk.stopped());
    assert_eq!((results, late.0.load(Ordering::Relaxed)), (vec![false; 5], 0));
}

#[tokio::test(start_paused = true)]
async fn a_bulk_waits_its_turn_also_where_the_queue_is_full() {
    let platform = Platform::slow(Duration::from_millis(10));
    let client = platform.builder("a full queue").limits(Limits::new().queue(3)).build().unwrap();
    let call = |tid: usize| {
        let client = client.clone();
        tokio::spawn(async move {
            crate::vvtool::ErpsFullinfo::new("1", tid.to_string(), ["status"])
                .send(&client)
                .await
                .map(drop)
                .map_err(|e| e.to_string())
        })
    };
    let others: Vec<_> = (100..104).map(call).collect();
    tokio::task::yield_now().await;
    assert_eq!(twenty(&client, &platform).await, (20, 24, None, 0));
    for other in others {
        assert_eq!(other.await.unwrap(), Ok(()));
    }
}

#[cfg(feature = "redis")]
#[tokio::test]
async fn a_bulk_stops_where_the_redis_is_gone_and_the_part_of_a_process_is_no_call() {
    let platform = Platform::slow(Duration::ZERO);
    // Nobody listens there.
    let redis = crate::Redis::connect("redis://127.0.0.1:9/").unwrap().processes(100);
    let client = platform.builder("nobody tells").shared(redis).retry(Retry::none()).build().unwrap();
    let (given, sent, stopped, rest) = twenty(&client, &platform).await;
    assert!(
        stopped.as_ref().is_some_and(|why| why.contains("the Redis that shares the limits does not answer")),
        "{stopped:?}"
    );
    assert_eq!((given, sent, rest), (0, 0, 20));
}
