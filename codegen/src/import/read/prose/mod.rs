//! What a description says that a spec can use: listed values, a default, a limit, a unit, a date format, obligations.

mod alone;
mod bare;
mod bare_patterns;
mod beside;
mod blanks;
mod class_patterns;
mod classes;
mod cut;
mod demand;
mod distinct;
mod doubt;
mod english;
mod entry;
mod found;
mod hinted;
mod items;
mod kind_told;
mod known;
mod look;
mod passed_over;
mod passed_patterns;
mod patterns;
mod searched;
mod sought;
mod stated;
mod term;
mod typed;
mod units;
mod unparsed;
mod values;

pub use found::Found;
pub use patterns::Patterns;
use std::borrow::Cow;
use std::collections::HashSet;

use found::{ask, numbers};
use regex::Regex;
use searched::Searched;
pub use term::{named, term};
pub use typed::{beside, is_of_another_form};
pub use values::{missed, value_line, without_name};

use crate::import::document::Row;
use crate::model::time_form::TimeForm;
use crate::traditional::simplified;
use crate::words::Unit;

/// Words that carry an obligation; docs.lock keeps those a description has, in this order.
pub const OBLIGATIONS: [&str; 17] = [
    "必须",
    "不填",
    "必填",
    "必传",
    "可选",
    "禁止",
    "不能",
    "不允许",
    "不可",
    "默认",
    "最大",
    "最小",
    "最多",
    "不超过",
    "二选一",
    "单位",
    "废弃",
];

/// The numbers of a row's prose that are neither one of its values nor its default or length: those have facts of their own.
pub(super) fn further_numbers(text: &str, row: &Row) -> Vec<String> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let parts = parts_of(row.values.iter().map(|value| value.value.as_str()));
    let known = |number: &String| {
        parts.contains(number.as_str())
            || row.default.as_ref() == Some(number)
            || row.max_chars.is_some_and(|max| max.to_string() == *number)
    };
    numbers(text).into_iter().filter(|number| !known(number)).collect()
}

/// Whatever of the codes is a number too: `100` has `10`.
fn parts_of<'v>(codes: impl Iterator<Item = &'v str>) -> HashSet<&'v str> {
    let figure = |c: char| c.is_ascii_digit() || c == '.';
    let runs = codes.flat_map(|code| code.split(move |c| !figure(c)));
    runs.flat_map(|run| {
        (0..run.len()).flat_map(move |from| (from + 1..=run.len()).filter_map(move |to| run.get(from..to)))
    })
    .collect()
}

/// Whether nothing is read of a text, and nothing but what it binds to or how it limits is asked about it.
pub(super) fn is_unread(text: &str, patterns: &Patterns) -> bool {
    let mut found = read(text, patterns);
    found.obligations.clear();
    found.review.retain(|cue| cue != "obligation" && cue != "limits");
    found.of_requests.retain(|cue| *cue != "obligation" && *cue != "limits");
    found == Found::default() && text.chars().any(char::is_alphanumeric)
}

/// Reads one description. Words are looked for in simplified characters; what they mean is kept in those of the page.
#[must_use]
pub fn read(text: &str, patterns: &Patterns) -> Found {
    patterns.known.get(text, || read_anew(text, patterns))
}

fn read_anew(text: &str, patterns: &Patterns) -> Found {
    let text = &*blanks::even(text);
    let simple = simplified(text);
    let mut found = read_simple(&simple, patterns);
    if let Cow::Owned(simple) = &simple {
        for value in &mut found.values {
            let gloss = simple.find(&value.gloss).and_then(|at| text.get(at..at + value.gloss.len()));
            value.gloss = gloss.map_or_else(|| value.gloss.clone(), str::to_owned);
        }
    }
    found
}

