//! Which document of docs.lock a document is.

use std::collections::{HashMap, HashSet};

use super::lock::{Lock, Locked};

/// What a document is about: an operation, or the table of errors of that name.
pub(crate) type Key = (String, String);

/// docs.lock, to be asked.
pub(crate) struct Known<'a> {
    lock: &'a Lock,
    places: HashMap<Key, usize>,
    /// Tables of errors that no document of the run is named like: one of them may have come under another name.
    tables: Vec<usize>,
}

impl<'a> Known<'a> {
    /// `names` are the documents of the run.
    pub(crate) fn of(lock: &'a Lock, names: &HashSet<String>) -> Self {
        let all = || lock.documents.iter().enumerate();
        Self {
            lock,
            places: all().map(|(index, document)| (key(document), index)).collect(),
            tables: all()
                .filter(|(_, document)| document.operation.is_none() && !names.contains(&document.name))
                .map(|(index, _)| index)
                .collect(),
        }
    }

    /// Where docs.lock has the document.
    pub(crate) fn place(&self, now: &Locked) -> Option<usize> {
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
        self.places.get(&key(now)).copied().or_else(renamed)
    }

    /// What docs.lock has of the document.
    pub(crate) fn document(&self, now: &Locked) -> Option<&'a Locked> {
        self.lock.documents.get(self.place(now)?)
    }
}

/// What a document is about.
pub(crate) fn key(locked: &Locked) -> Key {
    (locked.service.clone(), locked.operation.clone().unwrap_or_else(|| format!("\u{1}{}", locked.name)))
}

/// How many rows of one table the other has too.
fn shared(one: &Locked, other: &Locked) -> usize {
    let rows: HashSet<(&str, &str)> = one.errors.iter().map(|error| (&*error.code, &*error.message)).collect();
    let same: HashSet<(&str, &str)> = other.errors.iter().map(|error| (&*error.code, &*error.message)).collect();
    rows.intersection(&same).count()
}
