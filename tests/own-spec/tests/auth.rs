//! What shows who calls, in each place where a spec may say that it stands: the loopback server checks it by the spec.
#![allow(clippy::unwrap_used, clippy::panic)] // a test says what went wrong by stopping

use vvtool_api::vvtool::{Client, ClientBuilder, blocking};
use vvtool_own_spec::api::{lantern, meadow, mint, porch, turnstile};

fn mock() -> vvtool_mock::Mock {
    vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).unwrap()
}

fn builder(mock: &vvtool_mock::Mock) -> ClientBuilder {
    Client::builder().host(mock.url.as_str()).token(mock.token())
}

fn signing(mock: &vvtool_mock::Mock) -> ClientBuilder {
    let options = mock.options();
    let builder = Client::builder().host(mock.url.as_str());
    builder.account(&options.app_key, &options.app_secret).session(&options.session)
}

/// The last request, which was not refused and in which nothing is odd.
fn last(mock: &vvtool_mock::Mock) -> vvtool_mock::Received {
    let last = mock.last_request().unwrap();
    assert_eq!((last.refused.clone(), last.notes.clone()), (None, Vec::new()));
    last
}

/// Nothing of a request holds the text.
fn nowhere(sent: &vvtool_mock::Received, secret: &str) -> bool {
    let pairs = sent.headers.iter().chain(&sent.arrived);
    pairs.map(|(_, value)| value).chain([&sent.query, &sent.path]).all(|text| !text.contains(secret))
}

/// Every operation of a module, each with what its request has of the credential.
macro_rules! called {
    ($mock:ident, $client:ident, $module:ident, $($has:tt)+) => {{
        let has = $($has)+;
        assert_eq!($module::DoorsLook::new("中/").who("王").send(&$client).await.unwrap().open, Some(true));
        let sent = last(&$mock);
        assert!(has(&sent), "{sent:?}");
        assert_eq!(sent.fields, [("door".to_owned(), "中/".to_owned()), ("who".to_owned(), "王".to_owned())]);
        $module::DoorsKnock::new().who("王").times(3).send(&$client).await.unwrap();
        let sent = last(&$mock);
        assert!(has(&sent) && sent.field("times") == Some("3"), "{sent:?}");
    }};
}

/// Operations that show nothing, by a client that could.
macro_rules! silent {
    ($mock:ident, $client:ident, $module:ident, $secret:expr) => {{
        $module::DoorsSign::new().send(&$client).await.unwrap();
        assert!(nowhere(&last(&$mock), $secret) && last(&$mock).query.is_empty());
        $module::DoorsRing::new().times(1).send(&$client).await.unwrap();
        assert!(nowhere(&last(&$mock), $secret));
        assert_eq!(last(&$mock).arrived, [("times".to_owned(), "1".to_owned())]);
    }};
}

#[tokio::test]
async fn a_key_stands_in_the_header_that_the_spec_names() {
    let mock = mock();
    let (client, token) = (builder(&mock).build().unwrap(), mock.token());
    let bare = |header: &'static str| {
        let token = token.clone();
        move |sent: &vvtool_mock::Received| {
            sent.header(header) == Some(token.as_str()) && sent.header("authorization").is_none()
        }
    };
    called!(mock, client, turnstile, bare("x-key"));
    silent!(mock, client, turnstile, &token);
    // Under scheme bearer the word stands before it, in whatever header.
    let behind = |sent: &vvtool_mock::Received| {
        sent.header("x-access-token") == Some(&format!("Bearer {token}")) && sent.header("authorization").is_none()
    };
    called!(mock, client, porch, behind);
    silent!(mock, client, porch, &token);
    let error = turnstile::DoorsLook::new("1").send(&builder(&mock).token("other").build().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), turnstile::ErrorKind::NotKnown, "{error}");
}

