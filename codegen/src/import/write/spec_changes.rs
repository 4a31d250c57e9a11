//! What the spec folder has, and what a run adds to it: operations, error tables, the files every service needs.

use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::by_hand::{Advice, Marked};
use super::edit::Target;
use super::mark::Mark;
use super::new_file::{self, Surroundings};
use super::spec_errors::SpecErrors;
use super::spec_index::SpecIndex;
use super::yaml::modeline;
use super::{by_hand, merge, naming, service_file};
use crate::diag::quoted;
use crate::import::document::{Document, Part};
use crate::import::files;
use crate::import::form::{Form, Gateway};
use crate::import::memory::compare::{self, Change, Subject};
use crate::import::memory::lock::{Lock, Locked, LockedFacts};
use crate::import::options::Options;
use crate::import::read::page_head::NO_CALL;
use crate::import::read::reader::Reader;
use crate::import::read::said::Said;
use crate::import::report::{Entry, Report};
use crate::import::task::Task;
use crate::load::raw::Raw;
use crate::model::{automatic_request, reserved};
use crate::source::{SourceFile, Sources};
use crate::words::Body;

/// Mistakes that a message names.
const SHOWN: usize = 5;

/// The spec folder as the run finds it, and what the run adds to it.
#[derive(Debug)]
pub struct SpecChanges<'a> {
    spec: SpecIndex<'a>,
    options: &'a Options,
    ids: Vec<String>,
    errors: SpecErrors,
    /// Request types by service, to keep them apart.
    requests: HashMap<(String, String), String>,
    services: BTreeMap<String, (Form, Option<String>)>,
    new: Vec<New>,
    /// Made where words are looked up.
    reader: LazyCell<Reader>,
}

/// A document whose file the spec has not. Its text follows from it and its surroundings alone, and is written with those of the others.
#[derive(Debug)]
struct New {
    document: Arc<Document>,
    around: Surroundings,
    path: PathBuf,
    /// Where its entry stands in the report.
    entry: usize,
}

impl<'a> SpecChanges<'a> {
    /// Before the first document.
    #[must_use]
    pub fn new(spec: &'a Raw, sources: &'a Sources, options: &'a Options) -> Self {
        let mut requests = HashMap::new();
        for service in &spec.services {
            let top = service.head.as_ref().is_none_or(|head| head.protocol.value != "envelope");
            for operation in &service.operations {
                let id = operation.operation.value.clone();
                let said = operation.request_type.as_ref().map(|said| said.value.clone());
                let request = said.or_else(|| automatic_request(&id, top)).unwrap_or_default();
                requests.insert((service.folder.clone(), request), id);
            }
        }
        let ids = spec.ids.iter().map(|id| id.id.value.clone()).collect();
        Self {
            spec: SpecIndex::of(spec, sources),
            options,
            ids,
            errors: SpecErrors::default(),
            requests,
            services: BTreeMap::new(),
            new: Vec::new(),
            reader: LazyCell::new(Reader::default),
        }
    }

    /// Works out what a document means for the spec. `place` is where its entry will stand in the report.
    /// False when it could not be taken in, so that another run may try again.
    pub fn take(&mut self, entry: &mut Entry, new: bool, place: usize, files: &mut BTreeMap<PathBuf, String>) -> bool {
        let Some(document) = entry.document.as_ref() else { return false };
        let service = document.service.clone();
        let unsent = || new.then(|| self.cannot_be_sent(document)).flatten();
        if let Some(why) = self.no_place(document).or_else(unsent) {
            entry.refused = Some(why);
            return false;
        }
        self.services.entry(service.clone()).or_insert((document.form, document.facts.host.clone()));
        if !new && entry.changes.is_empty() {
            return true;
        }
        let document = Arc::clone(document);
        let envelope = self.is_enveloped(&document);
        let names = self.errors.take(&self.spec, &document, entry, envelope);
        let said = self.said(entry);
        self.errors.retire(&self.spec, (&document, &said), entry, envelope, place);
        let Some(id) = &document.operation else {
            // A table of errors has no file that could be marked.
            for change in entry.changes.iter().filter(|change| matches!(change.subject, Subject::Document(_))) {
                let told: String = change.told().iter().map(|told| format!("; {told}")).collect();
                let words = format!("{} {}{told}: read it again", change.path(), change.kind.as_str());
                entry.by_hand.push(Task::in_file(&document.name, words));
            }
            return true;
        };
        let Some(file) = self.spec.file(&service, id) else {
            return self.add(document, entry, (envelope, place), names, files);
        };
        let (path, text) = self.merge(file, (&document, &said), entry, new, &names);
        if let Some(text) = text {
            entry.files.push(path.clone());
            files.insert(PathBuf::from(path), text);
        }
        true
    }

