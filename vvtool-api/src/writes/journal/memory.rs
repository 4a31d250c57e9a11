//! A journal that lives as long as the process.

use core::time::Duration;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::{Answering, Claimed, End, Entry, Journal, JournalError, Key, Settled, Ticket};

/// A journal in memory. It **forgets everything when the process ends**: for tests, and for programs that keep an account of their own of
/// what they sent.
#[derive(Debug, Default)]
pub struct MemoryJournal(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    owner: Option<Key>,
    entries: HashMap<Key, Entry>,
}

impl MemoryJournal {
    /// Nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Every change is one assignment: a panic elsewhere has left nothing half done.
    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn ready<'a, T: Send + 'a>(answer: T) -> Answering<'a, T> {
    Box::pin(core::future::ready(Ok(answer)))
}

impl Journal for MemoryJournal {
    fn belongs_to(&self, owner: Key) -> Answering<'_, ()> {
        let known = *self.held().owner.get_or_insert(owner);
        let answer = if known == owner {
            Ok(())
        } else {
            Err(JournalError::new(
                "this journal in memory belongs to another account: give each account one of its own",
            ))
        };
        Box::pin(core::future::ready(answer))
    }

    fn claim(&self, entry: Entry, over: Option<u32>) -> Answering<'_, Claimed> {
        let mut held = self.held();
        let beside: Vec<Entry> = held.entries.values().filter(|other| other.lane == entry.lane).cloned().collect();
        let existing = held.entries.get(&entry.key).cloned();
        let claimed = match entry.claim(existing.as_ref(), beside, over) {
            Ok(entry) => {
                let ticket = entry.ticket();
                held.entries.retain(|_, other| !entry.passes(other));
                held.entries.insert(entry.key, entry);
                Claimed::New(ticket)
            }
            Err(met) => met,
        };
        ready(claimed)
    }

    fn start(&self, ticket: Ticket, at: SystemTime, until: SystemTime) -> Answering<'_, bool> {
        ready(self.held().entries.get_mut(&ticket.key).is_some_and(|entry| entry.start(&ticket, at, until)))
    }

    fn finish(&self, ticket: Ticket, end: End) -> Answering<'_, bool> {
        ready(self.held().entries.get_mut(&ticket.key).is_some_and(|entry| entry.finish(&ticket, end)))
    }

    fn release(&self, ticket: Ticket) -> Answering<'_, bool> {
        let mut held = self.held();
        let released = held.entries.get(&ticket.key).filter(|entry| entry.may_release(&ticket)).map(Entry::left);
        let may = released.is_some();
        match released {
            Some(Some(left)) => drop(held.entries.insert(left.key, left)),
            Some(None) => drop(held.entries.remove(&ticket.key)),
            None => {}
        }
        ready(may)
    }

    fn open_entries(&self) -> Answering<'_, Vec<Entry>> {
        let held = self.held();
        let mut open: Vec<Entry> = held.entries.values().filter(|entry| entry.is_listed()).cloned().collect();
        open.sort_by_key(|entry| entry.planned);
        ready(open)
    }

    fn get(&self, key: Key) -> Answering<'_, Option<Entry>> {
        ready(self.held().entries.get(&key).cloned())
    }

    fn newest(&self) -> Answering<'_, Option<Settled>> {
        let held = self.held();
        let settled = held.entries.values().filter_map(|entry| entry.settled);
        ready(settled.reduce(|one, other| one.and(Some(other))))
    }

    fn prune(&self, before: Duration) -> Answering<'_, u64> {
        let mut held = self.held();
        let count = held.entries.len();
        held.entries.retain(|_, entry| !entry.may_be_pruned(before));
        ready(u64::try_from(count.saturating_sub(held.entries.len())).unwrap_or(u64::MAX))
    }
}
