//! Envelopes: vv-tool's, the platform's, and everything in between that was seen or can be expected.

use bytes::Bytes;

use super::{Decoded, Outcome, Wire, reply};
use crate::meta::{DataShape, Protocol};
use crate::tests::sample::{Ext, Trade};

fn envelope(shape: DataShape, envelope_optional: bool) -> Wire<'static> {
    Wire { shape, envelope_optional, ..super::PLAIN }
}

const TOP: Wire<'_> =
    Wire { protocol: Protocol::Top, success_code: "", root: "trade_get_response", charge_field: "", ..super::PLAIN };

fn read(wire: &Wire<'_>, body: &str) -> (Trade, Decoded) {
    let mut trade = Trade::default();
    let decoded = reply(&Bytes::copy_from_slice(body.as_bytes()), wire, &mut trade);
    (trade, decoded)
}

fn what(decoded: &Decoded) -> &'static str {
    match decoded.outcome {
        Outcome::Malformed { what, .. } | Outcome::Foreign(what) => what,
        Outcome::Success => "success",
        Outcome::Failure => decoded.remark.unwrap_or("failure"),
        Outcome::TooLarge => "too large",
    }
}

#[test]
fn the_envelope_in_any_order() {
    let wire = envelope(DataShape::Object, false);
    for body in [
        r#"{"code":0,"msg":"ok","msec":12,"time":1617270403,"data":{"num":1}}"#,
        r#"{"data":{"num":1},"msg":"ok","time":"1617270403","msec":"12","code":"0"}"#,
        "\u{feff}{\"msg\":\"ok\",\"msec\":12,\"data\":{\"num\":1},\"code\":0.0,\"time\":1617270403}",
        r#"{"code":614,"data":{"num":9,"title":"x"},"code":0,"msg":"ok","msec":12,"time":1617270403,"data":{"num":1}}"#,
        r#"{"code":0,"data":{"num":9,"title":"x"},"msg":"ok","msec":12,"time":1617270403,"data":{"num":1}}"#,
    ] {
        let (trade, decoded) = read(&wire, body);
        assert_eq!(decoded.outcome, Outcome::Success, "{body}");
        assert_eq!(trade, Trade { num: Some(1), ..Trade::default() }, "{body}");
        assert_eq!(decoded.head.msg.as_deref(), Some("ok"));
        assert_eq!((decoded.head.msec, decoded.head.time), (Some(12), Some(1_617_270_403)), "{body}");
        assert_eq!(decoded.notes.unknown_fields, [""; 0]);
    }
}

