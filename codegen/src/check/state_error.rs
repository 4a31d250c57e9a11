//! V053: state.yaml answers errors that the operation lists.

use super::view::{ServiceAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawOperationState, RawState, Text};
use crate::model::api::Operation;
use crate::model::unknown_error;

rule! {
    UNLISTED_STATE_ERROR = "V053" "a state file answers an error that the operation does not list"
        "What the loopback server answers for a reason has to be documented for the operation: an error of its own list, or \
         one of the service's `general_errors`. Else a client would be tested against a service that does not exist."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in view.services.iter().filter(|service| service.raw.errors_known && service.raw.operations_known) {
        // Without its service.yaml nobody knows which errors are general.
        let Some(state) = service.raw.state.as_ref().filter(|_| service.raw.head.is_some()) else { continue };
        for name in of_all(state) {
            hold(service, None, name, diags);
        }
        for of in &state.operations {
            // Of an operation that is not there nothing is known.
            let operation = service.api.operations.iter().find(|operation| operation.id == of.operation.value);
            for name in of_one(of).filter(|_| operation.is_some()) {
                hold(service, operation, name, diags);
            }
        }
    }
}

/// Those that any operation may answer.
fn of_all(state: &RawState) -> impl Iterator<Item = &Text> {
    let account = state.account.iter().flat_map(|account| {
        let empty = account.balance.as_ref().map(|balance| &balance.empty);
        let too_fast = account.too_fast.as_ref().map(|too_fast| &too_fast.error);
        [empty, too_fast, account.per_day.as_ref().map(|per_day| &per_day.error)].into_iter().flatten()
    });
    account.chain(state.shops.as_ref().map(|shops| &shops.unauthorised))
}

fn of_one(of: &RawOperationState) -> impl Iterator<Item = &Text> {
    let told = [&of.missing, &of.foreign].into_iter().flatten().map(|told| &told.error);
    told.chain(of.refuse.iter().map(|refuse| &refuse.error))
}

fn hold(service: &ServiceAt<'_>, operation: Option<&Operation>, name: &Text, diags: &mut Vec<Diag>) {
    let Some(place) = service.api.errors.iter().position(|error| error.name.wire == name.value) else {
        if !name.value.is_empty() {
            diags.push(unknown_error(name, service.api));
        }
        return;
    };
    let general = service.api.general_errors.iter().any(|error| error.wire == name.value);
    let listed = operation.is_some_and(|operation| operation.errors.contains(&place));
    if general || listed {
        return;
    }
    let message = match operation {
        Some(operation) => format!("{} does not list the error {}", operation.id, quoted(&name.value)),
        None => format!("{} is no general error of the service", quoted(&name.value)),
    };
    let listed = operation.into_iter().flat_map(|operation| &operation.errors);
    let names = listed.filter_map(|place| service.api.errors.get(*place)).map(|error| error.name.wire.as_str());
    let general = service.api.general_errors.iter().map(|error| error.wire.as_str());
    diags.push(Diag::new(UNLISTED_STATE_ERROR, name.span, message).nearest(&name.value, names.chain(general)));
}
