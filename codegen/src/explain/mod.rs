//! Which documented error a reply means, and what to do about it.

mod pasted;

use std::fmt::Write;

use crate::check;
use crate::codes::{self, Code};
use crate::diag::nearest;
use crate::message::{Documented, Index, Matched, Reported, normal, same_code};
use crate::model::api::{Api, Class, ErrorEntry, ErrorsBy, Operation, Scope, Service, WriteOutcome};

pub use pasted::{explain_reply, is_reply};

/// A documented error and where it belongs.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// The service.
    pub service: &'a Service,
    /// Its index in [`Service::errors`].
    pub index: usize,
    /// The entry.
    pub entry: &'a ErrorEntry,
    /// How a message led to it; None when there was none.
    pub how: Option<Matched>,
}

impl<'t> Documented<'t> for &'t ErrorEntry {
    fn code(&self) -> &'t str {
        &self.code
    }

    fn messages(&self) -> impl Iterator<Item = &'t str> {
        std::iter::once(&self.message).chain(&self.aliases).map(String::as_str)
    }

    fn sub_codes(&self) -> impl Iterator<Item = &'t str> {
        self.sub_codes.iter().map(String::as_str)
    }

    fn acts_like(&self, other: &Self) -> bool {
        self.class == other.class && self.write_outcome == other.write_outcome
    }

    fn says_nothing(&self) -> bool {
        self.class == Class::DoNotRetry && self.write_outcome == WriteOutcome::Unknown
    }
}

/// The entries of a service that a code and a message mean: what a running program takes them for, or all of the code when there is no
/// message to decide.
pub fn matching<'a>(service: &'a Service, code: &str, message: Option<&str>) -> Vec<Found<'a>> {
    if let Some(message) = message {
        return matching_reported(service, &Reported { code, message, ..Reported::default() }).into_iter().collect();
    }
    let all = service.errors.iter().enumerate().map(|(index, entry)| Found { service, index, entry, how: None });
    let by_code: Vec<Found<'a>> = all.filter(|found| found.entry.code.eq_ignore_ascii_case(code)).collect();
    if !by_code.is_empty() {
        return by_code;
    }
    found(service, index(service).sub_code(code), None).into_iter().collect()
}

fn index(service: &Service) -> Index<'_> {
    Index::new(service.errors_by == ErrorsBy::SubCode, &service.errors)
}

/// The entry at a place of the table.
fn found(service: &Service, entry: Option<u16>, how: Option<Matched>) -> Option<Found<'_>> {
    let index = usize::from(entry?);
    Some(Found { service, index, entry: service.errors.get(index)?, how })
}

/// The entry of a service that a reply means.
fn matching_reported<'a>(service: &'a Service, reported: &Reported<'_>) -> Option<Found<'a>> {
    let known = index(service).find(reported);
    found(service, known.entry, known.how)
}

/// What is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Question<'a> {
    /// `614`, `isv.trade-not-exist`, `V012`.
    pub code: &'a str,
    /// The message beside it.
    pub message: Option<&'a str>,
    /// Only errors that this operation lists (`vvtool/erps/send` or `erps/send`).
    pub operation: Option<&'a str>,
}

/// The answer as text, or what to say when there is none.
pub fn explain(api: &Api, question: Question<'_>) -> Result<String, String> {
    let operation = match question.operation {
        Some(name) => Some(find_operation(api, name)?),
        None => None,
    };
    let services =
        api.services.iter().filter(|service| operation.is_none_or(|(of, _)| of.name.wire == service.name.wire));
    let mut found: Vec<Found<'_>> =
        services.flat_map(|service| matching(service, question.code, question.message)).collect();
    if let Some((_, operation)) = operation {
        let before = found.len();
        found.retain(|found| operation.errors.contains(&found.index));
        if found.is_empty() && before > 0 {
            return Err(format!("{} does not list this error; leave --operation out to see it", operation.id));
        }
    }
    let mut text = String::new();
    if found.is_empty() {
        found = beginning(api, question);
        found.retain(|found| operation.is_none_or(|(_, operation)| operation.errors.contains(&found.index)));
        if found.is_empty() {
            return Err(unknown(api, question));
        }
        text.push_str("a reply with just this message is an unknown error; documented messages begin like it:\n\n");
    } else if found.iter().any(|found| found.how == Some(Matched::CodeOnly)) {
        text.push_str("this message is not documented; the code is, with one error only:\n\n");
    }
    text.push_str(&found.into_iter().map(entry).collect::<Vec<_>>().join("\n"));
    Ok(text)
}

