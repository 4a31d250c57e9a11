//! The write path on a paused clock, against a platform in memory.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test says what went wrong by stopping

mod canaries;
#[path = "../../../../tests/fixtures/delegated.rs"]
pub(crate) mod delegated;
mod platform;
mod readings;
mod shared;
mod taken;
mod times;
mod unwritten;

use core::future::poll_fn;
use core::pin::Pin;
use core::task::Poll;
use std::sync::Mutex;
use std::time::SystemTime;

use super::journal::{Answering, Claimed, End, Entry, Key, MemoryJournal, Settled, State, Ticket};
use super::*;
use crate::chance::Random;
use crate::error::WithheldReason;
use crate::generated::vvtool::ErpsSend;
use crate::{Caps, Limits};
use delegated::delegated;
use platform::{Fate, Platform, client, clock, open_in, opened, ship};

fn pending(outcome: Outcome<ErpsSend>) -> Pending {
    match outcome {
        Outcome::Unknown(pending) => pending,
        other => panic!("{other:?}"),
    }
}

async fn permit(writes: &Writes<crate::vvtool::Client>, open: &Pending) -> Permit {
    match writes.reconcile(open).await.unwrap() {
        Verdict::NotDone(permit) => permit,
        other => panic!("{other:?}"),
    }
}

