//! Writes the spec file of a new document.

use std::fmt::Write as _;

use super::draft::{self, Field};
use super::example;
use super::types::{self, Enum, Record, Types, Value};
use super::yaml::{quoted, scalar};
use crate::import::document::{Document, Form, Part};
use crate::model::automatic_request;

/// A new operation file and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSpec {
    /// Path below the spec folder.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Example replies: path below the spec folder, text.
    pub examples: Vec<(String, String)>,
    /// Decisions marked for review.
    pub decisions: usize,
}

/// What the rest of the spec has, so that a new file fits in.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Ids of ids.yaml.
    pub ids: Vec<String>,
    /// The operation's errors, by the names of errors.yaml, in the document's order.
    pub errors: Vec<String>,
    /// Set when the automatic name of the request is taken.
    pub request_type: Option<String>,
    /// The service wraps replies in an envelope.
    pub envelope: bool,
    /// The field in which replies of the service say what a call cost.
    pub cost: Option<String>,
    /// Files of examples that are there, with their paths below the spec folder.
    pub examples: Vec<String>,
    /// Day, `2026-11-21`.
    pub today: String,
}

/// The path below the spec folder at which an operation's file belongs.
#[must_use]
pub fn path(document: &Document) -> String {
    let operation = document.operation.as_deref().unwrap_or("errors");
    let short = operation.strip_prefix("taobao.").unwrap_or(operation);
    let safe: String = short
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/') { c } else { '_' })
        .collect();
    let folder = document.facts.category.as_ref().map(|category| format!("{category}/")).unwrap_or_default();
    format!("{}/{folder}{}.yaml", document.service, safe.trim_matches('/'))
}

/// Writes the file.
#[must_use]
pub fn operation(document: &Document, around: &Surroundings) -> NewSpec {
    let id = document.operation.clone().unwrap_or_default();
    let short = id.strip_prefix("taobao.").unwrap_or(&id);
    let request_type =
        around.request_type.clone().or_else(|| automatic_request(&id, !around.envelope)).unwrap_or_default();
    let mut types = Types::new(document, &around.ids, std::slice::from_ref(&request_type));
    let data = around.envelope.then(|| {
        types.free(
            &document.facts.data.clone().map_or_else(|| format!("{request_type}Data"), |data| types::type_name(&data)),
        )
    });
    let in_list = document.facts.data_is_list == Some(true);
    let mut request = types.fields(Part::Request, "");
    let reply = types.fields(Part::Reply, "");
    let selected = data.clone().or_else(|| only_record(&reply, &types.records));
    select(&mut request, selected.as_deref());

    let mut out = String::new();
    let _ = writeln!(out, "operation: {}", scalar(&id));
    if let Some(request_type) = &around.request_type {
        let _ = writeln!(out, "request_type: {request_type}");
    }
    let title = if document.facts.title.is_empty() { id.clone() } else { document.facts.title.clone() };
    let _ = writeln!(out, "title: {{en: {}, zh: {}}}", quoted(&draft::english(short)), scalar(&title));
    let _ = writeln!(out, "source: {{doc: {}, read: {}}}", scalar(&document.name), around.today);
    if let Some(path) = document.facts.path.as_ref().filter(|_| around.envelope) {
        let method = if document.facts.method.as_deref() == Some("GET") { "GET" } else { "POST" };
        let _ = writeln!(out, "http: {{method: {method}, path: {}}}", scalar_path(path));
    }
    // A reply that does not say what the call cost contradicts the service file: a person finds out which of the two is right.
    let unsaid = document.facts.charged == Some(true)
        && around.cost.as_ref().is_some_and(|cost| !reply.iter().any(|field| field.name == *cost));
    let review = if unsaid { "charge, effect" } else { "effect" };
    let _ = writeln!(out, "effect: {}\nreview: [{review}]", effect(&id));
    if let Some(needs) = document.facts.needs_shop {
        let _ = writeln!(out, "needs: {}", if needs { "shop_authorization" } else { "none" });
    }
    if let Some(charged) = document.facts.charged.filter(|_| !unsaid) {
        let _ = writeln!(out, "charge: {}", if charged { "account_balance" } else { "free" });
    }
    if let Some((calls, per)) = document.facts.rate_limit.as_ref().filter(|(calls, _)| *calls > 0) {
        let _ = writeln!(out, "rate_limit: {{calls: {calls}, per: {per}}}");
    }
    list(&mut out, "request", &request, "", &around.today);
    out.push_str("reply:\n");
    if let Some(data) = &data {
        if in_list {
            let _ = writeln!(out, "  data: {{list_of: {data}, exactly: one}}");
        } else {
            let _ = writeln!(out, "  data: {{record: {data}}}");
        }
    } else {
        list(&mut out, "fields", &reply, "  ", &around.today);
    }
    let mut records: Vec<Record> = Vec::new();
    if let Some(data) = &data {
        records.push(Record { name: data.clone(), en: draft::english(data), zh: title, fields: reply.clone() });
    }
    records.extend(types.records.iter().cloned());
    if !records.is_empty() {
        out.push_str("types:\n");
    }
    for each in &records {
        record(&mut out, each, &around.today);
    }
    if !types.enums.is_empty() {
        out.push_str("enums:\n");
    }
    for each in &types.enums {
        values(&mut out, each);
    }
    if !around.errors.is_empty() {
        let _ = writeln!(out, "errors: [{}]", around.errors.join(", "));
    }
    let path = path(document);
    let mut examples = Vec::new();
    // A catalogue has no samples to go by, and five thousand made-up replies would help nobody.
    if document.form != Form::Catalogue {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
        let stem = file.trim_end_matches(".yaml").replace('.', "-");
        // What is there belongs to something else, or is a person's.
        let place = std::iter::once(format!("{folder}/examples/{stem}-ok.json"))
            .chain((2..).map(|n| format!("{folder}/examples/{stem}-ok-{n}.json")))
            .find(|place| !around.examples.contains(place))
            .unwrap_or_default();
        let _ = writeln!(out, "examples: [{}]", scalar(place.rsplit('/').next().unwrap_or_default()));
        examples.push((place, example::reply(&id, &reply, &types.records, &types.enums, around.envelope, in_list)));
    }
    let decisions = out.matches("review: [").count();
    NewSpec { path, text: out, examples, decisions }
}

