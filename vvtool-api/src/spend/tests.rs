//! Points that are kept, spent and given back, on a paused clock.
#![allow(clippy::unwrap_used)]

use core::time::Duration;
use std::sync::Arc;

use tokio::time::Instant;

use super::*;
use crate::meta::Meta;
use crate::value::Charge;

static READ: Meta = Meta::new("sample", "read");
static WRITE: Meta = Meta::new("sample", "write");

fn known(points: i64) -> Charge {
    Charge::Known(Points::new(points))
}

/// A ledger of its own, and what is asked of it.
struct Account(Arc<Ledger>, Caps);

impl Account {
    fn new(caps: Caps) -> Self {
        Self(Arc::default(), caps)
    }

    fn reserve(&self, meta: &Meta, edition: &str, shop: u64, all: bool) -> Result<Reserved, Over> {
        self.0.reserve(Price::of(meta, edition.to_owned()), shop, self.1, all)
    }

    /// One attempt of a shop, to its end.
    fn call(&self, shop: u64, charge: Charge) -> Result<(), Over> {
        let mut reserved = self.reserve(&READ, "", shop, false)?;
        reserved.leaves(Instant::now());
        reserved.settle(charge);
        Ok(())
    }

    fn calls(&self, shop: u64, charge: Charge) -> usize {
        (0..10_000).take_while(|_| self.call(shop, charge).is_ok()).count()
    }
}