/// The code with which a line begins, and the message behind it: `614 已生成发货单`, `code: E1, gone`. A code is one of the documents or
/// any number; none where the line begins with something else or holds no more than a code.
pub fn of_line<'t>(api: &'t Api, line: &'t str) -> Option<(&'t str, Option<&'t str>)> {
    let line = line.trim();
    let labelled = line.get(..4).filter(|label| label.eq_ignore_ascii_case("code")).and_then(|_| {
        let behind = line.get(4..)?.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'));
        (behind.len() + 4 < line.len()).then_some(behind)
    });
    let text = labelled.unwrap_or(line);
    let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let (code, rest) = text.split_at(text.find(|c: char| !is_code(c)).unwrap_or(text.len()));
    let digits = code.strip_prefix('-').unwrap_or(code);
    let number = (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let documented = |entry: &ErrorEntry| same_code(&entry.code, code) || entry.code.eq_ignore_ascii_case(code);
    let known = api.services.iter().flat_map(|each| &each.errors).find(|entry| documented(entry));
    if code.len() == line.len() || !(number || known.is_some()) {
        return None;
    }
    // As the documents spell it.
    let code = known.map_or(code, |entry| &entry.code);
    let between = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | ',' | '，' | '|' | '-');
    Some((code, Some(rest.trim_start_matches(between)).filter(|message| !message.is_empty())))
}

/// Entries of the code with a message that begins as the given one does: somebody typed the half of it.
fn beginning<'a>(api: &'a Api, question: Question<'_>) -> Vec<Found<'a>> {
    let half = normal(question.message.unwrap_or_default());
    if half.is_empty() {
        return Vec::new();
    }
    let all = api.services.iter().flat_map(|service| {
        service.errors.iter().enumerate().map(move |(index, entry)| Found { service, index, entry, how: None })
    });
    all.filter(|found| found.entry.code == question.code)
        .filter(|found| found.entry.messages().any(|message| normal(message).starts_with(&half)))
        .collect()
}

/// Every code that a message about a spec can carry, in the order of their numbers.
pub fn rules() -> Vec<&'static Code> {
    let mut all: Vec<&Code> = codes::SHARED.iter().copied().chain(check::codes()).collect();
    all.sort_by_key(|code| code.code);
    // A rule whose code earlier stages have too.
    all.dedup();
    all
}

/// The rule behind a `V...` code, whatever its case.
pub fn rule(code: &str) -> Option<String> {
    let Code { code, title, explanation } = rules().into_iter().find(|rule| rule.code.eq_ignore_ascii_case(code))?;
    Some(format!("{code}: {title}\n\n{explanation}\n"))
}

pub(crate) fn find_operation<'a>(api: &'a Api, name: &str) -> Result<(&'a Service, &'a Operation), String> {
    let all =
        || api.services.iter().flat_map(|service| service.operations.iter().map(move |operation| (service, operation)));
    let full = |(service, operation): (&Service, &Operation)| full_name(service, operation);
    if let Some(found) = all().find(|(service, operation)| operation.id == name || full((*service, *operation)) == name)
    {
        return Ok(found);
    }
    let names: Vec<String> = all().map(full).collect();
    if let Some(near) = nearest(name, all().map(|(_, operation)| operation.id.as_str())) {
        return Err(format!("unknown operation {name:?}, did you mean {near:?}?"));
    }
    Err(match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => format!("unknown operation {name:?}, did you mean {near:?}?"),
        None => format!("unknown operation {name:?}, there are: {}", names.join(", ")),
    })
}

