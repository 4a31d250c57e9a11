//! What calls do to each other, through whole clients, on a paused clock.
#![allow(clippy::unwrap_used, clippy::panic)]

use core::time::Duration;
use std::sync::Mutex;
use std::time::SystemTime;

use tokio::time::Instant;

use crate::exchange::{ExchangeError, HttpReply};
use crate::generated::vvtool::erps::fullinfo::TradeField;
use crate::generated::vvtool::{ErpsFullinfo, ErpsSend, ErrorKind};
use crate::retry::tests::{Platform, SHIPPED, TRADE, failure, json, of};
use crate::vvtool::{Client, Error};
use crate::{Call, Limits, Retry, WithheldReason};

type Gets = Result<HttpReply, ExchangeError>;

/// A platform that answers every call with the first of these that is left, and well after the last.
fn answers(first: impl IntoIterator<Item = Gets>) -> Platform {
    let first = Mutex::new(first.into_iter().collect::<std::collections::VecDeque<_>>());
    Platform::new(move |_, request| {
        let well = if request.uri().path().contains("send") { SHIPPED } else { TRADE };
        first.lock().unwrap().pop_front().unwrap_or_else(|| json(well))
    })
}

/// Each test is an account of its own: limits outlive it.
fn client(platform: &Platform, account: &str) -> Client {
    at(platform, account, "http://limits.example")
}

fn at(platform: &Platform, account: &str, host: &str) -> Client {
    let builder = Client::builder().host(host).account_label(account).retry(Retry::none()).exchange(platform.clone());
    builder.token("s3cr3t-token").build().unwrap()
}

async fn read(client: &Client, shop: &str) -> Result<(), Error> {
    ErpsFullinfo::new(shop, "1", [TradeField::Tid, TradeField::Status]).send(client).await.map(|_| ())
}

async fn write(client: &Client, shop: &str) -> Result<(), Error> {
    ErpsSend::new(shop, "1", "SF1", "SF").send(client).await.map(|_| ())
}

