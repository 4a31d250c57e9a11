//! Which document of docs.lock a document is.

use std::collections::{HashMap, HashSet};

use super::lock::{Lock, Locked};
use crate::import::document::{Document, Part};

/// What a document is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// A service and one of its operations.
    Operation(String, String),
    /// A service and a document that lists errors for all of it.
    Errors(String, String),
}

impl Key {
    fn new(service: &str, operation: Option<&str>, name: &str) -> Self {
        match operation {
            Some(operation) => Self::Operation(service.to_owned(), operation.to_owned()),
            None => Self::Errors(service.to_owned(), name.to_owned()),
        }
    }

    /// What the document is about.
    fn of(document: &Document) -> Self {
        Self::new(&document.service, document.operation.as_deref(), &document.name)
    }

    /// What the document of docs.lock is about.
    pub(crate) fn of_locked(locked: &Locked) -> Self {
        Self::new(&locked.service, locked.operation.as_deref(), &locked.name)
    }
}

/// docs.lock, to be asked.
pub(crate) struct LockIndex<'a> {
    lock: &'a Lock,
    places: HashMap<Key, usize>,
    /// Tables of errors that no document of the run is named like: one of them may have come under another name.
    tables: Vec<usize>,
}

impl<'a> LockIndex<'a> {
    /// `names` are the documents of the run.
    pub(crate) fn of(lock: &'a Lock, names: &HashSet<String>) -> Self {
        let all = || lock.documents.iter().enumerate();
        Self {
            lock,
            places: all().map(|(index, document)| (Key::of_locked(document), index)).collect(),
            tables: all()
                .filter(|(_, document)| document.operation.is_none() && !names.contains(&document.name))
                .map(|(index, _)| index)
                .collect(),
        }
    }

    /// Where docs.lock has the document.
    pub(crate) fn place(&self, now: &Document) -> Option<usize> {
        let renamed = || {
            let tables = self.tables.iter().filter_map(|index| Some((*index, self.lock.documents.get(*index)?)));
            tables
                .filter(|(_, table)| now.operation.is_none() && table.service == now.service)
                .map(|(index, table)| (shared(table, now), index, table.errors.len().min(now.errors.len())))
                // A page may be saved under another name; half of its rows in common is no accident.
                .filter(|(shared, _, least)| *shared > 0 && shared * 2 >= *least)
                .max()
                .map(|(_, index, _)| index)
        };
        self.places.get(&Key::of(now)).copied().or_else(renamed)
    }

    /// What docs.lock has of the document.
    pub(crate) fn document(&self, now: &Document) -> Option<&'a Locked> {
        self.lock.documents.get(self.place(now)?)
    }

    /// Where docs.lock has what the page of a new operation described before: another operation by the same file name, with most
    /// rows in common. An address or a method that changed looks like that.
    pub(crate) fn moved(&self, now: &Locked) -> Option<usize> {
        let names = |document: &Locked| -> HashSet<(Part, String)> {
            document.rows.iter().map(|row| (row.part, row.name.clone())).collect()
        };
        let mine = names(now);
        let before = |document: &Locked| {
            let theirs = names(document);
            let shared = theirs.intersection(&mine).count();
            document.operation.is_some()
                && (&document.name, &document.service) == (&now.name, &now.service)
                && document.operation != now.operation
                && shared * 2 > theirs.len().max(mine.len())
        };
        self.lock.documents.iter().position(before).filter(|_| now.operation.is_some())
    }

    /// What docs.lock has of the document about an operation.
    pub(crate) fn operation(&self, service: &str, operation: &str) -> Option<&'a Locked> {
        let place = self.places.get(&Key::new(service, Some(operation), ""))?;
        self.lock.documents.get(*place)
    }
}

/// How many rows of a table the document has too.
fn shared(table: &Locked, now: &Document) -> usize {
    let rows: HashSet<(&str, &str)> = table.errors.iter().map(|error| (&*error.code, &*error.message)).collect();
    let same: HashSet<(&str, &str)> = now.errors.iter().map(|error| (&*error.code, &*error.message)).collect();
    rows.intersection(&same).count()
}
