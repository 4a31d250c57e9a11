//! V028: records nest to a finite depth.

use super::view::{OperationAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::RawRecord;

rule! {
    RECURSIVE = "V028" "a record that contains itself"
        "Record types nest by value and need a finite depth."
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
        let Some(word) = next.ty.held() else { continue };
        let Some(target) = types.iter().position(|each: &RawRecord| each.name.value == word.value) else { continue };
        match state.get(target) {
            Some(State::New) => stack.push((target, 0)),
            Some(State::Open) => {
                let owner = types.get(record).map(|each| each.name.value.as_str()).unwrap_or_default();
                let message = format!("{} contains itself through {owner}.{}", quoted(&word.value), next.name.value);
                diags.push(
                    Diag::new(RECURSIVE, word.span, message)
                        .help("records nest by value; take the field out or read it as json"),
                );
            }
            _ => {}
        }
    }
}
