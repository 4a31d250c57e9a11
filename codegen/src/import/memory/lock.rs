//! `docs.lock`: what each source document said when it was last read. Facts and digests, no sentences.
//!
//! One JSON object per line, in the order of the documents, so a changed row is a changed line in a diff. Line numbers are left
//! out on purpose: one row more at the top of a page must not touch every line below it.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::import::document::{Document, Form, Part, Row};

/// The first line of the file.
const TITLE: &str = "# What each source document said when it was last read. Written by `vvspec import`; facts and digests, no sentences.\n";

/// The key under which a document says how much is remembered of it; one without it was read before there was more than one answer.
pub const VERSION: &str = "facts";

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
    /// What the document says about the operation as a whole: name and value.
    pub facts: Vec<(String, String)>,
    /// Field rows in the document's order.
    pub rows: Vec<LockedRow>,
    /// Error rows in the document's order.
    pub errors: Vec<LockedError>,
}

/// One field row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedRow {
    /// Request, envelope or reply.
    pub part: Part,
    /// Wire names of the objects around it, joined by `/`.
    pub at: String,
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
    /// Digest of the prose.
    pub prose: String,
}

impl LockedRow {
    /// What identifies it within its document.
    #[must_use]
    pub fn key(&self) -> (Part, &str, &str) {
        (self.part, &self.at, &self.name)
    }

    /// For people.
    #[must_use]
    pub fn path(&self) -> String {
        let at = if self.at.is_empty() { String::new() } else { format!("{}/", self.at) };
        format!("{} {at}{}", self.part.as_str(), self.name)
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
        let facts = &document.facts;
        let mut kept: Vec<(String, String)> = Vec::new();
        let mut keep = |name: &str, value: Option<String>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                kept.push((name.to_owned(), value));
            }
        };
        keep(VERSION, Some("2".to_owned()));
        keep("host", facts.host.clone());
        keep("path", facts.path.clone());
        keep("method", facts.method.clone());
        keep("needs_shop", facts.needs_shop.map(|yes| yes.to_string()));
        keep("charged", facts.charged.map(|yes| yes.to_string()));
        keep("rate_limit", facts.rate_limit.as_ref().map(|(calls, per)| format!("{calls}/{per}")));
        keep("charge", facts.charge.clone());
        keep("headers", Some(facts.headers.join(", ")));
        keep("data", facts.data.clone());
        keep("data_is", facts.data_is_list.map(|list| if list { "list" } else { "object" }.to_owned()));
        keep("uncoded", facts.uncoded.clone());
        keep("labels", Some(facts.labels.join(", ")));
        keep("category", facts.category.clone());
        Self {
            name: document.name.clone(),
            service: document.service.clone(),
            operation: document.operation.clone(),
            form: document.form,
            read: read.to_owned(),
            digest: document.digest.clone(),
            gone: None,
            facts: kept,
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

fn locked_row(row: &Row) -> LockedRow {
    LockedRow {
        part: row.part,
        at: row.at.join("/"),
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
        prose: row.prose.clone(),
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

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::from(TITLE);
        for document in &self.documents {
            write_document(&mut out, document);
        }
        out
    }

    /// Reads the file.
    ///
    /// # Errors
    /// The line that is no row of docs.lock, and why.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut lock = Self::default();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let at = |why: &str| {
                format!(
                    "docs.lock:{}: {why}; restore the file from version control, or delete it and import the documents again",
                    index + 1
                )
            };
            let json: Value = serde_json::from_str(line).map_err(|error| at(&error.to_string()))?;
            let Value::Object(members) = &json else { return Err(at("not an object")) };
            if members.contains_key("doc") {
                lock.documents.push(
                    read_document(members).ok_or_else(|| at("a document needs doc, service, form, read and digest"))?,
                );
                continue;
            }
            let Some(document) = lock.documents.last_mut() else { return Err(at("a row before the first document")) };
            if members.contains_key("field") {
                document.rows.push(read_row(members).ok_or_else(|| at("a field needs field, in and owner"))?);
            } else if members.contains_key("error") {
                document.errors.push(LockedError {
                    code: text_of(members, "error"),
                    message: text_of(members, "message"),
                    remedy: text_of(members, "remedy"),
                });
            } else {
                return Err(at("neither doc, field nor error"));
            }
        }
        Ok(lock)
    }
}

