//! V057: what a journal stores is nobody's data and no secret.

use super::view::View;
use crate::diag::{Diag, quoted};

rule! {
    STORED = "V057" "an intent or a proof that would store personal data or a secret"
        "The values of `intent` and `one_at_a_time`, and those of the write that `verify` needs, are written down, so that a \
         restart does not forget them. A field with `pii: true` or `secret: true` is not written anywhere: tell what is done \
         by numbers of the platform."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        let raw = operation.raw;
        let proof = raw.verify.iter().flat_map(|verify| {
            let given_by = verify.each.iter().filter_map(|each| each.given_by.as_ref());
            verify.pass.iter().map(|pass| &pass.from).chain(given_by).chain([&verify.done.same_as])
        });
        for name in raw.intent.iter().chain(&raw.one_at_a_time).chain(proof) {
            let found = operation.api.request.iter().find(|field| field.name.wire == name.value);
            if let Some(field) = found.filter(|field| field.pii || field.secret) {
                let what = if field.secret { "a secret" } else { "personal data" };
                let message = format!("{} is {what} and would be stored", quoted(&name.value));
                diags.push(Diag::new(STORED, name.span, message).label(field.name.span, "the field"));
            }
        }
    }
}
