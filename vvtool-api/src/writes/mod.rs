//! Writes that are done at most once: by this process, by the next one, and by another that shares the journal.

mod age;
mod clock;
mod inner;
mod intent;
pub mod journal;
mod outcome;
mod reconcile;
mod send;
mod unread;
mod verify;

use core::fmt;
use core::sync::atomic::Ordering;
use core::time::Duration;
use std::sync::Arc;

pub use outcome::{Closed, Conflict, Done, Glance, Outcome, Pending, Permit, Verdict};

use crate::call::steps::Boxed;
use crate::call::{Caller, Drive, Intent, Write};
use crate::encode;
use crate::error::{ConfigError, Context, DocumentedError, Error};
use crate::record::ReplyData as _;
use crate::rules;
use crate::value::Charge;
use age::Age;
use clock::Clock;
use inner::Inner;
use intent::Intended;
use journal::{Journal, JournalError, State};
use send::{Ended, Job};

/// Sends writes, and remembers them: what is meant once is done at most once.
///
/// An **intent** is what is done at most once: this shop, this trade, these sub orders. The documents say which fields make it, or the
/// caller names it ([`Writes::send_as`]). It goes into the [`Journal`] before the first byte leaves, and is looked up there before
/// anything is sent: a job queue that repeats a step, a second worker and the next run of the program all get the answer of the first
/// call instead of a second parcel.
///
/// A write of which nobody knows what has become is never repeated by itself: [`Writes::reconcile`] reads it back, and only the proof
/// that nothing was done, a [`Permit`], lets it be sent again.
///
/// With a blocking client all is the same without `.await`. Cheap to clone; clones share all.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use vvtool_api::vvtool::{Client, ErpsSend};
/// use vvtool_api::{Closed, MemoryJournal, Outcome, Verdict, Writes};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let gateway = vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))?;
/// # let client = Client::builder().host(&gateway.url).token(gateway.token()).build()?;
/// // `FileJournal::open("parcels.journal")?` in a program: this one forgets.
/// let writes = Writes::open(&client, MemoryJournal::new()).await?.look_first(false);
///
/// for pending in writes.pending().await? { // what a crash left open
///     println!("{pending}: {} since {:?}, {:?}", pending.operation(), pending.since(), pending.value("tid"));
///     println!("{:?} {:?}", pending.name(), pending.why());
///     match writes.reconcile(&pending).await? { // reads it back, up to three minutes
///         Verdict::Done => println!("shipped"),
///         Verdict::DoneByOther(found) => println!("shipped by somebody else: {found}"),
///         Verdict::NotDone(_) => println!("not shipped, may be sent again"),
///         Verdict::Unresolved(why) => {
///             println!("look at it by hand: {why}");
///             writes.close(&pending, Closed::Done, "seen in the back office").await?;
///         }
///     }
/// }
/// let request = || ErpsSend::new("123456789", "1692089714634374451", "SF1234567890", "SF");
/// match writes.send_as("memo-4711", request()).await {
///     Outcome::Done(done) => {
///         println!("shipped for {}, {:?}, {:?}", done.charge(), done.at(), done.request_id());
///         assert!(!done.replayed() && done.deviations().is_empty());
///         assert!(done.into_reply::<vvtool_api::vvtool::erps::send::Shipment>().is_some());
///     }
///     Outcome::Refused(error) => println!("not shipped: {error}"),
///     Outcome::Busy(other) => println!("on its way since {:?}", other.since()),
///     Outcome::Conflict(earlier) => println!("{earlier}: {:?} {:?}", earlier.since(), earlier.found()),
///     Outcome::Unknown(pending) => {
///         if let Verdict::NotDone(permit) = writes.reconcile(&pending).await? {
///             let again = writes.resend(request(), permit).await;
///             println!("{again:?}");
///         }
///     }
/// }
/// // The same once more sends nothing.
/// let again = writes.send_as("memo-4711", request()).await;
/// assert!(matches!(again, Outcome::Done(done) if done.replayed()));
/// assert!(writes.drain(Duration::from_secs(40)).await);
/// # Ok(())
/// # }
/// ```
pub struct Writes<C> {
    client: C,
    inner: Arc<Inner>,
}

