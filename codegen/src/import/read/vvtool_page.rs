//! The text of a vv-tool page: pipe tables under Chinese headings.

use std::borrow::Cow;
use std::cell::Cell;

use super::medium::{Medium, Reading};
use super::prose::Patterns;
use super::raw_page::{RawPage, RawRow};
use super::sections::{self, Cut, Kind, Read};
use super::{bars, cells, error_table, lines, page_head, reply_data, sample, sample_request, table};
use crate::import::declared;
use crate::import::document::Part;
use crate::import::form::{FormFacts, Gateway};
use crate::import::ledger::LineKind;
use crate::words::Place;
use serde_json::Value;

/// The page.
pub(super) static FORM: Reading = Reading {
    facts: FormFacts {
        name: "vvtool-page",
        title: "vv-tool page",
        service: "vvtool",
        gateway: Gateway::Envelope,
        names_operation: "the interface address (接口地址)",
        gets_example: true,
        may_lose_all: false,
        keeps_folder: false,
    },
    medium: Medium::Page { speaks, begins: page_head::is_address, read },
};

fn speaks(line: &str) -> bool {
    let mut cells = line.trim_matches('|').split('|').map(str::trim);
    let (Some(first), Some(second)) = (cells.next(), cells.next()) else { return page_head::is_address(line) };
    let field = cells::is_name(first) && cells::is_type(second);
    let error = cells.next().is_some() && cells::is_error_code(first) && cells::cjk_count(second) > 0;
    page_head::is_address(line) || field || error
}

/// Fields of the envelope around the data of every reply of this gateway.
const ENVELOPE: [&str; 5] = ["url", "code", "msg", "msec", "time"];
/// The code of a call that went well.
const SUCCESS: &str = "0";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Head,
    RequestHeaders,
    Request,
    Reply,
    Errors,
    Sample,
    ReplySample,
    /// What all calls have in common: the client's business.
    Common,
}

fn heading(line: &str) -> Option<Section> {
    let line = line.trim();
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
        | "请求体参数" | "RequestParameters" | "Body参数" | "Query参数" | "请求Body" | "接口入参" => {
            Section::Request
        }
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

/// Reads a page.
#[must_use]
pub fn read(text: &str, patterns: &Patterns) -> Read {
    let kind = |section| match section {
        Section::Head => Kind::Head,
        Section::Sample => Kind::Sample,
        Section::ReplySample => Kind::Reply,
        Section::RequestHeaders | Section::Request | Section::Reply | Section::Common => Kind::Table,
        Section::Errors => Kind::Errors,
    };
    // The label of an address may be a heading above it.
    let labelled = Cell::new(false);
    let head = |line: &str, read: &mut Read| {
        let address = line.trim().trim_matches('`');
        if labelled.get() && address.starts_with("http") {
            labelled.set(false);
            return page_head::vvtool_line(&format!("接口地址: {address}"), read);
        }
        labelled.set(page_head::is_address(line) && !line.contains("//") || labelled.get() && line.starts_with("```"));
        page_head::vvtool_line(line, read);
    };
    let Cut { mut read, tables, sample, sample_line } =
        sections::cut(text, Section::Head, heading, kind, head, lines::row_name);
    for (section, rows) in tables {
        for (section, rows) in pieces(section, bars::of_table(&rows)) {
            table(section, rows, &mut read, patterns);
        }
    }
    sample_request::hold(text, sample_line, &mut read);
    reply_shape(&sample, sample_line, &mut read);
    // A code sample that sends JSON says so as well as a sentence.
    let sends_json = |line: &str| {
        let line = line.to_ascii_lowercase();
        line.contains("content-type") && line.contains("application/json")
    };
    read.facts.json_body |= text.lines().any(sends_json);
    read
}

/// One row of a table, with its line.
type Barred<'a> = (usize, Cow<'a, str>);

