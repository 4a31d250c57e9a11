//! Canaries in every place where a platform, or something on the way to it, may put what nobody must see: no place that is shown
//! shows one, with any client, and no library below writes one into a log.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::string_slice)]

#[path = "../../fixtures/log.rs"]
mod log;

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use log::Log;
use tracing_subscriber::util::SubscriberInitExt as _;
use vvtool_api::top::logistics_openalibity_write::GeneralLogisticsDataWriteRequest;
use vvtool_api::{DocumentedError, Error, Reply, top, vvtool};
use vvtool_e2e::{Heard, Said, Socket};

/// The clients' own secrets: with letters that each way of writing them writes differently.
const TOKEN: &str = "tOk3n/c4nary+A=7&x\"<'z\\q";
const KEY: &str = "acc3ss/c4nary+K=8&y\"<'z\\q 密";
const SECRET: &str = "s3cret/c4nary+S=9&z\"<'z\\q";
const SESSION: &str = "s3ssion/c4nary+T=1&w\"<'z\\q";
const ALL: [&str; 4] = [TOKEN, KEY, SECRET, SESSION];
/// Of a person.
const PERSON: &str = "张三丰";
const PHONE: &str = "13912345678";

/// What stands before a message, on a line of its own.
const WORDS: &str = "word by word: ";

fn base64(bytes: &[u8], last_two: &[u8; 2]) -> String {
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let word = (0..3).fold(0_u32, |word, at| word << 8 | u32::from(three.get(at).copied().unwrap_or_default()));
        for place in 0..=three.len() {
            let letter = (word >> (18 - 6 * place)) & 63;
            out.push(char::from(match u8::try_from(letter).unwrap() {
                n @ 0..26 => b'A' + n,
                n @ 26..52 => b'a' + n - 26,
                n @ 52..62 => b'0' + n - 52,
                n => last_two[usize::from(n - 62)],
            }));
        }
    }
    out
}

fn percent(text: &str, keep: fn(u8) -> bool) -> String {
    text.bytes().map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The ways in which a secret may come back.
fn forms(secret: &str) -> Vec<String> {
    let json = serde_json::Value::from(secret).to_string();
    let json = json[1..json.len() - 1].to_owned();
    let ascii: String = json
        .encode_utf16()
        .map(|unit| if unit < 128 { char::from(unit as u8).to_string() } else { format!("\\u{unit:04x}") })
        .collect();
    let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    vec![
        secret.to_owned(),
        secret.to_uppercase(),
        percent(secret, |byte| byte.is_ascii_alphanumeric()),
        percent(secret, |byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)).to_lowercase(),
        percent(secret, |byte| byte.is_ascii_alphanumeric() || byte == b' ').replace(' ', "+"),
        percent(secret, |_| false),
        json.replace('/', "\\/"),
        ascii.replace('/', "\\/"),
        json,
        html.replace('\'', "&#039;"),
        html,
        secret.bytes().map(|byte| format!("{byte:02x}")).collect(),
        secret.bytes().map(|byte| format!("{byte:02X}")).collect(),
        base64(secret.as_bytes(), b"+/"),
        base64(secret.as_bytes(), b"-_"),
        base64(format!("Bearer {secret}").as_bytes(), b"+/"),
        base64(format!("us:{secret}:x").as_bytes(), b"+/"),
    ]
}

/// What of a form may not be seen: with Base64, what the neighbours have no part in.
fn core(form: &str) -> String {
    let letters: Vec<char> = form.chars().collect();
    let core = &letters[letters.len() * 2 / 5..letters.len() * 4 / 5];
    core.iter().collect::<String>().to_lowercase()
}

