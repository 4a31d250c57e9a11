//! What a machine must not decide: the place in the spec, and what a person writes there.

use super::edit::{Edit, Place};
use super::yaml::quoted;
use crate::import::document::{Document, Part, RateLimit};
use crate::import::memory::compare::{Change, Kind, Subject};
use crate::import::memory::fact::{DocumentFact, RowFact, Told};
use crate::import::memory::lock::LockedRow;
use crate::import::stand_in;
use crate::source::SourceFile;
use crate::words::{Charge, Needs};

/// JSON is read like any spec file, but keeps no comments and no order of a person's own: it is left to its owner.
#[must_use]
pub fn is_json(file: &SourceFile) -> bool {
    file.path.ends_with(".json")
}

/// One line for each changed row or fact that the spec does not say yet. Lines are those of `text`: the file with what was merged.
#[must_use]
pub fn changed(path: &str, text: &str, document: &Document, changes: &[Change]) -> Vec<String> {
    let Some(edit) = Edit::begin(text) else { return Vec::new() };
    let advice = changes.iter().filter_map(|change| match &change.subject {
        Subject::Row(row, facts) if row.part == Part::Envelope => {
            Some(format!("{}{}: the envelope is described in service.yaml", row.path(), listed(facts)))
        }
        Subject::Row(row, facts) if matches!(change.kind, Kind::Changed | Kind::Prose) => {
            row_changed(&edit, path, document, row, facts)
        }
        Subject::Document(fact) => fact_changed(&edit, path, fact),
        Subject::Row(..) | Subject::Error(..) => None,
    });
    advice.collect()
}

/// What is to be done in a file that is not edited because it is JSON.
#[must_use]
pub fn json(file: &SourceFile, document: &Document, changes: &[Change], names: &[String], today: &str) -> Vec<String> {
    let mut all = instead(file, document, changes, names, today);
    if !all.is_empty() {
        let todo = format!(
            "{}: a file in JSON is not edited: make the {} changes below yourself; docs.lock takes them as made, no later import repeats them",
            file.path,
            all.len()
        );
        all.insert(0, todo);
    }
    all
}

