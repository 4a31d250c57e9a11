//! What stands one step off its place: a wrapper where an element belongs, a response in a text, an error under another name, and words
//! of failure in a record that nobody documented them for.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use bytes::Bytes;

use super::{Decoded, Outcome, PLAIN, Wire, reply};
use crate::meta::Protocol;
use crate::tests::sample::Trade;
use crate::value::Text;

const TOP: Wire<'_> =
    Wire { protocol: Protocol::Top, success_code: "", root: "trade_get_response", charge_field: "", ..PLAIN };

fn read(body: &str, wire: &Wire<'_>) -> (Trade, Decoded) {
    let mut trade = Trade::default();
    let decoded = reply(&Bytes::copy_from_slice(body.as_bytes()), wire, &mut trade);
    (trade, decoded)
}

/// The data of an envelope and the response of the platform, each of which is read alike.
fn both(data: &str) -> [(Trade, Decoded); 2] {
    [
        read(&format!(r#"{{"code":0,"msg":"ok","data":{data}}}"#), &PLAIN),
        read(&format!(r#"{{"trade_get_response":{data}}}"#), &TOP),
    ]
}

fn oids(trade: &Trade) -> String {
    let oid = |oid: &crate::tests::sample::OrderId| oid.as_str().to_owned();
    trade.orders.iter().map(|order| order.oid.as_ref().map_or("-".to_owned(), oid)).collect::<Vec<_>>().join(" ")
}

fn notes(decoded: &Decoded) -> Vec<String> {
    decoded.notes.deviations.iter().map(ToString::to_string).collect()
}

#[test]
fn an_element_that_is_the_wrapper_holds_elements() {
    for (orders, found, path) in [
        (r#"[{"order":[{"oid":11},{"oid":12}]}]"#, "11 12", "orders[0]"),
        (r#"[{"order":{"oid":11}},{"order":{"oid":12}}]"#, "11 12", "orders[0]"),
        (r#"[{"order":[{"oid":11}]},{"order":[{"oid":12},{"oid":13}]}]"#, "11 12 13", "orders[0]"),
        (r#"{"order":[{"order":{"oid":11}},{"oid":12}]}"#, "11 12", "orders[0]"),
        (r#"{"order":[{"oid":11},{"order":[{"oid":12}]},{"oid":13}]}"#, "11 12 13", "orders[1]"),
        (r#"{"0":{"order":{"oid":11}}}"#, "11", "orders"),
        (r#"{"order":{"0":{"order":{"oid":11}},"4":{"oid":12}}}"#, "11 12", "orders"),
        (r#"[{"Order":[{"oid":11}]}]"#, "11", "orders[0]"),
        (r#"[{"orders":{"oid":11}}, {"total":1,"order":[{"oid":12}]}]"#, "11 12", "orders[0]"),
        (r#"[{"page":1,"rows":[{"oid":11}]}]"#, "11", "orders[0]"),
        (r#"[{"0":{"oid":11},"1":{"oid":12}}]"#, "11 12", "orders[0]"),
        (r#"[{"order":{"order":[{"oid":11}]}}]"#, "11", "orders[0]"),
        (r#"[{"order":{"0":{"oid":11}}}]"#, "11", "orders[0]"),
        (r#"[[{"order":{"oid":11}}],{"oid":12}]"#, "11 12", "orders[0]"),
        (r#"[{"order":[{"oid":11}],"order":[{"oid":12}]}]"#, "11 12", "orders[0]"),
        (r#"[{"oid":11},{"order":[]}]"#, "11", "orders[1]"),
        (r#"[{"oid":11},{"order":null},{"oid":12}]"#, "11 12", "orders[1]"),
        (r#"[{"oid":11},{"order":""}]"#, "11", "orders[1]"),
        (r#"[{"order":[{"oid":11}]},{"order":7}]"#, "11", "orders[0]"),
        (r#"[{"order":{"tags":{"tag":[{"tag":{"name":"x"}}]},"oid":11}}]"#, "11", "orders[0]"),
        // Below its wrapper, too, one without a known key is an element.
        (r#"[{"order":{"oid":11}},{"order":{"why":1}},{"oid":12}]"#, "11 - 12", "orders[0]"),
    ] {
        for (trade, decoded) in both(&format!(r#"{{"num":1,"orders":{orders},"title":"t"}}"#)) {
            assert_eq!(decoded.outcome, Outcome::Success, "{orders}");
            assert_eq!(
                (oids(&trade).as_str(), trade.title.as_deref()),
                (found, Some("t")),
                "{orders}: {:?}",
                notes(&decoded)
            );
            let notes = notes(&decoded);
            assert!(notes.iter().any(|note| note.starts_with(&format!("{path}: "))), "{orders}: {notes:?}");
        }
    }
    // An element has a key that is known, or none: what says nothing that is known is not missing among the others.
    for (orders, found) in [
        (r#"[{}]"#, "-"),
        (r#"[{"total":2,"page":1}]"#, "-"),
        (r#"[{"oid":11},{"total":2,"page":1},{"oid":12}]"#, "11 - 12"),
        (r#"{"order":[{"oid":11},{"why":"x"}]}"#, "11 -"),
        (r#"[{"new":1,"oid":11}]"#, "11"),
        (r#"[{"order":[{"oid":99}],"oid":11}]"#, "11"),
        (r#"[{"num":1,"order":[{"oid":99}]}]"#, "-"),
    ] {
        for (trade, decoded) in both(&format!(r#"{{"orders":{orders}}}"#)) {
            assert_eq!(oids(&trade), found, "{orders}");
            assert!(
                notes(&decoded).iter().all(|note| note.contains("to be present")),
                "{orders}: {:?}",
                notes(&decoded)
            );
        }
    }
    // As many as there are, and as deep as anybody writes them.
    let many = vec![r#"{"order":{"oid":1}}"#; 5_000].join(",");
    for (trade, decoded) in both(&format!(r#"{{"orders":[{many}]}}"#)) {
        assert_eq!((trade.orders.len(), decoded.outcome), (5_000, Outcome::Success));
    }
    let deep = format!(r#"{{"num":1,"orders":{}1{}}}"#, r#"[{"order":"#.repeat(3_000), "}]".repeat(3_000));
    for (trade, decoded) in both(&deep) {
        assert_eq!((trade.orders.len(), trade.num, decoded.outcome), (0, Some(1), Outcome::Success));
        assert!((1..20).contains(&decoded.notes.deviations.len()), "{:?}", notes(&decoded));
    }
}

#[test]
fn json_in_a_text_is_read_wherever_an_object_belongs() {
    let text = |json: &str| serde_json::Value::from(json).to_string();
    for response in [r#"{"num":1,"title":"t"}"#, r#"[{"num":1,"title":"t"}]"#, r#"{"0":{"num":1,"title":"t"}}"#] {
        let (trade, decoded) = read(&format!(r#"{{"trade_get_response":{}}}"#, text(response)), &TOP);
        assert_eq!((decoded.outcome, trade.num, trade.title.as_deref()), (Outcome::Success, Some(1), Some("t")));
        assert_eq!(notes(&decoded)[0], "$: expected the response as an object, found it as JSON in a text");
    }
    let error = r#"{"code":27,"msg":"invalid session","sub_code":"isv.x","request_id":"r"}"#;
    for error in [error.to_owned(), format!("[{error}]"), format!(r#"{{"error":{error}}}"#)] {
        for body in [
            format!(r#"{{"error_response":{}}}"#, text(&error)),
            format!(r#"{{"errorResponse":{},"x":1}}"#, text(&error)),
        ] {
            for wire in [&TOP, &PLAIN] {
                let (_, decoded) = read(&body, wire);
                let head = &decoded.head;
                assert_eq!((decoded.outcome, head.code.as_deref()), (Outcome::Failure, Some("27")), "{body}");
                assert_eq!((head.msg.as_deref(), head.sub_code.as_deref()), (Some("invalid session"), Some("isv.x")));
                assert!(notes(&decoded).iter().any(|note| note.contains("it as JSON in a text")), "{body}");
            }
        }
    }
    for (empty, wire) in [("{}", &TOP), ("[]", &TOP), (r#"{"code":0}"#, &TOP)] {
        let (trade, decoded) =
            read(&format!(r#"{{"trade_get_response":{{"num":1}},"error_response":{}}}"#, text(empty)), wire);
        assert_eq!((decoded.outcome, trade.num), (Outcome::Success, Some(1)), "{empty}");
    }
    // Words are a message still.
    let (_, decoded) = read(r#"{"error_response":"{down"}"#, &TOP);
    assert_eq!(decoded.head.msg.as_deref(), Some("{down"));
    let list = r#"[{"oid":11,"num":"x"},{"oid":12}]"#;
    for (orders, path) in [
        (format!(r#"{{"order":{}}}"#, text(list)), "orders"),
        (text(list), "orders"),
        (text(&format!(r#"{{"order":{list}}}"#)), "orders"),
        (format!(r#"{{"Order":{},"total":2}}"#, text(list)), "orders"),
    ] {
        for (trade, decoded) in both(&format!(r#"{{"orders":{orders},"num":1}}"#)) {
            let notes = notes(&decoded);
            assert_eq!((oids(&trade).as_str(), trade.num), ("11 12", Some(1)), "{orders}: {notes:?}");
            assert!(notes.contains(&"orders[0].num: expected a whole number, found \"x\"".to_owned()), "{notes:?}");
            assert!(
                notes.contains(&format!("{path}: expected a list of objects, found it as JSON in a text")),
                "{notes:?}"
            );
        }
    }
}

#[test]
fn an_error_as_an_object_under_its_own_name() {
    for (error, code, sub_code, msg) in [
        (r#"{"code":15,"sub_code":"isv.trade-not-exist"}"#, "15", Some("isv.trade-not-exist"), None),
        (r#"{"code":"614","message":"运单号为空"}"#, "614", None, Some("运单号为空")),
        (r#"{"sub_code":"isv.x","msg":"why","new":[1]}"#, "", Some("isv.x"), Some("why")),
    ] {
        for body in [format!(r#"{{"error":{error}}}"#), format!(r#"{{"Error":{error},"time":1}}"#)] {
            let (_, decoded) = read(&body, &TOP);
            let head = &decoded.head;
            assert_eq!(decoded.outcome, Outcome::Failure, "{body}");
            assert_eq!(
                (head.code.as_deref().unwrap_or(""), head.sub_code.as_deref(), head.msg.as_deref()),
                (code, sub_code, msg)
            );
        }
        // The code of the envelope is the code; what the error says beside it is not lost.
        for body in
            [format!(r#"{{"code":614,"error":{error}}}"#), format!(r#"{{"error":{error},"msg":"","code":614}}"#)]
        {
            let (_, decoded) = read(&body, &PLAIN);
            let head = &decoded.head;
            assert_eq!((decoded.outcome, head.code.as_deref()), (Outcome::Failure, Some("614")), "{body}");
            assert_eq!(
                (head.sub_code.as_deref(), head.msg.as_deref().unwrap_or("")),
                (sub_code, msg.unwrap_or("")),
                "{body}"
            );
        }
        for body in [
            format!(r#"{{"code":0,"data":{{"error":{error}}}}}"#),
            format!(r#"{{"code":0,"data":{{}},"error":{error}}}"#),
        ] {
            let (_, decoded) = read(&body, &PLAIN);
            assert_eq!((decoded.outcome, decoded.head.sub_code.as_deref()), (Outcome::Failure, sub_code), "{body}");
        }
    }
    let (_, decoded) = read(r#"{"error":{"message":"down"}}"#, &TOP);
    assert_eq!((decoded.outcome, decoded.head.msg.as_deref()), (Outcome::Failure, Some("down")));
    // Beside data a code or words alone may mean anything.
    for error in [r#"{"code":0,"message":"ok"}"#, r#"{"message":"x"}"#, r#"{"code":15}"#, "{}", r#"{"a":1}"#] {
        for body in [
            format!(r#"{{"code":0,"data":{{"num":1}},"error":{error}}}"#),
            format!(r#"{{"error":{error},"code":0,"data":{{"num":1}}}}"#),
        ] {
            let (trade, decoded) = read(&body, &PLAIN);
            assert_eq!((decoded.outcome, trade.num), (Outcome::Success, Some(1)), "{body}");
            assert_ne!(decoded.notes.len(), (0, 0), "{body}");
        }
    }
}

#[test]
fn words_of_failure_in_a_record_of_the_data_lose_no_read() {
    let asked = [Text::from("num"), Text::from("ext")];
    let words = [
        r#""is_success":0"#,
        r#""success_":1,"is_success":false"#,
        r#""sub_code":"X1""#,
        r#""code":15,"sub_code":"isv.x","msg":"x""#,
        r#""error_response":{"code":15}"#,
        r#""error":{"code":15,"sub_code":"isv.x"}"#,
    ];
    for words in words {
        for asked in [&asked[..], &[]] {
            let wire = Wire { asked, ..PLAIN };
            let kept = format!(r#"{{"code":0,"data":{{"num":1,"ext":{{"attr":"a",{words}}}}}}}"#);
            let (trade, decoded) = read(&kept, &wire);
            assert_eq!((decoded.outcome, trade.num), (Outcome::Success, Some(1)), "{kept}");
            assert_eq!(trade.ext.unwrap().attr.as_deref(), Some("a"), "{kept}");
            assert!(decoded.notes.unknown_fields[0].starts_with("ext."), "{kept}: {:?}", decoded.notes.unknown_fields);
            // As JSON in a text, too; and inside an element it never was a word of the data.
            for data in [
                format!(r#"{{"num":1,"ext":{}}}"#, serde_json::Value::from(format!("{{{words}}}"))),
                format!(
                    r#"{{"num":1,"orders":[{{"oid":1,"ext":{}}}]}}"#,
                    serde_json::Value::from(format!("{{{words}}}"))
                ),
            ] {
                let (_, decoded) = read(&format!(r#"{{"code":0,"data":{data}}}"#), &wire);
                assert_eq!(decoded.outcome, Outcome::Success, "{data}");
            }
            // Of a write nothing is passed over, and neither where nothing else came, or the data itself says so.
            let write = Wire { read: false, ..wire };
            for (wire, body) in [
                (&write, kept.clone()),
                (&wire, format!(r#"{{"code":0,"data":{{"ext":{{{words}}}}}}}"#)),
                (&wire, format!(r#"{{"code":0,"data":{{"withholding_money":1,"ext":{{{words}}}}}}}"#)),
                (&wire, format!(r#"{{"code":0,"data":{{"num":1,{words}}}}}"#)),
            ] {
                assert_eq!(read(&body, wire).1.outcome, Outcome::Failure, "{body}");
            }
        }
        // The platform's reply is its one record; below that it is the same.
        let body = format!(r#"{{"trade_get_response":{{"num":1,"ext":{{{words}}}}}}}"#);
        assert_eq!(read(&body, &TOP).1.outcome, Outcome::Failure, "{body}");
    }
    // A text inside something personal is personal.
    let inner = serde_json::Value::from(r#"{"success":"zhangsan"}"#);
    let (_, decoded) =
        read(&format!(r#"{{"code":0,"data":{{"num":1,"orders":[{{"oid":1,"ext":{inner}}}]}}}}"#), &PLAIN);
    let shown = notes(&decoded).concat();
    assert!(!shown.contains("zhangsan") && shown.contains("orders[0].ext.success"), "{shown}");
}
