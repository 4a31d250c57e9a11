//! What never leaves a document: found by its looks ([`patterns`]) or by the name it has ([`by_name`]); `envelope` knows what only looks so.

pub mod by_name;
mod envelope;
mod free;
pub mod patterns;
mod people_in;
pub mod sanitise;

use std::borrow::Cow;

use crate::message;

/// A text without the signs that nobody sees: a secret or a label with one inside looks like none, and no name on the wire has one.
pub(super) fn unhidden(text: &str) -> Cow<'_, str> {
    // What turns the order of reading round shows another text than there is: a person looks at that.
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let unseen = |c: char| message::is_hidden(c) && !turns(c);
    if text.is_ascii() || !text.contains(unseen) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| !unseen(*c)).collect())
}
