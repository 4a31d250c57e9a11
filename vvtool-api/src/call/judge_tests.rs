//! What an answer means, over real sockets and through both gateways: when a success is one, and which failure a failure is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

use core::time::Duration;

use crate::call::Operation as _;
use crate::error::{Context, Error};
use crate::generated::top::errors::ErrorKind as TopKind;
use crate::generated::top::logistics_openalibity_write::{
    GeneralLogisticsDataWriteRequest, LogisticsOpenalibityWrite, LogisticsOpenalibityWriteReply, WriteScene,
};
use crate::generated::top::trade_get::{TradeField as TopField, TradeGet, TradeGetReply};
use crate::generated::vvtool::erps::fullinfo::{Trade, TradeField};
use crate::generated::vvtool::erps::send::Shipment;
use crate::generated::vvtool::errors::ErrorKind;
use crate::generated::vvtool::{ErpsFullinfo, ErpsSend};
use crate::meta::{Class, WriteOutcome};
use crate::tests::server::{Act, Server, response};
use crate::{Charge, Lang, Matched, Reply};

pub(super) async fn look_at(server: &Server) -> Result<Reply<Trade>, Error<ErrorKind>> {
    let client = crate::vvtool::Client::builder()
        .retry(crate::Retry::none())
        .host(&server.url)
        .token("s3cr3t-token")
        .build()
        .unwrap();
    let fields = [TradeField::Tid, TradeField::Status, TradeField::Payment, TradeField::Orders];
    ErpsFullinfo::new("1", "1", fields).send(&client).await
}

pub(super) async fn read(body: &str) -> Result<Reply<Trade>, Error<ErrorKind>> {
    look_at(&Server::json(body).await).await
}

pub(super) async fn write(body: &str) -> Result<Reply<Shipment>, Error<ErrorKind>> {
    write_to(&Server::json(body).await).await
}

pub(super) async fn write_to(server: &Server) -> Result<Reply<Shipment>, Error<ErrorKind>> {
    let client = crate::vvtool::Client::builder()
        .retry(crate::Retry::none())
        .host(&server.url)
        .token("s3cr3t-token")
        .build()
        .unwrap();
    ErpsSend::new("1", "1000000000000000001", "SF1", "SF").send(&client).await
}

fn platform(server: &Server) -> crate::top::Client {
    crate::top::Client::builder("1", "s3cr3t")
        .retry(crate::Retry::none())
        .host(&server.url)
        .session("sess")
        .build()
        .unwrap()
}

pub(super) async fn top(body: &str) -> Result<Reply<TradeGetReply>, Error<TopKind>> {
    top_at(&Server::json(body).await).await
}

pub(super) async fn top_at(server: &Server) -> Result<Reply<TradeGetReply>, Error<TopKind>> {
    TradeGet::new([TopField::Tid, TopField::Status], "1").send(&platform(server)).await
}

pub(super) async fn top_write(body: &str) -> Result<Reply<LogisticsOpenalibityWriteReply>, Error<TopKind>> {
    top_write_to(&Server::json(body).await).await
}

pub(super) async fn top_write_to(server: &Server) -> Result<Reply<LogisticsOpenalibityWriteReply>, Error<TopKind>> {
    let request = GeneralLogisticsDataWriteRequest {
        cp_code: Some("ZTO".into()),
        mail_no: Some("1".into()),
        extend_param: Some("{}".into()),
        scene: WriteScene::documented().next(),
        ..GeneralLogisticsDataWriteRequest::default()
    };
    LogisticsOpenalibityWrite::new(request).send(&platform(server)).await
}

