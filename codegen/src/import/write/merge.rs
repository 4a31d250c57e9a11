//! Puts what changed in a known document into its spec file: added rows and values with `review:`, removed rows as deprecated. The rest
//! is left to a person, see [`super::by_hand`].

use std::collections::{HashMap, HashSet};

use super::edit::{Edit, Named, Place};
use super::types::{self, Types};
use super::yaml::quoted;
use super::{draft, new_file};
use crate::import::document::{Document, ListedValue, Part, Row};
use crate::import::memory::compare::{Change, Kind, Subject};
use crate::import::memory::lock::LockedRow;
use crate::model::name;

/// Why a field is deprecated that a document has no longer.
pub(crate) const WHY: &str = "No longer in the source document";

/// What a merge came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// The file's new text; None when nothing changes in it.
    pub text: Option<String>,
    /// Decisions marked for review.
    pub decisions: usize,
    /// What a person has to do.
    pub by_hand: Vec<String>,
}

/// Merges. `names` are the errors that the operation has to list now and the file may not list yet.
#[must_use]
pub fn operation(
    text: &str,
    document: &Document,
    changes: &[Change],
    ids: &[String],
    names: &[String],
    today: &str,
) -> Merged {
    let mut merged = Merged::default();
    let Some(mut edit) = Edit::begin(text) else {
        merged.by_hand.push("the spec file cannot be read: correct it and import again".to_owned());
        return merged;
    };
    let mut types = Types::new(document, ids, &edit.type_names());
    let mut added_objects: Vec<String> = Vec::new();
    let mut lists: HashMap<Place, Siblings> = HashMap::new();
    for change in changes {
        match (&change.subject, change.kind) {
            (Subject::Row(row), Kind::Added) if row.part != Part::Envelope => {
                // The fields of an object that is new itself came with its type.
                if added_objects.iter().any(|object| row.at == *object || row.at.starts_with(&format!("{object}/"))) {
                    continue;
                }
                let Some(now) = document
                    .rows
                    .iter()
                    .find(|now| now.part == row.part && now.name == row.name && now.at.join("/") == row.at)
                else {
                    continue;
                };
                let at: Vec<&str> = now.at.iter().map(String::as_str).collect();
                let Some(place) = edit.fields(now.part == Part::Request, &at) else {
                    merged
                        .by_hand
                        .push(format!("{} is new, and the spec has no type for the object it belongs to", row.path()));
                    continue;
                };
                if edit.is_added(&place, &now.name) {
                    // Two rows, one type: it came with the first.
                    if now.opens() {
                        added_objects.push(now.path());
                    }
                    continue;
                }
                if edit.has(&place, &now.name) {
                    if edit.is_deprecated(&place, &now.name) {
                        merged
                            .by_hand
                            .push(format!("{} is back in the document and deprecated in the spec", row.path()));
                    }
                    continue;
                }
                if now.opens() {
                    added_objects.push(now.path());
                }
                let siblings = lists.entry(place.clone()).or_insert_with(|| Siblings::of(&edit, &place));
                let before = document
                    .rows
                    .iter()
                    .filter(|other| other.part == now.part && other.at == now.at)
                    .take_while(|other| other.name != now.name);
                let after =
                    before.filter(|other| siblings.names.contains(&other.name)).last().map(|other| other.name.as_str());
                let mut field = types.field(now);
                field.ident = draft::ident(&field.name, now.part == Part::Request, &siblings.idents);
                siblings.idents.extend(field.ident.clone().or_else(|| name::field(&field.name)));
                if field.review.is_empty() {
                    // Everything that a machine adds is looked at once.
                    field.review.push("type");
                }
                merged.decisions += 1;
                let named = (field.name.clone(), field.ident.clone());
                edit.add_field(&place, after, named, &draft::line(&field, today));
            }
            (Subject::Row(row), Kind::Removed) if row.part != Part::Envelope => {
                let at: Vec<&str> = row.at.split('/').filter(|step| !step.is_empty()).collect();
                let place = edit.fields(row.part == Part::Request, &at).filter(|place| edit.has(place, &row.name));
                let Some(place) = place else {
                    merged
                        .by_hand
                        .push(format!("{} is gone from the document and was not found in the spec", row.path()));
                    continue;
                };
                // The object may be of a type that others have too, and the document may list the field there still.
                let same = |now: &&Row| {
                    let at: Vec<&str> = now.at.iter().map(String::as_str).collect();
                    now.name == row.name && edit.fields(now.part == Part::Request, &at).as_ref() == Some(&place)
                };
                if let Some(still) = document.rows.iter().find(same) {
                    merged.by_hand.push(format!(
                        "{} is gone from the document, {} {} is not, and both are one field of one type: give the object a type of its own, or leave it",
                        row.path(),
                        still.part.as_str(),
                        still.path()
                    ));
                    continue;
                }
                edit.deprecate(&place, &row.name, today, &quoted(WHY));
            }
            (Subject::Row(row), Kind::Changed) if row.part != Part::Envelope => {
                merged.decisions += add_values(&mut edit, document, row, change);
            }
            // See `advice`.
            _ => {}
        }
    }
    let listed = edit.names("errors");
    let missing: Vec<String> = names.iter().filter(|name| !listed.contains(name)).cloned().collect();
    if !missing.is_empty() {
        edit.add_names("errors", &missing);
    }
    let mut records = String::new();
    for record in &types.records {
        merged.decisions += record.fields.iter().filter(|field| !field.review.is_empty()).count();
        new_file::record(&mut records, record, today);
    }
    let mut enums = String::new();
    for each in &types.enums {
        new_file::values(&mut enums, each);
    }
    if !records.is_empty() {
        edit.add_entries("types", &records);
    }
    if !enums.is_empty() {
        edit.add_entries("enums", &enums);
    }
    if !edit.is_empty() {
        edit.set_read(today);
    }
    merged.text = Some(edit.finish()).filter(|new| new != text);
    merged
}