#[tokio::test]
async fn a_key_in_the_query_is_sent_and_never_shown() {
    let mock = mock();
    let (client, token) = (builder(&mock).build().unwrap(), mock.token());
    let has = |sent: &vvtool_mock::Received| {
        sent.query.contains(&format!("key={token}")) && sent.header("authorization").is_none()
    };
    called!(mock, client, lantern, has);
    silent!(mock, client, lantern, &token);
    // Nobody listens: an error that tells of the address would show the key.
    let key = "SECRET-KEY-7f3a";
    for host in ["http://127.0.0.1:9", mock.url.as_str()] {
        let client = Client::builder().host(host).token(key).retry(vvtool_api::Retry::none()).build().unwrap();
        let error = lantern::DoorsLook::new("1").send(&client).await.unwrap_err();
        let mut shown = format!("{error} {error:?} {client:?} {:?}", error.remedy(vvtool_api::Lang::En));
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            shown.push_str(&format!(" {cause} {cause:?}"));
            source = cause.source();
        }
        assert!(!shown.contains("7f3a") && !shown.contains("key="), "{shown}");
    }
}

#[tokio::test]
async fn nobody_has_to_say_who_calls_where_nobody_asks() {
    let mock = mock();
    let client = Client::builder().host(mock.url.as_str()).anonymous().build().unwrap();
    called!(mock, client, meadow, |sent: &vvtool_mock::Received| sent.header("authorization").is_none());
    // A client that has a token keeps it for itself.
    let known = builder(&mock).build().unwrap();
    called!(mock, known, meadow, |sent: &vvtool_mock::Received| nowhere(sent, &mock.token()));
    let arrived = mock.requests().len();
    for error in [
        turnstile::DoorsLook::new("1").send(&client).await.unwrap_err().to_string(),
        lantern::DoorsLook::new("1").send(&client).await.unwrap_err().to_string(),
        mint::DoorsLook::new("1").send(&client).await.unwrap_err().to_string(),
    ] {
        assert!(error.contains("anonymous()") || error.contains("set account()"), "{error}");
    }
    assert_eq!(mock.requests().len(), arrived);
    turnstile::DoorsRing::new().send(&client).await.unwrap();
}

#[tokio::test]
async fn calls_with_paths_are_signed_over_query_and_body() {
    let mock = mock();
    let client = signing(&mock).build().unwrap();
    let has = |sent: &vvtool_mock::Received| {
        let names = ["app_key", "session", "timestamp", "nonce", "sign_method", "sign"];
        let all = if sent.method == "GET" { &sent.query } else { &sent.body };
        // The server has checked what they hold.
        if sent.method == "GET" {
            names.iter().all(|name| all.contains(&format!("{name}=")))
        } else {
            sent.query.is_empty()
        }
    };
    called!(mock, client, mint, has);
    silent!(mock, client, mint, &mock.options().app_key);
    // Members of an object are signed too.
    mint::DoorsPress::new().who("王\"&=").times(-1).send(&client).await.unwrap();
    assert_eq!((last(&mock).body.as_str(), last(&mock).field("who")), ("json", Some("王\"&=")));
    let other = signing(&mock).sign_method(mint::SignMethod::Md5).build().unwrap();
    mint::DoorsLook::new("1").send(&other).await.unwrap();
    assert!(last(&mock).query.contains("sign_method=md5"));
    // Another secret, another session, no session, another word.
    let options = mock.options().clone();
    let wrong = Client::builder().host(mock.url.as_str()).account(&options.app_key, "another").build().unwrap();
    let error = mint::DoorsKnock::new().send(&wrong).await.unwrap_err();
    assert!(mock.last_request().unwrap().refused.unwrap().contains("signature does not match"), "{error}");
    let error = mint::DoorsPress::new().send(&client.with_session("another")).await.unwrap_err();
    assert!(mock.last_request().unwrap().refused.unwrap().contains("another session"), "{error}");
    let arrived = mock.requests().len();
    let error = mint::DoorsPress::new().send(&wrong).await.unwrap_err();
    assert!(error.to_string().contains("session()"), "{error}");
    let odd = signing(&mock).sign_method("sha512").build().unwrap();
    let error = mint::DoorsLook::new("1").send(&odd).await.unwrap_err();
    assert!(error.to_string().contains("no sign method \"sha512\": this gateway has sha, md5"), "{error}");
    assert_eq!(mock.requests().len(), arrived);
}

