//! Calls that wait, on a paused clock.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::Arc;

use super::*;
use crate::meta::{Effect, Protocol};

static SERVICE: Service = Service::new("sample", Protocol::Envelope).rate_limit(10, "second");
static READ: Meta = Meta::new("sample", "read").effect(Effect::Read);
static OTHER: Meta = Meta::new("sample", "other").effect(Effect::Read);

/// Each test is an account of its own: the registry outlives them.
impl Gate {
    /// A call that leaves where it may.
    pub(super) async fn passes(&self, meta: &'static Meta, shop: u64, wait: Wait) -> Result<bool, Held> {
        let mut probe = Probe::default();
        let passed = self.pass(meta, shop, wait, &mut probe).await;
        probe.leaves();
        passed
    }
}

fn gate(label: &str) -> Arc<Gate> {
    made(&Limits::new(), label)
}

fn made(limits: &Limits, label: &str) -> Arc<Gate> {
    Arc::new(Gate::new(limits, &SERVICE, "http://example.com", &account::Account::named(label)).unwrap())
}

/// A call on a task of its own; gives when it left, after the beginning.
fn call(
    gate: &Arc<Gate>,
    shop: u64,
    priority: Priority,
    began: Instant,
    wait: Duration,
) -> tokio::task::JoinHandle<Result<Duration, Held>> {
    let gate = Arc::clone(gate);
    tokio::spawn(async move {
        gate.passes(&READ, shop, Wait { priority, until: Some(began + wait), ..Wait::default() })
            .await
            .map(|_| began.elapsed())
    })
}

const LONG: Duration = Duration::from_secs(600);

async fn all(calls: Vec<tokio::task::JoinHandle<Result<Duration, Held>>>) -> Vec<Result<Duration, Held>> {
    let mut done = Vec::new();
    for call in calls {
        done.push(call.await.unwrap());
    }
    done
}

#[tokio::test(start_paused = true)]
async fn calls_leave_no_faster_than_the_rate_and_no_slower_than_they_may() {
    let (gate, began) = (gate("rate"), Instant::now());
    let calls = (0..100).map(|_| call(&gate, 0, Priority::Ordinary, began, LONG)).collect();
    let left: Vec<_> = all(calls).await.into_iter().map(Result::unwrap).collect();
    let most =
        left.iter().map(|from| left.iter().filter(|at| *at >= from && **at < *from + Duration::from_secs(1)).count());
    assert!(most.max().unwrap() <= 10);
    let last = left.iter().max().unwrap();
    assert!(*last >= Duration::from_millis(99 * 112) && *last < Duration::from_millis(99 * 114 + 20), "{last:?}");
}

#[tokio::test(start_paused = true)]
async fn a_shop_with_few_calls_does_not_wait_for_one_with_many() {
    let (gate, began) = (gate("fair"), Instant::now());
    let many: Vec<_> = (0..500).map(|_| call(&gate, 1, Priority::Ordinary, began, LONG)).collect();
    tokio::task::yield_now().await;
    let few = (0..45).map(|at| call(&gate, 2 + at % 9, Priority::Ordinary, began, LONG)).collect();
    let worst = all(few).await.into_iter().map(Result::unwrap).max().unwrap();
    println!("the slowest of few calls beside 500: asked <= 6s / measured {worst:?}");
    assert!(worst <= Duration::from_secs(6), "{worst:?}");
    assert_eq!(all(many).await.iter().filter(|left| left.is_ok()).count(), 500);
}

#[tokio::test(start_paused = true)]
async fn whoever_is_waited_for_goes_first_for_three_of_ten() {
    let (gate, began) = (gate("urgent"), Instant::now());
    let ordinary: Vec<_> = (0..60).map(|_| call(&gate, 1, Priority::Ordinary, began, LONG)).collect();
    tokio::task::yield_now().await;
    let urgent: Vec<_> = (0..20).map(|_| call(&gate, 1, Priority::Interactive, began, LONG)).collect();
    let urgent: Vec<_> = all(urgent).await.into_iter().map(Result::unwrap).collect();
    let ordinary: Vec<_> = all(ordinary).await.into_iter().map(Result::unwrap).collect();
    let first = urgent.iter().min().unwrap();
    assert!(*first <= Duration::from_millis(250), "{first:?}");
    let end = *urgent.iter().max().unwrap();
    let beside = ordinary.iter().filter(|left| **left < end).count();
    assert!((44..=48).contains(&beside), "{beside} ordinary calls left beside 20 urgent ones");
}

