//! With what a form begins: the document's sample where it has one, else examples, of what a call cannot be made without.

use crate::json::Json;
use crate::model::api::{Field, Operation, RuleKind, Style, Type};

/// Records inside records inside records: deeper ones are left out, as they may hold themselves.
const DEEPEST: usize = 4;

/// Names and values.
pub(super) fn filled(operation: &Operation) -> Vec<(&str, String)> {
    let sampled = |field: &Field| {
        let sample = operation.request_sample.iter().find(|(name, _)| *name == field.name.wire);
        sample.map(|(_, value)| value.clone()).filter(|value| !value.trim().is_empty())
    };
    let needed = needed(operation);
    let fields = operation.request.iter().filter(|field| field.required || needed.contains(&field.name.wire.as_str()));
    fields.map(|field| (field.name.wire.as_str(), sampled(field).unwrap_or_else(|| value(operation, field)))).collect()
}

/// Fields that a rule wants although none is required: the sampled one of several, else the first.
fn needed(operation: &Operation) -> Vec<&str> {
    let mut needed: Vec<&str> = Vec::new();
    for rule in &operation.rules {
        if !matches!(rule.kind, RuleKind::OneOf | RuleKind::AtLeastOne) {
            continue;
        }
        let is_given = |name: &str| {
            needed.contains(&name) || operation.request.iter().any(|field| field.required && field.name.wire == name)
        };
        if rule.fields.iter().any(|name| is_given(&name.wire)) {
            continue;
        }
        let sampled =
            |name: &&crate::model::api::Name| operation.request_sample.iter().any(|(field, _)| *field == name.wire);
        let one = rule.fields.iter().find(sampled).or(rule.fields.first());
        needed.extend(one.map(|name| name.wire.as_str()));
    }
    needed
}

/// As its row takes it.
fn value(operation: &Operation, field: &Field) -> String {
    let text = json(operation, field, 0);
    match (text, &field.ty, field.style) {
        (Json::String(text), Type::Values { .. }, style) if style != Some(Style::Comma) => {
            Json::from(vec![text]).to_string()
        }
        (Json::String(text), ..) => text,
        (other, ..) => other.to_string(),
    }
}

fn json(operation: &Operation, field: &Field, depth: usize) -> Json {
    let object = |ident: &str| {
        let record = operation.types.iter().find(|record| record.name.ident == ident);
        let fields =
            record.into_iter().flat_map(|record| &record.fields).filter(|field| field.required && depth < DEEPEST);
        Json::Object(fields.map(|field| (field.name.wire.clone(), json(operation, field, depth + 1))).collect())
    };
    let example = field.default.as_ref().or(field.example.as_ref()).filter(|text| !text.trim().is_empty());
    match (&field.ty, example) {
        (Type::Record(name), _) => object(&name.ident),
        (Type::List { item, .. }, _) => Json::Array(vec![object(&item.ident)]),
        (Type::Values { .. }, Some(example)) if depth > 0 => Json::Array(vec![example.as_str().into()]),
        (_, Some(example)) => example.as_str().into(),
        (ty, None) => simplest(operation, ty).into(),
    }
}

/// A value of a type that nothing is said about.
fn simplest(operation: &Operation, ty: &Type) -> String {
    match ty {
        Type::Enum(name) => {
            let list = operation.enums.iter().find(|list| list.name.ident == name.ident);
            list.and_then(|list| list.values.first()).map(|value| value.name.wire.clone()).unwrap_or_default()
        }
        Type::Csv(item) => simplest(operation, item),
        Type::Values { item, .. } => simplest(operation, item),
        Type::Select { field_enum, .. } => simplest(operation, &Type::Enum(field_enum.clone())),
        Type::Bool => "true".to_owned(),
        Type::DateTime(Some(form)) => form.sample(),
        Type::DateTime(None) => "2000-01-01 00:00:00".to_owned(),
        Type::Json | Type::Map { .. } => "{}".to_owned(),
        _ => "1".to_owned(),
    }
}
