//! The server answers whatever a test orders.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use core::time::Duration;
use std::io::{Read as _, Write as _};

use common::{call, client, common, json, mock, multipart, pairs, sign, top};
use serde_json::json;
use vvtool_mock::{Answer, Ending, Mock, Raw};

const SEND: &str = "vvtool/erps/send";
const GET: &str = "top/taobao.trade.get";

fn send(mock: &Mock) -> serde_json::Value {
    call(mock, "/tool/erps/send", &pairs(&[("shop_id", "1"), ("tid", "1"), ("out_sid", "1"), ("company_code", "POST")]))
}

fn get(mock: &Mock) -> serde_json::Value {
    let mut params = common(mock, "taobao.trade.get", "md5");
    params.extend(pairs(&[("fields", "tid"), ("tid", "1")]));
    top(mock, &sign(mock, params))
}

#[test]
fn every_row_of_every_error_table() {
    let mock = mock();
    for service in &mock.api().services.clone() {
        let (operation, call): (_, fn(&Mock) -> _) = if service.name.wire == "top" { (GET, get) } else { (SEND, send) };
        for entry in &service.errors {
            mock.answer_error(operation, &entry.name.wire).unwrap();
            let reply = call(&mock);
            let (code, message) = match reply.get("error_response") {
                None => (&reply["code"], &reply["msg"]),
                Some(error) if error["sub_code"].is_string() => {
                    assert_eq!(error["code"], 15);
                    (&error["sub_code"], &error["sub_msg"])
                }
                Some(error) => (&error["code"], &error["msg"]),
            };
            let code = code.as_str().map_or_else(|| code.to_string(), str::to_owned);
            assert_eq!((code.as_str(), message.as_str().unwrap()), (entry.code.as_str(), entry.message.as_str()));
        }
    }
}

#[test]
fn every_example_of_every_operation() {
    let mock = mock();
    for service in &mock.api().services.clone() {
        for operation in &service.operations {
            for example in &operation.examples {
                // Names alone: that the bytes come through is one test below.
                mock.answer(&format!("{}/{}", service.name.wire, operation.id), Answer::example(&example.file))
                    .unwrap();
            }
        }
    }
    mock.answer(SEND, Answer::example("send-not-successful.json")).unwrap();
    assert_eq!(send(&mock)["data"][0]["success"], false);
}

#[test]
fn an_answer_lasts_as_long_as_ordered() {
    let mock = mock();
    mock.answer_next(2, SEND, Answer::error("ShipmentAlreadyCreated")).unwrap();
    assert_eq!([send(&mock), send(&mock), send(&mock)].map(|reply| reply["code"].clone()), [614, 614, 0]);
    mock.answer_error(SEND, "ShipmentAlreadyCreated").unwrap();
    assert_eq!([send(&mock), send(&mock), send(&mock)].map(|reply| reply["code"].clone()), [614, 614, 614]);
    mock.reset();
    assert_eq!(send(&mock)["code"], 0);
    assert_eq!(mock.requests().len(), 1);
}

#[test]
fn errors_can_be_worded_carry_data_or_hide() {
    let mock = mock();
    mock.answer(SEND, Answer::error_worded("ShipmentAlreadyCreated", "已生成发货单:B27")).unwrap();
    assert_eq!(send(&mock)["msg"], "已生成发货单:B27");
    mock.answer(SEND, Answer::error_with_data("ShopNotAuthorized", json!({"url": "https://auth.example.com/"})))
        .unwrap();
    assert_eq!(send(&mock)["data"]["url"], "https://auth.example.com/");
    mock.answer(SEND, Answer::error_inside("ShipmentAlreadyCreated")).unwrap();
    let reply = send(&mock);
    assert_eq!((&reply["code"], &reply["data"][0]["success"]), (&json!(0), &json!(false)));
}

