//! What is nobody's business in a text, found by its looks alone: tokens, cookies, phone numbers, ids, names inside JSON.

use std::borrow::Cow;

use regex::{Captures, Regex};

use super::by_name::by_name;
use super::envelope;
use super::free::{self, Free};
use crate::import::stand_in::{ADDRESS, ENCRYPTED, MAIL, NUMBER, PHONE, REMOVED, Replaced, SECRET};
use crate::people;

/// The patterns, compiled once per run. One that does not compile is `None` and matches nothing, see [`crate::import::read::prose::Patterns`].
#[derive(Debug, Clone)]
pub struct Patterns {
    cookie: Option<Regex>,
    bearer: Option<Regex>,
    encrypted: Option<Regex>,
    hex: Option<Regex>,
    short_hex: Option<Regex>,
    credential: Option<Regex>,
    member: Option<Regex>,
    query: Option<Regex>,
    access_key: Option<Regex>,
    signed: Option<Regex>,
    random: Option<Regex>,
    landline: Option<Regex>,
    contact: Option<Regex>,
    login: Option<Regex>,
    mail: Option<Regex>,
    number: Option<Regex>,
    phone: Option<Regex>,
    free: Free,
}

impl Default for Patterns {
    fn default() -> Self {
        let compile = |pattern: &str| Regex::new(pattern).ok();
        Self {
            cookie: compile(
                r"(?i)((?:__yjs_duid|PHPSESSID|_csrf|JSESSIONID|cookie2?|csrf_token)\s*[=:]\s*)[^;'\x22\s|]+",
            ),
            bearer: compile(
                r"(?i)(Bearer\s+|(?:access|refresh)_?token[\x22']?\s*[:=]\s*[\x22']?)[A-Za-z0-9._~+/=-]{8,}",
            ),
            encrypted: compile(
                r"\$[A-Za-z0-9+/=]{8,}\$[A-Za-z0-9+/=]*\$?\d*\$*|~[A-Za-z0-9+/=]{8,}~[A-Za-z0-9+/=]*~\d*~*",
            ),
            // Words of ASCII: to Unicode a Chinese sign is of the word as well, and nothing ends between it and a token.
            hex: compile(r"(?-u:\b)(?:[0-9a-f]{40,}|[0-9A-F]{40,})(?-u:\b)"),
            // As long as a token and as the checksum of a picture: what it is the words beside it say, or the field's name.
            short_hex: compile(r"(?-u:\b)(?:[0-9a-f]{32,}x*|[0-9A-F]{32})(?-u:\b)"),
            credential: compile(&credential()),
            // `"receiver_name": "…"`, inside a string of JSON too, where the quotes are escaped; `"session_key": 12345678`.
            member: compile(
                r#"["'](?P<key>[A-Za-z_][A-Za-z0-9_.-]{0,60})(?P<quote>\\*["'])\s*[:：]\s*(?:\\*["'](?P<value>(?:[^"'\\|]|\\+u[0-9a-fA-F]{4})+)|(?P<number>-?\d{4,}))"#,
            ),
            // `?sign_key=…&user=…`.
            query: compile(r#"[?&](?P<key>[A-Za-z_][A-Za-z0-9_.-]{0,60})=(?P<value>[^&#\s"'<>|,;，；。]+)"#),
            // A key of a cloud says itself what it is.
            access_key: compile(r"(?-u:\b)AKIA[0-9A-Z]{16}(?-u:\b)"),
            // A signed token begins with `{"` in base64.
            signed: compile(r"(?-u:\b)eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?"),
            random: compile(r"(?-u:\b)[A-Za-z0-9]{32,}(?-u:\b)"),
            // With the area's number.
            landline: compile(r"0[1-9][0-9]{1,2}[- ][0-9]{7,8}"),
            // Whom to ask about the page: a line of its own.
            contact: compile(
                r"(?m)^([ \t>*#-]*(?:联系人|联系方式|联系地址|负责人|对接人|客服|(?i:contact))[ \t]*[:：][ \t]*)[^|\r\n]+$",
            ),
            // `http://user:password@host`: the host stays.
            login: compile(r"(://)[A-Za-z0-9._~%!$&()*+,;=:@-]+@"),
            mail: compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z][A-Za-z0-9.-]*"),
            number: compile(r"[1-9][0-9]{15,19}"),
            phone: compile(r"(?:(?:\+|00)?86[- ]?)?1[3-9][0-9](?:[0-9]{8}|-[0-9]{4}-[0-9]{4}| [0-9]{4} [0-9]{4})"),
            free: Free::default(),
        }
    }
}

