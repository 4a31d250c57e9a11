//! What the words of a description demand of a value: that it is given, within which bounds, that it is sent no longer.

use super::found::{Found, ask};
use super::patterns::Patterns;
use super::searched::{Searched, without};
use crate::import::declared::{self, Kind};
use crate::model::bounds::{Bounds, compare};
use crate::words::Unit;

/// Words for a value that must be given, whatever else it is; so are those of [`NOT_EMPTY`].
const GIVEN: [&str; 3] = ["必填", "必传", "必输"];
/// The same, in words that are a denial.
const NOT_EMPTY: [&str; 13] = [
    "不可为空",
    "不能为空",
    "不允许为空",
    "不得为空",
    "不可缺省",
    "不能缺省",
    "严禁为空",
    "严禁传空",
    "禁止为空",
    "禁止传空",
    "不得传空",
    "不能传空",
    "不可传空",
];
/// Words for a value that may be left out, whatever else it is.
const LEFT_OUT: [&str; 13] = [
    "可为空",
    "可以为空",
    "允许为空",
    "可空",
    "可不传",
    "可以不传",
    "不传则",
    "不传默认",
    "不传时",
    "非必填",
    "非必传",
    "选填",
    "选传",
];
/// Words that bind whoever sends it, in more than being given or bounded.
const BINDS: [&str; 19] = [
    "禁止",
    "严禁",
    "互斥",
    "不能",
    "不可",
    "不允许",
    "不得",
    "必须",
    "只能",
    "仅限",
    "仅当",
    "仅在",
    "请勿",
    "务必",
    "只允许",
    "仅支持",
    "只支持",
    "不支持",
    "唯一",
];
/// What a value is made into before it is sent, in lower case.
const MADE: [&str; 5] = ["base64", "urlencode", "url编码", "url 编码", "转义"];
/// What those words say, beside [`NOT_EMPTY`], where another key says it, or where they bind nobody.
const SAID: [&str; 25] = [
    "不可以为空",
    "不允许空",
    "不能空",
    "不能超过",
    "不得超过",
    "不可超过",
    "不允许超过",
    "不能大于",
    "不得大于",
    "不可大于",
    "不允许大于",
    "不能小于",
    "不得小于",
    "不可小于",
    "不允许小于",
    "不得高于",
    "不得低于",
    "不能低于",
    "不能高于",
    "必须填写",
    "必须传入",
    "必须填",
    "必须传",
    "必须输入",
    "不可以大于",
];
/// Words that make it so in some cases only.
const CASES: [&str; 9] = ["时", "当", "如", "若", "则", "情况", "为1", "为0", "之一"];
/// Words for what is sent no longer; a sentence about the things of a shop may have them too.
const WITHDRAWN: [&str; 11] =
    ["已下线", "已停用", "已作废", "已失效", "不再支持", "不再使用", "不再返回", "已弃用", "已过时", "已废弃", "废弃"];
/// What such a word is said of when it is said of the field.
const ITSELF: [&str; 5] = ["字段", "参数", "属性", "入参", "出参"];
/// Words before a comparison that turn it round.
const TURNS: [&str; 10] = ["不能", "不得", "不可", "不可以", "不允许", "不应", "不应该", "不许", "不准", "不要"];
/// Words before a comparison that make of it something else.
const DENIES: [&str; 19] = [
    "不", "非", "未", "勿", "无", "别", "没", "止", "支持", "会", "法", "免", "有", "能", "可", "许", "准", "可以",
    "允许",
];

/// Where a bound begins to be told: what it bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Least,
    Most,
}

/// Reads what a description demands.
pub(super) fn read(words: Searched<'_>, patterns: &Patterns, found: &mut Found) {
    given(words, patterns, found);
    let denied = |at: usize| words.text.get(..at).unwrap_or_default().ends_with('不');
    let left_out = |word: &&str| words.contains(word) && words.text.match_indices(word).any(|(at, _)| !denied(at));
    found.optional = LEFT_OUT.iter().any(left_out);
    withdrawn(words, found);
    counted(words, patterns, found);
    spanned(words, patterns, found);
    compared(words, patterns, found);
}

/// A text without the words that say whether, and between what, a value must be given.
pub(super) fn unsaid(text: &str) -> String {
    without(text, NOT_EMPTY.iter().chain(&SAID))
}

