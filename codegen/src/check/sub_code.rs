//! V018: a sub code decides alone, so one entry has it.

use std::collections::BTreeMap;

use super::view::View;
use crate::diag::{Diag, quoted};

rule! {
    DUPLICATE_SUB_CODE = "V018" "a sub code belongs to two errors"
        "A sub code decides alone which error a reply is, so it belongs to one entry of the service."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in &view.services {
        let mut seen = BTreeMap::new();
        for code in service.raw.errors.iter().flat_map(|error| &error.sub_codes) {
            if let Some(first) = seen.insert(code.value.to_lowercase(), code.span) {
                let message = format!("the sub code {} stands twice in the table", quoted(&code.value));
                diags.push(Diag::new(DUPLICATE_SUB_CODE, code.span, message).label(first, "first here"));
            }
        }
    }
}
