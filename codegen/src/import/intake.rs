//! Takes in the files of a run, on all cores, with what is known of each document.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::declared;
use super::document::{Document, Part};
use super::files::{self, Input};
use super::memory::lock::{Lock, Locked};
use super::memory::lock_index::LockIndex;
use super::memory::plausible;
use super::options::{Options, Progress};
use super::read::evidence::Evidence;
use super::read::raw_page::RawRow;
use super::read::reader::Reader;

/// A document before it is compared, or why its file is none.
pub(crate) type Read = (Input, Result<Arc<Document>, String>);

/// All documents of a run in order; `true` when a directory was among the arguments.
pub(crate) fn documents(
    paths: &[PathBuf],
    options: &Options,
    lock: &Lock,
    progress: &Progress,
) -> Result<(Vec<Read>, bool), String> {
    let intake = Intake::of(options, lock)?;
    let (inputs, directory) = files::inputs(paths)?;
    if inputs.is_empty() {
        let folders: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        return Err(format!("{}: no file is in it: name a folder with documents, or a document", folders.join(", ")));
    }
    progress.total.store(inputs.len(), Ordering::Relaxed);
    let read = crate::parallel::map(&inputs, |_, input| {
        let asked_to_stop = progress.stop.load(Ordering::Relaxed);
        let document = (!asked_to_stop).then(|| intake.one(input))?;
        progress.done.fetch_add(1, Ordering::Relaxed);
        Some(document)
    });
    if progress.stop.load(Ordering::Relaxed) {
        return Err(files::STOPPED.to_owned());
    }
    Ok((inputs.into_iter().zip(read.into_iter().flatten()).collect(), directory))
}

struct Intake<'a> {
    reader: Reader,
    service: Option<&'a str>,
    donor: Evidence,
    known: LockIndex<'a>,
}

impl<'a> Intake<'a> {
    fn of(options: &'a Options, lock: &'a Lock) -> Result<Self, String> {
        let reader = Reader::default();
        let mut donor = Evidence::default();
        for path in &options.donors {
            let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let document = reader.document(&name, &files::read(path)?, None, &Evidence::default());
            donor.add_document(&document.map_err(|error| error.to_string())?);
        }
        // Tables of errors that came under another name are found among all: their rows are not nested.
        let known = LockIndex::of(lock, &HashSet::new());
        Ok(Self { reader, service: options.service.as_deref(), donor, known })
    }

    fn one(&self, input: &Input) -> Result<Arc<Document>, String> {
        let text = files::read(&input.path)?;
        let extracted = self.reader.extract(&input.name(), &text, self.service).map_err(|error| error.to_string())?;
        let form = extracted.form();
        let mut evidence = self.donor.clone();
        // What was decided about the nesting when the page was read the last time holds for what is still there.
        let before = extracted.about().and_then(|(service, operation)| self.known.operation(service, operation));
        if let (Some(before), Some(rows)) = (before, extracted.flat()) {
            remember(&mut evidence, before, rows);
        }
        let mut document = self.reader.nest(extracted, evidence);
        if form.keeps_folder {
            document.facts.category.clone_from(&input.category);
        }
        let before = self.known.document(&document).filter(|_| !form.may_lose_all);
        if let Some(why) = before.and_then(|before| plausible::objection(before, &document)) {
            return Err(format!("{}: nothing of it was taken in: {why}", input.path.display()));
        }
        Ok(Arc::new(document))
    }
}

/// Takes over where the rows of a page stood the last time.
fn remember(evidence: &mut Evidence, before: &Locked, now: &[RawRow]) {
    for row in before.rows.iter().filter(|row| row.part == Part::Reply) {
        let owner = row.at.last().map_or("", String::as_str);
        evidence.see(owner, &row.name);
    }
    // An object under a new name holds what the one of its type held that is there no more.
    let opens = |row: &&RawRow| declared::is_object_type(&row.ty);
    let names: HashSet<&str> = now.iter().filter(opens).map(|row| row.name.as_str()).collect();
    let held: HashSet<&str> = before.rows.iter().map(|row| row.name.as_str()).collect();
    let lost = |ty: &str| {
        let lost = before.rows.iter().filter(|row| row.part == Part::Reply && !names.contains(row.name.as_str()));
        let mut lost = lost.filter(|row| declared::is_object_type(&row.ty) && declared::base_type(&row.ty) == ty);
        lost.next().filter(|_| lost.next().is_none()).map(|row| row.name.as_str())
    };
    for row in now.iter().filter(opens).filter(|row| row.part == Part::Reply) {
        let old = (!held.contains(row.name.as_str())).then(|| lost(declared::base_type(&row.ty))).flatten();
        if let Some(old) = old {
            evidence.also(old, &row.name);
        }
    }
}