#[tokio::test(start_paused = true)]
async fn what_does_not_fit_is_told_at_once_and_what_waits_too_long_in_time() {
    let (gate, began) = (made(&Limits::new().queue(5), "full"), Instant::now());
    let soon = Duration::from_millis(300);
    let first: Vec<_> = (0..6).map(|_| call(&gate, 0, Priority::Ordinary, began, soon)).collect();
    tokio::task::yield_now().await;
    assert_eq!(gate.passes(&READ, 0, Wait::default()).await, Err(Held::Full));
    // Another operation has a queue of its own.
    assert_eq!(gate.passes(&OTHER, 0, Wait::default()).await, Ok(false));
    let ended = all(first).await;
    assert_eq!(ended.iter().filter(|left| left.is_ok()).count(), 3, "{ended:?}");
    assert_eq!(ended.iter().filter(|left| **left == Err(Held::TooLong)).count(), 3);
    assert!(began.elapsed() >= soon && began.elapsed() < soon * 2);
}

#[tokio::test(start_paused = true)]
async fn a_waiter_that_goes_away_gives_its_place_back() {
    let (gate, began) = (gate("dropped"), Instant::now());
    let calls: Vec<_> = (0..50).map(|_| call(&gate, 0, Priority::Ordinary, began, LONG)).collect();
    let last = call(&gate, 0, Priority::Ordinary, began, LONG);
    tokio::time::sleep(Duration::from_millis(150)).await;
    // Among them who keeps the time.
    calls.iter().for_each(tokio::task::JoinHandle::abort);
    let left = last.await.unwrap().unwrap();
    assert!(left <= Duration::from_millis(300), "{left:?}");
}

#[tokio::test(start_paused = true)]
async fn a_future_that_nobody_polls_stops_nobody() {
    let (gate, began) = (gate("unpolled"), Instant::now());
    gate.passes(&READ, 0, Wait::default()).await.unwrap();
    // It keeps the time, and is its turn, and is never polled again.
    let mut held = Box::pin(gate.passes(&READ, 0, Wait::default()));
    assert!(core::future::poll_fn(|cx| core::task::Poll::Ready(held.as_mut().poll(cx).is_pending())).await);
    let calls = (0..20).map(|_| call(&gate, 0, Priority::Ordinary, began, LONG)).collect();
    let left: Vec<_> = all(calls).await.into_iter().map(Result::unwrap).collect();
    let last = left.iter().max().unwrap();
    assert!(*last <= Duration::from_millis(2_000 + 20 * 115), "{last:?}");
    // It is late, not lost.
    assert_eq!(held.await, Ok(true));
}

#[tokio::test(start_paused = true)]
async fn clients_of_one_account_share_its_limit() {
    let began = Instant::now();
    for _ in 0..10 {
        // Made for this one call, as some programs do.
        gate("made anew").passes(&READ, 0, Wait::default()).await.unwrap();
    }
    assert!(began.elapsed() >= Duration::from_millis(9 * 112), "{:?}", began.elapsed());
    let other = Instant::now();
    gate("another account").passes(&READ, 0, Wait::default()).await.unwrap();
    assert_eq!(other.elapsed(), Duration::ZERO);
}

#[test]
fn without_a_timer_a_call_that_need_not_wait_leaves_and_the_next_says_why_not() {
    let gate = gate("no runtime");
    let mut cx = core::task::Context::from_waker(core::task::Waker::noop());
    let mut pass = |expected: Result<bool, Held>| {
        let mut pass = Box::pin(gate.passes(&READ, 0, Wait::default()));
        assert_eq!(pass.as_mut().poll(&mut cx), core::task::Poll::Ready(expected));
    };
    pass(Ok(false));
    pass(Err(Held::NoTimer));
}

#[test]
fn settings_that_cannot_be_are_named() {
    let second = Duration::from_secs(1);
    for (limits, word) in [
        (Limits::new().rate(Rate::new(0, second)), "rate of 0"),
        (Limits::new().rate(Rate::new(1, Duration::ZERO)), "period"),
        (Limits::new().rate(Rate::per_second(3).with_burst(4)), "burst"),
        (Limits::new().rate(Rate::per_second(3).with_burst(0)), "burst"),
        (Limits::new().queue(0), "queue"),
    ] {
        let what = Gate::new(&limits, &SERVICE, "h", &account::Account::named("l")).err().unwrap();
        assert!(what.contains(word), "{what}");
    }
    assert!(Call::new().max_wait(Duration::ZERO).checked().unwrap_err().contains("max_wait"));
    assert!(Call::new().deadline(Duration::ZERO).checked().unwrap_err().contains("deadline"));
}

