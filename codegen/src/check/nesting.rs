//! V050: records nest as deep as a compiler follows them.

use super::view::{OperationAt, View};
use crate::diag::{Diag, counted, quoted};
use crate::load::raw::{RawField, RawRecord, Text};

rule! {
    NESTING = "V050" "records nested too deeply"
        "Generated records hold each other by value, and for each of them a compiler asks what holds for all that is \
         inside. At 24 levels it answers in any program; far below what it would give up at. Deeper data is read as \
         `json`."
}

/// Levels of records inside each other. Documents have six at most. A compiler gives up at 128 of its own steps, of which a list takes
/// several.
const MAX_LEVELS: usize = 24;

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        let levels = levels(&operation.raw.types);
        let deepest = levels.iter().copied().max().unwrap_or_default();
        if deepest > MAX_LEVELS {
            report(operation, &levels, deepest, diags);
        }
    }
}

/// How many levels each record makes, itself included. What contains itself is another rule's finding, and counts once.
fn levels(types: &[RawRecord]) -> Vec<usize> {
    let inside: Vec<Vec<usize>> = types.iter().map(|record| held(types, record)).collect();
    let mut levels = vec![0; types.len()];
    let mut seen = vec![false; types.len()];
    for start in 0..types.len() {
        // Depth first with a stack of its own: a chain of types may be as long as a file allows.
        let mut stack = vec![(start, 0)];
        while let Some((record, next)) = stack.pop() {
            if next == 0 && seen.get_mut(record).is_none_or(|seen| std::mem::replace(seen, true)) {
                continue;
            }
            let held = inside.get(record).map_or(&[][..], Vec::as_slice);
            match held.get(next) {
                Some(target) => {
                    stack.push((record, next + 1));
                    stack.push((*target, 0));
                }
                None => {
                    let below = held.iter().filter_map(|target| levels.get(*target)).max().copied().unwrap_or_default();
                    if let Some(own) = levels.get_mut(record) {
                        *own = below + 1;
                    }
                }
            }
        }
    }
    levels
}

/// The records that a record's fields hold.
fn held(types: &[RawRecord], record: &RawRecord) -> Vec<usize> {
    record.fields.iter().filter_map(|field| position(types, word(field)?)).collect()
}

fn word(field: &RawField) -> Option<&Text> {
    field.ty.held()
}

fn position(types: &[RawRecord], word: &Text) -> Option<usize> {
    types.iter().position(|each| each.name.value == word.value)
}

/// One finding for the operation, at the field that holds the first record too many.
fn report(operation: &OperationAt<'_>, levels: &[usize], deepest: usize, diags: &mut Vec<Diag>) {
    let types = &operation.raw.types;
    let level = |record: usize| levels.get(record).copied().unwrap_or_default();
    let mut record = levels.iter().position(|levels| *levels == deepest).unwrap_or_default();
    // Down the deepest way, as far as is allowed.
    for _ in 1..MAX_LEVELS {
        let Some(next) = types.get(record).map(|each| held(types, each)).and_then(|held| {
            held.into_iter().filter(|target| level(*target) < level(record)).max_by_key(|target| level(*target))
        }) else {
            break;
        };
        record = next;
    }
    let Some(owner) = types.get(record) else { return };
    let deep = |field: &&RawField| {
        word(field).and_then(|word| position(types, word)).is_some_and(|target| level(target) + 1 == level(record))
    };
    let Some((field, word)) = owner.fields.iter().find(deep).and_then(|field| Some((field, word(field)?))) else {
        return;
    };
    let message = format!(
        "{} in {} is one level too many: records nest {} deep here, at most {MAX_LEVELS} are supported",
        quoted(&field.name.value),
        owner.name.value,
        counted(deepest, "level"),
    );
    diags.push(Diag::new(NESTING, word.span, message).help("read it as json, or take a level out"));
}
