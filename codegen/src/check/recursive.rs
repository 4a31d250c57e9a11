//! V028: a record that holds itself can end.

use super::view::{OperationAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawField, RawRecord, RawType, Text};
use crate::words::Presence;

rule! {
    RECURSIVE = "V028" "a record that must hold itself without end"
        "A record may hold itself: in a list or a map, which may be empty, or in a field that may be absent. One that must be \
         there, and in which the record must be there again, is a value that nobody can send."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        let types = &operation.raw.types;
        let mut state = vec![State::New; types.len()];
        for start in 0..types.len() {
            walk(operation, start, &mut state, diags);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Depth first with a stack of its own: a chain of types may be as long as a file allows.
fn walk(operation: &OperationAt<'_>, start: usize, state: &mut [State], diags: &mut Vec<Diag>) {
    let types = &operation.raw.types;
    let mut stack: Vec<(usize, usize)> = vec![(start, 0)];
    while let Some((record, field)) = stack.pop() {
        let Some(here) = state.get_mut(record).filter(|state| **state != State::Done) else { continue };
        *here = State::Open;
        let Some(next) = types.get(record).and_then(|each| each.fields.get(field)) else {
            *here = State::Done;
            continue;
        };
        stack.push((record, field + 1));
        let word = match &next.ty {
            RawType::Word(word) => word,
            // A list that must be given is not empty.
            RawType::List { item, .. } if next.required.is_some() => item,
            _ => continue,
        };
        let Some(target) = types.iter().position(|each: &RawRecord| each.name.value == word.value) else { continue };
        match state.get(target).filter(|_| must_be(next)) {
            Some(State::New) => stack.push((target, 0)),
            Some(State::Open) => {
                let owner = types.get(record).map(|each| each.name.value.as_str()).unwrap_or_default();
                let message = format!("{} must hold itself through {owner}.{}", quoted(&word.value), next.name.value);
                diags.push(
                    Diag::new(RECURSIVE, word.span, message)
                        .help("let the field be absent where it ends: neither `required` nor always present"),
                );
            }
            _ => {}
        }
    }
}

/// The field is said to be there always.
fn must_be(field: &RawField) -> bool {
    let says = |text: Option<&Text>, word: &str| text.is_some_and(|text| text.value == word);
    says(field.required.as_ref(), "true") || says(field.presence.as_deref(), Presence::Always.word())
}
