//! V061: a call is for one shop.

use super::view::View;
use crate::diag::{Diag, quoted};
use crate::model::api::Type;

rule! {
    TENANT = "V061" "more than one id of the shop"
        "`tenant: true` in ids.yaml marks the id type that names the shop a call is for: where calls wait, shops take turns, and what \
         concerns one shop holds its calls back only. One id type has it, and a request has one field of that type."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    let mut tenants = view.api.ids.iter().filter(|id| id.tenant).map(|id| &id.name);
    let Some(tenant) = tenants.next() else { return };
    for id in tenants {
        let message = format!("the id type {} is a shop's as well", quoted(&id.wire));
        diags.push(Diag::new(TENANT, id.span, message).label(tenant.span, "the first"));
    }
    for operation in &view.operations {
        let mut fields = operation.api.request.iter().filter(|field| match &field.ty {
            Type::Id(id) => id.wire == tenant.wire,
            _ => false,
        });
        let Some(first) = fields.next() else { continue };
        for field in fields {
            let message = format!("two fields of the request say which shop it is for: {}", quoted(&field.name.wire));
            diags.push(
                Diag::new(TENANT, field.name.span, message)
                    .label(first.name.span, "the first")
                    .help("give one of them another id type, or text"),
            );
        }
    }
}
