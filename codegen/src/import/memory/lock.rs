//! What each source document said when it was last read: facts and digests, no sentences. Line numbers are left out on purpose:
//! one row more at the top of a page must not touch every line below it.

use crate::import::document::{self, Document, Facts, Part, Rates, Row, RowKey, Text};
use crate::import::form::Form;
use crate::words::DataShape;

/// Everything in docs.lock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// Sorted by service, then name.
    pub documents: Vec<Locked>,
}

/// One document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// File name without its ending.
    pub name: String,
    /// Service it belongs to.
    pub service: String,
    /// None for the error table of a service.
    pub operation: Option<String>,
    /// Form it came in.
    pub form: Form,
    /// Day it was last found to differ, `2026-11-21`.
    pub read: String,
    /// SHA-256 of the file.
    pub digest: String,
    /// Day on which a folder was imported that no longer had it.
    pub gone: Option<String>,
    /// What the document says about the operation as a whole.
    pub facts: LockedFacts,
    /// Field rows in the document's order.
    pub rows: Vec<LockedRow>,
    /// Error rows in the document's order.
    pub errors: Vec<LockedError>,
    /// What a person has not decided yet, and no element of the spec can be marked with.
    pub open: Vec<LockedOpen>,
}

/// A change that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedOpen {
    /// What is to be done.
    pub todo: String,
    /// Day on which it was found.
    pub since: String,
}

/// What a document says about the operation as a whole; None where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LockedFacts {
    /// How much is remembered; None where the document was read before there was more than one answer.
    pub version: Option<String>,
    /// Scheme and host.
    pub host: Option<String>,
    /// Path below the host.
    pub path: Option<String>,
    /// HTTP method.
    pub method: Option<String>,
    /// The user must authorise the call.
    pub needs_shop: Option<bool>,
    /// Calls are charged.
    pub charged: Option<bool>,
    /// Calls and the period.
    pub rate_limit: Option<Rates>,
    /// Digest of what is said about charges.
    pub charge: Option<String>,
    /// HTTP headers that are asked for.
    pub headers: Option<String>,
    /// Type of the record that is the reply's data.
    pub data: Option<String>,
    /// What the reply's data is; a list is one, however many items the document says it has.
    pub data_is: Option<DataShape>,
    /// Digest of the rows of the error table that have no code.
    pub uncoded: Option<String>,
    /// What a payload's labels say.
    pub labels: Option<String>,
    /// The folder of a catalogue the method lies in.
    pub category: Option<String>,
    /// What the document says besides its rows.
    pub texts: Vec<Text>,
}

/// How much is remembered of a document today.
pub(super) const CURRENT: &str = "3";

/// One field row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedRow {
    /// Request, envelope or reply.
    pub part: Part,
    /// Wire names of the objects around it, outermost first.
    pub at: Vec<String>,
    /// Type that holds it.
    pub owner: String,
    /// Wire name.
    pub name: String,
    /// Declared type.
    pub ty: String,
    /// Where the document says it.
    pub required: Option<bool>,
    /// Example, personal data and secrets replaced.
    pub example: String,
    /// Listed values.
    pub values: Vec<String>,
    /// Stated default.
    pub default: String,
    /// Stated maximum length.
    pub max_chars: Option<u32>,
    /// Other stated bounds.
    pub limits: String,
    /// Stated unit.
    pub unit: String,
    /// Obligation words.
    pub words: Vec<String>,
    /// Numbers in the prose that no other fact has; empty where it has none, and where the row was read before they were kept.
    pub numbers: Vec<String>,
    /// Digest of the prose.
    pub prose: String,
    /// What is said otherwise where it stands a second time: `required: false`.
    pub again: Vec<String>,
}

impl LockedRow {
    /// What identifies it within its document.
    #[must_use]
    pub fn key(&self) -> RowKey<'_> {
        (self.part, &self.at, &self.name)
    }

    /// For people: `request trade/orders/oid`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{} {}", self.part.as_str(), document::path(&self.at, &self.name))
    }
}

/// One error row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedError {
    /// Code.
    pub code: String,
    /// Message, verbatim.
    pub message: String,
    /// Digest of the advice.
    pub remedy: String,
}

impl Locked {
    /// What there is to remember of a document.
    #[must_use]
    pub fn of(document: &Document, read: &str) -> Self {
        Self {
            name: document.name.clone(),
            service: document.service.clone(),
            operation: document.operation.clone(),
            form: document.form,
            read: read.to_owned(),
            digest: document.digest.clone(),
            gone: None,
            facts: locked_facts(&document.facts),
            rows: document.rows.iter().map(locked_row).collect(),
            errors: document
                .errors
                .iter()
                .map(|error| LockedError {
                    code: error.code.clone(),
                    message: error.message.clone(),
                    remedy: error.remedy.clone(),
                })
                .collect(),
            open: Vec::new(),
        }
    }

    /// Keeps something for a person to decide, once.
    pub fn leave(&mut self, todo: &str, since: &str) {
        if !self.open.iter().any(|known| known.todo == todo) {
            self.open.push(LockedOpen { todo: todo.to_owned(), since: since.to_owned() });
        }
    }

    /// True when both are the same document: the same operation of the same service, or the same table of errors.
    #[must_use]
    pub fn same_document(&self, other: &Self) -> bool {
        self.service == other.service
            && match (&self.operation, &other.operation) {
                (Some(one), Some(two)) => one == two,
                (None, None) => self.name == other.name,
                _ => false,
            }
    }
}

fn locked_facts(facts: &Facts) -> LockedFacts {
    let said = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    LockedFacts {
        version: Some(CURRENT.to_owned()),
        host: said(&facts.host),
        path: said(&facts.path),
        method: said(&facts.method),
        needs_shop: facts.needs_shop,
        charged: facts.charged,
        rate_limit: facts.rate_limit.clone(),
        charge: said(&facts.charge),
        headers: said(&Some(facts.headers.join(", "))),
        data: said(&facts.data),
        data_is: facts.data_is.map(|is| if is == DataShape::ListOfOne { DataShape::List } else { is }),
        uncoded: said(&facts.uncoded),
        labels: said(&Some(facts.labels.join(", "))),
        category: said(&facts.category),
        texts: facts.texts.clone(),
    }
}

fn locked_row(row: &Row) -> LockedRow {
    LockedRow {
        part: row.part,
        at: row.at.clone(),
        owner: row.owner.clone(),
        name: row.name.clone(),
        ty: row.ty.clone(),
        required: row.required,
        example: row.example.clone().unwrap_or_default(),
        values: row.values.iter().map(|value| value.value.clone()).collect(),
        default: row.default.clone().unwrap_or_default(),
        max_chars: row.max_chars,
        limits: row.limits.clone(),
        unit: row.unit.clone().unwrap_or_default(),
        words: row.obligations.clone(),
        numbers: row.numbers.clone(),
        prose: row.prose.clone(),
        again: row.again.iter().map(|(what, said)| format!("{what}: {said}")).collect(),
    }
}

impl Lock {
    /// Puts a document in, in place of what was known of it.
    pub fn put(&mut self, document: Locked) {
        match self.documents.iter_mut().find(|known| known.same_document(&document)) {
            Some(known) => *known = document,
            None => self.documents.push(document),
        }
    }

    /// Sorted, as it is written.
    pub fn sort(&mut self) {
        self.documents.sort_by(|one, two| {
            (&one.service, &one.name, &one.operation).cmp(&(&two.service, &two.name, &two.operation))
        });
    }
}
