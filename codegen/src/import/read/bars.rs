//! What parts the cells of a row: bars, or what a whole table has in their place. A bar that belongs to a cell parts nothing.

use std::borrow::Cow;

use super::entities;

/// Stands for a bar inside a cell until the line is cut; no page has it.
const KEPT: char = '\u{e07c}';
/// How a bar inside a cell is written; behind a backslash it is one too.
const WRITTEN: [&str; 7] = ["\\|", "&#124;", "&#x7c;", "&#x7C;", "&vert;", "&verbar;", "&VerticalLine;"];
/// What parts the cells of whole tables where no bar does.
const OTHERS: [char; 5] = ['｜', '│', '┃', '¦', '\t'];
/// What the lines between the rows of a drawn table are made of.
const DRAWN: &str = "─━═┄┈┼├┤┌┐└┘┬┴╞╡╪╋┠┨┏┓┗┛┳┻╔╗╚╝╠╣╦╩╬│┃║ ";

/// A line of which each bar parts two cells.
pub(super) fn plain(line: &str) -> Cow<'_, str> {
    let mut line = Cow::Borrowed(line);
    for written in WRITTEN {
        if line.contains(written) {
            line = Cow::Owned(line.replace(written, KEPT.encode_utf8(&mut [0; 4])));
        }
    }
    // Code is one cell. With a backtick too many nobody knows where it ends.
    let ticks = line.matches('`').count();
    if ticks == 0 || !ticks.is_multiple_of(2) || !line.contains('|') {
        return line;
    }
    let mut code = false;
    let kept = |c: char| {
        code ^= c == '`';
        if code && c == '|' { KEPT } else { c }
    };
    Cow::Owned(line.chars().map(kept).collect())
}

/// A line of these cells, a bar behind each: one inside a cell parts nothing.
pub(super) fn joined(cells: &[String]) -> String {
    let kept = |cell: &String| cell.replace('|', KEPT.encode_utf8(&mut [0; 4]));
    cells.iter().map(|cell| kept(cell) + " |").collect::<Vec<_>>().join(" ")
}

/// A text as it was before [`plain`], without what wrote a bar in other signs.
pub(super) fn kept(text: &str) -> String {
    text.replace(KEPT, "|")
}

/// The lines of one table, with a bar between the cells of each.
pub(super) fn of_table<'a>(rows: &[(usize, &'a str)]) -> Vec<(usize, Cow<'a, str>)> {
    let plain_rows: Vec<(usize, Cow<'a, str>)> = rows.iter().map(|(number, line)| (*number, plain(line))).collect();
    let barred = plain_rows.iter().filter(|(_, line)| line.contains('|')).count();
    let parted = |bar: char| plain_rows.iter().filter(|(_, line)| line.trim().contains(bar)).count();
    let other = OTHERS.iter().copied().max_by_key(|bar| parted(*bar)).filter(|bar| parted(*bar) > barred);
    let Some(other) = other else {
        // Double bars mark titles in some wikis.
        let doubled = |line: &str| line.trim_start().starts_with("||") && line.trim_end().ends_with("||");
        let single = |line: Cow<'a, str>| if doubled(&line) { Cow::Owned(line.replace("||", "|")) } else { line };
        return plain_rows.into_iter().map(|(number, line)| (number, single(line))).collect();
    };
    plain_rows.into_iter().map(|(number, line)| (number, Cow::Owned(with_bars(&line, other)))).collect()
}

fn with_bars(line: &str, other: char) -> String {
    let ruled = !line.trim().is_empty() && line.chars().all(|c| DRAWN.contains(c)) && line.contains(['─', '━', '═']);
    if ruled {
        return "---|---".to_owned();
    }
    let line = line.replace('|', KEPT.encode_utf8(&mut [0; 4]));
    if other != '\t' {
        return line.replace(other, "|");
    }
    // Tabs in front set the row in.
    let rest = line.trim_start_matches('\t');
    "  ".repeat(line.len() - rest.len()) + &rest.trim_end().replace('\t', " | ")
}

/// A line of words without the tags around them, as far set in as it was.
pub(super) fn words(line: &str) -> Cow<'_, str> {
    if line.contains('<') { Cow::Owned(untagged(line)) } else { Cow::Borrowed(line) }
}

