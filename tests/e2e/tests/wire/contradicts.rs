//! Replies that contradict themselves: a second answer, rows, flags and codes that say otherwise. Of a write nobody knows then.

use vvtool_api::WriteOutcome;

use crate::table::{Must, Read, Table, Top, TopWrite, UNKNOWN, Write};

const DONE: &str = r#"{"code":0,"msg":"成功","data":[{"withholding_money":1,"success":true}]}"#;
const REFUSED: &str = r#"{"code":614,"msg":"运单号为空"}"#;
const LIMITED: &str = r#"{"code":1002,"msg":"请求过于频繁"}"#;
const STORED: &str =
    r#""logistics_openalibity_write_response":{"result_success":true,"write_response":{"success":true}}"#;

#[test]
fn two_answers_in_one_body() {
    let mut table = Table::default();
    table.row("a second answer behind the first, whatever was printed between");
    for between in ["", "\n", "\u{feff}", ",", "<!-- x -->", "\0", " x", "\r\n0\r\n\r\n", "); "] {
        for failed in [REFUSED, LIMITED] {
            table.case(Write, format!("{failed}{between}{DONE}")).must(UNKNOWN);
            table.case(Write, format!("{DONE}{between}{failed}")).must(UNKNOWN);
        }
        table
            .case(TopWrite, format!(r#"{{"error_response":{{"code":7,"msg":"x"}}}}{between}{{{STORED}}}"#))
            .must(UNKNOWN);
        let read = r#"{"code":0,"data":{"tid":"1"}}"#;
        table.case(Read, format!("{read}{between}{REFUSED}")).must([Must::Fail]);
    }
    table.row("what is no answer behind it takes nothing away");
    for behind in ["<!-- {x} -->", ";if(a){}", "x {", "<script>f(){return}</script>", "x {not: json}"] {
        table.case(Write, format!("{DONE}{behind}")).must([Must::Be("Some(true)"), Must::Deviate("after the reply")]);
        table.case(Write, format!("{REFUSED}{behind}")).must([Must::Outcome(WriteOutcome::NotExecuted)]);
    }
    table.run();
}

#[test]
fn rows_that_say_otherwise() {
    let mut table = Table::default();
    table.row("a failure beside rows of which any says done");
    for data in [
        r#"[{"success":false},{"success":true,"withholding_money":1}]"#,
        r#"[{},{"success":true}]"#,
        r#"[null,{"success":"true"}]"#,
        r#"{"0":{"success":false},"1":{"success":1}}"#,
        r#""[{\"success\":false},{\"success\":true}]""#,
        r#"[[],{"a":1},{"b":2},{"success":true}]"#,
    ] {
        for head in [r#""code":1002,"msg":"请求过于频繁""#, r#""code":614,"msg":"运单号为空""#] {
            table.case(Write, format!(r#"{{{head},"data":{data}}}"#)).must(UNKNOWN);
            table.case(Write, format!(r#"{{"data":{data},{head}}}"#)).must(UNKNOWN);
        }
        table.case(Write, format!(r#"{{"code":0,"success":false,"data":{data}}}"#)).must(UNKNOWN);
    }
    let none = r#"{"code":614,"msg":"运单号为空","data":[{"success":false},{"success":false}]}"#;
    table.case(Write, none).must([Must::Kind("WaybillMissing"), Must::Outcome(WriteOutcome::NotExecuted)]);
    table.row("more rows than are looked at confirm nothing");
    for count in [999, 1_000, 1_001, 1_002, 5_000] {
        let rows = vec![r#"{"success":true}"#; count].join(",");
        let last = format!(r#"{{"code":0,"data":[{rows},{{"success":false}}]}}"#);
        table.case(Write, last).must(UNKNOWN);
        let all = format!(r#"{{"code":0,"data":[{rows}]}}"#);
        match count {
            ..=1_000 => table.case(Write, all).must([Must::Be("Some(true)")]),
            _ => table.case(Write, all).must(UNKNOWN),
        };
    }
    table.row("what several rows cost is what all of them say");
    for (data, points) in [
        (r#"[{"withholding_money":1,"success":true},{"withholding_money":1,"success":true}]"#, Some(2)),
        (r#"[{"withholding_money":"3","success":true},{"success":true,"withholding_money":0}]"#, Some(3)),
        (r#"{"0":{"withholding_money":2,"success":true},"1":{"withholding_money":2,"success":true}}"#, Some(4)),
        (r#"[{"withholding_money":1,"success":true},{"success":true}]"#, None),
        (r#"[{"success":true},{"withholding_money":1,"success":true}]"#, None),
    ] {
        let case = table.case(Write, format!(r#"{{"code":0,"data":{data}}}"#));
        case.must([Must::Be("Some(true)"), points.map_or(Must::NoPoints, Must::Points)]);
    }
    table.run();
}

#[test]
fn flags_and_codes_that_say_otherwise() {
    let mut table = Table::default();
    table.row("an outer flag that says no and an inner one that says done");
    for flags in [
        r#""result_success":false,"write_response":{"success":true}"#,
        r#""result_success":false,"result_code":"isv.invalid-parameter","result_msg":"非法参数","write_response":{"success":true}"#,
        r#""write_response":{"success":"true"},"result_success":"false""#,
        r#""result_success":0,"write_response":{"success":1}"#,
        r#""result_success":false,"write_response":[{"success":true}]"#,
    ] {
        table.case(TopWrite, format!(r#"{{"logistics_openalibity_write_response":{{{flags}}}}}"#)).must(UNKNOWN);
    }
    table.row("a sub code beside a response is its failure");
    for code in [
        r#""code":15,"sub_code":"isp.top-remote-connection-timeout","sub_msg":"timeout""#,
        r#""sub_code":"isv.trade-not-exist""#,
        r#""code":"15","msg":"Remote service error","sub_code":"isv.trade-not-exist","sub_msg":"交易不存在""#,
        r#""sub_code":"isv.nobody-knows-this","code":0"#,
        r#""code":41,"sub_code":"isv.invalid-parameter:tid""#,
    ] {
        table.case(Top, format!(r#"{{"trade_get_response":{{"trade":{{"tid":1}}}},{code}}}"#)).must([Must::Fail]);
        table.case(Top, format!(r#"{{{code},"trade_get_response":{{"trade":{{"tid":1}}}}}}"#)).must([Must::Fail]);
        table.case(TopWrite, format!("{{{STORED},{code}}}")).must(UNKNOWN);
        table.case(TopWrite, format!("{{{code},{STORED}}}")).must(UNKNOWN);
    }
    for sub_code in ["isv.trade-not-exist", "isp.x"] {
        let beside = format!(r#""msg":"成功","sub_code":"{sub_code}","sub_msg":"交易不存在""#);
        table.case(Read, format!(r#"{{"code":0,{beside},"data":{{"tid":"1"}}}}"#)).must([Must::Fail]);
        table.case(Write, format!(r#"{{"code":0,{beside},"data":[{{"success":true}}]}}"#)).must(UNKNOWN);
    }
    table.row("a code alone beside a response is told");
    for code in ["15", "\"15\"", "\"isv\"", "-1", "500"] {
        let told = [Must::Be("tid=1 orders="), Must::Deviate("$.code")];
        table.case(Top, format!(r#"{{"trade_get_response":{{"trade":{{"tid":1}}}},"code":{code}}}"#)).must(told);
    }
    for data in [r#""sub_code":"","data":"#, r#""sub_code":null,"data":"#, r#""sub_code":"0","data":"#] {
        table.case(Read, format!(r#"{{"code":0,{data}{{"tid":"1"}}}}"#)).must([Must::Be("tid=1 orders=")]);
    }
    for code in ["0", "200", "\"success\"", "\"\"", "null"] {
        let quiet = [Must::Be("tid=1 orders="), Must::Agree];
        table.case(Top, format!(r#"{{"trade_get_response":{{"trade":{{"tid":1}}}},"code":{code}}}"#)).must(quiet);
    }
    let other = r#"{"trade_get_response":{"trade":{"tid":1}},"x_response":{"error_response":{"code":7}}}"#;
    table.case(Top, other).must([Must::Be("tid=1 orders="), Must::Unknown("x_response")]);
    table.run();
}

#[test]
fn what_comes_again_leaves_nothing_of_the_first() {
    let mut table = Table::default();
    table.row("data that comes again with nothing in it is none");
    for second in ["{}", "null", "[]", r#"{"new":1}"#, r#"{"withholding_money":1}"#] {
        table.case(Read, format!(r#"{{"code":0,"data":{{"tid":"1"}},"data":{second}}}"#)).must([Must::Fail]);
        let twice = format!(r#"{{"code":0,"data":[{{"success":true}},{{"success":true}}],"data":{second}}}"#);
        table.case(Write, twice).must(UNKNOWN);
    }
    for second in ["{}", r#"{"trade":{}}"#, r#"{"trade":{"new":1}}"#] {
        let twice = format!(r#"{{"trade_get_response":{{"trade":{{"tid":1}}}},"trade_get_response":{second}}}"#);
        table.case(Top, twice).must([Must::Fail]);
    }
    table.row("an error of nothing, and one that says success, is none");
    for none in [
        "[null]",
        "[null,null]",
        r#"{"code":0,"msg":"success"}"#,
        r#"{"code":"0","msg":"成功","sub_msg":""}"#,
        r#"{"msg":"OK","request_id":"r"}"#,
    ] {
        let body = format!(r#"{{"trade_get_response":{{"trade":{{"tid":1}}}},"error_response":{none}}}"#);
        table.case(Top, body).must([Must::Be("tid=1 orders="), Must::Deviate("error_response")]);
    }
    table.row("an empty element of an error in XML takes nothing from its neighbour");
    for empty in ["<sub_code/>", "<sub_code />", "<x/>", "<sub_code/><y/>", "<sub_code></sub_code>"] {
        let sub = "<sub_msg>This ban will last for 5 more seconds</sub_msg>";
        let body = format!("<error_response><code>7</code><msg>App Call Limited</msg>{empty}{sub}</error_response>");
        table.case(Top, body).must([Must::Kind("AppCallLimited"), Must::Wait(5, 5)]);
    }
    table.row("a list of words that comes again, or has something else in it, is told");
    for words in [
        r#"{"string":["a"],"string":["b"]}"#,
        r#"{"string":["a"],"string":[]}"#,
        r#"{"string":"a","string":"b"}"#,
        r#"{"string":true}"#,
        r#"["x\ud83d"]"#,
        r#"{"string":["x\ud83d"]}"#,
    ] {
        let told = [Must::Be("tid=1 orders="), Must::Deviate("trade_from")];
        table.case(Read, format!(r#"{{"code":0,"data":{{"tid":"1","trade_from":{words},"title":"a\n"}}}}"#)).must(told);
    }
    table.run();
}
