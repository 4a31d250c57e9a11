//! V046: what an import left to a person. Listed by `lint`; no hindrance to `generate`, whose output is already on the safe side.

use crate::diag::{Diag, quoted};
use crate::load::raw::Raw;

crate::codes::code! {
    REVIEW = "V046" "a decision is open"
        "`vvspec import` writes what a document says and marks with `review:` what only a person can decide: whether a \
         field is personal, the unit of an amount, the effect of an operation, the name and class of an error. Decide, \
         write it down, and remove the word from the list. `generate` works meanwhile, on the safe side."
}

/// One finding for each mark.
pub(crate) fn check(raw: &Raw) -> Vec<Diag> {
    raw.reviews
        .iter()
        .map(|mark| {
            let message = format!("{} waits for a decision: {}", quoted(&mark.of), mark.words.join(", "));
            Diag::new(REVIEW, mark.span, message).help("decide, write it down, and remove the mark")
        })
        .collect()
}
