use core::time::Duration;

use super::*;
use crate::error::{Error as AnyError, Violation};
use crate::generated::vvtool::erps::fullinfo::TradeField;
use crate::generated::vvtool::{ErpsFullinfo, ErpsSend};
use crate::meta::{Class, Lang, WriteOutcome};
use crate::tests::server::{Act, Server, response};
use crate::value::Charge;
use crate::value::Points;

const SHIPPED: &str =
    r#"{"code":0,"msg":"成功","msec":1193,"time":1612416107,"data":[{"withholding_money":1,"success":true}]}"#;
const TOKEN: &str = r#"{"access_token":"fresh-token","token_type":"Bearer","expires_in":259200000}"#;
const TOKEN_PATH: &str = "/api/proxy/oauth/token";

fn ship() -> ErpsSend {
    ErpsSend::new("1234567", "123", "SF123456789", "POST")
}

fn look() -> ErpsFullinfo {
    ErpsFullinfo::new("1234567", "123", [TradeField::Tid])
}

fn client(server: &Server) -> Client {
    settings(server).build().unwrap()
}

fn settings(server: &Server) -> ClientBuilder {
    Client::builder().retry(crate::Retry::none()).host(&server.url).token("s3cr3t-token")
}

#[tokio::test]
async fn a_shipment_is_sent_as_documented_and_read() {
    let server = Server::json(SHIPPED).await;
    let reply = ship().send(&client(&server)).await.unwrap();
    assert_eq!(reply.success, Some(true));
    assert_eq!(reply.charge(), Charge::Known(Points::from(1)));
    assert_eq!(reply.elapsed(), Some(Duration::from_millis(1193)));
    assert_eq!(reply.server_time(), std::time::UNIX_EPOCH.checked_add(Duration::from_secs(1_612_416_107)));
    assert_eq!(reply.raw(), SHIPPED.as_bytes());
    let sent = &server.seen()[0];
    assert!(sent.starts_with("POST /tool/erps/send HTTP/1.1"), "{sent}");
    assert!(sent.to_lowercase().contains("\r\nauthorization: bearer s3cr3t-token\r\n"), "{sent}");
    assert!(
        sent.contains("multipart/form-data; boundary=") && sent.contains("name=\"out_sid\"\r\n\r\nSF123456789\r\n"),
        "{sent}"
    );
}

#[tokio::test]
async fn resellers_differ_in_prefix_scheme_and_body() {
    let server = Server::json(SHIPPED).await;
    let client =
        settings(&server).prefix("/papi/").auth_scheme(AuthScheme::Raw).body_style(Body::Form).build().unwrap();
    ship().send(&client).await.unwrap();
    let sent = &server.seen()[0];
    assert!(sent.starts_with("POST /papi/tool/erps/send HTTP/1.1"), "{sent}");
    assert!(sent.to_lowercase().contains("\r\nauthorization: s3cr3t-token\r\n"), "{sent}");
    assert!(
        sent.contains("application/x-www-form-urlencoded;charset=utf-8") && sent.contains("company_code=POST"),
        "{sent}"
    );
    let client = settings(&server).body_style(Body::Json).build().unwrap();
    ship().send(&client).await.unwrap();
    let sent = &server.seen()[1];
    let json: serde_json::Value = serde_json::from_str(sent.split_once("\r\n\r\n").unwrap().1).unwrap();
    assert_eq!(json["company_code"], "POST", "{sent}");
}

