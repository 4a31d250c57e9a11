//! Tokens, cookies, phone numbers and other people's data never leave a document.
//!
//! The whole of it passes through [`page`] or [`json`] before any reader sees a word of it, and its rows through [`rows`] before they
//! become spec, docs.lock or report. So a new reader has nothing to remember.

use std::borrow::Cow;

use serde_json::Value;

use super::by_name::{by_name, by_term};
use super::patterns::Patterns;
use super::{people_in, unhidden};
use crate::import::document::{Part, Row};
use crate::import::stand_in::{ADDRESS, Replaced, SECRET, holds_stand_in};
use crate::people;

/// Ends of names whose values are hex and no secret.
const HEX_NAMES: [&str; 4] = ["id", "md5", "hash", "url"];
/// Members of a parameter that bound its value.
const LIMITS: [&str; 4] = ["maxValue", "minValue", "maxLength", "maxListSize"];

/// The text of a page as the rest of the program may see it: every line passes through here before any reader has it.
#[must_use]
pub fn page<'a>(text: &'a str, patterns: &Patterns, replaced: &mut Replaced) -> Cow<'a, str> {
    match unhidden(text) {
        Cow::Borrowed(text) => lines(text, patterns, replaced),
        Cow::Owned(text) => Cow::Owned(lines(&text, patterns, replaced).into_owned()),
    }
}

fn lines<'a>(text: &'a str, patterns: &Patterns, replaced: &mut Replaced) -> Cow<'a, str> {
    let mut out: Option<String> = None;
    let mut done = 0;
    for line in text.split_inclusive('\n') {
        let around = (text.get(..done).unwrap_or_default(), text.get(done + line.len()..).unwrap_or_default());
        let clean = patterns.piece(line, around, replaced);
        if let (Cow::Owned(_), None) = (&clean, &out) {
            out = Some(text.get(..done).unwrap_or_default().to_owned());
        }
        if let Some(out) = &mut out {
            out.push_str(&clean);
        }
        done += line.len();
    }
    out.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// A document in JSON as the rest of the program may see it, names of members included.
pub fn json(value: &mut Value, patterns: &Patterns, replaced: &mut Replaced) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(seen) = unhidden(text) {
                *text = seen;
            }
            if let Cow::Owned(clean) = patterns.text(text, replaced) {
                *text = clean;
            }
        }
        // Numbers are read as their digits.
        Value::Number(number) => {
            let digits = number.to_string();
            if let Cow::Owned(clean) = patterns.text(&digits, replaced) {
                *value = Value::String(clean);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| json(item, patterns, replaced)),
        Value::Object(members) => {
            let mut renamed: Vec<(String, String)> = Vec::new();
            for (name, member) in members.iter_mut() {
                // The largest number a type can hold is nobody's order.
                if !LIMITS.contains(&name.as_str()) {
                    json(member, patterns, replaced);
                }
                let seen = unhidden(name);
                if let Cow::Owned(clean) = patterns.text(&seen, replaced) {
                    renamed.push((name.clone(), clean));
                } else if let Cow::Owned(seen) = seen {
                    renamed.push((name.clone(), seen));
                }
            }
            for (name, clean) in renamed {
                if let Some(member) = members.remove(&name) {
                    members.insert(clean, member);
                }
            }
        }
        Value::Bool(_) | Value::Null => {}
    }
}

/// What rows say about fields of secret or personal names.
pub fn rows(rows: &mut [Row], patterns: &Patterns, replaced: &mut Replaced) {
    for row in rows {
        let secret = row.is_secret();
        row.example = row.example.take().map(|value| match value {
            value if secret && !holds_stand_in(&value) && !value.trim().is_empty() => {
                replaced.tokens += 1;
                SECRET.to_owned()
            }
            value if row.part == Part::Envelope && people::is_answer(&row.name) => value,
            value => example(&row.name, &row.term, value, patterns, replaced),
        });
        let told = |default: &str| secret && !holds_stand_in(default) || is_token(&row.name, default, patterns);
        if let Some(default) = row.default.as_mut().filter(|default| told(default)) {
            replaced.tokens += 1;
            SECRET.clone_into(default);
        }
        let marked = row.marks.iter_mut().map(|(_, said)| said);
        marked.chain([&mut row.words, &mut row.ty]).for_each(|said| patterns.quote(said));
    }
}

/// What is quoted of a document as a whole.
pub fn said(said: &mut [String], patterns: &Patterns) {
    said.iter_mut().for_each(|said| patterns.quote(said));
}

/// Ids and checksums look like tokens, and are called what they are.
fn is_token(name: &str, value: &str, patterns: &Patterns) -> bool {
    let lower = name.to_ascii_lowercase();
    patterns.short_hex(value) && !HEX_NAMES.iter().any(|end| lower.ends_with(end))
}

