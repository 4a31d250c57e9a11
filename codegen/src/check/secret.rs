//! V048: a person decides what is secret.

use super::view::View;
use crate::codes;
use crate::diag::{Diag, quoted};
use crate::people;

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields() {
        let Some(part) = people::secret(&field.raw.name.value) else { continue };
        if field.api.ty.holds_text() && field.has_type() && field.raw.secret.is_none() {
            let message = format!(
                "{} is the name of a secret ({part:?}) and does not say whether it is one",
                quoted(&field.raw.name.value)
            );
            diags.push(
                Diag::new(codes::MISSING_SECRET, field.raw.name.span, message)
                    .help("secret: true when whoever has it can act for somebody, else secret: false"),
            );
        }
    }
}
