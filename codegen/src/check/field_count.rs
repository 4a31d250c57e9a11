//! V034: fields are numbered with 15 bits, the sixteenth of a place in the index says something else.

use super::view::View;
use crate::codes;
use crate::diag::Diag;

const MAX_FIELDS: usize = 32_000;

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for owner in &view.owners {
        if let Some(field) = owner.raw.get(MAX_FIELDS) {
            let message = format!("{} has {} fields, at most {MAX_FIELDS} are possible", owner.name, owner.raw.len());
            diags.push(Diag::new(codes::TOO_MANY_FIELDS, field.name.span, message));
        }
    }
}
