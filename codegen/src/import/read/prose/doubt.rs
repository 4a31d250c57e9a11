//! Where the words beside a number make it doubtful what it says: a condition, a part, a past, a denial, a second number. Nothing is
//! written of it then, and a person is asked.

use std::collections::HashSet;

use super::found::{Found, ask, known, numbers};
use super::patterns::Patterns;
use super::searched::Searched;
use super::searched::without;
use super::sought::Sought;
use super::unit;
use crate::lexical;
use crate::model::bounds::Bounds;

/// Words that hold a sign of doubt and are none.
const PLAIN: [&str; 47] = [
    "每页数",
    "每页条",
    "每页大小",
    "每页显示",
    "每页返回",
    "每页记录",
    "每页个数",
    "不能超过",
    "不得超过",
    "不超过",
    "当前",
    "每次",
    "单次",
    "非负",
    "非空",
    "非必",
    "原因",
    "原价",
    "原始",
    "时间",
    "小时",
    "时长",
    "时区",
    "时刻",
    "时段",
    "时效",
    "时分",
    "同时",
    "实时",
    "及时",
    "定时",
    "临时",
    "版本号",
    "按逗号",
    "按英文逗号",
    "无符号",
    "否则默认",
    "中文逗号",
    "英文逗号",
    "英文半角",
    "自动回复",
    "现金",
    "旧货",
    "各类",
    "会员价",
    "未来",
    "现价",
];
/// A sentence with one of these says its number of some cases, of a part or of another time, or takes it back.
const DOUBT: [&str; 58] = [
    "若", "如果", "如需", "如为", "当", "时", "则", "情况", "的话", "超出", "超过", "报错", "截断", "处理", "分批",
    "自动", "忽略", "按", "除", "与", "之和", "合计", "总和", "每", "各", "分别", "单个", "其中", "部分", "英文",
    "中文", "企业", "版", "VIP", "vip", "会员", "原", "曾", "旧", "以前", "之前", "现为", "现在", "现限", "现已",
    "改为", "不再", "不足", "不限", "无", "未", "没", "并非", "勿", "暂", "约", "建议", "其他",
];
/// What a default is for: nothing was sent.
const NOT_GIVEN: [&str; 20] = [
    "不填写",
    "不填",
    "不传入",
    "不传",
    "不输入",
    "不设置",
    "不指定",
    "不选择",
    "不选",
    "不送",
    "未填写",
    "未填",
    "未传入",
    "未传",
    "未指定",
    "未设置",
    "不写",
    "为空",
    "缺省",
    "留空",
];
/// Behind a default: it is a part of a greater number, or one of several.
const GOES_ON: [&str; 14] = ["万", "千", "百", "亿", "十", "或", "起", "以上", "以下", "至", "到", "和", "与", "及"];
/// What a number may be of. Behind a default it changes nothing where it is the unit of the field, and the number where it is another.
const MEASURES: [&str; 41] = [
    "微秒",
    "毫秒",
    "秒钟",
    "秒",
    "分钟",
    "分",
    "刻钟",
    "小时",
    "钟头",
    "工作日",
    "自然日",
    "天",
    "日",
    "周",
    "星期",
    "礼拜",
    "旬",
    "月",
    "季度",
    "年",
    "元",
    "块",
    "角",
    "厘",
    "点券",
    "积分",
    "折",
    "成",
    "倍",
    "度",
    "毫克",
    "克",
    "公斤",
    "斤",
    "吨",
    "毫米",
    "厘米",
    "米",
    "公里",
    "毫升",
    "升",
];
/// Behind a default, or the unit of one: a span around now, an order, more of it.
const TURNED: [&str; 17] = [
    "之前", "之后", "之内", "以前", "以后", "以内", "左右", "前", "后", "内", "多", "半", "升序", "降序", "倒序",
    "正序", "顺序",
];
/// Behind a default that is a word: what it means, or what kind of thing it is. Any other word is a part of it.
const TELLS: [&str; 13] =
    ["表示", "代表", "意为", "即", "为", "是", "格式", "编码", "字符集", "类型", "模式", "方式", "字段"];

