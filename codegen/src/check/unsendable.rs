//! V074: what a spec says that a field holds can be sent where the field stands.

use super::view::{OperationAt, View};
use crate::diag::{Diag, quoted};
use crate::lexical::is_header_text;
use crate::load::raw::Text;
use crate::model::api::{Field, Place, Style, Type};

rule! {
    UNSENDABLE = "V074" "a value that its place cannot hold"
        "A header holds printable ASCII without blanks at its ends; the place of a path holds what is not blank, `.` or `..`; in a list \
         joined by commas no value has a comma itself. A default, an example or a documented value that breaks this would be refused \
         by every program that sends it. Where the gateway takes it otherwise, `in` or `style` says so."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for at in &view.operations {
        for (raw, field) in at.raw.request.iter().zip(&at.api.request) {
            for (what, value) in [("default", &raw.default), ("example", &raw.example)] {
                // A list is one text here, and its commas stand between values.
                if let Some(value) = value.as_ref().filter(|_| !is_joined(field)) {
                    one(field, what, value, diags);
                }
            }
            documented(at, field).for_each(|value| one(field, "value", value, diags));
        }
    }
}

fn one(field: &Field, what: &str, value: &Text, diags: &mut Vec<Diag>) {
    if let Some((why, help)) = refused(field, &value.value) {
        let message = format!("the {what} {} of {} {why}", quoted(&value.value), quoted(&field.name.wire));
        diags.push(Diag::new(UNSENDABLE, value.span, message).label(field.name.span, "the field").help(help));
    }
}

/// Why a program would refuse to send it, as the runtime does.
fn refused(field: &Field, text: &str) -> Option<(&'static str, &'static str)> {
    match field.place {
        Place::Path if text.trim().is_empty() => Some(("leaves its place in the path empty", "name a value")),
        Place::Path if matches!(text, "." | "..") => {
            Some(("is a step up or away in a path", "in: query, or another value"))
        }
        Place::Header if !is_header_text(text) => Some(("is nothing that a header can hold", "in: query, or in: body")),
        _ if is_joined(field) && text.contains(',') => {
            Some(("has a comma, and would become two values", "style: json | repeat | brackets, of a type {list: ..}"))
        }
        _ => None,
    }
}

/// Values with commas between them.
fn is_joined(field: &Field) -> bool {
    matches!(field.ty, Type::Csv(_)) || matches!(field.ty, Type::Values { .. }) && field.style == Some(Style::Comma)
}

/// The values that the field's enum documents.
fn documented<'a>(at: &OperationAt<'a>, field: &Field) -> impl Iterator<Item = &'a Text> + use<'a> {
    let item = match &field.ty {
        Type::Csv(item) | Type::Values { item, .. } => item,
        ty => ty,
    };
    let wire = match item {
        Type::Enum(name) => at.api.enums.iter().find(|list| list.name.ident == name.ident).map(|list| &*list.name.wire),
        _ => None,
    };
    let lists = at.raw.enums.iter().filter(move |list| Some(&*list.name.value) == wire);
    lists.flat_map(|list| list.values.iter().map(|value| &value.value))
}
