//! V041: what the service file names is there.

use super::view::{ServiceAt, View};
use crate::diag::{Diag, quoted};
use crate::words::DataShape;

rule! {
    UNKNOWN_REFERENCE = "V041" "a name that does not exist"
        "The service names an operation, an error or a field that is not there."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in &view.services {
        let Some(head) = service.raw.head.as_ref().filter(|_| service.raw.operations_known) else { continue };
        if let Some(wanted) = &head.token_operation {
            let known = || service.api.operations.iter().map(|operation| operation.id.as_str());
            if !known().any(|id| id == wanted.value) {
                let message = format!("unknown operation {}", quoted(&wanted.value));
                diags.push(Diag::new(UNKNOWN_REFERENCE, wanted.span, message).nearest(&wanted.value, known()));
            }
        }
        if let Some(cost) = &head.charge {
            charge(service, &cost.field, diags);
        }
    }
}

fn charge(service: &ServiceAt<'_>, wanted: &crate::load::raw::Text, diags: &mut Vec<Diag>) {
    for operation in service.api.operations.iter().filter(|operation| operation.is_charged()) {
        // A value, or nothing at all, says what it is and not what it cost.
        if matches!(operation.reply.shape, DataShape::Value | DataShape::Nothing) {
            continue;
        }
        let Some(data) = operation.told_in() else { continue };
        if !data.fields.iter().any(|field| field.name.wire == wanted.value) {
            let message = format!("the data of {} has no field {}", operation.id, quoted(&wanted.value));
            let known = data.fields.iter().map(|field| field.name.wire.as_str());
            let diag = Diag::new(UNKNOWN_REFERENCE, wanted.span, message).nearest(&wanted.value, known);
            diags.push(
                diag.label(operation.span, "charged to the balance")
                    .help("a charged operation says in its data what it cost"),
            );
        }
    }
}
