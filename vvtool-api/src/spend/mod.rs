//! What calls cost: how much may be spent, and what has been.

mod ledger;
#[cfg_attr(not(feature = "redis"), allow(dead_code))]
mod shared;
#[cfg(test)]
mod tests;
mod window;

use core::fmt;

pub(crate) use ledger::{Ledger, Price, Reserved};
pub(crate) use shared::Over;
#[cfg(feature = "redis")]
pub(crate) use shared::{Later, Slip, Want};
pub(crate) use shared::{NoPoints, Room, Till};

use crate::value::Points;

/// Points of each cap that are kept for reading back writes.
const KEPT: u64 = 20;

/// How many points calls may cost.
///
/// None unless set. Before a charged call waits for its turn, as many points are reserved as the dearest call of its operation was charged
/// within the last hour or two (of the same edition, where fields that take documented values only say one), and never less than its documents say, or 1: a free call
/// does not make the next one free. Afterwards it counts what the reply
/// says. A call that was not sent, or that the platform says was free, counts nothing; one whose reply says nothing counts what was
/// reserved. A call that does not fit is [`Withheld`](crate::WithheldReason::Cap), and not one byte of it is sent: `not_before()` of the
/// error says when points come free. So no more is spent than is allowed, but for calls of an operation that turn out to cost more
/// than is documented, the first ones and those after an hour without any.
///
/// Each stretch of an hour, or of a day, is looked at, not the hours of a calendar; what was spent counts up to a minute, or a quarter of
/// an hour, longer. Time is that of the machine's steady clock: setting the wall clock changes nothing, and the time a machine sleeps does
/// not count. It begins with the process, which knows nothing of what was spent before: points are remembered by nothing but the platform.
///
/// Clients of one host and one account share what was spent, within this process, as they share [`Limits`](crate::Limits); each keeps the
/// caps it was built with. Those that share a Redis (`ClientBuilder::shared`, feature `redis`) and have caps share it on all machines: what
/// is spent there is kept for a day, by the clock of the Redis, and forgotten with it. Of each cap 20 points, a fifth of one below 100, are kept for reading back what has become of a write
/// (`Writes::reconcile`).
///
/// ```
/// use vvtool_api::Caps;
/// use vvtool_api::vvtool::Client;
///
/// let caps = Caps::new().per_hour(500).per_day(5_000).per_shop(1_000);
/// let client = Client::builder().token("TOKEN").caps(caps).build()?;
/// println!("{}", client.spend());
/// let error = Client::builder().token("TOKEN").caps(Caps::new().per_day(0)).build().unwrap_err();
/// assert_eq!(error.to_string(), "caps: per_day of 0 points lets no charged call out");
/// # Ok::<(), vvtool_api::vvtool::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Caps {
    hour: Option<u64>,
    day: Option<u64>,
    shop: Option<u64>,
}

impl Caps {
    /// None.
    ///
    /// [Example](crate::Caps)
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// At most so many points (1 point is 0.01 CNY) in any hour.
    ///
    /// [Example](crate::Caps)
    #[must_use]
    pub fn per_hour(self, points: u64) -> Self {
        Self { hour: Some(points), ..self }
    }

    /// At most so many points in any 24 hours.
    ///
    /// [Example](crate::Caps)
    #[must_use]
    pub fn per_day(self, points: u64) -> Self {
        Self { day: Some(points), ..self }
    }

    /// At most so many points in any 24 hours for each shop; for the Taobao Open Platform, for each session. Calls that name no shop
    /// count as those of one.
    ///
    /// [Example](crate::Caps)
    #[must_use]
    pub fn per_shop(self, points: u64) -> Self {
        Self { shop: Some(points), ..self }
    }

    /// Each of them, and what an attempt may not use of it. `all`: it may use what is kept for reading back as well.
    pub(crate) fn rooms(self, all: bool) -> [Room; 3] {
        [("per_hour", self.hour), ("per_day", self.day), ("per_shop", self.shop)].map(|(name, cap)| {
            let kept = cap.filter(|_| !all).map_or(0, |cap| KEPT.min(cap.checked_div(5).unwrap_or_default()));
            Room { name, cap, kept }
        })
    }

