//! Limits that processes share in a Redis. Clients of one process that name the Redis differently know nothing of each other.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::expect_used)]

use core::sync::atomic::{AtomicUsize, Ordering};
use core::time::Duration;
use std::future::{Future as _, IntoFuture as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::task::Poll;
use std::time::Instant;

use vvtool_api::exchange::{Body, Exchange, Exchanging, HttpReply, HttpRequest};
use vvtool_api::vvtool::{Client, Error, blocking};
use vvtool_api::{Caps, Limits, Rate, Redis, Retry, WithheldReason};
use vvtool_e2e::servers::Server;
use vvtool_e2e::ship::ship;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("shared").join(name)
}

const TOKEN: &str = "TEST_SECRET_token_of_some_length";

/// Ships everything, but for the first call where it is told to.
#[derive(Default)]
struct Ships {
    calls: AtomicUsize,
    first_is_too_many: bool,
}

impl Exchange for Ships {
    fn exchange(&self, _: HttpRequest, _: usize) -> Exchanging<'_> {
        let first = self.calls.fetch_add(1, Ordering::SeqCst) == 0;
        let answer = r#"{"code":0,"msg":"ok","data":[{"withholding_money":1,"success":true}]}"#;
        let mut reply = HttpReply::new(Body::from(answer));
        if first && self.first_is_too_many {
            reply = HttpReply::new(Body::from("too many"));
            *reply.status_mut() = vvtool_api::exchange::http::StatusCode::TOO_MANY_REQUESTS;
        }
        Box::pin(core::future::ready(Ok(reply)))
    }
}

fn client(redis: Redis, limits: Limits, platform: &Arc<Ships>) -> Client {
    let builder = Client::builder().token(TOKEN).retry(Retry::none()).limits(limits).shared(redis);
    builder.max_wait(Duration::from_secs(10)).exchange(Arc::clone(platform)).build().unwrap()
}

