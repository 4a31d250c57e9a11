//! Lists and records in shapes that nobody documented, keys that come twice, ids that are none, and what all of it may cost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

use bytes::Bytes;

use super::{Decoded, Outcome, PLAIN, Wire, reply};
use crate::tests::sample::{Ext, Trade};

fn read(body: &str, wire: &Wire<'_>) -> (Trade, Decoded) {
    let mut trade = Trade::default();
    let decoded = reply(&Bytes::copy_from_slice(body.as_bytes()), wire, &mut trade);
    (trade, decoded)
}

fn decode(data: &str) -> (Trade, Vec<String>, Vec<String>) {
    let (trade, decoded) = read(&format!(r#"{{"code":0,"msg":"ok","data":{data}}}"#), &PLAIN);
    assert_eq!(decoded.outcome, Outcome::Success, "{data}");
    let unknown = decoded.notes.unknown_fields.iter().map(ToString::to_string).collect();
    (trade, decoded.notes.deviations.iter().map(ToString::to_string).collect(), unknown)
}

fn oids(trade: &Trade) -> Vec<&str> {
    trade.orders.iter().map(|order| order.oid.as_ref().map_or("-", |oid| oid.as_str())).collect()
}

const NUMBERS: &str = "orders: expected a list of objects, found an object whose keys are numbers";

#[test]
fn an_object_whose_keys_are_numbers_is_a_list_with_gaps() {
    for data in [
        r#"{"orders":{"order":{"0":{"oid":11},"2":{"oid":12}}}}"#,
        r#"{"orders":{"0":{"oid":11},"2":{"oid":12}}}"#,
        r#"{"orders":{"order":{"1692089714634374451":{"oid":11},"-7":{"oid":12}}}}"#,
        r#"{"orders" : { "7" : {"oid":11}, "3" : {"oid":12} } }"#,
        r#"{"orders":{"order":{"0":{"oid":9},"1":{"oid":12},"0":{"oid":11}}},"num":1}"#,
    ] {
        let (trade, deviations, unknown) = decode(data);
        if data.contains("\"oid\":9") {
            // The number that came again counts as it came last.
            assert_eq!(oids(&trade), ["12", "11"], "{data}");
            assert!(deviations[1].ends_with("expected each number once, found one again; the last one counts"));
        } else {
            assert_eq!(oids(&trade), ["11", "12"], "{data}");
            assert_eq!(deviations, [NUMBERS], "{data}");
        }
        assert_eq!(unknown, [""; 0], "{data}");
    }
    // What is no element is noted at its place; what is no number is an unknown field.
    let (trade, deviations, unknown) =
        decode(r#"{"orders":{"0":{"oid":11},"1":null,"count":2,"2":{"oid":12,"tags":{"5":{"name":"x"}}}},"num":3}"#);
    assert_eq!((oids(&trade), trade.num), (vec!["11", "12"], Some(3)));
    assert_eq!(trade.orders[1].tags[0].name.as_deref(), Some("x"));
    assert_eq!(
        deviations,
        [
            NUMBERS,
            "orders[1]: expected an object, found null",
            "orders[2].tags: expected a list of objects, found an object whose keys are numbers"
        ]
    );
    assert_eq!(unknown, ["orders.count"]);
    assert_eq!(oids(&decode(r#"{"orders":{"order":{"0":5}}}"#).0), [""; 0]);
}

#[test]
fn the_wrapper_by_another_spelling() {
    for (data, key) in [
        (r#"{"orders":{"Order":[{"oid":11}]}}"#, "Order"),
        (r#"{"orders":{"ORDER":[{"oid":11}],"total":1}}"#, "ORDER"),
        (r#"{"orders":{"orders":[{"oid":11}]}}"#, "orders"),
        (r#"{"orders":{"Orders":{"oid":11}}}"#, "Orders"),
        (r#"{"orders":{"order_s":[{"oid":11}]}}"#, "order_s"),
        (r#"{"orders":{"page":1,"rows":[{"oid":11}]}}"#, "rows"),
        (r#"{"orders":{"trade_order_d_t_o":[{"oid":11}]}}"#, "trade_order_d_t_o"),
        (r#"{"orders":{"num":1,"Order":[{"oid":11}]}}"#, "Order"),
        (r#"{"orders":{"Order":{"0":{"oid":11}}}}"#, "Order"),
    ] {
        let (trade, deviations, _) = decode(data);
        assert_eq!(oids(&trade), ["11"], "{data}");
        assert_eq!(
            deviations[0],
            format!("orders: expected a list of objects, found it below the key {key}"),
            "{data}"
        );
    }
    for data in [
        r#"{"orders":{"Order":[]}}"#,
        r#"{"orders":{"orders":null}}"#,
        r#"{"orders":{"ORDER":""}}"#,
        r#"{"orders":{"Order":{}}}"#,
    ] {
        let (trade, deviations, _) = decode(data);
        assert_eq!((trade.orders.len(), deviations.len()), (0, 1), "{data}: {deviations:?}");
    }
}

#[test]
fn an_object_none_of_whose_keys_is_known_is_no_element() {
    for (data, keys) in [
        (r#"{"orders":{"total":2,"page":1}}"#, "total, page"),
        (r#"{"orders":{"order":{"total":2,"page":1}}}"#, "total, page"),
        (r#"{"orders":{"is_empty":true}}"#, "is_empty"),
        (r#"{"orders":{"error":{"oid":1}}}"#, "error"),
        (r#"{"orders":{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}}"#, "a, b, c, d, e and 1 more"),
        (r#"{"orders":{"东方不败":1,"13800000000x":{}}}"#, "<not shown>, <not shown>"),
    ] {
        let (trade, deviations, unknown) = decode(data);
        assert_eq!(trade.orders.len(), 0, "{data}");
        assert_eq!(
            deviations,
            [format!(
                "orders: expected a list of objects, found an object with the keys {keys}, none of which is known"
            )]
        );
        assert_eq!(unknown, [""; 0]);
    }
    // One known key makes an element.
    assert_eq!(oids(&decode(r#"{"orders":{"total":2,"oid":1}}"#).0), ["1"]);
    // A key that is the wrapper's name, and a field of the element.
    assert_eq!(
        decode(r#"{"orders":[{"oid":1,"tags":{"tag":"x","name":"y"}}]}"#).0.orders[0].tags[0].name.as_deref(),
        Some("y")
    );
}

/// An empty list below its own key does not hide the one beside it, and blanks around a key are no part of it.
#[test]
fn a_list_beside_an_empty_one_is_read() {
    for data in [
        r#"{"orders":{"order":[],"orders":[{"oid":11}]}}"#,
        r#"{"orders":{"orders":[{"oid":11}],"order":[]}}"#,
        r#"{"orders":{"order":[ ],"Order":[{"oid":11}]}}"#,
        r#"{"orders":{"order":[],"total":1,"order_s":[{"oid":11}]}}"#,
        r#"{"orders":{"page":1,"order":[],"ORDERS":[{"oid":11}]}}"#,
        r#"{"orders":{"Order ":[{"oid":11}]}}"#,
        r#"{"orders":{" order":[{"oid":11}]}}"#,
        r#"{"orders":{" 0":{"oid":11}}}"#,
        r#"{"orders":{"0 ":{"oid":9},"0":{"oid":11}}}"#,
        r#"{"orders":{"order":{" 7 ":{"oid":11}}}}"#,
    ] {
        let (trade, deviations, _) = decode(data);
        assert_eq!(oids(&trade), ["11"], "{data}");
        assert!(!deviations.is_empty() && deviations[0].starts_with("orders: expected a list of objects"), "{data}");
    }
    for data in [
        r#"{"orders":{"order":[],"orders":[]}}"#,
        r#"{"orders":{"order":[],"rows":[{"x":1}]}}"#,
        r#"{"orders":{"order":[],"oid":[{"oid":11}]}}"#,
        r#"{"orders":{"order":[]}}"#,
    ] {
        assert_eq!(oids(&decode(data).0), [""; 0], "{data}");
    }
    // The documented one counts where both hold something.
    assert_eq!(oids(&decode(r#"{"orders":{"order":[{"oid":11}],"orders":[{"oid":12}]}}"#).0), ["11"]);
}

#[test]
fn a_record_that_comes_as_a_list() {
    let ext = Some(Ext { success: Some(true), attr: Some("张三".into()) });
    let record = r#"{"success":true,"attr":"张三"}"#;
    for (data, found) in [
        (format!(r#"[{record}]"#), "a list of one record, which is read"),
        (format!(r#"{{"0":{record}}}"#), "a list of one record, which is read"),
        (format!(r#"[{record},{{"success":false}}]"#), "a list of several records; the first one is read"),
        (format!(r#"[null,{record}]"#), "a list of several records; the first one is read"),
        (format!(r#"{{"Ext":{record}}}"#), "it below the key Ext"),
        (format!(r#"{{"ext":[{record}]}}"#), "it below the key ext"),
    ] {
        let (trade, deviations, _) = decode(&format!(r#"{{"num":1,"ext":{data},"title":"t"}}"#));
        assert_eq!((&trade.ext, trade.num, trade.title.as_deref()), (&ext, Some(1), Some("t")), "{data}");
        assert_eq!(deviations, [format!("ext: expected an object, found {found}")], "{data}");
    }
    for data in ["[7]", "[[]]", r#"["x"]"#] {
        let (trade, deviations, _) = decode(&format!(r#"{{"ext":{data},"num":1}}"#));
        assert_eq!((trade.ext, trade.num), (None, Some(1)));
        assert_eq!(deviations, ["ext: expected an object, found a list"], "{data}");
    }
    let (_, decoded) = read(r#"{"code":0,"data":{"ext":[{"success":true},{"success":false}]}}"#, &PLAIN);
    assert_eq!(decoded.several, ["ext"]);
}

#[test]
fn unknown_structure_is_skipped_however_deep_and_known_structure_has_a_limit() {
    for depth in [100, 200, 129, 100_000] {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"{"orders":["#, "]}")] {
            let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let (trade, deviations, unknown) =
                decode(&format!(r#"{{"num":1,"new":{deep},"title":"t","trade_attr":{deep}}}"#));
            assert_eq!((trade.num, trade.title.as_deref()), (Some(1), Some("t")), "{depth}");
            assert_eq!(trade.trade_attr.unwrap().as_str(), deep);
            assert_eq!((deviations.len(), unknown), (0, vec!["new".to_owned()]));
        }
    }
    // Wrappers in wrappers are read as far as anybody writes them; what is deeper costs nothing else.
    for (open, close) in [(r#"{"order":"#, "}"), (r#"{"orders":"#, "}"), ("[", "]")] {
        let deep = format!(r#"{{"num":1,"orders":{}1{}}}"#, open.repeat(5_000), close.repeat(5_000));
        let (trade, deviations, _) = decode(&deep);
        assert_eq!((trade.num, trade.orders.len()), (Some(1), 0));
        assert!((1..20).contains(&deviations.len()), "{deviations:?}");
    }
}

#[test]
fn a_key_that_comes_twice_counts_as_it_came_last_and_is_noted() {
    let twice = |path: &str| format!("{path}: expected the key once, found it again; the last one counts");
    for (data, path) in [
        (r#"{"num":1,"num":2}"#, "num"),
        (r#"{"num":null,"num":2}"#, "num"),
        (r#"{"num":1,"title":"x","\u006eum":2}"#, "num"),
        (r#"{"title":"x","num":1,"tid":1,"num":2}"#, "num"),
        (r#"{"num":2,"ext":{"success":true,"success":true}}"#, "ext.success"),
        (r#"{"num":2,"orders":[{"oid":1},{"oid":1,"num":1,"num":1}]}"#, "orders[1].num"),
        (r#"{"num":2,"sub_tid":"1","sub_tid":["1"]}"#, "sub_tid"),
        (r#"{"num":2,"orders":[{"oid":1}],"orders":[]}"#, "orders"),
    ] {
        let (trade, deviations, _) = decode(data);
        assert_eq!(trade.num, Some(2), "{data}");
        assert_eq!(deviations, [twice(path)], "{data}");
    }
    // Fields of two elements, or of a record and what it holds, are not the same field.
    for data in [
        r#"{"num":1,"orders":[{"oid":1,"num":1},{"oid":2,"num":1}]}"#,
        r#"{"tid":1,"orders":[{"oid":1,"tags":[{"name":"a"}],"num":3}],"num":2,"title":"x"}"#,
    ] {
        assert_eq!(decode(data).1, [""; 0], "{data}");
    }
    for (body, path) in [
        (r#"{"code":614,"code":0,"data":{"num":1}}"#, "$.code"),
        (r#"{"code":0,"msg":"a","msg":"b","data":{"num":1}}"#, "$.msg"),
        (r#"{"code":0,"data":{"num":7},"data":{"num":1}}"#, "$.data"),
        (r#"{"data":{"num":7},"code":0,"data":{"num":1}}"#, "$.data"),
        (r#"{"time":1,"time":2,"code":0,"data":{"num":1}}"#, "$.time"),
    ] {
        let (trade, decoded) = read(body, &PLAIN);
        assert_eq!(trade.num, Some(1), "{body}");
        assert_eq!(
            decoded.notes.deviations.iter().map(ToString::to_string).collect::<Vec<_>>(),
            [twice(path)],
            "{body}"
        );
    }
}

#[test]
fn a_replaced_surrogate_is_noted() {
    for (data, path) in [
        (r#"{"title":"x\ud83dy"}"#, "title"),
        (r#"{"title":"\ude00"}"#, "title"),
        (r#"{"status":"x\ud83d\u0041"}"#, "status"),
        (r#"{"trade_attr":"{\"a\":\"\ud83d\"}"}"#, "trade_attr"),
        (r#"{"orders":[{"oid":1,"tags":[{"name":"\ud83d\ud83d"}]}]}"#, "orders[0].tags[0].name"),
    ] {
        let (_, deviations, _) = decode(data);
        assert_eq!(
            deviations,
            [format!("{path}: expected text in Unicode, found a lone surrogate, read as U+FFFD")],
            "{data}"
        );
    }
    for data in [r#"{"title":"\ufffd"}"#, r#"{"title":"\ud83d\ude00"}"#, r#"{"x":"\ud83d","title":"y"}"#] {
        assert_eq!(decode(data).1, [""; 0], "{data}");
    }
    let (_, decoded) = read(r#"{"code":614,"msg":"x\ud83d"}"#, &PLAIN);
    assert_eq!(decoded.notes.deviations[0].path(), "$.msg");
}

#[test]
fn what_is_no_id_is_absent_and_noted() {
    for wire in [
        "1.5e18",
        "1e400",
        "12.0",
        r#""null""#,
        "\"12\n34\"",
        r#""1 2""#,
        r#""undefined""#,
        r#""<b>""#,
        r#""1\u202e2""#,
        "-0.0",
        r#""a,b""#,
    ] {
        let (trade, deviations, _) = decode(&format!(r#"{{"tid":{wire},"num":1}}"#));
        assert_eq!((&trade.tid, trade.num), (&None, Some(1)), "{wire}");
        assert!(
            deviations.len() == 1 && deviations[0].starts_with("tid: expected an id, found "),
            "{wire}: {deviations:?}"
        );
    }
    for (wire, id) in [
        ("12", "12"),
        ("-1", "-1"),
        (r#""AAH-x_1.2:3""#, "AAH-x_1.2:3"),
        ("1692089714634374451", "1692089714634374451"),
    ] {
        let (trade, deviations, _) = decode(&format!(r#"{{"tid":{wire}}}"#));
        assert_eq!((trade.tid.unwrap().as_str(), deviations.len()), (id, 0), "{wire}");
    }
}

#[test]
fn a_deviation_shows_a_short_plain_scalar_at_most() {
    for (field, wire, shown) in [
        ("num", r#""many""#, r#""many""#),
        ("num", "1.5", "1.5"),
        ("payment", r#""200.e7""#, r#""200.e7""#),
        ("orders", r#""[{\"buyer_nick\":\"张三\"}""#, "text that is not shown"),
        ("title", r#"{"receiver_name":"张三"}"#, "an object"),
        ("title", r#"["张三"]"#, "a list"),
        ("num", r#""张三""#, "text that is not shown"),
        ("num", r#""\u5f20\u4e09""#, "text that is not shown"),
        ("num", r#""{a}""#, "text that is not shown"),
        ("num", r#""https://shop.example/auth?x=1""#, "text that is not shown"),
        ("num", r#""someone@example.com""#, "text that is not shown"),
        ("created", r#""the day after the day that was yesterday, or so""#, "text that is not shown"),
        ("receiver_name", r#"{"a":"张三"}"#, "<redacted>"),
    ] {
        let body = format!(r#"{{"code":0,"data":{{"{field}":{wire}}}}}"#);
        let (_, decoded) = read(&body, &PLAIN);
        let deviation = &decoded.notes.deviations[0];
        assert!(deviation.to_string().ends_with(&format!(", found {shown}")), "{deviation} for {wire}");
        assert_eq!(deviation.raw(), wire, "the bytes stay reachable");
        assert!(!format!("{:?}", decoded.notes).contains("张三"), "{wire}");
    }
}

#[test]
fn words_in_every_shape() {
    for (wire, deviates) in [
        (r#"{"string":["1","2"]}"#, false),
        (r#"{"String":["1","2"]}"#, true),
        (r#"{"sub_tid":["1","2"]}"#, true),
        (r#"{"0":"1","3":"2"}"#, true),
        (r#"{"string":{"0":"1","1":2}}"#, true),
        (r#"{"string":"1,2"}"#, false),
        (r#"{"number":[1,2],"total":2}"#, true),
        (r#"["1",[3],"2"]"#, true),
    ] {
        let (trade, deviations, _) = decode(&format!(r#"{{"sub_tid":{wire},"num":1}}"#));
        assert_eq!(
            (trade.sub_tid.iter().map(|id| id.as_str()).collect::<Vec<_>>(), trade.num),
            (vec!["1", "2"], Some(1)),
            "{wire}"
        );
        assert_eq!(deviations.len(), usize::from(deviates), "{wire}: {deviations:?}");
    }
}

#[test]
fn each_id_of_a_list_is_held_to_what_an_id_is() {
    let right = ["1", "AAH-x_1.2:3"];
    for (wire, found) in [
        (r#""1,AAH-x_1.2:3""#, ""),
        (r#"" 1 , ,AAH-x_1.2:3,""#, ""),
        (r#""1,null,AAH-x_1.2:3""#, "a list with something that is no id"),
        (r#""a/b,1,AAH-x_1.2:3""#, "a list with something that is no id"),
        (r#""1,AAH-x_1.2:3,1 2""#, "a list with something that is no id"),
        (r#""1,AAH-x_1.2:3,<b>,{}""#, "a list with something that is no id"),
        (r#""1,AAH-x_1.2:3,1\u200b""#, "a list with something that is no id"),
        (r#""\u0031,AAH-x_1.2:3,1\n2""#, "a list with something that is no id"),
        (r#"[1,"AAH-x_1.2:3"]"#, ""),
        (r#"[1,1.5e18,"AAH-x_1.2:3"]"#, "a list with something that is no id"),
        (r#"[1,"undefined","AAH-x_1.2:3"]"#, "a list with something that is no id"),
        (r#"[1,"2,3","AAH-x_1.2:3"]"#, "a list with something that is no id"),
        (r#"{"string":["1","a b","AAH-x_1.2:3"]}"#, "a list with something that is no id"),
        (r#"{"string":"1,AAH-x_1.2:3,?"}"#, "a list with something that is no id"),
        (r#"{"number":[1,-0.1],"string":["AAH-x_1.2:3"]}"#, "a list with something that is no id"),
    ] {
        let (trade, deviations, _) = decode(&format!(r#"{{"sub_tid":{wire},"num":1}}"#));
        assert_eq!(trade.sub_tid.iter().map(|id| id.as_str()).collect::<Vec<_>>(), right, "{wire}");
        assert_eq!(trade.num, Some(1), "{wire}");
        let expected = format!("sub_tid: expected a comma-joined list, found {found}");
        assert_eq!(deviations, if found.is_empty() { vec![] } else { vec![expected] }, "{wire}");
    }
    // A number that is none, and nothing else.
    for wire in ["12.0", "1e5", "-0.1"] {
        let (trade, deviations, _) = decode(&format!(r#"{{"sub_tid":{wire}}}"#));
        assert_eq!((trade.sub_tid.len(), deviations.len()), (0, 1), "{wire}: {deviations:?}");
    }
}

/// What a body of so many bytes decodes to is counted while it grows.
#[test]
fn memory_has_a_ceiling_and_sparse_replies_stay_below_it() {
    let many = |piece: &str, length: usize| {
        let mut list = piece.repeat(length / piece.len());
        list.pop();
        list
    };
    let mib = 1 << 20;
    for (data, ceiling) in [
        (format!(r#"{{"orders":[{}]}}"#, many("{},", 2 * mib)), 8 * mib),
        (format!(r#"{{"orders":{{"order":[{}]}}}}"#, many("{},", 2 * mib)), 8 * mib),
        (format!(r#"{{"orders":[{}]}}"#, many(r#"{"tags":[{}]},"#, 2 * mib)), 8 * mib),
        (format!(r#"{{"orders":[{}]}}"#, many(r#"{"tags":{"x":1}},"#, 2 * mib)), 8 * mib),
        (format!(r#"{{"sub_tid":[{}]}}"#, many(r#""1","#, 2 * mib)), 8 * mib),
        (format!(r#"{{"sub_tid":"{}"}}"#, many("1,", 2 * mib)), 8 * mib),
        (format!(r#"{{"title":"{}"}}"#, many("x", 2 * mib)), mib),
        (format!(r#"{{"trade_attr":[{}]}}"#, many("{},", 2 * mib)), mib),
    ] {
        let body = format!(r#"{{"code":0,"data":{data}}}"#);
        let (_, decoded) = read(&body, &Wire { max_decoded: ceiling, ..PLAIN });
        assert_eq!(decoded.outcome, Outcome::TooLarge, "{}", &body[..60]);
    }
    // Unknown content and lists without elements take nothing.
    for data in [
        format!(r#"{{"new":[{}],"num":1}}"#, many("[{}],", 2 * mib)),
        format!(r#"{{"orders":[{}],"num":1}}"#, many(r#""","#, 2 * mib)),
    ] {
        let (trade, decoded) = read(&format!(r#"{{"code":0,"data":{data}}}"#), &Wire { max_decoded: mib, ..PLAIN });
        assert_eq!((decoded.outcome, trade.num), (Outcome::Success, Some(1)));
    }
    let sparse = format!(r#"{{"code":0,"data":{{"orders":[{}]}}}}"#, many(r#"{"oid":1},"#, 200));
    let (trade, decoded) = read(&sparse, &PLAIN);
    assert_eq!((decoded.outcome, trade.orders.len()), (Outcome::Success, 20));
}
