//! A row at the root of a TOP page: a line of words, of which the first ones are its name, its type and the answer of its required column.

use super::cells;
use crate::import::declared::{self, Kind};
use crate::import::document::Part;
use crate::lexical;

/// Whether a line that begins no row for sure may be one all the same: it begins with a name, and ends in words about it.
pub(super) fn like_a_row(words: &[&str], part: Part) -> bool {
    let named = words.first().is_some_and(|word| cells::is_name(word));
    let typed = words.get(1).is_some_and(|word| cells::looks_like_type(word));
    let answered = words.get(1).is_some_and(|word| part == Part::Request && answers(word));
    let told = words.last().is_some_and(|word| cells::cjk_count(word) > 0);
    named && (typed && words.len() >= 3 || answered || part == Part::Reply && told && words.len() == 3)
}

/// An answer of the required column, be it one for some cases only.
pub(super) fn answers(word: &str) -> bool {
    cells::required(word).is_some() || cells::is_conditional(word)
}

/// Name, type and the number of words of both, where a row at the root begins; `whole` says that the row above lacks nothing. Two names,
/// or one with the number of its row, are a cell of several words.
pub(super) fn root_row(words: &[&str], part: Part, whole: bool) -> Option<(String, String, usize)> {
    const ORS: [&str; 5] = ["/", "或", "或者", "or", "、"];
    let number = |word: &str| word.strip_suffix(['.', '、', ')']).is_some_and(is_number);
    let wide = match words {
        [first, or, second, ..] if ORS.contains(or) && cells::is_name(first) && cells::is_name(second) => 3,
        [first, name, ..] if number(first) && cells::is_name(name) => 2,
        _ => return plain_row(words, part, whole),
    };
    let (name, rest) = words.split_at_checked(wide)?;
    let name = name.join(" ");
    let bare = std::iter::once("x").chain(rest.iter().copied()).collect::<Vec<_>>();
    plain_row(&bare, part, whole).map(|(_, ty, used)| (name, ty, used + wide - 1))
}

/// The same of a name that is one word.
fn plain_row(words: &[&str], part: Part, whole: bool) -> Option<(String, String, usize)> {
    let name = *words.first()?;
    let (ty, used) = type_at(words, 1);
    if used > 0 && cells::is_name(name) {
        return Some((name.to_owned(), ty, used + 1));
    }
    let answer = |at: usize| part == Part::Request && words.get(at).is_some_and(|word| answers(word));
    // Prose speaks of types too: a row that begins oddly is one where the answer is, or where no prose begins so.
    let plain = |word: &str| word.chars().any(|c| c.is_ascii_alphanumeric()) && cells::cjk_count(word) == 0;
    let known = used > 0 && (answer(1 + used) || whole && plain(name) && words.len() > 1 + used);
    if known {
        return Some((name.to_owned(), ty, used + 1));
    }
    if whole && cells::is_name(name) && answer(1) && (3..=4).contains(&words.len()) {
        // The cell of the type is empty; more words are a sentence.
        return Some((name.to_owned(), String::new(), 1));
    }
    let prose = |word: &str| word.contains(['，', '。', '；', '：', '、', '（']);
    let second = words.get(1).filter(|word| answer(2) && !prose(name) && !prose(word))?;
    Some((name.to_owned(), (*second).to_owned(), 2))
}

/// The type among words (`Order []` is two of them) and how many words it took; 0 when there is none.
fn type_at(words: &[&str], at: usize) -> (String, usize) {
    let word = words.get(at).copied().unwrap_or("");
    match words.get(at + 1).copied() {
        Some("[]") if cells::is_type(word) => (format!("{word} []"), 2),
        Some("List") if word == "Field" => ("Field List".to_owned(), 2),
        _ if cells::is_type(word) && !word.is_empty() => (word.to_owned(), 1),
        _ => (String::new(), 0),
    }
}

/// Words after the type of a row at the root: the answer of the required column, the example, the prose. True where the words of the
/// example may be the first ones of the prose.
pub(super) fn root_cells(words: &[&str], ty: &str) -> (Vec<String>, bool) {
    let mut cells: Vec<String> = Vec::new();
    let mut rest = words;
    if let Some((first, after)) = rest.split_first()
        && answers(first)
    {
        cells.push((*first).to_owned());
        rest = after;
    }
    if is_told_example(rest, ty)
        && let Some((example, prose)) = rest.split_first()
    {
        cells.extend([(*example).to_owned(), prose.join(" ")]);
        return (cells, true);
    }
    let prose = rest.iter().position(|word| cells::cjk_count(word) > 0).unwrap_or(usize::from(rest.len() > 1));
    let wide = example_width(rest.get(..prose).unwrap_or_default(), ty);
    let (example, prose) = rest.split_at_checked(wide.unwrap_or(prose)).unwrap_or((&[], rest));
    if !example.is_empty() {
        cells.push(example.join(" "));
    }
    cells.push(prose.join(" "));
    (cells, wide.is_none())
}

