//! A list of values as its items: a code, a sign, a gloss, and what parts it from the next. All codes of a list look alike, so the list
//! is known by its codes, whatever signs stand behind them.

use std::collections::HashMap;

use regex::Regex;

use super::distinct::Distinct;
use super::term::term;
use crate::import::document::ListedValue;
use crate::import::read::cells;

/// A list, and the words of the text that are no part of it.
#[derive(Debug)]
pub(super) struct Items {
    pub(super) values: Vec<ListedValue>,
    pub(super) rest: String,
}

/// What stands between a code and its gloss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Bracket,
    Colon,
    Equals,
    Dash,
    Word,
    /// Numbers steps of a description as well.
    Point,
    Blank,
}

impl Sign {
    fn of(text: &str) -> Self {
        match text.trim() {
            "(" | "（" | "[" | "【" => Self::Bracket,
            ":" | "：" => Self::Colon,
            "=" | "＝" | "->" | "=>" | "→" => Self::Equals,
            "-" | "—" => Self::Dash,
            "" => Self::Blank,
            "、" | "." => Self::Point,
            _ => Self::Word,
        }
    }

    fn is_sure(self) -> bool {
        !matches!(self, Self::Point | Self::Blank)
    }
}

#[derive(Debug, Clone, Copy)]
struct Item<'a> {
    code: &'a str,
    sign: Sign,
    /// Where the code begins, and where the gloss does.
    start: usize,
    gloss: usize,
}

/// Words that announce a list.
const CUES: [&str; 8] = ["可选值", "枚举", "取值", "状态", "类型", "选项", "包括", "分别"];
/// Words behind a number that count something.
pub(super) const COUNTED: &str = "个位次天元分秒字件条种张年月日时岁号级家万千百倍周页";
/// What parts one item from the next, or an item from a remark on it.
const PARTS: [char; 10] = [',', '，', ';', '；', '。', '、', '/', '\n', '|', '!'];
/// What parts items, and may stand inside a gloss too.
const SOFT: [char; 2] = ['.', ' '];

/// What a text has of lists.
#[derive(Debug)]
pub(super) enum Listed {
    /// A list for sure.
    Items(Items),
    /// Codes that look like those of a list; nobody knows whether they are.
    Uncertain(Vec<String>),
    /// None.
    Nothing,
}

/// The list that a text has.
pub(super) fn items(text: &str, pattern: Option<&Regex>) -> Listed {
    // Of a hundred thousand descriptions few have two codes.
    let codes = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|code| !code.is_empty()).take(2).count();
    let Some(pattern) = pattern.filter(|_| codes == 2) else { return Listed::Nothing };
    let all = found(text, pattern);
    if let Some(taken) = alike(text, &all).and_then(|(list, sure)| taken(text, &list, sure)) {
        return Listed::Items(taken);
    }
    uncertain(&all)
}

