//! Bounds of fields and rules across them: what breaks one is not sent, and the loopback server refuses what somebody else sends so.
#![allow(clippy::unwrap_used, clippy::panic)] // a test says what went wrong by stopping

use vvtool_api::rust_decimal::Decimal;
use vvtool_api::vvtool::{Client, blocking};
use vvtool_api::{DateTime, Error, Yuan};
use vvtool_own_spec::api::caravan::{LotsSearch, TripsSearch, lots, trips};

fn mock() -> vvtool_mock::Mock {
    vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).unwrap()
}

fn client(mock: &vvtool_mock::Mock) -> Client {
    Client::builder().host(mock.url.as_str()).token(mock.token()).build().unwrap()
}

fn lots() -> LotsSearch {
    LotsSearch::new().word("茶")
}

fn trips() -> TripsSearch {
    TripsSearch::new().word("茶").kind("land")
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn time(text: &str) -> DateTime {
    text.parse().unwrap()
}

/// What is wrong, as a reader sees it; nothing when it was answered.
fn told<T: std::fmt::Debug>(result: Result<T, impl std::fmt::Display>) -> Option<String> {
    result.err().map(|error| error.to_string())
}

#[tokio::test]
async fn a_value_on_its_bound_is_sent_and_one_beyond_is_not() {
    // What is within, what is not, what is said of it.
    let cases = [
        (lots().word("茶茶茶"), lots().word("茶茶茶a"), "word: is longer than 9 bytes"),
        (lots().count(1), lots().count(0), "count: is less than 1"),
        (lots().count(100), lots().count(101), "count: is more than 100"),
        (lots().weight(decimal("-0.50")), lots().weight(decimal("-0.51")), "weight: is less than -0.5"),
        (lots().weight(decimal("1000.25")), lots().weight(decimal("1000.251")), "weight: is more than 1000.25"),
        (lots().price(Yuan::new(decimal("0.01"))), lots().price(Yuan::new(decimal("0"))), "price: is less than 0.01"),
        (lots().shelves(["a", "b"]), lots().shelves(["a"]), "shelves: has less than 2 of them"),
        (lots().shelves(["a", "b", "c"]), lots().shelves(["a", "b", "c", "d"]), "shelves: has more than 3 of them"),
        (
            lots().parts([lots::search::Part::new(9), lots::search::Part::new(1)]),
            lots().parts([lots::search::Part::new(1), lots::search::Part::new(1), lots::search::Part::new(1)]),
            "parts: has more than 2 of them",
        ),
        (lots(), lots().parts([lots::search::Part::new(10)]), "parts[0].count: is more than 9"),
        // The most that a page holds.
        (lots().per_page(50), lots().per_page(51), "per_page: is more than 50"),
    ];
    let mock = mock();
    let client = client(&mock);
    for (within, beyond, words) in cases {
        let before = mock.requests().len();
        assert_eq!(told(within.send(&client).await), None, "{words}");
        let error = beyond.send(&client).await.unwrap_err();
        assert!(matches!(error, Error::Invalid(_)) && error.to_string().contains(words), "{words}: {error}");
        assert_eq!(mock.requests().len(), before + 1, "{words}");
        assert_eq!(mock.last_request().unwrap().refused, None, "{words}");
    }
}

#[tokio::test]
async fn rules_across_fields_hold_before_anything_is_sent() {
    let mock = mock();
    let client = client(&mock);
    let (day, later, long) = (time("2026-11-01 00:00:00"), time("2026-11-02 00:00:00"), time("2026-11-02 00:00:01"));
    let cases = [
        (lots(), None),
        (LotsSearch::new().code("AB1"), None),
        (lots().code("AB1"), Some("word, code: A word or a code, not both (avoids BadRequest)")),
        (LotsSearch::new(), Some("A word or a code, not both")),
        // The documented default is the value that the rule wants.
        (lots().ship("Tea"), None),
        (lots().ship("Tea").kind("sea"), None),
        (lots().ship("Tea").kind("air"), Some("ship: A ship only when it goes by sea")),
        (lots().from(day).till(later), None),
        (lots().from(day).till(long), Some("from, till: At most one day (avoids BadRequest)")),
        (lots().from(later).till(day), Some("At most one day")),
        (lots().from(day), Some("Both ends of the time or none")),
    ];
    for (request, words) in cases {
        let told = told(request.send(&client).await);
        match (&told, words) {
            (Some(told), Some(words)) => assert!(told.contains(words), "{words}: {told}"),
            _ => assert_eq!(told.as_deref(), words),
        }
    }
}

#[test]
fn without_async_too() {
    let mock = mock();
    let client = blocking::Client::builder().host(mock.url.as_str()).token(mock.token()).build().unwrap();
    let (day, long) = (time("2026-11-01"), time("2026-11-03"));
    let cases = [
        (trips(), None),
        (trips().code("AB1"), None),
        (TripsSearch::new().kind("land"), Some("A word, a code or both")),
        (TripsSearch::new().word("茶"), Some("A time or a way")),
        (trips().ship("Tea"), Some("A ship only when it goes by sea")),
        (TripsSearch::new().word("茶").from(day).ship("Tea"), Some("A ship only when it goes by sea")),
        (trips().from(day).till(long), Some("At most one day")),
        (trips().count(101), Some("count: is more than 100")),
        (trips().code("ABCDE"), Some("code: is longer than 4 bytes")),
        (trips().shelves(["a"]), Some("shelves: has less than 2")),
        (trips().parts([trips::search::Part::new(10)]), Some("parts[0].count: is more than 9")),
    ];
    for (request, words) in cases {
        let told = told(request.send(&client));
        match (&told, words) {
            (Some(told), Some(words)) => assert!(told.contains(words), "{words}: {told}"),
            _ => assert_eq!(told.as_deref(), words),
        }
    }
}

#[tokio::test]
async fn a_pattern_is_the_servers_business() {
    let mock = mock();
    let client = client(&mock);
    for (request, words) in
        [(lots().word("a*"), "word does not match"), (LotsSearch::new().code("ab"), "code does not match")]
    {
        let error = request.send(&client).await.unwrap_err();
        assert!(matches!(error, Error::Api(_)), "{error}");
        let why = mock.last_request().unwrap().refused.unwrap();
        assert!(why.contains(words), "{why}");
    }
}

/// Whoever sends what a client of ours does not.
#[tokio::test]
async fn the_loopback_server_keeps_to_the_same_bounds() {
    use std::io::{Read as _, Write as _};
    let mock = mock();
    let cases = [
        ("word=a&count=0", "count is less than 1"),
        ("word=aaaaaaaaaa", "word is longer than 9 bytes"),
        ("word=a&weight=1000.3", "weight is more than 1000.25"),
        ("word=a&shelves=1", "shelves has less than 2 of them"),
        (
            "word=a&parts=%5B%7B%22count%22%3A1%7D%2C%7B%22count%22%3A1%7D%2C%7B%22count%22%3A1%7D%5D",
            "parts has more than 2",
        ),
        ("word=a&code=AB1", "A word or a code"),
        ("word=a&ship=T&kind=air", "A ship only when"),
        ("word=a&from=2026-11-01+00%3A00%3A00&till=2026-11-02+00%3A00%3A01", "At most one day"),
    ];
    for (body, words) in cases {
        let address = mock.url.strip_prefix("http://").unwrap();
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let head = format!(
            "POST /caravan/lots/search HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            mock.token(),
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let why = mock.last_request().unwrap().refused;
        assert!(why.as_ref().is_some_and(|why| why.contains(words)), "{body}: {why:?} {answer}");
    }
}
