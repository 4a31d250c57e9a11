//! `vvspec dump`: the model as flat JSON, for tools that compare and count.

use serde_json::{Value, json};

use super::exit::Exit;
use super::output::print;
use super::spec::Spec;
use crate::check::review;
use crate::explain::full_name;
use crate::model::api::{Api, Field, Operation, Record, Service, Type};
use crate::words::Presence;

#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    spec: Spec,
}

impl Args {
    pub(super) fn run(self) -> Exit {
        match (self.spec.find(), self.spec.read()) {
            (Ok(dir), Ok(api)) => print(&dump(&api, &review::open(&dir)), Exit::Done),
            (Err(exit), _) | (_, Err(exit)) => exit,
        }
    }
}

/// Every field, every error, and every change of a document that nobody has decided about.
fn dump(api: &Api, open: &[review::Open]) -> String {
    let mut fields = Vec::new();
    let mut errors = Vec::new();
    for service in &api.services {
        for operation in &service.operations {
            of_operation(service, operation, &mut fields);
        }
        for (index, entry) in service.errors.iter().enumerate() {
            let operations: Vec<String> = service
                .operations
                .iter()
                .filter(|operation| operation.errors.contains(&index))
                .map(|operation| full_name(service, operation))
                .collect();
            errors.push(json!({
                "service": service.name.wire, "code": entry.code, "message": entry.message, "aliases": entry.aliases, "name": entry.name.wire,
                "class": entry.class.word(), "write_outcome": entry.write_outcome.word(), "operations": operations,
                "deprecated": entry.deprecated.as_ref().map(|why| json!({"since": why.since, "why": why.why})),
            }));
        }
    }
    // A row per line: the output is read by diff and grep as often as by a parser.
    let rows = |rows: &[Value]| rows.iter().map(Value::to_string).collect::<Vec<_>>().join(",\n");
    let open: Vec<Value> = open
        .iter()
        .map(|open| {
            json!({
                "file": open.file, "line": open.line, "element": open.of, "what": open.what, "was": open.was, "page": open.page,
            })
        })
        .collect();
    format!(
        "{{\"fields\":[\n{}\n],\"errors\":[\n{}\n],\"open\":[\n{}\n]}}\n",
        rows(&fields),
        rows(&errors),
        rows(&open)
    )
}

fn of_operation(service: &Service, operation: &Operation, rows: &mut Vec<Value>) {
    let name = full_name(service, operation);
    let mut row = |part: &str, owner: &str, field: &Field| {
        let presence = match (part, field.required) {
            ("request", true) => "required",
            (_, true) => Presence::Always.word(),
            (_, false) => Presence::Optional.word(),
        };
        rows.push(json!({
            "operation": name, "part": part, "owner": owner, "name": field.name.wire, "type": field.ty.spelled(), "presence": presence,
            "unit": field.unit.map(|unit| unit.word()), "pii": field.pii,
            "echo": (part, owner) == ("request", &operation.request_type.wire)
                && operation.echo.iter().any(|echo| echo.field == field.name.wire),
        }));
    };
    operation.request.iter().for_each(|field| row("request", &operation.request_type.wire, field));
    for record in records(operation, &operation.request) {
        record.fields.iter().for_each(|field| row("request", &record.name.wire, field));
    }
    service.envelope.iter().for_each(|field| row("reply", "Envelope", field));
    let root = operation.types.iter().find(|record| record.name.ident == operation.reply.data.ident);
    if let Some(root) = root {
        root.fields.iter().for_each(|field| row("reply", &root.name.wire, field));
        for record in records(operation, &root.fields) {
            record.fields.iter().for_each(|field| row("reply", &record.name.wire, field));
        }
    }
}

/// The records that fields lead to, in the order of the spec.
fn records<'a>(operation: &'a Operation, fields: &'a [Field]) -> Vec<&'a Record> {
    let mut found: Vec<&str> = Vec::new();
    let mut open: Vec<&[Field]> = vec![fields];
    while let Some(fields) = open.pop() {
        for field in fields {
            let (Type::Record(name) | Type::List { item: name, .. }) = &field.ty else { continue };
            if !found.contains(&name.ident.as_str()) {
                found.push(&name.ident);
                open.extend(
                    operation
                        .types
                        .iter()
                        .filter(|record| record.name.ident == name.ident)
                        .map(|record| record.fields.as_slice()),
                );
            }
        }
    }
    operation.types.iter().filter(|record| found.contains(&record.name.ident.as_str())).collect()
}
