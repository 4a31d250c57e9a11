//! Puts what changed in a known document into its spec file: added rows and values with `review:`, removed rows as deprecated. The rest
//! is left to a person, see [`super::by_hand`].

use std::collections::{HashMap, HashSet};

use super::edit::{Edit, Place, Target};
use super::entry;
use super::mark::Mark;
use super::names::Names;
use super::naming::Idents;
use super::types::{self, Types};
use super::yaml::quoted;
use crate::import::document::{Document, ListedValue, Part, Row};
use crate::import::memory::compare::{Change, Kind, Subject};
use crate::import::memory::fact::RowFact;
use crate::import::memory::lock::LockedRow;
use crate::import::memory::renamed;
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
    /// What a person has to do, and nothing in the spec reminds of.
    pub by_hand: Vec<String>,
    /// What a person should know: a mark in the spec reminds of it, or there is nothing to decide.
    pub told: Vec<String>,
}

/// Merges. `names` are the errors that the operation has to list now and the file may not list yet, `cost` is the field of a reply in
/// which the service says what a call cost.
#[must_use]
pub fn operation(
    text: &str,
    document: &Document,
    changes: &[Change],
    ids: &[String],
    names: &[String],
    cost: Option<&str>,
    today: &str,
) -> Merged {
    let Some(edit) = Edit::begin(text) else {
        let by_hand = vec!["the spec file cannot be read: correct it and import again".to_owned()];
        return Merged { by_hand, ..Merged::default() };
    };
    let types = Types::new(document, ids, &edit.type_names());
    let mut merge = Merge {
        document,
        cost,
        today,
        edit,
        types,
        renamed: renamed::probable(changes),
        objects: Vec::new(),
        lists: HashMap::new(),
        decisions: 0,
        by_hand: Vec::new(),
        told: Vec::new(),
    };
    for change in changes {
        match (&change.subject, change.kind) {
            (Subject::Row(row, _), _) if row.part == Part::Envelope => {}
            (Subject::Row(row, _), Kind::Added) => merge.add(row),
            (Subject::Row(row, _), Kind::Removed) => merge.withdraw(row),
            (Subject::Row(row, facts), Kind::Changed) => merge.add_values(row, facts),
            // See `by_hand`.
            (Subject::Row(_, _), Kind::Prose) | (Subject::Document(_) | Subject::Error(..), _) => {}
        }
    }
    merge.list_errors(names);
    merge.finish(text)
}

/// A merge under way.
struct Merge<'a> {
    document: &'a Document,
    cost: Option<&'a str>,
    today: &'a str,
    edit: Edit<'a>,
    types: Types<'a>,
    /// Rows that went, and what they are probably called now.
    renamed: Vec<(&'a LockedRow, &'a LockedRow)>,
    /// Objects that are new themselves: their fields come with their types.
    objects: Vec<(Part, Vec<String>)>,
    lists: HashMap<Place, Siblings>,
    decisions: usize,
    by_hand: Vec<String>,
    told: Vec<String>,
}