/// The fields beside which new ones are put.
struct Siblings {
    /// Names that the file has.
    names: HashSet<String>,
    /// Rust names of these and of what was added.
    idents: Vec<String>,
}

impl Siblings {
    fn of(edit: &Edit<'_>, place: &Place) -> Self {
        let fields = edit.fields_of(place);
        let ident = |(name, ident): &Named| ident.clone().or_else(|| name::field(name));
        Self {
            idents: fields.iter().filter_map(ident).collect(),
            names: fields.into_iter().map(|(name, _)| name).collect(),
        }
    }
}

/// Values that a row lists now, put into the list that the field's type is; the field waits for a look. How many.
fn add_values(edit: &mut Edit<'_>, document: &Document, row: &LockedRow, change: &Change) -> usize {
    let Some((_, was, _)) = change.facts.iter().find(|(name, ..)| *name == "values") else { return 0 };
    let at: Vec<&str> = row.at.split('/').filter(|step| !step.is_empty()).collect();
    let Some(place) = edit.fields(row.part == Part::Request, &at).filter(|place| edit.has(place, &row.name)) else {
        return 0;
    };
    let Some(ty) = edit.type_of(&place, &row.name) else { return 0 };
    let Some(known) = edit.values(&ty) else { return 0 };
    let now =
        document.rows.iter().find(|now| now.part == row.part && now.name == row.name && now.at.join("/") == row.at);
    // A value that was there before and is not in the spec was left out by a person.
    let new = |value: &&ListedValue| {
        !was.split(' ').any(|old| old == value.value) && !known.iter().any(|(known, _)| *known == value.value)
    };
    let mut taken: Vec<String> =
        known.iter().filter_map(|(value, ident)| ident.clone().or_else(|| name::upper(value))).collect();
    let mut added = 0;
    for value in now.into_iter().flat_map(|now| &now.values).filter(new) {
        let entry = types::value(value, &mut taken);
        added += usize::from(edit.add_value(&ty, (entry.0.clone(), entry.1.clone()), &new_file::value(&entry)));
    }
    if added > 0 {
        edit.mark(&place, &row.name, "values");
    }
    added
}
