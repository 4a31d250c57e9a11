//! Words for people: obligations, values named in passing, and the rest.

use std::collections::BTreeSet;

use super::super::findings::{Findings, Scope, Side};
use super::super::rule::Level::Dangerous;
use super::super::rule::Rule;
use super::rules;
use crate::model::api::Doc;
use crate::source::Span;

rules! {
    PROSE_CHANGED = Rule::new("prose-changed", "a description says it in other words", "描述文字改变").docs();
    OBLIGATION_ADDED = Rule::new("obligation-added", "a description lays down more than it did", "描述新增约束")
        .behaviour(Dangerous, "what was free may be bound now", "原本自由之处可能已有约束")
        .todo("read the two texts side by side", "对照新旧两段文字");
    OBLIGATION_REMOVED = Rule::new("obligation-removed", "a description lays down less than it did", "描述减少约束")
        .behaviour(Dangerous, "what programs were built around does not hold any more", "程序所依据的约束不再成立")
        .todo("read the two texts side by side", "对照新旧两段文字");
    OBLIGATION_REWORDED = Rule::new("obligation-reworded", "a description lays something down in other words", "约束改写")
        .behaviour(Dangerous, "the obligation may be another one", "约束可能已不同")
        .todo("read the two texts side by side", "对照新旧两段文字");
    VALUES_CHANGED = Rule::new("prose-values-changed", "a description names other values", "描述中的取值改变")
        .behaviour(Dangerous, "the values that programs send or expect may mean something else", "程序发送或期待的值可能含义已变")
        .todo("read the two texts side by side", "对照新旧两段文字");
}

/// Words that bind, with those that unbind.
const CUES: &[&str] = &[
    "must",
    "mandatory",
    "required",
    "never",
    "only",
    "optional",
    "forbidden",
    "not allowed",
    "cannot",
    "at most",
    "at least",
    "maximum",
    "minimum",
    "default",
    "unit",
    "deprecated",
    "leave out",
    "left out",
    "whenever",
    "必须",
    "不填",
    "必填",
    "可选",
    "禁止",
    "默认",
    "最大",
    "单位",
    "废弃",
    "不能",
    "最多",
    "至少",
];

pub(super) fn same(base: &Doc, head: &Doc) -> bool {
    base.en == head.en && base.zh == head.zh && base.note == head.note && base.note_zh == head.note_zh
}

/// The description of one element.
pub(super) fn doc(findings: &mut Findings, scope: &Scope<'_>, element: &str, (base, head): (&Doc, &Doc), at: Span) {
    if same(base, head) {
        return;
    }
    // Only the parts that differ: an obligation in a sentence that stayed is no news.
    let mut old = Vec::new();
    let mut new = Vec::new();
    let parts = [
        (Some(&base.en), Some(&head.en)),
        (Some(&base.zh), Some(&head.zh)),
        (base.note.as_ref(), head.note.as_ref()),
        (base.note_zh.as_ref(), head.note_zh.as_ref()),
    ];
    for (before, after) in parts {
        if before != after {
            old.extend(before.map(String::as_str));
            new.extend(after.map(String::as_str));
        }
    }
    text(findings, scope, element, (&old.join(" / "), &new.join(" / ")), at);
}

/// Two texts that differ. Each kind of difference is one finding; the harmless one only when there is no other.
pub(super) fn text(findings: &mut Findings, scope: &Scope<'_>, element: &str, (before, after): (&str, &str), at: Span) {
    let (old, new) = (cues(before), cues(after));
    let mut found: Vec<&'static Rule> = Vec::new();
    if !old.is_subset(&new) {
        found.push(&OBLIGATION_REMOVED);
    }
    if !new.is_subset(&old) {
        found.push(&OBLIGATION_ADDED);
    }
    if values(before) != values(after) {
        found.push(&VALUES_CHANGED);
    }
    if found.is_empty() {
        found.push(if new.is_empty() { &PROSE_CHANGED } else { &OBLIGATION_REWORDED });
    }
    for rule in found {
        findings.push(rule, scope, element, (Some(before.to_owned()), Some(after.to_owned())), (Side::Head, at));
    }
}

fn cues(text: &str) -> BTreeSet<&'static str> {
    let text = text.to_lowercase();
    CUES.iter().copied().filter(|cue| whole(&text, cue)).collect()
}

/// As a word of its own: `unit` is not in `united`. Chinese has no word boundaries.
fn whole(text: &str, cue: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(cue).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + cue.len()..).and_then(|text| text.chars().next());
        !cue.is_ascii() || !(letter(before) || letter(after))
    })
}

/// Numbers and words in capitals: what a program would write into a field.
fn values(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| {
            word.bytes().all(|byte| byte.is_ascii_digit())
                || (word.len() > 1 && !word.bytes().any(|byte| byte.is_ascii_lowercase()))
        })
        .filter(|word| !word.is_empty())
        .collect()
}
