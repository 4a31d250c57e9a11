//! What a machine must not decide: the place in the spec, and what a person writes there.

use super::edit::{Edit, Place};
use super::yaml::quoted;
use crate::import::document::{Document, Part};
use crate::import::memory::compare::{self, Change, Kind, Subject};
use crate::import::memory::lock::LockedRow;
use crate::import::stand_in;
use crate::source::SourceFile;

/// JSON is read like any spec file, but keeps no comments and no order of a person's own: it is left to its owner.
#[must_use]
pub fn is_json(file: &SourceFile) -> bool {
    file.path.ends_with(".json")
}

/// One line for each changed row or fact that the spec does not say yet. Lines are those of `text`: the file with what was merged.
#[must_use]
pub fn changed(path: &str, text: &str, document: &Document, changes: &[Change]) -> Vec<String> {
    let Some(edit) = Edit::begin(text) else { return Vec::new() };
    let advice = changes.iter().filter_map(|change| match (&change.subject, change.kind) {
        (Subject::Row(row), Kind::Changed | Kind::Prose) if row.part != Part::Envelope => {
            row_changed(&edit, path, document, row, change)
        }
        (Subject::Row(row), _) if row.part == Part::Envelope => {
            Some(format!("{}{}: the envelope is described in service.yaml", row.path(), facts(change)))
        }
        (Subject::Fact(name), _) => {
            change.facts.first().and_then(|(_, was, is)| fact_changed(&edit, path, name, was, is))
        }
        _ => None,
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
    for change in changes {
        let Subject::Row(row) = &change.subject else { continue };
        if row.part == Part::Envelope {
            continue;
        }
        let place = place_of(&edit, row);
        let known = place.as_ref().is_some_and(|place| edit.has(place, &row.name));
        match (change.kind, place) {
            (Kind::Added, _) if known => {}
            (Kind::Added, place) => {
                let before =
                    document.rows.iter().filter(|other| other.part == row.part && other.at.join("/") == row.at);
                let before = before.take_while(|other| other.name != row.name);
                let behind =
                    before.filter(|other| place.as_ref().is_some_and(|place| edit.has(place, &other.name))).last();
                let after = behind.map_or_else(String::new, |other| format!(" behind {}", other.name));
                let line = behind.zip(place).and_then(|(other, place)| edit.line(&place, &other.name));
                all.push(format!("{path}:{}: {} is new: add the field{after}", line.unwrap_or(1), row.path()));
            }
            (Kind::Removed, Some(place)) if known && !edit.is_deprecated(&place, &row.name) => {
                let line = edit.line(&place, &row.name).unwrap_or(1);
                all.push(format!(
                    "{path}:{line}: {} is gone: give the field the key \"deprecated\": {{\"since\": {}, \"why\": {}}}",
                    row.path(),
                    quoted(today),
                    quoted(super::merge::WHY)
                ));
            }
            _ => {}
        }
    }
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

fn place_of(edit: &Edit<'_>, row: &LockedRow) -> Option<Place> {
    let at: Vec<&str> = row.at.split('/').filter(|step| !step.is_empty()).collect();
    edit.fields(row.part == Part::Request, &at)
}

/// `; type "String" -> "Number"`
fn facts(change: &Change) -> String {
    let said = change.facts.iter().map(|(name, was, is)| match *name {
        "prose" => "; its prose".to_owned(),
        name => format!("; {name} {was:?} -> {is:?}"),
    });
    said.collect()
}

fn row_changed(edit: &Edit<'_>, path: &str, document: &Document, row: &LockedRow, change: &Change) -> Option<String> {
    let Some(place) = place_of(edit, row).filter(|place| edit.has(place, &row.name)) else {
        return Some(format!("{path}: {}{}: the spec has no such field", row.path(), facts(change)));
    };
    let says = |key: &str| edit.says(&place, &row.name, key);
    let line = edit.line(&place, &row.name).unwrap_or(1);
    // Words are looked up where they are: in the document.
    let now =
        document.rows.iter().find(|now| now.part == row.part && now.name == row.name && now.at.join("/") == row.at);
    let page = now.filter(|now| now.line > 0).map_or_else(String::new, |now| format!(", line {}", now.line));
    let mut todo: Vec<String> = Vec::new();
    for (name, was, is) in &change.facts {
        let sent = row.part == Part::Request;
        let what = match *name {
            "required" if !sent => Some("see whether `presence` is still right".to_owned()),
            "required" => required(is, says("required").as_deref() == Some("true")),
            "max_chars" => value("max_chars", is, is, says("max_chars")),
            "default" if sent && stand_in::holds_stand_in(is) => {
                Some("the document's own held a secret or personal data: decide about `default`".to_owned())
            }
            "default" if sent => value("default", is, &quoted(is), says("default")),
            "example" => value("example", is, &quoted(is), says("example")),
            "limits" => Some("see whether `note` still says what is allowed".to_owned()),
            "unit" if is.is_empty() => Some("see whether `unit` is still right".to_owned()),
            "unit" => value("unit", is, is, says("unit")),
            "type" => edit.type_of(&place, &row.name).map(|ty| format!("see whether `type: {ty}` is still right")),
            "values" => values(edit, &place, row, was),
            "obligation" => Some("see whether `note` and `required` still say what the document demands".to_owned()),
            "prose" if change.kind == Kind::Prose => {
                Some(format!("its prose changed: read it again in {}{page}", document.name))
            }
            _ => None,
        };
        let fact = if *name == "prose" { String::new() } else { format!("{name} {was:?} -> {is:?}: ") };
        todo.extend(what.map(|what| format!("{fact}{what}")));
    }
    (!todo.is_empty()).then(|| format!("{path}:{line}: {}: {}", row.path(), todo.join("; ")))
}

fn required(is: &str, says: bool) -> Option<String> {
    match (is, says) {
        ("true", true) | ("false", false) => None,
        ("true", false) => Some("write `required: true`".to_owned()),
        ("false", true) => Some("take out `required: true`".to_owned()),
        _ => Some("the document no longer says it; decide about `required`".to_owned()),
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
fn values(edit: &Edit<'_>, place: &Place, row: &LockedRow, was: &str) -> Option<String> {
    let gone: Vec<&str> =
        was.split(' ').filter(|value| !value.is_empty() && !row.values.iter().any(|is| is == value)).collect();
    let listed = edit.type_of(place, &row.name).and_then(|ty| Some((edit.values(&ty)?, ty)));
    let mut todo = Vec::new();
    match listed {
        Some((values, ty)) => {
            let knows = |value: &str| values.iter().any(|(known, _)| known == value);
            let added: Vec<&str> = row.values.iter().map(String::as_str).filter(|value| !knows(value)).collect();
            if !added.is_empty() {
                todo.push(format!("add {} to the values of {ty}", added.join(", ")));
            }
            let gone: Vec<&str> = gone.into_iter().filter(|value| knows(value)).collect();
            if !gone.is_empty() {
                todo.push(format!("{} of {ty} is listed no more: keep it while it may arrive", gone.join(", ")));
            }
        }
        None => todo.push("see whether the type still fits these values".to_owned()),
    }
    (!todo.is_empty()).then(|| todo.join("; "))
}

fn fact_changed(edit: &Edit<'_>, path: &str, name: &str, was: &str, is: &str) -> Option<String> {
    if name == compare::DOCUMENT {
        return None;
    }
    let yes_no = |yes: &'static str, no: &'static str| Some(if is == "true" { yes } else { no }.to_owned());
    let (key, value) = match name {
        "rate_limit" => {
            ("rate_limit", is.split_once('/').map(|(calls, per)| format!("{{calls: {calls}, per: {per}}}")))
        }
        "charged" => ("charge", yes_no("account_balance", "free")),
        "needs_shop" => ("needs", yes_no("shop_authorization", "none")),
        "charge" => ("charge", None),
        "labels" => ("needs", None),
        "path" | "method" => ("http", None),
        "data" | "data_is" => ("reply", None),
        "uncoded" => ("errors", None),
        _ => ("source", None),
    };
    let service = match name {
        "host" => Some("hosts"),
        "headers" => Some("auth"),
        _ => None,
    };
    if let Some(key) = service {
        return Some(format!("service.yaml: {name}: {was:?} -> {is:?}: see whether `{key}` is still right"));
    }
    let line = edit.key_line(key).unwrap_or(1);
    let value = value.filter(|_| !is.is_empty());
    if value.is_some() && value.as_deref() == edit.raw(key) {
        return None;
    }
    let todo = match value {
        Some(value) => format!("write `{key}: {value}`"),
        None if is.is_empty() => format!("the document no longer says it; see whether `{key}` is still right"),
        None if name == "charge" => {
            "the line about charges has other words: see whether `charge` is still right".to_owned()
        }
        None if name == "uncoded" => "rows of the error table without a code changed: read them again".to_owned(),
        None if name == "labels" => "see whether `needs` and `charge` are still right".to_owned(),
        None => format!("correct `{key}`"),
    };
    Some(format!("{path}:{line}: {name}: {was:?} -> {is:?}: {todo}"))
}
