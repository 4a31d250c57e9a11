//! V022: money has a unit.

use super::view::View;
use crate::diag::{Diag, quoted};

rule! {
    MISSING_UNIT = "V022" "money without a unit"
        "Amounts arrive in yuan, in fen and in points; the unit is part of the Rust type. Say `unit: undocumented` when \
         the document names none, never guess."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields().filter(|field| field.raw.ty.word().value == "money" && field.raw.unit.is_none()) {
        let message = format!("the amount {} has no unit", quoted(&field.raw.name.value));
        diags.push(
            Diag::new(MISSING_UNIT, field.raw.ty.word().span, message).help("unit: yuan | fen | points | undocumented"),
        );
    }
}
