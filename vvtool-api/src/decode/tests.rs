//! The dirt of the wire, item by item, against the hand-written sample record.

use bytes::Bytes;

use super::{Decoded, Outcome, Wire, reply};
use crate::tests::sample::{Ext, Order, Status, Trade};

const OBJECT: Wire<'_> = super::PLAIN;

fn decode(data: &str) -> (Trade, Decoded) {
    let mut trade = Trade::default();
    let body = format!(r#"{{"code":0,"msg":"ok","data":{data}}}"#);
    let decoded = reply(&Bytes::from(body), &OBJECT, &mut trade);
    assert_eq!(decoded.outcome, Outcome::Success, "{data}");
    (trade, decoded)
}

/// Nothing was deviating or unknown.
fn clean(data: &str) -> Trade {
    let (trade, decoded) = decode(data);
    assert_eq!(decoded.notes.deviations, [], "{data}");
    assert_eq!(decoded.notes.unknown_fields, [""; 0], "{data}");
    trade
}

fn deviations(data: &str) -> Vec<String> {
    decode(data).1.notes.deviations.iter().map(ToString::to_string).collect()
}

#[test]
fn ids_keep_every_digit_as_number_or_text() {
    for data in
        [r#"{"tid":9223372036854775809}"#, r#"{"tid":"9223372036854775809"}"#, r#"{"tid":" 9223372036854775809 "}"#]
    {
        assert_eq!(clean(data).tid, Some("9223372036854775809".into()), "{data}");
    }
    assert_eq!(clean(r#"{"tid":""}"#).tid, None);
    assert_eq!(clean(r#"{"title":1.50}"#).title, Some("1.50".into()));
    assert_eq!(clean(r#"{"title":true}"#).title, Some("true".into()));
    assert_eq!(clean(r#"{"title":""}"#).title, Some("".into()));
}

#[test]
fn whole_numbers_from_number_or_text() {
    for data in [r#"{"num":12}"#, r#"{"num":"12"}"#, r#"{"num":12.0}"#, r#"{"num":1.2e1}"#, r#"{"num":" 12 "}"#] {
        assert_eq!(clean(data).num, Some(12), "{data}");
    }
    assert_eq!(clean(r#"{"num":""}"#).num, None);
    assert_eq!(clean(r#"{"coupon_fee":"1001"}"#).coupon_fee.unwrap().get(), 1001);
    assert_eq!(clean(r#"{"withholding_money":"1"}"#).withholding_money.unwrap().get(), 1);
}

#[test]
fn money_is_exact_from_text_or_number() {
    let cases = [
        (r#""200.07""#, Some("200.07")),
        ("200.07", Some("200.07")),
        ("0.1", Some("0.1")),
        ("9007199254740993.01", Some("9007199254740993.01")),
        ("200", Some("200")),
        (r#""200.00""#, Some("200.00")),
        ("2e2", Some("200")),
        (r#""""#, None),
        ("null", None),
    ];
    for (wire, expected) in cases {
        for field in ["payment", "deposit", "weight"] {
            let trade = clean(&format!(r#"{{"{field}":{wire}}}"#));
            let found = match field {
                "payment" => trade.payment.map(|value| value.to_string()),
                "deposit" => trade.deposit.map(|value| value.to_string()),
                _ => trade.weight.map(|value| value.to_string()),
            };
            assert_eq!(found.as_deref(), expected, "{field} {wire}");
        }
    }
    assert_eq!(deviations(r#"{"payment":"200.e7"}"#), [r#"payment: expected an amount of money, found "200.e7""#]);
    assert_eq!(deviations("{\"payment\":\"a\nb\"}"), [r#"payment: expected an amount of money, found "a\nb""#]);
    assert_eq!(deviations(r#"{"payment":1e-40}"#).len(), 1);
}

#[test]
fn dates_in_every_documented_form() {
    for form in ["2000-01-01 00:00:00", "2000-01-01 00:00", "2000-01-01", "20000101", "00:00"] {
        assert_eq!(clean(&format!(r#"{{"created":"{form}"}}"#)).created.unwrap().to_string(), form);
    }
    assert_eq!(clean(r#"{"created":20000101}"#).created.unwrap().to_string(), "20000101");
    assert_eq!(clean(r#"{"created":""}"#).created, None);
    assert_eq!(deviations(r#"{"created":"0000-00-00 00:00:00"}"#).len(), 1);
}

#[test]
fn booleans_in_every_spelling() {
    for (wire, expected) in [
        ("true", true),
        (r#""true""#, true),
        (r#""True""#, true),
        ("1", true),
        (r#""1""#, true),
        (r#""0""#, false),
        ("0", false),
        ("false", false),
        (r#""false""#, false),
    ] {
        assert_eq!(clean(&format!(r#"{{"seller_rate":{wire}}}"#)).seller_rate, Some(expected), "{wire}");
    }
    assert_eq!(clean(r#"{"seller_rate":""}"#).seller_rate, None);
    assert_eq!(deviations(r#"{"seller_rate":2}"#), ["seller_rate: expected true or false, found 2"]);
}

#[test]
fn lists_in_every_shape() {
    let two = [
        r#"{"orders":{"order":[{"oid":1},{"oid":2}]}}"#,
        r#"{"orders":[{"oid":1},{"oid":2}]}"#,
        r#"{"orders" : { "\u006frder" : [ { "oid" : 1 } , { "oid" : 2 } ] } }"#,
    ];
    for data in two {
        let trade = clean(data);
        assert_eq!(
            trade.orders.iter().map(|order| order.oid.as_ref().unwrap().as_str()).collect::<Vec<_>>(),
            ["1", "2"],
            "{data}"
        );
    }
    let one = [
        r#"{"orders":{"oid":1}}"#,
        r#"{"orders":{"order":{"oid":1}}}"#,
        r#"{"orders":[{"oid":1}]}"#,
        r#"{"orders":{"tags":{"tag":[{"name":"x"}]},"oid":1}}"#,
    ];
    for data in one {
        let trade = clean(data);
        assert_eq!(trade.orders.len(), 1, "{data}");
        assert_eq!(trade.orders[0].oid, Some(1.into()), "{data}");
    }
    for data in [
        "{}",
        r#"{"orders":null}"#,
        r#"{"orders":""}"#,
        r#"{"orders":{}}"#,
        r#"{"orders":[]}"#,
        r#"{"orders":{"order":[]}}"#,
        r#"{"orders":{"order":null}}"#,
        r#"{"orders":{"order":{ }}}"#,
        r#"{"orders":{"order":""}}"#,
    ] {
        assert_eq!(clean(data).orders.len(), 0, "{data}");
    }
    // The wrapper's key need not come first; what stands beside it is unknown.
    let (trade, decoded) = decode(r#"{"orders":{"total":[1,{"order":2}],"order":[{"oid":1}]},"num":3}"#);
    assert_eq!((trade.orders.len(), trade.num), (1, Some(3)));
    assert_eq!(decoded.notes.unknown_fields, ["orders.total"]);
}

#[test]
fn lists_and_records_inside_each_other() {
    let data = r#"{"orders":{"order":[
        {"oid":1,"tags":{"tag":[{"name":"a"},{"name":"b"}]},"ext":{"success":true},"num":7},
        {"oid":2,"tags":{"name":"c"},"num":8},
        {"oid":3,"tags":[{"name":"d"}],"num":9}]},
        "ext":{"success":"1","attr":"x"},"num":5}"#;
    let trade = clean(data);
    assert_eq!(trade.num, Some(5));
    assert_eq!(trade.ext, Some(Ext { success: Some(true), attr: Some("x".into()) }));
    let names: Vec<(i64, Vec<&str>)> = trade
        .orders
        .iter()
        .map(|order| (order.num.unwrap(), order.tags.iter().map(|tag| tag.name.as_deref().unwrap()).collect()))
        .collect();
    assert_eq!(names, [(7, vec!["a", "b"]), (8, vec!["c"]), (9, vec!["d"])]);
}

#[test]
fn an_absent_record_in_every_shape() {
    for data in [r#"{"ext":null}"#, r#"{"ext":""}"#, r#"{"ext":[]}"#, r#"{"ext":[ ]}"#, "{}"] {
        assert_eq!(clean(data).ext, None, "{data}");
    }
    let (trade, decoded) = decode(r#"{"ext":{}}"#);
    assert_eq!(trade.ext, Some(Ext::default()));
    assert_eq!(decoded.notes.deviations[0].to_string(), "ext.success: expected it to be present, found nothing");
}

#[test]
fn enums_with_a_gloss_and_unknown_values() {
    for wire in ["fixed", "fixed(一口价)", "fixed（一口价）"] {
        assert_eq!(clean(&format!(r#"{{"status":"{wire}"}}"#)).status, Some(Status::Fixed), "{wire}");
    }
    let status = clean(r#"{"status":"BRAND_NEW"}"#).status.unwrap();
    assert_eq!(status.as_str(), "BRAND_NEW");
    assert!(!status.is_documented());
    assert_eq!(clean(r#"{"status":7}"#).status.unwrap().as_str(), "7");
    assert_eq!(clean(r#"{"status":true}"#).status.unwrap().as_str(), "true");
    assert_eq!(clean(r#"{"status":""}"#).status, None);
}

#[test]
fn json_in_text_or_bare() {
    let cases = [
        (r#""{\"a\":[1]}""#, r#"{"a":[1]}"#),
        (r#"{"a": [1, "\u4e2d"]}"#, r#"{"a": [1, "\u4e2d"]}"#),
        ("[1,{}]", "[1,{}]"),
        ("1.0", "1.0"),
    ];
    for (wire, expected) in cases {
        assert_eq!(clean(&format!(r#"{{"trade_attr":{wire}}}"#)).trade_attr.unwrap().as_str(), expected);
    }
    assert_eq!(clean(r#"{"trade_attr":""}"#).trade_attr, None);
}

#[test]
fn comma_joined_lists_from_text_or_array() {
    for wire in
        [r#""1,2""#, r#"" 1 ,,2, ""#, "[1,2]", r#"["1","2",null,""]"#, r#"{"string":["1","2"]}"#, r#"{"number":[1,2]}"#]
    {
        assert_eq!(clean(&format!(r#"{{"sub_tid":{wire}}}"#)).sub_tid, ["1", "2"], "{wire}");
    }
    for wire in ["null", r#""""#, "[]", "{}"] {
        assert_eq!(clean(&format!(r#"{{"sub_tid":{wire}}}"#)).sub_tid, [""; 0], "{wire}");
    }
    assert_eq!(clean(r#"{"sub_tid":5}"#).sub_tid, ["5"]);
    let (trade, decoded) = decode(r#"{"sub_tid":["1",{"a":2}]}"#);
    assert_eq!(trade.sub_tid, ["1"]);
    assert_eq!(decoded.notes.deviations[0].path(), "sub_tid");
}

#[test]
fn raw_control_characters_and_lone_surrogates() {
    assert_eq!(clean("{\"title\":\"a\u{1}\n\tb\u{7f}\"}").title, Some("a\u{1}\n\tb\u{7f}".into()));
    assert_eq!(clean(r#"{"title":"x\ufffdy"}"#).title, Some("x\u{fffd}y".into()));
    assert_eq!(clean(r#"{"title":"\u4e2d\ud83d\ude00\/\n"}"#).title, Some("中😀/\n".into()));
    assert_eq!(clean(r#"{"\u0074itle":"x"}"#).title, Some("x".into()));
}

#[test]
fn one_wrong_field_never_loses_the_order() {
    let data = r#"{"num":"many","orders":{"order":[{"oid":1,"num":{"a":1}},7,{"oid":3,"num":3,"tags":"x"}]},"title":["t"],"tid":true,"ext":5,"created":"soon","seller_rate":true}"#;
    let (trade, decoded) = decode(data);
    let found: Vec<(&str, &str, &str)> =
        decoded.notes.deviations.iter().map(|one| (one.path(), one.expected(), one.raw())).collect();
    assert_eq!(
        found,
        [
            ("num", "a whole number", r#""many""#),
            ("orders[0].num", "a whole number", r#"{"a":1}"#),
            ("orders[1]", "an object", "7"),
            ("orders[2].tags", "a list of objects", r#""x""#),
            ("title", "text", r#"["t"]"#),
            ("tid", "an id", "true"),
            ("ext", "an object", "5"),
            ("created", "a date or a time", r#""soon""#),
        ]
    );
    assert_eq!((trade.num, trade.title.is_none(), trade.ext.is_none()), (None, true, true));
    assert_eq!(trade.orders.len(), 2);
    assert_eq!(trade.orders[1], Order { oid: Some(3.into()), num: Some(3), ..Order::default() });
    assert_eq!(trade.seller_rate, Some(true));
}

#[test]
fn a_wrong_value_replaces_an_earlier_right_one() {
    let (trade, decoded) = decode(r#"{"num":1,"num":"x","payment":"1","payment":null,"title":"a","title":"b"}"#);
    assert_eq!((trade.num, trade.payment, trade.title), (None, None, Some("b".into())));
    let shown: Vec<String> = decoded.notes.deviations.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "num: expected the key once, found it again; the last one counts",
            r#"num: expected a whole number, found "x""#,
            "payment: expected the key once, found it again; the last one counts",
            "title: expected the key once, found it again; the last one counts",
        ]
    );
    let (trade, _) = decode(r#"{"ext":{"attr":"old","success":true},"ext":{"success":false}}"#);
    assert_eq!(trade.ext, Some(Ext { success: Some(false), attr: None }));
}

#[test]
fn what_is_always_present_and_missing_is_a_deviation() {
    let (_, decoded) = decode(r#"{"orders":[{"num":1},{"oid":null},{"oid":[1]}]}"#);
    let found: Vec<(&str, &str)> = decoded.notes.deviations.iter().map(|one| (one.path(), one.expected())).collect();
    assert_eq!(
        found,
        [("orders[0].oid", "it to be present"), ("orders[1].oid", "it to be present"), ("orders[2].oid", "an id")]
    );
}

#[test]
fn deviations_of_personal_fields_show_no_value() {
    let (_, decoded) = decode(
        r#"{"receiver_name":["Zhang San"],"orders":[{"oid":1,"ext":{"success":"Li Si"},"token":{"a":"t0ken"}}]}"#,
    );
    assert_eq!(decoded.notes.deviations.len(), 3);
    let shown = format!("{:?}", decoded.notes);
    for secret in ["Zhang", "Li Si", "t0ken"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert_eq!(decoded.notes.deviations[0].raw(), r#"["Zhang San"]"#);
    assert_eq!(
        decoded.notes.deviations[1].to_string(),
        "orders[0].ext.success: expected true or false, found <redacted>"
    );
}

#[test]
fn notes_are_capped_in_number_and_length() {
    let many: String = (0..75).map(|n| format!(r#""x{n}":1,"y{n}":1,"num":"bad","#)).collect();
    let (trade, decoded) = decode(&format!(r#"{{{many}"title":["{}"],"payment":1}}"#, "中".repeat(500)));
    assert!(trade.payment.is_some());
    assert_eq!((decoded.notes.deviations.len(), decoded.notes.deviations_dropped), (100, 50));
    assert_eq!((decoded.notes.unknown_fields.len(), decoded.notes.unknown_fields_dropped), (100, 50));
    let (_, decoded) = decode(&format!(r#"{{"title":["{}"]}}"#, "中".repeat(500)));
    assert_eq!(decoded.notes.deviations[0].raw().len(), 254);
}

#[test]
fn unknown_fields_are_listed_with_their_path() {
    let data = r#"{"new":1,"tid":1,"orders":{"order":[{"oid":1},{"oid":2,"more":{"tid":3}}]},"ext":{"success":true,"x\u0079":[]},"num":4}"#;
    let (trade, decoded) = decode(data);
    assert_eq!(decoded.notes.unknown_fields, ["new", "orders[1].more", "ext.xy"]);
    assert_eq!((trade.num, trade.orders.len(), decoded.notes.deviations.len()), (Some(4), 2, 0));
}

#[test]
fn any_order_of_the_fields() {
    let trade = clean(r#"{"payment":"1.5","num":2,"tid":"3","seller_rate":1,"title":"x"}"#);
    let again = clean(r#"{"title":"x","seller_rate":1,"tid":"3","num":2,"payment":"1.5"}"#);
    assert_eq!(trade, again);
    assert_eq!(trade.tid, Some("3".into()));
}

#[test]
fn a_body_that_is_not_utf8_is_read_all_the_same() {
    let mut trade = Trade::default();
    let body = Bytes::from_static(b"{\"code\":0,\"data\":{\"num\":1,\"title\":\"a\xffb\"}}");
    let decoded = reply(&body, &OBJECT, &mut trade);
    assert_eq!(decoded.outcome, Outcome::Success);
    assert_eq!((trade.num, trade.title), (Some(1), Some("a\u{fffd}b".into())));
    assert_eq!(decoded.notes.deviations[0].to_string(), "$: expected text in UTF-8, found bytes that are none");
}

#[test]
fn what_is_no_json_says_where_and_why() {
    let cases: &[(&str, usize, &str)] = &[
        ("", 0, "the reply is empty"),
        (" \n", 0, "the reply is empty"),
        (r#"{"code":0,"data":{"num":1}"#, 26, "the text ends too early"),
        (r#"{"code":0,"data":{"num":01}}"#, 25, "expected `,` or `}`"),
        (r#"{"code":0,"data":{"num":200.e7}}"#, 28, "expected a digit"),
        (r#"{"code":0,"data":{"num":1,}}"#, 26, "expected a key in quotes"),
        (r#"{"code":0,"data":{"num" 1}}"#, 24, "expected `:`"),
        (r#"{"code":0,"data":{"title":"a\"}}"#, 32, "the text ends too early"),
        (r#"{"code":0,"data":{"title":tru}}"#, 26, "expected a value"),
        ("hello", 0, "expected an object with a code"),
    ];
    for (body, offset, what) in cases {
        let decoded = reply(&Bytes::copy_from_slice(body.as_bytes()), &OBJECT, &mut Trade::default());
        assert_eq!(decoded.outcome, Outcome::Malformed { offset: *offset, what }, "{body}");
    }
}

/// What came where is remembered from reply to reply: it must not change what is read.
#[test]
fn the_fields_of_a_record_come_in_any_order() {
    let pieces = [
        r#""tid":1"#,
        r#""title":"a""#,
        r#""num":2"#,
        r#""payment":"3.00""#,
        r#""nobody":4"#,
        r#""status":"fixed""#,
        r#""ext":{"attr":"b","success":true}"#,
        r#""orders":{"order":[{"oid":5},{"oid":6}]}"#,
    ];
    for turn in 0..3 * pieces.len() {
        let mut order = pieces;
        order.rotate_left(turn % pieces.len());
        if turn % 2 == 1 {
            order.reverse();
        }
        let (trade, decoded) = decode(&format!("{{{}}}", order.join(",")));
        assert_eq!(decoded.notes.deviations, [], "{order:?}");
        assert_eq!(decoded.notes.unknown_fields, ["nobody"], "{order:?}");
        let ext = trade.ext.unwrap();
        assert_eq!((trade.tid, trade.title, trade.num), (Some("1".into()), Some("a".into()), Some(2)), "{order:?}");
        assert_eq!((trade.payment.unwrap().to_string(), trade.status.is_some()), ("3.00".to_owned(), true));
        assert_eq!((ext.attr, ext.success), (Some("b".into()), Some(true)), "{order:?}");
        assert_eq!(
            trade.orders.iter().map(|order| order.oid.clone()).collect::<Vec<_>>(),
            [Some("5".into()), Some("6".into())]
        );
        // The same field again, where it came the last time and where it did not.
        let twice = format!("{{{},\"num\":7,{}}}", order[..4].join(","), order[4..].join(","));
        let (trade, decoded) = decode(&twice);
        let last = if order[..4].iter().any(|piece| piece.starts_with("\"num")) { 7 } else { 2 };
        assert_eq!(trade.num, Some(last), "{twice}");
        assert_eq!(
            decoded.notes.deviations.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["num: expected the key once, found it again; the last one counts"],
            "{twice}"
        );
    }
}
