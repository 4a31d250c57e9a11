//! V035: the keys of a file fit the protocol of its service.

use super::value;
use super::view::{OperationAt, ServiceAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawAuth, RawHead, Text};
use crate::model::api::Protocol;
use crate::source::Span;
use crate::words::Scheme;

rule! {
    PROTOCOL = "V035" "a key that does not fit the service's protocol"
        "Operations of an envelope service have `http` and `reply.data`; those of a TOP service have neither and list \
         `reply.fields`. The service file has the keys of its own protocol."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    // A protocol that is no word of the list has been reported; everything here would follow from a guess.
    let known = |head: &RawHead| Protocol::from_word(&head.protocol.value).is_some();
    for service in &view.services {
        if service.raw.head.as_ref().is_some_and(known) {
            head(service, diags);
        }
    }
    for operation in &view.operations {
        if operation.raw_service.head.as_ref().is_some_and(known) {
            one(operation, diags);
        }
    }
}

/// The code that says that a call succeeded is one that the envelope can have.
fn success(service: &ServiceAt<'_>, head: &RawHead, diags: &mut Vec<Diag>) {
    let code = service.api.envelope.iter().find(|field| field.name.wire == "code");
    let Some((code, success)) = code.zip(head.success_code.as_ref()) else { return };
    if let Err(want) = value::text(&code.ty, &success.value, None) {
        let message = format!("no reply has the code {}: the envelope's is {want}", quoted(&success.value));
        diags.push(Diag::new(PROTOCOL, success.span, message).label(code.name.span, "declared here"));
    }
}

fn head(service: &ServiceAt<'_>, diags: &mut Vec<Diag>) {
    let Some(head) = &service.raw.head else { return };
    let span = |text: &Option<Text>| text.as_ref().map(|text| text.span);
    let keys = [
        ("envelope", head.envelope.as_ref().map(|fields| fields.span), "the fields around the data"),
        ("success_code", span(&head.success_code), "the code of a successful reply"),
    ];
    match service.api.protocol {
        Protocol::Envelope => {
            for (key, _, what) in keys.iter().filter(|(_, stated, _)| stated.is_none()) {
                missing(head.protocol.span, &format!("an envelope service needs {key:?}"), what, diags);
            }
            if !head.envelope().is_empty() && !head.envelope().iter().any(|field| field.name.value == "code") {
                missing(
                    head.protocol.span,
                    "the envelope needs a field \"code\"",
                    "it says whether the call succeeded",
                    diags,
                );
            }
        }
        Protocol::Top => {
            let more = [
                ("charge", head.charge.as_ref().map(|charge| charge.field.span), ""),
                ("token_operation", span(&head.token_operation), ""),
            ];
            for (key, stated, _) in keys.into_iter().chain(more) {
                extra(stated, &format!("a TOP service has no {key:?}"), diags);
            }
        }
    }
    success(service, head, diags);
    auth(service.api.protocol, &head.auth, diags);
    if head.hosts.is_empty() && service.raw.head.is_some() {
        missing(head.service.span, "a service needs a host", "hosts: [{name, url, en, zh}]", diags);
    }
}

/// Each scheme has keys of its own.
fn auth(protocol: Protocol, auth: &RawAuth, diags: &mut Vec<Diag>) {
    let Some(scheme) = Scheme::from_word(&auth.scheme.value) else { return };
    if protocol == Protocol::Top && scheme != Scheme::Signed {
        extra(Some(auth.scheme.span), "a TOP service signs its calls: scheme signed", diags);
        return;
    }
    let keys = [
        (
            "header",
            auth.header.as_ref().map(|text| text.span),
            matches!(scheme, Scheme::Bearer | Scheme::Header),
            "the header that carries the token",
        ),
        (
            "name",
            auth.name.as_ref().map(|text| text.span),
            scheme == Scheme::Query,
            "the parameter of the query that carries the key",
        ),
        ("sign", auth.sign.as_ref().map(|sign| sign.span), scheme == Scheme::Signed, "what is signed, and how"),
    ];
    for (key, stated, wanted, what) in keys {
        match (stated, wanted) {
            (None, true) => {
                missing(auth.scheme.span, &format!("the scheme {} needs {key:?}", scheme.word()), what, diags)
            }
            (Some(_), false) => extra(stated, &format!("the scheme {} has no {key:?}", scheme.word()), diags),
            _ => {}
        }
    }
    let parameters = auth.parameters.first().map(|parameter| parameter.span).filter(|_| scheme != Scheme::Signed);
    extra(parameters, &format!("the scheme {} has no \"parameters\"", scheme.word()), diags);
}

fn one(operation: &OperationAt<'_>, diags: &mut Vec<Diag>) {
    let raw = operation.raw;
    let at = raw.operation.span;
    match operation.service.protocol {
        Protocol::Envelope => {
            if raw.http.is_none() {
                missing(
                    at,
                    "an operation of an envelope service needs \"http\"",
                    "http: {method: POST, path: /...}",
                    diags,
                );
            }
            if raw.reply.data.as_ref().is_some_and(|data| data.value.made.is_some()) {
                extra(
                    raw.envelope.as_ref().map(|text| text.span),
                    "only data that is a record may come without the envelope",
                    diags,
                );
            }
            extra(
                raw.reply.fields.as_ref().map(|fields| fields.span),
                "an operation of an envelope service has \"data\", not \"fields\"",
                diags,
            );
        }
        Protocol::Top => {
            extra(
                raw.http.as_ref().map(|http| http.span),
                "an operation of a TOP service has no \"http\": all go to one address",
                diags,
            );
            extra(
                raw.reply.data.as_ref().map(|data| data.span),
                "an operation of a TOP service has \"fields\", not \"data\"",
                diags,
            );
            extra(
                raw.envelope.as_ref().map(|text| text.span),
                "an operation of a TOP service has no \"envelope\"",
                diags,
            );
            if !raw.operation.value.is_empty() && !raw.operation.value.contains('.') {
                extra(Some(at), "an operation of a TOP service is a full method name, taobao.trade.get", diags);
            }
        }
    }
}

fn missing(span: Span, message: &str, help: &str, diags: &mut Vec<Diag>) {
    diags.push(Diag::new(PROTOCOL, span, message).help(help));
}

fn extra(span: Option<Span>, message: &str, diags: &mut Vec<Diag>) {
    if let Some(span) = span {
        diags.push(Diag::new(PROTOCOL, Span { end: span.end.max(span.start + 1), ..span }, message));
    }
}
