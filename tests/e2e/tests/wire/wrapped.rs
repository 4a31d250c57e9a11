//! Replies that a gateway has passed on below a key of its own, data and words under other names: taken where one thing can be meant,
//! and told; what became of a write is never guessed.

use vvtool_api::{Class, WriteOutcome};

use crate::table::{Must, Read, Table, Top, TopWrite, UNKNOWN, Write};

const GOOD: &str = r#"{"code":0,"msg":"成功","data":{"tid":"1","payment":"1.5"}}"#;
const DONE: &str = r#"{"code":0,"msg":"成功","data":[{"success":true}]}"#;
const REFUSED: &str = r#"{"code":614,"msg":"运单号为空","data":null}"#;
const EXPIRED: &str = r#"{"code":401,"message":"身份凭证无效"}"#;
const TRADE: &str = "tid=1 orders= payment=1.5";

/// A reply below somebody else's keys.
fn wrapped(reply: &str) -> Vec<String> {
    let text = serde_json::Value::from(reply).to_string();
    vec![
        format!(r#"{{"result":{reply}}}"#),
        format!(r#"{{"body":{reply}}}"#),
        format!(r#"{{"status":200,"response":{reply},"took":"3 ms"}}"#),
        format!(r#"{{"headers":{{"a":"b"}},"body":{reply}}}"#),
        format!(r#"{{"a":{{"b":{{"c":{reply}}}}}}}"#),
        format!(r#"{{"data":{reply}}}"#),
        format!(r#"{{"statusCode":200,"body":{text}}}"#),
        format!(r#"{{"result":{{"body":{text}}}}}"#),
    ]
}

#[test]
fn a_whole_reply_below_one_key() {
    let mut table = Table::default();
    table.row("a reply of the gateway below keys that no document has");
    table.cases(Read, wrapped(GOOD), &[Must::Be(TRADE), Must::Deviate("found it below"), Must::Status(200)]);
    let refused = [Must::Kind("WaybillMissing"), Must::Message("运单号为空"), Must::Deviate("found it below")];
    table.cases(Read, wrapped(REFUSED), &refused);
    table.cases(Write, wrapped(REFUSED), &refused);
    table.cases(Write, wrapped(REFUSED), &[Must::Outcome(WriteOutcome::NotExecuted)]);
    table.cases(Write, wrapped(EXPIRED), &[Must::Kind("TokenInvalid"), Must::Class(Class::RefreshToken)]);
    table.cases(Write, wrapped(DONE), &UNKNOWN);
    table.row("a reply of the platform below such keys");
    let looked = r#"{"trade_get_response":{"trade":{"tid":1,"payment":"1.5"}}}"#;
    table.cases(Top, wrapped(looked), &[Must::Be(TRADE), Must::Deviate("found it below")]);
    let failed = r#"{"error_response":{"code":15,"sub_code":"isv.trade-not-exist","sub_msg":"交易不存在"}}"#;
    table.cases(Top, wrapped(failed), &[Must::Kind("TradeNotFound"), Must::Deviate("found it below")]);
    let stored =
        r#"{"logistics_openalibity_write_response":{"result_success":true,"write_response":{"success":true}}}"#;
    table.cases(TopWrite, wrapped(stored), &UNKNOWN);
    let coded = format!(r#"{{"code":200,"message":"ok","body":{looked}}}"#);
    table.case(Top, coded).must([Must::Be(TRADE), Must::Deviate("found it below body")]);
    table.row("a failure that was read is it, whatever stands below; of a write nobody knows");
    for body in [
        format!(r#"{{"code":27,"msg":"Invalid session","result":{looked}}}"#),
        r#"{"code":27,"msg":"Invalid session","x_get_response":{"error_response":{}}}"#.to_owned(),
        r#"{"code":27,"msg":"Invalid session","result":{"response":null}}"#.to_owned(),
        format!(r#"{{"error":{{"code":27,"msg":"Invalid session"}},"body":{looked}}}"#),
    ] {
        table.case(Top, body).must([Must::Kind("SessionInvalid"), Must::Code("27")]);
    }
    table.case(TopWrite, format!(r#"{{"code":27,"msg":"Invalid session","result":{stored}}}"#)).must(UNKNOWN);
    table.row("not one of two, not beside a code of its own, not where more follows, not another order");
    for body in [
        format!(r#"{{"a":{GOOD},"b":{GOOD}}}"#),
        format!(r#"{{"a":{GOOD},"b":{REFUSED}}}"#),
        format!(r#"{{"code":100,"msg":"请求参数错误","result":{GOOD}}}"#),
        format!("[{GOOD},{GOOD}]"),
        format!(r#"{{"result":{GOOD}}}{{}}"#),
        format!(r#"{{"result":{}}}"#, GOOD.replace(r#""tid":"1""#, r#""tid":"2""#)),
        format!(r#"{{"result":{}"#, GOOD),
    ] {
        table.case(Read, &body).must([Must::Fail]);
        // Something of it says that it was done.
        table.case(Write, body.replace(r#"{"tid":"1","payment":"1.5"}"#, r#"[{"success":true}]"#)).must(UNKNOWN);
    }
    // What a person sent is no reply because it has a code.
    let person = r#"{"result":{"code":"330102","name":"张三"}}"#;
    table.case(Read, person).must([Must::Fail, Must::Code(""), Must::Hide("张三"), Must::Hide("330102")]);
    table.run();
}

#[test]
fn data_under_another_name() {
    let mut table = Table::default();
    table.row("the one record beside the code is the data, under whatever name");
    let record = r#"{"tid":"1","payment":"1.5"}"#;
    for name in ["result", "body", "content", "trade", "Result", "list"] {
        for data in [record.to_owned(), format!("[{record}]"), format!(r#"{{"inner":{record}}}"#)] {
            let reply = format!(r#"{{"code":0,"msg":"成功","{name}":{data},"request_id":"r"}}"#);
            table.case(Read, reply).must([Must::Be(TRADE), Must::Deviate(name)]);
        }
        let done = format!(r#"{{"code":0,"msg":"成功","{name}":[{{"success":true}}]}}"#);
        table.case(Write, done).must(UNKNOWN);
    }
    table.row("not one of two, not one without a known field, not that of another order");
    for rest in [
        r#""a":{"tid":"1"},"b":{"tid":"1"}"#,
        r#""result":{"x":1}"#,
        r#""result":[]"#,
        r#""result":{"tid":"2","payment":"1"}"#,
        r#""result":"{"#,
    ] {
        table.case(Read, format!(r#"{{"code":0,"msg":"成功",{rest}}}"#)).must([Must::Fail, Must::Status(200)]);
    }
    table.row("a failure below that name is the failure");
    for name in ["result", "body", "content"] {
        let inside = r#"{"code":15,"sub_code":"isv.trade-not-exist","sub_msg":"交易不存在","tid":"1"}"#;
        table.case(Read, format!(r#"{{"code":0,"{name}":{inside}}}"#)).must([Must::Kind("TradeNotFound")]);
        let none = format!(r#"{{"code":0,"msg":"交易不存在","{name}":{{}}}}"#);
        table.case(Read, none).must([Must::Kind("TradeNotFound"), Must::Message("交易不存在")]);
    }
    table.run();
}

#[test]
fn words_below_another_name() {
    let mut table = Table::default();
    table.row("the words of a failure without any, from the one place that has some");
    for words in [
        r#""result":{"msg":"运单号为空"}"#,
        r#""result":{"message":"运单号为空","x":1}"#,
        r#""body":{"error_msg":"运单号为空"}"#,
        r#""data":{"msg":"运单号为空"}"#,
        r#""data":{"sub_msg":"运单号为空"}"#,
        r#""data":"运单号为空""#,
        r#""result":"运单号为空""#,
        r#""msg":"","data":" 运单号为空 ""#,
        r#""msg":null,"body":{"desc":"运单号为空"}"#,
        r#""errors":[{"message":"运单号为空"}]"#,
    ] {
        let told = [Must::Kind("WaybillMissing"), Must::Message("运单号为空"), Must::Deviate("below")];
        table.case(Read, format!(r#"{{"code":614,{words}}}"#)).must(told.clone());
        table.case(Write, format!(r#"{{{words},"code":"614"}}"#)).must(told);
    }
    table.row("what is no sentence is none, and of two nobody knows which");
    for words in [
        r#""result":{"msg":"运单号为空"},"body":{"msg":"请求参数错误"}"#,
        r#""data":"https://shop.example/运单号为空""#,
        r#""data":"{\"msg\":1}""#,
        r#""data":"13800000000""#,
        r#""title":"运单号为空""#,
    ] {
        table.case(Write, format!(r#"{{"code":614,{words}}}"#)).must([
            Must::Fail,
            Must::Code("614"),
            Must::Message(""),
            Must::Hide("13800000000"),
        ]);
    }
    table.row("what a failure cost, and that something was done, under another name");
    for name in ["result", "body", "content"] {
        let cost =
            format!(r#"{{"code":614,"msg":"运单号为空","{name}":[{{"withholding_money":"1","success":false}}]}}"#);
        table.case(Write, cost).must([Must::Points(1), Must::Outcome(WriteOutcome::NotExecuted)]);
        let done = format!(r#"{{"code":614,"msg":"运单号为空","{name}":{{"success":true}}}}"#);
        table.case(Write, done).must([Must::Kind("WaybillMissing"), Must::Outcome(WriteOutcome::Unknown)]);
    }
    table.row("the link of a shop that is not authorized, under another name");
    for name in ["result", "body", "content"] {
        for data in
            [r#""https://shop.example/a""#, r#"{"url":"https://shop.example/a"}"#, r#"["https:\/\/shop.example\/a"]"#]
        {
            let link = [Must::Link("https://shop.example/a"), Must::Hide("shop.example")];
            table.case(Read, format!(r#"{{"code":302,"msg":"未授权","{name}":{data}}}"#)).must(link);
        }
    }
    table.run();
}

#[test]
fn a_code_inside_a_row_is_a_code() {
    let mut table = Table::default();
    table.row("the code of a refused row that is none is not repeated");
    for code in ["张三", "张三 13800000000", "13800000000", "{\\\"name\\\":\\\"张三\\\"}", "[\\\"张三\\\"]"] {
        let row = format!(r#"{{"success":false,"error_code":"{code}","error_msg":"x"}}"#);
        let body =
            format!(r#"{{"logistics_openalibity_write_response":{{"result_success":true,"write_response":{row}}}}}"#);
        table.case(TopWrite, body).must([
            Must::Fail,
            Must::Code("not a code"),
            Must::Hide("张三"),
            Must::Hide("13800000000"),
        ]);
    }
    for code in ["614", " S01 ", "isv.invalid-parameter"] {
        let row = format!(r#"{{"success":false,"error_code":"{code}","error_msg":"x"}}"#);
        let body =
            format!(r#"{{"logistics_openalibity_write_response":{{"result_success":true,"write_response":{row}}}}}"#);
        table.case(TopWrite, body).must([Must::Fail, Must::Code(code.trim())]);
    }
    table.run();
}
