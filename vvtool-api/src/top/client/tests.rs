use core::time::Duration;
use std::time::UNIX_EPOCH;

use super::*;
use crate::error::Error as AnyError;
use crate::generated::top::TradeGet;
use crate::generated::top::trade_get::TradeField;
use crate::meta::{Class, WriteOutcome};
use crate::sign::told;
use crate::tests::server::Server;

/// 2015-12-31 20:00:00 in London, the next year in Hangzhou.
fn new_year() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_451_592_000)
}

fn settings(server: &Server) -> ClientBuilder {
    let mut builder = Client::builder("12345678", "hello-s3cr3t")
        .retry(crate::Retry::none())
        .host(&server.url)
        .session("sess-s3cr3t");
    builder.own.clock = new_year;
    builder
}

fn get() -> TradeGet {
    TradeGet::new([TradeField::Tid], "1692089714634374451")
}

fn parameters(request: &str) -> Vec<(String, String)> {
    let body = request.split_once("\r\n\r\n").unwrap().1;
    form_urlencoded::parse(body.as_bytes()).into_owned().collect()
}

#[test]
fn timestamps_are_gmt_plus_8() {
    let parameters = ErrorKind::SERVICE.auth.signing().unwrap().parameters;
    let (_, timestamp) = parameters.iter().find(|(name, _)| *name == "timestamp").unwrap();
    assert_eq!(told(new_year(), timestamp).as_deref(), Some("2016-01-01 04:00:00"));
    assert_eq!(told(UNIX_EPOCH, timestamp).as_deref(), Some("1970-01-01 08:00:00"));
}

#[test]
fn replies_stand_below_a_key_named_after_the_method() {
    for (method, expected) in [
        ("taobao.trade.get", "trade_get_response"),
        ("alibaba.x.y", "alibaba_x_y_response"),
        ("taobao.logistics.openalibity.write", "logistics_openalibity_write_response"),
    ] {
        assert_eq!(root(method), expected);
    }
}

#[tokio::test]
async fn a_call_is_signed_and_its_reply_read() {
    let server = Server::json(r#"{"trade_get_response":{"trade":{"tid":"1692089714634374451"}}}"#).await;
    let client = settings(&server).simplify(true).build().unwrap();
    let reply = get().send(&client).await.unwrap();
    assert_eq!(reply.trade.as_ref().unwrap().tid.as_ref().unwrap().as_str(), "1692089714634374451");
    let sent = &server.seen()[0];
    assert!(
        sent.starts_with("POST / HTTP/1.1") && sent.contains("application/x-www-form-urlencoded;charset=utf-8"),
        "{sent}"
    );
    assert!(!sent.to_lowercase().contains("authorization"), "{sent}");
    let sent = parameters(sent);
    for expected in [
        ("method", "taobao.trade.get"),
        ("app_key", "12345678"),
        ("session", "sess-s3cr3t"),
        ("timestamp", "2016-01-01 04:00:00"),
        ("format", "json"),
        ("v", "2.0"),
        ("sign_method", "hmac-sha256"),
        ("simplify", "true"),
    ] {
        assert!(
            sent.iter().any(|(name, value)| (name.as_str(), value.as_str()) == expected),
            "{expected:?} in {sent:?}"
        );
    }
    let signature = &sent.iter().find(|(name, _)| name == "sign").unwrap().1;
    let sent: Vec<_> = sent.iter().filter(|(name, _)| name != "sign").collect();
    let signing = ErrorKind::SERVICE.auth.signing().unwrap();
    let text = signing.text(&sent.iter().map(|(name, value)| (name, value)).collect::<Vec<_>>(), 0);
    assert_eq!(*signature, signing.signature(&signing.digests[0], "hello-s3cr3t", "/", &text));
}

#[tokio::test]
async fn a_session_is_one_shop() {
    let server = Server::json(r#"{"trade_get_response":{"trade":{"tid":1692089714634374451}}}"#).await;
    let other = settings(&server).build().unwrap().with_session("other-shop");
    get().send(&other).await.unwrap();
    assert!(parameters(&server.seen()[0]).contains(&("session".to_owned(), "other-shop".to_owned())));
    let none = Client::builder("1", "s").retry(crate::Retry::none()).host(&server.url).build().unwrap();
    for client in [&none, &none.with_session("a\nb")] {
        let error = get().send(client).await.unwrap_err();
        assert!(matches!(error, AnyError::Config(_)) && error.to_string().contains("session"), "{error}");
        assert_eq!(error.operation(), "top/taobao.trade.get");
    }
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn failures_are_matched_by_their_sub_code() {
    for (json, kind, code, message) in [
        (
            r#"{"error_response":{"code":15,"msg":"Remote service error","sub_code":"isv.trade-not-exist","sub_msg":"交易不存在","request_id":"r1"}}"#,
            ErrorKind::TradeNotFound,
            "15",
            "交易不存在",
        ),
        (
            r#"{"error_response":{"code":50,"msg":"Remote service error","sub_code":"isv.invalid-parameter:tid"}}"#,
            ErrorKind::InvalidTid,
            "50",
            "Remote service error",
        ),
    ] {
        let server = Server::json(json).await;
        let error = get().send(&settings(&server).build().unwrap()).await.unwrap_err();
        assert_eq!((error.kind(), error.code(), error.message()), (kind, code, message));
        assert_eq!(error.write_outcome(), WriteOutcome::NotExecuted);
    }
}

#[tokio::test]
async fn a_ban_says_how_long_to_wait() {
    let json = r#"{"error_response":{"code":7,"msg":"App Call Limited","sub_code":"accesscontrol.limited-by-app-access-count","sub_msg":"This ban will last for 17 more seconds","request_id":"r2"}}"#;
    let server = Server::json(json).await;
    let error = get().send(&settings(&server).build().unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), error.class()), (ErrorKind::AppCallLimited, Class::RetryWithBackoff));
    assert_eq!((error.retry_after(), error.request_id()), (Some(Duration::from_secs(17)), Some("r2")));
    assert_eq!(error.sub_code(), Some("accesscontrol.limited-by-app-access-count"));
    assert!(error.is_retryable());
}

#[test]
fn settings_are_checked_and_secrets_hidden() {
    for (builder, expected) in [
        (Client::builder("", "s"), "app_key is blank"),
        (Client::builder("1", "s\n"), "secret holds"),
        (Client::builder("1", "s").retry(crate::Retry::none()).session(" "), "session is blank"),
        (Client::builder("1", "s").retry(crate::Retry::none()).host("sandbox").require_tls(true), "require_tls"),
        (Client::builder("1", "s").retry(crate::Retry::none()).host("nowhere"), "production"),
    ] {
        let error = builder.build().unwrap_err();
        assert!(error.to_string().contains(expected), "{expected}: {error}");
    }
    let builder = Client::builder("1", "s3cr3t").retry(crate::Retry::none()).session("s3cr3t");
    let mut shown = format!("{builder:?}");
    shown += &format!("{:?}", builder.build().unwrap());
    assert!(!shown.contains("s3cr3t"), "{shown}");
}
