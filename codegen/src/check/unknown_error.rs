//! V020: errors named outside the list of an operation (the list itself is resolved with the operation).

use super::view::View;
use crate::codes;
use crate::diag::Diag;
use crate::load::raw::Text;
use crate::model::api::Service;
use crate::model::unknown_error;

rule! { codes::UNKNOWN_ERROR }

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    let mut hold = |service: &Service, known: bool, name: &Text| {
        if known && !service.errors.iter().any(|error| error.name.wire == name.value) {
            diags.push(unknown_error(name, service));
        }
    };
    for service in &view.services {
        for name in service
            .raw
            .head
            .iter()
            .flat_map(|head| [&head.token_invalid, &head.token_pause, &head.throttled, &head.general_errors])
            .flatten()
        {
            hold(service.api, service.raw.errors_known, name);
        }
    }
    for operation in &view.operations {
        for name in operation.raw.rules.iter().filter_map(|rule| rule.error.as_ref()) {
            hold(operation.service, operation.raw_service.errors_known, name);
        }
    }
}
