//! V075: a method that changes something is no read's.

use super::view::View;
use crate::diag::Diag;
use crate::words::{Effect, Method};

rule! {
    METHOD = "V075" "a read that deletes or changes"
        "A read is repeated by itself when nobody knows what became of it, and `Writes` does not remember it. DELETE and PATCH change \
         something, whatever a document says of them: `effect` says which write they are."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for at in &view.operations {
        let Some(http) = at.raw.http.as_ref().filter(|_| at.api.effect == Effect::Read) else { continue };
        if let Some(method @ (Method::Delete | Method::Patch)) = Method::from_word(&http.method.value) {
            let message = format!("a {} is no read", method.word());
            let help = "effect: idempotent_write where twice has the effect of once, else non_idempotent_write";
            let diag = Diag::new(METHOD, at.raw.effect.span, message).label(http.method.span, "this changes something");
            diags.push(diag.help(help));
        }
    }
}