fn read_simple(text: &str, patterns: &Patterns) -> Found {
    let words = Searched::new(text);
    let mut found = Found { obligations: obligations(words), ..Found::default() };
    (found.values, found.candidates) = values::values(words, patterns);
    if found.values.is_empty()
        && found.candidates.is_empty()
        && (stated::is_one(text, patterns) || alone::is_entry(text))
    {
        found.review.push("values".to_owned());
    }
    let values_cue = words.contains_any(&["可选值", "枚举值", "取值如下", "取值为", "取值：", "取值:"]);
    if values_cue && found.values.is_empty() && !found.asks("values") && !words.contains("返回示例") {
        found.review.push("values".to_owned());
    }
    if words.contains("默认") {
        found.default =
            capture(patterns.default.as_ref(), text, &["d"]).map(|value| value.trim_end_matches('.').to_owned());
        if found.default.is_none() {
            found.review.push("default".to_owned());
        }
    }
    found.max_bytes = max_bytes(words, patterns);
    demand::read(words, patterns, &mut found);
    if words.contains_any(&["最长", "长度", "最多", "超过", "限", "以内", "之内"]) {
        found.max_chars = max_chars(words, patterns);
        if found.max_chars.is_none() && found.max_bytes.is_none() && words.contains_any(&["最大长度", "最长", "字节"])
        {
            found.review.push("max_chars".to_owned());
        }
    }
    bounds(words, patterns, &mut found);
    if words.contains_any(&["缺省", "预设"]) && found.default.is_none() && !words.contains("默认") {
        found.review.push("default".to_owned());
    }
    if words.contains_any(&["单位", ")", "）"]) {
        found.unit =
            capture(patterns.unit.as_ref(), text, &["u", "w", "p"]).and_then(|word| unit(&word)).map(str::to_owned);
        if found.unit.is_none() && text.contains("单位:") || units::is_doubtful(text, patterns) {
            found.unit = None;
            found.review.push("unit".to_owned());
        }
    }
    found.parted = words.contains_any(&["分隔", "隔开", "分割", "间隔", "分开", "拼接", "连接"])
        && patterns.parted.as_ref().is_some_and(|pattern| pattern.is_match(text));
    found.fraction =
        words.contains("小数") && !words.contains_any(&WHOLE) || words.contains_any(&["精确到0.", "精确到 0."]);
    stamped(words, &mut found);
    if words.contains_any(&["ISO8601", "ISO 8601", "ISO-8601", "RFC3339", "RFC 3339"]) {
        found.format = Some("ISO 8601".to_owned());
    }
    // In which zone it is meant a form does not say, and those of a spec are in one.
    let zoned = words.contains_any(&["UTC", "GMT", "时区"]) && !words.contains_any(&["+8", "+08", "东八", "北京"]);
    if words.contains_any(&["mm", "MM", "/M", "-M", ".M", "M/", "M-"]) {
        let hits = patterns.format.iter().flat_map(|pattern| pattern.find_iter(text)).map(|hit| hit.as_str());
        let forms: Vec<String> = hits.filter(|hit| is_form(hit)).map(date_form).collect();
        // Two forms of one value: a person says which.
        let several = forms.iter().any(|form| Some(form) != forms.first());
        found.format = forms.into_iter().next().or(found.format);
        found.review.extend(several.then(|| "type".to_owned()));
    }
    if zoned {
        found.format = Some("another zone".to_owned());
    }
    doubt::settle(words, patterns, &mut found);
    hinted::ask(words, patterns, &mut found);
    passed_over::ask_about(words, &patterns.passed_over, &mut found);
    english::read(text, &patterns.english, &mut found);
    patterns.classes.ask(words, demand::unsaid, &mut found);
    found
}

/// Words of a number that has no digits behind a point.
const WHOLE: [&str; 7] = ["不", "无", "非", "没有", "勿", "去掉", "整数"];

/// What a time counted since 1970 is called.
const STAMPS: [&str; 13] = [
    "13位毫秒",
    "13 位毫秒",
    "10位秒",
    "10 位秒",
    "时间戳",
    "unix",
    "Unix",
    "UNIX",
    "1970",
    "timestamp",
    "Timestamp",
    "epoch",
    "Epoch",
];
/// The first of them say so by themselves; the others name a field or a type too, and ask nothing where no unit stands beside them.
const PLAIN: [&str; 5] = ["时间戳", "unix", "Unix", "UNIX", "1970"];

