//! Replies that nobody documented and that one reading fits: texts with JSON in them, keys in other letters, wrappers of any name,
//! what a program printed before its reply; and replies that say two things at once.

use super::table::{Must, Read, Table, Top, TopWrite, Write};
use vvtool_api::WriteOutcome;

const READ: &str = r#"{"code":0,"data":{"tid":"1","payment":"1.5"}}"#;
const DONE: &str = r#"{"code":0,"data":[{"success":true}]}"#;
const REFUSED: &str = r#"{"code":614,"msg":"运单号为空"}"#;
const TRADE: &str = "tid=1 orders= payment=1.5";

#[test]
fn what_was_printed_before_a_reply() {
    let mut table = Table::default();
    table.row("a warning before the reply is told, and the reply is read");
    let html = "<br />\n<b>Notice</b>:  Undefined index: x in <b>/srv/a.php</b> on line <b>3</b><br />\n";
    let closure = "<b>Warning</b>: f() expects 1, in {closure}() [x] on line 3\n";
    for before in [
        html,
        closure,
        "Warning: session_start()\n\n",
        "\u{feff}\u{feff}",
        "\0",
        ")]}',\n",
        "data: ",
        "<!-- x -->",
        "1a\r\n",
        "\u{a0}",
    ] {
        table.case(Read, format!("{before}{READ}")).must([Must::Be(TRADE), Must::Deviate("nothing before the reply")]);
        table.case(Write, format!("{before}{DONE}")).must([Must::Be("Some(true)"), Must::Deviate("before")]);
        table.case(Write, format!("{before}{REFUSED}")).must([Must::Kind("WaybillMissing"), Must::Deviate("before")]);
    }
    let error = r#"{"error_response":{"code":15,"sub_code":"isv.trade-not-exist"}}"#;
    table.case(Top, format!("{html}{error}")).must([Must::Kind("TradeNotFound")]);
    table.row("an answer before the answer, a page around it and a call are no warning");
    for (before, after) in [
        ("{}", ""),
        ("[]", ""),
        ("null", ""),
        ("\"\"", ""),
        ("0", ""),
        ("<pre>", "</pre>"),
        ("cb(", ")"),
        ("while(1);", ""),
    ] {
        table.case(Read, format!("{before}{READ}{after}")).must([Must::Fail]);
        let unknown = [Must::Fail, Must::Outcome(WriteOutcome::Unknown)];
        table.case(Write, format!("{before}{DONE}{after}")).must(unknown.clone());
        table.case(Write, format!("{before}{REFUSED}{after}")).must(unknown);
    }
    table.run();
}

