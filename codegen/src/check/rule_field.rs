//! V031: rules speak of fields of the request.

use super::view::View;
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawRule, Text};

rule! {
    UNKNOWN_RULE_FIELD = "V031" "a rule about a field that does not exist"
        "Rules name fields of the request by their wire names."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        let known = || operation.api.request.iter().map(|field| field.name.wire.as_str());
        let named = |rule: &'_ RawRule| -> Vec<Text> {
            rule.fields.iter().chain(&rule.field).chain(&rule.from).chain(&rule.to).cloned().collect()
        };
        for field in operation.raw.rules.iter().flat_map(named) {
            if !known().any(|name| name == field.value) {
                let message = format!("the request has no field {}", quoted(&field.value));
                diags.push(Diag::new(UNKNOWN_RULE_FIELD, field.span, message).nearest(&field.value, known()));
            }
        }
    }
}
