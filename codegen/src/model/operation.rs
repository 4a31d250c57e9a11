//! One operation.

use std::collections::HashMap;

use super::api::{
    Auth, Basis, Body, Charge, ChargedOn, Confirm, Doc, Echo, Effect, Enum, EnumValue, Example, Field, Http, IdType,
    Items, Method, Name, Operation, Price, Protocol, Record, Rename, Reply, Service, Source, Type,
};
use super::plain::{doc, found, named, rate, same};
use super::types::Scope;
use super::{boxes, name, paged, path, rules, verify, version};
use crate::codes;
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawField, RawOperation, RawRecord, RawService, RawShape, Text};
use crate::source::Sources;
use crate::words::{Needs, Place, Style};

/// `service` is complete but for its operations.
pub(super) fn lower(
    raw: &RawOperation,
    service: &Service,
    raw_service: &RawService,
    ids: &[IdType],
    ids_known: bool,
    sources: &Sources,
    diags: &mut Vec<Diag>,
) -> Operation {
    let id = &raw.operation;
    let short = short(&id.value, service.protocol == Protocol::Top);
    let request_type = request_type(raw, service.protocol, diags);
    let mut scope = Scope { ids, ids_known, local: Some(raw), diags };
    let body = raw.http.as_ref().and_then(|http| Body::from_word(&http.body.as_ref()?.value)).unwrap_or(service.body);
    let request = placed(scope.fields(&raw.request), raw, body);
    // A signed form becomes parts where a file is among its fields.
    let is_in_parts = service.protocol == Protocol::Top && request.iter().any(|field| matches!(field.ty, Type::File));
    let body = if is_in_parts { Body::Multipart } else { body };
    let version = raw.version.as_ref().map(version::lower).or_else(|| service.version.clone());
    let in_request = reachable(raw, &raw.request);
    let mut types: Vec<Record> =
        raw.types.iter().map(|each| scope.record(each, in_request.contains(&each.name.value.as_str()))).collect();
    let mut enums: Vec<Enum> = raw.enums.iter().map(|each| scope.open_enum(each)).collect();
    let grammars = raw.grammars.iter().map(|each| scope.grammar(each)).collect();
    let reply = reply(raw, service, &request_type, &mut types, &mut scope);
    boxes::boxed(&mut types);
    enums.extend(select_enums(&request, &types));
    let mut operation = Operation {
        id: id.value.clone(),
        span: id.span,
        module: module(raw, short, service.protocol),
        doc: doc(&raw.title),
        source: Source { doc: raw.source.doc.value.clone(), read: raw.source.read.value.clone() },
        http: raw.http.as_ref().map(|http| Http {
            method: Method::from_word(&http.method.value).unwrap_or(Method::Post),
            path: version::in_path(&http.path.value, version.as_ref()),
        }),
        host: raw.host.as_ref().map(same),
        body,
        version,
        authenticated: raw.auth.is_none() && service.auth != Auth::None,
        envelope_optional: raw.envelope.is_some(),
        effect: Effect::from_word(&raw.effect.value).unwrap_or(Effect::NonIdempotentWrite),
        needs_shop: raw.needs.as_ref().is_some_and(|needs| needs.value == Needs::ShopAuthorization.word()),
        shop: request.iter().find(|field| names_a_shop(field, ids)).map(|field| field.name.clone()),
        charge: raw.charge.as_ref().and_then(|charge| match (&charge.word, &charge.points) {
            (Some(word), _) => Charge::from_word(&word.value),
            (None, points) => points.as_ref().map(|_| Charge::AccountBalance),
        }),
        price: raw.charge.as_ref().and_then(|charge| price(charge.points.as_ref()?)),
        rate_limit: raw.rate_limit.0.iter().map(rate).collect(),
        rules: raw.rules.iter().map(|rule| rules::lower(rule, &request)).collect(),
        errors: errors(raw, service, raw_service, diags),
        examples: examples(raw, raw_service, sources, diags),
        request_sample: raw
            .request_sample
            .iter()
            .map(|field| (field.name.value.clone(), field.value.value.clone()))
            .collect(),
        renames: renames(raw),
        search: raw.search.iter().map(|word| word.value.clone()).collect(),
        intent: raw.intent.iter().map(|field| found(field, &request)).collect(),
        one_at_a_time: raw.one_at_a_time.iter().map(|field| found(field, &request)).collect(),
        verify: raw.verify.as_ref().map(verify::lower),
        pages: None,
        request_type,
        request,
        reply,
        echo: Vec::new(),
        types,
        enums,
        grammars,
    };
    operation.echo = raw.echo.iter().map(|field| echo(field, &operation)).collect();
    paged::lower(raw, &mut operation);
    operation
}

