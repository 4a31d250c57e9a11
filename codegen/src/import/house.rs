//! What the spec folder has, and what a run adds to it: operations, error tables, the files every service needs.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use super::compare::{self, Change, Kind, Subject};
use super::document::{Document, Form};
use super::errors::Book;
use super::lock::{Lock, Locked, LockedError};
use super::report::{Entry, Report};
use super::run::Options;
use super::spec_text::{self, Surroundings};
use super::{advice, merge, retire, skeleton};
use crate::load::raw::{Raw, RawService};
use crate::model::name;
use crate::source::{SourceFile, Sources};

/// The spec folder as the run finds it, and what the run adds to it.
#[derive(Debug)]
pub struct House<'a> {
    spec: &'a Raw,
    sources: &'a Sources,
    options: &'a Options,
    ids: Vec<String>,
    books: BTreeMap<String, Book>,
    /// Request types by service, to keep them apart.
    requests: HashMap<(String, String), String>,
    /// Operations of the spec: service and id to the index of their file.
    operations: HashMap<(String, String), usize>,
    services: BTreeMap<String, (Form, Option<String>)>,
    /// Error rows that a document has no longer: its place in the report, its service, the row.
    gone: Vec<(usize, String, LockedError)>,
}

impl<'a> House<'a> {
    /// Before the first document.
    #[must_use]
    pub fn new(spec: &'a Raw, sources: &'a Sources, options: &'a Options) -> Self {
        let mut operations = HashMap::new();
        let mut requests = HashMap::new();
        for service in &spec.services {
            for operation in &service.operations {
                let id = operation.operation.value.clone();
                let short = id.strip_prefix("taobao.").unwrap_or(&id);
                let said = operation.request_type.as_ref().map(|said| said.value.clone());
                let request = said.or_else(|| name::upper(short)).unwrap_or_default();
                requests.insert((service.folder.clone(), request), id.clone());
                operations.insert((service.folder.clone(), id), operation.operation.span.file as usize);
            }
        }
        let ids = spec.ids.iter().map(|id| id.id.value.clone()).collect();
        Self {
            spec,
            sources,
            options,
            ids,
            books: BTreeMap::new(),
            requests,
            operations,
            services: BTreeMap::new(),
            gone: Vec::new(),
        }
    }