/// `vvtool/erps/send`, `top/taobao.trade.get`.
pub fn full_name(service: &Service, operation: &Operation) -> String {
    format!("{}/{}", service.name.wire, operation.id)
}

fn unknown(api: &Api, question: Question<'_>) -> String {
    let mut codes: Vec<&str> =
        api.services.iter().flat_map(|service| &service.errors).map(|entry| entry.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    match question.message {
        Some(message) if codes.contains(&question.code) => {
            let messages = api
                .services
                .iter()
                .flat_map(|service| &service.errors)
                .filter(|entry| entry.code == question.code)
                .map(|entry| entry.message.as_str());
            let elsewhere = messages.clone().any(|known| normal(known) == normal(message));
            match nearest(message, messages) {
                _ if elsewhere => format!(
                    "the operation lists no error {:?} with the message {message:?}; others do: leave `--operation` out",
                    question.code
                ),
                Some(near) => {
                    format!("no error {:?} with the message {message:?}, did you mean {near:?}?", question.code)
                }
                None => format!(
                    "no error {:?} with the message {message:?}; `vvspec explain {}` lists all of this code",
                    question.code, question.code
                ),
            }
        }
        _ => match closest(question.code, &codes) {
            near if near.is_empty() => format!("unknown code {:?}", question.code),
            near => format!("unknown code {:?}, the nearest are {}", question.code, near.join(", ")),
        },
    }
}

/// Up to three codes that look like it: numbers by distance, words by spelling.
fn closest<'a>(code: &str, codes: &[&'a str]) -> Vec<&'a str> {
    let Ok(number) = code.parse::<i64>() else { return nearest(code, codes.iter().copied()).into_iter().collect() };
    let mut near: Vec<(u64, &str)> =
        codes.iter().filter_map(|each| Some((each.parse::<i64>().ok()?.abs_diff(number), *each))).collect();
    near.sort_unstable();
    near.into_iter().take(3).map(|(_, each)| each).collect()
}

fn entry(found: Found<'_>) -> String {
    let Found { service, index, entry, .. } = found;
    let users: Vec<String> = service
        .operations
        .iter()
        .filter(|each| each.errors.contains(&index))
        .map(|each| full_name(service, each))
        .collect();
    let mut text = format!("{} {} ({})\n", entry.code, entry.message, service.name.wire);
    let mut line = |name: &str, value: &str| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {name:<14}{value}");
    };
    line("name", &entry.name.wire);
    line("meaning", &entry.doc.en);
    for alias in &entry.aliases {
        line("also", alias);
    }
    if !entry.sub_codes.is_empty() {
        line("sub codes", &entry.sub_codes.join(", "));
    }
    let said = |word, en, zh| format!("{word} ({en}; {zh})");
    let (class, outcome) = (entry.class, entry.write_outcome);
    line("class", &said(class.word(), class.sentence(), class.chinese()));
    line("write outcome", &said(outcome.word(), outcome.sentence(), outcome.chinese()));
    if entry.scope != Scope::Call {
        line("concerns", &said(entry.scope.word(), entry.scope.sentence(), entry.scope.chinese()));
    }
    if service.throttled.iter().any(|name| name.wire == entry.name.wire) {
        line("throttled", "too many calls: all calls of the operation pause and go on slower");
    }
    if let Some(hours) = service.off_peak.as_ref().filter(|_| entry.class == Class::WaitOffPeak) {
        line("busy hours", &hours.spelled());
    }
    line("remedy", &entry.remedy.en);
    line("", &entry.remedy.zh);
    if let Some(deprecated) = &entry.deprecated {
        line("deprecated", &format!("since {}: {}", deprecated.since, deprecated.why));
    }
    line("operations", &if users.is_empty() { "none lists it".to_owned() } else { users.join(", ") });
    text
}
