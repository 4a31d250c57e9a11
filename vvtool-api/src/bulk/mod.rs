//! Many reads, one after the other, as fast as the limits let them.

mod flights;
mod progress;
#[cfg(all(test, feature = "vvtool"))]
mod tests;

use core::fmt;
use core::future::poll_fn;
use core::iter::Fuse;
use core::pin::{Pin, pin};
use core::task::{Context as Polling, Poll, ready};

pub use progress::Progress;
use tokio::task::coop::consume_budget;

use crate::call::drive::Awaited;
use crate::call::steps::{Boxed, typed};
use crate::call::{Drive, Operation, Read};
use crate::error::{Context, DocumentedError, Error};
use crate::record::ReplyData;
use crate::reply::Reply;
use flights::PANICKED;
pub(crate) use flights::{Flights, Step};
use progress::Meter;

/// Many reads, begun one after the other and answered as they end: what [`many`](crate::vvtool::Client::many) of a client gives.
///
/// As many are under way as the rate lets out while one is answered, 64 at most, 8 where no rate is known (set
/// [`Limits::rate`](crate::Limits::rate) then); one of them waits for its turn, as long as it takes: `max_wait` is for single calls. A
/// request is taken from the iterator when it can be begun, and given back with its result: the memory that a bulk takes does not depend on
/// how many there are, and an iterator may be endless.
///
/// Each result comes as soon as it is there, whatever the others do; a read that fails is repeated as every read is
/// ([`Retry`](crate::Retry)), then given as failed. What all further calls would meet as well (an account that has to be topped up, an
/// address that is refused, a token that cannot be had, a [cap](crate::Caps), a Redis of shared caps that does not answer for the `max_wait` of
/// a call, a long pause that the platform asked for) ends it instead:
/// calls that were sent are waited for, [`stopped`](Self::stopped) says why, and [`into_rest`](Self::into_rest) gives the requests that
/// have no result.
///
/// Calls go on while [`next`](Self::next) is awaited, and only then. Who stops asking causes nothing new; who stays away for longer than
/// the `timeout` of a call finds those on their way timed out, and pays for their repetition: what takes long is better done on a task of
/// its own. Dropped, it leaves nothing behind.
///
/// With a blocking client it is an `Iterator`; with an async one also a `futures_core::Stream`.
///
/// # Example
///
/// ```
/// use vvtool_api::vvtool::{Client, ErpsFullinfo};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let gateway = vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))?;
/// # let client = Client::builder().host(&gateway.url).token(gateway.token()).build()?;
/// let tids = ["1000000000000000001", "1000000000000000002", "1000000000000000003"];
/// let mut trades = client.many(tids.iter().map(|tid| ErpsFullinfo::new("123456789", *tid, ["tid", "status"])));
/// while let Some(item) = trades.next().await {
///     match item.result {
///         Ok(trade) => println!("{:?}: {:?}", item.request.tid, trade.status),
///         Err(error) => println!("{}: {error}", item.index),
///     }
///     eprint!("\r{}", trades.progress()); // 1200/50000, 8.9/s, 1 h 31 min left, 1200 points, 3 failed
/// }
/// assert_eq!((trades.progress().done(), trades.progress().done_through()), (3, 3));
/// if let Some(error) = trades.stopped() {
///     println!("{error}, not before {:?}", error.not_before());
///     let mut rest = client.many(trades.into_rest()); // once that is put right
///     # let _ = rest.next().await;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before the first result is asked for"]
pub struct Bulk<C, I>
where
    I: Iterator,
    I::Item: Operation,
{
    client: C,
    requests: Fuse<I>,
    /// None while a blocking client waits.
    flights: Option<Flights>,
    /// Requests that were taken and whose results were not given, in their order.
    open: Vec<(usize, I::Item)>,
    taken: usize,
    total: Option<usize>,
    meter: Meter,
    stopped: Option<Error<<I::Item as Operation>::Kind>>,
}

/// What a blocking client gives back after it has waited; or why it cannot wait.
pub(crate) type Waited = Result<(Flights, Step), &'static str>;

/// One request of a bulk, and its result.
#[non_exhaustive]
pub struct BulkItem<O: Operation> {
    /// Its place among the requests, from 0.
    pub index: usize,
    /// The request.
    pub request: O,
    /// What sending it gave.
    pub result: Result<Reply<O::Reply>, Error<O::Kind>>,
}

