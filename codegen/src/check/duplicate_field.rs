//! V011: one field per wire name.

use std::collections::BTreeMap;

use super::view::View;
use crate::diag::{Diag, quoted};

rule! {
    DUPLICATE_FIELD = "V011" "a field appears twice"
        "A record, a request or an envelope has one field per wire name."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for owner in &view.owners {
        let mut seen = BTreeMap::new();
        for field in owner.raw.iter().filter(|field| !field.name.value.is_empty()) {
            if let Some(first) = seen.insert(field.name.value.as_str(), field.name.span) {
                let message = format!("{} has the field {} twice", owner.name, quoted(&field.name.value));
                diags.push(Diag::new(DUPLICATE_FIELD, field.name.span, message).label(first, "first here"));
            }
        }
    }
}
