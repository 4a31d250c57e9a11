//! What `vvspec dump` prints of services and operations as a whole: who is spoken to, what a call does, and what is checked before it.

use serde_json::{Map, Value, json};

use crate::explain::full_name;
use crate::model::api::{Field, Grammar, GrammarEntry, GrammarShape, Name, Operation, Rule, Service};
use crate::words::Needs;

/// Where a service is, and what its replies say by which code.
pub(super) fn service(service: &Service) -> Value {
    let hosts: Vec<_> = service.hosts.iter().map(|host| json!({"name": host.name.wire, "url": host.url})).collect();
    let names = |names: &[Name]| names.iter().map(|name| name.wire.clone()).collect::<Vec<_>>();
    json!({
        "service": service.name.wire, "hosts": hosts, "errors_by": service.errors_by.word(), "success_code": service.success_code,
        "charge": service.charge.as_ref().map(|charge| json!({"field": charge.field.wire, "unit": charge.unit.word()})),
        "token": {
            "operation": service.token_operation, "invalid": names(&service.token_invalid), "pause": names(&service.token_pause),
        },
        "general_errors": names(&service.general_errors),
    })
}

/// What a call does, what it needs, and what is checked before and behind it.
pub(super) fn operation(service: &Service, operation: &Operation) -> Value {
    let rules: Vec<Value> = operation.rules.iter().map(rule).collect();
    let confirm: Vec<Value> = operation
        .reply
        .confirm
        .iter()
        .map(|confirm| json!({"flag": confirm.flag, "code": confirm.code, "message": confirm.message}))
        .collect();
    let mut said = json!({
        "operation": full_name(service, operation), "request": operation.request_type.ident, "effect": operation.effect.word(),
        "authenticated": operation.authenticated, "needs": Needs::of(operation.needs_shop).word(),
        "charge": operation.charge.map(|charge| charge.word()),
        "price_basis": operation.price.map(|price| price.basis.word()),
        "envelope_optional": operation.envelope_optional, "rules": rules, "confirm": confirm,
    });
    // Few operations have one.
    if let (Value::Object(said), false) = (&mut said, operation.grammars.is_empty()) {
        said.insert("grammars".into(), operation.grammars.iter().map(grammar).collect());
    }
    said
}

/// How the text of a field is put together.
fn grammar(grammar: &Grammar) -> Value {
    let entry = |entry: &GrammarEntry| match &entry.shape {
        GrammarShape::PerId { id, items, colon, values } => {
            json!({"key": entry.name.wire, "id": id.wire, "items": items, "colon": colon, "values": values})
        }
        GrammarShape::Value { allowed } => {
            json!({"key": entry.name.wire, "enum": allowed.as_ref().map(|name| &name.wire)})
        }
    };
    let entries: Vec<Value> = grammar.entries.iter().map(entry).collect();
    json!({
        "grammar": grammar.name.wire, "separator": grammar.separator, "assign": grammar.assign, "entries": entries,
    })
}

fn rule(rule: &Rule) -> Value {
    let fields: Vec<_> = rule.fields.iter().map(|field| &field.wire).collect();
    json!({
        "rule": rule.kind.word(), "fields": fields,
        "when": rule.when.as_ref().map(|when| json!({"field": when.field.wire, "equals": when.equals})),
        "at_most": rule.at_most, "error": rule.error.as_ref().map(|error| &error.wire),
    })
}

/// What a field says besides what every field does; most say nothing.
pub(super) fn field(field: &Field, row: &mut Map<String, Value>) {
    let mut add = |key: &str, value: Option<Value>| row.extend(value.map(|value| (key.to_owned(), value)));
    add("format", field.form().map(|form| form.spelled().into()));
    add("default", field.default.as_ref().map(|text| text.as_str().into()));
    add("max_chars", field.max_chars.map(Value::from));
    add("documented_only", field.documented_only.then_some(true.into()));
    add("secret", field.secret.then_some(true.into()));
    add("selectable", (!field.selectable).then_some(false.into()));
    add("deprecated", field.deprecated.as_ref().map(|why| json!({"since": why.since, "why": why.why})));
}
