//! Secrets and personal data appear in nothing that is shown: `Debug`, `Display`, logs. Everything else does appear in `Debug`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[path = "../../fixtures/log.rs"]
mod log;

use log::Log;
use tracing_subscriber::util::SubscriberInitExt as _;
use vvtool_api::rt::v1::{DataShape, DocumentedError as _, Field, JsonText, Operation, Protocol, Record, Slot, Text};
use vvtool_api::{top, vvtool};
use vvtool_e2e::{Clients, Gateway, Typed, Visitor, sample, visit};
use vvtool_mock::{Answer, Raw};

/// Of a person: in fields that identify one, and in containers and texts whose content nobody knows.
const CANARY: &str = "canary-yellow-7141";
/// The client's own secret, whichever it is: in everything the platform says.
const KEY: &str = "canary-key-2718281828";

/// Puts a canary into every secret and personal field, and a text of its own into every other.
fn fill(record: &mut dyn Record, plain: &mut Vec<String>) {
    let fields = record.table().fields;
    for (index, field) in (0..).zip(fields) {
        let redacted = field.is_redacted();
        let text = if redacted { CANARY.to_owned() } else { format!("plain-{}", field.name) };
        let mut inner = Vec::new();
        let shown = match record.slot(index) {
            Slot::Text(slot) => {
                *slot = Some(Text::from(text.as_str()));
                true
            }
            Slot::Json(slot) => {
                *slot = Some(JsonText::from(format!("\"{text}\"").as_str()));
                false
            }
            Slot::Word(slot) => {
                slot.set(&text);
                // A grammar is free text with keys inside; it hides itself.
                !matches!(field.kind, vvtool_api::rt::v1::Kind::Grammar)
            }
            Slot::Words(slot) => {
                slot.push(&text);
                true
            }
            // A reply counts only when its flags say so.
            Slot::Bool(slot) => {
                *slot = Some(true);
                false
            }
            Slot::Record(slot) => {
                fill(slot.fill(), &mut inner);
                false
            }
            Slot::List(slot) => {
                for _ in 0..2 {
                    slot.push();
                    fill(slot.last().unwrap(), &mut inner);
                }
                false
            }
            _ => false,
        };
        if !redacted {
            plain.extend(inner);
            if shown {
                plain.push(text);
            }
        }
    }
}

fn filled<R: Typed>() -> (R, Vec<String>) {
    let mut record = R::default();
    let mut plain = Vec::new();
    fill(&mut record, &mut plain);
    (record, plain)
}

#[derive(Default)]
struct EveryRecord {
    records: usize,
    canaries: usize,
    plain: usize,
}

impl EveryRecord {
    fn check<R: Typed>(&mut self, name: &str) {
        let (record, plain) = filled::<R>();
        for shown in [format!("{record:?}"), format!("{record:#?}")] {
            assert!(!shown.contains(CANARY), "{name}: {shown}");
            for text in &plain {
                assert!(shown.contains(text.as_str()), "{name}: {text} is not shown in {shown}");
            }
        }
        // What is hidden is there all the same, and comes back from a store.
        let stored = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<R>(&stored).unwrap(), record, "{name}");
        self.records += 1;
        self.canaries += stored.matches(CANARY).count();
        self.plain += plain.len();
    }
}

impl Visitor for EveryRecord {
    fn operation<O>(&mut self, name: &str)
    where
        O: Operation + Typed,
        O::Reply: Typed,
        O::Kind: Gateway,
    {
        self.check::<O>(name);
        self.check::<O::Reply>(name);
    }

    fn record<R: Typed>(&mut self, operation: &str, name: &str) {
        self.check::<R>(&format!("{operation} {name}"));
    }
}

#[test]
fn debug_of_every_type() {
    let _alone = alone();
    let mut every = EveryRecord::default();
    visit(&mut every);
    assert!(
        every.canaries > 50 && every.plain > 300,
        "{} canaries and {} plain texts in {} records",
        every.canaries,
        every.plain,
        every.records
    );
}

