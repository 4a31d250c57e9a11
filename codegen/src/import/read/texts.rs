//! What a document says besides its rows: every line has its digest somewhere, so that nothing changes without a trace. Kept of each text
//! are its digest, the words that carry an obligation and the numbers, never a sentence.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{prose, titles};
use crate::fingerprint;
use crate::import::digest;
use crate::import::document::Text;
use crate::import::ledger::{Ledger, LineKind};
use crate::traditional::simplified;

/// The text that is all of them: it moves when something does that nothing else remembers.
pub const WHOLE: &str = "document";

/// What moves when rows change places.
pub const ORDER: &str = "order of rows";

/// Longest label or heading, in characters.
const LABEL: usize = 12;

/// Members of a payload that say nothing about the method, or change every time it is saved.
const NO_TEXT: [&str; 3] = ["id", "gmtModified", "tools"];

/// The environments of a payload, which were not always read.
pub const ENVIRONMENTS: &str = "envConfigs";

/// Members that are rows, or facts of their own.
const ELSEWHERE: [&str; 5] = ["name", "requestParams", "responseParams", "errorCodes", "labels"];

/// The texts of a page.
pub(super) fn of_page(clean: &str, ledger: &Ledger) -> Vec<Text> {
    let gathered = gathered(clean, ledger);
    let mut texts: Vec<Text> = gathered.iter().map(|(name, text, sample)| made(name, text, *sample)).collect();
    // Answers that contradict each other: no fact moves where one of them comes to the other.
    let answers: Vec<&str> = clean.lines().map(str::trim).filter(|line| is_answer(line)).collect();
    let denies = |line: &&&str| ["无", "不", "免"].iter().any(|word| line.contains(word));
    let denied = answers.iter().filter(denies).count();
    if denied > 0 && denied < answers.len() {
        texts.push(made("用户授权", &answers.join("\n"), false));
    }
    let all: Vec<&str> = clean.lines().map(str::trim).filter(|line| !line.is_empty() && !is_answer(line)).collect();
    texts.push(Text { name: WHOLE.to_owned(), digest: digest::of_prose(&all.join("\n")), words: Vec::new() });
    texts
}

/// Lines of a page's head by their label, remarks and samples by the heading above them: name, text, whether it is a sample.
pub(super) fn gathered(clean: &str, ledger: &Ledger) -> Vec<(String, String, bool)> {
    let mut gathered: Vec<(String, String, bool)> = Vec::new();
    let mut add = |name: &str, line: &str, sample: bool| match gathered
        .iter_mut()
        .find(|(known, _, of)| known == name && *of == sample)
    {
        Some((_, text, _)) => {
            text.push('\n');
            text.push_str(line);
        }
        None => gathered.push((name.to_owned(), line.to_owned(), sample)),
    };
    let mut heading = String::new();
    for (index, line) in clean.lines().enumerate() {
        let line = line.trim();
        let kind = ledger.get(index + 1);
        if line.is_empty() || is_row(kind) || is_answer(line) {
            continue;
        }
        if kind == Some(LineKind::Header) {
            match label(line) {
                // What a line says beside its limit has no fact of its own that would move.
                Some(_) if says_more_than_a_limit(line) => add("head", line, false),
                Some(name) => add(&name, line, false),
                None if line.chars().count() <= LABEL && !line.contains(['|', ' ', '\t']) => {
                    heading = line.trim_start_matches(['#', '*']).to_owned();
                }
                None => add("head", line, false),
            }
            continue;
        }
        let name = if heading.is_empty() { "head" } else { heading.as_str() };
        add(name, line, kind == Some(LineKind::Sample));
    }
    gathered
}

/// Lines that oblige whoever calls, where no row and no key says the same: line, words.
pub(super) fn demanding(clean: &str, ledger: &Ledger) -> Vec<(usize, String)> {
    // A heading of one word obliges to nothing.
    let said = |line: &str| line.chars().count() > LABEL || line.contains([':', '：', ' ']);
    let noted = |number: usize| ledger.get(number) == Some(LineKind::Note);
    let lines = beside(clean, ledger).filter(|(number, line)| noted(*number) || said(line));
    lines.filter_map(|(number, line)| Some((number, demand(line)?))).collect()
}

