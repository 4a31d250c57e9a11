//! Where the words of a failure stand, and the platform's error in XML.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

use super::judge_tests::{read, top_write, write};
use crate::generated::top::errors::ErrorKind as TopKind;
use crate::generated::vvtool::errors::ErrorKind;
use crate::meta::WriteOutcome;

#[tokio::test]
async fn words_are_found_under_the_names_that_servers_give_them() {
    for words in [
        r#""detail":"运单号为空""#,
        r#""Detail":"运单号为空""#,
        r#""details":"运单号为空""#,
        r#""tip":"运单号为空""#,
        r#""tips":"运单号为空""#,
        r#""hint":"运单号为空""#,
        r#""msg ":"运单号为空""#,
        r#"" msg":"运单号为空""#,
        r#""err-msg":"运单号为空""#,
        r#""msg":{"zh":"运单号为空"}"#,
        r#""msg":{"text":"运单号为空","level":2}"#,
        r#""msg":{"message":"运单号为空","title":"出错了"}"#,
        r#""message":{"cn":"运单号为空"}"#,
        r#""msg":"","data":["运单号为空"]"#,
        r#""data":["运单号为空"]"#,
        r#""data":{"detail":"运单号为空"}"#,
        r#""data":"运单号为空""#,
    ] {
        let body = format!(r#"{{"code":614,{words}}}"#);
        let error = write(&body).await.expect_err(&body);
        assert_eq!((error.kind(), error.message()), (ErrorKind::WaybillMissing, "运单号为空"), "{body}");
        let error = read(&body).await.expect_err(&body);
        assert_eq!((error.kind(), error.message()), (ErrorKind::WaybillMissing, "运单号为空"), "{body}");
    }
    // What may be anything else is not shown.
    for data in [r#"["13800001234"]"#, r#"["a","b c"]"#, r#"["https://a.example/x y"]"#, r#"[["运单号为空"]]"#] {
        let error = write(&format!(r#"{{"code":614,"data":{data}}}"#)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unknown, "{data}: {error}");
    }
    for body in [r#"{"code":["张三丰"],"msg":["a","b"]}"#, r#"{"code":614,"receiver_name":["张三丰"]}"#] {
        let error = write(body).await.unwrap_err();
        assert!(!format!("{error} {}", error.message()).contains("张三丰"), "{body}: {error}");
    }
}

#[tokio::test]
async fn an_error_in_xml_is_read_whatever_is_around_it() {
    const ERROR: &str = "<error_response><code>27</code><msg>invalid session</msg></error_response>";
    for body in [
        ERROR.to_owned(),
        format!("<?xml version=\"1.0\"?>{ERROR}"),
        ERROR.replace("<error_response>", "<error_response a=\"x > y\">"),
        ERROR.replace("<error_response>", "<error_response a='>' b=\">>\">"),
        ERROR.replace("<code>", "<code type=\"a>b\">"),
        format!("<response>{ERROR}</response>"),
        format!("<response a=\"1>0\"><request_id>1</request_id>{ERROR}</response>"),
        format!("<top><a><b>{ERROR}</b></a></top>"),
        format!("<r><!-- <error_response> -->{ERROR}</r>"),
        format!(
            "<soap:Envelope><soap:Body>{}</soap:Body></soap:Envelope>",
            ERROR.replace("error_response", "t:error_response")
        ),
        format!("<x_response>{ERROR}</x_response>"),
    ] {
        let error = top_write(&body).await.expect_err(&body);
        assert_eq!((error.kind(), error.code()), (TopKind::SessionInvalid, "27"), "{body}: {error}");
        assert_eq!(error.write_outcome(), WriteOutcome::NotExecuted, "{body}");
    }
    // Cut off anywhere, it proves nothing.
    for end in 1..ERROR.len() {
        for body in [ERROR[..end].to_owned(), format!("<r>{}", &ERROR[..end])] {
            let error = top_write(&body).await.expect_err(&body);
            assert_eq!(error.write_outcome(), WriteOutcome::Unknown, "{body}: {error}");
        }
    }
    for page in [format!("<html>{ERROR}</html>"), format!("<r><![CDATA[{ERROR}]]></r>"), "<r/>".to_owned()] {
        let error = top_write(&page).await.expect_err(&page);
        assert_eq!((error.kind(), error.write_outcome()), (TopKind::Unknown, WriteOutcome::Unknown), "{page}");
    }
}