/// What stands in a cell, without the markup around it and in the signs that are meant.
pub(super) fn cell(text: &str) -> String {
    let text = kept(text.trim());
    if !text.contains(['<', '&', '`', '*']) {
        return text;
    }
    let text = entities::signs(&untagged(&text));
    let mut text = text.trim();
    for mark in ["**", "`"] {
        let inner = text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
        text = inner.filter(|inner| !inner.is_empty() && !inner.contains(mark)).map_or(text, str::trim);
    }
    text.to_owned()
}

/// Tags that part two texts.
const PARTING: [&str; 8] = ["br", "p", "li", "ul", "ol", "div", "td", "hr"];
/// Tags that say how a text looks.
const LOOKS: [&str; 22] = [
    "b", "i", "u", "a", "em", "strong", "code", "span", "font", "small", "label", "abbr", "acronym", "dfn", "kbd",
    "ins", "img", "input", "th", "tr", "textarea", "svg",
];
/// Tags that strike a text out; `mark` only sets it off.
const STRUCK: [&str; 3] = ["s", "del", "strike"];
/// Tags that raise or lower it.
const RAISED: [&str; 2] = ["sup", "sub"];
/// What stands around a text that is struck out, as in Markdown.
const STROKE: &str = "~~";
/// Digits that are raised by themselves.
const HIGH: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// What is asked about a cell because of how its text looks: what is struck out holds no longer, and a raised digit behind a word or a number
/// is a note's number or a power, never a digit of it.
pub(super) fn asks(cell: &str) -> Option<&'static str> {
    if cell.matches(STROKE).count() > 1 {
        return Some("deprecated");
    }
    let measured = |before: &str| before.ends_with(['m', 'M', '米']);
    let raised =
        cell.char_indices().any(|(at, c)| HIGH.contains(&c) && cell.get(..at).is_none_or(|before| !measured(before)));
    let noted = cell.find("^(").is_some_and(|at| at > 0);
    (raised || noted).then_some("prose")
}

/// A raised text in signs that no number and no name has.
fn raised(text: &str) -> String {
    let digit = |c: char| c.to_digit(10).and_then(|digit| HIGH.get(digit as usize).copied());
    if let Some(digits) = text.trim().chars().map(digit).collect::<Option<String>>() {
        return digits;
    }
    if text.contains(char::is_alphanumeric) { format!("^({})", text.trim()) } else { text.to_owned() }
}

/// A text without the tags that a page was made of: generic types are none.
fn untagged(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Tags of looks that strike out too.
    let mut struck: Vec<String> = Vec::new();
    while let Some((before, behind)) = rest.split_once('<') {
        out.push_str(before);
        let Some((tag, after)) = tag(behind, before) else {
            out.push('<');
            rest = behind;
            continue;
        };
        rest = after;
        let name = tag_name(tag);
        if PARTING.contains(&name.as_str()) {
            out.push(' ');
        } else if STRUCK.contains(&name.as_str()) {
            out.push_str(STROKE);
        } else if tag.starts_with('/') && struck.last() == Some(&name) {
            struck.pop();
            out.push_str(STROKE);
        } else if tag.contains("line-through") {
            struck.push(name);
            out.push_str(STROKE);
        } else if RAISED.contains(&name.as_str())
            && let Some((inner, behind)) = after.split_once(&format!("</{name}>"))
        {
            out.push_str(&raised(&untagged(inner)));
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

fn tag_name(tag: &str) -> String {
    let name = tag.trim_start_matches('/').trim_end_matches('/');
    name.split_whitespace().next().unwrap_or_default().to_ascii_lowercase()
}

/// A tag of a page at the beginning of a text, whose first sign is gone, and what stands behind it. No sign inside quotes ends it.
pub(super) fn tag<'t>(text: &'t str, before: &str) -> Option<(&'t str, &'t str)> {
    // What is longer is none: nobody looks for its end in all that follows.
    const LONGEST: usize = 2048;
    let near = (LONGEST..LONGEST + 4).find_map(|end| text.get(..end)).unwrap_or(text);
    if !near.contains('>') {
        return None;
    }
    let cut = |end: usize| text.get(..end).zip(text.get(end..)?.strip_prefix('>'));
    cut(end_of_tag(near)).or_else(|| cut(near.find('>')?)).filter(|(tag, _)| is_tag(tag, before, text))
}

/// The text behind a `<` is the beginning of a tag that does not end in it.
pub(super) fn goes_on(text: &str, before: &str) -> bool {
    !text.contains('>') && !text.starts_with(char::is_whitespace) && is_tag(text, before, text)
}

/// Where a tag ends: no sign inside quotes ends it.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    let ends = |c: char| {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        quote.is_none() && c == '>'
    };
    tag.find(ends).unwrap_or(tag.len())
}