#[tokio::test]
async fn two_that_share_a_redis_take_turns_and_pause_together() {
    let Some(server) = Server::redis(&folder("turns")) else { return };
    let platform = Arc::new(Ships::default());
    let limits = || Limits::new().rate(Rate::new(10, Duration::from_secs(1)));
    let names = ["127.0.0.1", "localhost"].map(|name| server.url("0").replace("127.0.0.1", name));
    let clients = [0, 1].map(|at: usize| client(Redis::connect(&names[at]).unwrap(), limits(), &platform));
    let begun = Instant::now();
    let calls = (0..20).map(|at| {
        let client = clients[at % 2].clone();
        tokio::spawn(async move { ship("1", "SF1").send(&client).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    // Nineteen intervals of 112 ms, of which a turn that is missed takes another one.
    assert!(begun.elapsed() >= Duration::from_millis(19 * 112 - 20), "{:?}", begun.elapsed());
    // One is told that there were too many: the other one waits as well.
    let told = Arc::new(Ships { first_is_too_many: true, ..Ships::default() });
    let told = client(Redis::connect(&names[1]).unwrap(), limits(), &told);
    ship("1", "SF1").send(&told).await.unwrap_err();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let begun = Instant::now();
    ship("1", "SF1").send(&clients[0]).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(500), "{:?}", begun.elapsed());
    // What is kept there says nothing.
    let keys = server.say("KEYS *");
    assert!(keys.contains("vv:{") && keys.contains("erps/send:turns"), "{keys}");
    assert!(!keys.contains("TEST_SECRET"), "{keys}");
}

#[tokio::test]
async fn another_database_of_the_same_redis_is_another_place() {
    let Some(server) = Server::redis(&folder("databases")) else { return };
    let platform = Arc::new(Ships::default());
    for database in ["0", "1"] {
        let client = client(Redis::connect(&server.url(database)).unwrap(), Limits::new(), &platform);
        ship("1", "SF1").send(&client).await.unwrap();
    }
    let keys = server.say("INFO keyspace");
    assert!(keys.contains("db0:keys=1,") && keys.contains("db1:keys=1,"), "{keys}");
    // A password that is wrong is not that of the handle before it.
    let wrong = server.url("0").replace("redis://", "redis://nobody:TEST_SECRET@");
    let wrong = client(Redis::connect(&wrong).unwrap().processes(11), Limits::new(), &platform);
    let error = ship("1", "SF1").send(&wrong).await.unwrap_err().to_string();
    assert!(error.contains("does not answer") && !error.contains("TEST_SECRET"), "{error}");
}

/// Answers with an error of the account, in these words.
struct Empty(&'static str);

impl Exchange for Empty {
    fn exchange(&self, _: HttpRequest, _: usize) -> Exchanging<'_> {
        let answer = format!(r#"{{"code":204,"msg":"{}"}}"#, self.0);
        Box::pin(core::future::ready(Ok(HttpReply::new(Body::from(answer)))))
    }
}

#[tokio::test]
async fn what_is_held_back_in_one_process_is_held_back_in_all_without_the_words() {
    let Some(server) = Server::redis(&folder("parks")) else { return };
    let names = ["127.0.0.1", "localhost"].map(|name| server.url("0").replace("127.0.0.1", name));
    for (words, told) in [
        ("免费次数或点券余额不足,请充值", "BalanceExhausted"),
        ("no points for 13912345678", "an error that no document has"),
    ] {
        let platform = Arc::new(Ships::default());
        let builder = |name: &str| {
            let builder = Client::builder().token(TOKEN).account_label(told).retry(Retry::none());
            builder.shared(Redis::connect(name).unwrap())
        };
        let there = builder(&names[1]).exchange(Arc::clone(&platform)).build().unwrap();
        ship("1", "SF1").send(&there).await.unwrap();
        let here = builder(&names[0]).exchange(Empty(words)).build().unwrap();
        let error = ship("1", "SF2").send(&here).await.unwrap_err();
        assert!(matches!(error, Error::Api(_)), "{error}");
        tokio::time::sleep(Duration::from_millis(300)).await;
        let Err(Error::Withheld(withheld)) = ship("1", "SF3").send(&there).await else { panic!("it is sent") };
        let WithheldReason::Parked { by, .. } = withheld.reason() else { panic!("{withheld}") };
        assert_eq!(
            (&**by, platform.calls.load(Ordering::SeqCst)),
            (&*format!("{told}, which another process was told"), 1)
        );
    }
    let keys = server.say("KEYS *:parks");
    let hung: String =
        keys.lines().filter(|line| line.starts_with("vv:{")).map(|key| server.say(&format!("HGETALL {key}"))).collect();
    assert!(hung.contains("account") && hung.contains("BalanceExhausted") && hung.contains("Unknown"), "{hung}");
    assert!(!hung.contains("13912345678") && !hung.contains("TEST_SECRET") && !keys.contains("TEST_SECRET"), "{hung}");
}

/// What is said as a warning about the Redis that nobody runs.
#[derive(Clone, Default)]
struct Warnings(Arc<AtomicUsize>);

struct Of<'a>(&'a str, bool);

impl tracing::field::Visit for Of<'_> {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn core::fmt::Debug) {
        self.1 |= field.name() == "redis" && format!("{value:?}").contains(self.0);
    }
}

impl<S: tracing::Subscriber> tracing_subscriber::Layer<S> for Warnings {
    fn on_event(&self, event: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        let mut of = Of("127.0.0.1:11", false);
        event.record(&mut of);
        if *event.metadata().level() == tracing::Level::WARN && of.1 {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
}

#[tokio::test]
async fn a_redis_that_is_down_at_the_start_is_warned_of_once() {
    use tracing_subscriber::layer::SubscriberExt as _;
    // Its thread speaks, so everybody listens.
    let warnings = Warnings::default();
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(warnings.clone())).unwrap();
    let redis = Redis::connect("redis://127.0.0.1:11/0").unwrap().processes(5);
    let platform = Arc::new(Ships::default());
    let clients = [0, 1].map(|_| client(redis.clone(), Limits::new(), &platform));
    // It is asked every 300 ms until the process goes by itself, and on.
    for at in 0..5 {
        ship("1", "SF1").send(&clients[at % 2]).await.unwrap();
    }
    assert_eq!((platform.calls.load(Ordering::SeqCst), warnings.0.load(Ordering::SeqCst)), (5, 1));
}

/// A client whose day has so many points, as another process would have it: by another name of the Redis.
fn capped(url: &str, points: u64, platform: &Arc<Ships>) -> Client {
    let builder = Client::builder().token(TOKEN).retry(Retry::none()).limits(Limits::off());
    let builder = builder.caps(Caps::new().per_day(points)).shared(Redis::connect(url).unwrap());
    builder.max_wait(Duration::from_millis(700)).exchange(Arc::clone(platform)).build().unwrap()
}

/// How many of these calls were made; the others were withheld, each with such words.
async fn calls(client: &Client, calls: usize, words: &str) -> usize {
    let mut made = 0;
    for _ in 0..calls {
        match ship("1", "SF1").send(client).await {
            Ok(_) => made += 1,
            Err(error @ Error::Withheld(_)) => assert!(error.to_string().contains(words), "{error}"),
            Err(other) => panic!("{other}"),
        }
    }
    made
}

#[tokio::test]
async fn caps_hold_for_all_together_and_when_the_redis_forgets_or_is_gone() {
    let Some(mut server) = Server::redis(&folder("caps")) else { return };
    let platform = Arc::new(Ships::default());
    let names = ["127.0.0.1", "localhost"].map(|name| server.url("0").replace("127.0.0.1", name));
    let [one, other] = names.map(|name| capped(&name, 20, &platform));
    // Sixteen of twenty points: four are kept for reading back.
    assert_eq!(calls(&one, 10, "").await, 10);
    let error = "the cap of 20 points (caps.per_day): 16 are spent, or may be by calls on their way, 4 are kept";
    assert_eq!(calls(&other, 3, error).await, 3);
    let keys = server.say("KEYS *");
    assert!(keys.contains("}:points") && !keys.contains("TEST_SECRET"), "{keys}");
    // What is not known is not spent.
    server.kill();
    let begun = Instant::now();
    assert_eq!(calls(&one, 1, "the Redis that shares the caps does not answer").await, 0);
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    // It comes back empty, and is told what was spent.
    server.start();
    assert_eq!(calls(&other, 2, error).await, 2);
    assert_eq!(calls(&one, 2, error).await, 1);
    assert_eq!(calls(&other, 2, error).await, 0);
    assert_eq!(platform.calls.load(Ordering::SeqCst), 16);
    assert_eq!((one.spend().total().known().get(), other.spend().total().known().get()), (11, 5));
}

#[tokio::test]
async fn a_bulk_stops_where_nobody_says_what_may_be_spent() {
    let Some(mut server) = Server::redis(&folder("bulk")) else { return };
    let platform = Arc::new(Ships::default());
    let client = capped(&server.url("0"), 20, &platform);
    server.kill();
    let reads = (0..5).map(|at| vvtool_api::vvtool::ErpsFullinfo::new("1", at.to_string(), ["tid"]));
    let begun = Instant::now();
    let mut bulk = client.many(reads);
    assert!(bulk.next().await.is_none());
    // As long as a single call waits, and a try of the connection.
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    let stopped = bulk.stopped().unwrap().to_string();
    assert!(stopped.contains("the Redis that shares the caps does not answer"), "{stopped}");
    assert_eq!((bulk.into_rest().count(), platform.calls.load(Ordering::SeqCst)), (5, 0));
}

#[tokio::test]
async fn what_was_kept_for_calls_that_are_not_made_is_free_again() {
    let Some(server) = Server::redis(&folder("released")) else { return };
    let refused = Client::builder().token(TOKEN).retry(Retry::none()).limits(Limits::off());
    let refused = refused.caps(Caps::new().per_hour(4)).shared(Redis::connect(&server.url("0")).unwrap());
    // Nobody listens there, and nothing is sent.
    let refused = refused.host("http://127.0.0.1:9").account_label("released").build().unwrap();
    for _ in 0..12 {
        assert!(matches!(ship("1", "SF1").send(&refused).await, Err(Error::Transport(_))));
    }
    // What nobody waits for any more.
    for _ in 0..12 {
        let mut call = Box::pin(ship("1", "SF1").send(&refused).into_future());
        // Once: a call that is given up later may be under way, and what it costs is not known then.
        std::future::poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_pending())).await;
    }
    // They are given back as fast as the machine is.
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        if matches!(ship("1", "SF1").send(&refused).await, Err(Error::Transport(_))) {
            return;
        }
    }
    panic!("points are kept for calls that nobody waits for");
}

