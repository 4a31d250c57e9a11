//! Rows as a page prints them, before nesting and before their prose is read; and the step that makes a document of them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::cells;
use super::evidence::Evidence;
use super::nest::{self, Flat, Mark};
use super::prose::{self, Patterns};
use crate::import::document::{ErrorRow, ListedValue, Part, Row};
use crate::import::ledger::{Ledger, LineKind};
use crate::import::{declared, digest};
use crate::words::{MAX_BYTES, Place};
use crate::{message, people};

/// A field row as printed.
#[derive(Debug, Clone)]
pub struct RawRow {
    /// Request or reply.
    pub part: Part,
    /// Line it begins on.
    pub line: usize,
    /// Wire name.
    pub name: String,
    /// Declared type.
    pub ty: String,
    /// What the required column says.
    pub required: Option<bool>,
    /// Example cell.
    pub example: String,
    /// What the column of defaults says.
    pub default: String,
    /// Description, notes included.
    pub prose: String,
    /// Where in it stands what names the row: other columns and other lines say the rest. None where nobody can tell.
    pub own: Option<Range<usize>>,
    /// Values of rows of their own.
    pub values: Vec<ListedValue>,
    /// The page's mark of depth.
    pub mark: Mark,
    /// How far a tree that the page draws sets it in; 0 where it draws none.
    pub indent: usize,
    /// Where it is sent, when it is not with the others.
    pub place: Option<Place>,
    /// What a person must look at.
    pub review: Vec<String>,
    /// What the page says that nothing else here does: the word of `review`, what it says.
    pub marks: Vec<(&'static str, String)>,
}

impl RawRow {
    /// A row of which nothing more is known yet.
    #[must_use]
    pub fn new(part: Part, line: usize, name: String, ty: String) -> Self {
        Self {
            part,
            line,
            name,
            ty,
            required: None,
            example: String::new(),
            default: String::new(),
            prose: String::new(),
            own: None,
            values: Vec::new(),
            mark: Mark::None,
            indent: 0,
            place: None,
            review: Vec::new(),
            marks: Vec::new(),
        }
    }
}

/// An error row as printed.
#[derive(Debug, Clone, Default)]
pub struct RawError {
    /// Code.
    pub code: String,
    /// What the wire says.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// Line it begins on.
    pub line: usize,
    /// Where its message ends is not certain.
    pub doubtful: bool,
}

/// What the pages of both sites come to before nesting.
#[derive(Debug, Default)]
pub struct RawPage {
    /// Field rows in order.
    pub rows: Vec<RawRow>,
    /// Error rows in order.
    pub errors: Vec<RawError>,
    /// Rows of the error table that have no code: line, text.
    pub uncoded: Vec<(usize, String)>,
    /// What looks like a row and stands under no heading of a table: line, name.
    pub strays: Vec<(usize, String)>,
    /// Where lines went so far.
    pub ledger: Ledger,
    /// What a person must look at.
    pub review: Vec<(usize, String)>,
    /// Words of `review` for the operation as a whole.
    pub marks: Vec<&'static str>,
    /// What the page says that these are about.
    pub said: Vec<String>,
}

impl RawPage {
    /// Leaves something of the operation as a whole to a person: the word of `review`, the line and why, and the page's own words.
    pub(super) fn ask(
        &mut self,
        mark: &'static str,
        (line, why): (usize, String),
        said: impl IntoIterator<Item = String>,
    ) {
        self.review.push((line, why));
        self.marks.push(mark);
        self.said.extend(said);
    }

