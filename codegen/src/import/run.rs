//! One import or drift check: read, compare with docs.lock, and (for an import) write what follows from it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::document::{Document, Form};
use super::files::{self, Input};
use super::options::{Options, Progress};
use super::report::{Entry, Report};
use crate::codes;
use crate::diag::Diags;
use crate::import::memory::compare;
use crate::import::memory::lock::{Lock, Locked};
use crate::import::memory::lock_index::{self, Known};
use crate::import::read::run::{self, Read};
use crate::import::write::new_mistakes;
use crate::import::write::spec_changes::SpecChanges;
use crate::load::raw::Raw;
use crate::source::Sources;

/// What came of a run.
#[derive(Debug)]
pub struct Outcome {
    /// For people.
    pub report: Report,
    /// Files to write; see [`files::write`].
    pub files: BTreeMap<PathBuf, String>,
}

/// Compares documents with docs.lock.
///
/// # Errors
/// When nothing can be compared: no docs.lock, an unreadable file, no document among the arguments.
pub fn drift(paths: &[PathBuf], options: &Options, progress: &Progress) -> Result<Report, String> {
    let (lock, found) = lock(&options.spec)?;
    if !found {
        return Err(format!("{} is not there: import the documents first", options.spec.join("docs.lock").display()));
    }
    let (documents, directory) = run::documents(paths, options, &lock, progress)?;
    let mut report = Report::default();
    let known = Known::of(&lock, &names(&documents));
    let mut seen = vec![false; lock.documents.len()];
    for (input, document) in &documents {
        match document {
            Err(why) => {
                report.not_understood.push(why.clone());
                unread(&lock, input, &mut seen);
            }
            Ok(document) => {
                let now = Locked::of(document, &options.today);
                let place = known.place(&now);
                if let Some(slot) = place.and_then(|place| seen.get_mut(place)) {
                    *slot = true;
                }
                let before = place.and_then(|place| lock.documents.get(place));
                report.entries.push(entry(input, document, before, &now));
            }
        }
    }
    if directory {
        for document in missing(&lock, &seen, &report).into_iter().filter_map(|place| lock.documents.get(place)) {
            match document.gone {
                Some(_) => report.gone_before += 1,
                None => report.entries.push(gone(document, None)),
            }
        }
    }
    if report.entries.is_empty() {
        return Err(report.not_understood.join("\n"));
    }
    Ok(report)
}

/// Reads documents and works out the files that follow: new and merged spec files, docs.lock.
///
/// # Errors
/// When nothing can be imported.
pub fn import(paths: &[PathBuf], options: &Options, progress: &Progress) -> Result<Outcome, String> {
    let (lock, _) = lock(&options.spec)?;
    let (documents, directory) = run::documents(paths, options, &lock, progress)?;
    let (spec, sources) = if options.spec.is_dir() {
        let (raw, sources, mut found) = crate::load::dir(&options.spec);
        // A file that cannot be read would look like one that is not there, and be written anew.
        found.retain(|diag| diag.code == codes::SYNTAX);
        if !found.is_empty() {
            let found = Diags::new(found, sources);
            return Err(format!("nothing was imported: correct the spec first\n{found}"));
        }
        (raw, sources)
    } else {
        (Raw::default(), Sources::default())
    };
    let known = Known::of(&lock, &names(&documents));
    let run = Run { options, lock: &lock, known, spec: &spec, sources: &sources, documents: &documents, directory };
    let mut refused: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    loop {
        let plan = run.plan(&refused, progress)?;
        if plan.files.is_empty() {
            return Ok(Outcome { report: plan.report, files: plan.files });
        }
        let mistakes = new_mistakes::mistakes(&options.spec, &plan.files);
        if progress.stop.load(Ordering::Relaxed) {
            return Err(files::STOPPED.to_owned());
        }
        if mistakes.is_empty() {
            return Ok(Outcome { report: plan.report, files: plan.files });
        }
        // One document left out may undo what others rest on, so the rest is worked out anew.
        if !plan.blame(&mistakes, &options.spec, &mut refused) {
            let all: Vec<&str> = mistakes.iter().map(|mistake| mistake.text.as_str()).collect();
            return Err(format!("nothing was imported: the spec would have new mistakes\n{}", all.join("\n")));
        }
    }
}