#[test]
fn an_operation_is_held_to_its_own_rates_unless_others_are_set() {
    static UNLIMITED: Service = Service::new("unlimited", Protocol::Top);
    static SLOW: Meta = Meta::new("sample", "slow").rates(&[Rate::per_second(1), Rate::per_minute(30)]);
    let rules = |limits: Limits, service, meta| {
        let gate = Gate::new(&limits, service, "h", &account::Account::named("l")).unwrap();
        gate.rules(meta).iter().map(|rule| rule.interval).collect::<Vec<_>>()
    };
    let own = rules(Limits::new(), &SERVICE, &SLOW);
    assert_eq!(own, rules(Limits::new(), &UNLIMITED, &SLOW));
    assert_eq!((own.len(), own.first()), (2, Some(&1_111_000)));
    assert_eq!(rules(Limits::new().rate(Rate::per_second(10)), &UNLIMITED, &SLOW), [112_000]);
    // What was generated before operations said theirs has the service's; where no document says one, there is none.
    assert_eq!(rules(Limits::new(), &SERVICE, &READ), [112_000]);
    assert!(rules(Limits::new(), &UNLIMITED, &READ).is_empty());
    // A user's own service is sent with the same client; the gateway's documents say nothing of it.
    static FOREIGN: Meta = Meta::new("of a user", "read");
    assert!(rules(Limits::new(), &SERVICE, &FOREIGN).is_empty());
    assert_eq!(rules(Limits::new().rate(Rate::per_second(10)), &SERVICE, &FOREIGN), [112_000]);
}

/// A pause that the platform asks for with its answer.
fn too_many(gate: &Gate, seconds: u64) {
    let asked = pace::Asked { wait: Duration::from_secs(seconds), too_many: true };
    gate.account.lane(&READ).throttled(Instant::now(), asked, "HTTP status 429", &gate.rules(&READ));
}

#[tokio::test(start_paused = true)]
async fn too_many_calls_slow_everybody_down_for_a_while() {
    let (gate, began) = (gate("throttled"), Instant::now());
    too_many(&gate, 1);
    let calls = (0..700).map(|_| call(&gate, 0, Priority::Ordinary, began, LONG)).collect();
    let left: Vec<_> = all(calls).await.into_iter().map(Result::unwrap).collect();
    assert!(left.iter().all(|at| *at >= Duration::from_secs(1)));
    let within = |from: u64, to: u64| {
        left.iter().filter(|at| **at >= Duration::from_secs(from) && **at < Duration::from_secs(to)).count()
    };
    // 6.2 a second at first, 8.9 after a minute.
    assert!((6..=7).contains(&within(1, 2)), "{}", within(1, 2));
    assert!((85..=90).contains(&within(62, 72)), "{}", within(62, 72));
}

#[tokio::test(start_paused = true)]
async fn a_long_pause_is_told_to_those_who_wait_and_those_who_come() {
    let (gate, began) = (gate("parked"), Instant::now());
    let calls: Vec<_> = (0..50).map(|_| call(&gate, 0, Priority::Ordinary, began, LONG)).collect();
    tokio::time::sleep(Duration::from_millis(500)).await;
    too_many(&gate, 90);
    let held = all(calls).await.into_iter().filter(|left| matches!(left, Err(Held::Parked(..)))).count();
    assert_eq!(held, 45);
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    assert!(matches!(gate.passes(&READ, 0, Wait::default()).await, Err(Held::Parked(..))));
    // Another operation is not concerned, and nor is this one afterwards.
    assert_eq!(gate.passes(&OTHER, 0, Wait::default()).await, Ok(false));
    tokio::time::sleep(Duration::from_secs(91)).await;
    assert_eq!(gate.passes(&READ, 0, Wait::default()).await, Ok(false));
}

