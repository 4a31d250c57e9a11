//! Every public type that may hold what a platform said, what was sent to it or what opens a door: found in the sources, not in a list.
//! Each is shown with canaries inside, and shows none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::string_slice)]

mod spy;
mod types;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use vvtool_api::exchange::{Body, BodyBuffer, Exchange, ExchangeError, Exchanging, HttpReply, HttpRequest};
use vvtool_api::testing::Scripted;
use vvtool_api::{
    ApiError, Caps, Closed, Error, FileJournal, Glance, JsonText, Limits, MemoryJournal, MysqlJournal, Outcome, Redis,
    Retry, Upload, Verdict, WithheldReason, Writes, top, vvtool,
};

use spy::Spy;

const TOKEN: &str = "tOk3n-c4nary-7A";
const PERSON: &str = "上官金丝雀";
const PHONE: &str = "13912345678";
const ALL: [&str; 3] = [TOKEN, PERSON, PHONE];

/// A client that asks once and never waits.
macro_rules! once {
    ($builder:expr) => {
        $builder.limits(Limits::off()).retry(Retry::none())
    };
}

/// What was shown, and of which types.
#[derive(Clone, Default)]
pub(crate) struct Shown(Arc<Mutex<(BTreeSet<String>, Vec<String>)>>);

impl Shown {
    /// In both forms of `Debug`; the type and those that it is made of count as shown.
    pub(crate) fn of<T: Debug>(&self, value: &T) {
        let text = format!("{value:?}\n{value:#?}");
        let name = std::any::type_name::<T>();
        let mut all = self.0.lock().unwrap();
        all.0.extend(types::words(name).map(str::to_owned));
        all.1.push(format!("{name}: {text}"));
    }
}

/// Types that show no text of a platform, and why. Everything else that the sources show is shown here.
const EXEMPT: &[(&str, &str)] = &[
    ("Closed", "two words of the program"),
    ("DateTime", "a moment"),
    ("UnknownValue", "a value by itself"),
    ("Map", "shown by the record that holds it"),
    ("Reading", "bytes of a file of the program"),
    ("State", "a word of the journal"),
    ("Permit", "its intent alone; only time gives one, so the tests of the writes show it"),
    ("MysqlJournal", "its place, which its error shows here: it is nothing without a server"),
    ("Items", "tests/own-spec/tests/shown.rs"),
    ("Pages", "tests/own-spec/tests/shown.rs"),
    ("RowOutcome", "tests/own-spec/tests/shown.rs"),
];

/// Says what it is told to, first to writes, then to reads.
#[derive(Clone, Default)]
struct Parrot(Arc<Mutex<(Option<String>, Option<String>)>>);

impl Parrot {
    fn says(&self, to_write: Option<&str>, to_read: Option<&str>) {
        let words = |text: Option<&str>| text.map(filled);
        *self.0.lock().unwrap() = (words(to_write), words(to_read));
    }
}

impl Exchange for Parrot {
    fn exchange(&self, request: HttpRequest, _: usize) -> Exchanging<'_> {
        let (to_write, to_read) = self.0.lock().unwrap().clone();
        let answer = if request.uri().path() == "/tool/erps/fullinfo" { to_read } else { to_write };
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            answer
                .map(|text| HttpReply::new(Body::from(text)))
                .ok_or_else(|| ExchangeError::timeout(format!("lost {TOKEN}")))
        })
    }
}

/// `@@`: what the client must not show wherever it stands. `@P`: a person, where the documents say so or nobody knows what stands there.
fn filled(text: &str) -> String {
    text.replace("@@", &format!("{TOKEN} {PHONE}")).replace("@P", PERSON)
}

const READS: [&str; 12] = [
    r#"{"code":0,"msg":"@@","request_id":"@@","data":{"tid":"1","status":"WAIT_BUYER_PAY","receiver_name":"@P","payment":{"@P":"@P"},
        "trade_attr":"{\"a\":\"@P\"}","wtt_param":"{\"a\":\"@P\"}","@P":"@@","num":"[\"@P\"]","orders":[{"oid":"11","title":["@P"]}]}}"#,
    r#"{"code":0,"msg":"@@","data":[{"tid":"1","receiver_name":["@P"]},{"tid":"2"}]}"#,
    r#"{"code":614,"msg":"@@ {\"a\":\"@P\"}","sub_msg":"@@","sub_code":"@@","request_id":"@@","data":{"a":"@P"}}"#,
    r#"{"code":"@P","msg":"@@","sub_code":{"a":"@P"}}"#,
    r#"{"code":{"a":"@P"},"msg":["@P","@P"]}"#,
    r#"{"code":0,"data":{"@P":"@P"}}"#,
    r#"{"result":{"code":614,"msg":"@@","data":"@P"}}"#,
    r#"{"code":0,"msg":"@@"#,
    "<html><head><title>@@ @P</title></head></html>",
    "<error_response><code>@P</code><msg>@@</msg></error_response>",
    "@@ @P",
    "",
];

