//! Tokens, cookies, phone numbers and other people's data never leave a document.
//!
//! The whole of it passes through [`page`] or [`json`] before any reader sees a word of it, and its rows through [`rows`] before they
//! become spec, docs.lock or report. So a new reader has nothing to remember.

use std::borrow::Cow;

use serde_json::Value;

use super::document::Row;
use super::prose::Patterns;
use super::scrub::{self, MAIL, PHONE, SECRET};

/// How much was replaced, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Replaced {
    /// Access tokens, keys, session ids.
    pub tokens: usize,
    /// Cookie and csrf values.
    pub cookies: usize,
    /// Phone numbers.
    pub phones: usize,
    /// Encrypted or masked receiver values.
    pub encrypted: usize,
    /// Names, nicks, addresses, memos, mail addresses.
    pub personal: usize,
    /// Long numbers that may be someone's order.
    pub ids: usize,
}

impl Replaced {
    /// Adds the counts of another document.
    pub fn add(&mut self, other: &Self) {
        self.tokens += other.tokens;
        self.cookies += other.cookies;
        self.phones += other.phones;
        self.encrypted += other.encrypted;
        self.personal += other.personal;
        self.ids += other.ids;
    }

    /// All of them.
    #[must_use]
    pub fn total(&self) -> usize {
        self.tokens + self.cookies + self.phones + self.encrypted + self.personal + self.ids
    }

    /// `tokens 2, cookies 3`; the kinds that occurred.
    #[must_use]
    pub fn summary(&self) -> String {
        let kinds = [
            ("tokens", self.tokens),
            ("cookies", self.cookies),
            ("phone numbers", self.phones),
            ("encrypted values", self.encrypted),
            ("personal values", self.personal),
            ("long ids", self.ids),
        ];
        let shown: Vec<String> =
            kinds.iter().filter(|(_, count)| *count > 0).map(|(kind, count)| format!("{kind} {count}")).collect();
        if shown.is_empty() { "none".to_owned() } else { shown.join(", ") }
    }
}

/// Parts of wire names that the spec's lint takes for personal.
pub const PERSONAL: [&str; 15] = [
    "name", "nick", "phone", "mobile", "address", "zip", "email", "alipay", "memo", "message", "openid", "open_id",
    "oaid", "uid", "taker",
];
const ALSO_PERSONAL: [&str; 10] =
    ["id_num", "receiver_", "plate_number", "_tel", "addr", "_state", "_city", "_district", "_town", "snapshot"];

/// Members of JSON about people; no names of fields, where the lint's list decides.
const PEOPLE: [&str; 6] = ["receiver", "buyer", "consignee", "contact", "telephone", "card_no"];
/// Ends of names whose values are hex and no secret.
const HEX_NAMES: [&str; 4] = ["id", "md5", "hash", "url"];
/// Members of a parameter that bound its value.
const LIMITS: [&str; 4] = ["maxValue", "minValue", "maxLength", "maxListSize"];

/// True when the lint wants a `pii:` for a text field of this name.
#[must_use]
pub fn is_personal_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    PERSONAL.iter().any(|part| lower.contains(part)) || lower.contains("id_num")
}

/// What must stand in place of a value, because of the name it has; None where it may stay. `json`: a member of JSON inside a text,
/// where digits alone are left to what recognises numbers.
#[must_use]
pub fn by_name(name: &str, value: &str, json: bool) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    if is_secret_name(&lower) && !(json && digits) && !value.trim().is_empty() {
        return Some(SECRET);
    }
    let personal = is_personal_name(&lower)
        || ALSO_PERSONAL.iter().any(|part| lower.contains(part))
        // What they paid is a number, and `true` says what they wanted.
        || (json
            && value.contains(char::is_alphabetic)
            && (lower == "tel" || PEOPLE.iter().any(|part| lower.contains(part))));
    (personal && !is_harmless(value) && !scrub::is_stand_in(value)).then(|| stand_in(&lower))
}

/// The text of a page as the rest of the program may see it: every line passes through here before any reader has it.
#[must_use]
pub fn page<'a>(text: &'a str, patterns: &Patterns, replaced: &mut Replaced) -> Cow<'a, str> {
    let mut out: Option<String> = None;
    let mut done = 0;
    for line in text.split_inclusive('\n') {
        let clean = patterns.scrub.text(line, replaced);
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
            if let Cow::Owned(clean) = patterns.scrub.text(text, replaced) {
                *text = clean;
            }
        }
        // Numbers are read as their digits.
        Value::Number(number) => {
            let digits = number.to_string();
            if let Cow::Owned(clean) = patterns.scrub.text(&digits, replaced) {
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
                if let Cow::Owned(clean) = patterns.scrub.text(name, replaced) {
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
        row.example = row.example.take().map(|value| example(&row.name, value, patterns, replaced));
        let secret = is_secret_name(&row.name.to_ascii_lowercase());
        if let Some(default) = row.default.as_mut().filter(|default| secret && !scrub::holds_stand_in(default)) {
            replaced.tokens += 1;
            SECRET.clone_into(default);
        }
    }
}

fn example(name: &str, value: String, patterns: &Patterns, replaced: &mut Replaced) -> String {
    let lower = name.to_ascii_lowercase();
    // Ids and checksums look like tokens, and are called what they are.
    let hex = patterns.scrub.short_hex(&value) && !HEX_NAMES.iter().any(|end| lower.ends_with(end));
    let by_name = if hex { Some(SECRET) } else { by_name(name, &value, false) };
    let Some(stand_in) = by_name.filter(|stand_in| *stand_in != value) else { return value };
    *(if stand_in == SECRET { &mut replaced.tokens } else { &mut replaced.personal }) += 1;
    stand_in.to_owned()
}

fn is_secret_name(lower: &str) -> bool {
    [
        "token",
        "accesstoken",
        "refresh_token",
        "secret",
        "password",
        "passwd",
        "session_key",
        "sessionkey",
        "cookie",
        "csrf",
        "access_key",
        "accesskey",
    ]
    .iter()
    .any(|part| lower.contains(part))
        && !lower.contains("expire")
        || matches!(lower, "auth" | "authorization")
}

/// Values that identify nobody, whatever the field is called.
fn is_harmless(value: &str) -> bool {
    let value = value.trim();
    value.len() <= 1
        || matches!(value, "true" | "false" | "demo" | "test" | "null")
        || (value.len() <= 6 && value.bytes().all(|b| b.is_ascii_digit()))
        || crate::check::value::is_datetime(value)
}

fn stand_in(lower: &str) -> &'static str {
    let has = |part: &str| lower.contains(part);
    if has("phone") || has("mobile") || has("tel") {
        PHONE
    } else if has("zip") {
        "000000"
    } else if has("email") {
        MAIL
    } else if has("addr") || has("_state") || has("_city") || has("_district") || has("_town") || has("_country") {
        "测试地址"
    } else if has("memo") || has("message") {
        "测试备注"
    } else if has("oaid")
        || has("openid")
        || has("open_id")
        || has("uid")
        || has("id_num")
        || has("alipay")
        || has("plate_number")
    {
        "TEST0000000001"
    } else {
        "测试"
    }
}
