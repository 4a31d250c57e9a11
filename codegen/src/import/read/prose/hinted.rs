//! What a description seems to say in words that nothing is read of: a person is asked, and nothing is written.

use std::cell::LazyCell;

use super::demand;
use super::found::{Found, ask as ask_about, numbers};
use super::patterns::Patterns;
use super::searched::Searched;

/// Words for nothing sent.
const EMPTY: [&str; 6] = ["空值", "缺失", "缺少", "不填", "不传", "不允许空"];
/// What then comes of it.
const FAILS: [&str; 7] = ["报错", "失败", "错误", "异常", "不允许空", "缺失时返回", "缺少时返回"];
/// Words at the end of a clause for what is, or will be, sent no longer.
const GOING: [&str; 9] = ["停用", "无效", "勿用", "弃用", "不要使用", "勿使用", "不建议使用", "不推荐使用", "不推荐"];
/// Such words wherever they stand.
const GONE: [&str; 9] =
    ["即将下架", "即将下线", "即将停", "请改用", "改用", "deprecated", "Deprecated", "DEPRECATED", "obsolete"];

/// Asks about what only seems to be said.
pub(super) fn ask(words: Searched<'_>, patterns: &Patterns, found: &mut Found) {
    let text = words.text;
    if found.required.is_none() && words.contains_any(&EMPTY) && words.contains_any(&FAILS) {
        ask_about(found, "required");
    }
    let going = |word: &&str| words.contains(word) && ends_clause(text, word);
    if !found.withdrawn && (words.contains_any(&GONE) || GOING.iter().any(going)) {
        ask_about(found, "deprecated");
    }
    if found.default.is_none() && patterns.seems_default.is_in(words) {
        ask_about(found, "default");
    }
    let counted = found.format.as_deref().is_some_and(|form| form.starts_with("unix"));
    if found.unit.is_none() && !counted && patterns.seems_unit.is_in(words) {
        ask_about(found, "unit");
    }
    let listed = !found.values.is_empty() || !found.candidates.is_empty();
    if !listed && patterns.seems_values.is_in(words) {
        ask_about(found, "values");
    }
    let known = LazyCell::new(|| super::found::known(found));
    let unknown = |hit: &str| numbers(hit).is_empty() || numbers(hit).iter().any(|number| !known.contains(number));
    let told = !listed && !found.asks("max_chars") && patterns.seems_limits.hits(words).any(unknown);
    if told {
        ask_about(found, "limits");
    }
    if !found.asks("max_chars") && patterns.scaled.is_in(words) {
        // The number before 万 is not the one that is meant.
        ask_about(found, "limits");
    }
    demand::bind(words, found);
}

fn ends_clause(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let behind = text.get(at + word.len()..).unwrap_or_default().trim_start();
        behind.is_empty() || behind.starts_with(|c: char| !c.is_alphanumeric())
    })
}
