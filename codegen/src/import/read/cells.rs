//! What one cell of a table looks like: a name, a type, a yes or no, prose.

use crate::import::declared::{self, is_object_type, is_scalar_type};

/// Anything that can stand in a type column.
#[must_use]
pub fn is_type(cell: &str) -> bool {
    is_scalar_type(cell) || is_object_type(cell)
}

/// Letters and signs that only types are made of; nobody knows what it holds.
#[must_use]
pub fn looks_like_type(cell: &str) -> bool {
    let sign = |c: char| matches!(c, '_' | '.' | '<' | '>' | '[' | ']' | '(' | ')' | ',' | '$' | '?' | '-' | '/' | ' ');
    cell.starts_with(|c: char| c.is_ascii_alphabetic())
        && cell.chars().all(|c| c.is_ascii_alphanumeric() || sign(c))
        && cell.split(' ').filter(|word| !word.is_empty()).count() <= 3
}

/// A wire name: ASCII letters, digits, `_ . - $`, no blank, and at least one letter.
#[must_use]
pub fn is_name(cell: &str) -> bool {
    !cell.is_empty()
        && cell.len() <= 120
        && cell.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b'$'))
        && cell.bytes().any(|b| b.is_ascii_alphabetic())
        && !cell.starts_with(['.', '-'])
}

/// The name and the type that a row begins with; None where its first two words are anything else.
pub(super) fn beginning<'a>(words: &mut impl Iterator<Item = &'a str>) -> Option<(&'a str, &'a str)> {
    words.next().zip(words.next()).filter(|(name, ty)| is_name(name) && is_type(ty))
}

/// The name in a cell that marks it up: `` `out_sid` ``, `out_sid*`, `out_sid(必填)`.
#[must_use]
pub fn marked_name(cell: &str) -> Option<String> {
    let seen = cell.trim();
    let bare = seen.split(['(', '（']).next().unwrap_or_default();
    let marks = |c: char| c.is_whitespace() || matches!(c, '*' | '`' | '★' | '"' | '\'');
    // One stroke alone may be a part of it.
    let bare = bare.trim_matches(marks);
    let struck = bare.strip_prefix("~~").and_then(|bare| bare.strip_suffix("~~"));
    let bare = struck.unwrap_or(bare).trim_matches(marks);
    is_name(bare).then(|| bare.to_owned())
}

/// The name of a row that is one whatever its name looks like: without marks that are surely none of it, otherwise letter by letter.
#[must_use]
pub fn any_name(cell: &str) -> String {
    let seen = cell.trim();
    let remark = seen.split_once(['(', '（']).is_none_or(|(_, remark)| cjk_count(remark.trim_end_matches('）')) > 0);
    marked_name(seen).filter(|_| remark).unwrap_or_else(|| seen.to_owned())
}

/// Words for nothing, in lower case.
const NOTHING: [&str; 12] =
    ["无", "空", "暂无", "没有", "无默认", "无默认值", "null", "nil", "none", "n/a", "undefined", "(null)"];

/// What a cell says; nothing where it holds a sign or a word for nothing.
#[must_use]
pub fn said(cell: &str) -> &str {
    let nothing = NOTHING.iter().any(|word| cell.trim().eq_ignore_ascii_case(word));
    if nothing || !cell.chars().any(char::is_alphanumeric) { "" } else { cell }
}

/// The default in a cell or a member of defaults, without the quotes around it; nothing where it holds a word for nothing, or the strokes
/// of an empty cell. A sign may be one, of what is parted by it.
#[must_use]
pub fn default(cell: &str) -> &str {
    const QUOTES: [(char, char); 5] = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’'), ('`', '`')];
    let cell = cell.trim();
    let empty = cell.chars().all(|c| STROKES.contains(&c) || matches!(c, '/' | '\\' | '×'));
    if empty || NOTHING.iter().any(|word| cell.eq_ignore_ascii_case(word)) {
        return "";
    }
    let bare = |(open, close): &(char, char)| cell.strip_prefix(*open)?.strip_suffix(*close);
    QUOTES.iter().find_map(bare).unwrap_or(cell)
}

/// Marks that draw a branch: each stands at the depth of its row.
const BRANCHES: [char; 12] = ['└', '├', '┕', '┗', '┣', '┝', '╰', '∟', '→', '➜', '»', '↳'];
/// Marks that are drawn before a name, as many as it is deep.
const STROKES: [char; 14] = ['-', '—', '–', '─', '━', '│', '┃', '>', '＞', '·', '•', '▪', '+', '．'];

/// How far a name is set in by blanks and by what draws a tree (`└ remark`, `--remark`), and the name.
#[must_use]
pub fn tree(cell: &str) -> (usize, &str) {
    let (mut columns, mut branch, mut strokes) = (0, 0, 0);
    let mut rest = cell;
    loop {
        let mut letters = rest.chars();
        match letters.next() {
            _ if rest.starts_with("&nbsp;") || rest.starts_with("&emsp;") => {
                columns += 1;
                rest = rest.get("&nbsp;".len()..).unwrap_or("");
                continue;
            }
            Some('\u{3000}') => columns += 2,
            Some(c) if c.is_whitespace() => columns += 1,
            Some(c) if BRANCHES.contains(&c) => {
                columns += 1;
                branch = columns;
            }
            Some(c) if STROKES.contains(&c) => {
                columns += 1;
                strokes += 1;
            }
            _ => break,
        }
        rest = letters.as_str();
    }
    let rest = rest.trim_end();
    match (branch, strokes) {
        // Strokes alone are no mark of a name, nor is the sign of a number.
        _ if rest.is_empty() => (0, cell.trim()),
        (0, 1) if signed(cell) => (0, cell.trim()),
        (0, 0) if columns < 2 => (0, rest),
        (0, 0) => (columns, rest),
        (0, strokes) => (strokes + (columns - strokes).saturating_sub(1), rest),
        (branch, _) => (branch, rest),
    }
}