    /// What looks like a row and is read as none.
    pub(super) fn stray(&mut self, line: usize, name: String, why: impl Into<String>) {
        self.ledger.set(line, LineKind::Quarantined);
        self.strays.push((line, name));
        self.review.push((line, why.into()));
    }
}

/// Nested rows, and errors without repeats.
#[derive(Debug, Default)]
pub struct Finished {
    /// Rows.
    pub rows: Vec<Row>,
    /// Errors.
    pub errors: Vec<ErrorRow>,
}

/// Nests the rows of one part, reads their prose, merges repeats.
pub fn finish(page: &mut RawPage, evidence: &Evidence, data: Option<&str>, patterns: &Patterns) -> Finished {
    let mut finished = Finished::default();
    for part in [Part::Request, Part::Envelope, Part::Reply] {
        let raw: Vec<&RawRow> = page.rows.iter().filter(|row| row.part == part).collect();
        let nothing = Evidence::default();
        let evidence = if part == Part::Reply { evidence } else { &nothing };
        let flat = flat(&raw, evidence);
        let places = nest::place(&flat, evidence);
        let root = match part {
            Part::Request => "Request",
            Part::Envelope => "Envelope",
            Part::Reply => data.unwrap_or("Reply"),
        };
        // Only where a table holds objects can a row stand in the wrong one.
        let holding = !evidence.is_empty() && flat.iter().any(|row| row.opens);
        let parents: HashSet<usize> = places.iter().filter_map(|place| place.parent).collect();
        let mut known: HashMap<(Vec<String>, String), usize> = HashMap::new();
        // A row above may hold this one, and nothing shows whether it does.
        let mut shut = false;
        for (index, (row, place)) in raw.iter().zip(&places).enumerate() {
            let mut at: Vec<String> = Vec::new();
            let mut up = place.parent;
            // A record may hold itself: what is inside is what is around it.
            let mut itself = false;
            while let Some(parent) = up {
                at.push(raw.get(parent).map_or_else(String::new, |row| row.name.clone()));
                itself |= raw.get(parent).is_some_and(|around| same_type(&around.ty, &row.ty));
                up = places.get(parent).and_then(|place| place.parent);
            }
            at.reverse();
            let owner =
                place.parent.and_then(|parent| raw.get(parent)).map_or(root, |row| declared::base_type(&row.ty));
            let mut made = make(row, at, owner, patterns);
            let holds = parents.contains(&index);
            if !holds && !itself && declared::is_object_type(&row.ty) && !made.review.iter().any(|cue| cue == "type") {
                // An object that nothing shows the inside of, or a word that only this page has for a text.
                made.review.push("type".to_owned());
            }
            let in_doubt = shut || holding;
            let asked = made.review.iter().any(|cue| cue == "place");
            if place.guessed && in_doubt && row.mark != Mark::Top && !asked {
                made.review.push("place".to_owned());
            }
            // A form carries such a thing as one text.
            let free = part == Part::Request && declared::is_free(&row.ty);
            shut |= !holds && declared::may_hold(&row.ty) && !free && row.mark == Mark::None;
            let next = finished.rows.len();
            let first = *known.entry((made.at.clone(), made.name.clone())).or_insert(next);
            match finished.rows.get_mut(first) {
                Some(known) => {
                    if known.meet(&made) {
                        page.review.push((
                            row.line,
                            format!("`{}` stands a second time and says something else", made.path()),
                        ));
                    }
                    page.ledger.set(row.line, LineKind::Duplicate);
                }
                None => finished.rows.push(made),
            }
        }
    }
    let mut told: HashMap<(&str, String, String), usize> = HashMap::new();
    for RawError { code, message, remedy, line, doubtful } in &page.errors {
        let remedy = digest::of_prose(remedy);
        let next = finished.errors.len();
        let first = *told.entry((code, message::normal(message), remedy.clone())).or_insert(next);
        if let Some(known) = finished.errors.get_mut(first) {
            known.doubtful |= doubtful;
            page.ledger.set(*line, LineKind::Duplicate);
        } else {
            finished.errors.push(ErrorRow::new(code, message, remedy, *line, *doubtful));
        }
    }
    finished
}

/// The rows as nesting sees them: what can hold others is what the page draws rows below, or what a sample shows the inside of.
fn flat<'a>(raw: &[&'a RawRow], evidence: &Evidence) -> Vec<Flat<'a>> {
    let indents: Vec<usize> = raw.iter().map(|row| row.indent).collect();
    let below = nest::drawn(&indents);
    let above: HashSet<usize> = below.iter().copied().flatten().collect();
    let marked = raw.iter().any(|row| row.mark == Mark::Inside);
    let mut flat: Vec<Flat<'a>> = Vec::with_capacity(raw.len());
    for (index, (row, parent)) in raw.iter().zip(&below).enumerate() {
        let drawn = above.contains(&index);
        let shown = evidence.knows(&row.name) && (declared::may_hold(&row.ty) || declared::kind(&row.ty).is_none());
        let opens = drawn || shown || marked && declared::is_object_type(&row.ty);
        flat.push(Flat { name: &row.name, opens, mark: row.mark, below: *parent, drawn });
    }
    flat
}

