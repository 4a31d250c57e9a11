//! V025: an example is a value of its type.

use super::value;
use super::view::View;
use crate::diag::{Diag, quoted};

rule! {
    BAD_EXAMPLE = "V025" "an example that is no value of its type"
        "Examples end up in documentation and tests. One that does not parse usually shows that the type was taken from \
         the document's word instead of its data."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields() {
        let Some(example) = &field.raw.example else { continue };
        if !field.has_type() {
            continue;
        }
        let operation = field.owner.operation.map(|at| at.api);
        if let Err(want) = value::text(&field.api.ty, &example.value, operation) {
            let message = format!("the example {} is not {want}", quoted(&example.value));
            diags.push(Diag::new(BAD_EXAMPLE, example.span, message).label(field.raw.ty.word().span, "the type"));
        }
        if let Some(max) = field.api.max_chars
            && example.value.chars().count() > max as usize
        {
            diags.push(Diag::new(BAD_EXAMPLE, example.span, format!("the example is longer than max_chars ({max})")));
        }
    }
}
