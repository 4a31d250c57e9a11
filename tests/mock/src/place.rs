//! Gathers the fields of a request from the places where they stand.

use vvtool_codegen::model::api::Place;

use crate::credential;
use crate::form::Form;
use crate::received::{Received, find};
use crate::routes::{self, Target};
use crate::style;

/// Puts the fields of the path, the query and the headers before those of the body. Gives the names of fields that stand in another place
/// than their spec says, with both places.
pub(crate) fn gather(target: &Target<'_>, form: &mut Form, received: &Received, prefix: &str) -> Vec<String> {
    let mut all: Vec<(Place, (String, String))> = Vec::new();
    let template = target.operation.http.as_ref().map(|http| http.path.as_str()).unwrap_or_default();
    let path = received.path.strip_prefix(prefix).and_then(|path| routes::placed(template, path));
    all.extend(path.into_iter().flatten().map(|pair| (Place::Path, pair)));
    all.extend(query(&received.query).into_iter().map(|pair| (Place::Query, pair)));
    for field in target.operation.request.iter().filter(|field| field.place == Place::Header) {
        if let Some(value) = find(&received.headers, &field.name.wire.to_ascii_lowercase()) {
            all.push((Place::Header, (field.name.wire.clone(), value.to_owned())));
        }
    }
    all.extend(core::mem::take(&mut form.fields).into_iter().map(|pair| (Place::Body, pair)));
    // What says who calls has been looked at.
    if target.operation.authenticated {
        all.retain(|(_, (name, _))| !credential::is_common(target, name));
    }
    // And so has the version.
    if let Some(version) = &target.operation.version {
        all.retain(|(place, (name, _))| version.sent(*place).is_none_or(|(known, _)| known != name));
    }
    let misplaced = |(place, (name, _)): &(Place, (String, String))| {
        let field = style::field_of(target, name)?;
        let wanted = field.place;
        (wanted != *place)
            .then(|| format!("{name} is sent in the {}, its place is the {}", place.word(), wanted.word()))
    };
    let found = all.iter().filter_map(misplaced).collect();
    form.fields = all.into_iter().map(|(_, pair)| pair).collect();
    found
}

/// What is wrong with the version that a call asks for. One in the path was found by its route.
pub(crate) fn version(target: &Target<'_>, received: &Received) -> Option<String> {
    let (place, name, value) = target.operation.version.as_ref()?.beside()?;
    let all = if place == Place::Header { &received.headers } else { &query(&received.query) };
    let given: Vec<_> = all.iter().filter(|(each, _)| each.eq_ignore_ascii_case(name)).collect();
    match given.as_slice() {
        [(each, is)] if is == value && (place == Place::Header || each == name) => None,
        [] => Some(format!("{name} is missing in the {}: the version is {value}", place.word())),
        [_] => Some(format!("{name} in the {} is another version than {value}", place.word())),
        _ => Some(format!("{name} stands in the {} more than once", place.word())),
    }
}

/// The pairs of a query.
pub(crate) fn query(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}
