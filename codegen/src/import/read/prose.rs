//! What a description says that a spec can use: listed values, a default, a limit, a unit, a date format, obligations.

use regex::Regex;

use super::cells;
use crate::import::document::ListedValue;
use crate::words::Unit;

/// The patterns of this module, compiled once per run.
///
/// A pattern that does not compile is `None` and matches nothing (library code must not panic); a test sees to it that all do.
#[derive(Debug, Clone)]
pub struct Patterns {
    bracketed: Option<Regex>,
    colon: Option<Regex>,
    means: Option<Regex>,
    dashed: Option<Regex>,
    named: Option<Regex>,
    default: Option<Regex>,
    max: Option<Regex>,
    unit: Option<Regex>,
    format: Option<Regex>,
    colon_in_essay: Option<Regex>,
    dashed_in_essay: Option<Regex>,
    mixed: Option<Regex>,
    loose: Option<Regex>,
}

const VALUE: &str = r"(?P<v>[A-Za-z][A-Za-z0-9_]{0,60}|-?\d{1,4})";

impl Default for Patterns {
    fn default() -> Self {
        let compile = |pattern: &str| Regex::new(&pattern.replace("VALUE", VALUE)).ok();
        Self {
            bracketed: compile(
                r"(?:^|[^A-Za-z0-9_.\]-])VALUE\s*[(（](?P<g>[^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)?)[)）]",
            ),
            colon: compile(
                r"(?:^|[^A-Za-z0-9_.])VALUE\s*[:：]\s*(?P<g>(?:[A-Za-z0-9]{1,8}\s?)?\p{Han}[^,，;；。、:：\s]*)",
            ),
            means: compile(r"(?:^|[^A-Za-z0-9_.])VALUE\s*(?:表示|代表|为|是)\s*(?P<g>\p{Han}[^,，;；。()（）\s]*)"),
            dashed: compile(
                r"(?:^|[^A-Za-z0-9_.])VALUE\s*(?:-|—|=)\s*(?P<g>(?:[A-Za-z0-9]{1,8}\s?)?\p{Han}[^,，;；。()（）]*)",
            ),
            named: compile(r"(?P<g>\p{Han}+)\s*VALUE(?:[,，;；。\s]|$)"),
            default: compile(r"默认(?:值|为|是|传|[:：\s])*(?P<d>-?[A-Za-z0-9][A-Za-z0-9_.]*)"),
            max: compile(
                r"(?:最大长度|最长|长度(?:最大|不超过|不能超过|不得超过|小于等于|限制)(?:为|是)?|(?:最多|不超过|不能超过|不得超过)(?P<short>))\s*(?:为|是|[:：])?\s*(?P<n>\d{1,6})\s*(?:个)?(?P<what>字符|汉字|字|位)?",
            ),
            unit: compile(
                r"(?:单位)\s*(?:为|是|[:：])*\s*(?P<u>毫秒|分钟|小时|点券|积分|人民币|元|分|秒|天|日|个|件|月)|以\s*(?P<w>毫秒|分钟|小时|元|分|秒|天)\s*为单位|[(（](?P<p>元|分|点券|天|小时|分钟|秒|毫秒)[)）]",
            ),
            colon_in_essay: compile(r"(?:^|[^A-Za-z0-9_.])VALUE\s*[:：](?P<g>\s*\p{Han}[^,，;；。:：\n]*)"),
            dashed_in_essay: compile(r"(?:^|[^A-Za-z0-9_.])VALUE\s*(?:-|—|=)\s*(?P<g>\p{Han}[^,，;；。()（）]*)"),
            mixed: compile(
                r"(?:^|[^A-Za-z0-9_.])VALUE\s*(?:[:：=＝\-—、.]|->|=>|表示|代表|为|是)\s*(?P<g>(?:[A-Za-z0-9]{1,8}\s?)?\p{Han}[^,，;；。、:：\s()（）]*)",
            ),
            loose: compile(
                r"(?:^|[^A-Za-z0-9_.\-\p{Han}]|[为是有值或者和])VALUE\s*(?:(?:(?:[(（\[【:：=＝—-]|->|=>|表示|代表|为|是)\s*[A-Za-z0-9])|(?:(?:[(（\[【:：=＝\-—~、./]|->|=>|表示|代表|为|是)?\s*(?:[A-Za-z0-9_]{1,12}\s?)?(?P<g>\p{Han})))",
            ),
            format: compile(r"yyyy[-/]?MM[-/]?dd(?:[ T]?(?:HH|hh):mm(?::ss)?)?|(?:HH|hh):mm(?::ss)?"),
        }
    }
}

impl Patterns {
    /// True when every pattern compiled; a test asks.
    #[must_use]
    pub fn complete(&self) -> bool {
        [
            &self.bracketed,
            &self.colon,
            &self.means,
            &self.dashed,
            &self.named,
            &self.default,
            &self.max,
            &self.unit,
            &self.format,
            &self.colon_in_essay,
            &self.dashed_in_essay,
            &self.mixed,
            &self.loose,
        ]
        .iter()
        .all(|pattern| pattern.is_some())
    }
}

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

