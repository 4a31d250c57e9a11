//! Several limits at once, one of them over all operations of the account, and what calls cost: the loopback server counts by the spec.
#![allow(clippy::unwrap_used, clippy::panic)] // a test says what went wrong by stopping

use core::time::Duration;

use vvtool_api::vvtool::{Client, ClientBuilder, blocking};
use vvtool_api::{Caps, Charge, DocumentedError, Error, Limits, Retry, WithheldReason};
use vvtool_mock::{Mock, Options};
use vvtool_own_spec::api::ferry::{BoatsBoard, BoatsCross, ErrorKind};

fn mock(options: Options) -> Mock {
    let options = Options { stateful: true, ..options };
    Mock::start_with(concat!(env!("CARGO_MANIFEST_DIR"), "/spec"), options, 0).unwrap()
}

fn builder(mock: &Mock, label: &str) -> ClientBuilder {
    Client::builder().host(mock.url.as_str()).token(mock.token()).account_label(label).retry(Retry::none())
}

fn withheld<K: DocumentedError>(error: Error<K>) -> WithheldReason {
    match error {
        Error::Withheld(held) => held.reason().clone(),
        _ => panic!("{error}"),
    }
}

#[tokio::test]
async fn the_server_keeps_every_limit_and_counts_refused_calls_for_none() {
    let mock = mock(Options { enforce_limits: true, ..Options::default() });
    mock.set_balance(1_000).unwrap();
    let client = builder(&mock, "server").limits(Limits::off()).build().unwrap();
    // Two a second of its own, four a day of the account.
    assert!(BoatsBoard::new().send(&client).await.is_ok() && BoatsBoard::new().send(&client).await.is_ok());
    assert!(BoatsBoard::new().send(&client).await.is_err());
    assert!(BoatsCross::new().send(&client).await.is_ok() && BoatsCross::new().send(&client).await.is_ok());
    for _ in 0..2 {
        assert!(BoatsCross::new().send(&client).await.is_err());
        assert!(BoatsBoard::new().send(&client).await.is_err());
    }
    assert_eq!(mock.requests().len(), 9);
}

#[tokio::test]
async fn a_client_keeps_the_limit_of_the_account_over_all_operations() {
    let mock = mock(Options { enforce_limits: true, ..Options::default() });
    let client = builder(&mock, "client").max_wait(Duration::from_millis(50)).build().unwrap();
    BoatsCross::new().send(&client).await.unwrap();
    // Its own limit has room, that of the account has none for hours.
    assert_eq!(withheld(BoatsBoard::new().send(&client).await.unwrap_err()), WithheldReason::WaitTooLong);
    assert_eq!(withheld(BoatsCross::new().send(&client).await.unwrap_err()), WithheldReason::WaitTooLong);
    assert_eq!(mock.requests().len(), 1);
}

#[tokio::test]
async fn a_call_costs_what_the_spec_says_and_failures_only_where_it_says_so() {
    let mock = mock(Options::default());
    let client = builder(&mock, "price").limits(Limits::off()).build().unwrap();
    let reply = BoatsCross::new().send(&client).await.unwrap();
    assert_eq!((reply.charge().to_string(), mock.balance()), ("2".into(), Some(8)));
    BoatsBoard::new().send(&client).await.unwrap();
    assert_eq!(mock.balance(), Some(5));
    mock.set_balance(1).unwrap();
    let error = BoatsCross::new().send(&client).await.unwrap_err();
    assert_eq!((error.kind(), mock.balance()), (ErrorKind::Broke, Some(1)));
}

#[tokio::test]
async fn a_cap_knows_the_price_before_the_first_call() {
    let mock = mock(Options::default());
    // So many pay for a crossing, and for no place aboard.
    let client = builder(&mock, "cap").limits(Limits::off()).caps(Caps::new().per_hour(2)).build().unwrap();
    assert_eq!(withheld(BoatsBoard::new().send(&client).await.unwrap_err()), WithheldReason::Cap);
    BoatsCross::new().send(&client).await.unwrap();
    assert_eq!(mock.requests().len(), 1);
}

#[test]
fn without_async_too() {
    let mock = mock(Options { enforce_limits: true, ..Options::default() });
    let client = blocking::Client::builder().host(mock.url.as_str()).token(mock.token()).account_label("blocking");
    let client = client.max_wait(Duration::from_millis(50)).build().unwrap();
    BoatsBoard::new().send(&client).unwrap();
    assert_eq!(withheld(BoatsCross::new().send(&client).unwrap_err()), WithheldReason::WaitTooLong);
    assert_eq!(mock.balance(), Some(7));
}

#[tokio::test]
async fn what_is_paid_on_success_is_not_counted_for_refusals() {
    let mock = mock(Options::default());
    let client = builder(&mock, "refused").limits(Limits::off()).caps(Caps::new().per_hour(4)).build().unwrap();
    // Of any answer that costs points the third one would find no room.
    for _ in 0..6 {
        mock.answer_error("ferry/boats/cross", "Sunk").unwrap();
        let error = BoatsCross::new().send(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.charge()), (ErrorKind::Sunk, Charge::None));
    }
    // Paid for whatever is answered, as far as anybody knows.
    mock.answer_error("ferry/boats/board", "Sunk").unwrap();
    let error = BoatsBoard::new().send(&client).await.unwrap_err();
    assert_eq!(error.charge(), Charge::Unknown);
}
