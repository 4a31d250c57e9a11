//! One import or drift check: read, compare with docs.lock, and (for an import) write what follows from it.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::document::{Document, Form, Part};
use super::evidence::Evidence;
use super::files::{self, Input};
use super::house::House;
use super::lock::{Lock, Locked};
use super::prose::Patterns;
use super::report::{Entry, Report};
use super::{compare, read};
use crate::codes;
use crate::diag::Diags;
use crate::load::raw::Raw;
use crate::source::Sources;

/// What a run is asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// The spec folder.
    pub spec: PathBuf,
    /// Service of the documents, where their form does not say it.
    pub service: Option<String>,
    /// Documents whose trees help to nest flat tables.
    pub donors: Vec<PathBuf>,
    /// Day to write down, `2026-11-21`.
    pub today: String,
}

/// How far a run is, and whether it shall end.
#[derive(Debug, Default)]
pub struct Progress {
    /// Files read so far.
    pub done: AtomicUsize,
    /// Files to read; 0 until they are counted.
    pub total: AtomicUsize,
    /// Set it to stop the run with nothing written.
    pub stop: AtomicBool,
}

/// What came of a run.
#[derive(Debug)]
pub struct Outcome {
    /// For people.
    pub report: Report,
    /// Files to write; see [`files::write`].
    pub files: BTreeMap<PathBuf, String>,
}

/// A document before it is compared.
type Read = (Input, Result<Document, String>);

