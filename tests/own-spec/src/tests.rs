//! Records inside a request. In the crate that generated them they can be written field by field; elsewhere `default()` does the same.
#![allow(clippy::unwrap_used, clippy::panic)] // a test says what went wrong by stopping

use vvtool_api::vvtool::Client;

use crate::api::acme::StockMove;
use crate::api::acme::stock::move_::{MoveOrder, MovedLot, Mover};

fn mock() -> (vvtool_mock::Mock, Client) {
    let mock = vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).unwrap();
    let client = Client::builder().host(mock.url.as_str()).token(mock.token()).build().unwrap();
    (mock, client)
}

#[tokio::test]
async fn a_record_made_by_its_constructor_is_sent_with_the_defaults_that_must_be() {
    let (mock, client) = mock();
    let order = MoveOrder::new("A-1", [MovedLot::new("B-2", 3)]).by(Mover::default().robot(true));
    let moved = StockMove::new(order).send(&client).await.unwrap();
    assert_eq!(moved.pieces, Some(3));
    let sent = mock.last_request().unwrap();
    let expected = r#"{"from":"A-1","lots":[{"to":"B-2","count":3}],"unit":"box","by":{"robot":true}}"#;
    assert_eq!(sent.field("order"), Some(expected));
    let other = MoveOrder::new("A-1", [MovedLot::new("B-2", 3)]).unit("pallet");
    StockMove::new(other).send(&client).await.unwrap();
    assert!(mock.last_request().unwrap().field("order").unwrap().contains(r#""unit":"pallet""#));
}

#[tokio::test]
async fn what_a_record_made_by_hand_lacks_is_refused_by_name_and_nothing_is_sent() {
    let (mock, client) = mock();
    let whole = || MoveOrder::new("A-1", [MovedLot::new("B-2", 3)]);
    // Record, fields it lacks.
    let cases = [
        (MoveOrder { from: None, ..whole() }, vec!["order.from"]),
        (MoveOrder { lots: Vec::new(), ..whole() }, vec!["order.lots"]),
        (MoveOrder { unit: None, ..whole() }, vec!["order.unit"]),
        (MoveOrder { lots: whole().lots, unit: whole().unit, ..Default::default() }, vec!["order.from"]),
        (MoveOrder::default().from("A-1"), vec!["order.lots", "order.unit"]),
        (
            MoveOrder { lots: vec![MovedLot { count: Some(3), ..Default::default() }], ..whole() },
            vec!["order.lots[0].to"],
        ),
    ];
    for (order, lacks) in cases {
        let error = StockMove::new(order.clone()).send(&client).await.unwrap_err();
        let vvtool_api::Error::Invalid(refused) = error else { panic!("{order:?}: {error}") };
        let told: Vec<_> = refused.violations().iter().map(|violation| violation.field().to_owned()).collect();
        assert_eq!(told, lacks, "{refused}");
        assert!(refused.violations().iter().all(|violation| violation.rule() == "is required"), "{refused}");
    }
    assert!(mock.requests().is_empty());
}
