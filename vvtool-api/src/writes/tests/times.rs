//! What time does to writes: slow disks, long queues, clocks that were set.
#![allow(clippy::unwrap_used, clippy::panic)] // a test says what went wrong by stopping

use tokio::time::Instant;

use super::super::intent::Intended;
use super::super::send::{self, Ended, Job};
use super::platform::{Fate, Platform, builder, clock, open_in, ship};
use super::*;
use crate::call::Operation;
use crate::call::steps::{Before, Run};
use crate::exchange::{Body, Deadline, Exchange, ExchangeError, Exchanging, HttpReply, HttpRequest};
use crate::generated::vvtool::ErrorKind;
use crate::meta::{Effect, Meta};
use crate::record::ReplyData as _;
use crate::retry::tests::{Platform as Answers, json, of};
use crate::{Charge, Lang, Rate, WriteOutcome};

const DAY: Duration = Duration::from_secs(86_400);

/// A journal whose disk stands still until then.
struct Stalled(MemoryJournal, Instant);

impl Journal for Stalled {
    delegated!(0: claim, finish, release, open_entries, get, newest, prune);
    fn start(&self, ticket: Ticket, at: SystemTime, until: SystemTime) -> Answering<'_, bool> {
        Box::pin(async move {
            tokio::time::sleep_until(self.1).await;
            self.0.start(ticket, at, until).await
        })
    }
}

