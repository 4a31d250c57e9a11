//! When two messages are one, and which documented error a reply means.
//!
//! One code stands for up to a hundred messages, the documentation site re-spaces its text and swaps punctuation, and live messages
//! carry suffixes or a TOP sub code. So: a documented sub code first, then the message, then the longest documented prefix within the
//! code. Never "contains": one documented message is often a part of another.
//!
//! Std and unicode-normalization only. `vvspec generate` copies this very file into the crate it generates, so that lint, `explain`,
//! the import and a running program can never disagree.

use std::collections::HashMap;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// The form in which messages are compared: [`folded`], without punctuation at its end. Documentation sites re-space text and swap
/// full-width punctuation; live messages keep neither.
pub fn normal(text: &str) -> String {
    let mut out = folded(text);
    out.truncate(out.trim_end_matches(['.', '!', ',', ';']).len());
    out
}

/// NFKC, no white space and nothing that has no width, one kind of full stop, lower case.
pub fn folded(text: &str) -> String {
    fn fold(chars: impl Iterator<Item = char>) -> String {
        chars
            .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}'))
            .map(|c| if c == '。' { '.' } else { c })
            .flat_map(char::to_lowercase)
            .collect()
    }
    if is_nfkc_quick(text.chars()) == IsNormalized::Yes { fold(text.chars()) } else { fold(text.nfkc()) }
}

/// What a reply says about its failure.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reported<'a> {
    /// The code.
    pub code: &'a str,
    /// The message beside it.
    pub message: &'a str,
    /// TOP's second code.
    pub sub_code: Option<&'a str>,
    /// The message beside that.
    pub sub_message: Option<&'a str>,
}

/// What it turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Match {
    /// Place in the table of errors.
    pub entry: Option<u16>,
    /// The sub code, also when it stood inside the message.
    pub sub_code: Option<String>,
}

/// An entry of a table of errors.
pub trait Documented<'t> {
    /// Its code.
    fn code(&self) -> &'t str;
    /// Its message, then its aliases.
    fn messages(&self) -> impl Iterator<Item = &'t str>;
    /// Its sub codes.
    fn sub_codes(&self) -> impl Iterator<Item = &'t str>;
}

/// A table of errors, prepared for look-up.
#[derive(Debug)]
pub struct Index<'t> {
    /// The sub code is what identifies an error, then the code; otherwise code and message together.
    by_sub_code: bool,
    /// Normal sub codes. Where errors are sub codes, their codes too.
    sub_codes: HashMap<String, u16>,
    /// Per code: normal messages and aliases, the longest first.
    messages: HashMap<&'t str, Vec<(String, u16)>>,
}

impl<'t> Index<'t> {
    /// Of the entries of a table, in its order: of two with one key the first counts.
    pub fn new<E: Documented<'t>>(by_sub_code: bool, entries: impl IntoIterator<Item = E>) -> Self {
        let mut sub_codes = HashMap::new();
        let mut messages: HashMap<&'t str, Vec<(String, u16)>> = HashMap::new();
        for (place, entry) in (0u16..).zip(entries) {
            for sub_code in entry.sub_codes() {
                sub_codes.entry(normal(sub_code)).or_insert(place);
            }
            if by_sub_code {
                sub_codes.entry(normal(entry.code())).or_insert(place);
            }
            let of_code = messages.entry(entry.code()).or_default();
            of_code.extend(entry.messages().map(|message| (normal(message), place)));
        }
        for of_code in messages.values_mut() {
            of_code.retain(|(message, _)| !message.is_empty());
            // Stable: of two entries with one message the first documented wins.
            of_code.sort_by_key(|(message, _)| core::cmp::Reverse(message.len()));
        }
        Self { by_sub_code, sub_codes, messages }
    }

    /// What a failure means.
    pub fn find(&self, reported: &Reported<'_>) -> Match {
        let (sub_code, entry) = match reported.sub_code.filter(|code| !code.trim().is_empty()) {
            Some(code) => (Some(code.trim().to_owned()), self.sub_code(code)),
            None => self.inside(reported),
        };
        let entry = entry.or_else(|| {
            if self.by_sub_code {
                // Without a documented sub code: what the platform's code says, where messages of the code do not tell more.
                self.sub_codes.get(&normal(reported.code)).copied()
            } else {
                self.message(reported.code, &normal(reported.message))
            }
        });
        Match { entry, sub_code }
    }

    /// What the code or the message beside a flag inside a success body means.
    pub fn find_in_body(&self, code: &str, message: &str) -> Option<u16> {
        let by_code = self.sub_code(code).or_else(|| self.sub_code(message));
        by_code.or_else(|| self.message(code, &normal(message)))
    }

    /// What a message means that comes with the code of success: word by word, under whatever other code the documents have it.
    pub fn find_beside_success(&self, success_code: &str, reported: &Reported<'_>) -> Match {
        let (sub_code, entry) = match reported.sub_code.filter(|code| !code.trim().is_empty()) {
            Some(code) => (Some(code.trim().to_owned()), self.sub_code(code)),
            None => self.inside(reported),
        };
        let message = normal(reported.message);
        let entry = entry.or_else(|| {
            let others = self.messages.iter().filter(|(code, _)| **code != success_code);
            let exact = others.flat_map(|(_, of_code)| of_code).filter(|(documented, _)| *documented == message);
            // Of several codes the one documented first counts.
            exact.map(|(_, place)| *place).min()
        });
        Match { entry, sub_code }
    }

    /// A sub code: as it is, then without its parameters (`isv.missing-parameter:tid` is also `isv.missing-parameter`).
    pub fn sub_code(&self, code: &str) -> Option<u16> {
        let code = normal(code);
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
    fn split<'s>(&self, code: &str, text: &str, token: &'s str) -> (&'s str, Option<u16>) {
        let known = |head: &str| self.sub_codes.get(&normal(trim_token(head))).copied();
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

/// The message behind a sub code, normal, without what separates the two.
fn message_behind(rest: &str) -> String {
    let text = rest.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | ',' | ';' | '-' | '|' | ']' | ')' | '】' | '/')
    });
    normal(text)
}
