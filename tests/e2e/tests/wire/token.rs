//! Tokens: when one is fetched, when not, and what becomes of the calls that wait for it.

use core::pin::pin;
use core::task::{Context, Waker};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use vvtool_api::{Class, Lang, WriteOutcome, vvtool};
use vvtool_e2e::{Heard, Said, Socket};

use crate::table::write;

const TOKEN: &str = "/api/proxy/oauth/token";
const SEND: &str = "/tool/erps/send";
const SHIPPED: &str = r#"{"code":0,"msg":"成功","data":[{"withholding_money":1,"success":true}]}"#;

type Shipped = Result<vvtool_api::Reply<vvtool::erps::send::Shipment>, vvtool::Error>;

/// A client that fetches its token, with and without async.
enum Client {
    Async(vvtool::Client, Runtime),
    Blocking(vvtool::blocking::Client),
}

impl Client {
    fn both(url: &str, timeout: Duration) -> [Self; 2] {
        macro_rules! built {
            ($builder:expr) => {
                $builder
                    .account("account", "access-key-c4nary")
                    .host(url)
                    .timeout(timeout)
                    .connect_timeout(timeout / 2)
                    .build()
                    .unwrap()
            };
        }
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        [
            Self::Async(built!(vvtool_e2e::one_request!(vvtool::Client::builder())), runtime),
            Self::Blocking(built!(vvtool_e2e::one_request!(vvtool::blocking::Client::builder()))),
        ]
    }

    fn send(&self) -> Shipped {
        match self {
            Self::Async(client, runtime) => runtime.block_on(write().send(client)),
            Self::Blocking(client) => write().send(client),
        }
    }

    /// That many calls at the same time.
    fn many(&self, count: usize) -> Vec<Shipped> {
        match self {
            Self::Async(client, runtime) => runtime.block_on(async {
                let calls: Vec<_> = (0..count).map(|_| tokio::spawn(write().send(client))).collect();
                let mut ends = Vec::new();
                for call in calls {
                    ends.push(call.await.unwrap());
                }
                ends
            }),
            Self::Blocking(client) => {
                let together = Arc::new(Barrier::new(count));
                let calls: Vec<_> = (0..count)
                    .map(|_| {
                        let (client, together) = (client.clone(), Arc::clone(&together));
                        thread::spawn(move || {
                            together.wait();
                            write().send(&client)
                        })
                    })
                    .collect();
                calls.into_iter().map(|call| call.join().unwrap()).collect()
            }
        }
    }

    fn current(&self) -> Option<vvtool::AccessToken> {
        match self {
            Self::Async(client, _) => client.current_token(),
            Self::Blocking(client) => client.current_token(),
        }
    }
}

const LONG: Duration = Duration::from_secs(20);

