//! Tokens, cookies, phone numbers and other people's data never leave a document: examples pass through here first.

use super::prose::Patterns;

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

/// True when the lint wants a `pii:` for a text field of this name.
#[must_use]
pub fn is_personal_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    PERSONAL.iter().any(|part| lower.contains(part)) || lower.contains("id_num")
}

/// Replaces what must not be kept in a table's example of the field `name`.
pub fn example(name: &str, value: &str, patterns: &Patterns, replaced: &mut Replaced) -> String {
    let lower = name.to_ascii_lowercase();
    if is_secret_name(&lower) && !value.trim().is_empty() {
        replaced.tokens += 1;
        return "TEST_SECRET".to_owned();
    }
    let clean = text(value, patterns, replaced);
    if clean != value {
        return clean;
    }
    let personal =
        (is_personal_name(&lower) || ALSO_PERSONAL.iter().any(|part| lower.contains(part))) && !is_harmless(value);
    if !personal {
        return clean;
    }
    let stand_in = stand_in(&lower);
    if stand_in != value {
        replaced.personal += 1;
    }
    stand_in.to_owned()
}

/// Replaces secrets, phone numbers and encrypted values anywhere in a text; what the lines of a sample pass through.
pub fn text(value: &str, patterns: &Patterns, replaced: &mut Replaced) -> String {
    let mut out = value.to_owned();
    let mut sweep = |pattern: &Option<regex::Regex>, stand_in: &str, count: &mut usize| {
        let Some(pattern) = pattern else { return };
        let found = pattern.find_iter(&out).count();
        if found > 0 {
            *count += found;
            out = pattern.replace_all(&out, stand_in).into_owned();
        }
    };
    sweep(&patterns.cookie, "${1}REMOVED", &mut replaced.cookies);
    sweep(&patterns.bearer, "${1}REMOVED", &mut replaced.tokens);
    sweep(&patterns.encrypted, "ENCRYPTED", &mut replaced.encrypted);
    sweep(&patterns.long_hex, "TEST_SECRET", &mut replaced.tokens);
    sweep(&patterns.mail, "buyer@example.com", &mut replaced.personal);
    sweep(&patterns.long_number, "${1}1000000000000000001${2}", &mut replaced.ids);
    sweep(&patterns.phone, "${1}13800000000${2}", &mut replaced.phones);
    out
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
        "13800000000"
    } else if has("zip") {
        "000000"
    } else if has("email") {
        "buyer@example.com"
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
