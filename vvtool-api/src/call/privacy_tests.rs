//! The client's own secrets come back in whatever the platform says, over real sockets and through both gateways: nothing shows them,
//! and no character of the platform changes the line it stands on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

use core::fmt::Debug;
use std::sync::{Arc, Mutex};

use super::judge_tests::read;
use crate::error::{DocumentedError, Error};
use crate::generated::top::trade_get::{TradeField as TopField, TradeGet};
use crate::generated::vvtool::erps::fullinfo::TradeField;
use crate::generated::vvtool::{ErpsFullinfo, OauthToken};
use crate::reply::Reply;
use crate::tests::server::{Act, Server, response};

const TOKEN: &str = "TESTTOKEN1";
const ACCESS_KEY: &str = "TESTACCESS2";
const APP_SECRET: &str = "TESTSECRET3";
const SESSION: &str = "TESTSESSION4";
/// Where a body repeats a secret.
const HERE: &str = "@@";

/// All that a result shows or says, but the bytes themselves.
fn shown<T: Debug, K: DocumentedError>(result: &Result<Reply<T>, Error<K>>) -> String {
    let (words, notes, unknown, header) = match result {
        Ok(reply) => {
            (format!("{reply:?} {reply:#?}"), reply.deviations(), reply.unknown_fields(), reply.header("X-Echo"))
        }
        Err(error) => {
            let texts =
                [error.message(), error.code(), error.sub_code().unwrap_or(""), error.request_id().unwrap_or("")];
            let cause = std::error::Error::source(error).map(ToString::to_string);
            let words = format!("{error} {error:?} {error:#?} {texts:?} {cause:?}");
            (words, error.deviations(), &[][..], error.header("x-echo"))
        }
    };
    let notes: String = notes.iter().map(|note| format!("{note} {note:?} {}", serde_json::json!(note))).collect();
    let unknown: String = unknown.iter().map(|path| format!("{path} {path:?}")).collect();
    format!("{words} {notes} {unknown} {}", header.expect("the header came"))
}

/// Repeats what `echo` finds in the request, in the body and in a header.
async fn echoing(body: &str, echo: impl Fn(&str) -> String + Send + Sync + 'static) -> (Server, Arc<Mutex<String>>) {
    let (body, said) = (body.to_owned(), Arc::new(Mutex::new(String::new())));
    let told = Arc::clone(&said);
    let server = Server::start(move |request| {
        let secret = echo(request);
        *told.lock().unwrap() = secret.clone();
        let in_header: String = secret.chars().filter(|c| !c.is_control()).collect();
        let headers = format!("X-Echo: it was {in_header}\r\n");
        Act::Raw(response("200 OK", &headers, &body.replace(HERE, &secret)))
    })
    .await;
    (server, said)
}

async fn through_the_gateway(body: &str, secret: &'static str) -> String {
    let (server, _) = echoing(body, move |_| secret.to_owned()).await;
    let client =
        crate::vvtool::Client::builder().retry(crate::Retry::none()).host(&server.url).token(TOKEN).build().unwrap();
    if secret == ACCESS_KEY {
        return shown(&OauthToken::new("account", ACCESS_KEY).send(&client).await);
    }
    let fields = [TradeField::Tid, TradeField::Status, TradeField::Orders];
    shown(&ErpsFullinfo::new("1", "1", fields).send(&client).await)
}

async fn through_the_platform(body: &str, echo: impl Fn(&str) -> String + Send + Sync + 'static) -> (String, String) {
    let (server, said) = echoing(body, echo).await;
    let client =
        crate::top::Client::builder("12345678", APP_SECRET).host(&server.url).session(SESSION).build().unwrap();
    let shown = shown(&TradeGet::new([TopField::Tid, TopField::Status, TopField::Title], "1").send(&client).await);
    let said = said.lock().unwrap().clone();
    (shown, said)
}

