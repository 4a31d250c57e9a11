//! A row at the root of a TOP page: a line of words, of which the first ones are its name, its type and the answer of its required column.

use super::cells;
use crate::import::document::Part;

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

/// Words after the type of a row at the root: the answer of the required column, the example, the prose.
pub(super) fn root_cells(words: &[&str]) -> Vec<String> {
    let mut cells: Vec<String> = Vec::new();
    let mut rest = words;
    if let Some((first, after)) = rest.split_first()
        && answers(first)
    {
        cells.push((*first).to_owned());
        rest = after;
    }
    let prose = rest.iter().position(|word| cells::cjk_count(word) > 0).unwrap_or(usize::from(rest.len() > 1));
    let (example, prose) = rest.split_at_checked(prose).unwrap_or((&[], rest));
    if !example.is_empty() {
        cells.push(example.join(" "));
    }
    cells.push(prose.join(" "));
    cells
}

/// A short number.
pub(super) fn is_number(word: &str) -> bool {
    (1..=6).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}
