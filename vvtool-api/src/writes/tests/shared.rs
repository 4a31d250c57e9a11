//! What a handle makes of the claims of another process in a journal that both share.
#![allow(clippy::unwrap_used, clippy::panic)] // a test says what went wrong by stopping

use tokio::time::Instant;

use super::platform::{Fate, Platform, clock, open_in, opened, ship};
use super::*;
use crate::exchange::{Exchange, Exchanging, HttpRequest};

const HOUR: Duration = Duration::from_secs(3_600);

/// A journal in which another process has claimed trade 7, and how it goes on.
struct Other {
    journal: Arc<MemoryJournal>,
    ticket: Ticket,
    clock: Clock,
}

impl Other {
    async fn claims(platform: &Platform, clock: Clock) -> Self {
        // The entry of such a write, as a journal of its own shows it.
        let writes = open_in(platform, Arc::new(MemoryJournal::new()), clock.clone()).await;
        platform.next(Fate::Lost(None));
        let seen = *pending(writes.send(ship("7", "SF1")).await).entry;
        let (state, run, planned) = (State::Planned, "another".into(), clock.wall());
        let entry = Entry { state, run, planned, started: None, until: None, ended: None, ..seen };
        let journal = Arc::new(MemoryJournal::new());
        let Claimed::New(ticket) = journal.claim(entry, None).await.unwrap() else { panic!() };
        Self { journal, ticket, clock }
    }

    /// It would send now.
    async fn starts(&self) -> bool {
        let at = self.clock.wall();
        self.journal.start(self.ticket.clone(), at, at + Duration::from_secs(45)).await.unwrap()
    }

    /// Its exchange was over without an answer.
    async fn loses(&self) -> bool {
        let (state, at, charge) = (State::Open, self.clock.wall(), Charge::Unknown);
        let settled = Settled { age: Duration::ZERO, wall: at };
        let end = End { state, at, settled, charge, request_id: None, note: None };
        self.journal.finish(self.ticket.clone(), end).await.unwrap()
    }

    async fn state(&self) -> State {
        self.journal.get(self.ticket.key).await.unwrap().unwrap().state
    }
}

fn busy(outcome: Outcome<ErpsSend>) -> Pending {
    match outcome {
        Outcome::Busy(pending) => pending,
        other => panic!("{other:?}"),
    }
}

async fn seconds(count: u64) {
    tokio::time::sleep(Duration::from_secs(count)).await;
}

async fn shared() -> (Platform, Other, Writes<crate::vvtool::Client>) {
    let (platform, clock) = (Platform::default(), clock());
    tokio::time::advance(Duration::from_secs(100)).await;
    let other = Other::claims(&platform, clock.clone()).await;
    let writes = open_in(&platform, other.journal.clone(), clock).await;
    (platform, other, writes)
}