/// The failures of both gateways, and fields of their replies: plain, of the wrong type, undocumented, as a key.
const ENVELOPES: [&str; 12] = [
    r#"{"code":401,"msg":"token @@ is invalid"}"#,
    r#"{"code":401,"msg":"Bearer @@"}"#,
    r#"{"code":"@@","msg":"x"}"#,
    r#"{"code":15,"msg":"x","sub_code":"isv.@@","sub_msg":"y @@","request_id":"@@"}"#,
    r#"{"code":614,"message":"@@"}"#,
    r#"{"code":0,"msg":"@@","data":{}}"#,
    r#"{"code":0,"msg":"","data":{"tid":"1","status":"@@"}}"#,
    r#"{"code":0,"msg":"","data":{"tid":"1","orders":"@@","num":"@@"}}"#,
    r#"{"code":0,"msg":"","data":{"tid":"1","@@":1,"orders":[{"oid":1,"x@@":{}}]}}"#,
    r#"{"code":0,"msg":"","data":{"tid":"1","code":7,"msg":"@@"}}"#,
    r#"{"code":0,"@@":2,"data":{"tid":"1"},"code":0}"#,
    r#"{"code":614,"msg":"x"} @@"#,
];
const PLATFORM: [&str; 8] = [
    r#"{"error_response":{"code":25,"msg":"Invalid signature","sub_msg":"@@"}}"#,
    r#"{"error_response":{"code":25,"msg":"Invalid signature: @@"}}"#,
    r#"{"error_response":{"code":"@@","sub_code":"@@","request_id":"@@","msg":""}}"#,
    r#"{"trade_get_response":{"trade":{"tid":1,"status":"@@","title":"@@"}}}"#,
    r#"{"trade_get_response":{"trade":{"tid":1,"num":"@@","@@":1}}}"#,
    r#"{"trade_get_response":{"trade":{"tid":1,"orders":{"@@":1}}}}"#,
    r#"<error_response><code>7</code><msg>@@</msg><sub_msg>@@</sub_msg></error_response>"#,
    r#"{"@@":{}}"#,
];

#[tokio::test]
async fn the_own_secrets_are_shown_nowhere() {
    for body in ENVELOPES {
        for secret in [TOKEN, ACCESS_KEY] {
            let shown = through_the_gateway(body, secret).await;
            assert!(!shown.to_uppercase().contains(secret), "{body}: {shown}");
            assert!(shown.contains("it was <secret>"), "{body}: {shown}");
        }
    }
    for body in PLATFORM {
        for secret in [APP_SECRET, SESSION] {
            let (shown, _) = through_the_platform(body, move |_| secret.to_owned()).await;
            assert!(!shown.contains(secret), "{body}: {shown}");
        }
    }
}

/// The parameters of a request as the platform joins them, and the signature.
fn signed_text(request: &str, and_signature: bool) -> String {
    let (_, body) = request.split_once("\r\n\r\n").unwrap();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let text = crate::generated::top::errors::SERVICE.auth.signing().unwrap().text(&pairs, 0);
    let signature = pairs.iter().find(|(name, _)| name == "sign").map(|(_, sign)| sign.clone()).unwrap();
    if and_signature { format!("{APP_SECRET}{text}{APP_SECRET} gives {signature}") } else { text }
}

#[tokio::test]
async fn what_was_signed_is_shown_nowhere() {
    for body in PLATFORM {
        for and_signature in [false, true] {
            let (shown, said) = through_the_platform(body, move |request| signed_text(request, and_signature)).await;
            assert!(said.contains("sign_methodhmac-sha256"), "{said}");
            for part in [APP_SECRET, SESSION, "sign_method", "12345678", said.rsplit(' ').next().unwrap()] {
                assert!(!shown.contains(part), "{part} after {body}: {shown}");
            }
        }
    }
}

#[tokio::test]
async fn no_character_of_the_platform_changes_the_line_it_stands_on() {
    let strange =
        ["\u{202e}", "\u{2028}", "\u{200b}", "\u{2066}", "\u{feff}", r"\u0000", r"\u001b[31m", r"\u0085", r"\n"];
    for body in ENVELOPES.iter().chain(&PLATFORM) {
        for c in strange {
            let body = body.replace(HERE, c);
            let (server, _) = echoing(&body, |_| "x".to_owned()).await;
            let client = crate::vvtool::Client::builder()
                .retry(crate::Retry::none())
                .host(&server.url)
                .token(TOKEN)
                .build()
                .unwrap();
            let result = ErpsFullinfo::new("1", "1", [TradeField::Tid]).send(&client).await;
            let platform =
                crate::top::Client::builder("1", APP_SECRET).host(&server.url).session(SESSION).build().unwrap();
            let other = TradeGet::new([TopField::Tid], "1").send(&platform).await;
            for line in [lines(&result), lines(&other)].concat() {
                let odd = line.chars().find(|c| !crate::generated::ground::visible::is_visible(*c));
                assert_eq!(odd, None, "{body:?}: {line:?}");
            }
        }
    }
}