/// Whether a text's example may be in Chinese, as the name of a person is: it is no part of what the row is called then.
fn is_told_example(words: &[&str], ty: &str) -> bool {
    let [first, second, ..] = words else { return false };
    let text = declared::kind(ty) == Some(Kind::Text);
    let valued = second.starts_with(|c: char| c.is_ascii_digit())
        || second.starts_with(|c: char| c.is_ascii()) && second.contains([':', '：', '=', '(', '（']);
    let sentence = first.contains(['，', '。', '；', ',', ';', ':', '：', '、', '!', '！']);
    text && cells::cjk_count(first) > 0 && first.starts_with(char::is_alphabetic) && !sentence && !valued
}

/// How many of the words before the first one of the prose are the example of that type; None where nobody can tell. What a number is
/// called may begin with such a word too: `123 SKU 编号`.
fn example_width(words: &[&str], ty: &str) -> Option<usize> {
    let timed = words.get(..2).is_some_and(|words| lexical::is_datetime(&words.join(" ")));
    match declared::kind(ty) {
        _ if words.len() < 2 || timed && words.len() == 2 => Some(words.len()),
        // A date and a time of day, in whatever form.
        Some(Kind::Date) if words.len() == 2 && is_clock(words) => Some(2),
        Some(Kind::Int | Kind::Decimal | Kind::Price | Kind::Bool | Kind::Date) if !declared::is_list(ty) => {
            Some(if timed { 2 } else { 1 })
        }
        // A text of JSON ends where it is closed.
        _ => Some(words.len()).filter(|_| crate::json::parse(&words.join(" ")).is_ok()),
    }
}

/// `2000-01-01 00:00:00.123`: a date, and a time behind it.
fn is_clock(words: &[&str]) -> bool {
    let digit = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    words.iter().all(digit) && words.last().is_some_and(|word| word.contains(':'))
}

/// A short number.
pub(super) fn is_number(word: &str) -> bool {
    (1..=6).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Words of the column of further limits, which stands before that of the description.
const LIMITS: [&str; 9] =
    ["最大长度", "最小长度", "最大列表长度", "最小列表长度", "列表最大长度", "最大值", "最小值", "默认值", "默认"];

/// The limits that the words of a description begin with (`最大长度:30 名称`), and the description itself.
pub(super) fn limited(prose: &str) -> (Vec<&str>, &str) {
    let mut limits = Vec::new();
    let mut rest = prose.trim_start();
    while let Some(width) = limit(rest) {
        let (said, behind) = rest.split_at_checked(width).unwrap_or((rest, ""));
        limits.push(said);
        rest = behind.trim_start_matches([' ', ',', '，', ';', '；']);
    }
    (limits, rest)
}

/// How long the limit is that a text begins with: a word for one, a colon, and one word or number that a blank or a sign ends.
fn limit(text: &str) -> Option<usize> {
    let behind = LIMITS.iter().find_map(|word| text.strip_prefix(word)?.trim_start().strip_prefix([':', '：']))?;
    let value = behind.trim_start();
    let rest = value.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'));
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', ',', '，', ';', '；']);
    // What it counts is of the limit: `最大长度: 500 个字节`.
    let counted = rest.trim_start();
    let counted = counted.strip_prefix('个').unwrap_or(counted).trim_start();
    let counted = UNITS.iter().find_map(|unit| counted.strip_prefix(unit).filter(|rest| ends(rest)));
    let behind = counted.or(Some(rest).filter(|rest| ends(rest)))?;
    (rest.len() < value.len()).then_some(text.len() - behind.len())
}

/// What a limit counts.
const UNITS: [&str; 18] = [
    "字节",
    "字符",
    "汉字",
    "字",
    "位",
    "位数",
    "bytes",
    "byte",
    "characters",
    "chars",
    "KB",
    "MB",
    "秒",
    "分",
    "元",
    "条",
    "项",
    "天",
];
