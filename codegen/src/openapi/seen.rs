//! What example replies show at each field: documents declare one type, the wire has more.

use std::collections::HashMap;

use super::schema::{Kind, shrunk};
use crate::json::{self, Json};
use crate::model::api::{DataShape, Field, Operation, Protocol, Service, Type};

/// What envelopes are called where their fields are asked for.
pub(super) const ENVELOPE: &str = "Envelope";

/// Kinds by owner and field.
#[derive(Debug, Default)]
pub(super) struct Seen(pub(super) HashMap<(String, String), Vec<Kind>>);

impl Seen {
    /// In all examples of an operation.
    pub(super) fn of(service: &Service, operation: &Operation) -> Self {
        let mut seen = Self::default();
        for reply in replies(operation) {
            seen.reply(service, operation, &reply);
        }
        seen
    }

    fn reply(&mut self, service: &Service, operation: &Operation, reply: &Json) {
        let Some(root) = operation.types.iter().find(|each| each.name.ident == operation.reply.data.ident) else {
            return;
        };
        let data = match service.protocol {
            Protocol::Envelope => {
                self.look(operation, ENVELOPE, &service.envelope, reply);
                if let DataShape::List | DataShape::Map | DataShape::Value = operation.reply.shape {
                    // The one field of the record is the data; a failure has none.
                    if let (Some(field), Some(data)) =
                        (root.fields.first(), reply.get("data").filter(|data| !data.is_null()))
                    {
                        self.value(operation, &root.name.wire, field, data);
                    }
                    return;
                }
                reply.get("data").unwrap_or(reply)
            }
            Protocol::Top => match reply.get(operation.root_key()) {
                Some(data) => data,
                None => return,
            },
        };
        self.look(operation, &root.name.wire, &root.fields, data);
    }

    fn look(&mut self, operation: &Operation, owner: &str, fields: &[Field], value: &Json) {
        match value {
            Json::Array(items) => items.iter().for_each(|item| self.look(operation, owner, fields, item)),
            Json::Object(members) => {
                for field in fields {
                    if let Some(value) = members.get(&field.name.wire) {
                        self.value(operation, owner, field, value);
                    }
                }
            }
            _ => {}
        }
    }

    fn value(&mut self, operation: &Operation, owner: &str, field: &Field, value: &Json) {
        self.note(owner, &field.name.wire, Kind::of(value));
        self.note(owner, &field.name.wire, Kind::of(&shrunk(value)));
        let mut inside = |value: &Json| {
            self.note(owner, &items_of(&field.name.wire), Kind::of(value));
            self.note(owner, &items_of(&field.name.wire), Kind::of(&shrunk(value)));
        };
        match (&field.ty, value) {
            (Type::Values { .. }, Json::Array(items)) => items.iter().for_each(inside),
            (Type::Values { wrapper, .. }, Json::Object(members)) => {
                if let Some(Json::Array(items)) = members.get(wrapper) {
                    items.iter().for_each(inside);
                }
            }
            (Type::Map { value: each, .. }, Json::Object(members)) => {
                let record = |name: &str| operation.types.iter().find(|each| each.name.ident == name);
                match &**each {
                    Type::Record(name) => {
                        if let Some(record) = record(&name.ident) {
                            members
                                .values()
                                .for_each(|value| self.look(operation, &record.name.wire, &record.fields, value));
                        }
                    }
                    _ => members.values().for_each(&mut inside),
                }
            }
            _ => self.below(operation, &field.ty, value),
        }
    }

    fn below(&mut self, operation: &Operation, ty: &Type, value: &Json) {
        let (Type::Record(name) | Type::List { item: name, .. }) = ty else { return };
        let Some(record) = operation.types.iter().find(|each| each.name.ident == name.ident) else { return };
        match (ty, value) {
            // The list stands inside its wrapper.
            (Type::List { .. }, Json::Object(members)) => {
                members.values().for_each(|value| self.look(operation, &record.name.wire, &record.fields, value));
            }
            _ => self.look(operation, &record.name.wire, &record.fields, value),
        }
    }

    fn note(&mut self, owner: &str, field: &str, kind: Kind) {
        let kinds = self.0.entry((owner.to_owned(), field.to_owned())).or_default();
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
}

/// What stands for the values inside a list or a map, where a field is asked for.
pub(super) fn items_of(field: &str) -> String {
    format!("{field}[]")
}

fn replies(operation: &Operation) -> impl Iterator<Item = Json> {
    operation.examples.iter().filter_map(|example| json::parse(&example.json).ok())
}