#[tokio::test(start_paused = true)]
async fn a_call_of_a_bulk_waits_however_many_wait_already() {
    let (gate, began) = (made(&Limits::new().queue(5), "however many"), Instant::now());
    let first: Vec<_> = (0..6).map(|_| call(&gate, 0, Priority::Ordinary, began, LONG)).collect();
    tokio::task::yield_now().await;
    assert_eq!(gate.passes(&READ, 0, Wait::default()).await, Err(Held::Full));
    assert_eq!(gate.passes(&READ, 0, Wait { however_many: true, ..Wait::default() }).await, Ok(true));
    assert!(all(first).await.iter().all(Result::is_ok));
}

/// Promises every turn at once, and keeps what it is told.
#[cfg(feature = "redis")]
#[derive(Default)]
pub(super) struct Generous(Mutex<Vec<Notice>>);

#[cfg(feature = "redis")]
impl crate::spend::Till for Generous {
    fn reserve(
        &self,
        _: crate::spend::Want,
        _: Option<std::time::Instant>,
    ) -> crate::spend::Later<Result<crate::spend::Slip, crate::spend::NoPoints>> {
        Box::pin(core::future::pending())
    }
    fn settle(&self, _: crate::spend::Slip, _: u64) {}
}

#[cfg(feature = "redis")]
impl Shared for Generous {
    fn identity(&self) -> &str {
        "generous"
    }
    fn processes(&self) -> u32 {
        4
    }
    fn ask(&self, _: Arc<str>, _: Rule, _: (Arc<str>, u64), told: Told) {
        told(TurnReply::Turn(Instant::now().into_std()), None);
    }
    fn notify(&self, _: Arc<str>, notice: Notice) {
        locked(&self.0).push(notice);
    }
    fn pause(&self, _: Arc<str>, _: Duration) {}
}

#[cfg(feature = "redis")]
#[tokio::test(start_paused = true)]
async fn a_rate_that_is_not_shared_is_kept_by_each_process_for_its_part() {
    // The part of the first one is no call, which matters only without a promise.
    const SOME: Rate = Rate::per_minute(60);
    static BOTH: Meta = Meta::new("sample", "both").rates(&[Rate::per_second(3), SOME]);
    static NONE: Meta = Meta::new("sample", "none").rates(&[Rate::per_second(8), Rate::per_day(3)]);
    let whose = account::Account::named("two rates");
    let gate = Gate::new(&Limits::new(), &SERVICE, "h", &whose).unwrap();
    let gate = gate.sharing(Some(Generous::default()), &SERVICE, "h", &whose).unwrap();
    let (began, mut left) = (Instant::now(), 0);
    let until = Some(began + Duration::from_secs(60));
    while gate.passes(&BOTH, 0, Wait { until, ..Wait::default() }).await.is_ok() {
        left += 1;
    }
    assert!((13..=15).contains(&left), "{left}");
    assert_eq!(gate.passes(&NONE, 0, Wait::default()).await, Err(Held::NoPart));
}

