//! A refusal that the documents do not have, or of which only a part can be read, over real sockets and through both gateways.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use core::time::Duration;

use super::judge_tests::{look_at, top_at, top_write_to, write_to};
use crate::Lang;
use crate::error::Error;
use crate::generated::top::errors::ErrorKind as TopKind;
use crate::generated::vvtool::errors::ErrorKind;
use crate::meta::{Class, WriteOutcome};
use crate::tests::server::{Act, Server, response};

/// A server that gives the same answer to everything, with this status and these headers.
async fn answers(status: &'static str, headers: &'static str, body: &'static str) -> Server {
    Server::start(move |_| Act::Raw(response(status, headers, body))).await
}

#[tokio::test]
async fn the_status_says_what_to_do_where_no_document_has_the_words() {
    use WriteOutcome::{NotExecuted, Unknown};
    const WAIT: &str = "Retry-After: 7\r\n";
    for (status, class, outcome, remedy) in [
        ("401 Unauthorized", Class::RefreshToken, NotExecuted, "The access token is refused"),
        ("429 Too Many Requests", Class::RetryWithBackoff, Unknown, "Too many calls"),
        ("503 Service Unavailable", Class::RetryWithBackoff, Unknown, "Too many calls"),
        ("500 Internal Server Error", Class::RetryWithBackoff, Unknown, "The write may have been done"),
        // These say that something failed and no more.
        ("400 Bad Request", Class::DoNotRetry, Unknown, "The documents do not list"),
        ("403 Forbidden", Class::DoNotRetry, Unknown, "The documents do not list"),
        ("200 OK", Class::DoNotRetry, Unknown, "The documents do not list"),
    ] {
        for body in [
            r#"{"code":-1,"msg":"token expired"}"#,
            r#"{"code":10401,"msg":"x","data":null}"#,
            r#"{"code":614,"msg":"谁也没见过的错误"}"#,
            r#"{"code":500,"msg":"Unauthenticated.","data":{"withholding_money":1}}"#,
            r#"{"msg":"x","code":"A-1","data":[{"success":false}]}"#,
        ] {
            let server = answers(status, WAIT, body).await;
            let (read, write) = (look_at(&server).await.unwrap_err(), write_to(&server).await.unwrap_err());
            for (error, is) in [(&read, NotExecuted), (&write, outcome)] {
                assert!(matches!(error, Error::Api(_)) && !error.code().is_empty(), "{status} {body}: {error}");
                assert_eq!((error.class(), error.write_outcome()), (class, is), "{status} {body}");
                assert_eq!((error.kind(), error.retry_after()), (ErrorKind::Unknown, Some(Duration::from_secs(7))));
            }
            assert_eq!((read.is_retryable(), write.is_retryable()), (class.is_retry(), false), "{status} {body}");
            assert_eq!(
                write.remedy(Lang::En).starts_with("The write may have been done"),
                outcome == Unknown,
                "{status}"
            );
            assert!(write.remedy(Lang::En).contains(remedy), "{status}: {}", write.remedy(Lang::En));
        }
        for body in [r#"{"error_response":{"code":99999,"msg":"x"}}"#, r#"{"code":99998,"msg":"x"}"#] {
            let server = answers(status, WAIT, body).await;
            let error = top_at(&server).await.unwrap_err();
            assert_eq!((error.class(), error.kind()), (class, TopKind::Unknown), "{status} {body}");
            let error = top_write_to(&server).await.unwrap_err();
            assert_eq!((error.class(), error.write_outcome()), (class, outcome), "{status} {body}");
            assert!(error.remedy(Lang::En).contains(remedy), "{status}: {}", error.remedy(Lang::En));
        }
    }
    // What the documents say is more than a status; a rule is more than that a server failed.
    for (status, class) in
        [("500 x", Class::FixRequest), ("401 x", Class::RefreshToken), ("429 x", Class::RetryWithBackoff)]
    {
        let server =
            answers(status, "", r#"{"error_response":{"code":15,"sub_code":"isv.never-seen","sub_msg":"x"}}"#).await;
        assert_eq!(top_at(&server).await.unwrap_err().class(), class, "{status}");
        let server = answers(status, "", r#"{"code":614,"msg":"运单号为空"}"#).await;
        let error = write_to(&server).await.unwrap_err();
        assert_eq!((error.kind(), error.class()), (ErrorKind::WaybillMissing, Class::FixRequest), "{status}");
    }
    // Done, say the rows: then it is not certain that nothing was done.
    for body in [r#"{"code":-1,"msg":"x","data":[{"success":true}]}"#, r#"{"code":0,"data":[{"success":true}]}"#] {
        let error = write_to(&answers("401 Unauthorized", "", body).await).await.unwrap_err();
        assert_eq!((error.class(), error.write_outcome()), (Class::RefreshToken, Unknown), "{body}");
        assert!(error.remedy(Lang::En).starts_with("The write may have been done"), "{}", error.remedy(Lang::En));
    }
}

/// What was read of a reply that goes wrong behind its code.
#[tokio::test]
async fn a_code_that_was_read_is_the_failure_though_the_rest_cannot_be_read() {
    use WriteOutcome::{NotExecuted, Unknown};
    for rest in [
        r#""data":}"#,
        r#""data":NaN}"#,
        r#""data":undefined}"#,
        r#""data":{"a":1"#,
        r#""data":{"a":1}"#,
        r#""data":[{"success":fal"#,
        r#"'data':1}"#,
        r#""data":1,}"#,
        "",
    ] {
        for (code, class) in
            [("401", Class::RefreshToken), ("1002", Class::RetryWithBackoff), ("614", Class::DoNotRetry)]
        {
            let body = format!(r#"{{"code":{code},"msg":"谁也没见过的错误",{rest}"#);
            let error = look_at(&Server::json(&body).await).await.unwrap_err();
            assert_eq!((error.code(), error.class(), error.message()), (code, class, "谁也没见过的错误"), "{body}");
            assert!(error.to_string().contains("the rest of the answer cannot be read"), "{body}: {error}");
            assert_eq!((error.write_outcome(), error.body().unwrap().len()), (NotExecuted, body.len()));
            let error = write_to(&Server::json(&body).await).await.unwrap_err();
            assert_eq!((error.code(), error.class(), error.write_outcome()), (code, class, Unknown), "{body}");
            assert!(!error.is_retryable() && error.charge() == crate::Charge::Unknown, "{body}");
        }
        let body = format!(r#"{{"error_response":{{"code":7,"sub_msg":"This ban will last for 5 more seconds",{rest}"#);
        for error in [
            top_at(&Server::json(&body).await).await.map(drop),
            top_write_to(&Server::json(&body).await).await.map(drop),
        ] {
            let error = error.unwrap_err();
            assert_eq!((error.code(), error.retry_after()), ("7", Some(Duration::from_secs(5))), "{body}: {error}");
        }
    }
    // A success that cannot be read is none, a code that may be the beginning of another one is none, and neither is what is no code.
    for body in [
        r#"{"code":0,"msg":"x","data":}"#,
        r#"{"code":401,"code":0,"data":}"#,
        r#"{"code":40"#,
        r#"{"msg":"x","code": 401"#,
        r#"{"msg":"x","errno":4"#,
        r#"{"code":{"a":1},"data":}"#,
        r#"{"msg":"x","data":}"#,
    ] {
        let error = look_at(&Server::json(body).await).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{body}: {error}");
    }
    // The end of the digits is known.
    for body in [r#"{"code":401,"#, "{\"code\":401\n", r#"{"code":"401""#, r#"{"code":401,"time":1"#] {
        assert_eq!(look_at(&Server::json(body).await).await.unwrap_err().code(), "401", "{body}");
    }
}

/// An envelope in a list of one, encoded twice, or behind what is no blank.
#[tokio::test]
async fn an_envelope_that_is_wrapped_is_read() {
    let twice = |body: &str| serde_json::Value::from(body).to_string();
    let wrapped = |body: &str| {
        [
            format!("[{body}]"),
            format!(" [ {body} ]\n"),
            format!("\u{feff}[{body}]"),
            twice(body),
            format!("{}\n", twice(body)),
            twice(&format!("[{body}]")),
            format!("\u{c}{body}"),
            format!("\u{b}\u{a0}\r\n{body}"),
            format!("\0{body}"),
            format!("\u{feff}\u{feff}{body}"),
        ]
    };
    for body in wrapped(r#"{"code":302,"msg":"授权过期","data":{"url":"https://shop.example/auth?x=1"}}"#) {
        let error = write_to(&Server::json(&body).await).await.unwrap_err();
        assert_eq!(
            (error.code(), error.message(), error.class()),
            ("302", "授权过期", Class::ReauthorizeShop),
            "{body}"
        );
        assert_eq!(error.authorization_url(), Some("https://shop.example/auth?x=1"), "{body}");
        assert!(!error.deviations().is_empty(), "{body}");
    }
    for body in wrapped(r#"{"code":0,"data":{"tid":"1","orders":[{"oid":11}]}}"#) {
        let trade = look_at(&Server::json(&body).await).await.unwrap();
        assert_eq!((trade.orders.len(), trade.deviations().is_empty()), (1, false), "{body}");
    }
    for body in wrapped(r#"{"trade_get_response":{"trade":{"tid":1}}}"#) {
        assert!(top_at(&Server::json(&body).await).await.is_ok(), "{body}");
    }
    for body in wrapped(r#"{"error_response":{"code":27,"msg":"Invalid session"}}"#) {
        assert_eq!(top_write_to(&Server::json(&body).await).await.unwrap_err().code(), "27", "{body}");
    }
    for body in wrapped(r#"{"code":0,"data":[{"success":true},{"success":false}]}"#) {
        let error = write_to(&Server::json(&body).await).await.unwrap_err();
        assert_eq!(error.write_outcome(), WriteOutcome::Unknown, "{body}: {error}");
    }
    // Two answers are none.
    let two = r#"[{"code":0,"data":[{"success":true}]},{"code":614,"msg":"x"}]"#;
    for body in [two.to_owned(), twice(two), "[]".to_owned(), "[[{\"code\":401}]]".to_owned(), "\"401\"".to_owned()] {
        let error = write_to(&Server::json(&body).await).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)) && error.write_outcome() == WriteOutcome::Unknown, "{body}: {error}");
    }
}

#[cfg(feature = "charset")]
#[tokio::test]
async fn text_in_two_bytes_each_is_read_as_it_is_announced() {
    for (label, big) in [("utf-16le", false), ("UTF-16", false), ("\"utf-16be\"", true), ("unicode", false)] {
        for body in [r#"{"code":401,"msg":"x"}"#, r#"{"code":401,"msg":"身份凭证无效"}"#] {
            let bytes = body.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
            let bytes: Vec<u8> = bytes.collect();
            let head = format!(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json; charset={label}\r\nContent-Length: {}\r\n\r\n",
                bytes.len()
            );
            let whole = [head.as_bytes(), &bytes].concat();
            let server = Server::start(move |_| Act::Raw(whole.clone())).await;
            let error = look_at(&server).await.unwrap_err();
            assert_eq!((error.code(), error.class()), ("401", Class::RefreshToken), "{label} {body}: {error}");
            assert!(!error.deviations().is_empty());
        }
    }
}