/// The end of a call that was held back, and what it names as the reason; none where it was not.
fn parked(result: Result<(), Error>) -> Option<(SystemTime, String)> {
    match result {
        Ok(()) => None,
        Err(Error::Withheld(held)) => match held.reason() {
            WithheldReason::Parked { until, by } => Some((*until, by.to_string())),
            other => panic!("{other:?}"),
        },
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_says_too_many_calls_slows_all_calls_down() {
    // By its documented words, by others under a code that means nothing else, behind the gateway.
    for (account, told) in [
        ("1002", of(ErrorKind::RateOrDailyLimit)),
        ("1002, reworded", failure("1002", "调用太快")),
        ("614", of(ErrorKind::TradeServiceThrottled)),
    ] {
        let platform = answers([told]);
        read(&client(&platform, account), "1").await.unwrap_err();
        let began = Instant::now();
        let calls: Vec<_> = (0..20)
            .map(|shop| {
                // Another client each time.
                let client = client(&platform, account);
                tokio::spawn(async move { read(&client, &shop.to_string()).await.map(|()| began.elapsed()) })
            })
            .collect();
        let mut left = Vec::new();
        for call in calls {
            left.push(call.await.unwrap().unwrap().as_millis());
        }
        assert!(left.iter().all(|at| *at >= 990), "{account}: {left:?}");
        // 6.2 a second instead of 8.9.
        let soon = left.iter().filter(|at| **at < 2_000).count();
        assert!((6..=7).contains(&soon), "{account}: {left:?}");
    }
    // What says something else pauses nobody, whatever its code is shared with.
    for (account, told) in [
        ("trade", of(ErrorKind::TradeNotFound)),
        ("614, unknown", failure("614", "什么")),
        ("unknown", failure("987654", "什么")),
    ] {
        let platform = answers([told]);
        let client = client(&platform, account);
        read(&client, "1").await.unwrap_err();
        let began = Instant::now();
        read(&client, "1").await.unwrap();
        assert!(began.elapsed() < Duration::from_millis(200), "{account}: {:?}", began.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn shops_take_turns_by_the_field_that_names_them() {
    let platform = answers([]);
    let client = client(&platform, "fairness").with_call(Call::new().max_wait(Duration::from_secs(600)));
    let began = Instant::now();
    let call = |shop: usize| {
        let client = client.clone();
        tokio::spawn(async move { read(&client, &format!("shop {shop}")).await.map(|()| began.elapsed()) })
    };
    let many: Vec<_> = (0..500).map(|_| call(0)).collect();
    tokio::task::yield_now().await;
    let few: Vec<_> = (0..45).map(|at| call(1 + at % 9)).collect();
    let mut worst = Duration::ZERO;
    for call in few {
        worst = call.await.unwrap().unwrap().max(worst);
    }
    println!("fairness: asked 6 s, measured {worst:?}");
    assert!(worst <= Duration::from_secs(6), "{worst:?}");
    for call in many {
        call.await.unwrap().unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn what_concerns_more_than_a_call_holds_those_calls_back() {
    // Whether it holds back: the same call, another shop's, another operation of the shop, another account.
    for (kind, concerned) in [
        (ErrorKind::TradeNotFound, [false, false, false, false]),
        (ErrorKind::SystemErrorTryLater, [false, false, false, false]),
        (ErrorKind::ShopNotAuthorized, [true, false, true, false]),
        (ErrorKind::ApiPermissionMissing, [true, true, false, false]),
        (ErrorKind::CallQuotaExhausted, [true, true, false, false]),
        (ErrorKind::BalanceExhausted, [true, true, true, false]),
        (ErrorKind::IpForbidden, [true, true, true, true]),
    ] {
        let (name, host) = (kind.name(), format!("http://{}.example", kind.name()));
        let platform = answers([of(kind)]);
        let client = at(&platform, name, &host);
        let error = read(&client, "1").await.unwrap_err();
        assert!(!error.to_string().contains("not sent"), "{error}");
        let other = at(&platform, "another account", &host);
        let results =
            [read(&client, "1").await, read(&client, "2").await, write(&client, "1").await, read(&other, "3").await];
        let held = results.map(parked);
        assert_eq!(held.each_ref().map(Option::is_some), concerned, "{name}");
        let (until, by) = held.into_iter().flatten().next().unwrap_or((SystemTime::now(), String::from(kind.code())));
        assert!(by.contains(kind.code()), "{name}: {by}");
        assert!(until <= SystemTime::now() + Duration::from_secs(60), "{name}");
        assert_eq!(
            platform.asked(""),
            1 + concerned.iter().filter(|held| !**held).count(),
            "{name}: what is held back sends nothing"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn one_call_a_minute_finds_out_whether_it_is_over() {
    let platform = answers([of(ErrorKind::BalanceExhausted), of(ErrorKind::BalanceExhausted)]);
    let client = client(&platform, "probe");
    read(&client, "1").await.unwrap_err();
    tokio::time::sleep(Duration::from_secs(59)).await;
    assert!(parked(read(&client, "1").await).is_some());
    tokio::time::sleep(Duration::from_secs(2)).await;
    // Still so, and told with its own error.
    assert!(matches!(read(&client, "2").await, Err(Error::Api(_))));
    assert!(parked(write(&client, "2").await).is_some());
    assert_eq!(platform.asked(""), 2);
    tokio::time::sleep(Duration::from_secs(61)).await;
    // Points were bought.
    write(&client, "3").await.unwrap();
    read(&client, "1").await.unwrap();
    read(&client, "2").await.unwrap();
    assert_eq!(platform.asked(""), 5);
}

#[tokio::test(start_paused = true)]
async fn a_try_of_which_nothing_was_sent_is_the_next_calls() {
    type Fails = fn() -> ExchangeError;
    let cases: [(&str, Fails, bool); 4] = [
        ("a host that refuses", || ExchangeError::not_sent("refused"), true),
        ("a host without a certificate", || ExchangeError::tls("no certificate"), true),
        ("a host that is silent", || ExchangeError::timeout("lost"), false),
        ("a host that hangs up", || ExchangeError::broken("reset"), false),
    ];
    for (account, fails, is_free) in cases {
        let platform = answers([of(ErrorKind::ShopNotAuthorized), Err(fails())]);
        let client = client(&platform, account);
        read(&client, "1").await.unwrap_err();
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert!(matches!(read(&client, "1").await, Err(Error::Transport(_))), "{account}");
        assert_eq!(parked(read(&client, "1").await).is_none(), is_free, "{account}");
        // Nobody is held back for ever.
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert_eq!(parked(read(&client, "1").await), None, "{account}");
        assert_eq!(platform.asked(""), 3 + usize::from(is_free), "{account}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_token_is_fetched_for_a_call_that_is_held_back() {
    let platform = answers([of(ErrorKind::BalanceExhausted)]);
    read(&client(&platform, "no token"), "1").await.unwrap_err();
    let builder = Client::builder().host("http://limits.example").account_label("no token").exchange(platform.clone());
    let other = builder.account("no token", "a-key").build().unwrap();
    assert!(parked(read(&other, "1").await).is_some());
    assert_eq!(platform.asked(""), 1);
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_what_is_parked_meanwhile_is_told_soon() {
    let platform = answers((0..3).map(|_| json(TRADE)).chain([of(ErrorKind::BalanceExhausted)]));
    let client = client(&platform, "waiting");
    let began = Instant::now();
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { read(&client, "1").await })
        })
        .collect();
    let mut held = 0;
    for call in calls {
        held += usize::from(matches!(call.await.unwrap(), Err(Error::Withheld(_))));
    }
    assert_eq!((held, platform.asked("")), (96, 4));
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn too_many_calls_however_slow_they_are_is_the_limit_of_the_day() {
    let platform = Platform::new(|_, request| match request.uri().path().contains("send") {
        true => json(SHIPPED),
        false => of(ErrorKind::RateOrDailyLimit),
    });
    let client = client(&platform, "daily");
    let began = Instant::now();
    let until = loop {
        match read(&client, "1").await {
            Err(Error::Api(_)) => {}
            other => break parked(other).unwrap().0,
        }
        assert!(began.elapsed() < Duration::from_secs(300), "never parked");
    };
    let elapsed = began.elapsed();
    assert!(elapsed > Duration::from_secs(60) && elapsed < Duration::from_secs(120), "{elapsed:?}");
    // Midnight in Shanghai.
    let seconds = until.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() + 8 * 3_600;
    assert!((seconds + 5) % 86_400 <= 10, "{until:?}");
    let asked = platform.asked("fullinfo");
    tokio::time::sleep(Duration::from_secs(50)).await;
    assert!(parked(read(&client, "2").await).is_some());
    assert_eq!(platform.asked("fullinfo"), asked);
    // Another operation has a limit of its own.
    write(&client, "1").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_to_wait_for_quieter_hours_says_until_when() {
    let now = SystemTime::now();
    let of_day = now.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() % 86_400;
    let (busy, end) = if of_day < 12 * 3_600 { ("00:00-13:00", 13) } else { ("11:00-24:00", 24) };
    let platform = Platform::new(|_, _| of(ErrorKind::RequestRejected));
    let builder = || Client::builder().account_label("hours").exchange(platform.clone()).token("s3cr3t-token");
    let client = builder().limits(Limits::new().busy_hours("+00:00", [busy])).build().unwrap();
    let error = read(&client, "1").await.unwrap_err();
    let wait = error.not_before().unwrap().duration_since(now).unwrap().as_secs();
    assert!(wait.abs_diff(end * 3_600 - of_day) <= 5, "{wait}");
    assert_eq!((error.attempts(), platform.asked("")), (1, 1));
    // Never busy.
    let client = builder().limits(Limits::new().busy_hours("+00:00", [])).build().unwrap();
    assert_eq!(read(&client, "1").await.unwrap_err().not_before(), None);
    // Of a service's own, also where nothing else is limited.
    let error = builder().limits(Limits::off().busy_hours("+08:00", ["9:30-11:00"])).build().unwrap_err();
    assert!(error.to_string().contains("09:30-11:00"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_seconds_that_a_platform_names_are_kept_and_never_more_than_a_day() {
    let day = Some(86_400);
    for (said, seconds) in [
        ("45", Some(45)),
        ("0", Some(0)),
        ("600", Some(600)),
        ("18446744073709551615", day),
        ("99999999999999999999999999", day),
        ("1e300", day),
        ("NaN", None),
        ("inf", None),
        ("-5", None),
        ("", None),
    ] {
        let text = format!("请求频率超过限制请降频调用或联系管理员 This ban will last for {said} more seconds");
        let platform = answers([failure("1002", &text)]);
        let client = client(&platform, &format!("ban of {said}"));
        let error = read(&client, "1").await.unwrap_err();
        assert_eq!(error.retry_after().map(|time| time.as_secs()), seconds, "{said}");
        // Up to a minute it is waited for, by everybody; beyond that the operation is parked for as long.
        let began = Instant::now();
        match parked(read(&client, "2").await) {
            None => {
                let waited = began.elapsed().as_secs_f64();
                let kept = seconds.map_or(1.0, |seconds| seconds as f64);
                assert!(waited >= kept - 0.01 && waited < kept + 1.0, "{said}: {waited}");
                assert!(seconds.is_none_or(|seconds| seconds <= 60), "{said}");
            }
            Some((until, _)) => {
                let left = until.duration_since(SystemTime::now()).unwrap().as_secs();
                assert!(seconds.is_some_and(|seconds| seconds > 60 && seconds.abs_diff(left) <= 5), "{said}: {left}");
                write(&client, "2").await.unwrap();
            }
        }
    }
}

#[cfg(feature = "testing")]
#[tokio::test(start_paused = true)]
async fn what_one_script_says_holds_back_no_client_of_another() {
    use crate::testing::Scripted;
    let client = |script: &Scripted| Client::builder().token("s3cr3t-token").exchange(script.clone()).build().unwrap();
    let (one, other) = (Scripted::new(), Scripted::new());
    one.error(ErrorKind::BalanceExhausted);
    read(&client(&one), "1").await.unwrap_err();
    other.json(TRADE);
    read(&client(&other), "1").await.unwrap();
    assert!(parked(read(&client(&one), "1").await).is_some(), "clients of one script are of one account");
}

#[tokio::test(start_paused = true)]
async fn a_dry_run_says_what_would_become_of_the_call() {
    let platform = answers([of(ErrorKind::BalanceExhausted)]);
    let said = async |client: &Client| read(client, "1").await.unwrap_err().to_string();
    let dry = |client: &Client| client.with_call(Call::new().dry_run(true));
    let first = client(&platform, "a dry run");
    let told = said(&dry(&first)).await;
    assert!(told.contains("a dry run; it would go to ") && told.ends_with("; one may leave every 112 ms"), "{told}");
    read(&first, "1").await.unwrap_err();
    let told = said(&dry(&first)).await;
    assert!(
        told.contains("; it would be held back for another 60 seconds, because of: ") && !told.contains("shop_id=1"),
        "{told}"
    );
    let caps = crate::Caps::new().per_day(2);
    let builder = Client::builder().account_label("a dry run with caps").caps(caps).limits(Limits::off());
    let second = builder.exchange(platform.clone()).token("s3cr3t-token").build().unwrap();
    assert!(!said(&dry(&second)).await.contains("held back"));
    read(&second, "1").await.unwrap();
    read(&second, "1").await.unwrap();
    let told = said(&dry(&second)).await;
    assert!(told.ends_with("; it would be held back by caps.per_day of 2 points"), "{told}");
    assert_eq!(platform.asked(""), 3);
}

#[tokio::test(start_paused = true)]
async fn times_of_zero_are_an_error_of_the_call_that_names_them() {
    let platform = answers([]);
    let client = client(&platform, "zeros");
    for (call, named) in [
        (Call::new().max_wait(Duration::ZERO), "max_wait of 0"),
        (Call::new().deadline(Duration::ZERO), "deadline of 0"),
    ] {
        let error = read(&client.with_call(call), "1").await.unwrap_err();
        assert!(matches!(error, Error::Config(_)) && error.to_string().contains(named), "{error}");
        assert!(write(&client.with_call(call), "1").await.is_err());
    }
    assert_eq!(platform.asked(""), 0);
}

#[tokio::test(start_paused = true)]
async fn what_holds_calls_of_others_back_is_named_without_the_words_of_the_platform() {
    const WORDS: &str = "买家 张三 13912345678";
    let words = client(&answers([failure("204", WORDS)]), "words");
    read(&words, "1").await.unwrap_err();
    let (_, by) = parked(read(&words, "1").await).unwrap();
    assert_eq!(by, "204, an error that no document has");
    let client = client(&answers([of(ErrorKind::BalanceExhausted)]), "a name");
    read(&client, "1").await.unwrap_err();
    let error = read(&client, "1").await.unwrap_err();
    assert!(error.to_string().ends_with("because of: 204 BalanceExhausted"), "{error}");
}
