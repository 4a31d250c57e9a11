//! V066: a list or a record is written so that it can be read again.

use super::view::{OperationAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::RawField;
use crate::model::api::{Auth, Body, Field, Place, Style, Type};

rule! {
    STYLE = "V066" "a style that a field cannot be written in"
        "`style` says how a list or a record of a request is written in a form or a query: brackets (`ids[]=1&ids[]=2`), indexed \
         (`ids[0]=1`), repeat (`ids=1&ids=2`), comma (`ids=1,2`), deep (`filter[status]=open`, a record), json (one text). Records of a \
         list are JSON texts in brackets and repeat, and `rows[0][num]=1` where they are indexed. A list or a record inside a record that \
         is deep or indexed is a JSON text in its member: `filter[states]=[1,2]`. A path and a header hold a list joined by commas. A JSON body has lists and \
         objects of its own. No other field, no version, no key and no common parameter is called as a part of it."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for owner in &view.owners {
        let request = owner.operation.filter(|at| std::ptr::eq(owner.raw, at.raw.request.as_slice()));
        for (raw, api) in owner.raw.iter().zip(owner.api) {
            let said = match request {
                Some(at) => of_request(&at, raw, api),
                None if raw.style.is_some() => {
                    Some("what stands inside a record is JSON, and only a request has styles".to_owned())
                }
                None => None,
            };
            let said = said.or_else(|| request.and_then(|at| mixed_up(&at, api)));
            if let Some(message) = said {
                let span = raw.style.as_ref().map_or(raw.name.span, |style| style.span);
                diags.push(Diag::new(STYLE, span, message).help(help(api)));
            }
        }
    }
}

/// Another field is called as a part of this one is: whoever reads them cannot tell whose it is.
fn mixed_up(at: &OperationAt<'_>, field: &Field) -> Option<String> {
    let begin = match (field.style?, &field.ty) {
        (Style::Brackets, _) => format!("{}[]", field.name.wire),
        (Style::Indexed | Style::Deep, _) => format!("{}[", field.name.wire),
        (Style::Repeat | Style::Comma | Style::Json, _) => return None,
    };
    let is_part_of = |name: &str| if begin.ends_with(']') { *name == begin } else { name.starts_with(&begin) };
    let is_part = |other: &&Field| other.place == field.place && is_part_of(&other.name.wire);
    let field_of_it = at.api.request.iter().find(is_part).map(|other| other.name.wire.as_str());
    let name = field_of_it.or_else(|| beside(at, field.place).find(|name| is_part_of(name)))?;
    Some(format!("{} would be read as a part of {}", quoted(name), quoted(&field.name.wire)))
}

/// What every call has in this place besides its fields: the version, the key, or the common parameters, which stand in the body, and in
/// the query of a call without one.
fn beside<'a>(at: &OperationAt<'a>, place: Place) -> impl Iterator<Item = &'a str> {
    let (api, service) = (at.api, at.service);
    let version = api.version.as_ref().and_then(|version| version.sent(place)).map(|(name, _)| name);
    let common = if api.body == Body::None { Place::Query } else { Place::Body };
    let (key, signing) = match &service.auth {
        Auth::Query { name } if place == Place::Query && api.authenticated => (Some(name), None),
        Auth::Signed(signing) if place == common && api.authenticated => (Some(&signing.sign), Some(signing)),
        _ => (None, None),
    };
    let parameters = signing.into_iter().flat_map(|signing| &signing.parameters).map(|common| &common.name);
    version.into_iter().chain(key.into_iter().chain(parameters).map(String::as_str))
}

fn help(field: &Field) -> &'static str {
    match (&field.ty, field.place) {
        (Type::Values { .. }, Place::Path | Place::Header) => "style: comma",
        (Type::Values { .. }, _) => "style: brackets | indexed | repeat | comma | json",
        (Type::List { .. }, _) => "style: brackets | indexed | repeat | json",
        (Type::Record(_), _) => "style: deep | json",
        _ => "leave it out",
    }
}

fn of_request(at: &OperationAt<'_>, raw: &RawField, field: &Field) -> Option<String> {
    let said = raw.style.as_ref().and_then(|text| Style::from_word(&text.value));
    let style = match (field.style, said) {
        (None, Some(_)) if field.place == Place::Body && at.api.body == Body::Json => {
            return Some("a JSON body has lists and objects of its own".to_owned());
        }
        (None, Some(_)) => return Some("only a list of values or records, or a record, has a style".to_owned()),
        (None, None) => return None,
        (Some(style), _) => style,
    };
    let fits = match (&field.ty, field.place) {
        (Type::Values { .. }, Place::Path | Place::Header) => style == Style::Comma,
        (Type::Values { .. }, _) => style != Style::Deep,
        (Type::List { .. }, _) => !matches!(style, Style::Deep | Style::Comma),
        (Type::Record(_), _) => matches!(style, Style::Deep | Style::Json),
        _ => true,
    };
    (!fits).then(|| {
        format!(
            "a field of type {} in the {} is not written in style {}",
            field.ty.spelled(),
            field.place.word(),
            style.word()
        )
    })
}