/// The values of a list; None where one has no gloss, or too few are in this language.
fn taken(text: &str, list: &[Item<'_>], sure: bool) -> Option<Items> {
    let mut values: Vec<ListedValue> = Vec::new();
    let mut codes = Distinct::default();
    let mut rest = text.get(..list.first()?.start)?.to_owned();
    for (index, item) in list.iter().enumerate() {
        let end = list.get(index + 1).map_or(text.len(), |next| next.start);
        let (gloss, behind) = gloss(text.get(item.gloss..end)?, item.sign);
        rest.push('\n');
        rest.push_str(behind);
        if gloss.is_empty() || !codes.add(item.code) {
            return None;
        }
        values.push(ListedValue { value: item.code.to_owned(), gloss: term(gloss) });
    }
    let spoken = values.iter().filter(|value| cells::cjk_count(&value.gloss) > 0).count();
    let enough = if sure { spoken > 0 } else { spoken * 2 >= values.len() };
    (values.len() >= 2 && enough).then_some(Items { values, rest })
}

/// Three codes of one look that hardly stand in a sentence, or two with a sure sign.
fn uncertain(all: &[Item<'_>]) -> Listed {
    let shapes: Vec<String> = all.iter().map(|item| shape(item.code)).collect();
    // How many codes look so, and how many of them have a sure sign.
    let mut looks: HashMap<&str, (usize, usize)> = HashMap::new();
    for (item, like) in all.iter().zip(&shapes) {
        let (many, signed) = looks.entry(like).or_default();
        *many += 1;
        *signed += usize::from(item.sign.is_sure());
    }
    let of_list = |like: &String| {
        looks.get(like.as_str()).is_some_and(|(many, signed)| telling(like) && *many >= 3 || *signed >= 2)
    };
    let of_list = all.iter().zip(&shapes).filter(|(_, like)| of_list(like)).map(|(item, _)| item.code);
    let codes = of_list.collect::<Distinct>().codes();
    if codes.len() >= 2 { Listed::Uncertain(codes) } else { Listed::Nothing }
}

/// A look that words of a sentence do not have.
fn telling(shape: &str) -> bool {
    shape == "0" || shape.contains('_') || shape.contains('0')
}

/// Every code with a sign and the beginning of a gloss behind it.
fn found<'a>(text: &'a str, pattern: &Regex) -> Vec<Item<'a>> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(hit) = pattern.captures_at(text, at) {
        let (Some(code), Some(sign), Some(whole)) = (hit.name("v"), hit.name("s"), hit.get(0)) else { break };
        at = code.end();
        let before = text.get(..code.start()).and_then(|before| before.chars().next_back());
        let joined = match before {
            // A slash parts items, and stands in dates and paths.
            Some('/') => {
                let like = |c: char| if is_number(code.as_str()) { c.is_ascii_digit() } else { c.is_ascii_lowercase() };
                text.get(..code.start() - 1).and_then(|before| before.chars().next_back()).is_none_or(like)
            }
            Some(c) => c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '#' | '@' | '&' | '?'),
            None => false,
        };
        let begins = text.get(whole.end()..).and_then(|behind| behind.chars().next());
        let word = begins.is_some_and(|c| c.is_alphabetic() || matches!(c, '"' | '“' | '\'' | '【' | '<' | '《'));
        let sign = Sign::of(sign.as_str());
        // `多1、多2`: a number of a word.
        let joined = joined || !sign.is_sure() && before.is_some_and(char::is_alphabetic);
        let counts = !sign.is_sure() && begins.is_some_and(|c| COUNTED.contains(c));
        if !joined && word && !counts && !is_date_part(code.as_str()) {
            all.push(Item { code: code.as_str(), sign, start: code.start(), gloss: whole.end() });
        }
    }
    all
}

/// The items whose codes look alike, of the most common sure sign; without one, of a list that is announced or counts on. True where
/// numbers count on, so that nothing else can be meant.
fn alike<'a>(text: &str, all: &[Item<'a>]) -> Option<(Vec<Item<'a>>, bool)> {
    let first = all.first()?;
    let announced = CUES.iter().any(|cue| text.get(..first.start).is_some_and(|before| before.contains(cue)));
    let mut counts: Vec<(Sign, usize)> = Vec::new();
    for item in all {
        match counts.iter_mut().find(|(sign, _)| *sign == item.sign) {
            Some((_, count)) => *count += 1,
            None => counts.push((item.sign, 1)),
        }
    }
    let count = |sign: Sign| counts.iter().find(|(known, _)| *known == sign).map_or(0, |(_, count)| *count);
    let sign = all.iter().map(|item| item.sign).max_by_key(|sign| (sign.is_sure(), count(*sign)))?;
    let seed: Vec<&Item<'_>> = all.iter().filter(|item| item.sign == sign).collect();
    let like = shape(seed.first()?.code);
    let telling = telling(&like);
    // Codes of several looks: nobody knows which are codes.
    let same = seed.iter().all(|item| shape(item.code) == like);
    let numbers = seed.iter().all(|item| is_number(item.code));
    let words = seed.iter().all(|item| !is_number(item.code));
    let list: Vec<Item<'_>> = if same && telling {
        all.iter().filter(|item| shape(item.code) == like).copied().collect()
    } else if sign.is_sure() && (numbers || words) {
        seed.into_iter().copied().collect()
    } else {
        return None;
    };
    let number = |item: &Item<'_>| item.code.parse::<i32>().ok();
    let counts_on = list.windows(2).all(|pair| match pair {
        [one, two] => number(one).zip(number(two)).is_some_and(|(one, two)| two == one + 1),
        _ => false,
    });
    if list.iter().all(|item| item.sign.is_sure()) {
        return Some((list, counts_on));
    }
    // A list without a sure sign, or one that goes on with others: numbers count on, words need to be announced.
    let begins = list.first().and_then(number).is_some_and(|first| (-1..=1).contains(&first));
    let sure = list.iter().any(|item| item.sign.is_sure());
    let plain = list.iter().all(|item| item.sign == Sign::Blank) && list.len() > 2;
    let rises =
        || list.len() > 2 && list.windows(2).all(|pair| matches!(pair, [one, two] if number(one) < number(two)));
    let good = if numbers {
        counts_on && begins && (announced || sure || plain) || announced && rises()
    } else {
        announced && telling || sure && same
    };
    good.then_some((list, counts_on))
}

