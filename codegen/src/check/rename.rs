//! V047: a declared rename ends at a field that exists, and begins at one that does not.

use super::view::View;
use crate::codes;
use crate::diag::{Diag, quoted};
use crate::model::api::Field;

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        for rename in &operation.raw.renames {
            let owner = rename.owner.value.as_str();
            let fields: Option<&[Field]> = if owner == "Request" {
                Some(&operation.api.request)
            } else {
                let record = operation.api.types.iter().find(|record| record.name.wire == owner);
                record.map(|record| record.fields.as_slice())
            };
            let Some(fields) = fields else {
                let message = format!("{} is no record type of this operation", quoted(owner));
                let known = operation.api.types.iter().map(|record| record.name.wire.as_str());
                diags.push(Diag::new(codes::UNKNOWN_RENAME, rename.owner.span, message).nearest(owner, known));
                continue;
            };
            let known = || fields.iter().map(|field| field.name.wire.as_str());
            if !known().any(|name| name == rename.to.value) {
                let message = format!("{owner} has no field {}", quoted(&rename.to.value));
                let diag = Diag::new(codes::UNKNOWN_RENAME, rename.to.span, message);
                diags.push(diag.nearest(&rename.to.value, known()));
            }
            if known().any(|name| name == rename.from.value) {
                let message = format!("{owner} still has a field {}", quoted(&rename.from.value));
                let diag = Diag::new(codes::UNKNOWN_RENAME, rename.from.span, message);
                diags.push(diag.help("a renamed field is no longer there under its old name"));
            }
        }
    }
}
