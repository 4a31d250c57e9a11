//! JSON of examples. The one place where the stages before emit meet a JSON crate.

pub use serde_json::Value as Json;

/// Where and why a text is no JSON.
#[derive(Debug)]
pub struct Broken {
    /// Byte offset.
    pub at: usize,
    /// Why.
    pub reason: String,
}

/// Parse a whole text. Nesting is limited by the parser (128 levels).
pub fn parse(text: &str) -> Result<Json, Broken> {
    serde_json::from_str(text).map_err(|error| {
        let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let mut at = (before + error.column().saturating_sub(1)).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
        Broken { at, reason }
    })
}
