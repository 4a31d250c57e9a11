//! Signs that a page writes as entities: `&nbsp;`, `&lt;`, `&#124;`.

/// Their names, and what each stands for.
const NAMED: [(&str, &str); 14] = [
    ("nbsp", " "),
    ("ensp", " "),
    ("emsp", " "),
    ("thinsp", " "),
    ("zwnj", ""),
    ("zwj", ""),
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("hellip", "…"),
];
/// The longest name.
const LONGEST: usize = 6;

/// The text with the signs themselves. A letter or a digit is written so by nobody who wants it read.
pub(super) fn signs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        let end = behind.bytes().take(LONGEST + 1).position(|byte| byte == b';');
        let entity = end.and_then(|end| Some((behind.get(..end)?, behind.get(end + 1..)?)));
        let Some(after) = entity.and_then(|(name, after)| sign(name, &mut out).then_some(after)) else {
            out.push('&');
            rest = behind;
            continue;
        };
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Writes the sign of that name or number; false where there is none.
fn sign(name: &str, out: &mut String) -> bool {
    if let Some((_, sign)) = NAMED.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
        out.push_str(sign);
        return true;
    }
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    let sign = number.and_then(char::from_u32).filter(|c| !c.is_alphanumeric() && !c.is_control());
    out.extend(sign);
    sign.is_some()
}
