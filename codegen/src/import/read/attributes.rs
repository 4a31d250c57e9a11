//! Words that stand in a tag and not between tags: `<td title="必填, 最长 20">`. A reader sees them beside a row, and a cell is read without
//! its tags.

use std::borrow::Cow;

use super::raw_page::RawPage;
use super::{bars, entities, titles};
use crate::import::document::short;
use crate::import::ledger::LineKind;

/// Attributes that say how a thing looks, what it is called, or where it leads.
const SILENT: [&str; 23] = [
    "style", "class", "id", "href", "src", "width", "height", "align", "valign", "bgcolor", "color", "size", "face",
    "border", "colspan", "rowspan", "target", "rel", "lang", "dir", "role", "type", "name",
];
/// Those that a reader is shown.
const SHOWN: [&str; 8] = ["title", "alt", "placeholder", "aria-label", "tooltip", "tip", "label", "summary"];
/// What a picture is called that says nothing.
const PICTURES: [&str; 7] = ["图片", "图", "image", "img", "icon", "logo", "pic"];

/// What attributes in a text say that its words do not.
pub(super) fn lacking(text: &str) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    if !text.contains('<') || !text.contains('=') {
        return said;
    }
    let mut seen = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('<') {
        seen.push_str(before);
        rest = behind;
        if let Some((tag, after)) = bars::tag(behind, before) {
            of_tag(tag, &mut said);
            rest = after;
        }
    }
    seen.push_str(rest);
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let seen = letters(&seen);
    said.retain(|said| !stands_in(&letters(said), &seen));
    said
}

/// Whether words stand in a text: `最长20` does not in `最长200`.
fn stands_in(words: &str, text: &str) -> bool {
    let goes_on = |one: Option<char>, next: Option<char>| {
        one.zip(next).is_some_and(|(one, next)| one.is_ascii_alphanumeric() && next.is_ascii_alphanumeric())
    };
    text.match_indices(words).any(|(at, hit)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let behind = text.get(at + hit.len()..).and_then(|behind| behind.chars().next());
        !goes_on(before, words.chars().next()) && !goes_on(words.chars().next_back(), behind)
    })
}

/// What stands around a value.
const QUOTES: [(char, char); 4] = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’')];

/// The values of a tag's attributes that say something.
fn of_tag(tag: &str, said: &mut Vec<String>) {
    let mut rest = tag;
    while let Some((before, behind)) = rest.split_once('=') {
        let name = before.trim_end().rsplit([' ', '\t', '"', '\'']).next().unwrap_or_default().to_ascii_lowercase();
        let behind = behind.trim_start();
        let quoted = QUOTES.iter().find_map(|(opens, closes)| behind.strip_prefix(*opens)?.split_once(*closes));
        let bare = behind.trim_end_matches('/');
        let (value, after) = quoted.unwrap_or_else(|| bare.split_at(bare.find([' ', '\t', '"']).unwrap_or(bare.len())));
        let value = entities::signs(value);
        let value = value.trim();
        // A narrow table says the title of the column at each cell.
        let titled = name.starts_with("data-") && titles::is_title(value);
        let plain = titled || PICTURES.iter().any(|word| value.eq_ignore_ascii_case(word));
        let shown = SHOWN.iter().any(|shown| name == *shown || name.starts_with("data-") && name.ends_with(shown));
        let worded = if shown { value.contains(char::is_alphanumeric) } else { !value.is_ascii() };
        if worded && !plain && !SILENT.contains(&name.as_str()) {
            said.push(value.to_owned());
        }
        rest = after;
    }
}

/// A description with what its tags say.
pub(super) fn told(text: &str) -> Cow<'_, str> {
    let said = lacking(text);
    if said.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(format!("{text}; {};", said.join("; "))) }
}

/// A tag may go on for as many lines.
const LINES: usize = 4;

/// The lines of a page that have tags, with their numbers; a tag that goes on is told with the line on which it begins.
fn tagged(clean: &str) -> Vec<(usize, Cow<'_, str>)> {
    let lines: Vec<&str> = clean.lines().collect();
    let goes_on = |line: &str| line.rsplit_once('<').is_some_and(|(before, tag)| bars::goes_on(tag, before));
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(line) = lines.get(at) {
        let (mut whole, mut next) = (Cow::Borrowed(*line), at + 1);
        let ends = |from: usize| (from..from + LINES).find(|at| lines.get(*at).is_some_and(|line| line.contains('>')));
        if let Some(end) = Some(next).filter(|_| goes_on(line)).and_then(ends) {
            whole = Cow::Owned(lines.get(at..=end).unwrap_or_default().join(" "));
            next = end + 1;
        }
        if whole.contains('<') {
            found.push((at + 1, whole));
        }
        at = next;
    }
    found
}

