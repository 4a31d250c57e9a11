//! What changed in a document since docs.lock was written, row by row.

use std::collections::HashMap;

use super::lock::{Locked, LockedError, LockedRow, VERSION};
use crate::import::document::{Form, Part};
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

/// What the change is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The document as a whole: rate limit, charge, path.
    Fact(String),
    /// A field row.
    Row(Box<LockedRow>),
    /// An error row.
    Error(LockedError),
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What became of it.
    pub kind: Kind,
    /// What it is about; as it is now, or as it was when it is gone.
    pub subject: Subject,
    /// Facts that differ: name, before, after.
    pub facts: Vec<(&'static str, String, String)>,
}

impl Change {
    /// For people: `request tid`, `error 614 …`, `rate_limit`.
    #[must_use]
    pub fn path(&self) -> String {
        match &self.subject {
            Subject::Fact(name) => name.clone(),
            Subject::Row(row) => row.path(),
            Subject::Error(error) => format!("error {} {}", error.code, error.message),
        }
    }
}

/// The fact that a document is there at all.
pub(crate) const DOCUMENT: &str = "document";

/// All changes from `before` to `after`, in the order of the documents.
#[must_use]
pub fn documents(before: &Locked, after: &Locked) -> Vec<Change> {
    let mut changes = facts(before, after);
    if let Some(day) = before.gone.as_ref().filter(|_| after.gone.is_none()) {
        changes.push(Change {
            kind: Kind::Added,
            subject: Subject::Fact(DOCUMENT.to_owned()),
            facts: vec![("value", format!("gone since {day}"), "there again".to_owned())],
        });
    }
    rows(before, after, &mut changes);
    errors(before, after, &mut changes);
    changes
}

/// A document that is gone: everything in it is.
#[must_use]
pub fn gone(before: &Locked) -> Vec<Change> {
    let rows = before.rows.iter().map(|row| Subject::Row(Box::new(row.clone())));
    let errors = before.errors.iter().map(|error| Subject::Error(error.clone()));
    rows.chain(errors).map(|subject| Change { kind: Kind::Removed, subject, facts: Vec::new() }).collect()
}

/// Facts that were not remembered from the beginning.
const LATER: [&str; 6] = ["host", "charge", "headers", "data_is", "uncoded", "labels"];

/// True when less is remembered of the document than is read today.
#[must_use]
pub fn is_older(document: &Locked) -> bool {
    !document.facts.iter().any(|(name, _)| name == VERSION)
}

fn facts(before: &Locked, after: &Locked) -> Vec<Change> {
    // Not every form can say everything: what a form never says has not changed.
    let same_form = before.form == after.form;
    let value = |document: &Locked, name: &str| {
        document.facts.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    };
    let mut names: Vec<&String> = before.facts.iter().chain(&after.facts).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    let mut changes = Vec::new();
    for name in names {
        let (was, is) = (value(before, name), value(after, name));
        // What was not remembered yet cannot be told from what was not said.
        let later = LATER.contains(&name.as_str()) && is_older(before);
        if was == is
            || later
            || matches!(name.as_str(), "category" | VERSION)
            || (!same_form && (was.is_none() || is.is_none()))
        {
            continue;
        }
        let kind = match (&was, &is) {
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            _ => Kind::Changed,
        };
        let facts = vec![("value", was.unwrap_or_default(), is.unwrap_or_default())];
        changes.push(Change { kind, subject: Subject::Fact(name.clone()), facts });
    }
    // Other words about charges are news of their own only where they mean the same as before.
    let is = |change: &Change, fact: &str| matches!(&change.subject, Subject::Fact(name) if name == fact);
    if changes.iter().any(|change| is(change, "charged")) {
        changes.retain(|change| !is(change, "charge"));
    }
    changes
}

