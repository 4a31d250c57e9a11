//! The tables of a journal file, in one transaction.

use std::time::SystemTime;

use redb::{
    MultimapTable, MultimapTableDefinition, ReadableMultimapTable as _, ReadableTable as _, Table, TableDefinition,
    WriteTransaction,
};

use crate::writes::journal::{Claimed, Entry, Key, Settled};

const ENTRIES: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("entries");
const LANES: MultimapTableDefinition<'_, &[u8], &[u8]> = MultimapTableDefinition::new("lanes");
/// Keys of what is in flight or open: there are few, however long the journal is.
const OPEN: TableDefinition<'_, &[u8], ()> = TableDefinition::new("open");
pub(super) const ABOUT: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("about");

/// The tables of one transaction.
pub(super) struct Tables<'t> {
    entries: Table<'t, &'static [u8], &'static [u8]>,
    lanes: MultimapTable<'t, &'static [u8], &'static [u8]>,
    open: Table<'t, &'static [u8], ()>,
    pub(super) about: Table<'t, &'static str, &'static [u8]>,
    pub(super) changed: bool,
}

impl<'t> Tables<'t> {
    pub(super) fn of(writing: &'t WriteTransaction) -> Result<Self, redb::Error> {
        Ok(Self {
            entries: writing.open_table(ENTRIES)?,
            lanes: writing.open_multimap_table(LANES)?,
            open: writing.open_table(OPEN)?,
            about: writing.open_table(ABOUT)?,
            changed: false,
        })
    }

    pub(super) fn get(&self, key: &Key) -> Result<Option<Entry>, redb::Error> {
        let found = self.entries.get(key.bytes().as_slice())?;
        found.map(|bytes| decoded(bytes.value())).transpose()
    }

    /// The indexes first: a key in them without its entry is nothing, an entry that is in none would be overlooked.
    fn put(&mut self, entry: &Entry) -> Result<(), redb::Error> {
        self.changed = true;
        let key = entry.key.bytes().as_slice();
        if let Some(lane) = &entry.lane {
            if entry.state.is_unsettled() {
                self.lanes.insert(lane.bytes().as_slice(), key)?;
            } else {
                self.lanes.remove(lane.bytes().as_slice(), key)?;
            }
        }
        if entry.is_listed() {
            self.open.insert(key, ())?;
        } else {
            self.open.remove(key)?;
        }
        self.entries.insert(key, entry.encode().as_slice())?;
        Ok(())
    }

    pub(super) fn remove(&mut self, entry: &Entry) -> Result<(), redb::Error> {
        self.changed = true;
        let key = entry.key.bytes().as_slice();
        self.entries.remove(key)?;
        self.open.remove(key)?;
        if let Some(lane) = &entry.lane {
            self.lanes.remove(lane.bytes().as_slice(), key)?;
        }
        Ok(())
    }

    pub(super) fn claim(&mut self, entry: Entry, over: Option<u32>) -> Result<Claimed, redb::Error> {
        let mut beside = Vec::new();
        if let Some(lane) = &entry.lane {
            for key in self.lanes.get(lane.bytes().as_slice())? {
                beside.extend(self.entries.get(key?.value())?.map(|bytes| decoded(bytes.value())).transpose()?);
            }
        }
        let existing = self.get(&entry.key)?;
        match entry.claim(existing.as_ref(), beside.iter().cloned(), over) {
            Ok(entry) => {
                beside.iter().filter(|other| entry.passes(other)).try_for_each(|other| self.remove(other))?;
                self.put(&entry)?;
                Ok(Claimed::New(entry.ticket()))
            }
            Err(met) => Ok(met),
        }
    }

    /// Change an entry where `change` says that it may be.
    pub(super) fn change(&mut self, key: &Key, change: impl FnOnce(&mut Entry) -> bool) -> Result<bool, redb::Error> {
        let Some(mut entry) = self.get(key)? else { return Ok(false) };
        let may = change(&mut entry);
        if may {
            self.put(&entry)?;
        }
        Ok(may)
    }

    pub(super) fn listed(&self) -> Result<Vec<Entry>, redb::Error> {
        let mut listed = Vec::new();
        for key in self.open.iter()? {
            listed.extend(self.entries.get(key?.0.value())?.map(|bytes| decoded(bytes.value())).transpose()?);
        }
        listed.sort_by_key(|entry| entry.planned);
        Ok(listed)
    }

    pub(super) fn all(&self, which: impl Fn(&Entry) -> bool) -> Result<Vec<Entry>, redb::Error> {
        let mut found = Vec::new();
        for item in self.entries.iter()? {
            found.extend(Some(decoded(item?.1.value())?).filter(&which));
        }
        Ok(found)
    }

    pub(super) fn newest(&self) -> Result<Option<Settled>, redb::Error> {
        let mut newest = None;
        for item in self.entries.iter()? {
            let settled = decoded(item?.1.value())?.settled;
            newest = settled.map(|settled| settled.and(newest)).or(newest);
        }
        Ok(newest)
    }

    /// What was claimed was never sent, what was in flight is open: this process has the file alone, so nobody goes on with it.
    pub(super) fn abandoned(&mut self, now: SystemTime) -> Result<(), redb::Error> {
        for entry in self.all(|entry| entry.state.is_unsettled())? {
            self.leave(&entry, entry.clone().abandoned(now))?;
        }
        Ok(())
    }

    /// Keep this of an entry, or nothing.
    pub(super) fn leave(&mut self, entry: &Entry, left: Option<Entry>) -> Result<(), redb::Error> {
        match left {
            Some(left) => self.put(&left),
            None => self.remove(entry),
        }
    }
}

fn decoded(bytes: &[u8]) -> Result<Entry, redb::Error> {
    Entry::decode(bytes).map_err(|error| redb::Error::Corrupted(error.to_string()))
}
