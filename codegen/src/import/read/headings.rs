//! What a heading says stands below it, in all the ways one is written: in both scripts and in English, with the place of the fields in
//! it, in brackets or behind a colon.

use crate::traditional::simplified;
use crate::words::Place;

/// What stands in the line below a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Below {
    /// A row of a table, or its titles.
    Table,
    /// The beginning of a sample.
    Sample,
    /// Anything else.
    Other,
}

/// Where the fields of a table are sent, as its heading says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    /// With all others.
    Together,
    /// There.
    At(Place),
    /// In one of several places.
    Somewhere,
}

/// What a heading is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    Request(Sent),
    Reply,
    RequestSample,
    ReplySample,
    /// What is no part of the operation.
    Common,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Request,
    Reply,
    /// Fields, which stand in a table.
    Fields,
    Sample,
    Common,
    At(Place),
    /// Of the operation, and no more.
    Own,
    /// Says nothing of what stands below.
    Beside,
}

/// All words of headings, without what parts them, in small letters and simplified.
const WORDS: [(&str, Word); 106] = [
    ("请求", Word::Request),
    ("输入", Word::Request),
    ("入参", Word::Request),
    ("传入", Word::Request),
    ("提交", Word::Request),
    ("request", Word::Request),
    ("requests", Word::Request),
    ("req", Word::Request),
    ("input", Word::Request),
    ("inputs", Word::Request),
    ("响应", Word::Reply),
    ("返回", Word::Reply),
    ("输出", Word::Reply),
    ("出参", Word::Reply),
    ("返参", Word::Reply),
    ("回参", Word::Reply),
    ("应答", Word::Reply),
    ("response", Word::Reply),
    ("responses", Word::Reply),
    ("resp", Word::Reply),
    ("reply", Word::Reply),
    ("returns", Word::Reply),
    ("output", Word::Reply),
    ("outputs", Word::Reply),
    ("参数", Word::Fields),
    ("字段", Word::Fields),
    ("parameter", Word::Fields),
    ("parameters", Word::Fields),
    ("param", Word::Fields),
    ("params", Word::Fields),
    ("field", Word::Fields),
    ("fields", Word::Fields),
    ("示例", Word::Sample),
    ("样例", Word::Sample),
    ("范例", Word::Sample),
    ("例子", Word::Sample),
    ("例", Word::Sample),
    ("实例", Word::Sample),
    ("样本", Word::Sample),
    ("example", Word::Sample),
    ("examples", Word::Sample),
    ("sample", Word::Sample),
    ("samples", Word::Sample),
    ("demo", Word::Sample),
    ("公共", Word::Common),
    ("通用", Word::Common),
    ("全局", Word::Common),
    ("系统", Word::Common),
    ("系统级", Word::Common),
    ("common", Word::Common),
    ("body", Word::At(Place::Body)),
    ("请求体", Word::At(Place::Body)),
    ("请求正文", Word::At(Place::Body)),
    ("form", Word::At(Place::Body)),
    ("formdata", Word::At(Place::Body)),
    ("表单", Word::At(Place::Body)),
    ("multipartformdata", Word::At(Place::Body)),
    ("applicationxwwwformurlencoded", Word::At(Place::Body)),
    ("xwwwformurlencoded", Word::At(Place::Body)),
    ("applicationjson", Word::At(Place::Body)),
    ("query", Word::At(Place::Query)),
    ("querystring", Word::At(Place::Query)),
    ("查询", Word::At(Place::Query)),
    ("url", Word::At(Place::Query)),
    ("地址栏", Word::At(Place::Query)),
    ("path", Word::At(Place::Path)),
    ("路径", Word::At(Place::Path)),
    ("header", Word::At(Place::Header)),
    ("headers", Word::At(Place::Header)),
    ("请求头", Word::At(Place::Header)),
    ("头部", Word::At(Place::Header)),
    ("头", Word::At(Place::Header)),
    ("业务", Word::Own),
    ("业务级", Word::Own),
    ("应用", Word::Own),
    ("应用级", Word::Own),
    ("接口", Word::Own),
    ("api", Word::Own),
    ("business", Word::Own),
    ("私有", Word::Own),
    ("报文", Word::Beside),
    ("体", Word::Beside),
    ("数据", Word::Beside),
    ("data", Word::Beside),
    ("内容", Word::Beside),
    ("结果", Word::Beside),
    ("result", Word::Beside),
    ("信息", Word::Beside),
    ("说明", Word::Beside),
    ("描述", Word::Beside),
    ("列表", Word::Beside),
    ("明细", Word::Beside),
    ("清单", Word::Beside),
    ("定义", Word::Beside),
    ("如下", Word::Beside),
    ("表", Word::Beside),
    ("格式", Word::Beside),
    ("list", Word::Beside),
    ("json", Word::Beside),
    ("xml", Word::Beside),
    ("的", Word::Beside),
    ("成功", Word::Beside),
    ("正常", Word::Beside),
    ("正确", Word::Beside),
    ("success", Word::Beside),
    ("raw", Word::Beside),
];

