//! Requests whose fields stand in paths, queries and headers, over a real socket: the loopback server checks each place by the spec.
#![allow(clippy::unwrap_used, clippy::panic)] // a test says what went wrong by stopping

use vvtool_api::vvtool::{Body, Client, ClientBuilder, blocking};
use vvtool_api::{Error, WithheldReason};
use vvtool_own_spec::api::bazaar::{ErrorKind, OrdersCancel, OrdersList, OrdersNote, OrdersOne, OrdersTag};

fn mock() -> vvtool_mock::Mock {
    vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).unwrap()
}

fn builder(mock: &vvtool_mock::Mock) -> ClientBuilder {
    Client::builder().host(mock.url.as_str()).token(mock.token())
}

/// Method, path, query and body style of the last request, which was not refused.
fn line(mock: &vvtool_mock::Mock) -> String {
    let last = mock.last_request().unwrap();
    assert_eq!((last.refused, last.notes), (None, Vec::new()));
    format!("{} {}?{} {}", last.method, last.path, last.query, last.body)
}

#[tokio::test]
async fn a_get_has_its_fields_in_path_query_and_headers() {
    let mock = mock();
    let client = builder(&mock).build().unwrap();
    let call = OrdersList::new("中/ 5%").page_no(2).keyword("a+b&中").x_trace_id("t-1");
    assert_eq!(call.send(&client).await.unwrap().total, Some(2));
    assert_eq!(line(&mock), "GET /bazaar/stalls/%E4%B8%AD%2F%205%25/orders?page_no=2&keyword=a%2Bb%26%E4%B8%AD none");
    let sent = mock.last_request().unwrap();
    assert_eq!((sent.field("stall"), sent.header("x-trace-id")), (Some("中/ 5%"), Some("t-1")));
    assert!(sent.header("content-type").is_none() && sent.header("content-length").is_none_or(|length| length == "0"));
    // What is not given is not sent.
    OrdersList::new("1").send(&client).await.unwrap();
    assert_eq!(line(&mock), "GET /bazaar/stalls/1/orders? none");
    assert_eq!(mock.last_request().unwrap().header("x-trace-id"), None);
}

#[tokio::test]
async fn every_method_and_body_is_sent_as_said() {
    let mock = mock();
    // A style for all bodies gives none to a call that has none.
    for (style, put, patch) in [(None, "json", "multipart"), (Some(Body::Form), "form", "form")] {
        let client = match style {
            Some(style) => builder(&mock).body_style(style).build().unwrap(),
            None => builder(&mock).build().unwrap(),
        };
        let refused = style.is_some();
        let note = OrdersNote::new("77", "易碎").flag(3).silent(true).send(&client).await;
        let sent = mock.last_request().unwrap();
        assert_eq!((note.is_ok(), sent.method.as_str(), sent.body.as_str()), (!refused, "PUT", put));
        assert_eq!((sent.path.as_str(), sent.query.as_str()), ("/bazaar/orders/77", "silent=1"));
        let tag = OrdersTag::new("77", "gift").silent(false).send(&client).await;
        let sent = mock.last_request().unwrap();
        assert_eq!((tag.is_ok(), sent.method.as_str(), sent.body.as_str()), (!refused, "PATCH", patch));
        assert_eq!(sent.query, "silent=0");
        OrdersCancel::new("77").reason("缺货").send(&client).await.unwrap();
        assert_eq!(line(&mock), "DELETE /bazaar/orders/77?reason=%E7%BC%BA%E8%B4%A7 none");
        OrdersOne::new("77", "A").send(&client).await.unwrap();
        assert_eq!(line(&mock), "GET /bazaar/stalls/A/orders/77.json? none");
        assert_eq!(mock.last_request().unwrap().header("x-trace-id"), Some("none"));
    }
    let error = builder(&mock).body_style(Body::None).build().unwrap_err();
    assert!(error.to_string().contains("without their fields"), "{error}");
}

#[tokio::test]
async fn what_no_path_and_no_header_can_hold_is_refused_before_it_is_sent() {
    let mock = mock();
    let client = builder(&mock).build().unwrap();
    for (stall, trace, field, words) in [
        ("", "t", "stall", "must not be blank"),
        (" ", "t", "stall", "must not be blank"),
        (".", "t", "stall", "a step up or away"),
        ("..", "t", "stall", "a step up or away"),
        ("a", "t\r\nx: y", "X-Trace-Id", "no header can"),
        ("a", "t\u{7f}", "X-Trace-Id", "no header can"),
        ("a", "中", "X-Trace-Id", "no header can"),
    ] {
        let error = OrdersList::new(stall).x_trace_id(trace).send(&client).await.unwrap_err();
        let Error::Invalid(refused) = &error else { panic!("{stall:?} {trace:?}: {error}") };
        let told: Vec<_> =
            refused.violations().iter().map(|each| (each.field(), each.rule().contains(words))).collect();
        assert_eq!(told, [(field, true)], "{error}");
    }
    // As long as it is not all of it, a dot is a dot.
    OrdersList::new("a..b").send(&client).await.unwrap();
    assert_eq!(mock.requests().len(), 1);
}

#[tokio::test]
async fn an_operation_goes_to_its_own_host_unless_the_client_is_told_one() {
    let mock = mock();
    let client = Client::builder().token("t").retry(vvtool_api::Retry::none()).dry_run(true).build().unwrap();
    let told = |error: Error<ErrorKind>| match &error {
        Error::Withheld(held) if *held.reason() == WithheldReason::DryRun => error.to_string(),
        _ => panic!("{error}"),
    };
    // The values stay out of the words.
    let list = told(OrdersList::new("secret-stall").send(&client).await.unwrap_err());
    assert!(list.contains("http://127.0.0.1:9/bazaar/stalls/{stall}/orders with stall"), "{list}");
    let cancel = told(OrdersCancel::new("77").send(&client).await.unwrap_err());
    assert!(cancel.contains("http://127.0.0.1:8/bazaar/orders/{order_no} with order_no"), "{cancel}");
    let client = builder(&mock).build().unwrap();
    OrdersCancel::new("77").send(&client).await.unwrap();
    assert_eq!(mock.requests().len(), 1);
}

#[test]
fn without_async_too() {
    let mock = mock();
    let client = blocking::Client::builder().host(mock.url.as_str()).token(mock.token()).build().unwrap();
    assert_eq!(OrdersList::new("中").page_no(1).send(&client).unwrap().total, Some(2));
    assert_eq!(line(&mock), "GET /bazaar/stalls/%E4%B8%AD/orders?page_no=1 none");
    assert_eq!(OrdersCancel::new("a/b").send(&client).unwrap().status.as_deref(), Some("paid"));
    assert_eq!(line(&mock), "DELETE /bazaar/orders/a%2Fb? none");
}
