//! V016: an error's name is its variant.

use std::collections::BTreeMap;

use super::view::View;
use crate::diag::{Diag, quoted};

rule! {
    DUPLICATE_ERROR_NAME = "V016" "two errors of one name"
        "The name of an error becomes a variant of the service's `ErrorKind`; each entry needs its own."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in &view.services {
        let mut seen = BTreeMap::new();
        for name in service.raw.errors.iter().map(|error| &error.name).filter(|name| !name.value.is_empty()) {
            if let Some(first) = seen.insert(name.value.as_str(), name.span) {
                let message = format!("the error {} is defined twice", quoted(&name.value));
                diags.push(Diag::new(DUPLICATE_ERROR_NAME, name.span, message).label(first, "first here"));
            }
        }
    }
}
