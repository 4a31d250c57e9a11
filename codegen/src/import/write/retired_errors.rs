//! Errors that a document no longer lists. A machine deletes nothing: an entry of errors.yaml becomes deprecated when no document
//! of docs.lock lists it any more; an operation's own list of names stays as it is, because old replies do not read documents.

use std::collections::HashMap;

use super::by_hand::is_json;
use super::edit::{Edit, Place, Target};
use super::mark::Mark;
use super::new_errors::ErrorTable;
use super::yaml::quoted;
use crate::import::document::short;
use crate::import::memory::lock::{Lock, Locked, LockedError};
use crate::import::read::said::Said;
use crate::import::report::Entry;
use crate::import::task::Task;
use crate::load::raw::{RawError, RawService};
use crate::message;
use crate::source::{SourceFile, Sources};

const WHY: &str = "No longer in any source document";

/// The error table of one service on its way to its new text.
#[derive(Debug)]
pub struct Table<'a> {
    service: &'a str,
    errors: &'a ErrorTable,
    file: Option<&'a SourceFile>,
    today: &'a str,
    withdrawn: Vec<String>,
    marks: Vec<(String, Mark)>,
}

/// What a person does about an entry of the table.
#[derive(Debug, Clone)]
pub struct Todo {
    /// Its name.
    name: String,
    /// What keeps it visible.
    mark: Mark,
    /// Where, and the words to write.
    task: Task,
}

impl<'a> Table<'a> {
    /// With the new entries of `errors`. `file` is the table that the service has.
    #[must_use]
    pub fn of(service: &'a str, errors: &'a ErrorTable, file: Option<&'a SourceFile>, today: &'a str) -> Self {
        Self { service, errors, file, today, withdrawn: Vec::new(), marks: Vec::new() }
    }

    /// Leaves a decision about an entry at the entry; with the document's own open ones where the table is not edited.
    pub fn mark(&mut self, todo: &Todo, entry: &mut Entry) {
        let edited = self.file.is_some_and(|file| !is_json(file));
        if !edited {
            entry.by_hand.push(todo.task.clone());
            return;
        }
        entry.told.push(todo.task.clone());
        entry.decisions += 1;
        self.marks.push((todo.name.clone(), todo.mark.clone()));
    }

    /// One row that is gone from the document of `entry`. `listed` says which documents still have which errors, `operation` is the
    /// file of the document's operation.
    pub fn retire(
        &mut self,
        error: &LockedError,
        listed: &HashMap<&str, Vec<&str>>,
        operation: Option<&SourceFile>,
        entry: &mut Entry,
    ) {
        let Some(name) = self.errors.find(&error.code, &error.message) else { return };
        let row = format!("error {} {}", error.code, error.message);
        let named = operation.and_then(|file| {
            let line = Edit::begin(&file.text)?.name_line("errors", name)?;
            Some((&file.path, line))
        });
        let kept = named.map(|(file, line)| {
            Task::at(file, line, format!("`errors` still names {name}, take it out once no reply carries it"))
        });
        if let Some(others) = listed.get(name) {
            // Only where the operation names it is there something to decide; a page of errors alone has no operation that could.
            let alone = entry.document.as_ref().is_some_and(|document| document.operation.is_none());
            let list = if kept.is_some() || alone { &mut entry.by_hand } else { &mut entry.told };
            let words = format!("{row}: this document no longer lists it, {} does", others.join(", "));
            list.push(Task::new(words).and(kept));
            return;
        }
        let Some(file) = self.file else { return };
        let errors = Place::top("errors");
        let Some(mut edit) = Edit::begin(&file.text) else { return };
        if edit.is_deprecated(&errors, name) || self.withdrawn.iter().any(|known| known == name) {
            return;
        }
        let line = edit.line(&errors, name).unwrap_or(1);
        if is_json(file) {
            let words = format!(
                "{row}: no document lists it any more; a file in JSON is not edited: give {name} the key \"deprecated\": {{\"since\": {}, \"why\": {}}}",
                quoted(self.today),
                quoted(WHY)
            );
            entry.by_hand.push(Task::at(&file.path, line, words).and(kept));
        } else if edit.deprecate(&errors, name, self.today, &quoted(WHY)) {
            self.withdrawn.push(name.to_owned());
            let words = format!("{row}: no document lists it any more; {name} is deprecated in {}", file.path);
            entry.done.push(Task::new(words).and(kept).to_string());
        }
    }

