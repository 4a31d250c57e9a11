//! Codes of a list that were not taken as they stand: `≥3:丙` is no 3, `3~5:丙` no 5, `in.progress:进行中` is none that a rule takes,
//! and `其他:未知` stands for more than one. A list must lose none of them in silence.

use std::collections::{HashMap, HashSet};

use super::distinct::Distinct;
use crate::import::document::ListedValue;

/// What stands between a code and its gloss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Colon,
    Equals,
    Dash,
    Bracket,
    Arrow,
}

impl Sign {
    fn of(c: char) -> Option<Self> {
        Some(match c {
            ':' | '：' => Self::Colon,
            '=' | '＝' => Self::Equals,
            '-' | '—' | '–' => Self::Dash,
            '(' | '（' => Self::Bracket,
            '→' => Self::Arrow,
            _ => return None,
        })
    }
}

/// What stands in front of a sign.
struct Hit<'t> {
    sign: Sign,
    /// Letters, digits and signs without a blank; nothing behind a word of this language.
    code: &'t str,
    /// Everything before the code.
    before: &'t str,
    /// Nothing is said of it.
    empty: bool,
}

/// Words of this language in the place of a code.
const REST: [&str; 12] =
    ["其他", "其它", "其余", "其他值", "其余值", "空", "空值", "为空", "不传", "不填", "无", "缺省"];
/// Words before a code that make it a bound, or the end of a span.
const BOUNDS: [&str; 17] = [
    "大于",
    "小于",
    "大于等于",
    "小于等于",
    "等于",
    "超过",
    "不足",
    "不少于",
    "多于",
    "少于",
    "高于",
    "低于",
    "至少",
    "最多",
    "第",
    "除",
    "非",
];
/// Signs and words between two codes of one gloss.
const BETWEEN: [char; 17] =
    ['、', ',', '，', '/', ';', '；', '|', '~', '～', '-', '至', '到', '或', '和', '及', '与', '&'];

fn is_word(c: char) -> bool {
    c.is_alphabetic() && !c.is_ascii()
}

/// What no code holds.
fn parts(c: char) -> bool {
    is_word(c)
        || c.is_whitespace()
        || "，,;；。、|()（）[]【】{}《》\"“”'‘’`!！?？•·/\\".contains(c)
        || Sign::of(c).is_some_and(|sign| sign != Sign::Dash || !c.is_ascii())
}

/// The codes of a text, which lists those values, that are none of them, or more than one.
pub(super) fn odd(text: &str, values: &[ListedValue]) -> Vec<String> {
    let taken = Taken::of(values);
    let known = |code: &str| taken.codes.contains(code);
    let hits = hits(text);
    let Some(first) = hits.iter().position(|hit| known(hit.code)) else { return joined(text, values) };
    let used: Vec<Sign> = hits.iter().filter(|hit| known(hit.code)).map(|hit| hit.sign).collect();
    let mut odd: Vec<String> = Vec::new();
    for (index, hit) in hits.iter().enumerate().filter(|(_, hit)| used.contains(&hit.sign)) {
        let glued = hit.before.ends_with(is_word) && hit.code.starts_with(|c: char| c.is_ascii_alphanumeric());
        let glossed = hit.before.trim_end().ends_with(|c| Sign::of(c).is_some_and(|sign| sign != Sign::Bracket));
        if hit.code.is_empty() && index > first {
            odd.extend(word(hit.before).filter(|_| !hit.empty));
        } else if !hit.code.is_empty() && !known(hit.code) && !glued && !glossed {
            let lost =
                if hit.empty { taken.looks_like(hit.code) } else { !is_plain(hit.code) || hit.sign == Sign::Arrow };
            odd.extend(lost.then(|| hit.code.to_owned()));
        }
    }
    let mut own: HashMap<&str, Vec<&Hit<'_>>> = HashMap::new();
    for hit in &hits {
        own.entry(hit.code).or_default().push(hit);
    }
    for value in values {
        let own = own.get(value.value.as_str()).map_or(&[][..], Vec::as_slice);
        if !own.iter().any(|hit| spanned(hit, &taken).is_none()) {
            odd.extend(own.iter().find_map(|hit| spanned(hit, &taken)));
        }
    }
    odd.extend(joined(text, values));
    odd.iter().map(String::as_str).collect::<Distinct>().codes()
}

