//! What may be shown of values that calls carry: what the specs know, and call neither secret nor personal.

use serde_json::{Map, Value};
use vvtool_codegen::model::api::{Field, Record, Type};

use crate::routes::Target;
use crate::world::text;

/// In the place of what is not shown.
pub(super) const HIDDEN: &str = "…";
/// Longer values are cut.
const MAX_SHOWN: usize = 200;

/// The value of a field, as a person may see it.
pub(super) fn value(target: &Target<'_>, field: &Field, given: &str) -> Value {
    if field.pii || field.secret {
        return HIDDEN.into();
    }
    match &field.ty {
        Type::Record(_) | Type::List { .. } | Type::Map { .. } => {
            serde_json::from_str(given).map_or_else(|_| HIDDEN.into(), |value| inside(target, field, value))
        }
        // Nobody knows what is in it.
        Type::Json => HIDDEN.into(),
        _ => cut(given).into(),
    }
}

/// What is left of an object when its secrets are out.
pub(super) fn object(target: &Target<'_>, record: &Record, map: Map<String, Value>) -> Value {
    let members = map.into_iter().map(|(name, value)| {
        let field = record.fields.iter().find(|field| field.name.wire == name);
        let value = field.map_or_else(|| HIDDEN.into(), |field| inside(target, field, value));
        (name, value)
    });
    Value::Object(members.collect())
}

fn inside(target: &Target<'_>, field: &Field, value: Value) -> Value {
    if field.pii || field.secret {
        return HIDDEN.into();
    }
    let record = |value: Value, ident: &str| match (target.record(ident), value) {
        (Some(record), Value::Object(map)) => object(target, record, map),
        (_, Value::Null) => Value::Null,
        _ => HIDDEN.into(),
    };
    match (&field.ty, value) {
        (Type::Record(name), value) => record(value, &name.ident),
        (Type::List { item, .. }, Value::Array(items)) => {
            items.into_iter().map(|each| record(each, &item.ident)).collect()
        }
        (Type::List { .. } | Type::Map { .. } | Type::Json, _) => HIDDEN.into(),
        (Type::Values { .. }, Value::Array(items)) => items.iter().map(|each| Value::from(cut(&text(each)))).collect(),
        (_, value @ (Value::Number(_) | Value::Bool(_) | Value::Null)) => value,
        (_, Value::String(text)) => cut(&text).into(),
        // The spec says a scalar.
        (_, Value::Array(_) | Value::Object(_)) => HIDDEN.into(),
    }
}

pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}{HIDDEN}", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A path that no operation has, without what may be a value in it.
pub(super) fn path(path: &str) -> String {
    let is_word = |part: &str| {
        part.len() <= 40
            && part.chars().filter(char::is_ascii_digit).count() <= 3
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    cut(&path.split('/').map(|part| if is_word(part) { part } else { HIDDEN }).collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::{cut, path};

    #[test]
    fn what_may_be_a_value_is_not_shown() {
        assert_eq!(path("/tool/v2/erps/sned"), "/tool/v2/erps/sned");
        assert_eq!(path("/users/13800138000/x%20y"), "/users/…/…");
        assert_eq!(cut(&"é".repeat(201)).chars().count(), 201);
    }
}