fn reason(outcome: &Outcome<ErpsSend>) -> Option<WithheldReason> {
    match outcome {
        Outcome::Refused(Error::Withheld(withheld)) => Some(withheld.reason().clone()),
        _ => None,
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_done_is_done_once_and_other_data_for_it_is_a_conflict() {
    let (platform, writes) = opened().await;
    let Outcome::Done(done) = writes.send(ship("7", "SF1")).await else { panic!() };
    assert!(!done.replayed() && done.charge() == Charge::Known(crate::Points::new(1)));
    assert_eq!(done.into_reply::<crate::vvtool::erps::send::Shipment>().unwrap().success, Some(true));
    let Outcome::Done(again) = writes.send(ship("7", "SF1")).await else { panic!() };
    assert!(again.replayed() && again.charge() == Charge::Known(crate::Points::new(1)));
    let Outcome::Conflict(conflict) = writes.send(ship("7", "SF2")).await else { panic!() };
    let said = conflict.to_string();
    assert!(said.starts_with("vvtool/erps/send shop_id=1 tid=7 out_sid=SF1: done with data "), "{said}");
    assert!(said.contains(" of 2023-11-15 06:13:20, now asked for with data "), "{said}");
    assert_eq!((platform.sent(), platform.executions("7")), (1, 1));
    assert!(matches!(writes.send(ship("8", "SF3")).await, Outcome::Done(_)));
}

#[tokio::test(start_paused = true)]
async fn every_end_of_an_exchange_has_its_outcome() {
    for fate in Fate::ALL {
        let (platform, writes) = opened().await;
        platform.next(fate);
        let outcome = writes.send(ship("7", "SF1")).await;
        let (done, refused) = (matches!(outcome, Outcome::Done(_)), matches!(outcome, Outcome::Refused(_)));
        assert_eq!(done, fate == Fate::Executed, "{fate:?}: {outcome:?}");
        assert_eq!(refused, [Fate::Refused, Fate::NotConnected].contains(&fate), "{fate:?}: {outcome:?}");
        let open = writes.pending().await.unwrap();
        assert_eq!(open.len(), usize::from(!done && !refused), "{fate:?}: {open:?}");
        if !done && !refused {
            assert!(pending(outcome).why().is_some());
            // Nothing is sent for it before something is proven.
            assert!(matches!(writes.send(ship("7", "SF1")).await, Outcome::Unknown(_)), "{fate:?}");
            assert!(matches!(writes.send(ship("7", "SF2")).await, Outcome::Conflict(_)), "{fate:?}");
        }
        assert_eq!(platform.sent(), 1, "{fate:?}");
        if refused {
            assert!(matches!(writes.send(ship("7", "SF2")).await, Outcome::Done(_)), "the intent is free again");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_broken_rule_claims_nothing() {
    let (platform, writes) = opened().await;
    assert!(matches!(writes.send(ship("", "SF1")).await, Outcome::Refused(Error::Invalid(_))));
    assert_eq!((platform.sent(), writes.pending().await.unwrap().len()), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_confirmed_write_is_done_also_for_a_strict_client() {
    use crate::exchange::{Body, Exchange, Exchanging, HttpReply, HttpRequest};
    struct Odd;
    impl Exchange for Odd {
        fn exchange(&self, _: HttpRequest, _: usize) -> Exchanging<'_> {
            let answer = r#"{"code":0,"data":[{"withholding_money":"x","success":true}]}"#;
            Box::pin(async move { Ok(HttpReply::new(Body::from(answer))) })
        }
    }
    let client = crate::vvtool::Client::builder().token("t").strict(true).exchange(Odd).build().unwrap();
    let writes = Writes::open(&client, MemoryJournal::new()).await.unwrap();
    let Outcome::Done(done) = writes.send(ship("7", "SF1")).await else { panic!() };
    assert_eq!(done.deviations().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn overlapping_parts_of_a_trade_go_one_after_the_other() {
    let (platform, writes) = opened().await;
    let part = |oid: &str, waybill: &str| ship("7", waybill).sub_tid([oid]).is_split(true);
    let first = tokio::spawn(writes.send(part("1", "SF1")));
    tokio::time::sleep(Duration::from_millis(10)).await;
    assert!(matches!(writes.send(part("2", "SF2")).await, Outcome::Busy(_)));
    assert!(matches!(writes.send(part("1", "SF1")).await, Outcome::Busy(_)), "the same, while it is on its way");
    assert!(matches!(writes.send(ship("8", "SF9")).await, Outcome::Done(_)), "another trade");
    assert!(matches!(first.await.unwrap(), Outcome::Done(_)));
    platform.next(Fate::Lost(None));
    assert!(matches!(writes.send(part("2", "SF2")).await, Outcome::Unknown(_)));
    let beside = pending(writes.send(part("3", "SF3")).await);
    assert_eq!((beside.value("sub_tid"), platform.sent()), (Some("2"), 3));
}

#[tokio::test(start_paused = true)]
async fn what_a_read_shows_in_a_form_that_nobody_can_read_proves_nothing() {
    const WAITS: &str = r#"{"oid":"1","status":"WAIT_SELLER_SEND_GOODS"}"#;
    const SENT: &str = r#"{"oid":"2","status":"WAIT_BUYER_CONFIRM_GOODS","invoice_no":"SF1"}"#;
    let mark = |mark: &str| {
        let order = format!(r#"{{"oid":"1","status":"WAIT_SELLER_SEND_GOODS","invoice_no":{mark}}}"#);
        (format!(r#"{{"order":[{order}]}}"#), Some("orders[0].invoice_no"))
    };
    let part = |one: &str, other: &str| (format!(r#"{{"order":[{one},{other}]}}"#), Some("orders[1]"));
    let nothing = (format!(r#"{{"order":[{WAITS}]}}"#), None);
    for (orders, place) in [
        mark(r#"["SF1"]"#),
        mark(r#"{"no":"SF1"}"#),
        mark(r#""SF 1""#),
        mark(r#""SF1/2""#),
        mark("true"),
        mark("1.5e18"),
        part(WAITS, "7"),
        part(SENT, "\"x\""),
        part(WAITS, "null"),
        nothing,
    ] {
        let (platform, writes) = opened().await;
        platform.next(Fate::Lost(None)).shows(&orders);
        let open = pending(writes.send(ship("7", "SF1")).await);
        match (writes.reconcile(&open).await.unwrap(), place) {
            (Verdict::Unresolved(why), Some(place)) => {
                assert!(why.starts_with(&format!("{place} of the answer cannot be read")), "{orders}: {why}");
                assert!(!why.contains("SF"), "{why}");
            }
            (Verdict::NotDone(_), None) => {}
            (other, _) => panic!("{orders}: {other:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn reading_back_tells_what_was_executed_late_by_others_or_not_at_all() {
    // Fate, age of answers, another's waybill; verdict, seconds it took, reads.
    let cases = [
        (Fate::Lost(Some(0)), 0, None, "Done", 2, 1),
        (Fate::Lost(Some(90)), 60, None, "Done", 150, 3),
        (Fate::Lost(None), 60, None, "NotDone", 180, 4),
        (Fate::Lost(None), 0, Some("SF9"), "DoneByOther(\"SF9\")", 2, 1),
    ];
    for (fate, stale, other, expected, seconds, reads) in cases {
        let (platform, writes) = opened().await;
        tokio::time::advance(Duration::from_secs(100)).await;
        platform.next(fate).stale(stale);
        if let Some(other) = other {
            platform.other("7", other);
        }
        let open = pending(writes.send(ship("7", "SF1")).await);
        let begun = tokio::time::Instant::now();
        let verdict = writes.reconcile(&open).await.unwrap();
        let said = format!("{verdict:?}");
        assert!(said.starts_with(expected), "{fate:?}: {said}");
        assert_eq!((begun.elapsed().as_secs(), platform.reads()), (seconds, reads), "{fate:?}");
        match (verdict, writes.send(ship("7", "SF1")).await) {
            (Verdict::Done, Outcome::Done(done)) => assert!(done.replayed()),
            (Verdict::DoneByOther(_), Outcome::Conflict(conflict)) => assert_eq!(conflict.found(), Some("SF9")),
            (Verdict::NotDone(permit), Outcome::Unknown(_)) => {
                assert!(matches!(writes.resend(ship("7", "SF1"), permit).await, Outcome::Done(_)));
                assert_eq!(platform.executions("7"), 1);
            }
            other => panic!("{other:?}"),
        }
    }
}

async fn read(client: &crate::vvtool::Client) -> Result<(), crate::vvtool::Error> {
    crate::vvtool::ErpsFullinfo::new("1", "9", ["tid", "status", "orders"]).send(client).await.map(|_| ())
}

#[tokio::test(start_paused = true)]
async fn reading_back_is_paid_from_what_is_kept_for_it() {
    let platform = Platform::default();
    let client = platform::builder(&platform).account_label("reading back").caps(Caps::new().per_day(10));
    let client = client.limits(Limits::off()).build().unwrap();
    let writes = Writes::open_at(&client, Arc::new(MemoryJournal::new()), clock()).await.unwrap().knows::<ErpsSend>();
    platform.next(Fate::Lost(None));
    let open = pending(writes.send(ship("7", "SF1")).await);
    for _ in 0..7 {
        read(&client).await.unwrap();
    }
    let Err(Error::Withheld(held)) = read(&client).await else { panic!() };
    assert_eq!(held.reason(), &WithheldReason::Cap);
    assert_eq!(reason(&writes.send(ship("8", "SF2")).await), Some(WithheldReason::Cap));
    assert_eq!(writes.pending().await.unwrap().len(), 1, "what was held back is not remembered");
    assert_eq!((platform.sent(), platform.reads()), (1, 7));
    // Two points are kept, and reading back takes four of unknown charge.
    let Verdict::Unresolved(why) = writes.reconcile(&open).await.unwrap() else { panic!() };
    assert!(why.contains("caps.per_day"), "{why}");
    assert_eq!(platform.reads(), 9);
}

#[tokio::test(start_paused = true)]
async fn reading_back_does_not_wait_behind_other_calls() {
    let platform = Platform::default();
    let client = platform::builder(&platform).account_label("before others").build().unwrap();
    let writes = Writes::open_at(&client, Arc::new(MemoryJournal::new()), clock()).await.unwrap().knows::<ErpsSend>();
    platform.next(Fate::Lost(Some(0)));
    let open = pending(writes.send(ship("7", "SF1")).await);
    let others: Vec<_> = (0..300)
        .map(|_| {
            tokio::spawn({
                let client = client.clone();
                async move { read(&client).await }
            })
        })
        .collect();
    let begun = tokio::time::Instant::now();
    assert!(matches!(writes.reconcile(&open).await.unwrap(), Verdict::Done));
    assert!(begun.elapsed() < Duration::from_millis(2_500), "{:?}", begun.elapsed());
    for other in others {
        other.await.unwrap().unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn reads_that_fail_and_a_clock_that_was_set_back_prove_nothing() {
    let (platform, writes) = opened().await;
    platform.next(Fate::Lost(None)).breaks_reads(true);
    let open = pending(writes.send(ship("7", "SF1")).await);
    let Verdict::Unresolved(why) = writes.reconcile(&open).await.unwrap() else { panic!() };
    assert!(why.contains("the read failed: vvtool/erps/fullinfo"), "{why}");
    assert_eq!(writes.pending().await.unwrap().len(), 1, "it stays open");
    platform.breaks_reads(false);
    assert!(matches!(writes.reconcile(&open).await.unwrap(), Verdict::NotDone(_)), "and can be read again");

    // The wall clock jumps: an hour back, an hour ahead.
    for (jump, back) in [(3_600, true), (3_600, false)] {
        let platform = Platform::default();
        let (real, moved) = (clock(), Arc::new(Mutex::new(false)));
        let jumps = Arc::clone(&moved);
        let wall = Clock::of(move || match (*jumps.lock().unwrap(), back) {
            (false, _) => real.wall(),
            (true, true) => real.wall() - Duration::from_secs(jump),
            (true, false) => real.wall() + Duration::from_secs(jump),
        });
        let writes = open_in(&platform, Arc::new(MemoryJournal::new()), wall).await;
        platform.next(Fate::Lost(Some(90)));
        let open = pending(writes.send(ship("7", "SF1")).await);
        *moved.lock().unwrap() = true;
        let verdict = writes.reconcile(&open).await.unwrap();
        match (back, &verdict) {
            (true, Verdict::Unresolved(why)) => assert!(why.contains("clock"), "{why}"),
            (false, Verdict::Done) => {}
            _ => panic!("{verdict:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn one_read_at_a_time_for_whoever_comes_back() {
    let (platform, writes) = opened().await;
    platform.next(Fate::Lost(None));
    let open = pending(writes.send(ship("7", "SF1")).await);
    let mut waits = Vec::new();
    loop {
        match writes.reconcile_once(&open).await.unwrap() {
            Glance::Later(wait) => {
                waits.push(wait.as_secs());
                tokio::time::sleep(wait).await;
            }
            Glance::Proven(verdict) => {
                assert!(matches!(verdict, Verdict::NotDone(_)));
                break;
            }
        }
    }
    assert_eq!((waits.as_slice(), platform.reads()), (&[2, 18, 130, 30][..], 4));
}

#[tokio::test(start_paused = true)]
async fn a_proof_is_good_for_one_sending_of_its_intent_and_for_five_minutes() {
    let (platform, writes) = opened().await;
    platform.next(Fate::Lost(None));
    let open = pending(writes.send(ship("7", "SF1")).await);
    let proof = || permit(&writes, &open);
    let refused = writes.resend(ship("8", "SF1"), proof().await).await;
    assert!(matches!(&refused, Outcome::Refused(Error::Config(error)) if error.to_string().contains("another intent")));
    let old = proof().await;
    tokio::time::sleep(Duration::from_secs(301)).await;
    let refused = writes.resend(ship("7", "SF1"), old).await;
    assert!(matches!(&refused, Outcome::Refused(Error::Config(error)) if error.to_string().contains("five minutes")));
    assert_eq!(platform.sent(), 1);
    let (one, other) = (proof().await, proof().await);
    let (one, other) = (writes.resend(ship("7", "SF1"), one), writes.resend(ship("7", "SF1"), other));
    let (one, other) = (tokio::spawn(one), tokio::spawn(other));
    let (one, other) = (one.await.unwrap(), other.await.unwrap());
    assert!(
        matches!((&one, &other), (Outcome::Done(_), Outcome::Busy(_)) | (Outcome::Busy(_), Outcome::Done(_))),
        "{one:?} {other:?}"
    );
    assert_eq!((platform.sent(), platform.executions("7")), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn what_is_known_of_an_earlier_claim_fits_no_later_one() {
    let (platform, writes) = opened().await;
    platform.next(Fate::Lost(None));
    let open = pending(writes.send(ship("7", "SF1")).await);
    let proof = permit(&writes, &open).await;
    // Claimed anew with another proof, and given back before anything was sent, as what a cap holds back is.
    let journal = &writes.inner.journal;
    let entry = Entry { state: State::Planned, ..(*open.entry).clone() };
    let Claimed::New(ticket) = journal.claim(entry, Some(open.entry.attempt)).await.unwrap() else { panic!() };
    assert!(journal.release(ticket).await.unwrap());
    let left = pending(writes.send(ship("7", "SF1")).await);
    let other = permit(&writes, &left).await;
    platform.next(Fate::Lost(Some(0)));
    let unknown = pending(writes.resend(ship("7", "SF1"), other).await);
    assert_eq!((platform.sent(), platform.executions("7")), (2, 1));
    let again = writes.resend(ship("7", "SF1"), proof).await;
    assert!(matches!(again, Outcome::Unknown(_)), "{again:?}");
    assert!(writes.close(&open, Closed::NotDone, "the earlier one").await.is_err());
    assert_eq!((platform.sent(), platform.executions("7")), (2, 1));
    assert!(matches!(writes.reconcile(&unknown).await.unwrap(), Verdict::Done));
}

#[tokio::test(start_paused = true)]
async fn a_person_closes_what_nothing_proves_and_that_is_written_down() {
    for (closed, done) in [(Closed::Done, true), (Closed::NotDone, false)] {
        let (platform, writes) = opened().await;
        platform.next(Fate::Status(502));
        let open = pending(writes.send(ship("7", "SF1")).await);
        writes.close(&open, closed, "seen in the back office").await.unwrap();
        assert!(writes.close(&open, closed, "twice").await.unwrap_err().to_string().contains("settled before"));
        let kept = writes.inner.journal.get(open.entry.key).await.unwrap().unwrap();
        assert_eq!(kept.note.as_deref(), Some("seen in the back office"));
        let Outcome::Done(again) = writes.send(ship("7", "SF1")).await else { panic!() };
        assert_eq!((again.replayed(), platform.sent()), (done, if done { 1 } else { 2 }));
    }
}

#[tokio::test(start_paused = true)]
async fn a_look_before_sending_finds_what_is_done_already() {
    let (platform, writes) = opened().await;
    let writes = writes.look_first(true);
    assert!(matches!(writes.send(ship("7", "SF1")).await, Outcome::Done(done) if !done.replayed()));
    platform.other("8", "SF1");
    assert!(matches!(writes.send(ship("8", "SF1")).await, Outcome::Done(done) if done.replayed()));
    platform.other("9", "SF9");
    let Outcome::Conflict(conflict) = writes.send(ship("9", "SF1")).await else { panic!() };
    assert!(conflict.to_string().contains("the platform shows SF9 already"), "{conflict}");
    platform.breaks_reads(true);
    assert!(matches!(writes.send(ship("10", "SF1")).await, Outcome::Refused(_)));
    assert_eq!((platform.sent(), writes.pending().await.unwrap().len()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_drained_handle_ends_what_it_began_and_begins_nothing() {
    let (platform, writes) = opened().await;
    let first = tokio::spawn(writes.send(ship("7", "SF1")));
    tokio::time::sleep(Duration::from_millis(10)).await;
    assert!(!writes.drain(Duration::from_millis(1)).await);
    let late = writes.send(ship("8", "SF2")).await;
    assert_eq!(reason(&late), Some(WithheldReason::Shutdown));
    assert!(writes.drain(Duration::from_secs(1)).await);
    assert!(first.is_finished());
    assert!(matches!(first.await.unwrap(), Outcome::Done(_)));
    assert_eq!(platform.sent(), 1);
}

/// A journal on a slow or broken disk.
struct Slow {
    journal: MemoryJournal,
    start: Duration,
    broken: bool,
    wall: Arc<Mutex<Duration>>,
    jump: Duration,
}

impl Journal for Slow {
    delegated!(journal: claim, finish, release, open_entries, get, newest, prune);
    fn start(&self, ticket: Ticket, at: SystemTime, until: SystemTime) -> Answering<'_, bool> {
        Box::pin(async move {
            tokio::time::sleep(self.start).await;
            *self.wall.lock().unwrap() += self.jump;
            if self.broken {
                return Err(JournalError::new("journal parcels.journal: the disk is full: make room"));
            }
            self.journal.start(ticket, at, until).await
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_process_that_was_stopped_does_not_wake_up_and_send() {
    // Both clocks, each alone; what is allowed; a disk that fails.
    let cases = [(6_000, 6, false), (0, 6, false), (6_000, 0, false), (4_000, 1, true)];
    for (start, jump, may) in cases {
        let (platform, wall, real) = (Platform::default(), Arc::new(Mutex::new(Duration::ZERO)), clock());
        let moved = Arc::clone(&wall);
        let clock = Clock::of(move || real.wall() + *moved.lock().unwrap());
        let (start, jump) = (Duration::from_millis(start), Duration::from_secs(jump));
        let journal = Arc::new(Slow { journal: MemoryJournal::new(), start, broken: false, wall, jump });
        let writes = open_in(&platform, journal, clock).await;
        let outcome = writes.send(ship("7", "SF1")).await;
        assert_eq!(matches!(outcome, Outcome::Done(_)), may, "{start:?} {jump:?}: {outcome:?}");
        assert_eq!(platform.sent(), usize::from(may));
        if !may {
            assert_eq!(reason(&outcome), Some(WithheldReason::WaitTooLong));
            assert!(writes.pending().await.unwrap().is_empty(), "the claim is taken back");
        }
    }
    let platform = Platform::default();
    let (journal, wall) = (MemoryJournal::new(), Arc::default());
    let slow = Slow { journal, start: Duration::ZERO, broken: true, wall, jump: Duration::ZERO };
    let writes = open_in(&platform, Arc::new(slow), clock()).await;
    let outcome = writes.send(ship("7", "SF1")).await;
    assert_eq!((reason(&outcome), platform.sent()), (Some(WithheldReason::Journal), 0));
    assert!(format!("{outcome:?}").contains("parcels.journal: the disk is full"), "{outcome:?}");
}

/// Polls a future so often, with the rest of the runtime in between, and drops it.
async fn polled<T>(mut future: Pin<Box<dyn Future<Output = T> + Send>>, times: usize) -> bool {
    for _ in 0..times {
        if poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx).is_ready())).await {
            return true;
        }
        tokio::task::yield_now().await;
    }
    false
}

/// A journal that takes its time for everything that comes before a write is sent.
struct Thoughtful(MemoryJournal);

async fn many_polls() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

impl Journal for Thoughtful {
    delegated!(0: finish, release, open_entries, get, newest, prune);
    fn claim(&self, entry: Entry, over: Option<u32>) -> Answering<'_, Claimed> {
        Box::pin(async move {
            many_polls().await;
            let claimed = self.0.claim(entry, over).await;
            many_polls().await;
            claimed
        })
    }
    fn start(&self, ticket: Ticket, at: SystemTime, until: SystemTime) -> Answering<'_, bool> {
        Box::pin(async move {
            many_polls().await;
            let started = self.0.start(ticket, at, until).await;
            many_polls().await;
            started
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_future_dropped_at_any_poll_sends_nothing_or_leaves_its_outcome() {
    let (mut sent, mut unsent) = (0, 0);
    for polls in 0..64 {
        let platform = Platform::default();
        let writes = open_in(&platform, Arc::new(Thoughtful(MemoryJournal::new())), clock()).await;
        let writes = writes.look_first(polls % 2 == 1);
        polled(writes.send(ship("7", "SF1")), polls).await;
        assert!(writes.drain(Duration::from_secs(100)).await);
        let known = open_in(&platform, Arc::clone(&writes.inner.journal), clock()).await;
        let again = known.send(ship("7", "SF1")).await;
        let Outcome::Done(done) = again else { panic!("{polls}: {again:?}") };
        assert_eq!((platform.sent(), platform.executions("7")), (1, 1), "{polls}");
        sent += usize::from(done.replayed());
        unsent += usize::from(!done.replayed());
    }
    println!("dropped futures whose write was sent all the same: asked > 10 / measured {sent}");
    println!("dropped futures that sent nothing: asked >= 8 / measured {unsent}");
    assert!(sent > 10 && unsent >= 8, "{sent} {unsent}");
}

#[tokio::test(start_paused = true)]
async fn sequences_of_sends_reads_and_restarts_execute_each_intent_once_at_most() {
    // The program `ordeal` asks for a hundred times as many of the optimised code, `.ci/run` for ten times.
    let sequences: u64 = std::env::var("VVTOOL_SEQUENCES").map_or(1_000, |count| count.parse().unwrap());
    let mut numbers = Random(0x2545_f491_4f6c_dd1d);
    let mut random = move |below: usize| numbers.below(below);
    let (mut done, mut twice, mut unknown, mut refused) = (0_u64, 0_u64, 0_u64, 0_u64);
    for _ in 0..sequences {
        let platform = Platform::default();
        let (journal, clock) = (Arc::new(MemoryJournal::new()), clock());
        tokio::time::advance(Duration::from_secs(100)).await;
        platform.stale(u64::try_from(random(61)).unwrap());
        // Two that share the journal: whoever sends is any of them.
        let mut handles = [
            open_in(&platform, journal.clone(), clock.clone()).await,
            open_in(&platform, journal.clone(), clock.clone()).await,
        ];
        let mut last: Option<Pending> = None;
        for _ in 0..6 {
            let writes = &mut handles[random(2)];
            match random(6) {
                0 => *writes = open_in(&platform, journal.clone(), clock.clone()).await,
                1 => tokio::time::sleep(Duration::from_secs(u64::try_from(random(200)).unwrap())).await,
                2 | 3 => {
                    if let Some(open) = last.take()
                        && let Verdict::NotDone(permit) = writes.reconcile(&open).await.unwrap()
                    {
                        let late = Fate::Lost(Some(u64::try_from(random(91)).unwrap()));
                        platform.next(if random(2) == 0 { late } else { Fate::ALL[random(10)] });
                        let before = platform.executions("7");
                        let outcome = writes.resend(ship("7", "SF1"), permit).await;
                        refused += u64::from(is_true(&outcome, before, platform.executions("7")));
                        last = left(outcome);
                    }
                }
                _ => {
                    let late = Fate::Lost(Some(u64::try_from(random(91)).unwrap()));
                    platform.next(if random(2) == 0 { late } else { Fate::ALL[random(10)] });
                    let before = platform.executions("7");
                    let outcome = writes.send(ship("7", "SF1")).await;
                    refused += u64::from(is_true(&outcome, before, platform.executions("7")));
                    unknown += u64::from(matches!(outcome, Outcome::Unknown(_)));
                    last = left(outcome).or(last);
                }
            }
        }
        done += u64::from(platform.executions("7") == 1);
        twice += u64::from(platform.executions("7") > 1);
    }
    println!("writes executed twice in {sequences} sequences: asked 0 / measured {twice}");
    println!("sequences that executed it: asked > {} / measured {done}", sequences / 4);
    println!("unknown outcomes: asked > {} / measured {unknown}", sequences / 4);
    println!("refused outcomes, each true: asked > {} / measured {refused}", sequences / 10);
    assert_eq!(twice, 0);
    assert!(done > sequences / 4 && unknown > sequences / 4 && refused > sequences / 10);
}

/// What was refused is not executed for it, also later; what is done is, whoever did it. Says whether it was refused. The executions are
/// those by the end of time.
fn is_true(outcome: &Outcome<ErpsSend>, before: usize, after: usize) -> bool {
    match outcome {
        Outcome::Refused(_) => assert_eq!(after, before, "{outcome:?}"),
        Outcome::Done(_) => assert_eq!(after, 1, "{outcome:?}"),
        _ => {}
    }
    matches!(outcome, Outcome::Refused(_))
}

fn left(outcome: Outcome<ErpsSend>) -> Option<Pending> {
    match outcome {
        Outcome::Unknown(pending) => Some(pending),
        _ => None,
    }
}

#[tokio::test]
async fn a_journal_of_another_account_is_refused() {
    let journal = Arc::new(MemoryJournal::new());
    let platform = Platform::default();
    drop(Writes::open(&client(&platform), journal.clone()).await.unwrap());
    let other = crate::vvtool::Client::builder().account("a", "the key").exchange(platform).build().unwrap();
    let error = Writes::open(&other, journal).await.unwrap_err();
    assert!(error.to_string().contains("another account"), "{error}");
}