#[tokio::test]
async fn a_read_answers_what_was_asked_or_fails() {
    for data in [
        r#"{"tid":"1"}"#,
        r#"{"tid":null}"#,
        r#"{"status":""}"#,
        r#"{"orders":[]}"#,
        r#"{"orders":{"order":[]},"withholding_money":1}"#,
    ] {
        let reply = read(&format!(r#"{{"code":0,"msg":"成功","data":{data}}}"#)).await;
        assert!(reply.is_ok(), "{data}: {reply:?}");
    }
    for data in [
        "{}",
        r#"{"withholding_money":1}"#,
        r#"{"title":"x"}"#,
        r#"{"request_id":"x"}"#,
        r#"{"order":{"x":1}}"#,
        "[{}]",
    ] {
        let error = read(&format!(r#"{{"code":0,"msg":"商品不存在","data":{data}}}"#)).await.unwrap_err();
        assert!(matches!(error, Error::Api(_)), "{data}: {error}");
        assert_eq!((error.code(), error.message(), error.kind()), ("0", "商品不存在", ErrorKind::Unknown), "{data}");
        assert!(error.to_string().contains("answered without any of the fields asked for"), "{error}");
        assert!(error.body().is_some() && !error.is_retryable());
        // The words of the platform decide, the code cannot.
        let error = read(&format!(r#"{{"code":0,"msg":"运单号为空","data":{data}}}"#)).await.unwrap_err();
        assert_eq!((error.kind(), error.matched()), (ErrorKind::WaybillMissing, Some(Matched::Exact)), "{data}");
    }
    for body in [
        r#"{"trade_get_response":{"trade":{"tid":1}}}"#,
        r#"{"trade_get_response":{"trade":{"status":null}}}"#,
        r#"{"trade":{"status":""}}"#,
        // The id that was asked about came back.
        r#"{"trade_get_response":{"trade":[{"tid":"1"}]}}"#,
    ] {
        assert!(top(body).await.is_ok(), "{body}");
    }
    for body in [
        r#"{"trade_get_response":{}}"#,
        r#"{"trade_get_response":{"trade":null,"request_id":"x"}}"#,
        r#"{"trade_get_response":{"trade":{}}}"#,
        r#"{"trade_get_response":{"trade":{"title":"x"}}}"#,
        r#"{"trade_get_response":""}"#,
    ] {
        let error = top(body).await.unwrap_err();
        assert!(error.to_string().contains("answered without any of the fields asked for"), "{body}: {error}");
    }
}

/// The first object of a list is what was asked for, whatever stands before it.
#[tokio::test]
async fn what_is_no_row_takes_the_first_one_from_nobody() {
    const TRADE: &str = r#"{"tid":"1","withholding_money":1}"#;
    for (data, charge) in [
        (format!("[null,{TRADE}]"), Charge::Unknown),
        (format!(r#"["x",{TRADE}]"#), Charge::Unknown),
        (format!(r#"["{{\"tid\":\"2\"}}",{TRADE}]"#), Charge::Unknown),
        (format!(r#"{{"0":[],"1":{TRADE}}}"#), Charge::Unknown),
        (format!(r#"[{TRADE},{{"tid":"2","withholding_money":1}}]"#), Charge::Known(2.into())),
    ] {
        let reply = read(&format!(r#"{{"code":0,"data":{data}}}"#)).await.unwrap();
        assert_eq!(reply.tid.as_ref().map(ToString::to_string).as_deref(), Some("1"), "{data}");
        assert_eq!(reply.charge(), charge, "{data}");
    }
}

#[tokio::test]
async fn an_id_that_comes_back_is_an_answer() {
    let server = Server::json(r#"{"code":0,"data":{"tid":"1000000000000000001"}}"#).await;
    let client =
        crate::vvtool::Client::builder().retry(crate::Retry::none()).host(&server.url).token("t").build().unwrap();
    assert!(ErpsFullinfo::new("1", "1000000000000000001", [TradeField::Payment]).send(&client).await.is_ok());
    assert!(ErpsFullinfo::new("1", "1000000000000000002", [TradeField::Payment]).send(&client).await.is_err());
}

/// Whether the own write was done, the answer to another one does not say.
#[test]
fn the_answer_to_another_write_leaves_the_own_one_open() {
    let write = Context::other_answer(ErpsSend::META, "tid", bytes::Bytes::new());
    assert_eq!((write.outcome, write.class), (WriteOutcome::Unknown, Class::ContactSupport));
    let read = Context::other_answer(ErpsFullinfo::META, "tid", bytes::Bytes::new());
    assert_eq!((read.outcome, read.class), (WriteOutcome::NotExecuted, Class::RetryWithBackoff));
}

/// What a merchant calls his goods is his own text, whatever it looks like; only the platform's ids are letters, digits and `-_.:`.
#[tokio::test]
async fn the_code_of_a_merchant_is_kept_as_it_is() {
    for code in ["A款/红色 XL", "SKU#12+3*", "null", "（旧）货号=7", "81893848"] {
        let reply =
            read(&format!(r#"{{"code":0,"data":{{"tid":"1","orders":[{{"oid":"2","outer_sku_id":"{code}"}}]}}}}"#))
                .await;
        let trade = reply.unwrap();
        assert_eq!(trade.orders[0].outer_sku_id.as_deref(), Some(code));
        assert!(trade.deviations().is_empty(), "{code}");
    }
}

#[tokio::test]
async fn a_code_of_success_without_data_carries_the_words_of_the_platform() {
    for data in [r#","data":null"#, "", r#","data":"x""#, r#","data":[]"#, r#","data":7"#, r#","data":false"#] {
        let error = read(&format!(r#"{{"code":0,"msg":"商品不存在"{data}}}"#)).await.unwrap_err();
        assert_eq!((error.code(), error.message(), error.status()), ("0", "商品不存在", Some(200)), "{data}");
        assert!(error.to_string().contains("the code says success"), "{error}");
        let error = write(&format!(r#"{{"code":0,"msg":"成功"{data}}}"#)).await.unwrap_err();
        assert_eq!((error.kind(), error.write_outcome()), (ErrorKind::Unknown, WriteOutcome::Unknown), "{data}");
    }
}

#[tokio::test]
async fn every_row_must_say_that_it_was_done() {
    for data in [
        r#"[{"success":true}]"#,
        r#"[{"success":1},{"success":"true"}]"#,
        r#"{"success":true}"#,
        r#"{"0":{"success":true}}"#,
    ] {
        let reply = write(&format!(r#"{{"code":0,"data":{data}}}"#)).await;
        assert_eq!(reply.as_ref().unwrap().success, Some(true), "{data}: {reply:?}");
    }
    for data in [
        r#"[{"success":true},{"success":false}]"#,
        r#"[{"success":false},{"success":true}]"#,
        r#"[{"success":true},{}]"#,
        r#"[{"success":true},null]"#,
        r#"[{"success":true},[{"success":true}]]"#,
        r#"[{"success":true},{"0":{"success":true}}]"#,
        r#"[{"success":true},{"success":null},{"success":true}]"#,
        r#"[{"success":true},[{"success":true}],7]"#,
        r#"{"0":{"success":true},"3":{"success":false}}"#,
        r#"[{"success":"maybe"}]"#,
        r#"[{"success":true,"success":false}]"#,
    ] {
        for body in [format!(r#"{{"code":0,"msg":"成功","data":{data}}}"#), format!(r#"{{"data":{data},"code":"0"}}"#)]
        {
            let error = write(&body).await.unwrap_err();
            assert_eq!(error.write_outcome(), WriteOutcome::Unknown, "{body}: {error}");
            assert!(!error.is_retryable());
            assert_eq!(error.body().unwrap(), body.as_bytes(), "all rows stay reachable");
        }
    }
    const YES: &str = r#"{"result_success":true,"write_response":{"success":true}}"#;
    assert!(top_write(&format!(r#"{{"logistics_openalibity_write_response":{YES}}}"#)).await.is_ok());
    for body in [
        r#"{"result_success":true,"write_response":[{"success":true},{"success":false}]}"#,
        r#"{"result_success":true,"write_response":{"0":{"success":true},"1":{"success":false}}}"#,
        r#"{"result_success":true,"write_response":{"success":false}}"#,
        r#"{"result_success":true}"#,
        r#"{"result_success":true,"write_response":""}"#,
        r#"{"write_response":{"success":true}}"#,
        r#"[{"result_success":true,"write_response":{"success":true}},{}]"#,
    ] {
        let error = top_write(&format!(r#"{{"logistics_openalibity_write_response":{body}}}"#)).await.unwrap_err();
        assert_eq!(error.write_outcome(), WriteOutcome::Unknown, "{body}: {error}");
    }
}

#[tokio::test]
async fn a_refused_flag_is_explained_by_whatever_words_came() {
    for body in [
        r#"{"code":0,"msg":"运单号为空","data":[{"success":false}]}"#,
        r#"{"code":0,"msg":"成功","data":[{"success":false,"msg":"运单号为空"}]}"#,
        r#"{"code":0,"data":[{"success":false,"message":"运单号为空"}],"message":"x"}"#,
        r#"{"code":0,"data":[{"success":false}],"message":"运单号为空"}"#,
        r#"{"code":614,"message":"运单号为空"}"#,
        r#"{"code":614,"error":"运单号为空","data":null}"#,
        r#"{"code":"614","error_msg":"运单号为空"}"#,
        r#"{"code":614,"msg":"运单号为空"}<!-- 0.01s -->"#,
        r#"{"code":0,"data":[{"code":614,"msg":"运单号为空","success":false}]}"#,
    ] {
        let error = write(body).await.unwrap_err();
        assert_eq!((error.kind(), error.message()), (ErrorKind::WaybillMissing, "运单号为空"), "{body}: {error}");
        if body.contains("\"message\"") && !body.contains("\"message\":\"运单号为空\"}]") || body.contains("<!--")
        {
            assert!(!error.deviations().is_empty(), "{body}");
        }
    }
}

#[tokio::test]
async fn a_failure_inside_a_success_is_that_failure() {
    for body in [
        r#"{"code":0,"data":{"code":15,"sub_code":"isv.trade-not-exist","sub_msg":"交易不存在"}}"#,
        r#"{"code":0,"data":{"error_response":{"code":15,"sub_code":"isv.trade-not-exist","sub_msg":"交易不存在"}}}"#,
    ] {
        let error = read(body).await.unwrap_err();
        assert_eq!(
            (error.code(), error.sub_code(), error.message()),
            ("15", Some("isv.trade-not-exist"), "交易不存在")
        );
    }
    let error = top(r#"{"trade_get_response":{"error_response":{"code":15,"sub_code":"isp.call-limited"}}}"#)
        .await
        .unwrap_err();
    assert_eq!((error.code(), error.sub_code()), ("15", Some("isp.call-limited")), "{error}");
    let reply = top(r#"{"trade_get_response":{"trade":{"tid":1}},"error_response":""}"#).await.unwrap();
    assert_eq!((reply.trade.as_ref().unwrap().tid.as_ref().unwrap().as_str(), reply.deviations().len()), ("1", 1));
}

#[tokio::test]
async fn no_reply_of_this_method_is_an_error_that_says_so() {
    for (body, words) in [
        (r#"{"trade_get_response":null}"#, "no reply of this method"),
        (r#"{"logistics_offline_send_response":{"shipping":{"is_success":true}}}"#, "the reply of another method"),
        ("<html>502</html>", "HTML came instead of JSON"),
        ("<trade_get_response><trade><tid>1</tid></trade></trade_get_response>", "XML came instead of JSON"),
        ("cb({\"trade_get_response\":{\"trade\":{\"tid\":1}}})", "JSONP came instead of JSON"),
    ] {
        let error = top(body).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)) && error.to_string().contains(words), "{body}: {error}");
        assert_eq!((error.status(), &**error.body().unwrap()), (Some(200), body.as_bytes()));
    }
    let xml = "<error_response><code>7</code><msg>App Call Limited</msg><sub_msg>This ban will last for 5 more seconds</sub_msg></error_response>";
    let error = top_write(xml).await.unwrap_err();
    assert_eq!(
        (error.code(), error.kind(), error.retry_after()),
        ("7", TopKind::AppCallLimited, Some(Duration::from_secs(5)))
    );
    assert!(error.to_string().contains("the answer came as XML"), "{error}");
    let server = Server::start(|_| {
        Act::Raw(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\0".to_vec())
    })
    .await;
    assert!(look_at(&server).await.unwrap_err().to_string().contains("gzip"));
}

#[tokio::test]
async fn status_and_header_are_read_whatever_the_body() {
    let with = |status: &'static str, headers: &'static str, body: &'static str| async move {
        let server = Server::start(move |_| Act::Raw(response(status, headers, body))).await;
        look_at(&server).await
    };
    let error = with("500 Internal Server Error", "", r#"{"code":614,"msg":"系统异常"}"#).await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(500), "614"));
    let error = with("200 OK", "", r#"{"code":614,"msg":"运单号为空"}"#).await.unwrap_err();
    assert_eq!(error.status(), Some(200));
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        for body in ["", "busy", r#"{"error":"busy"}"#, r#"{"code":1002,"msg":"x"}"#] {
            let error = with(status, "Retry-After: 7\r\n", body).await.unwrap_err();
            assert_eq!(
                (error.retry_after(), error.class()),
                (Some(Duration::from_secs(7)), Class::RetryWithBackoff),
                "{status} {body}: {error}"
            );
        }
        let error = with(status, "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n", "").await.unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::ZERO));
        let error = with(status, "Retry-After: Wed, 21 Oct 2099 07:28:00 GMT\r\n", "").await.unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(86_400)), "nobody waits longer: {error:?}");
        assert_eq!(with(status, "Retry-After: soon\r\n", "").await.unwrap_err().retry_after(), None);
    }
    let error = with("429 Too Many Requests", "", "").await.unwrap_err();
    assert!(error.remedy(Lang::En).starts_with("Too many calls"), "{}", error.remedy(Lang::En));
    for body in ["", r#"{"error":"x"}"#, "<html>"] {
        let error = with("401 Unauthorized", "", body).await.unwrap_err();
        assert_eq!((error.class(), error.write_outcome()), (Class::RefreshToken, WriteOutcome::NotExecuted), "{body}");
    }
    // A success is only believed with a status that says so too.
    assert!(with("500 Internal Server Error", "", r#"{"code":0,"data":{"tid":1}}"#).await.is_err());
}

#[tokio::test]
async fn another_charset_is_read_or_named() {
    let body = [&b"{\"code\":614,\"msg\":\""[..], b"\xd4\xcb\xb5\xa5\xba\xc5\xce\xaa\xbf\xd5", b"\"}"].concat();
    let head = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html; charset=GBK\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let whole = [head.as_bytes(), &body].concat();
    let server = Server::start(move |_| Act::Raw(whole.clone())).await;
    let error = look_at(&server).await.unwrap_err();
    assert_eq!(error.kind() == ErrorKind::WaybillMissing, cfg!(feature = "charset"), "{error}");
    assert!(error.deviations()[0].to_string().contains("GBK"));
}

#[tokio::test]
async fn codes_have_one_reading_and_what_they_share_is_used() {
    let error = read(r#"{"code":1002,"msg":"请求过于频繁"}"#).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.class(), error.matched()),
        (ErrorKind::RateOrDailyLimit, Class::RetryWithBackoff, Some(Matched::CodeOnly))
    );
    let error = write(r#"{"code":1002,"msg":"请求过于频繁"}"#).await.unwrap_err();
    assert_eq!((error.write_outcome(), error.is_retryable()), (WriteOutcome::NotExecuted, true));
    // 614 stands for a hundred things.
    let error = write(r#"{"code":614,"msg":"谁也没见过的错误"}"#).await.unwrap_err();
    assert_eq!((error.kind(), error.class(), error.matched()), (ErrorKind::Unknown, Class::DoNotRetry, None));
    for code in [r#""401 ""#, "401.0", "4.01e2", r#"" 401""#, "401"] {
        let error = read(&format!(r#"{{"code":{code},"msg":"x"}}"#)).await.unwrap_err();
        assert_eq!((error.code(), error.class()), ("401", Class::RefreshToken), "{code}");
    }
    let error = read(r#"{"code":"302","msg":"未授权","data":"https://shop.example/auth?x=1"}"#).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.authorization_url()),
        (ErrorKind::ShopNotAuthorized, Some("https://shop.example/auth?x=1"))
    );
    assert_eq!(error.matched(), Some(Matched::Alias));
    let error = read(r#"{"code":302,"msg":"授权过期 https://shop.example/a"}"#).await.unwrap_err();
    assert_eq!(error.authorization_url(), Some("https://shop.example/a"));
    assert!(!format!("{error} {error:?}").contains("shop.example"));
    let error =
        write(r#"{"code":614,"msg":"x","data":[{"withholding_money":"1","success":false}]}"#).await.unwrap_err();
    assert_eq!(error.charge(), Charge::Known(1.into()));
    let error = write(r#"{"code":614,"msg":"x","data":{"withholding_money":1.0}}"#).await.unwrap_err();
    assert_eq!(error.charge(), Charge::Known(1.into()));
    let error = read(r#"{"code":{"receiver_name":"张三"},"msg":"x"}"#).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("张三") && error.to_string().contains("not a code"), "{error}");
}

#[tokio::test]
async fn the_rule_of_a_sub_code_s_first_part_comes_last() {
    const ISP: &str = r#"{"error_response":{"code":15,"sub_code":"isp.top-remote-connection-timeout","sub_msg":"x"}}"#;
    let error = top(ISP).await.unwrap_err();
    assert_eq!(
        (error.class(), error.is_retryable(), error.matched()),
        (Class::RetryWithBackoff, true, Some(Matched::Rule))
    );
    let error = top_write(ISP).await.unwrap_err();
    assert_eq!((error.write_outcome(), error.is_retryable()), (WriteOutcome::Unknown, false));
    assert!(error.remedy(Lang::En).starts_with("The write may have been done"));
    let error = top(&ISP.replace("isp.", "isv.")).await.unwrap_err();
    assert_eq!((error.class(), error.is_retryable(), error.matched()), (Class::FixRequest, false, Some(Matched::Rule)));
    let error = top(r#"{"error_response":{"code":15,"msg":"Remote service error"}}"#).await.unwrap_err();
    assert_eq!((error.class(), error.matched()), (Class::DoNotRetry, Some(Matched::Exact)));
}

#[tokio::test]
async fn a_reply_may_not_take_more_memory_than_allowed() {
    let list = vec!["{}"; 200_000].join(",");
    let server =
        Server::json(&format!(r#"{{"code":0,"data":{{"promotion_details":[{list}],"orders":[{list}]}}}}"#)).await;
    let error = look_at(&server).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)) && error.to_string().contains("67108864 bytes (max_decoded)"), "{error}");
    let client = crate::vvtool::Client::builder()
        .retry(crate::Retry::none())
        .host(&server.url)
        .token("t")
        .max_decoded(1 << 33)
        .build()
        .unwrap();
    assert!(ErpsFullinfo::new("1", "1", [TradeField::Orders]).send(&client).await.is_ok());
    let sparse = vec![r#"{"oid":1}"#; 20].join(",");
    assert_eq!(read(&format!(r#"{{"code":0,"data":{{"orders":[{sparse}]}}}}"#)).await.unwrap().orders.len(), 20);
}