fn signed(cell: &str) -> bool {
    cell.trim_start().strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The type of a text before its length: `String(32)` is `String`.
#[must_use]
pub fn sized_text(cell: &str) -> Option<&str> {
    let (base, _) = cell.split_once(['(', '（'])?;
    let text = declared::kind(cell) == Some(declared::Kind::Text);
    Some(base.trim()).filter(|base| text && is_scalar_type(base))
}

/// An example without the words for one before it: `如:ABC`. Nothing where the cell only says where one stands.
#[must_use]
pub fn example(cell: &str) -> &str {
    const SUCH: [&str; 9] = ["例如", "比如", "示例", "样例", "如", "例", "e.g.", "eg", "example"];
    let cell = cell.trim();
    // `见面礼` and `参考价` are values.
    let place =
        |rest: &str| ["下", "上", "表", "文", "说明", "附", "备注", "枚举"].iter().any(|word| rest.starts_with(word));
    let elsewhere = ["参见", "详见", "请见"].iter().any(|word| cell.starts_with(word))
        || ["见", "参考"].iter().any(|word| cell.strip_prefix(word).is_some_and(place));
    if elsewhere && cjk_count(cell) == cell.chars().count() || matches!(cell, "同上" | "略" | "-" | "--" | "—") {
        return "";
    }
    let rest = SUCH.iter().find_map(|word| Some((*word, cell.strip_prefix(word)?)));
    let Some((word, rest)) = rest else { return cell };
    let bare = rest.trim_start_matches([':', '：', ' ']);
    // `如意`, `示例店铺` and `eggs` are words of their own.
    let parted = bare.len() < rest.len() || matches!(word, "例如" | "比如");
    if parted && !bare.is_empty() { bare } else { cell }
}

/// Words of a required column for what must be given.
const MUST: [&str; 5] = ["必填", "必须", "必选", "必需", "必传"];
/// Those for what may be left out.
const MAY: [&str; 3] = ["可选", "选填", "选传"];

/// The answer of a required column, in all the ways it is written.
#[must_use]
pub fn required(cell: &str) -> Option<bool> {
    match cell.trim().to_ascii_lowercase().as_str() {
        "是" | "true" | "y" | "yes" => Some(true),
        "否" | "false" | "非必填" | "非必须" | "非必选" | "非必传" | "不必须" | "不必填" | "不必传" | "n" | "no" => {
            Some(false)
        }
        word if MUST.contains(&word) => Some(true),
        word if MAY.contains(&word) => Some(false),
        _ => None,
    }
}

/// Whether an answer says by itself what may be left out: a yes or a no says it of what its column asks.
#[must_use]
pub fn says_itself(cell: &str) -> bool {
    const OTHERS: [&str; 10] = ["m", "o", "必", "选", "非空", "可空", "required", "optional", "mandatory", "非必需"];
    let cell = cell.trim().to_ascii_lowercase();
    MUST.iter().chain(&MAY).any(|word| cell.ends_with(word)) || OTHERS.contains(&cell.as_str())
}

/// Words of an answer that holds in some cases: `特殊可选`, `条件必填`. Which they are, the cell does not say.
#[must_use]
pub fn is_conditional(cell: &str) -> bool {
    let cell = cell.trim().to_ascii_lowercase();
    let short = cell.chars().count() <= 6 || cell == "conditional";
    let mut answers = MUST.iter().chain(&MAY).chain(&["可空", "conditional"]);
    short && required(&cell).is_none() && answers.any(|answer| cell.ends_with(answer))
}

/// An answer, and behind it when it holds: `否（海外必填）`, `非必填,退货必填`, `否 必填`.
#[must_use]
pub fn answers_in_part(cell: &str) -> bool {
    const SIGNS: [char; 10] = [' ', ',', '，', ';', '；', '、', '/', '(', '（', '['];
    let cell = cell.trim();
    let Some((first, rest)) = cell.split_once(SIGNS) else { return false };
    let words = MUST.iter().chain(&MAY);
    answer(first).is_some()
        && (cell.get(first.len()..).is_some_and(|rest| rest.starts_with(['(', '（', '[']))
            || words.chain(&["时"]).any(|word| rest.contains(word)))
}

/// The answer in a cell of which the column says that it is one: signs too.
#[must_use]
pub fn answer(cell: &str) -> Option<bool> {
    required(cell).or_else(|| match cell.trim() {
        "1" | "M" | "T" | "√" | "✓" | "✔" | "✔️" | "☑" | "✅" | "●" | "★" | "*" | "必" | "必填项" | "非空"
        | "required" | "Required" | "REQUIRED" | "Mandatory" | "mandatory" => Some(true),
        "0" | "O" | "F" | "×" | "✗" | "✘" | "x" | "X" | "☐" | "❌" | "○" | "选" | "可空" | "非必需" | "不需要"
        | "optional" | "Optional" | "OPTIONAL" => Some(false),
        _ => None,
    })
}

/// CJK ideographs and full-width marks.
#[must_use]
pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// How many CJK characters a text has.
#[must_use]
pub fn cjk_count(text: &str) -> usize {
    text.chars().filter(|c| is_cjk(*c)).count()
}

/// An error code: `614`, `isv.trade-not-exist:tid`, `noFoundOrder`.
#[must_use]
pub fn is_error_code(cell: &str) -> bool {
    let cell = cell.trim();
    !cell.is_empty()
        && cell.len() <= 120
        && cell
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b':' | b'#' | b'/' | b'$'))
}
