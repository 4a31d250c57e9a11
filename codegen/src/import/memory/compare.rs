//! What changed in a document since docs.lock was written, row by row.

use std::collections::HashMap;

use super::fact::{DocumentFact, ErrorFact, Moved, RowFact, Told};
use super::lock::{Locked, LockedError, LockedRow};
use crate::import::document::{Part, RowKey};
use crate::import::form::Gateway;
use crate::message;

/// What became of one element of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Not there before.
    Added,
    /// No longer there.
    Removed,
    /// A fact differs.
    Changed,
    /// Only the digest of the prose moved.
    Prose,
}

impl Kind {
    /// For reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Prose => "prose only",
        }
    }
}

/// What the change is about, as it is now, or as it was when it is gone; and the facts that differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The document as a whole: rate limit, charge, path.
    Document(DocumentFact),
    /// A field row.
    Row(Box<LockedRow>, Vec<RowFact>),
    /// An error row.
    Error(LockedError, Vec<ErrorFact>),
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What became of it.
    pub kind: Kind,
    /// What it is about.
    pub subject: Subject,
}

impl Change {
    fn row(kind: Kind, row: &LockedRow, facts: Vec<RowFact>) -> Self {
        Self { kind, subject: Subject::Row(Box::new(row.clone()), facts) }
    }

    fn error(kind: Kind, error: &LockedError, facts: Vec<ErrorFact>) -> Self {
        Self { kind, subject: Subject::Error(error.clone(), facts) }
    }

    /// For people: `request tid`, `error 614 …`, `rate_limit`.
    #[must_use]
    pub fn path(&self) -> String {
        match &self.subject {
            Subject::Document(fact) => fact.told().name.to_owned(),
            Subject::Row(row, _) => row.path(),
            Subject::Error(error, _) => format!("error {} {}", error.code, error.message),
        }
    }

    /// The facts that differ, for people. A fact of the document is called by what the change is about already.
    #[must_use]
    pub fn told(&self) -> Vec<Told> {
        match &self.subject {
            Subject::Document(fact) => vec![Told { name: "value", ..fact.told() }],
            Subject::Row(_, facts) => facts.iter().map(RowFact::told).collect(),
            Subject::Error(_, facts) => facts.iter().map(ErrorFact::told).collect(),
        }
    }
}

/// All changes from `before` to `after`, in the order of the documents.
#[must_use]
pub fn documents(before: &Locked, after: &Locked) -> Vec<Change> {
    let mut changes = facts(before, after);
    if let Some(day) = before.gone.as_ref().filter(|_| after.gone.is_none()) {
        changes.push(Change { kind: Kind::Added, subject: Subject::Document(DocumentFact::Back(day.clone())) });
    }
    rows(before, after, &mut changes);
    errors(before, after, &mut changes);
    changes
}

/// A document that is gone: everything in it is.
#[must_use]
pub fn gone(before: &Locked) -> Vec<Change> {
    let rows = before.rows.iter().map(|row| Change::row(Kind::Removed, row, Vec::new()));
    let errors = before.errors.iter().map(|error| Change::error(Kind::Removed, error, Vec::new()));
    rows.chain(errors).collect()
}

/// True when less is remembered of the document than is read today.
#[must_use]
pub fn is_older(document: &Locked) -> bool {
    document.facts.version.is_none()
}

/// Facts about two documents that are compared one by one.
struct Facts {
    changes: Vec<Change>,
    /// Not every form can say everything: what a form never says has not changed.
    same_form: bool,
    /// What was not remembered yet cannot be told from what was not said.
    older: bool,
}

impl Facts {
    fn compare<T: Clone + PartialEq>(
        &mut self,
        was: &Option<T>,
        is: &Option<T>,
        fact: impl FnOnce(Moved<Option<T>>) -> DocumentFact,
    ) {
        let kind = match (was, is) {
            (Some(_), Some(_)) => Kind::Changed,
            _ if !self.same_form => return,
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
        };
        if was != is {
            let fact = fact(Moved { was: was.clone(), is: is.clone() });
            self.changes.push(Change { kind, subject: Subject::Document(fact) });
        }
    }

    /// A fact that was not remembered from the beginning.
    fn later<T: Clone + PartialEq>(
        &mut self,
        was: &Option<T>,
        is: &Option<T>,
        fact: impl FnOnce(Moved<Option<T>>) -> DocumentFact,
    ) {
        if !self.older {
            self.compare(was, is, fact);
        }
    }
}

fn facts(before: &Locked, after: &Locked) -> Vec<Change> {
    let mut facts = Facts { changes: Vec::new(), same_form: before.form == after.form, older: is_older(before) };
    let (was, is) = (&before.facts, &after.facts);
    // Other words about charges are news of their own only where they mean the same as before.
    if was.charged == is.charged || (!facts.same_form && (was.charged.is_none() || is.charged.is_none())) {
        facts.later(&was.charge, &is.charge, DocumentFact::Charge);
    }
    facts.compare(&was.charged, &is.charged, DocumentFact::Charged);
    facts.compare(&was.data, &is.data, DocumentFact::Data);
    facts.later(&was.data_is_list, &is.data_is_list, DocumentFact::DataIsList);
    facts.later(&was.headers, &is.headers, DocumentFact::Headers);
    facts.later(&was.host, &is.host, DocumentFact::Host);
    facts.later(&was.labels, &is.labels, DocumentFact::Labels);
    facts.compare(&was.method, &is.method, DocumentFact::Method);
    facts.compare(&was.needs_shop, &is.needs_shop, DocumentFact::NeedsShop);
    facts.compare(&was.path, &is.path, DocumentFact::Path);
    facts.compare(&was.rate_limit, &is.rate_limit, DocumentFact::RateLimit);
    facts.later(&was.uncoded, &is.uncoded, DocumentFact::Uncoded);
    facts.changes
}

