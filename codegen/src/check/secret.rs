//! V048: a person decides what is secret.

use super::view::View;
use crate::diag::{Diag, quoted};
use crate::model::api::Type;
use crate::people::{self, secret_names};

rule! {
    MISSING_SECRET = "V048" "a field with the name of a secret does not say whether it is one"
        concat!(
            "A secret is a value with which whoever has it can act for somebody: a password, a key, an access token, a code sent to a \
             telephone. A field that says `secret: true` is never printed, not even in debug output; with `secret: false` its value is printed like any other. Where a name or a Chinese term is that of a secret, say one of \
             the two: `secret: true` in doubt, `secret: false` for what only looks like it, as `signature` of a picture or the \
             `session` of a fair. `vvspec import` writes `secret: true` itself and leaves no mark: a person changes it where the \
             document says otherwise. A kind or an expiry (`token_type`, `secret_expire_time`) and a place in a list \
             (`next_page_token`) are not asked about. A word of the name ends with one of these: ",
            secret_names!(),
            ".",
        )
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields() {
        // A number opens an account as well as a text.
        let holds = field.api.ty.holds_text() || matches!(field.api.ty, Type::Int | Type::Decimal);
        if field.raw.secret.is_some() || !holds || !field.has_type() {
            continue;
        }
        let Some(part) = people::secret_field(&field.raw.name.value, &field.raw.doc.zh) else { continue };
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
