//! Envelope, failure and success.

use vvtool_api::{Class, WriteOutcome};

use crate::table::{Must, Read, Table, Top, TopWrite, UNKNOWN, Write};

const SEEN: &str = r#"{"tid":1}"#;

#[test]
fn an_error_that_is_none() {
    let mut table = Table::default();
    table.row("an error_response that says nothing is none");
    let frames = [r#"{"code":0}"#, r#"{"code":"","msg":"","sub_msg":null}"#, r#"{"request_id":"r","code":"0"}"#];
    for none in ["\"\"", "null", "{}", "[]", "\"  \"", "{ }"].into_iter().chain(frames) {
        let good = [Must::Be("tid=1 orders="), Must::Deviate("error_response")];
        let after = format!(r#"{{"trade_get_response":{{"trade":{SEEN}}},"error_response":{none}}}"#);
        let before = format!(r#"{{"error_response":{none},"trade_get_response":{{"trade":{SEEN}}}}}"#);
        table.cases(Top, [after, before], &good);
        let stored = r#"{"result_success":true,"write_response":{"success":true}}"#;
        let write = format!(r#"{{"error_response":{none},"logistics_openalibity_write_response":{stored}}}"#);
        table.case(TopWrite, write).must([Must::Be("Some(true) Some(true)"), Must::Deviate("error_response")]);
    }
    let inside = |none| format!(r#"{{"trade_get_response":{{"trade":{SEEN},"error_response":{none}}}}}"#);
    for none in ["\"\"", "null", "{}"] {
        table.case(Top, inside(none)).must([Must::Be("tid=1 orders="), Must::Deviate("error_response")]);
    }
    table.case(Top, inside(r#"{"code":7,"msg":"App Call Limited"}"#)).must([Must::Kind("AppCallLimited")]);
    table.case(Top, r#"{"error_response":{"foo":1}}"#).must([Must::Fail, Must::Say("without a message")]);
    // One that says something is one, whatever stands beside it.
    let both = format!(
        r#"{{"trade_get_response":{{"trade":{SEEN}}},"error_response":{{"code":7,"msg":"App Call Limited"}}}}"#
    );
    table.case(Top, both).must([Must::Kind("AppCallLimited")]);
    table.run();
}

#[test]
fn success_that_says_otherwise() {
    let mut table = Table::default();
    let words = [Must::Message("商品不存在"), Must::Code("0"), Must::Status(200)];
    table.row("the success code beside words of failure and no data").cases(
        Read,
        [
            r#"{"code":0,"msg":"商品不存在","data":null}"#,
            r#"{"code":0,"msg":"商品不存在"}"#,
            r#"{"code":0,"msg":"商品不存在","data":""}"#,
            r#"{"code":0,"msg":"商品不存在","data":[]}"#,
            r#"{"code":0,"msg":"商品不存在","data":{}}"#,
            r#"{"data":null,"msg":"商品不存在","code":0}"#,
            r#"{"code":0,"message":"商品不存在","data":null}"#,
            r#"{"code":0,"msg":"商品不存在","data":false}"#,
        ],
        &words,
    );
    let write = [Must::Message("商品不存在"), Must::Outcome(WriteOutcome::Unknown), Must::Retryable(false)];
    let bodies = [r#"{"code":0,"msg":"商品不存在","data":null}"#, r#"{"code":0,"msg":"商品不存在"}"#];
    table.cases(Write, bodies, &write);

    table.row("success without anything that was asked for");
    for data in ["{}", r#"{"foo":1}"#, r#"{"title":"x"}"#, r#"{"withholding_money":1}"#, r#"{"orderz":[]}"#] {
        let without = [Must::Message("成功"), Must::Say("without any of the fields asked for")];
        table.case(Read, format!(r#"{{"code":0,"msg":"成功","data":{data}}}"#)).must(without);
        let without = [Must::Fail, Must::Say("without any of the fields asked for")];
        table.case(Top, format!(r#"{{"trade_get_response":{{"trade":{data}}}}}"#)).must(without);
        let found = [Must::Kind("TradeNotFound"), Must::Message("交易不存在"), Must::Code("0")];
        table.case(Read, format!(r#"{{"code":0,"msg":"交易不存在","data":{data}}}"#)).must(found);
    }
    for reply in ["{}", r#"{"request_id":"r"}"#, r#"{"trade":null}"#, r#"{"tradez":{"tid":1}}"#] {
        table.case(Top, format!(r#"{{"trade_get_response":{reply}}}"#)).must([Must::Fail, Must::Status(200)]);
    }
    let paid = r#"{"code":0,"msg":"成功","data":{"withholding_money":3}}"#;
    table.case(Read, paid).must([Must::Fail, Must::Points(3)]);
    // One of those asked for is enough, whatever it holds.
    table.trades([r#"{"orders":null}"#, r#"{"payment":""}"#, r#"{"status":null}"#], &[Must::Be("tid=- orders=")]);
    table.run();
}

#[test]
fn failures_inside_successes() {
    let mut table = Table::default();
    let inside = r#"{"code":15,"sub_code":"isv.trade-not-exist","sub_msg":"交易不存在"}"#;
    table.row("a failure inside the data");
    for data in [
        inside.to_owned(),
        inside.replace("15", "\"15\""),
        inside.replace("15", "50"),
        format!("[{inside}]"),
        format!(r#"{{"error_response":{inside}}}"#),
        format!(r#"{{"tid":null,"error_response":{inside}}}"#),
        format!(r#"{{"trade_get_response":{{"error_response":{inside}}}}}"#),
        r#"{"code":614,"msg":"交易不存在"}"#.to_owned(),
        r#"{"sub_msg":"交易不存在","sub_code":"isv.trade-not-exist","code":15,"msg":"Remote service error"}"#
            .to_owned(),
    ] {
        let must = [Must::Kind("TradeNotFound"), Must::Class(Class::DoNotRetry)];
        table.case(Read, format!(r#"{{"code":0,"data":{data}}}"#)).must(must.clone());
        table.case(Write, format!(r#"{{"code":0,"msg":"成功","data":{data}}}"#)).must(must);
    }
    for (call, data) in [
        (Write, r#"[{"success":true,"code":614,"msg":"运单号为空"}]"#),
        (Write, r#"[{"msg":"运单号为空","success":"true","code":"614"}]"#),
        (Read, r#"{"tid":"1","code":614,"msg":"运单号为空"}"#),
    ] {
        let must = [Must::Kind("WaybillMissing"), Must::Say("inside"), Must::Retryable(false)];
        table.case(call, format!(r#"{{"code":0,"data":{data}}}"#)).must(must);
    }
    let beside = r#"{"code":0,"data":[{"success":true,"code":614,"msg":"运单号为空"}]}"#;
    table.case(Write, beside).must([Must::Outcome(WriteOutcome::Unknown)]);
    // A code or a message alone may be anything.
    for data in [r#"{"tid":"1","code":614}"#, r#"{"tid":"1","code":7,"msg":"x"}"#, r#"{"tid":"1","msg":"运单号为空"}"#]
    {
        table.case(Read, format!(r#"{{"code":0,"data":{data}}}"#)).must([Must::Be("tid=1 orders=")]);
    }
    for flag in [r#""success":false"#, r#""success":"false""#, r#""is_success":0"#] {
        let unknown = [Must::Fail, Must::Outcome(WriteOutcome::Unknown), Must::Say("flag"), Must::Retryable(false)];
        table.case(Write, format!(r#"{{"code":0,{flag},"data":[{{"success":true}}]}}"#)).must(unknown.clone());
        table.case(Write, format!(r#"{{"data":[{{"success":true}}],"code":0,{flag}}}"#)).must(unknown);
    }
    let limited = r#"{"code":15,"sub_code":"isp.call-limited"}"#;
    let must = [Must::Kind("Throttled"), Must::Class(Class::RetryWithBackoff)];
    table.row("a failure inside the reply of a method").cases(
        Top,
        [
            format!(r#"{{"trade_get_response":{{"error_response":{limited}}}}}"#),
            format!(r#"{{"trade_get_response":{limited}}}"#),
            format!(r#"{{"trade_get_response":{{"trade":{limited}}}}}"#),
            format!(r#"{{"trade_get_response":{{"trade":{{"error_response":{limited}}}}}}}"#),
            format!(r#"{{"error_response":{{"error_response":{limited}}}}}"#),
            format!(r#"{{"Error_Response":{limited}}}"#),
            format!(
                r#"{{"trade_get_response":{{"trade":null,"error_response":{}}}}}"#,
                limited.replace("15", "\"15\"")
            ),
            format!(r#"{{"trade_get_response":[{{"error_response":{limited}}}]}}"#),
        ],
        &must,
    );
    table.cases(
        TopWrite,
        [
            format!(r#"{{"logistics_openalibity_write_response":{{"error_response":{limited}}}}}"#),
            format!(r#"{{"logistics_openalibity_write_response":{limited}}}"#),
            format!(
                r#"{{"logistics_openalibity_write_response":{{"result_success":true,"error_response":{limited}}}}}"#
            ),
        ],
        &must,
    );
    table.run();
}

#[test]
fn replies_of_other_methods() {
    let mut table = Table::default();
    let none = [Must::Fail, Must::Status(200), Must::Hide("张三")];
    table.row("no reply, or the reply of another method").cases(
        Top,
        [
            r#"{"trade_get_response":null}"#,
            r#"{"trade_get_response":""}"#,
            r#"{"trade_get_response":[]}"#,
            r#"{"trade_get_response":0}"#,
            r#"{"logistics_offline_send_response":{"shipping":{"is_success":true}}}"#,
            r#"{"trade_fullinfo_get_response":{"trade":{"tid":1,"buyer_nick":"张三"}}}"#,
            r#"{"trades_get_response":{"trade":{"tid":1}},"request_id":"r"}"#,
            r#"{"request_id":"r"}"#,
            "{}",
            "null",
            "[]",
            "\"\"",
            "17",
            r#"[{"trade_get_response":null}]"#,
        ],
        &none,
    );
    table.cases(
        TopWrite,
        [
            r#"{"logistics_openalibity_write_response":null}"#,
            r#"{"trade_get_response":{"result_success":true,"write_response":{"success":true}}}"#,
            r#"{"logistics_offline_send_response":{"shipping":{"is_success":true}}}"#,
            r#"{"logistics_openalibity_write_response":[]}"#,
            "{}",
        ],
        &UNKNOWN,
    );
    // Other keys at the top beside our own reply take nothing away, and the simplified form has no key of its own.
    table.cases(
        Top,
        [
            r#"{"request_id":"r","trade_get_response":{"trade":{"tid":1}}}"#,
            r#"{"trade":{"tid":1}}"#,
            r#"{"trade":{"tid":1},"request_id":"r"}"#,
            r#"{"trade_get_response":{"request_id":"r","trade":{"tid":1}},"logistics_offline_send_response":{}}"#,
        ],
        &[Must::Be("tid=1 orders=")],
    );
    table.run();
}

#[test]
fn writes_that_are_not_confirmed() {
    let mut table = Table::default();
    table.row("every row of a write must say that it is done");
    for data in [
        r#"[{"success":true},{"success":false}]"#,
        r#"[{"success":false},{"success":true}]"#,
        r#"[{"success":true},{}]"#,
        r#"[{"success":true},null]"#,
        r#"[{"success":true},{"success":null}]"#,
        r#"[{"success":true},{"success":"false"}]"#,
        r#"[{"success":true},{"success":0}]"#,
        r#"[{"success":true},{"withholding_money":1}]"#,
        r#"[{"success":true},[]]"#,
        r#"[{"success":true},"true"]"#,
        r#"{"0":{"success":true},"1":{"success":false}}"#,
        r#"[{"success":true,"success":false}]"#,
        "[]",
        "{}",
        "null",
        "true",
        "\"true\"",
        r#"[{"success":"maybe"}]"#,
        r#"[{"success":[true]}]"#,
        r#"[{"success":{"success":true}}]"#,
    ] {
        table.case(Write, format!(r#"{{"code":0,"data":{data}}}"#)).must(UNKNOWN);
    }
    for reply in [
        r#"{"result_success":true,"write_response":{"success":false}}"#,
        r#"{"result_success":true,"write_response":null}"#,
        r#"{"result_success":true}"#,
        r#"{"write_response":{"success":true}}"#,
        r#"{"result_success":false,"write_response":{"success":true}}"#,
        r#"{"result_success":"no","write_response":{"success":"true"}}"#,
        r#"{"result_success":true,"write_response":[{"success":true},{"success":false}]}"#,
    ] {
        let body = format!(r#"{{"logistics_openalibity_write_response":{reply}}}"#);
        table.case(TopWrite, body).must([Must::Fail, Must::Retryable(false)]);
    }
    for data in [r#"[{"success":true}]"#, r#"[{"success":"true"}]"#, r#"{"success":true}"#, r#"[{"success":1}]"#] {
        table.case(Write, format!(r#"{{"code":0,"data":{data}}}"#)).must([Must::Be("Some(true)")]);
    }
    table.run();
}

#[test]
fn words_of_a_failure() {
    let mut table = Table::default();
    table.row("a refused write with the platform's words beside it");
    for (msg, data) in [
        ("运单号为空", r#"[{"success":false}]"#),
        ("运单号为空", r#"{"success":false}"#),
        ("运单号为空", r#"[{"success":"false","withholding_money":0}]"#),
        ("运单号为空", r#"[{"success":0}]"#),
        ("运单号为空", "[]"),
    ] {
        let must =
            [Must::Kind("WaybillMissing"), Must::Message("运单号为空"), Must::Outcome(WriteOutcome::NotExecuted)];
        table.case(Write, format!(r#"{{"code":0,"msg":"{msg}","data":{data}}}"#)).must(must.clone());
        table.case(Write, format!(r#"{{"data":{data},"msg":"{msg}","code":"0"}}"#)).must(must);
    }
    table
        .case(Write, r#"{"code":0,"msg":"运单号为空。","data":[{"success":false}]}"#)
        .must([Must::Kind("WaybillMissing"), Must::Message("运单号为空。")]);

    table.row("message instead of msg");
    for name in ["message", "error", "error_msg", "Message", "MSG"] {
        let must = [Must::Kind("WaybillMissing"), Must::Message("运单号为空"), Must::Deviate(name)];
        table.case(Write, format!(r#"{{"code":614,"{name}":"运单号为空"}}"#)).must(must.clone());
        table.case(Write, format!(r#"{{"{name}":"运单号为空","code":"614","data":null}}"#)).must(must);
    }
    for name in ["message", "error", "error_msg"] {
        for empty in ["\"\"", "null", "\" \"", "{}"] {
            let must = [Must::Kind("WaybillMissing"), Must::Message("运单号为空")];
            table.case(Read, format!(r#"{{"msg":{empty},"code":614,"{name}":"运单号为空"}}"#)).must(must);
        }
        let must = [Must::Kind("AppCallLimited"), Must::Message("App Call Limited")];
        table.case(Top, format!(r#"{{"error_response":{{"code":7,"{name}":"App Call Limited"}}}}"#)).must(must);
    }

    let after = [
        "<!-- 0.01s -->",
        "\n<!-- a\nb -->\n",
        "\0",
        ");",
        "</body></html>",
        "\u{feff}",
        " x",
        "\r\n\r\n0\r\n",
        "{\"code\":0}",
        ";",
    ];
    table.row("bytes after the end of a failure");
    for after in after {
        let must = [Must::Kind("WaybillMissing"), Must::Message("运单号为空"), Must::Deviate("after the reply")];
        table.case(Write, format!(r#"{{"code":614,"msg":"运单号为空"}}{after}"#)).must(must);
        let must = [Must::Kind("AppCallLimited"), Must::Deviate("after the reply")];
        table.case(Top, format!(r#"{{"error_response":{{"code":7,"msg":"App Call Limited"}}}}{after}"#)).must(must);
    }
    for before in ["\u{feff}", "\n\n", "\u{feff}\r\n "] {
        let must = [Must::Kind("WaybillMissing"), Must::Message("运单号为空")];
        table.case(Write, format!(r#"{before}{{"code":614,"msg":"运单号为空"}}"#)).must(must);
    }
    table.run();
}