    /// Replies of the document's service come in an envelope: the service file says so, or the form where there is none yet.
    fn is_enveloped(&self, document: &Document) -> bool {
        match self.spec.service(&document.service).and_then(|raw| raw.head.as_ref()) {
            Some(head) => head.protocol.value == "envelope",
            None => document.form.gateway == Gateway::Envelope,
        }
    }

    /// The words of a document that says something in other ones than before; of any other nobody asks.
    fn said(&self, entry: &Entry) -> Said {
        let text = entry.file.as_ref().filter(|_| entry.changes.iter().any(Change::is_reworded));
        let text = text.and_then(|path| files::read(path).ok());
        text.and_then(|text| self.reader.said(&entry.name, &text).ok()).unwrap_or_default()
    }

    /// Keeps places for the file of an operation that the spec has not, and its example.
    fn add(
        &mut self,
        document: Arc<Document>,
        entry: &mut Entry,
        (envelope, place): (bool, usize),
        names: Vec<String>,
        files: &mut BTreeMap<PathBuf, String>,
    ) -> bool {
        let head = self.spec.service(&document.service).and_then(|raw| raw.head.as_ref());
        let cost = head.and_then(|head| head.charge.as_ref()).map(|charge| charge.field.value.clone());
        let id = document.operation.as_deref().unwrap_or_default();
        let other = self.other_host(&document);
        let path = self.options.spec.join(new_file::path(&document));
        if path.exists() || files.contains_key(&path) {
            let words = "the file is there and describes something else; rename it and import again";
            entry.by_hand.push(Task::in_file(path.display().to_string(), words));
            return false;
        }
        let around = Surroundings {
            ids: self.ids.clone(),
            errors: names,
            request_type: self.request_type(&document.service, id, envelope),
            envelope,
            cost,
            body: head.and_then(|head| Body::from_word(&head.body.value)),
            example: new_file::example_path(&document, &self.examples(&document, files)),
            marks: other.iter().flat_map(|other| other.marks.clone()).collect(),
            today: self.options.today.clone(),
        };
        entry.told.extend(other.and_then(|other| other.task));
        let example = around.example.iter().map(|example| self.options.spec.join(example));
        for path in std::iter::once(path.clone()).chain(example) {
            entry.files.push(path.display().to_string());
            files.insert(path, String::new());
        }
        self.new.push(New { document, around, path, entry: place });
        true
    }

    /// Writes what [`Self::add`] kept places for.
    fn write_new(&self, report: &mut Report, files: &mut BTreeMap<PathBuf, String>) {
        let made = crate::parallel::map(&self.new, |_, new| new_file::operation(&new.document, &new.around));
        for (new, made) in self.new.iter().zip(made) {
            files.insert(new.path.clone(), modeline(&self.options.spec, &new.path) + &made.text);
            if let Some((path, text)) = new.around.example.as_ref().zip(made.example) {
                files.insert(self.options.spec.join(path), text);
            }
            if let Some(entry) = report.entries.get_mut(new.entry) {
                entry.decisions += made.decisions;
                entry.done.extend(made.said);
            }
        }
    }

    /// True when the spec has what a document of docs.lock is about.
    #[must_use]
    pub fn has(&self, document: &Locked) -> bool {
        match &document.operation {
            Some(operation) => self.spec.file(&document.service, operation).is_some(),
            None => self.spec.service(&document.service).is_some_and(|service| service.errors_span.is_some()),
        }
    }

    /// Why a call cannot be sent as a new document says, in words to act on.
    fn cannot_be_sent(&self, document: &Document) -> Option<String> {
        let facts = &document.facts;
        let said = facts.method.as_deref().unwrap_or_default();
        if let Some(other) = NO_CALL.iter().find(|other| said.contains(*other)) {
            return Some(format!(
                "the page says {other}, and no call is one: if the gateway takes a GET or a POST too, write it in the line 请求方式 and import it again"
            ));
        }
        if facts.no_json_reply && self.is_enveloped(document) {
            return Some(
                "the page says that replies are XML, and only JSON is read: if the gateway answers in JSON too, say so in the line 返回格式 and import it again"
                    .to_owned(),
            );
        }
        None
    }

