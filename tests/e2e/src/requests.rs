//! A valid request of every operation, made of the specs' own samples and examples.

use serde_json::{Map, Value};
use vvtool_mock::Mock;
use vvtool_mock::api::{Field, Operation, Service, Type};

use crate::Typed;

/// The service and the operation of a name like `vvtool/erps/send`.
#[must_use]
pub fn find_operation<'a>(mock: &'a Mock, name: &str) -> Option<(&'a Service, &'a Operation)> {
    let (service, id) = name.split_once('/')?;
    let service = mock.api().services.iter().find(|candidate| candidate.name.wire == service)?;
    Some((service, service.operations.iter().find(|candidate| candidate.id == id)?))
}

/// The documents' sample request, and the examples of required fields that it leaves out, by wire name. A required record that has no
/// example is made of those of its fields.
#[must_use]
pub fn sample_json(mock: &Mock, name: &str) -> Value {
    let Some((_, operation)) = find_operation(mock, name) else { return Value::Null };
    let mut request = Map::new();
    for field in &operation.request {
        let sample = operation
            .request_sample
            .iter()
            .find(|(known, _)| *known == field.name.wire)
            .map(|(_, value)| value.as_str());
        match (sample, required(operation, field)) {
            (Some(text), _) => request.insert(field.name.wire.clone(), value(field, text)),
            (None, Some(value)) => request.insert(field.name.wire.clone(), value),
            (None, None) => None,
        };
    }
    Value::Object(request)
}

/// What a required field is filled with.
fn required(operation: &Operation, field: &Field) -> Option<Value> {
    if !field.required {
        return None;
    }
    if let Some(text) = field.default.as_deref().or(field.example.as_deref()) {
        return Some(value(field, text));
    }
    let Type::Record(name) = &field.ty else { return None };
    let record = operation.types.iter().find(|record| record.name.ident == name.ident)?;
    let filled = |field: &Field| Some((field.name.wire.clone(), required(operation, field)?));
    Some(Value::Object(record.fields.iter().filter_map(filled).collect()))
}

/// Form fields are text; a record in one is text that holds JSON.
fn value(field: &Field, text: &str) -> Value {
    match &field.ty {
        Type::Record(_) | Type::List { .. } => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
        Type::Csv(_) | Type::Select { .. } => text.split(',').map(Value::from).collect(),
        _ => text.into(),
    }
}

/// The same as a typed request.
#[must_use]
pub fn sample<O: Typed>(mock: &Mock, name: &str) -> O {
    serde_json::from_value(sample_json(mock, name)).expect("a sample of the specs is a valid request")
}
