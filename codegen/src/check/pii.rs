//! V029: a person decides what is personal.

use super::view::View;
use crate::diag::{Diag, quoted};
use crate::people::{self, personal_names};

rule! {
    MISSING_PII = "V029" "a field with a personal-looking name does not say whether it is personal"
        concat!(
            "Text that identifies or was written by a person is kept out of logs when the field says `pii: true`. Where the \
             name holds one of these parts, say `pii: true` or `pii: false`; a person has to decide: ",
            personal_names!(),
            ".",
        )
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields() {
        let named = people::personal(&field.raw.name.value);
        let Some(part) = named.or_else(|| people::personal_term(&field.raw.doc.zh)) else { continue };
        if field.api.ty.holds_text() && field.has_type() && field.raw.pii.is_none() {
            let message =
                format!("{} looks personal ({part:?}) and does not say whether it is", quoted(&field.raw.name.value));
            diags.push(
                Diag::new(MISSING_PII, field.raw.name.span, message)
                    .help("pii: true when it identifies or was written by a person, else pii: false"),
            );
        }
    }
}
