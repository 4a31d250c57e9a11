//! What a machine must not decide: the place in the spec, and what a person writes there.

mod advice;
mod facts;
mod rows;

pub use advice::Advice;
use facts::fact_changed;
use rows::{listed, place_of, row_changed};

use super::edit::Edit;
use super::yaml::quoted;
use crate::diag::counted;
use crate::import::document::{Document, Part};
use crate::import::memory::compare::{Change, Kind, Subject};
use crate::import::memory::lock::LockedRow;
use crate::import::read::said::Said;
use crate::import::task::Task;
use crate::source::SourceFile;

/// JSON is read like any spec file, but keeps no comments and no order of a person's own: it is left to its owner.
#[must_use]
pub fn is_json(file: &SourceFile) -> bool {
    file.path.ends_with(".json")
}

/// One piece of advice for each changed row or fact that the spec does not say yet, with the words that `said` has of it. Lines are those of `text`: the file with what was
/// merged.
#[must_use]
pub fn changed(path: &str, text: &str, document: &Document, changes: &[Change], said: &Said) -> Vec<Advice> {
    let Some(edit) = Edit::begin(text) else { return Vec::new() };
    let advice = changes.iter().filter_map(|change| match &change.subject {
        Subject::Row(row, facts) if row.part == Part::Envelope => Some(Advice::unmarked(Task::new(format!(
            "{}{}{}: the envelope is described in service.yaml",
            row.path(),
            if facts.is_empty() { format!(" is {}", change.kind.as_str()) } else { String::new() },
            listed(facts)
        )))),
        Subject::Row(row, facts) if matches!(change.kind, Kind::Changed | Kind::Prose) => {
            row_changed(&edit, path, document, (row, facts), said)
        }
        Subject::Document(fact) => fact_changed(&edit, path, document, fact, said),
        Subject::Row(..) | Subject::Error(..) => None,
    });
    advice.collect()
}

/// A file with the marks of the advice.
#[derive(Debug)]
pub struct Marked {
    /// Its text.
    pub text: String,
    /// Marks that are new.
    pub new: usize,
    /// Marks that went: the document says again what it said before.
    pub gone: usize,
}

/// The file with the marks of the advice; None where it stays as it is.
#[must_use]
pub fn marked(text: &str, advice: &[Advice], today: &str) -> Option<Marked> {
    let mut edit = Edit::begin(text)?;
    let mut asked = 0;
    for advice in advice {
        let Some(target) = &advice.target else { continue };
        asked += advice.marks.iter().filter(|mark| edit.mark(target, (*mark).clone())).count();
        asked += advice.settled.iter().filter(|mark| edit.settle(target, mark)).count();
    }
    let (gone, touched) = (edit.taken_back(), !edit.is_empty());
    edit.set_read(today);
    touched.then(|| Marked { text: edit.finish(), new: asked.saturating_sub(gone), gone })
}

/// What is to be done in a file that is not edited because it is JSON.
#[must_use]
pub fn json(file: &SourceFile, document: &Document, changes: &[Change], names: &[String], today: &str) -> Vec<Task> {
    let mut all = instead(file, document, changes, names, today);
    if !all.is_empty() {
        let words = format!(
            "a file in JSON is not edited: make the {} below yourself; docs.lock takes them as made and keeps each as an open entry until you delete its line",
            counted(all.len(), "change")
        );
        all.insert(0, Task::in_file(&file.path, words));
    }
    all
}

/// Everything that a merge would have done to a file, and what is left to a person in any case.
#[must_use]
pub fn instead(file: &SourceFile, document: &Document, changes: &[Change], names: &[String], today: &str) -> Vec<Task> {
    let path = &file.path;
    let mut all = Vec::new();
    let Some(edit) = Edit::begin(&file.text) else {
        return vec![Task::new(format!("{path} cannot be read: correct it and import again"))];
    };
    all.extend(changes.iter().filter_map(|change| match &change.subject {
        Subject::Row(row, _) if row.part != Part::Envelope => {
            row_instead(&edit, path, document, row, change.kind, today)
        }
        _ => None,
    }));
    all.extend(
        changed(path, &file.text, document, changes, &Said::default()).into_iter().filter_map(|advice| advice.task),
    );
    let listed = edit.names("errors");
    all.extend(
        names
            .iter()
            .filter(|name| !listed.contains(name))
            .map(|name| Task::in_file(path, format!("add {} to \"errors\"", quoted(name)))),
    );
    all
}

/// A row that is new or gone: what a merge would have done.
fn row_instead(
    edit: &Edit<'_>,
    path: &str,
    document: &Document,
    row: &LockedRow,
    kind: Kind,
    today: &str,
) -> Option<Task> {
    let place = place_of(edit, row);
    let known = place.as_ref().is_some_and(|place| edit.has(place, &row.name));
    match (kind, place) {
        (Kind::Added, place) if !known => {
            let has = |name: &str| place.as_ref().is_some_and(|place| edit.has(place, name));
            let behind = document.above(row.key()).filter(|other| has(&other.name)).last();
            let after = behind.map_or_else(String::new, |other| format!(" behind {}", other.name));
            let line = behind.zip(place.as_ref()).and_then(|(other, place)| edit.line(place, &other.name));
            Some(Task::at(path, line.unwrap_or(1), format!("{} is new: add the field{after}", row.path())))
        }
        (Kind::Removed, Some(place)) if known && !edit.is_deprecated(&place, &row.name) => {
            let line = edit.line(&place, &row.name).unwrap_or(1);
            let words = format!(
                "{} is gone: give the field the key \"deprecated\": {{\"since\": {}, \"why\": {}}}",
                row.path(),
                quoted(today),
                quoted(super::merge::WHY)
            );
            Some(Task::at(path, line, words))
        }
        _ => None,
    }
}