#[tokio::test]
async fn no_token_is_fetched_that_the_others_would_not_learn_of() {
    let Some(mut server) = Server::redis(&folder("token")) else { return };
    let mock = vvtool_mock::Mock::start(vvtool_e2e::SPEC).unwrap();
    let names = ["127.0.0.1", "localhost"].map(|name| server.url("0").replace("127.0.0.1", name));
    let client = |redis: &str, key: &str| {
        let builder = Client::builder().host(&mock.url).account(&mock.options().account, key).limits(Limits::off());
        let builder = builder.retry(Retry::none()).timeout(Duration::from_secs(4));
        builder.shared(Redis::connect(redis).unwrap()).build().unwrap()
    };
    let key = &mock.options().access_key;
    // Whoever calls as the account has its token, and is not asked which label his calls have.
    let [one, other] = names.each_ref().map(|redis| client(redis, key));
    ship("1", "SF1").send(&one).await.unwrap();
    ship("1", "SF2").send(&other).await.unwrap();
    assert_eq!((mock.token_fetches(), one.current_token()), (1, other.current_token()));
    // The token serves on without the Redis, but no other one is fetched.
    server.kill();
    ship("1", "SF3").send(&other).await.unwrap();
    let late = client(&server.url("1"), key);
    match ship("1", "SF4").send(&late).await {
        Err(Error::Withheld(withheld)) => {
            assert_eq!(*withheld.reason(), WithheldReason::WaitTooLong);
            assert!(withheld.to_string().contains("the token in redis 127.0.0.1"), "{withheld}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(mock.token_fetches(), 1);
    server.start();
    ship("1", "SF4").send(&late).await.unwrap();
    assert_eq!(mock.token_fetches(), 2);
    // A token is kept in one place.
    let both = Client::builder().account("account", "TESTACCESS2").token_file(folder("token").join("token"));
    let error = both.shared(Redis::connect(&names[0]).unwrap()).build().unwrap_err().to_string();
    assert!(error.contains("token_file and shared"), "{error}");
}

#[test]
fn a_blocking_client_shares_as_well() {
    let Some(server) = Server::redis(&folder("blocking")) else { return };
    let platform = Arc::new(Ships::default());
    let builder = blocking::Client::builder().token(TOKEN).retry(Retry::none());
    let builder = builder.shared(Redis::connect(&server.url("0")).unwrap()).exchange(Arc::clone(&platform));
    let client = builder.build().unwrap();
    let begun = Instant::now();
    for _ in 0..5 {
        ship("1", "SF1").send(&client).unwrap();
    }
    assert!(begun.elapsed() >= Duration::from_millis(4 * 112 - 20), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn sentinels_say_where_the_turns_are() {
    let Some(server) = Server::redis(&folder("master")) else { return };
    let Some(sentinel) = server.sentinel_of(&folder("sentinel")) else { return };
    let platform = Arc::new(Ships::default());
    let redis = Redis::sentinel([sentinel.url("").trim_end_matches('/')], "parcels").unwrap();
    ship("1", "SF1").send(&client(redis, Limits::new(), &platform)).await.unwrap();
    assert!(server.say("KEYS *").contains("erps/send:turns"));
    // A master that wants a password is named by a URL.
    assert!(server.say("CONFIG SET requirepass TEST_SECRET_master").contains("OK"));
    let behind = "redis://:TEST_SECRET_master@parcels/1";
    let redis = Redis::sentinel([sentinel.url("").trim_end_matches('/')], behind).unwrap();
    assert!(!format!("{redis:?}").contains("TEST_SECRET"), "{redis:?}");
    ship("1", "SF1").send(&client(redis.processes(11), Limits::new(), &platform)).await.unwrap();
    assert!(server.say("AUTH TEST_SECRET_master\r\nINFO keyspace").contains("OK"));
    let unknown = Redis::sentinel([sentinel.url("").trim_end_matches('/')], "nobody").unwrap();
    let unknown = client(unknown.processes(11), Limits::new(), &platform);
    let error = ship("1", "SF1").send(&unknown).await.unwrap_err();
    assert!(error.to_string().contains("does not answer"), "{error}");
}

#[tokio::test]
async fn all_of_an_account_is_on_one_node_of_a_cluster() {
    let Some(nodes) = Server::cluster(&folder("cluster")) else { return };
    let mock = vvtool_mock::Mock::start(vvtool_e2e::SPEC).unwrap();
    let client = |label: &str, node: usize| {
        let builder = Client::builder().host(&mock.url).account(&mock.options().account, &mock.options().access_key);
        let builder = builder.account_label(label).caps(Caps::new().per_day(10)).retry(Retry::none());
        builder.shared(Redis::cluster([&*nodes[node].url("0")]).unwrap().processes(11)).build().unwrap()
    };
    let labels: Vec<String> = (0..12).map(|at| format!("account {at}")).collect();
    for label in &labels {
        // A part of eleven processes is no call: both turns and points are the cluster's.
        let client = client(label, 0);
        let begun = Instant::now();
        for _ in 0..2 {
            ship("1", "SF1").send(&client).await.unwrap();
        }
        assert!(begun.elapsed() >= Duration::from_millis(100), "{:?}", begun.elapsed());
    }
    assert_eq!(mock.token_fetches(), 1);
    // Turns, points and points of the shop of each account, and the one token.
    let keys: Vec<String> = nodes.iter().map(|node| node.say("KEYS *")).collect();
    let of = |keys: &str, end: &str| keys.lines().filter(|key| key.contains(end)).count();
    let each: Vec<[usize; 3]> =
        keys.iter().map(|keys| [":turns", "}:points", "}:token"].map(|end| of(keys, end))).collect();
    println!("turns, points and tokens of {} accounts on each node: {each:?}", labels.len());
    assert!(each.iter().all(|[turns, points, _]| *points == 2 * turns), "{each:?}");
    assert!(each.iter().filter(|[turns, ..]| *turns > 0).count() > 1, "{each:?}");
    assert_eq!(
        each.iter().map(|[turns, _, tokens]| (turns, tokens)).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1)),
        (12, 1)
    );
    // Another process, as it were, is held by the same cap: eight of ten points.
    let other = client(&labels[0], 1);
    assert_eq!(calls(&other, 7, "caps.per_day").await, 6);
}

#[tokio::test]
async fn without_a_redis_each_makes_its_part_or_nothing() {
    // Nobody listens there.
    let gone = "redis://127.0.0.1:9/0";
    let platform = Arc::new(Ships::default());
    let part = client(Redis::connect(gone).unwrap().processes(5), Limits::new(), &platform);
    let begun = Instant::now();
    for _ in 0..3 {
        ship("1", "SF1").send(&part).await.unwrap();
    }
    // A second for promises, a period with its jitter, then two calls in each such time.
    assert!(begun.elapsed() >= Duration::from_millis(1_000 + 1_110 + 2 * 555), "{:?}", begun.elapsed());
    let nothing = Redis::connect(gone).unwrap().processes(11);
    let nothing = client(nothing, Limits::new(), &platform);
    match ship("1", "SF1").send(&nothing).await {
        Err(Error::Withheld(withheld)) => {
            assert_eq!(*withheld.reason(), WithheldReason::WaitTooLong);
            assert!(withheld.to_string().contains("Redis"), "{withheld}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(platform.calls.load(Ordering::SeqCst), 3);
}

#[test]
fn a_url_that_cannot_be_is_an_error_without_its_password() {
    for url in
        ["", "127.0.0.1:6379", "http://127.0.0.1", "redis://erp:TEST_SECRET@127.0.0.1/x", "redis://erp:TEST_SECRET@:/"]
    {
        let error = Redis::connect(url).unwrap_err().to_string();
        assert!(
            error.contains("redis://user:password@host:port/0") && !error.contains("TEST_SECRET"),
            "{url}: {error}"
        );
    }
    // Down is no error.
    let redis = Redis::connect("redis://erp:TEST_SECRET@127.0.0.1:9/0").unwrap();
    assert!(!format!("{redis:?}").contains("TEST_SECRET"));
}
