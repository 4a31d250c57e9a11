//! What a page writes for a blank or a sign: `1&nbsp;普通` says no more than `1 普通`.

use std::borrow::Cow;

use crate::import::read::entities;
use crate::message;

/// Blanks of every width, and letters that take no room.
fn is_odd(c: char) -> bool {
    message::is_hidden(c)
        || matches!(c, '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// The text with a plain blank for every other one, and the signs themselves for their names.
pub(super) fn even(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| c == '&' || is_odd(c)) {
        return Cow::Borrowed(text);
    }
    let text = if text.contains('&') { Cow::Owned(entities::signs(text)) } else { Cow::Borrowed(text) };
    let plain = |c| if is_odd(c) { ' ' } else { c };
    Cow::Owned(text.chars().filter(|c| !message::is_hidden(*c)).map(plain).collect())
}

#[cfg(test)]
mod tests {
    use super::even;

    #[test]
    fn names_of_signs_and_odd_blanks_are_what_they_stand_for() {
        for (text, wanted) in [
            ("1&nbsp;普通", "1 普通"),
            ("1&NBSP;普通", "1 普通"),
            ("1&#160;普通", "1 普通"),
            ("1\u{a0}普\u{200b}通", "1 普通"),
            ("1\u{3000}普通", "1 普通"),
            ("甲&amp;乙", "甲&乙"),
            ("&lt;br/&gt;", "<br/>"),
            ("&quot;1&quot;:甲", "\"1\":甲"),
            ("甲&hellip;&hellip;", "甲……"),
            ("a=1&b=2;c", "a=1&b=2;c"),
            ("甲&", "甲&"),
            ("&未知;", "&未知;"),
            ("名称", "名称"),
        ] {
            assert_eq!(even(text), wanted, "{text}");
        }
    }
}