#[test]
fn a_failure_keeps_its_message_and_its_raw_data() {
    let wire = envelope(DataShape::Object, false);
    for (body, data) in [
        (r#"{"code":302,"msg":"no shop","data":"http://a/b?c","url":"http://x"}"#, Some(r#""http://a/b?c""#)),
        (
            r#"{"data": {"url":"http://a"} ,"code":"302","msg":"no shop","url":"http://x"}"#,
            Some(r#"{"url":"http://a"}"#),
        ),
        (r#"{"code":302,"msg":"no shop","data":null,"url":"http://x"}"#, Some("null")),
        (r#"{"code":302,"msg":"no shop","url":"http://x"}"#, None),
    ] {
        let (trade, decoded) = read(&wire, body);
        assert_eq!(decoded.outcome, Outcome::Failure, "{body}");
        assert_eq!(decoded.head.code.as_deref(), Some("302"));
        assert_eq!(decoded.head.msg.as_deref(), Some("no shop"));
        assert_eq!(decoded.head.url.as_deref(), Some("http://x"));
        assert_eq!(decoded.data.as_deref(), data.map(str::as_bytes), "{body}");
        assert_eq!(trade, Trade::default());
    }
    let (_, decoded) = read(&wire, r#"{"code":500,"msg":{"a":1},"strange":1}"#);
    assert_eq!(decoded.head.msg, None);
    assert_eq!(decoded.notes.deviations[0].to_string(), "$.msg: expected a scalar, found an object");
    assert_eq!(decoded.notes.unknown_fields, ["$.strange"]);
}

#[test]
fn success_without_its_data_is_no_success_and_keeps_the_head() {
    let wire = envelope(DataShape::Object, false);
    for (data, expected) in [
        (r#","data":null"#, "the code says success and the data is null"),
        ("", "the code says success and there is no data"),
        (r#","data":"x""#, "the code says success and the data is neither an object nor a list"),
        (r#","data":7"#, "the code says success and the data is neither an object nor a list"),
        (r#","data":[]"#, "the code says success and the data is an empty list"),
        (r#","data":[1]"#, "the code says success and the data is a list without an object"),
        (r#","data":{"num":1"#, "the text ends too early"),
    ] {
        for body in
            [format!(r#"{{"code":0,"msg":"ok"{data},"time":5}}"#), format!(r#"{{"msg":"ok"{data},"time":5,"code":0}}"#)]
        {
            let (_, decoded) = read(&wire, &body);
            if !data.contains("num") {
                assert_eq!(what(&decoded), expected, "{body}");
                assert_eq!(decoded.head.time, Some(5), "{body}");
            }
            assert_eq!(decoded.head.msg.as_deref(), Some("ok"), "{body}");
        }
    }
    let (_, decoded) = read(&wire, r#"{"msg":"hello"}"#);
    assert_eq!(what(&decoded), "the reply has no code");
    assert_eq!(decoded.head.msg.as_deref(), Some("hello"));
}

#[test]
fn a_list_of_one() {
    let wire = envelope(DataShape::ListOfOne, false);
    let cases = [
        (r#"[{"num":1}]"#, true),
        (r#"{"num":1}"#, false),
        (r#"[{"num":1},{"num":2}]"#, false),
        (r#"[null,{"num":1}]"#, false),
    ];
    for (data, is_documented) in cases {
        for body in [format!(r#"{{"code":0,"data":{data}}}"#), format!(r#"{{"data":{data},"code":0}}"#)] {
            let (trade, decoded) = read(&wire, &body);
            assert_eq!(decoded.outcome, Outcome::Success, "{body}");
            assert_eq!(trade.num, Some(1), "{body}");
            let paths: Vec<&str> = decoded.notes.deviations.iter().map(|one| one.path()).collect();
            assert_eq!(paths, if is_documented { vec![] } else { vec!["$.data"] }, "{body}");
        }
    }
    let (_, decoded) = read(&wire, r#"{"code":0,"data":[]}"#);
    assert_eq!(what(&decoded), "the code says success and the data is an empty list");
    let (trade, decoded) = read(&envelope(DataShape::Object, false), r#"{"code":0,"data":[{"num":1}]}"#);
    assert_eq!((trade.num, decoded.notes.deviations.len()), (Some(1), 1));
}

#[test]
fn the_envelope_may_be_left_out_where_the_spec_says_so() {
    let wire = envelope(DataShape::Object, true);
    for body in [
        r#"{"title":"t0ken","num":5}"#,
        r#"{"code":0,"msg":"ok","data":{"title":"t0ken","num":5}}"#,
        r#"{"data":{"title":"t0ken","num":5},"code":0}"#,
        r#"{"data":{"title":"t0ken","num":5}}"#,
        r#"{"code":0,"msg":"ok","title":"t0ken","num":5}"#,
    ] {
        let (trade, decoded) = read(&wire, body);
        assert_eq!(decoded.outcome, Outcome::Success, "{body}");
        assert_eq!((trade.title.as_deref(), trade.num), (Some("t0ken"), Some(5)), "{body}");
        assert_eq!(decoded.notes.unknown_fields, [""; 0], "{body}");
    }
    let (_, decoded) = read(&wire, r#"{"code":401,"msg":"no"}"#);
    assert_eq!(decoded.outcome, Outcome::Failure);
    for body in ["{}", r#"{"error":"x"}"#, r#"{"code":0}"#] {
        assert_eq!(what(&read(&wire, body).1), "the reply has neither a code nor a field of its data", "{body}");
    }
}

#[test]
fn a_platform_reply_with_its_root_another_root_or_none() {
    for body in [
        r#"{"trade_get_response":{"num":1,"request_id":"abc"}}"#,
        r#"{"taobao_trade_get_response":{"num":1,"request_id":"abc"}}"#,
        r#"{"num":1,"request_id":"abc"}"#,
        r#"{"request_id":"abc","num":1}"#,
        r#"{"other_response":{"num":9,"title":"x"},"trade_get_response":{"num":1,"request_id":"abc"}}"#,
    ] {
        let (trade, decoded) = read(&TOP, body);
        assert_eq!(decoded.outcome, Outcome::Success, "{body}");
        assert_eq!(trade, Trade { num: Some(1), ..Trade::default() }, "{body}");
        assert_eq!(decoded.head.request_id.as_deref(), Some("abc"), "{body}");
        // The reply of another method is no field.
        let unknown: &[&str] = if body.contains("other_response") { &["$.other_response"] } else { &[] };
        assert_eq!(decoded.notes.unknown_fields, unknown, "{body}");
    }
    for root in [r#""""#, "{}", "[]"] {
        let (trade, decoded) = read(&TOP, &format!(r#"{{"trade_get_response":{root}}}"#));
        assert_eq!((decoded.outcome, trade), (Outcome::Success, Trade::default()), "{root}");
    }
    assert_eq!(what(&read(&TOP, r#"{"trade_get_response":7}"#).1), "the response is not an object");
    assert_eq!(what(&read(&TOP, r#"{"x":{"num":1}}"#).1), "the reply has no response and no error_response");
    assert_eq!(what(&read(&TOP, "[]").1), "expected an object");
}

#[test]
fn a_field_that_ends_in_response_is_a_field_of_the_simplified_form() {
    use crate::record::{Field, Kind, Record, Slot, Table, View, field, table};
    #[derive(Default)]
    struct Write {
        write_response: Option<Ext>,
    }
    const FIELDS: &[Field] = &[field("write_response", Kind::Record, 0)];
    static TABLE: Table = table("Write", FIELDS);
    impl Record for Write {
        fn table(&self) -> &'static Table {
            &TABLE
        }
        fn slot(&mut self, _: u16) -> Slot<'_> {
            Slot::Record(&mut self.write_response)
        }
        fn view(&self, _: u16) -> View<'_> {
            View::Record(&self.write_response)
        }
    }
    let wire = Wire { root: "logistics_write_response", ..TOP };
    for body in [
        r#"{"write_response":{"success":false}}"#,
        r#"{"logistics_write_response":{"write_response":{"success":false}}}"#,
        r#"{"response":{"write_response":{"success":false}}}"#,
    ] {
        let mut write = Write::default();
        let decoded = reply(&Bytes::copy_from_slice(body.as_bytes()), &wire, &mut write);
        assert_eq!(decoded.outcome, Outcome::Success, "{body}");
        assert_eq!(write.write_response, Some(Ext { success: Some(false), attr: None }), "{body}");
    }
}

#[test]
fn a_platform_failure_in_every_form() {
    for body in [
        r#"{"error_response":{"code":15,"msg":"Remote service error","sub_code":"isv.x:B04","sub_msg":"why","request_id":"r"}}"#,
        r#"{"error_response":{"request_id":"r","sub_msg":"why","sub_code":"isv.x:B04","msg":"Remote service error","code":"15"}}"#,
        r#"{"code":15,"msg":"Remote service error","sub_code":"isv.x:B04","sub_msg":"why","request_id":"r"}"#,
    ] {
        let (trade, decoded) = read(&TOP, body);
        assert_eq!((decoded.outcome, trade), (Outcome::Failure, Trade::default()), "{body}");
        let head = decoded.head;
        let all =
            [head.code, head.msg, head.sub_code, head.sub_msg, head.request_id].map(|text| text.unwrap().to_string());
        assert_eq!(all, ["15", "Remote service error", "isv.x:B04", "why", "r"], "{body}");
    }
    let (_, decoded) = read(&TOP, r#"{"error_response":{"code":7,"new":1}}"#);
    assert_eq!(decoded.notes.unknown_fields, ["$.error_response.new"]);
    let (_, decoded) = read(&TOP, r#"{"error_response":"down"}"#);
    assert_eq!((decoded.outcome, decoded.head.msg.as_deref()), (Outcome::Failure, Some("down")));
}

#[test]
fn an_empty_error_response_is_none() {
    for empty in ["\"\"", "null", "{}", "[]", "\" \"", "{ }", "false"] {
        for body in [
            format!(r#"{{"trade_get_response":{{"num":1}},"error_response":{empty}}}"#),
            format!(r#"{{"error_response":{empty},"trade_get_response":{{"num":1}}}}"#),
            format!(r#"{{"error_response":{empty},"num":1}}"#),
        ] {
            let (trade, decoded) = read(&TOP, &body);
            assert_eq!((decoded.outcome, trade.num), (Outcome::Success, Some(1)), "{body}");
            let shown = decoded.notes.deviations[0].to_string();
            assert_eq!(shown, "$.error_response: expected an error, or no such key, found an empty one, which is none");
        }
        let (_, decoded) = read(&TOP, &format!(r#"{{"error_response":{empty}}}"#));
        assert_eq!(what(&decoded), "the reply has no response and no error_response", "{empty}");
    }
    for full in [r#"{"code":15}"#, r#""down""#, r#"[{"code":15}]"#, r#"{"msg":"x"}"#, "7"] {
        let (_, decoded) = read(&TOP, &format!(r#"{{"trade_get_response":{{"num":1}},"error_response":{full}}}"#));
        assert_eq!(decoded.outcome, Outcome::Failure, "{full}");
    }
}

#[test]
fn a_failure_inside_the_data_is_the_failure() {
    const WHY: &str = r#""sub_code":"isv.trade-not-exist","sub_msg":"交易不存在""#;
    let plain = envelope(DataShape::Object, false);
    let list = envelope(DataShape::ListOfOne, false);
    for (wire, body) in [
        (&plain, format!(r#"{{"code":0,"data":{{"code":15,{WHY}}}}}"#)),
        (&plain, format!(r#"{{"data":{{"code":"15",{WHY},"num":1}},"code":0}}"#)),
        (&plain, format!(r#"{{"code":0,"data":{{"error_response":{{"code":15,{WHY}}}}}}}"#)),
        (
            &plain,
            format!(
                r#"{{"code":0,"data":{{"trade_fullinfo_get_response":{{"error_response":{{"code":15,{WHY}}}}}}}}}"#
            ),
        ),
        (&plain, format!(r#"{{"code":0,"data":{{"ext":{{"code":15,{WHY}}}}}}}"#)),
        (&plain, format!(r#"{{"error_response":{{"code":15,{WHY}}}}}"#)),
        (&list, format!(r#"{{"code":0,"data":[{{"code":15,{WHY}}}]}}"#)),
        (&TOP, format!(r#"{{"trade_get_response":{{"error_response":{{"code":15,{WHY}}}}}}}"#)),
        (&TOP, format!(r#"{{"trade_get_response":{{"code":15,{WHY}}}}}"#)),
        (&TOP, format!(r#"{{"trade_get_response":{{"num":1,"success":false,"code":15,{WHY}}}}}"#)),
    ] {
        let (_, decoded) = read(wire, &body);
        assert_eq!(decoded.outcome, Outcome::Failure, "{body}");
        let head = decoded.head;
        assert_eq!(
            (head.code.as_deref(), head.sub_code.as_deref(), head.sub_msg.as_deref()),
            (Some("15"), Some("isv.trade-not-exist"), Some("交易不存在")),
            "{body}"
        );
    }
    // A code alone proves nothing beside the documented data; a code of success proves nothing at all.
    for data in [
        r#"{"num":1,"code":15}"#,
        r#"{"code":0,"num":1}"#,
        r#"{"code":"200","msg":"ok"}"#,
        r#"{"num":1,"sub_code":""}"#,
        r#"{"num":1,"sub_code":null}"#,
    ] {
        assert_eq!(read(&plain, &format!(r#"{{"code":0,"data":{data}}}"#)).1.outcome, Outcome::Success, "{data}");
    }
    for data in [r#"{"code":15,"msg":"x"}"#, r#"{"is_success":false,"num":1}"#, r#"{"success":"false","msg":"x"}"#] {
        assert_eq!(read(&plain, &format!(r#"{{"code":0,"data":{data}}}"#)).1.outcome, Outcome::Failure, "{data}");
    }
}

#[test]
fn the_reply_of_another_method_is_no_reply() {
    for (body, expected) in [
        (
            r#"{"logistics_offline_send_response":{"shipping":{"is_success":true}}}"#,
            "the reply of another method came: there is no reply of this method",
        ),
        (
            r#"{"trades_sold_get_response":{"num":1}}"#,
            "the reply of another method came: there is no reply of this method",
        ),
        (r#"{"get_response":{"num":1}}"#, "the reply of another method came: there is no reply of this method"),
        (
            r#"{"trade_get_response":null,"request_id":"x"}"#,
            "the reply of this method is null: there is no reply of this method",
        ),
        (
            r#"{"trade_get_response":null,"other_response":{"num":1}}"#,
            "the reply of this method is null: there is no reply of this method",
        ),
        (r#"{"trade_get_response":7}"#, "the response is not an object"),
        (r#"{"trade_get_response":[7]}"#, "the response is not an object"),
    ] {
        assert_eq!(what(&read(&TOP, body).1), expected, "{body}");
    }
    for body in [
        r#"{"taobao_trade_get_response":{"num":1}}"#,
        r#"{"Trade_Get_Response":{"num":1}}"#,
        r#"{"trade_get_response":[{"num":1}]}"#,
        r#"{"trade_get_response":{"0":{"num":1}}}"#,
    ] {
        let (trade, decoded) = read(&TOP, body);
        assert_eq!((decoded.outcome, trade.num), (Outcome::Success, Some(1)), "{body}");
    }
}

#[test]
fn rows_beyond_the_first_are_kept() {
    let wire = envelope(DataShape::ListOfOne, false);
    for (data, rows) in [
        (r#"[{"num":1},{"num":2}]"#, vec![r#"{"num":1}"#, r#"{"num":2}"#]),
        (r#"{"0":{"num":1},"5":{"num":2}}"#, vec![r#"{"num":1}"#, r#"{"num":2}"#]),
        (r#"[{"num":1}, null]"#, vec![r#"{"num":1}"#, "null"]),
        (r#"[{"num":1}]"#, vec![]),
        (r#"{"0":{"num":1}}"#, vec![]),
    ] {
        for body in [format!(r#"{{"code":0,"data":{data}}}"#), format!(r#"{{"data":{data},"code":"0"}}"#)] {
            let (trade, decoded) = read(&wire, &body);
            assert_eq!((decoded.outcome, trade.num), (Outcome::Success, Some(1)), "{body}");
            assert_eq!(decoded.rows, rows, "{body}");
        }
    }
    let mut trade = Trade { title: Some("old".into()), ..Trade::default() };
    assert!(super::row(&Bytes::from_static(br#"{"num":2}"#), &wire, &mut trade));
    assert_eq!(trade, Trade { num: Some(2), ..Trade::default() });
    assert!(!super::row(&Bytes::from_static(b"null"), &wire, &mut trade));
}

#[test]
fn a_message_under_another_name_and_codes_in_any_spelling() {
    let wire = envelope(DataShape::Object, false);
    for key in [
        "message",
        "error",
        "error_msg",
        "errmsg",
        "err_msg",
        "errorMessage",
        "Message",
        "desc",
        "description",
        "info",
        "reason",
        "errorDesc",
        "err_info",
        "resultMsg",
        "retMsg",
    ] {
        for body in [
            format!(r#"{{"code":614,"{key}":"运单号为空"}}"#),
            format!(r#"{{"{key}":["运单号为空"],"msg":"","code":614}}"#),
        ] {
            if body.contains('[') && !key.to_lowercase().ends_with("msg") {
                continue;
            }
            let (_, decoded) = read(&wire, &body);
            assert_eq!(
                (decoded.outcome, decoded.head.msg.as_deref()),
                (Outcome::Failure, Some("运单号为空")),
                "{body}"
            );
            let shown: Vec<String> = decoded.notes.deviations.iter().map(ToString::to_string).collect();
            assert!(shown.contains(&format!("$.msg: expected the message as msg, found it as {key}")), "{shown:?}");
        }
    }
    let (_, decoded) = read(&wire, r#"{"code":614,"msg":"运单号为空","message":"x"}"#);
    assert_eq!((decoded.head.msg.as_deref(), decoded.notes.unknown_fields.len()), (Some("运单号为空"), 1));
    for (wire_code, code) in [
        (r#""401 ""#, "401"),
        ("401.0", "401"),
        ("4.01e2", "401"),
        (r#"" 401""#, "401"),
        (r#""0401""#, "0401"),
        (r#""isv.x""#, "isv.x"),
        (r#"{"receiver_name":"张三"}"#, "not a code"),
        (r#"["张三"]"#, "not a code"),
        (r#""张三""#, "not a code"),
        (r#""{\"a\":1}""#, "not a code"),
        ("true", "true"),
    ] {
        let (_, decoded) = read(&wire, &format!(r#"{{"code":{wire_code},"msg":"x"}}"#));
        assert_eq!((decoded.outcome, decoded.head.code.as_deref()), (Outcome::Failure, Some(code)), "{wire_code}");
        assert_eq!(decoded.notes.deviations.len(), usize::from(code == "not a code"), "{wire_code}");
        assert!(!format!("{:?}", decoded.notes).contains("张三"));
        let (_, decoded) = read(&TOP, &format!(r#"{{"error_response":{{"code":{wire_code}}}}}"#));
        assert_eq!(decoded.head.code.as_deref(), Some(code), "{wire_code}");
    }
}

#[test]
fn bytes_after_the_end_are_recorded() {
    let tails =
        ["<!-- 0.01s -->", "\0\0", " x", ")", "// done", "{\"code\":0}", "[]", "{}", "{\"code\":614,\"data\":{}}"];
    for (is_read, tail) in [true, false].into_iter().flat_map(|is_read| tails.map(|tail| (is_read, tail))) {
        let wire = Wire { read: is_read, ..envelope(DataShape::Object, false) };
        for body in
            [format!(r#"{{"code":614,"msg":"运单号为空"}}{tail}"#), format!(r#"{{"code":0,"data":{{"num":1}}}}{tail}"#)]
        {
            let (_, decoded) = read(&wire, &body);
            let deviation = decoded.notes.deviations.last().unwrap();
            assert_eq!((deviation.path(), deviation.expected()), ("$", "nothing after the reply"), "{body}");
            let second = tail.starts_with(['{', '[']);
            match decoded.outcome {
                Outcome::Failure => assert_eq!(decoded.head.msg.as_deref(), Some("运单号为空")),
                Outcome::Success => assert!(is_read && !tail.contains("614") || !second, "{body}"),
                _ => assert!(
                    (!is_read || tail.contains("614")) && what(&decoded) == "a second value after the reply",
                    "{body}"
                ),
            }
        }
        let (_, decoded) = read(&TOP, &format!(r#"{{"error_response":{{"code":15}}}}{tail}"#));
        assert_eq!((decoded.outcome, decoded.notes.deviations.len()), (Outcome::Failure, 1));
    }
}

#[test]
fn what_came_instead_of_json_is_said() {
    for (body, expected) in [
        ("<html><body>502 Bad Gateway</body></html>", "HTML came instead of JSON"),
        ("\n<!DOCTYPE html>\n<html>", "HTML came instead of JSON"),
        ("<br />\n<b>Warning</b>: x in y", "HTML came instead of JSON"),
        (
            "<?xml version=\"1.0\"?><trade_get_response><trade><tid>1</tid></trade></trade_get_response>",
            "XML came instead of JSON",
        ),
        ("\u{feff}<?xml version=\"1.0\"?><!-- x --><r/>", "XML came instead of JSON"),
        ("callback({\"code\":0,\"data\":{\"num\":1}});", "JSONP came instead of JSON"),
        ("<", "HTML or XML came instead of JSON"),
    ] {
        for wire in [&envelope(DataShape::Object, false), &envelope(DataShape::Object, true), &TOP] {
            assert_eq!(what(&read(wire, body).1), expected, "{body}");
        }
    }
    for (bytes, expected) in [
        (&b"\x1f\x8b\x08\0"[..], "a gzip archive"),
        (b"\x78\x9c\x01", "compressed data"),
        (b"\xff\xfe{\0", "text in UTF-16"),
        (b"PK\x03\x04", "a ZIP archive"),
    ] {
        let decoded = reply(&Bytes::copy_from_slice(bytes), &TOP, &mut Trade::default());
        assert!(what(&decoded).starts_with(expected), "{}", what(&decoded));
    }
    for xml in [
        "<error_response><code>7</code><msg>App Call Limited</msg><sub_code>accesscontrol.x</sub_code><sub_msg>This ban will last for 5 more seconds</sub_msg></error_response>",
        "<?xml version=\"1.0\" encoding=\"utf-8\" ?>\n<error_response>\n  <code>7</code>\n  <msg><![CDATA[App Call Limited]]></msg><sub_msg>This ban will last for 5 more seconds</sub_msg><sub_code>accesscontrol.x</sub_code>\n</error_response><!--top-->",
    ] {
        let (_, decoded) = read(&TOP, xml);
        assert_eq!(what(&decoded), "the answer came as XML, not as JSON");
        let head = decoded.head;
        let all = [head.code, head.msg, head.sub_code, head.sub_msg].map(|text| text.unwrap().to_string());
        assert_eq!(all, ["7", "App Call Limited", "accesscontrol.x", "This ban will last for 5 more seconds"]);
    }
}

#[test]
fn an_answer_has_a_field_that_was_asked_for() {
    let asked = ["tid".into(), "orders.oid".into()];
    let wire = Wire { asked: &asked, ..envelope(DataShape::Object, false) };
    for (data, answers) in [
        (r#"{"tid":1}"#, true),
        (r#"{"tid":null}"#, true),
        (r#"{"tid":""}"#, true),
        (r#"{"orders":[]}"#, true),
        (r#"{"x":1,"num":2,"orders":null}"#, true),
        ("{}", false),
        (r#"{"num":1}"#, false),
        (r#"{"withholding_money":1}"#, false),
        (r#"{"request_id":"x"}"#, false),
        (r#"{"x":{"tid":1}}"#, true),
        (r#"{"x":{"tid":1},"y":{"tid":2}}"#, false),
        (r#"{"x":{"y":1}}"#, false),
    ] {
        let (_, decoded) = read(&wire, &format!(r#"{{"code":0,"data":{data}}}"#));
        assert_eq!(decoded.answers, answers, "{data}");
    }
    let free = envelope(DataShape::Object, false);
    for (data, answers) in
        [(r#"{"num":null}"#, true), (r#"{"withholding_money":1}"#, false), ("{}", false), (r#"{"x":1}"#, false)]
    {
        assert_eq!(read(&free, &format!(r#"{{"code":0,"data":{data}}}"#)).1.answers, answers, "{data}");
    }
}

#[test]
fn a_failure_that_was_read_stays_one_whatever_stands_below() {
    for (body, code, second) in [
        (r#"{"code":27,"msg":"Invalid session","result":{"trade_get_response":{"num":1}}}"#, Some("27"), true),
        (r#"{"code":27,"msg":"Invalid session","x_get_response":{"error_response":{}}}"#, Some("27"), true),
        (r#"{"code":15,"sub_code":"isv.x","result":{"response":null}}"#, Some("15"), true),
        (r#"{"sub_code":"isv.x","result":{"trade_get_response":{"num":1}}}"#, None, true),
        (r#"{"error":{"code":27,"msg":"x"},"result":{"trade_get_response":{"num":1}}}"#, Some("27"), true),
        (r#"{"code":27,"msg":"Invalid session","result":{"num":1}}"#, Some("27"), false),
        (r#"{"code":200,"msg":"ok","result":{"num":1}}"#, Some("200"), false),
    ] {
        let (trade, decoded) = read(&TOP, body);
        assert_eq!((decoded.outcome, trade), (Outcome::Failure, Trade::default()), "{body}");
        assert_eq!((decoded.head.code.as_deref(), decoded.second), (code, second), "{body}");
    }
    // A code of success is that of whoever passed the reply on.
    for code in [r#""code":200"#, r#""code":"0","sub_code":"""#, r#""code":"ok","msg":"ok""#, r#""sub_code":"""#] {
        let body = format!(r#"{{{code},"result":{{"trade_get_response":{{"num":1}}}}}}"#);
        let (trade, decoded) = read(&TOP, &body);
        assert_eq!((decoded.outcome, trade.num), (Outcome::Success, Some(1)), "{body}");
    }
}

#[test]
fn of_data_that_comes_again_nothing_counts_that_the_first_said() {
    let write = Wire { read: false, ..envelope(DataShape::Object, false) };
    let optional = Wire { read: false, ..envelope(DataShape::Object, true) };
    const REFUSED: &str = r#""data":{"ext":{"is_success":false}}"#;
    for (wire, body) in [
        (&write, format!(r#"{{"code":0,{REFUSED},"data":{{"ext":{{"attr":"a"}}}}}}"#)),
        (&optional, format!(r#"{{"code":0,{REFUSED},"code":null,"ext":{{"attr":"a"}}}}"#)),
    ] {
        let (trade, decoded) = read(wire, &body);
        assert_eq!(decoded.outcome, Outcome::Success, "{body}: {:?}", decoded.remark);
        assert_eq!(trade.ext.unwrap().attr.as_deref(), Some("a"), "{body}");
    }
    assert_eq!(read(&write, &format!(r#"{{"code":0,{REFUSED}}}"#)).1.outcome, Outcome::Failure);
}

#[test]
fn several_rows_and_a_second_answer_are_told_apart() {
    let plain = envelope(DataShape::Object, false);
    let several = |wire: &Wire<'_>, body: &str| {
        let (_, decoded) = read(wire, body);
        (decoded.several.iter().filter(|path| *path == super::ROWS).count(), decoded.second)
    };
    let text = serde_json::Value::from(r#"[{"sub_code":"isv.x"},{"num":2}]"#);
    let many = vec![r#"{"sub_code":"isv.x"}"#; 1_001].join(",");
    assert_eq!(several(&plain, &format!(r#"{{"code":0,"data":{text}}}"#)), (1, false));
    assert_eq!(several(&plain, &format!(r#"{{"code":0,"data":[{many}]}}"#)), (1, false));
    assert_eq!(several(&TOP, r#"{"trade_get_response":[{"sub_code":"isv.x"},{}]}"#), (1, false));
    assert_eq!(several(&plain, r#"{"code":614,"msg":"x"}{"code":0,"data":{}}"#), (0, true));
    // However many records inside are of several, too.
    let orders = vec![r#"{"oid":1,"ext":[{"attr":"a"},{}]}"#; 200].join(",");
    let first = format!(r#"{{"num":1,"orders":[{orders}],"ext":[{{"attr":"a"}},{{}}]}}"#);
    let text = serde_json::Value::from(format!("[{first},{{}}]"));
    let (_, decoded) = read(&plain, &format!(r#"{{"code":0,"data":{text}}}"#));
    assert!(decoded.several.iter().any(|path| path == super::ROWS) && decoded.several.iter().any(|path| path == "ext"));
    assert!(decoded.several.len() <= 102, "{}", decoded.several.len());
}
