//! V054: what state.yaml sets and looks for can be.

use super::view::{ServiceAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawChange, RawCondition, RawThing, Text};
use crate::model::api::{Effect, Operation, Record, Type};

rule! {
    STATE_VALUE = "V054" "a state file says something that cannot be"
        "A condition on a field names its values, with `in` or with `not_in`, and a change says one new value: `to`, `from` \
         or `now`. Where the spec lists the values of a field, they are some of those, and `now` goes into a datetime or a text. An operation that reads does not \
         write."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in &view.services {
        let Some(state) = &service.raw.state else { continue };
        for of in &state.operations {
            let operation = service.api.operations.iter().find(|operation| operation.id == of.operation.value);
            effect(operation, of.writes.as_ref(), diags);
            let thing = of.reads.as_ref().or(of.writes.as_ref());
            let thing = thing.and_then(|name| state.things.iter().find(|thing| thing.thing.value == name.value));
            let fields = thing.map(|thing| Fields::of(service, thing)).unwrap_or_default();
            for refuse in &of.refuse {
                condition(&refuse.condition, &fields, diags);
            }
            for change in &of.set {
                set(change, &fields, diags);
            }
        }
    }
}

/// The records whose fields are looked at and set.
#[derive(Default)]
struct Fields<'a> {
    operation: Option<&'a Operation>,
    thing: Option<&'a Record>,
    part: Option<&'a Record>,
}

impl<'a> Fields<'a> {
    fn of(service: &ServiceAt<'a>, thing: &RawThing) -> Self {
        let operation = service.api.operations.iter().find(|operation| operation.id == thing.ty.operation.value);
        let types = operation.map(|operation| operation.types.as_slice()).unwrap_or_default();
        let record = types.iter().find(|record| record.name.wire == thing.ty.record.value);
        let list = thing.parts.as_ref().and_then(|parts| {
            record?.fields.iter().find(|field| field.name.wire == parts.list.value).map(|field| &field.ty)
        });
        let part = list.and_then(|list| match list {
            Type::List { item, .. } => types.iter().find(|record| record.name.ident == item.ident),
            _ => None,
        });
        Self { operation, thing: record, part }
    }

    /// `value` is one that the spec lists for the field, where it lists any.
    fn hold(&self, record: Option<&Record>, field: &Text, value: &Text, diags: &mut Vec<Diag>) {
        let field = record.and_then(|record| record.fields.iter().find(|each| each.name.wire == field.value));
        let (Some(field), Some(operation)) = (field, self.operation) else { return };
        let Type::Enum(name) = &field.ty else { return };
        let Some(list) = operation.enums.iter().find(|list| list.name.ident == name.ident) else { return };
        let known = || list.values.iter().map(|value| value.name.wire.as_str());
        if !known().any(|each| each == value.value) {
            let message = format!("{} is no documented value of {}", quoted(&value.value), quoted(&field.name.wire));
            diags.push(Diag::new(STATE_VALUE, value.span, message).nearest(&value.value, known()));
        }
    }
}

fn effect(operation: Option<&Operation>, writes: Option<&Text>, diags: &mut Vec<Diag>) {
    if let (Some(operation), Some(writes)) = (operation, writes)
        && operation.effect == Effect::Read
    {
        let message = format!("{} only reads", operation.id);
        diags.push(Diag::new(STATE_VALUE, writes.span, message).label(operation.span, "its effect is `read`"));
    }
}

fn condition(raw: &RawCondition, fields: &Fields<'_>, diags: &mut Vec<Diag>) {
    let of_parts = [&raw.part, &raw.some_part, &raw.all_parts].into_iter().flatten().map(|field| (field, fields.part));
    let looked = raw.thing.iter().map(|field| (field, fields.thing)).chain(of_parts);
    let mut looks = false;
    for (field, record) in looked {
        looks = true;
        if raw.values.is_empty() == raw.others.is_empty() {
            let message = format!("a condition on {} wants its values: `in` or `not_in`", quoted(&field.value));
            diags.push(Diag::new(STATE_VALUE, raw.span, message));
        }
        for value in raw.values.iter().chain(&raw.others) {
            fields.hold(record, field, value, diags);
        }
    }
    if !looks && let Some(value) = raw.values.iter().chain(&raw.others).next() {
        let message = "values of no field: `in` and `not_in` go with `thing`, `part`, `some_part` or `all_parts`";
        diags.push(Diag::new(STATE_VALUE, value.span, message));
    }
}

fn set(raw: &RawChange, fields: &Fields<'_>, diags: &mut Vec<Diag>) {
    let said = [raw.to.is_some(), raw.from.is_some(), raw.now.is_some()].into_iter().filter(|said| *said).count();
    if said != 1 {
        diags.push(Diag::new(STATE_VALUE, raw.span, "a change says one new value: `to`, `from` or `now`"));
    }
    let about =
        raw.part.iter().map(|field| (field, fields.part)).chain(raw.thing.iter().map(|field| (field, fields.thing)));
    for (field, record) in about {
        if let Some(value) = &raw.to {
            fields.hold(record, field, value, diags);
        }
        let known = record.and_then(|record| record.fields.iter().find(|each| each.name.wire == field.value));
        if let (Some(_), Some(known)) = (&raw.now, known)
            && !matches!(known.ty, Type::DateTime(_) | Type::Text)
        {
            let message = format!("{} holds no time: it is {}", quoted(&field.value), known.ty.spelled());
            diags.push(Diag::new(STATE_VALUE, field.span, message).label(known.name.span, "declared here"));
        }
    }
    if let Some(when) = &raw.when {
        condition(when, fields, diags);
    }
}