fn same_type(one: &str, other: &str) -> bool {
    declared::base_type(one) == declared::base_type(other)
}

fn make(raw: &RawRow, at: Vec<String>, owner: &str, patterns: &Patterns) -> Row {
    let mut found = prose::read(&raw.prose, patterns);
    prose::beside(&raw.prose, &raw.ty, (raw.part == Part::Request, raw.place), &mut found);
    let bounds = found.bounds_of(&raw.ty);
    let mut values = found.values;
    prose::without_name(&raw.name, &mut values);
    for value in &raw.values {
        match values.iter().find(|known| known.value == value.value) {
            Some(known) if known.differs(&value.gloss) => {
                found.candidates.push(format!("{} {}", value.value, value.gloss));
            }
            Some(_) => {}
            None => values.push(value.clone()),
        }
    }
    let mut review: Vec<String> = raw.review.clone();
    let required = raw.required.or(found.required.filter(|_| raw.part == Part::Request));
    if raw.required.is_none() && required.is_some() {
        // The column is silent, and the words are not.
        review.retain(|cue| cue != "required");
    }
    let contradicted = match raw.required {
        Some(false) => found.required == Some(true),
        Some(true) => found.optional,
        None => false,
    };
    let pressed = found.pressed && raw.required != Some(true);
    if raw.part == Part::Request && (contradicted || pressed) {
        review.push("required".to_owned());
    }
    if let Some(missed) = prose::missed(&values, &found.candidates) {
        review.extend(["values".to_owned(), missed]);
    }
    review.extend(found.review.into_iter().filter(|cue| cue != "values" || values.is_empty()));
    let told = found.default.as_ref().filter(|_| raw.part == Part::Request && !raw.default.is_empty());
    if told.is_some_and(|told| *told != raw.default) {
        review.push("default".to_owned());
    }
    let example = cells::example(&raw.example);
    let mut row = Row {
        part: raw.part,
        at,
        owner: owner.to_owned(),
        name: raw.name.clone(),
        ty: raw.ty.clone(),
        required,
        example: (!example.is_empty()).then(|| example.to_owned()),
        values,
        default: Some(raw.default.clone()).filter(|default| !default.is_empty()).or(found.default),
        max_chars: found.max_chars,
        limits: found.max_bytes.map(|max| format!("{MAX_BYTES}{max}")).unwrap_or_default(),
        bounds,
        withdrawn: found.withdrawn,
        joined: found.joined,
        secret: people::is_session(&raw.name, &raw.prose),
        place: raw.place,
        marks: raw.marks.clone(),
        unit: found.unit,
        format: found.format,
        obligations: found.obligations,
        numbers: Vec::new(),
        prose: digest::of_prose(&raw.prose),
        term: prose::named(raw.own.clone().map_or(&raw.prose, |own| raw.prose.get(own).unwrap_or_default())),
        review,
        again: Vec::new(),
        words: String::new(),
        line: raw.line,
    };
    row.numbers = prose::further_numbers(&raw.prose, &row);
    row.keep_words(&raw.prose);
    row
}
