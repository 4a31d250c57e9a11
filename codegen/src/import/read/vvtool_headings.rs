//! Headings of a vv-tool page: what stands below each, however it is written.

use super::below;
use super::headings::{self, Below, Heading, Sent};
use super::remark;
use super::sections::{Around, Turn};
use crate::words::Place;

/// What the lines below a heading are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Head,
    RequestHeaders,
    Request,
    /// Fields of the request whose heading says a place of their own.
    Placed(Place),
    /// Fields of which nobody knows where they are sent.
    Unplaced,
    Reply,
    Errors,
    Sample,
    ReplySample,
    /// What all calls have in common: the client's business.
    Common,
}

/// The section that a line begins.
pub(super) fn heading(section: Section, line: &str, around: Around<'_>) -> Option<Turn<Section>> {
    let of = |line: &str| known(line).or_else(|| worded(section, line, around));
    // A second one of the same section is of a part of it: what it names, the table finds out.
    let bare = || of(&remark::outside(line)?).filter(|found| *found != section);
    of(line).or_else(bare).map(Turn::Heading)
}

/// The section under a heading that is no known one letter by letter.
fn worded(section: Section, line: &str, around: Around<'_>) -> Option<Section> {
    let line = line.trim().trim_start_matches(['#', '*', ' ', '【', '[']).trim_end_matches(['*', ' ', '】', ']']);
    let line = headings::numbered(line);
    let under = match around.below.unwrap_or_default() {
        sample if below::begins_sample(sample) || below::is_fence(sample) => Below::Sample,
        row if row.contains(['|', '｜', '│', '┃', '¦', '\t']) => Below::Table,
        _ => Below::Other,
    };
    let sends = !matches!(section, Section::Reply | Section::Errors | Section::ReplySample | Section::Common);
    if let Some(heading) = headings::of(line, under, sends) {
        return Some(match heading {
            Heading::Request(Sent::Together) => Section::Request,
            Heading::Request(Sent::At(Place::Header)) => Section::RequestHeaders,
            Heading::Request(Sent::At(place)) => Section::Placed(place),
            Heading::Request(Sent::Somewhere) => Section::Unplaced,
            Heading::Reply => Section::Reply,
            Heading::RequestSample => Section::Sample,
            Heading::ReplySample => Section::ReplySample,
            Heading::Common => Section::Common,
        });
    }
    // JSON below the words of a table is no part of it.
    let caption = under == Below::Sample && !line.contains(['|', '，', '。', '{', '[']);
    match section {
        _ if !caption || line.chars().count() > MAX_CAPTION => None,
        Section::Reply => Some(Section::ReplySample),
        Section::Request | Section::Placed(_) | Section::Unplaced => Some(Section::Sample),
        _ => None,
    }
}

/// Longest line that can be the name of a sample, in characters.
const MAX_CAPTION: usize = 24;

fn known(line: &str) -> Option<Section> {
    let (title, sure) = headings::bare(line);
    let title = title.as_str();
    Some(match title {
        "请求头参数" | "请求头" | "Header参数" | "请求Header" => Section::RequestHeaders,
        "请求参数" | "输入参数" | "入参" | "业务参数" | "业务请求参数" | "请求业务参数" | "接口参数" | "请求体"
        | "请求体参数" | "RequestParameters" | "Body参数" | "请求Body" | "接口入参" => Section::Request,
        "响应参数" | "返回参数" | "输出参数" | "出参" | "响应字段" | "返回字段" | "响应体" | "响应体参数"
        | "接口出参" | "返回值" | "ResponseParameters" => Section::Reply,
        "返回数据" | "返回示例" | "响应示例" | "返回结果" => Section::ReplySample,
        "公共参数"
        | "公共请求参数"
        | "公共入参"
        | "公共返回参数"
        | "公共响应参数"
        | "系统参数"
        | "系统级参数"
        | "系统级输入参数" => Section::Common,
        _ if headings::of_errors(title, sure) => Section::Errors,
        _ if title.ends_with("请求示例") || title.ends_with("代码示例") || title.ends_with("请求代码示例") => {
            Section::Sample
        }
        _ => return None,
    })
}
