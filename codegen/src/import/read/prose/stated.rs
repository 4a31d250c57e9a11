//! Lists of values that are written the other way round, or without a gloss: `仅支持 1、2、3`, `支付宝[alipay]`, `一级:A;二级:B`.

use regex::Regex;

use super::distinct::Distinct;
use super::patterns::Patterns;
use super::term::term;
use super::unparsed;
use crate::import::document::ListedValue;

/// The values of such a list, and those that one may be of.
pub(super) fn read(text: &str, patterns: &Patterns) -> (Vec<ListedValue>, Vec<String>) {
    // A list needs two of each sign.
    let signed = |signs: &[char]| text.matches(signs).nth(1).is_some();
    let tagged = if signed(&['[', '【']) { pairs(text, &patterns.tagged) } else { Vec::new() };
    if tagged.len() > 1 && alike(&tagged) {
        return (tagged, Vec::new());
    }
    let only = patterns.only.as_ref().and_then(|pattern| pattern.captures(text));
    if let Some(captures) = only {
        let list = captures.name("l").map_or("", |list| list.as_str());
        let codes = list
            .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
            .filter(|code| !code.is_empty());
        let mut codes: Vec<String> = codes.map(str::to_owned).collect();
        codes.dedup();
        // Words may be about what is in a file; a number with a word behind it counts something.
        let plain = codes.iter().all(|code| code.parse::<i32>().is_ok()) && captures.name("b").is_none();
        if codes.len() > 1 {
            let bare = |value: &String| ListedValue { value: value.clone(), gloss: String::new() };
            return if plain { (codes.iter().map(bare).collect(), Vec::new()) } else { (Vec::new(), codes) };
        }
    }
    let named = if signed(&[':', '：']) { pairs(text, &patterns.named_code) } else { Vec::new() };
    let codes = [tagged, named].map(|list| list.into_iter().map(|value| value.value).collect::<Vec<_>>());
    // `长:10;宽:20` shows how something is written.
    let list = codes.into_iter().find(|codes| codes.len() > 1 && unparsed::counts_on(codes));
    (Vec::new(), list.unwrap_or_default())
}

/// One code with one gloss is no list, and may be all that somebody wrote down of one.
pub(super) fn is_one(text: &str, patterns: &Patterns) -> bool {
    if !text.contains(['-', '[', '【']) {
        return false;
    }
    patterns.one.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

fn pairs(text: &str, pattern: &Option<Regex>) -> Vec<ListedValue> {
    let mut found: Vec<ListedValue> = Vec::new();
    let mut codes = Distinct::default();
    for captures in pattern.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let (Some(value), Some(gloss)) = (captures.name("v"), captures.name("g")) else { continue };
        if codes.add(value.as_str()) {
            found.push(ListedValue { value: value.as_str().to_owned(), gloss: term(gloss.as_str()) });
        }
    }
    found
}

/// Codes of a list are all numbers, all in capitals or all in small letters.
fn alike(list: &[ListedValue]) -> bool {
    let all = |test: fn(u8) -> bool| list.iter().all(|each| each.value.bytes().all(|byte| test(byte) || byte == b'_'));
    all(|byte| byte.is_ascii_digit())
        || all(|byte| !byte.is_ascii_lowercase())
        || all(|byte| !byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use crate::import::read::prose::{self, Patterns};

    #[test]
    fn a_list_without_the_usual_signs_is_taken_or_asked_about() {
        let patterns = Patterns::default();
        for (text, wanted) in [
            ("名称,仅支持 1、2、3", "1 2 3"),
            ("只能是 0 或 1", "0 1"),
            ("只能传1/2/3。", "1 2 3"),
            ("仅支持 jpg、png", "asked jpg png"),
            ("仅支持 1、2 级", "asked 1 2"),
            ("渠道 支付宝[alipay] 微信[wechat]", "alipay wechat"),
            ("支付宝【alipay】,微信【wechat】,现金【cash】", "alipay wechat cash"),
            ("支付宝[alipay] 微信[WX]", "asked alipay WX"),
            ("支付宝[alipay]", "asked"),
            ("渠道 alipay-支付宝", "asked"),
            ("等级 一级:A;二级:B", "asked A B"),
            ("等级 一级：A；二级：B；三级：C", "asked A B C"),
            ("名称", ""),
            ("名称:见下", ""),
        ] {
            let found = prose::read(text, &patterns);
            let codes: Vec<&str> = found.values.iter().map(|value| value.value.as_str()).collect();
            let cue = found.review.iter().any(|cue| cue == "values")
                || prose::missed(&found.values, &found.candidates).is_some();
            let said = match codes.is_empty() {
                true if cue => format!("asked {}", found.candidates.join(" ")).trim_end().to_owned(),
                _ => codes.join(" "),
            };
            assert_eq!(said, wanted, "{text}");
        }
    }
}
