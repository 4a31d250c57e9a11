//! What rates let out at once, for how long that is remembered, and what is said of them before a call.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::meta::Protocol;

static SERVICE: Service = Service::new("sample", Protocol::Envelope).rate_limit(10, "second");
/// Nine hundred over the day and a hundred at once.
const DAY: &[Rate] = &[Rate::per_day(1_000)];
static OF_THE_OPERATION: Meta = Meta::new("sample", "by itself").rates(DAY);
static OF_THE_ACCOUNT: Meta = Meta::new("counted", "together").account_rates(DAY);

fn gate(label: &str) -> Gate {
    Gate::new(&Limits::new(), &SERVICE, "http://rates.example", &account::Account::named(label)).unwrap()
}

/// How many calls leave one after the other without a wait, but for a moment in which a turn is promised.
async fn at_once(gate: &Gate, meta: &'static Meta) -> usize {
    let mut left = 0;
    let soon = || Wait { until: Some(Instant::now() + Duration::from_millis(20)), ..Wait::default() };
    while gate.passes(meta, 0, soon()).await.is_ok() {
        left += 1;
    }
    left
}

#[tokio::test(start_paused = true)]
async fn the_first_burst_of_a_day_is_a_whole_one() {
    for meta in [&OF_THE_OPERATION, &OF_THE_ACCOUNT] {
        let gate = gate("first burst");
        assert_eq!(at_once(&gate, meta).await, 100, "{}", meta.id);
        // (86 400 s + 110 ms) / 901 + 1 ms.
        tokio::time::advance(Duration::from_secs(200)).await;
        assert_eq!(at_once(&gate, meta).await, 2, "{}", meta.id);
    }
}

#[tokio::test(start_paused = true)]
async fn an_account_is_remembered_until_its_burst_is_whole_again() {
    for meta in [&OF_THE_OPERATION, &OF_THE_ACCOUNT] {
        let (gate, began) = (gate("remembered"), Instant::now());
        at_once(&gate, meta).await;
        let idle = |seconds: u64| gate.account.is_idle(began + Duration::from_secs(seconds));
        // A hundred intervals, and a minute.
        assert_eq!([600, 9_500, 9_660].map(idle), [false, false, true], "{}", meta.id);
    }
    // What was slowed down is as fast as before a minute after the pause.
    let (gate, began) = (gate("slowed down"), Instant::now());
    let asked = pace::Asked { wait: Duration::from_secs(10), too_many: true };
    gate.account.lane(&OF_THE_OPERATION).throttled(began, asked, "429", &[]);
    let idle = |seconds: u64| gate.account.is_idle(began + Duration::from_secs(seconds));
    assert_eq!([11, 69, 71].map(idle), [false, false, true]);
}

#[tokio::test(start_paused = true)]
async fn what_is_said_of_a_call_knows_the_rates_of_its_account() {
    static BOTH: Meta = Meta::new("counted", "both").rates(&[Rate::per_second(10)]).account_rates(DAY);
    static FREE: Meta = Meta::new("counted", "free");
    let gate = gate("outlook");
    let said = |meta| gate.outlook(meta, "", 0, false);
    assert_eq!(said(&BOTH), "; one may leave every 95894 ms");
    assert_eq!(gate.interval(&BOTH), Ok(Some(Duration::from_micros(95_894_574))));
    assert_eq!(said(&FREE), "");
    let off = Gate::new(&Limits::off(), &SERVICE, "http://rates.example", &account::Account::named("off")).unwrap();
    assert_eq!(off.interval(&BOTH), Ok(None));
}

#[tokio::test(start_paused = true)]
async fn operations_that_share_a_limit_take_turns() {
    const TOGETHER: &[Rate] = &[Rate::per_second(10)];
    static MANY: Meta = Meta::new("shares", "many").account_rates(TOGETHER);
    static FEW: [Meta; 3] = [
        Meta::new("shares", "one").account_rates(TOGETHER),
        Meta::new("shares", "two").account_rates(TOGETHER),
        Meta::new("shares", "three").account_rates(TOGETHER),
    ];
    let (gate, began) = (Arc::new(gate("turns")), Instant::now());
    let call = |meta: &'static Meta| {
        let gate = Arc::clone(&gate);
        tokio::spawn(async move {
            let until = Some(began + Duration::from_secs(600));
            gate.passes(meta, 0, Wait { until, ..Wait::default() }).await.unwrap();
            began.elapsed()
        })
    };
    let many: Vec<_> = (0..200).map(|_| call(&MANY)).collect();
    tokio::task::yield_now().await;
    let few: Vec<_> = (0..15).map(|at| call(&FEW[at % 3])).collect();
    let mut left = Vec::new();
    for call in few {
        left.push(call.await.unwrap());
    }
    // Of four operations each has every fourth turn: five for each of these.
    let worst = left.iter().max().unwrap();
    assert!(*worst < Duration::from_millis(21 * 115 + 200), "{left:?}");
    for call in many {
        call.await.unwrap();
    }
    assert!(began.elapsed() < Duration::from_millis(215 * 115), "{:?}", began.elapsed());
}

#[cfg(feature = "redis")]
#[tokio::test(start_paused = true)]
async fn of_a_rate_that_machines_do_not_share_each_has_its_part_of_the_burst_too() {
    static ALL: Meta = Meta::new("counted", "of all").account_rates(&[Rate::per_day(4_000)]);
    static FEW: Meta = Meta::new("counted", "few").account_rates(&[Rate::per_day(3)]);
    static SET: Meta = Meta::new("sample", "set").rates(&[Rate::per_second(10), Rate::per_day(400).with_burst(12)]);
    let whose = account::Account::named("parts");
    let gate = Gate::new(&Limits::new(), &SERVICE, "h", &whose).unwrap();
    let gate = gate.sharing(Some(tests::Generous::default()), &SERVICE, "h", &whose).unwrap();
    // A thousand a day for each of four, a hundred of them at once; three of the twelve.
    assert_eq!([at_once(&gate, &ALL).await, at_once(&gate, &SET).await], [100, 3]);
    assert_eq!(gate.interval(&ALL), Ok(Some(Duration::from_micros(95_894_574))));
    assert_eq!(gate.passes(&FEW, 0, Wait::default()).await, Err(Held::NoPart));
    let said = gate.outlook(&FEW, "", 0, false);
    assert!(said.contains("would be refused: a rate of the account"), "{said}");
}

#[cfg(feature = "redis")]
#[test]
fn nobody_shares_by_no_processes() {
    use crate::vvtool::Client;

    let none = crate::Redis::connect("redis://127.0.0.1:9/").unwrap().processes(0);
    let error = Client::builder().token("t").shared(none).build().unwrap_err().to_string();
    assert!(error.contains("processes of 0"), "{error}");
}
