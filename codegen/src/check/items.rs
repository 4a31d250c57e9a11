//! V065: rows that succeed or fail by themselves are rows, and say so.

use super::view::{OperationAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawItems, Text};
use crate::model::api::{Field, Items, Record, Type};

rule! {
    UNKNOWN_ITEMS = "V065" "rows that do not say what became of them"
        "`items` names a list of records in the data of a reply, unless the data is that list itself, and fields of a row: an id, \
         a text or a number that says which it is, a bool that is true where it succeeded, and the code and message of a failure."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        let (Some(raw), Some(items)) = (&operation.raw.reply.items, &operation.api.reply.items) else { continue };
        let Some(row) = rows(operation, raw, items, diags) else { continue };
        let key = |ty: &Type| matches!(ty, Type::Id(_) | Type::Text | Type::Int);
        let told = |ty: &Type| matches!(ty, Type::Text | Type::Int | Type::Enum(_));
        field(row, &raw.key, "an id, a text or a number", key, diags);
        field(row, &raw.ok, "a bool", |ty| matches!(ty, Type::Bool), diags);
        for name in [&raw.code, &raw.message].into_iter().flatten() {
            field(row, name, "a text or a number", told, diags);
        }
    }
}

/// The record of a row, or a finding.
fn rows<'a>(
    operation: &'a OperationAt<'_>,
    raw: &RawItems,
    items: &Items,
    diags: &mut Vec<Diag>,
) -> Option<&'a Record> {
    let data = operation.record(&operation.api.reply.data.ident)?;
    let span = raw.list.as_ref().map_or(raw.key.span, |list| list.span);
    let Some(list) = data.fields.iter().find(|field| field.name.wire == items.list) else {
        let message = match &raw.list {
            Some(_) => format!("the data has no field {}", quoted(&items.list)),
            None => "the data is no list: say which field of it is, with `list`".to_owned(),
        };
        let known = data.fields.iter().map(|field| field.name.wire.as_str());
        diags.push(Diag::new(UNKNOWN_ITEMS, span, message).nearest(&items.list, known));
        return None;
    };
    let Type::List { item, .. } = &list.ty else {
        let message = format!("{} is no list of records", quoted(&items.list));
        diags.push(Diag::new(UNKNOWN_ITEMS, span, message).label(list.name.span, "this field"));
        return None;
    };
    operation.record(&item.ident)
}

fn field(row: &Record, name: &Text, want: &str, fits: impl Fn(&Type) -> bool, diags: &mut Vec<Diag>) {
    // Missing, and said so.
    if name.value.is_empty() {
        return;
    }
    let known = || row.fields.iter().map(|field: &Field| field.name.wire.as_str());
    match row.fields.iter().find(|field| field.name.wire == name.value) {
        None => {
            let message = format!("{} has no field {}", row.name.ident, quoted(&name.value));
            diags.push(Diag::new(UNKNOWN_ITEMS, name.span, message).nearest(&name.value, known()));
        }
        Some(field) if !fits(&field.ty) => {
            let message = format!("{} is not {want}", quoted(&name.value));
            diags.push(Diag::new(UNKNOWN_ITEMS, name.span, message).label(field.name.span, "this field"));
        }
        Some(_) => {}
    }
}