/// What was found in one description.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Listed values.
    pub values: Vec<ListedValue>,
    /// What a looser reading takes for listed values.
    pub candidates: Vec<String>,
    /// Stated default.
    pub default: Option<String>,
    /// Stated maximum length.
    pub max_chars: Option<u32>,
    /// Stated unit, as the spec writes it.
    pub unit: Option<String>,
    /// Stated date format.
    pub format: Option<String>,
    /// Obligation words.
    pub obligations: Vec<String>,
    /// Cues that did not parse.
    pub review: Vec<String>,
}

/// Reads one description.
#[must_use]
pub fn read(text: &str, patterns: &Patterns) -> Found {
    let mut found = Found { obligations: obligations(text), ..Found::default() };
    found.values = values(text, patterns);
    if !found.values.is_empty() {
        found.candidates = candidates(text, patterns);
    }
    let values_cue = ["可选值", "枚举值", "取值如下", "取值为", "取值：", "取值:"].iter().any(|cue| text.contains(cue));
    if values_cue && found.values.is_empty() && !text.contains("返回示例") {
        found.review.push("values".to_owned());
    }
    if text.contains("默认") {
        found.default =
            capture(patterns.default.as_ref(), text, &["d"]).map(|value| value.trim_end_matches('.').to_owned());
        if found.default.is_none() {
            found.review.push("default".to_owned());
        }
    }
    if text.contains("最长") || text.contains("长度") || text.contains("最多") || text.contains("超过") {
        found.max_chars = max_chars(text, patterns);
        if found.max_chars.is_none() && (text.contains("最大长度") || text.contains("最长") || text.contains("字节"))
        {
            found.review.push("max_chars".to_owned());
        }
    }
    if text.contains("单位") || text.contains(')') || text.contains('）') {
        found.unit =
            capture(patterns.unit.as_ref(), text, &["u", "w", "p"]).and_then(|word| unit(&word)).map(str::to_owned);
        if found.unit.is_none() && text.contains("单位:") {
            found.review.push("unit".to_owned());
        }
    }
    if text.contains("mm") || text.contains("MM") {
        found.format =
            patterns.format.as_ref().and_then(|pattern| pattern.find(text)).map(|hit| hit.as_str().to_owned());
    }
    found
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

/// The Chinese term a description begins with: a noun for a spec's `zh`, cut off before it becomes a sentence.
#[must_use]
pub fn term(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let ends = |c: char| {
        matches!(
            c,
            ',' | '，'
                | '.'
                | '。'
                | ';'
                | '；'
                | ':'
                | '：'
                | '('
                | '（'
                | '['
                | '【'
                | '<'
                | '"'
                | '“'
                | '\''
                | '|'
                | '!'
                | '！'
                | '?'
                | '？'
                | '、'
                | '/'
                | '\\'
                | '{'
                | '}'
                | '#'
                | '&'
                | '*'
                | '\n'
                | '\t'
        )
    };
    let head: String = text.chars().take_while(|c| !ends(*c)).take(16).collect();
    head.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One line that lists one value: `TRADE_CLOSED(…)`, `1:…`.
#[must_use]
pub fn value_line(text: &str, patterns: &Patterns) -> Option<ListedValue> {
    let text = text.trim().trim_start_matches(['*', '•', '-', ' ']);
    for pattern in [&patterns.bracketed, &patterns.colon, &patterns.dashed] {
        let Some(captures) = pattern.as_ref().and_then(|pattern| pattern.captures(text)) else { continue };
        if captures.get(0).is_some_and(|whole| whole.start() == 0) {
            return listed(&captures);
        }
    }
    None
}

fn listed(captures: &regex::Captures<'_>) -> Option<ListedValue> {
    let value = captures.name("v")?.as_str();
    let gloss = captures.name("g")?.as_str();
    (cells::cjk_count(gloss) > 0).then(|| ListedValue { value: value.to_owned(), gloss: term(gloss) })
}

/// Words behind a number that count something.
const COUNTED: &str = "个位次天元分秒字件条种张年月日时岁号级家万千百倍周";

/// The values that a text may list, read by a looser rule than the one that takes them: what it finds beyond the list, a person
/// must look at.
fn candidates(text: &str, patterns: &Patterns) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for captures in patterns.loose.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let Some(value) = captures.name("v").map(|value| value.as_str()) else { continue };
        let counts = captures.name("g").is_some_and(|gloss| COUNTED.contains(gloss.as_str()))
            && captures.get(0).is_some_and(|whole| {
                let between = whole.as_str().rsplit_once(value).map_or("", |(_, rest)| rest);
                between.trim().chars().count() <= 1
            });
        if !counts && !found.iter().any(|known| known == value) {
            found.push(value.to_owned());
        }
    }
    found
}

/// What the looser reading found and the list has not; None where the list is whole.
#[must_use]
pub fn missed(values: &[ListedValue], candidates: &[String]) -> Option<String> {
    let lacks = |candidate: &&String| !values.iter().any(|known| known.value == **candidate);
    let short = !values.is_empty() && candidates.iter().any(|candidate| lacks(&candidate));
    short.then(|| {
        let taken: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
        format!("taken: {}; the text may list: {}", taken.join(", "), candidates.join(", "))
    })
}

