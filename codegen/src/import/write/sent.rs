//! How a new operation is sent.

use super::draft::Field;
use super::ty::Ty;
use crate::import::document::Facts;
use crate::model::path;
use crate::words::{Body, Method, Place};

/// The body style, where it is not what the service sends.
pub(super) fn body(facts: &Facts, service: Body, request: &[Field]) -> Option<Body> {
    let json = service == Body::Json;
    if request.iter().any(|field| field.ty == Ty::File) {
        return Some(Body::Multipart).filter(|body| *body != service);
    }
    match facts.sent_by() {
        Method::Get => Some(Body::None),
        Method::Delete if !facts.json_body && !facts.form_body => Some(Body::None),
        _ => match (facts.json_body, facts.form_body) {
            (true, false) if !json => Some(Body::Json),
            (false, true) => facts.form_kind.or(json.then_some(Body::Form)).filter(|body| *body != service),
            _ => None,
        },
    }
}

/// Puts the fields that a path names into it.
pub(super) fn into_path(facts: &Facts, request: &mut [Field]) {
    let names = facts.path.as_deref().map(path::names).unwrap_or_default();
    for field in request.iter_mut().filter(|field| names.contains(&field.name.as_str())) {
        field.place = Some(Place::Path);
        field.required = true;
    }
}
