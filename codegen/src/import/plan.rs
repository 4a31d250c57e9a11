//! What an import comes to: the report and the files, without the documents that are refused.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::document::Document;
use super::files::{self, Input};
use super::form::Form;
use super::intake::Read;
use super::memory::compare::{self, Change};
use super::memory::lock::{Lock, Locked};
use super::memory::lock_index::{Key, LockIndex};
use super::not_read::{self, NotRead};
use super::options::{Options, Progress};
use super::read::texts::WHOLE;
use super::report::{Entry, Report};
use super::task::Task;
use super::write::new_mistakes::Mistake;
use super::write::spec_changes::SpecChanges;
use crate::check::review;
use crate::load::raw::Raw;
use crate::source::Sources;

/// What an import starts from.
pub(super) struct Start<'a> {
    pub(super) options: &'a Options,
    pub(super) lock: &'a Lock,
    pub(super) known: LockIndex<'a>,
    pub(super) spec: &'a Raw,
    pub(super) sources: &'a Sources,
    pub(super) documents: &'a [Read],
    pub(super) directory: bool,
}

/// What an import comes to.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) report: Report,
    pub(super) files: BTreeMap<PathBuf, String>,
    /// The document behind each of the first entries of the report: its number in the run.
    numbers: Vec<usize>,
    /// Numbers of the documents that were taken in with news.
    fresh: Vec<usize>,
}

/// Documents that are refused by their number in the run, and the mistakes they would make.
pub(super) type Refused = BTreeMap<usize, Vec<String>>;

impl Start<'_> {
    pub(super) fn plan(&self, refused: &Refused, progress: &Progress) -> Result<Plan, String> {
        let mut planning = Planning {
            start: self,
            changes: SpecChanges::new(self.spec, self.sources, self.options),
            seen: vec![false; self.lock.documents.len()],
            taken: HashMap::new(),
            fresh: Vec::new(),
            moved: Vec::new(),
            plan: Plan::default(),
        };
        for (number, (input, document)) in self.documents.iter().enumerate() {
            if progress.stop.load(Ordering::Relaxed) {
                return Err(files::STOPPED.to_owned());
            }
            match document {
                Ok(document) => planning.take(number, input, document, refused.get(&number)),
                Err(why) => {
                    planning.plan.report.not_understood.push(NotRead::new(&input.path, why));
                    not_gone(self.lock, input, &mut planning.seen);
                }
            }
        }
        planning.finish()
    }
}

/// A plan under way.
struct Planning<'a> {
    start: &'a Start<'a>,
    changes: SpecChanges<'a>,
    /// Which documents of docs.lock the run has.
    seen: Vec<bool>,
    /// What the run has taken in so far, and the number of the document in it.
    taken: HashMap<Key, usize>,
    /// Documents with news: their place in docs.lock, where they have one, and that of their entry in the report.
    fresh: Vec<(Option<usize>, Locked, usize)>,
    /// Documents of docs.lock whose page describes another operation now, and what to do about it.
    moved: Vec<(usize, Task)>,
    plan: Plan,
}