/// A text with more characters is no description of one value.
const ESSAY: usize = 200;

fn values(text: &str, patterns: &Patterns) -> Vec<ListedValue> {
    if cells::cjk_count(text) == 0 {
        return Vec::new();
    }
    // An essay speaks of much in passing: there a gloss is one in this language, up to the next sign.
    let essay = text.chars().count() > ESSAY;
    let [colon, dashed] =
        if essay { [&patterns.colon_in_essay, &patterns.dashed_in_essay] } else { [&patterns.colon, &patterns.dashed] };
    let mut best: Vec<ListedValue> = Vec::new();
    for pattern in [&patterns.bracketed, colon, &patterns.means, dashed] {
        let Some(pattern) = pattern else { continue };
        let mut list: Vec<ListedValue> = Vec::new();
        for captures in pattern.captures_iter(text) {
            if let Some(value) = listed(&captures)
                && !list.iter().any(|known| known.value == value.value)
            {
                list.push(value);
            }
        }
        // One hit alone is a remark, not a list.
        if list.len() >= 2 && list.len() > best.len() {
            best = list;
        }
    }
    // A list whose signs differ from value to value: it must hold all that one sign alone does.
    if !best.is_empty()
        && !essay
        && let Some(pattern) = &patterns.mixed
    {
        let mut list: Vec<ListedValue> = Vec::new();
        for value in pattern.captures_iter(text).filter_map(|captures| listed(&captures)) {
            // Of codes with letters nobody knows where a list ends and prose begins.
            let alike = best.iter().chain([&value]).all(|known| known.value.parse::<i32>().is_ok());
            if alike && !list.iter().any(|known| known.value == value.value) {
                list.push(value);
            }
        }
        let holds = |value: &ListedValue| list.iter().any(|other| other.value == value.value);
        if list.len() > best.len() && best.iter().all(holds) {
            best = list;
        }
    }
    if best.is_empty() && (text.contains("状态") || text.contains("可选值")) {
        best = named(text, patterns);
    }
    best
}

/// `接单成功 ACCEPTED_BY_COMPANY,接单失败 REJECTED_BY_COMPANY`: the gloss stands before the value.
fn named(text: &str, patterns: &Patterns) -> Vec<ListedValue> {
    let Some(pattern) = &patterns.named else { return Vec::new() };
    let mut list: Vec<ListedValue> = Vec::new();
    for captures in pattern.captures_iter(text) {
        let Some(value) = listed(&captures) else { continue };
        let shouts = value.value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
            && value.value.len() > 2;
        if shouts && !list.iter().any(|known| known.value == value.value) {
            list.push(value);
        }
    }
    if list.len() >= 2 { list } else { Vec::new() }
}

fn obligations(text: &str) -> Vec<String> {
    let has = |word: &str| match word {
        // 可选值 announces a list of values, 可选 says that a field may be left out.
        "可选" => {
            text.match_indices("可选").any(|(at, hit)| !text.get(at + hit.len()..).unwrap_or("").starts_with('值'))
        }
        _ => text.contains(word),
    };
    OBLIGATIONS.iter().filter(|word| has(word)).map(|word| (*word).to_owned()).collect()
}

/// Words that carry an obligation where a document speaks about the whole, beside [`OBLIGATIONS`].
const DEMANDS: [&str; 8] = ["只能", "仅限", "应当", "请勿", "不得", "不支持", "需要", "务必"];

/// What a text about the whole document demands: obligation words, and its numbers.
pub(super) fn demands(text: &str) -> Vec<String> {
    let mut found = obligations(text);
    found.extend(DEMANDS.iter().filter(|word| text.contains(*word)).map(|word| (*word).to_owned()));
    let mut number = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() || (c == '.' && !number.is_empty()) {
            number.push(c);
        } else if !number.is_empty() {
            let said = std::mem::take(&mut number);
            found.push(said.trim_end_matches('.').to_owned());
        }
    }
    found
}

fn max_chars(text: &str, patterns: &Patterns) -> Option<u32> {
    let pattern = patterns.max.as_ref()?;
    for captures in pattern.captures_iter(text) {
        // `最多 20` alone may count anything; with 字符 it counts characters.
        if captures.name("short").is_some() && captures.name("what").is_none() {
            continue;
        }
        // Bytes are no characters.
        let behind = captures.name("n").and_then(|digits| text.get(digits.end()..)).unwrap_or("");
        let behind = behind.trim_start().trim_start_matches('个').trim_start().to_ascii_lowercase();
        if ["字节", "byte", "b", "kb", "k"].iter().any(|unit| behind.starts_with(unit)) {
            continue;
        }
        if let Some(number) = captures.name("n").and_then(|digits| digits.as_str().parse().ok()) {
            return Some(number);
        }
    }
    None
}

fn capture(pattern: Option<&Regex>, text: &str, names: &[&str]) -> Option<String> {
    let captures = pattern?.captures(text)?;
    names.iter().find_map(|name| captures.name(name)).map(|hit| hit.as_str().to_owned())
}
