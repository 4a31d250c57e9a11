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
            .filter(|c| !c.is_whitespace() && !is_hidden(*c))
            .map(|c| if c == '。' { '.' } else { c })
            .flat_map(char::to_lowercase)
            .collect()
    }
    if let Some(out) = folded_quickly(text) {
        return out;
    }
    if is_nfkc_quick(text.chars()) == IsNormalized::Yes { fold(text.chars()) } else { fold(text.nfkc()) }
}

/// A sign that nobody sees: soft hyphens, joiners, marks of the reading direction and of the order of bytes, variants of the sign before
/// it. A page that was copied has them where the wire has none, and the other way round.
pub fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

/// The same of a text of ASCII, ideographs and the usual punctuation, of which nothing joins its neighbour; None for any other.
fn folded_quickly(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // A full-width sign stands this far behind the one of ASCII.
            '\u{ff01}'..='\u{ff5e}' => {
                out.push(char::from(u8::try_from(u32::from(c) - 0xfee0).ok()?.to_ascii_lowercase()))
            }
            '\u{3000}' => {}
            '。' => out.push('.'),
            '、' | '《' | '》' | '【' | '】' | '“' | '”' | '‘' | '’' | '\u{4e00}'..='\u{9fa5}' => {
                out.push(c)
            }
            _ if !c.is_ascii() => return None,
            _ if c.is_whitespace() => {}
            _ => out.push(c.to_ascii_lowercase()),
        }
    }
    Some(out)
}

/// A code as codes are compared: `"0001"` is the one that another server writes as 1.
pub fn code_key(code: &str) -> &str {
    let code = code.trim();
    if code.len() < 2 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return code;
    }
    match code.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    }
}

/// Two spellings of one code.
pub fn same_code(one: &str, other: &str) -> bool {
    one == other || code_key(one) == code_key(other)
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

/// How a failure was found to be a documented error: the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Matched {
    /// Code and message are the documented ones.
    Exact,
    /// The message is another documented wording of the error.
    Alias,
    /// The message begins with a documented one, the longest of its code.
    Prefix,
    /// The sub code is documented.
    SubCode,
    /// The message is not documented; what to do is the same for every documented message of the code.
    CodeOnly,
    /// Nothing of it is documented but the rule of the sub code's first part: `isp.` is the platform's fault, `isv.` the caller's.
    Rule,
}

/// What it turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Match {
    /// Place in the table of errors.
    pub entry: Option<u16>,
    /// Where no entry is the one: one of the same code, all of whose entries say the same about what to do.
    pub alike: Option<u16>,
    /// How it was found.
    pub how: Option<Matched>,
    /// The sub code, also when it stood inside the message.
    pub sub_code: Option<String>,
}

type Found = (u16, Matched);

/// An entry of a table of errors.
pub trait Documented<'t> {
    /// Its code.
    fn code(&self) -> &'t str;
    /// Its message, then its aliases.
    fn messages(&self) -> impl Iterator<Item = &'t str>;
    /// Its sub codes.
    fn sub_codes(&self) -> impl Iterator<Item = &'t str>;
    /// Says the same as another about what to do and what has become of a write.
    fn acts_like(&self, other: &Self) -> bool;
    /// Says no more than an error that no document lists: not what to do, and not what has become of a write.
    fn says_nothing(&self) -> bool;
}

/// A table of errors, prepared for look-up.
#[derive(Debug)]
pub struct Index<'t> {
    /// The sub code is what identifies an error, then the code; otherwise code and message together.
    by_sub_code: bool,
    /// Normal sub codes. Where errors are sub codes, their codes too.
    sub_codes: HashMap<String, u16>,
    codes: HashMap<&'t str, Code>,
}

/// What one code stands for.
#[derive(Debug)]
struct Code {
    /// Its first entry, whether it is the only one, whether all of them act alike, whether the first one says nothing.
    first: u16,
    only: bool,
    alike: bool,
    open: bool,
    /// Normal messages and aliases, the longest first.
    messages: Vec<(String, Found)>,
}

impl Code {
    /// Behind those that are as long: of two entries with one message the first documented wins.
    fn add(&mut self, message: String, found: Found) {
        if !message.is_empty() {
            let place = self.messages.partition_point(|(known, _)| known.len() >= message.len());
            self.messages.insert(place, (message, found));
        }
    }
}