/// One test at a time: whether a place in the code logs is remembered for all threads, so that a call of another test, which nobody
/// listens to, could silence the one that is looked at.
fn alone() -> std::sync::MutexGuard<'static, ()> {
    static ALONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Runs `work` and returns all it logs, at every level.
fn logged(work: impl FnOnce()) -> String {
    let log = Log::default();
    let _guard = log.listener().set_default();
    work();
    log.text()
}

struct EveryCall<'a> {
    clients: &'a Clients,
    shown: String,
    replies: usize,
    /// Replies and failures whose header came without the secret.
    echoed: usize,
    deviations: usize,
}

fn canary_of(field: &Field) -> &'static str {
    if field.flags & vvtool_api::rt::v1::SECRET == 0 { CANARY } else { KEY }
}

/// What a wrong value may be, with a canary inside.
const ODD: [fn() -> serde_json::Value; 5] = [
    || serde_json::json!({"receiver_name": CANARY}),
    || serde_json::json!([[CANARY]]),
    || serde_json::json!([{"k": [CANARY]}, [CANARY]]),
    || format!("[{{\"buyer_nick\":\"{CANARY}\"}}]").into(),
    || format!(" {{\"a\":\"{CANARY}\"}}").into(),
];

/// Data whose every field is of the wrong type. A text is a text whatever it holds, and flags keep the reply a success.
fn odd(record: &mut dyn Record, value: &serde_json::Value) -> serde_json::Value {
    let mut data = serde_json::Map::new();
    let fields = record.table().fields;
    for (index, field) in (0..).zip(fields) {
        let value = match record.slot(index) {
            Slot::Bool(_) => true.into(),
            Slot::Text(_) | Slot::Json(_) | Slot::Word(_) if value.is_string() && !field.is_redacted() => continue,
            Slot::Words(_) if !value.is_object() => continue,
            Slot::Record(slot) if index % 2 == 0 => odd(slot.fill(), value),
            _ => value.clone(),
        };
        data.insert(field.name.to_owned(), value);
    }
    data.into()
}

/// Failures that say the canary where no text belongs, and the own secrets everywhere.
fn failures(protocol: Protocol) -> Vec<String> {
    let heads = [
        serde_json::json!({"code": KEY, "msg": format!("token {KEY} is invalid"), "sub_code": KEY, "request_id": KEY}),
        serde_json::json!({"code": {"receiver_name": CANARY}, "msg": {"receiver_name": CANARY}, "sub_msg": KEY}),
        serde_json::json!({"code": [CANARY], "msg": [[CANARY]], "sub_code": [CANARY], "request_id": {"k": CANARY}}),
        serde_json::json!({"code": 614, "msg": format!("{{\"receiver_name\":\"{CANARY}\"}}"), "sub_code": format!("[\"{CANARY}\"]")}),
        serde_json::json!({"code": 614, "message": KEY, "data": {"receiver_name": CANARY}}),
        serde_json::json!({"code": 15, "msg": "x", "sub_msg": format!("{KEY}{KEY}"), KEY: 1, "data": CANARY}),
    ];
    let whole = |head: serde_json::Value| match protocol {
        Protocol::Envelope => head.to_string(),
        Protocol::Top => serde_json::json!({"error_response": head}).to_string(),
    };
    heads.into_iter().map(whole).collect()
}

/// Wire values of the sample that are personal or secret are replaced with the canary.
fn with_canaries<O: Typed>(clients: &Clients, name: &str) -> O {
    fn replace(record: &mut dyn Record) {
        let fields: &[Field] = record.table().fields;
        for (index, field) in (0..).zip(fields) {
            match record.slot(index) {
                Slot::Text(slot) if field.is_redacted() => *slot = Some(Text::from(canary_of(field))),
                Slot::Word(slot) if field.is_redacted() => slot.set(canary_of(field)),
                Slot::Record(slot) if slot.get().is_some() => replace(slot.fill()),
                _ => {}
            }
        }
    }
    let mut request = sample::<O>(&clients.mock, name);
    replace(&mut request);
    request
}

