//! `schema.json`: the tables of [`super::tables`] as JSON Schema, for editors.

use serde_json::{Map, Value, json};

use super::keys::{Key, Need, Shape, Table};
use super::tables;

/// JSON Schema 2020-12 of every spec file.
pub fn schema() -> String {
    let mut definitions = Map::new();
    for table in tables::FILES {
        define(table, &mut definitions);
    }
    define(&tables::TYPE, &mut definitions);
    // One schema serves all files: the key that only one kind of file has says which it is. Service is what remains.
    let files = [
        ("ids", &tables::IDS),
        ("operation", &tables::OPERATION),
        ("protocol", &tables::SERVICE),
        ("errors", &tables::ERRORS),
    ];
    let mut root = reference(&tables::SERVICE);
    for (key, table) in files.into_iter().rev() {
        root = json!({"if": {"required": [key]}, "then": reference(table), "else": root});
    }
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".into(), json!("vvspec"));
    schema.insert(
        "description".into(),
        json!("Declarative API specs: ids.yaml, service.yaml, errors.yaml and operation files"),
    );
    schema.insert("type".into(), json!("object"));
    if let Value::Object(root) = root {
        schema.extend(root);
    }
    schema.insert("$defs".into(), Value::Object(definitions));
    let mut text = serde_json::to_string_pretty(&Value::Object(schema)).unwrap_or_default();
    text.push('\n');
    text
}

fn reference(table: &Table) -> Value {
    json!({"$ref": format!("#/$defs/{}", table.name)})
}

/// Add a table and every table below it.
fn define(table: &Table, definitions: &mut Map<String, Value>) {
    if definitions.contains_key(table.name) {
        return;
    }
    // Claimed first: a table may lead back to itself.
    definitions.insert(table.name.into(), Value::Null);
    let properties: Map<String, Value> = table.keys.iter().map(|key| (key.name.into(), property(key))).collect();
    let must: Vec<&str> = table.keys.iter().filter(|key| key.need == Need::Must).map(|key| key.name).collect();
    let mut object = Map::new();
    object.insert("description".into(), json!(table.doc));
    object.insert("type".into(), json!("object"));
    object.insert("properties".into(), Value::Object(properties));
    object.insert("additionalProperties".into(), json!(false));
    if !must.is_empty() {
        object.insert("required".into(), json!(must));
    }
    if !table.one_of.is_empty() {
        let choices: Vec<Value> = table.one_of.iter().map(|name| json!({"required": [name]})).collect();
        object.insert("oneOf".into(), json!(choices));
    }
    let mut dependent = Map::new();
    for key in table.keys {
        match key.need {
            Need::With(other) => {
                dependent.insert(key.name.into(), json!([other]));
                dependent.insert(other.into(), json!([key.name]));
            }
            Need::Only(other) => {
                dependent.insert(key.name.into(), json!([other]));
            }
            Need::Must | Need::May => {}
        }
    }
    if !dependent.is_empty() {
        object.insert("dependentRequired".into(), Value::Object(dependent));
    }
    definitions.insert(table.name.into(), Value::Object(object));
    for key in table.keys {
        below(&key.shape, definitions);
    }
}

fn below(shape: &Shape, definitions: &mut Map<String, Value>) {
    match shape {
        Shape::Map(table) => define(table, definitions),
        Shape::List(item) => below(item, definitions),
        _ => {}
    }
}

fn property(key: &Key) -> Value {
    let mut value = shape(&key.shape);
    if let Value::Object(object) = &mut value {
        object.insert("description".into(), json!(key.doc));
    }
    value
}

fn shape(shape: &Shape) -> Value {
    match shape {
        // Specs leave quotes out where YAML would read a number or a truth; the tool reads text all the same.
        Shape::Line => json!({"type": ["string", "number", "boolean"]}),
        Shape::Value => json!({"type": ["string", "number", "boolean"]}),
        Shape::English => json!({"type": "string", "minLength": 1, "maxLength": 160}),
        Shape::Chinese => json!({"type": "string", "minLength": 1}),
        Shape::TypeName => json!({"type": "string", "pattern": "^[A-Z][A-Za-z0-9]*$"}),
        Shape::Ident => json!({"type": "string", "pattern": "^[a-z_][a-z0-9_]*$"}),
        Shape::Date => json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
        Shape::Count => json!({"type": "integer", "minimum": 1}),
        Shape::Bool => json!({"type": "boolean"}),
        Shape::Word(words) => json!({"enum": words}),
        Shape::Map(table) => reference(table),
        Shape::List(item) => json!({"type": "array", "items": self::shape(item)}),
        Shape::Type => json!({"anyOf": [{"type": "string"}, reference(&tables::TYPE)]}),
    }
}
