//! `vvspec dump`: the model as flat JSON, for tools that compare and count.

use serde_json::{Value, json};

use super::exit::Exit;
use super::output::print;
use super::said;
use super::spec::Spec;
use crate::check::review;
use crate::explain::full_name;
use crate::model::api::{Api, Field, Name, Operation, Pages, Record, Service};
use crate::model::verify::{Among, Each};
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

/// Every field, every error, what writes are done at most once, and every change of a document that nobody has decided about.
pub(crate) fn dump(api: &Api, open: &[review::Open]) -> String {
    let mut fields = Vec::new();
    let (mut errors, mut writes, mut limits) = (Vec::new(), Vec::new(), Vec::new());
    let services: Vec<_> = api.services.iter().map(said::service).collect();
    let mut calls = Vec::new();
    for service in &api.services {
        limits.push(limit(service));
        for operation in &service.operations {
            of_operation(service, operation, &mut fields);
            calls.push(said::operation(service, operation));
            writes.extend(intent(service, operation));
        }
        for (index, entry) in service.errors.iter().enumerate() {
            let operations: Vec<String> = service
                .operations
                .iter()
                .filter(|operation| operation.errors.contains(&index))
                .map(|operation| full_name(service, operation))
                .collect();
            let mut row = json!({
                "service": service.name.wire, "code": entry.code, "message": entry.message, "aliases": entry.aliases, "name": entry.name.wire,
                "class": entry.class.word(), "write_outcome": entry.write_outcome.word(), "scope": entry.scope.word(), "operations": operations,
                "deprecated": entry.deprecated.as_ref().map(|why| json!({"since": why.since, "why": why.why})),
            });
            if let (Value::Object(row), false) = (&mut row, entry.sub_codes.is_empty()) {
                row.insert("sub_codes".into(), entry.sub_codes.clone().into());
            }
            errors.push(row);
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
        "{{\"services\":[\n{}\n],\"calls\":[\n{}\n],\"fields\":[\n{}\n],\"errors\":[\n{}\n],\"writes\":[\n{}\n],\"limits\":[\n{}\n],\"open\":[\n{}\n]}}\n",
        rows(&services),
        rows(&calls),
        rows(&fields),
        rows(&errors),
        rows(&writes),
        rows(&limits),
        rows(&open)
    )
}

/// How a service knows who calls, how often it lets itself be called, and by which errors it says that it was too often.
fn limit(service: &Service) -> Value {
    let operations: Vec<Value> = service
        .operations
        .iter()
        .map(|operation| {
            let rates: Vec<Value> = service
                .limits_of(operation)
                .map(|rate| json!({"calls": rate.calls, "per": rate.per.word()}))
                .collect();
            let price = operation.price.map(|price| json!({"points": price.points, "on": price.on.word()}));
            let shop = operation.shop.as_ref().map(|field| &field.wire);
            let pages = operation.pages.as_ref().map(Pages::spelled);
            let call = operation.http.as_ref().map(|http| {
                let host = operation.host_in(service).map(|host| host.name.wire.as_str()).unwrap_or_default();
                format!("{} {host}{} {}", http.method.word(), http.path, operation.body.word())
            });
            let mut row =
                json!({"operation": full_name(service, operation), "call": call, "rates": rates, "shop": shop, "pages": pages});
            if let (Value::Object(row), Some(price)) = (&mut row, price) {
                row.insert("price".into(), price);
            }
            if let (Value::Object(row), Some(version)) = (&mut row, &operation.version) {
                row.insert("version".into(), version.spelled().into());
            }
            // An object that succeeds or fails as a whole is what nearly every reply is.
            if let (Value::Object(row), true) = (&mut row, !operation.reply.shape.is_record()) {
                row.insert("data".into(), operation.reply.shape.word().into());
            }
            if let (Value::Object(row), Some(items)) = (&mut row, &operation.reply.items) {
                row.insert("items".into(), items.spelled().into());
            }
            row
        })
        .collect();
    let groups: Vec<_> = service.groups.iter().map(|group| &group.name.wire).collect();
    let whole: Vec<_> =
        service.limits_of_account().map(|rate| json!({"calls": rate.calls, "per": rate.per.word()})).collect();
    let throttled: Vec<_> = service.throttled.iter().map(|name| &name.wire).collect();
    let off_peak = service
        .off_peak
        .as_ref()
        .map(|hours| json!({"zone": hours.zone.word(), "busy": hours.windows(), "basis": hours.basis.word()}));
    let mut said = json!({
        "service": service.name.wire, "about": service.about.spelled(), "groups": groups, "auth": service.auth.spelled(), "throttled": throttled, "off_peak": off_peak, "operations": operations,
    });
    if let (Value::Object(said), false) = (&mut said, whole.is_empty()) {
        said.insert("account_rates".into(), whole.into());
    }
    said
}

/// What a write says about being done at most once, when it says anything.
fn intent(service: &Service, operation: &Operation) -> Option<Value> {
    let Operation { intent, one_at_a_time, verify, .. } = operation;
    if intent.is_empty() && one_at_a_time.is_empty() && verify.is_none() {
        return None;
    }
    let names = |names: &[Name]| names.iter().map(|name| name.wire.clone()).collect::<Vec<_>>();
    let among = |among: &Among| json!({"field": among.field, "in": among.values});
    let each = |each: &Each| {
        json!({
            "list": each.list, "key": each.key, "given_by": each.given_by, "skip": each.skip.as_ref().map(among),
        })
    };
    let verify = verify.as_ref().map(|verify| {
        let pass: Vec<_> = verify.pass.iter().map(|(from, to)| json!({"from": from, "to": to})).collect();
        json!({
            "by": verify.by, "pass": pass, "ask": verify.ask, "each": verify.each.as_ref().map(each),
            "done": {"field": verify.done.0, "same_as": verify.done.1}, "undone": among(&verify.undone),
            "settle": {"after": verify.after, "again": verify.again, "basis": verify.basis.word()},
        })
    });
    Some(json!({
        "operation": full_name(service, operation), "intent": names(intent), "one_at_a_time": names(one_at_a_time),
        "verify": verify,
    }))
}

fn of_operation(service: &Service, operation: &Operation, rows: &mut Vec<Value>) {
    let name = full_name(service, operation);
    let mut row = |part: &str, owner: &str, field: &Field| {
        let presence = match (part, field.required) {
            ("request", true) => "required",
            (_, true) => Presence::Always.word(),
            (_, false) => Presence::Optional.word(),
        };
        let mut row = json!({
            "operation": name, "part": part, "owner": owner, "name": field.name.wire, "type": field.ty.spelled(), "presence": presence,
            "unit": field.unit.map(|unit| unit.word()), "pii": field.pii, "bounds": field.bounds.facts(),
            "in": ((part, owner) == ("request", &operation.request_type.wire)).then(|| field.place.word()),
            "style": field.style.map(|style| style.word()),
            "echo": (part, owner) == ("request", &operation.request_type.wire)
                && operation.echo.iter().any(|echo| echo.field == field.name.wire),
        });
        if let Value::Object(row) = &mut row {
            said::field(field, row);
        }
        rows.push(row);
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
            let Some(name) = field.ty.record() else { continue };
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
