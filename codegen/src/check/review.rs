//! V046: what an import left to a person. Listed by `lint`; no hindrance to `generate`, whose output is already on the safe side.

use crate::codes;
use crate::diag::{Diag, quoted};
use crate::load::raw::Raw;

/// One finding for each mark.
pub(crate) fn check(raw: &Raw) -> Vec<Diag> {
    raw.reviews
        .iter()
        .map(|mark| {
            let message = format!("{} waits for a decision: {}", quoted(&mark.of), mark.words.join(", "));
            Diag::new(codes::REVIEW, mark.span, message).help("decide, write it down, and remove the mark")
        })
        .collect()
}
