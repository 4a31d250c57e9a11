//! V070: pages that can be asked for, and that end.

use std::cmp::Ordering;

use super::duplicate::repeated;
use super::view::{OperationAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawField, RawPages, Text};
use crate::model::api::{Field, Type};
use crate::model::bounds::compare;
use crate::words::Effect;

rule! {
    PAGES = "V070" "pages that cannot be asked for"
        "`pages` says how a read is answered page by page: by the `number` of a page (an int of the request) or by the `cursor` \
         that a page gives and the request sends as `send_as`, which takes whatever the cursor holds. `items` is the list of records that a page holds. `total` (an \
         int) or `has_next` (a bool) says that there are no more; numbers need one of them, or nobody knows the last page. All \
         of these stand in the reply's data or in a record right below, under a name that is there once. Where it has a number \
         for the first page that is not 1, that is the `default` of the field. `max_size` is between the field's own \
         `min` and `max`, and so is the first number. The number, the size and the cursor are fields of their own."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        if let Some(pages) = &operation.raw.pages {
            of(operation, pages, diags);
        }
    }
}

fn of(operation: &OperationAt<'_>, pages: &RawPages, diags: &mut Vec<Diag>) {
    if operation.api.effect != Effect::Read {
        let diag = Diag::new(PAGES, pages.items.span, "a write is not repeated page by page");
        diags.push(diag.label(operation.raw.effect.span, "this changes something").help("remove `pages`"));
    }
    let whole = |ty: &Type| matches!(ty, Type::Int);
    let place = |ty: &Type| matches!(ty, Type::Text | Type::Int | Type::Id(_));
    for (name, want, fits) in [
        (&pages.number, "an int", whole as fn(&Type) -> bool),
        (&pages.size, "an int", whole),
        (&pages.send_as, "a text, an int or an id", place),
    ] {
        let Some(name) = name.as_ref().filter(|name| !name.value.is_empty()) else { continue };
        let known = || operation.api.request.iter().map(|field| field.name.wire.as_str());
        match operation.api.request.iter().find(|field| field.name.wire == name.value) {
            None => {
                let message = format!("the request has no field {}", quoted(&name.value));
                diags.push(Diag::new(PAGES, name.span, message).nearest(&name.value, known()));
            }
            Some(field) if !fits(&field.ty) => diags.push(kind(name, field, want)),
            Some(_) => {}
        }
    }
    cursor(operation, pages, diags);
    first(operation, pages, diags);
    size(operation, pages, diags);
    apart(pages, diags);
    let list = |ty: &Type| matches!(ty, Type::List { .. });
    reply(operation, &pages.items, "a list of records", list, diags);
    for (name, want, fits) in [
        (&pages.total, "an int", whole as fn(&Type) -> bool),
        (&pages.has_next, "a bool", |ty| matches!(ty, Type::Bool | Type::Flag01)),
        (&pages.cursor, "a text, an int or an id", place),
    ] {
        if let Some(name) = name {
            reply(operation, name, want, fits, diags);
        }
    }
    if let Some(number) = pages.number.as_ref().filter(|_| pages.total.is_none() && pages.has_next.is_none()) {
        let diag = Diag::new(PAGES, number.span, "nothing says which page is the last one");
        diags.push(diag.help("name the field with the number of all items, `total`, or the flag `has_next`"));
    }
}

/// What the reply gives has to fit into what the request takes: a text may be no number.
fn cursor(operation: &OperationAt<'_>, pages: &RawPages, diags: &mut Vec<Diag>) {
    let Some((cursor, send_as)) = pages.cursor.as_ref().zip(pages.send_as.as_ref()) else { return };
    let Some(field) = operation.api.request.iter().find(|field| field.name.wire == send_as.value) else { return };
    let given = operation.api.reply_fields(&cursor.value);
    let [(_, given)] = given.as_slice() else { return };
    if matches!(field.ty, Type::Int) && matches!(given.ty, Type::Text | Type::Id(_)) {
        let (name, ty) = (quoted(&cursor.value), given.ty.spelled());
        let message = format!("{name} may be no number, it is {ty}, and {} takes an int", quoted(&send_as.value));
        let diag = Diag::new(PAGES, send_as.span, message).label(given.name.span, "what the page gives");
        diags.push(diag.help("give both the same type"));
    }
}

