//! Envelopes: vv-tool's, the platform's, and everything in between that was seen or can be expected.

use bytes::Bytes;

use super::{Decoded, Outcome, Wire, reply};
use crate::meta::{DataShape, Protocol};
use crate::sample::{Ext, Trade};

fn envelope(shape: DataShape, envelope_optional: bool) -> Wire<'static> {
    Wire { protocol: Protocol::Envelope, success_code: "0", root: "", shape, envelope_optional }
}

const TOP: Wire<'_> = Wire {
    protocol: Protocol::Top,
    success_code: "",
    root: "trade_get_response",
    shape: DataShape::Object,
    envelope_optional: false,
};

fn read(wire: &Wire<'_>, body: &str) -> (Trade, Decoded) {
    let mut trade = Trade::default();
    let decoded = reply(&Bytes::copy_from_slice(body.as_bytes()), wire, &mut trade);
    (trade, decoded)
}

fn what(decoded: &Decoded) -> &'static str {
    match decoded.outcome {
        Outcome::Malformed { what, .. } => what,
        Outcome::Success => "success",
        Outcome::Failure => "failure",
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
    assert_eq!(decoded.head.msg.as_deref(), Some(r#"{"a":1}"#));
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
        assert_eq!(decoded.notes.unknown_fields, [""; 0], "{body}");
    }
    for root in ["null", r#""""#, "{}", "[]"] {
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
        r#"{"any_response":{"write_response":{"success":false}}}"#,
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
