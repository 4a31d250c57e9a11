//! From the text of a file to a [`Document`]: it is cleaned and read once, up to where its rows stand; then they are nested.

use std::collections::HashSet;

use serde_json::Value;

use super::evidence::Evidence;
use super::form::{self, NotUnderstood};
use super::metadata::{self, Method};
use super::raw_page::{self, RawRow};
use super::said::Said;
use super::sections::Read;
use super::whole::{self, JsonBody};
use super::{against, attributes, consistent, payload_sides, prose, sample, texts, vvtool_page};
use crate::import::clean::patterns::Patterns;
use crate::import::clean::sanitise;
use crate::import::digest;
use crate::import::document::{Document, ErrorRow, Facts, Part, Row, short};
use crate::import::form::{Form, Gateway};
use crate::import::ledger::{Ledger, LineKind};
use crate::import::stand_in::{Replaced, holds_stand_in};

/// Reads documents; what it looks for is compiled once per run.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    clean: Patterns,
    prose: prose::Patterns,
}

/// A document before its rows are nested.
#[derive(Debug)]
pub struct Extracted {
    name: String,
    form: Form,
    service: String,
    digest: String,
    replaced: Replaced,
    body: Body,
}

#[derive(Debug)]
enum Body {
    /// A flat table: where an object ends is found out.
    Page(Box<Read>),
    /// The document nests by itself.
    Payload(Box<Method>),
}

