//! A row that went and one that came in the same object with like words: probably one field under another name.

use super::compare::{Change, Kind, Subject};
use super::lock::LockedRow;
use crate::diag::quoted;
use crate::import::digest;
use crate::import::document::Part;

/// Names that are less like each other than this are two names.
const LIKE: f64 = 0.6;

/// Pairs of a row that is gone and the row that it is probably called now.
#[must_use]
pub fn probable(changes: &[Change]) -> Vec<(&LockedRow, &LockedRow)> {
    let rows = |kind: Kind| {
        changes.iter().filter_map(move |change| match &change.subject {
            Subject::Row(row, _) if change.kind == kind => Some(&**row),
            _ => None,
        })
    };
    let mut taken: Vec<&LockedRow> = Vec::new();
    let mut pairs = Vec::new();
    for gone in rows(Kind::Removed) {
        let beside = rows(Kind::Added).filter(|new| new.part == gone.part && new.at == gone.at && !taken.contains(new));
        let best = beside.map(|new| (likeness(gone, new), new)).filter(|(like, _)| *like >= LIKE);
        if let Some((_, new)) = best.max_by(|one, two| one.0.total_cmp(&two.0)) {
            taken.push(new);
            pairs.push((gone, new));
        }
    }
    pairs
}

fn likeness(gone: &LockedRow, new: &LockedRow) -> f64 {
    if !gone.prose.is_empty() && digest::same(&gone.prose, &new.prose) {
        return 1.0;
    }
    if !gone.ty.eq_ignore_ascii_case(&new.ty) {
        return 0.0;
    }
    let names = strsim::normalized_damerau_levenshtein(&gone.name, &new.name);
    // A digit or two is the example of many.
    let same_example = gone.example == new.example && gone.example.chars().count() > 2;
    let same_values = gone.values == new.values && !gone.values.is_empty();
    if same_example || same_values { names.max(LIKE) } else { names }
}

/// The owner of the row as the spec calls it, where no spec is at hand to ask. `root` is what the spec calls the record of the reply,
/// whose name no document says.
#[must_use]
pub fn owner<'a>(gone: &'a LockedRow, root: Option<&'a str>) -> &'a str {
    match (gone.part, gone.owner.as_str()) {
        (Part::Request, "Request") => "Request",
        (_, "Reply") => root.unwrap_or("Reply"),
        (_, owner) => owner,
    }
}

/// The entry of `renames` to write.
#[must_use]
pub fn entry(owner: &str, from: &str, to: &str) -> String {
    let name = |name: &str| {
        let plain = name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        if plain { name.to_owned() } else { quoted(name) }
    };
    format!("{{in: {}, from: {}, to: {}}}", name(owner), name(from), name(to))
}
