//! What the cell of a name says besides the name: `kind(必填)`, `*kind`, `kind [可选]`, `kind（字符串）`, `kind 种类`.

use super::cells;
use super::raw_page::RawRow;
use crate::import::declared;
use crate::import::document::Part;

/// A name, and what stands beside it in its cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct NameCell {
    pub(super) name: String,
    required: Option<bool>,
    ty: Option<String>,
    /// The rest, which is a part of the description.
    words: String,
    /// The name was found behind its description.
    turned: bool,
    /// The words stand in brackets: they say more than what the name means.
    bracketed: bool,
    /// The cell, where it holds more than one name or a number of the row: which is the name a person has to say.
    unclear: Option<String>,
}

/// Brackets that a remark stands in.
const PAIRS: [(char, char); 6] = [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】'), ('<', '>'), ('{', '}')];

/// Reads a cell.
pub(super) fn read(cell: &str) -> NameCell {
    let seen = cell.trim().to_owned();
    if let Some(name) = one_of_several(&seen) {
        return NameCell { unclear: Some(seen.clone()), ..read(name) };
    }
    let star = |c: char| matches!(c, '*' | '＊' | '★');
    let starred = seen.starts_with(star) || seen.ends_with(star);
    let bare = seen.trim_matches(|c: char| star(c) || c.is_whitespace());
    let (bare, asked) = match bare.strip_suffix(['?', '？']) {
        Some(name) if cells::is_name(name) => (name, true),
        _ => (bare, false),
    };
    let mut read = NameCell { required: (starred || asked).then_some(starred), ..NameCell::default() };
    let Some((name, remark, turned)) = parted(bare) else {
        read.name = if asked { bare.to_owned() } else { cells::any_name(cell) };
        return read;
    };
    (read.name, read.turned) = (name.to_owned(), turned);
    read.bracketed = !turned && PAIRS.iter().any(|(_, close)| bare.ends_with(*close));
    for word in remark.split([',', '，', '、', ';', '；', '|', '/', ' ', '\u{3000}']).filter(|word| !word.is_empty())
    {
        if let Some(answer) = answer(word) {
            read.required = Some(answer);
        } else if read.ty.is_none() && declared::is_scalar_type(word) {
            read.ty = Some(word.to_owned());
        } else {
            read.words.extend([if read.words.is_empty() { "" } else { " " }, word]);
        }
    }
    read
}

/// The first of two names in a cell (`k 或 j`, `k / j`), or the one behind the number of its row (`1. k`).
fn one_of_several(cell: &str) -> Option<&str> {
    const ORS: [&str; 10] = ["或者", "或", "、", ",", "，", ";", "；", " / ", " | ", " or "];
    let behind = cell.trim_start_matches(['(', '（']).trim_start_matches(|c: char| c.is_ascii_digit());
    let name = behind.trim_start_matches(['.', '、', ')', '）', '．', ':', '：']).trim_start();
    let numbered = behind.len() < cell.len() && name.len() < behind.len() && cells::is_name(name);
    let circled = || cell.strip_prefix(|c: char| matches!(c, '\u{2460}'..='\u{2473}')).map(str::trim_start);
    if numbered && !name.starts_with(|c: char| c.is_ascii_digit()) && !cells::is_name(cell) {
        return Some(name);
    }
    let names = |text: &str| text.split_whitespace().next().is_some_and(cells::is_name);
    let first = ORS.iter().filter_map(|or| cell.split_once(or)).min_by_key(|(first, _)| first.len());
    let first =
        first.filter(|(first, other)| cells::is_name(first.trim()) && names(other)).map(|(first, _)| first.trim());
    first.or_else(|| circled().filter(|name| cells::is_name(name)))
}

fn answer(word: &str) -> Option<bool> {
    cells::required(word).or_else(|| match word.to_ascii_lowercase().as_str() {
        "required" | "mandatory" => Some(true),
        "optional" => Some(false),
        _ => None,
    })
}

/// The name, the remark beside it, and whether the remark stood in front. None where the cell is one name, however it looks.
fn parted(cell: &str) -> Option<(&str, &str, bool)> {
    let chinese = |text: &str| cells::cjk_count(text) > 0;
    let known = |text: &str| answer(text).is_some() || declared::is_scalar_type(text);
    for (open, close) in PAIRS {
        let Some((before, remark)) = cell.split_once(open) else { continue };
        let Some(remark) = remark.trim_end().strip_suffix([close, '）', ')']) else { continue };
        let (before, remark) = (before.trim().trim_end_matches('*'), remark.trim());
        if remark.contains([open, close]) {
            continue;
        }
        if cells::is_name(before) && (chinese(remark) || known(remark)) {
            return Some((before, remark, false));
        }
        if matches!(open, '(' | '（') && chinese(before) && cells::is_name(remark) {
            return Some((remark, before, true));
        }
    }
    if let Some((before, remark)) = cell.split_once([':', '：']) {
        let (before, remark) = (before.trim(), remark.trim());
        if cells::is_name(before) && known(remark) {
            return Some((before, remark, false));
        }
    }
    let (before, remark) = cell.split_once(char::is_whitespace)?;
    let remark = remark.trim();
    if cells::is_name(before) && (chinese(remark) || known(remark)) {
        return Some((before, remark, false));
    }
    (chinese(before) && cells::is_name(remark)).then_some((remark, before, true))
}

impl NameCell {
    /// Takes over into a row what the cell says of it. Where a column says something else, a person decides; told is what differs.
    pub(super) fn put(self, row: &mut RawRow) -> Vec<String> {
        let mut told = Vec::new();
        let NameCell { name, required, ty, words, turned, bracketed, unclear } = self;
        match (row.required, required) {
            (None, Some(answer)) if row.part == Part::Request => {
                row.required = Some(answer);
                row.review.retain(|cue| cue != "required");
            }
            (Some(column), Some(answer)) if column != answer => {
                told.push(format!(
                    "the cell of the name `{name}` and the column say differently whether it must be given"
                ));
                row.review.push("required".to_owned());
            }
            _ => {}
        }
        if let Some(ty) = ty {
            let same = declared::kind(&ty) == declared::kind(&row.ty);
            if row.ty.is_empty() {
                row.review.retain(|cue| cue != "type");
                row.ty = ty;
            } else if !same {
                told.push(format!("the cell of the name `{name}` says {ty:?}, the column {:?}", row.ty));
                row.review.push("type".to_owned());
            }
        }
        if !words.is_empty() {
            // A description of its own names the row, and says nothing of these words.
            let named = row.own.as_ref().is_some_and(|own| !own.is_empty());
            if bracketed && named && !row.prose.contains(&words) {
                row.marks.push(("prose", format!("{name} ({words})")));
            }
            let own = row.own.clone().filter(|own| !own.is_empty());
            let shift = words.len() + 1;
            row.own = Some(own.map_or(0..words.len(), |own| own.start + shift..own.end + shift));
            row.prose = format!("{words} {}", row.prose);
            row.review.retain(|cue| cue != "prose");
        }
        row.review.extend(turned.then(|| "name".to_owned()));
        row.marks.extend(unclear.map(|cell| ("name", cell)));
        row.name = name;
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_a_name_and_what_is_said_of_it() {
        for (cell, name, required, ty, words) in [
            ("x1(必填)", "x1", Some(true), None, ""),
            ("*x3", "x3", Some(true), None, ""),
            ("x3*", "x3", Some(true), None, ""),
            ("x2 [可选]", "x2", Some(false), None, ""),
            ("x2【选填】", "x2", Some(false), None, ""),
            ("x4（字符串）", "x4", None, Some("字符串"), ""),
            ("x4(String, 必填)", "x4", Some(true), Some("String"), ""),
            ("x4:int", "x4", None, Some("int"), ""),
            ("x5?", "x5", Some(false), None, ""),
            ("kind 种类", "kind", None, None, "种类"),
            ("kind(种类)", "kind", None, None, "种类"),
            ("种类(kind)", "kind", None, None, "种类"),
            ("kind 必填 种类", "kind", Some(true), None, "种类"),
            ("shopIds[]", "shopIds[]", None, None, ""),
            ("filter[status]", "filter[status]", None, None, ""),
            ("快递单号", "快递单号", None, None, ""),
            ("a:快递", "a:快递", None, None, ""),
            ("k 或 j", "k", None, None, ""),
            ("k / j", "k", None, None, ""),
            ("k、j", "k", None, None, ""),
            ("k,j", "k", None, None, ""),
            ("k或者j", "k", None, None, ""),
            ("k or j", "k", None, None, ""),
            ("1. k", "k", None, None, ""),
            ("2、k", "k", None, None, ""),
            ("(3) k", "k", None, None, ""),
            ("① k", "k", None, None, ""),
            ("1st", "1st", None, None, ""),
            ("12.5", "12.5", None, None, ""),
            ("k(加密)", "k", None, None, "加密"),
            ("k (v2.0 起)", "k", None, None, "v2.0 起"),
            ("a/b", "a/b", None, None, ""),
            ("x(1)", "x(1)", None, None, ""),
            ("x1[status]第2[0]", "x1[status]第2[0]", None, None, ""),
        ] {
            let read = read(cell);
            let found = (read.name.as_str(), read.required, read.ty.as_deref(), read.words.as_str());
            assert_eq!(found, (name, required, ty, words), "{cell}");
        }
    }
}
