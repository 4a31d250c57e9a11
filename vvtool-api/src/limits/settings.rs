//! How fast a client calls: what its builder is told.

use core::time::Duration;

use super::hours::Hours;
use crate::meta::Rate;

/// How many calls of an operation a client lets out, and what happens to those that have to wait.
///
/// A platform that says "too many calls" (HTTP 429, `Retry-After`, `N more seconds`, an error that the documents have for it) is left
/// alone for as long as it asks, a second otherwise, by all calls of the operation; then they go on at seven tenths of the speed, and at
/// the full one after a minute. A pause of more than a minute is not waited for: calls are
/// [`Withheld`](crate::WithheldReason::Parked) until it ends. So they are until the next day begins where it is said for a minute although
/// calls are as slow as one in two seconds: then it is the limit of the day.
///
/// An error that concerns more than its call, as `ErrorKind` says of each, holds the others back: of the shop that has not
/// authorised the application, of the operation without a permission, of the account without points, of a host that refuses this address.
/// One of them a minute is sent nevertheless, and when it succeeds all are.
///
/// On unless set: as many as the documents allow, a little less than that because calls arrive later than they leave. Clients of one
/// host and one account share it, within this process and whichever client was made when. Where several programs or machines call as
/// one account, share them (`ClientBuilder::shared`, feature `redis`), or set a [`rate`](Limits::rate) that is the part of each. Waiting takes a tokio runtime whose timer is on, as speaking HTTP
/// does.
///
/// ```
/// use vvtool_api::vvtool::Client;
/// use vvtool_api::{Limits, Rate};
///
/// // Two programs share the ten calls a second.
/// let client = Client::builder().token("TOKEN").limits(Limits::new().rate(Rate::per_second(5)).queue(200)).build()?;
/// # let _ = client;
/// let error = Client::builder().token("TOKEN").limits(Limits::new().rate(Rate::per_second(0))).build().unwrap_err();
/// assert_eq!(error.to_string(), "limits: a rate of 0 calls lets none out");
/// # Ok::<(), vvtool_api::vvtool::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    pub(super) on: bool,
    pub(super) rate: Option<Rate>,
    pub(super) queue: usize,
    pub(super) jitter: Duration,
    pub(super) hours: Option<Result<Hours, &'static str>>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { on: true, rate: None, queue: 1_000, jitter: Duration::from_millis(110), hours: None }
    }
}

impl Limits {
    /// The documented limits.
    ///
    /// [Example](crate::Limits)
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// No limits: for tests, or where something else keeps them.
    ///
    /// [Example](crate::Limits)
    #[must_use]
    pub fn off() -> Self {
        Self { on: false, ..Self::default() }
    }

    /// A limit is kept.
    pub(crate) fn are_on(&self) -> bool {
        self.on
    }

    /// This rate for every operation, each by itself. The documented one unless set; where no document has one, none.
    ///
    /// [Example](crate::Limits)
    #[must_use]
    pub fn rate(self, rate: Rate) -> Self {
        Self { rate: Some(rate), ..self }
    }

    /// So many calls of one operation may wait; beyond them a call is [`Withheld`](crate::WithheldReason::QueueFull). 1000 unless set.
    ///
    /// [Example](crate::Limits)
    #[must_use]
    pub fn queue(self, calls: usize) -> Self {
        Self { queue: calls, ..self }
    }

    /// By how much one call may be longer on its way to the platform than another. 110 milliseconds unless set; a longer one makes calls
    /// slower.
    ///
    /// [Example](crate::Limits)
    #[must_use]
    pub fn jitter(self, jitter: Duration) -> Self {
        Self { jitter, ..self }
    }

    /// When the platform is busy, every day by a clock so far from UTC. The hours that the documents name unless set; without any span, the
    /// platform is never busy. An error that says to wait for the end of them ([`Class::WaitOffPeak`](crate::Class::WaitOffPeak)) tells
    /// it as `not_before()`, and the first midnight after it begins the next day's calls.
    ///
    /// ```
    /// use vvtool_api::Limits;
    /// use vvtool_api::vvtool::Client;
    ///
    /// let limits = Limits::new().busy_hours("+08:00", ["09:30-11:00", "14:00-17:00", "20:00-23:00"]);
    /// let client = Client::builder().token("TOKEN").limits(limits).build()?;
    /// # let _ = client;
    /// # Ok::<(), vvtool_api::vvtool::Error>(())
    /// ```
    #[must_use]
    pub fn busy_hours<'a>(self, offset: &str, spans: impl IntoIterator<Item = &'a str>) -> Self {
        Self { hours: Some(Hours::parse(offset, spans.into_iter())), ..self }
    }

    pub(super) fn check(&self) -> Result<(), &'static str> {
        match self.rate {
            _ if self.queue == 0 => Err("limits: a queue of 0 calls lets none wait"),
            Some(rate) => rate.check(),
            None => Ok(()),
        }
    }
}

/// Who goes first where calls of one operation wait for their turn. [`Call::priority`](crate::Call::priority) says it for a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Priority {
    /// Somebody waits for it: before the others, as long as it is no more than three calls of ten.
    Interactive,
    /// In turn: each shop one call, then the next one.
    #[default]
    Ordinary,
}
