//! Many reads through all clients, against the server, which counts points and calls.
#![allow(clippy::unwrap_used, clippy::panic)]

use core::time::Duration;
use std::collections::BTreeSet;

use vvtool_api::rt::v1::{Scope, entry};
use vvtool_api::top::TradeGet;
use vvtool_api::vvtool::{self, ErpsFullinfo, ErrorKind};
use vvtool_api::{Caps, Class, DocumentedError as _, Error, Limits, Rate, Retry, WithheldReason, top};
use vvtool_mock::{Answer, Fault, Mock, Options, When};

const READ: &str = "vvtool/erps/fullinfo";

fn mock() -> Mock {
    Mock::embedded_with(Options { stateful: true, ..Options::default() }, 0).unwrap()
}

fn request(tid: usize) -> ErpsFullinfo {
    ErpsFullinfo::new("123456789", tid.to_string(), ["tid", "status"])
}

fn client(mock: &Mock, label: &str) -> vvtool::Client {
    let builder = vvtool::Client::builder().token(mock.token()).host(&mock.url).account_label(label);
    builder.limits(Limits::off()).build().unwrap()
}

fn blocking(mock: &Mock, label: &str) -> vvtool::blocking::Client {
    let builder = vvtool::blocking::Client::builder().token(mock.token()).host(&mock.url).account_label(label);
    builder.limits(Limits::off()).build().unwrap()
}

#[tokio::test]
async fn both_services_answer_many_reads() {
    let mock = mock();
    let mut bulk = client(&mock, "many").many((0..100).map(request));
    let mut seen = BTreeSet::new();
    while let Some(item) = bulk.next().await {
        assert_eq!(item.result.unwrap().tid.as_ref().unwrap().as_str(), item.index.to_string());
        assert!(seen.insert(item.index));
    }
    assert_eq!(
        (seen.len(), bulk.progress().points().get(), mock.balance(), mock.arrived()),
        (100, 100, Some(900), 100)
    );

    let (key, secret) = (&mock.options().app_key, &mock.options().app_secret);
    let top = top::Client::builder(key, secret).session(&mock.options().session).host(mock.top_url()).build().unwrap();
    let mut bulk = top.many((0..20).map(|tid| TradeGet::new(["tid", "status"], tid.to_string())));
    let mut good = 0;
    while let Some(item) = bulk.next().await {
        good += usize::from(item.result.is_ok());
    }
    assert_eq!((good, bulk.progress().done_through(), bulk.progress().points().get()), (20, 20, 0));
}

#[test]
fn a_blocking_bulk_is_an_iterator() {
    let mock = mock();
    let client = blocking(&mock, "iterator");
    let shop = "123456789".to_owned();
    let mut bulk = client.many((0..50).map(|tid| ErpsFullinfo::new(&*shop, tid.to_string(), ["tid"])));
    let seen: BTreeSet<_> = bulk.by_ref().filter(|item| item.result.is_ok()).map(|item| item.index).collect();
    assert_eq!((seen.len(), bulk.progress().done(), mock.arrived()), (50, 50, 50));
    // Some of it, and the rest later.
    let mut bulk = client.many((0..50).map(request));
    let some: BTreeSet<_> = bulk.by_ref().take(10).map(|item| item.index).collect();
    let rest: BTreeSet<_> = bulk.into_rest().map(|request| request.tid.unwrap().as_str().parse().unwrap()).collect();
    assert!(some.is_disjoint(&rest) && some.len() == 10 && rest.len() == 40);

    let top = top::blocking::Client::builder(&mock.options().app_key, &mock.options().app_secret);
    let top = top.session(&mock.options().session).host(mock.top_url()).build().unwrap();
    let bulk = top.many((0..5).map(|tid| TradeGet::new(["tid", "status"], tid.to_string())));
    assert!(bulk.map(|item| item.result).all(|result| result.is_ok()));
}

#[tokio::test]
async fn a_blocking_bulk_refuses_to_stop_a_runtime() {
    let mock = mock();
    let mut bulk = blocking(&mock, "refuses").many((0..5).map(request));
    assert!(bulk.next().is_none());
    let Some(Error::Config(error)) = bulk.stopped() else { panic!("{bulk:?}") };
    assert!(error.to_string().contains("use the async client here"), "{error}");
    assert_eq!((bulk.into_rest().count(), mock.arrived()), (5, 0));
}

