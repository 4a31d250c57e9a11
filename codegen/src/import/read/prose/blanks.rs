//! What a page writes for a blank or a sign: `1&nbsp;普通` says no more than `1 普通`.

use std::borrow::Cow;

/// Names of letters of a page, and what each stands for.
const NAMED: [(&str, &str); 19] = [
    ("nbsp", " "),
    ("ensp", " "),
    ("emsp", " "),
    ("thinsp", " "),
    ("#160", " "),
    ("#xa0", " "),
    ("#32", " "),
    ("#12288", " "),
    ("#8203", ""),
    ("zwnj", ""),
    ("zwj", ""),
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("#39", "'"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("hellip", "…"),
];
/// The longest name with its semicolon.
const LONGEST: usize = 7;

/// Blanks of every width, and letters that take no room.
fn is_odd(c: char) -> bool {
    is_nothing(c) || matches!(c, '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

fn is_nothing(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The text with a plain blank for every other one, and the signs themselves for their names.
pub(super) fn even(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| c == '&' || is_odd(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let named = (c == '&').then(|| named(rest)).flatten();
        let (sign, behind) = named.unwrap_or_else(|| {
            let (head, behind) = rest.split_at_checked(c.len_utf8()).unwrap_or((rest, ""));
            let sign = match () {
                () if is_nothing(c) => "",
                () if is_odd(c) => " ",
                () => head,
            };
            (sign, behind)
        });
        out.push_str(sign);
        rest = behind;
    }
    Cow::Owned(out)
}

/// What a name at the beginning of a text stands for, and what is behind it.
fn named(text: &str) -> Option<(&'static str, &str)> {
    let inside = text.strip_prefix('&')?;
    let end = inside.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let (name, behind) = inside.split_at_checked(end)?;
    let (_, sign) = NAMED.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some((sign, behind.strip_prefix(';')?))
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
