//! Words of a row that are easily passed over: no list, bound or answer is taken of them, and a person is asked.

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
    if words.two_codes && !found.may_list_values() && (listed(words, patterns) || has_bare(words, patterns)) {
        ask(found, "values");
    }
    if !found.withdrawn && !found.asks("deprecated") && patterns.gone.is_in(words) {
        ask(found, "deprecated");
    }
    if binds(words, patterns) {
        ask(found, "obligation");
    }
    if found.default.is_none() && !found.asks("default") && patterns.default.may_be_in(words) {
        // `不能为空` says nothing of what then holds.
        if patterns.default.is_in(Searched::new(&demand::unsaid(text))) {
            ask(found, "default");
        }
    }
    if !found.asks("limits") && !found.may_list_values() && shapes(words) {
        ask(found, "limits");
    }
    let lists = !found.values.is_empty() || !found.candidates.is_empty();
    if !lists
        && found.format.is_none()
        && !found.asks("limits")
        && !found.asks("max_chars")
        && patterns.limits.may_be_in(words)
    {
        let known = known(found);
        let unknown = |hit: &str| numbers(hit).is_empty() || numbers(hit).iter().any(|number| !known.contains(number));
        if patterns.limits.hits(words).any(unknown) {
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

fn binds(words: Searched<'_>, patterns: &PassedOver) -> bool {
    patterns.bound.is_in(words) && patterns.bound.is_in(Searched::new(&without(words.text, &NO_CASE)))
}

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

/// Which brackets stand before a place of a text, counted once from its beginning.
#[derive(Default)]
struct Around {
    at: usize,
    opened: usize,
    closed: usize,
    /// Brackets that nobody counts: of lists and tags.
    others: bool,
}

impl Around {
    /// Whether the place stands in brackets.
    fn go_on(&mut self, text: &str, to: usize) -> bool {
        let more = text.get(self.at..to).unwrap_or_default();
        self.opened += more.matches(['(', '（']).count();
        self.closed += more.matches([')', '）']).count();
        self.others |= more.contains(['[', '【', '<', '《']);
        self.at = self.at.max(to);
        self.opened > self.closed || self.others
    }
}

/// Whether two codes stand each beside a gloss, whatever signs part them.
fn listed(words: Searched<'_>, patterns: &PassedOver) -> bool {
    let text = words.text;
    let mut first: Option<&str> = None;
    let mut around = Around::default();
    // Two codes have two signs.
    let signed = text.matches(SIGNS).nth(1).is_some() || text.contains("--");
    for captures in signed.then(|| patterns.signed.captures(words)).into_iter().flatten() {
        let (Some(code), Some(sign), Some(gloss)) = (captures.name("v"), captures.name("s"), captures.name("g")) else {
            continue;
        };
        let closes = sign.as_str().starts_with([')', '）', ']', '】', '>', '》']);
        // What it closes was opened before it, or it numbers steps.
        let inside = closes && around.go_on(text, code.start());
        let counts = code.as_str().bytes().all(|byte| byte.is_ascii_digit());
        let step = STEPS.iter().any(|step| gloss.as_str().starts_with(step));
        if closes && (inside || !counts || step) {
            continue;
        }
        if first.is_some_and(|first| first != code.as_str()) {
            return true;
        }
        first = Some(code.as_str());
    }
    let mut named: Vec<&str> = Vec::new();
    for captures in patterns.named.captures(words) {
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
    patterns.bare.is_in(words)
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