#[test]
fn without_async_too() {
    let mock = mock();
    let client = blocking::Client::builder().host(mock.url.as_str()).token(mock.token()).build().unwrap();
    turnstile::DoorsLook::new("1").send(&client).unwrap();
    assert_eq!(last(&mock).header("x-key"), Some(mock.token().as_str()));
    turnstile::DoorsKnock::new().send(&client).unwrap();
    lantern::DoorsLook::new("1").send(&client).unwrap();
    lantern::DoorsKnock::new().send(&client).unwrap();
    assert_eq!(last(&mock).query, format!("key={}", mock.token()));
    porch::DoorsLook::new("1").send(&client).unwrap();
    meadow::DoorsLook::new("1").send(&client).unwrap();
    meadow::DoorsKnock::new().send(&client).unwrap();
    let options = mock.options();
    let client = blocking::Client::builder().host(mock.url.as_str()).account(&options.app_key, &options.app_secret);
    let client = client.build().unwrap().with_session(&options.session);
    mint::DoorsLook::new("1").send(&client).unwrap();
    mint::DoorsPress::new().times(7).send(&client).unwrap();
    last(&mock);
}

#[tokio::test]
async fn an_access_key_goes_to_no_gateway_but_the_one_that_was_named() {
    /// Says that nothing may be sent.
    struct Nothing;

    impl vvtool_api::exchange::Exchange for Nothing {
        fn exchange(
            &self,
            request: vvtool_api::exchange::HttpRequest,
            _: usize,
        ) -> vvtool_api::exchange::Exchanging<'_> {
            panic!("sent to {}", request.uri());
        }
    }

    let client = Client::builder().account("my key", "my secret").exchange(Nothing).build().unwrap();
    for error in [
        turnstile::DoorsLook::new("1").send(&client).await.unwrap_err().to_string(),
        porch::DoorsLook::new("1").send(&client).await.unwrap_err().to_string(),
        lantern::DoorsLook::new("1").send(&client).await.unwrap_err().to_string(),
    ] {
        assert!(error.contains("set token(), or host()"), "{error}");
    }
    // Where its host is named it gives the token out itself.
    let client = Client::builder().host("http://127.0.0.1:9").account("my key", "my secret");
    let error = porch::DoorsLook::new("1").send(&client.build().unwrap()).await.unwrap_err();
    assert!(matches!(error, vvtool_api::Error::Transport(_)), "{error}");
}

#[tokio::test]
async fn a_header_of_every_request_does_not_vanish_behind_the_key() {
    let mock = mock();
    let client = builder(&mock).default_header("x-KEY", "another").build().unwrap();
    let error = turnstile::DoorsLook::new("1").send(&client).await.unwrap_err();
    assert!(error.to_string().contains("leave default_header out"), "{error}");
    assert!(mock.requests().is_empty());
    // Other gateways have their key elsewhere.
    porch::DoorsLook::new("1").send(&client).await.unwrap();
    assert_eq!(last(&mock).header("x-key"), Some("another"));
}

#[tokio::test]
async fn a_cause_that_repeats_the_address_does_not_show_the_key_in_it() {
    use std::error::Error as _;
    use vvtool_api::exchange::{Exchange, ExchangeError, Exchanging, HttpRequest};

    /// Fails as HTTP clients do, that name the whole address.
    struct Talks;

    impl Exchange for Talks {
        fn exchange(&self, request: HttpRequest, _: usize) -> Exchanging<'_> {
            let below = std::io::Error::other(format!("no way to {}", request.uri()));
            Box::pin(async move { Err(ExchangeError::broken(std::io::Error::other(ExchangeError::timeout(below)))) })
        }
    }

    let client = Client::builder().host("http://127.0.0.1:9").token("SECRET-KEY+7f3a").exchange(Talks);
    let client = client.retry(vvtool_api::Retry::none()).build().unwrap();
    let error = lantern::DoorsLook::new("1").who("王小明先生很高").send(&client).await.unwrap_err();
    let cause = error.source().unwrap();
    let shown = format!("{error:?} {cause} {cause:?}");
    assert!(cause.source().is_none() && cause.to_string().contains("no way to http://127.0.0.1:9/"), "{cause}");
    assert!(!shown.contains("7f3a") && !shown.contains("%E7%8E%8B%E5%B0%8F"), "{shown}");
}

#[tokio::test]
async fn a_body_style_is_for_the_clients_own_gateway() {
    let mock = mock();
    let client = signing(&mock).body_style(vvtool_api::vvtool::Body::Json).build().unwrap();
    mint::DoorsKnock::new().who("王").times(3).send(&client).await.unwrap();
    assert!(last(&mock).header("content-type").unwrap().starts_with("application/x-www-form-urlencoded"));
}
