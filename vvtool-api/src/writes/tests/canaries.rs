//! What belongs to people and what is secret, in a write and in every answer to it: nothing that the write path gives out shows it.

use core::fmt::{Debug, Display};
use std::collections::BTreeSet;

use super::*;
use crate::call::{Operation, Write};
use crate::exchange::{Body, Exchange, ExchangeError, Exchanging, HttpReply, HttpRequest};
use crate::generated::vvtool::erps::{fullinfo, send};
use crate::record::{Record, ReplyData};
use crate::rt::v1 as rt;
use crate::tests::sample::{Ext, Order, Trade, full};
use crate::writes::journal::sample_entry;

const TOKEN: &str = "tOk3n-c4nary-7A";
/// A field of the request that is secret.
const SECRET: &str = "s3cret-c4nary-8B";
/// A field that is personal, and one inside a record that is.
const PERSON: &str = "上官金丝雀";
const PHONE: &str = "13912345678";
const ALL: [&str; 4] = [TOKEN, SECRET, PERSON, PHONE];

impl Operation for Trade {
    type Reply = send::Shipment;
    type Kind = <ErpsSend as Operation>::Kind;
    const META: &'static rt::Meta = &META;
    fn record(&self) -> &dyn Record {
        self
    }
}
impl Write for Trade {}
impl crate::call::Intent for Trade {}

/// Tables that are wrong: they make a personal field a part of the intent, of the lane and of the proof.
static META: rt::Meta = rt::Meta::new("vvtool", "sample/ship")
    .path("/tool/sample/ship")
    .body(rt::Body::Multipart)
    .effect(rt::Effect::NonIdempotentWrite)
    .data(rt::DataShape::ListOfOne)
    .charged("withholding_money")
    .confirm(&[rt::Confirm::new("success")])
    .intent(&["tid", "sub_tid", "receiver_name"])
    .one_at_a_time(&["tid", "receiver_name"])
    .verify(&VERIFY);
static VERIFY: rt::Verify = rt::Verify::new(
    <fullinfo::ErpsFullinfo as Operation>::META,
    || Box::new(fullinfo::ErpsFullinfo::default()),
    <fullinfo::Trade as ReplyData>::made,
)
.pass(&[("num", "shop_id"), ("tid", "tid"), ("receiver_name", "vvtype")])
.ask(&["tid", "status", "orders"])
.each(rt::Each::new("orders", "oid").given_by("sub_tid"))
.done("invoice_no", "title")
.undone("status", &["WAIT_SELLER_SEND_GOODS"])
.settle(150, 30);

fn parcel(tid: &str, waybill: &str) -> Trade {
    let order = Order {
        oid: Some(11.into()),
        token: Some(SECRET.into()),
        ext: Some(Ext { success: Some(true), attr: Some(PHONE.into()) }),
        ..Order::default()
    };
    Trade {
        tid: Some(tid.into()),
        title: Some(waybill.into()),
        num: Some(1),
        status: None,
        receiver_name: Some(PERSON.into()),
        sub_tid: vec!["11".into()],
        orders: vec![order],
        ..full()
    }
}

/// Repeats what it was sent; `None` is silence.
#[derive(Clone, Default)]
struct Parrot(Arc<Mutex<(Option<String>, Option<String>)>>);

impl Parrot {
    fn says(&self, to_write: Option<&str>, to_read: Option<&str>) {
        let words = |text: Option<&str>| text.map(|text| text.replace("@@", &ALL.join(" ")));
        *self.0.lock().unwrap() = (words(to_write), words(to_read));
    }
}

impl Exchange for Parrot {
    fn exchange(&self, request: HttpRequest, _: usize) -> Exchanging<'_> {
        let (to_write, to_read) = self.0.lock().unwrap().clone();
        let answer = if request.uri().path() == "/tool/erps/fullinfo" { to_read } else { to_write };
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            answer.map(|text| HttpReply::new(Body::from(text))).ok_or_else(|| ExchangeError::timeout("lost"))
        })
    }
}

const DONE: &str = r#"{"code":0,"msg":"@@","request_id":"@@","@@":1,
    "data":[{"withholding_money":1,"success":true,"receiver_name":"@@","@@":"@@"}]}"#;