#[track_caller]
fn refused<T, K>(result: Result<T, Error<K>>) -> Error<K> {
    match result {
        Err(error) => error,
        Ok(_) => panic!("it is refused"),
    }
}

/// An error, and the struct inside it.
fn error<K: vvtool_api::DocumentedError>(shown: &Shown, error: &Error<K>) {
    shown.of(error);
    shown.of(&error.deviations());
    match error {
        Error::Api(error) => shown.of::<ApiError<K>>(error),
        Error::Transport(error) => shown.of(error),
        Error::Decode(error) => shown.of(error),
        Error::Config(error) => shown.of(error),
        Error::Invalid(error) => {
            shown.of(error);
            shown.of(&error.violations());
        }
        Error::Withheld(error) => {
            shown.of(error);
            shown.of::<WithheldReason>(error.reason());
        }
        _ => panic!("an error of another kind"),
    }
}

fn read() -> vvtool::ErpsFullinfo {
    vvtool::ErpsFullinfo::new("7", "1", ["tid", "status", "payment", "orders", "receiver_name"])
}

fn parcel(tid: &str, waybill: &str) -> vvtool::ErpsSend {
    vvtool::ErpsSend::new("7", tid, waybill, "POST")
}

async fn calls(shown: &Shown) {
    let script = Scripted::new();
    let client = once!(vvtool::Client::builder()).token(TOKEN).exchange(script.clone());
    shown.of(&client);
    let client = client.build().unwrap();
    let platform = once!(top::Client::builder("12345678", TOKEN)).session(TOKEN);
    shown.of(&platform);
    let platform = platform.exchange(script.clone()).build().unwrap();
    shown.of(&client);
    shown.of(&platform);
    shown.of(&client.current_token().unwrap());
    shown.of(&vvtool::blocking::Client::builder().token(TOKEN).build().unwrap());
    let mut replies = 0;
    for body in READS {
        script.json(filled(body));
        match read().send(&client).await {
            Ok(reply) => {
                shown.of(&reply);
                shown.of(&reply.deviations());
                replies += 1;
            }
            Err(failed) => error(shown, &failed),
        }
        script.json(filled(body));
        error(shown, &refused(parcel("1", "SF1").send(&client).await));
        let body = filled(body).replacen(r#"{"code""#, r#"{"error_response":{"code""#, 1) + "}";
        script.json(body);
        error(shown, &refused(top::TradeGet::new(["tid"], "1").send(&platform).await));
        script.json(filled(body_of_bulk()));
        let mut bulk = client.many([read()]);
        shown.of(&bulk.next().await.unwrap());
        shown.of(&bulk);
    }
    assert!(replies >= 2, "{replies} replies");
    script.status(vvtool_api::exchange::http::StatusCode::BAD_GATEWAY, filled("@@ @P"));
    error(shown, &refused(read().send(&client).await));
    script.json(filled(READS[0]));
    shown.of(&script);
    shown.of(&script.sent());
    shown.of(&client.spend());
    error(shown, &refused(parcel("1\n", "").send(&client).await));
    error(shown, &refused(vvtool::Client::builder().token(format!("{TOKEN}\n")).build()));
    let capped =
        vvtool::Client::builder().token(TOKEN).account_label("surface, with a cap").caps(Caps::new().per_day(1));
    let capped = capped.limits(Limits::off()).retry(Retry::none()).exchange(script.clone()).build().unwrap();
    script.json(filled(READS[0]));
    shown.of(&read().send(&capped).await.unwrap());
    let held = refused(read().send(&capped).await);
    assert!(matches!(held, Error::Withheld(_)), "{held:?}");
    error(shown, &held);
}

fn body_of_bulk() -> &'static str {
    r#"{"code":0,"data":{"tid":"1","receiver_name":"@P","payment":["@P"]}}"#
}

