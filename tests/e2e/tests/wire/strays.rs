//! Siblings of the kinds that the other tables have: the same thing in a shape that nobody has sent yet.

use vvtool_api::{Class, top, vvtool};

use crate::table::Must::{self, Be, Deviate, Fail, Hide, Say, Unknown};
use crate::table::{Read, Table, Top, UNKNOWN, Write};

#[test]
fn a_builder_shows_no_password_of_an_address() {
    for host in
        ["http://u:pr0xypass@127.0.0.1:9", "https://u:pr0xy@pass@h", "u:pr0xypass@h:9", "http://h/?key=pr0xypass"]
    {
        let shown = [
            format!("{0:?} {0:#?}", vvtool::Client::builder().host(host)),
            format!("{0:?} {0:#?}", vvtool::blocking::Client::builder().host(host)),
            format!("{0:?} {0:#?}", top::Client::builder("key", "secret").host(host)),
            format!("{:?}", vvtool::Client::builder().host(host).token("t").build().map(drop)),
            format!("{:?}", top::Client::builder("key", "secret").host(host).build().map(drop)),
        ];
        for shown in shown {
            assert!(!shown.contains("pr0xy") && !shown.contains("@pass@"), "{shown}");
        }
    }
}

#[test]
fn a_key_that_is_no_name_is_somebody() {
    let mut table = Table::default();
    table.row("an unknown key that may be a person is told without it");
    for key in ["张三丰", "13912345678", "tel13912345678", "a@b.cn", "139-1234-5678", "张 san", "\\u5f20\\u4e09"] {
        let seen = [Unknown("<not shown>"), Hide("张"), Hide("1391"), Hide("1234"), Hide("a@b")];
        table.trades([format!(r#"{{"tid":"1","{key}":1}}"#)], &seen);
        table.trades([format!(r#"{{"tid":"1","orders":[{{"oid":"11","{key}":{{}}}}]}}"#)], &seen);
        table.case(Read, format!(r#"{{"code":0,"{key}":1,"data":{{"tid":"1"}}}}"#)).must(seen.clone());
        table.case(Top, format!(r#"{{"trade_get_response":{{"trade":{{"tid":"1"}}}},"{key}":1}}"#)).must(seen);
    }
    table.row("a name is shown");
    table.trades([r#"{"tid":"1","new_field":1}"#], &[Unknown("new_field")]);
    table.trades([r#"{"tid":"1","orders":[{"oid":"11","order-2.x":1}]}"#], &[Unknown("orders[0].order-2.x")]);
    table.case(Read, r#"{"code":0,"traceId":1,"data":{"tid":"1"}}"#).must([Unknown("$.traceId")]);
    table.run();
}

#[test]
fn an_id_in_another_shape_is_compared() {
    let mut table = Table::default();
    table.row("another id");
    let shapes = [
        r#"["2"]"#,
        "[2]",
        r#"{"0":2}"#,
        r#"{"1":"2"}"#,
        r#"[["2"],"3"]"#,
        r#"{"id":{"value":"2"}}"#,
        r#""[2]""#,
        r#""{\"1\":\"2\"}""#,
    ];
    table.trades(
        shapes.map(|tid| format!(r#"{{"tid":{tid},"payment":"1.00"}}"#)),
        &[Fail, Say("another tid than the request"), Must::Class(Class::RetryWithBackoff)],
    );
    table.row("the same, or none");
    let shapes = [r#"["1"]"#, r#"{"2":1}"#, r#"["2","1"]"#, "[]", r#"["x"]"#, "[true,null]", r#""[1]""#];
    table.trades(shapes.map(|tid| format!(r#"{{"tid":{tid},"status":"x"}}"#)), &[Be("tid=- orders=")]);
    table.run();
}

#[test]
fn nobody_is_paid_for_a_call() {
    let mut table = Table::default();
    table.row("points below none");
    for points in ["-3", "-100", r#""-3""#, "-1.0", "-9223372036854775808"] {
        let data = format!(r#"{{"success":true,"withholding_money":{points}}}"#);
        let seen = [Must::NoPoints, Deviate("withholding_money")];
        table.case(Write, format!(r#"{{"code":0,"data":[{data}]}}"#)).must(seen.clone());
        table.case(Write, format!(r#"{{"code":614,"msg":"x","data":[{data}]}}"#)).must(seen);
    }
    table.row("points");
    for (points, known) in [("0", 0), ("3", 3), (r#""3""#, 3), ("3.0", 3), ("-0", 0)] {
        let data = format!(r#"{{"success":true,"withholding_money":{points}}}"#);
        table.case(Write, format!(r#"{{"code":0,"data":[{data}]}}"#)).must([Must::Points(known)]);
    }
    table.run();
}

#[test]
fn an_error_that_is_none_and_what_follows() {
    let mut table = Table::default();
    let seen = [Be("tid=1 orders="), Deviate("an empty one, which is none")];
    table.row("an error_response that says none");
    for none in [r#""null""#, r#"" null ""#, r#""NULL""#, r#""undefined""#, r#""false""#, "0", r#""0""#, r#"["null"]"#]
    {
        table.case(Read, format!(r#"{{"code":0,"data":{{"tid":"1"}},"error_response":{none}}}"#)).must(seen.clone());
        let body = format!(r#"{{"trade_get_response":{{"trade":{{"tid":"1"}}}},"error_response":{none}}}"#);
        table.case(Top, body).must(seen.clone());
    }
    table.row("one that says something");
    for some in [r#""nullify""#, r#""x""#, r#"{"code":15}"#, r#"["x"]"#, r#"{"code":"null","msg":"x"}"#] {
        table.case(Read, format!(r#"{{"code":0,"data":{{"tid":"1"}},"error_response":{some}}}"#)).must([Fail]);
    }
    table.row("a second document");
    for tail in ["{}", " {}", "[]", r#"{"code":0,"data":{"tid":"1"}}"#, r#"{"x":1}"#, "\n{}\n{}"] {
        let seen = [Be("tid=1 orders="), Deviate("nothing after the reply")];
        table.case(Read, format!(r#"{{"code":0,"data":{{"tid":"1"}}}}{tail}"#)).must(seen.clone());
        table.case(Top, format!(r#"{{"trade_get_response":{{"trade":{{"tid":"1"}}}}}}{tail}"#)).must(seen);
        table.case(Write, format!(r#"{{"code":0,"data":[{{"success":true}}]}}{tail}"#)).must(UNKNOWN);
    }
    table.run();
}

#[test]
fn a_scheme_is_no_link_and_an_encoding_has_a_name() {
    let mut table = Table::default();
    table.row("a link without a place");
    for link in ["https://", "http://", "https://...", "http://?x=1", "https:///", "https://:80/", "https://u@"] {
        table.case(Read, format!(r#"{{"code":302,"msg":"x","data":"{link}"}}"#)).must([Fail, Must::NoLink]);
    }
    table.row("a link");
    for link in ["https://h", "http://[::1]/x", "https://u@h:80/?x=1", "http://1.2.3.4", "https://h#x"] {
        table
            .case(Read, format!(r#"{{"code":302,"msg":"x","data":"https:// or {link} here"}}"#))
            .must([Must::Link(link)]);
    }
    table.row("an encoding that was not asked for");
    for encoding in ["br", "zstd", "compress", "gzip, br", "BR"] {
        for call in [Read, Top, Write] {
            let named = format!("encoded data ({encoding})").leak();
            table.case(call, b"\x0b\x02\x80{\x03\xff").header("Content-Encoding", encoding).must([Fail, Say(named)]);
        }
    }
    table.run();
}

#[test]
fn a_record_in_another_shape_is_read() {
    let mut table = Table::default();
    let seen = [Be("tid=1 orders=11 payment=2.50"), Deviate("$")];
    let trade = r#"{"tid":1,"payment":"2.50","orders":{"order":[{"oid":11}]}}"#;
    table.row("the platform's record under another key, or without one");
    for response in [
        format!(r#"{{"Trade":{trade}}}"#),
        format!(r#"{{"TRADE":{trade},"request_id":"x"}}"#),
        format!(r#"{{"trades":[{trade}]}}"#),
        format!(r#"{{"Trade":{trade},"page":{{"no":1}}}}"#),
        trade.to_owned(),
        trade.replacen('{', r#"{"request_id":"x","more":1,"#, 1),
    ] {
        table.case(Top, format!(r#"{{"trade_get_response":{response}}}"#)).must(seen.clone());
    }
    table.row("a failure there is one all the same");
    for response in [
        r#"{"tid":1,"sub_code":"isv.x"}"#,
        r#"{"tid":1,"error_response":{"code":15,"msg":"x"}}"#,
        r#"{"Trade":{"tid":2}}"#,
        r#"{"tid":2}"#,
        r#"{"result":{"x":1}}"#,
        r#"{"Trade":{},"trade_":{}}"#,
    ] {
        table.case(Top, format!(r#"{{"trade_get_response":{response}}}"#)).must([Fail]);
    }
    table.row("a list in a list");
    for data in [format!("[[{trade}]]"), format!("[[[{trade}]]]"), format!("[ [ {trade} ] ]")] {
        table.case(Read, format!(r#"{{"code":0,"data":{data}}}"#)).must(seen.clone());
        let seen = [Be("tid=1 orders=11 payment=2.50"), Deviate("trade")];
        table.case(Top, format!(r#"{{"trade_get_response":{{"trade":{data}}}}}"#)).must(seen);
    }
    for data in ["[[],[{}]]", "[[1]]", "[[[[[[{\"tid\":1}]]]]]]", "[[]]"] {
        table.case(Read, format!(r#"{{"code":0,"data":{data}}}"#)).must([Fail]);
    }
    table.case(Write, r#"{"code":0,"data":[[{"success":true}]]}"#).must(UNKNOWN);
    table.run();
}

#[test]
fn elements_in_texts_are_elements() {
    let mut table = Table::default();
    table.row("orders as texts");
    let seen = [Be("tid=1 orders=11,12"), Deviate("orders[0]"), Deviate("as JSON in a text")];
    for orders in [
        r#"["{\"oid\":11}","{\"oid\":12}"]"#,
        r#"["{\"oid\":11}",{"oid":12}]"#,
        r#"[" {\"oid\":\"11\"} ","{\"oid\":12,\"title\":\"张\"}"]"#,
        r#"{"order":["{\"oid\":11}","{\"oid\":12}"]}"#,
        r#"{"0":"{\"oid\":11}","1":"{\"oid\":12}"}"#,
    ] {
        table.trades([format!(r#"{{"tid":1,"orders":{orders}}}"#)], &seen);
    }
    table.row("what is none");
    for orders in [r#"["{\"oid\":11}",null]"#, r#"["{\"oid\":11}","{\"oid\":12"]"#, r#"["{\"oid\":11}","[1]"]"#] {
        table.trades([format!(r#"{{"tid":1,"orders":{orders}}}"#)], &[Be("tid=1 orders=11"), Deviate("orders[1]")]);
    }
    table.run();
}

#[test]
fn an_escape_that_is_none_loses_nothing_else() {
    let mut table = Table::default();
    table.row("a text with another escape is kept as it stands");
    for text in [r"a\'b", r"\x41", r"\q", r"\u12", r"C:\photos", r"a\u12g4b\\", r#"a\'\"b"#, r"张\三"] {
        let seen = [Be("tid=1 orders=11 payment=2.50"), Deviate("title: expected text with the escapes of JSON")];
        let data = format!(r#"{{"tid":1,"title":"{text}","payment":"2.50","orders":[{{"oid":11}}]}}"#);
        table.trades([data], &seen);
        let data = format!(r#"{{"tid":1,"payment":"2.50","orders":[{{"oid":11,"title":"{text}"}}],"x{text}":1}}"#);
        let seen = [Be("tid=1 orders=11 payment=2.50"), Deviate("orders[0].title"), Unknown("<not shown>")];
        table.trades([data], &seen);
    }
    table.row("what is no text of its own is not taken");
    for text in [r"\x31", r"1\'", r"\u31", r"\1"] {
        table.trades([format!(r#"{{"tid":"{text}","status":"x"}}"#)], &[Be("tid=- orders="), Deviate("tid")]);
        table.case(Write, format!(r#"{{"code":0,"data":[{{"success":"{text}"}}]}}"#)).must(UNKNOWN);
        table.case(Read, format!(r#"{{"code":"{text}","msg":"x","data":{{"tid":"1"}}}}"#)).must([Fail]);
    }
    table.row("a text without an end");
    for text in [r"a\", r"\x41\", r"\u12\"] {
        table.trades([format!(r#"{{"tid":1,"title":"{text}"}}"#)], &[Fail]);
    }
    table.run();
}