/// Asks about what binds whoever sends the value and no key of a spec says. What it may be is said by a list of values.
pub(super) fn bind(words: Searched<'_>, found: &mut Found) {
    let made = || {
        let lower = words.text.to_ascii_lowercase();
        MADE.iter().any(|made| lower.contains(made))
    };
    if words.contains_any(&["64", "编码", "d", "D", "转义"]) && made() {
        return ask(found, "obligation");
    }
    if !words.contains_any(&BINDS) {
        return;
    }
    let rest = unsaid(words.text);
    // A list of values says it where it stands behind the word: what is said of one of them is said behind it.
    let codes = || found.values.iter().map(|value| &value.value).chain(&found.candidates);
    let open = codes().next().is_none() && found.asks("values");
    let listed = |word: &str| {
        let behind = |at: usize| rest.get(at + word.len()..).unwrap_or_default();
        ["只能", "只允许", "仅限", "必须", "仅支持", "只支持"].contains(&word)
            && rest.match_indices(word).all(|(at, _)| open || codes().any(|code| behind(at).contains(code.as_str())))
    };
    // `必须` alone is what the required column says.
    let alone = |word: &str| word == "必须" && rest.trim_end_matches(['。', '.', ')', '）', ' ']).ends_with("必须");
    // The meaning of a value binds nobody: `0(不可见)`.
    let glossed = |word: &str| found.values.iter().any(|value| value.gloss.contains(word));
    if BINDS.iter().any(|word| rest.contains(word) && !listed(word) && !alone(word) && !glossed(word)) {
        ask(found, "obligation");
    }
}

fn given(words: Searched<'_>, patterns: &Patterns, found: &mut Found) {
    let text = words.text;
    if patterns.fails_empty.is_in(words) {
        found.required = Some(true);
        return;
    }
    let mut said = GIVEN.iter().chain(&NOT_EMPTY).filter(|word| words.contains(word));
    let hit = said.find_map(|word| Some((text.find(word)?, *word)));
    let Some((at, word)) = hit else { return };
    let before = text.get(..at).unwrap_or_default();
    let clause = before.rsplit([',', '，', '。', ';', '；', '\n', '(', '（']).next().unwrap_or_default();
    let behind = text.get(at + word.len()..).unwrap_or_default();
    let denied = clause.ends_with(['非', '不']) || behind.starts_with('项') && clause.ends_with("非");
    if denied || CASES.iter().any(|case| clause.contains(case)) {
        if !denied {
            found.review.push("required".to_owned());
        }
        return;
    }
    found.required = Some(true);
}

/// The field is withdrawn where the words stand alone, or are said of the field and of nothing else: those of a listed value, of
/// another field or of a shop's things are for a person to read.
fn withdrawn(words: Searched<'_>, found: &mut Found) {
    let text = words.text.trim_matches(|c: char| c.is_whitespace() || "()（）[]【】。.!！".contains(c));
    if !words.contains_any(&WITHDRAWN) {
        return;
    }
    // Two states of something, or a question after one.
    let stated = text.matches('已').count() > 1 || text.contains("状态") || text.contains("是否");
    let listed = found.may_list_values();
    let mut said = Vec::new();
    let mut from = 0;
    while let Some((at, word)) = first(text, from) {
        said.push(!stated && !listed && of_itself(text, at, at + word.len()));
        from = at + word.len();
    }
    if !said.is_empty() && said.iter().all(|itself| *itself) {
        found.withdrawn = true;
    } else {
        found.review.push("deprecated".to_owned());
    }
}

/// The first such word from there on, the longest where several begin.
fn first(text: &str, from: usize) -> Option<(usize, &'static str)> {
    let rest = text.get(from..)?;
    let hits = WITHDRAWN.iter().filter_map(|word| Some((from + rest.find(word)?, *word)));
    hits.min_by_key(|(at, word)| (*at, usize::MAX - word.len()))
}

