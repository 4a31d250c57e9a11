//! Caps on what calls may cost, counted by the server, which keeps the points.
#![allow(clippy::unwrap_used, clippy::panic)]

use core::time::Duration;
use std::thread;
use std::time::SystemTime;

use vvtool_api::vvtool::{self, Client, ErpsFullinfo};
use vvtool_api::{Caps, Class, Error, Limits, WithheldReason, WriteOutcome};
use vvtool_e2e::ordeal;
use vvtool_mock::{Mock, Options};

fn mock() -> Mock {
    Mock::embedded_with(Options { stateful: true, ..Options::default() }, 0).unwrap()
}

fn request(at: usize) -> ErpsFullinfo {
    ErpsFullinfo::new("123456789", at.to_string(), ["tid", "status"])
}

/// Ends of calls: those that succeeded, those that the cap held back.
fn counted<T>(results: impl IntoIterator<Item = Result<T, vvtool::Error>>) -> (usize, usize) {
    let (mut done, mut held) = (0, 0);
    for result in results {
        match result {
            Ok(_) => done += 1,
            Err(Error::Withheld(error)) => {
                assert_eq!((error.reason(), error.class()), (&WithheldReason::Cap, Class::TopUp));
                assert_eq!((error.write_outcome(), error.attempts()), (WriteOutcome::NotExecuted, 0));
                held += 1;
            }
            Err(error) => panic!("{error}"),
        }
    }
    (done, held)
}

#[test]
fn a_thousand_calls_at_once_pay_no_more_than_the_cap() {
    ordeal::at_once(1_000).assert_kept();
}

#[tokio::test]
async fn what_is_spent_is_told_and_so_is_why_a_call_is_held_back() {
    let mock = mock();
    let builder = Client::builder().token(mock.token()).host(&mock.url).account_label("told");
    let client = builder.limits(Limits::off()).caps(Caps::new().per_day(100)).build().unwrap();
    for at in 0..80 {
        request(at).send(&client).await.unwrap();
    }
    let error = request(80).send(&client).await.unwrap_err();
    assert!(error.to_string().contains("100 points (caps.per_day): 80 are spent"), "{error}");
    assert!(error.to_string().ends_with("20 are kept for reading back writes"), "{error}");
    let (wait, day) = (error.retry_after().unwrap(), Duration::from_secs(24 * 3_600));
    assert!(wait > day - Duration::from_secs(1) && wait < day + Duration::from_secs(901), "{wait:?}");
    assert!(error.not_before().is_some_and(|at| at > SystemTime::now()));
    let spend = client.spend();
    assert_eq!((spend.total().known().get(), spend.total().none(), spend.total().unknown()), (80, 0, 0));
    assert_eq!((spend.to_string().as_str(), mock.arrived()), ("80 points", 80));
}

#[test]
fn blocking_clients_on_many_threads_keep_the_cap_of_an_hour_too() {
    let mock = mock();
    let before = mock.balance().unwrap();
    let builder = vvtool::blocking::Client::builder().token(mock.token()).host(&mock.url).account_label("many threads");
    let client = builder.limits(Limits::off()).caps(Caps::new().per_hour(10).per_day(1_000)).build().unwrap();
    let calls: Vec<_> = (0..8)
        .map(|of| {
            thread::spawn({
                let client = client.clone();
                move || (0..5).map(|at| request(of * 10 + at).send(&client)).collect::<Vec<_>>()
            })
        })
        .collect();
    let results = calls.into_iter().flat_map(|call| call.join().unwrap());
    assert_eq!((counted(results), before - mock.balance().unwrap()), ((8, 32), 8));
    assert_eq!(client.spend().of("vvtool/erps/fullinfo").known().get(), 8);
    assert_eq!(client.spend().operations().count(), 1);
}

#[tokio::test]
async fn what_an_answer_does_not_tell_counts_as_spent_and_what_is_not_charged_does_not() {
    let mock = mock();
    let builder = Client::builder().token(mock.token()).host(&mock.url).account_label("untold");
    let client = vvtool_e2e::one_request!(builder).caps(Caps::new().per_day(5)).build().unwrap();
    for _ in 0..4 {
        mock.answer_error("vvtool/erps/fullinfo", "TradeNotFound").unwrap();
        assert!(matches!(request(1).send(&client).await, Err(Error::Api(_))));
    }
    assert!(matches!(request(1).send(&client).await, Err(Error::Withheld(_))));
    let spent = client.spend().total();
    assert_eq!((spent.known().get(), spent.unknown(), spent.most().get()), (0, 4, 4));
    assert_eq!(spent.to_string(), "0 to 4 points, 4 calls unknown");

    // No connection, no charge.
    let builder = Client::builder().token("token").host("http://127.0.0.1:1").account_label("unreachable");
    let client = vvtool_e2e::one_request!(builder).caps(Caps::new().per_day(5)).build().unwrap();
    for _ in 0..20 {
        assert!(matches!(request(1).send(&client).await, Err(Error::Transport(_))));
    }
    assert_eq!((client.spend().total().none(), client.spend().total().most().get()), (20, 0));
}
