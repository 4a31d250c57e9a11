//! What changed in a document since docs.lock was written, row by row.

use std::collections::HashMap;

use super::fact::{DocumentFact, ErrorFact, Moved, RowFact, Told};
use super::lock::{CURRENT, Locked, LockedError, LockedRow};
use crate::import::digest;
use crate::import::document::{Part, RowKey, Text};
use crate::import::form::Gateway;
use crate::import::read::texts::{ENVIRONMENTS, ORDER, WHOLE};
use crate::message;
use crate::words::MAX_BYTES;

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
            Subject::Document(DocumentFact::Text(name, _)) => format!("text {name}"),
            Subject::Document(fact) => fact.told().name.to_owned(),
            Subject::Row(row, _) => row.path(),
            Subject::Error(error, _) => format!("error {} {}", error.code, error.message),
        }
    }

    /// True when it says something in other words than before, of which digests are kept.
    #[must_use]
    pub fn is_reworded(&self) -> bool {
        match &self.subject {
            Subject::Row(_, facts) => facts.iter().any(|fact| matches!(fact, RowFact::Prose(_))),
            Subject::Error(_, facts) => facts.iter().any(|fact| matches!(fact, ErrorFact::Remedy(_))),
            Subject::Document(fact) => match fact {
                DocumentFact::Text(name, _) => ![WHOLE, ORDER].contains(&name.as_str()),
                DocumentFact::Charge(_) | DocumentFact::Uncoded(_) => true,
                // A line of which nothing is read any more is shown in its words.
                DocumentFact::Charged(moved) => moved.is.is_none(),
                _ => false,
            },
        }
    }

    /// True when nothing but digests is kept of what it is about.
    #[must_use]
    pub fn is_of_digests(&self) -> bool {
        matches!(self.subject, Subject::Document(DocumentFact::Charge(_) | DocumentFact::Uncoded(_)))
    }

    /// The facts that differ, for people. A fact of the document is called by what the change is about already.
    #[must_use]
    pub fn told(&self) -> Vec<Told> {
        match &self.subject {
            Subject::Document(DocumentFact::Text(_, moved)) if moved.was.is_empty() && moved.is.is_empty() => {
                Vec::new()
            }
            Subject::Document(fact @ DocumentFact::Text(..)) => {
                vec![Told { name: "obligations and numbers", ..fact.told() }]
            }
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
    texts(before, after, &mut changes);
    changes
}

/// Texts besides the rows. One that holds a fact of its own, or all of the document, is news only where nothing of it is.
fn texts(before: &Locked, after: &Locked, changes: &mut Vec<Change>) {
    if before.form != after.form || !is_current(before) {
        return;
    }
    let said = |fact: &DocumentFact| match fact {
        DocumentFact::RateLimit(_) => "频率限制",
        DocumentFact::Charge(_) | DocumentFact::Charged(_) => "接口收费",
        DocumentFact::Host(_) | DocumentFact::Path(_) => "接口地址",
        DocumentFact::Method(_) => "请求方式",
        DocumentFact::NeedsShop(_) => "用户授权",
        _ => "",
    };
    let told: Vec<&str> = changes
        .iter()
        .filter_map(|change| match &change.subject {
            Subject::Document(fact) => Some(said(fact)).filter(|label| !label.is_empty()),
            _ => None,
        })
        .collect();
    let find = |of: &Locked, name: &str| of.facts.texts.iter().find(|text| text.name == name).cloned();
    let names = after.facts.texts.iter().chain(&before.facts.texts).map(|text| &text.name);
    let mut seen: Vec<&String> = Vec::new();
    let mut found = Vec::new();
    for name in names {
        if seen.contains(&name) || name == WHOLE || told.iter().any(|label| name.contains(label)) {
            continue;
        }
        seen.push(name);
        let (was, is) = (find(before, name), find(after, name));
        let digest_of = |text: &Option<Text>| text.as_ref().map(|text| text.digest.clone()).unwrap_or_default();
        if digest::same(&digest_of(&was), &digest_of(&is)) {
            continue;
        }
        let kind = match (&was, &is) {
            (None, _) if name == ENVIRONMENTS => continue,
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            _ => Kind::Changed,
        };
        let words = |text: Option<Text>| text.map(|text| text.words).unwrap_or_default();
        let moved = only(&words(was), &words(is));
        found.push(Change { kind, subject: Subject::Document(DocumentFact::Text(name.clone(), moved)) });
    }
    changes.append(&mut found);
    let whole = |of: &Locked| find(of, WHOLE).map(|text| text.digest).unwrap_or_default();
    if changes.is_empty() && !digest::same(&whole(before), &whole(after)) {
        let nothing = Moved { was: Vec::new(), is: Vec::new() };
        let fact = DocumentFact::Text(WHOLE.to_owned(), nothing);
        changes.push(Change { kind: Kind::Changed, subject: Subject::Document(fact) });
    }
}

/// What only one of two lists has, each word as often as it has it more than the other.
fn only(was: &[String], is: &[String]) -> Moved<Vec<String>> {
    fn without(these: &[String], others: &[String]) -> Vec<String> {
        let mut others: Vec<&String> = others.iter().collect();
        let mut left = Vec::new();
        for word in these {
            match others.iter().position(|other| *other == word) {
                Some(at) => drop(others.swap_remove(at)),
                None => left.push(word.clone()),
            }
        }
        left
    }
    Moved { was: without(was, is), is: without(is, was) }
}

/// True when all that is read today is remembered.
#[must_use]
pub fn is_current(document: &Locked) -> bool {
    document.facts.version.as_deref() == Some(CURRENT)
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

impl Facts {
    fn digest(
        &mut self,
        was: &Option<String>,
        is: &Option<String>,
        fact: impl FnOnce(Moved<Option<String>>) -> DocumentFact,
    ) {
        let same = was.as_ref().zip(is.as_ref()).is_some_and(|(was, is)| digest::same(was, is));
        if !same {
            self.later(was, is, fact);
        }
    }
}

fn facts(before: &Locked, after: &Locked) -> Vec<Change> {
    let mut facts = Facts { changes: Vec::new(), same_form: before.form == after.form, older: is_older(before) };
    let (was, is) = (&before.facts, &after.facts);
    // Other words about charges are news of their own only where they mean the same as before.
    if was.charged == is.charged || (!facts.same_form && (was.charged.is_none() || is.charged.is_none())) {
        facts.digest(&was.charge, &is.charge, DocumentFact::Charge);
    }
    facts.compare(&was.charged, &is.charged, DocumentFact::Charged);
    facts.compare(&was.data, &is.data, DocumentFact::Data);
    facts.later(&was.data_is, &is.data_is, DocumentFact::DataIs);
    facts.later(&was.headers, &is.headers, DocumentFact::Headers);
    // Where a payload says it, an older digest of it says nothing.
    let reads_hosts = |of: &Locked| of.facts.texts.iter().any(|text| text.name == ENVIRONMENTS);
    if was.host.is_some() || !reads_hosts(after) || reads_hosts(before) {
        facts.later(&was.host, &is.host, DocumentFact::Host);
    }
    facts.later(&was.labels, &is.labels, DocumentFact::Labels);
    facts.compare(&was.method, &is.method, DocumentFact::Method);
    facts.compare(&was.needs_shop, &is.needs_shop, DocumentFact::NeedsShop);
    facts.compare(&was.path, &is.path, DocumentFact::Path);
    facts.compare(&was.rate_limit, &is.rate_limit, DocumentFact::RateLimit);
    facts.digest(&was.uncoded, &is.uncoded, DocumentFact::Uncoded);
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
    if before.form == after.form && is_current(before) {
        changes.extend(moved(before, after, &old, &new));
    }
}

/// Rows that stand behind other rows than before. Where the rows around one went or came it has not moved.
fn moved(
    before: &Locked,
    after: &Locked,
    old: &HashMap<RowKey<'_>, &LockedRow>,
    new: &HashMap<RowKey<'_>, &LockedRow>,
) -> Option<Change> {
    // Of a row that stands there twice, the one that the map has.
    let stays = |row: &&LockedRow, here: &HashMap<RowKey<'_>, &LockedRow>, there: &HashMap<RowKey<'_>, &LockedRow>| {
        there.contains_key(&row.key()) && here.get(&row.key()).is_some_and(|kept| std::ptr::eq(*kept, *row))
    };
    let was = before.rows.iter().filter(|row| stays(row, old, new));
    let is = after.rows.iter().filter(|row| stays(row, new, old));
    let (was, is) = was.zip(is).find(|(was, is)| was.key() != is.key())?;
    let moved = Moved { was: vec![was.path()], is: vec![is.path()] };
    Some(Change { kind: Kind::Changed, subject: Subject::Document(DocumentFact::Text(ORDER.to_owned(), moved)) })
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
    // The words are the same, and this program reads a number of bytes in them.
    let besides =
        |limits: &str| limits.split(", ").filter(|each| !each.starts_with(MAX_BYTES)).collect::<Vec<_>>().join(", ");
    let only_read_better = digest::same(&was.prose, &is.prose) && besides(&was.limits) == besides(&is.limits);
    [
        ty,
        moved(&was.required, &is.required, RowFact::Required).filter(|_| required),
        moved(&was.example, &is.example, RowFact::Example).filter(|_| example),
        // The words are the same: this program reads them better than the one that read them first.
        moved(&was.values, &is.values, RowFact::Values).filter(|_| !digest::same(&was.prose, &is.prose)),
        moved(&was.default, &is.default, RowFact::Default),
        moved(&was.max_chars, &is.max_chars, RowFact::MaxChars),
        moved(&was.limits, &is.limits, RowFact::Limits).filter(|_| limits && !only_read_better),
        moved(&was.unit, &is.unit, RowFact::Unit),
        moved(&was.words, &is.words, RowFact::Obligations).filter(|_| !digest::same(&was.prose, &is.prose)),
        numbers(was, is),
        moved(&was.prose, &is.prose, RowFact::Prose).filter(|_| !digest::same(&was.prose, &is.prose)),
        moved(&was.again, &is.again, RowFact::Again).filter(|_| same_form),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Of a row without numbers nobody knows whether it had none, or was read before they were kept.
fn numbers(was: &LockedRow, is: &LockedRow) -> Option<RowFact> {
    let moved = only(&was.numbers, &is.numbers);
    let news = !was.numbers.is_empty() && !digest::same(&was.prose, &is.prose);
    (news && !(moved.was.is_empty() && moved.is.is_empty())).then_some(RowFact::Numbers(moved))
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
            if !digest::same(&was.remedy, &error.remedy) {
                facts.push(ErrorFact::Remedy(Moved { was: was.remedy.clone(), is: error.remedy.clone() }));
            }
            changes.push(Change::error(Kind::Changed, error, facts));
            reworded.push(error_key(was));
            seen.push(key);
            continue;
        }
        match old.get(&key) {
            None => changes.push(Change::error(Kind::Added, error, Vec::new())),
            Some(was) if new.get(&key).is_none_or(|is| !same_advice(was, is)) => {
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

fn same_advice(was: &[String], is: &[String]) -> bool {
    was.len() == is.len() && was.iter().zip(is).all(|(was, is)| digest::same(was, is))
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
