//! Which documented error a reply means.
//!
//! One code stands for up to a hundred messages, the documentation site re-spaces its text and swaps punctuation, and live messages
//! carry suffixes or a TOP sub code. So: a documented sub code first, then the message, then the longest documented prefix within the
//! code. Never "contains": one documented message is often a part of another.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use unicode_normalization::UnicodeNormalization;

use crate::meta::{ErrorsBy, Service};

/// What a reply says about its failure.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reported<'a> {
    pub(crate) code: &'a str,
    pub(crate) message: &'a str,
    pub(crate) sub_code: Option<&'a str>,
    pub(crate) sub_message: Option<&'a str>,
}

/// What it turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Match {
    /// Place in the service's table.
    pub(crate) entry: Option<u16>,
    /// The sub code, also when it stood inside the message.
    pub(crate) sub_code: Option<String>,
}

/// Match a failure with the service's table.
pub(crate) fn find(service: &'static Service, reported: &Reported<'_>) -> Match {
    let index = index_of(service);
    let (sub_code, entry) = match reported.sub_code.filter(|code| !code.trim().is_empty()) {
        Some(code) => (Some(code.trim().to_owned()), index.sub_code(code)),
        None => index.inside(reported),
    };
    let entry = entry.or_else(|| match service.errors_by {
        ErrorsBy::CodeAndMessage => index.message(reported.code, &normalize(reported.message)),
        ErrorsBy::SubCode => index.platform_code(reported),
    });
    Match { entry, sub_code }
}

/// Match a code and a message that come without the rest of a reply.
pub(super) fn classify(service: &'static Service, code: &str, message: &str) -> Option<u16> {
    find(service, &Reported { code, message, ..Reported::default() }).entry
}

/// Match the code or the message that stands beside a flag inside a success body.
pub(crate) fn find_in_body(service: &'static Service, code: &str, message: &str) -> Option<u16> {
    let index = index_of(service);
    let by_code = index.sub_code(code).or_else(|| index.sub_code(message));
    by_code.or_else(|| index.message(code, &normalize(message)))
}

/// The table, prepared for look-up.
struct Index {
    /// Normalized sub codes. For a service whose errors are sub codes, their codes too.
    sub_codes: HashMap<String, u16>,
    /// Per code: normalized messages and aliases, the longest first.
    messages: HashMap<&'static str, Vec<(String, u16)>>,
}

