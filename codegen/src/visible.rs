//! Characters that no terminal and no page should get as they are, and how they are shown instead.

use std::borrow::Cow;

/// Whether a character moves the cursor, ends a line, or makes text read in another order than it has.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One line: with `\u{1b}`, `\n` in the place of such characters.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    spelled(text, is_hidden)
}

/// Lines that are meant to be lines: the same, but for line ends and tabs.
pub(crate) fn visible_lines(text: &str) -> Cow<'_, str> {
    spelled(text, |c| is_hidden(c) && !matches!(c, '\n' | '\t'))
}

fn spelled(text: &str, wrong: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&wrong) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if wrong(c) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    Cow::Owned(out)
}