/// The names of secrets as prose writes them, and two words that are no names.
fn credential() -> String {
    // `pin` is the end of many a word.
    let names = people::SECRET.iter().map(|name| match *name {
        "pin" => r"(?-u:\b)pin(?-u:\b)".to_owned(),
        name => name.replace('_', "[_ -]?"),
    });
    format!("(?i)auth|授权|{}", names.collect::<Vec<_>>().join("|"))
}

impl Patterns {
    /// True when every pattern compiled; a test asks.
    #[must_use]
    pub fn complete(&self) -> bool {
        [
            &self.cookie,
            &self.bearer,
            &self.encrypted,
            &self.hex,
            &self.short_hex,
            &self.credential,
            &self.member,
            &self.query,
            &self.access_key,
            &self.signed,
            &self.random,
            &self.landline,
            &self.contact,
            &self.login,
            &self.mail,
            &self.number,
            &self.phone,
        ]
        .iter()
        .all(|pattern| pattern.is_some())
            && self.free.complete()
    }

    /// The text without what must not be kept.
    #[must_use]
    pub fn text<'a>(&self, text: &'a str, replaced: &mut Replaced) -> Cow<'a, str> {
        self.piece(text, ("", ""), replaced)
    }

    /// The same of a piece of a text, `around` which this stands.
    pub(super) fn piece<'a>(&self, text: &'a str, around: (&str, &str), replaced: &mut Replaced) -> Cow<'a, str> {
        let mut out = Cow::Borrowed(text);
        let signs = Signs::of(text);
        if signs.assigns {
            sweep(&mut out, &self.cookie, &mut replaced.cookies, |_, hit| Some(behind(hit, REMOVED)));
        }
        if signs.bears(text) {
            sweep(&mut out, &self.bearer, &mut replaced.tokens, |_, hit| Some(behind(hit, REMOVED)));
        }
        if signs.wraps {
            sweep(&mut out, &self.encrypted, &mut replaced.encrypted, |_, _| Some(ENCRYPTED.to_owned()));
        }
        if signs.longest >= 32 {
            sweep(&mut out, &self.hex, &mut replaced.tokens, |_, _| Some(SECRET.to_owned()));
            if self.short_hex(&out) && self.credential.as_ref().is_some_and(|words| words.is_match(&out)) {
                sweep(&mut out, &self.short_hex, &mut replaced.tokens, |_, _| Some(SECRET.to_owned()));
            }
        }
        if signs.token >= MIXED && text.contains("eyJ") {
            sweep(&mut out, &self.signed, &mut replaced.tokens, |_, _| Some(SECRET.to_owned()));
        }
        if signs.longest >= MIXED {
            sweep(&mut out, &self.random, &mut replaced.tokens, |_, hit| {
                hit.get(0).filter(|hit| is_random(hit.as_str())).map(|_| SECRET.to_owned())
            });
        }
        if signs.labels {
            sweep(&mut out, &self.contact, &mut replaced.personal, |_, hit| Some(behind(hit, REMOVED)));
        }
        if signs.foreign && free::may_name(&out, signs.labels) {
            sweep(&mut out, &self.free.named, &mut replaced.personal, |_, hit| free::name(hit));
        }
        if signs.foreign && signs.digits > 0 && free::may_place(&out) {
            sweep(&mut out, &self.free.place, &mut replaced.personal, |around, hit| {
                // A cell, or a value, of nothing else is an example: what it is the name of its field says.
                let example = |new: &String| around.is_alone() && new == ADDRESS;
                let kept = hit.get(0).map_or("", |hit| hit.as_str());
                free::place(hit).map(|new| if example(&new) { kept.to_owned() } else { new })
            });
        }
        if signs.quotes {
            self.named(&self.member, &mut out, around, replaced);
        }
        if signs.queries {
            self.named(&self.query, &mut out, around, replaced);
        }
        if signs.longest >= "AKIA".len() + 16 {
            sweep(&mut out, &self.access_key, &mut replaced.tokens, |_, _| Some(SECRET.to_owned()));
        }
        if signs.mails {
            let login = || format!("://{REMOVED}@");
            sweep(&mut out, &self.login, &mut replaced.tokens, |_, _| Some(login()));
            sweep(&mut out, &self.mail, &mut replaced.personal, |beside, hit| {
                let login = beside.before.ends_with("://");
                Some(if login { hit.get(0)?.as_str().to_owned() } else { MAIL.to_owned() })
            });
        }
        if signs.digits >= 16 {
            sweep(&mut out, &self.number, &mut replaced.ids, |around, _| {
                let joins = |c: char| c.is_ascii_alphanumeric() || c == '_';
                (!around.joined(joins)).then(|| NUMBER.to_owned())
            });
        }
        if signs.digits >= 10 {
            sweep(&mut out, &self.landline, &mut replaced.phones, |around, _| {
                (!around.joined(|c| c.is_ascii_alphanumeric() || c == '-')).then(|| PHONE.to_owned())
            });
        }
        if signs.digits >= 11 {
            sweep(&mut out, &self.phone, &mut replaced.phones, |around, _| {
                (!around.joined(|c| c.is_ascii_digit())).then(|| PHONE.to_owned())
            });
        }
        out
    }

    /// Takes out of words of a page, which are clean otherwise, what nobody needs to decide anything: checksums, which may be tokens.
    pub fn quote(&self, text: &mut String) {
        let mut out = Cow::Borrowed(text.as_str());
        sweep(&mut out, &self.short_hex, &mut 0, |_, _| Some(SECRET.to_owned()));
        if let Cow::Owned(out) = out {
            *text = out;
        }
    }

    /// True for a text with an address in it.
    #[must_use]
    pub fn has_address(&self, text: &str) -> bool {
        let mut hits = self.free.place.iter().flat_map(|pattern| pattern.captures_iter(text));
        free::may_place(text) && hits.any(|hit| free::place(&hit).is_some_and(|new| new.ends_with(ADDRESS)))
    }

    /// True for what looks like a token or like a checksum.
    #[must_use]
    pub fn short_hex(&self, text: &str) -> bool {
        self.short_hex.as_ref().is_some_and(|pattern| pattern.is_match(text))
    }

    /// Members of JSON and parts of a query in a text, by their names.
    fn named(&self, pattern: &Option<Regex>, out: &mut Cow<'_, str>, around: (&str, &str), replaced: &mut Replaced) {
        let (mut tokens, mut personal) = (0, 0);
        let mut all = 0;
        sweep(out, pattern, &mut all, |beside, hit| {
            let (key, number) = (hit.name("key")?.as_str(), hit.name("number"));
            let value = hit.name("value").or(number)?.as_str();
            // Of a number only a secret is none of an amount.
            let stand_in = by_name(key, value, true).filter(|stand_in| number.is_none() || *stand_in == SECRET)?;
            if stand_in != SECRET && envelope::is_answer(key, (beside.before, beside.after), around) {
                return None;
            }
            *(if stand_in == SECRET { &mut tokens } else { &mut personal }) += 1;
            let whole = hit.get(0)?.as_str();
            let quote = number.and_then(|_| hit.name("quote")).map_or("", |quote| quote.as_str());
            Some(format!("{}{quote}{stand_in}{quote}", whole.strip_suffix(value)?))
        });
        replaced.tokens += tokens;
        replaced.personal += personal;
    }
}

