//! Words of a row that are easily passed over: no list, bound or answer is taken of them, and a person is asked.

use regex::Regex;

use super::demand;
use super::doubt::{ask, known};
use super::searched::Searched;
use super::{Found, numbers};

/// What the words are searched with; see [`super::Patterns`].
#[derive(Debug, Clone)]
pub(super) struct PassedOver {
    /// A code, a sign that no list has, a gloss.
    signed: Option<Regex>,
    /// A gloss, a word, a code, and the end of both.
    named: Option<Regex>,
    /// Codes without a gloss behind a word for what may be sent.
    bare: Option<Regex>,
    /// What holds in some cases, beside another field, or always.
    bound: Option<Regex>,
    default: Option<Regex>,
    limits: Option<Regex>,
    gone: Option<Regex>,
}

impl Default for PassedOver {
    fn default() -> Self {
        let compile = |pattern: &str| Regex::new(pattern).ok();
        Self {
            signed: compile(
                r"(?:^|[^A-Za-z0-9_.])(?P<v>[A-Za-z][A-Za-z0-9_]{0,30}(?:\.[A-Za-z0-9_]{1,30})*|\d{1,7}(?:\.\d{1,3}){0,2})\s*(?P<s>-{2,3}|—{2,3}|[)）\]】>》:：∶=＝~～〜^→#@–—]{1,2})\s*(?P<g>\p{Han}{1,12})",
            ),
            named: compile(
                r#"(?P<g>\p{Han})\s*(?:为|是|用|传|填|=|＝|→|->)\s*["“]?(?P<v>\d{1,6}|[A-Z][A-Z0-9_]{0,30})["”]?\s*(?:$|[,，;；、。)）\n])"#,
            ),
            bare: compile(
                r"(?:支持|可传|可填|可取|可选|可用|取值?|值为)\s*[:：]?\s*(?P<l>(?:-?\d{1,4}|[A-Za-z][A-Za-z0-9_]{0,30})(?:\s*(?:[,，、/|]|或)\s*(?:-?\d{1,4}|[A-Za-z][A-Za-z0-9_]{0,30}))+)\s*(?:$|[,，;；。)）\n]|中|之一|[二三四五六七八两]选)|(?P<m>[A-Za-z0-9_]+(?:\s*[,，、/|]\s*[A-Za-z0-9_]+)+)\s*[二三四五六七八九十两多\d]选[一1其]",
            ),
            bound: compile(
                r"时[,，]?\s*(?:才|方)?\s*(?:有效|生效|可用|可传|可填|使用|适用|起作用)|仅[^,，。;；]{0,12}(?:可用|有效|可传|可填|适用|使用|生效|可见|会员)|选其[一1]|其中之一|任选|择一|同时(?:传|填|提供|使用|存在|指定|设置)|(?:与|和|跟|同)[^,，。;；]{1,24}(?:一起|一并|搭配|配合|成对)|(?:配合|搭配|一并)[^,，。;；]{0,24}(?:使用|传|填)|固定(?:值|传|填|为|是|写|[:：\s])\s*[:：为是]?\s*\S",
            ),
            default: compile(
                r#"(?:不填写?|不传入?|不选|不写|为空|留空|空着|缺省|未填写?|未传入?|未指定|不指定|省略)[^。;；]{0,6}?(?:按照?|视[为作]|当作|等同于|为|是|即|[=＝])\s*["“]?(?:\d|[A-Za-z])"#,
            ),
            limits: compile(
                r"介于|[大小高低多少]于(?:或?等于)?\s*[零〇一二三四五六七八九十百千万]|正整数|自然数|负整数|非负|从\s*-?\d+\s*(?:开始|起)|\d+\s*封顶|(?i:\b(?:max|min)(?:imum)?\b)\s*[:：=]?\s*\d|\d+\s*位(?:数字?|字母|数?以内)?\s*(?:$|[,，;；。、)）\n])",
            ),
            gone: compile(
                r"废除|(?:已|将|即将|计划|统一)[^,，。;；]{0,6}迁移|迁移[至到]|请(?:改?使用|改?用|传)\s*[A-Za-z][A-Za-z0-9_.]*\s*(?:$|[,，;；。、)）]|字段|参数|接口|代替|替代)|用\s*[A-Za-z][A-Za-z0-9_]*\s*(?:代替|替代|取代)|(?:被|由)[^,，。;；]{1,24}(?:代替|替代|取代)|[预保]留(?:字段|参数|属性|位|$)|[老旧](?:字段|参数|属性)|[暂尚]未?(?:不?使用|启用|开放)|停止(?:使用|维护|支持|更新)|将(?:于|在)?[^,，。;；]{0,12}(?:下线|停用|下架)",
            ),
        }
    }
}