impl<C: Drive> Writes<C> {
    /// Send through this client, remember in this journal.
    ///
    /// A journal belongs to one account: the account that the client was built with; clients with a token alone all count as one.
    ///
    /// # Errors
    ///
    /// The journal cannot be read or written, or belongs to another account; in a table that workers share, others call with the same
    /// token or account under another label.
    ///
    /// [Example](Self#example)
    pub fn open(client: &C, journal: impl Journal) -> C::Out<Result<Self, ConfigError>> {
        Self::open_at(client, Arc::new(journal), Clock::default())
    }

    fn open_at(client: &C, journal: Arc<dyn Journal>, clock: Clock) -> C::Out<Result<Self, ConfigError>> {
        let inner = Arc::new(Inner::new(journal, client.line(), clock));
        let writes = Self { client: client.clone(), inner };
        let open = async move {
            writes.inner.begin().await.map_err(|error| ConfigError::new(Context::setup(error.to_string())))?;
            Ok(writes)
        };
        client.drive(Box::pin(open), |what| Err(ConfigError::new(Context::setup(what))))
    }

    /// Look before sending whether it is done already, by the read that proves it: one more call for each write. Off unless set.
    ///
    /// [Example](Self#example)
    #[must_use]
    pub fn look_first(self, look: bool) -> Self {
        self.inner.look_first.store(look, Ordering::Relaxed);
        self
    }

    /// Send a write whose own fields say what is done at most once.
    ///
    /// From the moment it is written down the call goes on by itself: a dropped future does not cut it, and its outcome reaches the
    /// journal. Dropped earlier, nothing is sent.
    ///
    /// [Example](Self#example)
    pub fn send<O: Intent>(&self, request: O) -> C::Out<Outcome<O>>
    where
        C: Caller<O::Kind>,
    {
        self.ended(request, None, None)
    }

    /// Send a write under a name of the caller's: the name is what is done at most once. It is written down: no personal data in it.
    ///
    /// [Example](Self#example)
    pub fn send_as<O: Write>(&self, name: impl Into<String>, request: O) -> C::Out<Outcome<O>>
    where
        C: Caller<O::Kind>,
    {
        self.ended(request, Some(name.into().into()), None)
    }

    /// Send a write again that was proven not to have been executed. The proof is used up, whatever becomes of it.
    ///
    /// [Example](Self#example)
    pub fn resend<O: Write>(&self, request: O, permit: Permit) -> C::Out<Outcome<O>>
    where
        C: Caller<O::Kind>,
    {
        let name = permit.entry.name.clone();
        self.ended(request, name, Some(permit))
    }

    fn ended<O: Write>(&self, request: O, name: Option<Box<str>>, permit: Option<Permit>) -> C::Out<Outcome<O>>
    where
        C: Caller<O::Kind>,
    {
        let inner = Arc::clone(&self.inner);
        inner.learn(O::Kind::SERVICE, O::META);
        let refused = |what| Outcome::Refused(Error::of(Context::config(O::META, what)));
        // What it intends is written before the other rules are looked at.
        if let Err(fault) = rules::depth(O::META, request.record()) {
            return self.client.drive(Box::pin(async { Outcome::Refused(Error::of(fault)) }), refused);
        }
        let intended = Intended::of(&inner.account, O::META, request.record(), name);
        let job = Job {
            service: O::Kind::SERVICE,
            meta: O::META,
            request: Box::new(request),
            reply: O::Reply::made,
            intended,
            permit: None,
        };
        let files = encode::files(&*job.request);
        let ended = async move {
            match job.with_files(files).await {
                Ok(job) => permitted(inner, job, permit).await,
                Err(unread) => Ended::Refused(Context::config(O::META, unread.to_string())),
            }
        };
        let work = async move {
            match ended.await {
                Ended::Done(done) => Outcome::Done(done),
                Ended::Refused(fault) => Outcome::Refused(Error::of(fault)),
                Ended::Busy(pending) => Outcome::Busy(pending),
                Ended::Conflict(conflict) => Outcome::Conflict(conflict),
                Ended::Unknown(pending) => Outcome::Unknown(pending),
            }
        };
        self.client.drive(Box::pin(work), refused)
    }

