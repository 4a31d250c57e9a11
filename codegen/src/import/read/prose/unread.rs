//! Notations of listed values that no rule takes a list from: their codes, for a person to look at.

use regex::Regex;

use super::items::COUNTED;
use super::patterns::Patterns;
use crate::import::read::cells;

/// Words that announce a list.
const CUES: [&str; 12] =
    ["状态", "类型", "可选", "枚举", "取值", "选项", "种类", "排序", "分别", "one of", "One of", "enum"];

/// The codes of a list whose glosses stand before them: `待付款=1 已付款=2`. Read the other way each would get its neighbour's gloss.
pub(super) fn reversed(text: &str, patterns: &Patterns) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for captures in patterns.reversed.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let rest = captures.get(0).and_then(|whole| text.get(whole.end()..)).unwrap_or_default();
        let code = captures.name("v").map(|code| code.as_str()).filter(|_| ends_item(rest));
        found.extend(code.filter(|code| !found.iter().any(|known| known == code)).map(str::to_owned));
    }
    if found.len() >= 2 { found } else { Vec::new() }
}

/// Nothing behind a code is its gloss: the text ends, the item does, or the next gloss begins, which has a sign behind it.
fn ends_item(rest: &str) -> bool {
    let behind = rest.trim_start();
    let Some(first) = behind.chars().next() else { return true };
    let next = || {
        let sign = behind.trim_start_matches(cells::is_cjk).trim_start();
        rest.len() > behind.len() && cells::is_cjk(first) && sign.starts_with(['=', '＝', ':', '-', '(', '→'])
    };
    matches!(first, ')' | '）' | ',' | '，' | ';' | '；' | '、' | '/' | '|' | '。') || next()
}

/// Whether what was found looks like the codes of a list.
type Believable = fn(&[String]) -> bool;

/// The codes of a text that announces a list and writes it as none that is taken.
pub(super) fn announced(text: &str, patterns: &Patterns) -> Vec<String> {
    if !CUES.iter().any(|cue| text.contains(cue)) {
        return Vec::new();
    }
    let named = |code: &String| code.contains(['_', '.']);
    let readings: [(&Option<Regex>, Believable); 5] = [
        (&patterns.wrapped, counts_on),
        (&patterns.glued, |codes| codes.len() > 2 && counts_on(codes)),
        (&patterns.odd_code, |_| true),
        (&patterns.spaced, |codes| codes.iter().any(|code| code.contains('_'))),
        (&patterns.either, |_| true),
    ];
    for (pattern, good) in readings {
        let found = codes(text, pattern);
        if found.len() >= 2 && good(&found) {
            return found;
        }
    }
    let turned = reversed(text, patterns);
    if counts_on(&turned) && turned.iter().all(|code| code.parse::<i32>().is_ok()) {
        return turned;
    }
    let bare = patterns.bare.as_ref().and_then(|pattern| pattern.captures(text));
    let bare = bare.and_then(|captures| captures.name("l")).map(|list| list.as_str()).unwrap_or_default();
    let bare = bare.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')));
    let bare: Vec<String> = bare.filter(|code| !code.is_empty()).map(str::to_owned).collect();
    if bare.len() >= 2 && (bare.len() > 2 || bare.iter().any(named) || counts_on(&bare)) { bare } else { Vec::new() }
}

/// Numbers of which each is the next one and the first begins a list; or words.
fn counts_on(codes: &[String]) -> bool {
    let numbers: Option<Vec<i32>> = codes.iter().map(|code| code.parse().ok()).collect();
    match numbers.as_deref() {
        Some(numbers @ [first, ..]) => {
            (-1..=1).contains(first) && numbers.windows(2).all(|pair| matches!(pair, [one, two] if *two == one + 1))
        }
        Some([]) => false,
        None => codes.iter().all(|code| code.parse::<i32>().is_err()),
    }
}

fn codes(text: &str, pattern: &Option<Regex>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for captures in pattern.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let counted = captures.name("g").is_some_and(|gloss| COUNTED.contains(gloss.as_str()));
        for name in ["v", "w"] {
            let code = captures.name(name).map(|code| code.as_str()).filter(|_| !counted);
            found.extend(code.filter(|code| !found.iter().any(|known| known == code)).map(str::to_owned));
        }
    }
    found
}