/// A time counted since 1970, in the unit that stands beside the word; a question where none does. A duration in seconds may stand in the
/// same words.
fn stamped(words: Searched<'_>, found: &mut Found) {
    if !words.contains_any(&STAMPS) {
        return;
    }
    let millis = words.contains_any(&["毫秒", "13位", "13 位", "13-digit", "13 digit", "millis", "Millis"])
        || words.text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == "ms");
    let seconds = STAMPS.iter().any(|stamp| words.contains(stamp) && in_seconds(words.text, stamp))
        || words.contains_any(&["10位", "10 位", "10-digit", "10 digit"]);
    let (form, unit) = match (seconds, millis) {
        (true, false) => (TimeForm::UnixSeconds, Some(Unit::UnixSeconds.word().to_owned())),
        (false, true) => (TimeForm::UnixMillis, None),
        (false, false) if !words.contains_any(&PLAIN) => return,
        _ => return ask(found, "unit"),
    };
    (found.format, found.unit) = (Some(form.spelled()), unit);
}

/// `时间戳(秒)`, `时间戳,单位:秒`, `秒级时间戳`: nothing but signs and words for a unit between the two.
fn in_seconds(text: &str, stamp: &str) -> bool {
    const BETWEEN: [&str; 17] = [
        "时间戳",
        "单位",
        "精确到",
        "精确",
        "级",
        "为",
        "以",
        "是",
        "timestamp",
        "time",
        "unit",
        "in",
        "is",
        "of",
        "as",
        "since",
        "the",
    ];
    let sign = |c: char| c.is_ascii_punctuation() || c.is_whitespace() || "（），。：、；【】".contains(c);
    text.match_indices(stamp).any(|(at, _)| {
        let (mut before, mut after) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
        after = after.get(stamp.len()..).unwrap_or_default();
        let several = after.starts_with('s');
        // Farther away no unit is that of the word.
        for _ in 0..8 {
            let length = (before.len(), after.len());
            before = before.trim_end_matches(sign);
            after = after.trim_start_matches(sign);
            for word in BETWEEN {
                before = before.strip_suffix(word).unwrap_or(before);
                after = after.strip_prefix(word).unwrap_or(after);
            }
            if length == (before.len(), after.len()) {
                break;
            }
        }
        let counted = |text: &str, seconds: &str| {
            text.get(..seconds.len()).is_some_and(|text| text.eq_ignore_ascii_case(seconds))
        };
        let alone = !several
            && after.strip_prefix('s').is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
        after.starts_with('秒')
            || counted(after, "second")
            || alone
            || before.ends_with('秒') && !before.ends_with("毫秒")
            || before.ends_with("seconds") && !before.ends_with("milliseconds")
    })
}

/// One of these stands in whatever bounds a value.
const BOUNDING: [&str; 10] = ["最", "至", "超过", "于", "限", "范围", "以内", "之内", "以下", "以上"];

