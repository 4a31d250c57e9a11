//! V056: an intent and its proof speak of what is there.

use super::view::{OperationAt, View};
use crate::codes;
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawAmong, RawVerify, Text};
use crate::model::api::{Field, Operation, Record, Type};

rule! {
    UNKNOWN_INTENT_NAME = "V056" "an intent or a proof about something that is not there"
        "`intent` and `one_at_a_time` name fields of the request. `verify` names an operation of the service, fields of both \
         requests, fields of the read's reply, and values of its enums: a name that leads nowhere would prove nothing."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        for list in [&operation.raw.intent, &operation.raw.one_at_a_time] {
            for (index, name) in list.iter().enumerate() {
                field("the request", &operation.api.request, name, diags);
                if list.iter().take(index).any(|each| each.value == name.value) {
                    let message = format!("the field {} is named twice", quoted(&name.value));
                    diags.push(Diag::new(codes::DUPLICATE, name.span, message));
                }
            }
        }
        if let Some(verify) = &operation.raw.verify {
            proof(operation, verify, diags);
        }
    }
}

fn proof(operation: &OperationAt<'_>, verify: &RawVerify, diags: &mut Vec<Diag>) {
    let given_by = verify.each.iter().filter_map(|each| each.given_by.as_ref());
    for name in verify.pass.iter().map(|pass| &pass.from).chain(given_by).chain([&verify.done.same_as]) {
        field("the request", &operation.api.request, name, diags);
    }
    let Some(read) = operation.proof() else {
        if operation.raw_service.operations_known && !verify.by.value.is_empty() {
            let known = operation.service.operations.iter().map(|each| each.id.as_str());
            let message = format!("{} has no operation {}", operation.service.name.wire, quoted(&verify.by.value));
            diags.push(Diag::new(UNKNOWN_INTENT_NAME, verify.by.span, message).nearest(&verify.by.value, known));
        }
        return;
    };
    let (request, data) = (format!("the request of {}", read.id), format!("the data of {}", read.id));
    for pass in &verify.pass {
        field(&request, &read.request, &pass.to, diags);
    }
    asked(read, verify, diags);
    let Some(root) = record(read, &read.reply.data.ident) else { return };
    let part = match &verify.each {
        None => Some((data, root)),
        Some(each) => field(&data, &root.fields, &each.list, diags).and_then(|list| match &list.ty {
            Type::List { item, .. } => Some((format!("a record of {}", each.list.value), record(read, &item.ident)?)),
            _ => {
                let message = format!("{} of {} is no list of records", quoted(&each.list.value), data);
                diags.push(Diag::new(UNKNOWN_INTENT_NAME, each.list.span, message));
                None
            }
        }),
    };
    let Some((part, record)) = part else { return };
    if let Some(each) = &verify.each {
        field(&part, &record.fields, &each.key, diags);
    }
    field(&part, &record.fields, &verify.done.field, diags);
    for values in verify.each.iter().filter_map(|each| each.skip.as_ref()).chain([&verify.undone]) {
        among(read, &part, record, values, diags);
    }
}

/// What the answer shall hold can be asked for.
fn asked(read: &Operation, verify: &RawVerify, diags: &mut Vec<Diag>) {
    let select = read.request.iter().find_map(|field| match &field.ty {
        Type::Select { field_enum, .. } => read.enums.iter().find(|each| each.name.ident == field_enum.ident),
        _ => None,
    });
    let Some(select) = select else {
        if let Some(first) = verify.ask.first() {
            let message = format!("no field of the request of {} says what its answer shall hold", read.id);
            diags.push(
                Diag::new(UNKNOWN_INTENT_NAME, first.span, message).help("`ask` is for a field of type {select: T}"),
            );
        }
        return;
    };
    let known = || select.values.iter().map(|value| value.name.wire.as_str());
    for name in verify.ask.iter().filter(|name| !known().any(|each| each == name.value)) {
        let message = format!("{} cannot be asked for {}", read.id, quoted(&name.value));
        diags.push(Diag::new(UNKNOWN_INTENT_NAME, name.span, message).nearest(&name.value, known()));
    }
}

/// The field of that name, or a finding. A name that is missing has been reported.
fn field<'a>(of: &str, fields: &'a [Field], name: &Text, diags: &mut Vec<Diag>) -> Option<&'a Field> {
    let known = || fields.iter().map(|field| field.name.wire.as_str());
    let found = fields.iter().find(|field| field.name.wire == name.value);
    if found.is_none() && !name.value.is_empty() {
        let message = format!("{of} has no field {}", quoted(&name.value));
        diags.push(Diag::new(UNKNOWN_INTENT_NAME, name.span, message).nearest(&name.value, known()));
    }
    found
}

/// Values of an enum are among those that it lists; of any other type they may be what they like.
fn among(read: &Operation, of: &str, record: &Record, raw: &RawAmong, diags: &mut Vec<Diag>) {
    let Some(Type::Enum(name)) = field(of, &record.fields, &raw.field, diags).map(|field| &field.ty) else { return };
    let Some(list) = read.enums.iter().find(|each| each.name.ident == name.ident) else { return };
    let known = || list.values.iter().map(|value| value.name.wire.as_str());
    for value in raw.values.iter().filter(|value| !known().any(|each| each == value.value)) {
        let message = format!("{} has no value {}", list.name.ident, quoted(&value.value));
        diags.push(Diag::new(UNKNOWN_INTENT_NAME, value.span, message).nearest(&value.value, known()));
    }
}

fn record<'a>(operation: &'a Operation, ident: &str) -> Option<&'a Record> {
    operation.types.iter().find(|record| record.name.ident == ident)
}
