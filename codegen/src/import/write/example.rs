//! A synthetic reply of a new operation: every documented field once, with a value its type accepts.

use serde_json::{Map, Value, json};

use super::draft::Field;
use super::types::{Enum, Record};
use crate::model::name;

/// Deeper than any reply; records nest by value.
const DEPTH: usize = 12;

/// The whole body.
#[must_use]
pub fn reply(
    operation: &str,
    fields: &[Field],
    records: &[Record],
    enums: &[Enum],
    envelope: bool,
    in_list: bool,
) -> String {
    let inner = object(fields, records, enums, !envelope, 0);
    let body = if envelope {
        let data = if in_list { json!([inner]) } else { inner };
        json!({"code": 0, "msg": "成功", "msec": 1, "time": 1_600_000_000, "data": data})
    } else {
        let root = format!("{}_response", operation.strip_prefix("taobao.").unwrap_or(operation).replace('.', "_"));
        json!({ root: inner })
    };
    let mut text = serde_json::to_string_pretty(&body).unwrap_or_default();
    text.push('\n');
    text
}

fn object(fields: &[Field], records: &[Record], enums: &[Enum], wrapped: bool, depth: usize) -> Value {
    let mut members = Map::new();
    for field in fields {
        members.insert(field.name.clone(), value(field, records, enums, wrapped, depth));
    }
    Value::Object(members)
}

fn value(field: &Field, records: &[Record], enums: &[Enum], wrapped: bool, depth: usize) -> Value {
    let record = |name: &str| records.iter().find(|record| record.name == name).filter(|_| depth < DEPTH);
    if let Some(list) = field.ty.strip_prefix("{list: ") {
        let list = list.trim_end_matches('}');
        let (item, wrapper) = list.split_once(", wrapper: ").map_or_else(
            || (list, name::wrapper(list)),
            |(item, wrapper)| (item, wrapper.trim_matches('"').to_owned()),
        );
        let Some(record) = record(item) else { return Value::Array(Vec::new()) };
        let items = json!([object(&record.fields, records, enums, wrapped, depth + 1)]);
        return if wrapped { json!({ wrapper: items }) } else { items };
    }
    if let Some(record) = record(&field.ty) {
        return object(&record.fields, records, enums, wrapped, depth + 1);
    }
    let example = field.example.clone();
    match field.ty.as_str() {
        "bool" => Value::Bool(example.as_deref() != Some("false")),
        "int" => json!(example.and_then(|text| text.parse::<i64>().ok()).unwrap_or(1)),
        "money" => json!(example.unwrap_or_else(|| if matches!(field.unit.as_deref(), Some("fen" | "points")) {
            "1".to_owned()
        } else {
            "1.00".to_owned()
        })),
        "decimal" => json!(example.unwrap_or_else(|| "1".to_owned())),
        "datetime" => json!(example.unwrap_or_else(|| "2000-01-01 00:00:00".to_owned())),
        "json" => json!(example.unwrap_or_else(|| "{}".to_owned())),
        "text" => json!(example.unwrap_or_else(|| "demo".to_owned())),
        ty => match enums.iter().find(|each| each.name == ty).and_then(|each| each.values.first()) {
            Some((first, ..)) => json!(example.unwrap_or_else(|| first.clone())),
            None => json!(example.unwrap_or_else(|| "1000000000000000001".to_owned())),
        },
    }
}
