//! V078: a call can say which version it asks for.

use super::address;
use super::view::View;
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawVersion, Text};
use crate::model::api::{Auth, Operation, Place, Protocol, Service};
use crate::model::path;
use crate::words::VersionPlace;

rule! {
    VERSION = "V078" "a version that no call can ask for"
        "`version: {in, name, value}` of a service stands in each of its calls, that of an operation in its place: in the path where its \
         name stands in braces (`/{v}/orders`), as a parameter of the query, or as a header. No field of a request and nothing that says who \
         calls has its name there; of a signed call the query and the body are one place. A value in a path is letters, digits and -._~, and not a step up or away. TOP has its version among \
         `auth.parameters`: {name: v, value: \"2.0\"}."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in &view.services {
        if let Some(version) = service.raw.head.as_ref().and_then(|head| head.version.as_ref()) {
            alone(version, service.api, diags);
        }
    }
    for at in &view.operations {
        if let Some(version) = &at.raw.version {
            alone(version, at.service, diags);
        }
        let inherited = at.raw_service.head.as_ref().and_then(|head| head.version.as_ref());
        if let Some(version) =
            at.raw.version.as_ref().or(inherited).filter(|_| at.service.protocol == Protocol::Envelope)
        {
            in_path(version, at.raw.http.as_ref().map(|http| &http.path), diags);
            taken(version, at.service, at.api, diags);
        }
    }
}

fn place(version: &RawVersion) -> Option<VersionPlace> {
    VersionPlace::from_word(&version.place.value)
}

/// What is wrong with it whatever the call.
fn alone(version: &RawVersion, service: &Service, diags: &mut Vec<Diag>) {
    let (name, value) = (&version.name, &version.value);
    if service.protocol == Protocol::Top {
        let diag = Diag::new(VERSION, version.span, "a TOP service has its version among the common parameters");
        return diags.push(diag.help("auth: {parameters: [{name: v, value: \"2.0\"}, ..]}"));
    }
    let mut found = |text: &Text, message: String, help: &str| {
        // What is blank has been reported.
        if !text.value.trim().is_empty() {
            diags.push(Diag::new(VERSION, text.span, message).help(help.to_owned()));
        }
    };
    let is_plain = value.value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    let is_shown = value.value.bytes().all(|byte| byte.is_ascii_graphic());
    let stands = place(version);
    match stands {
        Some(VersionPlace::Path) if !is_plain || matches!(value.value.as_str(), "." | "..") => {
            found(value, format!("{} is no part of a path", quoted(&value.value)), "letters, digits and -._~");
        }
        Some(VersionPlace::Header) if !is_shown => {
            found(value, format!("{} stands in no header", quoted(&value.value)), "ASCII letters, digits and signs");
        }
        _ => {}
    }
    let is_key = match (&service.auth, stands) {
        (Auth::Query { name: key }, Some(VersionPlace::Query)) => *key == name.value,
        (Auth::Signed(signing), Some(VersionPlace::Query)) => {
            signing.sign == name.value || signing.parameters.iter().any(|common| common.name == name.value)
        }
        (auth, Some(VersionPlace::Header)) => {
            let is = |header: &str| header.eq_ignore_ascii_case(&name.value);
            is("authorization") || auth.header().is_some_and(is)
        }
        _ => false,
    };
    if is_key {
        found(name, format!("{} says who calls", quoted(&name.value)), "the name of another parameter");
    }
    if stands == Some(VersionPlace::Header) {
        address::report(name, address::header(&name.value), diags);
    }
}

fn in_path(version: &RawVersion, path: Option<&Text>, diags: &mut Vec<Diag>) {
    let (Some(VersionPlace::Path), Some(path)) = (place(version), path) else { return };
    let count = path::names(&path.value).iter().filter(|name| **name == version.name.value).count();
    if count != 1 {
        let message = match count {
            0 => format!("the path has no place for the version {}", quoted(&version.name.value)),
            _ => format!("{{{}}} stands {count} times in the path", version.name.value),
        };
        let diag = Diag::new(VERSION, path.span, message).label(version.name.span, "said here");
        diags.push(
            diag.help(format!("write {{{}}} into the path once, or another version beside it", version.name.value)),
        );
    }
}

/// No field has its name in its place. What is signed is one list of the query and the body: a name stands there once.
fn taken(version: &RawVersion, service: &Service, operation: &Operation, diags: &mut Vec<Diag>) {
    let Some(stands) = place(version) else { return };
    let is_signed = operation.authenticated && service.auth.signing().is_some();
    let clashes = |name: &str, place: Place| match stands {
        VersionPlace::Path => name == version.name.value,
        VersionPlace::Query => {
            let beside = place == Place::Query || is_signed && place == Place::Body;
            beside && name == version.name.value
        }
        VersionPlace::Header => place == Place::Header && name.eq_ignore_ascii_case(&version.name.value),
    };
    for field in operation.request.iter().filter(|field| clashes(&field.name.wire, field.place)) {
        let message = format!("the version has the name {} already", quoted(&field.name.wire));
        diags.push(Diag::new(VERSION, field.name.span, message).label(version.name.span, "said here"));
    }
}
