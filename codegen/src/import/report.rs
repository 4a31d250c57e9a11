//! The report of an import or a drift check, for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use super::document::Document;
use super::ledger::{Counted, LineKind};
use super::not_read::{self, NotRead};
use crate::diag::counted;
use crate::import::memory::compare::{Change, Kind, Subject};
use crate::import::memory::fact::RowFact;
use crate::import::memory::renamed;
use crate::import::stand_in::Replaced;
use crate::import::task::Task;

/// One document and what became of it.
#[derive(Debug)]
pub struct Entry {
    /// The document as read; None when it is gone.
    pub document: Option<Arc<Document>>,
    /// Its name.
    pub name: String,
    /// Where it was read; None when it is gone.
    pub file: Option<PathBuf>,
    /// What was reworded, by the number of the change.
    pub wording: BTreeMap<usize, String>,
    /// Why nothing is shown of what was reworded, where an old document was given.
    pub old: Option<String>,
    /// False when docs.lock had no entry for it.
    pub known: bool,
    /// What changed.
    pub changes: Vec<Change>,
    /// Why nothing of it was taken in, where it was not.
    pub refused: Option<String>,
    /// Files it led to, as `wrote` or `would write`.
    pub files: Vec<String>,
    /// Decisions left to a person.
    pub decisions: usize,
    /// Open decisions that this run took back: the document says again what it said before.
    pub undone: usize,
    /// What the run did beyond the document's own file.
    pub done: Vec<String>,
    /// What could not be applied to the spec. Of a document known before, docs.lock keeps it until a person has decided.
    pub by_hand: Vec<Task>,
    /// What a person has to do where a mark in the spec reminds of it, or nothing needs to.
    pub told: Vec<Task>,
}

/// The whole run.
#[derive(Debug, Default)]
pub struct Report {
    /// Documents in order.
    pub entries: Vec<Entry>,
    /// Documents that were gone at an earlier import already, and whose operations the spec still has.
    pub gone_before: usize,
    /// Files that are no document.
    pub not_understood: Vec<NotRead>,
    /// Changes of known documents that nobody has decided about: those of this run, and of earlier ones.
    pub left: usize,
    /// The same one by one, as a comparison names them.
    pub open: Vec<String>,
    /// What the spec calls the records of replies, by service and operation.
    pub roots: BTreeMap<(String, String), String>,
}

