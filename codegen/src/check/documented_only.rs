//! V032: `documented_only` needs a documented list.

use super::view::View;
use crate::diag::Diag;
use crate::model::api::Type;

rule! {
    DOCUMENTED_ONLY = "V032" "documented_only on something that is no enum"
        "`documented_only` refuses values outside the documented list; only an enum has one."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields() {
        let Some(stated) = field.raw.documented_only.as_ref().filter(|text| text.value == "true") else { continue };
        let listed = match &field.api.ty {
            Type::Enum(_) | Type::Select { .. } => true,
            Type::Csv(item) | Type::Values { item, .. } => matches!(**item, Type::Enum(_)),
            _ => false,
        };
        if !listed && field.has_type() {
            diags.push(
                Diag::new(DOCUMENTED_ONLY, stated.span, "only an enum has a list of documented values")
                    .label(field.raw.ty.word().span, "the type"),
            );
        }
    }
}
