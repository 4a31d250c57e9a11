//! Gateways that sign in their own ways, each called over a real socket: the loopback server checks the signature by the spec, and what
//! was on the wire is what Python's hashlib and hmac make of the same parameters.
#![allow(clippy::unwrap_used)] // a test says what went wrong by stopping

use vvtool_api::top::{Client, ClientBuilder, blocking};
use vvtool_own_spec::api::{depot, harbor, market};

const WAYBILL: &str = "YT 1&中";

fn mock() -> vvtool_mock::Mock {
    vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).unwrap()
}

fn client(mock: &vvtool_mock::Mock, gateway: &str) -> ClientBuilder {
    let options = mock.options();
    let builder = Client::builder(&options.app_key, &options.app_secret).session(&options.session);
    builder.host(format!("{}/{gateway}/router", mock.url))
}

/// The last request's value of a parameter.
fn sent(mock: &vvtool_mock::Mock, name: &str) -> String {
    let last = mock.requests().pop().unwrap();
    assert_eq!(last.refused, None);
    last.fields.iter().find(|(each, _)| each == name).unwrap().1.clone()
}

#[tokio::test]
async fn a_path_stands_before_sorted_parameters() {
    let mock = mock();
    let call = harbor::HarborParcelLook::new(WAYBILL).batch("B");
    assert_eq!(call.send(&client(&mock, "harbor").build().unwrap()).await.unwrap().found, Some(true));
    assert_eq!(sent(&mock, "sign"), "8861E080D3E0958471E75B747DF13FD8CCA0DF86F089DE6271D16CB2A39A28FA");
}

#[tokio::test]
async fn the_key_stands_behind_pairs() {
    let mock = mock();
    let call = market::MarketParcelLook::new(WAYBILL).batch("B");
    assert_eq!(call.send(&client(&mock, "market").build().unwrap()).await.unwrap().found, Some(true));
    assert_eq!(sent(&mock, "data_type"), "JSON");
    assert_eq!(sent(&mock, "sign"), "E0894518772AACC7A28A876596607FBA");
}

#[tokio::test]
async fn pairs_are_signed_encoded_and_as_they_are_sent() {
    let mock = mock();
    let call = || depot::DepotParcelLook::new(WAYBILL).batch("B");
    assert_eq!(call().send(&client(&mock, "depot").build().unwrap()).await.unwrap().found, Some(true));
    assert_eq!(
        (sent(&mock, "algorithm"), sent(&mock, "signature")),
        ("md5".to_owned(), "89c178ad358e74568a339521a6b5a36d".to_owned())
    );
    let other = client(&mock, "depot").sign_method(depot::SignMethod::Sha).build().unwrap();
    assert_eq!(call().send(&other).await.unwrap().found, Some(true));
    assert_eq!(sent(&mock, "signature"), "d30e49599fe2a2060aab8e412cae10f44bf9ffa79efcce80d0bb6aa77f4be952");
    // A word of another gateway.
    let other = client(&mock, "depot").sign_method(vvtool_api::top::SignMethod::HmacSha256).build().unwrap();
    let error = call().send(&other).await.unwrap_err();
    assert!(error.to_string().contains("no sign method \"hmac-sha256\": this gateway has md5, sha"), "{error}");
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn a_client_without_a_host_goes_to_the_one_of_the_service_it_calls() {
    let client = Client::builder("key", "secret").dry_run(true).build().unwrap();
    let told = harbor::HarborParcelLook::new(WAYBILL).send(&client).await.unwrap_err().to_string();
    assert!(told.contains("http://127.0.0.1:9/harbor/router with"), "{told}");
    let told = depot::DepotParcelLook::new(WAYBILL).send(&client).await.unwrap_err().to_string();
    assert!(told.contains("http://127.0.0.1:9/depot/router with"), "{told}");
    // A name of another gateway's host is none of this one's.
    let named = Client::builder("key", "secret").host("overseas").dry_run(true).build().unwrap();
    let told = harbor::HarborParcelLook::new(WAYBILL).send(&named).await.unwrap_err().to_string();
    assert!(told.contains("nor one of: default"), "{told}");
    let secure = Client::builder("key", "secret").require_tls(true).build().unwrap();
    let told = harbor::HarborParcelLook::new(WAYBILL).send(&secure).await.unwrap_err().to_string();
    assert!(told.contains("its host is plain http"), "{told}");
}

#[test]
fn without_async_too() {
    let mock = mock();
    let options = mock.options();
    for (gateway, secret) in [("harbor", options.app_secret.as_str()), ("harbor", "another")] {
        let builder = blocking::Client::builder(&options.app_key, secret).session(&options.session);
        let client = builder.host(format!("{}/{gateway}/router", mock.url)).build().unwrap();
        let found = harbor::HarborParcelLook::new(WAYBILL).send(&client);
        assert_eq!(found.is_ok(), secret != "another", "{found:?}");
    }
}