/// The tables under one heading: where titles are those of another kind of table, one begins that has no heading of its own, or one
/// that nobody knows.
fn pieces(section: Section, rows: Vec<Barred<'_>>) -> Vec<(Section, Vec<Barred<'_>>)> {
    let mut pieces = vec![(section, Vec::new())];
    let mut rows = rows.into_iter().peekable();
    while let Some(row) = rows.next() {
        let below = rows.peek().map(|(_, line)| line.as_ref());
        let Some((last, above)) = pieces.last_mut() else { break };
        let captioned = above.last().is_none_or(|(_, line): &Barred<'_>| !line.contains('|'));
        let other = match (*last, lines::titled(&row.1, captioned, below)) {
            (Section::Request | Section::Reply | Section::Common, Some(lines::Titled::Errors)) => Some(Section::Errors),
            (Section::Errors, Some(lines::Titled::Fields)) => Some(Section::Common),
            _ => None,
        };
        if let Some(other) = other {
            let caption = above.pop_if(|(_, line)| !line.contains('|'));
            pieces.push((other, caption.into_iter().collect()));
        }
        if let Some((_, piece)) = pieces.last_mut() {
            piece.push(row);
        }
    }
    pieces
}

/// The name in a line that has the cells of a row, parted by other signs than those of its table.
fn dressed(line: &str) -> Option<String> {
    if line.contains('|') {
        return None;
    }
    let mut text = String::new();
    let mut tag = false;
    for c in line.trim().trim_start_matches(['-', '*', '•']).chars() {
        tag |= c == '<';
        text.push(if tag { ' ' } else { c });
        tag &= c != '>';
    }
    // Blanks alone are what is left of a row that lost its bars, and that is read.
    let signs = [',', ';', ':', '，', '；', '：', '｜', '│', '┃', '¦'];
    let lost_bars = cells::beginning(&mut text.split_whitespace()).is_some();
    if lost_bars && !text.contains(signs) && !line.contains("<td") {
        return None;
    }
    // Whatever sign stands between them: no remark begins with a name and a type.
    let parts = |c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.' | '-' | '$' | '[' | ']');
    let mut words = text.split(parts).filter(|word| word.contains(char::is_alphanumeric));
    let (name, _) = cells::beginning(&mut words)?;
    words.next().map(|_| name.to_owned())
}

/// Takes the lines out of a table that are rows in other signs than it has: none of them is a remark on the row above.
fn undress<'a>(rows: Vec<Barred<'a>>, page: &mut RawPage) -> Vec<Barred<'a>> {
    let mut kept = Vec::new();
    for (number, line) in rows {
        let Some(name) = dressed(&line) else {
            kept.push((number, line));
            continue;
        };
        let why = format!("this looks like a row for `{name}`, in other signs than the table has");
        page.stray(number, name, why);
    }
    kept
}

fn table(section: Section, rows: Vec<Barred<'_>>, read: &mut Read, patterns: &Patterns) {
    let bare = matches!(section, Section::Request | Section::Reply);
    let rows = if bare { undress(rows, &mut read.page) } else { rows };
    let cut = lines::split(&rows, section == Section::Errors);
    match section {
        Section::Request => table::fields(cut, Part::Request, &mut read.page, patterns),
        Section::Reply => table::fields(cut, Part::Reply, &mut read.page, patterns),
        Section::Errors => error_table::errors(&cut, &mut read.page),
        Section::RequestHeaders => {
            read.facts.json_body |= rows.iter().any(|(_, line)| line.contains("application/json"));
            headers(cut, &page_head::header_names(&rows), read, patterns);
        }
        Section::Common => lines::unread(&cut, &mut read.page),
        Section::Head | Section::Sample | Section::ReplySample => {}
    }
}

/// Headers that say who calls, or how the body is framed: the client writes them, and an operation has no say in it.
const CLIENTS: [&str; 12] = [
    "authorization",
    "content-type",
    "content-length",
    "content-encoding",
    "transfer-encoding",
    "accept",
    "accept-encoding",
    "accept-charset",
    "host",
    "user-agent",
    "cookie",
    "connection",
];

/// The table of request headers: what the client does not write itself is a field of the request.
fn headers(cut: Vec<lines::Line>, names: &[String], read: &mut Read, patterns: &Patterns) {
    let own = |name: &String| !CLIENTS.iter().any(|known| name.eq_ignore_ascii_case(known));
    read.facts.headers.extend(names.iter().cloned());
    if !names.iter().any(own) {
        return lines::mark(&cut, &mut read.page.ledger, LineKind::Header);
    }
    let before = read.page.rows.len();
    table::fields(cut, Part::Request, &mut read.page, patterns);
    let rows = read.page.rows.split_off(before);
    let (fields, others): (Vec<RawRow>, Vec<RawRow>) = rows.into_iter().partition(|row| own(&row.name));
    for row in others {
        read.page.ledger.set(row.line, LineKind::Header);
    }
    let told = |name: &&String| own(name) && !fields.iter().any(|row| row.name == **name);
    for name in names.iter().filter(told) {
        read.page.review.push((0, format!("the header {name} is asked for, and its row could not be read")));
        read.marks.push("auth");
    }
    read.page.rows.extend(fields.into_iter().map(|row| RawRow { place: Some(Place::Header), ..row }));
}