/// Everything that a merge would have done to a file, and what is left to a person in any case.
#[must_use]
pub fn instead(
    file: &SourceFile,
    document: &Document,
    changes: &[Change],
    names: &[String],
    today: &str,
) -> Vec<String> {
    let path = &file.path;
    let mut all = Vec::new();
    let Some(edit) = Edit::begin(&file.text) else {
        return vec![format!("{path} cannot be read: correct it and import again")];
    };
    all.extend(changes.iter().filter_map(|change| match &change.subject {
        Subject::Row(row, _) if row.part != Part::Envelope => {
            row_instead(&edit, path, document, row, change.kind, today)
        }
        _ => None,
    }));
    all.extend(changed(path, &file.text, document, changes));
    let listed = edit.names("errors");
    all.extend(
        names
            .iter()
            .filter(|name| !listed.contains(name))
            .map(|name| format!("{path}: add {} to \"errors\"", quoted(name))),
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
) -> Option<String> {
    let place = place_of(edit, row);
    let known = place.as_ref().is_some_and(|place| edit.has(place, &row.name));
    match (kind, place) {
        (Kind::Added, place) if !known => {
            let has = |name: &str| place.as_ref().is_some_and(|place| edit.has(place, name));
            let behind = document.above(row.key()).filter(|other| has(&other.name)).last();
            let after = behind.map_or_else(String::new, |other| format!(" behind {}", other.name));
            let line = behind.zip(place.as_ref()).and_then(|(other, place)| edit.line(place, &other.name));
            Some(format!("{path}:{}: {} is new: add the field{after}", line.unwrap_or(1), row.path()))
        }
        (Kind::Removed, Some(place)) if known && !edit.is_deprecated(&place, &row.name) => {
            let line = edit.line(&place, &row.name).unwrap_or(1);
            Some(format!(
                "{path}:{line}: {} is gone: give the field the key \"deprecated\": {{\"since\": {}, \"why\": {}}}",
                row.path(),
                quoted(today),
                quoted(super::merge::WHY)
            ))
        }
        _ => None,
    }
}

fn place_of(edit: &Edit<'_>, row: &LockedRow) -> Option<Place> {
    edit.fields(row.part == Part::Request, &row.at)
}

/// `; type "String" -> "Number"`
fn listed(facts: &[RowFact]) -> String {
    let said = facts.iter().map(|fact| match fact {
        RowFact::Prose(_) => "; its prose".to_owned(),
        fact => format!("; {}", fact.told()),
    });
    said.collect()
}

fn row_changed(edit: &Edit<'_>, path: &str, document: &Document, row: &LockedRow, facts: &[RowFact]) -> Option<String> {
    let Some(place) = place_of(edit, row).filter(|place| edit.has(place, &row.name)) else {
        return Some(format!("{path}: {}{}: the spec has no such field", row.path(), listed(facts)));
    };
    let line = edit.line(&place, &row.name).unwrap_or(1);
    let told = |fact: &RowFact| match fact {
        // Words are looked up where they are: in the document.
        RowFact::Prose(_) if matches!(facts, [_]) => {
            let now = document.row(row.key()).filter(|now| now.line > 0);
            let page = now.map_or_else(String::new, |now| format!(", line {}", now.line));
            Some(format!("its prose changed: read it again in {}{page}", document.name))
        }
        RowFact::Prose(_) => None,
        fact => Some(format!("{}: {}", fact.told(), fact_of_row(edit, &place, row, fact)?)),
    };
    let todo: Vec<String> = facts.iter().filter_map(told).collect();
    (!todo.is_empty()).then(|| format!("{path}:{line}: {}: {}", row.path(), todo.join("; ")))
}

/// What a person writes because of a fact of a row; None when there is nothing to write.
fn fact_of_row(edit: &Edit<'_>, place: &Place, row: &LockedRow, fact: &RowFact) -> Option<String> {
    let says = |key: &str| edit.says(place, &row.name, key);
    let sent = row.part == Part::Request;
    let see = |words: &str| Some(words.to_owned());
    match fact {
        RowFact::Required(_) if !sent => see("see whether `presence` is still right"),
        RowFact::Required(moved) => required(moved.is, says("required").as_deref() == Some("true")),
        RowFact::MaxChars(moved) => {
            let is = moved.is.map(|max| max.to_string()).unwrap_or_default();
            value("max_chars", &is, &is, says("max_chars"))
        }
        RowFact::Default(moved) if sent && stand_in::holds_stand_in(&moved.is) => {
            see("the document's own held a secret or personal data: decide about `default`")
        }
        RowFact::Default(moved) if sent => value("default", &moved.is, &quoted(&moved.is), says("default")),
        RowFact::Example(moved) => value("example", &moved.is, &quoted(&moved.is), says("example")),
        RowFact::Limits(_) => see("see whether `note` still says what is allowed"),
        RowFact::Unit(moved) if moved.is.is_empty() => see("see whether `unit` is still right"),
        RowFact::Unit(moved) => value("unit", &moved.is, &moved.is, says("unit")),
        RowFact::Type(_) => edit.type_of(place, &row.name).map(|ty| format!("see whether `type: {ty}` is still right")),
        RowFact::Values(moved) => values(edit, place, row, &moved.was),
        RowFact::Obligations(_) => see("see whether `note` and `required` still say what the document demands"),
        RowFact::Default(_) | RowFact::Prose(_) => None,
    }
}

fn required(is: Option<bool>, says: bool) -> Option<String> {
    match (is, says) {
        (Some(is), says) if is == says => None,
        (Some(true), _) => Some("write `required: true`".to_owned()),
        (Some(false), _) => Some("take out `required: true`".to_owned()),
        (None, _) => Some("the document no longer says it; decide about `required`".to_owned()),
    }
}

/// What to write for a key with one value; None when the spec says so already.
fn value(key: &str, is: &str, spelled: &str, says: Option<String>) -> Option<String> {
    match says {
        Some(known) if known == is => None,
        None if is.is_empty() => None,
        Some(_) if is.is_empty() => Some(format!("take out `{key}`")),
        _ => Some(format!("write `{key}: {spelled}`")),
    }
}

/// Values that the spec's list lacks, and values that only the spec still has.
fn values(edit: &Edit<'_>, place: &Place, row: &LockedRow, was: &[String]) -> Option<String> {
    let gone = was.iter().filter(|value| !row.values.contains(value));
    let listed = edit.type_of(place, &row.name).and_then(|ty| Some((edit.values(&ty)?, ty)));
    let mut todo = Vec::new();
    match listed {
        Some((values, ty)) => {
            let knows = |value: &str| values.iter().any(|(known, _)| known == value);
            let added: Vec<&str> = row.values.iter().map(String::as_str).filter(|value| !knows(value)).collect();
            if !added.is_empty() {
                todo.push(format!("add {} to the values of {ty}", added.join(", ")));
            }
            let gone: Vec<&str> = gone.map(String::as_str).filter(|value| knows(value)).collect();
            if !gone.is_empty() {
                todo.push(format!("{} of {ty} is listed no more: keep it while it may arrive", gone.join(", ")));
            }
        }
        None => todo.push("see whether the type still fits these values".to_owned()),
    }
    (!todo.is_empty()).then(|| todo.join("; "))
}

/// What is to be done about a fact of the whole operation, and under which key of its file.
enum Todo {
    /// The key with the value to write.
    Write(&'static str, String),
    /// The key to look at, and why.
    See(&'static str, &'static str),
    /// The key to correct.
    Correct(&'static str),
    /// A key of the service file.
    Service(&'static str),
}

fn todo(fact: &DocumentFact) -> Option<Todo> {
    const CHARGE: &str = "the line about charges has other words: see whether `charge` is still right";
    const UNCODED: &str = "rows of the error table without a code changed: read them again";
    const LABELS: &str = "see whether `needs` and `charge` are still right";
    let write = |key, value: Option<String>| value.map_or(Todo::Correct(key), |value| Todo::Write(key, value));
    Some(match fact {
        // What it says now is compared with what it said before it was gone.
        DocumentFact::Back(_) => return None,
        DocumentFact::RateLimit(moved) => write("rate_limit", moved.is.map(RateLimit::yaml)),
        DocumentFact::Charged(moved) => write("charge", moved.is.map(|is| Charge::of(is).word().to_owned())),
        DocumentFact::NeedsShop(moved) => write("needs", moved.is.map(|is| Needs::of(is).word().to_owned())),
        DocumentFact::Charge(_) => Todo::See("charge", CHARGE),
        DocumentFact::Labels(_) => Todo::See("needs", LABELS),
        DocumentFact::Uncoded(_) => Todo::See("errors", UNCODED),
        DocumentFact::Path(_) | DocumentFact::Method(_) => Todo::Correct("http"),
        DocumentFact::Data(_) | DocumentFact::DataIsList(_) => Todo::Correct("reply"),
        DocumentFact::Host(_) => Todo::Service("hosts"),
        DocumentFact::Headers(_) => Todo::Service("auth"),
    })
}

fn fact_changed(edit: &Edit<'_>, path: &str, fact: &DocumentFact) -> Option<String> {
    let todo = todo(fact)?;
    let Told { name, was, is } = fact.told();
    let told = format!("{name}: {was:?} -> {is:?}");
    let (key, words) = match todo {
        Todo::Service(key) => return Some(format!("service.yaml: {told}: see whether `{key}` is still right")),
        Todo::Write(key, value) if edit.raw(key) == Some(value.as_str()) => return None,
        Todo::Write(key, value) => (key, format!("write `{key}: {value}`")),
        Todo::See(key, _) | Todo::Correct(key) if is.is_empty() => {
            (key, format!("the document no longer says it; see whether `{key}` is still right"))
        }
        Todo::See(key, words) => (key, words.to_owned()),
        Todo::Correct(key) => (key, format!("correct `{key}`")),
    };
    Some(format!("{path}:{}: {told}: {words}", edit.key_line(key).unwrap_or(1)))
}
