//! The platform's words as one line may show them.

use super::link::without_links;
use crate::generated::ground::visible::Visible;
use crate::quiet::quiet;

/// The platform's words on one line, without links (an authorisation link opens a shop), without JSON (nobody knows what is inside),
/// without what is a person's by its shape, and not endless.
pub(crate) fn one_line(text: &str) -> String {
    const LONGEST: usize = 300;
    let text = without_links(text);
    let text = quiet(&text);
    let end = text.char_indices().nth(LONGEST).map(|(end, _)| end);
    let shown = end.and_then(|end| text.get(..end)).unwrap_or(&text);
    // A line break is a space to a reader.
    let line = Visible(&shown.replace(['\n', '\r', '\t'], " ")).to_string();
    if end.is_some() { line + "…" } else { line }
}
