//! When a token is fetched and when not, over real sockets; what takes minutes, with a clock of its own.

use std::sync::atomic::AtomicUsize;

use super::*;
use crate::generated::vvtool::erps::fullinfo::TradeField;
use crate::generated::vvtool::{ErpsFullinfo, ErpsSend, ErrorKind};
use crate::tests::server::{Act, Server, response};
use crate::vvtool::{Client, Error};
use crate::{Charge, Lang, WriteOutcome};

const SHIPPED: &str = r#"{"code":0,"msg":"成功","data":[{"withholding_money":1,"success":true}]}"#;
const TOKEN_PATH: &str = "/api/proxy/oauth/token";

fn ship() -> ErpsSend {
    ErpsSend::new("1234567", "123", "SF123456789", "POST")
}

fn client(server: &Server) -> Client {
    Client::builder().retry(crate::Retry::none()).host(&server.url).account("account", "TESTACCESS2").build().unwrap()
}

/// Gives a new token each time, and answers calls as `answer` says.
async fn server(answer: impl Fn(&str) -> Act + Send + Sync + 'static) -> Server {
    let number = AtomicUsize::new(0);
    Server::start(move |request| {
        if !request.contains(TOKEN_PATH) {
            return answer(request);
        }
        let number = number.fetch_add(1, Ordering::Relaxed);
        Act::Json(format!(r#"{{"access_token":"fresh-token-{number}","token_type":"Bearer"}}"#))
    })
    .await
}

fn json(body: &str) -> Act {
    Act::Json(body.to_owned())
}

/// A call that was not sent: it says so, in whatever words.
fn assert_unsent(error: &Error) {
    assert_eq!((error.write_outcome(), error.charge()), (WriteOutcome::NotExecuted, Charge::None), "{error}");
    let remedies = [error.remedy(Lang::En), error.remedy(Lang::Zh)];
    assert!(
        error.to_string().contains("not sent") && remedies[0].contains("Nothing was sent"),
        "{error}: {remedies:?}"
    );
    assert!(
        remedies[1].contains("请求未发出") && !remedies.concat().contains("ook up") && !remedies[1].contains("查询")
    );
}

#[tokio::test]
async fn a_token_that_never_worked_is_not_replaced_for_a_minute() {
    let refusals: [fn() -> Act; 6] = [
        || json(r#"{"code":401,"msg":"身份凭证无效"}"#),
        || json(r#"{"code":"401 ","msg":"令牌已过期"}"#),
        || json(r#"{"code":401.0,"msg":""}"#),
        || Act::Raw(response("401 Unauthorized", "", "")),
        || Act::Raw(response("401 Unauthorized", "", "{}")),
        || Act::Raw(response("401 Unauthorized", "", r#"{"path":"/x"}"#)),
    ];
    for refusal in refusals {
        let server = server(move |_| refusal()).await;
        let client = client(&server);
        let first = ship().send(&client).await.unwrap_err();
        assert!(first.retry_after().is_none() && !first.to_string().contains("not sent"), "{first}");
        for _ in 0..5 {
            let error = ship().send(&client).await.unwrap_err();
            assert_unsent(&error);
            assert_eq!((error.kind(), error.class()), (first.kind(), Class::RefreshToken));
            assert!(error.retry_after().is_some_and(|wait| wait <= BETWEEN && wait > BETWEEN / 2), "{error}");
        }
        let read = ErpsFullinfo::new("1", "1", [TradeField::Tid]).send(&client).await.unwrap_err();
        assert_unsent(&read);
        assert_eq!((server.seen_at(TOKEN_PATH), server.seen_at("/tool/erps/send")), (1, 1), "{first}");
        assert_eq!(server.seen().len(), 2);
    }
}

#[tokio::test]
async fn a_token_that_worked_is_replaced_at_once_but_not_again_and_again() {
    // Two machines with one account: each new token kills the other's after one call.
    let calls = AtomicUsize::new(0);
    let server = server(move |_| match calls.fetch_add(1, Ordering::Relaxed) % 2 {
        0 => json(SHIPPED),
        _ => json(r#"{"code":401,"msg":"身份凭证无效"}"#),
    })
    .await;
    let client = client(&server);
    let mut ends = Vec::new();
    for _ in 0..8 {
        ends.push(ship().send(&client).await.is_ok());
    }
    assert_eq!(ends, [true, false, true, false, false, false, false, false]);
    assert_eq!((server.seen_at(TOKEN_PATH), server.seen_at("/tool/erps/send")), (2, 4));
}

#[tokio::test]
async fn a_fetch_that_cannot_help_is_remembered() {
    // what the token endpoint answers, fetches of five calls, how long the second call is told to wait
    for (answer, fetches, wait) in [
        (r#"{"code":1010,"msg":"超频"}"#, 1, Some(PAUSE)),
        (r#"{"code":"1010","msg":"another word"}"#, 1, Some(PAUSE)),
        (r#"{"code":401,"msg":"身份凭证无效"}"#, 1, Some(BETWEEN)),
        (r#"{"code":400,"msg":"client_secret TESTACCESS2 is wrong"}"#, 1, Some(BETWEEN)),
        (r#"{"code":77777,"msg":"no such account"}"#, 1, Some(BETWEEN)),
        (r#"{"token_type":"Bearer"}"#, 1, Some(BETWEEN)),
        ("<html>", 1, Some(BETWEEN)),
        // A passing fault: the next call tries again.
        (r#"{"code":202,"msg":"系统错误,请稍后再试"}"#, 5, None),
    ] {
        let server =
            Server::start(move |request| json(if request.contains(TOKEN_PATH) { answer } else { SHIPPED })).await;
        let client = client(&server);
        let first = ship().send(&client).await.unwrap_err();
        assert_unsent(&first);
        for _ in 0..4 {
            let error = ship().send(&client).await.unwrap_err();
            assert_unsent(&error);
            assert_eq!((error.kind(), error.operation()), (first.kind(), "vvtool/oauth/token"), "{answer}");
            let told = error.retry_after();
            assert_eq!(told.is_some(), wait.is_some(), "{answer}: {error}");
            assert!(told.zip(wait).is_none_or(|(told, wait)| told <= wait && told > wait / 2), "{answer}: {error}");
            assert!(!format!("{error} {error:?} {}", error.message()).contains("TESTACCESS2"), "{error:?}");
        }
        assert_eq!((server.seen_at(TOKEN_PATH), server.seen_at("/tool/erps/send")), (fetches, 0), "{answer}");
    }
}

#[tokio::test]
async fn a_call_that_is_told_of_too_many_tokens_pauses_fetches_and_keeps_its_token() {
    let calls = AtomicUsize::new(0);
    let server = server(move |_| match calls.fetch_add(1, Ordering::Relaxed) {
        0 => json(r#"{"code":1010,"msg":"超频"}"#),
        1 => json(SHIPPED),
        _ => json(r#"{"code":401,"msg":"身份凭证无效"}"#),
    })
    .await;
    let client = client(&server);
    assert_eq!(ship().send(&client).await.unwrap_err().kind(), ErrorKind::OverFrequency);
    ship().send(&client).await.unwrap();
    assert_eq!(ship().send(&client).await.unwrap_err().kind(), ErrorKind::TokenInvalid);
    let error = ship().send(&client).await.unwrap_err();
    assert_unsent(&error);
    assert_eq!(error.kind(), ErrorKind::OverFrequency);
    assert_eq!(server.seen_at(TOKEN_PATH), 1);
}

/// Answers after a time, without holding up the others.
async fn slow(token: Duration, call: Duration) -> Server {
    Server::start(move |request| {
        let (time, body) = if request.contains(TOKEN_PATH) {
            (token, r#"{"access_token":"fresh-token","token_type":"Bearer"}"#)
        } else {
            (call, SHIPPED)
        };
        Act::Later(time, response("200 OK", "", body))
    })
    .await
}

#[tokio::test]
async fn one_deadline_holds_for_the_token_and_the_call() {
    for (token, call, outcome, sent) in [
        (300, 300, WriteOutcome::Unknown, 1),
        (50, 900, WriteOutcome::Unknown, 1),
        (900, 0, WriteOutcome::NotExecuted, 0),
        (2_000, 2_000, WriteOutcome::NotExecuted, 0),
    ] {
        let server = slow(Duration::from_millis(token), Duration::from_millis(call)).await;
        let timeout = Duration::from_millis(450);
        let client = Client::builder().retry(crate::Retry::none()).host(&server.url).account("account", "key");
        let client = client.timeout(timeout).connect_timeout(timeout / 2).build().unwrap();
        let began = Instant::now();
        let error = ship().send(&client).await.unwrap_err();
        let took = began.elapsed();
        assert!(took >= timeout && took < timeout + Duration::from_millis(140), "{token} + {call}: {took:?}");
        assert!(matches!(&error, Error::Transport(error) if error.is_timeout()), "{error:?}");
        assert_eq!((error.write_outcome(), server.seen_at("/tool/erps/send")), (outcome, sent), "{token} + {call}");
    }
}

#[tokio::test]
async fn a_fetch_outlives_the_caller_who_began_it() {
    let server = slow(Duration::from_millis(200), Duration::ZERO).await;
    let client = client(&server);
    for _ in 0..4 {
        let gone = tokio::time::timeout(Duration::from_millis(30), ship().send(&client)).await;
        assert!(gone.is_err());
    }
    // Spawned callers that are aborted, and one that is dropped while others wait.
    let waiting: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { ship().send(&client).await })
        })
        .collect();
    tokio::task::yield_now().await;
    waiting[0].abort();
    for call in waiting.into_iter().skip(1) {
        call.await.unwrap().unwrap();
    }
    assert_eq!((server.seen_at(TOKEN_PATH), server.seen_at("/tool/erps/send")), (1, 3));
}

#[tokio::test]
async fn a_client_may_start_from_the_token_of_another() {
    let server = server(|request| {
        let good = request.to_lowercase().contains("authorization: bearer fresh-token-0");
        json(if good { SHIPPED } else { r#"{"code":401,"msg":"身份凭证无效"}"# })
    })
    .await;
    let first = client(&server);
    assert_eq!(first.current_token(), None);
    ship().send(&first).await.unwrap();
    let token = first.current_token().unwrap();
    assert_eq!((token.expose(), format!("{token:?} {first:?}").contains("fresh-token")), ("fresh-token-0", false));

    let builder = || Client::builder().retry(crate::Retry::none()).host(&server.url).account("account", "key");
    let second = builder().initial_token(token.clone()).build().unwrap();
    assert_eq!(second.current_token(), Some(token));
    ship().send(&second).await.unwrap();
    assert_eq!(server.seen_at(TOKEN_PATH), 1);

    // One from long ago is replaced at once.
    let third = builder().initial_token("an-old-token").build().unwrap();
    ship().send(&third).await.unwrap_err();
    assert_eq!(third.current_token(), None);
    ship().send(&third).await.unwrap_err();
    assert_eq!(server.seen_at(TOKEN_PATH), 2);

    assert_eq!(
        Client::builder()
            .retry(crate::Retry::none())
            .token("given-token")
            .build()
            .unwrap()
            .current_token()
            .unwrap()
            .expose(),
        "given-token"
    );
    for (builder, words) in [
        (Client::builder().retry(crate::Retry::none()).token("t").initial_token("x"), "initial_token needs account"),
        (builder().initial_token("a b"), "no token has"),
        (builder().initial_token(""), "token is blank"),
    ] {
        let error = builder.build().unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn pauses_end_by_the_clock() {
    let fault = Context::setup("x");
    let token = || AuthScheme::Bearer.header("Authorization", "abcdefgh", &Secrets::default()).unwrap();
    let start = Instant::now();
    let at = |seconds| start + Duration::from_secs(seconds);
    let mut known = Known::default();
    known.came(token(), at(0));
    let first = known.token.clone().unwrap();
    known.refused(&first, &fault, at(20));
    assert!(known.token.is_none() && known.paused(at(21)).is_some() && known.paused(at(59)).is_some());
    assert!(known.paused(at(60)).is_none() && known.paused(at(90)).is_none());

    // An old token is replaced at once, however it ended; a kept one is not forgotten for another's sake.
    known.came(token(), at(100));
    known.refused(&first, &fault, at(110));
    let second = known.token.clone().unwrap();
    known.refused(&second, &fault, at(161));
    assert!(known.token.is_none() && known.paused(at(161)).is_none());

    // The longer pause stays.
    known.wait(at(200), PAUSE, &fault);
    known.wait(at(210), BETWEEN, &fault);
    assert!(known.paused(at(799)).is_some() && known.paused(at(800)).is_none());
}
