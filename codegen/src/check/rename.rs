//! V047: a declared rename ends at something that exists, and begins at something that does not.

use super::view::{OperationAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawRename, Text};
use crate::model::api::{Field, Name};

rule! {
    UNKNOWN_RENAME = "V047" "a rename that leads nowhere"
        "`renames` says that something had another name: `to` is a field of the type that `in` names, or, without `in`, \
         a type of the file or the operation itself; `from` is not one any more."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        for rename in &operation.raw.renames {
            match &rename.owner {
                Some(owner) => field(operation, rename, owner, diags),
                None => whole(operation, rename, diags),
            }
        }
    }
}

fn field(operation: &OperationAt<'_>, rename: &RawRename, of: &Text, diags: &mut Vec<Diag>) {
    let owner = of.value.as_str();
    let fields: Option<&[Field]> = if owner == "Request" {
        Some(&operation.api.request)
    } else {
        let record = operation.api.types.iter().find(|record| record.name.wire == owner);
        record.map(|record| record.fields.as_slice())
    };
    let Some(fields) = fields else {
        let message = format!("{} is no record type of this operation", quoted(owner));
        let known = operation.api.types.iter().map(|record| record.name.wire.as_str());
        diags.push(Diag::new(UNKNOWN_RENAME, of.span, message).nearest(owner, known));
        return;
    };
    let known = || fields.iter().map(|field| field.name.wire.as_str());
    if !known().any(|name| name == rename.to.value) {
        let message = format!("{owner} has no field {}", quoted(&rename.to.value));
        let diag = Diag::new(UNKNOWN_RENAME, rename.to.span, message);
        diags.push(diag.nearest(&rename.to.value, known()));
    }
    if known().any(|name| name == rename.from.value) {
        let message = format!("{owner} still has a field {}", quoted(&rename.from.value));
        let diag = Diag::new(UNKNOWN_RENAME, rename.from.span, message);
        diags.push(diag.help("a renamed field is no longer there under its old name"));
    }
}

/// A type of the file, or the operation itself.
fn whole(operation: &OperationAt<'_>, rename: &RawRename, diags: &mut Vec<Diag>) {
    let api = operation.api;
    let records = api.types.iter().map(|record| &record.name);
    let types: Vec<&Name> = records
        .chain(api.enums.iter().filter(|each| each.selected_from.is_none()).map(|each| &each.name))
        .chain(api.grammars.iter().map(|grammar| &grammar.name))
        .collect();
    let known = || types.iter().map(|name| name.wire.as_str()).chain([api.id.as_str()]);
    if !known().any(|name| name == rename.to.value) {
        let message = format!("{} is neither a type of this file nor its operation", quoted(&rename.to.value));
        let diag = Diag::new(UNKNOWN_RENAME, rename.to.span, message);
        diags.push(diag.nearest(&rename.to.value, known()));
    }
    let operations = operation.service.operations.iter().map(|other| other.id.as_str());
    if known().chain(operations).any(|name| name == rename.from.value) {
        let message = format!("{} is still there", quoted(&rename.from.value));
        let diag = Diag::new(UNKNOWN_RENAME, rename.from.span, message);
        diags.push(diag.help("what is renamed is no longer there under its old name"));
    }
}