/// Longest heading, in characters.
const LONGEST: usize = 40;

/// What a line is the heading of. `sends` says that a table of the request may begin there: a word for a place is enough then.
pub(super) fn of(line: &str, below: Below, sends: bool) -> Option<Heading> {
    let title = line.trim().trim_end_matches([':', '：', '|', ' ']);
    if title.chars().count() > LONGEST || title.contains(['，', '。', '；', ',', ';', '|', '=', '？', '?']) {
        return None;
    }
    let words = words(title)?;
    let has = |word: Word| words.contains(&word);
    if let Some((label, _)) = title.split_once([':', '：'])
        && (below != Below::Table || !self::words(label)?.contains(&Word::Fields))
    {
        // A label with its value: `返回格式: JSON`.
        return None;
    }
    let placed = words.iter().any(|word| matches!(word, Word::At(_)));
    let table = has(Word::Fields);
    let sent = has(Word::Request) || sends && placed || table && sends && has(Word::Own);
    if has(Word::Common) {
        return (table && !has(Word::Sample)).then_some(Heading::Common);
    }
    match (sent && !has(Word::Reply), has(Word::Reply)) {
        (true, _) if has(Word::Sample) => Some(Heading::RequestSample),
        (true, _) if below == Below::Table || table && has(Word::Request) => Some(Heading::Request(place(&words))),
        (true, _) => (below == Below::Sample && !table).then_some(Heading::RequestSample),
        (_, true) if has(Word::Request) => None,
        (_, true) if has(Word::Sample) => Some(Heading::ReplySample),
        (_, true) if has(Word::At(Place::Header)) => Some(Heading::Common),
        (_, true) if table => Some(Heading::Reply),
        (_, true) => match below {
            Below::Table => Some(Heading::Reply),
            Below::Sample => Some(Heading::ReplySample),
            Below::Other => None,
        },
        _ => None,
    }
}

/// The place that the words of a heading say.
fn place(words: &[Word]) -> Sent {
    let mut places: Vec<Place> = Vec::new();
    for word in words {
        if let Word::At(place) = word
            && !places.contains(place)
        {
            places.push(*place);
        }
    }
    match places.as_slice() {
        [] | [Place::Body] => Sent::Together,
        [one] => Sent::At(*one),
        _ => Sent::Somewhere,
    }
}

/// The one place that a word says: `query`, `formData`, `请求头`.
pub(super) fn place_of(word: &str) -> Option<Place> {
    match words(word)?.as_slice() {
        [Word::At(place)] => Some(*place),
        _ => None,
    }
}

/// Whether a text has no other words than headings are made of.
pub(super) fn is_of_words(text: &str) -> bool {
    words(text).is_some()
}

/// The words that a heading is made of; None where one of them is in no heading.
fn words(title: &str) -> Option<Vec<Word>> {
    let text: String = simplified(title).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let mut rest = text.as_str();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let longest = WORDS.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
        let (word, meaning) = longest?;
        found.push(*meaning);
        rest = rest.get(word.len()..).unwrap_or_default();
    }
    (!found.is_empty()).then_some(found)
}

