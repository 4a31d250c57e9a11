//! A failure and a success in the words of whoever stands between the platform and the client: under keys that no document has, around,
//! beside and below the reply.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::string_slice)]

use super::judge_tests::{read, top, top_write, write};
use crate::Lang;
use crate::generated::top::errors::ErrorKind as TopKind;
use crate::generated::vvtool::errors::ErrorKind;
use crate::meta::{Class, WriteOutcome};

/// What says that something failed, wherever it stands.
const SURE: [&str; 19] = [
    r#""status":"fail""#,
    r#""status":"FAILED""#,
    r#""state":"error""#,
    r#""state":false"#,
    r#""status":-1"#,
    r#""status":500"#,
    r#""result":"fail""#,
    r#""code":614"#,
    r#""code":614,"msg":"运单号为空""#,
    r#""errno":614"#,
    r#""ret":-1"#,
    r#""retcode":"9""#,
    r#""resultCode":"FAIL""#,
    r#""statusCode":502"#,
    r#""isOk":false"#,
    r#""success":false"#,
    r#""err":"boom""#,
    r#""exception":"java.lang.X""#,
    r#""errors":["失败"]"#,
];
/// What others mean as a success: in doubt, a write is not confirmed.
const DOUBT: [&str; 4] = [r#""state":0"#, r#""status":0"#, r#""status":"0""#, r#""flag":0"#];

const DONE: &str = r#"{"code":0,"msg":"成功","data":[{"success":true,"withholding_money":1}]}"#;

/// A reply with something else around it or beside it.
fn around(reply: &str, other: &str) -> [String; 7] {
    let inner = reply.trim_start_matches('{').trim_end_matches('}');
    let end = if reply.ends_with("]}") { "" } else { "}" };
    let text = serde_json::Value::from(reply);
    [
        format!(r#"{{"result":{{{other},"data":{reply}}}}}"#),
        format!(r#"{{"x":{{{other},"body":{reply}}}}}"#),
        format!(r#"{{{other},"payload":{reply}}}"#),
        format!(r#"{{{other},"body":{text}}}"#),
        format!(r#"{{{inner}{end},"result":{{{other}}}}}"#),
        format!(r#"{{{inner}{end},"gateway":{{{other}}}}}"#),
        format!(r#"[{{{other}}},{reply}]"#),
    ]
}

#[tokio::test]
async fn a_write_is_not_done_where_a_wrapper_says_that_it_failed() {
    for bad in SURE.iter().chain(&DOUBT) {
        for body in around(DONE, bad).into_iter().chain([format!(r#"{{"code":614,{}"#, &DONE[1..])]) {
            let error = write(&body).await.expect_err(&body);
            assert_eq!(error.write_outcome(), WriteOutcome::Unknown, "{body}");
            assert!(!error.is_retryable() && error.class() != Class::Ignore, "{body}: {error:?}");
            let remedy = error.remedy(Lang::En);
            assert!(remedy.contains("may have been done") || remedy.contains("Look up"), "{body}: {remedy}");
        }
        let top =
            r#"{"logistics_openalibity_write_response":{"result_success":true,"write_response":{"success":true}}}"#;
        for body in
            [format!(r#"{{"gateway":{{{bad}}},{}"#, &top[1..]), format!(r#"{{"result":{{{bad},"data":{top}}}}}"#)]
        {
            let error = top_write(&body).await.expect_err(&body);
            assert_eq!(error.write_outcome(), WriteOutcome::Unknown, "{body}");
        }
    }
    // What says nothing of a failure, and what may mean anything where the documents have the data.
    for good in [
        r#""status":200"#,
        r#""status":"ok""#,
        r#""state":1"#,
        r#""statusCode":200,"message":"OK""#,
        r#""ret":0"#,
        r#""errors":[]"#,
        r#""err":null"#,
        r#""exception":"""#,
        r#""error":{}"#,
        r#""code":0"#,
        r#""trace":"A-17""#,
    ] {
        let body = format!(r#"{{"gateway":{{{good}}},{}"#, &DONE[1..]);
        assert!(write(&body).await.is_ok(), "{body}");
    }
    for field in [r#""status":0"#, r#""flag":0"#, r#""state":-1"#, r#""ret":7"#, r#""carrier":{"code":614}"#] {
        let body = format!(r#"{{"code":0,"data":[{{"success":true,{field}}}]}}"#);
        assert!(write(&body).await.is_ok(), "{body}");
    }
}

#[tokio::test]
async fn a_failure_that_is_no_reply_of_the_service_keeps_its_words() {
    for bad in
        SURE.iter().chain(&DOUBT).filter(|bad| !bad.contains("msg") && !bad.contains("err") && !bad.contains("exc"))
    {
        for body in [
            format!(r#"{{"result":{{{bad},"msg":"库存不足"}}}}"#),
            format!(r#"{{"x":{{"y":{{{bad},"message":"库存不足"}}}}}}"#),
            format!(r#"{{"response":{{{bad},"data":{{"msg":"库存不足"}}}}}}"#),
        ] {
            let error = write(&body).await.expect_err(&body);
            assert_eq!((error.message(), error.write_outcome()), ("库存不足", WriteOutcome::Unknown), "{body}");
            let error = read(&body).await.expect_err(&body);
            assert_eq!((error.message(), error.class()), ("库存不足", Class::DoNotRetry), "{body}");
        }
    }
    let error = write(r#"{"result":{"state":0,"msg":"x"},"success":true}"#).await.unwrap_err();
    assert_eq!((error.message(), error.write_outcome()), ("x", WriteOutcome::Unknown));
    for body in [r#"{"status":"fail"}"#, r#"{"result":{"code":614}}"#] {
        assert_eq!(write(body).await.unwrap_err().message(), "the reply has no code", "{body}");
    }
}

#[tokio::test]
async fn a_read_is_one_unless_what_is_around_it_says_that_it_failed() {
    const TRADE: &str = r#"{"code":0,"msg":"成功","data":{"tid":"1","status":"x"}}"#;
    for bad in SURE {
        for body in around(TRADE, bad).into_iter().take(4) {
            let error = read(&body).await.expect_err(&body);
            assert!(!error.is_retryable() && error.class() != Class::Ignore, "{body}: {error:?}");
        }
        // Beside the reply it may mean anything, and is told.
        let body = format!(r#"{{"gateway":{{{bad}}},{}"#, &TRADE[1..]);
        assert!(!read(&body).await.expect(&body).unknown_fields().is_empty(), "{body}");
    }
    for other in DOUBT.iter().chain(&[r#""status":"ok""#, r#""statusCode":200"#, r#""message":"OK""#]) {
        for body in around(TRADE, other).into_iter().take(4) {
            assert!(!read(&body).await.expect(&body).deviations().is_empty(), "{body}");
        }
    }
    // A word of success is never the kind of a failure.
    let error = read(r#"{"code":0,"msg":"成功","data":{},"status":"fail"}"#).await.unwrap_err();
    assert_eq!((error.kind(), error.class()), (ErrorKind::Unknown, Class::DoNotRetry));
}

#[tokio::test]
async fn a_write_is_not_done_where_any_row_has_the_words_of_a_failure_or_something_is_said_to_have_failed() {
    for bad in [
        r#""data":[{"success":true},{"success":true,"msg":"运单号为空"}]"#,
        r#""data":[{"success":true,"inner":{"message":"运单号为空"}}]"#,
        r#""data":[{"success":true}],"result":{"msg":"运单号为空"}"#,
        r#""data":[{"success":true}],"failed_list":[{"tid":"1"}]"#,
        r#""data":[{"success":true,"fails":["1"]}]"#,
        r#""data":[{"success":true,"failures":{"1":"x"}}]"#,
        r#""data":[{"success":true,"fail_count":1}]"#,
        r#""data":[{"success":true}],"failedNum":"2""#,
    ] {
        let error = write(&format!(r#"{{"code":0,"msg":"成功",{bad}}}"#)).await.expect_err(bad);
        assert_eq!(error.write_outcome(), WriteOutcome::Unknown, "{bad}");
        assert_eq!(error.kind() == ErrorKind::WaybillMissing, bad.contains("运单号"), "{bad}");
    }
    for good in [
        r#""data":[{"success":true},{"success":true,"msg":"已受理"}]"#,
        r#""data":[{"success":true}],"failed_list":[]"#,
        r#""data":[{"success":true,"failures":{}}]"#,
        r#""data":[{"success":true,"fail_count":0}]"#,
    ] {
        assert!(write(&format!(r#"{{"code":0,"msg":"成功",{good}}}"#)).await.is_ok(), "{good}");
    }
}

#[tokio::test]
async fn the_words_beside_a_reply_that_did_not_come_are_told() {
    for body in [
        r#"{"trade_get_response":null,"msg":"交易不存在"}"#,
        r#"{"trade_get_response":null,"message":"交易不存在"}"#,
        r#"{"logistics_offline_send_response":{"shipping":{"is_success":true}},"msg":"交易不存在"}"#,
    ] {
        assert_eq!(top(body).await.expect_err(body).message(), "交易不存在", "{body}");
        let error = top_write(body).await.expect_err(body);
        assert_eq!(error.write_outcome(), WriteOutcome::Unknown, "{body}");
        assert_eq!(error.message(), "交易不存在", "{body}");
    }
}

/// Words that say of the call itself that it was done.
const TOLD: [&str; 16] = [
    "发货成功",
    "发货成功！",
    "提交成功",
    "成功发货",
    "已成功发货",
    "您的订单发货成功",
    "发货成功，运单号YT1",
    "成功：1，失败：0",
    "成功1条",
    "已发货",
    "发货完成",
    "shipped",
    "Order shipped",
    "shipped successfully",
    "Successfully shipped!",
    "delivery success",
];
/// Words that any server says of any request.
const ANSWERED: [&str; 8] = ["操作成功", "成功", "请求成功", "success", "Success!", "OK", "done", "request successful"];
/// Words that say no such thing.
const NOTHING: [&str; 11] = [
    "发货不成功",
    "未成功",
    "您尚未成功订购",
    "发货失败",
    "成功：0，失败：1",
    "发货成功后才可修改",
    "请先确认发货成功",
    "unsuccessful",
    "not shipped",
    "success: false",
    "A-17",
];

#[tokio::test]
async fn a_failure_beside_words_of_success_proves_nothing() {
    let places = |words: &str| {
        let of = |rest: &str| format!(r#"{{"code":614,"msg":"运单号为空",{}}}"#, rest.replace('%', words));
        [
            r#""data":{"msg":"%"}"#,
            r#""data":{"message":"%"}"#,
            r#""data":[{"msg":"%"}]"#,
            r#""data":{"a":{"b":[{"info":"%"}]}}"#,
            r#""data":{"status":"%"}"#,
            r#""data":{"code":0,"msg":"%"}"#,
            r#""data":"{\"msg\":\"%\"}""#,
            r#""result":{"msg":"%"}"#,
            r#""x":{"desc":"%"}"#,
            r#""message":"%""#,
            r#""sub_msg":"%""#,
            r#""data":"%""#,
            r#""data":["%"]"#,
        ]
        .map(of)
    };
    for (all, outcome) in [
        (&TOLD[..], WriteOutcome::Unknown),
        (&ANSWERED[..], WriteOutcome::Unknown),
        (&NOTHING[..], WriteOutcome::NotExecuted),
    ] {
        for words in all {
            for body in places(words) {
                let error = write(&body).await.expect_err(&body);
                assert_eq!(error.write_outcome(), outcome, "{body}");
                let first = error.remedy(Lang::En).starts_with("The write may have been done.");
                assert_eq!(first, outcome == WriteOutcome::Unknown, "{body}");
            }
        }
    }
    // A code whose rows agree, with words of success for its own.
    for words in ["发货成功", "操作成功", "shipped successfully"] {
        let error = write(&format!(r#"{{"code":1002,"msg":"{words}"}}"#)).await.unwrap_err();
        assert_eq!(error.write_outcome(), WriteOutcome::Unknown, "{words}");
    }
    assert_eq!(write(r#"{"code":1002,"msg":"x"}"#).await.unwrap_err().write_outcome(), WriteOutcome::NotExecuted);
}

#[tokio::test]
async fn the_text_of_a_layer_around_the_failure_says_that_it_answered() {
    for words in ANSWERED {
        for body in [
            format!(r#"{{"code":0,"msg":"{words}","data":[{{"success":false,"msg":"运单号为空"}}]}}"#),
            format!(r#"{{"statusCode":200,"message":"{words}","body":{{"code":614,"msg":"运单号为空"}}}}"#),
            format!(r#"{{"status":"{words}","payload":"{{\"code\":614,\"msg\":\"运单号为空\"}}"}}"#),
        ] {
            let error = write(&body).await.expect_err(&body);
            assert_eq!(
                (error.kind(), error.write_outcome()),
                (ErrorKind::WaybillMissing, WriteOutcome::NotExecuted),
                "{body}"
            );
        }
        let body = format!(r#"{{"error_response":{{"code":27,"msg":"invalid session"}},"message":"{words}"}}"#);
        let error = top_write(&body).await.expect_err(&body);
        assert_eq!(
            (error.kind(), error.write_outcome()),
            (TopKind::SessionInvalid, WriteOutcome::NotExecuted),
            "{body}"
        );
    }
    for words in TOLD {
        for body in [
            format!(r#"{{"code":0,"msg":"{words}","data":[{{"success":false,"msg":"运单号为空"}}]}}"#),
            format!(r#"{{"statusCode":200,"message":"{words}","body":{{"code":614,"msg":"运单号为空"}}}}"#),
            format!(r#"{{"code":0,"msg":"成功","data":[{{"success":false,"msg":"运单号为空","info":"{words}"}}]}}"#),
        ] {
            let error = write(&body).await.expect_err(&body);
            assert_eq!(error.write_outcome(), WriteOutcome::Unknown, "{body}");
        }
        let xml =
            format!("<error_response><code>27</code><msg>invalid session</msg></error_response><msg>{words}</msg>");
        assert_eq!(top_write(&xml).await.unwrap_err().write_outcome(), WriteOutcome::Unknown, "{xml}");
    }
}
