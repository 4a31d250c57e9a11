//! How an answer is asked for page by page.

use super::named::Name;
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