/// Compares documents with docs.lock.
///
/// # Errors
/// When nothing can be compared: no docs.lock, an unreadable file, no document among the arguments.
pub fn drift(paths: &[PathBuf], options: &Options, progress: &Progress) -> Result<Report, String> {
    let (lock, found) = lock(&options.spec)?;
    if !found {
        return Err(format!("{} is not there: import the documents first", options.spec.join("docs.lock").display()));
    }
    let (documents, directory) = documents(paths, options, &lock, progress)?;
    let mut report = Report::default();
    let index = index(&lock);
    let mut seen = vec![false; lock.documents.len()];
    for (input, document) in documents {
        match document {
            Err(why) => report.not_understood.push(why),
            Ok(document) => {
                let now = Locked::of(&document, &options.today);
                let known = index.get(&key(&now)).copied();
                if let Some(slot) = known.and_then(|known| seen.get_mut(known)) {
                    *slot = true;
                }
                let before = known.and_then(|known| lock.documents.get(known));
                let changes = before.map(|before| compare::documents(before, &now)).unwrap_or_default();
                report.entries.push(entry(&input, document, before.is_some(), changes));
            }
        }
    }
    if directory {
        gone(&lock, &seen, &mut report);
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
    let (mut lock, _) = lock(&options.spec)?;
    let (documents, directory) = documents(paths, options, &lock, progress)?;
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
    let mut house = House::new(&spec, &sources, options);
    let known_at = index(&lock);
    let mut seen = vec![false; lock.documents.len()];
    let mut report = Report::default();
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    let mut fresh: Vec<Locked> = Vec::new();
    let mut taken: HashMap<(String, String), String> = HashMap::new();
    for (input, document) in documents {
        if progress.stop.load(Ordering::Relaxed) {
            return Err(files::STOPPED.to_owned());
        }
        let document = match document {
            Ok(document) => document,
            Err(why) => {
                report.not_understood.push(why);
                continue;
            }
        };
        let now = Locked::of(&document, &options.today);
        let known = known_at.get(&key(&now)).copied();
        if let Some(slot) = known.and_then(|known| seen.get_mut(known)) {
            *slot = true;
        }
        let before = known.and_then(|known| lock.documents.get(known));
        let changes = before.map(|before| compare::documents(before, &now)).unwrap_or_default();
        let mut entry = entry(&input, document, before.is_some(), changes);
        let file = input.path.display().to_string();
        // Each document is merged into the files as they were: of two about one thing, the second would undo the first.
        if let Some(other) = taken.get(&key(&now)) {
            entry.changes.clear();
            entry.by_hand.push(twice(&file, other, &now));
            report.entries.push(entry);
            continue;
        }
        taken.insert(key(&now), file);
        let understood = house.take(&mut entry, before.is_none(), report.entries.len(), &mut files);
        let news =
            before.is_none() || !entry.changes.is_empty() || before.is_some_and(|before| before.digest != now.digest);
        if understood && news {
            let read =
                before.filter(|_| entry.changes.is_empty()).map_or(now.read.clone(), |before| before.read.clone());
            // The page may be saved under another name now; the spec's `source` names it as before.
            let name = before.map_or(now.name.clone(), |before| before.name.clone());
            fresh.push(Locked { name, read, ..now });
        }
        report.entries.push(entry);
    }
    if directory {
        gone(&lock, &seen, &mut report);
    }
    if report.entries.is_empty() {
        return Err(report.not_understood.join("\n"));
    }
    let changed = !fresh.is_empty();
    for document in fresh {
        match known_at.get(&key(&document)).and_then(|known| lock.documents.get_mut(*known)) {
            Some(known) => *known = document,
            None => lock.documents.push(document),
        }
    }
    house.finish(&lock, &mut report, &mut files);
    if changed {
        lock.sort();
        files.insert(options.spec.join("docs.lock"), lock.text());
    }
    Ok(Outcome { report, files })
}

fn entry(input: &Input, document: Document, known: bool, changes: Vec<compare::Change>) -> Entry {
    Entry {
        name: input.name(),
        document: Some(document),
        known,
        changes,
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

/// What a document is about: an operation, or the table of errors of that name.
fn key(locked: &Locked) -> (String, String) {
    (locked.service.clone(), locked.operation.clone().unwrap_or_else(|| format!("\u{1}{}", locked.name)))
}

fn index(lock: &Lock) -> HashMap<(String, String), usize> {
    lock.documents.iter().enumerate().map(|(index, document)| (key(document), index)).collect()
}

/// A directory is taken as the whole of its form: what docs.lock has beyond it is gone.
fn gone(lock: &Lock, seen: &[bool], report: &mut Report) {
    let forms: Vec<Form> =
        report.entries.iter().filter_map(|entry| entry.document.as_ref()).map(|document| document.form).collect();
    let has = |form: Form| forms.contains(&form);
    let present = [Form::VvtoolPage, Form::TopPage, Form::GetDocument, Form::Catalogue].map(|form| (form, has(form)));
    for (document, _) in lock.documents.iter().zip(seen).filter(|(_, seen)| !**seen) {
        if present.iter().any(|(form, there)| *form == document.form && *there) {
            report.entries.push(Entry {
                name: document.name.clone(),
                document: None,
                known: true,
                changes: compare::gone(document),
                files: Vec::new(),
                decisions: 0,
                done: Vec::new(),
                by_hand: Vec::new(),
            });
        }
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

fn documents(
    paths: &[PathBuf],
    options: &Options,
    lock: &Lock,
    progress: &Progress,
) -> Result<(Vec<Read>, bool), String> {
    let patterns = Patterns::default();
    let mut donor = Evidence::default();
    for path in &options.donors {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let document = read::document(&name, &files::read(path)?, None, &Evidence::default(), &patterns)
            .map_err(|error| error.to_string())?;
        donor.add_document(&document);
    }
    let (inputs, directory) = files::inputs(paths)?;
    progress.total.store(inputs.len(), Ordering::Relaxed);
    let known = index(lock);
    let one = |input: &Input| -> Result<Document, String> {
        let text = files::read(&input.path)?;
        let service = options.service.as_deref();
        let name = input.name();
        let mut document =
            read::document(&name, &text, service, &donor, &patterns).map_err(|error| error.to_string())?;
        if matches!(document.form, Form::VvtoolPage | Form::TopPage)
            && let Some(before) =
                known.get(&key(&Locked::of(&document, ""))).and_then(|known| lock.documents.get(*known))
        {
            // What was decided about the nesting when the page was read the last time holds for what is still there.
            let mut evidence = donor.clone();
            remember(&mut evidence, before);
            document =
                read::document(&name, &text, service, &evidence, &patterns).map_err(|error| error.to_string())?;
        }
        if document.form == Form::Catalogue {
            document.facts.category.clone_from(&input.category);
        }
        Ok(document)
    };
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done: Vec<(usize, Result<Document, String>)> = Vec::new();
        while !progress.stop.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(index) else { break };
            done.push((index, one(input)));
            progress.done.fetch_add(1, Ordering::Relaxed);
        }
        done
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8).min(inputs.len() / 8 + 1);
    let mut all = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for other in others {
            match other.join() {
                Ok(done) => all.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    if progress.stop.load(Ordering::Relaxed) {
        return Err(files::STOPPED.to_owned());
    }
    all.sort_by_key(|(index, _)| *index);
    let documents = inputs.into_iter().zip(all.into_iter().map(|(_, document)| document)).collect();
    Ok((documents, directory))
}

fn remember(evidence: &mut Evidence, before: &Locked) {
    for row in before.rows.iter().filter(|row| row.part == Part::Reply) {
        let owner = row.at.rsplit('/').next().unwrap_or("");
        evidence.see(owner, &row.name);
    }
}