/// Prepared once per service, and only when the first error arrives. A service is known by its address: services are statics.
static INDEXES: RwLock<Vec<(&'static Service, Arc<Index>)>> = RwLock::new(Vec::new());

fn index_of(service: &'static Service) -> Arc<Index> {
    let known = INDEXES.read().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some((_, index)) = known.iter().find(|(known, _)| std::ptr::eq(*known, service)) {
        return Arc::clone(index);
    }
    drop(known);
    let index = Arc::new(Index::new(service));
    let mut known = INDEXES.write().unwrap_or_else(std::sync::PoisonError::into_inner);
    known.push((service, Arc::clone(&index)));
    index
}

impl Index {
    fn new(service: &'static Service) -> Self {
        let mut sub_codes = HashMap::new();
        let mut messages: HashMap<&'static str, Vec<(String, u16)>> = HashMap::new();
        for (place, entry) in (0u16..).zip(service.errors) {
            for sub_code in entry.sub_codes {
                sub_codes.entry(normalize(sub_code)).or_insert(place);
            }
            if service.errors_by == ErrorsBy::SubCode {
                sub_codes.entry(normalize(entry.code)).or_insert(place);
            }
            let of_code = messages.entry(entry.code).or_default();
            for message in core::iter::once(&entry.message).chain(entry.aliases) {
                of_code.push((normalize(message), place));
            }
        }
        for of_code in messages.values_mut() {
            of_code.retain(|(message, _)| !message.is_empty());
            // Stable: of two entries with one message the first documented wins.
            of_code.sort_by_key(|(message, _)| core::cmp::Reverse(message.len()));
        }
        Self { sub_codes, messages }
    }

    /// A sub code: as it is, then without its parameters (`isv.missing-parameter:tid` is also `isv.missing-parameter`).
    fn sub_code(&self, code: &str) -> Option<u16> {
        let code = normalize(code);
        let mut candidate = code.as_str();
        loop {
            if let Some(place) = self.sub_codes.get(candidate) {
                return Some(*place);
            }
            candidate = candidate.rsplit_once(':')?.0;
        }
    }

    /// Exact, then the longest documented prefix; both within one code.
    fn message(&self, code: &str, message: &str) -> Option<u16> {
        let of_code = self.messages.get(code.trim())?;
        // An exact match is the longest possible prefix, so one pass over the longest-first list is enough.
        of_code.iter().find(|(documented, _)| message.starts_with(documented.as_str())).map(|(_, place)| *place)
    }

    fn exact(&self, code: &str, message: &str) -> Option<u16> {
        let of_code = self.messages.get(code.trim())?;
        of_code.iter().find(|(documented, _)| message == documented).map(|(_, place)| *place)
    }

    /// TOP without a documented sub code: what the platform code says, where messages of the code do not tell more.
    fn platform_code(&self, reported: &Reported<'_>) -> Option<u16> {
        self.sub_codes.get(&normalize(reported.code)).copied()
    }

    /// A sub code inside the message: at its start (`isv.x:B04:text`, `isv.x:B04 text`, glued `isv.x:B04text`), or as a word of its own.
    fn inside(&self, reported: &Reported<'_>) -> (Option<String>, Option<u16>) {
        let text: String = reported.sub_message.unwrap_or(reported.message).nfkc().collect();
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '[' | '(' | '【'));
        let token = leading_token(text);
        if token.is_empty() {
            let word = words(text).find_map(|word| Some((word, self.sub_code(word)?)));
            return (word.map(|(word, _)| word.to_owned()), word.map(|(_, place)| place));
        }
        let (head, entry) = self.split(reported.code, text, token);
        (Some(trim_token(head).to_owned()), entry)
    }

    /// Where the sub code at the start of a text ends, and what it means.
    ///
    /// A documented message may begin with ASCII (`top 接口...`, `API 调用...`) and be glued to the sub code, so the end of the token
    /// proves nothing by itself: a documented sub code or a documented message on either side of it does.
    fn split<'t>(&self, code: &str, text: &str, token: &'t str) -> (&'t str, Option<u16>) {
        let known = |head: &str| self.sub_codes.get(&normalize(trim_token(head))).copied();
        let behind = |head: &str| message_behind(text.get(head.len()..).unwrap_or_default());
        // A separator belongs to the token's alphabet: `isv.x:B04:top` may be a sub code and the beginning of a message.
        let at_colons = || token.match_indices(':').filter_map(|(at, _)| token.get(..at));
        None.or_else(|| known(token).map(|place| (token, place)))
            .or_else(|| {
                heads(token).find_map(|head| {
                    known(head).filter(|_| self.message(code, &behind(head)).is_some()).map(|place| (head, place))
                })
            })
            .or_else(|| self.sub_code(trim_token(token)).map(|place| (token, place)))
            .or_else(|| heads(token).find_map(|head| self.exact(code, &behind(head)).map(|place| (head, place))))
            .or_else(|| self.message(code, &behind(token)).map(|place| (token, place)))
            .or_else(|| at_colons().find_map(|head| self.message(code, &behind(head)).map(|place| (head, place))))
            .map_or((token, None), |(head, place)| (head, Some(place)))
    }
}

/// What a text begins with when it begins with a sub code, and perhaps with more that is glued to it: `isv.`, `isp.`, ...
fn leading_token(text: &str) -> &str {
    const NAMESPACES: [&str; 3] = ["isv", "isp", "accesscontrol"];
    let end = text.find(|c: char| !is_token(c)).unwrap_or(text.len());
    let token = text.get(..end).unwrap_or_default();
    let is_sub_code = token.split_once('.').is_some_and(|(namespace, rest)| {
        NAMESPACES.iter().any(|known| known.eq_ignore_ascii_case(namespace))
            && rest.starts_with(|c: char| c.is_ascii_alphabetic())
    });
    if is_sub_code { token } else { "" }
}

/// Sub codes that stand as words of their own somewhere in a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_token(c)).map(trim_token).filter(|word| !leading_token(word).is_empty())
}

/// A token and its shorter heads, the longest first.
fn heads(token: &str) -> impl Iterator<Item = &str> {
    (1..=token.len()).rev().filter_map(|end| token.get(..end))
}

fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':')
}

fn trim_token(token: &str) -> &str {
    token.trim_matches(|c: char| matches!(c, '.' | '-' | '_' | ':'))
}

/// The message behind a sub code, normalized, without what separates the two.
fn message_behind(rest: &str) -> String {
    let text = rest.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | ',' | ';' | '-' | '|' | ']' | ')' | '】' | '/')
    });
    normalize(text)
}

/// NFKC, no whitespace, one kind of full stop, no trailing punctuation, lower case.
pub(crate) fn normalize(text: &str) -> String {
    let mut out: String = text
        .nfkc()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}'))
        .map(|c| if c == '。' { '.' } else { c })
        .flat_map(char::to_lowercase)
        .collect();
    out.truncate(out.trim_end_matches(['.', '!', ',', ';']).len());
    out
}
