//! Code that was generated before works with the runtime of today, over a real socket.
#![allow(clippy::unwrap_used, clippy::panic)] // a test says what went wrong by stopping

use vvtool_api::{Charge, Error, WriteOutcome};
use vvtool_made_before::api::demo::order::change::{Feature, Line, Mode, Place};
use vvtool_made_before::api::demo::{ErrorKind, OrderChange};
use vvtool_made_before::api::{ids, top};

/// The code as it was printed: whoever makes it anew breaks a promise to crates that nobody sees here.
#[test]
fn the_code_is_the_one_that_was_made() {
    let text = include_str!("../made/api.rs");
    // FNV-1a, as in the generator's own record.
    let print = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    assert_eq!(format!("{print:016x}"), "eec7d210bd0e4f65", "made/api.rs was changed");
    assert!(text.contains("use ::vvtool_api::rt::v1 as rt;"));
}

fn mock() -> vvtool_mock::Mock {
    vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).unwrap()
}

fn client(mock: &vvtool_mock::Mock) -> vvtool_api::vvtool::Client {
    vvtool_api::vvtool::Client::builder().host(mock.url.as_str()).token(mock.token()).build().unwrap()
}

#[tokio::test]
async fn a_request_is_sent_and_its_reply_read() {
    let mock = mock();
    let feature = Feature::new().ident_code("7", ["a", "b"]).unwrap().place_type(Place::Store).unwrap();
    let request =
        OrderChange::new("1000000000000000001").mode(Mode::Hard).feature(feature).lines([Line::default().num(2)]);
    assert!(!format!("{:?}", request.clone().memo("secret words")).contains("secret words"));
    let reply = request.send(&client(&mock)).await.unwrap();
    assert_eq!(reply.order_id, Some(ids::OrderId::from("1000000000000000001")));
    assert_eq!(reply.result.as_ref().unwrap().success, Some(true));
    assert!(matches!(reply.charge(), Charge::Known(_)), "{:?}", reply.charge());
}

#[tokio::test]
async fn its_rules_and_its_errors_are_known() {
    let mock = mock();
    let broken = OrderChange::new("1").is_split(true).send(&client(&mock)).await.unwrap_err();
    assert!(matches!(broken, Error::Invalid(_)), "{broken}");
    mock.answer_error("demo/order/change", "OrderNotFound").unwrap();
    let error = OrderChange::new("1000000000000000001").send(&client(&mock)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OrderNotFound);
    assert_eq!(error.write_outcome(), WriteOutcome::NotExecuted);
    assert!(top::ErrorKind::TradeNotFound.remedy(vvtool_api::Lang::En).len() > 3);
}

/// Its table says nothing of signatures: those of the platform that we know hold.
#[tokio::test]
async fn its_calls_to_the_platform_are_signed() {
    let mock = mock();
    let options = mock.options();
    let builder = vvtool_api::top::Client::builder(&options.app_key, &options.app_secret).session(&options.session);
    let client = builder.host(mock.top_url()).build().unwrap();
    let reply = top::TradeGet::new(1_u64).send(&client).await;
    assert!(reply.is_ok(), "{reply:?}");
}