impl Reader {
    /// True when every pattern compiled; a test asks.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.clean.complete() && self.prose.complete()
    }

    /// Reads one file. `donor` is what other documents show inside objects of the same name.
    ///
    /// # Errors
    /// When the text has none of the known forms; the error says what was recognised and what was not.
    pub fn document(
        &self,
        name: &str,
        text: &str,
        service: Option<&str>,
        donor: &Evidence,
    ) -> Result<Document, NotUnderstood> {
        Ok(self.nest(self.extract(name, text, service)?, donor.clone()))
    }

    /// Cleans and reads one file.
    ///
    /// # Errors
    /// As [`Reader::document`].
    pub fn extract(&self, name: &str, text: &str, service: Option<&str>) -> Result<Extracted, NotUnderstood> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut replaced = Replaced::default();
        let (form, body) = if text.trim_start().starts_with(['{', '[']) {
            self.payload(name, text, &mut replaced)?
        } else {
            self.page(name, text, &mut replaced)?
        };
        Ok(Extracted {
            name: name.to_owned(),
            form,
            service: service.unwrap_or(form.service).to_owned(),
            digest: digest::of_document(text),
            replaced,
            body,
        })
    }

    /// The sentences of one file, cleaned like all the rest.
    ///
    /// # Errors
    /// As [`Reader::document`].
    pub fn said(&self, name: &str, text: &str) -> Result<Said, NotUnderstood> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut replaced = Replaced::default();
        if !text.trim_start().starts_with(['{', '[']) {
            let clean = sanitise::page(text, &self.clean, &mut replaced);
            let (_, read) = form::of_page(name, &clean)?;
            return Ok(Said::of_page(&clean, &read(&clean, &self.prose)));
        }
        let mut parsed: Value = serde_json::from_str(text).unwrap_or_default();
        sanitise::json(&mut parsed, &self.clean, &mut replaced);
        let inner = ["data", "result"].iter().find_map(|key| form::of_payload(parsed.get(*key)?).ok());
        let found = inner.map_or_else(|| form::of_payload(&parsed), Ok);
        Ok(found.map_or_else(|_| Said::default(), |(_, members, _)| Said::of_payload(&parsed, members)))
    }

    fn page(&self, name: &str, text: &str, replaced: &mut Replaced) -> Result<(Form, Body), NotUnderstood> {
        let clean = sanitise::page(text, &self.clean, replaced);
        let (form, read) = form::of_page(name, &clean)?;
        form::one_page(name, &clean)?;
        let mut read = read(&clean, &self.prose);
        if read.page.rows.is_empty() && read.page.errors.is_empty() {
            return Err(NotUnderstood {
                name: name.to_owned(),
                recognised: vec![format!("headings of a {}", form.name)],
                missing: vec![
                    "a table row with a name and a type".to_owned(),
                    "an error row with a code and a message".to_owned(),
                ],
            });
        }
        attributes::hold(&clean, &mut read.page);
        read.facts.texts = texts::of_page(&clean, &read.page.ledger);
        let demands = texts::demanding(&clean, &read.page.ledger);
        read.said.extend(demands.iter().map(|(_, words)| short(words)));
        obliges(demands, &mut read.marks, &mut read.page.review);
        said_of_all(&clean, form.gateway, &mut read);
        consistent::hold(&clean, form.gateway, &mut read);
        // Lines of which nothing was read; rows without a code are told together.
        let left = |number| read.page.ledger.get(number) == Some(LineKind::Quarantined);
        let told = |number| read.page.uncoded.iter().any(|(line, _)| *line == number);
        let lines = clean.lines().zip(1..).filter(|(_, number)| left(*number) && !told(*number));
        read.said.extend(lines.map(|(line, _)| short(line)));
        Ok((form, Body::Page(Box::new(read))))
    }

    fn payload(&self, name: &str, text: &str, replaced: &mut Replaced) -> Result<(Form, Body), NotUnderstood> {
        let wrong = |missing: String| NotUnderstood {
            name: name.to_owned(),
            recognised: vec!["it begins like JSON".to_owned()],
            missing: vec![missing],
        };
        let mut parsed: Value = serde_json::from_str(text).map_err(|error| wrong(format!("valid JSON ({error})")))?;
        sanitise::json(&mut parsed, &self.clean, replaced);
        // The page gets its payload inside `data` or `result` of an answer.
        let inner = ["data", "result"].iter().find_map(|key| form::of_payload(parsed.get(*key)?).ok());
        let (form, members, read) = inner.map_or_else(|| form::of_payload(&parsed), Ok).map_err(wrong)?;
        for list in ["requestParams", "responseParams", "errorCodes"] {
            if members.get(list).is_some_and(|value| !value.is_array() && !value.is_null()) {
                return Err(wrong(format!("a list under the key {list}")));
            }
        }
        let mut read = read(members, &self.prose);
        payload_sides::hold(members, &mut read);
        read.facts.texts = texts::of_payload(members);
        read.facts.texts.extend(payload_sides::of_sides(members));
        let described = ["description", "faqs", "changeDiff"];
        let described = described.iter().filter_map(|key| texts::demand(&metadata::words(members.get(*key))));
        let described: Vec<(usize, String)> = described.map(|words| (0, words)).collect();
        read.said.extend(described.iter().map(|(_, words)| short(words)));
        obliges(described, &mut read.marks, &mut read.review);
        let twice = sample::said_twice(text, &parsed);
        if !twice.is_empty() {
            let keys = twice.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
            read.review.push((0, format!("an object has the key {keys} twice: the last one was read")));
            read.said.push(short(&format!("twice: {keys}")));
            read.marks.push("prose");
        }
        if ["description", "apiChineseName"].iter().any(|key| whole::withdraws(&metadata::words(members.get(*key)))) {
            read.marks.push("deprecated");
            read.review.push((0, GONE.to_owned()));
        }
        if read.operation.is_empty() {
            return Err(wrong("the method's name".to_owned()));
        }
        Ok((form, Body::Payload(Box::new(read))))
    }

    /// Gives every row its place. `evidence` is what is known of the objects besides the document's own sample.
    #[must_use]
    pub fn nest(&self, extracted: Extracted, evidence: Evidence) -> Document {
        let Extracted { name, form, service, digest, replaced, body } = extracted;
        let mut document = Document {
            name,
            form,
            service,
            operation: None,
            digest,
            facts: Facts::default(),
            rows: Vec::new(),
            errors: Vec::new(),
            ledger: Ledger::default(),
            review: Vec::new(),
            marks: Vec::new(),
            said: Vec::new(),
            sample: None,
            others: Vec::new(),
            strays: Vec::new(),
            replaced,
        };
        match body {
            Body::Page(read) => self.nest_page(*read, evidence, &mut document),
            Body::Payload(read) => {
                document.operation = Some(read.operation);
                document.facts = read.facts;
                document.rows = read.rows;
                document.errors = read.errors;
                document.ledger = read.ledger;
                document.review = read.review;
                document.sample = read.sample;
                document.others = read.others;
                document.marks = read.marks;
                document.said = read.said;
                replaced_messages(&document.errors, &mut document.review);
            }
        }
        let mut told = HashSet::new();
        document.said.retain(|said| told.insert(said.clone()));
        // A row is large, and all of them are kept to the end of the run.
        document.rows.shrink_to_fit();
        sanitise::rows(&mut document.rows, &self.clean, &mut document.replaced);
        against::hold(&mut document);
        sanitise::said(&mut document.said, &self.clean);
        if document.ledger.count(LineKind::Quarantined) > 0 {
            document.marks.push("prose");
        }
        let whole = |error: &ErrorRow| !error.code.is_empty() && !error.message.is_empty();
        if !document.errors.iter().all(whole) {
            document.marks.push("errors");
        }
        document
    }

    fn nest_page(&self, mut read: Read, mut evidence: Evidence, document: &mut Document) {
        // The sample wins a place in the evidence beside the donor; where the data IS a record, the root is that record.
        if let Some(row) = &read.facts.data_row {
            evidence.also(row, "");
        }
        evidence.absorb(&read.evidence);
        let data = read.facts.data.as_deref();
        let listed = vvtool_page::selectable(&read.page);
        let finished = raw_page::finish(&mut read.page, &evidence, data, &self.prose);
        document.rows = finished.rows;
        document.errors = finished.errors;
        if let Some((line, names)) = listed {
            add_listed(&mut document.rows, line, &names, data);
        }
        let mut marks = std::mem::take(&mut read.page.marks);
        read.said.append(&mut read.page.said);
        document.review = read.page.review;
        document.review.extend(read.facts.notes.drain(..).map(|note| (0, note)));
        replaced_messages(&document.errors, &mut document.review);
        let uncoded = read.page.uncoded;
        let texts: Vec<&str> = uncoded.iter().map(|(_, text)| text.as_str()).collect();
        read.said.extend(left_out(&texts));
        read.facts.uncoded = Some(digest::of_prose(&texts.join("\n")));
        if !uncoded.is_empty() {
            read.marks.push("errors");
        }
        let why = "this row of the error table has no code; it was left out";
        document.review.extend(uncoded.iter().map(|(line, _)| (*line, why.to_owned())));
        document.operation = read.operation;
        document.facts = read.facts;
        document.ledger = read.page.ledger;
        document.strays = read.page.strays;
        document.sample = read.sample;
        document.others = read.others;
        document.marks = read.marks;
        document.marks.append(&mut marks);
        document.said = read.said;
    }
}