fn write_document(out: &mut String, document: &Locked) {
    let mut line = Line::new("doc", &document.name);
    line.text("service", &document.service);
    line.text("operation", document.operation.as_deref().unwrap_or(""));
    line.text("form", document.form.as_str());
    line.text("read", &document.read);
    line.text("digest", &document.digest);
    line.text("gone", document.gone.as_deref().unwrap_or(""));
    for (name, value) in &document.facts {
        line.text(name, value);
    }
    line.end(out);
    for row in &document.rows {
        let mut line = Line::new("field", &row.name);
        line.text("in", row.part.as_str());
        line.text("at", &row.at);
        line.text("owner", &row.owner);
        line.text("type", &row.ty);
        if let Some(required) = row.required {
            line.bare("required", &required.to_string());
        }
        line.text("example", &row.example);
        line.list("values", &row.values);
        line.text("default", &row.default);
        if let Some(max) = row.max_chars {
            line.bare("max_chars", &max.to_string());
        }
        line.text("limits", &row.limits);
        line.text("unit", &row.unit);
        line.list("words", &row.words);
        line.text("prose", &row.prose);
        line.end(out);
    }
    for error in &document.errors {
        let mut line = Line::new("error", &error.code);
        line.text("message", &error.message);
        line.text("remedy", &error.remedy);
        line.end(out);
    }
}

/// One line of JSON with its members in a fixed order; empty members are left out.
struct Line(String);

impl Line {
    fn new(kind: &str, name: &str) -> Self {
        let mut line = Self(String::from("{"));
        line.member(kind, &quoted(name));
        line
    }

    fn member(&mut self, name: &str, json: &str) {
        if self.0.len() > 1 {
            self.0.push_str(", ");
        }
        let _ = write!(self.0, "{}: {json}", quoted(name));
    }

    fn text(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.member(name, &quoted(value));
        }
    }

    fn bare(&mut self, name: &str, json: &str) {
        self.member(name, json);
    }

    fn list(&mut self, name: &str, values: &[String]) {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            self.member(name, &format!("[{}]", values.join(", ")));
        }
    }

    fn end(self, out: &mut String) {
        out.push_str(&self.0);
        out.push_str("}\n");
    }
}

fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

const OWN: [&str; 7] = ["doc", "service", "operation", "form", "read", "digest", "gone"];

fn read_document(members: &Map<String, Value>) -> Option<Locked> {
    let facts = members.iter().filter(|(name, _)| !OWN.contains(&name.as_str()));
    Some(Locked {
        name: text_of(members, "doc"),
        service: text_of(members, "service"),
        operation: members.get("operation").and_then(Value::as_str).map(str::to_owned),
        form: Form::parse(members.get("form")?.as_str()?)?,
        read: members.get("read")?.as_str()?.to_owned(),
        digest: members.get("digest")?.as_str()?.to_owned(),
        gone: members.get("gone").and_then(Value::as_str).map(str::to_owned),
        facts: facts.map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned())).collect(),
        rows: Vec::new(),
        errors: Vec::new(),
    })
}

fn read_row(members: &Map<String, Value>) -> Option<LockedRow> {
    Some(LockedRow {
        part: Part::parse(members.get("in")?.as_str()?)?,
        at: text_of(members, "at"),
        owner: members.get("owner")?.as_str()?.to_owned(),
        name: text_of(members, "field"),
        ty: text_of(members, "type"),
        required: members.get("required").and_then(Value::as_bool),
        example: text_of(members, "example"),
        values: list_of(members, "values"),
        default: text_of(members, "default"),
        max_chars: members.get("max_chars").and_then(Value::as_u64).and_then(|max| u32::try_from(max).ok()),
        limits: text_of(members, "limits"),
        unit: text_of(members, "unit"),
        words: list_of(members, "words"),
        prose: text_of(members, "prose"),
    })
}

fn text_of(members: &Map<String, Value>, name: &str) -> String {
    members.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list_of(members: &Map<String, Value>, name: &str) -> Vec<String> {
    members
        .get(name)
        .and_then(Value::as_array)
        .map(|items| items.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        .unwrap_or_default()
}