fn renames(raw: &RawOperation) -> Vec<Rename> {
    let renames = raw.renames.iter().map(|rename| Rename {
        owner: rename.owner.as_ref().map(|owner| owner.value.clone()),
        from: rename.from.value.clone(),
        to: rename.to.value.clone(),
    });
    renames.collect()
}

/// A call without a body has its fields in the query, unless they say otherwise. Values are joined and records are JSON, unless they say
/// otherwise.
fn placed(mut request: Vec<Field>, raw: &RawOperation, body: Body) -> Vec<Field> {
    for (field, raw) in request.iter_mut().zip(&raw.request) {
        if raw.place.is_none() && body == Body::None {
            field.place = Place::Query;
        }
        let unless_said = match field.ty {
            _ if field.place == Place::Body && body == Body::Json => continue,
            Type::Values { .. } => Style::Comma,
            Type::List { .. } | Type::Record(_) => Style::Json,
            _ => continue,
        };
        let said = raw.style.as_ref().and_then(|text| Style::from_word(&text.value));
        field.style = Some(said.unwrap_or(unless_said));
    }
    request
}

fn price((points, on, basis): &(Text, Text, Option<Text>)) -> Option<Price> {
    let basis = basis.as_ref().and_then(|basis| Basis::from_word(&basis.value)).unwrap_or(Basis::Documented);
    Some(Price { points: points.value.parse().ok()?, on: ChargedOn::from_word(&on.value)?, basis })
}

fn names_a_shop(field: &Field, ids: &[IdType]) -> bool {
    matches!(&field.ty, Type::Id(ty) if ids.iter().any(|id| id.tenant && id.name.ident == ty.ident))
}

/// Where the reply repeats a field of the request. That it is one place is checked later.
fn echo(field: &Text, operation: &Operation) -> Echo {
    let path = operation.reply_fields(&field.value).into_iter().next().map(|(path, _)| path).unwrap_or_default();
    Echo { field: field.value.clone(), path, span: field.span }
}

fn short(id: &str, top: bool) -> &str {
    if top { name::short(id) } else { id }
}

/// What a request is called that no `request_type` names: the whole path, so that `erps/send` is `ErpsSend` and neither shadows a
/// trait of the prelude nor clashes with the `send` of another folder; a place in it is called like its value. None when the operation's
/// name cannot be spoken.
pub(crate) fn automatic_request(id: &str, top: bool) -> Option<String> {
    name::upper(&path::spoken(short(id, top)))
}

fn request_type(raw: &RawOperation, protocol: Protocol, diags: &mut Vec<Diag>) -> Name {
    let said = match &raw.request_type {
        Some(given) => Name { ident: name::ty(&given.value), span: given.span, ..Name::default() },
        None => named(
            &raw.operation,
            automatic_request(&raw.operation.value, protocol == Protocol::Top),
            "Operation",
            diags,
        ),
    };
    Name { wire: "Request".into(), ..said }
}

/// An operation of an envelope gateway lives where its path says. A TOP method has no path: it lives where its file does.
fn module(raw: &RawOperation, short: &str, protocol: Protocol) -> Vec<String> {
    let parts: Vec<&str> = if protocol == Protocol::Top {
        raw.folder.split('/').skip(1).chain([short]).collect()
    } else {
        short.split('/').collect()
    };
    // Names that cannot be spoken were reported with the request type, or are empty segments of the path.
    let unspoken = |index| format!("part_{index}_{}", raw.operation.span.file);
    parts
        .into_iter()
        .enumerate()
        .map(|(index, part)| name::module(&path::spoken(part)).unwrap_or_else(|| unspoken(index)))
        .collect()
}

/// Names of the record types that a list of fields leads to, at any depth.
pub(crate) fn reachable<'a>(raw: &'a RawOperation, fields: &'a [RawField]) -> Vec<&'a str> {
    let mut records: HashMap<&str, &RawRecord> = HashMap::new();
    for record in &raw.types {
        records.entry(&record.name.value).or_insert(record);
    }
    let mut found: Vec<&str> = Vec::new();
    let mut open: Vec<&[RawField]> = vec![fields];
    while let Some(fields) = open.pop() {
        for field in fields {
            let Some(word) = field.ty.held() else { continue };
            if let Some(record) = records.remove(word.value.as_str()) {
                found.push(&record.name.value);
                open.push(&record.fields);
            }
        }
    }
    found
}