    /// Make the writes of an operation known, so that [`Writes::reconcile`] can read back what an earlier run of the program sent of it.
    /// Only for operations of a crate of one's own: those of this crate are known.
    ///
    /// ```
    /// # use vvtool_api::vvtool::{Client, ErpsSend};
    /// # use vvtool_api::{MemoryJournal, Writes};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let client = Client::builder().token("token").build()?;
    /// let writes = Writes::open(&client, MemoryJournal::new()).await?.knows::<ErpsSend>();
    /// # let _ = writes;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn knows<O: Write>(self) -> Self {
        self.inner.learn(O::Kind::SERVICE, O::META);
        self
    }

    /// Writes of which nobody knows what has become: what a crash left, and what ended in doubt. The oldest first.
    ///
    /// In a journal that several processes share, what the others are sending at this moment is among them: nobody knows of a process
    /// that it was killed. [`Writes::reconcile`] waits until the time of such a call is over, or its outcome is there.
    ///
    /// # Errors
    ///
    /// The journal cannot be read.
    ///
    /// [Example](Self#example)
    pub fn pending(&self) -> C::Out<Result<Vec<Pending>, JournalError>> {
        let inner = Arc::clone(&self.inner);
        self.drive(async move {
            let open = inner.journal.open_entries().await?;
            let open = open.into_iter().filter(|entry| !inner.is_held(entry));
            Ok(open.map(|entry| Pending::new(entry, None)).collect())
        })
    }

    /// Read back what has become of a write. Reads 2, 20, 150 and 180 seconds after its call was over, or as its operation says; those
    /// that are past at once. It ends as soon as something is proven. Of a call whose end this handle has not seen, of an earlier run of the
    /// program, the last two are counted from the first read on: the machine's clock may have been set since, and proves nothing. A call
    /// that another process may still be sending is waited for, `timeout` and 15 seconds at most; one that it claimed and did not start
    /// within a minute cannot start any more.
    ///
    /// # Errors
    ///
    /// The journal cannot be read or written. A read that fails is none: the write stays unresolved.
    ///
    /// [Example](Self#example)
    pub fn reconcile(&self, pending: &Pending) -> C::Out<Result<Verdict, JournalError>> {
        self.drive(reconcile::whole(Arc::clone(&self.inner), (*pending.entry).clone()))
    }

    /// One read at most, and when the next one makes sense: for a job queue that comes back instead of waiting.
    ///
    /// ```
    /// # use vvtool_api::vvtool::Client;
    /// # use vvtool_api::{Glance, MemoryJournal, Writes};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let client = Client::builder().token("token").build()?;
    /// # let writes = Writes::open(&client, MemoryJournal::new()).await?;
    /// for pending in writes.pending().await? {
    ///     match writes.reconcile_once(&pending).await? {
    ///         Glance::Proven(verdict) => println!("{pending}: {verdict:?}"),
    ///         Glance::Later(wait) => println!("{pending}: look again in {wait:?}"),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Writes::reconcile`].
    pub fn reconcile_once(&self, pending: &Pending) -> C::Out<Result<Glance, JournalError>> {
        self.drive(reconcile::once(Arc::clone(&self.inner), (*pending.entry).clone()))
    }

    /// What a person found out about a write that nothing proves. It is written down with the reason: no personal data in it.
    ///
    /// # Errors
    ///
    /// The journal cannot be written, somebody settled it before, or it is on its way at this moment.
    ///
    /// [Example](Self#example)
    pub fn close(
        &self,
        pending: &Pending,
        closed: Closed,
        reason: impl Into<String>,
    ) -> C::Out<Result<(), JournalError>> {
        let (inner, entry, reason) = (Arc::clone(&self.inner), pending.entry.clone(), reason.into());
        self.drive(async move {
            inner.look_up_age().await;
            let named = |what: &str| JournalError::new(format!("{}: {what}", outcome::Named(&entry)));
            // As it is by now: what the caller holds may be old.
            let Some(known) = inner.passed(entry.key).await? else {
                return Err(named("the journal knows nothing of it any more"));
            };
            if inner.is_under_way(&known) {
                return Err(named("it is on its way at this moment"));
            }
            // One that was passed over was never sent: whichever claim the caller holds, no later one was.
            let unsent = known.state == State::Open && known.started.is_none();
            let ticket = if unsent { known.ticket() } else { entry.ticket() };
            let state = match closed {
                Closed::Done => State::Done,
                Closed::NotDone => State::NotDone,
            };
            let end = inner.end(state, None, Charge::Unknown, Some(reason.into()));
            if inner.journal.finish(ticket.clone(), end).await? {
                inner.ruled(&ticket, true);
                return Ok(());
            }
            Err(named("it was settled before, or is claimed anew"))
        })
    }

    /// Let nothing new be sent, and wait until what is under way has ended; false when that takes longer. For the end of a program.
    ///
    /// [Example](Self#example)
    pub fn drain(&self, timeout: Duration) -> C::Out<bool> {
        let inner = Arc::clone(&self.inner);
        inner.shut();
        let work = async move { tokio::time::timeout(timeout, inner.is_drained()).await.is_ok() };
        self.client.drive(Box::pin(work), |_| false)
    }

    fn drive<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, JournalError>> + Send + 'static,
    ) -> C::Out<Result<T, JournalError>> {
        let work: Boxed<Result<T, JournalError>> = Box::pin(work);
        self.client.drive(work, |what| Err(JournalError::new(what)))
    }
}

