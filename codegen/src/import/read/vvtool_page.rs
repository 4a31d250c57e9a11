//! The text of a vv-tool page: pipe tables under Chinese headings.

use std::borrow::Cow;
use std::cell::Cell;

use super::medium::{Medium, Reading};
use super::prose::Patterns;
use super::raw_page::{RawError, RawPage, RawRow};
use super::sections::{self, Cut, Kind, Read};
use super::vvtool_headings::{Section, heading};
use super::{bars, cells, error_table, lines, members, page_head, reply_data, sample, sample_request, table};
use crate::import::declared;
use crate::import::document::{Part, Sample};
use crate::import::form::{FormFacts, Gateway};
use crate::import::ledger::LineKind;
use crate::message;
use crate::model::path;
use crate::words::{Method, Place};
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

/// Reads a page.
#[must_use]
pub fn read(text: &str, patterns: &Patterns) -> Read {
    let kind = |section| match section {
        Section::Head => Kind::Head,
        Section::Sample => Kind::Sample,
        Section::ReplySample => Kind::Reply,
        Section::RequestHeaders
        | Section::Request
        | Section::Placed(_)
        | Section::Unplaced
        | Section::Reply
        | Section::Common => Kind::Table,
        Section::Errors => Kind::Errors,
    };
    // The label of an address may be a heading above it.
    let labelled = Cell::new(false);
    let head = |_, line: &str, read: &mut Read| {
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
            (
                Section::Request | Section::Placed(_) | Section::Unplaced | Section::Reply | Section::Common,
                Some(lines::Titled::Errors),
            ) => Some(Section::Errors),
            (Section::Errors, Some(lines::Titled::Fields)) => Some(Section::Common),
            (Section::RequestHeaders, _) if parts(&row.1, above, below) => Some(Section::Unplaced),
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

/// Whether a line ends a table of headers: words under a whole row, and another row, or its titles, below them.
fn parts(line: &str, above: &[Barred<'_>], below: Option<&str>) -> bool {
    let words = line.trim().trim_end_matches(['|', ' ']);
    let closed = |line: &str| line.trim_end().ends_with('|');
    let whole = above
        .last()
        .is_some_and(|(_, last)| last.contains('|') && (closed(last) || !above.iter().any(|(_, line)| closed(line))));
    let begins = |line: &str| lines::row_name(line).is_some() || lines::titled(line, true, None).is_some();
    whole && !words.contains('|') && !words.is_empty() && below.is_some_and(begins)
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

/// What the table of headers says of the body: another thing than the head is for a person to look at.
fn typed(rows: &[Barred<'_>], read: &mut Read) {
    let says = |words: &[&str]| rows.iter().find(|(_, line)| words.iter().any(|word| line.contains(word)));
    let (json, form) = (says(&["application/json"]), says(&["x-www-form-urlencoded", "multipart/form-data"]));
    let facts = &read.facts;
    let other = match (json, form) {
        (Some(row), None) if facts.form_body && !facts.json_body => Some(row),
        (None, Some(row)) if facts.json_body && !facts.form_body => Some(row),
        _ => None,
    };
    if let Some((number, line)) = other {
        read.ask("http", (*number, "it says another thing of the body than the head".to_owned()), line);
    }
    if let Some((number, line)) = says(&["Basic ", "Digest "]).filter(|(_, line)| line.contains("uthorization")) {
        read.ask("auth", (*number, "it says another way to authorise a call than Bearer".to_owned()), line);
    }
    read.facts.json_body |= json.is_some();
}

fn table(section: Section, rows: Vec<Barred<'_>>, read: &mut Read, patterns: &Patterns) {
    let bare = matches!(section, Section::Request | Section::Placed(_) | Section::Unplaced | Section::Reply);
    let rows = if bare { undress(rows, &mut read.page) } else { rows };
    let cut = lines::split(&rows, section == Section::Errors);
    match section {
        Section::Request => request(cut, None, read, patterns),
        Section::Placed(place) => request(cut, Some(place), read, patterns),
        Section::Unplaced => unplaced(cut, read, patterns),
        Section::Reply => table::fields(cut, Part::Reply, &mut read.page, patterns),
        Section::Errors => error_table::errors(&cut, &mut read.page),
        Section::RequestHeaders => {
            typed(&rows, read);
            headers(cut, &page_head::header_names(&rows), read, patterns);
        }
        Section::Common => lines::unread(&cut, &mut read.page),
        Section::Head | Section::Sample | Section::ReplySample => {}
    }
}

/// Rows of a request, which stand in that place, or in the one that a column of theirs says. What a path does not name cannot stand in it.
fn request(cut: Vec<lines::Line>, all: Option<Place>, read: &mut Read, patterns: &Patterns) {
    let before = read.page.rows.len();
    table::fields(cut, Part::Request, &mut read.page, patterns);
    let path = read.facts.path.clone().unwrap_or_default();
    let names = path::names(&path);
    let queried = read.facts.sent_by() == Method::Get;
    for row in read.page.rows.iter_mut().skip(before) {
        let own = row.place.take();
        if own.zip(all).is_some_and(|(own, all)| own != all) {
            row.review.push("place".to_owned());
        }
        let Some(place) = own.or(all) else { continue };
        match place {
            Place::Path if names.contains(&row.name.as_str()) => {}
            Place::Path => row.review.push("place".to_owned()),
            // All of them stand there.
            Place::Query if queried => {}
            Place::Body if all.is_none() && !queried => {}
            _ => row.place = Some(place),
        }
    }
}

/// Rows of a request of which nobody knows where they are sent.
fn unplaced(mut cut: Vec<lines::Line>, read: &mut Read, patterns: &Patterns) {
    let before = read.page.rows.len();
    let caption = cut.first().is_some_and(lines::Line::is_bare).then(|| cut.remove(0).number);
    table::fields(cut, Part::Request, &mut read.page, patterns);
    if let Some(number) = caption {
        read.page.ledger.set(number, LineKind::Header);
        let why = "nobody knows this heading: the rows below it were read as the request's";
        read.page.review.push((number, why.to_owned()));
    }
    for row in read.page.rows.iter_mut().skip(before) {
        row.review.push("place".to_owned());
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
            others(&parsed, sample_line, read);
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

/// Samples behind the first: one of a failure shows an error, and any other is held against the table like the first.
fn others(parsed: &sample::Parsed, line: usize, read: &mut Read) {
    let code = |body: &Value| members::plain(body.get("code")?);
    for body in &parsed.others {
        match code(body).filter(|code| code != SUCCESS) {
            Some(code) => {
                let message = body.get("msg").or_else(|| body.get("message")).and_then(Value::as_str);
                shown_error(&code, message.unwrap_or_default(), line, read);
            }
            // Objects without what every reply has are parts of one.
            None if body.get("code").is_none() && body.get("data").is_none() => {}
            None => {
                let data = body.get("data").cloned().unwrap_or_default();
                read.others.push(Sample { data, failure: false, line });
            }
        }
    }
}

/// An error that a sample shows stands in the table, where there is one.
fn shown_error(code: &str, message: &str, line: usize, read: &mut Read) {
    let errors = &read.page.errors;
    let same = |error: &&RawError| error.code == code;
    let plain = message::normal(message);
    let known = errors.iter().filter(same).any(|error| {
        let own = message::normal(&error.message);
        plain.is_empty() || own.contains(&plain) || plain.contains(&own)
    });
    if errors.is_empty() || known {
        return;
    }
    let why = if errors.iter().any(|error| error.code == code) {
        format!("a sample shows the error {code} with another message than the table")
    } else {
        format!("a sample shows the error {code}, which the table has not")
    };
    read.ask("errors", (line, why), &format!("sample: {code} {message}"));
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
        let message = json.get("msg").and_then(Value::as_str).unwrap_or_default();
        shown_error(said.as_deref().unwrap_or_default(), message, sample_line, read);
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