/// Gives a new token each time, and answers calls with `answer`.
fn gateway(answer: impl Fn(&Heard) -> Said + Send + Sync + 'static) -> Socket {
    let fetched = AtomicUsize::new(0);
    Socket::answering(move |heard| {
        if heard.path != TOKEN {
            return answer(heard);
        }
        let number = fetched.fetch_add(1, Ordering::SeqCst);
        Said::json(format!(r#"{{"access_token":"fresh-token-{number}","token_type":"Bearer","expires_in":259200000}}"#))
    })
}

fn refused(ends: &[Shipped]) -> bool {
    ends.iter().all(|end| end.as_ref().is_err_and(|error| error.class() == Class::RefreshToken))
}

#[test]
fn a_refused_token_is_dropped_and_fetched_once_a_minute() {
    let refusals: [(u16, &str); 18] = [
        (401, ""),
        (401, "{}"),
        (401, "[]"),
        (401, "null"),
        (401, "<html><body>401 Authorization Required</body></html>"),
        (401, r#"{"path":"/x","status":401}"#),
        (401, r#"{"code":401,"msg":"身份凭证无效"}"#),
        (401, r#"{"code":"401 ","msg":""}"#),
        (200, r#"{"code":401,"msg":"身份凭证无效"}"#),
        (200, r#"{"code":"401","message":"token expired"}"#),
        (200, r#"{"code":4.01e2,"msg":"x"}"#),
        (200, r#"{"code":401E0,"msg":"x"}"#),
        (200, r#"{"code":4.01E2,"msg":"x"}"#),
        (200, r#"{"code":401E+0,"msg":"x"}"#),
        (200, r#"{"code":4010E-1,"msg":"x"}"#),
        (200, r#"{"msg":"x","code":" 401"}"#),
        (200, r#"{"code":0,"data":{"code":401,"msg":"身份凭证无效"}}"#),
        (500, r#"{"code":401,"msg":"x"}"#),
    ];
    for (status, body) in refusals {
        let gateway = gateway(move |_| Said::http(status, &[], body.as_bytes()));
        for client in Client::both(&gateway.url, LONG) {
            gateway.forget();
            let first = client.send().unwrap_err();
            let case = format!("{status} {body}: {first}");
            assert_eq!(
                (first.class(), first.write_outcome()),
                (Class::RefreshToken, WriteOutcome::NotExecuted),
                "{case}"
            );
            assert_eq!((client.current(), gateway.count(SEND)), (None, 1), "{case}");
            // Nothing is sent any more, and nothing is fetched.
            assert!(refused(&client.many(6)) && refused(&[client.send()]), "{case}");
            let error = client.send().unwrap_err();
            assert_unsent(&error);
            assert!(error.retry_after().is_some_and(|wait| wait <= Duration::from_secs(60)), "{case}");
            assert_eq!((gateway.count(TOKEN), gateway.heard().len()), (1, 2), "{case}");
        }
    }
}

#[test]
fn calls_that_are_refused_together_share_the_next_token() {
    for client in [0, 1] {
        // Every token works until it is killed.
        let killed = Arc::new(AtomicUsize::new(0));
        let alive = Arc::clone(&killed);
        let gateway = gateway(move |heard| {
            let good = format!("fresh-token-{}", alive.load(Ordering::SeqCst));
            let good = heard.head.contains(&good);
            Said::json(if good { SHIPPED } else { r#"{"code":401,"msg":"身份凭证无效"}"# })
        });
        let client = &Client::both(&gateway.url, LONG)[client];
        assert!(client.many(12).iter().all(Result::is_ok));
        assert_eq!(gateway.count(TOKEN), 1);
        killed.store(1, Ordering::SeqCst);
        // Whoever comes late has the next token already.
        let (_, failed): (Vec<_>, Vec<_>) = client.many(12).into_iter().partition(Result::is_ok);
        assert!(!failed.is_empty() && refused(&failed));
        assert!(client.many(12).iter().all(Result::is_ok));
        assert_eq!(gateway.count(TOKEN), 2);
        assert_eq!(client.current().unwrap().expose(), "fresh-token-1");
    }
}

/// A call that was not sent: it says so, costs nothing, and does not send anybody to look up an order.
fn assert_unsent(error: &vvtool::Error) {
    assert_eq!(
        (error.write_outcome(), error.charge()),
        (WriteOutcome::NotExecuted, vvtool_api::Charge::None),
        "{error}"
    );
    assert!(error.to_string().contains("not sent"), "{error}");
    let remedies = [error.remedy(Lang::En), error.remedy(Lang::Zh)].concat();
    assert!(remedies.contains("Nothing was sent") && !remedies.contains("ook up"), "{error}: {remedies}");
    let shown = format!("{error} {error:?} {:?} {:?}", error.message(), error.code());
    assert!(!shown.contains("c4nary"), "{shown}");
}

/// So many fetches at most fit into this time, when each pause is twice as long as the one before it.
fn growing(began: Instant) -> usize {
    (began.elapsed().as_secs() + 2).ilog2() as usize + 1
}

/// What the token endpoint answers, and how long no token is asked for then: none for a fault that may pass soon, after which the pause
/// grows.
fn token_faults() -> Vec<(Said, Option<u64>)> {
    let minute = Some(60);
    vec![
        (Said::json(r#"{"code":1010,"msg":"超频"}"#), Some(600)),
        (Said::json(r#"{"msg":"whatever","code":"1010 "}"#), Some(600)),
        (Said::http(429, &[], br#"{"code":1010.0,"msg":""}"#), Some(600)),
        (Said::json(r#"{"code":0,"data":{"code":1010,"msg":"超频"}}"#), Some(600)),
        (Said::json(r#"{"code":401,"msg":"账号或密钥错误 access-key-c4nary"}"#), minute),
        (Said::http(401, &[], b""), minute),
        (Said::http(403, &[], b"<html>access-key-c4nary</html>"), minute),
        (Said::http(404, &[], b""), minute),
        (Said::http(302, &[("Location", "http://127.0.0.1:1/login?c4nary")], b""), minute),
        (Said::http(307, &[("Location", "/api/proxy/oauth/token2")], b"c4nary"), minute),
        (Said::http(200, &[("Content-Type", "text/html")], b"<html>c4nary</html>"), minute),
        (Said::json(""), minute),
        (Said::json("{}"), minute),
        (Said::json(r#"{"access_token":""}"#), minute),
        (Said::json(r#"{"access_token":null,"code":0}"#), minute),
        (Said::json(r#"{"access_token":"c4nary with blanks"}"#), minute),
        (Said::json(r#"{"access_token":"c4nary\r\nx: y"}"#), minute),
        (Said::json(r#"{"access_token":{"c4nary":"c4nary"}}"#), minute),
        (Said::json(r#"{"code":0,"data":{"token":"c4nary"}}"#), minute),
        (Said::json(r#"{"code":202,"msg":"系统错误,请稍后再试"}"#), None),
        (Said::http(500, &[], b""), None),
        (Said::http(502, &[], b"<html>c4nary</html>"), None),
        (Said::http(503, &[("Retry-After", "1")], b""), None),
        (Said::nothing(), None),
        (Said::raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"access_token\":\"c4nary"), None),
        (Said::raw("c4nary\r\n\r\n"), None),
    ]
}

#[test]
fn what_the_token_endpoint_answers_decides_when_it_is_asked_again() {
    for (answer, pause) in token_faults() {
        let said = answer.clone();
        let gateway = Socket::answering(move |heard| {
            assert_eq!(heard.path, TOKEN, "a redirect is not followed, and no call is sent without a token");
            said.clone()
        });
        for client in Client::both(&gateway.url, LONG) {
            gateway.forget();
            let began = Instant::now();
            let case = String::from_utf8_lossy(&answer.bytes).into_owned();
            let first = client.send().unwrap_err();
            assert_unsent(&first);
            assert_eq!(gateway.count(TOKEN), 1, "{case}");
            let error = client.send().unwrap_err();
            assert_unsent(&error);
            assert_eq!(error.operation(), "vvtool/oauth/token", "{case}");
            match pause {
                Some(pause) => {
                    let wait = error.retry_after().map(|wait| wait.as_secs());
                    assert!(wait.is_some_and(|wait| wait <= pause && wait > pause / 2), "{case}: {error}");
                    client.many(4).iter().for_each(|end| assert_unsent(end.as_ref().unwrap_err()));
                    assert_eq!(gateway.heard().len(), 1, "{case}");
                }
                None => {
                    let ends = (0..25).flat_map(|_| client.many(8)).collect::<Vec<_>>();
                    ends.iter().for_each(|end| assert_unsent(end.as_ref().unwrap_err()));
                    assert!(gateway.count(TOKEN) <= growing(began), "{case}: {} fetches", gateway.count(TOKEN));
                    // The same error, and until when.
                    let told = client.send().unwrap_err();
                    assert!(told.is_retryable() && told.message() == first.message(), "{case}: {told}");
                    assert!(told.retry_after().is_some() || gateway.count(TOKEN) > 1, "{case}: {told}");
                    assert!(told.not_before().is_some() || gateway.count(TOKEN) > 1, "{case}: {told}");
                }
            }
        }
    }
    // Nobody there at all.
    for client in Client::both("http://127.0.0.1:1", LONG) {
        let error = client.send().unwrap_err();
        assert_unsent(&error);
        assert!(error.is_retryable() && error.retry_after().is_none(), "{error}");
    }
}

#[test]
fn a_pause_that_the_token_endpoint_asks_for_is_kept_by_every_call() {
    for (answer, asked) in [
        (Said::http(503, &[("Retry-After", "40")], b""), 40),
        (Said::http(429, &[("Retry-After", "90")], b"<html>slow down</html>"), 90),
        (Said::http(502, &[("Retry-After", "999999999")], b""), 86_400),
        (Said::http(200, &[("Retry-After", "25")], r#"{"code":202,"msg":"系统错误,请稍后再试"}"#.as_bytes()), 25),
    ] {
        let case = String::from_utf8_lossy(&answer.bytes).into_owned();
        let gateway = Socket::answering(move |_| answer.clone());
        for client in Client::both(&gateway.url, LONG) {
            gateway.forget();
            assert_unsent(&client.send().unwrap_err());
            for end in client.many(20) {
                let error = end.unwrap_err();
                assert_unsent(&error);
                assert!(error.to_string().contains("no token is fetched for another"), "{case}: {error}");
                let left = error.retry_after().map(|left| left.as_secs());
                assert!(left.is_some_and(|left| left <= asked && left > asked / 2), "{case}: {left:?}");
                let until = error.not_before().and_then(|at| at.duration_since(std::time::SystemTime::now()).ok());
                assert!(until.is_some_and(|until| until.as_secs() > asked / 2), "{case}: {error}");
            }
            assert_eq!(gateway.heard().len(), 1, "{case}");
        }
    }
}

#[test]
fn a_token_that_is_said_to_live_for_seconds_is_not_fetched_again_and_again() {
    let lived = |lives: &'static str, number: usize| {
        let gateway = Socket::answering(move |heard| match heard.path.as_str() {
            TOKEN => Said::json(format!(r#"{{"access_token":"fresh-token","expires_in":{lives}}}"#)),
            _ => Said::json(SHIPPED),
        });
        let client = &Client::both(&gateway.url, LONG)[number];
        client.send().unwrap();
        thread::sleep(Duration::from_millis(2_100));
        client.many(8).into_iter().for_each(|end| drop(end.unwrap()));
        assert_eq!((gateway.count(TOKEN), gateway.count(SEND)), (1, 9), "{lives}");
    };
    thread::scope(|scope| {
        for lives in ["1", "2", "\"1\"", "59", "0", "-7"] {
            for number in [0, 1] {
                scope.spawn(move || lived(lives, number));
            }
        }
    });
}

/// The words of RFC 6749 for a request that is refused: whatever the status, another try meets the same.
#[test]
fn a_refusal_in_the_words_of_the_protocol_is_one_and_says_why() {
    let words = [
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
    ];
    for (status, word) in
        [200, 400, 401, 403, 429, 500, 502, 503].into_iter().flat_map(|status| words.map(|word| (status, word)))
    {
        let described = format!(r#"{{"error":"{word}","error_description":"账户不存在 access-key-c4nary"}}"#);
        for body in [
            described,
            format!(r#"{{"error":" {word} "}}"#),
            format!(r#"{{"code":{status},"error":"{word}","msg":"账户不存在"}}"#),
        ] {
            let said = Said::http(status, &[], body.as_bytes());
            let gateway = Socket::answering(move |_| said.clone());
            let clients = Client::both(&gateway.url, LONG);
            for client in if word == "invalid_grant" { &clients[..] } else { &clients[..1] } {
                gateway.forget();
                let first = client.send().unwrap_err();
                println!("{status} {body}: {first}");
                assert_unsent(&first);
                assert!(!first.is_retryable() && !first.class().is_retry(), "{status} {body}: {first}");
                assert!(
                    first.message().contains(word) || first.code() == word || body.contains("msg"),
                    "{status} {body}: {first}"
                );
                assert!(
                    !body.contains("不存在") || first.to_string().contains("账户不存在"),
                    "{status} {body}: {first}"
                );
                let next = client.send().unwrap_err();
                let left = next.retry_after().map(|left| left.as_secs());
                assert!(left.is_some_and(|left| left > 30 && left <= 60), "{status} {body}: {next}");
                assert_eq!(gateway.heard().len(), 1, "{status} {body}");
            }
        }
    }
    // What may pass, in words of the same kind.
    for (status, word) in [(503, "temporarily_unavailable"), (500, "server_error"), (503, "slow_down")] {
        let gateway =
            Socket::answering(move |_| Said::http(status, &[], format!(r#"{{"error":"{word}"}}"#).as_bytes()));
        for client in Client::both(&gateway.url, LONG) {
            let error = client.send().unwrap_err();
            assert_unsent(&error);
            assert!(error.is_retryable(), "{word}: {error}");
        }
    }
}

#[test]
fn calls_that_wait_for_one_fetch_share_its_failure() {
    for (answer, most) in [
        (r#"{"code":1010,"msg":"超频"}"#, 1),
        (r#"{"code":401,"msg":"x"}"#, 1),
        // Whoever comes too late for the first one has a pause.
        (r#"{"code":202,"msg":"系统错误,请稍后再试"}"#, 2),
    ] {
        let gateway = Socket::answering(move |_| Said::json(answer).after(Duration::from_millis(300)));
        for client in Client::both(&gateway.url, LONG) {
            gateway.forget();
            client.many(16).iter().for_each(|end| assert_unsent(end.as_ref().unwrap_err()));
            assert!(gateway.count(TOKEN) <= most, "{answer}: {} fetches", gateway.count(TOKEN));
        }
    }
}

#[test]
fn one_deadline_holds_for_token_and_call() {
    const NEVER: u64 = 60_000;
    let timeout = Duration::from_millis(1_000);
    let cases = [
        // Each of the two would be in time.
        (500, 700, WriteOutcome::Unknown, 1),
        (0, 1_500, WriteOutcome::Unknown, 1),
        (1_500, 0, WriteOutcome::NotExecuted, 0),
        (NEVER, 0, WriteOutcome::NotExecuted, 0),
        (300, NEVER, WriteOutcome::Unknown, 1),
    ];
    let ends = |token, call, outcome, sent, number: usize| {
        let gateway = Socket::answering(move |heard| match heard.path.as_str() {
            TOKEN if token == NEVER => Said::never(),
            TOKEN => Said::json(r#"{"access_token":"fresh-token"}"#).after(Duration::from_millis(token)),
            _ if call == NEVER => Said::never(),
            _ => Said::json(SHIPPED).after(Duration::from_millis(call)),
        });
        let client = &Client::both(&gateway.url, timeout)[number];
        let began = Instant::now();
        let error = client.send().unwrap_err();
        let took = began.elapsed();
        assert!(took >= timeout && took < timeout * 10, "{token} + {call}: {took:?}");
        assert!(matches!(&error, vvtool::Error::Transport(error) if error.is_timeout()), "{error:?}");
        assert_eq!((error.write_outcome(), gateway.count(SEND)), (outcome, sent), "{token} + {call}");
    };
    thread::scope(|scope| {
        for (token, call, outcome, sent) in cases {
            for number in [0, 1] {
                scope.spawn(move || ends(token, call, outcome, sent, number));
            }
        }
    });
}

#[test]
fn a_caller_that_goes_away_leaves_its_fetch_to_the_next_one() {
    for polls in [1, 2, 3, 5, 9] {
        let gateway = Socket::answering(|heard| match heard.path.as_str() {
            TOKEN => Said::json(r#"{"access_token":"fresh-token"}"#).after(Duration::from_millis(250)),
            _ => Said::json(SHIPPED),
        });
        let [Client::Async(client, runtime), _] = &Client::both(&gateway.url, LONG) else {
            panic!("the first is async")
        };
        runtime.block_on(async {
            for _ in 0..3 {
                let mut call = pin!(write().send(client));
                for _ in 0..polls {
                    assert!(
                        call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending(),
                        "after {polls} polls"
                    );
                    tokio::task::yield_now().await;
                }
            }
            write().send(client).await.unwrap();
        });
        assert_eq!((gateway.count(TOKEN), gateway.count(SEND)), (1, 1), "after {polls} polls");
    }
}

#[test]
fn a_fetch_that_was_left_alone_too_long_does_not_fail_the_next_caller() {
    // The endpoint answers in time, too late, or never: who comes afterwards has a deadline of his own.
    for (token, most) in [(20, 2), (5_000, 2)] {
        let timeout = Duration::from_millis(600);
        let first = AtomicUsize::new(0);
        let gateway = Socket::answering(move |heard| match heard.path.as_str() {
            TOKEN if first.fetch_add(1, Ordering::SeqCst) == 0 => {
                Said::json(r#"{"access_token":"fresh-token"}"#).after(Duration::from_millis(token))
            }
            TOKEN => Said::json(r#"{"access_token":"fresh-token"}"#),
            _ => Said::json(SHIPPED),
        });
        let [Client::Async(client, runtime), _] = &Client::both(&gateway.url, timeout) else {
            panic!("the first is async")
        };
        runtime.block_on(async {
            tokio::time::timeout(Duration::from_millis(10), write().send(client)).await.unwrap_err();
            tokio::time::sleep(timeout + Duration::from_millis(50)).await;
            write().send(client).await.unwrap();
        });
        assert!(gateway.count(TOKEN) <= most && gateway.count(SEND) == 1, "{token}: {} fetches", gateway.count(TOKEN));
    }
}

#[test]
fn a_token_is_kept_for_the_next_run() {
    let gateway = gateway(|heard| {
        let good = heard.head.to_ascii_lowercase().contains("authorization: bearer fresh-token-0");
        Said::json(if good { SHIPPED } else { r#"{"code":401,"msg":"身份凭证无效"}"# })
    });
    let [first, blocking] = Client::both(&gateway.url, LONG);
    assert!(first.current().is_none() && blocking.current().is_none());
    first.send().unwrap();
    let token = first.current().unwrap();
    assert_eq!(token.expose(), "fresh-token-0");
    assert!(!format!("{token:?} {token:#?}").contains("fresh"));
    let next = vvtool_e2e::one_request!(vvtool::blocking::Client::builder())
        .account("account", "key")
        .initial_token(token.clone())
        .host(&gateway.url);
    let next = next.build().unwrap();
    assert_eq!(next.current_token(), Some(token));
    write().send(&next).unwrap();
    assert_eq!(gateway.count(TOKEN), 1);
    // One that is long dead: one call fails, the next one fetches.
    for dead in ["dead-token-1", "d", "dead/token+2==", "dead.token~3"] {
        gateway.forget();
        let builder =
            vvtool_e2e::one_request!(vvtool::blocking::Client::builder()).account("account", "key").initial_token(dead);
        let late = builder.host(&gateway.url).build().unwrap();
        assert_eq!(write().send(&late).unwrap_err().class(), Class::RefreshToken);
        assert_eq!(late.current_token(), None);
        write().send(&late).unwrap_err();
        assert_eq!((gateway.count(TOKEN), gateway.count(SEND)), (1, 2), "{dead}");
    }
    for wrong in ["", " ", "two words", "中", "a\nb", " padded"] {
        let error = vvtool_e2e::one_request!(vvtool::Client::builder())
            .account("a", "key")
            .initial_token(wrong)
            .build()
            .unwrap_err();
        assert!(matches!(error, vvtool::Error::Config(_)), "{wrong:?}: {error}");
    }
}

#[test]
fn a_token_that_was_replaced_is_a_secret_still() {
    for said in [
        "令牌 an-earlier-token 已失效",
        "an-earlier-token",
        "Bearer an-earlier-token",
        "an earlier token",
        "AN-EARLIER-TOKEN",
        "an%2Dearlier%2Dtoken",
        "an&#45;earlier&#45;token",
        "YW4tZWFybGllci10b2tlbg==",
        "616e2d6561726c6965722d746f6b656e",
        "an-earlier-tok...",
    ] {
        let body = format!(r#"{{"code":614,"msg":"{said}","request_id":"{said}"}}"#);
        let gateway = gateway(move |heard| {
            let is_old = heard.head.contains("an-earlier-token");
            if is_old { Said::json(r#"{"code":401,"msg":"身份凭证无效"}"#) } else { Said::json(&body) }
        });
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let builder = vvtool_e2e::one_request!(vvtool::Client::builder()).account("account", "access-key-c4nary");
        let client = builder.initial_token("an-earlier-token").host(&gateway.url).build().unwrap();
        assert!(refused(&[runtime.block_on(write().send(&client))]));
        let error = runtime.block_on(write().send(&client)).unwrap_err();
        let shown = format!("{error} {error:?} {} {:?}", error.message(), error.request_id());
        assert_eq!(error.code(), "614", "{shown}");
        assert!(shown.contains("<secret>") && !shown.to_lowercase().contains("earl"), "{said}: {shown}");
        assert!(!shown.contains("ZWFybGll") && !shown.contains("6561726c"), "{said}: {shown}");
    }
}