/// Every sign with a word or nothing behind it.
fn hits(text: &str) -> Vec<Hit<'_>> {
    let mut hits = Vec::new();
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let follows = before.replace(c).and_then(Sign::of);
        let Some(sign) = Sign::of(c).filter(|sign| follows != Some(*sign)) else { continue };
        let behind = text.get(at..).unwrap_or_default();
        let behind = behind.trim_start_matches(|c| Sign::of(c) == Some(sign) || c == '>').trim_start_matches(' ');
        let next = behind.chars().next();
        let empty = sign != Sign::Bracket && sign != Sign::Dash && next.is_none_or(|c| ",，;；。\n".contains(c));
        if !empty && !next.is_some_and(is_word) {
            continue;
        }
        let front = text.get(..at).unwrap_or_default();
        let front = front.trim_end_matches([' ', '"', '”', '’', '\'']);
        let begin = front.char_indices().rfind(|(_, c)| parts(*c)).map_or(0, |(at, c)| at + c.len_utf8());
        let (before, code) = front.split_at_checked(begin).unwrap_or((front, ""));
        // The mark of an item of a list on a page is no part of its code.
        let code = if code.len() > 1 { code.trim_start_matches('*').trim_end_matches('.') } else { code };
        hits.push(Hit { sign, code, before, empty });
    }
    hits
}

/// `其他`, `3以上`: words in the place of a code.
fn word(before: &str) -> Option<String> {
    let word = before.trim_end().rsplit(|c: char| !is_word(c)).next().unwrap_or_default();
    let front = before.trim_end().strip_suffix(word).unwrap_or_default();
    let digits = front.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let bound = !digits.is_empty() && ["以上", "及以上", "以下", "及以下", "以内"].contains(&word);
    let begins = front.trim_end().is_empty()
        || front.trim_end().ends_with(|c| ",，;；。、|/(（".contains(c))
        || front.ends_with([' ', '\n']);
    (bound || begins && REST.contains(&word)).then(|| format!("{digits}{word}"))
}

/// What stands before a code that makes more than one of it: `大于`, another code.
fn spanned(hit: &Hit<'_>, taken: &Taken<'_>) -> Option<String> {
    let before = hit.before.trim_end();
    let compared = before.trim_end_matches(['=', '＝']);
    if compared.len() < before.len() && compared.ends_with(['>', '<', '＞', '＜', '!']) {
        return Some(format!(">={}", hit.code));
    }
    if let Some(bound) = BOUNDS.iter().rfind(|bound| before.ends_with(**bound)) {
        return Some(format!("{bound}{}", hit.code));
    }
    let front = before.strip_suffix(BETWEEN)?.trim_end();
    let begin = front
        .char_indices()
        .rfind(|(_, c)| !c.is_ascii_alphanumeric() && *c != '_')
        .map_or(0, |(at, c)| at + c.len_utf8());
    let (front, other) = front.split_at_checked(begin)?;
    let bare =
        front.is_empty() || front.ends_with(|c: char| c.is_whitespace() || BETWEEN.contains(&c) || "。(（".contains(c));
    let other = Some(other).filter(|other| bare && taken.looks_like(other) && !taken.codes.contains(*other));
    other.map(str::to_owned)
}

/// Signs that make another code of the one behind them.
const ODD: [char; 16] = ['≥', '≤', '>', '<', '＞', '＜', '~', '～', '@', '#', '$', '%', '^', '+', '±', '≠'];