impl Inner {
    async fn begin(&self) -> Result<(), JournalError> {
        let owner = intent::owner(self.service.name, &self.account);
        self.journal.belongs_to(owner).await?;
        if let Some(caller) = self.caller {
            self.journal.called_with(owner, caller).await?;
        }
        let age = Age::opened(self.journal.newest().await?, self.clock.now());
        self.ages(age);
        if let Some(before) = age.forgets() {
            self.journal.prune(before).await?;
        }
        Ok(())
    }

    async fn is_drained(&self) {
        loop {
            let mut idle = core::pin::pin!(self.idle.notified());
            // Listens before it looks: what ends in between is heard.
            idle.as_mut().enable();
            if self.is_idle() {
                return;
            }
            idle.await;
        }
    }
}

/// A proof that does not fit this write is refused before anything is claimed.
async fn permitted(inner: Arc<Inner>, mut job: Job, permit: Option<Permit>) -> Ended {
    if let Some(permit) = permit {
        let refused = |what: &'static str| Ended::Refused(Context::config(job.meta, what));
        let nameless = job.intended.name.is_none() && job.meta.intent.is_empty();
        if nameless || permit.entry.key != job.intended.key {
            return refused("the proof is of another intent");
        }
        if permit.is_too_old(inner.clock.wall()) {
            return refused(send::TOO_OLD);
        }
        job.permit = Some(permit);
    }
    send::send(inner, job).await
}

impl<C: Clone> Clone for Writes<C> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), inner: Arc::clone(&self.inner) }
    }
}

impl<C: fmt::Debug> fmt::Debug for Writes<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writes").field("client", &self.client).field("run", &self.inner.run).finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "vvtool"))]
pub(crate) mod tests;