    pub(crate) fn check(self) -> Result<Self, &'static str> {
        match self {
            Self { hour: Some(0), .. } => Err("caps: per_hour of 0 points lets no charged call out"),
            Self { day: Some(0), .. } => Err("caps: per_day of 0 points lets no charged call out"),
            Self { shop: Some(0), .. } => Err("caps: per_shop of 0 points lets no charged call out"),
            _ => Ok(self),
        }
    }
}

/// What the calls of an account have cost, since this process began to call as it, each attempt counted: all clients of the account in
/// this process.
///
/// ```
/// use vvtool_api::vvtool::{Client, ErpsFullinfo};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let gateway = vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))?;
/// # let client = Client::builder().host(&gateway.url).token(gateway.token()).build()?;
/// ErpsFullinfo::new("123456789", "1000000000000000001", ["tid", "status"]).send(&client).await?;
///
/// let spend = client.spend();
/// println!("{spend}"); // 1 points
/// for (operation, spent) in spend.operations() {
///     println!("{operation}: {spent}, {} calls free, {} unknown", spent.none(), spent.unknown());
///     println!("at least {}, at most {}", spent.known(), spent.most());
/// }
/// assert_eq!(spend.total(), spend.of("vvtool/erps/fullinfo"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spend {
    operations: Named,
}

/// Sums by the name of the operation, in the order of the names. A handful: a tree of them would be more to compile than to look through.
#[derive(Clone, PartialEq, Eq, Default)]
struct Named(Vec<(String, Spent)>);

impl Named {
    fn place(&self, operation: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(name, _)| name.as_str().cmp(operation))
    }

    fn set(&mut self, operation: String, spent: Spent) {
        if let Err(place) = self.place(&operation) {
            self.0.insert(place, (operation, spent));
        }
    }
}

impl fmt::Debug for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, spent)| (name, spent))).finish()
    }
}

impl Spend {
    /// Of all operations.
    ///
    /// [Example](Self)
    #[must_use]
    pub fn total(&self) -> Spent {
        self.operations.0.iter().fold(Spent::default(), |sum, (_, one)| sum.plus(*one))
    }

    /// Of one operation, `vvtool/erps/send`.
    ///
    /// [Example](Self)
    #[must_use]
    pub fn of(&self, operation: &str) -> Spent {
        let spent = self.operations.place(operation).ok().and_then(|place| self.operations.0.get(place));
        spent.map(|(_, spent)| *spent).unwrap_or_default()
    }

    /// Every charged operation that was called, by its name.
    ///
    /// [Example](Self)
    pub fn operations(&self) -> impl Iterator<Item = (&str, Spent)> {
        self.operations.0.iter().map(|(name, spent)| (name.as_str(), *spent))
    }
}

impl fmt::Display for Spend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.total(), f)
    }
}

/// A sum of charges, as far as replies told them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    known: u64,
    none: u64,
    unknown: u64,
    /// What those of unknown charge may have cost together.
    doubt: u64,
}

impl Spent {
    /// Points that replies say were charged: so much at least.
    ///
    /// [Example](Spend)
    #[must_use]
    pub fn known(&self) -> Points {
        points(self.known)
    }

    /// Attempts that cost nothing for certain: they were not sent, or the platform says so.
    ///
    /// [Example](Spend)
    #[must_use]
    pub fn none(&self) -> u64 {
        self.none
    }

    /// Attempts of which nobody said what they cost.
    ///
    /// [Example](Spend)
    #[must_use]
    pub fn unknown(&self) -> u64 {
        self.unknown
    }

    /// The known points, and for each attempt of unknown charge what was reserved for it: the dearest charge seen before.
    ///
    /// [Example](Spend)
    #[must_use]
    pub fn most(&self) -> Points {
        points(self.known.saturating_add(self.doubt))
    }

    fn plus(self, other: Self) -> Self {
        Self {
            known: self.known.saturating_add(other.known),
            none: self.none.saturating_add(other.none),
            unknown: self.unknown.saturating_add(other.unknown),
            doubt: self.doubt.saturating_add(other.doubt),
        }
    }
}

/// `12 points`, or `12 to 15 points, 3 calls unknown`.
impl fmt::Display for Spent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unknown {
            0 => write!(f, "{} points", self.known),
            unknown => write!(f, "{} to {} points, {unknown} calls unknown", self.known, self.most()),
        }
    }
}

fn points(count: u64) -> Points {
    Points::new(i64::try_from(count).unwrap_or(i64::MAX))
}
