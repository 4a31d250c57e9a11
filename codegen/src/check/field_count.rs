//! V034: fields are numbered with 15 bits, the sixteenth of a place in the index says something else.

use super::view::View;
use crate::diag::Diag;

rule! {
    TOO_MANY_FIELDS = "V034" "too many fields in one record"
        "Fields are numbered with 15 bits; 32 000 is the limit."
}

const MAX_FIELDS: usize = 32_000;

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for owner in &view.owners {
        if let Some(field) = owner.raw.get(MAX_FIELDS) {
            let message = format!("{} has {} fields, at most {MAX_FIELDS} are possible", owner.name, owner.raw.len());
            diags.push(Diag::new(TOO_MANY_FIELDS, field.name.span, message));
        }
    }
}
