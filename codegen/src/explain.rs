//! Which documented error a reply means, and what to do about it.

use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

use crate::codes::{self, Code};
use crate::diag::nearest;
use crate::model::api::{Api, ErrorEntry, ErrorsBy, Operation, Service};

/// A documented error and where it belongs.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// The service.
    pub service: &'a Service,
    /// Its index in [`Service::errors`].
    pub index: usize,
    /// The entry.
    pub entry: &'a ErrorEntry,
}

/// The form in which messages are compared: NFKC, no white space, no trailing punctuation, lower case. Documentation sites re-space text
/// and swap full-width punctuation; live messages keep neither.
pub fn normal(message: &str) -> String {
    let text: String = message.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    text.trim_end_matches(['。', '.', '!', ',', ';']).to_owned()
}

/// The entries of a service that a code and a message mean: one when they decide, several when only the code is known.
///
/// A sub code decides first, then the exact message, then the longest documented message that the given one begins with. Never a
/// message somewhere inside: one documented text is often part of another.
pub fn matching<'a>(service: &'a Service, code: &str, message: Option<&str>) -> Vec<Found<'a>> {
    let all = || service.errors.iter().enumerate().map(|(index, entry)| Found { service, index, entry });
    let coded = || all().filter(|found| found.entry.code.eq_ignore_ascii_case(code));
    let sub_codes = |entry: &ErrorEntry| {
        let own = (service.errors_by == ErrorsBy::SubCode && entry.code.parse::<i64>().is_err()).then_some(&entry.code);
        entry.sub_codes.iter().chain(own).map(|sub| normal(sub)).collect::<Vec<_>>()
    };
    let by_sub_code = |text: &str| {
        longest(all(), |entry| {
            sub_codes(entry).into_iter().filter(|sub| has_word(text, sub)).map(|sub| sub.len()).max()
        })
    };
    let Some(message) = message else {
        let by_code: Vec<Found<'a>> = coded().collect();
        return if by_code.is_empty() { by_sub_code(&normal(code)).into_iter().collect() } else { by_code };
    };
    let given = normal(message);
    let texts = |entry: &ErrorEntry| {
        std::iter::once(&entry.message).chain(&entry.aliases).map(|text| normal(text)).collect::<Vec<_>>()
    };
    by_sub_code(&given)
        .or_else(|| coded().find(|found| texts(found.entry).contains(&given)))
        .or_else(|| {
            let begins = |text: &String| !text.is_empty() && given.starts_with(text.as_str());
            longest(coded(), |entry| texts(entry).into_iter().filter(begins).map(|text| text.len()).max())
        })
        .into_iter()
        .collect()
}

/// The entry with the longest match; of equals the first of the table.
fn longest<'a>(
    all: impl Iterator<Item = Found<'a>>,
    length: impl Fn(&ErrorEntry) -> Option<usize>,
) -> Option<Found<'a>> {
    let matches = all.filter_map(|found| Some((length(found.entry)?, found)));
    matches.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, found)| found)
}

/// The sub code stands in the text as a word: `isv.a` is not in `isv.a-b`, but `isv.a` is in `isv.a:B27`.
fn has_word(text: &str, word: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            let before = text.get(..at).is_some_and(|before| before.ends_with(inside));
            let after = text.get(at + word.len()..).is_some_and(|after| after.starts_with(inside));
            !before && !after
        })
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
    if found.is_empty() {
        return Err(unknown(api, question));
    }
    Ok(found.into_iter().map(entry).collect::<Vec<_>>().join("\n"))
}

/// The rule behind a `V...` code.
pub fn rule(code: &str) -> Option<String> {
    codes::find(code).map(|Code { code, title, explanation }| format!("{code}: {title}\n\n{explanation}\n"))
}

fn find_operation<'a>(api: &'a Api, name: &str) -> Result<(&'a Service, &'a Operation), String> {
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
            match nearest(message, messages) {
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
    let Found { service, index, entry } = found;
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
    line("class", entry.class.word());
    line("write outcome", entry.write_outcome.word());
    line("remedy", &entry.remedy.en);
    line("", &entry.remedy.zh);
    if let Some(deprecated) = &entry.deprecated {
        line("deprecated", &format!("since {}: {}", deprecated.since, deprecated.why));
    }
    line("operations", &if users.is_empty() { "none lists it".to_owned() } else { users.join(", ") });
    text
}