/// Numbers that bound a value and that no key of its own says.
fn bounds<'p>(words: Searched<'p>, patterns: &'p Patterns, found: &mut Found) {
    if !words.digits {
        return;
    }
    let text = words.text;
    let known: Vec<String> = [&found.bounds.min, &found.bounds.max]
        .into_iter()
        .flatten()
        .cloned()
        .chain(
            [found.max_chars, found.max_bytes, found.bounds.min_items, found.bounds.max_items]
                .into_iter()
                .flatten()
                .map(|max| max.to_string()),
        )
        .collect();
    let known = |hit: &str| numbers(hit).iter().all(|number| known.contains(number));
    let letters = |hit: &&str| {
        let lower = hit.to_ascii_lowercase();
        ["长", "字", "位", "byte", "kb", "mb", "len"].iter().any(|word| lower.contains(word))
    };
    let hits =
        |pattern: &'p Option<Regex>| pattern.iter().flat_map(|pattern| pattern.find_iter(text)).map(|hit| hit.as_str());
    let sized = words.contains_any(&["长", "字", "位", "b", "B", "l", "L"])
        && hits(&patterns.length).filter(letters).any(|hit| !known(hit));
    if sized && found.max_chars.is_none() && !found.asks("max_chars") {
        found.review.push("max_chars".to_owned());
    } else if !found.asks("max_chars")
        && (words.contains_any(&BOUNDING) && hits(&patterns.bound).any(|hit| !known(hit))
            || words.contains_any(&["~", "～", "至", "到", "-", "—", "–"]) && ranges(text, patterns, known))
    {
        found.review.push("limits".to_owned());
    }
}

/// Whether a text says from which number to which: `1~5`, `评分(0-18)`. Two numbers that a minus parts are none where they fall, and
/// where an example is given.
fn ranges(text: &str, patterns: &Patterns, known: impl Fn(&str) -> bool) -> bool {
    patterns.range.iter().flat_map(|pattern| pattern.captures_iter(text)).any(|captures| {
        let number = |name: &str| captures.name(name).and_then(|digits| digits.as_str().parse::<f64>().ok());
        let rises = number("a").zip(number("b")).is_some_and(|(from, to)| from < to);
        let before = captures.name("a").and_then(|from| text.get(..from.start())).unwrap_or_default();
        let example = ["如", "如:", "如：", "例", "例:", "例："].iter().any(|word| before.trim_end().ends_with(word));
        rises && !example && !captures.get(0).is_some_and(|hit| known(hit.as_str()))
    })
}

/// Whether letters that may say a form of dates say one: a year, a month and a day, or hours and minutes.
fn is_form(said: &str) -> bool {
    let has = |letter: char| said.chars().any(|c| c.eq_ignore_ascii_case(&letter));
    has('m') && (has('h') || has('d') || has('y'))
}

/// A date form as Java writes it: `YYYY-MM-DD` is `yyyy-MM-dd`.
fn date_form(said: &str) -> String {
    let mut form = String::with_capacity(said.len());
    for c in said.chars().filter(|c| *c != '\'') {
        form.push(match c {
            'Y' | 'D' => c.to_ascii_lowercase(),
            't' => 'T',
            'z' => 'Z',
            // Behind the hours they are minutes.
            'm' | 'M' => {
                if form.contains('H') {
                    'm'
                } else {
                    'M'
                }
            }
            'h' => 'H',
            'S' if !form.contains("ss") => 's',
            other => other,
        });
    }
    form
}

/// The unit key of the spec for a Chinese unit.
#[must_use]
pub fn unit(word: &str) -> Option<&'static str> {
    let unit = match word {
        "元" | "人民币" => Unit::Yuan,
        "分" => Unit::Fen,
        "点券" => Unit::Points,
        "积分" => Unit::LoyaltyPoints,
        "天" | "日" => Unit::Days,
        "小时" => Unit::Hours,
        "分钟" => Unit::Minutes,
        "秒" => Unit::Seconds,
        "毫秒" => Unit::Milliseconds,
        "个" | "件" => Unit::Pieces,
        "月" => Unit::Months,
        _ => return None,
    };
    Some(unit.word())
}

fn obligations(words: Searched<'_>) -> Vec<String> {
    let text = words.text;
    // 可选值 announces a list of values, 可选 says that a field may be left out.
    let optional =
        || text.match_indices("可选").any(|(at, hit)| !text.get(at + hit.len()..).unwrap_or("").starts_with('值'));
    let has = |word: &str| words.contains(word) && (word != "可选" || optional());
    OBLIGATIONS.iter().filter(|word| has(word)).map(|word| (*word).to_owned()).collect()
}

/// Words that carry an obligation where a document speaks about the whole, beside [`OBLIGATIONS`].
const DEMANDS: [&str; 8] = ["只能", "仅限", "应当", "请勿", "不得", "不支持", "需要", "务必"];

