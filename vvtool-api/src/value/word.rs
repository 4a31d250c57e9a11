//! Values that are one word.

/// A value that is one word on the wire: an id, an open enum, a grammar.
pub trait Word: Sized {
    /// An id, which is letters, digits and `-_.:`.
    const IS_ID: bool = false;
    /// Any text, as it came.
    const IS_TEXT: bool = false;
    /// From the wire's text. Open: every text is a value.
    fn from_word(text: &str) -> Self;
    /// The wire's text.
    fn word(&self) -> &str;
    /// Listed in the documents (always true for ids).
    fn is_documented(&self) -> bool {
        true
    }
}