/// A token that no rule but chance has made has this many letters and digits.
const MIXED: usize = 32;

/// Letters of both cases and digits, turn by turn: a name in humps changes less often.
fn is_random(token: &str) -> bool {
    let kind = |byte: u8| (byte.is_ascii_digit(), byte.is_ascii_uppercase());
    let turns =
        token.as_bytes().windows(2).filter(|pair| matches!(pair, [one, two] if kind(*one) != kind(*two))).count();
    let has = |is: fn(&u8) -> bool| token.as_bytes().iter().any(is);
    has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && turns * 2 > token.len()
}

fn behind(hit: &Captures<'_>, stand_in: &str) -> String {
    format!("{}{stand_in}", hit.get(1).map_or("", |label| label.as_str()))
}

/// What a text must have before one of the patterns can hit: of a hundred thousand descriptions few have any of it.
#[derive(Debug, Default)]
struct Signs {
    digits: usize,
    /// Longest run of letters and digits.
    longest: usize,
    /// Longest run without ASCII signs that no token has.
    token: usize,
    /// What may stand between a word and its token.
    parts: bool,
    assigns: bool,
    /// A label may stand before a value.
    labels: bool,
    wraps: bool,
    quotes: bool,
    /// A query begins or goes on.
    queries: bool,
    mails: bool,
    /// It has letters beside those of ASCII.
    foreign: bool,
}