/// What a text about the whole document demands: obligation words, and its numbers.
pub(super) fn demands(text: &str) -> Vec<String> {
    let text = &*simplified(text);
    let words = Searched::new(text);
    let mut found = obligations(words);
    found.extend(DEMANDS.iter().filter(|word| words.contains(word)).map(|word| (*word).to_owned()));
    found.extend(numbers(text));
    found
}

fn max_chars(words: Searched<'_>, patterns: &Patterns) -> Option<u32> {
    for captures in patterns.max.captures(words) {
        // `最多 20` alone may count anything; with 字符 it counts characters.
        if captures.name("short").is_some() && captures.name("what").is_none() {
            continue;
        }
        // Bytes are no characters.
        let digits = captures.name("n").or(captures.name("m"));
        let behind = digits.and_then(|digits| words.text.get(digits.end()..)).unwrap_or("");
        let behind = behind.trim_start().trim_start_matches('个').trim_start().to_ascii_lowercase();
        if ["字节", "byte", "b", "kb", "k", "万", "千", "百", "亿", "十", "w"]
            .iter()
            .any(|unit| behind.starts_with(unit))
        {
            continue;
        }
        if let Some(number) = digits.and_then(|digits| digits.as_str().parse().ok()) {
            return Some(number);
        }
    }
    None
}

/// `最大 20 个字节`, `不超过20字节`, `500 bytes 以内`.
fn max_bytes(words: Searched<'_>, patterns: &Patterns) -> Option<u32> {
    if !words.numbers || !words.contains_any(&["b", "B", "字节"]) {
        return None;
    }
    let lower = words.text.to_ascii_lowercase();
    let captures = patterns.bytes.captures(Searched::new(&lower)).next()?;
    ["n", "m"].iter().find_map(|name| captures.name(name)).and_then(|digits| digits.as_str().parse().ok())
}

fn capture(pattern: Option<&Regex>, text: &str, names: &[&str]) -> Option<String> {
    let captures = pattern?.captures(text)?;
    names.iter().find_map(|name| captures.name(name)).map(|hit| hit.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_time_is_the_one_that_is_said() {
        let patterns = Patterns::default();
        for (text, form) in [
            ("创建时间,时间戳(秒)", "unix_seconds"),
            ("时间戳(s)", "unix_seconds"),
            ("秒级时间戳", "unix_seconds"),
            ("unix timestamp in seconds", "unix_seconds"),
            ("Unix timestamp (seconds)", "unix_seconds"),
            ("timestamp in seconds", "unix_seconds"),
            ("seconds since the epoch", "unix_seconds"),
            ("epoch seconds", "unix_seconds"),
            ("10位时间戳", "unix_seconds"),
            ("毫秒时间戳", "unix_millis"),
            ("时间戳(毫秒)", "unix_millis"),
            ("时间戳(ms)", "unix_millis"),
            ("13位时间戳", "unix_millis"),
            ("unix timestamp in milliseconds", "unix_millis"),
            ("timestamp, unit: ms", "unix_millis"),
            ("milliseconds since 1970", "unix_millis"),
            ("格式:yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss"),
            ("格式:yyyyMMddHHmmss", "yyyyMMddHHmmss"),
            ("format: YYYY-MM-DD", "yyyy-MM-dd"),
            ("timestamp of the items", ""),
            ("timestamps", ""),
            ("timestamp, yyyyMMdd", "yyyyMMdd"),
        ] {
            let found = read(text, &patterns);
            assert_eq!(found.format.as_deref().unwrap_or_default(), form, "{text}");
            assert!(!found.asks("unit"), "{text}");
        }
        for text in
            ["时间戳", "unix time of the items", "时间戳(秒或毫秒)", "unix timestamp in seconds or milliseconds"]
        {
            assert!(read(text, &patterns).asks("unit"), "{text}");
        }
    }
}