impl<'t> Index<'t> {
    /// Of the entries of a table, in its order: of two with one key the first counts.
    pub fn new<E: Documented<'t>>(by_sub_code: bool, entries: impl IntoIterator<Item = E>) -> Self {
        let mut sub_codes = HashMap::new();
        let mut codes: HashMap<&'t str, Code> = HashMap::new();
        let mut before: Vec<E> = Vec::new();
        for (place, entry) in (0u16..).zip(entries) {
            for sub_code in entry.sub_codes() {
                sub_codes.entry(normal(sub_code)).or_insert(place);
            }
            if by_sub_code {
                sub_codes.entry(normal(entry.code())).or_insert(place);
            }
            let new = Code { first: place, only: true, alike: true, open: entry.says_nothing(), messages: Vec::new() };
            let code = codes.entry(code_key(entry.code())).or_insert(new);
            if let Some(first) = before.get(usize::from(code.first)) {
                code.only = false;
                code.alike &= first.acts_like(&entry);
            }
            let mut how = Matched::Exact;
            for message in entry.messages() {
                code.add(normal(message), (place, how));
                how = Matched::Alias;
            }
            before.push(entry);
        }
        Self { by_sub_code, sub_codes, codes }
    }

    /// What a failure means: the sub code, the message, what is common to the code, the rule of the sub code's first part.
    pub fn find(&self, reported: &Reported<'_>) -> Match {
        let reported = &reported.matched();
        let (sub_code, found) = self.by_sub_code(reported);
        let by_message = || self.spoken(reported.code, reported.message);
        // Where sub codes tell errors apart, a code without one says that something failed and no more, whatever its message.
        let found = found.or_else(|| if self.by_sub_code { None } else { by_message() });
        let found = found.or_else(|| {
            // Beside a code that says no more than that something failed, the words of the second message are as good as its code.
            let words = reported.sub_message.filter(|words| !words.trim().is_empty())?;
            if self.by_sub_code { self.words(words) } else { self.spoken(reported.code, words) }
        });
        if let Some((place, how)) = found {
            return Match { entry: Some(place), alike: None, how: Some(how), sub_code };
        }
        let rule = sub_code.as_deref().is_some_and(has_rule).then_some(Matched::Rule);
        match self.codes.get(code_key(reported.code)) {
            Some(code) if code.only || code.alike => Match {
                entry: code.only.then_some(code.first),
                alike: Some(code.first),
                // A code that leaves it to its sub code says less than the rule about that.
                how: if self.by_sub_code {
                    rule.filter(|_| code.open).or_else(|| by_message().map(|(_, how)| how))
                } else {
                    None
                }
                .or(Some(Matched::CodeOnly)),
                sub_code,
            },
            _ => Match { how: rule, sub_code, ..Match::default() },
        }
    }

    /// What the code or the message beside a flag inside a success body means. The method ran: where errors are sub codes, a number there
    /// is a number of the method's own, and none of the platform's. Its documented words say which error it is, whatever the number.
    pub fn find_in_body(&self, code: &str, message: &str) -> Match {
        let (code, message) = (matched(code), matched(message));
        let own = |word: &&str| !(self.by_sub_code && is_number(word));
        let word = [code, message].into_iter().filter(own).find_map(|word| self.sub_code(word));
        let by_code = word.map(|place| (place, Matched::SubCode));
        let found = by_code.or_else(|| Some(code).filter(own).and_then(|code| self.spoken(code, message)));
        let found = found.or_else(|| if self.by_sub_code { self.words(message) } else { None });
        Match { entry: found.map(|(place, _)| place), how: found.map(|(_, how)| how), ..Match::default() }
    }

    /// What a message means that comes with the code of success: word by word, under whatever other code the documents have it.
    pub fn find_beside_success(&self, success_code: &str, reported: &Reported<'_>) -> Match {
        let reported = &reported.matched();
        let (sub_code, found) = self.by_sub_code(reported);
        let message = normal(reported.message);
        let found = found.or_else(|| {
            let others = self.codes.iter().filter(|(code, _)| **code != code_key(success_code));
            let exact = others.flat_map(|(_, code)| &code.messages).filter(|(documented, _)| *documented == message);
            // Of several codes the one documented first counts.
            exact.map(|(_, found)| *found).min()
        });
        Match { entry: found.map(|(place, _)| place), how: found.map(|(_, how)| how), alike: None, sub_code }
    }

    /// The sub code of a failure, and what it means.
    fn by_sub_code(&self, reported: &Reported<'_>) -> (Option<String>, Option<Found>) {
        match reported.sub_code.filter(|code| !code.trim().is_empty()) {
            Some(code) => (Some(code.trim().to_owned()), self.sub_code(code).map(|place| (place, Matched::SubCode))),
            None => self.inside(reported),
        }
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
    fn message(&self, code: &str, message: &str) -> Option<Found> {
        let of_code = &self.codes.get(code_key(code))?.messages;
        // An exact match is the longest possible prefix, so one pass over the longest-first list is enough.
        let (documented, (place, how)) = of_code.iter().find(|(known, _)| message.starts_with(known.as_str()))?;
        Some((*place, if documented == message { *how } else { Matched::Prefix }))
    }

    /// The same of words as they came, and without what somebody has put around them.
    fn spoken(&self, code: &str, words: &str) -> Option<Found> {
        self.message(code, &normal(words)).or_else(|| self.message(code, &normal(bare(words)?)))
    }

    /// Words that the documents have for one error whose code is a word, and for no other.
    fn words(&self, words: &str) -> Option<Found> {
        let (words, bare) = (normal(words), bare(words).map(normal));
        let of_words = self.codes.iter().filter(|(code, _)| !is_number(code)).flat_map(|(_, code)| &code.messages);
        let mut found =
            of_words.filter(|(known, _)| *known == words || bare.as_ref() == Some(known)).map(|(_, found)| *found);
        let first = found.next()?;
        found.all(|(place, _)| place == first.0).then_some(first)
    }

    fn exact(&self, code: &str, message: &str) -> Option<Found> {
        self.message(code, message).filter(|(_, how)| *how != Matched::Prefix)
    }

    /// A sub code inside the message: at its start (`isv.x:B04:text`, `isv.x:B04 text`, glued `isv.x:B04text`), or as a word of its own.
    fn inside(&self, reported: &Reported<'_>) -> (Option<String>, Option<Found>) {
        let text: String = reported.sub_message.unwrap_or(reported.message).nfkc().collect();
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '[' | '(' | '【'));
        let token = leading_token(text);
        if token.is_empty() {
            let word = words(text).find_map(|word| Some((word, self.sub_code(word)?)));
            return (word.map(|(word, _)| word.to_owned()), word.map(|(_, place)| (place, Matched::SubCode)));
        }
        let (head, entry) = self.split(reported.code, text, token);
        (Some(trim_token(head).to_owned()), entry)
    }

    /// Where the sub code at the start of a text ends, and what it means.
    ///
    /// A documented message may begin with ASCII (`top 接口...`, `API 调用...`) and be glued to the sub code, so the end of the token
    /// proves nothing by itself: a documented sub code or a documented message on either side of it does.
    fn split<'s>(&self, code: &str, text: &str, token: &'s str) -> (&'s str, Option<Found>) {
        let sub_code = |place| (place, Matched::SubCode);
        let known = |head: &str| self.sub_codes.get(&normal(trim_token(head))).copied().map(sub_code);
        let behind = |head: &str| message_behind(text.get(head.len()..).unwrap_or_default());
        // A separator belongs to the token's alphabet: `isv.x:B04:top` may be a sub code and the beginning of a message.
        let at_colons = || token.match_indices(':').filter_map(|(at, _)| token.get(..at));
        None.or_else(|| known(token).map(|place| (token, place)))
            .or_else(|| {
                heads(token).find_map(|head| {
                    known(head).filter(|_| self.message(code, &behind(head)).is_some()).map(|place| (head, place))
                })
            })
            .or_else(|| self.sub_code(trim_token(token)).map(|place| (token, sub_code(place))))
            .or_else(|| heads(token).find_map(|head| self.exact(code, &behind(head)).map(|place| (head, place))))
            .or_else(|| self.message(code, &behind(token)).map(|place| (token, place)))
            .or_else(|| at_colons().find_map(|head| self.message(code, &behind(head)).map(|place| (head, place))))
            .map_or((token, None), |(head, place)| (head, Some(place)))
    }
}