const REFUSED: &str = r#"{"code":614,"msg":"物流订单不存在","sub_msg":"@@","sub_code":"@@","request_id":"@@"}"#;
/// Answers after which nobody knows.
const DOUBT: [Option<&str>; 8] = [
    None,
    Some(r#"{"code":998877,"msg":"@@","request_id":"@@","sub_code":"@@"}"#),
    Some(r#"{"code":"@@","msg":"@@"}"#),
    Some(r#"{"code":0,"msg":"@@","data":[{"success":"@@","withholding_money":"@@"}]}"#),
    Some(r#"{"code":0,"msg":"@@","data":{"@@":"@@"}}"#),
    Some(r#"{"code":0,"msg":"@@"#),
    Some("<html><head><title>@@</title></head><body>@@</body></html>"),
    Some("@@"),
];
const UNDONE: &str = r#"{"code":0,"msg":"@@","data":{"tid":"7","status":"WAIT_SELLER_SEND_GOODS","receiver_name":"@@",
    "orders":{"order":[{"oid":"11","status":"WAIT_SELLER_SEND_GOODS","@@":"@@"}]}}}"#;

/// Answers of the read that prove nothing.
const BLIND: [&str; 8] = [
    r#"{"code":614,"msg":"@@","sub_msg":"@@","sub_code":"@@","request_id":"@@"}"#,
    r#"{"code":"@@","msg":"@@"}"#,
    r#"{"code":0,"msg":"@@","data":{"@@":"@@"}}"#,
    r#"{"code":0,"msg":"@@","data":{"tid":"@@","orders":"@@"}}"#,
    r#"{"code":0,"msg":"@@"#,
    "<html><head><title>@@</title></head><body>@@</body></html>",
    "@@",
    r#"{"code":614,"msg":"交易不存在","sub_msg":"@@"}"#,
];

/// All that was shown, and what kinds of things it was of.
#[derive(Default)]
struct Shown(Vec<String>, BTreeSet<&'static str>);

impl Shown {
    fn debug(&mut self, kind: &'static str, value: &impl Debug) {
        self.0.push(format!("{kind}: {value:?} {value:#?}"));
        self.1.insert(kind);
    }

    fn both(&mut self, kind: &'static str, value: &(impl Debug + Display)) {
        self.debug(kind, value);
        self.0.push(format!("{kind}: {value} {value:#}"));
    }

    fn outcome(&mut self, outcome: &Outcome<Trade>) {
        self.debug("Outcome", outcome);
        match outcome {
            Outcome::Done(done) => {
                self.debug(if done.replayed() { "Done, replayed" } else { "Done" }, done);
                self.debug("Done", &(done.charge(), done.request_id(), done.at(), done.deviations()));
            }
            Outcome::Refused(error) => {
                self.both(if matches!(error, Error::Withheld(_)) { "Withheld" } else { "Refused" }, error);
                let mut cause = std::error::Error::source(error);
                while let Some(source) = cause {
                    self.both("cause", &source);
                    cause = source.source();
                }
                match error {
                    Error::Withheld(error) => self.both("WithheldError", error),
                    Error::Api(error) => self.both("ApiError", error),
                    _ => {}
                }
            }
            Outcome::Busy(pending) => self.pending("Busy", pending),
            Outcome::Conflict(conflict) => {
                self.both("Conflict", conflict);
                self.debug("Conflict", &conflict.found());
            }
            Outcome::Unknown(pending) => self.pending("Unknown", pending),
        }
    }

    fn pending(&mut self, kind: &'static str, pending: &Pending) {
        self.both(kind, pending);
        self.debug(kind, &(pending.why(), pending.name(), pending.value("receiver_name"), pending.operation()));
    }
}

/// A journal that cannot be written, and says what it was to write.
struct Full;

impl Journal for Full {
    fn belongs_to(&self, _: Key) -> Answering<'_, ()> {
        Box::pin(async { Ok(()) })
    }
    fn claim(&self, entry: Entry, _: Option<u32>) -> Answering<'_, Claimed> {
        let cause = std::io::Error::other(format!("{entry:?} {:?}", entry.ticket()));
        Box::pin(async move { Err(JournalError::new(format!("no room for {entry:?}")).because(cause)) })
    }
    fn start(&self, _: Ticket, _: SystemTime, _: SystemTime) -> Answering<'_, bool> {
        Box::pin(async { Ok(false) })
    }
    fn finish(&self, _: Ticket, end: End) -> Answering<'_, bool> {
        Box::pin(async move { Err(JournalError::new(format!("no room for {end:?}"))) })
    }
    fn release(&self, _: Ticket) -> Answering<'_, bool> {
        Box::pin(async { Ok(false) })
    }
    fn open_entries(&self) -> Answering<'_, Vec<Entry>> {
        Box::pin(async { Ok(Vec::new()) })
    }
    fn get(&self, _: Key) -> Answering<'_, Option<Entry>> {
        Box::pin(async { Ok(None) })
    }
    fn newest(&self) -> Answering<'_, Option<Settled>> {
        Box::pin(async { Ok(None) })
    }
    fn prune(&self, _: Duration) -> Answering<'_, u64> {
        Box::pin(async { Ok(0) })
    }
}