/// A name of somebody in Latin letters is no name that looks like one.
fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// What a text says below labels of its own, as XML, in a query or in words: `<receiver>王小明</receiver>`, `收货人:王小明,..`.
fn labelled(value: &str, replaced: &mut Replaced) -> Option<String> {
    if !value.contains([':', '：', '=', '>']) || !value.contains(is_han) {
        return None;
    }
    let pairs = value.split([',', '，', ';', '；', '&', '?', '<', '\n', ' ', '|', '、']);
    let pairs = pairs.filter_map(|pair| pair.split_once([':', '：', '=', '>']));
    let mut clean = value.to_owned();
    let bare = |text: &'_ str| -> String {
        text.trim_matches(|c: char| c.is_whitespace() || "\"'{}[]\\".contains(c)).to_owned()
    };
    for (label, said) in pairs.map(|(label, said)| (bare(label), bare(said))) {
        let (label, said) = (label.as_str(), said.as_str());
        let stand_in = by_name(label, said, true).or_else(|| by_term(label, said));
        if let Some(stand_in) =
            stand_in.filter(|stand_in| said.contains(is_han) && said != ADDRESS && said != *stand_in)
        {
            replaced.personal += 1;
            clean = clean.replace(said, stand_in);
        }
    }
    (clean != value).then_some(clean)
}

fn example(name: &str, term: &str, value: String, patterns: &Patterns, replaced: &mut Replaced) -> String {
    let by_name = if is_token(name, &value, patterns) {
        Some(SECRET)
    } else {
        let address = || patterns.has_address(&value).then_some(ADDRESS);
        by_name(name, &value, false).or_else(|| by_term(term, &value)).or_else(address)
    };
    let Some(stand_in) = by_name.filter(|stand_in| *stand_in != value) else {
        let value = labelled(&value, replaced).unwrap_or(value);
        return people_in::replaced((name, term), &value, replaced).unwrap_or(value);
    };
    *(if stand_in == SECRET { &mut replaced.tokens } else { &mut replaced.personal }) += 1;
    stand_in.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_beside_the_code_of_a_reply_is_nobodys() {
        let patterns = Patterns::default();
        let kept = |text: &str| page(text, &patterns, &mut Replaced::default()).contains("放在门口");
        for name in ["message", "msg", "sub_msg", "subMessage", "errorMessage", "errmsg"] {
            for code in ["\"code\": 614", "\"errcode\":\"614\"", "\"sub_code\": \"isv.x\"", "\"success\": false"] {
                let said = format!("\"{name}\": \"放在门口\"");
                for reply in [
                    format!("{{{code}, {said}}}"),
                    format!("{{{said}, {code}, \"data\": {{\"a\": [1]}}}}"),
                    format!("返回数据: {{{code}, \"data\": {{\"a\": [1]}}, {said}}}"),
                    format!("返回示例\n{{\n  {code},\n  \"data\": {{\"a\": 1}},\n  {said}\n}}\n"),
                    format!("返回示例:\n{{\n  \"error_response\": {{\n    {said},\n    {code}\n  }}\n}}\n"),
                    format!("{{{code}}}\n{{{code}, {said}}},\n"),
                ] {
                    assert!(kept(&reply), "{reply}");
                }
            }
        }
    }

    #[test]
    fn a_person_below_a_label_of_an_example_is_replaced() {
        let clean = |term: &str, value: &str| {
            example("ext", term, value.to_owned(), &Patterns::default(), &mut Replaced::default())
        };
        for value in [
            "<r><receiver>王小明</receiver><addr>浙江杭州</addr></r>",
            "收货人:王小明,地址:浙江杭州",
            "收货人：王小明；电话：无",
            "receiver=王小明;addr=浙江杭州",
            "receiver_name=王小明&buyer_nick=王小明",
            "http://a.com/?receiver=王小明&k=1",
            "联系人:王小明|姓名:王小明",
            "buyer_nick:王小明、类型:普通",
            "{receiver:'王小明'}",
        ] {
            let said = clean("收货信息", value);
            assert!(!said.contains("王小明") && !said.contains("浙江杭州"), "{value} {said}");
        }
        for term in ["签收人", "店主", "司机", "快递员", "收款人", "法人", "收货人列表", "寄件人名单"]
        {
            assert_eq!(clean(term, "王小明"), "测试", "{term}");
            assert!(!clean(term, "王小明,李四光").contains("李四光"), "{term}");
        }
        for value in ["类型:普通,颜色:红色", "http://a.com/?k=红色", "a=1&b=2", "name:red", "<a>红色</a>"] {
            assert_eq!(clean("扩展", value), value);
        }
    }

    #[test]
    fn a_message_deeper_inside_or_under_a_buyers_name_is_somebodys() {
        let patterns = Patterns::default();
        for text in [
            r#"{"code": 0, "msg": "ok", "data": {"code": "SF", "message": "放在门口"}}"#,
            r#"{"code": 0, "data": [{"code": "SF", "message": "放在门口"}]}"#,
            r#"{"code": 0, "buyer_message": "放在门口"}"#,
            r#"{"code": 0, "buyerMessage": "放在门口"}"#,
            r#"{"code": 0, "receiver_name": "放在门口"}"#,
            r#"{"code": 0, "seller_memo": "放在门口"}"#,
            r#"{"message": "放在门口"}"#,
            "{\n  \"code\": 0,\n  \"trade\": {\n    \"code\": 1,\n    \"message\": \"放在门口\"\n  }\n}\n",
            r#"ext | String | 否 | {"code": 1, "message": "放在门口"} | 扩展 |"#,
        ] {
            let said = page(text, &patterns, &mut Replaced::default()).into_owned();
            assert!(!said.contains("放在门口"), "{said}");
        }
    }
}
