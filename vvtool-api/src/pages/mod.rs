//! Answers that come page by page.

#[cfg(all(test, feature = "top", feature = "vvtool"))]
mod tests;
mod walk;

use core::fmt;
use core::future::poll_fn;
use core::pin::{Pin, pin};
use core::task::{Context as Polling, Poll, ready};
use std::vec;

use tokio::task::coop::consume_budget;

use crate::call::drive::Awaited;
use crate::call::plan::Called;
use crate::call::steps::{Before, Boxed};
use crate::call::{Caller, Drive, Operation, Paged};
use crate::error::{BoxedContext, Context, Detail, DocumentedError, Error};
use crate::meta::{Class, Meta, WriteOutcome};
use crate::record::ReplyData;
use crate::reply::{Facts, Reply};
use crate::value::Charge;
use walk::{Turn, Walk};

/// Every page of an answer, one after the other: what `request.pages(&client)` gives where a document says how pages are asked for.
///
/// It begins with the page that the request asks for, the first one unless it says another, and asks for as many items a page as the
/// documents allow, unless the request says how many. Each page is a call like any other, with the same retries, limits and caps, and
/// is asked for when [`next`](Self::next) wants it: one page is in memory. It ends where the document says that it ends.
///
/// A page that cannot be had is an error, the last thing that it gives. So is an answer that contradicts itself (a page that claims to be
/// followed and is empty, or the same as the one before it; one with items that does not say whether more follow; a place to go on that was
/// there before; a number of items that changes, or is not reached): that page is given, then an [`Error::Decode`] that says what is strange. [`rest`](Self::rest) then is the request to go on
/// with.
///
/// With a blocking client it is an `Iterator`; with an async one also a `futures_core::Stream`. [`items`](Self::items) gives what the pages
/// list, one by one. Dropped before it is ready, `next` has lost nothing.
///
/// # Example
///
/// A gateway of one's own, of which the spec says `pages: {number: page_no, size: page_size, max_size: 100, items: lots, total: total}`:
///
/// ```ignore
/// let mut pages = LotsList::new("A-1").pages(&client);
/// while let Some(page) = pages.next().await {
///     for lot in &page?.lots {
///         println!("{:?}", lot.count);
///     }
/// }
/// println!("{} of {:?}", pages.seen(), pages.total());
/// if let Some(request) = pages.rest() {
///     // something was in the way: later, `request.clone().pages(&client)`
/// }
///
/// let mut lots = LotsList::new("A-1").pages(&client).items();
/// while let Some(lot) = lots.next().await {
///     println!("{:?}", lot?.count);
/// }
/// ```
#[must_use = "nothing is sent before the first page is asked for"]
pub struct Pages<C, O: Paged> {
    client: C,
    /// It asks for the page that comes next, or did not come.
    request: O,
    walk: Walk,
    state: State,
}

/// What there is to do.
enum State {
    /// The page is to be asked for.
    Ask,
    /// It is on its way.
    Waits(Boxed<CallResult>),
    /// The page was given; this is what is to be said of what follows it.
    Tell(BoxedContext),
    /// Stopped, with something left.
    Stopped,
    /// There is no more.
    Over,
}

type CallResult = Result<Called, BoxedContext>;
/// A page, or what was in the way of it.
type Page<O> = Result<Reply<<O as Operation>::Reply>, Error<<O as Operation>::Kind>>;

/// What `request.pages(&client)` calls.
///
/// [Example](Pages#example)
pub fn pages<C: Caller<O::Kind>, O: Paged>(client: &C, mut request: O) -> Pages<C, O> {
    let walk = Walk::new(&O::PAGING, request.record_mut());
    Pages { client: client.clone(), request, walk, state: State::Ask }
}

impl<C: Drive, O: Paged> Pages<C, O> {
    fn ask(&self) -> Boxed<CallResult> {
        let line = self.client.line().0;
        line.run(O::Kind::SERVICE, O::META, self.request.record(), <O::Reply as ReplyData>::made, Before::default())
    }

    /// Takes what came; the request then asks for the next page.
    fn take(&mut self, answer: CallResult) -> Page<O> {
        let called = match answer {
            Ok(called) => called,
            Err(fault) => {
                self.state = State::Stopped;
                return Err(Error::of(fault));
            }
        };
        self.state = match self.walk.turn(self.request.record_mut(), &*called.data) {
            Turn::Next => State::Ask,
            Turn::End => State::Over,
            Turn::Strange(what) => State::Tell(strange(O::META, what, &called.facts)),
        };
        Ok(Reply::new(called.data, called.facts))
    }

    /// What needs no page: the next answer is to be waited for, or this is all.
    fn without_waiting(&mut self) -> Option<Option<Page<O>>> {
        match core::mem::replace(&mut self.state, State::Stopped) {
            State::Tell(fault) => Some(Some(Err(Error::of(fault)))),
            State::Stopped => Some(None),
            State::Over => {
                self.state = State::Over;
                Some(None)
            }
            state => {
                self.state = state;
                None
            }
        }
    }

