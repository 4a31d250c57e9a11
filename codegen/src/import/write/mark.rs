//! A `review:` entry: a fact that a document says otherwise than before, left at the element until a person has decided.

use super::yaml::scalar;
use crate::visible::is_hidden;

/// One entry of a `review` list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// A decision that the element itself asks for.
    Word(&'static str),
    /// What the document said and says.
    Change {
        /// A key of the element, or what stands around it.
        what: &'static str,
        /// Before; empty where nothing was said, or in words that are not kept.
        was: String,
        /// Now; the same.
        page: String,
    },
}

impl Mark {
    /// A change of which only the digests are known.
    #[must_use]
    pub fn reread(what: &'static str) -> Self {
        Self::change(what, "", "")
    }

    /// A change.
    #[must_use]
    pub fn change(what: &'static str, was: &str, page: &str) -> Self {
        Self::Change { what, was: was.to_owned(), page: page.to_owned() }
    }

    /// As the spec writes it.
    #[must_use]
    pub fn yaml(&self) -> String {
        match self {
            Self::Word(word) => (*word).to_owned(),
            Self::Change { what, was, page } => {
                let mut out = format!("{{what: {what}");
                for (key, text) in [("was", was), ("page", page)] {
                    if !text.is_empty() {
                        out.push_str(&format!(", {key}: {}", value(text)));
                    }
                }
                out.push('}');
                out
            }
        }
    }
}

/// A value as a spec has it under its own key: truths and numbers without quotes. What nobody sees is not carried along.
fn value(text: &str) -> String {
    let text: String = text.chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect();
    let number = !text.is_empty() && text.len() < 10 && text.bytes().all(|byte| byte.is_ascii_digit());
    if number || matches!(text.as_str(), "true" | "false") { text } else { scalar(&text) }
}
