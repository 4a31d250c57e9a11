//! The error tables of the services: what documents add to them, take from them and say otherwise.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use super::by_hand;
use super::new_errors::ErrorTable;
use super::retired_errors::{self, Table, Todo};
use super::spec_index::SpecIndex;
use super::yaml::modeline;
use crate::import::document::Document;
use crate::import::memory::compare::{Kind, Subject};
use crate::import::memory::fact::ErrorFact;
use crate::import::memory::lock::{Lock, LockedError};
use crate::import::options::Options;
use crate::import::read::said::Said;
use crate::import::report::{Entry, Report};
use crate::import::task::Task;
use crate::source::SourceFile;

/// What a run means for the tables, service by service.
#[derive(Debug, Default)]
pub struct SpecErrors {
    tables: BTreeMap<String, ErrorTable>,
    /// Error rows that a document has no longer: its place in the report, its service, the row.
    gone: Vec<(usize, String, LockedError)>,
    /// Errors of which a document says something else: its place in the report, its service, what to do.
    reworded: Vec<(usize, String, Todo)>,
}

impl SpecErrors {
    /// Names for the errors of a document; those that have none yet get an entry in the service's table.
    pub fn take(
        &mut self,
        spec: &SpecIndex<'_>,
        document: &Document,
        entry: &mut Entry,
        envelope: bool,
    ) -> Vec<String> {
        let raw = spec.service(&document.service);
        let errors = self.tables.entry(document.service.clone()).or_insert_with(|| ErrorTable::of(raw, !envelope));
        let known = errors.added();
        let mut names: Vec<String> = Vec::new();
        let mut listed: HashSet<String> = HashSet::new();
        for error in &document.errors {
            match errors.name(error, entry.known) {
                Some(name) => {
                    if listed.insert(name.clone()) {
                        names.push(name);
                    }
                }
                None => entry.by_hand.push(Task::new(format!(
                    "an error row without a code or a message was left out: {:?} {:?}",
                    error.code, error.message
                ))),
            }
        }
        if entry.known {
            entry.decisions += errors.added() - known;
        }
        if let Some(table) = spec.errors(&document.service).filter(|table| by_hand::is_json(table)) {
            entry.by_hand.extend(errors.lines().skip(known).map(|line| {
                let words = format!("a file in JSON is not edited; add this entry to `errors`, as JSON: {line}");
                Task::in_file(&table.path, words)
            }));
        }
        names
    }

    /// What became of the error rows of a known document, whose words `said` has. `place` is where its entry will stand in the report.
    pub fn retire(
        &mut self,
        spec: &SpecIndex<'_>,
        (document, said): (&Document, &Said),
        entry: &Entry,
        envelope: bool,
        place: usize,
    ) {
        let service = &document.service;
        let raw = spec.service(service);
        let Some(errors) = self.tables.get(service) else { return };
        let mut todo = Vec::new();
        for change in &entry.changes {
            let Subject::Error(error, facts) = &change.subject else { continue };
            let was = facts.iter().find_map(|fact| match fact {
                ErrorFact::Message(moved) => Some(moved.was.as_str()),
                ErrorFact::Remedy(_) => None,
            });
            let told_by_code = !envelope && document.errors.iter().any(|now| now.code == error.code);
            match change.kind {
                // It has other words now.
                Kind::Removed if told_by_code => {}
                Kind::Removed => self.gone.push((place, service.clone(), error.clone())),
                Kind::Added | Kind::Changed => {
                    todo.extend(retired_errors::back(errors, error, raw, spec.sources()));
                    if told_by_code {
                        todo.extend(retired_errors::other_words(errors, error, was, raw, spec.sources()));
                    } else if let Some(was) = was {
                        let old = LockedError { message: was.to_owned(), ..error.clone() };
                        self.gone.push((place, service.clone(), old));
                    }
                }
                Kind::Prose => {}
            }
            if facts.iter().any(|fact| matches!(fact, ErrorFact::Remedy(_))) {
                todo.extend(retired_errors::reworded(errors, error, raw, spec.sources(), said));
            }
        }
        self.reworded.extend(todo.into_iter().map(|todo| (place, service.clone(), todo)));
    }

    /// The tables with all of it. `lock` is docs.lock as it will be.
    pub fn finish(
        &self,
        spec: &SpecIndex<'_>,
        options: &Options,
        lock: &Lock,
        report: &mut Report,
        files: &mut BTreeMap<PathBuf, String>,
    ) {
        for (service, errors) in &self.tables {
            let existing = spec.errors(service);
            let mut table = Table::of(service, errors, existing, &options.today);
            let listed = retired_errors::listed(errors, lock, service);
            for (at, _, todo) in self.reworded.iter().filter(|(_, of, _)| of == service) {
                if let Some(entry) = report.entries.get_mut(*at) {
                    table.mark(todo, entry);
                }
            }
            for (at, _, error) in self.gone.iter().filter(|(_, of, _)| of == service) {
                let Some(entry) = report.entries.get_mut(*at) else { continue };
                let operation = entry.document.as_ref().and_then(|document| document.operation.as_deref());
                let file = operation.and_then(|operation| spec.file(service, operation)).map(|file| SourceFile {
                    text: files.get(&PathBuf::from(&file.path)).unwrap_or(&file.text).clone(),
                    ..file.clone()
                });
                table.retire(error, &listed, file.as_ref(), entry);
            }
            if let Some(text) = table.text() {
                let path = existing
                    .map_or_else(|| options.spec.join(service).join("errors.yaml"), |file| PathBuf::from(&file.path));
                let head = if existing.is_none() { modeline(&options.spec, &path) } else { String::new() };
                files.insert(path, head + &text);
            }
        }
    }
}