impl PassedOver {
    pub(super) fn complete(&self) -> bool {
        [&self.signed, &self.named, &self.bare, &self.bound, &self.default, &self.limits, &self.gone]
            .iter()
            .all(|pattern| pattern.is_some())
    }
}

/// Words for a value that must be given which say less than those that are read: asked about where no column says the same.
const PRESSES: [&str; 20] = [
    "必需",
    "必选",
    "必须有",
    "必须提供",
    "须填",
    "须传",
    "需填",
    "需传",
    "需提供",
    "需要传",
    "需要填",
    "需要提供",
    "要传",
    "要填",
    "一定要",
    "不可缺",
    "不能缺",
    "不可省",
    "不能省",
    "不可少",
];
/// In front of such a word it says the opposite, or asks.
const DENIED: [char; 13] = ['不', '非', '无', '免', '毋', '勿', '未', '没', '否', '只', '所', '若', '如'];
/// Words before a number that make a bound or a default of it, and no code.
const NO_GLOSS: [&str; 22] = [
    "默认", "缺省", "最大", "最小", "最多", "最少", "最长", "长度", "上限", "下限", "等于", "超过", "大于", "小于",
    "单位", "格式", "编号", "例如", "比如", "至少", "至多", "版本",
];
/// Words that steps of a description begin with.
const STEPS: [&str; 10] = ["先", "再", "然后", "请", "若", "如", "当", "需", "该", "本"];

/// Asks about what is said in other words than those that are read.
pub(super) fn ask_about(words: Searched<'_>, patterns: &PassedOver, found: &mut Found) {
    let text = words.text;
    found.pressed = presses(words);
    let matches = |pattern: &Option<Regex>| pattern.as_ref().is_some_and(|pattern| pattern.is_match(text));
    if !found.may_list_values() && (listed(text, patterns) || has_bare(words, patterns)) {
        ask(found, "values");
    }
    if !found.withdrawn && !found.asks("deprecated") && words.contains_any(&GONE) && matches(&patterns.gone) {
        ask(found, "deprecated");
    }
    if words.contains_any(&["时", "仅", "选", "择", "一", "传", "填", "用", "固定"]) && binds(text, patterns)
    {
        ask(found, "obligation");
    }
    let unsent = ["填", "传", "选", "写", "空", "缺省", "指定", "省略"];
    if found.default.is_none() && !found.asks("default") && words.contains_any(&unsent) {
        // `不能为空` says nothing of what then holds.
        let rest = demand::unsaid(text);
        if patterns.default.as_ref().is_some_and(|pattern| pattern.is_match(&rest)) {
            ask(found, "default");
        }
    }
    let bounded = ["于", "正", "自然数", "负", "从", "封顶", "位", "max", "MAX", "Max", "min", "MIN", "Min"];
    let lists = !found.values.is_empty() || !found.candidates.is_empty();
    if !lists
        && found.format.is_none()
        && !found.asks("limits")
        && !found.asks("max_chars")
        && words.contains_any(&bounded)
    {
        let known = known(found);
        let unknown = |hit: &str| numbers(hit).is_empty() || numbers(hit).iter().any(|number| !known.contains(number));
        if patterns.limits.iter().flat_map(|pattern| pattern.find_iter(text)).any(|hit| unknown(hit.as_str())) {
            ask(found, "limits");
        }
    }
}

/// Words that end in `时` and say of no case that it is one.
const NO_CASE: [&str; 11] =
    ["小时", "实时", "及时", "即时", "定时", "临时", "准时", "按时", "到时", "暂时", "仅供参考"];

fn binds(text: &str, patterns: &PassedOver) -> bool {
    let Some(pattern) = patterns.bound.as_ref().filter(|pattern| pattern.is_match(text)) else { return false };
    pattern.is_match(&NO_CASE.iter().fold(text.to_owned(), |rest, word| rest.replace(word, "")))
}

