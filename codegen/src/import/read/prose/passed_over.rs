//! Words of a row that are easily passed over: no list, bound or answer is taken of them, and a person is asked.

use regex::Regex;

use super::demand;
use super::found::{Found, ask, known, numbers};
use super::look::counts;
use super::passed_patterns::PassedOver;
use super::searched::{Searched, without};

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
/// Words that steps of a description begin with.
const STEPS: [&str; 10] = ["先", "再", "然后", "请", "若", "如", "当", "需", "该", "本"];

/// Asks about what is said in other words than those that are read.
pub(super) fn ask_about(words: Searched<'_>, patterns: &PassedOver, found: &mut Found) {
    let text = words.text;
    found.pressed = presses(words);
    let matches = |pattern: &Option<Regex>| pattern.as_ref().is_some_and(|pattern| pattern.is_match(text));
    if words.two_codes && !found.may_list_values() && (listed(words, patterns) || has_bare(words, patterns)) {
        ask(found, "values");
    }
    if !found.withdrawn && !found.asks("deprecated") && words.contains_any(&GONE) && matches(&patterns.gone) {
        ask(found, "deprecated");
    }
    let held = words.contains_any(&CASES) && words.contains_any(&HOLDS);
    if (held || words.contains_any(&BINDS)) && binds(text, patterns) {
        ask(found, "obligation");
    }
    let unsent = ["填", "传", "选", "写", "空", "缺省", "指定", "省略"];
    if found.default.is_none() && !found.asks("default") && words.contains_any(&unsent) {
        // `不能为空` says nothing of what then holds.
        let rest = demand::unsaid(text);
        if Searched::new(&rest).contains_any(&UNSENT)
            && patterns.default.as_ref().is_some_and(|pattern| pattern.is_match(&rest))
        {
            ask(found, "default");
        }
    }
    if !found.asks("limits") && !found.may_list_values() && shapes(words) {
        ask(found, "limits");
    }
    let bounded = ["介于", "大于", "小于", "高于", "低于", "多于", "少于", "正整数", "自然数", "负整数", "非负"];
    let counted = ["从", "封顶", "位", "max", "MAX", "Max", "min", "MIN", "Min"];
    let lists = !found.values.is_empty() || !found.candidates.is_empty();
    if !lists
        && found.format.is_none()
        && !found.asks("limits")
        && !found.asks("max_chars")
        && (words.contains_any(&bounded) || words.numbers && words.contains_any(&counted))
    {
        let known = known(found);
        let unknown = |hit: &str| numbers(hit).is_empty() || numbers(hit).iter().any(|number| !known.contains(number));
        if patterns.limits.iter().flat_map(|pattern| pattern.find_iter(text)).any(|hit| unknown(hit.as_str())) {
            ask(found, "limits");
        }
    }
}

/// Words for what a text looks like, and for a count of bytes that is not the one of UTF-8.
const SHAPES: [&str; 6] = ["正则", "regex", "Regex", "汉字占", "一个汉字", "中文占"];
/// Kinds of files.
pub(super) const FILES: [&str; 10] = ["jpg", "JPG", "jpeg", "png", "PNG", "gif", "pdf", "PDF", "xlsx", "mp4"];

/// Whether it says what a text or a file has to look like: the format has keys for it, which a person writes.
fn shapes(words: Searched<'_>) -> bool {
    words.contains_any(&SHAPES) || words.contains_any(&FILES) && words.contains_any(&["格式", "类型", "支持", "后缀"])
}

/// Words that end in `时` and say of no case that it is one.
const NO_CASE: [&str; 11] =
    ["小时", "实时", "及时", "即时", "定时", "临时", "准时", "按时", "到时", "暂时", "仅供参考"];

fn binds(text: &str, patterns: &PassedOver) -> bool {
    let Some(pattern) = patterns.bound.as_ref().filter(|pattern| pattern.is_match(text)) else { return false };
    pattern.is_match(&without(text, &NO_CASE))
}

/// One of these stands in whatever says that a field is sent no longer.
const GONE: [&str; 23] = [
    "废除",
    "迁移",
    "请使用",
    "请改",
    "请用",
    "请传",
    "代替",
    "替代",
    "取代",
    "预留",
    "保留",
    "老字段",
    "旧字段",
    "老参数",
    "旧参数",
    "老属性",
    "旧属性",
    "暂",
    "尚",
    "停止",
    "下线",
    "停用",
    "下架",
];
/// One of these stands in whatever says what comes of nothing being sent.
const UNSENT: [&str; 13] =
    ["不填", "不传", "不选", "不写", "为空", "留空", "空着", "缺省", "未填", "未传", "未指定", "不指定", "省略"];
/// What holds in some cases has one of these, and one of [`HOLDS`].
const CASES: [&str; 2] = ["时", "仅"];
const HOLDS: [&str; 6] = ["效", "用", "传", "填", "可见", "会员"];
/// What holds beside another field, or always, has one of these.
const BINDS: [&str; 11] = ["选其", "其中之一", "任选", "择一", "同时", "一起", "一并", "搭配", "配合", "成对", "固定"];

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

/// What stands between a code and a gloss that no list has.
const SIGNS: [char; 20] =
    [')', '）', ']', '】', '>', '》', ':', '：', '∶', '=', '＝', '~', '～', '〜', '^', '→', '#', '@', '–', '—'];

/// Whether two codes stand each beside a gloss, whatever signs part them.
fn listed(words: Searched<'_>, patterns: &PassedOver) -> bool {
    let text = words.text;
    let mut codes: Vec<&str> = Vec::new();
    // Two codes have two signs.
    let signed = text.matches(SIGNS).nth(1).is_some() || text.contains("--");
    for captures in patterns.signed.iter().filter(|_| signed).flat_map(|pattern| pattern.captures_iter(text)) {
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
    let joined = words.contains_any(&["为", "是", "用", "传", "填", "=", "＝", "→", "->"]);
    for captures in patterns.named.iter().filter(|_| joined).flat_map(|pattern| pattern.captures_iter(text)) {
        let (Some(code), Some(gloss)) = (captures.name("v"), captures.name("g")) else { continue };
        let before = text.get(..gloss.end()).unwrap_or_default();
        if !counts(before) && !named.contains(&code.as_str()) {
            named.push(code.as_str());
        }
    }
    named.len() > 1
}

/// Codes without a gloss.
fn has_bare(words: Searched<'_>, patterns: &PassedOver) -> bool {
    words.contains_any(&["支持", "可传", "可填", "可取", "可选", "可用", "取", "值为", "选一", "选1", "选其"])
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
