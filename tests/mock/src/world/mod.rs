//! What a service remembers between calls: things, and what the state file says operations do to them.

mod act;
mod thing;

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use vvtool_codegen::model::api::{Api, Record, Type};
use vvtool_codegen::model::state::{State, Thing as Kind};

use crate::routes::{self, Target};
pub(crate) use act::{Acted, shown};
use thing::Thing;
pub(crate) use thing::text;

/// Everything that was put and what has become of it.
#[derive(Debug, Default, Clone)]
pub(crate) struct World {
    /// By kind, then by key.
    things: BTreeMap<String, BTreeMap<String, Thing>>,
}

/// A kind of thing with the operation that shows one.
struct Place<'a> {
    kind: &'a Kind,
    target: Target<'a>,
    record: &'a Record,
}

/// A thing for who looks at all of them.
#[cfg(feature = "console")]
pub(crate) struct Seen<'a> {
    pub(crate) kind: &'a str,
    pub(crate) key: &'a str,
    pub(crate) target: Target<'a>,
    pub(crate) record: &'a Record,
    pub(crate) value: &'a Map<String, Value>,
}

impl World {
    pub(crate) fn clear(&mut self) {
        self.things.clear();
    }

    /// The things with their kinds and keys, each with the operation that shows it and the record that it is one of.
    #[cfg(feature = "console")]
    pub(crate) fn each<'a>(&'a self, api: &'a Api) -> impl Iterator<Item = Seen<'a>> {
        self.things.iter().filter_map(|(kind, things)| Some((kind, things, place(api, kind)?))).flat_map(
            |(kind, things, place)| {
                let (target, record) = (place.target, place.record);
                things.iter().map(move |(key, thing)| Seen { kind, key, target, record, value: &thing.value })
            },
        )
    }

    /// A thing as it is now, lists without their wrappers.
    pub(crate) fn thing(&self, kind: &str, key: &str) -> Option<Value> {
        Some(Value::Object(self.things.get(kind)?.get(key)?.value.clone()))
    }

    /// Puts a thing there, or in the place of the one with the same key. What is not said is as the example of the kind has it.
    pub(crate) fn put(&mut self, api: &Api, kind: &str, value: Value) -> Result<(), String> {
        let Some(place) = place(api, kind) else {
            let known: Vec<_> = kinds(api).collect();
            return Err(format!("no kind of thing is called {kind}; there are {}", list(&known)));
        };
        let Value::Object(given) = value else {
            return Err(format!("a {kind} is an object with {} and whatever else is to be said of it", place.kind.key));
        };
        let thing = thing::made(&place, given)?;
        let key = thing.value.get(&place.kind.key).map(text).unwrap_or_default();
        self.things.entry(kind.to_owned()).or_default().insert(key, thing);
        Ok(())
    }
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "none in these specs".to_owned() } else { names.join(", ") }
}

fn states(api: &Api) -> impl Iterator<Item = (usize, &State)> {
    api.services.iter().enumerate().filter_map(|(number, service)| Some((number, service.state.as_ref()?)))
}

fn kinds(api: &Api) -> impl Iterator<Item = &str> {
    states(api).flat_map(|(_, state)| state.things.iter().map(|thing| thing.name.as_str()))
}

fn place<'a>(api: &'a Api, kind: &str) -> Option<Place<'a>> {
    states(api).find_map(|(number, state)| {
        let kind = state.thing(kind)?;
        let service = api.services.get(number)?;
        let target = routes::of_service(number, service).find(|target| target.operation.id == kind.operation)?;
        let record = target.operation.types.iter().find(|record| record.name.ident == kind.record)?;
        Some(Place { kind, target, record })
    })
}

impl Place<'_> {
    /// The record of a thing's parts.
    fn part(&self) -> Option<&Record> {
        let list = &self.kind.parts.as_ref()?.list;
        match &self.record.fields.iter().find(|field| field.name.wire == *list)?.ty {
            Type::List { item, .. } => self.target.record(&item.ident),
            _ => None,
        }
    }

    /// Where the thing stands in the data of the operation that shows it: at its top, or below one of its fields.
    fn below(&self) -> Option<&str> {
        if self.target.operation.reply.data.ident == self.record.name.ident {
            return None;
        }
        let root = self.target.record(&self.target.operation.reply.data.ident)?;
        let holds = |ty: &Type| matches!(ty, Type::Record(name) if name.ident == self.record.name.ident);
        root.fields.iter().find(|field| holds(&field.ty)).map(|field| field.name.wire.as_str())
    }

    /// The thing in data of the operation that shows it.
    fn in_data<'v>(&self, data: &'v mut Value) -> Option<&'v mut Map<String, Value>> {
        let at = match self.below() {
            Some(name) => data.get_mut(name)?,
            None => data,
        };
        at.as_object_mut()
    }
}