/// What is shown on one line.
fn lines<T: Debug, K: DocumentedError>(result: &Result<Reply<T>, Error<K>>) -> Vec<String> {
    let (mut lines, notes) = match result {
        Ok(reply) => {
            let unknown = reply.unknown_fields().iter().map(ToString::to_string);
            (unknown.chain([format!("{reply:?}")]).collect(), reply.deviations())
        }
        Err(error) => (vec![error.to_string(), format!("{error:?}")], error.deviations()),
    };
    lines.extend(notes.iter().map(|note| format!("{note} {note:?}")));
    lines
}

/// What the call itself sent of a person, in any place of an answer: no line shows it, and the program is told it where it asks.
#[tokio::test]
async fn what_the_call_sent_of_a_person_is_shown_on_no_line() {
    use crate::generated::top::logistics_openalibity_write::{GeneralLogisticsDataWriteRequest, WriteScene};
    const PERSON: &str = "AAHK-openid-1";
    const BODIES: [&str; 9] = [
        r#"{"error_response":{"code":15,"sub_code":"isv.invalid-parameter:@@","sub_msg":"x @@","request_id":"@@"}}"#,
        r#"{"error_response":{"code":"@@","msg":"x","sub_msg":"@@"}}"#,
        r#"{"error_response":{"code":"@@","sub_code":"@@"}}"#,
        r#"{"code":"x-@@","sub_code":"isv.@@","request_id":"1-@@"}"#,
        r#"{"error_response":{"@@":1,"code":15}}"#,
        r#"{"logistics_openalibity_write_response":{"result_success":true,"@@":1,"write_response":{"success":"@@"}}}"#,
        r#"{"logistics_openalibity_write_response":{"result_success":true,"@@":1,"write_response":{"success":true,"x@@":1}}}"#,
        r#"{"logistics_openalibity_write_response":{"result_success":false,"result_code":"@@","result_msg":"@@"}}"#,
        r#"{"logistics_openalibity_write_response":{"result_success":"@@","write_response":{"success":true}}}"#,
    ];
    for body in BODIES {
        let server = Server::json(&body.replace(HERE, PERSON)).await;
        let platform = crate::top::Client::builder("1", APP_SECRET)
            .retry(crate::Retry::none())
            .host(&server.url)
            .session(SESSION)
            .build()
            .unwrap();
        let request = GeneralLogisticsDataWriteRequest {
            cp_code: Some("ZTO".into()),
            mail_no: Some("1".into()),
            extend_param: Some("{}".into()),
            openid: Some(PERSON.into()),
            scene: WriteScene::documented().next(),
            ..GeneralLogisticsDataWriteRequest::default()
        };
        let result = crate::generated::top::logistics_openalibity_write::LogisticsOpenalibityWrite::new(request)
            .send(&platform)
            .await;
        for line in lines(&result) {
            assert!(!line.contains(PERSON), "{body}: {line}");
        }
        if let Err(error) = &result {
            let said =
                [error.code(), error.message(), error.sub_code().unwrap_or(""), error.request_id().unwrap_or("")];
            let told = body.contains(r#"@@","#) && body.starts_with(r#"{"error_response"#);
            assert!(!told || said.concat().contains(PERSON), "{body}: {said:?}");
        }
    }
}

#[tokio::test]
async fn a_link_that_may_have_been_cut_is_told() {
    for (words, link, is_told) in [
        ("https://h.example/a?x={1}&k=2", "https://h.example/a?x=", true),
        ("https://h.example/a?x=a b&k=2", "https://h.example/a?x=a", true),
        ("https://h.example/a?x=a`b&k=2", "https://h.example/a?x=a", true),
        ("https://h.example/a?x=a，b&k=2", "https://h.example/a?x=a", true),
        ("https://h.example/a?x=<a>&k=2", "https://h.example/a?x=", true),
        ("https://h.example/a？k=2", "https://h.example/a", true),
        ("https://h.example/a {b}?k=2", "https://h.example/a", true),
        ("taobao://h/a?x={1}&k=2", "taobao://h/a?x=", true),
        ("https://店.example/a?k=2", "https://店.example/a?k=2", false),
        ("https://h.example/a?x=店铺|7&k=2", "https://h.example/a?x=店铺|7&k=2", false),
        ("https://h.example/a?x=1&k=2", "https://h.example/a?x=1&k=2", false),
        ("https://h.example/a?x=1，参数 k=2", "https://h.example/a?x=1", false),
        ("https://h.example/a?x=1。另见 b&k=2", "https://h.example/a?x=1", false),
        ("https://h.example/a 或 https://i.example/b?x=1&k=2", "https://h.example/a", false),
    ] {
        for body in [
            format!(r#"{{"code":302,"msg":"请访问 {words} 完成授权"}}"#),
            format!(r#"{{"code":302,"msg":"未授权","data":{{"text":"请访问 {words} 完成授权"}}}}"#),
            format!(r#"{{"code":302,"msg":"未授权","sub_msg":"请访问 {words} 完成授权"}}"#),
        ] {
            let error = read(&body).await.unwrap_err();
            assert_eq!(error.authorization_url(), Some(link), "{body}");
            let told = error.deviations().iter().any(|deviation| deviation.path() == "authorization_url");
            assert_eq!(told, is_told, "{body}: {:?}", error.deviations());
            // Nothing of it is shown.
            assert!(!format!("{error} {error:?}").contains("h.example"), "{body}: {error}");
        }
    }
}

#[tokio::test]
async fn what_lets_somebody_in_is_not_shown() {
    const KEY: &str = "abcdefsecret";
    for text in [
        "https://user:KEY@h.example/a",
        "ftp://user:KEY@h.example/x",
        "user:KEY@h.example",
        "//user:KEY@h.example/a",
        "redis://:KEY@h:6379/0",
        "https://h.example/auth?x=1&token=KEY",
        "h.example?access_token=KEY",
        "h.example/auth;session=KEY",
        "/auth?sign=KEY&x=1",
        "?sessionKey=KEY",
        "refresh_token=KEY",
        "http:h.example/auth?token=KEY",
        "https:/h.example/a?app_secret=KEY",
        "https：//h.example/a?token=KEY",
        "https://h.example/a？token=KEY",
        "https://h.example/a?x={1}&token=KEY",
        "https://h.example/a?x=a b&token=KEY",
        "https://h.example/a?x=a，b&password=KEY",
        "https://h.example/a\\n?token=KEY",
        "192.168.0.1:8080/a?token=KEY",
        "localhost:8080/a?auth=KEY",
        "mailto:user@h.example?ticket=KEY",
        "jdbc:mysql://h/db?user=a&password=KEY",
    ] {
        let words = format!("请访问 {} 完成授权", text.replace("KEY", KEY));
        for body in [
            format!(r#"{{"code":302,"msg":"{words}"}}"#),
            format!(r#"{{"code":614,"msg":"{words}"}}"#),
            format!(r#"{{"code":614,"msg":"x","sub_msg":"{words}"}}"#),
            format!(r#"{{"code":0,"data":{{"tid":"1","status":"{words}"}}}}"#),
            format!(r#"{{"code":0,"data":{{"tid":"{words}"}}}}"#),
            format!(r#"{{"code":0,"data":{{"tid":"1","title":"{words}","orders":[{{"title":"{words}"}}]}}}}"#),
        ] {
            let shown = match read(&body).await {
                Ok(reply) => format!("{reply:?} {:?} {:?}", reply.data(), reply.deviations()),
                Err(error) => format!("{error} {error:?} {:?}", error.deviations()),
            };
            assert!(!shown.contains(KEY), "{body}: {shown}");
        }
    }
}