/// A walk begins with page 1 unless the field has a default, which is looked at as every default is.
fn first(operation: &OperationAt<'_>, pages: &RawPages, diags: &mut Vec<Diag>) {
    let Some(number) = &pages.number else { return };
    let Some(field) = asked(operation, number).filter(|field| field.default.is_none()) else { return };
    for (bound, outside, what) in [(&field.min, Ordering::Greater, "at least"), (&field.max, Ordering::Less, "at most")]
    {
        if let Some(bound) = bound.as_ref().filter(|bound| compare(&bound.value, "1") == Some(outside)) {
            let message = format!("the first page is 1, and {} takes {} {what}", quoted(&number.value), bound.value);
            let diag = Diag::new(PAGES, number.span, message).label(bound.span, "its bound");
            diags.push(diag.help("say the number of the first page as the `default` of the field"));
        }
    }
}

/// A field that is two of these would be asked for with the value of the other.
fn apart(pages: &RawPages, diags: &mut Vec<Diag>) {
    let names = [&pages.number, &pages.send_as, &pages.size].into_iter().flatten();
    for (name, first) in repeated(&names.collect::<Vec<_>>()) {
        let message = format!("{} cannot say two things of a page", quoted(&name.value));
        diags.push(Diag::new(PAGES, name.span, message).label(first, "said here already"));
    }
}

/// A walk asks for as many items as may be, unless told otherwise: the field has to take that many.
fn size(operation: &OperationAt<'_>, pages: &RawPages, diags: &mut Vec<Diag>) {
    let Some((size, most)) = pages.size.as_ref().zip(pages.max_size.as_ref()) else { return };
    let Some((field, count)) = asked(operation, size).zip(most.value.parse::<u32>().ok()) else { return };
    let number = |text: Option<&Text>| text.and_then(|text| Some((text.span, text.value.parse::<u32>().ok()?)));
    for (bound, outside, what) in [(&field.max, Ordering::Less, "at most"), (&field.min, Ordering::Greater, "at least")]
    {
        if let Some((span, bound)) = number(bound.as_deref()).filter(|(_, bound)| bound.cmp(&count) == outside) {
            let message = format!("pages of {count} are asked for, and {} takes {bound} {what}", quoted(&size.value));
            diags.push(Diag::new(PAGES, most.span, message).label(span, "its bound"));
        }
    }
    if let Some((span, default)) = number(field.default.as_ref()).filter(|(_, default)| *default > count) {
        let message = format!("a page holds {count} at most, and {default} are asked for by default");
        diags.push(Diag::new(PAGES, most.span, message).label(span, "the default"));
    }
}

/// The field of the request that has this name.
fn asked<'a>(operation: &OperationAt<'a>, name: &Text) -> Option<&'a RawField> {
    operation.raw.request.iter().find(|field| field.name.value == name.value)
}

fn reply(operation: &OperationAt<'_>, name: &Text, want: &str, fits: fn(&Type) -> bool, diags: &mut Vec<Diag>) {
    if name.value.is_empty() {
        return;
    }
    match operation.api.reply_fields(&name.value).as_slice() {
        [] => {
            let data = operation.record(&operation.api.reply.data.ident);
            let known = data.into_iter().flat_map(|data| data.fields.iter().map(|field| field.name.wire.as_str()));
            let message = format!("the reply has no field {}", quoted(&name.value));
            diags.push(Diag::new(PAGES, name.span, message).nearest(&name.value, known));
        }
        [(_, field)] if fits(&field.ty) => {}
        [(_, field)] => diags.push(kind(name, field, want)),
        [(first, _), (second, _), ..] => {
            let message = format!("{} is in the reply twice: {first}, {second}", quoted(&name.value));
            diags.push(Diag::new(PAGES, name.span, message));
        }
    }
}

fn kind(name: &Text, field: &Field, want: &str) -> Diag {
    let message = format!("{} has to be {want}, this is {}", quoted(&name.value), field.ty.spelled());
    Diag::new(PAGES, name.span, message).label(field.name.span, "declared here")
}
