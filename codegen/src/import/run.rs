//! One import or drift check: read, compare with docs.lock, and (for an import) write what follows from it.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use super::files;
use super::intake::{self, Read};
use super::memory::lock::{Lock, Locked};
use super::memory::lock_index::LockIndex;
use super::memory::renamed;
use super::not_read::{self, NotRead};
use super::options::{Options, Progress};
use super::plan::{self, Refused, Start};
use super::report::Report;
use super::wording;
use super::write::new_mistakes;
use crate::check::review;
use crate::codes;
use crate::diag::Diags;
use crate::load::raw::{Raw, RawOperation};
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
    let (documents, directory) = intake::documents(paths, options, &lock, progress)?;
    let mut report = Report::default();
    let known = LockIndex::of(&lock, &names(&documents));
    let mut seen = vec![false; lock.documents.len()];
    for (input, document) in &documents {
        match document {
            Err(why) => {
                report.not_understood.push(NotRead::new(&input.path, why));
                plan::not_gone(&lock, input, &mut seen);
            }
            Ok(document) => {
                let now = Locked::of(document, &options.today);
                let place = known.place(document);
                if let Some(slot) = place.and_then(|place| seen.get_mut(place)) {
                    *slot = true;
                }
                let before = place.and_then(|place| lock.documents.get(place));
                report.entries.push(plan::entry(input, document, before, &now));
            }
        }
    }
    if directory {
        for document in plan::missing(&lock, &seen, &report).into_iter().filter_map(|place| lock.documents.get(place)) {
            match document.gone {
                Some(_) => report.gone_before += 1,
                None => report.entries.push(plan::gone(document, None)),
            }
        }
    }
    if report.entries.is_empty() {
        return Err(not_read::lines(&report.not_understood).join("\n"));
    }
    wording::tell(&mut report, options)?;
    report.open = review::open(&options.spec).iter().map(ToString::to_string).collect();
    if report.entries.iter().any(|entry| !renamed::probable(&entry.changes).is_empty()) {
        report.roots = roots(&crate::load::dir(&options.spec).0);
    }
    Ok(report)
}

/// Reads documents and works out the files that follow: new and merged spec files, docs.lock.
///
/// # Errors
/// When nothing can be imported.
pub fn import(paths: &[PathBuf], options: &Options, progress: &Progress) -> Result<Outcome, String> {
    let (lock, _) = lock(&options.spec)?;
    let (documents, directory) = intake::documents(paths, options, &lock, progress)?;
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
    let known = LockIndex::of(&lock, &names(&documents));
    let start = Start { options, lock: &lock, known, spec: &spec, sources: &sources, documents: &documents, directory };
    let mut refused = Refused::new();
    loop {
        let mut plan = start.plan(&refused, progress)?;
        plan.report.roots = roots(&spec);
        if plan.files.is_empty() {
            wording::tell(&mut plan.report, options)?;
            return Ok(Outcome { report: plan.report, files: plan.files });
        }
        let mistakes = new_mistakes::mistakes(&options.spec, &plan.files);
        if progress.stop.load(Ordering::Relaxed) {
            return Err(files::STOPPED.to_owned());
        }
        if mistakes.is_empty() {
            wording::tell(&mut plan.report, options)?;
            return Ok(Outcome { report: plan.report, files: plan.files });
        }
        // One document left out may undo what others rest on, so the rest is worked out anew.
        if !plan.blame(&mistakes, &options.spec, &mut refused) {
            let all: Vec<&str> = mistakes.iter().map(|mistake| mistake.text.as_str()).collect();
            return Err(format!("nothing was imported: the spec would have new mistakes\n{}", all.join("\n")));
        }
    }
}

/// What a spec calls the records of replies. A reply that only lists its fields has none of its own: it is called so.
fn roots(spec: &Raw) -> BTreeMap<(String, String), String> {
    let operations = spec
        .services
        .iter()
        .flat_map(|service| service.operations.iter().map(move |operation| (service.folder.clone(), operation)));
    let root = |(service, operation): (String, &RawOperation)| {
        let name = operation.reply.held().map_or("Reply", |name| name.value.as_str());
        ((service, operation.operation.value.clone()), name.to_owned())
    };
    operations.map(root).collect()
}

fn names(documents: &[Read]) -> HashSet<String> {
    documents.iter().map(|(input, _)| input.name()).collect()
}

fn lock(spec: &Path) -> Result<(Lock, bool), String> {
    let path = spec.join("docs.lock");
    if !path.exists() {
        return Ok((Lock::default(), false));
    }
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Lock::parse(&text).map(|lock| (lock, true))
}