#[tokio::test(start_paused = true)]
async fn a_cap_is_not_passed_and_what_is_kept_is_there_for_reading_back() {
    for (cap, ordinary) in [(1, 1), (4, 4), (10, 8), (100, 80), (1_000, 980)] {
        let account = Account::new(Caps::new().per_hour(cap));
        assert_eq!(account.calls(0, known(1)) as u64, ordinary, "cap {cap}");
        let over = account.call(0, known(1)).unwrap_err();
        assert_eq!((over.setting, over.cap, over.spent, over.kept), ("per_hour", cap, ordinary, cap - ordinary));
        let back = (0..1_000).take_while(|_| account.reserve(&READ, "", 0, true).map(core::mem::forget).is_ok());
        assert_eq!(back.count() as u64, cap - ordinary, "cap {cap}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_over_comes_free_when_it_was_said_to() {
    for (caps, hours) in [(Caps::new().per_hour(10), 1), (Caps::new().per_day(10), 24), (Caps::new().per_shop(10), 24)]
    {
        let account = Account::new(caps);
        assert_eq!(account.calls(7, known(2)), 4);
        let over = account.call(7, known(2)).unwrap_err();
        let (wait, whole) = (over.wait.unwrap(), Duration::from_secs(hours * 3_600));
        assert!(wait >= whole && wait <= whole + whole / 60, "{wait:?}");
        tokio::time::advance(wait - Duration::from_secs(1)).await;
        assert!(account.call(7, known(2)).is_err());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(account.calls(7, known(2)), 4, "{caps:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn each_shop_has_a_cap_of_its_own() {
    let account = Account::new(Caps::new().per_shop(10).per_day(100));
    assert_eq!((account.calls(1, known(1)), account.calls(2, known(1))), (8, 8));
    // Who comes later is told by the cap of all.
    let many: usize = (3..20).map(|shop| account.calls(shop, known(1))).sum();
    assert_eq!(16 + many, 80);
    assert_eq!(account.call(30, known(1)).unwrap_err().setting, "per_day");
    assert_eq!(account.call(1, known(1)).unwrap_err().setting, "per_day");
}

#[tokio::test(start_paused = true)]
async fn the_dearest_call_of_the_same_edition_is_what_is_kept_for_the_next() {
    let account = Account::new(Caps::new().per_day(100));
    let points = |meta, edition: &str| account.reserve(meta, edition, 0, false).unwrap().points();
    let pay = |meta, edition: &str, charge| {
        let mut reserved = account.reserve(meta, edition, 0, false).unwrap();
        reserved.leaves(Instant::now());
        reserved.settle(charge);
    };
    assert_eq!(points(&READ, ""), 1);
    pay(&READ, "edition=2", known(5));
    pay(&READ, "edition=2", known(3));
    pay(&READ, "edition=2", Charge::Unknown);
    pay(&READ, "edition=2", Charge::None);
    assert_eq!((points(&READ, "edition=2"), points(&READ, ""), points(&WRITE, "edition=2")), (5, 1, 1));
    // A free call makes the next one not free, and nonsense says nothing of what was paid.
    pay(&WRITE, "", known(0));
    pay(&WRITE, "", known(-4));
    assert_eq!(points(&WRITE, ""), 1);
    let (read, total) = (account.0.spend().of("sample/read"), account.0.spend().total());
    assert_eq!((read.known().get(), read.none(), read.unknown(), read.most().get()), (8, 1, 1, 13));
    assert_eq!((total.known(), total.unknown(), total.most().get()), (read.known(), 2, 14));
    assert_eq!(account.0.spend().to_string(), "8 to 14 points, 2 calls unknown");
}

#[tokio::test(start_paused = true)]
async fn what_was_free_once_lets_no_more_calls_out_than_the_cap_has_points() {
    static DEAR: Meta = Meta::new("sample", "dear").price(5);
    for (meta, fit) in [(&READ, 80), (&DEAR, 16)] {
        let account = Account::new(Caps::new().per_day(100));
        let mut free = account.reserve(meta, "", 0, false).unwrap();
        free.leaves(Instant::now());
        free.settle(known(0));
        // A thousand at once: all of them ask before the first has cost anything.
        let held: Vec<_> = (0..1_000).filter_map(|_| account.reserve(meta, "", 0, false).ok()).collect();
        assert_eq!(held.len(), fit, "{}", meta.id);
        drop(held);
        // What was seen is forgotten, what is documented is not.
        tokio::time::sleep(Duration::from_secs(3 * 3_600)).await;
        let again = account.reserve(meta, "", 0, false).unwrap();
        assert_eq!(again.points(), 80 / u64::try_from(fit).unwrap(), "{}", meta.id);
    }
}

#[tokio::test(start_paused = true)]
async fn no_sum_overflows() {
    let account = Account::new(Caps::new());
    assert_eq!(account.calls(0, known(i64::MAX)), 10_000);
    assert_eq!(account.0.spend().total().most().get(), i64::MAX);
    let capped = Account(Arc::clone(&account.0), Caps::new().per_day(u64::MAX));
    assert_eq!(capped.call(0, known(1)).map_err(|over| over.spent), Err(u64::MAX));
}

#[tokio::test(start_paused = true)]
async fn what_is_not_sent_is_free_again_and_what_nobody_tells_is_spent() {
    let account = Account::new(Caps::new().per_hour(4));
    let held: Vec<_> = (0..4).map(|_| account.reserve(&READ, "", 0, false).unwrap()).collect();
    // Calls on their way: nobody knows when they end.
    assert_eq!(account.call(0, known(1)).unwrap_err().wait, None);
    drop(held);
    assert_eq!(account.0.spend(), Spend::default());
    let mut sent = account.reserve(&READ, "", 0, false).unwrap();
    sent.leaves(Instant::now());
    drop(sent);
    assert_eq!(account.call(0, Charge::Unknown), Ok(()));
    assert_eq!(account.call(0, Charge::None), Ok(()));
    assert_eq!(account.calls(0, known(1)), 2);
    let spent = account.0.spend().total();
    assert_eq!((spent.known().get(), spent.none(), spent.unknown(), spent.most().get()), (2, 1, 2, 4));
}

#[tokio::test(start_paused = true)]
async fn shops_without_calls_are_forgotten() {
    let account = Account::new(Caps::new().per_shop(5));
    (0..500).for_each(|shop| assert_eq!(account.call(shop, known(1)), Ok(())));
    assert!(!account.0.is_idle());
    assert_eq!(account.0.shops(), 500);
    tokio::time::advance(Duration::from_secs(25 * 3_600)).await;
    assert!(account.0.is_idle());
    assert_eq!(account.call(7, known(1)), Ok(()));
    assert_eq!(account.0.shops(), 1);
}

#[test]
fn a_cap_that_lets_nothing_out_is_named() {
    for (caps, name) in [
        (Caps::new().per_hour(0), "per_hour"),
        (Caps::new().per_day(0), "per_day"),
        (Caps::new().per_day(1).per_shop(0), "per_shop"),
    ] {
        assert!(caps.check().unwrap_err().contains(name), "{caps:?}");
    }
    assert_eq!(Caps::new().check(), Ok(Caps::default()));
}

#[tokio::test(start_paused = true)]
async fn one_absurd_charge_is_not_kept_back_for_ever() {
    let account = Account::new(Caps::new().per_hour(100));
    account.call(0, known(3)).unwrap();
    account.call(0, known(1_000_000)).unwrap();
    assert!(account.call(0, known(1)).is_err(), "it was charged, as far as anybody knows");
    // Only the hour of the cap is over: it may be so dear again.
    tokio::time::sleep(Duration::from_secs(3_700)).await;
    assert_eq!(account.reserve(&WRITE, "", 0, false).unwrap().points(), 1);
    assert!(account.call(0, known(1)).is_err());
    tokio::time::sleep(Duration::from_secs(3_600)).await;
    account.call(0, known(3)).unwrap();
    assert_eq!(account.reserve(&READ, "", 0, false).unwrap().points(), 3);
    tokio::time::sleep(Duration::from_secs(3_600)).await;
    assert_eq!(account.reserve(&READ, "", 0, false).unwrap().points(), 3, "of the hour before");
}