impl Planning<'_> {
    fn take(&mut self, number: usize, input: &Input, document: &Arc<Document>, refused: Option<&Vec<String>>) {
        let mut now = Locked::of(document, &self.start.options.today);
        let place = self.start.known.place(document);
        if let Some(slot) = place.and_then(|place| self.seen.get_mut(place)) {
            *slot = true;
        }
        let before = place.and_then(|place| self.start.lock.documents.get(place));
        let mut entry = entry(input, document, before, &now);
        self.plan.numbers.push(number);
        // The page may be saved under another name now; the spec's `source` names it as before.
        if let Some(before) = before {
            now.name.clone_from(&before.name);
            now.open.clone_from(&before.open);
        }
        // Each document is merged into the files as they were: of two about one thing, the second would undo the first.
        let key = Key::of_locked(&now);
        if let Some(other) = self.taken.get(&key).and_then(|other| self.start.documents.get(*other)) {
            tell_twice(&mut entry, input, other, &now);
            self.plan.report.entries.push(entry);
            return;
        }
        self.taken.insert(key, number);
        let understood = if let Some(mistakes) = refused {
            self.changes.refuse(&mut entry, before.is_none(), mistakes);
            false
        } else {
            let place = self.plan.report.entries.len();
            self.changes.take(&mut entry, before.is_none(), place, &mut self.plan.files)
        };
        let news = before.is_none_or(|before| {
            !entry.changes.is_empty() || before.digest != now.digest || !compare::is_current(before)
        });
        if understood && before.is_none() {
            self.tell_moved(&now, &mut entry);
        }
        if understood && news {
            if let Some(before) = before.filter(|_| entry.changes.is_empty()) {
                now.read.clone_from(&before.read);
            }
            self.plan.fresh.push(number);
            self.fresh.push((place, now, self.plan.report.entries.len()));
        }
        self.plan.report.entries.push(entry);
    }

    /// A page with another address or method than before makes a new operation: a person says whether the old one is it.
    fn tell_moved(&mut self, now: &Locked, entry: &mut Entry) {
        let key = Key::of_locked;
        let Some(place) = self.start.known.moved(now) else { return };
        let Some(old) = self.start.lock.documents.get(place) else { return };
        let mut documents = self.start.documents.iter().filter_map(|(_, document)| document.as_ref().ok());
        if documents.any(|other| key(&Locked::of(other, "")) == key(old)) {
            return;
        }
        let of = |document: &Locked| document.operation.clone().unwrap_or_default();
        let todo = Task::new(format!(
            "{} described {} and describes {} now: if that operation has moved, take the old one out of the spec; if there are two, leave both",
            now.name,
            of(old),
            of(now)
        ));
        entry.by_hand.push(todo.clone());
        self.moved.push((place, todo));
    }

    fn finish(mut self) -> Result<Plan, String> {
        let mut lock = self.start.lock.clone();
        let mut forgotten: HashSet<usize> = HashSet::new();
        let told = self.start.directory && self.tell_gone(&mut lock, &mut forgotten);
        if self.plan.report.entries.is_empty() {
            return Err(not_read::lines(&self.plan.report.not_understood).join("\n"));
        }
        let changed = told || !self.fresh.is_empty();
        // Documents that were known before: their entries in the report.
        let mut entries: HashMap<Key, usize> = HashMap::new();
        for (place, document, entry) in self.fresh {
            match place.and_then(|place| lock.documents.get_mut(place)) {
                Some(known) => {
                    entries.insert(Key::of_locked(&document), entry);
                    *known = document;
                }
                None => lock.documents.push(document),
            }
        }
        for (place, todo) in &self.moved {
            if let Some(document) = lock.documents.get_mut(*place) {
                document.leave(&todo.lasting(&self.start.options.spec), &self.start.options.today);
            }
        }
        let mut place = 0..;
        lock.documents.retain(|_| place.next().is_none_or(|place| !forgotten.contains(&place)));
        self.changes.finish(&lock, &mut self.plan.report, &mut self.plan.files);
        let report = &mut self.plan.report;
        for document in lock.documents.iter_mut().filter(|_| !entries.is_empty()) {
            let entry = entries.get(&Key::of_locked(document)).and_then(|entry| report.entries.get(*entry));
            for todo in entry.into_iter().flat_map(|entry| &entry.by_hand) {
                document.leave(&todo.lasting(&self.start.options.spec), &self.start.options.today);
            }
        }
        let of_entries = |count: fn(&Entry) -> usize| -> usize {
            entries.values().filter_map(|entry| report.entries.get(*entry)).map(count).sum()
        };
        let left = lock.documents.iter().map(|document| document.open.len()).sum::<usize>()
            + self.start.spec.reviews.iter().map(review::waiting).sum::<usize>()
            + of_entries(|entry| entry.decisions);
        report.left = left.saturating_sub(of_entries(|entry| entry.undone));
        if changed {
            lock.sort();
            self.plan.files.insert(self.start.options.spec.join("docs.lock"), lock.text());
        }
        Ok(self.plan)
    }

    /// Tells of documents that the directory has no longer. What the person has taken out of the spec is no matter of docs.lock any
    /// more; of the rest it remembers that it was told. True when that changed it.
    fn tell_gone(&mut self, lock: &mut Lock, forgotten: &mut HashSet<usize>) -> bool {
        let report = &mut self.plan.report;
        let mut changed = false;
        for place in missing(self.start.lock, &self.seen, report) {
            let Some(document) = lock.documents.get_mut(place) else { continue };
            if !self.changes.has(document) {
                let done = "gone from the directory and from the spec; docs.lock forgets it";
                report.entries.push(gone(document, Some(done)));
                forgotten.insert(place);
            } else if document.gone.is_none() {
                report.entries.push(gone(document, None));
                document.gone = Some(self.start.options.today.clone());
            } else {
                report.gone_before += 1;
                continue;
            }
            changed = true;
        }
        changed
    }
}