impl Report {
    /// True when a known document differs, is gone, or is new.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.entries.iter().any(|entry| !entry.known || !entry.changes.is_empty())
    }

    /// True when a change of a known document waits for a person.
    #[must_use]
    pub fn undecided(&self) -> bool {
        self.left > 0 || !self.open.is_empty()
    }

    /// True when a document was not taken in.
    #[must_use]
    pub fn refused(&self) -> bool {
        self.entries.iter().any(|entry| entry.refused.is_some())
    }

    /// How many field rows this became of. All rows of a new document are added ones.
    #[must_use]
    pub fn rows(&self, kind: Kind) -> usize {
        let count = |entry: &Entry| match &entry.document {
            Some(document) if !entry.known => {
                if kind == Kind::Added {
                    document.rows.len()
                } else {
                    0
                }
            }
            _ => entry
                .changes
                .iter()
                .filter(|change| change.kind == kind && matches!(change.subject, Subject::Row(..)))
                .count(),
        };
        self.entries.iter().map(count).sum()
    }

    /// The text. Documents without news are one line each, and only counted when there are many.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        let many = self.entries.len() > 20;
        for entry in &self.entries {
            let news = !entry.changes.is_empty()
                || !entry.by_hand.is_empty()
                || !entry.told.is_empty()
                || !entry.done.is_empty()
                || entry.refused.is_some();
            if many && !news && entry.known {
                continue;
            }
            self.entry(&mut out, entry, many);
        }
        for line in not_read::lines(&self.not_understood) {
            let _ = writeln!(out, "{line}");
        }
        for open in &self.open {
            let _ = writeln!(out, "open: {open}");
        }
        self.summary(&mut out);
        out
    }

    /// What the spec calls the record of an operation's reply.
    fn root(&self, document: &Document) -> Option<&str> {
        let key = (document.service.clone(), document.operation.clone()?);
        self.roots.get(&key).map(String::as_str)
    }

    fn entry(&self, out: &mut String, entry: &Entry, many: bool) {
        let Some(document) = &entry.document else {
            if entry.done.is_empty() {
                let _ = writeln!(
                    out,
                    "{}: gone from the directory; its operation stays in the spec until a person deletes it",
                    entry.name
                );
            }
            for done in &entry.done {
                let _ = writeln!(out, "{}: {done}", entry.name);
            }
            return;
        };
        let operation = document.operation.as_deref().unwrap_or("error table");
        let state = match (entry.known, entry.changes.is_empty()) {
            (false, _) => "new".to_owned(),
            (true, true) => "unchanged".to_owned(),
            (true, false) => counted(entry.changes.len(), "change"),
        };
        let _ = writeln!(out, "{} ({}, {}/{operation}): {state}", entry.name, document.form.name, document.service);
        for (number, change) in entry.changes.iter().enumerate() {
            write_change(out, change, document, entry.wording.get(&number).map(String::as_str));
        }
        if let Some(why) = &entry.old {
            let _ = writeln!(out, "  {why}");
        }
        for (gone, new) in renamed::probable(&entry.changes) {
            let _ = writeln!(
                out,
                "  renamed? {} -> {}: if it is one field, write `renames: [{}]` and delete the old one",
                gone.path(),
                new.name,
                renamed::entry(renamed::owner(gone, self.root(document)), &gone.name, &new.name)
            );
        }
        if let Some(why) = &entry.refused {
            let _ = writeln!(out, "  not imported: {why}");
        }
        for file in &entry.files {
            let _ = writeln!(out, "  {file}");
        }
        for done in &entry.done {
            let _ = writeln!(out, "  {done}");
        }
        for hand in entry.told.iter().chain(&entry.by_hand) {
            let _ = writeln!(out, "  by hand: {hand}");
        }
        if many {
            return;
        }
        let (rows, errors) = (counted(document.rows.len(), "field row"), counted(document.errors.len(), "error row"));
        let _ = writeln!(out, "  {rows}, {errors}");
        let _ = writeln!(out, "  ledger: {}", ledger(document));
        let quarantined = document.ledger.ranges(LineKind::Quarantined);
        if !quarantined.is_empty() {
            let _ = writeln!(out, "  quarantined lines: {quarantined}");
        }
        let _ = writeln!(out, "  replaced before anything was written: {}", document.replaced.summary());
        for (line, why) in &document.review {
            let place = if *line > 0 { format!("line {line}: ") } else { String::new() };
            let _ = writeln!(out, "  look at: {place}{why}");
        }
        for row in document.rows.iter().filter(|row| !row.review.is_empty()) {
            let place = if row.line > 0 { format!("line {}: ", row.line) } else { String::new() };
            let _ = writeln!(out, "  look at: {place}{} {}: {}", row.part.as_str(), row.path(), row.review.join(", "));
        }
    }

    fn summary(&self, out: &mut String) {
        let rows: usize =
            self.entries.iter().filter_map(|entry| entry.document.as_ref()).map(|document| document.rows.len()).sum();
        let errors: usize =
            self.entries.iter().filter_map(|entry| entry.document.as_ref()).map(|document| document.errors.len()).sum();
        let mut replaced = Replaced::default();
        for document in self.entries.iter().filter_map(|entry| entry.document.as_ref()) {
            replaced.add(&document.replaced);
        }
        let gone = self.entries.iter().filter(|entry| entry.document.is_none()).count();
        if self.gone_before > 0 {
            let (were, their) =
                if self.gone_before == 1 { ("was", "its operation stays") } else { ("were", "their operations stay") };
            let _ = writeln!(
                out,
                "{} {were} gone at an earlier import already; {their} in the spec until a person deletes what is left",
                counted(self.gone_before, "document")
            );
        }
        let new = self.entries.iter().filter(|entry| !entry.known).count();
        let _ = writeln!(
            out,
            "{} ({new} new, {gone} gone, {} not understood), {}, {}; rows: {} added, {} removed, {} changed, {} prose only; replaced: {}; {} marked `review:`",
            counted(self.entries.len() - gone, "document"),
            self.not_understood.len(),
            counted(rows, "field row"),
            counted(errors, "error row"),
            self.rows(Kind::Added),
            self.rows(Kind::Removed),
            self.rows(Kind::Changed),
            self.rows(Kind::Prose),
            replaced.summary(),
            counted(self.entries.iter().map(|entry| entry.decisions).sum::<usize>(), "decision"),
        );
    }
}

/// `596 lines = 417 field + 25 error + …`.
#[must_use]
pub fn ledger(document: &Document) -> String {
    let what = match document.ledger.counted {
        Counted::Lines => "line",
        Counted::Members => "member",
    };
    let parts: Vec<String> = LineKind::ALL
        .iter()
        .map(|kind| (kind, document.ledger.count(*kind)))
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| format!("{count} {}", kind.as_str()))
        .collect();
    format!("{} = {}", counted(document.ledger.total(), what), parts.join(" + "))
}

fn write_change(out: &mut String, change: &Change, document: &Document, wording: Option<&str>) {
    let line = match &change.subject {
        Subject::Row(row, _) => document.row(row.key()).map(|now| now.line),
        Subject::Error(error, _) => document
            .errors
            .iter()
            .find(|now| now.code == error.code && now.message == error.message)
            .map(|now| now.line),
        Subject::Document(_) => None,
    };
    let place = line.filter(|line| *line > 0).map(|line| format!(" (line {line})")).unwrap_or_default();
    let _ = write!(out, "  {}: {}{place}", change.kind.as_str(), change.path());
    let digests = change.is_of_digests();
    for told in change.told() {
        // Digests say nothing to a person: of words only those that bind are kept, and told by themselves.
        let _ = match (told.name, wording) {
            ("prose", None) if !bound(change) => {
                write!(out, "; reworded, no word of obligation came or went: read it again")
            }
            ("prose", _) => write!(out, "; reworded"),
            (name, _) if digests || name == "remedy" => {
                let (was, is) = (told.was.is_empty(), told.is.is_empty());
                write!(
                    out,
                    "; {}",
                    if was {
                        "said now"
                    } else if is {
                        "said no more"
                    } else {
                        "reworded"
                    }
                )
            }
            _ => write!(out, "; {told}"),
        };
    }
    if let Some(wording) = wording {
        let _ = write!(out, ": {wording}");
    }
    let _ = writeln!(out);
}

/// Whether words that bind, or numbers, came or went.
fn bound(change: &Change) -> bool {
    matches!(&change.subject, Subject::Row(_, facts) if facts.iter().any(|fact| matches!(fact, RowFact::Obligations(_) | RowFact::Numbers(_))))
}
