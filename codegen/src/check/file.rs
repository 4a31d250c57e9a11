//! V073: a file stands where a call can carry it.

use super::view::{FieldAt, OperationAt, View};
use crate::codes;
use crate::diag::{Diag, quoted};
use crate::model::api::{Body, Field, Place, Protocol, Type};
use crate::source::Span;

rule! {
    FILE = "V073" "a file that a call cannot carry"
        "A field of `type: file` is a part of a multipart body: a field of the request itself, of an operation with `body: multipart`, and \
         of no GET. An operation of a TOP service is sent in parts by itself where it has such a field. A service that signs its calls says \
         `over: {without: file}`: what is signed is text. `accept` says the kinds of files by their extensions, `max_bytes` how long they \
         may be. A file has no default, and its content is no value that names what is done at most once."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields() {
        accept(&field, diags);
        if matches!(field.api.ty, Type::File) {
            one(&field, diags);
        }
    }
    for operation in &view.operations {
        as_value(operation, diags);
    }
}

fn accept(field: &FieldAt<'_>, diags: &mut Vec<Diag>) {
    let raw = field.raw;
    for (place, word) in raw.accept.iter().enumerate() {
        if field.has_type() && !matches!(field.api.ty, Type::File) {
            let found = Diag::new(codes::WRONG_KEY, word.span, "only a file has kinds that are accepted");
            diags.push(found.label(raw.ty.word().span, "the type"));
            return;
        }
        if raw.accept.iter().take(place).any(|other| other.value == word.value) {
            diags.push(Diag::new(FILE, word.span, format!("{} is accepted twice", quoted(&word.value))));
        }
    }
}

fn one(field: &FieldAt<'_>, diags: &mut Vec<Diag>) {
    let (raw, owner) = (field.raw, field.owner);
    let word = raw.ty.word().span;
    let mut found = |span: Span, message: String, help: &str| {
        diags.push(Diag::new(FILE, span, message).help(help.to_owned()));
    };
    if let Some(default) = &raw.default {
        found(default.span, "a file has no default".into(), "leave it out");
    }
    let accepted = |name: &str| {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension).unwrap_or_default();
        field.api.bounds.accept.iter().any(|kind| kind.extensions().contains(&extension))
    };
    if let Some(example) = raw.example.as_ref().filter(|name| !raw.accept.is_empty() && !accepted(&name.value)) {
        found(example.span, "the example is the name of no file that is accepted".into(), "label.png");
    }
    let request = owner.operation.filter(|at| std::ptr::eq(owner.raw, at.raw.request.as_slice()));
    let Some(at) = request else {
        let message = format!("a file is a field of the request itself, {} is none", owner.name);
        return found(word, message, "files are sent as parts of a call, and no reply holds one");
    };
    if let Some(place) = raw.place.as_ref().filter(|_| field.api.place != Place::Body) {
        found(place.span, format!("a file is sent in the body, not in the {}", place.value), "in: body");
    }
    if at.api.authenticated && at.service.auth.signing().is_some_and(|signing| !signing.without_files) {
        let message = "the service signs all parameters, and a file is no text that could be signed".into();
        found(word, message, "over: {.., without: file} in service.yaml, where its documents say so");
    }
    if at.service.protocol == Protocol::Envelope && at.api.body != Body::Multipart {
        let message = format!("a call with body {} carries no file", at.api.body.word());
        found(word, message, "http: {.., body: multipart}");
    }
}

/// A file where the value of a field is meant.
fn as_value(at: &OperationAt<'_>, diags: &mut Vec<Diag>) {
    let (raw, files) = (at.raw, at.api.request.iter().filter(|field| matches!(field.ty, Type::File)));
    let files: Vec<&Field> = files.collect();
    let deciding = raw.rules.iter().filter_map(|rule| rule.field.as_ref());
    let passed = raw.verify.iter().flat_map(|verify| verify.pass.iter().map(|pass| &pass.from));
    let named = raw.intent.iter().chain(&raw.one_at_a_time).chain(&raw.echo).chain(deciding).chain(passed);
    for name in named.filter(|name| files.iter().any(|file| file.name.wire == name.value)) {
        let message = format!("{} is a file, and what is in it is no value", quoted(&name.value));
        diags.push(Diag::new(FILE, name.span, message).help("name fields that say what the call is about"));
    }
}