impl Signs {
    /// Whether a text of these signs may name a token and have one.
    fn bears(&self, text: &str) -> bool {
        const TOKEN: usize = 8;
        text.len() > "Bearer".len() + TOKEN && self.token >= TOKEN && (self.assigns || self.parts)
    }

    fn of(text: &str) -> Self {
        let mut signs = Self::default();
        let (mut run, mut token) = (0, 0);
        for byte in text.bytes() {
            run = if byte.is_ascii_alphanumeric() { run + 1 } else { 0 };
            signs.longest = signs.longest.max(run);
            let in_token = byte.is_ascii_alphanumeric() || b"._~+/=-".contains(&byte) || !byte.is_ascii();
            token = if in_token { token + 1 } else { 0 };
            signs.token = signs.token.max(token);
            signs.foreign |= !byte.is_ascii();
            signs.parts |= byte.is_ascii_whitespace() || byte == 0x0b || !byte.is_ascii();
            match byte {
                b'0'..=b'9' => signs.digits += 1,
                b'=' => signs.assigns = true,
                b':' => (signs.assigns, signs.labels) = (true, true),
                b'$' | b'~' => signs.wraps = true,
                b'"' | b'\'' => signs.quotes = true,
                b'?' | b'&' => signs.queries = true,
                b'@' => signs.mails = true,
                // The first byte of a full-width colon.
                0xef => signs.labels = true,
                _ => {}
            }
        }
        signs
    }
}

/// What stands beside a hit.
struct Around<'a> {
    before: &'a str,
    after: &'a str,
}

impl Around<'_> {
    /// True when nothing but the signs of a table or of JSON stands beside the hit.
    fn is_alone(&self) -> bool {
        let (before, after) = (self.before.trim_end_matches([' ', '\t']), self.after.trim_start_matches([' ', '\t']));
        before.ends_with(['|', '"', '\t']) && after.starts_with(['|', '"', '\\'])
    }

    /// True when the hit is only a part of something longer; a point joins what it stands between.
    fn joined(&self, joins: impl Fn(char) -> bool) -> bool {
        let goes_on = |mut chars: &mut dyn Iterator<Item = char>| match chars.next() {
            Some('.') => (&mut chars).next().is_some_and(&joins),
            Some(c) => joins(c),
            None => false,
        };
        goes_on(&mut self.before.chars().rev()) || goes_on(&mut self.after.chars())
    }
}