/// Lines in words of their own: those of no row, and of no label that a key of a spec is for.
pub(super) fn beside<'a>(clean: &'a str, ledger: &'a Ledger) -> impl Iterator<Item = (usize, &'a str)> {
    const KEYS: [&str; 10] = ["用户授权", "频率", "频次", "收费", "费用", "地址", "方式", "格式", "QPS", "限流"];
    (1..).zip(clean.lines()).map(|(number, line)| (number, line.trim())).filter(|(number, line)| {
        let outside = match ledger.get(*number) {
            Some(LineKind::Note) => true,
            Some(LineKind::Header) => !line.contains('|'),
            _ => false,
        };
        let key = label(line).is_some_and(|label| KEYS.iter().any(|key| label.contains(key)));
        let titles = line.split_whitespace().all(titles::is_title) || titles::of_line(line).is_some();
        outside && !key && !titles && !is_answer(line)
    })
}

/// Words of a sentence that oblige whoever calls, beside those that are remembered.
const BINDS: [&str; 22] = [
    "仅能",
    "只可",
    "严禁",
    "收费",
    "计费",
    "扣费",
    "同时调用",
    "并发",
    "must ",
    "must not",
    "cannot ",
    "can not ",
    "may not ",
    "not allowed",
    "at most",
    "at least",
    "no more than",
    "not exceed",
    "only once",
    "once per",
    "once a ",
    "charged",
];

/// The words of a text that oblige, with its numbers; None where nothing does.
pub(super) fn demand(text: &str) -> Option<String> {
    const WEAK: [&str; 5] = ["需要", "可选", "默认", "单位", "不支持"];
    let mut words = prose::demands(text);
    let lower = simplified(text).to_ascii_lowercase();
    let more: Vec<String> = BINDS.iter().filter(|word| lower.contains(**word)).map(|word| (*word).to_owned()).collect();
    let strong = |word: &String| !word.is_ascii() && !WEAK.contains(&word.as_str());
    let binds = !more.is_empty() || words.iter().any(strong);
    words.extend(more);
    binds.then(|| words.join(" "))
}

/// Whether a line about a limit says something besides: `20 次/秒,仅限白名单`.
fn says_more_than_a_limit(line: &str) -> bool {
    let of_limits = label(line).is_some_and(|label| ["频率", "频次", "限流"].iter().any(|word| label.contains(word)));
    let words = |part: &str| !part.contains(char::is_numeric) && part.chars().any(char::is_alphanumeric);
    of_limits && line.split([',', '，', ';', '；', '(', '（']).skip(1).any(words)
}

fn is_row(kind: Option<LineKind>) -> bool {
    use LineKind::{Blank, Continuation, Duplicate, EnumValue, Error, Field};
    matches!(kind, Some(Blank | Field | Error | Continuation | EnumValue | Duplicate))
}

/// A line that says no more than the fact that is read from it: `用户授权: 需要`, in whatever words.
fn is_answer(line: &str) -> bool {
    line.contains("用户授权")
        && line.chars().all(|c| c.is_whitespace() || "必须用户授权需要不无的是否可选:：".contains(c))
}

/// `返回格式` of `返回格式: JSON`.
fn label(line: &str) -> Option<String> {
    let (label, _) = line.trim_start_matches(['#', '*', '-', ' ']).split_once([':', '：'])?;
    Some(label.trim()).filter(|label| is_label(label)).map(str::to_owned)
}

/// Words before a colon that are no sentence.
pub(super) fn is_label(label: &str) -> bool {
    let plain = label.chars().all(|c| c.is_alphanumeric());
    plain && !label.is_empty() && label.chars().count() <= LABEL
}