fn parrot_client(parrot: &Parrot, caps: Caps, label: &str) -> crate::vvtool::Client {
    let builder = crate::vvtool::Client::builder().retry(crate::Retry::none()).token(TOKEN).account_label(label);
    let builder = builder.body_style(crate::vvtool::Body::Form).limits(Limits::off()).caps(caps);
    builder.exchange(parrot.clone()).build().unwrap()
}

/// One write through every answer, with a journal of its own.
async fn every_outcome(shown: &mut Shown, parrot: &Parrot, client: &crate::vvtool::Client) {
    let journal = Arc::new(MemoryJournal::new());
    let writes = Writes::open_at(client, journal.clone(), clock()).await.unwrap().knows::<Trade>();
    parrot.says(Some(REFUSED), None);
    shown.outcome(&writes.send(parcel("7", "SF1")).await);
    parrot.says(Some(DONE), None);
    let first = tokio::spawn(writes.send(parcel("7", "SF1")));
    tokio::time::sleep(Duration::from_millis(10)).await;
    shown.outcome(&writes.send(parcel("7", "SF1")).await);
    shown.outcome(&first.await.unwrap());
    shown.outcome(&writes.send(parcel("7", "SF1")).await);
    shown.outcome(&writes.send(parcel("7", "SF2")).await);
    shown.outcome(&writes.send_as("memo-4711", parcel("70", "SF3")).await);

    let other = UNDONE.replace(r#""oid":"11","status":"WAIT_SELLER_SEND_GOODS""#, r#""oid":"11","invoice_no":"SF9""#);
    for (at, doubt) in DOUBT.into_iter().enumerate() {
        let tid = (100 + at).to_string();
        parrot.says(doubt, Some(&UNDONE.replace(r#""tid":"7""#, &format!(r#""tid":"{tid}""#))));
        let outcome = writes.send(parcel(&tid, "SF1")).await;
        shown.outcome(&outcome);
        let Outcome::Unknown(open) = outcome else { panic!("{doubt:?}: {outcome:?}") };
        shown.debug("Entry", &*open.entry);
        let verdict = writes.reconcile(&open).await.unwrap();
        shown.debug("Verdict", &verdict);
        let Verdict::NotDone(permit) = verdict else { panic!("{doubt:?}: {verdict:?}") };
        shown.debug("Permit", &permit);
        parrot.says(doubt, Some(BLIND[at]));
        let outcome = writes.resend(parcel(&tid, "SF1"), permit).await;
        shown.outcome(&outcome);
        let Outcome::Unknown(open) = outcome else { panic!("{doubt:?}: {outcome:?}") };
        shown.debug("Glance", &writes.reconcile_once(&open).await.unwrap());
        let verdict = writes.reconcile(&open).await.unwrap();
        assert!(matches!(verdict, Verdict::Unresolved(_)), "{verdict:?}");
        shown.debug("Verdict", &verdict);
        if at == 0 {
            parrot.says(None, Some(&other.replace(r#""tid":"7""#, &format!(r#""tid":"{tid}""#))));
            let verdict = writes.reconcile(&open).await.unwrap();
            assert!(matches!(verdict, Verdict::DoneByOther(_)), "{verdict:?}");
            shown.debug("Verdict", &verdict);
            shown.outcome(&writes.send(parcel(&tid, "SF1")).await);
        } else {
            let closed = writes.close(&open, Closed::NotDone, "looked at").await;
            closed.unwrap();
            shown.both("JournalError", &writes.close(&open, Closed::NotDone, "looked at").await.unwrap_err());
        }
    }
    let looks = writes.clone().look_first(true);
    for (at, blind) in BLIND.into_iter().enumerate() {
        parrot.says(Some(DONE), Some(blind));
        shown.outcome(&looks.send(parcel(&(200 + at).to_string(), "SF1")).await);
    }
    parts(shown, &journal).await;
    shown.debug("MemoryJournal", &journal);
    shown.debug("Writes", &writes);
}

/// What an implementation of a journal has in its hands.
async fn parts(shown: &mut Shown, journal: &MemoryJournal) {
    let entries: Vec<Entry> = journal.open_entries().await.unwrap();
    let entry = entry_of("7");
    let end = End {
        state: State::Done,
        at: entry.planned,
        settled: Settled { age: Duration::ZERO, wall: entry.planned },
        charge: Charge::Unknown,
        request_id: None,
        note: Some("looked at".into()),
    };
    shown.debug("Entry", &(&entries, &entry));
    shown.debug("Ticket", &entry.ticket());
    shown.debug("End", &end);
    shown.debug("Settled", &end.settled);
    shown.both("Key", &entry.key);
    shown.debug("Claimed", &Claimed::Taken(Box::new(entry.clone())));
    shown.debug("Claimed", &Claimed::Beside(Box::new(entry.clone())));
    shown.debug("Claimed", &Claimed::New(entry.ticket()));
    shown.0.push(String::from_utf8(entry.encode()).unwrap());
}

#[tokio::test(start_paused = true)]
async fn nothing_that_the_write_path_gives_out_shows_a_canary() {
    let (mut shown, parrot) = (Shown::default(), Parrot::default());
    let client = parrot_client(&parrot, Caps::new(), "canaries");
    every_outcome(&mut shown, &parrot, &client).await;
    shown.both("Spend", &client.spend());
    for (_, spent) in client.spend().operations() {
        shown.both("Spent", &spent);
    }

    let full = Writes::open(&client, Full).await.unwrap();
    shown.outcome(&full.send(parcel("7", "SF1")).await);
    shown.both("JournalError", &Full.claim(entry_of("7"), None).await.unwrap_err());

    let caps = Caps::new().per_hour(1).per_day(1).per_shop(1);
    let capped = parrot_client(&parrot, caps, "canaries with caps");
    shown.debug("Caps", &caps);
    let capped = Writes::open(&capped, MemoryJournal::new()).await.unwrap();
    parrot.says(Some(DONE), None);
    shown.outcome(&capped.send(parcel("7", "SF1")).await);
    let held = capped.send(parcel("8", "SF1")).await;
    assert!(
        matches!(&held, Outcome::Refused(Error::Withheld(error)) if *error.reason() == WithheldReason::Cap),
        "{held:?}"
    );
    shown.outcome(&held);

    let kinds = [
        "ApiError",
        "Busy",
        "Caps",
        "Claimed",
        "Conflict",
        "Done",
        "Done, replayed",
        "End",
        "Entry",
        "Glance",
        "JournalError",
        "Key",
        "MemoryJournal",
        "Outcome",
        "Permit",
        "Refused",
        "Spend",
        "Spent",
        "Ticket",
        "Unknown",
        "Verdict",
        "Withheld",
        "WithheldError",
        "Writes",
    ];
    let missing: Vec<_> = kinds.into_iter().filter(|kind| !shown.1.contains(kind)).collect();
    assert!(missing.is_empty(), "never shown: {missing:?}");
    assert!(shown.0.iter().any(|text| text.contains("tid=7")), "what makes the intent is shown");
    let leaks: Vec<_> = shown.0.iter().filter(|text| ALL.iter().any(|canary| text.contains(canary))).collect();
    assert!(leaks.is_empty(), "{} of {} show a canary: {leaks:#?}", leaks.len(), shown.0.len());
}

fn entry_of(tid: &str) -> Entry {
    let intended = crate::writes::intent::Intended::of("account", &META, &parcel(tid, "SF1"), None);
    Entry { values: intended.values, ..sample_entry(1, "a") }
}