fn parts(shown: &Shown) {
    let mut buffer = BodyBuffer::new(1_000);
    buffer.push(filled("@@ @P").into()).unwrap();
    shown.of(&buffer);
    shown.of(&Body::from(filled("@@ @P")));
    shown.of(&ExchangeError::broken("reset"));
    let json = JsonText::from(format!(r#"{{"a":"{PERSON}"}}"#));
    shown.of(&json);
    shown.of(&json.decode::<u8>().unwrap_err());
    shown.of(&Upload::from_bytes(filled("@@ @P")).file_name("a.png"));
    let feature = vvtool::erps::send::Feature::new().ident_code("11", [PHONE]).unwrap();
    shown.of(&feature);
    shown.of(&Redis::connect(&format!("redis://user:{TOKEN}@127.0.0.1:1/0")).unwrap());
    // Nobody is there: what it says of its place.
    shown.of(&MysqlJournal::connect(&format!("mysql://user:{TOKEN}@127.0.0.1:1/a")).unwrap_err());
    let folder = std::env::temp_dir().join(format!("vvtool-surface-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    shown.of(&FileJournal::open(folder.join("journal")).unwrap());
    std::fs::remove_dir_all(folder).unwrap();
}

const DONE: &str =
    r#"{"code":0,"msg":"@@","request_id":"@@","data":[{"success":true,"withholding_money":1,"@P":"@P"}]}"#;

/// What a look at the trade shows: the status and the waybill of its one order.
fn seen(tid: &str, status: &str, waybill: &str) -> String {
    let order = format!(r#"{{"oid":"11","status":"{status}","invoice_no":"{waybill}"}}"#);
    format!(
        r#"{{"code":0,"msg":"@@","data":{{"tid":"{tid}","status":"{status}","receiver_name":"@P","orders":{{"order":[{order}]}}}}}}"#
    )
}

async fn writes(shown: &Shown) {
    let parrot = Parrot::default();
    let builder = vvtool::Client::builder().retry(Retry::none()).token(TOKEN).account_label("surface");
    let client = builder.limits(Limits::off()).exchange(parrot.clone()).build().unwrap();
    let journal = Spy::new(MemoryJournal::new(), shown.clone());
    shown.of(&MemoryJournal::new());
    let writes = Writes::open(&client, journal).await.unwrap();
    shown.of(&writes);
    parrot.says(Some(DONE), None);
    shown.of(&writes.send(parcel("1", "SF1")).await);
    let Outcome::Done(done) = writes.send(parcel("1", "SF1")).await else { panic!("it is done") };
    shown.of(&done);
    let Outcome::Conflict(conflict) = writes.send(parcel("1", "SF2")).await else { panic!("it has other data") };
    shown.of(&conflict);
    parrot.says(None, Some(&seen("10", PERSON, PHONE)));
    let Outcome::Unknown(open) = writes.send(parcel("10", "SF1")).await else { panic!("nobody answered") };
    shown.of(&open);
    shown.of::<Glance>(&writes.reconcile_once(&open).await.unwrap());
    shown.of(&writes.pending().await.unwrap());
    // What a read finds in the place of a waybill, and what is told of one that proves nothing.
    for odd in [PERSON, PHONE, "138-0013-8000 上官金丝雀", r#"{"a":"上官金丝雀"}"#] {
        shown.of(&Verdict::DoneByOther(odd.to_owned()));
    }
    shown.of(&Verdict::Unresolved(format!("the read failed: {PHONE}")));
    writes.close(&open, Closed::NotDone, "looked at").await.unwrap();
    shown.of(&writes.close(&open, Closed::NotDone, "looked at").await.unwrap_err());
}

#[tokio::test(start_paused = true)]
async fn nothing_public_shows_what_it_holds() {
    let shown = Shown::default();
    parts(&shown);
    calls(&shown).await;
    writes(&shown).await;
    let (types, texts) = shown.0.lock().unwrap().clone();
    let held = types::holding_text();
    assert!(held.len() > 40, "the sources have {} types that hold text: {held:?}", held.len());
    let exempt = |name: &str| EXEMPT.iter().any(|(known, _)| *known == name);
    let missed: Vec<_> = held.iter().filter(|name| !types.contains(*name) && !exempt(name)).collect();
    assert!(missed.is_empty(), "never shown with a canary inside: {missed:?}");
    let needless: Vec<_> = EXEMPT.iter().filter(|(name, _)| !held.contains(*name) || types.contains(*name)).collect();
    assert!(needless.is_empty(), "exempt for nothing: {needless:?}");
    for (_, file) in EXEMPT.iter().filter(|(_, why)| why.ends_with(".rs")) {
        let text = std::fs::read_to_string(types::root().join(file)).unwrap();
        for (name, _) in EXEMPT.iter().filter(|(_, why)| why == file) {
            assert!(text.contains(&format!("{name} shows no canary")), "{file}: {name}");
        }
    }
    let leaks: Vec<_> = texts.iter().filter(|text| ALL.iter().any(|canary| text.contains(canary))).collect();
    assert!(leaks.is_empty(), "{} of {} show a canary: {leaks:#?}", leaks.len(), texts.len());
    println!("{} types, {} values shown", types.len(), texts.len());
}