    fn service(&self, service: &str) -> Option<&'a RawService> {
        self.spec.services.iter().find(|known| known.folder == service)
    }

    /// Works out what a document means for the spec. `place` is where its entry will stand in the report.
    /// False when it could not be taken in, so that another run may try again.
    pub fn take(&mut self, entry: &mut Entry, new: bool, place: usize, files: &mut BTreeMap<PathBuf, String>) -> bool {
        let Some(document) = entry.document.as_ref() else { return false };
        let service = document.service.clone();
        self.services.entry(service.clone()).or_insert((document.form, document.facts.host.clone()));
        if !new && entry.changes.is_empty() {
            return true;
        }
        let raw = self.service(&service);
        let envelope = match raw.and_then(|raw| raw.head.as_ref()) {
            Some(head) => head.protocol.value == "envelope",
            None => document.form == Form::VvtoolPage,
        };
        let book = self.books.entry(service.clone()).or_insert_with(|| Book::of(raw, !envelope));
        let known = book.added();
        let mut names: Vec<String> = Vec::new();
        for error in &document.errors {
            match book.name(error) {
                Some(name) if !names.contains(&name) => names.push(name),
                Some(_) => {}
                None => entry.by_hand.push(format!(
                    "an error row without a code or a message was left out: {:?} {:?}",
                    error.code, error.message
                )),
            }
        }
        let table = raw.and_then(|raw| raw.errors_span).and_then(|span| self.sources.file(span));
        if let Some(table) = table.filter(|table| advice::is_json(table)) {
            entry.by_hand.extend(book.lines().skip(known).map(|line| {
                format!("{}: a file in JSON is not edited; add this entry to `errors`, as JSON: {line}", table.path)
            }));
        }
        for change in &entry.changes {
            let Subject::Error(error) = &change.subject else { continue };
            match change.kind {
                Kind::Removed => self.gone.push((place, service.clone(), error.clone())),
                Kind::Added => entry.by_hand.extend(retire::back(book, error, raw, self.sources)),
                _ => entry.by_hand.extend(retire::reworded(book, error, raw, self.sources)),
            }
        }
        let Some(id) = &document.operation else {
            if !document.rows.is_empty() {
                entry.by_hand.push(format!(
                    "{} field rows belong to no operation: the page names neither an interface address nor a method",
                    document.rows.len()
                ));
            }
            return true;
        };
        if let Some(file) = self.file(&service, id) {
            let (path, text) = self.merge(file, entry, new, &names);
            if let Some(text) = text {
                entry.files.push(path.clone());
                files.insert(PathBuf::from(path), text);
            }
            return true;
        }
        let head = raw.and_then(|raw| raw.head.as_ref());
        let cost = head.and_then(|head| head.charge.as_ref()).map(|(field, _)| field.value.clone());
        let request_type = self.request_type(&service, id, envelope);
        let around = Surroundings {
            ids: self.ids.clone(),
            errors: names,
            request_type,
            envelope,
            cost,
            today: self.options.today.clone(),
        };
        let made = spec_text::operation(document, &around);
        let path = self.options.spec.join(&made.path);
        if path.exists() {
            entry.by_hand.push(format!(
                "{}: the file is there and describes something else; rename it and import again",
                path.display()
            ));
            return false;
        }
        entry.decisions += made.decisions;
        entry.files.push(made.path.clone());
        files.insert(path, made.text);
        for (path, text) in made.examples {
            files.insert(self.options.spec.join(path), text);
        }
        true
    }

    fn file(&self, service: &str, operation: &str) -> Option<&'a SourceFile> {
        self.sources.files.get(*self.operations.get(&(service.to_owned(), operation.to_owned()))?)
    }

    /// A document about an operation that the spec has: path and new text of its file.
    fn merge(&self, file: &SourceFile, entry: &mut Entry, new: bool, names: &[String]) -> (String, Option<String>) {
        let Some(document) = entry.document.as_ref() else { return (file.path.clone(), None) };
        let changes = if new { rows_of(document) } else { entry.changes.clone() };
        if advice::is_json(file) {
            entry.by_hand.extend(advice::json(file, document, &changes, names, &self.options.today));
            return (file.path.clone(), None);
        }
        let merged = merge::operation(&file.text, document, &changes, &self.ids, names, &self.options.today);
        entry.decisions += merged.decisions;
        if !new {
            let after = merged.text.as_deref().unwrap_or(&file.text);
            entry.by_hand.extend(merged.by_hand.iter().map(|hand| format!("{}: {hand}", file.path)));
            entry.by_hand.extend(advice::changed(&file.path, after, document, &changes));
        }
        (file.path.clone(), merged.text)
    }

    /// A name for the request when the automatic one is taken by another method.
    fn request_type(&mut self, service: &str, id: &str, envelope: bool) -> Option<String> {
        let short = id.strip_prefix("taobao.").unwrap_or(id);
        let automatic =
            name::upper(if envelope { short.rsplit('/').next().unwrap_or(short) } else { short }).unwrap_or_default();
        let wanted = super::tree::type_name(&automatic);
        let mut free = wanted.clone();
        let mut number = 1;
        while self.requests.get(&(service.to_owned(), free.clone())).is_some_and(|other| other != id)
            || ["ErrorKind", "Client", "ClientBuilder", "C"].contains(&free.as_str())
        {
            number += 1;
            free = format!("{wanted}{number}");
        }
        self.requests.insert((service.to_owned(), free.clone()), id.to_owned());
        (free != automatic).then_some(free)
    }

    /// Error tables and the files that every service needs. `lock` is docs.lock as it will be.
    pub fn finish(self, lock: &Lock, report: &mut Report, files: &mut BTreeMap<PathBuf, String>) {
        for (service, book) in &self.books {
            let raw = self.service(service);
            let existing = raw.and_then(|raw| raw.errors_span).and_then(|span| self.sources.file(span));
            let mut table = retire::Table::of(service, book, existing, &self.options.today);
            let listed = retire::listed(book, lock, service);
            for (at, _, error) in self.gone.iter().filter(|(_, of, _)| of == service) {
                let Some(entry) = report.entries.get_mut(*at) else { continue };
                let operation = entry.document.as_ref().and_then(|document| document.operation.as_deref());
                let file = operation.and_then(|operation| self.file(service, operation)).map(|file| SourceFile {
                    text: files.get(&PathBuf::from(&file.path)).unwrap_or(&file.text).clone(),
                    path: file.path.clone(),
                });
                table.retire(error, &listed, file.as_ref(), entry);
            }
            if let Some(text) = table.text() {
                let path = existing.map_or_else(
                    || self.options.spec.join(service).join("errors.yaml"),
                    |file| PathBuf::from(&file.path),
                );
                files.insert(path, text);
            }
        }
        for (service, (form, host)) in &self.services {
            let known = self.service(service).is_some_and(|known| known.span.is_some());
            if !known {
                files.insert(
                    self.options.spec.join(service).join("service.yaml"),
                    skeleton::service(service, *form, host.as_deref()),
                );
            }
        }
    }
}

/// Everything a document says about fields, as if it were all new.
fn rows_of(document: &Document) -> Vec<Change> {
    let now = Locked::of(document, "");
    let nothing = Locked { rows: Vec::new(), errors: Vec::new(), facts: Vec::new(), ..now.clone() };
    let mut changes = compare::documents(&nothing, &now);
    changes.retain(|change| matches!(change.subject, Subject::Row(_)));
    changes
}