impl Extracted {
    /// Its form.
    #[must_use]
    pub fn form(&self) -> Form {
        self.form
    }

    /// The service and the operation that it is about; None for a table of errors.
    #[must_use]
    pub fn about(&self) -> Option<(&str, &str)> {
        let operation = match &self.body {
            Body::Page(read) => read.operation.as_deref(),
            Body::Payload(read) => Some(read.operation.as_str()),
        };
        Some((&self.service, operation?))
    }

    /// Rows that have to be nested; None where the document nests by itself.
    #[must_use]
    pub fn flat(&self) -> Option<&[RawRow]> {
        match &self.body {
            Body::Page(read) => Some(&read.page.rows),
            Body::Payload(_) => None,
        }
    }
}

/// What sentences beside the rows say of the operation as a whole.
fn said_of_all(clean: &str, gateway: Gateway, read: &mut Read) {
    for (number, line) in texts::beside(clean, &read.page.ledger) {
        if whole::withdraws(line) {
            read.marks.push("deprecated");
            read.page.review.push((number, GONE.to_owned()));
            read.said.push(short(line));
        }
        // A method of a platform is called as its platform says.
        match whole::json_body(line).filter(|_| gateway == Gateway::Envelope) {
            Some(JsonBody::Stated) => read.facts.json_body = true,
            Some(JsonBody::Doubtful) => {
                read.marks.push("http");
                let why = "it says JSON of requests, and not that their body is it: see whether `body` is right";
                read.page.review.push((number, why.to_owned()));
                read.said.push(short(line));
            }
            None => {}
        }
    }
}

const GONE: &str = "it says that the operation is, or will be, there no longer";

/// The rows of a table of errors that have no code: the words of few, and of many what they begin with.
fn left_out(texts: &[&str]) -> Vec<String> {
    if texts.len() <= WHOLE {
        return texts.iter().map(|text| short(text)).collect();
    }
    let begin =
        |text: &&str| text.trim_start_matches(['|', ' ']).split('|').next().unwrap_or_default().trim().to_owned();
    vec![short(&texts.iter().map(begin).collect::<Vec<_>>().join(", "))]
}

/// As many rows without a code as are quoted whole.
const WHOLE: usize = 2;

/// What a document demands besides its rows is for a person to write down.
fn obliges(told: Vec<(usize, String)>, marks: &mut Vec<&'static str>, review: &mut Vec<(usize, String)>) {
    if !told.is_empty() {
        marks.push("obligation");
    }
    review.extend(told.into_iter().map(|(line, words)| (line, format!("it demands what no row says: {words}"))));
}

/// A message is what the wire says; one that held a secret is kept without it, and matches nothing until a person looks at it.
fn replaced_messages(errors: &[ErrorRow], review: &mut Vec<(usize, String)>) {
    for error in errors.iter().filter(|error| holds_stand_in(&error.message)) {
        review.push((
            error.line,
            format!(
                "the message of error {} held a secret or personal data; it was replaced by a stand-in",
                error.code
            ),
        ));
    }
}

/// Names that only a list of askable fields has: fields too, without a declared type.
fn add_listed(rows: &mut Vec<Row>, line: usize, names: &[String], data: Option<&str>) {
    for name in names {
        let known = rows.iter().any(|row| row.part == Part::Reply && row.at.is_empty() && row.name == *name);
        if known {
            continue;
        }
        let row = Row::new(Part::Reply, data.unwrap_or("Reply"), name, "");
        rows.push(Row { review: vec!["type".to_owned()], line, ..row });
    }
}