/// The words of a heading without marks, number, blanks and what says nothing more; whether its marks show that it is one.
pub(super) fn bare(line: &str) -> (String, bool) {
    let line = &*simplified(line.trim());
    // An anchor behind it: `错误码 {#err}`.
    let title = line.split_once("{#").map_or(line, |(title, _)| title);
    let title = title.trim_start_matches(['#', '*', ' ', '【', '[']).trim_end_matches(['*', ':', '：', ' ', '】', ']']);
    let title = numbered(title);
    let tail = TAILS.iter().find_map(|tail| title.strip_suffix(tail));
    let sure = tail.is_some() || line.starts_with(['#', '【', '*']);
    (tail.unwrap_or(title).replace(' ', ""), sure)
}

/// Whether a line is the heading of a table of errors.
pub(super) fn is_of_errors(line: &str) -> bool {
    let (title, sure) = bare(line);
    of_errors(&title, sure)
}

/// What stands behind the words of a heading and says nothing more.
const TAILS: [&str; 12] =
    ["说明", "列表", "如下", "解释", "定义", "对照表", "一览表", "一览", "汇总", "大全", "信息", "表"];

/// The heading of an error table: `子错误码`, `业务返回码`, `Error codes`; `错误` only where it is a heading for `sure`.
pub(super) fn of_errors(title: &str, sure: bool) -> bool {
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
pub(super) fn numbered(title: &str) -> &str {
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = title.trim_start_matches(['(', '（']).trim_start_matches(number);
    let ended = rest.trim_start_matches(|c: char| number(c) || matches!(c, '.' | '、' | ')' | '）' | '．' | ' '));
    if rest.len() < title.len() && ended.len() < rest.len() { ended } else { title }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_known_in_all_the_ways_it_is_written() {
        let together = Some(Heading::Request(Sent::Together));
        for (line, below, wanted) in [
            ("请求参数", Below::Table, together),
            ("請求參數", Below::Table, together),
            ("请求参数（Body）", Below::Table, together),
            ("请求参数(业务)", Below::Other, together),
            ("请求参数 (multipart/form-data)", Below::Table, together),
            ("業務參數", Below::Table, together),
            ("请求报文", Below::Table, together),
            ("请求报文", Below::Sample, Some(Heading::RequestSample)),
            ("输入", Below::Table, together),
            ("输入", Below::Other, None),
            ("Request Body", Below::Table, together),
            ("请求参数列表", Below::Other, together),
            ("请求参数:Query", Below::Table, Some(Heading::Request(Sent::At(Place::Query)))),
            ("请求参数：Query", Below::Table, Some(Heading::Request(Sent::At(Place::Query)))),
            ("查詢參數", Below::Table, Some(Heading::Request(Sent::At(Place::Query)))),
            ("Path 参数", Below::Table, Some(Heading::Request(Sent::At(Place::Path)))),
            ("Header 参数", Below::Table, Some(Heading::Request(Sent::At(Place::Header)))),
            ("請求頭參數", Below::Table, Some(Heading::Request(Sent::At(Place::Header)))),
            ("Query/Body 参数", Below::Table, Some(Heading::Request(Sent::Somewhere))),
            ("Body 参数（application/json）", Below::Table, together),
            ("form-data 参数", Below::Table, together),
            ("请求参数 | | | |", Below::Table, together),
            ("响应参数（data）", Below::Table, Some(Heading::Reply)),
            ("響應參數", Below::Other, Some(Heading::Reply)),
            ("返回样例", Below::Sample, Some(Heading::ReplySample)),
            ("返回数据(JSON)", Below::Sample, Some(Heading::ReplySample)),
            ("響應示例", Below::Other, Some(Heading::ReplySample)),
            ("成功返回", Below::Sample, Some(Heading::ReplySample)),
            ("示例返回", Below::Sample, Some(Heading::ReplySample)),
            ("公共請求參數", Below::Table, Some(Heading::Common)),
            ("响应头", Below::Table, Some(Heading::Common)),
            ("返回格式: JSON", Below::Table, None),
            ("请求方式: POST", Below::Table, None),
            ("请求格式: JSON", Below::Other, None),
            ("店铺参数", Below::Table, None),
            ("data 字段说明", Below::Table, None),
            ("リクエスト", Below::Table, None),
        ] {
            assert_eq!(of(line, below, true), wanted, "{line}");
        }
        // Below a reply's rows a place is the name of an object.
        assert_eq!(of("body 字段说明", Below::Table, false), None);
    }
}