/// Takes back what is doubtful.
pub(super) fn settle(words: Searched<'_>, patterns: &Patterns, found: &mut Found) {
    let nothing = found.max_chars.is_none()
        && found.max_bytes.is_none()
        && found.default.is_none()
        && found.bounds == Bounds::default();
    if nothing {
        return;
    }
    let (text, known) = (words.text, known(found));
    let doubtful = |patterns: &[&Sought]| hits(words, patterns).any(|(from, to)| is_doubtful(text, from, to, &known));
    let lengths = found.max_chars.is_some() || found.max_bytes.is_some();
    let lengths = lengths && doubtful(&[&patterns.max, &patterns.bytes]);
    let bounded = found.bounds != Bounds::default();
    let bounded = bounded && doubtful(&[&patterns.than, &patterns.span, &patterns.counted, &patterns.max]);
    let default = found.default.is_some() && default_is_doubtful(text, patterns, &known, found);
    if lengths {
        (found.max_chars, found.max_bytes) = (None, None);
        ask(found, "max_chars");
    }
    if bounded || lengths && found.bounds != Bounds::default() {
        found.bounds = Bounds::default();
        ask(found, "limits");
    }
    if default {
        found.default = None;
        ask(found, "default");
    }
}

fn hits(words: Searched<'_>, patterns: &[&Sought]) -> impl Iterator<Item = (usize, usize)> {
    let hits = patterns.iter().flat_map(|pattern| pattern.captures(words));
    let spans = hits.filter_map(|captures| {
        let whole = captures.get(0)?;
        let number = |names: [&str; 3]| names.iter().find_map(|name| captures.name(name)).unwrap_or(whole);
        Some((number(["n", "m", "a"]).start(), number(["n", "m", "b"]).end()))
    });
    spans.collect::<Vec<_>>().into_iter()
}

fn is_doubtful(text: &str, from: usize, to: usize, known: &HashSet<String>) -> bool {
    let sentence = sentence(text, from);
    is_cut(text, from, to) || has_doubt(sentence) || numbers(sentence).iter().any(|number| !known.contains(number))
}

/// The sentence in which that byte stands.
fn sentence(text: &str, at: usize) -> &str {
    between(text, at, &['。', ';', '；', '\n', '!', '！'])
}

/// The part of a sentence in which that byte stands.
fn clause(text: &str, at: usize) -> &str {
    between(text, at, &['。', ';', '；', '\n', '!', '！', ',', '，'])
}

fn between<'t>(text: &'t str, at: usize, ends: &[char]) -> &'t str {
    let (before, behind) = text.split_at_checked(at).unwrap_or((text, ""));
    let from = before.char_indices().rfind(|(_, c)| ends.contains(c)).map_or(0, |(end, c)| end + c.len_utf8());
    let to = behind.find(ends).map_or(text.len(), |end| at + end);
    text.get(from..to).unwrap_or(text)
}

fn has_doubt(sentence: &str) -> bool {
    let rest = without(sentence, &PLAIN);
    DOUBT.iter().any(|word| rest.contains(word))
}

/// Whether a number goes on where it was taken to end, or began before: `1,000`, `1万`, `20-50`, `2026-01-01`, `1/3`, `0.5%`.
fn is_cut(text: &str, from: usize, to: usize) -> bool {
    let (before, behind) = (text.get(..from).unwrap_or_default(), text.get(to..).unwrap_or_default());
    let begun = before.ends_with(|c: char| c.is_numeric() || matches!(c, '.' | '/' | '-' | '~'))
        || [',', '，', ':', '：']
            .iter()
            .any(|sign| before.strip_suffix(*sign).is_some_and(|rest| rest.ends_with(char::is_numeric)));
    let mut next = behind.trim_start().chars();
    let (sign, then) = (next.next(), next.next());
    let then_on = then.is_some_and(|c| c.is_ascii_alphanumeric() || c == '/');
    let goes_on = match sign {
        Some('万' | '千' | '百' | '亿' | '十' | '/' | '%' | '％' | '‰' | '~' | '～' | '+' | '@' | '*' | '^') => {
            true
        }
        Some(c) if c.is_ascii_digit() || c.is_numeric() => true,
        // `默认 0,1 表示拆单`: the next code begins.
        Some(',' | '，') => then_on && !says_code(next.as_str()),
        Some(':' | '：' | '-' | '–' | '—' | '=' | '|' | '、' | '.' | '_') => then_on,
        _ => false,
    };
    begun || goes_on
}