fn scalar_path(path: &str) -> String {
    let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-' | b'.'));
    if plain { path.to_owned() } else { quoted(path) }
}

/// A guess that a person confirms; on the safe side, because a write that is taken for a read is repeated.
fn effect(operation: &str) -> &'static str {
    const READS: [&str; 12] = [
        "get",
        "query",
        "search",
        "list",
        "count",
        "find",
        "detail",
        "info",
        "fullinfo",
        "batchget",
        "pagequery",
        "page",
    ];
    let last = operation.rsplit(['.', '/']).next().unwrap_or("").to_ascii_lowercase();
    if READS.contains(&last.as_str()) { "read" } else { "non_idempotent_write" }
}

/// The one record that a reply wraps, where there is one.
fn only_record(reply: &[Field], records: &[Record]) -> Option<String> {
    let mut found = reply.iter().filter_map(|field| {
        records
            .iter()
            .find(|record| record.name == field.ty || field.ty.starts_with(&format!("{{list: {}", record.name)))
    });
    let first = found.next()?;
    found.next().is_none().then(|| first.name.clone())
}

/// `fields` of a request names fields of the reply.
fn select(request: &mut [Field], record: Option<&str>) {
    let Some(record) = record else { return };
    for field in
        request.iter_mut().filter(|field| field.name == "fields" && (field.ty == "text" || field.ty == "{csv: text}"))
    {
        field.ty = format!("{{select: {record}}}");
        // The names a sample lists may be spelt differently; an example must be right.
        field.example = None;
        field.default = None;
        field.max_chars = None;
        field.review.retain(|word| *word != "values");
    }
}

fn list(out: &mut String, key: &str, fields: &[Field], indent: &str, today: &str) {
    if fields.is_empty() {
        let _ = writeln!(out, "{indent}{key}: []");
        return;
    }
    let _ = writeln!(out, "{indent}{key}:");
    for field in fields {
        let _ = writeln!(out, "{indent}  - {}", draft::line(field, today));
    }
}

/// A record as YAML.
pub fn record(out: &mut String, record: &Record, today: &str) {
    let _ = writeln!(out, "  - type: {}\n    en: {}\n    zh: {}", record.name, quoted(&record.en), scalar(&record.zh));
    list(out, "fields", &record.fields, "    ", today);
}

/// An enum as YAML.
pub fn values(out: &mut String, each: &Enum) {
    let _ = writeln!(
        out,
        "  - enum: {}\n    en: {}\n    zh: {}\n    values:",
        each.name,
        quoted(&each.en),
        scalar(&each.zh)
    );
    for each in &each.values {
        let _ = writeln!(out, "      - {}", value(each));
    }
}

/// A value as one line of YAML, without the dash.
#[must_use]
pub fn value((value, ident, en, zh): &Value) -> String {
    let ident = ident.as_ref().map(|ident| format!("name: {ident}, ")).unwrap_or_default();
    format!("{{value: {}, {ident}en: {}, zh: {}}}", quoted(value), quoted(en), scalar(zh))
}
