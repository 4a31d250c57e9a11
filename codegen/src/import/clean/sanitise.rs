//! Tokens, cookies, phone numbers and other people's data never leave a document.
//!
//! The whole of it passes through [`page`] or [`json`] before any reader sees a word of it, and its rows through [`rows`] before they
//! become spec, docs.lock or report. So a new reader has nothing to remember.

use std::borrow::Cow;

use serde_json::Value;

use super::by_name::{by_name, by_term};
use super::patterns::Patterns;
use crate::import::document::Row;
use crate::import::stand_in::{Replaced, SECRET, holds_stand_in};

/// Ends of names whose values are hex and no secret.
const HEX_NAMES: [&str; 4] = ["id", "md5", "hash", "url"];
/// Members of a parameter that bound its value.
const LIMITS: [&str; 4] = ["maxValue", "minValue", "maxLength", "maxListSize"];

/// The text of a page as the rest of the program may see it: every line passes through here before any reader has it.
#[must_use]
pub fn page<'a>(text: &'a str, patterns: &Patterns, replaced: &mut Replaced) -> Cow<'a, str> {
    let mut out: Option<String> = None;
    let mut done = 0;
    for line in text.split_inclusive('\n') {
        let clean = patterns.text(line, replaced);
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
                if let Cow::Owned(clean) = patterns.text(name, replaced) {
                    renamed.push((name.clone(), clean));
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
            value => example(&row.name, &row.term, value, patterns, replaced),
        });
        if let Some(default) = row.default.as_mut().filter(|default| secret && !holds_stand_in(default)) {
            replaced.tokens += 1;
            SECRET.clone_into(default);
        }
    }
}

fn example(name: &str, term: &str, value: String, patterns: &Patterns, replaced: &mut Replaced) -> String {
    let lower = name.to_ascii_lowercase();
    // Ids and checksums look like tokens, and are called what they are.
    let hex = patterns.short_hex(&value) && !HEX_NAMES.iter().any(|end| lower.ends_with(end));
    let by_name = if hex { Some(SECRET) } else { by_name(name, &value, false).or_else(|| by_term(term, &value)) };
    let Some(stand_in) = by_name.filter(|stand_in| *stand_in != value) else { return value };
    *(if stand_in == SECRET { &mut replaced.tokens } else { &mut replaced.personal }) += 1;
    stand_in.to_owned()
}
