//! Limits that processes share in a Redis. Clients of one process that name the Redis differently know nothing of each other.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::expect_used)]

use core::sync::atomic::{AtomicUsize, Ordering};
use core::time::Duration;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use vvtool_api::exchange::{Body, Exchange, Exchanging, HttpReply, HttpRequest};
use vvtool_api::vvtool::{Client, Error, blocking};
use vvtool_api::{Limits, Rate, Redis, Retry, WithheldReason};
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
    assert!(keys.contains("vv:{") && keys.contains("erps/send}:turns"), "{keys}");
    assert!(!keys.contains("TEST_SECRET"), "{keys}");
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
    assert!(server.say("KEYS *").contains("erps/send}:turns"));
    let unknown = Redis::sentinel([sentinel.url("").trim_end_matches('/')], "nobody").unwrap();
    let unknown = client(unknown.processes(11), Limits::new(), &platform);
    let error = ship("1", "SF1").send(&unknown).await.unwrap_err();
    assert!(error.to_string().contains("does not answer"), "{error}");
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
