//! Reads the files of a run, on all cores, with what is known of each document.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::evidence::Evidence;
use super::form::Reader;
use crate::import::declared;
use crate::import::document::{Document, Form, Part};
use crate::import::files::{self, Input};
use crate::import::memory::lock::{Lock, Locked};
use crate::import::memory::lock_index::Known;
use crate::import::memory::plausible;
use crate::import::options::{Options, Progress};

/// A document before it is compared, or why its file is none.
pub(crate) type Read = (Input, Result<Arc<Document>, String>);

/// All documents of a run in order; `true` when a directory was among the arguments.
pub(crate) fn documents(
    paths: &[PathBuf],
    options: &Options,
    lock: &Lock,
    progress: &Progress,
) -> Result<(Vec<Read>, bool), String> {
    let reader = Reader::default();
    let mut donor = Evidence::default();
    for path in &options.donors {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let document = reader
            .document(&name, &files::read(path)?, None, &Evidence::default())
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
        let mut document = reader.document(&name, &text, service, &donor).map_err(|error| error.to_string())?;
        // Metadata says by itself what is a list of parameters, and a method may lose all of them.
        if document.form == Form::Catalogue {
            document.facts.category.clone_from(&input.category);
            return Ok(Arc::new(document));
        }
        let Some(before) = known.document(&Locked::of(&document, "")) else { return Ok(Arc::new(document)) };
        if matches!(document.form, Form::VvtoolPage | Form::TopPage) {
            // What was decided about the nesting when the page was read the last time holds for what is still there.
            let mut evidence = donor.clone();
            remember(&mut evidence, before, &document);
            document = reader.document(&name, &text, service, &evidence).map_err(|error| error.to_string())?;
        }
        if let Some(why) = plausible::doubt(before, &document) {
            return Err(format!("{}: nothing of it was taken in: {why}", input.path.display()));
        }
        Ok(Arc::new(document))
    };
    let read = crate::parallel::map(&inputs, |_, input| {
        let asked_to_stop = progress.stop.load(Ordering::Relaxed);
        let document = (!asked_to_stop).then(|| one(input))?;
        progress.done.fetch_add(1, Ordering::Relaxed);
        Some(document)
    });
    if progress.stop.load(Ordering::Relaxed) {
        return Err(files::STOPPED.to_owned());
    }
    Ok((inputs.into_iter().zip(read.into_iter().flatten()).collect(), directory))
}

/// Takes over where the rows of a page stood the last time.
fn remember(evidence: &mut Evidence, before: &Locked, now: &Document) {
    for row in before.rows.iter().filter(|row| row.part == Part::Reply) {
        let owner = row.at.last().map_or("", String::as_str);
        evidence.see(owner, &row.name);
    }
    // An object under a new name holds what the one of its type held that is there no more.
    let names: HashSet<&str> = now.rows.iter().filter(|row| row.opens()).map(|row| row.name.as_str()).collect();
    let held: HashSet<&str> = before.rows.iter().map(|row| row.name.as_str()).collect();
    let lost = |ty: &str| {
        let lost = before.rows.iter().filter(|row| row.part == Part::Reply && !names.contains(row.name.as_str()));
        let mut lost = lost.filter(|row| declared::is_object_type(&row.ty) && declared::base_type(&row.ty) == ty);
        lost.next().filter(|_| lost.next().is_none()).map(|row| row.name.as_str())
    };
    for row in now.rows.iter().filter(|row| row.part == Part::Reply && row.opens()) {
        let old = (!held.contains(row.name.as_str())).then(|| lost(declared::base_type(&row.ty))).flatten();
        if let Some(old) = old {
            evidence.also(old, &row.name);
        }
    }
}