/// The message of a success.
fn succeeds(message: &str) -> bool {
    let message = message.trim().to_ascii_lowercase();
    ["成功", "操作成功", "请求成功", "调用成功", "success", "ok"].contains(&message.as_str())
}

/// Tells the envelope from the data, and finds out whether the data IS a record of the table.
fn reply_shape(sample: &str, sample_line: usize, read: &mut Read) {
    let json = sample_json(sample, sample_line, read);
    envelope_rows(&mut read.page, json.as_ref());
    let Some(json) = json else { return reply_data::told(read) };
    let failed = says_failure(&json, sample_line, read);
    reply_data::shown(&json, failed, sample_line, read);
}

/// The rows around the data, up to the first object, are those of the envelope where both its code and its message are among them, and
/// the sample does not show one of that name in the data alone.
fn envelope_rows(page: &mut RawPage, sample: Option<&Value>) {
    let in_data = |name: &str| {
        let data = sample.and_then(|body| body.get("data"));
        let one = data.and_then(|data| data.get(0)).or(data).and_then(Value::as_object);
        let inside = one.is_some_and(|members| members.contains_key(name));
        inside && sample.is_some_and(|body| body.get(name).is_none())
    };
    let has = |name: &str| page.rows.iter().any(|row| row.part == Part::Reply && row.name == name);
    if !has("code") || !has("msg") {
        return;
    }
    let object = |row: &RawRow| row.part == Part::Reply && declared::is_object_type(&row.ty);
    let opens = page.rows.iter().position(object).unwrap_or(usize::MAX);
    for row in page.rows.iter_mut().take(opens) {
        if row.part == Part::Reply && ENVELOPE.contains(&row.name.as_str()) && !in_data(&row.name) {
            row.part = Part::Envelope;
        }
    }
}

/// The sample reply, when there is one that can be read.
fn sample_json(sample: &str, sample_line: usize, read: &mut Read) -> Option<Value> {
    if sample.trim().is_empty() {
        return None;
    }
    match sample::json(sample) {
        Ok(parsed) => {
            read.page.review.extend(parsed.told().into_iter().map(|why| (sample_line, why)));
            if !parsed.twice.is_empty() {
                read.marks.push("example");
            }
            if parsed.more {
                let why = "more than one sample reply: the first was held against the table";
                read.page.review.push((sample_line, why.to_owned()));
            }
            Some(parsed.body)
        }
        Err(line) => {
            let why = "the sample reply is no valid JSON; nesting was found without it";
            read.page.review.push((sample_line + line, why.to_owned()));
            read.marks.push("example");
            None
        }
    }
}

/// The sample reply is one of a call that failed. What its code and its shape contradict is left to a person.
fn says_failure(json: &Value, sample_line: usize, read: &mut Read) -> bool {
    let said = json.get("code").map(|code| code.as_str().map_or_else(|| code.to_string(), str::to_owned));
    let other = said.as_deref().filter(|code| *code != SUCCESS);
    // The page has a success of its own: that contradicts the service, and the sample shows a reply all the same.
    let own = other.filter(|code| read.page.errors.iter().any(|error| error.code == *code && succeeds(&error.message)));
    if let Some(code) = own {
        let why = format!("the sample reply succeeds with code {code}; replies of this gateway do with {SUCCESS}");
        read.page.review.push((sample_line, why));
        read.marks.push("errors");
    }
    let failed = other.is_some() && own.is_none();
    if failed {
        let why = "the sample reply shows a call that failed; it was not held against the table";
        read.page.review.push((sample_line, why.to_owned()));
        read.marks.push("example");
    } else if said.is_some() && json.get("data").is_none() {
        let why = "the sample reply has no key `data`; every reply of this gateway has";
        read.page.review.push((sample_line, why.to_owned()));
        read.marks.push("shape");
    }
    failed
}

/// Names that a `fields` parameter lists as askable (`可填参数:a, b, c`); some have no row of their own.
#[must_use]
pub fn selectable(page: &RawPage) -> Option<(usize, Vec<String>)> {
    let row = page.rows.iter().find(|row| row.part == Part::Request && row.name == "fields")?;
    let (_, list) = row.prose.split_once("可填参数")?;
    let names: Vec<String> = list
        .trim_start_matches([':', '：', ' '])
        .split([',', '，'])
        .map(str::trim)
        .take_while(|name| cells::is_name(name))
        .map(str::to_owned)
        .collect();
    (names.len() >= 3).then_some((row.line, names))
}