fn rows(before: &Locked, after: &Locked, changes: &mut Vec<Change>) {
    let old: HashMap<_, &LockedRow> = before.rows.iter().map(|row| (row.key(), row)).collect();
    let new: HashMap<_, &LockedRow> = after.rows.iter().map(|row| (row.key(), row)).collect();
    for row in &after.rows {
        let subject = || Subject::Row(Box::new(row.clone()));
        let Some(was) = old.get(&row.key()) else {
            changes.push(Change { kind: Kind::Added, subject: subject(), facts: Vec::new() });
            continue;
        };
        let facts = row_facts(was, row, before.form == after.form, is_older(before));
        if facts.iter().any(|(name, ..)| *name != "prose") {
            changes.push(Change { kind: Kind::Changed, subject: subject(), facts });
        } else if !facts.is_empty() {
            changes.push(Change { kind: Kind::Prose, subject: subject(), facts });
        }
    }
    for row in before.rows.iter().filter(|row| !new.contains_key(&row.key())) {
        changes.push(Change { kind: Kind::Removed, subject: Subject::Row(Box::new(row.clone())), facts: Vec::new() });
    }
}

fn row_facts(was: &LockedRow, is: &LockedRow, same_form: bool, older: bool) -> Vec<(&'static str, String, String)> {
    let mut facts = Vec::new();
    let mut compare = |name: &'static str, was: String, is: String| {
        if was != is {
            facts.push((name, was, is));
        }
    };
    let yes_no = |answer: Option<bool>| answer.map_or_else(|| "not said".to_owned(), |yes| yes.to_string());
    let number = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
    // `Order []` and `Order[]` are one type.
    let ty = |ty: &str| ty.replace(' ', "").to_ascii_lowercase();
    if ty(&was.ty) != ty(&is.ty) {
        compare("type", was.ty.clone(), is.ty.clone());
    }
    // The owner follows from the row of the object around it: if that changed its type, that row says so.
    // Pages have no such column for replies.
    if same_form || was.part == Part::Request {
        compare("required", yes_no(was.required), yes_no(is.required));
    }
    // One form has no examples at all; that says nothing about the field.
    if same_form || (!was.example.is_empty() && !is.example.is_empty()) {
        compare("example", was.example.clone(), is.example.clone());
    }
    compare("values", was.values.join(" "), is.values.join(" "));
    compare("default", was.default.clone(), is.default.clone());
    compare("max_chars", number(was.max_chars), number(is.max_chars));
    if same_form && !older {
        compare("limits", was.limits.clone(), is.limits.clone());
    }
    compare("unit", was.unit.clone(), is.unit.clone());
    compare("obligation", was.words.join(" "), is.words.join(" "));
    compare("prose", was.prose.clone(), is.prose.clone());
    facts
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
            let mut facts = vec![("message", was.message.clone(), error.message.clone())];
            if was.remedy != error.remedy {
                facts.push(("remedy", was.remedy.clone(), error.remedy.clone()));
            }
            changes.push(Change { kind: Kind::Changed, subject: Subject::Error(error.clone()), facts });
            reworded.push(error_key(was));
            seen.push(key);
            continue;
        }
        match old.get(&key) {
            None => {
                changes.push(Change { kind: Kind::Added, subject: Subject::Error(error.clone()), facts: Vec::new() })
            }
            Some(was) if new.get(&key) != Some(was) => {
                let is = new.get(&key).map(|advice| advice.join(" ")).unwrap_or_default();
                changes.push(Change {
                    kind: Kind::Prose,
                    subject: Subject::Error(error.clone()),
                    facts: vec![("remedy", was.join(" "), is)],
                });
            }
            Some(_) => {}
        }
        seen.push(key);
    }
    let mut gone: Vec<(String, String)> = Vec::new();
    for error in &before.errors {
        let key = error_key(error);
        if !new.contains_key(&key) && !gone.contains(&key) && !reworded.contains(&key) {
            changes.push(Change { kind: Kind::Removed, subject: Subject::Error(error.clone()), facts: Vec::new() });
            gone.push(key);
        }
    }
}

/// The same error with the words it had: on a platform whose codes are names, one code on one row is one error. On a gateway of
/// numbers, the message is what tells errors apart.
fn other_words<'a>(before: &'a Locked, after: &Locked, error: &LockedError) -> Option<&'a LockedError> {
    if [before.form, after.form].contains(&Form::VvtoolPage) {
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
