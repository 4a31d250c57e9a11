//! Headings of a page of the Taobao Open Platform: what stands below each, and below those that nobody knows.

use super::bullets::{bullet, child};
use super::headings::{self, Below, Heading, Sent};
use super::prose::{self, Patterns};
use super::root_row::{self, answers, root_row};
use super::sections::{Around, Turn};
use super::{below, cells, page_head, remark, titles};
use crate::import::document::Part;
use crate::traditional::simplified;
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
    /// A reply of a call that failed.
    ErrorSample,
    Errors,
    Foot,
    /// Nothing that is known; rows of a part may go on below it.
    Unread(Option<Part>),
}

/// What a line begins: whatever has the form of a heading or of titles ends the section above it.
pub(super) fn turn(section: Section, line: &str, around: Around<'_>, patterns: &Patterns) -> Option<Turn<Section>> {
    known(line)
        .or_else(|| {
            (line.trim() == "返回" && around.below.is_some_and(|below| below.trim() == "顶部")).then_some(Section::Foot)
        })
        .or_else(|| worded(section, line, around))
        .or_else(|| of_errors(section, line, around))
        .or_else(|| {
            let bare = remark::outside(line)?;
            let found = known(&bare).or_else(|| worded(section, &bare, around));
            found.or_else(|| of_errors(section, &bare, around)).filter(|found| *found != section)
        })
        .map(Turn::Heading)
        .or_else(|| titled(section, line, around))
        .or_else(|| unknown(section, line, around).map(Turn::Heading))
        .or_else(|| unread(section, line, around, patterns).map(Turn::Inside))
}

/// The heading of a table of errors: by its words, or because the titles of one stand below it.
fn of_errors(section: Section, line: &str, around: Around<'_>) -> Option<Section> {
    let below = around.below.is_some_and(is_titles_of_errors);
    let apart = around.apart || !matches!(section, Section::Fields(_) | Section::Unknown(_) | Section::Sample);
    let worded = (below || apart) && bullet(line).is_none() && headings::is_of_errors(line);
    (worded || below && is_short(line) && !is_titles(line)).then_some(Section::Errors)
}

fn is_titles_of_errors(line: &str) -> bool {
    titles::of_line(line).is_some_and(|titles| titles::are_of_errors(&titles))
}

fn is_titles_of_fields(line: &str) -> bool {
    titles::of_line(line).is_some_and(|titles| titles.len() >= 3 && titles::are_of_fields(&titles))
}

/// A line of titles under which rows of another kind than those of its section stand.
fn titled(section: Section, line: &str, around: Around<'_>) -> Option<Turn<Section>> {
    let fields = matches!(section, Section::Fields(_) | Section::Unknown(_));
    if section != Section::Errors && is_titles_of_errors(line) {
        return Some(Turn::Inside(Section::Errors));
    }
    let headed = |above: &str| known(above).is_some() || worded(section, above, around).is_some();
    let own = section == Section::Common && around.above.is_some_and(headed);
    (!fields && !own && is_titles_of_fields(line)).then(|| Turn::Inside(Section::Unknown(part(line))))
}

/// The part that titles fit: an answer is asked for of what is sent.
fn part(line: &str) -> Part {
    let asks =
        |title: &String| matches!(titles::role_of_title(title), Some(titles::Role::Required | titles::Role::Optional));
    if titles::in_words(line).iter().any(asks) { Part::Request } else { Part::Reply }
}

/// A line that has the form of a heading: a few words, and no sentence, code or row.
fn is_short(line: &str) -> bool {
    const SIGNS: [char; 17] = ['|', '<', '>', '{', '}', ';', '=', '"', '，', '。', '；', ',', '•', '└', '/', '$', '\\'];
    let text = line.trim();
    text.chars().count() <= MAX_HEADING
        && !text.contains(SIGNS)
        && text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '#' | '*' | '【' | '[' | '(' | '（'))
        && page_head::top_method(text).is_none()
        && text.split_whitespace().count() <= 4
        && !begins_root(text)
}

/// Lines of no section that is known: what stands apart below a table and is none of its rows, and what looks like a table below all.
fn unread(section: Section, line: &str, around: Around<'_>, patterns: &Patterns) -> Option<Section> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let code = |line: &str| line.contains([';', '{', '=', '(', '<']) || line.starts_with(['"', '\'']);
    match section {
        Section::Fields(part) | Section::Unknown(part) => {
            let row = bullet(line).is_some()
                || is_titles(line)
                || root_row(&words, part, true).is_some()
                || root_row::like_a_row(&words, part)
                || prose::value_line(line, patterns).is_some();
            (around.apart && !row).then_some(Section::Unread(Some(part)))
        }
        Section::Unread(Some(part)) => {
            let row = bullet(line).is_some_and(|(_, text)| child(text).is_some()) || begins_root(line);
            row.then_some(Section::Unknown(part))
        }
        Section::Errors => (around.apart && is_short(line) && words.len() == 1 && cells::cjk_count(line) > 0)
            .then_some(Section::Unread(None)),
        Section::Sample => {
            let begins = around.apart && is_short(line) && line.trim().starts_with(cells::is_cjk);
            (begins && !around.below.is_some_and(code)).then_some(Section::Unread(None))
        }
        Section::Foot => {
            let short = words.iter().all(|word| word.chars().count() <= MAX_CELL);
            (words.len() > 1 && short && !line.contains(['，', '。', '？', '?'])).then_some(Section::Unread(None))
        }
        _ => None,
    }
}

/// Longest word of a line that may be a row of a table nobody knows, in characters.
const MAX_CELL: usize = 24;

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

/// A heading that nobody knows, above the titles of a table or above its rows.
fn unknown(section: Section, line: &str, around: Around<'_>) -> Option<Section> {
    let plain = bullet(line).is_none() && !is_titles(line) && line.trim().chars().count() <= MAX_HEADING;
    let below = around.below.filter(|_| plain && page_head::top_method(line).is_none() && !begins_root(line))?;
    match section {
        Section::Fields(_) | Section::Unknown(_) if is_titles_of_fields(below) => Some(Section::Unknown(part(below))),
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
    let title = &*simplified(line.trim());
    let title = title.trim_start_matches(['#', '*', ' ']).trim_end_matches(['*', ':', '：', ' ']);
    Some(match title {
        "公共参数" | "公共请求参数" | "公共响应参数" => Section::Common,
        "请求参数" => Section::Fields(Part::Request),
        "响应参数" | "返回参数" => Section::Fields(Part::Reply),
        "请求示例" => Section::Sample,
        "异常示例" => Section::ErrorSample,
        "响应示例" | "返回示例" => Section::ReplySample,
        "错误码解释" | "错误码" => Section::Errors,
        "API工具" | "FAQ" | "如何获得此API" | "顶部" | "返回顶部" => Section::Foot,
        _ => return None,
    })
}

/// Whether a heading is of what all methods have in common; None where a line is no heading.
pub(super) fn is_of_all(line: &str) -> Option<bool> {
    known(line).map(|section| section == Section::Common)
}

/// Whether a line is one of titles of columns.
pub(super) fn is_titles(line: &str) -> bool {
    titles::of_line(line).is_some()
}
