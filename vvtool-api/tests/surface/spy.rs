//! A journal that shows all that it is given and all that it gives.

use std::time::{Duration, SystemTime};

use vvtool_api::journal::{Answering, Claimed, End, Entry, Key, Settled, Ticket};
use vvtool_api::{Journal, MemoryJournal};

use crate::Shown;

pub(crate) struct Spy(MemoryJournal, Shown);

impl Spy {
    pub(crate) fn new(journal: MemoryJournal, shown: Shown) -> Self {
        Self(journal, shown)
    }
}

impl Journal for Spy {
    fn claim(&self, entry: Entry, over: Option<u32>) -> Answering<'_, Claimed> {
        self.1.of(&entry);
        Box::pin(async move {
            let claimed = self.0.claim(entry, over).await?;
            self.1.of(&claimed);
            Ok(claimed)
        })
    }
    fn start(&self, ticket: Ticket, at: SystemTime, until: SystemTime) -> Answering<'_, bool> {
        self.1.of(&ticket);
        self.0.start(ticket, at, until)
    }
    fn finish(&self, ticket: Ticket, end: End) -> Answering<'_, bool> {
        self.1.of(&end);
        self.0.finish(ticket, end)
    }
    fn release(&self, ticket: Ticket) -> Answering<'_, bool> {
        self.0.release(ticket)
    }
    fn open_entries(&self) -> Answering<'_, Vec<Entry>> {
        Box::pin(async move {
            let entries = self.0.open_entries().await?;
            self.1.of(&entries);
            Ok(entries)
        })
    }
    fn get(&self, key: Key) -> Answering<'_, Option<Entry>> {
        Box::pin(async move {
            let entry = self.0.get(key).await?;
            self.1.of(&entry);
            Ok(entry)
        })
    }
    fn newest(&self) -> Answering<'_, Option<Settled>> {
        self.0.newest()
    }
    fn prune(&self, before: Duration) -> Answering<'_, u64> {
        self.0.prune(before)
    }
}
