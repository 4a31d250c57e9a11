//! Headings of a page of the Taobao Open Platform: what stands below each, and below those that nobody knows.

use super::headings::{self, Below, Heading, Sent};
use super::root_row::answers;
use super::sections::Around;
use super::{below, cells, page_head, titles};
use crate::import::document::Part;
use crate::words::Place;

/// What the lines below a heading are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Head,
    /// What all methods have in common.
    Common,
    Fields(Part),
    /// Rows under a heading that nobody knows, read as those of the part that their titles fit.
    Unknown(Part),
    Sample,
    ReplySample,
    Errors,
    Foot,
}

/// The section that a line begins.
pub(super) fn heading(section: Section, line: &str, around: Around<'_>) -> Option<Section> {
    known(line).or_else(|| worded(section, line, around)).or_else(|| unknown(section, line, around))
}

/// The section under a heading that is no known one letter by letter.
fn worded(section: Section, line: &str, around: Around<'_>) -> Option<Section> {
    let next = around.below.unwrap_or_default();
    let under = match () {
        () if is_titles(next) || begins_root(next) => Below::Table,
        () if below::begins_sample(next) || bullet(next).is_some_and(|(_, text)| text.ends_with("示例")) => {
            Below::Sample
        }
        () => Below::Other,
    };
    let sends = matches!(section, Section::Head | Section::Common | Section::Fields(Part::Request));
    let title = line.trim().trim_start_matches(['#', '*', ' ']).trim_end_matches(['*', ' ']);
    Some(match headings::of(title, under, sends)? {
        Heading::Request(Sent::Together | Sent::Somewhere | Sent::At(Place::Query | Place::Body)) => {
            Section::Fields(Part::Request)
        }
        Heading::Request(Sent::At(_)) => Section::Unknown(Part::Request),
        Heading::Reply => Section::Fields(Part::Reply),
        Heading::RequestSample => Section::Sample,
        Heading::ReplySample => Section::ReplySample,
        Heading::Common => Section::Common,
    })
}

/// The titles of a table under a heading that nobody knows: on this line, or right below it.
fn unknown(section: Section, line: &str, around: Around<'_>) -> Option<Section> {
    let of_rows = |line: &str| {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        words.len() >= 3 && is_titles(line) && titles::are_of_fields(&words)
    };
    // An answer is asked for of what is sent.
    let part = |line: &str| {
        let asks = |word: &str| titles::role_of_title(word) == Some(titles::Role::Required);
        if line.split_whitespace().any(asks) { Part::Request } else { Part::Reply }
    };
    let titled = |line: &str| known(line).is_some() || worded(section, line, around).is_some();
    if matches!(section, Section::Head | Section::Common) && of_rows(line) {
        return (!around.above.is_some_and(titled)).then(|| Section::Unknown(part(line)));
    }
    let plain = bullet(line).is_none() && !is_titles(line) && line.trim().chars().count() <= MAX_HEADING;
    let below = around.below.filter(|_| plain && page_head::top_method(line).is_none() && !begins_root(line))?;
    match section {
        Section::Fields(_) | Section::Unknown(_) if of_rows(below) => Some(Section::Unknown(part(below))),
        Section::Head | Section::Common if begins_root(below) => {
            let asked = below.split_whitespace().nth(2).is_some_and(answers);
            Some(Section::Unknown(if asked { Part::Request } else { Part::Reply }))
        }
        _ => None,
    }
}

/// Longest heading, in characters.
const MAX_HEADING: usize = 24;

/// Whether a line begins like a row at the root, with its answer or in words about it.
fn begins_root(line: &str) -> bool {
    root_name(line).is_some()
}

/// The name in a line that begins like one.
pub(super) fn root_name(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let (name, _) = cells::beginning(&mut words)?;
    let rest: Vec<&str> = words.collect();
    let told =
        rest.first().is_some_and(|word| answers(word)) || rest.last().is_some_and(|word| cells::cjk_count(word) > 0);
    told.then(|| name.to_owned())
}

fn known(line: &str) -> Option<Section> {
    let title = line.trim().trim_start_matches(['#', '*', ' ']).trim_end_matches(['*', ':', '：', ' ']);
    Some(match title {
        "公共参数" | "公共请求参数" | "公共响应参数" => Section::Common,
        "请求参数" => Section::Fields(Part::Request),
        "响应参数" | "返回参数" => Section::Fields(Part::Reply),
        "请求示例" | "异常示例" => Section::Sample,
        "响应示例" | "返回示例" => Section::ReplySample,
        "错误码解释" | "错误码" => Section::Errors,
        "API工具" | "FAQ" | "如何获得此API" => Section::Foot,
        _ => return None,
    })
}

/// A bullet: how far it is indented and what it says.
pub(super) fn bullet(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start();
    let indent = line.chars().take_while(|c| c.is_whitespace()).count();
    let text = text.strip_prefix('•').or_else(|| text.strip_prefix("* ")).or_else(|| text.strip_prefix("- "))?;
    Some((indent, text.trim()))
}

/// Whether all words of a line are titles of columns.
pub(super) fn is_titles(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    words.len() >= 2 && words.iter().all(|word| titles::is_title(word))
}