    /// A new document whose address is on a host that its service has not: a person says where it belongs. The words, and the mark that
    /// stays until then.
    fn other_host(&self, document: &Document) -> Option<Advice> {
        let head = self.spec.service(&document.service).and_then(|raw| raw.head.as_ref());
        let service = &document.service;
        let host = |url: &str| {
            let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
            let host = rest.split('/').next().unwrap_or_default();
            (!host.is_empty()).then(|| format!("{scheme}://{host}").to_ascii_lowercase())
        };
        let said = document.facts.host.as_deref().and_then(host)?;
        let mut known: Vec<String> = match head {
            Some(head) => head.hosts.iter().filter_map(|known| host(&known.url.value)).collect(),
            None if document.form.gateway == Gateway::Top => host(service_file::TOP_HOST).into_iter().collect(),
            None => {
                self.services.get(service).and_then(|(_, first)| first.as_deref()).and_then(host).into_iter().collect()
            }
        };
        if known.is_empty() || known.contains(&said) {
            return None;
        }
        // Of one host in another scheme both are told whole; of another the names alone.
        let name = |url: &str| url.split_once("://").map_or(url, |(_, name)| name).to_owned();
        let same = known.iter().any(|known| name(known) == name(&said));
        let said = if same { said } else { name(&said) };
        if !same {
            known = known.iter().map(|known| name(known)).collect();
        }
        Some({
            let known = known.join(", ");
            let words = format!(
                "its address is on {said}, and the service `{service}` is on {known}: import it with `--service` and the name of a service of its own, or add the host to service.yaml"
            );
            let marks = vec![Mark::change("hosts", &known, &said)];
            Advice { task: Some(Task::new(words)), target: Some(Target::File), marks, settled: Vec::new() }
        })
    }

    /// Why there is no file that the document can become, when there is none: a path comes from a document, which anybody may have
    /// written.
    fn no_place(&self, document: &Document) -> Option<String> {
        if !files::is_ordinary(Path::new(&document.service)) {
            return Some(format!(
                "{:?} is no name for the folder of a service: give `--service` one plain word",
                document.service
            ));
        }
        let fields = document.rows.iter().filter(|row| row.part != Part::Envelope).count();
        if document.operation.is_none() && fields > 0 {
            return Some(format!(
                "{fields} field rows belong to no operation: the page names neither an interface address (接口地址) nor a method; put the line back that does, or save the table of errors without the fields"
            ));
        }
        let id = document.operation.as_ref().filter(|id| self.spec.file(&document.service, id).is_none())?;
        let path = new_file::path(document);
        (!files::is_ordinary(Path::new(&path))).then(|| {
            format!(
                "{} calls the operation {}, and {} is no path of plain names below the spec: correct it in the document",
                document.form.names_operation,
                quoted(id),
                quoted(&path)
            )
        })
    }

    /// Says what was not done for a document because the spec would be wrong afterwards.
    pub fn refuse(&self, entry: &mut Entry, new: bool, mistakes: &[String]) {
        let Some(document) = entry.document.clone() else { return };
        let file = document.operation.as_ref().and_then(|id| self.spec.file(&document.service, id));
        let mut shown: Vec<&str> = mistakes.iter().take(SHOWN).map(String::as_str).collect();
        if mistakes.len() > SHOWN {
            shown.push("and more");
        }
        let todo = if file.is_some() {
            "make the changes below yourself, then import again: what is there already is not added twice"
        } else {
            "look there, or write the file of this document by hand"
        };
        entry.refused = Some(format!(
            "with what follows from this document the spec would be wrong where it is not now, so nothing of it was written: {}; {todo}",
            shown.join("; ")
        ));
        if let Some(file) = file {
            let changes = if new { rows_of(&document) } else { entry.changes.clone() };
            entry.by_hand.extend(by_hand::instead(file, &document, &changes, &[], &self.options.today));
        }
    }

