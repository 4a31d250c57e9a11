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

    /// A sentence for people, in English and in Chinese.
    pub fn told(&self) -> (String, String) {
        let (mut en, mut zh) = match &self.ask {
            Ask::Number { field, first } => {
                (format!("Page by page: `{field}` counts from {first}"), format!("分页：`{field}` 从 {first} 开始"))
            }
            Ask::Cursor { path, send_as } => (
                format!("Page by page: `{send_as}` takes `{path}` of the page before"),
                format!("分页：将上一页的 `{path}` 作为 `{send_as}` 传入"),
            ),
        };
        if let Some(size) = &self.size {
            let most = self.max_size.map(|most| (format!(", at most {most}"), format!("，最多 {most}")));
            let (most_en, most_zh) = most.unwrap_or_default();
            en.push_str(&format!("; `{size}` says how many a page holds{most_en}"));
            zh.push_str(&format!("；`{size}` 为每页条数{most_zh}"));
        }
        let items = self.items_path();
        en.push_str(&format!("; they are in `{items}`"));
        zh.push_str(&format!("；列表为 `{items}`"));
        if let Some(path) = &self.total {
            en.push_str(&format!("; `{path}` says how many there are"));
            zh.push_str(&format!("；总数为 `{path}`"));
        }
        if let Some(path) = &self.has_next {
            en.push_str(&format!("; `{path}` says whether more follow"));
            zh.push_str(&format!("；`{path}` 表示是否还有下一页"));
        }
        (en, zh)
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