fn names(documents: &[Read]) -> HashSet<String> {
    documents.iter().map(|(input, _)| input.name()).collect()
}

/// What an import starts from.
struct Run<'a> {
    options: &'a Options,
    lock: &'a Lock,
    known: Known<'a>,
    spec: &'a Raw,
    sources: &'a Sources,
    documents: &'a [Read],
    directory: bool,
}

/// What an import comes to.
struct Plan {
    report: Report,
    files: BTreeMap<PathBuf, String>,
    /// The document behind each of the first entries of the report: its number in the run.
    numbers: Vec<usize>,
    /// Numbers of the documents that were taken in with news.
    fresh: Vec<usize>,
}

impl Run<'_> {
    /// The report and the files, without the documents that are refused.
    fn plan(&self, refused: &BTreeMap<usize, Vec<String>>, progress: &Progress) -> Result<Plan, String> {
        let options = self.options;
        let mut spec_changes = SpecChanges::new(self.spec, self.sources, options);
        let mut seen = vec![false; self.lock.documents.len()];
        let mut plan =
            Plan { report: Report::default(), files: BTreeMap::new(), numbers: Vec::new(), fresh: Vec::new() };
        let report = &mut plan.report;
        let mut fresh: Vec<(Option<usize>, Locked)> = Vec::new();
        let mut taken: HashMap<lock_index::Key, String> = HashMap::new();
        for (number, (input, document)) in self.documents.iter().enumerate() {
            if progress.stop.load(Ordering::Relaxed) {
                return Err(files::STOPPED.to_owned());
            }
            let document = match document {
                Ok(document) => document,
                Err(why) => {
                    report.not_understood.push(why.clone());
                    unread(self.lock, input, &mut seen);
                    continue;
                }
            };
            let mut now = Locked::of(document, &options.today);
            let place = self.known.place(&now);
            if let Some(slot) = place.and_then(|place| seen.get_mut(place)) {
                *slot = true;
            }
            let before = place.and_then(|place| self.lock.documents.get(place));
            let mut entry = entry(input, document, before, &now);
            plan.numbers.push(number);
            // The page may be saved under another name now; the spec's `source` names it as before.
            if let Some(before) = before {
                now.name.clone_from(&before.name);
            }
            let file = input.path.display().to_string();
            // Each document is merged into the files as they were: of two about one thing, the second would undo the first.
            if let Some(other) = taken.get(&lock_index::key(&now)) {
                entry.changes.clear();
                entry.by_hand.push(twice(&file, other, &now));
                report.entries.push(entry);
                continue;
            }
            taken.insert(lock_index::key(&now), file);
            let understood = match refused.get(&number) {
                Some(mistakes) => {
                    spec_changes.refuse(&mut entry, before.is_none(), mistakes);
                    false
                }
                None => spec_changes.take(&mut entry, before.is_none(), report.entries.len(), &mut plan.files),
            };
            let news = before.is_none_or(|before| {
                !entry.changes.is_empty() || before.digest != now.digest || compare::is_older(before)
            });
            if understood && news {
                if let Some(before) = before.filter(|_| entry.changes.is_empty()) {
                    now.read.clone_from(&before.read);
                }
                plan.fresh.push(number);
                fresh.push((place, now));
            }
            report.entries.push(entry);
        }
        let mut lock = self.lock.clone();
        let mut forgotten: HashSet<usize> = HashSet::new();
        let missing = if self.directory { missing(self.lock, &seen, report) } else { Vec::new() };
        let mut changed = false;
        for place in missing {
            let Some(document) = lock.documents.get_mut(place) else { continue };
            // What the person has taken out is no matter of docs.lock any more; of the rest it remembers that it was told.
            if !spec_changes.has(document) {
                report
                    .entries
                    .push(gone(document, Some("gone from the directory and from the spec; docs.lock forgets it")));
                forgotten.insert(place);
            } else if document.gone.is_none() {
                report.entries.push(gone(document, None));
                document.gone = Some(options.today.clone());
            } else {
                report.gone_before += 1;
                continue;
            }
            changed = true;
        }
        if report.entries.is_empty() {
            return Err(report.not_understood.join("\n"));
        }
        changed |= !fresh.is_empty();
        for (place, document) in fresh {
            match place.and_then(|place| lock.documents.get_mut(place)) {
                Some(known) => *known = document,
                None => lock.documents.push(document),
            }
        }
        let mut place = 0..;
        lock.documents.retain(|_| place.next().is_none_or(|place| !forgotten.contains(&place)));
        spec_changes.finish(&lock, report, &mut plan.files);
        if changed {
            lock.sort();
            plan.files.insert(options.spec.join("docs.lock"), lock.text());
        }
        Ok(plan)
    }
}

