//! A user's tests without sockets: feature `testing`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use vvtool_api::exchange::http::StatusCode;
use vvtool_api::testing::{Fault, Scripted};
use vvtool_api::{Charge, Class, DocumentedError, Error, Reply, WriteOutcome, top, vvtool};

const SHIPPED: &str = r#"{"code":0,"msg":"成功","data":[{"withholding_money":1,"success":true}]}"#;

fn ship() -> vvtool::ErpsSend {
    vvtool::ErpsSend::new("1", "2", "SF-c4nary", "POST").is_split(true).sub_tid(["4", "5"])
}

fn gateway(script: &Scripted) -> vvtool::ClientBuilder {
    vvtool_e2e::one_request!(vvtool::Client::builder()).token("t0ken-c4nary").exchange(script.clone())
}

fn wait<T>(call: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(call)
}

#[test]
fn answers_come_in_order_and_an_empty_script_sends_nothing() {
    let script = Scripted::new();
    script.json(SHIPPED).status(StatusCode::BAD_GATEWAY, "<html>").fault(Fault::Refused);
    let client = gateway(&script).build().unwrap();
    assert_eq!(script.left(), 3);
    assert_eq!(wait(ship().send(&client)).unwrap().charge(), Charge::Known(1.into()));
    assert_eq!(wait(ship().send(&client)).unwrap_err().status(), Some(502));
    assert_eq!(wait(ship().send(&client)).unwrap_err().write_outcome(), WriteOutcome::NotExecuted);
    let error = wait(ship().send(&client)).unwrap_err();
    assert_eq!((error.write_outcome(), script.left(), script.sent().len()), (WriteOutcome::NotExecuted, 0, 4));
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("/tool/erps/send"), "{cause}");

    let blocking = vvtool_e2e::one_request!(vvtool::blocking::Client::builder())
        .token("t")
        .exchange(script.clone())
        .build()
        .unwrap();
    script.json(SHIPPED);
    assert_eq!(ship().send(&blocking).unwrap().success, Some(true));
}

#[test]
fn what_was_sent_is_remembered_and_its_debug_holds_no_value() {
    let script = Scripted::new();
    for body in [vvtool::Body::Multipart, vvtool::Body::Form, vvtool::Body::Json] {
        script.json(SHIPPED);
        wait(ship().send(&gateway(&script).body_style(body).build().unwrap())).unwrap();
        let sent = script.sent().pop().unwrap();
        assert_eq!((sent.path(), sent.is_fresh()), ("/tool/erps/send", true));
        assert_eq!(sent.headers()["authorization"], "Bearer t0ken-c4nary");
        for (name, value) in
            [("out_sid", Some("SF-c4nary")), ("sub_tid", Some("4,5")), ("is_split", Some("1")), ("x", None)]
        {
            assert_eq!(sent.field(name).as_deref(), value, "{body:?} {name}");
        }
        assert_eq!(sent.fields().len(), 6, "{body:?}: {sent:?}");
        assert!(!sent.body().is_empty());
        let shown = format!("{sent:?} {sent:#?} {script:?}");
        assert!(shown.contains("out_sid") && !shown.contains("c4nary"), "{shown}");
    }

    script.json(r#"{"trade_get_response":{"trade":{"tid":1}}}"#);
    let client = vvtool_e2e::one_request!(top::Client::builder("key", "secret"))
        .session("s")
        .exchange(script.clone())
        .build()
        .unwrap();
    wait(top::TradeGet::new(["tid"], "1").send(&client)).unwrap();
    let sent = script.sent().pop().unwrap();
    assert_eq!((sent.field("method").as_deref(), sent.is_fresh()), (Some("taobao.trade.get"), false));
}

#[test]
fn every_documented_error_arrives_as_its_kind() {
    let script = Scripted::new();
    let client = gateway(&script).build().unwrap();
    // The table lists the success too, which is no error.
    let documented = vvtool::ErrorKind::ALL.iter().filter(|kind| **kind != vvtool::ErrorKind::Success);
    for &kind in documented.chain(&[vvtool::ErrorKind::Unknown]) {
        script.error(kind);
        let error = wait(ship().send(&client)).unwrap_err();
        assert_eq!((error.kind(), error.class(), error.write_outcome()), (kind, kind.class(), kind.write_outcome()));
        let made = vvtool::Error::from_kind::<vvtool::ErpsSend>(kind);
        assert_eq!((made.to_string(), made.kind(), made.class()), (error.to_string(), kind, error.class()));
    }
    let client = vvtool_e2e::one_request!(top::Client::builder("key", "secret"))
        .session("s")
        .exchange(script.clone())
        .build()
        .unwrap();
    for &kind in top::ErrorKind::ALL.iter().chain(&[top::ErrorKind::Unknown]) {
        script.error(kind);
        let error = wait(top::TradeGet::new(["tid"], "1").send(&client)).unwrap_err();
        assert_eq!((error.kind(), error.class()), (kind, kind.class()), "{error}");
        assert_eq!(top::Error::from_kind::<top::TradeGet>(kind).to_string(), error.to_string());
    }
}

#[test]
fn a_made_error_is_the_one_that_a_call_gives() {
    for (fault, write, is_timeout) in [
        (Fault::Refused, WriteOutcome::NotExecuted, false),
        (Fault::Timeout, WriteOutcome::Unknown, true),
        (Fault::Cut, WriteOutcome::Unknown, false),
    ] {
        let script = Scripted::new();
        script.fault(fault);
        let error = wait(ship().send(&gateway(&script).build().unwrap())).unwrap_err();
        let made = vvtool::Error::from_fault::<vvtool::ErpsSend>(fault);
        assert_eq!((made.to_string(), made.write_outcome()), (error.to_string(), write), "{fault:?}");
        let Error::Transport(transport) = &made else { panic!("{made:?}") };
        assert_eq!((transport.is_timeout(), transport.class()), (is_timeout, Class::RetryWithBackoff));
        let read = vvtool::Error::from_fault::<vvtool::ErpsFullinfo>(fault);
        assert_eq!(read.write_outcome(), WriteOutcome::NotExecuted, "a read changes nothing");
    }
}

#[test]
fn a_reply_can_be_made() {
    let mut data = vvtool::erps::send::Shipment::default();
    data.success = Some(true);
    let reply = Reply::from_parts::<vvtool::ErpsSend>(data, Charge::None, SHIPPED);
    assert_eq!((reply.success, reply.charge(), reply.raw().len()), (Some(true), Charge::None, SHIPPED.len()));
    assert!(reply.strict().is_ok());
}