#[test]
fn json_in_a_text() {
    let mut table = Table::default();
    table.row("data that is a text with JSON in it is read, and a deviation says so");
    let trade = r#"{\"tid\":\"1\",\"payment\":\"1.5\"}"#;
    for text in [trade.to_owned(), format!("[{trade}]"), format!(" {trade}\\n"), format!("\\ufeff{trade}")] {
        table.trades([format!("\"{text}\"")], &[Must::Be(TRADE), Must::Deviate("JSON in a text")]);
    }
    table.trades([r#""{\"tid\":\"2\"}""#], &[Must::Fail]);
    for broken in [r#""{\"tid\":\"1\"""#, r#""{'tid':'1'}""#, r#""\"{}\"""#, r#""{\"tid\":\"1\"}x""#] {
        table.trades([broken], &[Must::Fail]);
    }
    table
        .case(Write, r#"{"code":0,"data":"[{\"success\":true}]"}"#)
        .must([Must::Be("Some(true)"), Must::Deviate("text")]);
    let two = r#"{"code":0,"data":"[{\"success\":true},{\"success\":true}]"}"#;
    table.case(Write, two).must([Must::Fail, Must::Outcome(WriteOutcome::Unknown)]);
    let hidden = r#"{"code":0,"data":"{\"code\":614,\"msg\":\"运单号为空\"}"}"#;
    table.case(Write, hidden).must([Must::Kind("WaybillMissing")]);
    table.row("so is a list that is one");
    for text in [
        r#""[{\"oid\":11},{\"oid\":12}]""#,
        r#""{\"order\":[{\"oid\":11},{\"oid\":12}]}""#,
        r#""{\"0\":{\"oid\":11},\"1\":{\"oid\":12}}""#,
        r#""[[{\"oid\":11}],[{\"oid\":12}]]""#,
        r#""[{\"oid\":11,\"title\":\"[]\"},{\"oid\":12}]""#,
    ] {
        let shown =
            [Must::Be("tid=1 orders=11,12"), Must::Deviate("orders: expected a list of objects, found it as JSON")];
        table.trades([format!(r#"{{"tid":"1","orders":{text}}}"#)], &shown);
    }
    table.run();
}

#[test]
fn wrappers_of_any_name() {
    let mut table = Table::default();
    table.row("a record below one key of any name is read, and a deviation names the key");
    for (data, key) in [
        (r#"{"trade_info":{"tid":"1","payment":"1.5"}}"#, "trade_info"),
        (r#"{"result":{"tid":"1","payment":"1.5"}}"#, "result"),
        (r#"{"data":{"tid":"1","payment":"1.5"},"total":1}"#, "data"),
        (r#"{"list":[{"tid":"1","payment":"1.5"}]}"#, "list"),
        (r#"{"page":1,"data":{"tid":"1","payment":"1.5"}}"#, "data"),
        (r#"{"trade_fullinfo_get_response":{"trade_info":{"tid":"1","payment":"1.5"}}}"#, "trade_info"),
    ] {
        table.trades([data], &[Must::Be(TRADE), Must::Deviate(key)]);
    }
    table.row("not below one of two, below none, and not the record of another request");
    for data in [
        r#"{"a":{"tid":"1"},"b":{"tid":"1"}}"#,
        r#"{"a":{"b":1}}"#,
        r#"{"张三":"13800000000"}"#,
        r#"{"result":{"tid":"2","payment":"1.5"}}"#,
        r#"{"code":15,"sub_code":"isv.trade-not-exist","data":{"tid":"1"}}"#,
    ] {
        table.trades([data], &[Must::Fail, Must::Hide("13800000000")]);
    }
    // What became of a write is not guessed.
    table.case(Write, r#"{"code":0,"data":{"list":[{"success":true}]}}"#).must([Must::Outcome(WriteOutcome::Unknown)]);
    table.row("lists in a list are one list");
    for orders in [
        r#"[[{"oid":11},{"oid":12}]]"#,
        r#"[[{"oid":11}],[{"oid":12}]]"#,
        r#"{"order":[[{"oid":11},{"oid":12}]]}"#,
        r#"{"0":[{"oid":11}],"1":[{"oid":12}]}"#,
        r#"[{"oid":11},[[{"oid":12}]]]"#,
    ] {
        let read = [Must::Be("tid=1 orders=11,12"), Must::Deviate("expected an object, found a list")];
        table.trades([format!(r#"{{"tid":"1","orders":{orders}}}"#)], &read);
    }
    table.row("wrappers in wrappers cost neither the order nor time, however many there are");
    for (open, close) in [("{\"order\":", "}"), ("{\"orders\":", "}"), ("{\"0\":", "}"), ("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(20_000), close.repeat(20_000));
        table
            .case(Read, format!(r#"{{"code":0,"data":{{"tid":"1","payment":"1.5","trade_from":{deep}}}}}"#))
            .must([Must::Be(TRADE)]);
        if open != "{\"0\":" {
            table
                .case(Read, format!(r#"{{"code":0,"data":{{"tid":"1","payment":"1.5","orders":{deep}}}}}"#))
                .must([Must::Be(TRADE), Must::Deviate("orders")]);
        }
    }
    let words = format!(r#"{}"WAP"{}"#, r#"{"string":"#.repeat(100_000), "}".repeat(100_000));
    let told = [Must::Be(TRADE), Must::Deviate("trade_from")];
    table.case(Read, format!(r#"{{"code":0,"data":{{"tid":"1","payment":"1.5","trade_from":{words}}}}}"#)).must(told);
    table.run();
}

#[test]
fn keys_in_other_letters() {
    let mut table = Table::default();
    table.row("the keys of the envelope in other letters are read, and a deviation says so");
    for (code, msg, data) in [
        ("Code", "Msg", "Data"),
        ("CODE", "MSG", "DATA"),
        ("Code", "msg", "data"),
        ("errcode", "errmsg", "data"),
        ("error_code", "error_msg", "Data"),
        ("errorCode", "message", "data"),
    ] {
        let good = format!(r#"{{"{code}":0,"{msg}":"成功","{data}":{{"tid":"1","payment":"1.5"}}}}"#);
        table.case(Read, good).must([Must::Be(TRADE), Must::Deviate("like code")]);
        let bad = format!(r#"{{"{code}":614,"{msg}":"运单号为空","{data}":null}}"#);
        table.case(Write, bad).must([Must::Kind("WaybillMissing"), Must::Deviate("like code")]);
        let done = format!(r#"{{"{code}":0,"{msg}":"成功","{data}":[{{"success":true}}]}}"#);
        table.case(Write, done).must([Must::Be("Some(true)"), Must::Deviate("like code")]);
    }
    // The documented key is the one that counts.
    table.case(Write, r#"{"code":614,"Code":0,"msg":"运单号为空","data":null}"#).must([Must::Kind("WaybillMissing")]);
    table.row("those of the platform's errors too");
    for error in [
        r#""error_response":{"code":15,"subCode":"isv.trade-not-exist","subMsg":"交易不存在"}"#,
        r#""error_response":{"Code":15,"Sub_Code":"isv.trade-not-exist"}"#,
        r#""error_response":{"code":15,"sub-code":"isv.trade-not-exist"}"#,
        r#""errorResponse":{"code":15,"sub_code":"isv.trade-not-exist"}"#,
        r#""ErrorResponse":{"code":15,"SUB_CODE":"isv.trade-not-exist"}"#,
        r#""error_response":{"error":{"code":15,"sub_code":"isv.trade-not-exist"}}"#,
        r#""error_response":{"0":{"code":15,"sub_code":"isv.trade-not-exist"}}"#,
    ] {
        table.case(Top, format!("{{{error}}}")).must([Must::Kind("TradeNotFound")]);
    }
    table.row("words without a code are the platform's all the same");
    for words in [
        r#"{"msg":"运单号为空"}"#,
        r#"{"code":null,"msg":"运单号为空"}"#,
        r#"{"success":false,"msg":"运单号为空"}"#,
        r#"{"ret":614,"message":"运单号为空"}"#,
        r#"{"data":{},"errorMsg":"运单号为空"}"#,
    ] {
        table.case(Write, words).must([Must::Fail, Must::Message("运单号为空"), Must::Outcome(WriteOutcome::Unknown)]);
    }
    table.run();
}

#[test]
fn replies_that_say_two_things() {
    let mut table = Table::default();
    table.row("a refusal beside data that says done leaves the outcome open");
    let unknown = [Must::Fail, Must::Outcome(WriteOutcome::Unknown)];
    for reply in [
        r#"{"code":614,"msg":"运单号为空","data":[{"success":true}]}"#,
        r#"{"code":401,"msg":"身份凭证无效","data":{"success":true}}"#,
        r#"{"code":204,"msg":"免费次数或点券余额不足,请充值","data":[{"success":"true"}]}"#,
        r#"{"data":[{"success":true}],"code":100,"msg":"请求参数错误"}"#,
        r#"{"code":614,"msg":"运单号为空","data":"[{\"success\":true}]"}"#,
    ] {
        table.case(Write, reply).must(unknown.clone());
    }
    let done = r#""logistics_openalibity_write_response":{"result_success":true,"write_response":{"success":true}}"#;
    for code in [7, 40] {
        let reply = format!(r#"{{"error_response":{{"code":{code},"msg":"x"}},{done}}}"#);
        table.case(TopWrite, reply).must(unknown.clone()).must([Must::Retryable(false)]);
    }
    table.row("so does a status of refusal");
    for status in [400, 401, 403, 404, 413, 429] {
        table.case(Write, DONE).status(status).must(unknown.clone());
        table.case(TopWrite, format!("{{{done}}}")).status(status).must(unknown.clone());
    }
    table
        .case(Write, r#"{"code":614,"msg":"运单号为空","data":[{"success":false}]}"#)
        .must([Must::Outcome(WriteOutcome::NotExecuted)]);
    table.run();
}

#[test]
fn small_things() {
    let mut table = Table::default();
    table.row("an id is letters and digits of ASCII and four marks");
    for id in ["１２３", "订单1", "é1", "①", "٣", "ª", "Ⅷ", "张三", "1２"] {
        table.trades(
            [format!(r#"{{"tid":"1","orders":[{{"oid":"{id}"}}]}}"#)],
            &[Must::Be("tid=1 orders=-"), Must::Deviate("oid")],
        );
    }
    table.row("a code has fewer digits than a phone's number");
    for code in
        ["\"13800000000\"", "13800000000", "\"138-0000-0000\"", "\"330102190001010000\"", "\"buyer 13800000000\""]
    {
        let hidden =
            [Must::Code("not a code"), Must::Hide("13800000000"), Must::Hide("138-0000"), Must::Hide("33010219")];
        table.case(Write, format!(r#"{{"code":{code},"msg":"x"}}"#)).must(hidden);
        table
            .case(Top, format!(r#"{{"error_response":{{"code":15,"sub_code":{code}}}}}"#))
            .must([Must::Fail, Must::Hide("13800000000")]);
    }
    table.row("a moment in Retry-After is one of the server's clock");
    for (date, until, least, most) in [
        ("Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 21 Oct 2015 07:28:30 GMT", 30, 30),
        ("Wed, 21 Oct 2099 07:28:00 GMT", "Wed, 21 Oct 2099 07:28:30 GMT", 30, 30),
        ("Wed, 21 Oct 2015 07:28:30 GMT", "Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
        ("nonsense", "Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
        ("", "7", 7, 7),
    ] {
        table
            .case(Read, "")
            .status(429)
            .header("Date", date)
            .header("Retry-After", until)
            .must([Must::Wait(least, most)]);
    }
    let ban =
        r#"{"error_response":{"code":7,"msg":"App Call Limited","sub_msg":"This ban will last for  5  more seconds"}}"#;
    table.case(Top, ban).must([Must::Wait(5, 5)]);
    table.run();
}
