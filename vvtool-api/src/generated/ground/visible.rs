//! Characters that no terminal, page or log should get as they are, and how they are shown instead.
//!
//! The runtime holds a verbatim copy, written by `vvspec generate`: what the platform says is shown as what a spec says is.

use core::fmt::{self, Write as _};
use std::borrow::Cow;

/// Whether a character moves the cursor, ends a line, or makes text read in another order than it has. A spec has none.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character is seen as itself: it is not hidden, it has a width and a shape, and not only within one font. Pages are full of those that have none, so a spec may
/// hold them; nobody should be shown two texts that look like one.
pub fn is_visible(c: char) -> bool {
    let no_width = matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
            | '\u{f0000}'..='\u{10ffff}'
    );
    !no_width && !is_hidden(c)
}

/// One line: with `\u{1b}`, `\n` in the place of every character that is not seen.
pub fn visible(text: &str) -> Cow<'_, str> {
    spelled(text, is_visible)
}

/// Lines that are meant to be lines: the same, but for line ends and tabs.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    spelled(text, |c| is_visible(c) || matches!(c, '\n' | '\t'))
}

fn spelled(text: &str, fine: impl Fn(char) -> bool) -> Cow<'_, str> {
    if text.chars().all(&fine) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if fine(c) { out.push(c) } else { out.extend(c.escape_default()) }
    }
    Cow::Owned(out)
}

/// As [`visible`], for a text on its way to other text.
pub struct Visible<'a>(pub &'a str);

impl fmt::Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .chars()
            .try_for_each(|c| if is_visible(c) { f.write_char(c) } else { write!(f, "{}", c.escape_default()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_change_the_line_is_escaped() {
        let escaped = "\u{202e}\u{202d}\u{2066}\u{2069}\u{200b}\u{200d}\u{200f}\u{2028}\u{2029}\u{feff}\u{61c}\u{ad}\u{0}\u{1b}\u{7f}\u{85}\n\r\t\u{e0041}\u{34f}\u{115f}\u{17b4}\u{180b}\u{2800}\u{3164}\u{e000}\u{f8ff}\u{e01ef}\u{f0000}\u{10fffd}";
        for c in escaped.chars() {
            let text = format!("a{c}b");
            let shown = Visible(&text).to_string();
            assert!(shown.starts_with("a\\") && shown.ends_with('b') && shown.is_ascii(), "{shown}");
            assert_eq!(visible(&text), shown);
        }
        for plain in ["店铺已过期,请\u{3000}\"续费\" C:\\ it's ¥1.00 é 😀", "", "a\u{a0}b"] {
            assert_eq!(Visible(plain).to_string(), plain);
            assert!(matches!(visible(plain), Cow::Borrowed(_)));
        }
        assert_eq!(visible_lines("a\n\tb\u{1b}\u{feff}"), "a\n\tb\\u{1b}\\u{feff}");
    }
}