impl Visitor for EveryCall<'_> {
    fn operation<O>(&mut self, name: &str)
    where
        O: Operation + Typed,
        O::Reply: Typed,
        O::Kind: Gateway,
    {
        let mock = &self.clients.mock;
        let request = with_canaries::<O>(self.clients, name);
        self.shown.push_str(&format!("{request:?}"));
        let whole = |data: serde_json::Value| {
            let data = if O::META.data == DataShape::ListOfOne { serde_json::json!([data]) } else { data };
            let body = match O::Kind::SERVICE.protocol {
                Protocol::Envelope => serde_json::json!({"code": 0, "msg": "ok", "data": data}),
                Protocol::Top => {
                    let root = format!("{}_response", O::META.id.trim_start_matches("taobao.").replace('.', "_"));
                    serde_json::json!({root: data})
                }
            };
            Raw::ok(body.to_string())
        };
        let mut answers: Vec<Answer> = vec![
            whole(serde_json::to_value(filled::<O::Reply>().0).unwrap()).into(),
            Raw::ok(format!("garbage {CANARY}")).into(),
            Raw::ok(format!("<p>{CANARY}</p>")).status(502).into(),
            Raw::redirect(format!("http://127.0.0.1/?{CANARY}")).into(),
            Raw::silence().into(),
        ];
        let echoing = |raw: Raw| Answer::from(raw.header("x-echo", KEY).header("x-trace", format!("it was {KEY}.")));
        answers.extend(ODD.map(|make| echoing(whole(odd(&mut O::Reply::default(), &make())))));
        answers.extend(failures(O::Kind::SERVICE.protocol).into_iter().map(|body| echoing(Raw::ok(body))));
        for answer in answers {
            mock.answer(name, answer).unwrap();
            let (shown, notes) = match self.clients.call(request.clone()) {
                Ok(reply) => {
                    self.replies += 1;
                    self.echoed += usize::from(reply.header("x-trace") == Some("it was <secret>."));
                    let unknown = reply.unknown_fields();
                    let header = reply.header("x-echo");
                    (format!("{reply:?} {reply:#?} {unknown:?} {header:?}"), reply.deviations().to_vec())
                }
                Err(error) => {
                    self.echoed += usize::from(error.header("x-trace") == Some("it was <secret>."));
                    // Word by word: the platform may name a person in it, but not the client's secrets.
                    assert!(!error.message().contains(KEY), "{}", error.message());
                    let texts = [error.code(), error.sub_code().unwrap_or_default()];
                    let more = [error.request_id(), error.header("x-echo")];
                    let source = std::error::Error::source(&error).map(ToString::to_string);
                    (format!("{error} {error:?} {texts:?} {more:?} {source:?}"), error.deviations().to_vec())
                }
            };
            self.shown.push_str(&shown);
            self.deviations += notes.len();
            notes.iter().for_each(|note| self.shown.push_str(&format!("{note} {note:?}")));
        }
    }
}