/// The longest part of a text that is compared with documented words, in bytes: none of them is nearly as long, and a message may be as
/// long as a reply.
pub const COMPARED: usize = 4096;

/// The part of a text that is compared with documented words.
pub fn matched(text: &str) -> &str {
    beginning(text, COMPARED)
}

/// The beginning of a text, at most so many bytes of it.
pub fn beginning(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

impl Reported<'_> {
    /// Of each text only what is compared.
    fn matched(&self) -> Self {
        Self {
            code: matched(self.code),
            message: matched(self.message),
            sub_code: self.sub_code.map(matched),
            sub_message: self.sub_message.map(matched),
        }
    }
}

/// The words between quotes or between tags; None where there are none around them.
fn bare(text: &str) -> Option<&str> {
    const QUOTES: [char; 13] = ['"', '\'', '`', '“', '”', '‘', '’', '「', '」', '『', '』', '«', '»'];
    let mut words = text.trim();
    while let Some((tag, rest)) = words.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        if tag.contains('<') {
            break;
        }
        words = rest.trim_start();
    }
    while let Some((rest, tag)) = words.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
        if tag.contains('>') {
            break;
        }
        words = rest.trim_end();
    }
    let words = words.trim_matches(QUOTES).trim();
    (words.len() < text.trim().len()).then_some(words)
}

fn is_number(code: &str) -> bool {
    let code = code.trim();
    !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// The documented rule about sub codes that no document lists: `isp.` is a fault of the platform's servers, `isv.` one of the caller.
pub fn has_rule(sub_code: &str) -> bool {
    is_platform_fault(sub_code) || sub_code.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("isv."))
}

/// `isp.`: it may pass.
pub fn is_platform_fault(sub_code: &str) -> bool {
    sub_code.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("isp."))
}

/// What a text begins with when it begins with a sub code, and perhaps with more that is glued to it: `isv.`, `isp.`, ...
fn leading_token(text: &str) -> &str {
    const NAMESPACES: [&str; 3] = ["isv", "isp", "accesscontrol"];
    // No sub code is nearly as long.
    const LONGEST: usize = 256;
    let text = beginning(text, LONGEST);
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
