//! Reads the files of a run, on all cores, with what is known of each document.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::cells;
use super::document::{Document, Form, Part};
use super::doubt;
use super::evidence::Evidence;
use super::files::{self, Input};
use super::known::Known;
use super::lock::{Lock, Locked};
use super::prose::Patterns;
use super::read;
use super::run::{Options, Progress};

/// A document before it is compared, or why its file is none.
pub(super) type Read = (Input, Result<Arc<Document>, String>);

/// All documents of a run in order; `true` when a directory was among the arguments.
pub(super) fn documents(
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
    // Only pages of an operation are nested with what is known of them: names of tables do not matter here.
    let known = Known::of(lock, &HashSet::new());
    let one = |input: &Input| -> Result<Arc<Document>, String> {
        let text = files::read(&input.path)?;
        let service = options.service.as_deref();
        let name = input.name();
        let mut document =
            read::document(&name, &text, service, &donor, &patterns).map_err(|error| error.to_string())?;
        if matches!(document.form, Form::VvtoolPage | Form::TopPage)
            && let Some(before) = known.document(&Locked::of(&document, ""))
        {
            // What was decided about the nesting when the page was read the last time holds for what is still there.
            let mut evidence = donor.clone();
            remember(&mut evidence, before, &document);
            document =
                read::document(&name, &text, service, &evidence, &patterns).map_err(|error| error.to_string())?;
        }
        // Metadata says by itself what is a list of parameters, and a method may lose all of them.
        if document.form == Form::Catalogue {
            document.facts.category.clone_from(&input.category);
            return Ok(Arc::new(document));
        }
        let now = Locked::of(&document, "");
        if let Some(why) = known.document(&now).and_then(|before| doubt::doubt(before, &now, &document)) {
            return Err(format!("{}: nothing of it was taken in: {why}", input.path.display()));
        }
        Ok(Arc::new(document))
    };
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done: Vec<(usize, Result<Arc<Document>, String>)> = Vec::new();
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

/// Takes over where the rows of a page stood the last time.
fn remember(evidence: &mut Evidence, before: &Locked, now: &Document) {
    for row in before.rows.iter().filter(|row| row.part == Part::Reply) {
        let owner = row.at.rsplit('/').next().unwrap_or("");
        evidence.see(owner, &row.name);
    }
    // An object under a new name holds what the one of its type held that is there no more.
    let names: HashSet<&str> = now.rows.iter().filter(|row| row.opens()).map(|row| row.name.as_str()).collect();
    let held: HashSet<&str> = before.rows.iter().map(|row| row.name.as_str()).collect();
    let lost = |ty: &str| {
        let lost = before.rows.iter().filter(|row| row.part == Part::Reply && !names.contains(row.name.as_str()));
        let mut lost = lost.filter(|row| cells::is_object_type(&row.ty) && cells::base_type(&row.ty) == ty);
        lost.next().filter(|_| lost.next().is_none()).map(|row| row.name.as_str())
    };
    for row in now.rows.iter().filter(|row| row.part == Part::Reply && row.opens()) {
        let old = (!held.contains(row.name.as_str())).then(|| lost(cells::base_type(&row.ty))).flatten();
        if let Some(old) = old {
            evidence.also(old, &row.name);
        }
    }
}
