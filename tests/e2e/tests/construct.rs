//! Another crate can build every type: `Default` and assignment where `#[non_exhaustive]` forbids literals.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::field_reassign_with_default
)]

use vvtool_api::top::logistics_openalibity_write::GeneralLogisticsDataWriteRequest;
use vvtool_api::vvtool::erps::fullinfo::{Order, Trade};
use vvtool_api::vvtool::erps::send::Shipment;
use vvtool_api::{top, vvtool};
use vvtool_e2e::Clients;

#[test]
fn replies_for_a_users_own_tests() {
    let mut order = Order::default();
    order.oid = Some("1000000000000000002".into());
    let mut trade = Trade::default();
    trade.tid = Some("1000000000000000001".into());
    trade.orders = vec![order.clone(), order];
    assert_eq!(trade.clone(), trade);
    assert_ne!(trade, Trade::default());
    assert_eq!(trade.orders.len(), 2);

    let mut shipment = Shipment::default();
    shipment.success = Some(true);
    assert_eq!(shipment.success, Some(true));
}

#[test]
fn requests_by_constructor_setter_and_field_are_the_same() {
    let by_setter = vvtool::ErpsSend::new("1", "2", "3", "POST").is_split(true).sub_tid(["4", "5"]);
    let mut by_field = vvtool::ErpsSend::default();
    by_field.shop_id = Some("1".into());
    by_field.tid = Some("2".into());
    by_field.out_sid = Some("3".into());
    by_field.company_code = Some("POST".into());
    by_field.is_split = Some(true);
    by_field.sub_tid = vec!["4".into(), "5".into()];
    assert_eq!(by_setter, by_field);

    let clients = Clients::new();
    clients.call(by_field).unwrap();
    let received = clients.mock.last_request().unwrap();
    assert_eq!((received.field("is_split"), received.field("sub_tid")), (Some("1"), Some("4,5")));
}

#[test]
fn a_record_inside_a_request_has_a_constructor_and_a_setter_for_each_field() {
    let by_setter = GeneralLogisticsDataWriteRequest::new("ZTO", "880000000001", "{}", "DELIVERY_HOME")
        .current_logistics_status("CONSIGN")
        .openid("AAE1")
        .package_type("INTERNAL");
    let mut by_field = GeneralLogisticsDataWriteRequest::default();
    by_field.cp_code = Some("ZTO".into());
    by_field.mail_no = Some("880000000001".into());
    by_field.extend_param = Some("{}".into());
    by_field.scene = Some("DELIVERY_HOME".into());
    by_field.current_logistics_status = Some("CONSIGN".into());
    by_field.openid = Some("AAE1".into());
    by_field.package_type = Some("INTERNAL".into());
    assert_eq!(by_setter, by_field);
    let filled =
        GeneralLogisticsDataWriteRequest::default().cp_code("ZTO").mail_no("880000000001").scene("DELIVERY_HOME");
    assert_eq!(
        filled.extend_param("{}").openid("AAE1").package_type("INTERNAL").current_logistics_status("CONSIGN"),
        by_field
    );
}

#[test]
fn ids_beyond_every_float_arrive_digit_by_digit() {
    let clients = Clients::new();
    let big = 9_007_199_254_740_993_u64;
    clients.call(vvtool::ErpsSend::new(big, big, "3", "POST")).unwrap();
    let received = clients.mock.last_request().unwrap();
    assert_eq!(
        (received.field("tid"), received.field("shop_id")),
        (Some("9007199254740993"), Some("9007199254740993"))
    );
}

#[test]
fn fields_of_a_trade_are_chosen_by_name() {
    use vvtool_api::top::trade_get::TradeField;
    let clients = Clients::new();
    let fields = [TradeField::Tid, TradeField::Orders, TradeField::from("a_field_of_tomorrow")];
    clients.call(top::TradeGet::new(fields, "1")).unwrap();
    assert_eq!(clients.mock.last_request().unwrap().field("fields"), Some("tid,orders,a_field_of_tomorrow"));
    assert_eq!(clients.mock.last_request().unwrap().notes, ["fields has an undocumented value"]);
}

#[test]
fn what_is_wrong_is_said_before_anything_is_sent() {
    use vvtool_api::Error;
    let clients = Clients::new();
    let cases = [
        (vvtool::ErpsSend::default(), "shop_id"),
        (vvtool::ErpsSend::new("1", " ", "3", "POST"), "tid"),
        (vvtool::ErpsSend::new("1", "2", "3", "123456789012345678901"), "company_code"),
        (vvtool::ErpsSend::new("1", "2", "3", "POST").is_split(true), "is_split"),
        (vvtool::ErpsSend::new("1", "2", "3", "POST").sub_tid(["4"]), "sub_tid"),
    ];
    for (request, field) in cases {
        let error = clients.call(request).unwrap_err();
        let Error::Invalid(invalid) = &error else { panic!("{field}: {error:?}") };
        assert!(invalid.violations().iter().any(|broken| broken.field().contains(field)), "{field}: {error}");
    }
    assert!(clients.mock.requests().is_empty(), "nothing was sent");
}
