//! V064: every field of a request stands where a call can carry it.

use super::address;
use super::view::{OperationAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawField, Text};
use crate::model::api::{Body, Field, Method, Place, Protocol, Type, Unit};
use crate::model::path;
use crate::source::Span;
use crate::words::VersionPlace;

rule! {
    PLACEMENT = "V064" "a field, a body or a host that a call cannot have"
        "`in` says where a field of a request is sent: path, query, header or body. Each {name} of a path is a field with `in: path`, \
         given always and made of one value; each field with `in: path` has its place there, and of two in one segment one can tell where the \
         first ends. A call with body `none`, as a GET has to be, \
         has no field in its body. A header holds one value and is none that the client writes itself; two that differ in large and small letters are one. `host` names a host of the \
         service. TOP has one place for all: its form."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for owner in &view.owners {
        let is_request = owner.operation.is_some_and(|at| std::ptr::eq(owner.raw, at.raw.request.as_slice()));
        for stated in owner.raw.iter().filter_map(|field| field.place.as_ref()).filter(|_| !is_request) {
            let message = format!("\"in\" belongs to a field of the request itself, {} is none", owner.name);
            diags.push(Diag::new(PLACEMENT, stated.span, message).help("leave it out"));
        }
    }
    for operation in &view.operations {
        host(operation, diags);
        body(operation, diags);
        in_path(operation, diags);
        in_one_segment(operation, diags);
        headers(operation, diags);
        for (raw, api) in operation.raw.request.iter().zip(&operation.api.request) {
            field(operation, raw, api, diags);
        }
    }
}

fn host(at: &OperationAt<'_>, diags: &mut Vec<Diag>) {
    let Some(host) = &at.raw.host else { return };
    if at.service.protocol == Protocol::Top {
        diags.push(Diag::new(
            PLACEMENT,
            host.span,
            "an operation of a TOP service has no \"host\": all go to one address",
        ));
    } else if at.api.host_in(at.service).is_none() && !at.service.hosts.is_empty() && !host.value.is_empty() {
        let known = at.service.hosts.iter().map(|host| host.name.wire.as_str());
        let message = format!("{} has no host {}", at.service.name.wire, quoted(&host.value));
        diags.push(
            Diag::new(PLACEMENT, host.span, message)
                .nearest(&host.value, known)
                .help("the names are those of `hosts` in service.yaml"),
        );
    }
}

fn body(at: &OperationAt<'_>, diags: &mut Vec<Diag>) {
    let Some(http) = &at.raw.http else { return };
    if Method::from_word(&http.method.value) == Some(Method::Get) && at.api.body != Body::None {
        let message = format!("a GET has no body, and this one would have one of style {}", at.api.body.word());
        diags.push(
            Diag::new(PLACEMENT, http.method.span, message).help("write `body: none`: its fields go into the query"),
        );
    }
}

/// The names in the braces of a path, and the fields that say that they stand there.
fn in_path(at: &OperationAt<'_>, diags: &mut Vec<Diag>) {
    let Some(http) = &at.raw.http else { return };
    let names = path::names(&http.path.value);
    // A version stands there without a field.
    let version = at.api.version.as_ref().filter(|version| version.place == VersionPlace::Path);
    let is_version = |name: &str| version.is_some_and(|version| version.name == name);
    for (place, name) in names.iter().enumerate().filter(|(_, name)| !is_version(name)) {
        let mut fields = at.api.request.iter().filter(|field| field.name.wire == *name);
        let message = match fields.next() {
            _ if names.iter().take(place).any(|other| other == name) => format!("{{{name}}} stands twice in the path"),
            None => format!("no field of the request is called {}", quoted(name)),
            Some(field) if field.place != Place::Path => format!("the field {} does not say `in: path`", quoted(name)),
            Some(_) => continue,
        };
        let help = "each {name} of a path is one field of the request with `in: path`";
        diags.push(Diag::new(PLACEMENT, http.path.span, message).help(help));
    }
}

/// Two values of one segment, of which nobody can tell where the first one ends.
fn in_one_segment(at: &OperationAt<'_>, diags: &mut Vec<Diag>) {
    let Some(http) = &at.raw.http else { return };
    for (first, between, second) in path::neighbours(&http.path.value) {
        let Some(field) = at.api.request.iter().find(|field| field.name.wire == first) else { continue };
        if !may_hold(field, between) {
            continue;
        }
        let (what, help) = match between {
            "" => ("nothing stands between them", "write a sign between them, or in: query"),
            _ => (
                "the first one may hold what stands between them",
                "say with `pattern` what the first one is made of, or in: query",
            ),
        };
        let message = format!("nobody can tell where {{{first}}} ends and {{{second}}} begins: {what}");
        diags.push(Diag::new(PLACEMENT, http.path.span, message).label(field.name.span, "the first one").help(help));
    }
}

