//! Lists and objects.

use crate::table::{Must, Read, Table, Top};

/// Depth at which a recursive reader would have run out of stack long ago.
const DEEP: usize = 50_000;

#[test]
fn objects_where_lists_belong() {
    let mut table = Table::default();
    let two = [Must::Be("tid=1 orders=11,12"), Must::Deviate("orders")];
    table.row("an object whose keys are all numbers is a list with gaps").trades(
        [
            r#"{"tid":"1","orders":{"order":{"0":{"oid":11},"2":{"oid":12}}}}"#,
            r#"{"tid":"1","orders":{"order":{"1":{"oid":11},"2":{"oid":12}}}}"#,
            r#"{"tid":"1","orders":{"order":{"10":{"oid":11},"110":{"oid":12}}}}"#,
            r#"{"tid":"1","orders":{"0":{"oid":11},"5":{"oid":12}}}"#,
            r#"{"tid":"1","orders":{"Order":{"0":{"oid":11},"1":{"oid":12}}}}"#,
            r#"{"tid":"1","orders":{"orders":{"0":{"oid":11},"1":{"oid":12}}}}"#,
            r#"{"orders":{"order":{"\u0030":{"oid":11},"1":{"oid":12}}},"tid":"1"}"#,
            r#"{"tid":"1","orders":{"order":{"0":{"oid":"11"},"1":null,"2":{"oid":"12"}}}}"#,
        ],
        &two,
    );
    let one = [Must::Be("tid=1 orders=11"), Must::Deviate("orders")];
    table.trades(
        [r#"{"tid":"1","orders":{"order":{"3":{"oid":11}}}}"#, r#"{"tid":"1","orders":{"7":{"oid":11}}}"#],
        &one,
    );
    table.row("the wrapper's key in other letters").trades(
        [
            r#"{"tid":"1","orders":{"Order":[{"oid":11}]}}"#,
            r#"{"tid":"1","orders":{"ORDER":[{"oid":11}]}}"#,
            r#"{"tid":"1","orders":{"oRdEr":{"oid":11}}}"#,
            r#"{"tid":"1","orders":{"\u004frder":[{"oid":11}]}}"#,
            r#"{"tid":"1","orders":{"total":1,"Order":[{"oid":11}]}}"#,
            r#"{"tid":"1","orders":{"Order":{"Order":[{"oid":11}]}}}"#,
        ],
        &one,
    );
    table.row("the list's own name as its wrapper").trades(
        [
            r#"{"tid":"1","orders":{"orders":[{"oid":11}]}}"#,
            r#"{"tid":"1","orders":{"orders":{"oid":11}}}"#,
            r#"{"tid":"1","orders":{"Orders":[{"oid":11}]}}"#,
            r#"{"tid":"1","orders":{"orders":{"order":[{"oid":11}]}}}"#,
            r#"{"tid":"1","orders":{"order":{"orders":[{"oid":11}]}}}"#,
            r#"{"tid":"1","orders":{"orders":{"orders":{"order":{"oid":11}}}}}"#,
            r#"{"tid":"1","orders":{"order":{"order":[{"oid":11}]}}}"#,
        ],
        &one,
    );
    table.run();
}

#[test]
fn objects_that_are_no_elements() {
    let mut table = Table::default();
    table.row("an object none of whose keys is known is no element");
    for (orders, key) in [
        (r#"{"total":2,"page":1}"#, "total"),
        (r#"{"total":2,"page":1}"#, "page"),
        (r#"{"has_next":false}"#, "has_next"),
        (r#"{"rows":null}"#, "rows"),
        (r#"{"order":{"total":0}}"#, "total"),
        (r#"{"Total":{"oid":11}}"#, "Total"),
        (r#"{"total":[1,2],"next":{"page":2}}"#, "next"),
    ] {
        let data = format!(r#"{{"tid":"1","orders":{orders}}}"#);
        table.trades([data], &[Must::Be("tid=1 orders="), Must::Deviate("orders"), Must::Deviate(key)]);
    }
    // Beside the list it is no deviation of the list, but it is not silent either.
    let beside = [Must::Be("tid=1 orders=11"), Must::Unknown("total")];
    table.trades([r#"{"tid":"1","orders":{"total":2,"order":[{"oid":11}]}}"#], &beside);
    table.run();
}

#[test]
fn a_record_in_a_list() {
    let mut table = Table::default();
    let seen = [Must::Be("tid=1 orders="), Must::Hide("张三"), Must::Deviate("list")];
    table.row("a list where the one record belongs").trades(
        [
            r#"[{"tid":1,"buyer_nick":"张三"}]"#,
            r#"[{"buyer_nick":"张三","tid":"1"}]"#,
            r#"[ {"tid":1,"buyer_nick":"张三","orders":[]} ]"#,
            r#"[{"tid":1,"buyer_nick":"张三"},{"tid":2,"buyer_nick":"张三"}]"#,
            r#"[{"tid":1,"buyer_nick":"张三","orders":{}}]"#,
        ],
        &seen,
    );
    table.run();
}

#[test]
fn what_nobody_knows_may_be_as_deep_as_it_likes() {
    let mut table = Table::default();
    let deep = |open: &str, core: &str, close: &str, depth: usize| {
        format!("{}{core}{}", open.repeat(depth), close.repeat(depth))
    };
    let shapes = |depth| {
        [
            deep("[", "", "]", depth),
            deep("{\"a\":", "{}", "}", depth),
            deep("[{\"a\":", "\"}]\\\"\"", "}]", depth),
            deep("{\"b\":[1,", "null", "]}", depth),
            deep("[[],", "0", ",{}]", depth),
        ]
    };
    table.row("an unknown field nested deep is skipped and listed");
    for value in shapes(200).into_iter().chain(shapes(DEEP)) {
        let seen = [Must::Be("tid=1 orders=11 payment=2.50"), Must::Unknown("zzz")];
        table.trades([format!(r#"{{"zzz":{value},"tid":"1","payment":"2.50","orders":[{{"oid":11}}]}}"#)], &seen);
        table.trades([format!(r#"{{"tid":"1","orders":[{{"zzz":{value},"oid":11}}],"payment":"2.50"}}"#)], &seen);
    }
    for value in shapes(200) {
        let read = format!(r#"{{"zzz":{value},"code":0,"data":{{"tid":"1"}},"yyy":{value}}}"#);
        table.case(Read, read).must([Must::Be("tid=1 orders=")]);
        let top = format!(r#"{{"zzz":{value},"trade_get_response":{{"yyy":{value},"trade":{{"tid":"1"}}}}}}"#);
        table.case(Top, top).must([Must::Be("tid=1 orders=")]);
    }
    table.run();
}