/// Alone in its clause, or said of the field: `已下线`, `该字段已下线`, `名称(已废弃)`.
fn of_itself(text: &str, from: usize, to: usize) -> bool {
    const OPENS: [char; 4] = ['(', '（', '[', '【'];
    let (before, behind) = (text.get(..from).unwrap_or_default(), text.get(to..).unwrap_or_default());
    let behind = ITSELF.iter().find_map(|of| behind.strip_prefix(of)).unwrap_or(behind).trim_start();
    let ends = behind.is_empty()
        || behind.starts_with([',', '，', '。', ';', '；', ':', '：', ')', '）', ']', '】', '!', '！', '\n']);
    let open = before.rfind(OPENS);
    let inside = open.filter(|open| before.rfind([')', '）', ']', '】']).is_none_or(|close| close < *open));
    let start = before.rfind(|c| OPENS.contains(&c) || matches!(c, ',' | '，' | '。' | ';' | '；' | '\n'));
    let clause = start.and_then(|at| before.get(at..)).unwrap_or(before);
    let clause = clause.trim_start_matches(|c: char| !c.is_alphanumeric()).trim();
    let clause = ["该", "此", "本", "这个"].iter().find_map(|word| clause.strip_prefix(word)).unwrap_or(clause);
    let clause = ITSELF.iter().find_map(|of| clause.strip_prefix(of)).unwrap_or(clause);
    let alone = ["", "项", "目前", "现"].contains(&clause);
    // A bracket belongs to the last of what is named before it, and says more than that word where it has more.
    let above = inside.and_then(|at| before.get(..at)).unwrap_or_default();
    let one = !above.contains(|c: char| c.is_ascii_digit() || "、,，/:：或和与及;；|".contains(c))
        && (inside.is_none() || inside == start);
    ends && alone && one
}

/// `最多 20 条`, `至少一个`: how many there may be.
fn counted(words: Searched<'_>, patterns: &Patterns, found: &mut Found) {
    for captures in patterns.counted.captures(words) {
        let number = captures.name("n").map(|hit| hit.as_str());
        let number = match number {
            Some("一") => Some(1),
            Some("两") => Some(2),
            other => other.and_then(|digits| digits.parse::<u32>().ok()),
        };
        let Some(number) = number.filter(|number| *number > 0) else { continue };
        match captures.name("least") {
            Some(_) => found.bounds.min_items = Some(number),
            None => found.bounds.max_items = Some(number),
        }
    }
}

/// `范围 1~5`: between which numbers it is.
fn spanned(words: Searched<'_>, patterns: &Patterns, found: &mut Found) {
    for captures in patterns.span.captures(words) {
        let number = |name: &str| captures.name(name).map(|hit| hit.as_str().to_owned());
        let (from, to) = (number("a"), number("b"));
        let rises = from.as_ref().zip(to.as_ref()).and_then(|(from, to)| compare(from, to));
        if rises == Some(std::cmp::Ordering::Less) {
            (found.bounds.min, found.bounds.max) = (from, to);
        }
    }
}

/// `大于 0`, `不超过 100`: beyond which number it is not.
fn compared(words: Searched<'_>, patterns: &Patterns, found: &mut Found) {
    for captures in patterns.than.captures(words) {
        let (Some(word), Some(number)) = (captures.name("w"), captures.name("n")) else { continue };
        let before = words.text.get(..word.start()).unwrap_or_default().trim_end();
        let turned = TURNS.iter().any(|turns| before.ends_with(turns));
        if !turned && DENIES.iter().any(|denies| before.ends_with(denies)) {
            ask(found, "limits");
            continue;
        }
        let (side, itself) = match word.as_str() {
            "大于" | "高于" | ">" if turned => (Side::Most, true),
            "小于" | "低于" | "<" if turned => (Side::Least, true),
            _ if turned => {
                ask(found, "limits");
                continue;
            }
            "大于等于" | "不小于" | "不低于" | "≥" | ">=" | "最小为" | "最小值" | "最小值为" | "最小" => {
                (Side::Least, true)
            }
            "大于" | "高于" | ">" => (Side::Least, false),
            "小于" | "低于" | "<" => (Side::Most, false),
            _ => (Side::Most, true),
        };
        let (bound, beyond) = match side {
            Side::Least => (&mut found.bounds.min, &mut found.above),
            Side::Most => (&mut found.bounds.max, &mut found.below),
        };
        *bound = Some(number.as_str().to_owned());
        *beyond = !itself;
    }
}