/// Whether a value of the field may have this inside, as it stands in a path: everything but letters, digits and `-._~` is escaped there.
/// A sign before a number is none that stands behind it.
fn may_hold(field: &Field, text: &str) -> bool {
    let made_of = |more: &str| text.chars().all(|c| c.is_ascii_digit() || more.contains(c));
    text.chars().all(|c| c.is_ascii_alphanumeric() || "-._~".contains(c))
        && match &field.ty {
            Type::Int | Type::Flag01 | Type::Money(Unit::Fen | Unit::Points) => made_of(""),
            Type::Decimal | Type::Money(_) => made_of("."),
            Type::DateTime(None) => made_of("-"),
            Type::DateTime(Some(form)) => made_of("") || form.sample().contains(text),
            Type::Bool => "true false".contains(text),
            _ => field.bounds.pattern.is_none(),
        }
}

/// Names of headers are the same in small letters and in large ones: the second would take the place of the first.
fn headers(at: &OperationAt<'_>, diags: &mut Vec<Diag>) {
    let headers: Vec<_> = at.api.request.iter().filter(|field| field.place == Place::Header).collect();
    for (place, field) in headers.iter().enumerate() {
        let same = |other: &&&Field| {
            other.name.wire != field.name.wire && other.name.wire.eq_ignore_ascii_case(&field.name.wire)
        };
        if let Some(first) = headers.iter().take(place).find(same) {
            let message = format!("{} and {} are one header", quoted(&first.name.wire), quoted(&field.name.wire));
            diags.push(Diag::new(PLACEMENT, field.name.span, message).label(first.name.span, "the other one"));
        }
    }
}

fn field(at: &OperationAt<'_>, raw: &RawField, field: &Field, diags: &mut Vec<Diag>) {
    let span = raw.place.as_ref().map_or(raw.name.span, |place| place.span);
    if at.service.protocol == Protocol::Top {
        if raw.place.is_some() {
            found(span, "a TOP service has one place for all fields: its form", "leave `in` out", diags);
        }
        return;
    }
    match field.place {
        Place::Body if at.api.body == Body::None => {
            found(span, "a call with body none has nothing in its body", "in: query, or another body", diags);
        }
        Place::Body | Place::Query => {}
        Place::Path => {
            let path = at.raw.http.as_ref().map(|http| http.path.value.as_str()).unwrap_or_default();
            if !path::names(path).contains(&field.name.wire.as_str()) {
                let message = format!("the path has no place for {}", quoted(&field.name.wire));
                found(span, &message, &format!("write {{{}}} into the path", field.name.wire), diags);
            }
            if !field.required {
                found(raw.name.span, "a path has no place for a value that may be absent", "required: true", diags);
            }
            single(raw, field, "a place in a path", diags);
        }
        Place::Header => {
            header(at, &raw.name, diags);
            single(raw, field, "a header", diags);
        }
    }
}

fn single(raw: &RawField, field: &Field, what: &str, diags: &mut Vec<Diag>) {
    if matches!(field.ty, Type::Record(_) | Type::List { .. } | Type::Json) {
        let help = "text, a number, a date, an id, an enum, or {csv: ..}";
        found(raw.ty.word().span, &format!("{what} holds one value"), help, diags);
    }
}

/// A header that is the client's own, or says who calls, is no field.
fn header(at: &OperationAt<'_>, name: &Text, diags: &mut Vec<Diag>) {
    address::report(name, address::header(&name.value), diags);
    let lower = name.value.to_ascii_lowercase();
    let is_token = at.service.auth.header().is_some_and(|header| header.eq_ignore_ascii_case(&lower));
    if is_token || lower == "authorization" {
        let message = format!("{} says who calls: a field must not", quoted(&name.value));
        found(name.span, &message, "leave the field out: the client writes that header", diags);
    }
}

fn found(span: Span, message: &str, help: &str, diags: &mut Vec<Diag>) {
    diags.push(Diag::new(PLACEMENT, span, message).help(help.to_owned()));
}
