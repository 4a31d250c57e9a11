//! Writes the spec file of a new document.

use std::fmt::Write as _;

use serde_json::Value;

use super::draft::Field;
use super::mark::Mark;
use super::reply_data::Data;
use super::ty::Ty;
use super::types::{Record, Types};
use super::yaml::{quoted, scalar};
use super::{cleaned, entry, example, naming, paged, sent};
use crate::import::document::{Document, Part};
use crate::model::{automatic_request, name, path as address};
use crate::words::{Body, Charge, DataShape, Effect, Method, Needs, SAID};

/// As many of a document's own words as stand beside the decisions about the whole of it.
const SAYINGS: usize = 8;

/// A new operation file and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSpec {
    /// Its text.
    pub text: String,
    /// The text of its example reply.
    pub example: Option<String>,
    /// What the report says about it.
    pub said: Vec<String>,
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
    /// How the service sends bodies.
    pub body: Option<Body>,
    /// Where its example reply belongs, as a path below the spec folder; None where documents of its form bring none.
    pub example: Option<String>,
    /// What about the operation as a whole contradicts its service.
    pub marks: Vec<Mark>,
    /// Day, `2026-11-21`.
    pub today: String,
}

/// The path below the spec folder at which an operation's file belongs.
#[must_use]
pub fn path(document: &Document) -> String {
    let operation = document.operation.as_deref().unwrap_or("errors");
    let short = name::short(operation);
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
    let id = document.operation.as_deref().unwrap_or_default();
    let parts = Parts::of(document, around, id);
    let mut out = String::new();
    head(&mut out, document, around, id, &parts);
    body(&mut out, document, around, &parts);
    let (mut example, mut said) = (None, Vec::new());
    if let Some(place) = &around.example {
        let _ = writeln!(out, "examples: [{}]", scalar(place.rsplit('/').next().unwrap_or_default()));
        let (data, words) = parts.example(document, around.envelope);
        example = Some(example::body(id, around.envelope, data));
        said.push(words);
    }
    NewSpec { text: out, example, said, decisions: parts.decisions() }
}

/// The fields and types of an operation.
struct Parts<'a> {
    types: Types<'a>,
    /// The reply's data, where there is an envelope around it.
    data: Option<Data>,
    request: Vec<Field>,
    reply: Vec<Field>,
    /// What the key `pages` says, or what is to be found out before it can.
    pages: Option<Result<String, Mark>>,
    /// The service file says where replies have what a call cost, and this reply has it not.
    cost_is_unsaid: bool,
}

impl<'a> Parts<'a> {
    fn of(document: &'a Document, around: &'a Surroundings, id: &str) -> Self {
        let request_type =
            around.request_type.clone().or_else(|| automatic_request(id, !around.envelope)).unwrap_or_default();
        let mut types = Types::new(document, &around.ids, std::slice::from_ref(&request_type));
        let record = match &document.facts.data {
            Some(data) => naming::type_name(data),
            None => format!("{request_type}Data"),
        };
        // The name of the data comes before those of what is in it.
        let plain = document.facts.data_of.is_some() || document.facts.data_is == Some(DataShape::Nothing);
        let record = if around.envelope && !plain { types.free(&record) } else { String::new() };
        let mut request = types.fields(Part::Request, &[]);
        let reply = types.fields(Part::Reply, &[]);
        let data = around.envelope.then(|| Data::of(document, &reply, &mut types, record));
        let selected = data.as_ref().map_or_else(|| only_record(&reply), Data::record);
        select(&mut request, selected);
        let record = data.as_ref().is_none_or(|data| data.shape == DataShape::Object && data.record().is_some());
        let read = effect(id, document.facts.sent_by()) == Effect::Read;
        let pages = paged::pages(&mut request, &reply, &types.records, (read, record));
        if around.envelope {
            sent::into_path(&document.facts, &mut request);
        }
        let has = |cost: &String| reply.iter().any(|field| field.name == *cost);
        let cost_is_unsaid =
            document.facts.charged == Some(true) && around.cost.as_ref().is_some_and(|cost| !has(cost));
        Self { types, data, request, reply, pages, cost_is_unsaid }
    }