fn rows(before: &Locked, after: &Locked, changes: &mut Vec<Change>) {
    let old: HashMap<RowKey<'_>, &LockedRow> = before.rows.iter().map(|row| (row.key(), row)).collect();
    let new: HashMap<RowKey<'_>, &LockedRow> = after.rows.iter().map(|row| (row.key(), row)).collect();
    for row in &after.rows {
        let Some(was) = old.get(&row.key()) else {
            changes.push(Change::row(Kind::Added, row, Vec::new()));
            continue;
        };
        let facts = row_facts(was, row, before.form == after.form, is_older(before));
        let kind = match facts.as_slice() {
            [] => continue,
            [RowFact::Prose(_)] => Kind::Prose,
            _ => Kind::Changed,
        };
        changes.push(Change::row(kind, row, facts));
    }
    for row in before.rows.iter().filter(|row| !new.contains_key(&row.key())) {
        changes.push(Change::row(Kind::Removed, row, Vec::new()));
    }
}

fn row_facts(was: &LockedRow, is: &LockedRow, same_form: bool, older: bool) -> Vec<RowFact> {
    fn moved<T: Clone + PartialEq>(was: &T, is: &T, fact: fn(Moved<T>) -> RowFact) -> Option<RowFact> {
        (was != is).then(|| fact(Moved { was: was.clone(), is: is.clone() }))
    }
    // `Order []` and `Order[]` are one type. The owner follows from the row of the object around it: if that changed its type, that
    // row says so.
    let plain = |ty: &str| ty.replace(' ', "").to_ascii_lowercase();
    let ty = (plain(&was.ty) != plain(&is.ty)).then(|| moved(&was.ty, &is.ty, RowFact::Type)).flatten();
    // Pages have no such column for replies.
    let required = same_form || was.part == Part::Request;
    // One form has no examples at all; that says nothing about the field.
    let example = same_form || (!was.example.is_empty() && !is.example.is_empty());
    let limits = same_form && !older;
    [
        ty,
        moved(&was.required, &is.required, RowFact::Required).filter(|_| required),
        moved(&was.example, &is.example, RowFact::Example).filter(|_| example),
        moved(&was.values, &is.values, RowFact::Values),
        moved(&was.default, &is.default, RowFact::Default),
        moved(&was.max_chars, &is.max_chars, RowFact::MaxChars),
        moved(&was.limits, &is.limits, RowFact::Limits).filter(|_| limits),
        moved(&was.unit, &is.unit, RowFact::Unit),
        moved(&was.words, &is.words, RowFact::Obligations),
        moved(&was.prose, &is.prose, RowFact::Prose),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn errors(before: &Locked, after: &Locked, changes: &mut Vec<Change>) {
    // The metadata form has no error table: its silence removes nothing.
    if before.form != after.form && (before.errors.is_empty() || after.errors.is_empty()) {
        return;
    }
    let remedies = |document: &Locked| {
        let mut grouped: HashMap<(String, String), Vec<String>> = HashMap::new();
        for error in &document.errors {
            grouped.entry(error_key(error)).or_default().push(error.remedy.clone());
        }
        for advice in grouped.values_mut() {
            advice.sort();
        }
        grouped
    };
    let (old, new) = (remedies(before), remedies(after));
    let mut seen: Vec<(String, String)> = Vec::new();
    let mut reworded: Vec<(String, String)> = Vec::new();
    for error in &after.errors {
        let key = error_key(error);
        if seen.contains(&key) {
            continue;
        }
        if let Some(was) = other_words(before, after, error).filter(|_| !old.contains_key(&key)) {
            let message = Moved { was: was.message.clone(), is: error.message.clone() };
            let mut facts = vec![ErrorFact::Message(message)];
            if was.remedy != error.remedy {
                facts.push(ErrorFact::Remedy(Moved { was: was.remedy.clone(), is: error.remedy.clone() }));
            }
            changes.push(Change::error(Kind::Changed, error, facts));
            reworded.push(error_key(was));
            seen.push(key);
            continue;
        }
        match old.get(&key) {
            None => changes.push(Change::error(Kind::Added, error, Vec::new())),
            Some(was) if new.get(&key) != Some(was) => {
                let is = new.get(&key).map(|advice| advice.join(" ")).unwrap_or_default();
                let remedy = ErrorFact::Remedy(Moved { was: was.join(" "), is });
                changes.push(Change::error(Kind::Prose, error, vec![remedy]));
            }
            Some(_) => {}
        }
        seen.push(key);
    }
    let mut gone: Vec<(String, String)> = Vec::new();
    for error in &before.errors {
        let key = error_key(error);
        if !new.contains_key(&key) && !gone.contains(&key) && !reworded.contains(&key) {
            changes.push(Change::error(Kind::Removed, error, Vec::new()));
            gone.push(key);
        }
    }
}

/// The same error with the words it had: on a platform whose codes are names, one code on one row is one error. On a gateway of
/// numbers, the message is what tells errors apart.
fn other_words<'a>(before: &'a Locked, after: &Locked, error: &LockedError) -> Option<&'a LockedError> {
    if [before.form, after.form].iter().any(|form| form.gateway == Gateway::Envelope) {
        return None;
    }
    let mut now = after.errors.iter().filter(|other| other.code == error.code);
    let mut was = before.errors.iter().filter(|other| other.code == error.code);
    let only = now.next().is_some() && now.next().is_none();
    was.next().filter(|_| only && was.next().is_none())
}

fn error_key(error: &LockedError) -> (String, String) {
    (error.code.clone(), message::normal(&error.message))
}