impl<C: Drive, I: Iterator> Bulk<C, I>
where
    I::Item: Read,
{
    pub(crate) fn new(client: &C, requests: I) -> Self {
        let total = match requests.size_hint() {
            (least, Some(most)) if least == most => Some(most),
            _ => None,
        };
        Self {
            flights: Some(Flights::new(&*client.line().0, I::Item::META)),
            client: client.clone(),
            requests: requests.fuse(),
            open: Vec::new(),
            taken: 0,
            total,
            meter: Meter::default(),
            stopped: None,
        }
    }

    /// What comes of a step: nothing yet, a result, or the end.
    fn after(&mut self, step: Step) -> Option<Option<BulkItem<I::Item>>> {
        match step {
            Step::Room => {
                self.begin();
                None
            }
            Step::Stopped(fault) => {
                self.stopped.get_or_insert_with(|| Error::of(fault));
                None
            }
            Step::Ended(index, result) => {
                let at = self.open.iter().position(|(open, _)| *open == index)?;
                let (index, request) = self.open.remove(at);
                let charge = result.as_ref().map_or_else(|fault| fault.charge(), |called| called.facts.charge);
                self.meter.count(charge, result.is_err());
                Some(Some(BulkItem { index, request, result: typed(result) }))
            }
            Step::Over => Some(None),
        }
    }

    /// The next result, for a client that waits in its own way.
    #[cfg_attr(not(feature = "blocking"), allow(dead_code))]
    pub(crate) fn pull(&mut self, wait: impl Fn(&C, Boxed<Waited>) -> Waited) -> Option<BulkItem<I::Item>> {
        loop {
            let Some(mut flights) = self.flights.take() else {
                // They went down with the thread that waited for them.
                self.stopped.get_or_insert_with(|| Error::of(Context::config(I::Item::META, PANICKED)));
                return None;
            };
            let work = async move {
                let step = poll_fn(|cx| flights.poll(cx)).await;
                Ok((flights, step))
            };
            match wait(&self.client, Box::pin(work)) {
                Ok((flights, step)) => {
                    self.flights = Some(flights);
                    if let Some(item) = self.after(step) {
                        return item;
                    }
                }
                Err(what) => {
                    self.stopped = Some(Error::of(Context::config(I::Item::META, what)));
                    return None;
                }
            }
        }
    }

    /// The next request, if there is one.
    fn begin(&mut self) {
        let Some(flights) = &mut self.flights else { return };
        let Some(request) = self.requests.next() else { return flights.close() };
        self.meter.begin();
        flights.begin(
            self.taken,
            <I::Item as Operation>::Kind::SERVICE,
            request.record(),
            <I::Item as Operation>::Reply::made,
        );
        self.open.push((self.taken, request));
        self.taken = self.taken.saturating_add(1);
    }
}

impl<C: Awaited, I: Iterator> Bulk<C, I>
where
    I::Item: Read,
{
    /// The next result that is there; none after the last one, or when it [`stopped`](Self::stopped). Dropped before it is ready, it has
    /// taken nothing.
    ///
    /// [Example](Self#example)
    pub async fn next(&mut self) -> Option<BulkItem<I::Item>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Polling<'_>) -> Poll<Option<BulkItem<I::Item>>> {
        // Results that take no time, of requests that are held back for one, leave the runtime to others now and then.
        ready!(pin!(consume_budget()).poll(cx));
        loop {
            let Some(flights) = &mut self.flights else { return Poll::Ready(None) };
            let step = ready!(flights.poll(cx));
            if let Some(item) = self.after(step) {
                return Poll::Ready(item);
            }
        }
    }
}

impl<C: Awaited, I: Iterator> futures_core::Stream for Bulk<C, I>
where
    I::Item: Read,
{
    type Item = BulkItem<I::Item>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Polling<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

/// Nothing in it is pinned.
impl<C, I> Unpin for Bulk<C, I>
where
    I: Iterator,
    I::Item: Operation,
{
}

impl<C, I> Bulk<C, I>
where
    I: Iterator,
    I::Item: Operation,
{
    /// How far it is.
    ///
    /// [Example](Self#example)
    #[must_use]
    pub fn progress(&self) -> Progress {
        let done_through = self.open.first().map_or(self.taken, |(index, _)| *index);
        self.meter.progress(self.total, done_through)
    }

    /// The failure that ended it before its last request, if one did. The request that met it has no result: it is the first of the
    /// [rest](Self::into_rest), unless others before it have none either.
    ///
    /// [Example](Self#example)
    #[must_use]
    pub fn stopped(&self) -> Option<&Error<<I::Item as Operation>::Kind>> {
        self.stopped.as_ref()
    }

    /// The requests without a result, in their order: those that were begun, then those that were not taken yet. What is on its way is
    /// not waited for.
    ///
    /// [Example](Self#example)
    pub fn into_rest(self) -> impl Iterator<Item = I::Item> {
        self.open.into_iter().map(|(_, request)| request).chain(self.requests)
    }
}

impl<C, I> fmt::Debug for Bulk<C, I>
where
    I: Iterator,
    I::Item: Operation,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let progress = self.progress();
        f.debug_struct("Bulk")
            .field("progress", &format_args!("{progress}"))
            .field("stopped", &self.stopped)
            .finish_non_exhaustive()
    }
}

/// The request stays out.
impl<O: Operation> fmt::Debug for BulkItem<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkItem").field("index", &self.index).field("result", &self.result).finish_non_exhaustive()
    }
}