/// Replaces hits by what `stand_in` says; None leaves one as it is, and the search goes on one character further. Neighbours are
/// looked at and not consumed: of two numbers with one comma between them both are found.
fn sweep(
    out: &mut Cow<'_, str>,
    pattern: &Option<Regex>,
    count: &mut usize,
    mut stand_in: impl FnMut(&Around<'_>, &Captures<'_>) -> Option<String>,
) {
    let Some(pattern) = pattern else { return };
    let text: &str = out;
    let mut made = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(hit) = pattern.captures_at(text, at) {
        let Some(whole) = hit.get(0) else { break };
        let around = Around {
            before: text.get(..whole.start()).unwrap_or_default(),
            after: text.get(whole.end()..).unwrap_or_default(),
        };
        match stand_in(&around, &hit) {
            // What stands there already was counted when it was put there.
            Some(new) if new != whole.as_str() => {
                made.push_str(text.get(kept..whole.start()).unwrap_or_default());
                made.push_str(&new);
                *count += 1;
                (kept, at) = (whole.end(), whole.end());
            }
            Some(_) => at = whole.end(),
            None => at = whole.start() + whole.as_str().chars().next().map_or(1, char::len_utf8),
        }
    }
    if kept > 0 {
        made.push_str(text.get(kept..).unwrap_or_default());
        *out = Cow::Owned(made);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_beside_the_name_of_any_secret_are_a_token() {
        let patterns = Patterns::default();
        let hex = "0123456789abcdef0123456789abcdef";
        for name in people::SECRET {
            for name in [name.to_string(), name.to_uppercase(), name.replace('_', ""), name.replace('_', " ")] {
                let kept = patterns.text(&format!("{name}: {hex}"), &mut Replaced::default()).into_owned();
                assert!(!kept.contains(hex), "{kept}");
            }
        }
        let picture = format!("图片的md5: {hex}");
        assert_eq!(patterns.text(&picture, &mut Replaced::default()), picture);
    }

    #[test]
    fn what_is_somebodys_is_found_wherever_it_stands() {
        let patterns = Patterns::default();
        let token = "aB3xK9mQ2zR7vL5nT8cW1yH6jD4gF0pS3uE9bN2k";
        for (text, wanted) in [
            ("联系人: 王小明", "联系人: REMOVED"),
            ("  负责人：王小明 1 号楼", "  负责人：REMOVED"),
            ("contact: Wang", "contact: REMOVED"),
            ("备注: 请拨 0571-88886666 咨询", "备注: 请拨 PHONE 咨询"),
            (&format!("传{token}即可"), "传SECRET即可"),
            ("eyJhbGciOiJIUzI1NiJ9.eyJ1IjoxMjM0NX0.abc_DEF-1 用", "SECRET 用"),
        ] {
            let wanted = wanted.replace("REMOVED", REMOVED).replace("PHONE", PHONE).replace("SECRET", SECRET);
            let kept = patterns.text(text, &mut Replaced::default()).into_owned();
            assert_eq!(kept, wanted);
            assert_eq!(patterns.text(&kept, &mut Replaced::default()), wanted);
        }
        for text in [
            "联系人: 必填 | 甲",
            "name | String | 联系人: 收货的人 |",
            "2021-0571-88886666",
            "logisticsOnlineConfirmOrderRequestV2Dto",
            "AlibabaAscpLogisticsOrderDetail2RequestV1",
        ] {
            assert_eq!(patterns.text(text, &mut Replaced::default()), text);
        }
        let hex = "0123456789abcdef0123456789abcdef";
        for (quoted, wanted) in
            [(format!("只能 {hex}"), format!("只能 {SECRET}")), ("联系人:必填".to_owned(), "联系人:必填".to_owned())]
        {
            let mut said = quoted;
            patterns.quote(&mut said);
            assert_eq!(said, wanted);
        }
    }

    #[test]
    fn a_token_ends_where_chinese_begins() {
        let patterns = Patterns::default();
        let (short, long) = ("0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef01234567");
        let (upper, key) = (long.to_uppercase(), "AKIA0123456789ABCDEF");
        for (before, token, behind) in [
            ("令牌token是", short, "请保密"),
            ("传入", long, "即可"),
            ("传入", &upper, "即可"),
            ("密匙为", key, "即可"),
        ] {
            for text in
                [format!("{before}{token} "), format!(" {token}{behind} token"), format!("{before}{token}{behind}")]
            {
                let kept = patterns.text(&text, &mut Replaced::default()).into_owned();
                assert!(!kept.contains(token), "{kept}");
            }
        }
        let inside = format!("url: img_{long}_{key}X");
        assert_eq!(patterns.text(&inside, &mut Replaced::default()), inside);
    }
}