#[test]
fn calls_leave_nothing_in_logs_and_errors() {
    let _alone = alone();
    let mut clients = Clients::new();
    let (key, secret, session) = ("12345678", KEY, KEY);
    let options = vvtool_mock::Options {
        token: KEY.to_owned(),
        // What the sample request of the token endpoint has; the account is a name, no secret.
        account: "example-account".to_owned(),
        access_key: KEY.to_owned(),
        app_secret: secret.to_owned(),
        session: session.to_owned(),
        ..vvtool_mock::Options::default()
    };
    let mock = vvtool_mock::Mock::start_with(vvtool_e2e::SPEC, options, 0).unwrap();
    let vvtool = vvtool_e2e::one_request!(vvtool::Client::builder()).token(KEY).host(&mock.url);
    let fetching = vvtool_e2e::one_request!(vvtool::Client::builder())
        .account("example-account", KEY)
        .host(&mock.url)
        .build()
        .unwrap();
    let top = vvtool_e2e::one_request!(top::Client::builder(key, secret)).session(session).host(mock.top_url());
    let mut shown = format!("{vvtool:?} {top:?} {fetching:?}");
    clients.vvtool = vvtool.build().unwrap();
    clients.top = top.build().unwrap();
    clients.mock = mock;
    shown.push_str(&format!("{:?} {:?}", clients.vvtool, clients.top));
    let log = logged(|| {
        let mut every = EveryCall { clients: &clients, shown: String::new(), replies: 0, echoed: 0, deviations: 0 };
        visit(&mut every);
        let operations = clients.mock.operations().len();
        assert!(every.replies >= operations, "one reply of every operation is a success");
        assert_eq!(every.echoed, operations * 11, "each reply has its header, without the secret");
        assert!(every.deviations > operations * 10, "{} deviations", every.deviations);
        shown.push_str(&every.shown);
        let sent = clients.wait(vvtool::ErpsSend::new("1", "2", "3", "POST").send(&fetching));
        shown.push_str(&format!("{sent:?}"));
    });
    assert!(clients.mock.requests().len() > 20, "the calls were made");
    assert!(log.contains("vvtool_api"), "the log has what the client says");
    for (what, text) in [("log", &log), ("Debug or Display", &shown)] {
        for canary in [CANARY, KEY] {
            assert!(!text.contains(canary), "{what}: {}", around(text, canary));
        }
    }
}

