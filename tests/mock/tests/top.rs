//! The gate of the Taobao Open Platform: parameters, clock, signature, session.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::{Pairs, client, common, json, mock, now, pairs, sign, top, url_encoded};
use vvtool_mock::{Mock, gmt8};

const GET: &str = "taobao.trade.get";
const OWN: &[(&str, &str)] = &[("fields", "tid,type,status,payment,orders"), ("tid", "1000000000000000001")];

fn valid(mock: &Mock) -> Pairs {
    let mut params = common(mock, GET, "md5");
    params.extend(pairs(OWN));
    params
}

fn set(mut params: Pairs, name: &str, value: Option<&str>) -> Pairs {
    params.retain(|(known, _)| known != name);
    if let Some(value) = value {
        params.push((name.to_owned(), value.to_owned()));
    }
    params
}

#[test]
fn every_signature_method_passes() {
    let mock = mock();
    for sign_method in ["md5", "hmac", "hmac-sha256"] {
        let reply = top(&mock, &sign(&mock, set(valid(&mock), "sign_method", Some(sign_method))));
        assert!(reply["trade_get_response"]["trade"]["orders"]["order"].is_array(), "{sign_method}: {reply}");
    }
    let seen = mock.last_request().unwrap();
    assert_eq!((seen.operation.as_deref(), seen.refused, seen.notes), (Some("top/taobao.trade.get"), None, vec![]));
}

#[test]
fn parameters_are_checked() {
    let mock = mock();
    let late = gmt8(now() - 605);
    let early = gmt8(now() + 700);
    let cases: &[(&str, Option<&str>, i64)] = &[
        ("method", None, 21),
        ("method", Some("taobao.trade.got"), 22),
        ("format", None, 23),
        ("format", Some("xml"), 23),
        ("app_key", None, 28),
        ("app_key", Some("1"), 29),
        ("timestamp", None, 30),
        ("timestamp", Some("yesterday"), 31),
        ("timestamp", Some(&late), 31),
        ("timestamp", Some(&early), 31),
        ("v", None, 32),
        ("v", Some("1.0"), 34),
        ("sign_method", Some("sha1"), 25),
        ("session", None, 26),
        ("session", Some("another"), 27),
        ("tid", None, 40),
        ("tid", Some(" "), 40),
        ("fields", Some("tid,,status"), 41),
    ];
    for (name, value, code) in cases {
        let reply = top(&mock, &sign(&mock, set(valid(&mock), name, *value)));
        assert_eq!(reply["error_response"]["code"], *code, "{name} = {value:?}: {reply}");
    }
}

#[test]
fn the_signature_covers_every_parameter() {
    let mock = mock();
    let signed = sign(&mock, valid(&mock));
    assert_eq!(top(&mock, &set(signed.clone(), "sign", None))["error_response"]["code"], 24);
    assert_eq!(top(&mock, &set(signed.clone(), "tid", Some("1000000000000000002")))["error_response"]["code"], 25);
    let lower = signed.iter().find(|(name, _)| name == "sign").unwrap().1.to_lowercase();
    assert_eq!(top(&mock, &set(signed, "sign", Some(&lower)))["error_response"]["code"], 25);
}

#[test]
fn the_clock_can_be_set() {
    let mock = mock();
    let signed = sign(&mock, set(valid(&mock), "timestamp", Some("2000-01-01 00:00:00")));
    assert_eq!(top(&mock, &signed)["error_response"]["code"], 31);
    // 2000-01-01 00:00 in GMT+8 is 16:00 of the day before in GMT.
    for (clock, passes) in
        [(946_656_000, true), (946_656_600, true), (946_655_400, true), (946_656_601, false), (946_655_399, false)]
    {
        mock.set_clock(Some(clock));
        assert_eq!(top(&mock, &signed)["trade_get_response"].is_object(), passes, "{clock}");
    }
}

#[test]
fn only_posted_forms() {
    let mock = mock();
    let signed = sign(&mock, valid(&mock));
    let reply = json(client().get(format!("{}?{}", mock.top_url(), url_encoded(&signed))).send().unwrap());
    assert_eq!(reply["error_response"]["code"], 9);
    let reply = json(client().post(mock.top_url()).multipart(common::multipart(&signed)).send().unwrap());
    assert_eq!(reply["error_response"]["code"], 47);
    let request = client().post(mock.top_url()).header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(json(request.body("method=%FF").send().unwrap())["error_response"]["code"], 47);
}

#[test]
fn simplified_replies_have_neither_root_nor_wrappers() {
    let mock = mock();
    let reply = top(&mock, &sign(&mock, set(valid(&mock), "simplify", Some("true"))));
    assert!(reply["trade"]["orders"].is_array(), "{reply}");

    // No simplified example is documented for this one, so it is derived.
    let reply = top(&mock, &sign(&mock, set(write(&mock, OBJECT), "simplify", Some("true"))));
    assert_eq!(reply["write_response"]["success"], true, "{reply}");
}

const WRITE: &str = "taobao.logistics.openalibity.write";
const OBJECT: &str = r#"{"cp_code":"ZTO","mail_no":"1","extend_param":"{}","scene":"SIGN_PIC"}"#;

fn write(mock: &Mock, object: &str) -> Pairs {
    let mut params = common(mock, WRITE, "hmac-sha256");
    params.push(("general_logistics_data_write_request".to_owned(), object.to_owned()));
    params
}

#[test]
fn object_parameters_are_looked_into() {
    let mock = mock();
    let missing = OBJECT.replace(r#""cp_code":"ZTO","#, "");
    let unknown = OBJECT.replace("cp_code\":\"ZTO\"", "cp_code\":\"ZTO\",\"cpCode\":\"ZTO\"");
    for (object, code) in
        [(OBJECT, None), (missing.as_str(), Some(40)), ("[]", Some(41)), ("ZTO", Some(41)), (unknown.as_str(), None)]
    {
        let reply = top(&mock, &sign(&mock, write(&mock, object)));
        assert_eq!(reply["error_response"]["code"].as_i64(), code, "{object}: {reply}");
    }
    assert_eq!(mock.last_request().unwrap().notes, ["unknown field general_logistics_data_write_request.cpCode"]);
}
