//! The text of a page of the Taobao Open Platform: rows as words or bullets, nesting as `└`, an XML sample.

use std::cell::RefCell;

use super::bullets::{bullet, child};
use super::medium::{Medium, Reading};
use super::prose::Patterns;
use super::raw_page::RawPage;
use super::sections::{self, Around, Cut, Kind, Read};
use super::top_errors::errors;
use super::top_headings::{Section, root_name, turn};
use super::top_table::fields;
use super::{cells, metadata, page_head, sample, sample_method, texts};
use crate::import::document::{Part, Sample, short};
use crate::import::form::{FormFacts, Gateway};
use crate::import::ledger::LineKind;

/// The page.
pub(super) static FORM: Reading = Reading {
    facts: FormFacts {
        name: "top-page",
        title: "TOP page",
        service: "top",
        gateway: Gateway::Top,
        names_operation: "the method's line",
        gets_example: true,
        may_lose_all: false,
        keeps_folder: false,
    },
    medium: Medium::Page { speaks, begins: |line| page_head::top_method(line).is_some(), read },
};

fn speaks(line: &str) -> bool {
    // A table of bars draws its tree with the same mark.
    line.contains('└') && !line.contains('|')
        || page_head::top_method(line).is_some()
        || line.starts_with("错误码 错误描述")
        || line.starts_with("名称 类型")
}

/// Reads a page.
#[must_use]
pub fn read(text: &str, patterns: &Patterns) -> Read {
    let kind = |section| match section {
        Section::Head | Section::Foot => Kind::Head,
        Section::Common => Kind::Common,
        Section::Fields(_) | Section::Unknown(_) | Section::Unread(_) => Kind::Table,
        Section::Errors => Kind::Errors,
        Section::Sample => Kind::Sample,
        Section::ReplySample => Kind::Reply,
        Section::ErrorSample => Kind::Shown,
    };
    let turn = |section, line: &str, around: Around<'_>| turn(section, line, around, patterns);
    let hosts = RefCell::new(Vec::new());
    let head = |section, line: &str, read: &mut Read| match section {
        Section::Common => {
            hosts.borrow_mut().extend(page_head::environment(line));
            if let Some(name) = of_all(line) {
                read.facts.notes.push(format!("all calls have a parameter that the client does not write: {name}"));
                read.said.push(short(line));
                read.marks.push("auth");
            }
        }
        Section::Head => page_head::top_line(line, read),
        _ => {}
    };
    let row_name = |line: &str| match bullet(line) {
        Some((_, text)) => child(text).map(str::to_owned),
        None => root_name(line),
    };
    let Cut { mut read, tables, sample, sample_line } = sections::cut(text, Section::Head, turn, kind, head, row_name);
    let (host, several) = page_head::one_host(hosts.take());
    read.facts.host = host;
    if let Some((why, said)) = several {
        read.facts.notes.push(why);
        read.said.push(said);
        read.marks.push("http");
    }
    for (section, rows) in tables {
        match section {
            Section::Fields(part) => fields(&rows, part, &mut read.page, patterns),
            Section::Unknown(part) => strange(&rows, part, &mut read.page, patterns),
            Section::Errors => errors(&rows, &mut read.page),
            Section::Unread(_) => unread(&rows, &mut read.page),
            Section::Head
            | Section::Common
            | Section::Sample
            | Section::ReplySample
            | Section::ErrorSample
            | Section::Foot => {}
        }
    }
    sample_request(text, sample_line, &mut read);
    shown_error(text, &mut read);
    evidence(&sample, sample_line, &mut read);
    read
}

/// Holds the sample request against the table; the sample reply begins at `end`, 0 where there is none.
fn sample_request(text: &str, end: usize, read: &mut Read) {
    let sample =
        |number: &usize| read.page.ledger.get(*number) == Some(LineKind::Sample) && (end == 0 || *number < end);
    let lines = (1..).zip(text.lines()).filter(|(number, _)| sample(number));
    let (numbers, lines): (Vec<usize>, Vec<&str>) = lines.unzip();
    let (Some(operation), Some(first)) = (&read.operation, numbers.first()) else { return };
    let request = || read.page.rows.iter().filter(|row| row.part == Part::Request);
    let names = request().map(|row| sample_method::folded(&row.name)).collect();
    let told = sample_method::read(operation, &lines.join("\n"), &names);
    let Some((why, said)) = told.words() else { return };
    read.page.review.extend(why.into_iter().map(|why| (*first, why)));
    read.said.push(said);
    read.marks.push("example");
}