/// What holds a secret or a body besides requests and replies: clients and builders of every kind, tokens, what an exchange gets and
/// gives, what a script keeps.
#[test]
fn debug_of_whatever_holds_a_secret() {
    let _alone = alone();
    use vvtool_api::exchange::{Body, BodyBuffer, ExchangeError, HttpReply, http};
    use vvtool_api::testing::Scripted;

    let mut shown: Vec<(&str, String)> = Vec::new();
    macro_rules! show {
        ($($name:literal: $value:expr),* $(,)?) => {$({
            let value = $value;
            shown.push(($name, format!("{value:?}")));
            shown.push(($name, format!("{value:#?}")));
        })*};
    }
    let proxy = format!("http://user:{KEY}@127.0.0.1:1");
    show! {
        "vvtool builder": vvtool::Client::builder().token(KEY).proxy(&*proxy),
        "vvtool builder of an account": vvtool::Client::builder().account("name", KEY),
        "vvtool blocking builder": vvtool::blocking::Client::builder().token(KEY).proxy(&*proxy),
        "top builder": top::Client::builder("1", KEY).session(KEY).proxy(&*proxy),
        "top blocking builder": top::blocking::Client::builder("1", KEY).session(KEY),
        "vvtool client": vvtool::Client::builder().token(KEY).proxy(&*proxy).build().unwrap(),
        "vvtool client of an account": vvtool::Client::builder().account("name", KEY).build().unwrap(),
        "vvtool blocking client": vvtool::blocking::Client::builder().token(KEY).build().unwrap(),
        "top client": top::Client::builder("1", KEY).session(KEY).build().unwrap(),
        "top client for another session": top::Client::builder("1", KEY).build().unwrap().with_session(KEY),
        "top blocking client": top::blocking::Client::builder("1", KEY).session(KEY).build().unwrap(),
        "access token": vvtool::Client::builder().token(KEY).build().unwrap().current_token().unwrap(),
        "refused settings": vvtool::Client::builder().token(format!("{KEY}\n")).build().unwrap_err(),
        "refused proxy": vvtool::Client::builder().token("t").proxy(format!("ftp://user:{KEY}@127.0.0.1")).build().unwrap_err(),
        "refused host": vvtool::Client::builder().token("t").host(format!("http://user:{KEY}@127.0.0.1")).build().unwrap_err(),
    }
    let mut buffer = BodyBuffer::new(1_000);
    buffer.push(CANARY.into()).unwrap();
    show! { "buffer of one piece": &buffer };
    buffer.push(CANARY.into()).unwrap();
    show! {
        "buffer": buffer,
        "body": Body::from(CANARY),
        "reply of an exchange": HttpReply::new(Body::from(CANARY)),
        "request of an exchange": http::Request::new(Body::from(CANARY)),
    };
    let script = Scripted::new();
    script
        .json(format!(r#"{{"code":614,"msg":"x","data":"{CANARY}"}}"#))
        .json(format!(r#"{{"code":0,"data":{{"{CANARY}":1}}}}"#));
    show! { "script": &script };
    let client =
        vvtool_e2e::one_request!(vvtool::Client::builder()).token(KEY).exchange(script.clone()).build().unwrap();
    let wait = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let request = vvtool::ErpsSend::new("1", "2", CANARY, "POST");
    let answered = wait.block_on(request.send(&client)).unwrap_err();
    show! {
        "error": answered,
        "what was sent": script.sent(),
        "token request": vvtool::OauthToken::new("name", KEY),
        "script that was used": script,
        "failure of an exchange": ExchangeError::broken("reset"),
    };
    for (name, shown) in shown {
        for canary in [KEY, CANARY] {
            assert!(!shown.contains(canary), "{name}: {shown}");
        }
    }
}

/// A platform that repeats what a person sent, in a message: the line of an error may end in a log, the message is for the program.
#[test]
fn an_errors_line_repeats_no_person() {
    let _alone = alone();
    struct Repeats<'a>(&'a Clients, vvtool_api::testing::Scripted, usize);

    impl Visitor for Repeats<'_> {
        fn operation<O>(&mut self, name: &str)
        where
            O: Operation + Typed,
            O::Reply: Typed,
            O::Kind: Gateway,
        {
            let request = with_canaries::<O>(self.0, name);
            let holds = serde_json::to_string(&request).unwrap().contains(CANARY);
            for said in [
                CANARY.to_owned(),
                CANARY.to_uppercase(),
                CANARY.replace('-', ""),
                CANARY.replace('-', "%2D"),
                "13912345678".to_owned(),
            ] {
                let message = format!("收件人 {said} 不存在");
                let body = match O::Kind::SERVICE.protocol {
                    Protocol::Envelope => serde_json::json!({"code": 9_999, "msg": message}),
                    Protocol::Top => serde_json::json!({"error_response": {"code": 15, "sub_msg": message}}),
                };
                self.1.json(body.to_string());
                let error = self.0.call(request.clone()).unwrap_err();
                assert_eq!(error.message(), message, "{name}");
                let shown = format!("{error} {error:?} {error:#?}");
                if holds || said.starts_with("139") {
                    assert!(!shown.contains(&said), "{name}: {shown}");
                    self.2 += 1;
                }
            }
        }

        fn record<R: Typed>(&mut self, _: &str, _: &str) {}
    }

    let (mut clients, script) = (Clients::new(), vvtool_api::testing::Scripted::new());
    let vvtool = vvtool_e2e::one_request!(vvtool::Client::builder()).token("a-token-of-its-own");
    clients.vvtool = vvtool.exchange(script.clone()).build().unwrap();
    let top =
        vvtool_e2e::one_request!(top::Client::builder("1", "a-secret-of-its-own")).session("a-session-of-its-own");
    clients.top = top.exchange(script.clone()).build().unwrap();
    let mut repeats = Repeats(&clients, script, 0);
    visit(&mut repeats);
    assert!(repeats.2 > 5, "{}", repeats.2);
}

/// The neighbourhood of the canary, for the message of a failed test.
fn around(text: &str, canary: &str) -> String {
    let (before, after) = text.split_once(canary).unwrap_or_default();
    let skipped = before.chars().count().saturating_sub(300);
    let before: String = before.chars().skip(skipped).collect();
    let after: String = after.chars().take(100).collect();
    format!("{before}{canary}{after}")
}
