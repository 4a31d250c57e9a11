//! V060: an error that concerns a shop can tell which.

use super::view::{ServiceAt, View};
use crate::diag::Diag;
use crate::words::{Class, Protocol, Scope};

rule! {
    EMPTY_SCOPE = "V060" "an error whose scope says nothing"
        "`scope` of an error says which calls are held back after it. `scope: shop` needs to know which shop a call is for: a field \
         of the request whose id type has `tenant: true` in ids.yaml, or the session of a signed call. An error of class `ignore` \
         holds nothing back."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in &view.services {
        // Without the ids nothing names a shop, which is told once.
        let has_shops = view.api.ids.is_empty() || has_shops(service);
        for (raw, error) in service.raw.errors.iter().zip(&service.api.errors) {
            let Some(span) = raw.scope.as_ref().map(|scope| scope.span) else { continue };
            if error.scope == Scope::Shop && !has_shops {
                let message = format!("no request of {} names a shop", service.api.name.wire);
                let help = "give the id type of its field `tenant: true` in ids.yaml";
                diags.push(Diag::new(EMPTY_SCOPE, span, message).help(help));
            } else if error.class == Class::Ignore && error.scope != Scope::Call {
                let message = "nothing is held back after an error that is to be ignored";
                diags.push(Diag::new(EMPTY_SCOPE, span, message).label(raw.class.span, "ignored"));
            }
        }
    }
}

/// Something says which shop a call is for; so it is as well where not everything can be read.
fn has_shops(service: &ServiceAt<'_>) -> bool {
    service.api.protocol == Protocol::Top
        || !service.raw.operations_known
        || service.api.operations.iter().any(|operation| operation.shop.is_some())
}