#[cfg(feature = "redis")]
#[test]
fn what_others_are_told_is_held_back_here_until_somebody_says_that_it_is_over() {
    let machines = Arc::new(Generous::default());
    let hung = || std::mem::take(&mut *locked(&machines.0));
    let [here, there] = [0, 1].map(|_| Arc::new(Parks::sharing(Board::new(Arc::clone(&machines) as _, "somebody"))));
    let start = Instant::now();
    let at = |seconds: u64| start + Duration::from_secs(seconds);
    let notice = |spot: &str, left: u64, ends: bool, kind: &str| Notice {
        spot: spot.to_owned(),
        left: Duration::from_secs(left),
        ends,
        kind: kind.to_owned(),
    };
    let held = |seconds: u64, by: &str, scope| Err(Held::Parked(Duration::from_secs(seconds), by.into(), scope));
    // Of many that meet it one tells, and nobody tells what a host says of this machine.
    for second in 0..3 {
        here.park(Spot::Account, at(second), None, "no points for 13912345678", "BalanceExhausted");
        here.park(Spot::Host, at(second), None, "a wrong address", "IpNotAllowed");
    }
    here.park(Spot::Shop(255), at(2), Some(at(62)), "closed for 13912345678", "ShopClosed");
    let told = hung();
    let (account, shop) =
        (notice("account", 3_600, false, "BalanceExhausted"), notice("shop 00000000000000ff", 60, true, "ShopClosed"));
    assert_eq!(told, [account.clone(), shop]);
    there.learn(Notices { version: 7, all: told }, at(3));
    assert_eq!(there.board(), ("vv:{somebody}:parks".into(), 7));
    let by = "BalanceExhausted, which another process was told";
    assert_eq!(there.look(&[Spot::Account], at(4)), held(59, by, Scope::Account));
    let by = "ShopClosed, which another process was told";
    assert_eq!(there.look(&[Spot::Shop(255)], at(4)), held(59, by, Scope::Shop));
    assert!(there.since(&[Spot::Account], start, at(4)).is_some(), "what waited before waits in vain");
    // One call of a minute finds out, and tells.
    assert_eq!(there.tries(&[Spot::Account], at(63)), Ok(()));
    there.over(&[Spot::Account], at(63));
    assert_eq!(hung(), [notice("account", 0, true, "")]);
    // What was met here waits for a try of its own.
    here.learn(Notices { version: 8, all: Vec::new() }, at(61));
    let own = held(1, "no points for 13912345678", Scope::Account);
    assert_eq!((here.look(&[Spot::Account], at(61)), there.look(&[Spot::Account], at(64))), (own, Ok(())));

    // Of an operation that is not called here nobody wants to know, until it is.
    let operation = [Spot::Operation("sample", "fullinfo")];
    let notices = |version| Notices { version, all: vec![notice("sample/fullinfo", 600, true, "OfTheDay")] };
    there.learn(notices(9), at(64));
    assert_eq!((there.look(&operation, at(65)), there.board().1), (Ok(()), 9));
    there.meets("sample", "fullinfo");
    assert_eq!(there.board().1, 0);
    there.learn(notices(9), at(65));
    let by = "OfTheDay, which another process was told";
    assert_eq!(there.look(&operation, at(66)), held(599, by, Scope::Operation));
    there.learn(Notices { version: 10, all: vec![account] }, at(66));
    assert_eq!(there.look(&operation, at(66)), Ok(()));
    // Of the account at a service that is called here, and at no other one.
    let elsewhere = ["account sample", "account other"].map(|spot| notice(spot, 60, true, "NoPoints"));
    there.learn(Notices { version: 10, all: elsewhere.to_vec() }, at(66));
    let by = "NoPoints, which another process was told";
    assert_eq!(there.look(&[Spot::AccountOf("sample")], at(66)), held(60, by, Scope::Account));
    assert_eq!(there.look(&[Spot::Account, Spot::AccountOf("other")], at(66)), Ok(()));
    // What cannot be read is nothing.
    let odd = ["", "shop", "shop zz", "sample", "sample/other", "account "].map(|spot| notice(spot, 60, true, "Odd"));
    there.learn(Notices { version: 11, all: odd.to_vec() }, at(67));
    assert!(there.is_idle(at(67)));
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_the_account_holds_over_its_operations_and_each_keeps_its_own() {
    const TOGETHER: &[Rate] = &[Rate::per_minute(30)];
    static ONE: Meta = Meta::new("counted", "one").rates(&[Rate::per_second(5)]).account_rates(TOGETHER);
    static TWO: Meta = Meta::new("counted", "two").rates(&[Rate::per_second(1)]).account_rates(TOGETHER);
    static FREE: Meta = Meta::new("counted", "free").account_rates(TOGETHER);
    let whose = account::Account::named("together");
    let gate = Arc::new(Gate::new(&Limits::new(), &SERVICE, "http://together.example", &whose).unwrap());
    let (began, mut calls) = (Instant::now(), Vec::new());
    for at in 0..90 {
        // The lanes begin at different times.
        tokio::time::sleep(Duration::from_millis(7)).await;
        let (gate, meta) = (Arc::clone(&gate), [&ONE, &TWO, &FREE][at % 3]);
        calls.push(tokio::spawn(async move {
            gate.passes(meta, 0, Wait { until: Some(began + LONG), ..Wait::default() }).await.unwrap();
            (meta.id, began.elapsed())
        }));
    }
    let mut left = Vec::new();
    for call in calls {
        left.push(call.await.unwrap());
    }
    let most = |of: Option<&str>, stretch: Duration| {
        let times = || left.iter().filter(|(id, _)| of.is_none_or(|of| of == *id)).map(|(_, at)| *at);
        times().map(|from| times().filter(|at| *at >= from && *at < from + stretch).count()).max().unwrap()
    };
    let minute = most(None, Duration::from_secs(60));
    assert!((27..=30).contains(&minute), "{minute}");
    assert_eq!(most(Some("two"), Duration::from_secs(1)), 1);
    assert!(most(Some("one"), Duration::from_secs(1)) <= 5);
}
