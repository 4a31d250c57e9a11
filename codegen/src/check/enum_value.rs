//! V019: a wire value stands for one variant.

use std::collections::BTreeMap;

use super::view::View;
use crate::diag::{Diag, quoted};

rule! {
    DUPLICATE_VALUE = "V019" "an enum value appears twice"
        "A wire value stands for one variant."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for each in view.operations.iter().flat_map(|operation| &operation.raw.enums) {
        let mut seen = BTreeMap::new();
        for value in each.values.iter().map(|value| &value.value).filter(|value| !value.value.is_empty()) {
            if let Some(first) = seen.insert(value.value.as_str(), value.span) {
                let message = format!("{} has the value {} twice", each.name.value, quoted(&value.value));
                diags.push(Diag::new(DUPLICATE_VALUE, value.span, message).label(first, "first here"));
            }
        }
    }
}
