//! V043: the document's sample sends fields of the request.

use super::view::View;
use crate::diag::{Diag, quoted};

rule! {
    UNKNOWN_SAMPLE_FIELD = "V043" "a sample of a field that does not exist"
        "`request_sample` is the form of the document's own code sample; each of its names is a field of the request."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        let known = || operation.api.request.iter().map(|field| field.name.wire.as_str());
        for name in operation.raw.request_sample.iter().map(|field| &field.name) {
            if !name.value.is_empty() && !known().any(|each| each == name.value) {
                let message = format!("the request has no field {}", quoted(&name.value));
                diags.push(Diag::new(UNKNOWN_SAMPLE_FIELD, name.span, message).nearest(&name.value, known()));
            }
        }
    }
}
