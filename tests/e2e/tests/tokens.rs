//! Fetching tokens over a real socket: once, shared, and never in answer to "too often".
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use vvtool_api::vvtool::{self, ErrorKind};
use vvtool_e2e::Clients;
use vvtool_mock::{Answer, Mock};

const SEND: &str = "vvtool/erps/send";
const TOKEN: &str = "vvtool/oauth/token";

fn send() -> vvtool::ErpsSend {
    vvtool::ErpsSend::new("1", "2", "3", "POST")
}

fn fetching(mock: &Mock) -> vvtool::Client {
    vvtool_e2e::one_request!(vvtool::Client::builder())
        .account(&mock.options().account, &mock.options().access_key)
        .host(&mock.url)
        .build()
        .unwrap()
}

#[test]
fn many_calls_at_once_fetch_one_token() {
    let clients = Clients::new();
    let client = fetching(&clients.mock);
    clients.wait(async {
        let calls: Vec<_> = (0..16)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { send().send(&client).await })
            })
            .collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
    });
    assert_eq!(clients.mock.token_fetches(), 1);
}

#[test]
fn a_dead_token_fails_one_call_and_is_replaced_for_the_next() {
    let clients = Clients::new();
    let client = fetching(&clients.mock);
    let call = || clients.wait(send().send(&client));
    call().unwrap();
    // Another machine fetches a token: ours is dead.
    clients.mock.set_token("of another machine");
    assert_eq!(call().unwrap_err().kind(), ErrorKind::TokenInvalid);
    call().unwrap();
    assert_eq!(clients.mock.token_fetches(), 2);
}

#[test]
fn too_many_new_tokens_are_not_answered_with_another() {
    let clients = Clients::new();
    let client = fetching(&clients.mock);
    clients.wait(send().send(&client)).unwrap();
    clients.mock.answer(SEND, Answer::error("OverFrequency")).unwrap();
    for _ in 0..3 {
        assert_eq!(clients.wait(send().send(&client)).unwrap_err().kind(), ErrorKind::OverFrequency);
    }
    assert_eq!(clients.mock.token_fetches(), 1);
}

#[test]
fn a_refused_fetch_is_the_error_of_the_call_and_the_write_was_not_sent() {
    let clients = Clients::new();
    let client = fetching(&clients.mock);
    clients.mock.answer_error(TOKEN, "TokenInvalid").unwrap();
    let error = clients.wait(send().send(&client)).unwrap_err();
    assert_eq!((error.kind(), error.write_outcome()), (ErrorKind::TokenInvalid, vvtool_api::WriteOutcome::NotExecuted));
    assert!(clients.mock.requests().iter().all(|request| request.operation.as_deref() == Some(TOKEN)));
}

#[test]
fn a_token_in_an_envelope_is_read_too() {
    let clients = Clients::new();
    clients.mock.answer(TOKEN, Answer::example("token-enveloped.json")).unwrap();
    clients.mock.set_token("synthetic-token-0000000000000002");
    clients.wait(send().send(&fetching(&clients.mock))).unwrap();
}