    /// The next page, for a client that waits in its own way.
    #[cfg_attr(not(feature = "blocking"), allow(dead_code))]
    pub(crate) fn pull(&mut self, wait: impl Fn(&C, Boxed<CallResult>) -> CallResult) -> Option<Page<O>> {
        if let Some(told) = self.without_waiting() {
            return told;
        }
        let answer = wait(&self.client, self.ask());
        Some(self.take(answer))
    }
}

impl<C: Awaited, O: Paged> Pages<C, O> {
    /// The next page; none after the last one, and after an error.
    ///
    /// [Example](Self#example)
    pub async fn next(&mut self) -> Option<Page<O>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Polling<'_>) -> Poll<Option<Page<O>>> {
        // Pages that take no time leave the runtime to others now and then.
        ready!(pin!(consume_budget()).poll(cx));
        if let Some(told) = self.without_waiting() {
            return Poll::Ready(told);
        }
        let mut answer = match core::mem::replace(&mut self.state, State::Ask) {
            State::Waits(answer) => answer,
            _ => self.ask(),
        };
        match answer.as_mut().poll(cx) {
            Poll::Ready(answer) => Poll::Ready(Some(self.take(answer))),
            Poll::Pending => {
                self.state = State::Waits(answer);
                Poll::Pending
            }
        }
    }
}

impl<C: Awaited, O: Paged> futures_core::Stream for Pages<C, O> {
    type Item = Page<O>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Polling<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

/// Nothing in it is pinned.
impl<C, O: Paged> Unpin for Pages<C, O> {}

impl<C, O: Paged> Pages<C, O> {
    /// How many items have come.
    ///
    /// [Example](Self#example)
    #[must_use]
    pub fn seen(&self) -> u64 {
        self.walk.seen()
    }

    /// How many there are, as the last page said it; none where the document has no such number.
    ///
    /// [Example](Self#example)
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.walk.total()
    }

    /// The request for the page that comes next; none when all have come. After an error, the one to go on with.
    ///
    /// [Example](Self#example)
    #[must_use]
    pub fn rest(&self) -> Option<&O> {
        (!matches!(self.state, State::Over)).then_some(&self.request)
    }

    /// What the pages list, one by one.
    ///
    /// [Example](Self#example)
    pub fn items(self) -> Items<C, O> {
        Items { pages: self, page: Vec::new().into_iter() }
    }
}

/// A page that came, and contradicts what follows it. It has been charged by itself.
#[cold]
fn strange(meta: &Meta, what: String, facts: &Facts) -> BoxedContext {
    let detail = Detail::Decode {
        what: what.into(),
        cause: None,
        body: Some(facts.raw.clone()),
        deviations: Vec::new(),
        charge: Charge::None,
    };
    Context::new(meta, Class::ContactSupport, WriteOutcome::NotExecuted, detail).with_reply_head(&facts.reply_head)
}

impl<C, O: Paged> fmt::Debug for Pages<C, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let over = matches!(self.state, State::Over);
        f.debug_struct("Pages")
            .field("seen", &self.seen())
            .field("total", &self.total())
            .field("over", &over)
            .finish_non_exhaustive()
    }
}

/// What the pages of an answer list, one by one: what [`Pages::items`] gives.
///
/// [Example](Pages#example)
#[must_use = "nothing is sent before the first item is asked for"]
pub struct Items<C, O: Paged> {
    pages: Pages<C, O>,
    page: vec::IntoIter<O::Item>,
}

/// An item, or what was in the way of the page that lists it.
type Listed<O> = Result<<O as Paged>::Item, Error<<O as Operation>::Kind>>;

impl<C, O: Paged> Items<C, O> {
    /// The pages: how many items have come, and where to go on. Items of a page that were not taken yet do not come again with
    /// [`Pages::rest`].
    ///
    /// [Example](Pages#example)
    pub fn pages(&self) -> &Pages<C, O> {
        &self.pages
    }

    fn open(&mut self, page: Page<O>) -> Result<(), Error<O::Kind>> {
        self.page = O::items(page?.into_data()).into_iter();
        Ok(())
    }
}

impl<C: Awaited, O: Paged> Items<C, O> {
    /// The next item; none after the last one, and after an error.
    ///
    /// [Example](Pages#example)
    pub async fn next(&mut self) -> Option<Listed<O>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Polling<'_>) -> Poll<Option<Listed<O>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(cx)).map(|page| self.open(page)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(())) => {}
            }
        }
    }
}

impl<C: Awaited, O: Paged> futures_core::Stream for Items<C, O> {
    type Item = Listed<O>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Polling<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

/// Nothing in it is pinned.
impl<C, O: Paged> Unpin for Items<C, O> {}

impl<C: Drive, O: Paged> Items<C, O> {
    /// The next item, for a client that waits in its own way.
    #[cfg_attr(not(feature = "blocking"), allow(dead_code))]
    pub(crate) fn pull(&mut self, wait: impl Fn(&C, Boxed<CallResult>) -> CallResult) -> Option<Listed<O>> {
        loop {
            if let Some(item) = self.page.next() {
                return Some(Ok(item));
            }
            let page = self.pages.pull(&wait)?;
            if let Err(error) = self.open(page) {
                return Some(Err(error));
            }
        }
    }
}

impl<C, O: Paged> fmt::Debug for Items<C, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