#[tokio::test(start_paused = true)]
async fn a_claim_that_is_read_back_before_it_has_started_cannot_start() {
    let (platform, other, writes) = shared().await;
    let open = busy(writes.send(ship("7", "SF1")).await);
    assert!(matches!(writes.reconcile_once(&open).await.unwrap(), Glance::Later(_)));
    assert_eq!((platform.reads(), other.state().await), (0, State::Planned), "within its time it may start");
    seconds(61).await;
    assert!(matches!(writes.reconcile_once(&open).await.unwrap(), Glance::Later(_)));
    assert!(!other.starts().await && other.state().await == State::Open);
    let begun = Instant::now();
    let proof = permit(&writes, &open).await;
    assert_eq!(begun.elapsed().as_secs(), 180);
    assert!(matches!(writes.resend(ship("7", "SF1"), proof).await, Outcome::Done(_)));
    assert_eq!((platform.sent(), platform.executions("7")), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn no_time_before_the_end_of_an_exchange_counts_for_it() {
    let (platform, other, writes) = shared().await;
    assert!(other.starts().await);
    let open = writes.pending().await.unwrap().remove(0);
    seconds(46).await;
    // Its time is over, as far as the clock tells, and it is watched from here on.
    assert!(matches!(writes.reconcile_once(&open).await.unwrap(), Glance::Later(_)));
    seconds(150).await;
    assert!(matches!(writes.reconcile_once(&open).await.unwrap(), Glance::Later(_)));
    assert!(platform.reads() > 0 && other.loses().await);
    let begun = Instant::now();
    drop(permit(&writes, &open).await);
    assert!(begun.elapsed() >= Duration::from_secs(180), "{:?}", begun.elapsed());
}

/// The line to a platform, on which the other process hears that its exchange was over while a read is on its way.
struct Crossing {
    platform: Platform,
    other: Other,
    from: Instant,
}

impl Exchange for Crossing {
    fn exchange(&self, request: HttpRequest, limit: usize) -> Exchanging<'_> {
        Box::pin(async move {
            let answer = self.platform.exchange(request, limit).await;
            if Instant::now() >= self.from {
                self.other.loses().await;
            }
            answer
        })
    }
}

#[tokio::test(start_paused = true)]
async fn an_exchange_that_ends_while_the_last_read_is_on_its_way_is_read_back_anew() {
    let (platform, other, writes) = shared().await;
    assert!(other.starts().await);
    let open = writes.pending().await.unwrap().remove(0);
    seconds(46).await;
    let (journal, clock) = (other.journal.clone(), other.clock.clone());
    // The last read is made after all 225 seconds: 180, and 45 that the exchange may have taken.
    let crossing = Crossing { platform: platform.clone(), other, from: Instant::now() + Duration::from_secs(220) };
    let client = platform::builder(&platform).limits(Limits::off()).exchange(crossing).build().unwrap();
    let writes = Writes::open_at(&client, journal, clock).await.unwrap();
    let verdict = writes.reconcile(&open).await.unwrap();
    assert!(matches!(&verdict, Verdict::Unresolved(why) if why.contains("meanwhile")), "{verdict:?}");
    let begun = Instant::now();
    drop(permit(&writes, &open).await);
    assert_eq!(begun.elapsed().as_secs(), 180);
}

#[tokio::test(start_paused = true)]
async fn a_person_closes_what_the_journal_says_now_and_not_what_it_said() {
    let (_, other, writes) = shared().await;
    let open = busy(writes.send(ship("7", "SF1")).await);
    seconds(61).await;
    assert!(other.starts().await);
    let error = writes.close(&open, Closed::NotDone, "not in the back office").await.unwrap_err();
    assert!(error.to_string().contains("on its way at this moment"), "{error}");
    assert_eq!(other.state().await, State::InFlight);

    for is_read in [false, true] {
        let (_, other, writes) = shared().await;
        let open = busy(writes.send(ship("7", "SF1")).await);
        let error = writes.close(&open, Closed::NotDone, "too early").await.unwrap_err();
        assert!(error.to_string().contains("on its way at this moment"), "{error}");
        seconds(61).await;
        if is_read {
            assert!(matches!(writes.reconcile_once(&open).await.unwrap(), Glance::Later(_)));
        }
        writes.close(&open, Closed::NotDone, "not in the back office").await.unwrap();
        assert!(!other.starts().await && other.state().await == State::NotDone);
        assert!(writes.close(&open, Closed::Done, "twice").await.unwrap_err().to_string().contains("settled before"));
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_killed_process_was_sending_is_listed_at_once_and_what_this_one_sends_is_not() {
    let (platform, other, writes) = shared().await;
    assert!(other.starts().await);
    let open = writes.pending().await.unwrap();
    let [open] = open.as_slice() else { panic!("{open:?}") };
    platform.other("7", "SF1");
    let begun = Instant::now();
    assert!(matches!(writes.reconcile(open).await.unwrap(), Verdict::Done));
    assert_eq!((begun.elapsed().as_secs() / 10, platform.reads()), (4, 1), "once its time was over");

    let (_, writes) = opened().await;
    let sending = tokio::spawn(writes.send(ship("8", "SF2")));
    tokio::time::sleep(Duration::from_millis(10)).await;
    assert!(writes.pending().await.unwrap().is_empty());
    assert!(matches!(sending.await.unwrap(), Outcome::Done(_)));
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_was_set_back_keeps_nothing_under_way() {
    for started in [true, false] {
        let (platform, other, writes) = shared().await;
        let open = busy(writes.send(ship("7", "SF1")).await);
        if started {
            assert!(other.starts().await);
        }
        let real = other.clock.clone();
        let back = Clock::of(move || real.wall() - HOUR);
        let later = open_in(&platform, other.journal.clone(), back).await;
        let again = later.send(ship("7", "SF1")).await;
        assert_eq!(matches!(again, Outcome::Unknown(_)), started, "{again:?}");
        assert_eq!(later.pending().await.unwrap().len(), usize::from(started));
        let begun = Instant::now();
        let verdict = later.reconcile(&open).await.unwrap();
        assert!(matches!(&verdict, Verdict::Unresolved(why) if why.contains("clock")), "{verdict:?}");
        assert_eq!((begun.elapsed().as_secs(), platform.reads()), (0, 0));
        later.close(&open, Closed::NotDone, "nothing in the back office").await.unwrap();
        assert!(!other.starts().await);
    }
}

/// A platform that thinks for an hour.
#[derive(Clone, Default)]
struct Thinks(Platform);

impl Exchange for Thinks {
    fn exchange(&self, request: HttpRequest, most: usize) -> Exchanging<'_> {
        Box::pin(async move {
            if request.uri().path() != "/tool/erps/fullinfo" {
                tokio::time::sleep(HOUR).await;
            }
            self.0.exchange(request, most).await
        })
    }
}

#[tokio::test(start_paused = true)]
async fn what_another_process_gives_all_the_time_in_the_world_is_not_taken_to_be_over() {
    for time in [Duration::MAX, Duration::from_secs(u64::MAX), Duration::from_secs(i64::MAX as u64), HOUR * 10_000] {
        let (platform, clock) = (Thinks::default(), clock());
        let journal = Arc::new(MemoryJournal::new());
        let client = || {
            let builder = super::platform::builder(&platform.0).limits(Limits::off());
            builder.exchange(platform.clone()).timeout(time).build().unwrap()
        };
        let one = Writes::open_at(&client(), Arc::clone(&journal) as _, clock.clone()).await.unwrap();
        let other = Writes::open_at(&client(), Arc::clone(&journal) as _, clock).await.unwrap();
        let sent = tokio::spawn(one.send(ship("7", "SF1")));
        seconds(1).await;
        for _ in 0..10 {
            let pending = busy(other.send(ship("7", "SF1")).await);
            assert!(matches!(other.reconcile_once(&pending).await.unwrap(), Glance::Later(_)), "{time:?}");
            seconds(60).await;
        }
        assert!(matches!(sent.await.unwrap(), Outcome::Done(_)), "{time:?}");
        assert_eq!(platform.0.executions("7"), 1);
    }
}