fn reply(
    raw: &RawOperation,
    service: &Service,
    request_type: &Name,
    types: &mut Vec<Record>,
    scope: &mut Scope<'_>,
) -> Reply {
    let confirm = raw.reply.confirm.iter().map(|each| Confirm {
        flag: each.flag.value.clone(),
        code: each.code.as_ref().map(|text| text.value.clone()),
        message: each.message.as_ref().map(|text| text.value.clone()),
        span: each.flag.span,
    });
    let confirm = confirm.collect();
    let plain = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
    let items = raw.reply.items.as_ref().map(|items| Items {
        list: plain(&items.list).unwrap_or_else(|| RawShape::ITEMS.to_owned()),
        key: items.key.value.clone(),
        ok: items.ok.value.clone(),
        code: plain(&items.code),
        message: plain(&items.message),
        span: items.span,
    });
    if let Some(fields) = raw.reply.fields() {
        let name = Name {
            wire: "Reply".into(),
            ident: format!("{}Reply", request_type.ident.trim_end_matches('_')),
            span: raw.reply.span,
        };
        let doc = Doc {
            en: format!("What {} of {} replies", raw.operation.value, service.name.wire),
            zh: raw.title.zh.clone(),
            note: None,
            note_zh: None,
        };
        types.insert(0, Record { name: name.clone(), doc, fields: scope.fields(fields), in_request: false });
        return Reply { data: name, shape: raw.reply.shape(), confirm, items };
    }
    let data = match raw.reply.record() {
        Some(word) => {
            match scope.word(word, None) {
                Type::Record(_) => {}
                // Unknown, and said so.
                Type::Text => {}
                _ => scope.diags.push(Diag::new(
                    codes::WRONG_TYPE_USE,
                    word.span,
                    format!("the data of a reply is a record, {} is none", quoted(&word.value)),
                )),
            }
            same(word)
        }
        None => Name::default(),
    };
    Reply { data, shape: raw.reply.shape(), confirm, items }
}

/// One enum per record that `{select: T}` names, made of the fields that can be asked for.
fn select_enums(request: &[Field], types: &[Record]) -> Vec<Enum> {
    let mut made: Vec<Enum> = Vec::new();
    let nested = types.iter().filter(|record| record.in_request).flat_map(|record| &record.fields);
    for field in request.iter().chain(nested) {
        let Type::Select { record, field_enum } = &field.ty else { continue };
        if made.iter().any(|each| each.name.ident == field_enum.ident) {
            continue;
        }
        let Some(source) = types.iter().find(|each| each.name.ident == record.ident) else { continue };
        let values = source.fields.iter().filter(|field| field.selectable).map(|field| EnumValue {
            name: Name {
                // From the field's Rust name, which an `ident` may have changed.
                ident: name::upper(field.name.plain()).unwrap_or_else(|| field.name.ident.clone()),
                ..field.name.clone()
            },
            doc: field.doc.clone(),
        });
        let doc = Doc {
            en: format!("Fields of {} that can be asked for", source.name.ident),
            zh: "返回字段".into(),
            note: None,
            note_zh: None,
        };
        made.push(Enum {
            name: field_enum.clone(),
            doc,
            values: values.collect(),
            selected_from: Some(source.name.ident.clone()),
        });
    }
    made
}

fn errors(raw: &RawOperation, service: &Service, raw_service: &RawService, diags: &mut Vec<Diag>) -> Vec<usize> {
    let mut listed: Vec<usize> = Vec::new();
    for error in &raw.errors {
        match service.errors.iter().position(|entry| entry.name.wire == error.value) {
            Some(index) if listed.contains(&index) => {
                diags.push(Diag::new(
                    codes::DUPLICATE,
                    error.span,
                    format!("the error {} is listed twice", quoted(&error.value)),
                ));
            }
            Some(index) => listed.push(index),
            None if !raw_service.errors_known => {}
            None => diags.push(unknown_error(error, service)),
        }
    }
    listed
}

/// A name that errors.yaml does not have.
pub(crate) fn unknown_error(error: &Text, service: &Service) -> Diag {
    let known = service.errors.iter().map(|entry| entry.name.wire.as_str());
    Diag::new(codes::UNKNOWN_ERROR, error.span, format!("unknown error {}", quoted(&error.value)))
        .nearest(&error.value, known)
        .help(format!("the names are in the errors.yaml of {}", service.name.wire))
}

fn examples(raw: &RawOperation, raw_service: &RawService, sources: &Sources, diags: &mut Vec<Diag>) -> Vec<Example> {
    let mut examples = Vec::new();
    for name in &raw.examples {
        let beside = || raw_service.examples.iter().filter(|each| each.folder == raw.folder);
        match beside().find(|each| each.name == name.value) {
            Some(example) => examples.push(Example {
                file: name.value.clone(),
                json: sources.text(example.span).unwrap_or_default().to_owned(),
                span: example.span,
            }),
            None => {
                let message = format!("no example file {}", quoted(&name.value));
                let known = beside().map(|each| each.name.as_str());
                let help = format!("put it into the folder {}/examples", raw.folder);
                diags.push(Diag::new(codes::EXAMPLE_FILE, name.span, message).nearest(&name.value, known).help(help));
            }
        }
    }
    examples
}
