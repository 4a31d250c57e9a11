//! Names and prose, which everything of the model has.

use crate::source::Span;

/// A name: what the wire says, what Rust says, where the spec says it.
#[derive(Debug, Clone, Default)]
pub struct Name {
    /// Verbatim spelling in the spec: a wire name, a type name, an error name.
    pub wire: String,
    /// The Rust identifier (already escaped where it is a keyword, e.g. `r#type`).
    pub ident: String,
    /// Where the spec says it.
    pub span: Span,
}

impl Name {
    /// The identifier without `r#`, as file names and rustdoc have it.
    pub fn plain(&self) -> &str {
        plain(&self.ident)
    }
}

/// An identifier without `r#`.
pub fn plain(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}

/// One English line and the Chinese term.
#[derive(Debug, Clone, Default)]
pub struct Doc {
    pub en: String,
    pub zh: String,
    /// One more English line: a trap, an obligation, a decision.
    pub note: Option<String>,
    /// The same in Chinese.
    pub note_zh: Option<String>,
}
