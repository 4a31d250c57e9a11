//! V024: a default is a value the field takes.

use super::value;
use super::view::View;
use crate::diag::{Diag, quoted};

rule! {
    BAD_DEFAULT = "V024" "a default that is no allowed value"
        "A default must be a value the field accepts: parse as its type, be listed in its enum, fit its length. It is sent as it \
         stands: a time in whole seconds, a list without blanks."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields() {
        let Some(default) = &field.raw.default else { continue };
        if !field.has_type() {
            continue;
        }
        let operation = field.owner.operation.map(|at| at.api);
        let wrong = match value::text(&field.api.ty, &default.value, operation) {
            Err(want) => Some(format!("is not {want}")),
            Ok(()) => value::sent_otherwise(&field.api.ty, &default.value),
        };
        if let Some(why) = wrong {
            let message = format!("the default {} {why}", quoted(&default.value));
            diags.push(Diag::new(BAD_DEFAULT, default.span, message).label(field.raw.ty.word().span, "the type"));
        }
        if let Some(max) = field.api.max_chars
            && default.value.chars().count() > max as usize
        {
            diags.push(Diag::new(BAD_DEFAULT, default.span, format!("the default is longer than max_chars ({max})")));
        }
    }
}
