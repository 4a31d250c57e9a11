//! V045: `service:` is the folder's name.

use super::view::View;
use crate::diag::{Diag, quoted};

rule! {
    WRONG_FOLDER = "V045" "a file in another service's folder"
        "`service:` is the name of the folder the file lies in."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in &view.services {
        let raw = service.raw;
        let state = raw.state.iter().map(|state| &state.service);
        let names = raw.head.iter().map(|head| &head.service).chain(&raw.errors_service).chain(state);
        for name in names.filter(|name| !name.value.is_empty() && name.value != raw.folder) {
            let message =
                format!("this file is of service {}, its folder is {}", quoted(&name.value), quoted(&raw.folder));
            diags.push(Diag::new(WRONG_FOLDER, name.span, message));
        }
    }
}
