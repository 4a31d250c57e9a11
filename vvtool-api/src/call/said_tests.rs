//! What leaves a write in doubt, and what says nothing of it: messages, words of success under the names of errors, links, and what is
//! nested deeper than is read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::string_slice)]

use super::judge_tests::{read, top, top_write, write};
use crate::generated::top::errors::ErrorKind as TopKind;
use crate::generated::vvtool::errors::ErrorKind;
use crate::meta::WriteOutcome;

const DONE: &str = r#"{"code":0,"msg":"成功","data":[{"success":true}]}"#;
const FAILED: &str = r#""code":614,"msg":"运单号为空""#;
const TOP_DONE: &str =
    r#""logistics_openalibity_write_response":{"result_success":true,"write_response":{"success":true}}"#;

#[tokio::test]
async fn what_is_nested_deeper_than_is_read_leaves_a_write_in_doubt() {
    for lists in [65, 130, 254, 256, 300] {
        let deep = format!("{}{}", "[".repeat(lists), "]".repeat(lists));
        for body in [
            format!(r#"{{"x":{deep},"error":"boom",{}"#, &DONE[1..]),
            format!(r#"{{{FAILED},"x":{deep},"data":[{{"success":true}}]}}"#),
            format!(r#"{{"code":0,"data":[{{"success":true,"x":{deep}}}],"gateway":{{{FAILED}}}}}"#),
        ] {
            assert_eq!(write(&body).await.expect_err(&body).write_outcome(), WriteOutcome::Unknown, "{lists}");
        }
        for body in [
            format!(r#"{{"a":{deep},{TOP_DONE},"gateway":{{"status":"fail"}}}}"#),
            format!(r#"{{"error_response":{{"code":27,"msg":"Invalid session"}},"a":{deep},{TOP_DONE}}}"#),
        ] {
            assert_eq!(top_write(&body).await.expect_err(&body).write_outcome(), WriteOutcome::Unknown, "{lists}");
        }
        // A read has what it asked for.
        let body = format!(r#"{{"code":0,"data":{{"tid":"1","status":"x"}},"x":{deep}}}"#);
        assert!(read(&body).await.is_ok(), "{lists}");
    }
}

#[tokio::test]
async fn a_second_message_and_one_that_complains_leave_a_write_in_doubt() {
    let many: String = (0..150).map(|n| format!(r#"{{"msg":"ok {n}"}},"#)).collect();
    let rows = [
        r#""msg":"成功","message":"运单号为空""#.to_owned(),
        r#""message":"运单号为空","msg":"成功""#.to_owned(),
        r#""msg":"ok","detail":"运单号为空""#.to_owned(),
        r#""msg":"已生成","message":"运单号为空""#.to_owned(),
        format!(r#""rows":[{many}{{"msg":"运单号为空"}}]"#),
        r#""msg":"发货失败，请重试""#.to_owned(),
        r#""message":"Failed to ship""#.to_owned(),
        r#""msg":"error""#.to_owned(),
    ];
    for row in rows {
        for body in [
            format!(r#"{{"code":0,"data":[{{"success":true,{row}}}]}}"#),
            format!(r#"{{"code":0,{row},"data":[{{"success":true}}]}}"#),
        ] {
            assert_eq!(write(&body).await.expect_err(&body).write_outcome(), WriteOutcome::Unknown, "{body}");
        }
    }
    for row in [r#""msg":"成功1条，失败0条""#, r#""msg":"ok","message":"shipped""#, r#""message":"no error""#] {
        let body = format!(r#"{{"code":0,"data":[{{"success":true,{row}}}]}}"#);
        assert!(write(&body).await.is_ok(), "{body}");
    }
}

#[tokio::test]
async fn words_of_success_under_the_name_of_an_error_are_none() {
    for words in
        ["发货成功", "处理成功", "完成", "successful", "Done", "no error", "无错误", "request:ok", "--", "成功"]
    {
        for key in ["errmsg", "error_msg", "sub_msg", "err"] {
            let body = format!(r#"{{"code":0,"{key}":"{words}","data":[{{"success":true}}]}}"#);
            assert!(write(&body).await.is_ok(), "{body}");
        }
        let body = format!(r#"{{"code":0,"data":[{{"success":true,"error_msg":"{words}"}}]}}"#);
        assert!(write(&body).await.is_ok(), "{body}");
    }
    for code in ["00000", "0000", "0.0", "0"] {
        let body = format!(r#"{{"code":0,"data":[{{"success":true,"errorCode":"{code}"}}]}}"#);
        assert!(write(&body).await.is_ok(), "{body}");
        let body = TOP_DONE.replace(r#""success":true}"#, &format!(r#""success":true,"error_code":"{code}"}}"#));
        assert!(top_write(&format!("{{{body}}}")).await.is_ok(), "{body}");
    }
    for code in ["OK", "0", "SUCCESS"] {
        let body = format!(r#"{{"code":0,"data":{{"tid":"1","status":"x","sub_code":"{code}"}}}}"#);
        assert!(read(&body).await.is_ok(), "{body}");
        let body = format!(r#"{{"trade_get_response":{{"trade":{{"tid":1,"status":"x","sub_code":"{code}"}}}}}}"#);
        assert!(top(&body).await.is_ok(), "{body}");
    }
}

#[tokio::test]
async fn what_counts_nothing_that_failed_is_no_failure() {
    for none in ["[]", "{}", "[null]", r#"[""]"#, "[0]", r#"{"count":0,"list":[]}"#, r#"{"total":0,"msg":""}"#] {
        for key in ["failed", "fail_list", "failures"] {
            let body = format!(r#"{{"code":0,"{key}":{none},"data":[{{"success":true}}]}}"#);
            assert!(write(&body).await.is_ok(), "{body}");
        }
    }
    for some in ["[1]", r#"["12"]"#, r#"[{"tid":1}]"#, r#"{"count":1}"#, r#"{"count":0,"list":["12"]}"#] {
        let body = format!(r#"{{"code":0,"failed":{some},"data":[{{"success":true}}]}}"#);
        assert_eq!(write(&body).await.expect_err(&body).write_outcome(), WriteOutcome::Unknown, "{body}");
    }
}

#[tokio::test]
async fn links_hosts_and_numbers_of_calls_say_nothing_of_a_success() {
    for beside in [
        r#""region":"cn-ok""#,
        r#""server":"ok.example.com""#,
        r#""help_url":"https://a.example/success""#,
        r#""traceId":"ok-1""#,
        r#""trace_id":"0a1b.success.7""#,
    ] {
        let error = write(&format!("{{{FAILED},{beside}}}")).await.unwrap_err();
        assert_eq!((error.kind(), error.write_outcome()), (ErrorKind::WaybillMissing, WriteOutcome::NotExecuted));
        let body = format!(r#"{{"error_response":{{"code":27,"msg":"Invalid session",{beside}}}}}"#);
        let error = top_write(&body).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.write_outcome()),
            (TopKind::SessionInvalid, WriteOutcome::NotExecuted),
            "{body}"
        );
    }
    let link = "https://auth.example.com/authorize?state=ok";
    let error = write(&format!(r#"{{"code":302,"msg":"未授权店铺","data":"{link}"}}"#)).await.unwrap_err();
    assert_eq!((error.write_outcome(), error.authorization_url()), (WriteOutcome::NotExecuted, Some(link)));
}

#[tokio::test]
async fn a_link_authorizes_where_the_failure_asks_for_it() {
    for (body, link) in [
        (r#"{"code":0,"msg":"未授权店铺","data":"https://auth.example.com/a"}"#, Some("https://auth.example.com/a")),
        (r#"{"code":302,"msg":"未授权店铺","data":"https://auth.example.com/a"}"#, Some("https://auth.example.com/a")),
        (r#"{"code":614,"msg":"运单号为空","url":"https://help.example.com/614"}"#, None),
        (r#"{"code":614,"msg":"运单号为空","data":{"help":"https://help.example.com"}}"#, None),
    ] {
        assert_eq!(read(body).await.unwrap_err().authorization_url(), link, "{body}");
    }
}