#[test]
fn what_does_not_exist_is_refused_where_it_is_ordered() {
    let mock = mock();
    for (operation, answer, says) in [
        ("vvtool/erps/sent", Answer::error("ShipmentAlreadyCreated"), "no operation vvtool/erps/sent"),
        (SEND, Answer::error("Shipped"), "the error table of vvtool has no Shipped"),
        (SEND, Answer::example("none.json"), "vvtool/erps/send has no example none.json"),
        (GET, Answer::error_inside("TradeNotFound"), "has no flag that could deny its success"),
    ] {
        let error = mock.answer(operation, answer).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn a_plain_client_orders_by_header() {
    let mock = mock();
    let send = |order: &str| {
        let request = client()
            .post(format!("{}/tool/erps/send", mock.url))
            .bearer_auth(mock.token())
            .header("x-mock-answer", order);
        request
            .multipart(multipart(&pairs(&[("shop_id", "1"), ("tid", "1"), ("out_sid", "1"), ("company_code", "POST")])))
            .send()
            .unwrap()
    };
    assert_eq!(json(send("error:ShipmentAlreadyCreated"))["msg"], "已生成发货单");
    assert_eq!(json(send("example:send-already-shipped.json"))["code"], 614);
    assert_eq!(send("error:Shipped").status(), 400);
}

/// Speaks HTTP by hand, to see exactly what comes over the connection and how it ends.
fn bytes(mock: &Mock) -> (String, bool) {
    let address = mock.url.strip_prefix("http://").unwrap();
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    let body = url_body();
    let head = format!(
        "POST /tool/erps/send HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: {}\r\n\r\n{body}",
        mock.token(),
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut text = Vec::new();
    let mut chunk = [0; 1024];
    let closed = loop {
        match stream.read(&mut chunk) {
            Ok(0) => break true,
            Ok(read) => text.extend_from_slice(&chunk[..read]),
            Err(error) => break error.kind() == std::io::ErrorKind::ConnectionReset,
        }
    };
    (String::from_utf8_lossy(&text).into_owned(), closed)
}

fn url_body() -> String {
    ["shop_id", "tid", "out_sid", "company_code"]
        .iter()
        .map(|name| format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n1\r\n"))
        .chain(["--b--\r\n".to_owned()])
        .collect()
}

#[test]
fn faults_of_the_connection() {
    let mock = mock();
    let raw = Raw::ok("0123456789");

    mock.answer(SEND, Raw::silence()).unwrap();
    assert_eq!(bytes(&mock), (String::new(), true));

    mock.answer(SEND, raw.clone().ending(Ending::Cut(4))).unwrap();
    let (text, closed) = bytes(&mock);
    assert!(text.contains("content-length: 10") && text.ends_with("\r\n\r\n0123") && closed, "{text} {closed}");

    mock.answer(SEND, raw.clone().ending(Ending::Stall(4))).unwrap();
    let (text, closed) = bytes(&mock);
    assert!(text.ends_with("\r\n\r\n0123") && !closed, "{text} {closed}");

    mock.answer(SEND, raw.clone().status(502).header("content-type", "text/html")).unwrap();
    let (text, closed) = bytes(&mock);
    assert!(
        text.starts_with("HTTP/1.1 502 ")
            && text.contains("content-type: text/html")
            && text.ends_with("0123456789")
            && !closed,
        "{text}"
    );

    mock.answer(SEND, Raw::redirect("http://127.0.0.1:1/")).unwrap();
    let (text, _) = bytes(&mock);
    assert!(text.starts_with("HTTP/1.1 302 ") && text.contains("location: http://127.0.0.1:1/"), "{text}");

    mock.answer(SEND, raw.after(Duration::from_secs(3600))).unwrap();
    assert_eq!(bytes(&mock), (String::new(), false));
    // Dropping a server in the middle of an answer must not wait for it; a hanging test is how that would show.
}

#[test]
fn other_specs_are_served_without_a_line_of_code() {
    let mock = Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/../own-spec/spec")).unwrap();
    let query = |fields: &[(&str, &str)]| call(&mock, "/acme/stock/query", &pairs(fields));
    assert_eq!(query(&[("shelf", "A-1")])["data"]["shelf"], "A-1");
    assert_eq!(query(&[])["msg"], "参数错误");
    mock.answer_error("acme/stock/query", "ShelfUnknown").unwrap();
    assert_eq!(query(&[("shelf", "A-1")])["code"], 7);
    assert_eq!(call(&mock, "/tool/erps/send", &[])["msg"], "路径错误");
}
