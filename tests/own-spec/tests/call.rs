//! The generated client of another gateway, over a real socket.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test says what went wrong by stopping

use vvtool_api::vvtool::Client;
use vvtool_own_spec::api::acme::stock::query::LotType;
use vvtool_own_spec::api::acme::{ErrorKind, StockQuery};

fn mock() -> vvtool_mock::Mock {
    vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).unwrap()
}

fn client(mock: &vvtool_mock::Mock) -> Client {
    Client::builder().host(mock.url.as_str()).token(mock.token()).build().unwrap()
}

#[tokio::test]
async fn an_operation_of_ones_own_is_called_like_ours() {
    let mock = mock();
    let stock = StockQuery::new("A-1").send(&client(&mock)).await.unwrap();
    assert_eq!(stock.shelf.as_ref().unwrap().as_str(), "A-1");
    let lots: Vec<_> = stock.lots.iter().map(|lot| (lot.r#type.clone(), lot.count)).collect();
    assert_eq!(lots, [(Some(LotType::Fresh), Some(3)), (Some(LotType::from("smoked")), Some(2))]);
}

#[tokio::test]
async fn its_errors_are_typed_too() {
    let mock = mock();
    mock.answer_error("acme/stock/query", "ShelfUnknown").unwrap();
    let error = StockQuery::new("B-9").send(&client(&mock)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ShelfUnknown);
}

#[test]
fn the_example_runs() {
    let test = std::env::current_exe().unwrap();
    let program = test.ancestors().nth(2).unwrap().join(format!("examples/own_spec{}", std::env::consts::EXE_SUFFIX));
    let mock = mock();
    let output = std::process::Command::new(program)
        .envs([("VVTOOL_HOST", mock.url.as_str()), ("VVTOOL_TOKEN", mock.token().as_str())])
        .output()
        .expect("`cargo test` builds it, with one test chosen first run `cargo build -p vvtool-own-spec --examples`");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("Some(Fresh): Some(3)"), "{output:?}");
}
