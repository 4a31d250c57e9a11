//! One thing: what was said of it, and for the rest what the example of its kind shows.

use serde_json::{Map, Value};
use vvtool_codegen::model::api::Record;

use super::Place;
use crate::reply;
use crate::routes;

/// A thing, its lists without their wrappers.
#[derive(Debug, Clone, Default)]
pub(super) struct Thing {
    /// The shop it belongs to; any shop may see a thing that names none.
    pub(super) shop: Option<String>,
    pub(super) value: Map<String, Value>,
}

/// A scalar as text: ids come as numbers or as texts.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// `given` in the form that `known` has: examples show numbers as the service writes them.
fn as_known(known: Option<&Value>, given: Value) -> Value {
    match (known, &given) {
        (Some(Value::Number(_)), Value::String(text)) => text.parse::<i64>().map_or(given, Value::from),
        (Some(Value::String(_)), Value::Number(number)) => number.to_string().into(),
        _ => given,
    }
}

/// Changes one field.
pub(super) fn set(map: &mut Map<String, Value>, field: &str, value: Value) {
    let value = as_known(map.get(field), value);
    map.insert(field.to_owned(), value);
}

/// Lays `given` over `base`, field by field.
fn over(mut base: Map<String, Value>, given: Map<String, Value>) -> Map<String, Value> {
    for (name, value) in given {
        let value = as_known(base.get(&name), value);
        base.insert(name, value);
    }
    base
}

pub(super) fn made(place: &Place<'_>, mut given: Map<String, Value>) -> Result<Thing, String> {
    let kind = place.kind;
    let shop = kind.shop.as_ref().and_then(|shop| match known(place.record, shop) {
        // A field of the thing itself stays there.
        true => given.get(shop).map(text),
        false => given.remove(shop).map(|value| text(&value)),
    });
    check(place.record, &given)?;
    if given.get(&kind.key).map(text).unwrap_or_default().is_empty() {
        return Err(format!("a {} without {}", kind.name, kind.key));
    }
    let mut base = example(place);
    let parts = match &kind.parts {
        None => None,
        Some(parts) => {
            let shown = base.get(&parts.list).and_then(|list| list.get(0)).and_then(Value::as_object).cloned();
            match given.remove(&parts.list) {
                None => None,
                Some(Value::Array(items)) => Some((parts, made_parts(place, items, shown.unwrap_or_default())?)),
                Some(_) => return Err(format!("{} of a {} is a list", parts.list, kind.name)),
            }
        }
    };
    if let Some((parts, items)) = parts {
        base.insert(parts.list.clone(), items.into());
    }
    Ok(Thing { shop, value: over(base, given) })
}

fn made_parts(place: &Place<'_>, items: Vec<Value>, shown: Map<String, Value>) -> Result<Vec<Value>, String> {
    let key = place.kind.parts.as_ref().map(|parts| parts.key.as_str()).unwrap_or_default();
    let part = |item: Value| match (item, place.part()) {
        (Value::Object(given), Some(record)) => {
            check(record, &given)?;
            if given.get(key).map(text).unwrap_or_default().is_empty() {
                return Err(format!("a part of a {} without {key}", place.kind.name));
            }
            Ok(Value::Object(over(shown.clone(), given)))
        }
        _ => Err(format!("a part of a {} is an object", place.kind.name)),
    };
    items.into_iter().map(part).collect()
}

fn known(record: &Record, name: &str) -> bool {
    record.fields.iter().any(|field| field.name.wire == name)
}

fn check(record: &Record, given: &Map<String, Value>) -> Result<(), String> {
    match given.keys().find(|name| !known(record, name)) {
        None => Ok(()),
        Some(name) => Err(format!("{} has no field {name}", record.name.wire)),
    }
}

/// What the example of the kind shows.
fn example(place: &Place<'_>) -> Map<String, Value> {
    let target = &place.target;
    let example = match &place.kind.from {
        Some(file) => target.example(file).and_then(|example| serde_json::from_str(&example.json).ok()),
        None => routes::success_example(target),
    };
    let mut reply = example.unwrap_or_default();
    let thing = target.data_in(&mut reply).and_then(|data| place.in_data(data)).map(core::mem::take);
    match reply::unwrap_lists(target, place.record, Value::Object(thing.unwrap_or_default())) {
        Value::Object(mut map) => {
            // What a call cost is told beside the thing and is none of it.
            if let Some(charge) = &target.service.charge {
                map.remove(&charge.field.wire);
            }
            map
        }
        _ => Map::new(),
    }
}