impl Plan {
    /// Finds the documents behind mistakes: those whose files have them; or, for what is in no document's own file, all of the
    /// service; or else all. False when there is none left to refuse.
    pub(super) fn blame(&self, mistakes: &[Mistake], spec: &Path, refused: &mut Refused) -> bool {
        let entries =
            || self.numbers.iter().zip(&self.report.entries).filter(|(number, _)| self.fresh.contains(number));
        let mut found = false;
        for mistake in mistakes {
            let owns = |entry: &Entry| entry.files.iter().any(|file| mistake.files.contains(&PathBuf::from(file)));
            let service = |entry: &Entry| {
                let folder = entry.document.as_ref().map(|document| spec.join(&document.service));
                folder.is_some_and(|folder| mistake.files.iter().any(|file| file.starts_with(&folder)))
            };
            let mut behind: Vec<usize> =
                entries().filter(|(_, entry)| owns(entry)).map(|(number, _)| *number).collect();
            if behind.is_empty() {
                behind = entries().filter(|(_, entry)| service(entry)).map(|(number, _)| *number).collect();
            }
            if behind.is_empty() {
                behind = entries().map(|(number, _)| *number).collect();
            }
            found |= !behind.is_empty();
            for number in behind {
                refused.entry(number).or_default().push(mistake.text.clone());
            }
        }
        found
    }
}

/// A document about what another document of the run is about. Where it says otherwise, that is told and it counts as not written.
fn tell_twice(entry: &mut Entry, input: &Input, (first, other): &Read, now: &Locked) {
    entry.changes.clear();
    let why = twice(&input.path.display().to_string(), &first.path.display().to_string(), now);
    let Ok(other) = other else { return };
    let differs = compare::documents(&Locked::of(other, ""), now);
    // That something of it differs is said where nothing else is.
    let whole = |change: &&Change| differs.len() == 1 || change.path() != format!("text {WHOLE}");
    let said: Vec<String> = differs.iter().filter(whole).map(differing).collect();
    if said.is_empty() {
        entry.by_hand.push(Task::new(why));
        return;
    }
    let more = said.len().checked_sub(DIFFERING).filter(|more| *more > 0);
    let more = more.map_or_else(String::new, |more| format!("; and {more} more"));
    let said = said.iter().take(DIFFERING).map(String::as_str).collect::<Vec<_>>().join("; ");
    entry.refused = Some(format!("{why}; beside what that one says, or otherwise, it says: {said}{more}"));
}

/// What a second document of the same thing says otherwise.
fn differing(change: &Change) -> String {
    let told: String = change.told().iter().map(|told| format!(", {told}")).collect();
    format!("{} {}{told}", change.path(), change.kind.as_str())
}

/// As many differences of two documents about one thing as a message names.
const DIFFERING: usize = 12;

/// What to do about a file that describes what another file of the run describes.
fn twice(file: &str, other: &str, locked: &Locked) -> String {
    let what = if locked.operation.is_some() { "operation" } else { "table of errors" };
    let donor = if locked.operation.is_some() { ", or give it as --donor" } else { "" };
    format!("{file} describes the same {what} as {other}: it was not taken; import it on its own{donor}")
}

pub(super) fn entry(input: &Input, document: &Arc<Document>, before: Option<&Locked>, now: &Locked) -> Entry {
    Entry {
        name: input.name(),
        document: Some(Arc::clone(document)),
        file: Some(input.path.clone()),
        wording: BTreeMap::new(),
        old: None,
        known: before.is_some(),
        changes: before.map(|before| compare::documents(before, now)).unwrap_or_default(),
        refused: None,
        files: Vec::new(),
        decisions: 0,
        undone: 0,
        done: Vec::new(),
        by_hand: Vec::new(),
        told: Vec::new(),
    }
}

/// A directory is taken as the whole of its form: what docs.lock has beyond it is gone.
pub(super) fn missing(lock: &Lock, seen: &[bool], report: &Report) -> Vec<usize> {
    let forms: Vec<Form> =
        report.entries.iter().filter_map(|entry| entry.document.as_ref()).map(|document| document.form).collect();
    let unseen = lock.documents.iter().zip(seen).enumerate().filter(|(_, (_, seen))| !**seen);
    unseen.filter(|(_, (document, _))| forms.contains(&document.form)).map(|(place, _)| place).collect()
}

/// A file that cannot be read is not gone.
pub(super) fn not_gone(lock: &Lock, input: &Input, seen: &mut [bool]) {
    let name = input.name();
    for (_, seen) in lock.documents.iter().zip(seen).filter(|(document, _)| document.name == name) {
        *seen = true;
    }
}

/// The entry of a document that is there no more.
pub(super) fn gone(document: &Locked, done: Option<&str>) -> Entry {
    Entry {
        name: document.name.clone(),
        document: None,
        file: None,
        wording: BTreeMap::new(),
        old: None,
        known: true,
        changes: if document.gone.is_some() { Vec::new() } else { compare::gone(document) },
        refused: None,
        files: Vec::new(),
        decisions: 0,
        undone: 0,
        done: done.into_iter().map(str::to_owned).collect(),
        by_hand: Vec::new(),
        told: Vec::new(),
    }
}
