//! Of a write that is reported as failed and as done at once, nobody knows what has become of it, wherever the two stand; and what to do
//! about it begins with looking it up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::judge_tests::{read, top, top_write, write};
use crate::Lang;
use crate::generated::top::errors::ErrorKind as TopKind;
use crate::generated::vvtool::errors::ErrorKind;
use crate::meta::{Class, WriteOutcome};
use crate::value::Charge;

const MAY_BE_DONE: [(Lang, &str); 2] = [(Lang::En, "The write may have been done."), (Lang::Zh, "写操作可能已执行。")];

#[tokio::test]
async fn a_failure_beside_a_word_of_success_proves_nothing() {
    const DONE: [&str; 26] = [
        r#""success":true"#,
        r#""Success":"TRUE""#,
        r#""data":true"#,
        r#""data":"true""#,
        r#""data":[true]"#,
        r#""data":"success""#,
        r#""data":"发货成功""#,
        r#""data":[{"success":true}]"#,
        r#""data":[[{"success":true}]]"#,
        r#""data":[{"Success":true}]"#,
        r#""data":[{"is_success":1}]"#,
        r#""data":[{"isSuccess":"1"}]"#,
        r#""data":{"0":{"success":true}}"#,
        r#""data":{"data":[{"success":true}]}"#,
        r#""data":{"rows":{"list":[{"success":true}]}}"#,
        r#""data":"[{\"success\":true}]""#,
        r#""data":[{"success":true}],"data":null"#,
        r#""data":[{"success":true,"success":null}]"#,
        r#""data":[{"success":true,"success":false}]"#,
        r#""data":[{"success":false},{"success":true}]"#,
        r#""result":{"success":true}"#,
        r#""result":true"#,
        r#""response":{"code":0,"data":[{"success":true}]}"#,
        r#""list":[{"success":true}]"#,
        r#""result_success":true"#,
        r#""SUCCEEDED":"yes""#,
    ];
    for done in DONE {
        for body in [
            format!(r#"{{"code":614,"msg":"运单号为空",{done}}}"#),
            format!(r#"{{{done},"code":614,"msg":"运单号为空"}}"#),
            format!(r#"[{{"code":614,"msg":"运单号为空",{done}}}]"#),
        ] {
            let error = write(&body).await.expect_err(&body);
            assert_eq!(
                (error.kind(), error.write_outcome()),
                (ErrorKind::WaybillMissing, WriteOutcome::Unknown),
                "{body}"
            );
            assert!(!error.is_retryable(), "{body}");
            for (lang, first) in MAY_BE_DONE {
                assert!(error.remedy(lang).starts_with(first), "{body}: {}", error.remedy(lang));
            }
        }
    }
    // What says nothing of it leaves the documented meaning.
    for beside in [r#""data":null"#, r#""data":[{"success":false}]"#, r#""data":{"is_cod":true}"#, r#""data":"x""#] {
        let error = write(&format!(r#"{{"code":614,"msg":"运单号为空",{beside}}}"#)).await.unwrap_err();
        assert_eq!(error.write_outcome(), WriteOutcome::NotExecuted, "{beside}");
        assert!(error.remedy(Lang::En).starts_with("Make sure"), "{}", error.remedy(Lang::En));
    }
}

#[tokio::test]
async fn a_failure_of_the_platform_beside_a_word_of_success_proves_nothing() {
    const ERROR: &str = r#""error_response":{"code":27,"msg":"invalid session"}"#;
    for done in [
        r#""result_success":true,"write_response":{"success":true}"#,
        r#""logistics_openalibity_write_response":{"write_response":{"success":true}}"#,
        r#""alibaba_logistics_openalibity_write_response":{"result_success":true}"#,
        r#""LOGISTICS_OPENALIBITY_WRITE_RESPONSE":{"Result_Success":"true"}"#,
        r#""response":{"result_success":true}"#,
        r#""logistics_openalibity_write_response":"{\"result_success\":true}""#,
        r#""logistics_openalibity_write_response":[{"result_success":1}]"#,
        r#""other_response":{"x":{"success":true}}"#,
        r#""success":true"#,
        r#""result":true"#,
    ] {
        for body in [format!("{{{ERROR},{done}}}"), format!("{{{done},{ERROR}}}")] {
            let error = top_write(&body).await.expect_err(&body);
            assert_eq!(
                (error.kind(), error.write_outcome()),
                (TopKind::SessionInvalid, WriteOutcome::Unknown),
                "{body}"
            );
        }
    }
    let stored = |inner: &str| format!(r#"{{"logistics_openalibity_write_response":{{{inner}}}}}"#);
    const DENIED: &str = r#"{"success":false,"error_msg":"noFoundOrder"}"#;
    for (inner, outcome) in [
        (format!(r#""result_success":true,"write_response":{DENIED}"#), WriteOutcome::NotExecuted),
        (format!(r#""result_success":true,"write_response":[{DENIED},{{"success":true}}]"#), WriteOutcome::Unknown),
        (format!(r#""result_success":true,"write_response":[{{"success":true}},{DENIED}]"#), WriteOutcome::Unknown),
        (format!(r#""write_response":{DENIED},"result":{{"success":true}}"#), WriteOutcome::Unknown),
    ] {
        let error = top_write(&stored(&inner)).await.expect_err(&inner);
        assert_eq!((error.kind(), error.write_outcome()), (TopKind::NoFoundOrder, outcome), "{inner}");
    }
    let xml = "<error_response><code>27</code><msg>invalid session</msg></error_response>";
    assert_eq!(top_write(xml).await.unwrap_err().write_outcome(), WriteOutcome::NotExecuted);
    let done = "<x_response><result_success>true</result_success></x_response>";
    assert_eq!(top_write(&format!("{xml}{done}")).await.unwrap_err().write_outcome(), WriteOutcome::Unknown);
}

#[tokio::test]
async fn a_write_is_not_confirmed_beside_a_failure_anywhere() {
    const BAD: [&str; 14] = [
        r#""success":false"#,
        r#""is_success":"false""#,
        r#""result_success":0"#,
        r#""Success":"fail""#,
        r#""errcode":614"#,
        r#""error_code":"500""#,
        r#""errorCode":"E1""#,
        r#""error":"失败""#,
        r#""errorMessage":"失败""#,
        r#""sub_code":"isv.x""#,
        r#""code":614,"msg":"失败""#,
        r#""error_response":{"code":15,"sub_code":"isv.x"}"#,
        r#""status":"fail""#,
        r#""failed":true"#,
    ];
    for bad in BAD {
        for place in
            [format!(r#""x":{{{bad}}}"#), format!(r#""response":{{{bad}}}"#), format!(r#""rows":[{{"a":{{{bad}}}}}]"#)]
        {
            for (body, is_top) in [
                (format!(r#"{{"code":0,"data":[{{"success":true,"withholding_money":1}}],{place}}}"#), false),
                (format!(r#"{{"code":0,"data":[{{{place},"success":true,"withholding_money":1}}]}}"#), false),
                (
                    format!(
                        r#"{{"logistics_openalibity_write_response":{{"result_success":true,"write_response":{{"success":true}}}},{place}}}"#
                    ),
                    true,
                ),
                (
                    format!(
                        r#"{{"logistics_openalibity_write_response":{{"result_success":true,"write_response":{{"success":true,{place}}}}}}}"#
                    ),
                    true,
                ),
            ] {
                let outcome = if is_top {
                    top_write(&body).await.expect_err(&body).write_outcome()
                } else {
                    write(&body).await.expect_err(&body).write_outcome()
                };
                assert_eq!(outcome, WriteOutcome::Unknown, "{body}");
            }
        }
    }
    for twice in [r#""success":false,"success":true"#, r#""success":"0","success":true"#] {
        let error = write(&format!(r#"{{"code":0,"data":[{{{twice}}}]}}"#)).await.expect_err(twice);
        assert_eq!(error.write_outcome(), WriteOutcome::Unknown, "{twice}");
    }
    let error = write(r#"{"code":0,"errcode":614,"errmsg":"运单号为空","data":[{"success":true}]}"#).await.unwrap_err();
    assert_eq!((error.kind(), error.code(), error.message()), (ErrorKind::WaybillMissing, "614", "运单号为空"));
    let error = top_write(r#"{"logistics_openalibity_write_response":{"result_success":true,"write_response":{"success":true}},"success":false,"msg":"失败"}"#).await.unwrap_err();
    assert_eq!((error.message(), error.write_outcome()), ("失败", WriteOutcome::Unknown));
    // None of these is a failure.
    for good in [
        r#""error_code":"0""#,
        r#""error":null"#,
        r#""errorMessage":"success""#,
        r#""error_response":{}"#,
        r#""fail":0"#,
        r#""goods":{"code":"A-17"}"#,
    ] {
        let body = format!(r#"{{"code":0,"data":[{{"success":true,"x":{{{good}}}}}]}}"#);
        assert!(write(&body).await.is_ok(), "{body}");
    }
}

#[tokio::test]
async fn words_and_price_stay_where_nothing_is_confirmed() {
    for (data, charge) in [
        (r#"[{"withholding_money":1}]"#, Charge::Known(1.into())),
        (r#"[{"withholding_money":1,"success":"maybe"}]"#, Charge::Known(1.into())),
        (r#"[{"withholding_money":2,"success":null}]"#, Charge::Known(2.into())),
        (r#"{"withholding_money":1}"#, Charge::Known(1.into())),
        ("{}", Charge::Unknown),
        ("[{}]", Charge::Unknown),
        (r#"{"list":[{"a":1}]}"#, Charge::Unknown),
        (r#"{"success":"perhaps"}"#, Charge::Unknown),
        (r#"[{"order":"1"}]"#, Charge::Unknown),
        (r#"{"0":{"a":true}}"#, Charge::Unknown),
    ] {
        let error = write(&format!(r#"{{"code":0,"msg":"运单号为空","data":{data}}}"#)).await.expect_err(data);
        assert_eq!(
            (error.kind(), error.code(), error.message()),
            (ErrorKind::WaybillMissing, "0", "运单号为空"),
            "{data}"
        );
        assert_eq!((error.write_outcome(), error.charge()), (WriteOutcome::Unknown, charge), "{data}");
        let error = write(&format!(r#"{{"code":0,"msg":"成功","data":{data}}}"#)).await.expect_err(data);
        assert_eq!((error.write_outcome(), error.charge()), (WriteOutcome::Unknown, charge), "{data}");
    }
}

#[tokio::test]
async fn a_read_that_brings_nothing_says_why_wherever_that_stands() {
    const FAILED: &str =
        r#"{"code":15,"sub_code":"isv.trade-not-exist","sub_msg":"交易不存在","msg":"Remote service error"}"#;
    for place in ["0", "result", "trade", "data", "x", "detail", "list"] {
        for data in [
            format!(r#"{{"{place}":{FAILED}}}"#),
            format!(r#"{{"{place}":{{"error_response":{FAILED}}}}}"#),
            format!(r#"{{"{place}":[{FAILED}]}}"#),
        ] {
            for code in ["0", "614"] {
                let body = format!(r#"{{"code":{code},"msg":"x","data":{data}}}"#);
                let error = read(&body).await.expect_err(&body);
                assert_eq!(
                    (error.kind(), error.class()),
                    (ErrorKind::TradeNotFound, Class::DoNotRetry),
                    "{body}: {error}"
                );
                assert_eq!(error.sub_code(), Some("isv.trade-not-exist"), "{body}");
                assert_eq!(error.message(), "交易不存在", "{body}");
            }
            let body = format!(r#"{{"trade_get_response":{data}}}"#);
            let error = top(&body).await.expect_err(&body);
            assert_eq!((error.kind(), error.message()), (TopKind::TradeNotFound, "交易不存在"), "{body}: {error}");
        }
    }
}

/// The remedy of an error says how to get it done; whether it was done comes first.
#[tokio::test]
async fn what_may_have_been_done_is_looked_up_first() {
    for body in [
        r#"{"code":614,"msg":"服务不可用"}"#,
        r#"{"code":614,"msg":"系统异常"}"#,
        r#"{"code":614,"msg":"交易服务限流"}"#,
        r#"{"code":614,"msg":"谁也没见过"}"#,
        r#"{"code":10001,"msg":"x"}"#,
        r#"{"code":202,"msg":"x"}"#,
        r#"{"code":0,"msg":"运单号为空","data":[{"success":true},{"success":false}]}"#,
        r#"{"code":401,"msg":"身份凭证无效","data":[{"success":true}]}"#,
        r#"{"code":302,"msg":"未授权","data":[{"success":true}]}"#,
        r#"{"code":1010,"msg":"x","success":true}"#,
    ] {
        let error = write(body).await.unwrap_err();
        assert_eq!(error.write_outcome(), WriteOutcome::Unknown, "{body}");
        for (lang, first) in MAY_BE_DONE {
            assert!(
                error.remedy(lang).starts_with(first) && error.remedy(lang).len() > 60,
                "{body}: {}",
                error.remedy(lang)
            );
        }
        assert_eq!(error.remedy(Lang::En), error.remedy(Lang::En));
    }
    for code in ["1", "3", "10", "15", "44", "50", "99999"] {
        let error = top_write(&format!(r#"{{"error_response":{{"code":{code},"msg":"x"}}}}"#)).await.unwrap_err();
        assert_eq!(error.write_outcome(), WriteOutcome::Unknown, "{code}");
        for (lang, first) in MAY_BE_DONE {
            assert!(error.remedy(lang).starts_with(first), "{code}: {}", error.remedy(lang));
        }
    }
    // A read has done nothing.
    assert_eq!(read(r#"{"code":614,"msg":"服务不可用"}"#).await.unwrap_err().remedy(Lang::En), "Retry");
}
