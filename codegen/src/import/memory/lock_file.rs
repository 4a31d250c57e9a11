//! The text of `docs.lock`: one JSON object per line, in the order of the documents, so a changed row is a changed line in a diff.

use serde_json::{Map, Value};

use super::lock::{Lock, Locked, LockedError, LockedFacts, LockedOpen, LockedRow};
use crate::import::document::{Part, Rates, Text};
use crate::import::read::form;
use crate::json::push_quoted;
use crate::load::OPEN;
use crate::words::DataShape;

/// The first line of the file.
const TITLE: &str = "# What each source document said when it was last read. Written by `vvspec import`; facts and digests, no sentences.\n";

/// The key under which a document says how much is remembered of it.
const VERSION: &str = "facts";

impl Lock {
    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let documents = crate::parallel::map(&self.documents, |_, document| {
            let mut out = String::new();
            write_document(&mut out, document);
            out
        });
        std::iter::once(TITLE).chain(documents.iter().map(String::as_str)).collect()
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
                let mut document =
                    read_document(members).ok_or_else(|| at("a document needs doc, service, form, read and digest"))?;
                for (name, value) in members.iter().filter(|(name, _)| !OWN.contains(&name.as_str())) {
                    read_fact(&mut document.facts, name, value).map_err(|why| at(&why))?;
                }
                lock.documents.push(document);
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
            } else if members.contains_key("text") {
                let text = Text {
                    name: text_of(members, "text"),
                    digest: text_of(members, "digest"),
                    words: list_of(members, "words"),
                };
                document.facts.texts.push(text);
            } else if members.contains_key(OPEN) {
                document.open.push(LockedOpen { todo: text_of(members, OPEN), since: text_of(members, "since") });
            } else {
                return Err(at("neither doc, text, field, error nor open"));
            }
        }
        Ok(lock)
    }
}

fn write_document(out: &mut String, document: &Locked) {
    let mut line = Line::new(out, "doc", &document.name);
    line.text("service", &document.service);
    line.text("operation", document.operation.as_deref().unwrap_or(""));
    line.text("form", document.form.name);
    line.text("read", &document.read);
    line.text("digest", &document.digest);
    line.text("gone", document.gone.as_deref().unwrap_or(""));
    write_facts(&mut line, &document.facts);
    line.end();
    for open in &document.open {
        let mut line = Line::new(out, OPEN, &open.todo);
        line.text("since", &open.since);
        line.end();
    }
    for text in &document.facts.texts {
        let mut line = Line::new(out, "text", &text.name);
        line.text("digest", &text.digest);
        line.list("words", &text.words);
        line.end();
    }
    for row in &document.rows {
        let mut line = Line::new(out, "field", &row.name);
        line.text("in", row.part.as_str());
        line.path("at", &row.at);
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
        line.list("numbers", &row.numbers);
        line.text("prose", &row.prose);
        line.list("again", &row.again);
        line.end();
    }
    for error in &document.errors {
        let mut line = Line::new(out, "error", &error.code);
        line.text("message", &error.message);
        line.text("remedy", &error.remedy);
        line.end();
    }
}

fn write_facts(line: &mut Line<'_>, facts: &LockedFacts) {
    let yes_no = |answer: Option<bool>| answer.map(|yes| yes.to_string());
    let mut fact = |name: &str, value: Option<&str>| line.text(name, value.unwrap_or_default());
    fact(VERSION, facts.version.as_deref());
    fact("host", facts.host.as_deref());
    fact("path", facts.path.as_deref());
    fact("method", facts.method.as_deref());
    fact("needs_shop", yes_no(facts.needs_shop).as_deref());
    fact("charged", yes_no(facts.charged).as_deref());
    fact("rate_limit", facts.rate_limit.as_ref().map(ToString::to_string).as_deref());
    fact("charge", facts.charge.as_deref());
    fact("headers", facts.headers.as_deref());
    fact("data", facts.data.as_deref());
    fact("data_is", facts.data_is.map(DataShape::word));
    fact("uncoded", facts.uncoded.as_deref());
    fact("labels", facts.labels.as_deref());
    fact("category", facts.category.as_deref());
}

