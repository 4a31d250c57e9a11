//! What a client can be told: another host, prefix, token scheme, body style, signature; and what it refuses to be told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use vvtool_api::Error;
use vvtool_api::{top, vvtool};
use vvtool_e2e::{Clients, SPEC, sample};
use vvtool_mock::{Mock, Options, Raw};

const GET: &str = "top/taobao.trade.get";

fn send() -> vvtool::ErpsSend {
    vvtool::ErpsSend::new("1", "2", "3", "POST")
}

#[test]
fn a_reseller_with_a_prefix_a_bare_token_and_another_body() {
    use vvtool_mock::Body as Accepted;
    let options = Options {
        prefix: "/papi".to_owned(),
        bare_token: true,
        also_accept: vec![Accepted::Form, Accepted::Json],
        ..Options::default()
    };
    let mock = Mock::start_with(SPEC, options, 0).unwrap();
    let clients = Clients::new();
    for (body, seen) in
        [(vvtool::Body::Multipart, "multipart"), (vvtool::Body::Form, "form"), (vvtool::Body::Json, "json")]
    {
        for prefix in ["/papi", "papi/"] {
            let builder = vvtool::Client::builder().token(mock.token()).host(&mock.url).prefix(prefix);
            let client = builder.auth_scheme(vvtool::AuthScheme::Raw).body_style(body).build().unwrap();
            let request = send().is_split(true).sub_tid(["4", "5"]);
            clients.wait(request.send(&client)).unwrap_or_else(|error| panic!("{seen} {prefix}: {error}"));
            let received = mock.last_request().unwrap();
            assert_eq!((received.body.as_str(), received.field("sub_tid")), (seen, Some("4,5")));
            assert_eq!(received.field("is_split"), Some("1"), "{seen}");
        }
    }
}

#[test]
fn every_signature_and_simplify() {
    let clients = Clients::new();
    let options = clients.mock.options();
    for &method in top::SignMethod::ALL {
        for simplify in [false, true] {
            let builder = vvtool_e2e::one_request!(top::Client::builder(&options.app_key, &options.app_secret))
                .host(clients.mock.top_url());
            let client = builder.session(&options.session).sign_method(method).simplify(simplify).build().unwrap();
            let reply = clients.wait(sample::<top::TradeGet>(&clients.mock, GET).send(&client)).unwrap();
            let trade = reply.trade.as_ref().unwrap();
            assert!(trade.tid.is_some() && !trade.orders.is_empty(), "{method:?} simplify {simplify}");
        }
    }
    assert!(clients.mock.requests().iter().all(|request| request.refused.is_none()));
}

#[test]
fn text_that_could_upset_a_signature_is_signed_as_it_is() {
    let clients = Clients::new();
    for text in ["@file", "a+b &=%", "中文 ✓", "\"quoted\"", "a\nb"] {
        let request = top::TradeGet::new(["tid"], text);
        let reply = clients.call(request);
        assert!(reply.is_ok(), "{text:?}: {:?}", clients.mock.last_request());
        assert_eq!(clients.mock.last_request().unwrap().field("tid"), Some(text));
    }
}

#[test]
fn one_client_serves_many_shops() {
    let clients = Clients::new();
    let options = clients.mock.options();
    let builder = vvtool_e2e::one_request!(top::Client::builder(&options.app_key, &options.app_secret))
        .host(clients.mock.top_url());
    let client = builder.build().unwrap();
    let get = || sample::<top::TradeGet>(&clients.mock, GET);
    let error = clients.wait(get().send(&client)).unwrap_err();
    assert!(matches!(error, Error::Config(_)), "without a session nothing is sent: {error}");
    assert!(clients.mock.requests().is_empty());
    clients.wait(get().send(&client.with_session(&options.session))).unwrap();
    let error = clients.wait(get().send(&client.with_session("of another shop"))).unwrap_err();
    assert_eq!(error.kind(), top::ErrorKind::SessionInvalid);
}

#[test]
fn secrets_that_cannot_be_right_are_refused_at_once_and_not_repeated() {
    for secret in ["", " ", "\t", "line\r\nbreak-canary", "line\nbreak-canary", "nul\0-canary"] {
        let errors = [
            vvtool::Client::builder().token(secret).build().unwrap_err().to_string(),
            vvtool::Client::builder().account(secret, "key").build().unwrap_err().to_string(),
            vvtool::Client::builder().account("account", secret).build().unwrap_err().to_string(),
        ];
        for error in errors {
            assert!(!error.contains("canary"), "{secret:?}: {error}");
        }
    }
}

#[test]
fn plain_http_can_be_refused() {
    let error = vvtool::Client::builder().token("t").require_tls(true).build().unwrap_err();
    assert!(matches!(error, Error::Config(_)) && error.to_string().contains("https"), "{error}");
    assert!(vvtool::Client::builder().token("t").host("https://example.com").require_tls(true).build().is_ok());
}

#[test]
fn deviations_are_reported_or_refused() {
    let clients = Clients::new();
    let body = r#"{"code":0,"msg":"ok","msec":7,"time":1,"data":{"tid":9007199254740993,"payment":"two yuan","num":"3","tomorrow":1,"withholding_money":2}}"#;
    let name = "vvtool/erps/fullinfo";
    clients.mock.answer(name, Raw::ok(body)).unwrap();
    let mut request = sample::<vvtool::ErpsFullinfo>(&clients.mock, name);
    request.tid = Some("9007199254740993".into());
    let reply = clients.call(request.clone()).unwrap();
    assert_eq!(reply.tid.as_ref().map(ToString::to_string).as_deref(), Some("9007199254740993"));
    assert_eq!((&reply.payment, reply.num), (&None, Some(3)));
    assert_eq!(reply.deviations().len(), 1, "{:?}", reply.deviations());
    assert!(reply.deviations()[0].path().ends_with("payment"));
    assert!(reply.deviations()[0].raw().contains("two yuan"));
    assert_eq!(reply.unknown_fields().len(), 1);
    assert_eq!(reply.charge().points().map(|points| points.to_string()).as_deref(), Some("2"));

    assert!(reply.strict().is_err());
    let strict =
        vvtool::Client::builder().token(clients.mock.token()).host(&clients.mock.url).strict(true).build().unwrap();
    let error = clients.wait(request.send(&strict)).unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error}");
}

#[test]
fn a_blocking_client_says_so_inside_an_async_program() {
    let clients = Clients::new();
    let error = clients.wait(async { send().send(&clients.vvtool_blocking) }).unwrap_err();
    assert!(matches!(error, Error::Config(_)), "{error}");
    assert!(clients.mock.requests().is_empty());
}
