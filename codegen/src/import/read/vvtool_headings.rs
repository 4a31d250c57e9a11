//! Headings of a vv-tool page: what stands below each, however it is written.

use super::below;
use super::headings::{self, Below, Heading, Sent};
use super::sections::Around;
use crate::traditional::simplified;
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
pub(super) fn heading(section: Section, line: &str, around: Around<'_>) -> Option<Section> {
    known(line).or_else(|| worded(section, line, around))
}

/// The section under a heading that is no known one letter by letter.
fn worded(section: Section, line: &str, around: Around<'_>) -> Option<Section> {
    let line = line.trim().trim_start_matches(['#', '*', ' ', '【', '[']).trim_end_matches(['*', ' ', '】', ']']);
    let line = numbered(line);
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
    let line = &*simplified(line.trim());
    // An anchor behind it: `错误码 {#err}`.
    let title = line.split_once("{#").map_or(line, |(title, _)| title);
    let title = title.trim_start_matches(['#', '*', ' ', '【', '[']).trim_end_matches(['*', ':', '：', ' ', '】', ']']);
    let title = numbered(title);
    let tail = TAILS.iter().find_map(|tail| title.strip_suffix(tail));
    let sure = tail.is_some() || line.starts_with(['#', '【', '*']);
    let title = tail.unwrap_or(title).replace(' ', "");
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
        _ if of_errors(title, sure) => Section::Errors,
        _ if title.ends_with("请求示例") || title.ends_with("代码示例") || title.ends_with("请求代码示例") => {
            Section::Sample
        }
        _ => return None,
    })
}

/// What stands behind the words of a heading and says nothing more.
const TAILS: [&str; 12] =
    ["说明", "列表", "如下", "解释", "定义", "对照表", "一览表", "一览", "汇总", "大全", "信息", "表"];

/// The heading of an error table: `子错误码`, `业务返回码`, `Error codes`; `错误` only where it is a heading for `sure`.
fn of_errors(title: &str, sure: bool) -> bool {
    const CODES: [&str; 10] =
        ["错误码", "错误代码", "错误编码", "返回码", "返回代码", "响应码", "响应代码", "状态码", "异常码", "结果码"];
    const ENGLISH: [&str; 8] =
        ["errorcodes", "errorcode", "errors", "returncodes", "responsecodes", "statuscodes", "resultcodes", "errcodes"];
    const BARE: [&str; 3] = ["错误", "异常", "报错"];
    const WHOSE: [&str; 8] = ["常见", "业务", "接口", "调用", "公共", "返回", "可能的", "子"];
    // And what to do then: `错误码及处理`.
    let first = title.split(['及', '和', '与', '、', '/']).next().unwrap_or(title);
    let code = [title, first].iter().any(|title| CODES.iter().any(|code| title.ends_with(code)));
    let whose = BARE.iter().find_map(|bare| first.strip_suffix(bare));
    let bare = whose.is_some_and(|whose| whose.is_empty() && sure || WHOSE.contains(&whose));
    let english = ENGLISH.contains(&title.to_ascii_lowercase().as_str());
    (code || bare) && title.chars().count() <= 12 || english
}

/// A heading without its number: `一、请求参数`, `2.1 返回参数`.
fn numbered(title: &str) -> &str {
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = title.trim_start_matches(['(', '（']).trim_start_matches(number);
    let ended = rest.trim_start_matches(|c: char| number(c) || matches!(c, '.' | '、' | ')' | '）' | '．' | ' '));
    if rest.len() < title.len() && ended.len() < rest.len() { ended } else { title }
}