/// An error that a sample shows stands in the table, where there is one.
fn shown_error(text: &str, read: &mut Read) {
    let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | ':');
    for (number, line) in (1..).zip(text.lines()) {
        let sample = read.page.ledger.get(number) == Some(LineKind::Sample);
        let Some((_, behind)) = line.split_once("sub_code").filter(|_| sample) else { continue };
        let code = behind.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        let code = code.split(|c| !sign(c)).next().unwrap_or_default();
        let known = code.is_empty()
            || code == sample_method::ANY_ERROR
            || read.page.errors.iter().any(|error| error.code == code);
        if known || read.page.errors.is_empty() {
            continue;
        }
        let why = format!("a sample shows the error {code}, which the table has not");
        read.ask("errors", (number, why), &format!("sample: {code}"));
    }
}

/// A parameter of all calls that the client does not write.
fn of_all(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let (name, _) = cells::beginning(&mut words)?;
    let demanded = words.next().is_some_and(|answer| cells::required(answer) == Some(true));
    (demanded && !sample_method::is_of_all_calls(name) && !is_of_replies(name)).then(|| name.to_owned())
}

/// Members of all replies, documented as always there.
fn is_of_replies(name: &str) -> bool {
    ["request_id", "code", "msg"].contains(&name) || name.ends_with("_response")
}

/// Rows under a heading that nobody knows.
fn strange(rows: &[(usize, &str)], part: Part, page: &mut RawPage, patterns: &Patterns) {
    let before = page.rows.len();
    fields(rows, part, page, patterns);
    let Some(first) = page.rows.get(before).map(|row| row.line) else { return };
    let side = if part == Part::Request { "request" } else { "reply" };
    let why = format!("nobody knows the heading above these rows: they were read as the {side}'s, as their titles say");
    page.review.push((first, why));
    for row in page.rows.iter_mut().skip(before) {
        row.review.push("place".to_owned());
    }
}

/// Lines of no section that is known.
fn unread(rows: &[(usize, &str)], page: &mut RawPage) {
    for (number, line) in rows {
        page.ledger.set(*number, LineKind::Quarantined);
        if let Some(words) = texts::demand(line) {
            page.ask("obligation", (*number, format!("it demands what no row says: {words}")), None);
        }
    }
    if let Some((first, _)) = rows.first() {
        let last = rows.last().map(|(last, _)| *last).filter(|last| last != first);
        let to = last.map_or_else(String::new, |last| format!(", down to line {last}"));
        page.review.push((*first, format!("this stands in no section that is known, and was not read{to}")));
    }
}

fn evidence(sample: &str, sample_line: usize, read: &mut Read) {
    let Some(at) = sample.find(['<', '{']) else { return };
    let text = sample.get(at..).unwrap_or("");
    let line = sample_line + sample.get(..at).map_or(0, |before| before.matches('\n').count());
    let operation = read.operation.clone().unwrap_or_default();
    if let Some(why) = sample::root(text).and_then(|root| metadata::answered_by_another(&operation, root)) {
        read.page.review.push((line, why));
        read.marks.push("reply");
    }
    let data = if text.starts_with('<') {
        read.evidence.add_xml(text);
        sample::xml(text).map_err(|at| (line + at, "the sample reply is no valid XML; parts of it were not read"))
    } else {
        let why = "the sample reply is no valid JSON; nesting was found without it";
        let parsed = sample::json(text.trim()).map_err(|at| (line + at, why));
        if let Some(parsed) = parsed.as_ref().ok().filter(|parsed| !parsed.twice.is_empty()) {
            read.page.review.extend(parsed.told().into_iter().map(|why| (line, why)));
            read.marks.push("example");
        }
        parsed.map(|parsed| sample::inside(parsed.body))
    };
    match data {
        Ok(data) => {
            if !text.starts_with('<') {
                read.evidence.add_json("", &data);
            }
            read.sample = Some(Sample { failure: data.get("sub_code").is_some(), data, line });
            others(sample, sample_line, read);
        }
        Err((line, why)) => {
            read.page.review.push((line, why.to_owned()));
            read.marks.push("example");
        }
    }
}

/// Samples besides the first, in the other language for one.
fn others(sample: &str, sample_line: usize, read: &mut Read) {
    let operation = read.operation.clone().unwrap_or_default();
    for (is_xml, at, text) in sample::several(sample).into_iter().skip(1) {
        let line = sample_line + sample.get(..at).map_or(0, |before| before.matches('\n').count());
        if let Some(why) = sample::root(text).and_then(|root| metadata::answered_by_another(&operation, root)) {
            read.page.review.push((line, why));
            read.marks.push("reply");
        }
        let data = if is_xml {
            sample::xml(text).ok()
        } else {
            sample::json(text).ok().map(|parsed| sample::inside(parsed.body))
        };
        let data = data.filter(|data| data.get("sub_code").is_none() && data.get("error_response").is_none());
        read.others.extend(data.map(|data| Sample { data, failure: false, line }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_with_a_remark_names_the_method() {
        let read = read("taobao.leaf.get (叶片)【即将下线】\n", &Patterns::default());
        assert_eq!((read.operation.as_deref(), read.facts.title.as_str()), (Some("taobao.leaf.get"), "叶片"));
        assert_eq!(read.marks, ["prose"]);
    }
}
