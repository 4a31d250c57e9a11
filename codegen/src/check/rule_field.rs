//! V031: rules speak of fields of the request.

use super::view::View;
use crate::diag::{Diag, quoted};

rule! {
    UNKNOWN_RULE_FIELD = "V031" "a rule about a field that does not exist"
        "Rules name fields of the request by their wire names."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        let known = || operation.api.request.iter().map(|field| field.name.wire.as_str());
        for field in operation.raw.rules.iter().flat_map(|rule| &rule.fields) {
            if !known().any(|name| name == field.value) {
                let message = format!("the request has no field {}", quoted(&field.value));
                diags.push(Diag::new(UNKNOWN_RULE_FIELD, field.span, message).nearest(&field.value, known()));
            }
        }
    }
}
