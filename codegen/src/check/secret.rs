//! V048: a person decides what is secret.

use super::view::View;
use crate::diag::{Diag, quoted};
use crate::model::api::Type;
use crate::people::{self, secret_names};

rule! {
    MISSING_SECRET = "V048" "a field with the name of a secret does not say whether it is one"
        concat!(
            "What opens an account is never printed, not even in debug output, when the field says `secret: true`. Where a \
             word of the name ends with one of these, say `secret: true` or `secret: false`: ",
            secret_names!(),
            ". A kind or an expiry (`token_type`) and a place in a list (`next_page_token`) are no secrets.",
        )
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields() {
        let named = people::secret(&field.raw.name.value);
        let Some(part) = named.or_else(|| people::secret_term(&field.raw.doc.zh)) else { continue };
        // A number opens an account as well as a text.
        let holds = field.api.ty.holds_text() || matches!(field.api.ty, Type::Int | Type::Decimal);
        if holds && field.has_type() && field.raw.secret.is_none() {
            let message = format!(
                "{} is the name of a secret ({part:?}) and does not say whether it is one",
                quoted(&field.raw.name.value)
            );
            diags.push(
                Diag::new(MISSING_SECRET, field.raw.name.span, message)
                    .help("secret: true when whoever has it can act for somebody, else secret: false"),
            );
        }
    }
}