impl Plan {
    /// Finds the documents behind mistakes: those whose files have them; or, for what is in no document's own file, all of the
    /// service; or else all. False when there is none left to refuse.
    fn blame(
        &self,
        mistakes: &[new_mistakes::Mistake],
        spec: &Path,
        refused: &mut BTreeMap<usize, Vec<String>>,
    ) -> bool {
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

fn entry(input: &Input, document: &Arc<Document>, before: Option<&Locked>, now: &Locked) -> Entry {
    Entry {
        name: input.name(),
        document: Some(Arc::clone(document)),
        known: before.is_some(),
        changes: before.map(|before| compare::documents(before, now)).unwrap_or_default(),
        refused: None,
        files: Vec::new(),
        decisions: 0,
        done: Vec::new(),
        by_hand: Vec::new(),
    }
}

/// What to do about a file that describes what another file of the run describes.
fn twice(file: &str, other: &str, locked: &Locked) -> String {
    let what = if locked.operation.is_some() { "operation" } else { "table of errors" };
    let donor = if locked.operation.is_some() { ", or give it as --donor" } else { "" };
    format!("{file} describes the same {what} as {other}: it was not taken; import it on its own{donor}")
}

/// A directory is taken as the whole of its form: what docs.lock has beyond it is gone.
fn missing(lock: &Lock, seen: &[bool], report: &Report) -> Vec<usize> {
    let forms: Vec<Form> =
        report.entries.iter().filter_map(|entry| entry.document.as_ref()).map(|document| document.form).collect();
    let has = |form: Form| forms.contains(&form);
    let present = [Form::VvtoolPage, Form::TopPage, Form::GetDocument, Form::Catalogue].map(|form| (form, has(form)));
    let unseen = lock.documents.iter().zip(seen).enumerate().filter(|(_, (_, seen))| !**seen);
    unseen
        .filter(|(_, (document, _))| present.iter().any(|(form, there)| *form == document.form && *there))
        .map(|(place, _)| place)
        .collect()
}

/// A file that cannot be read is not gone.
fn unread(lock: &Lock, input: &Input, seen: &mut [bool]) {
    let name = input.name();
    for (_, seen) in lock.documents.iter().zip(seen).filter(|(document, _)| document.name == name) {
        *seen = true;
    }
}

/// The entry of a document that is there no more.
fn gone(document: &Locked, done: Option<&str>) -> Entry {
    Entry {
        name: document.name.clone(),
        document: None,
        known: true,
        changes: if document.gone.is_some() { Vec::new() } else { compare::gone(document) },
        refused: None,
        files: Vec::new(),
        decisions: 0,
        done: done.into_iter().map(str::to_owned).collect(),
        by_hand: Vec::new(),
    }
}

fn lock(spec: &Path) -> Result<(Lock, bool), String> {
    let path = spec.join("docs.lock");
    if !path.exists() {
        return Ok((Lock::default(), false));
    }
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Lock::parse(&text).map(|lock| (lock, true))
}
