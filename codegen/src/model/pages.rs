//! How an answer is asked for page by page.

use super::api::{Name, Operation, Type};
use super::plain::same;
use crate::load::raw::{RawPages, Text};
use crate::source::Span;

/// What says where the next page is, and that there is none.
#[derive(Debug, Clone, Default)]
pub struct Pages {
    pub ask: Ask,
    /// Wire name of the request's field that says how many items a page holds.
    pub size: Option<String>,
    /// The most it may hold.
    pub max_size: Option<u32>,
    /// The fields that lead to the list of items: of the reply's data, or of it and of the record right below.
    pub items: Vec<Name>,
    /// The record of an item.
    pub item: Name,
    /// Path of the number of all items: wire names joined by dots, from the data downwards.
    pub total: Option<String>,
    /// Path of the flag that says that more follow.
    pub has_next: Option<String>,
    pub span: Span,
}

/// How the next page is named.
#[derive(Debug, Clone)]
pub enum Ask {
    /// By a number: the request's field, and the number of the first page.
    Number { field: String, first: i64 },
    /// By what the page before it says: a path of the reply, and the request's field.
    Cursor { path: String, send_as: String },
}

impl Default for Ask {
    fn default() -> Self {
        Self::Number { field: String::new(), first: 1 }
    }
}

impl Pages {
    /// Path of the list of items.
    pub fn items_path(&self) -> String {
        self.items.iter().map(|name| name.wire.as_str()).collect::<Vec<_>>().join(".")
    }

    /// On one line, as reports name it.
    pub fn spelled(&self) -> String {
        let mut text = match &self.ask {
            Ask::Number { field, first: 1 } => format!("number {field}"),
            Ask::Number { field, first } => format!("number {field} from {first}"),
            Ask::Cursor { path, send_as } => format!("cursor {path} sent as {send_as}"),
        };
        text.extend(self.size.iter().map(|size| format!("; size {size}")));
        text.extend(self.max_size.iter().map(|most| format!(" up to {most}")));
        text.push_str(&format!("; items {}", self.items_path()));
        text.extend(self.total.iter().map(|path| format!("; total {path}")));
        text.extend(self.has_next.iter().map(|path| format!("; has_next {path}")));
        text
    }
}

/// That the names are there, each once, is checked later: what is not there leads nowhere.
pub(super) fn lower(raw: &RawPages, operation: &Operation) -> Pages {
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