    /// Examples beside the file that a document becomes: those on the disk and those that the run makes.
    fn examples(&self, document: &Document, files: &BTreeMap<PathBuf, String>) -> Vec<String> {
        let folder = Path::new(&new_file::path(document)).with_file_name("examples");
        let place = self.options.spec.join(&folder);
        let there = std::fs::read_dir(&place).into_iter().flatten().flatten().map(|entry| entry.path());
        let made =
            files.range(place.clone()..).map(|(path, _)| path).take_while(|path| path.starts_with(&place)).cloned();
        let below =
            |path: PathBuf| Some(path.strip_prefix(&self.options.spec).ok()?.to_string_lossy().replace('\\', "/"));
        there.chain(made).filter_map(below).collect()
    }

    /// A document about an operation that the spec has: path and new text of its file.
    fn merge(
        &self,
        file: &SourceFile,
        (document, said): (&Document, &Said),
        entry: &mut Entry,
        new: bool,
        names: &[String],
    ) -> (String, Option<String>) {
        let changes = if new { rows_of(document) } else { entry.changes.clone() };
        if by_hand::is_json(file) {
            entry.by_hand.extend(by_hand::json(file, document, &changes, names, &self.options.today));
            return (file.path.clone(), None);
        }
        let head = self.spec.service(&document.service).and_then(|raw| raw.head.as_ref());
        let cost = head.and_then(|head| head.charge.as_ref()).map(|charge| charge.field.value.as_str());
        let mut merged = merge::operation(&file.text, document, &changes, &self.ids, names, cost, &self.options.today);
        entry.decisions += merged.decisions;
        let other = new.then(|| self.other_host(document)).flatten();
        if !new || other.is_some() {
            let after = merged.text.as_deref().unwrap_or(&file.text);
            let known: &[Change] = if new { &[] } else { &changes };
            let mut advice = by_hand::changed(&file.path, after, document, known, said);
            advice.extend(other.clone());
            if let Some(Marked { text, new, gone }) = by_hand::marked(after, &advice, &self.options.today) {
                entry.decisions += new;
                entry.undone += gone;
                // A mark of its own line moves those below it.
                advice = by_hand::changed(&file.path, &text, document, known, said);
                advice.extend(other);
                merged.text = Some(text);
            }
            entry.by_hand.extend(merged.by_hand.into_iter().map(|hand| Task::in_file(&file.path, hand)));
            entry.told.extend(merged.told.into_iter().map(|told| Task::in_file(&file.path, told)));
            for Advice { task, target, .. } in advice {
                let list = if target.is_some() { &mut entry.told } else { &mut entry.by_hand };
                list.extend(task);
            }
        }
        (file.path.clone(), merged.text)
    }

    /// A name for the request when the automatic one is taken by another method.
    fn request_type(&mut self, service: &str, id: &str, envelope: bool) -> Option<String> {
        let automatic = automatic_request(id, !envelope).unwrap_or_default();
        let wanted = naming::type_name(&automatic);
        let mut free = wanted.clone();
        let mut number = 1;
        while self.requests.get(&(service.to_owned(), free.clone())).is_some_and(|other| other != id)
            || reserved::BESIDE_REQUESTS.contains(&free.as_str())
            || free == reserved::PARAMETER
        {
            number += 1;
            free = format!("{wanted}{number}");
        }
        self.requests.insert((service.to_owned(), free.clone()), id.to_owned());
        (free != automatic).then_some(free)
    }

    /// Error tables and the files that every service needs. `lock` is docs.lock as it will be.
    pub fn finish(self, lock: &Lock, report: &mut Report, files: &mut BTreeMap<PathBuf, String>) {
        self.write_new(report, files);
        self.errors.finish(&self.spec, self.options, lock, report, files);
        for (service, (form, host)) in &self.services {
            let known = self.spec.service(service).is_some_and(|known| known.span.is_some());
            if !known {
                let path = self.options.spec.join(service).join("service.yaml");
                let text =
                    modeline(&self.options.spec, &path) + &service_file::service(service, *form, host.as_deref());
                files.insert(path, text);
            }
        }
    }
}

/// Everything a document says about fields, as if it were all new.
fn rows_of(document: &Document) -> Vec<Change> {
    let now = Locked::of(document, "");
    let nothing = Locked { rows: Vec::new(), errors: Vec::new(), facts: LockedFacts::default(), ..now.clone() };
    let mut changes = compare::documents(&nothing, &now);
    changes.retain(|change| matches!(change.subject, Subject::Row(..)));
    changes
}