/// The texts of a payload: its members.
pub(super) fn of_payload(members: &Map<String, Value>) -> Vec<Text> {
    let mut texts = Vec::new();
    let mut whole = Vec::new();
    for (key, value) in members.iter().filter(|(key, _)| !NO_TEXT.contains(&key.as_str())) {
        if is_nothing(value) {
            continue;
        }
        if !ELSEWHERE.contains(&key.as_str()) {
            let sample = !matches!(key.as_str(), "apiChineseName" | "description");
            let said = value.as_str().map_or_else(|| Cow::Owned(value.to_string()), Cow::Borrowed);
            texts.push(made(key, &said, sample));
        }
        // Its text is younger than the digest of all of them.
        if key != ENVIRONMENTS {
            whole.push((key.as_str(), bare(value)));
        }
    }
    let all = fingerprint::of(whole.iter().map(|(key, text)| (*key, text.as_bytes())));
    texts.push(Text { name: WHOLE.to_owned(), digest: all, words: Vec::new() });
    texts
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Letters and digits of a value's JSON: `true` is `"true"`, and punctuation is swapped without meaning anything by it. Taken from the
/// value itself: most of a payload is descriptions, which need not be written as JSON first.
fn bare(value: &Value) -> String {
    let mut bare = String::new();
    letters(value, &mut bare);
    // One answer, however it is typed.
    for (typed, answer) in [("requiredtrue", "required1"), ("requiredfalse", "required0")] {
        if bare.contains(typed) {
            bare = bare.replace(typed, answer);
        }
    }
    bare
}

fn letters(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
        Value::Number(number) => out.extend(number.to_string().chars().filter(char::is_ascii_alphanumeric)),
        Value::String(text) => spelled(text, out),
        Value::Array(items) => items.iter().for_each(|item| letters(item, out)),
        Value::Object(members) => {
            for (name, member) in members {
                spelled(name, out);
                letters(member, out);
            }
        }
    }
}

fn spelled(text: &str, out: &mut String) {
    // Runs of ideographs need no look into the tables of Unicode.
    let letter = |c: char| {
        if c.is_ascii() { c.is_ascii_alphanumeric() } else { matches!(c, '一'..='龥') || c.is_alphanumeric() }
    };
    let mut rest = text;
    while let Some(end) = rest.find(|c| !letter(c)) {
        let (run, behind) = rest.split_at(end);
        out.push_str(run);
        let mut behind = behind.chars();
        match behind.next() {
            // JSON writes these with a letter behind a backslash, and others of their kind with digits.
            Some('\n' | '\r' | '\t' | '\u{8}' | '\u{c}') => {}
            Some(c) if (c as u32) < 0x20 => out.push_str(&format!("{:04x}", c as u32)),
            _ => {}
        }
        rest = behind.as_str();
    }
    out.push_str(rest);
}

/// A sample is full of numbers that say nothing.
pub(super) fn made(name: &str, text: &str, sample: bool) -> Text {
    let words = if sample { Vec::new() } else { prose::demands(text) };
    Text { name: name.to_owned(), digest: digest::of_prose(text), words }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `letters` says without writing JSON, the long way round.
    fn written(value: &Value) -> String {
        let mut escaped = false;
        let json = value.to_string();
        let mut keep = |c: &char| {
            let keep = c.is_alphanumeric() && !escaped;
            escaped = *c == '\\' && !escaped;
            keep
        };
        json.chars().filter(|c| keep(c)).collect()
    }

    #[test]
    fn letters_of_a_value_are_those_of_its_json() {
        for json in [
            r#"{"a": [1, -2.5e10, true, null, "x\ny\t\"q\" \\\\n 甲,乙 \u0001\u001f\u007f\b\f/é²"], "": {}, "空": "\r\n"}"#,
            r#"[{"required": true, "name": "a_b"}, {"required": "1"}, 18446744073709551615, 1.0, "😀a"]"#,
        ] {
            let value: Value = serde_json::from_str(json).unwrap_or_default();
            let mut out = String::new();
            letters(&value, &mut out);
            assert!(!out.is_empty());
            assert_eq!(out, written(&value), "{json}");
        }
        assert_eq!(bare(&serde_json::json!([{"required": true}, {"required": "false"}])), "required1required0");
    }
}