    /// The new text; None when the file stays as it is.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let lines: String = self.errors.lines().map(|line| format!("  - {line}\n")).collect();
        let Some(file) = self.file else {
            let list = if lines.is_empty() { " []\n".to_owned() } else { format!("\n{lines}") };
            return Some(format!("service: {}\nerrors:{list}", self.service));
        };
        if is_json(file) || (lines.is_empty() && self.withdrawn.is_empty() && self.marks.is_empty()) {
            return None;
        }
        let mut edit = Edit::begin(&file.text)?;
        for name in &self.withdrawn {
            edit.deprecate(&Place::top("errors"), name, self.today, &quoted(WHY));
        }
        for (name, mark) in &self.marks {
            edit.mark(&Target::Entry(Place::top("errors"), name.clone()), mark.clone());
        }
        if !lines.is_empty() {
            edit.add_entries("errors", &lines);
        }
        Some(edit.finish())
    }
}

/// Which documents list which errors, by the names of errors.yaml.
#[must_use]
pub fn listed<'a>(errors: &'a ErrorTable, lock: &'a Lock, service: &str) -> HashMap<&'a str, Vec<&'a str>> {
    let mut found: HashMap<&str, Vec<&str>> = HashMap::new();
    let there = |document: &&Locked| document.service == service && document.gone.is_none();
    for document in lock.documents.iter().filter(there) {
        for error in &document.errors {
            let Some(name) = errors.find(&error.code, &error.message) else { continue };
            let documents = found.entry(name).or_default();
            if documents.last() != Some(&document.name.as_str()) {
                documents.push(&document.name);
            }
        }
    }
    found
}

fn entry_of<'a>(errors: &ErrorTable, error: &LockedError, raw: Option<&'a RawService>) -> Option<&'a RawError> {
    let name = errors.find(&error.code, &error.message)?;
    raw?.errors.iter().find(|entry| entry.name.value == name)
}

fn at(of: &RawError, sources: &Sources, words: String) -> Task {
    let path = sources.file(of.name.span).map(|file| file.path.as_str()).unwrap_or_default();
    Task::at(path, sources.place(of.name.span).line, words)
}

/// An error that a document lists again while the spec calls it deprecated.
#[must_use]
pub fn back(errors: &ErrorTable, error: &LockedError, raw: Option<&RawService>, sources: &Sources) -> Option<Todo> {
    let entry = entry_of(errors, error, raw).filter(|entry| entry.deprecated.is_some())?;
    let name = &entry.name.value;
    let words = format!("error {} {} is listed again: remove `deprecated` from {name}", error.code, error.message);
    let mark = Mark::change("deprecated", "", "back in the document");
    Some(Todo { name: name.clone(), mark, task: at(entry, sources, words) })
}

/// An error that is told by its code, under a message that the spec does not know; `was` is the one it had.
#[must_use]
pub fn other_words(
    errors: &ErrorTable,
    error: &LockedError,
    was: Option<&str>,
    raw: Option<&RawService>,
    sources: &Sources,
) -> Option<Todo> {
    let entry = entry_of(errors, error, raw)?;
    let same = |known: &str| message::normal(known) == message::normal(&error.message);
    if same(&entry.message.value) || entry.aliases.iter().any(|alias| same(&alias.value)) {
        return None;
    }
    let (name, message) = (&entry.name.value, quoted(&error.message));
    let words = match was {
        Some(was) => format!(
            "error {}: message {} -> {message}: write `message: {message}` in {name}, and the old one into `aliases` while it may arrive",
            error.code,
            quoted(was)
        ),
        None => format!("error {}: also listed as {message}: add that to the `aliases` of {name}", error.code),
    };
    let mark = Mark::change("message", was.unwrap_or_default(), &error.message);
    Some(Todo { name: name.clone(), mark, task: at(entry, sources, words) })
}

/// An error of which only the advice changed.
#[must_use]
pub fn reworded(
    errors: &ErrorTable,
    error: &LockedError,
    raw: Option<&RawService>,
    sources: &Sources,
    said: &Said,
) -> Option<Todo> {
    let entry = entry_of(errors, error, raw)?;
    let name = &entry.name.value;
    let page = short(said.sentence(&error.remedy).unwrap_or_default());
    let words =
        format!("error {} {}: the advice changed; does the `remedy` of {name} still hold?", error.code, error.message);
    Some(Todo { name: name.clone(), mark: Mark::change("remedy", "", &page), task: at(entry, sources, words) })
}