/// What tags of a page say of a row is read as the rest of its description; anywhere else it is left to a person.
pub(super) fn hold(clean: &str, page: &mut RawPage) {
    // Rows in the order of the page: those of an object may stand elsewhere.
    let mut lines: Vec<(usize, usize)> = page.rows.iter().enumerate().map(|(at, row)| (row.line, at)).collect();
    lines.sort_unstable();
    for (number, line) in tagged(clean) {
        let kind = page.ledger.get(number);
        if matches!(kind, Some(LineKind::Sample | LineKind::Quarantined)) {
            continue;
        }
        let said = lacking(&line);
        if said.is_empty() {
            continue;
        }
        // A note may be about anything.
        let of_row = matches!(kind, Some(LineKind::Field | LineKind::Continuation | LineKind::EnumValue));
        // Lines of a row that goes on stand below its first.
        let row = lines.partition_point(|(line, _)| *line <= number).checked_sub(1).filter(|_| of_row);
        let row = row.and_then(|at| page.rows.get_mut(lines.get(at)?.1));
        if let Some(row) = row {
            row.prose.push_str(&format!("; {};", said.join("; ")));
            continue;
        }
        let mark = if kind == Some(LineKind::Error) { "errors" } else { "prose" };
        let why = "a tag on this line says what stands in no cell".to_owned();
        page.ask(mark, (number, why), said.iter().map(|said| short(said)));
    }
}

#[cfg(test)]
mod tests {
    use super::{lacking, tagged};

    #[test]
    fn a_tag_may_go_on_on_the_next_line() {
        let page =
            "a\n大小 <span class=\"x\"\n  title=\"最长 20\">甲</span> | 乙\n| a < td | c\n| List<String | d\n> e";
        let lines: Vec<(usize, String)> = tagged(page).into_iter().map(|(at, line)| (at, line.into_owned())).collect();
        let first = "大小 <span class=\"x\"   title=\"最长 20\">甲</span> | 乙".to_owned();
        assert_eq!(lines, [(2, first), (4, "| a < td | c".to_owned()), (5, "| List<String | d".to_owned())]);
    }

    #[test]
    fn words_of_attributes_are_found_where_the_text_lacks_them() {
        for (text, said) in [
            ("<td title=\"必填, 最长 20\">甲</td>", "必填, 最长 20"),
            ("<abbr title='仅限红色'>颜色</abbr>", "仅限红色"),
            ("<span data-tip=\"单位: 厘米\">大小</span>", "单位: 厘米"),
            ("<span data-v-1a2b tooltip=必填>大小</span>", "必填"),
            ("图<img src=\"a.png\" alt=\"最长 200 字\"/>", "最长 200 字"),
            ("<input placeholder=\"max 20\">", "max 20"),
            ("<i class='x' aria-label=\"a > b 时必填\"></i>甲", "a > b 时必填"),
            ("<el-tooltip content=\"已废弃\">甲</el-tooltip>", "已废弃"),
            ("<td data-title=\"类型\">String</td>", ""),
            ("<a href=\"http://a.com/?a=甲\" target=_blank title=\"甲\">甲</a>", ""),
            ("<img src=\"a.png\" alt=\"图片\">", ""),
            ("<font color=\"红\">甲</font>", ""),
            ("<span title=必填/最长20>乙</span>", "必填/最长20"),
            ("<img alt=必填 />", "必填"),
            ("<span title=“必填, 最长 30”>乙</span>", "必填, 最长 30"),
            ("数量最长 200 <span title=\"最长 20\">甲</span>", "最长 20"),
            ("<item title=\"最长 20\" desc=\"必填\"/>", ""),
            ("if (a<b && c=\"必填\") 乙>0", ""),
            ("a < b 且 c = \"甲\"", ""),
            ("List<Order>", ""),
        ] {
            assert_eq!(lacking(text).join(";"), said, "{text}");
        }
    }
}