#[tokio::test(start_paused = true)]
async fn writes_that_a_disk_held_up_do_not_leave_together() {
    let platform = Platform::default();
    let client = builder(&platform).account_label("a disk that stands still").build().unwrap();
    let journal = Stalled(MemoryJournal::new(), Instant::now() + Duration::from_secs(4));
    let writes = Writes::open_at(&client, Arc::new(journal), clock()).await.unwrap();
    let calls: Vec<_> = (0..60).map(|tid| tokio::spawn(writes.send(ship(&tid.to_string(), "SF1")))).collect();
    let (mut done, mut late) = (0, 0);
    for call in calls {
        match call.await.unwrap() {
            Outcome::Done(_) => done += 1,
            outcome if reason(&outcome) == Some(WithheldReason::WaitTooLong) => late += 1,
            other => panic!("{other:?}"),
        }
    }
    println!("writes in a second: asked <= 10 / measured {}; sent {done}, held back {late}", platform.fastest());
    assert!(platform.fastest() <= 10 && done >= 40, "{} {done}", platform.fastest());
    assert_eq!((platform.sent(), done + late), (done, 60));
    assert!(writes.pending().await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_disk_that_is_a_little_slow_takes_no_second_turn() {
    let platform = Platform::default();
    let client = builder(&platform).account_label("a slow disk").build().unwrap();
    let journal = Slow {
        journal: MemoryJournal::new(),
        start: Duration::from_millis(20),
        broken: false,
        wall: Arc::default(),
        jump: Duration::ZERO,
    };
    let writes = Writes::open_at(&client, Arc::new(journal), clock()).await.unwrap();
    let began = Instant::now();
    let calls: Vec<_> = (0..40).map(|tid| tokio::spawn(writes.send(ship(&tid.to_string(), "SF1")))).collect();
    for call in calls {
        assert!(matches!(call.await.unwrap(), Outcome::Done(_)));
    }
    assert!(began.elapsed() < Duration::from_millis(4_700) && platform.fastest() <= 10, "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_proof_that_grew_old_in_the_queue_sends_nothing() {
    let platform = Platform::default();
    let limits = Limits::new().rate(Rate::per_minute(1));
    let client = builder(&platform).account_label("an old proof").limits(limits);
    let client = client.max_wait(Duration::from_secs(3_600)).build().unwrap();
    let writes = Writes::open_at(&client, Arc::new(MemoryJournal::new()), clock()).await.unwrap();
    platform.next(Fate::Lost(None));
    let open = pending(writes.send(ship("7", "SF1")).await);
    let proof = permit(&writes, &open).await;
    let calls: Vec<_> = (10..18).map(|tid| tokio::spawn(writes.send(ship(&tid.to_string(), "SF1")))).collect();
    tokio::time::sleep(Duration::from_millis(1)).await;
    let again = writes.resend(ship("7", "SF1"), proof).await;
    assert!(
        matches!(&again, Outcome::Refused(Error::Config(error)) if error.to_string().contains("five minutes")),
        "{again:?}"
    );
    for call in calls {
        assert!(matches!(call.await.unwrap(), Outcome::Done(_)));
    }
    assert_eq!((platform.sent(), platform.executions("7")), (9, 0));
    // What was open is open again: nobody sends it without a proof, nor with other data.
    assert_eq!(writes.pending().await.unwrap().len(), 1);
    assert!(matches!(writes.send(ship("7", "SF2")).await, Outcome::Conflict(_)));
    let open = pending(writes.send(ship("7", "SF1")).await);
    let proof = permit(&writes, &open).await;
    // Another one takes the turn, so that this one waits.
    assert!(matches!(writes.send(ship("20", "SF1")).await, Outcome::Done(_)));
    let dropped = tokio::spawn(writes.resend(ship("7", "SF1"), proof));
    tokio::time::sleep(Duration::from_millis(1)).await;
    dropped.abort();
    assert!(dropped.await.is_err());
    tokio::time::sleep(Duration::from_secs(100)).await;
    assert_eq!((platform.sent(), writes.pending().await.unwrap().len()), (10, 1));
    let proof = permit(&writes, &open).await;
    assert!(matches!(writes.resend(ship("7", "SF1"), proof).await, Outcome::Done(_)));
    assert_eq!((platform.sent(), platform.executions("7")), (11, 1));
}

/// The clock of a machine that is so many days ahead.
fn ahead(real: &Clock, days: u32) -> Clock {
    let real = real.clone();
    Clock::of(move || real.wall() + DAY * days)
}

#[tokio::test]
async fn a_clock_that_jumps_makes_no_journal_forget() {
    let folder = std::env::temp_dir().join(format!("vvtool-clocks-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    // What the clock says at each opening, in days.
    for (at, days) in [
        [400, 765, 765, 766],
        [400, 765, 400, 765],
        [765, 400, 401, 765],
        [0, 400, 401, 765],
        [400, 0, 400, 0],
        [400, 491, 582, 673],
    ]
    .into_iter()
    .enumerate()
    {
        let (real, memory) = (clock(), Arc::new(MemoryJournal::new()));
        let path = folder.join(format!("{at}.journal"));
        for file in [false, true] {
            let platform = Platform::default();
            for (run, ahead_by) in days.into_iter().enumerate() {
                // Of a file all that is known is in the file.
                let journal: Arc<dyn Journal> = match file {
                    false => memory.clone(),
                    true => Arc::new(crate::FileJournal::open(&path).unwrap()),
                };
                let client = builder(&platform).limits(Limits::off()).build().unwrap();
                let writes = Writes::open_at(&client, journal, ahead(&real, ahead_by)).await.unwrap();
                for tid in 0..=run {
                    let Outcome::Done(done) = writes.send(ship(&format!("7{tid}"), "SF1")).await else { panic!() };
                    assert_eq!(done.replayed(), tid < run, "{days:?} {file} {run} {tid}");
                }
            }
            assert_eq!(platform.sent(), days.len());
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_was_settled_long_ago_is_forgotten() {
    let platform = Platform::default();
    let (journal, real) = (Arc::new(MemoryJournal::new()), clock());
    let mut forgotten = None;
    for day in 0..=101 {
        let writes = open_in(&platform, journal.clone(), real.clone()).await;
        assert!(matches!(writes.send(ship(&format!("8{day}"), "SF1")).await, Outcome::Done(_)));
        let Outcome::Done(first) = writes.send(ship("80", "SF1")).await else { panic!() };
        forgotten = forgotten.or((!first.replayed()).then_some(day));
        drop(writes);
        tokio::time::advance(DAY).await;
    }
    // Ninety days, and ten besides.
    assert!(matches!(forgotten, Some(100 | 101)), "{forgotten:?}");
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_was_set_before_a_restart_proves_nothing() {
    let platform = Platform::default();
    tokio::time::advance(Duration::from_secs(100)).await;
    let (journal, real) = (Arc::new(MemoryJournal::new()), clock());
    let writes = open_in(&platform, journal.clone(), real.clone()).await;
    // Executed late, and seen through an old copy.
    platform.next(Fate::Lost(Some(90))).stale(60);
    pending(writes.send(ship("7", "SF1")).await);
    let ahead = Clock::of(move || real.wall() + Duration::from_secs(3_600));
    let writes = open_in(&platform, journal, ahead).await;
    let (open, begun) = (writes.pending().await.unwrap().remove(0), Instant::now());
    assert!(matches!(writes.reconcile(&open).await.unwrap(), Verdict::Done));
    // The first of them at once.
    assert_eq!((begun.elapsed().as_secs(), platform.reads()), (150, 2));
}

/// Each call takes more than half of the time that it has, and is lost.
#[derive(Clone, Default)]
struct Tough(Arc<Mutex<Vec<Instant>>>);

impl Exchange for Tough {
    fn exchange(&self, request: HttpRequest, _: usize) -> Exchanging<'_> {
        self.0.lock().unwrap().push(Instant::now());
        let left = request.extensions().get::<Deadline>().unwrap().left();
        Box::pin(async move {
            tokio::time::sleep(left.min(Duration::from_secs(16))).await;
            Err(ExchangeError::timeout("lost"))
        })
    }
}

/// A write that may be repeated.
fn repeatable(writes: &Writes<crate::vvtool::Client>) -> Job {
    static META: Meta = Meta::new("vvtool", "erps/send").effect(Effect::IdempotentWrite).path("/tool/erps/send");
    let request = ship("7", "SF1");
    let intended = Intended::of(&writes.inner.account, &META, request.record(), Some("a".into()));
    Job {
        service: <ErpsSend as Operation>::Kind::SERVICE,
        meta: &META,
        request: Box::new(request),
        reply: <ErpsSend as Operation>::Reply::made,
        intended,
        permit: None,
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_that_may_be_repeated_is_over_when_the_journal_says_so() {
    let exchange = Tough::default();
    let client =
        crate::vvtool::Client::builder().token("t").limits(Limits::off()).exchange(exchange.clone()).build().unwrap();
    let writes = Writes::open_at(&client, Arc::new(MemoryJournal::new()), clock()).await.unwrap();
    let job = repeatable(&writes);
    let (begun, ended) = (Instant::now(), send::send(Arc::clone(&writes.inner), job).await);
    let Ended::Unknown(open) = ended else { panic!() };
    let until = open.entry.until.unwrap().duration_since(open.entry.started.unwrap()).unwrap();
    let attempts = exchange.0.lock().unwrap().len();
    assert!(attempts > 1 && begun.elapsed() < until - Duration::from_secs(10), "{attempts} {:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn what_a_later_attempt_proves_it_does_not_prove_of_an_earlier_one() {
    let status = || {
        let mut reply = HttpReply::new(Body::from("busy"));
        *reply.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
        Ok(reply)
    };
    let (lost, no) = (|| Err(ExchangeError::timeout("lost")), || Err(ExchangeError::not_sent("refused")));
    let refused = || of(ErrorKind::BalanceExhausted);
    type Gives = fn() -> Result<HttpReply, ExchangeError>;
    let cases: [(Gives, Gives, bool); 6] = [
        (lost, no, true),
        (lost, refused, true),
        (status, refused, true),
        (no, refused, false),
        (no, no, false),
        (refused, lost, false),
    ];
    for (at, (first, then, is_open)) in cases.into_iter().enumerate() {
        let answers = Answers::new(move |count, _| if count == 1 { first() } else { then() });
        let builder = crate::vvtool::Client::builder().token("t").limits(Limits::off());
        let client = builder.account_label(at.to_string()).exchange(answers).build().unwrap();
        let writes = Writes::open_at(&client, Arc::new(MemoryJournal::new()), clock()).await.unwrap();
        let ended = send::send(Arc::clone(&writes.inner), repeatable(&writes)).await;
        assert_eq!(matches!(ended, Ended::Unknown(_)), is_open, "{at}");
        assert_eq!(matches!(ended, Ended::Refused(_)), !is_open, "{at}");
        assert_eq!(writes.pending().await.unwrap().len(), usize::from(is_open), "{at}");
        // The same call without anybody who remembers it: no remedy says that nothing was sent.
        let builder = crate::vvtool::Client::builder().token("t").limits(Limits::off());
        let answers = Answers::new(move |count, _| if count == 1 { first() } else { then() });
        let plain = builder.account_label(format!("plain {at}")).exchange(answers).build().unwrap();
        let Job { service, meta, request, reply, .. } = repeatable(&writes);
        let called = Run::run(&plain, service, meta, &*request, reply, Before::default()).await;
        let error = Error::<ErrorKind>::of(called.err().unwrap());
        let remedies = [Lang::En, Lang::Zh].map(|lang| error.remedy(lang).to_owned()).concat();
        let open = (WriteOutcome::Unknown, Charge::Unknown);
        assert_eq!((error.write_outcome(), error.charge()) == open, is_open, "{at}: {error}");
        assert_eq!(remedies.contains("may have been done"), is_open, "{at}: {remedies}");
        assert!(!is_open || !remedies.contains("Nothing was sent") && !remedies.contains("未发出"), "{at}: {remedies}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_platform_calls_a_call_is_kept_as_a_word_only() {
    const DOUBT: &str = r#"{"code":998877,"msg":"no","request_id":"@@"}"#;
    const DONE: &str = r#"{"code":0,"msg":"ok","request_id":"@@","data":[{"withholding_money":1,"success":true}]}"#;
    for body in [DOUBT, DONE] {
        // What is no id is not read at all.
        for (said, kept) in
            [("0b8a1b3c-16", Some("0b8a1b3c-16")), ("13912345678", Some("<not shown>")), ("买家 张三", None)]
        {
            let answers = Answers::new(move |_, _| json(&body.replace("@@", said)));
            let client = crate::vvtool::Client::builder().token("t").limits(Limits::off()).exchange(answers);
            let journal = Arc::new(MemoryJournal::new());
            let writes = Writes::open_at(&client.build().unwrap(), Arc::clone(&journal) as _, clock()).await.unwrap();
            let _ = writes.send(ship("7", "SF1")).await;
            let intended = Intended::of(&writes.inner.account, ErpsSend::META, ship("7", "SF1").record(), None);
            let entry = journal.get(intended.key).await.unwrap().unwrap();
            assert_eq!(entry.request_id.as_deref(), kept, "{body} {said}");
        }
    }
}