#[test]
fn what_the_documents_say_of_the_account_ends_a_bulk_and_what_they_say_of_a_call_does_not() {
    let mock = mock();
    for (at, kind) in
        ErrorKind::ALL.iter().enumerate().filter(|(_, kind)| !kind.code().is_empty() && kind.code() != "0")
    {
        mock.reset();
        let Ok(()) = mock.answer_next(1, READ, Answer::error(kind.name())) else { continue };
        // Each kind is an account of its own: pauses and points are remembered.
        let builder = vvtool::blocking::Client::builder().token(mock.token()).host(&mock.url);
        let builder = builder.account_label(format!("kind {at}")).limits(Limits::off()).retry(Retry::none());
        let mut bulk = builder.build().unwrap().many((0..4).map(request));
        let results: Vec<_> = bulk.by_ref().map(|item| item.result.is_ok()).collect();
        let stops = ["204", "401", "1001"].contains(&kind.code());
        assert_eq!(bulk.stopped().is_some(), stops, "{kind}: {:?}", bulk.stopped());
        assert_eq!(results.iter().filter(|good| !**good).count(), usize::from(!stops), "{kind}: {results:?}");
        assert_eq!(results.len() + bulk.into_rest().count(), 4, "{kind}");
    }
}

#[test]
fn the_same_holds_for_the_platform() {
    let mock = mock();
    let (mut stopped, mut tried) = (0, 0);
    for kind in top::ErrorKind::ALL.iter().filter(|kind| !kind.code().is_empty() && kind.code() != "0") {
        mock.reset();
        let Ok(()) = mock.answer_next(1, "top/taobao.trade.get", Answer::error(kind.name())) else { continue };
        let builder = top::blocking::Client::builder(&mock.options().app_key, &mock.options().app_secret);
        let builder = builder.session(&mock.options().session).host(mock.top_url()).account_label(kind.name());
        let client = builder.limits(Limits::off()).retry(Retry::none()).build().unwrap();
        let mut bulk = client.many((0..4).map(|tid| TradeGet::new(["tid", "status"], tid.to_string())));
        let given = bulk.by_ref().count();
        let stops = entry(*kind).scope >= Scope::Operation || kind.class() == Class::RefreshToken;
        assert_eq!((bulk.stopped().is_some(), given < 4), (stops, stops), "{kind}");
        assert_eq!(given + bulk.into_rest().count(), 4, "{kind}");
        tried += 1;
        stopped += usize::from(stops);
    }
    println!("{stopped} of {tried} errors end a bulk");
    assert!(stopped > 1 && tried > stopped + 10, "{stopped} of {tried}");
}

#[tokio::test]
async fn an_empty_balance_ends_it_and_after_topping_up_the_rest_goes_on() {
    let mock = mock();
    mock.set_balance(30).unwrap();
    let client = client(&mock, "empty balance");
    let mut bulk = client.many((0..100).map(request));
    let mut done = BTreeSet::new();
    while let Some(item) = bulk.next().await {
        assert!(item.result.is_ok() && done.insert(item.index));
    }
    assert_eq!((done.len(), bulk.stopped().unwrap().kind()), (30, ErrorKind::BalanceExhausted));
    mock.set_balance(1_000).unwrap();
    let mut bulk = client.many(bulk.into_rest());
    while let Some(item) = bulk.next().await {
        assert!(item.result.is_ok() && done.insert(item.request.tid.unwrap().as_str().parse().unwrap()));
    }
    assert_eq!((done.len(), mock.balance()), (100, Some(930)));
}

#[tokio::test]
async fn who_takes_his_time_over_results_pays_nothing_twice() {
    let mock = mock();
    mock.fault(READ, Fault::Latency(Duration::from_millis(400).into()), When::Every).unwrap();
    let builder = vvtool::Client::builder().token(mock.token()).host(&mock.url).account_label("takes his time");
    let builder = builder.timeout(Duration::from_millis(1_500)).connect_timeout(Duration::from_secs(1));
    let client = builder.limits(Limits::new().rate(Rate::per_second(1_000))).build().unwrap();
    let mut bulk = client.many((0..120).map(request));
    while let Some(item) = bulk.next().await {
        assert!(item.result.is_ok(), "{}: {:?}", item.index, item.result);
        // For as many results as calls are under way, that is more than one call has.
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
    assert_eq!((bulk.progress().done(), mock.arrived(), mock.balance()), (120, 120, Some(880)));
}

#[tokio::test]
async fn lost_answers_are_asked_for_again_and_a_cap_ends_it() {
    let mock = mock();
    mock.fault(READ, Fault::ResetAfterExecution, When::Next(3)).unwrap();
    let builder = vvtool::Client::builder().token(mock.token()).host(&mock.url).account_label("lost answers");
    let client = builder.limits(Limits::off()).caps(Caps::new().per_day(50)).build().unwrap();
    let mut bulk = client.many((0..).map(request));
    let mut good = 0;
    while let Some(item) = bulk.next().await {
        good += usize::from(item.result.is_ok());
    }
    let Some(Error::Withheld(held)) = bulk.stopped() else { panic!("{bulk:?}") };
    assert_eq!(held.reason(), &WithheldReason::Cap);
    let spent = client.spend().total();
    // Forty of fifty may be spent; three were spent on answers that never came.
    assert_eq!((good, spent.known().get(), spent.unknown(), 1_000 - mock.balance().unwrap()), (37, 37, 3, 40));
}
