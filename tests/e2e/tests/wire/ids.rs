//! Ids out of shape, keys that come twice, text that is no Unicode.

use vvtool_api::WriteOutcome;

use crate::table::{Must, Read, Table, Top, TopWrite, Write};

#[test]
fn an_id_is_letters_digits_and_a_few_signs() {
    let mut table = Table::default();
    table.row("what has not the shape of an id is absent, with a deviation");
    for id in [
        "1.5e18",
        "1e400",
        "12.0",
        "1.0e0",
        "-1.5",
        "\"null\"",
        "\"NULL\"",
        "\"undefined\"",
        "\"nil\"",
        "\"NIL\"",
        "\"false\"",
        "\"True\"",
        "\"1\\n2\"",
        "\"1\\u0000\"",
        "\"1 2\"",
        "\"1/2\"",
        "\"1;2\"",
        "\"<b>1</b>\"",
        "\"1\\u200b\"",
        "\"\\ud800\"",
        "true",
        "[1,2]",
        "{\"id\":1}",
    ] {
        let seen = [Must::Be("tid=- orders=- payment=2.50"), Must::Deviate("tid"), Must::Deviate("orders[0].oid")];
        table.trades([format!(r#"{{"tid":{id},"payment":"2.50","orders":[{{"oid":{id},"num":1}}]}}"#)], &seen);
    }
    // The orders': that of the trade is the one asked for, see `echo`.
    for (id, text) in [
        ("1", "tid=- orders=1,1"),
        ("\"1\"", "tid=- orders=1,1"),
        ("1000000000000000001", "tid=- orders=1000000000000000001,1000000000000000001"),
        ("\"a-B_c.9:0\"", "tid=- orders=a-B_c.9:0,a-B_c.9:0"),
        ("184467440737095516169", "tid=- orders=184467440737095516169,184467440737095516169"),
        ("\"\\u0031\"", "tid=- orders=1,1"),
    ] {
        table.trades([format!(r#"{{"orders":[{{"oid":{id}}},{{"oid":{id}}}]}}"#)], &[Must::Be(text), Must::Agree]);
    }
    table.run();
}

#[test]
fn the_last_of_two_keys_counts() {
    let mut table = Table::default();
    table.row("a key that comes twice: the last one counts, and a deviation says so").trades(
        [
            r#"{"tid":"9","tid":"1","orders":[]}"#,
            r#"{"tid":null,"orders":[],"tid":"1"}"#,
            r#"{"tid":"1","orders":[{"oid":8}],"orders":[]}"#,
            r#"{"tid":"1","orders":{"order":[{"oid":8}],"order":[]}}"#,
            r#"{"tid":"1","orders":{"order":[{"oid":8}]},"orders":null}"#,
            r#"{"tid":"9","\u0074id":"1","orders":[]}"#,
            r#"{"tid":{"a":1},"tid":"1"}"#,
        ],
        &[Must::Be("tid=1 orders="), Must::Deviate("once")],
    );
    table.trades(
        [r#"{"tid":"1","orders":[{"oid":8,"oid":11}]}"#, r#"{"tid":"1","orders":[{"oid":null,"num":1,"oid":11}]}"#],
        &[Must::Be("tid=1 orders=11"), Must::Deviate("orders[0].oid")],
    );
    let twice = [Must::Be("tid=1 orders="), Must::Deviate("once")];
    table.case(Read, r#"{"code":614,"code":0,"data":{"tid":"1"}}"#).must(twice.clone());
    table.case(Read, r#"{"code":0,"data":{"tid":"9","orders":[{"oid":1}]},"data":{"tid":"1"}}"#).must(twice.clone());
    table.case(Read, r#"{"data":{"tid":"9"},"data":{"tid":"1"},"code":0}"#).must(twice.clone());
    let roots = r#"{"trade_get_response":{"trade":{"tid":9}},"trade_get_response":{"trade":{"tid":1}}}"#;
    table.case(Top, roots).must(twice.clone());
    table.case(Top, r#"{"trade_get_response":{"trade":{"tid":9},"trade":{"tid":1}}}"#).must(twice);
    let failed = [Must::Kind("WaybillMissing"), Must::Deviate("once")];
    // The data says that it was done.
    let torn = r#"{"code":0,"msg":"运单号为空","data":[{"success":true}],"code":614}"#;
    table.case(Write, torn).must(failed.clone()).must([Must::Outcome(WriteOutcome::Unknown)]);
    table.case(Write, r#"{"code":614,"msg":"x","msg":"运单号为空"}"#).must(failed);
    let errors = r#"{"error_response":{"code":1,"msg":"a"},"error_response":{"code":7,"msg":"b"}}"#;
    table.case(Top, errors).must([Must::Kind("AppCallLimited"), Must::Deviate("once")]);
    // A write is done only when the last word says so.
    let twice = r#"{"result_success":true,"write_response":{"success":true,"success":false}}"#;
    table.case(TopWrite, format!(r#"{{"logistics_openalibity_write_response":{twice}}}"#)).must([Must::Fail]);
    table.run();
}

#[test]
fn what_is_no_unicode_is_replaced_and_told() {
    let mut table = Table::default();
    table.row("half a surrogate is replaced, and a deviation says so");
    for text in ["\\ud800", "\\udc00", "a\\ud83d", "\\ud83dx", "\\ude00\\ud83d", "\\uD800\\uD800"] {
        for place in [format!(r#""tid":"1","status":"{text}""#), format!(r#""tid":"1","title":"{text}","orders":[]"#)] {
            table.trades([format!("{{{place}}}")], &[Must::Be("tid=1 orders="), Must::Deviate("surrogate")]);
        }
        let told = [Must::Fail, Must::Code("614"), Must::Deviate("surrogate")];
        table.case(Write, format!(r#"{{"code":614,"msg":"{text}"}}"#)).must(told);
        let told = [Must::Fail, Must::Code("41"), Must::Deviate("surrogate")];
        table.case(TopWrite, format!(r#"{{"error_response":{{"code":41,"msg":"{text}"}}}}"#)).must(told);
    }
    // A whole pair is a character.
    table.trades([r#"{"tid":"1","title":"\ud83d\ude00"}"#], &[Must::Be("tid=1 orders="), Must::Agree]);
    table.run();
}

#[test]
fn a_blank_that_is_no_blank_of_json_is_told() {
    let mut table = Table::default();
    table.row("an odd blank around a value is no part of it, and a deviation says so");
    for blank in ["\u{a0}", "\u{3000}", "\u{2003}", "\u{2009}", "\u{202f}", "\\u00a0", "\\u3000"] {
        for value in [format!("2.50{blank}"), format!("{blank}2.50"), format!(" 2.50{blank} ")] {
            let seen = [Must::Be("tid=1 orders= payment=2.50"), Must::Deviate("payment")];
            table.trades([format!(r#"{{"tid":"1","payment":"{value}","orders":[]}}"#)], &seen);
        }
    }
    for blank in [" ", "\\t", "\\n", "\\r\\n"] {
        let seen = [Must::Be("tid=1 orders= payment=2.50"), Must::Agree];
        table.trades([format!(r#"{{"tid":"1","payment":"2.50{blank}","orders":[]}}"#)], &seen);
    }
    table.run();
}