/// One of these stands in whatever says that a field is sent no longer.
const GONE: [&str; 11] = ["废除", "迁移", "请", "代", "留", "字段", "停", "下", "暂", "尚", "取"];

fn presses(words: Searched<'_>) -> bool {
    let text = words.text;
    // `不需要传`: `要传` is the end of a longer word.
    let denied = |at: usize| text.get(..at).unwrap_or_default().trim_end().trim_end_matches('需').ends_with(DENIED);
    let one =
        |at: usize, word: &str| text.get(at + word.len()..).is_some_and(|rest| rest.starts_with(['其', '一', '项']));
    let hit = |word: &str| text.match_indices(word).any(|(at, word)| !denied(at) && !one(at, word));
    if PRESSES.iter().filter(|word| words.contains(word)).any(|word| hit(word)) {
        return true;
    }
    if !words.contains_any(&["equired", "EQUIRED", "andatory", "ANDATORY"]) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    ["required", "mandatory"].iter().flat_map(|word| lower.match_indices(*word)).any(|(at, word)| {
        let (before, behind) = (lower.get(..at).unwrap_or_default(), lower.get(at + word.len()..).unwrap_or_default());
        let before = before.trim_end_matches([' ', '-', '_']);
        let behind = behind.trim_start_matches([' ', ':', '=', '：']);
        let denied = ["not", "un", "isn't", "no"].iter().any(|denies| before.ends_with(denies));
        !denied && !["0", "false", "no", "否"].iter().any(|answer| behind.starts_with(answer))
    })
}

/// Whether two codes stand each beside a gloss, whatever signs part them.
fn listed(text: &str, patterns: &PassedOver) -> bool {
    let mut codes: Vec<&str> = Vec::new();
    for captures in patterns.signed.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let (Some(code), Some(sign), Some(gloss)) = (captures.name("v"), captures.name("s"), captures.name("g")) else {
            continue;
        };
        let before = text.get(..code.start()).unwrap_or_default();
        let open = |signs: [char; 2]| before.matches(signs).count();
        let closes = sign.as_str().starts_with([')', '）', ']', '】', '>', '》']);
        // What it closes was opened before it, or it numbers steps.
        let inside = open(['(', '（']) > open([')', '）']) || before.contains(['[', '【', '<', '《']);
        let counts = code.as_str().bytes().all(|byte| byte.is_ascii_digit());
        let step = STEPS.iter().any(|step| gloss.as_str().starts_with(step));
        if !(closes && (inside || !counts || step) || codes.contains(&code.as_str())) {
            codes.push(code.as_str());
        }
    }
    if codes.len() > 1 {
        return true;
    }
    let mut named: Vec<&str> = Vec::new();
    for captures in patterns.named.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let (Some(code), Some(gloss)) = (captures.name("v"), captures.name("g")) else { continue };
        let before = text.get(..gloss.end()).unwrap_or_default();
        if !NO_GLOSS.iter().any(|word| before.ends_with(word)) && !named.contains(&code.as_str()) {
            named.push(code.as_str());
        }
    }
    named.len() > 1
}

/// Codes without a gloss.
fn has_bare(words: Searched<'_>, patterns: &PassedOver) -> bool {
    words.contains_any(&["支持", "可", "取", "值为", "选"])
        && patterns.bare.as_ref().is_some_and(|pattern| pattern.is_match(words.text))
}

#[cfg(test)]
mod tests {
    use crate::import::read::prose::{self, Patterns};

    #[test]
    fn words_that_are_passed_over_are_asked_about() {
        let patterns = Patterns::default();
        for (text, cue) in [
            ("类型 1）一口价 2）拍卖 3）分销", "values"),
            ("需与 tid 同时传入", "obligation"),
            ("若不传,系统按1处理", "default"),
            ("大于零的整数", "limits"),
            ("老字段,新接入请用 b", "deprecated"),
        ] {
            let found = prose::read(text, &patterns);
            assert!(found.asks(cue), "{text}: {:?}", found.review);
        }
        assert!(prose::read("海外订单需填写", &patterns).pressed);
        for text in ["名称", "无需填写", "是否要传", "二选一", "not required", "不要传"] {
            assert!(!prose::read(text, &patterns).pressed, "{text}");
        }
    }
}
