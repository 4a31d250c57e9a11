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
    // A style that is set for the client's own gateway is nothing to this one.
    for style in [None, Some(Body::Form)] {
        let client = match style {
            Some(style) => builder(&mock).body_style(style).build().unwrap(),
            None => builder(&mock).build().unwrap(),
        };
        let note = OrdersNote::new("77", "易碎").flag(3).silent(true).send(&client).await;
        let sent = mock.last_request().unwrap();
        assert_eq!((note.is_ok(), sent.method.as_str(), sent.body.as_str()), (true, "PUT", "json"));
        assert_eq!((sent.path.as_str(), sent.query.as_str()), ("/bazaar/orders/77", "silent=1"));
        let tag = OrdersTag::new("77", "gift").silent(false).send(&client).await;
        let sent = mock.last_request().unwrap();
        assert_eq!((tag.is_ok(), sent.method.as_str(), sent.body.as_str()), (true, "PATCH", "multipart"));
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
        ("a", "t\tu", "X-Trace-Id", "no header can"),
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

/// A request with every style, of an operation whose module is named.
macro_rules! styled {
    ($request:ident, $module:ident) => {{
        use vvtool_own_spec::api::bazaar::orders::$module::{Colour, Filter, Line, Range};
        vvtool_own_spec::api::bazaar::$request::new()
            .brackets(["a,b", "中"])
            .indexed([7, 8])
            .repeat([Colour::Red, Colour::Blue])
            .comma([vvtool_api::Yuan::new("1.50".parse().unwrap()), vvtool_api::Yuan::new("2".parse().unwrap())])
            .json(["x", "y\""])
            .usual(["A-1", "B-2"])
            .filter(Filter::default().status("open").range(Range::default().from("1").to("2")))
            .lines([Line::new("S").names(["n"]), Line::new("T")])
            .rows([Line::new("S")])
            .pack(Line::new("P"))
    }};
}

/// What `styled` is in pairs.
const STYLED: [(&str, &str); 17] = [
    ("brackets[]", "a,b"),
    ("brackets[]", "中"),
    ("indexed[0]", "7"),
    ("indexed[1]", "8"),
    ("repeat", "red"),
    ("repeat", "blue"),
    ("comma", "1.50,2"),
    ("json", r#"["x","y\""]"#),
    ("usual", "A-1,B-2"),
    ("filter[status]", "open"),
    ("filter[range][from]", "1"),
    ("filter[range][to]", "2"),
    ("lines[0][sku]", "S"),
    ("lines[0][names]", r#"["n"]"#),
    ("lines[1][sku]", "T"),
    ("rows[]", r#"{"sku":"S"}"#),
    ("pack", r#"{"sku":"P"}"#),
];

fn styled_pairs() -> Vec<(String, String)> {
    STYLED.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
}

#[tokio::test]
async fn lists_and_records_are_written_in_their_styles() {
    let mock = mock();
    let client = builder(&mock).build().unwrap();
    styled!(OrdersFind, find).send(&client).await.unwrap();
    let sent = mock.last_request().unwrap();
    assert_eq!((sent.arrived, sent.notes), (styled_pairs(), Vec::new()));
    let begin = "brackets%5B%5D=a%2Cb&brackets%5B%5D=%E4%B8%AD&indexed%5B0%5D=7&indexed%5B1%5D=8&repeat=red&repeat=blue&comma=1.50%2C2&";
    assert!(sent.query.starts_with(begin), "{}", sent.query);
    styled!(OrdersBulk, bulk).send(&client).await.unwrap();
    let sent = mock.last_request().unwrap();
    assert_eq!((sent.arrived, sent.notes, sent.query.as_str()), (styled_pairs(), Vec::new(), ""));
    styled!(OrdersStore, store).send(&client).await.unwrap();
    let sent = mock.last_request().unwrap();
    let json = |name: &str| sent.field(name).unwrap().to_owned();
    assert_eq!(json("brackets"), r#"["a,b","中"]"#);
    assert_eq!((json("indexed"), json("comma")), ("[7,8]".into(), r#"["1.50","2"]"#.into()));
    for (name, parts) in [
        ("filter", [r#""status":"open""#, r#""range":{"from":"1","to":"2"}"#]),
        ("lines", [r#""names":["n"]"#, r#"{"sku":"T"}"#]),
    ] {
        assert!(parts.iter().all(|part| json(name).contains(part)), "{name}: {}", json(name));
    }
    // Nothing in a list is nothing.
    vvtool_own_spec::api::bazaar::OrdersFind::new().brackets([] as [&str; 0]).send(&client).await.unwrap();
    assert_eq!(line(&mock), "GET /bazaar/orders/find? none");
}

#[tokio::test]
async fn what_a_style_cannot_tell_apart_is_refused() {
    let mock = mock();
    let client = builder(&mock).build().unwrap();
    let new = vvtool_own_spec::api::bazaar::OrdersFind::new;
    for (call, field, words) in [
        (new().usual(["A,1"]), "usual", "a comma"),
        (new().usual(["A", ""]), "usual", "a blank"),
        (new().brackets([" "]), "brackets", "a blank"),
        (new().repeat(["green"]), "repeat", "documented"),
    ] {
        let error = call.send(&client).await.unwrap_err();
        let Error::Invalid(refused) = &error else { panic!("{error}") };
        let told: Vec<_> =
            refused.violations().iter().map(|each| (each.field(), each.rule().contains(words))).collect();
        assert_eq!(told, [(field, true)], "{error}");
    }
    new().json(["", "a,b"]).send(&client).await.unwrap();
    assert_eq!(mock.last_request().unwrap().field("json"), Some(r#"["","a,b"]"#));
}
