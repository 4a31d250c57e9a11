//! How the platform's text is shown: on one line, and without characters that change how the rest of the line looks.

use core::fmt;

/// The text with every character escaped that is not printed as itself: control characters, line separators, marks of direction,
/// characters without width. The space of Chinese text stays.
pub(crate) struct Visible<'a>(pub(crate) &'a str);

impl fmt::Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        self.0.chars().try_for_each(|c| if is_visible(c) { f.write_char(c) } else { write!(f, "{}", c.escape_debug()) })
    }
}

pub(crate) fn is_visible(c: char) -> bool {
    // The standard library knows what is printable, and escapes quotes too.
    matches!(c, '\'' | '"' | '\\' | '\u{3000}') || c.escape_debug().len() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_change_the_line_is_escaped() {
        let escaped = "\u{202e}\u{202d}\u{2066}\u{2069}\u{200b}\u{200d}\u{200f}\u{2028}\u{2029}\u{feff}\u{61c}\u{ad}\u{0}\u{1b}\u{7f}\u{85}\n\r\t\u{e0041}";
        for c in escaped.chars() {
            let shown = Visible(&format!("a{c}b")).to_string();
            assert!(shown.starts_with("a\\") && shown.ends_with('b') && shown.is_ascii(), "{shown}");
        }
        let plain = "店铺已过期,请\u{3000}\"续费\" C:\\ it's ¥1.00 é 😀";
        assert_eq!(Visible(plain).to_string(), plain);
    }
}
