//! V022: money has a unit.

use super::view::View;
use crate::codes;
use crate::diag::{Diag, quoted};

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields().filter(|field| field.raw.ty.word().value == "money" && field.raw.unit.is_none()) {
        let message = format!("the amount {} has no unit", quoted(&field.raw.name.value));
        diags.push(
            Diag::new(codes::MISSING_UNIT, field.raw.ty.word().span, message)
                .help("unit: yuan | fen | points | undocumented"),
        );
    }
}