    fn shown(&self, envelope: bool) -> example::Reply<'_> {
        example::Reply {
            fields: &self.reply,
            records: &self.types.records,
            enums: &self.types.enums,
            envelope,
            shape: self.data.as_ref().map_or(DataShape::Object, |data| data.shape),
            plain: self.data.as_ref().and_then(Data::plain),
        }
    }

    /// The data of the example reply, and how it came about.
    fn example(&self, document: &Document, envelope: bool) -> (Value, String) {
        let reply = self.shown(envelope);
        let all = self.reply.len() + self.types.records.iter().map(|record| record.fields.len()).sum::<usize>();
        match document.sample.as_ref().map(|sample| cleaned::sample(&reply, sample)) {
            Some(Ok(taken)) => {
                let words = format!(
                    "the example is the document's sample reply with made-up values; it shows {} of {all} fields",
                    taken.shown
                );
                (taken.data, words)
            }
            Some(Err(why)) => {
                (example::made_up(&reply), format!("the example is made up: of the document's sample reply, {why}"))
            }
            None => {
                let words = "the example is made up: the document has no sample reply that could be read";
                (example::made_up(&reply), words.to_owned())
            }
        }
    }

    /// What is marked for review: the effect of the operation, and fields.
    fn decisions(&self) -> usize {
        let records = self.types.records.iter().flat_map(|record| &record.fields);
        let fields = self.request.iter().chain(&self.reply).chain(records);
        1 + fields.filter(|field| !field.review.is_empty()).count()
    }
}

fn title<'a>(document: &'a Document, id: &'a str) -> &'a str {
    if document.facts.title.is_empty() { id } else { &document.facts.title }
}

/// What a file says of the operation as a whole.
fn head(out: &mut String, document: &Document, around: &Surroundings, id: &str, parts: &Parts<'_>) {
    let facts = &document.facts;
    let short = name::short(id);
    let _ = writeln!(out, "operation: {}", scalar(id));
    if let Some(request_type) = &around.request_type {
        let _ = writeln!(out, "request_type: {request_type}");
    }
    let (en, zh) = (quoted(&naming::english(short)), scalar(title(document, id)));
    let _ = writeln!(out, "title: {{en: {en}, zh: {zh}}}");
    let _ = writeln!(out, "source: {{doc: {}, read: {}}}", scalar(&document.name), around.today);
    if let Some(path) = facts.path.as_ref().filter(|_| around.envelope) {
        let style = sent::body(facts, around.body.unwrap_or(Body::Multipart), &parts.request)
            .map(|body| format!(", body: {}", body.word()))
            .unwrap_or_default();
        let method = facts.sent_by().word();
        let _ = writeln!(out, "http: {{method: {method}, path: {}{style}}}", scalar_path(path));
    }
    // A reply that does not say what the call cost contradicts the service file: a person finds out which of the two is right.
    let mut review = vec!["effect"];
    if parts.cost_is_unsaid {
        review.insert(0, "charge");
    }
    if around.envelope && address::is_of_places(id) {
        // Nothing in its address says what the operation is called.
        review.push("name");
    }
    let file = parts.request.iter().any(|field| field.ty == Ty::File);
    if around.envelope && facts.json_body && !facts.form_body && (file || facts.sent_by() == Method::Get) {
        // The page says that the body is JSON, and this one is none.
        review.push("http");
    }
    // How many a list has the document must say, and without a sample not even a list shows.
    if around.envelope && (facts.data_is.is_none() || facts.data_is_open) {
        review.push("shape");
    }
    let plain = parts.data.as_ref().and_then(Data::plain).map(|field| field.review.as_slice()).unwrap_or_default();
    for mark in plain.iter().chain(&document.marks) {
        if !review.contains(mark) {
            review.push(mark);
        }
    }
    let unclear = parts.pages.as_ref().and_then(|pages| pages.as_ref().err());
    let review: Vec<String> = review
        .into_iter()
        .map(Mark::Word)
        .chain(document.said.iter().take(SAYINGS).map(|words| Mark::change(SAID, "", words)))
        .chain(around.marks.iter().chain(unclear).cloned())
        .map(|mark| mark.yaml())
        .collect();
    let _ = writeln!(out, "effect: {}\nreview: [{}]", effect(id, facts.sent_by()).word(), review.join(", "));
    if let Some(needs) = facts.needs_authorization() {
        let _ = writeln!(out, "needs: {}", Needs::of(needs).word());
    }
    if let Some(charged) = facts.is_charged().filter(|_| !parts.cost_is_unsaid) {
        let _ = writeln!(out, "charge: {}", Charge::of(charged).word());
    }
    if let Some(limit) = facts.rate_limit.as_ref().filter(|limits| limits.are_plain()) {
        let _ = writeln!(out, "rate_limit: {}", limit.yaml());
    }
}