/// `List<b>` holds things of a type `b`; `<b>必填</b>` is bold, and `<el-tooltip>` an element of somebody's own.
fn is_tag(tag: &str, before: &str, behind: &str) -> bool {
    let name = tag_name(tag);
    let known = [&PARTING[..], &LOOKS, &STRUCK, &RAISED, &["mark"]].iter().any(|names| names.contains(&name.as_str()));
    let apart = name.len() > 1 && !before.ends_with(|c: char| c.is_ascii_alphanumeric());
    let closed = || tag.starts_with('/') || behind.contains(&format!("</{name}>"));
    let own = || name.contains('-') && name.starts_with(|c: char| c.is_ascii_alphabetic()) && apart && closed();
    known && (apart || name == "br" || closed()) || own()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_inside_a_cell_parts_nothing() {
        for (line, parts) in [
            ("a | b\\|c | d", vec!["a", "b|c", "d"]),
            ("a | `b|c` | d", vec!["a", "b|c", "d"]),
            ("a | x `b|c` `|` y | d", vec!["a", "x `b|c` `|` y", "d"]),
            ("a | b` | c | d", vec!["a", "b`", "c", "d"]),
            ("a | b&#124;c | &lt;d&gt;&amp;&#x7c;", vec!["a", "b|c", "<d>&|"]),
            ("a | b｜c | d", vec!["a", "b｜c", "d"]),
            ("a | x<br>y<br/>z | d", vec!["a", "x y z", "d"]),
        ] {
            let cells: Vec<String> = plain(line).split('|').map(cell).collect();
            assert_eq!(cells, parts, "{line}");
        }
    }

    #[test]
    fn a_table_may_have_something_else_between_its_cells() {
        for (lines, wanted) in [
            (["a｜b|c｜d", "e｜f｜g"], ["a|b\u{e07c}c|d", "e|f|g"]),
            (["a\tb\tc", "\te\tf"], ["a | b | c", "  e | f"]),
            (["│ a │ b │", "├───┼───┤"], ["| a | b |", "---|---"]),
            (["|a|b｜c|", "|d|e｜f|"], ["|a|b｜c|", "|d|e｜f|"]),
            (["||a||b||", "|c||d|"], ["|a|b|", "|c||d|"]),
        ] {
            let rows: Vec<(usize, &str)> = lines.into_iter().enumerate().collect();
            let made: Vec<String> = of_table(&rows).into_iter().map(|(_, line)| line.into_owned()).collect();
            assert_eq!(made, wanted);
        }
    }

    #[test]
    fn what_is_struck_out_or_raised_is_asked_about() {
        for (cell, asked) in [
            ("~~甲~~", Some("deprecated")),
            ("10⁶", Some("prose")),
            ("kind^([1])", Some("prose")),
            ("12 m²", None),
            ("^(a|b)$", None),
            ("A ~ B", None),
        ] {
            assert_eq!(asks(cell), asked, "{cell}");
        }
    }

    #[test]
    fn markup_is_no_part_of_a_cell() {
        for (text, wanted) in [
            ("<b>必填</b>", "必填"),
            ("<font color=red>是</font>", "是"),
            ("**kind**", "kind"),
            ("`kind`", "kind"),
            ("List<b>", "List<b>"),
            ("Map<String,a>", "Map<String,a>"),
            ("List&lt;Order&gt;", "List<Order>"),
            ("a &foo; b & c", "a &foo; b & c"),
            ("1&#51;9", "1&#51;9"),
            ("a<b 且 c>d", "a<b 且 c>d"),
            ("<p>甲</p><p>乙</p>", "甲  乙"),
            ("<s>kind</s>", "~~kind~~"),
            ("<strike>甲</strike>乙<del>丙</del>", "~~甲~~乙~~丙~~"),
            ("<span style='text-decoration: line-through'><b>甲</b></span>乙", "~~甲~~乙"),
            ("kind<sup>2</sup>", "kind²"),
            ("最大 10<sup>6</sup>", "最大 10⁶"),
            ("H<sub>2</sub>O", "H²O"),
            ("kind<sup>*</sup>", "kind*"),
            ("kind<sup>[1]</sup>", "kind^([1])"),
            ("<mark>甲</mark>", "甲"),
        ] {
            assert_eq!(cell(text), wanted, "{text}");
        }
    }
}
