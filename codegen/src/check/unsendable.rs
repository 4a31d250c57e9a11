//! V074: what a spec says that a field holds can be sent where the field stands.

use super::view::{OperationAt, View};
use crate::diag::{Diag, quoted};
use crate::lexical::is_header_text;
use crate::load::raw::Text;
use crate::model::api::{Field, Place, Style, Type};
use crate::model::time_form::TimeForm;

rule! {
    UNSENDABLE = "V074" "a value that its place cannot hold"
        "A header holds printable ASCII without blanks at its ends; the place of a path holds what is not blank, `.` or `..`; in a list \
         joined by commas no value has a comma itself, for who reads it takes it for two: in a reply too. A default, an example, a \
         documented value or the form of a date that breaks this would be refused by every program that sends it. Where the gateway takes \
         it otherwise, `in` or `style` says so."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for at in &view.operations {
        for (raw, field) in at.raw.request.iter().zip(&at.api.request) {
            let mut said = |what: &str, value: &Text| {
                if let Some(why) = refused(field, &value.value) {
                    diags.push(found(field, what, value, why));
                }
            };
            [("default", &raw.default), ("example", &raw.example)]
                .iter()
                .for_each(|(what, value)| value.iter().for_each(|value| said(what, value)));
            documented(at, field).for_each(|value| said("value", value));
            if let Some(format) = &raw.format {
                date(field, &format.datetime, diags);
            }
        }
    }
    // In replies too: who reads a list takes a comma for its end of a value.
    for owner in &view.owners {
        let Some(at) = &owner.operation else { continue };
        let help = match std::ptr::eq(owner.raw, at.raw.request.as_slice()) {
            true => "style: json | repeat | brackets, of a type {list: ..}",
            false => "type: text, for nobody can tell the two apart",
        };
        for field in owner.api.iter().filter(|field| is_joined(field)) {
            let parted = documented(at, field).filter(|value| value.value.contains(','));
            let why = ("has a comma, and would become two values", help);
            diags.extend(parted.map(|value| found(field, "value", value, why)));
        }
    }
}

fn found(field: &Field, what: &str, value: &Text, (why, help): (&str, &'static str)) -> Diag {
    let message = format!("the {what} {} of {} {why}", quoted(&value.value), quoted(&field.name.wire));
    Diag::new(UNSENDABLE, value.span, message).label(field.name.span, "the field").help(help)
}

/// Why a program would refuse to send it, as the runtime does.
fn refused(field: &Field, text: &str) -> Option<(&'static str, &'static str)> {
    match field.place {
        Place::Path if text.trim().is_empty() => Some(("leaves its place in the path empty", "name a value")),
        Place::Path if matches!(text, "." | "..") => {
            Some(("is a step up or away in a path", "in: query, or another value"))
        }
        Place::Header if !is_header_text(text) => Some(("is nothing that a header can hold", "in: query, or in: body")),
        _ => None,
    }
}

/// A form whose own signs no header holds, whatever the date.
fn date(field: &Field, form: &Text, diags: &mut Vec<Diag>) {
    let written = field.form().filter(|_| field.place == Place::Header).map(TimeForm::sample);
    if written.is_some_and(|text| !is_header_text(&text)) {
        let message = format!("no header can hold a date spelled {}", quoted(&form.value));
        let diag = Diag::new(UNSENDABLE, form.span, message).label(field.name.span, "the field");
        diags.push(diag.help("in: query, or another form"));
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