impl Merge<'_> {
    /// A row that the document did not have.
    fn add(&mut self, row: &LockedRow) {
        if self.objects.iter().any(|(part, object)| *part == row.part && row.at.starts_with(object)) {
            return;
        }
        let Some(now) = self.document.row(row.key()) else { return };
        let Some(place) = self.edit.fields(now.part == Part::Request, &now.at) else {
            self.by_hand.push(format!("{} is new, and the spec has no type for the object it belongs to", row.path()));
            return;
        };
        // Two rows, one type: it came with the first.
        let added = self.edit.is_added(&place, &now.name);
        if !added && self.edit.has(&place, &now.name) {
            if self.edit.is_deprecated(&place, &now.name) {
                self.mark(&place, &now.name, Mark::change("deprecated", "", "back in the document"));
                self.told.push(format!("{} is back in the document and deprecated in the spec", row.path()));
            }
            return;
        }
        let inside = now.inside();
        if self.document.rows.iter().any(|row| row.part == now.part && row.at == inside) {
            self.objects.push((now.part, inside));
        }
        if !added {
            self.add_field(&place, now);
        }
    }

    fn add_field(&mut self, place: &Place, now: &Row) {
        let siblings = self.lists.entry(place.clone()).or_insert_with(|| Siblings::of(&self.edit, place));
        let behind = self.document.above(now.key()).filter(|other| siblings.names.contains(&other.name)).last();
        let mut field = self.types.field(now);
        field.ident = siblings.idents.ident(&field.name, now.part == Part::Request);
        siblings.idents.take(field.ident.as_ref(), &field.name);
        // Everything that a machine adds is looked at once.
        let was = self.renamed.iter().find(|(_, new)| new.key() == now.key());
        let entry = was.zip(self.edit.owner(place));
        field.added = Some(match entry {
            Some(((was, _), owner)) => Mark::change("rename", &was.name, &renamed::entry(owner, &was.name, &now.name)),
            None => Mark::change("added", "", &now.ty),
        });
        self.decisions += 1;
        let named = (field.name.clone(), field.ident.clone());
        let behind = behind.map(|other| other.name.as_str());
        self.edit.add_field(place, behind, named, &entry::field(&field, self.today));
    }

    /// A row that the document has no longer.
    fn withdraw(&mut self, row: &LockedRow) {
        let place = self.edit.fields(row.part == Part::Request, &row.at);
        let Some(place) = place.filter(|place| self.edit.has(place, &row.name)) else {
            self.told.push(format!("{} is gone from the document and was not found in the spec", row.path()));
            return;
        };
        // The object may be of a type that others have too, and the document may list the field there still.
        let same = |now: &&Row| {
            now.name == row.name && self.edit.fields(now.part == Part::Request, &now.at).as_ref() == Some(&place)
        };
        if let Some(still) = self.document.rows.iter().find(same) {
            let words = format!(
                "{} is gone from the document, {} {} is not, and both are one field of one type: give the object a type of its own, or leave it",
                row.path(),
                still.part.as_str(),
                still.path()
            );
            self.told.push(words);
            self.mark(&place, &row.name, Mark::change("removed", &row.path(), ""));
            return;
        }
        if self.edit.deprecate(&place, &row.name, self.today, &quoted(WHY)) {
            self.rests(&place, row);
        }
    }

    /// What the spec says by a field that the document has no longer is for a person to think over.
    fn rests(&mut self, place: &Place, row: &LockedRow) {
        let mut keys = self.edit.resting_on(&row.name);
        if row.part == Part::Request && self.edit.says(place, &row.name, "required").as_deref() == Some("true") {
            keys.push("required");
        }
        let charged = self.edit.raw("charge").is_some_and(|charge| charge != "free");
        if row.part != Part::Request && charged && self.cost == Some(row.name.as_str()) {
            keys.push("charge");
        }
        if keys.is_empty() {
            return;
        }
        let rest = keys.join(", ");
        let words =
            format!("{} is gone from the document, and {rest} of the spec rests on it: see what holds", row.path());
        self.told.push(words);
        self.mark(place, &row.name, Mark::change("removed", &format!("{}: {rest}", row.path()), ""));
    }

    fn mark(&mut self, place: &Place, name: &str, mark: Mark) {
        self.decisions += usize::from(self.edit.mark(&Target::Entry(place.clone(), name.to_owned()), mark));
    }

    /// Values that a row lists now, put into the list that the field's type is; the field waits for a look.
    fn add_values(&mut self, row: &LockedRow, facts: &[RowFact]) {
        self.decisions += self.added_values(row, facts).unwrap_or_default();
    }

    fn added_values(&mut self, row: &LockedRow, facts: &[RowFact]) -> Option<usize> {
        let was = facts.iter().find_map(|fact| match fact {
            RowFact::Values(moved) => Some(&moved.was),
            _ => None,
        })?;
        let place = self.edit.fields(row.part == Part::Request, &row.at)?;
        let ty = self.edit.type_of(&place, &row.name)?;
        let known = self.edit.values(&ty)?;
        // A value that was there before and is not in the spec was left out by a person.
        let new =
            |value: &&ListedValue| !was.contains(&value.value) && !known.iter().any(|(known, _)| *known == value.value);
        let mut taken: Names =
            known.iter().filter_map(|(value, ident)| ident.clone().or_else(|| name::upper(value))).collect();
        let mut added = Vec::new();
        for value in self.document.row(row.key()).into_iter().flat_map(|now| &now.values).filter(new) {
            let entry = types::value(value, &mut taken);
            let named = (entry.value.clone(), entry.ident.clone());
            if self.edit.add_value(&ty, named, &entry::value(&entry)) {
                added.push(value.value.as_str());
            }
        }
        if !added.is_empty() {
            self.edit.mark(&Target::Entry(place, row.name.clone()), Mark::change("added", "", &added.join(", ")));
        }
        Some(added.len())
    }

    fn list_errors(&mut self, names: &[String]) {
        let listed = self.edit.names("errors");
        let missing: Vec<String> = names.iter().filter(|name| !listed.contains(name)).cloned().collect();
        if !missing.is_empty() {
            self.edit.add_names("errors", &missing);
        }
    }

    fn finish(mut self, text: &str) -> Merged {
        let mut records = String::new();
        for record in &self.types.records {
            self.decisions += record.fields.iter().filter(|field| !field.review.is_empty()).count();
            entry::record(&mut records, record, self.today);
        }
        let mut enums = String::new();
        for each in &self.types.enums {
            entry::values(&mut enums, each);
        }
        if !records.is_empty() {
            self.edit.add_entries("types", &records);
        }
        if !enums.is_empty() {
            self.edit.add_entries("enums", &enums);
        }
        if !self.edit.is_empty() {
            self.edit.set_read(self.today);
        }
        let text = Some(self.edit.finish()).filter(|new| new != text);
        Merged { text, decisions: self.decisions, by_hand: self.by_hand, told: self.told }
    }
}

/// The fields beside which new ones are put.
struct Siblings {
    /// Names that the file has.
    names: HashSet<String>,
    /// Rust names of these and of what was added.
    idents: Idents,
}

impl Siblings {
    fn of(edit: &Edit<'_>, place: &Place) -> Self {
        let fields = edit.fields_of(place);
        let mut idents = Idents::default();
        for (name, ident) in &fields {
            idents.take(ident.as_ref(), name);
        }
        Self { idents, names: fields.into_iter().map(|(name, _)| name).collect() }
    }
}
