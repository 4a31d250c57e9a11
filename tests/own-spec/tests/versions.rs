//! The version that a call asks for, in each place where a spec may say that it stands: the loopback server checks it by the spec.
#![allow(clippy::unwrap_used, clippy::panic)] // a test says what went wrong by stopping

use vvtool_api::vvtool::{Client, ClientBuilder, blocking};
use vvtool_own_spec::api::{archive, bazaar, gazette, kiosk};

fn mock() -> vvtool_mock::Mock {
    vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).unwrap()
}

fn builder(mock: &vvtool_mock::Mock) -> ClientBuilder {
    let options = mock.options();
    Client::builder().host(mock.url.as_str()).account(&options.app_key, &options.app_secret).session(&options.session)
}

/// The last request, which was not refused and in which nothing is odd.
fn last(mock: &vvtool_mock::Mock) -> vvtool_mock::Received {
    let last = mock.last_request().unwrap();
    assert_eq!((last.refused.clone(), last.notes.clone()), (None, Vec::new()));
    last
}

#[tokio::test]
async fn a_version_stands_in_the_path() {
    let mock = mock();
    let client = builder(&mock).build().unwrap();
    archive::PapersLook::new("7/").word("中").send(&client).await.unwrap();
    assert_eq!((last(&mock).path.as_str(), last(&mock).query.as_str()), ("/archive/2.0/papers/7%2F", "word=%E4%B8%AD"));
    archive::PapersAdd::new().word("a").send(&client).await.unwrap();
    assert_eq!((last(&mock).path.as_str(), last(&mock).query.as_str()), ("/archive/2.0/papers", ""));
    // An operation may have another, and elsewhere.
    archive::PapersFetch::new().send(&client).await.unwrap();
    assert_eq!(last(&mock).path, "/archive/papers-v1");
    archive::PapersScan::new().word("b").send(&client).await.unwrap();
    let sent = last(&mock);
    assert_eq!(
        (sent.path.as_str(), sent.query.as_str(), sent.header("x-version")),
        ("/archive/scan", "word=b", Some("3"))
    );
}

#[tokio::test]
async fn a_version_in_the_query_is_sent_and_signed_whatever_the_body() {
    let mock = mock();
    let client = builder(&mock).build().unwrap();
    let version = "ver=2024-06%20%CE%B2";
    gazette::IssuesLook::new("7").word("中").send(&client).await.unwrap();
    assert!(last(&mock).query.starts_with(&format!("word=%E4%B8%AD&{version}&app_key=")), "{}", last(&mock).query);
    assert_eq!(last(&mock).fields, [("number".to_owned(), "7".to_owned()), ("word".to_owned(), "中".to_owned())]);
    gazette::IssuesAdd::new().word("中").send(&client).await.unwrap();
    assert_eq!((last(&mock).query.as_str(), last(&mock).field("word")), (version, Some("中")));
    gazette::IssuesNote::new().word("中 b").send(&client).await.unwrap();
    assert_eq!((last(&mock).query.as_str(), last(&mock).body.as_str()), (version, "json"));
    gazette::IssuesHead::new().send(&client).await.unwrap();
    assert_eq!((last(&mock).query.as_str(), last(&mock).header("x-version")), ("", Some("3")));
}

#[test]
fn without_async_too() {
    let mock = mock();
    let options = mock.options();
    let client = blocking::Client::builder().host(mock.url.as_str()).account(&options.app_key, &options.app_secret);
    let client = client.build().unwrap().with_session(&options.session);
    archive::PapersLook::new("7").send(&client).unwrap();
    assert_eq!(last(&mock).path, "/archive/2.0/papers/7");
    archive::PapersScan::new().send(&client).unwrap();
    assert_eq!(last(&mock).header("x-version"), Some("3"));
    gazette::IssuesAdd::new().word("b").send(&client).unwrap();
    assert_eq!(last(&mock).query, "ver=2024-06%20%CE%B2");
}

#[test]
fn the_server_asks_for_the_version_of_its_spec() {
    let mock = mock();
    let answer = |path: &str, version: Option<&str>| {
        use std::io::{Read as _, Write as _};
        let mut stream = std::net::TcpStream::connect(mock.url.trim_start_matches("http://")).unwrap();
        let header = version.map(|version| format!("x-version: {version}\r\n")).unwrap_or_default();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: h\r\nconnection: close\r\n{header}\r\n").unwrap();
        stream.read_to_string(&mut String::new()).unwrap();
        mock.last_request().unwrap().refused
    };
    assert_eq!(answer("/archive/scan", Some("3")), None);
    for (path, version, why) in [
        ("/archive/scan", None, "X-Version is missing in the header: the version is 3"),
        ("/archive/scan", Some("2"), "X-Version in the header is another version than 3"),
        ("/archive/1.0/papers/7", None, "no operation has the path /archive/1.0/papers/7"),
    ] {
        let refused = answer(path, version).unwrap_or_default();
        assert!(refused.contains(why), "{path}: {refused}");
    }
}

#[tokio::test]
async fn a_header_of_every_request_does_not_vanish_behind_one_of_the_call() {
    let mock = mock();
    let client = builder(&mock).default_header("x-version", "9").build().unwrap();
    let error = archive::PapersScan::new().send(&client).await.unwrap_err();
    assert!(error.to_string().contains("sends as x-version are one header: leave one of them out"), "{error}");
    let client = Client::builder().host(mock.url.as_str()).token(mock.token()).default_header("X-Trace-Id", "every");
    let client = client.build().unwrap();
    let error = bazaar::OrdersList::new("1").x_trace_id("this").send(&client).await.unwrap_err();
    assert!(error.to_string().contains("sends as x-trace-id are one header"), "{error}");
    assert!(mock.requests().is_empty());
    bazaar::OrdersList::new("1").send(&client).await.unwrap();
    assert_eq!(last(&mock).header("x-trace-id"), Some("every"));
}

#[tokio::test]
async fn a_token_comes_from_where_the_spec_says_and_from_nowhere_else() {
    let mock = mock();
    let error = kiosk::GoodsLook::new().send(&builder(&mock).build().unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("tokens of this gateway come from keys/give"), "{error}");
    assert!(mock.requests().is_empty());
    let client = Client::builder().host(mock.url.as_str()).token(mock.token()).build().unwrap();
    kiosk::GoodsLook::new().word("中").send(&client).await.unwrap();
    assert_eq!(last(&mock).header("x-version"), Some("2.0"));
}
