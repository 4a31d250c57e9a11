//! What a journal of writes is: who implements [`Journal`] decides where it lies.
//!
//! An intent is claimed, then started, then finished. Between claim and start nothing has been sent; from start on it may have been,
//! until a reply, a read or a person says what has become of it.

#[cfg(feature = "testing")]
mod conformance;
mod entry;
mod memory;
#[cfg(test)]
mod sample;
mod settled;

use core::fmt;
use core::pin::Pin;
use core::time::Duration;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::SystemTime;

#[cfg(feature = "testing")]
pub use conformance::conformance;
pub(super) use entry::STALE;
pub use entry::{End, Entry, Key, State, Ticket};
pub use memory::MemoryJournal;
#[cfg(test)]
pub(crate) use sample::entry as sample_entry;
pub use settled::Settled;

/// What every method of a [`Journal`] gives: a future that can cross threads.
pub type Answering<'a, T> = Pin<Box<dyn Future<Output = Result<T, JournalError>> + Send + 'a>>;

/// Where intents are remembered.
///
/// What an implementation promises; with feature `testing` `journal::conformance` checks it:
///
/// - Each method is atomic: of two claims at once one wins, also between processes that share the journal.
/// - [`start`](Journal::start) is durable before it answers. After a crash the entry is there, in flight.
/// - The outcome that [`finish`](Journal::finish) writes may be lost in a crash: then the entry is found in flight, and a read tells.
/// - What cannot be read is an error, never an empty journal.
/// - Nothing of an [`Entry`] is changed beside what its methods change: they hold the rules.
pub trait Journal: Send + Sync + 'static {
    /// Remember whose intents these are when the journal is new; refuse another owner. A journal that many accounts share takes all.
    fn belongs_to(&self, owner: Key) -> Answering<'_, ()> {
        let _ = owner;
        Box::pin(core::future::ready(Ok(())))
    }

    /// Whoever writes for this owner calls with what this digest is of, a token or the name of an account. To be refused where another owner
    /// called with the same: then one account has two names, and each intent would be done once under each. A journal of one owner has
    /// nothing to refuse.
    fn called_with(&self, owner: Key, caller: Key) -> Answering<'_, ()> {
        let _ = (owner, caller);
        Box::pin(core::future::ready(Ok(())))
    }

    /// Claim an intent, as [`Entry::claim`] decides. `over`: the attempt that was proven not done.
    fn claim(&self, entry: Entry, over: Option<u32>) -> Answering<'_, Claimed>;

    /// The exchange of this claim may begin, as [`Entry::start`] decides: durable before it answers. False where the claim is gone.
    fn start(&self, ticket: Ticket, at: SystemTime, until: SystemTime) -> Answering<'_, bool>;

    /// What has become of this claim, as [`Entry::finish`] decides. False where the claim is gone, or was settled before.
    fn finish(&self, ticket: Ticket, end: End) -> Answering<'_, bool>;

    /// Nothing was sent for this claim: keep what [`Entry::left`] says of it, or forget it, where [`Entry::may_release`] says so. False where
    /// the claim is gone.
    fn release(&self, ticket: Ticket) -> Answering<'_, bool>;

    /// All entries in flight or open, the oldest claim first.
    fn open_entries(&self) -> Answering<'_, Vec<Entry>>;

    /// The entry of an intent.
    fn get(&self, key: Key) -> Answering<'_, Option<Entry>>;

    /// Of all [`Entry::settled`] that it holds the latest, joined by [`Settled::and`]: from there the age of the journal goes on.
    fn newest(&self) -> Answering<'_, Option<Settled>>;

    /// Forget what was settled before the journal had this age, as [`Entry::may_be_pruned`] says. How many.
    fn prune(&self, before: Duration) -> Answering<'_, u64>;
}

impl<J: Journal + ?Sized> Journal for Arc<J> {
    fn belongs_to(&self, owner: Key) -> Answering<'_, ()> {
        (**self).belongs_to(owner)
    }
    fn called_with(&self, owner: Key, caller: Key) -> Answering<'_, ()> {
        (**self).called_with(owner, caller)
    }
    fn claim(&self, entry: Entry, over: Option<u32>) -> Answering<'_, Claimed> {
        (**self).claim(entry, over)
    }
    fn start(&self, ticket: Ticket, at: SystemTime, until: SystemTime) -> Answering<'_, bool> {
        (**self).start(ticket, at, until)
    }
    fn finish(&self, ticket: Ticket, end: End) -> Answering<'_, bool> {
        (**self).finish(ticket, end)
    }
    fn release(&self, ticket: Ticket) -> Answering<'_, bool> {
        (**self).release(ticket)
    }
    fn open_entries(&self) -> Answering<'_, Vec<Entry>> {
        (**self).open_entries()
    }
    fn get(&self, key: Key) -> Answering<'_, Option<Entry>> {
        (**self).get(key)
    }
    fn newest(&self) -> Answering<'_, Option<Settled>> {
        (**self).newest()
    }
    fn prune(&self, before: Duration) -> Answering<'_, u64> {
        (**self).prune(before)
    }
}

/// What a claim met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claimed {
    /// It is claimed, with this ticket.
    New(Ticket),
    /// This is there of the same intent.
    Taken(Box<Entry>),
    /// This other one holds its lane.
    Beside(Box<Entry>),
}

/// A journal cannot be read or written. Nothing was sent because of it.
#[derive(Clone)]
pub struct JournalError {
    what: Cow<'static, str>,
    cause: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl JournalError {
    /// What is wrong, and what to do, in words.
    pub fn new(what: impl Into<Cow<'static, str>>) -> Self {
        Self { what: what.into(), cause: None }
    }

    /// The same with the error that caused it.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.cause = Some(Arc::from(cause.into()));
        self
    }
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl fmt::Debug for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JournalError").field("what", &self.what).field("cause", &self.cause).finish()
    }
}

impl std::error::Error for JournalError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| &**cause as &(dyn std::error::Error + 'static))
    }
}