#[tokio::test]
async fn code_zero_without_success_is_no_shipment() {
    for (data, api) in [
        (r#"[{"withholding_money":1,"success":false}]"#, true),
        (r#"[{"withholding_money":1}]"#, false),
        ("[]", true),
        ("null", true),
    ] {
        let server = Server::json(&format!(r#"{{"code":0,"msg":"成功","data":{data}}}"#)).await;
        let error = ship().send(&client(&server)).await.unwrap_err();
        assert_eq!(matches!(error, AnyError::Api(_)), api, "{data}: {error}");
        assert_eq!(
            (error.write_outcome(), error.kind()),
            (WriteOutcome::Unknown, ErrorKind::Unknown),
            "{data}: {error}"
        );
    }
}

#[tokio::test]
async fn a_failure_is_matched_with_its_documented_error() {
    let server = Server::json(r#"{"code":614,"msg":"已生成发货单。","msec":1,"time":1,"data":null}"#).await;
    let error = ship().send(&client(&server)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ShipmentAlreadyCreated);
    assert_eq!((error.code(), error.write_outcome()), ("614", WriteOutcome::MaybeAlreadyDone));
    assert_eq!(error.charge(), Charge::Unknown);
    assert_eq!(error.to_string(), "vvtool/erps/send: code 614, 已生成发货单。");
    assert!(error.body().unwrap().starts_with(b"{\"code\":614"));
    assert!(!error.remedy(Lang::En).is_empty() && !error.remedy(Lang::Zh).is_empty());
}

#[tokio::test]
async fn the_authorisation_link_is_reachable_and_hidden() {
    for data in [
        r#""https://auth.example/s?k=hidden-key""#,
        r#"{"shop":{"auth_url":"https:\/\/auth.example\/s?k=hidden-key"}}"#,
    ] {
        let server = Server::json(&format!(r#"{{"code":302,"msg":"未授权店铺","data":{data}}}"#)).await;
        let error = ship().send(&client(&server)).await.unwrap_err();
        assert_eq!(
            (error.class(), error.authorization_url()),
            (Class::ReauthorizeShop, Some("https://auth.example/s?k=hidden-key"))
        );
        assert!(!format!("{error} {error:?} {error:#?}").contains("hidden-key"), "{error:?}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::json(SHIPPED).await;
    let target = format!("Location: {}/tool/erps/send\r\n", elsewhere.url);
    for status in ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let target = target.clone();
        let server = Server::start(move |_| Act::Raw(response(status, &target, ""))).await;
        let error = ship().send(&client(&server)).await.unwrap_err();
        assert_eq!(error.status().map(|status| status / 100), Some(3), "{error}");
        assert_eq!(error.write_outcome(), WriteOutcome::Unknown);
        assert!(error.remedy(Lang::En).contains("redirect"));
    }
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn a_status_other_than_200_is_read_when_it_holds_an_answer() {
    let json = r#"{"code":401,"msg":"身份凭证无效","data":null}"#;
    let server = Server::start(move |_| Act::Raw(response("401 Unauthorized", "", json))).await;
    assert_eq!(ship().send(&client(&server)).await.unwrap_err().kind(), ErrorKind::TokenInvalid);
    for (status, body) in [("502 Bad Gateway", "<html>"), ("500 Internal Server Error", SHIPPED), ("404 Not Found", "")]
    {
        let server = Server::start(move |_| Act::Raw(response(status, "", body))).await;
        let error = ship().send(&client(&server)).await.unwrap_err();
        assert!(matches!(error, AnyError::Transport(_)), "{error:?}");
        assert_eq!(error.status().map(|number| number.to_string()), status.split(' ').next().map(str::to_owned));
        assert_eq!(error.write_outcome(), WriteOutcome::Unknown);
    }
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_not_read() {
    let long = format!(r#"{{"code":0,"msg":"{}"}}"#, "x".repeat(5000));
    let announced = Server::json(&long).await;
    // Without a length in front, and longer than one chunk.
    let chunked = Server::start(move |_| {
        let body: String = (0..50).map(|_| format!("{:x}\r\n{}\r\n", 100, " ".repeat(100))).collect();
        Act::Raw(format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body}0\r\n\r\n").into_bytes())
    })
    .await;
    for server in [announced, chunked] {
        let error = ship().send(&settings(&server).max_body(4096).build().unwrap()).await.unwrap_err();
        assert!(error.to_string().contains("4096 bytes"), "{error}");
        assert_eq!((error.write_outcome(), error.is_retryable()), (WriteOutcome::Unknown, false));
    }
}

#[tokio::test]
async fn no_connection_means_not_executed() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let client = Client::builder()
        .retry(crate::Retry::none())
        .host(format!("http://127.0.0.1:{port}"))
        .token("t")
        .build()
        .unwrap();
    let error = ship().send(&client).await.unwrap_err();
    let AnyError::Transport(transport) = &error else { panic!("{error:?}") };
    assert!(transport.is_connect() && !transport.is_timeout());
    assert_eq!(
        (error.write_outcome(), error.is_retryable(), error.charge()),
        (WriteOutcome::NotExecuted, true, Charge::None)
    );
    assert!(std::error::Error::source(&error).is_some());
    assert!(!format!("{error} {error:?}").contains("erps/send?"), "{error:?}");
}

#[tokio::test]
async fn a_lost_answer_leaves_a_write_open_and_a_read_retryable() {
    let hanging = Server::start(|_| Act::Hang).await;
    let closing = Server::start(|_| Act::Close).await;
    for (server, is_timeout) in [(&hanging, true), (&closing, false)] {
        let short = Duration::from_millis(200);
        let client = settings(server).timeout(short).connect_timeout(short / 2).build().unwrap();
        let error = ship().send(&client).await.unwrap_err();
        let AnyError::Transport(transport) = &error else { panic!("{error:?}") };
        assert_eq!((transport.is_timeout(), transport.is_connect()), (is_timeout, false));
        assert_eq!((error.write_outcome(), error.is_retryable()), (WriteOutcome::Unknown, false));
        let error = look().send(&client).await.unwrap_err();
        assert_eq!((error.write_outcome(), error.is_retryable()), (WriteOutcome::NotExecuted, true));
    }
    // Each call was sent once.
    assert_eq!((hanging.seen().len(), closing.seen().len()), (2, 2));
}

#[tokio::test]
async fn a_write_meets_no_connection_that_the_server_is_about_to_close() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    const CALLS: u64 = 300;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let look_answer = r#"{"code":0,"msg":"","data":{"tid":"123"}}"#;
    tokio::spawn(async move {
        // Answers, keeps the connection for less than a millisecond, and closes it: just when the next request may be written.
        for number in 0_u64.. {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let mut bytes = [0; 8192];
                let mut length = stream.read(&mut bytes).await.unwrap();
                while !bytes[..length].windows(4).any(|end| end == b"--\r\n") && length < bytes.len() {
                    match stream.read(&mut bytes[length..]).await {
                        Ok(0) | Err(_) => return,
                        Ok(more) => length += more,
                    }
                }
                let is_write = String::from_utf8_lossy(&bytes[..length]).contains("/erps/send");
                let body = if is_write { SHIPPED } else { look_answer };
                let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
                let _ = stream.write_all(answer.as_bytes()).await;
                tokio::time::sleep(Duration::from_micros(number * 37 % 900)).await;
            });
        }
    });
    let client = Client::builder().retry(crate::Retry::none()).host(url).token("s3cr3t-token").build().unwrap();
    for number in 0..CALLS {
        // The read may meet such a connection, and may be repeated.
        let _ = look().send(&client).await;
        tokio::time::sleep(Duration::from_micros(number * 53 % 1_200)).await;
        let shipped = ship().send(&client).await;
        assert!(shipped.is_ok(), "write {number}: {:?}", shipped.err());
    }
}

#[tokio::test]
async fn what_is_announced_takes_no_memory() {
    for announced in ["9000000000000", "9223372036854775807", "18446744073709551615", "1073741824"] {
        let server = Server::start(move |_| {
            Act::Raw(format!("HTTP/1.1 200 OK\r\nContent-Length: {announced}\r\n\r\n{SHIPPED}").into_bytes())
        })
        .await;
        for limit in [usize::MAX, usize::MAX / 2, 8 << 20] {
            let client = settings(&server).max_body(limit).build().unwrap();
            let error = ship().send(&client).await.unwrap_err();
            assert!(matches!(error, AnyError::Transport(_)), "{announced}: {error:?}");
            assert_eq!(error.write_outcome(), WriteOutcome::Unknown, "{announced}");
        }
    }
}

#[tokio::test]
async fn what_is_no_json_leaves_a_write_open() {
    let server = Server::start(|_| Act::Raw(response("200 OK", "", "<html>sorry</html>"))).await;
    let error = ship().send(&client(&server)).await.unwrap_err();
    assert!(matches!(error, AnyError::Decode(_)), "{error:?}");
    assert_eq!((error.write_outcome(), error.class()), (WriteOutcome::Unknown, Class::ContactSupport));
    assert_eq!(error.body().unwrap(), "<html>sorry</html>".as_bytes());
    assert!(!format!("{error} {error:?}").contains("sorry"));
}

#[tokio::test]
async fn a_broken_rule_is_told_before_anything_is_sent() {
    let server = Server::json(SHIPPED).await;
    let error = ErpsSend::new("1", " ", "SF1", "a carrier whose name is far too long")
        .is_split(true)
        .send(&client(&server))
        .await
        .unwrap_err();
    let AnyError::Invalid(invalid) = &error else { panic!("{error:?}") };
    let fields: Vec<&str> = invalid.violations().iter().map(Violation::field).collect();
    assert_eq!(fields, ["tid", "company_code", "is_split, sub_tid"]);
    assert!(error.to_string().contains("avoids SplitFlagAndListMismatch"), "{error}");
    assert_eq!((error.write_outcome(), error.charge()), (WriteOutcome::NotExecuted, Charge::None));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn twenty_calls_at_once_fetch_one_token() {
    let server =
        Server::start(|request| Act::Json(if request.contains(TOKEN_PATH) { TOKEN } else { SHIPPED }.to_owned())).await;
    let client =
        Client::builder().retry(crate::Retry::none()).host(&server.url).account("acc", "access-key").build().unwrap();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { ship().send(&client).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((server.seen_at(TOKEN_PATH), server.seen_at("/tool/erps/send")), (1, 20));
    let fetch = server.seen().into_iter().find(|request| request.contains(TOKEN_PATH)).unwrap();
    for part in [
        "name=\"grant_type\"\r\n\r\nclient_credentials",
        "name=\"client_id\"\r\n\r\nacc",
        "name=\"client_secret\"\r\n\r\naccess-key",
    ] {
        assert!(fetch.contains(part), "{fetch}");
    }
    assert!(!fetch.to_lowercase().contains("authorization"), "{fetch}");
    let call = server.seen().into_iter().find(|request| request.contains("/erps/send")).unwrap();
    assert!(call.to_lowercase().contains("authorization: bearer fresh-token"), "{call}");
}

#[tokio::test]
async fn a_token_inside_the_envelope_is_accepted() {
    let server = Server::start(|request| {
        let enveloped = format!(r#"{{"code":0,"msg":"成功","data":{TOKEN}}}"#);
        Act::Json(if request.contains(TOKEN_PATH) { enveloped } else { SHIPPED.to_owned() })
    })
    .await;
    let client = Client::builder().retry(crate::Retry::none()).host(&server.url).account("acc", "key").build().unwrap();
    ship().send(&client).await.unwrap();
}

#[tokio::test]
async fn only_a_refused_token_is_fetched_anew_and_the_failed_call_is_not_repeated() {
    for (answer, fetches) in [
        (r#"{"code":401,"msg":"身份凭证无效"}"#, 1),
        (r#"{"code":401,"msg":"令牌已过期"}"#, 1),
        (r#"{"code":1010,"msg":"超频"}"#, 0),
    ] {
        let server = Server::start(move |request| {
            Act::Json(if request.contains(TOKEN_PATH) { TOKEN } else { answer }.to_owned())
        })
        .await;
        let client = Client::builder()
            .retry(crate::Retry::none())
            .host(&server.url)
            .account("acc", "key")
            .initial_token("old")
            .build()
            .unwrap();
        for _ in 0..2 {
            ship().send(&client).await.unwrap_err();
        }
        assert_eq!((server.seen_at(TOKEN_PATH), server.seen_at("/tool/erps/send")), (fetches, 2), "{answer}");
    }
}

#[tokio::test]
async fn a_failed_fetch_fails_those_who_wait_and_those_who_come_next() {
    let body = r#"{"code":202,"msg":"系统错误,请稍后再试"}"#;
    let server = Server::start(move |_| Act::Raw(response("200 OK", "Retry-After: 30\r\n", body))).await;
    let client = Client::builder().retry(crate::Retry::none()).host(&server.url).account("acc", "key").build().unwrap();
    let calls: Vec<_> = (0..10)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { ship().send(&client).await })
        })
        .collect();
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert_eq!((error.operation(), error.kind()), ("vvtool/oauth/token", ErrorKind::SystemErrorTryLater));
        assert_eq!(error.write_outcome(), WriteOutcome::NotExecuted, "the shipment was not sent");
    }
    assert_eq!(server.seen_at(TOKEN_PATH), 1);
    assert!(ship().send(&client).await.unwrap_err().not_before().is_some());
    assert_eq!((server.seen_at(TOKEN_PATH), server.seen_at("/tool/erps/send")), (1, 0));
}

#[test]
fn what_cannot_work_is_refused_when_the_client_is_built() {
    let ok = || Client::builder().retry(crate::Retry::none()).host("http://127.0.0.1:1").token("t");
    let builders: [(ClientBuilder, &str); 14] = [
        (Client::builder(), "neither token nor account"),
        (ok().token("abc\r\nX-Evil: 1"), "line break"),
        (ok().token("  "), "blank"),
        (ok().token("abc "), "space"),
        (ok().token("tökén"), "no token has"),
        (ok().account("", "key"), "account is blank"),
        (ok().account("acc", "ke\ny"), "access_key holds a line break"),
        (ok().host("ftp://x"), "not a URL"),
        (ok().host("reseller"), "default"),
        (ok().host("http://user:pass@x"), "password"),
        (ok().prefix("/papi?x=1"), "prefix"),
        (ok().require_tls(true), "require_tls"),
        (ok().timeout(Duration::from_secs(3)), "connect_timeout"),
        (ok().proxy("::"), "proxy"),
    ];
    for (builder, expected) in builders {
        let Err(error) = builder.build() else { panic!("built in spite of: {expected}") };
        assert!(matches!(error, AnyError::Config(_)) && error.to_string().contains(expected), "{expected}: {error}");
        assert!(!format!("{error} {error:?}").contains("Evil"), "{error:?}");
    }
    assert!(ok().host("https://127.0.0.1:1").require_tls(true).build().is_ok());
}

#[test]
fn secrets_are_not_in_debug() {
    let token = Client::builder().retry(crate::Retry::none()).token("s3cr3t");
    let account = Client::builder().retry(crate::Retry::none()).account("acc-s3cr3t", "key-s3cr3t");
    let shown = format!(
        "{token:?} {account:?} {:?} {:?}",
        Client::builder().retry(crate::Retry::none()).token("s3cr3t").build(),
        Client::builder().retry(crate::Retry::none()).account("a-s3cr3t", "s3cr3t").build()
    );
    assert!(!shown.contains("s3cr3t"), "{shown}");
    let header = crate::connection::SecretHeader::new("Authorization", "Bearer s3cr3t").unwrap();
    assert!(!format!("{header:?}").contains("s3cr3t"));
}

#[tokio::test]
async fn strict_turns_deviations_into_an_error() {
    let server = Server::json(r#"{"code":0,"msg":"成功","data":[{"withholding_money":"dear","success":true}]}"#).await;
    let reply = ship().send(&client(&server)).await.unwrap();
    assert_eq!((reply.deviations().len(), reply.charge()), (1, Charge::Unknown));
    assert_eq!(reply.strict().unwrap_err().deviations().len(), 1);
    let error = ship().send(&settings(&server).strict(true).build().unwrap()).await.unwrap_err();
    assert_eq!(error.write_outcome(), WriteOutcome::MaybeAlreadyDone, "{error}");
}

#[test]
fn calls_can_be_spawned_and_clients_shared() {
    fn is_send<T: Send>(_: &T) {}
    fn is_shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    let client = Client::builder().retry(crate::Retry::none()).token("t").build().unwrap();
    is_shared(&client);
    is_send(&ship().send(&client));
}
