//! V052: state.yaml names what is there.

use super::view::{ServiceAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawChange, RawCondition, RawOperationState, RawState, RawThing, Text};
use crate::model::api::{Field, Operation, Protocol, Record, Type};

rule! {
    UNKNOWN_STATE_NAME = "V052" "a state file about something that does not exist"
        "`state.yaml` tells the loopback server what a service remembers. It names operations of the service, kinds of \
         things that it declares itself, and fields of their records and requests by their wire names."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in &view.services {
        if let Some(state) = service.raw.state.as_ref().filter(|_| service.raw.operations_known) {
            Checked { service, state, diags }.all();
        }
    }
}

struct Checked<'a, 'd> {
    service: &'a ServiceAt<'a>,
    state: &'a RawState,
    diags: &'d mut Vec<Diag>,
}

/// A kind of thing as far as its names lead somewhere.
struct Kind<'a> {
    record: &'a Record,
    part: Option<&'a Record>,
}

impl<'a> Checked<'a, '_> {
    fn all(mut self) {
        if let Some(shops) = &self.state.shops {
            self.shop(&shops.field);
        }
        for thing in &self.state.things {
            self.thing(thing);
        }
        for of in &self.state.operations {
            self.of_operation(of);
        }
    }

    /// An empty name has been reported where it was read.
    fn known(&mut self, what: &str, name: &Text, known: &[&str]) -> bool {
        let found = name.value.is_empty() || known.contains(&name.value.as_str());
        if !found {
            let message = format!("{what} {}", quoted(&name.value));
            self.diags
                .push(Diag::new(UNKNOWN_STATE_NAME, name.span, message).nearest(&name.value, known.iter().copied()));
        }
        found
    }

    fn operation(&mut self, id: &Text) -> Option<&'a Operation> {
        let known: Vec<_> = self.service.api.operations.iter().map(|operation| operation.id.as_str()).collect();
        self.known("unknown operation", id, &known);
        self.service.api.operations.iter().find(|operation| operation.id == id.value)
    }

    /// Some request has the field, or the protocol the parameter.
    fn shop(&mut self, field: &Text) {
        let fields = self.service.api.operations.iter().flat_map(|operation| &operation.request);
        let protocol = (self.service.api.protocol == Protocol::Top).then_some("session");
        let known: Vec<_> = fields.map(|field| field.name.wire.as_str()).chain(protocol).collect();
        self.known("no request has a field", field, &known);
    }

    fn field(&mut self, record: Option<&'a Record>, field: &Text) -> Option<&'a Field> {
        let record = record?;
        let known: Vec<_> = record.fields.iter().map(|field| field.name.wire.as_str()).collect();
        self.known(&format!("{} has no field", record.name.wire), field, &known);
        record.fields.iter().find(|each| each.name.wire == field.value)
    }

    fn request(&mut self, operation: Option<&'a Operation>, field: &Text) {
        if let Some(operation) = operation {
            let known: Vec<_> = operation.request.iter().map(|field| field.name.wire.as_str()).collect();
            self.known(&format!("the request of {} has no field", operation.id), field, &known);
        }
    }

    fn thing(&mut self, thing: &'a RawThing) {
        if let Some(shop) = &thing.shop {
            self.shop(shop);
        }
        let Some(operation) = self.operation(&thing.ty.operation) else { return };
        let records: Vec<_> = operation.types.iter().map(|record| record.name.wire.as_str()).collect();
        self.known(&format!("{} has no record", operation.id), &thing.ty.record, &records);
        if let Some(file) = &thing.from {
            let examples: Vec<_> =
                operation.examples.iter().map(|each| each.file.rsplit('/').next().unwrap_or_default()).collect();
            self.known(&format!("{} has no example", operation.id), file, &examples);
        }
        let kind = kind(self.service, thing);
        self.field(kind.as_ref().map(|kind| kind.record), &thing.key);
        if let Some(parts) = &thing.parts
            && let Some(list) = self.field(kind.as_ref().map(|kind| kind.record), &parts.list)
        {
            match kind.and_then(|kind| kind.part) {
                Some(part) => drop(self.field(Some(part), &parts.key)),
                None => {
                    let message = format!("{} is no list of records", quoted(&list.name.wire));
                    self.diags.push(Diag::new(UNKNOWN_STATE_NAME, parts.list.span, message));
                }
            }
        }
    }

    fn of_operation(&mut self, of: &'a RawOperationState) {
        let operation = self.operation(&of.operation);
        let Some(name) = of.reads.as_ref().or(of.writes.as_ref()) else { return };
        let kinds: Vec<_> = self.state.things.iter().map(|thing| thing.thing.value.as_str()).collect();
        self.known("unknown kind of thing", name, &kinds);
        let thing = self.state.things.iter().find(|thing| thing.thing.value == name.value);
        let Some(thing) = thing else { return };
        // What things are told apart by has to come with the call.
        let known = operation.is_none_or(|operation| has(&operation.request, &thing.key.value));
        if let Some(operation) = operation
            && !known
        {
            let message = format!("the request of {} has no field {}", operation.id, quoted(&thing.key.value));
            let diag = Diag::new(UNKNOWN_STATE_NAME, of.operation.span, message);
            self.diags.push(diag.label(thing.key.span, "which a thing of this kind is found by"));
        }
        for field in of.parts.iter().flat_map(|given| [Some(&given.given_by), given.when.as_ref()]).flatten() {
            self.request(operation, field);
        }
        let kind = kind(self.service, thing);
        for refuse in &of.refuse {
            self.condition(&refuse.condition, operation, kind.as_ref());
        }
        for change in &of.set {
            self.change(change, operation, kind.as_ref());
        }
    }

    fn condition(&mut self, raw: &'a RawCondition, operation: Option<&'a Operation>, kind: Option<&Kind<'a>>) {
        if let Some(field) = &raw.thing {
            self.field(kind.map(|kind| kind.record), field);
        }
        for field in [&raw.part, &raw.some_part, &raw.all_parts].into_iter().flatten() {
            self.field(kind.and_then(|kind| kind.part), field);
        }
        if let (Some(field), Some(kind)) = (&raw.used, kind) {
            let of_thing = has(&kind.record.fields, &field.value);
            self.field(kind.part.filter(|_| !of_thing).or(Some(kind.record)), field);
        }
        for field in [&raw.by, &raw.and_not_given].into_iter().flatten() {
            self.request(operation, field);
        }
    }

    fn change(&mut self, raw: &'a RawChange, operation: Option<&'a Operation>, kind: Option<&Kind<'a>>) {
        if let Some(field) = &raw.thing {
            self.field(kind.map(|kind| kind.record), field);
        }
        if let Some(field) = &raw.part {
            self.field(kind.and_then(|kind| kind.part), field);
        }
        if let Some(field) = &raw.from {
            self.request(operation, field);
        }
        if let Some(when) = &raw.when {
            self.condition(when, operation, kind);
        }
    }
}

fn has(fields: &[Field], name: &str) -> bool {
    fields.iter().any(|field| field.name.wire == name)
}

fn kind<'a>(service: &ServiceAt<'a>, thing: &RawThing) -> Option<Kind<'a>> {
    let operation = service.api.operations.iter().find(|operation| operation.id == thing.ty.operation.value)?;
    let record = operation.types.iter().find(|record| record.name.wire == thing.ty.record.value)?;
    let list =
        thing.parts.as_ref().and_then(|parts| record.fields.iter().find(|field| field.name.wire == parts.list.value));
    let part = list.and_then(|list| match &list.ty {
        Type::List { item, .. } => operation.types.iter().find(|record| record.name.ident == item.ident),
        _ => None,
    });
    Some(Kind { record, part })
}