/// Whether the rest of a code says what that code means.
fn says_code(rest: &str) -> bool {
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').trim_start();
    ["表示", "代表", "为", "是", ":", "：", "=", "-"].iter().any(|sign| rest.starts_with(sign))
}

fn default_is_doubtful(text: &str, patterns: &Patterns, known: &HashSet<String>, found: &Found) -> bool {
    let hits: Vec<_> = patterns.default.iter().flat_map(|pattern| pattern.captures_iter(text)).collect();
    if hits.len() != text.matches("默认").count() {
        return true;
    }
    let values: Vec<&str> = hits.iter().filter_map(|captures| captures.name("d")).map(|hit| hit.as_str()).collect();
    if values.windows(2).any(|pair| matches!(pair, [one, two] if one != two)) {
        return true;
    }
    hits.iter().any(|captures| {
        let (Some(whole), Some(value)) = (captures.get(0), captures.name("d")) else { return true };
        let behind = text.get(value.end()..).unwrap_or_default();
        let spaced = behind.starts_with(' ') && behind.trim_start().starts_with(|c: char| c.is_ascii_alphanumeric());
        let goes_on = spaced || GOES_ON.iter().any(|word| behind.trim_start().starts_with(word));
        let more = numbers(clause(text, value.start())).iter().any(|number| !known.contains(number));
        goes_on
            || says_more(value.as_str(), behind.trim_start(), found)
            || is_cut(text, value.start(), value.end())
            || more
            || in_some_cases(text, whole.start())
    })
}

/// Whether the words behind a default make another value of it: `10元` of what is counted in 分, `3个月前`, `create_time 降序`.
fn says_more(value: &str, behind: &str, found: &Found) -> bool {
    let counted = behind.strip_prefix('个').unwrap_or(behind);
    let measure = MEASURES.iter().find(|measure| counted.starts_with(**measure) && !counted.starts_with("升序"));
    let unit = measure
        .and_then(|measure| unit(measure.trim_start_matches("自然")).or_else(|| unit(measure.trim_end_matches('钟'))));
    if measure.is_some() && (unit.is_none() || unit != found.unit.as_deref()) {
        return true;
    }
    let rest = measure.and_then(|measure| counted.strip_prefix(measure)).unwrap_or(behind);
    // The gloss of a code is no part of it.
    let glossed = measure.is_none() && found.values.iter().any(|known| known.value == value);
    let word = value.len() > 1 && !lexical::is_bool(value) && value.contains(|c: char| c.is_ascii_alphabetic());
    let goes_on =
        word && rest.starts_with(|c: char| c.is_alphabetic()) && !TELLS.iter().any(|tell| rest.starts_with(tell));
    !glossed && (goes_on || TURNED.iter().any(|turn| rest.starts_with(turn)))
}

/// Whether a default holds in some cases only; that nothing is sent is the case that it is for.
fn in_some_cases(text: &str, at: usize) -> bool {
    let mut rest = clause(text, at).to_owned();
    if !NOT_GIVEN.iter().any(|word| rest.contains(word)) {
        // `若不填,则默认 1`: the case stands before it.
        rest = sentence(text, at).to_owned();
    }
    if NOT_GIVEN.iter().any(|word| rest.contains(word)) {
        rest = without(&rest, NOT_GIVEN.iter().chain(&["如果", "若", "当", "时候", "时", "的话", "则"]));
        if rest.contains('且') {
            return true;
        }
    }
    has_doubt(&rest)
}
