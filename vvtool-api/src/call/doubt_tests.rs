//! What contradicts a success, what proves nothing about a call, and in how many ways a code or a word comes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::judge_tests::{read, top, top_write, write};
use crate::generated::top::errors::ErrorKind as TopKind;
use crate::generated::vvtool::errors::ErrorKind;
use crate::meta::{Class, WriteOutcome};

#[tokio::test]
async fn a_number_of_the_methods_own_is_no_code_of_the_platform() {
    let stored = |inner: &str| format!(r#"{{"logistics_openalibity_write_response":{{{inner}}}}}"#);
    for code in ["1", "4", "7", "8", "10", "15", "27", "44", "50", "500", " 7 ", "007"] {
        for inner in [
            format!(
                r#""result_success":true,"write_response":{{"success":false,"error_code":"{code}","error_msg":"x"}}"#
            ),
            format!(r#""result_success":false,"result_code":"{code}","result_msg":"x""#),
        ] {
            let error = top_write(&stored(&inner)).await.unwrap_err();
            assert_eq!((error.kind(), error.write_outcome()), (TopKind::Unknown, WriteOutcome::Unknown), "{inner}");
            assert!(!error.is_retryable(), "{inner}: {error}");
        }
        for (words, kind) in [
            ("noFoundOrder", TopKind::NoFoundOrder),
            ("从pcs根据mailNo和cpCode没有找到运单关联的包裹信息", TopKind::FindNoPackage),
        ] {
            let inner = format!(
                r#""result_success":true,"write_response":{{"success":false,"error_code":"{code}","error_msg":"{words}"}}"#
            );
            assert_eq!(top_write(&stored(&inner)).await.unwrap_err().kind(), kind, "{inner}");
        }
    }
    for code in ["1002", "\"1002\"", "401", "1010", "404", "302"] {
        let error =
            write(&format!(r#"{{"code":0,"msg":"成功","data":[{{"success":false,"code":{code},"msg":"x"}}]}}"#)).await;
        let error = error.unwrap_err();
        assert_eq!(
            (error.kind(), error.write_outcome()),
            (ErrorKind::Unknown, WriteOutcome::Unknown),
            "{code}: {error}"
        );
        assert!(!error.is_retryable());
    }
    let error = write(r#"{"code":0,"data":[{"success":false,"code":614,"msg":"运单号为空"}]}"#).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WaybillMissing);
}

#[tokio::test]
async fn a_write_is_not_confirmed_beside_what_looks_like_a_failure() {
    for beside in [
        r#""error_msg":"运单号为空""#,
        r#""errorMessage":"x""#,
        r#""msg":"运单号为空""#,
        r#""error_code":"isv.x""#,
        r#""errCode":"E1""#,
        r#""code":614"#,
        r#""code":"614","msg":"x""#,
        r#""sub_code":"isv.x""#,
        r#""subCode":"isv.x""#,
        r#""Success":false"#,
        r#""SUCCESS":"False""#,
        r#""isSuccess":false"#,
        r#""IsSuccess":0"#,
        r#""result":false"#,
        r#""Result":"false""#,
        r#""result":{"code":614,"msg":"x"}"#,
        r#""result":{"success":false}"#,
    ] {
        for body in [
            format!(r#"{{"code":0,"msg":"成功","data":[{{"success":true,{beside}}}]}}"#),
            format!(r#"{{"code":0,"msg":"成功","data":{{{beside},"success":true}}}}"#),
        ] {
            let error = write(&body).await.unwrap_err();
            assert_eq!(error.write_outcome(), WriteOutcome::Unknown, "{body}: {error}");
            assert!(!error.is_retryable(), "{body}");
        }
    }
    for envelope in [
        r#""Success":false"#,
        r#""isSuccess":"false""#,
        r#""result":{"code":614,"msg":"运单号为空"}"#,
        r#""result":false"#,
        r#""msg":"运单号为空""#,
    ] {
        let error = write(&format!(r#"{{"code":0,{envelope},"data":[{{"success":true}}]}}"#)).await.unwrap_err();
        assert_eq!(error.write_outcome(), WriteOutcome::Unknown, "{envelope}: {error}");
    }
    for inner in [
        r#""success":true,"Success":false"#,
        r#""success":true,"sub_code":"isv.x""#,
        r#""success":true,"isSuccess":"0""#,
    ] {
        let body = format!(
            r#"{{"logistics_openalibity_write_response":{{"result_success":true,"write_response":{{{inner}}}}}}}"#
        );
        assert!(top_write(&body).await.is_err(), "{body}");
    }
    for flag in [r#""Success":false"#, r#""isSuccess":"0""#] {
        assert!(read(&format!(r#"{{"code":0,{flag},"data":{{"tid":"1"}}}}"#)).await.is_err(), "{flag}");
        // In the data of a read it may mean anything: it is told.
        let reply = read(&format!(r#"{{"code":0,"data":{{"tid":"1",{flag}}}}}"#)).await.unwrap();
        assert!(!reply.unknown_fields().is_empty(), "{flag}");
    }
}

#[tokio::test]
async fn a_write_is_confirmed_beside_what_says_nothing_of_a_failure() {
    for beside in [
        r#""error_msg":null"#,
        r#""error_msg":"","error_code":"""#,
        r#""error_msg":"成功","error_code":0"#,
        r#""errorMsg":"success""#,
        r#""code":0,"msg":"操作成功""#,
        r#""code":200"#,
        r#""code":null"#,
        r#""error_code":"0""#,
        r#""sub_code":"""#,
        r#""Success":true"#,
        r#""isSuccess":1"#,
        r#""result":0"#,
        r#""result":true"#,
        r#""result":{"code":0}"#,
        r#""result":"ok""#,
        r#""msg":"已提交""#,
        r#""code":"YTO""#,
    ] {
        for body in [
            format!(r#"{{"code":0,"msg":"成功","data":[{{"success":true,{beside}}}]}}"#),
            format!(r#"{{"code":0,"msg":"ok","data":[{{{beside},"success":true}}]}}"#),
        ] {
            let reply = write(&body).await;
            assert!(reply.is_ok(), "{body}: {reply:?}");
        }
    }
}

#[tokio::test]
async fn one_sub_code_however_it_comes_and_wherever_it_stands() {
    for sub_code in [
        r#""isv.trade-not-exist""#,
        r#""isv.trade-not-exist;""#,
        r#""isv.trade-not-exist：1""#,
        r#""isv.trade-not-exist，交易不存在""#,
        r#""isv.trade-not-exist 交易不存在""#,
        r#""ｉｓｖ．trade-not-exist""#,
        r#""\u200bisv.trade-not-exist\u200b""#,
        r#""\"isv.trade-not-exist\"""#,
        r#""“isv.trade-not-exist”""#,
        r#""'isv.trade-not-exist'""#,
        r#"["isv.trade-not-exist"]"#,
        r#""[\"isv.trade-not-exist\"]""#,
    ] {
        let body = format!(r#"{{"error_response":{{"code":15,"msg":"Remote service error","sub_code":{sub_code}}}}}"#);
        let error = top(&body).await.unwrap_err();
        assert_eq!(error.kind(), TopKind::TradeNotFound, "{sub_code}: {error}");
    }
    for data in [
        r#"{"sub_code":"isv.trade-not-exist"}"#,
        r#"[{"sub_code":"isv.trade-not-exist"}]"#,
        r#"{"error_response":{"code":15,"sub_code":"isv.trade-not-exist"}}"#,
    ] {
        let error = read(&format!(r#"{{"code":614,"msg":"x","data":{data}}}"#)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TradeNotFound, "{data}: {error}");
    }
}

#[tokio::test]
async fn one_code_and_one_message_however_they_come() {
    for code in ["401", r#""４０１""#, r#""\u200b401""#, r#""+401""#, r#"" 401\ufeff""#] {
        let error = read(&format!(r#"{{"code":{code},"msg":"身份凭证无效"}}"#)).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.code(), error.class()),
            (ErrorKind::TokenInvalid, "401", Class::RefreshToken),
            "{code}"
        );
    }
    for words in ["运单号为空", "“运单号为空”", "<b>运单号为空</b>", "\\\"运单号为空\\\"", "‘运单号为空’。"]
    {
        let error = write(&format!(r#"{{"code":614,"msg":"{words}"}}"#)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::WaybillMissing, "{words}: {error}");
    }
    let error = write(r#"{"code":614,"msg":"Remote service error","sub_msg":"运单号为空"}"#).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WaybillMissing);
    for words in ["This ban will last for 5 more seconds", "this ban will last for 5 more Seconds", "5 MORE SECOND"] {
        let error = top(&format!(r#"{{"error_response":{{"code":7,"msg":"{words}"}}}}"#)).await.unwrap_err();
        assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(5), "{words}");
    }
}

/// The work on a message has a bound, whatever its length: not a time, but what is handed on.
#[test]
fn no_more_of_a_message_is_matched_than_documented_words_have() {
    use crate::generated::ground::message::{COMPARED, matched};
    for unit in ["https://", "\u{fdfa}", "isv.", "运单号为空", "é"] {
        let text = unit.repeat(100_000);
        let part = matched(&text);
        assert!(part.len() <= COMPARED && part.len() + 4 > COMPARED && text.starts_with(part), "{unit}");
    }
    assert_eq!(matched("运单号为空"), "运单号为空");
}