impl Found {
    /// The bounds of a value of that declared type; what does not become one of them is for a person to look at.
    pub(in crate::import::read) fn bounds_of(&mut self, ty: &str) -> Bounds {
        let mut bounds = std::mem::take(&mut self.bounds);
        bounds.max_bytes = self.max_bytes;
        // The number of its letters is none of its own.
        let letters = [self.max_chars, self.max_bytes].map(|most| most.map(|most| most.to_string()));
        bounds.max = bounds.max.filter(|max| !letters.iter().flatten().any(|most| most == max));
        let kind = declared::kind(ty);
        if self.parted && declared::is_list_type(ty) {
            // A spec's list in a text is parted by commas.
            self.review.push("type".to_owned());
        }
        if self.fraction && kind == Some(Kind::Int) && self.unit.as_deref() != Some(Unit::Yuan.word()) {
            // No whole number has digits behind a point.
            self.review.push("type".to_owned());
        }
        let broken = |bound: &Option<String>| bound.as_ref().is_some_and(|bound| bound.parse::<i64>().is_err());
        if kind == Some(Kind::Int) && (broken(&bounds.min) || broken(&bounds.max)) {
            // No whole number is that bound.
            (bounds.min, bounds.max) = (None, None);
            self.review.push("limits".to_owned());
        }
        let mut next = |bound: &mut Option<String>, beyond: bool, step: i64| {
            if !beyond {
                return;
            }
            let whole = bound.as_ref().filter(|_| kind == Some(Kind::Int)).and_then(|bound| bound.parse::<i64>().ok());
            // Of what is no whole number nobody says which is the next.
            match whole.and_then(|whole| whole.checked_add(step)) {
                Some(next) => *bound = Some(next.to_string()),
                None => {
                    if bound.take().is_some() {
                        self.review.push("limits".to_owned());
                    }
                }
            }
        };
        next(&mut bounds.min, self.above, 1);
        next(&mut bounds.max, self.below, -1);
        bounds
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read::prose;

    #[test]
    fn what_is_demanded_is_read_or_asked_about() {
        let patterns = Patterns::default();
        for (text, wanted) in [
            ("名称,不可为空", "given"),
            ("名称,不能为空", "given"),
            ("名称,若为空则报错", "given"),
            ("名称,为空时返回错误", "given"),
            ("名称,必传", "given"),
            ("名称(必填)", "given"),
            ("类型为1时必填", "asked required"),
            ("当类型为自提,必填", "given"),
            ("若自提则必传", "asked required"),
            ("非必填", ""),
            ("名称", ""),
            ("名称,已下线", "withdrawn"),
            ("该字段已停用,请用 b", "withdrawn"),
            ("名称(不再支持)", "withdrawn"),
            ("只查已下线的商品", "asked deprecated"),
            ("不再支持旧版", "asked deprecated"),
            ("单号,最多 20 条", "..20 items"),
            ("单号,不超过20个,逗号分隔", "..20 items"),
            ("单号,至少一个", "1.. items"),
            ("单号,至少 2 个,最多 50 个", "2..50 items"),
            ("名称,最多 20 个字符", ""),
            ("数量,大于 0", "1.."),
            ("数量,大于0的整数", "1.."),
            ("数量,不小于 1,不大于 99", "1..99"),
            ("数量,取值范围 1~5", "1..5"),
            ("评分范围:0-18", "0..18"),
            ("数量,小于 100", "..99"),
            ("数量,最大值为 7", "..7"),
            ("金额,大于 10 元", ""),
        ] {
            let mut found = prose::read(text, &patterns);
            let bounds = found.bounds_of("int");
            let mut said: Vec<String> = Vec::new();
            said.extend(found.required.map(|_| "given".to_owned()));
            said.extend(found.withdrawn.then(|| "withdrawn".to_owned()));
            let asked = found.review.iter().find(|cue| ["required", "deprecated"].contains(&cue.as_str()));
            said.extend(asked.map(|cue| format!("asked {cue}")));
            let span = |least: Option<String>, most: Option<String>, what: &str| {
                let text = |bound: &Option<String>| bound.clone().unwrap_or_default();
                (least.is_some() || most.is_some()).then(|| format!("{}..{}{what}", text(&least), text(&most)))
            };
            said.extend(span(bounds.min, bounds.max, ""));
            let items = |bound: Option<u32>| bound.map(|bound| bound.to_string());
            said.extend(span(items(bounds.min_items), items(bounds.max_items), " items"));
            assert_eq!(said.join(", "), wanted, "{text}");
        }
    }

    #[test]
    fn of_what_is_no_whole_number_the_next_is_asked_for() {
        let mut found = prose::read("金额,大于 0", &Patterns::default());
        assert_eq!(found.bounds_of("Price").min, None);
        assert!(found.review.iter().any(|cue| cue == "limits"));
    }
}