/// Fields, types and errors.
fn body(out: &mut String, document: &Document, around: &Surroundings, parts: &Parts<'_>) {
    let today = around.today.as_str();
    entry::list(out, "request", &parts.request, "", today);
    out.push_str("reply:\n");
    let mut records: Vec<&Record> = Vec::new();
    let data = parts.data.as_ref().and_then(Data::record).map(|name| Record {
        name: name.to_owned(),
        en: naming::english(name),
        zh: title(document, document.operation.as_deref().unwrap_or_default()).to_owned(),
        fields: parts.reply.clone(),
    });
    match &parts.data {
        Some(data) => {
            let _ = writeln!(out, "  data: {}", data.yaml());
        }
        None => entry::list(out, "fields", &parts.reply, "  ", today),
    }
    records.extend(&data);
    records.extend(&parts.types.records);
    if !records.is_empty() {
        out.push_str("types:\n");
    }
    for record in records {
        entry::record(out, record, today);
    }
    if !parts.types.enums.is_empty() {
        out.push_str("enums:\n");
    }
    for each in &parts.types.enums {
        entry::values(out, each);
    }
    if let Some(Ok(pages)) = &parts.pages {
        let _ = writeln!(out, "pages: {pages}");
    }
    if !around.errors.is_empty() {
        let _ = writeln!(out, "errors: [{}]", around.errors.join(", "));
    }
}

/// A free path for a document's example, where documents of its form bring one: what is `there` belongs to something else, or is a
/// person's.
#[must_use]
pub fn example_path(document: &Document, there: &[String]) -> Option<String> {
    if !document.form.gets_example {
        return None;
    }
    let path = path(document);
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
    let stem = file.trim_end_matches(".yaml").replace('.', "-");
    std::iter::once(format!("{folder}/examples/{stem}-ok.json"))
        .chain((2..).map(|n| format!("{folder}/examples/{stem}-ok-{n}.json")))
        .find(|place| !there.contains(place))
}

fn scalar_path(path: &str) -> String {
    let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-' | b'.'));
    if plain { path.to_owned() } else { quoted(path) }
}

/// A guess that a person confirms; on the safe side, because a write that is taken for a read is repeated.
fn effect(operation: &str, method: Method) -> Effect {
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
    // Whatever it is called: these change something.
    let changes = matches!(method, Method::Delete | Method::Patch);
    if READS.contains(&last.as_str()) && !changes { Effect::Read } else { Effect::NonIdempotentWrite }
}

/// The one record that a reply wraps, where there is one.
fn only_record(reply: &[Field]) -> Option<&str> {
    let mut found = reply.iter().filter_map(|field| field.ty.record());
    found.next().filter(|_| found.next().is_none())
}

/// `fields` of a request names fields of the reply.
fn select(request: &mut [Field], record: Option<&str>) {
    let Some(record) = record else { return };
    let names = |field: &&mut Field| field.name == "fields" && matches!(field.ty, Ty::Text | Ty::Csv);
    for field in request.iter_mut().filter(names) {
        field.ty = Ty::Select(record.to_owned());
        // The names a sample lists may be spelt differently; an example must be right.
        field.example = None;
        field.default = None;
        field.max_chars = None;
        field.review.retain(|word| *word != "values");
    }
}