/// Where a secret comes back, `@@`; with the content type and the status.
const PLACES: [(u16, &str, &str); 28] = [
    (200, "application/json", r#"{"code":401,"msg":"token @@ is invalid"}"#),
    (200, "application/json", r#"{"code":614,"message":"@@","data":{"@@":"@@"}}"#),
    (200, "application/json", r#"{"code":"@@","msg":"@@"}"#),
    (200, "application/json", r#"{"code":{"@@":"@@"},"msg":{"@@":"@@"}}"#),
    (200, "application/json", r#"{"code":614,"msg":["@@"],"sub_code":"@@","sub_msg":"@@","request_id":"@@"}"#),
    (200, "application/json", r#"{"code":0,"msg":"@@","data":{}}"#),
    (
        200,
        "application/json",
        r#"{"code":0,"msg":"","data":{"tid":"@@","status":"1","orders":"@@","payment":"@@","@@":1}}"#,
    ),
    (200, "application/json", r#"{"code":0,"msg":"","data":{"tid":"1","code":7,"msg":"@@","orders":{"@@":"@@"}}}"#),
    (200, "application/json", r#"{"code":0,"msg":"","data":[{"success":"@@","withholding_money":"@@"}]}"#),
    (200, "application/json", r#"{"code":614,"msg":"运单号为空"} @@"#),
    (200, "application/json", r#"{"code":614,"msg":"@@"#),
    (200, "application/json", "@@"),
    (200, "application/json", r#"cb({"code":614,"msg":"@@"})"#),
    (200, "text/html; charset=@@", "<html><head><title>@@</title></head></html>"),
    (200, "text/xml", "<error_response><code>@@</code><msg>@@</msg><sub_msg><![CDATA[@@]]></sub_msg></error_response>"),
    (200, "text/xml", "<@@>@@</@@>"),
    (200, "application/json", r#"{"error_response":{"code":25,"msg":"Invalid signature","sub_msg":"@@"}}"#),
    (200, "application/json", r#"{"error_response":{"code":"@@","sub_code":"@@","request_id":"@@","msg":""}}"#),
    (200, "application/json", r#"{"error_response":"@@"}"#),
    (
        200,
        "application/json",
        r#"{"trade_get_response":{"trade":{"tid":"@@","status":"1","orders":"@@","@@":{"@@":1}}}}"#,
    ),
    (
        200,
        "application/json",
        r#"{"logistics_openalibity_write_response":{"result_success":true,"result_code":"@@","result_msg":"@@","request_id":"@@","write_response":{"success":true,"error_msg":"@@","@@":1}}}"#,
    ),
    (
        200,
        "application/json",
        r#"{"logistics_openalibity_write_response":{"result_success":"@@","result_msg":"@@","write_response":{"success":false,"error_code":"@@","error_msg":"@@"}}}"#,
    ),
    (200, "application/json", r#"{"@@":{},"@@_response":{}}"#),
    (302, "text/plain", "@@"),
    (401, "text/html", "@@"),
    (404, "application/json", r#"{"path":"@@"}"#),
    (429, "application/json", r#"{"code":1002,"msg":"@@"}"#),
    (502, "text/html", "<html>@@</html>"),
];

/// What belongs to people, in places where nobody expects it.
const PEOPLE: [&str; 25] = [
    "{\"code\":\"4\u{202e}01\",\"msg\":\"a\u{202e}\u{2028}\"}",
    "{\"error_response\":{\"code\":\"4\u{202e}\",\"sub_code\":\"isv.\u{202e}\",\"msg\":\"\u{2028}\"}}",
    r#"{"code":0,"data":{"tid":"1","orders":"[{\"buyer_nick\":\"张三丰\"}]"}}"#,
    r#"{"code":0,"data":{"tid":"1","title":{"receiver_name":"张三丰","receiver_mobile":"13912345678"}}}"#,
    r#"{"code":0,"data":{"tid":{"张三丰":"13912345678"},"payment":["13912345678"],"orders":[]}}"#,
    r#"{"code":0,"data":{"tid":"1","receiver_name":"张三丰","receiver_mobile":"13912345678","buyer_nick":["张三丰"]}}"#,
    r#"{"code":0,"data":{"tid":"1","orders":["张三丰",{"oid":{"n":"张三丰"}},["13912345678"]]}}"#,
    r#"{"code":0,"data":{"tid":"1","orders":{"张三丰":{"n":1},"13912345678":{"n":1}}}}"#,
    r#"{"code":0,"data":{"tid":"1","payment":"{\"receiver_name\":\"张三丰\"}","num":" [\"13912345678\"]"}}"#,
    r#"{"code":{"receiver_name":"张三丰"},"msg":"x"}"#,
    r#"{"code":["张三丰"],"msg":["13912345678",{"a":"张三丰"}]}"#,
    r#"{"code":"{\"receiver_name\":\"张三丰\"}","msg":"{\"receiver_mobile\":\"13912345678\"}"}"#,
    r#"{"code":614,"msg":"x","sub_code":{"a":"张三丰"},"sub_msg":["张三丰","x"],"request_id":{"a":"13912345678"}}"#,
    r#"{"code":614,"msg":"运单号为空","data":{"receiver_name":"张三丰"}} 张三丰"#,
    r#"{"code":0,"data":{"success":"张三丰","withholding_money":{"a":"13912345678"}}}"#,
    r#"{"trade_get_response":{"trade":{"tid":"1","title":{"receiver_name":"张三丰"},"buyer_nick":"张三丰","alipay_no":"13912345678"}}}"#,
    r#"{"trade_get_response":{"trade":["张三丰",{"tid":"1","orders":"{\"a\":\"13912345678\"}"}]}}"#,
    r#"{"trade_get_response":"张三丰"}"#,
    r#"{"logistics_openalibity_write_response":{"result_success":true,"result_code":"张三丰","write_response":{"success":true,"error_msg":"13912345678","张三丰":1}}}"#,
    r#"{"logistics_openalibity_write_response":{"result_success":"张三丰","write_response":[{"success":true},{"success":"13912345678"}]}}"#,
    r#"{"logistics_openalibity_write_response":{"result_success":true,"write_response":{"success":false,"error_code":"noFoundBuyer","error_msg":"13912345678"}}}"#,
    r#"{"error_response":{"code":{"a":"张三丰"},"msg":{"a":"13912345678"},"sub_code":["张三丰"]}}"#,
    r#"{"error_response":{"code":15,"sub_msg":"{\"receiver_name\":\"张三丰\"}"}}"#,
    "<html><body>张三丰 13912345678</body></html>",
    r#"cb({"receiver_name":"张三丰"})"#,
];

/// Everything a result says of itself, but the bytes, and behind a mark the platform's own words: its headers, and the message where it
/// answered with an error. What the library says in its place is no word of the platform.
fn shown<T: Debug + vvtool_api::rt::v1::ReplyData, K: DocumentedError>(result: &Result<Reply<T>, Error<K>>) -> String {
    let mut out = format!("{result:?} {result:#?}");
    let (notes, headers) = match result {
        Ok(reply) => {
            write!(out, "{:?} {:?} {}", reply.unknown_fields(), reply.request_id(), reply.charge()).unwrap();
            (reply.deviations(), ["x-echo", "location", "content-type"].map(|name| reply.header(name)))
        }
        Err(error) => {
            write!(out, "{error} {} {:?} {:?}", error.code(), error.sub_code(), error.request_id()).unwrap();
            let mut cause = std::error::Error::source(error);
            while let Some(source) = cause {
                write!(out, "{source} {source:?} {source:#?}").unwrap();
                cause = source.source();
            }
            (error.deviations(), ["x-echo", "location", "content-type"].map(|name| error.header(name)))
        }
    };
    for note in notes {
        write!(out, "{note} {note:?} {note:#?} {}", serde_json::json!(note)).unwrap();
    }
    let message = result.as_ref().err().map_or("", Error::message).replace(['\n', '\r'], " ");
    if !matches!(result, Err(Error::Api(_))) {
        write!(out, "{message}").unwrap();
    }
    format!("{out}\n{WORDS}{message} {headers:?}")
}

type Answer = Box<dyn Fn(&Heard) -> Said + Send>;

/// A server that answers the next calls with this, and the clients that make them.
struct Everyone {
    runtime: tokio::runtime::Runtime,
    answer: Arc<Mutex<Answer>>,
    vvtool: vvtool::Client,
    vvtool_blocking: vvtool::blocking::Client,
    top: top::Client,
    top_blocking: top::blocking::Client,
    _socket: Socket,
}

impl Everyone {
    fn new() -> Self {
        let answer: Arc<Mutex<Answer>> = Arc::new(Mutex::new(Box::new(|_| Said::nothing())));
        let says = Arc::clone(&answer);
        let socket = Socket::answering(move |heard| says.lock().unwrap()(heard));
        let url = &socket.url;
        Self {
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap(),
            vvtool: vvtool_e2e::one_request!(vvtool::Client::builder()).token(TOKEN).host(url).build().unwrap(),
            vvtool_blocking: vvtool_e2e::one_request!(vvtool::blocking::Client::builder())
                .token(TOKEN)
                .host(url)
                .build()
                .unwrap(),
            top: vvtool_e2e::one_request!(top::Client::builder("12345678", SECRET))
                .session(SESSION)
                .host(url)
                .build()
                .unwrap(),
            top_blocking: vvtool_e2e::one_request!(top::blocking::Client::builder("12345678", SECRET))
                .session(SESSION)
                .host(url)
                .build()
                .unwrap(),
            answer,
            _socket: socket,
        }
    }

    /// What the calls show that carry one of the secrets, or all of them, when they are answered like this.
    fn shown(&self, secrets: &[&str], answer: impl Fn(&Heard) -> Said + Send + 'static) -> String {
        *self.answer.lock().unwrap() = Box::new(answer);
        let read = || vvtool::ErpsFullinfo::new("7", "1", ["tid", "status", "payment", "orders"]);
        let write = || vvtool::ErpsSend::new("7", "1", "880000000001", "POST");
        let look = || top::TradeGet::new(["tid", "status", "payment", "orders"], "1");
        let store = || {
            let what = GeneralLogisticsDataWriteRequest::new("ZTO", "880000000001", "{}", "DELIVERY_HOME");
            top::LogisticsOpenalibityWrite::new(what.receiver_phone(PHONE))
        };
        let fetch = || vvtool::OauthToken::new("account", KEY);
        let wait = &self.runtime;
        let mut all = vec![format!("{:?} {:#?} {:#?}", self.vvtool, self.top, self.vvtool_blocking)];
        if secrets.contains(&TOKEN) {
            all.push(shown(&wait.block_on(read().send(&self.vvtool))));
            all.push(shown(&read().send(&self.vvtool_blocking)));
            all.push(shown(&wait.block_on(write().send(&self.vvtool))));
        }
        if secrets.contains(&SESSION) || secrets.contains(&SECRET) {
            all.push(shown(&wait.block_on(look().send(&self.top))));
            all.push(shown(&look().send(&self.top_blocking)));
            all.push(shown(&wait.block_on(store().send(&self.top))));
            all.push(format!("{:?} {:#?}", store(), store()));
        }
        if secrets.contains(&KEY) {
            all.push(shown(&wait.block_on(fetch().send(&self.vvtool))));
            all.push(shown(&fetch().send(&self.vvtool_blocking)));
        }
        all.join("\n")
    }
}

/// The neighbourhood of a canary, for the message of a failed test.
fn around<'a>(shown: &'a str, canary: &str) -> &'a str {
    shown.lines().find(|line| line.to_lowercase().contains(canary)).unwrap_or_default()
}

/// The parameters of a signed call, as they are joined for signing.
fn signed(heard: &Heard) -> String {
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        let mut bytes = Vec::new();
        let mut rest = text.as_bytes();
        while let Some((first, tail)) = rest.split_first() {
            let hex = tail.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
            let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
            bytes.push(byte.unwrap_or(*first));
            rest = if byte.is_some() { &tail[2..] } else { tail };
        }
        String::from_utf8(bytes).unwrap()
    };
    let pairs = heard.body.split('&').filter_map(|pair| pair.split_once('='));
    let sorted: BTreeMap<String, String> =
        pairs.map(|(name, value)| (decoded(name), decoded(value))).filter(|(name, _)| name != "sign").collect();
    sorted.into_iter().map(|(name, value)| name + &value).collect()
}

#[test]
fn no_canary_is_shown_or_logged() {
    let log = Log::default();
    log.listener().init();
    let everyone = Everyone::new();
    let mut tried = 0;
    let mut canaries = Vec::new();
    for secret in ALL {
        for form in forms(secret) {
            // In a JSON text as the form itself, so that a reader sees it.
            let in_json = serde_json::Value::from(form.as_str()).to_string();
            let in_json = in_json[1..in_json.len() - 1].to_owned();
            let in_header: String = form.chars().filter(|c| !c.is_control()).collect();
            let canary = core(&form);
            for (status, content_type, body) in PLACES {
                let body = body.replace("@@", if content_type.ends_with("json") { &in_json } else { &form });
                let content_type = content_type.replace("@@", &in_header);
                let (echo, location) = (format!("it was {in_header}."), format!("http://127.0.0.1:1/?t={in_header}"));
                let shown = everyone.shown(&[secret], move |_| {
                    let headers = [("Content-Type", &*content_type), ("X-Echo", &*echo), ("Location", &*location)];
                    Said::http(status, &headers, body.as_bytes())
                });
                tried += 1;
                assert!(!shown.to_lowercase().contains(&canary), "{form} in {status}: {}", around(&shown, &canary));
            }
            canaries.push(canary);
        }
    }
    let location = format!("http://127.0.0.1:1/{PERSON}?receiver_mobile={PHONE}");
    let content_type = format!("application/json; charset={PERSON}");
    let people = PEOPLE.into_iter().flat_map(|body| [0, 200, 302, 429, 502].map(|status| (body, status)));
    for (body, status) in people {
        let (location, content_type) = (location.clone(), content_type.clone());
        let shown = everyone.shown(&ALL, move |_| {
            let headers = [
                ("Content-Type", &*content_type),
                ("X-Echo", PERSON),
                ("Location", &*location),
                ("Retry-After", PHONE),
                ("X-Request-Id", PHONE),
                (PHONE, PERSON),
            ];
            // 0: a reply without them, so that its body is read as the platform writes it.
            if status == 0 { Said::json(body) } else { Said::http(status, &headers, body.as_bytes()) }
        });
        // Word by word the platform may name a person, but nothing else does.
        let shown: Vec<&str> = shown.lines().filter(|line| !line.starts_with(WORDS)).collect();
        let shown = shown.join("\n");
        for canary in [PERSON, PHONE, "\u{202e}", "\u{2028}"] {
            assert!(!shown.contains(canary), "{body}, {status}: {}", around(&shown, canary));
        }
        tried += 1;
    }
    for body in
        [r#"{"code":25,"msg":"@@"}"#, r#"{"error_response":{"code":25,"msg":"Invalid signature","sub_msg":"@@"}}"#]
    {
        let shown = everyone.shown(&[SESSION], move |heard| {
            let text = serde_json::Value::from(signed(heard)).to_string();
            Said::json(body.replace("\"@@\"", &text))
        });
        assert!(!shown.contains("methodtaobao.trade.get"), "{}", around(&shown, "methodtaobao"));
        tried += 1;
    }
    assert!(tried > 1_900, "{tried}");
    let logged = log.text().to_lowercase();
    assert!(logged.contains("vvtool_api") && logged.contains("hyper"), "the libraries below log too");
    let odd = ["\u{202e}", "\u{2028}"];
    for canary in canaries.iter().map(String::as_str).chain([PERSON, PHONE]).chain(odd) {
        assert!(!logged.contains(canary), "{canary}: {}", around(&logged, canary));
    }
    println!("canaries: {tried} answers to five operations, none shown or logged");
}
