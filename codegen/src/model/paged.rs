//! How an operation is asked for page by page, from what its file says.

use super::api::{Field, Name, Operation, Type};
use super::pages::{Ask, Pages};
use super::plain::same;
use crate::load::raw::{RawOperation, RawPages, Text};

/// That the names are there, each once, is checked later: what is not there leads nowhere.
pub(super) fn lower(raw: &RawOperation, operation: &mut Operation) {
    operation.pages = raw.pages.as_ref().map(|raw| pages(raw, operation));
    if let Some(pages) = &operation.pages {
        page_size(&mut operation.request, pages.size.as_deref(), pages.max_size);
    }
}

fn pages(raw: &RawPages, operation: &Operation) -> Pages {
    let path = |name: &Text| operation.reply_fields(&name.value).into_iter().next().map(|(path, _)| path);
    let ask = match (&raw.cursor, &raw.number) {
        (Some(cursor), _) => Ask::Cursor {
            path: path(cursor).unwrap_or_default(),
            send_as: raw.send_as.as_ref().map(|text| text.value.clone()).unwrap_or_default(),
        },
        (None, number) => {
            let name = number.as_ref().map(|text| text.value.clone()).unwrap_or_default();
            let field = operation.request.iter().find(|field| field.name.wire == name);
            let first = field.and_then(|field| field.default.as_ref()?.parse().ok()).unwrap_or(1);
            Ask::Number { field: name, first }
        }
    };
    let (items, item) = items(&raw.items, operation);
    Pages {
        ask,
        size: raw.size.as_ref().map(|text| text.value.clone()),
        max_size: raw.max_size.as_ref().and_then(|text| text.value.parse().ok()),
        items,
        item,
        total: raw.total.as_ref().and_then(path),
        has_next: raw.has_next.as_ref().and_then(path),
        span: raw.span,
    }
}

fn items(name: &Text, operation: &Operation) -> (Vec<Name>, Name) {
    let Some((path, field)) = operation.reply_fields(&name.value).into_iter().next() else {
        return (vec![same(name)], Name::default());
    };
    let data = operation.types.iter().find(|record| record.name.ident == operation.reply.data.ident);
    let outer = path.split_once('.').map(|(outer, _)| outer);
    let outer = data.zip(outer).and_then(|(data, outer)| data.fields.iter().find(|field| field.name.wire == outer));
    let names = outer.into_iter().chain([field]).map(|field| field.name.clone()).collect();
    match &field.ty {
        Type::List { item, .. } => (names, item.clone()),
        _ => (names, Name::default()),
    }
}

/// The most that a page may hold bounds the field that asks for it, unless that has a bound of its own.
fn page_size(request: &mut [Field], size: Option<&str>, most: Option<u32>) {
    let field = size.and_then(|size| request.iter_mut().find(|field| field.name.wire == size));
    if let (Some(field), Some(most)) = (field, most)
        && field.bounds.max.is_none()
    {
        field.bounds.max = Some(most.to_string());
    }
}