/// `STATE_NEW` is `A_A`, `A1` is `A0`, `-1` is `0`.
fn shape(code: &str) -> String {
    let mut shape = String::new();
    for c in code.chars().filter(|c| *c != '-') {
        let like = match c {
            '0'..='9' => '0',
            'a'..='z' => 'a',
            'A'..='Z' => 'A',
            other => other,
        };
        if !shape.ends_with(like) {
            shape.push(like);
        }
    }
    // One underscore or three: all are names in one manner.
    if shape.contains('_') { shape.replace(['_', '0'], "").chars().take(1).chain(['_']).collect() } else { shape }
}

/// `yyyy`, `MM`.
fn is_date_part(code: &str) -> bool {
    let mut letters = code.chars();
    let first = letters.next().unwrap_or_default();
    "yYMdDhHmsSi".contains(first)
        && code.len() <= 4
        && letters.all(|c| c == first)
        && (code.len() > 1 || first.is_lowercase())
}

fn is_number(code: &str) -> bool {
    code.parse::<i32>().is_ok()
}

/// The gloss, and what is left behind it.
fn gloss(text: &str, sign: Sign) -> (&str, &str) {
    let mut depth = usize::from(sign == Sign::Bracket);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && sign == Sign::Bracket {
                    return (text.get(..at).unwrap_or("").trim(), text.get(at + c.len_utf8()..).unwrap_or(""));
                }
            }
            c if depth == 0 && PARTS.contains(&c) => {
                return (trimmed(text.get(..at).unwrap_or("")), text.get(at..).unwrap_or(""));
            }
            _ => {}
        }
    }
    (trimmed(text), "")
}

fn trimmed(text: &str) -> &str {
    let text = text.trim_end();
    let text = ["或者", "或"].iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text);
    text.trim_matches(|c: char| SOFT.contains(&c) || c.is_whitespace() || matches!(c, '"' | '“' | '”' | '\''))
}

#[cfg(test)]
mod tests {
    use super::super::Patterns;
    use super::*;

    #[test]
    fn a_list_is_known_by_its_codes_and_prose_is_none() {
        let patterns = Patterns::default();
        for (text, wanted) in [
            ("0：否；1：是。2、未知", "0 1 2"),
            ("渠道枚举： 2 美团 3 饿了么 26 京东到家", "2 3 26"),
            ("状态:A1 早班/B2(EMS)/C3 晚班", "A1 B2 C3"),
            ("2-APP, 3-POS,1-其他", "uncertain 2 3 1"),
            ("1-male, 2-female", "uncertain 1 2"),
            ("YYYY-MM-DD HH:mm:ss 格式", "nothing"),
            ("规格为多1、多2、多3", "nothing"),
            ("每天 1 次,每周 2 次,每月 3 次", "nothing"),
            ("1、先检查参数 2、再重试", "nothing"),
            ("2020/01/02 之后", "nothing"),
            ("见 a/b:说明", "nothing"),
            ("1:开,1:关", "nothing"),
        ] {
            let read = match items(text, patterns.item.as_ref()) {
                Listed::Items(list) => {
                    list.values.iter().map(|value| value.value.as_str()).collect::<Vec<_>>().join(" ")
                }
                Listed::Uncertain(codes) => format!("uncertain {}", codes.join(" ")),
                Listed::Nothing => "nothing".to_owned(),
            };
            assert_eq!(read, wanted, "{text}");
        }
    }
}