/// Takes in one fact of a document; what is wrong with it otherwise.
fn read_fact(facts: &mut LockedFacts, name: &str, value: &Value) -> Result<(), String> {
    let wrong = || format!("{value} is no value of {name}");
    let text = value.as_str().ok_or_else(wrong)?;
    let yes_no = || text.parse().map(Some).map_err(|_| wrong());
    let said = Some(text.to_owned());
    match name {
        VERSION => facts.version = said,
        "host" => facts.host = said,
        "path" => facts.path = said,
        "method" => facts.method = said,
        "needs_shop" => facts.needs_shop = yes_no()?,
        "charged" => facts.charged = yes_no()?,
        "rate_limit" => facts.rate_limit = Some(Rates::parse(text).ok_or_else(wrong)?),
        "charge" => facts.charge = said,
        "headers" => facts.headers = said,
        "data" => facts.data = said,
        "data_is" => facts.data_is = Some(DataShape::from_word(text).ok_or_else(wrong)?),
        "uncoded" => facts.uncoded = said,
        "labels" => facts.labels = said,
        "category" => facts.category = said,
        _ => return Err(format!("{name} is no fact of a document: the file may come from a newer vvspec")),
    }
    Ok(())
}

/// One line of JSON with its members in a fixed order; empty members are left out.
struct Line<'a>(&'a mut String);

impl<'a> Line<'a> {
    fn new(out: &'a mut String, kind: &str, name: &str) -> Self {
        out.push('{');
        let line = Self(out);
        push_quoted(line.0, kind);
        line.0.push_str(": ");
        push_quoted(line.0, name);
        line
    }

    /// The name of a further member.
    fn member(&mut self, name: &str) {
        self.0.push_str(", ");
        push_quoted(self.0, name);
        self.0.push_str(": ");
    }

    fn text(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.member(name);
            push_quoted(self.0, value);
        }
    }

    fn bare(&mut self, name: &str, json: &str) {
        self.member(name);
        self.0.push_str(json);
    }

    fn list(&mut self, name: &str, values: &[String]) {
        let Some((first, more)) = values.split_first() else { return };
        self.member(name);
        self.0.push('[');
        push_quoted(self.0, first);
        for value in more {
            self.0.push_str(", ");
            push_quoted(self.0, value);
        }
        self.0.push(']');
    }

    /// Steps joined by `/`; a list where a step has one itself.
    fn path(&mut self, name: &str, steps: &[String]) {
        if steps.iter().any(|step| step.contains('/')) {
            self.list(name, steps);
        } else {
            self.text(name, &steps.join("/"));
        }
    }

    fn end(self) {
        self.0.push_str("}\n");
    }
}

const OWN: [&str; 7] = ["doc", "service", "operation", "form", "read", "digest", "gone"];

fn read_document(members: &Map<String, Value>) -> Option<Locked> {
    Some(Locked {
        name: text_of(members, "doc"),
        service: text_of(members, "service"),
        operation: members.get("operation").and_then(Value::as_str).map(str::to_owned),
        form: form::named(members.get("form")?.as_str()?)?,
        read: members.get("read")?.as_str()?.to_owned(),
        digest: members.get("digest")?.as_str()?.to_owned(),
        gone: members.get("gone").and_then(Value::as_str).map(str::to_owned),
        facts: LockedFacts::default(),
        rows: Vec::new(),
        errors: Vec::new(),
        open: Vec::new(),
    })
}

fn read_row(members: &Map<String, Value>) -> Option<LockedRow> {
    Some(LockedRow {
        part: Part::parse(members.get("in")?.as_str()?)?,
        at: path_of(members, "at"),
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
        numbers: list_of(members, "numbers"),
        prose: text_of(members, "prose"),
        again: list_of(members, "again"),
    })
}

fn text_of(members: &Map<String, Value>, name: &str) -> String {
    members.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// As [`Line::path`] writes it.
fn path_of(members: &Map<String, Value>, name: &str) -> Vec<String> {
    match members.get(name).and_then(Value::as_str) {
        Some(joined) => joined.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect(),
        None => list_of(members, name),
    }
}

fn list_of(members: &Map<String, Value>, name: &str) -> Vec<String> {
    members
        .get(name)
        .and_then(Value::as_array)
        .map(|items| items.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        .unwrap_or_default()
}