/// Values that nowhere stand without a sign that makes another code of them: `≥3 丙`.
fn joined(text: &str, values: &[ListedValue]) -> Vec<String> {
    if !text.contains(ODD) {
        return Vec::new();
    }
    let odd = |value: &ListedValue| {
        let places = text.match_indices(value.value.as_str()).map(|(at, _)| text.get(..at).unwrap_or_default());
        let mut signs = places.map(|before| before.trim_end().chars().next_back().filter(|c| ODD.contains(c)));
        let first = signs.next()??;
        signs.all(|sign| sign.is_some()).then(|| format!("{first}{}", value.value))
    };
    values.iter().filter_map(odd).collect()
}

/// The values that were taken, and how they look.
struct Taken<'v> {
    codes: HashSet<&'v str>,
    digits: bool,
    letters: bool,
}

impl<'v> Taken<'v> {
    fn of(values: &'v [ListedValue]) -> Self {
        let codes: HashSet<&str> = values.iter().map(|value| value.value.as_str()).collect();
        let digits = codes.iter().all(|code| are_digits(code.trim_start_matches('-')));
        let letters = codes.iter().all(|code| are_letters(code));
        Self { codes, digits, letters }
    }

    fn looks_like(&self, code: &str) -> bool {
        !code.is_empty() && (self.digits && are_digits(code) && code.len() <= 4 || self.letters && are_letters(code))
    }
}

fn are_digits(code: &str) -> bool {
    code.bytes().all(|byte| byte.is_ascii_digit())
}

fn are_letters(code: &str) -> bool {
    code.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
}

/// A code that every rule takes.
fn is_plain(code: &str) -> bool {
    let word = code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && code.starts_with(|c: char| c.is_ascii_alphabetic());
    let digits = code.strip_prefix('-').unwrap_or(code);
    word || !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::import::read::prose::{self, Patterns};

    #[test]
    fn a_code_that_is_more_than_one_or_another_one_is_asked_about() {
        let patterns = Patterns::default();
        for (text, asked) in [
            ("1:甲,2:乙,≥3:丙", true),
            ("1:甲,2:乙,>=3:丙", true),
            ("1:甲,2:乙,3~5:丙", true),
            ("1:甲,2:乙,3-5:丙", true),
            ("1:甲,2:乙,3至5:丙", true),
            ("1:甲,2:乙,3、4:丙", true),
            ("1:甲,2:乙,3/4:丙", true),
            ("1:甲,2:乙,3或4:丙", true),
            ("1:甲,2:乙,3+:丙", true),
            ("1:甲,2:乙,大于 3:丙", true),
            ("1:甲,2:乙,3以上:丙", true),
            ("@a:甲,c:乙,d:丙", true),
            ("new:新建,in.progress:进行中,done:完成", true),
            ("1:甲,2:乙,*:全部", true),
            ("1:甲,2:乙,-:丙", true),
            ("1:甲,2:,3:丙", true),
            ("1:自营,2:第三方,其他:未知", true),
            ("0:男,1:女,空:未知", true),
            ("1-甲,2-乙,3~5-丙", true),
            ("1(甲),2(乙),≥3(丙)", true),
            ("1=甲;2=乙;其它=丙", true),
            ("1:甲,2:乙,3:丙", false),
            ("*1:甲,*2:乙", false),
            ("-1:失败,0:处理中,1:成功", false),
            ("类型 1:甲-乙,2:丙(丁)", false),
            ("状态:1:甲,2:乙,说明:见下", false),
            ("free(包邮),ems(EMS),vip(VIP 配送)", false),
            ("1:自营,2:第三方。另有 9:未知", false),
        ] {
            let found = prose::read(text, &patterns);
            assert!(found.values.len() > 1 || asked, "{text}: {found:?}");
            let told = prose::missed(&found.values, &found.candidates).is_some()
                || found.review.contains(&"values".to_owned());
            assert_eq!(told, asked, "{text}: {found:?}");
        }
    }
}
