//! The text of a page of the Taobao Open Platform: rows as words or bullets, nesting as `└`, an XML sample.

use std::collections::VecDeque;

use super::error_line::{self, Coded};
use super::medium::{Medium, Reading};
use super::nest::Mark;
use super::prose::{self, Patterns};
use super::raw_page::{RawError, RawPage, RawRow};
use super::root_row::{answers, is_number, like_a_row, limited, root_cells, root_row};
use super::sections::{self, Cut, Kind, Read};
use super::top_headings::{Section, bullet, heading, is_titles, root_name};
use super::{cells, members, name_cell, page_head, sample};
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

/// The name in a bullet that a tree is drawn before: `└ memo`, `├─ memo`, `--memo`.
fn child(text: &str) -> Option<&str> {
    let (depth, name) = cells::tree(text);
    let corner = text.strip_prefix('└').map(|name| name.trim_start_matches(['─', '━', '-', '—']).trim());
    // One stroke alone may be the sign of a limit.
    let strokes = text.chars().take_while(|c| !c.is_alphanumeric()).filter(|c| !c.is_whitespace()).count();
    let drawn = depth > 0 && (strokes > 1 || text.starts_with(['├', '┣', '┝', '┗', '┕', '╰', '∟']));
    corner.or_else(|| Some(name).filter(|name| drawn && cells::is_name(name)))
}

/// Reads a page.
#[must_use]
pub fn read(text: &str, patterns: &Patterns) -> Read {
    let kind = |section| match section {
        Section::Head | Section::Foot => Kind::Head,
        Section::Common => Kind::Common,
        Section::Fields(_) | Section::Unknown(_) => Kind::Table,
        Section::Errors => Kind::Errors,
        Section::Sample => Kind::Sample,
        Section::ReplySample => Kind::Reply,
    };
    let head = |line: &str, read: &mut Read| {
        read.facts.labels.extend(page_head::labels(line).unwrap_or_default());
        if let Some((method, title)) = page_head::top_method(line)
            && read.operation.is_none()
        {
            read.operation = Some(method);
            read.facts.title = title;
            if let Some((_, remark)) = line.split_once('【') {
                read.facts
                    .notes
                    .push(format!("the title says more than a title: {}", remark.trim_end().trim_end_matches('】')));
                read.said.push(short(line));
                read.marks.push("prose");
            }
        }
    };
    let row_name = |line: &str| match bullet(line) {
        Some((_, text)) => child(text).map(str::to_owned),
        None => root_name(line),
    };
    let Cut { mut read, tables, sample, sample_line } =
        sections::cut(text, Section::Head, heading, kind, head, row_name);
    for (section, rows) in tables {
        match section {
            Section::Fields(part) => fields(&rows, part, &mut read.page, patterns),
            Section::Unknown(part) => strange(&rows, part, &mut read.page, patterns),
            Section::Errors => errors(&rows, &mut read.page),
            Section::Head | Section::Common | Section::Sample | Section::ReplySample | Section::Foot => {}
        }
    }
    evidence(&sample, sample_line, &mut read);
    read
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

fn evidence(sample: &str, sample_line: usize, read: &mut Read) {
    let Some(at) = sample.find(['<', '{']) else { return };
    let text = sample.get(at..).unwrap_or("");
    let line = sample_line + sample.get(..at).map_or(0, |before| before.matches('\n').count());
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
        }
        Err((line, why)) => {
            read.page.review.push((line, why.to_owned()));
            read.marks.push("example");
        }
    }
}

/// Cells of one row, gathered line by line.
#[derive(Debug)]
struct Gathering {
    line: usize,
    cells: Vec<String>,
    /// Bullets below a cell: further limits, listed values.
    below: String,
    /// Those of them that nothing is read of.
    unread: Vec<String>,
    /// A line was taken for the rest of it that may be a row of its own.
    broken: bool,
    mark: Mark,
    indent: usize,
}

impl Gathering {
    fn begin(line: usize, cells: Vec<String>, mark: Mark, indent: usize) -> Self {
        Self { line, cells, below: String::new(), unread: Vec::new(), broken: false, mark, indent }
    }
}

fn fields(rows: &[(usize, &str)], part: Part, page: &mut RawPage, patterns: &Patterns) {
    let mut gathering: Option<Gathering> = None;
    for (index, (number, line)) in rows.iter().enumerate() {
        if is_titles(line) {
            page.ledger.set(*number, LineKind::Header);
            continue;
        }
        let Some((indent, text)) = bullet(line) else {
            plain(*number, line, part, page, &mut gathering, patterns);
            continue;
        };
        let inside = child(text);
        let next = rows.get(index + 1).and_then(|(_, next)| bullet(next)).map_or("", |(_, next)| next);
        // A row without `└` begins where a name is followed by a type, once the row above has said enough.
        let begins = inside.is_some()
            || (cells::is_name(text)
                && is_type_cell(next)
                && gathering.as_ref().is_none_or(|row| row.cells.len() >= 3 && row.indent >= indent));
        if begins {
            flush(&mut gathering, part, page);
            page.ledger.set(*number, LineKind::Field);
            let name = inside.unwrap_or(text).to_owned();
            gathering = Some(Gathering::begin(*number, vec![name], Mark::Inside, indent));
            continue;
        }
        let Some(row) = &mut gathering else {
            page.ledger.set(*number, LineKind::Quarantined);
            page.review.push((*number, "this bullet belongs to no row".to_owned()));
            continue;
        };
        page.ledger.set(*number, LineKind::Continuation);
        if indent <= row.indent {
            row.cells.push(text.to_owned());
            continue;
        }
        // A bullet below a cell: a listed value, or one of the further limits.
        let value = prose::value_line(text, patterns);
        if value.is_some() {
            page.ledger.set(*number, LineKind::EnumValue);
        } else if prose::is_unread(text, patterns) {
            row.unread.push(text.to_owned());
        }
        row.below.push(' ');
        row.below.push_str(text);
    }
    flush(&mut gathering, part, page);
}

fn is_type_cell(cell: &str) -> bool {
    cells::is_type(cell.trim()) && !cell.trim().is_empty()
}

/// A row at the root: `fields String 必须 tid,type 需要返回的字段列表`; or the rest of a row that a newline broke.
fn plain(
    number: usize,
    line: &str,
    part: Part,
    page: &mut RawPage,
    gathering: &mut Option<Gathering>,
    patterns: &Patterns,
) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let whole = gathering
        .as_ref()
        .is_none_or(|row| row.mark != Mark::Top || row.cells.last().is_some_and(|cell| !cell.is_empty()));
    if let Some((name, ty, used)) = root_row(&words, part, whole) {
        flush(gathering, part, page);
        page.ledger.set(number, LineKind::Field);
        let rest = words.get(used..).unwrap_or(&[]).join(" ");
        *gathering = Some(Gathering::begin(number, vec![name, ty, rest], Mark::Top, 0));
        return;
    }
    if let Some(row) = gathering {
        let kind =
            if prose::value_line(line, patterns).is_some() { LineKind::EnumValue } else { LineKind::Continuation };
        page.ledger.set(number, kind);
        if kind == LineKind::Continuation && like_a_row(&words, part) {
            let why = "this line looks like a row, but its type is not known: it was read as the rest of the row above";
            page.review.push((number, why.to_owned()));
            row.broken = true;
        }
        if row.cells.len() == 1 && is_type_cell(line) {
            row.cells.push(line.trim().to_owned());
        } else if let Some(cell) = row.cells.last_mut() {
            cell.push(' ');
            cell.push_str(line.trim());
        }
        return;
    }
    page.review.push((number, "this line of a table was not understood".to_owned()));
}

fn flush(gathering: &mut Option<Gathering>, part: Part, page: &mut RawPage) {
    let Some(row) = gathering.take() else { return };
    let mut cells: VecDeque<String> = row.cells.into();
    let Some(name) = cells.pop_front() else { return };
    // Where the cell of the type is empty, the next one has moved up into its place.
    let alone = cells.len() == 1;
    let moved =
        |cell: &String| row.mark != Mark::Top && (answers(cell) && part == Part::Request || alone && is_told(cell));
    let ty = if cells.front().is_some_and(moved) { Some(String::new()) } else { cells.pop_front() };
    let Some(ty) = ty.filter(|ty| !ty.is_empty() || !cells.is_empty()) else {
        page.ledger.set(row.line, LineKind::Quarantined);
        page.review.push((row.line, format!("`{name}` stands where a row begins, but no type follows")));
        return;
    };
    let known = is_type_cell(&ty);
    let said = (!cells::is_name(&name)).then(|| name_cell::read(&name));
    let name = said.as_ref().map_or(name, |said| said.name.clone());
    let mut made = RawRow { mark: row.mark, ..RawRow::new(part, row.line, name, ty) };
    if !known {
        let why = match made.ty.as_str() {
            "" => format!("`{}` has no type; it was taken in without one", made.name),
            ty => format!("{ty:?} is no type that is known; `{}` was taken in without one", made.name),
        };
        page.review.push((row.line, why));
        made.review.push("type".to_owned());
        if !cells::looks_like_type(&made.ty) {
            made.ty = String::new();
        }
    }
    let mut rest: Vec<String> = cells.into();
    let mut broken = row.broken;
    if row.mark == Mark::Top {
        // Broken or not, the words say which cells they are.
        let (cells, doubtful) = root_cells(&rest.join(" ").split_whitespace().collect::<Vec<_>>(), &made.ty);
        rest = cells;
        broken |= doubtful;
    }
    if part == Part::Request {
        made.required = rest.first().and_then(|cell| cells::required(cell));
        if made.required.is_none() {
            made.review.push("required".to_owned());
        }
        if rest.first().is_some_and(|cell| answers(cell)) {
            let answer = rest.remove(0);
            made.marks.extend(made.required.is_none().then_some(("required", answer)));
        }
    }
    if rest.len() >= 2 {
        made.example = rest.remove(0);
    }
    made.prose = rest.join(" ");
    describe(&mut made);
    made.prose.push_str(&row.below);
    if broken {
        made.review.push("broken_row".to_owned());
    }
    for limit in row.unread {
        page.review.push((row.line, format!("nothing is read of the limit {limit:?} of `{}`", made.name)));
        made.marks.push(("limits", limit.chars().take(members::SHOWN).collect()));
    }
    if let Some(said) = said {
        page.review.extend(said.put(&mut made).into_iter().map(|why| (row.line, why)));
    }
    page.rows.push(made);
}

/// Parts the words of a row from the limits that stand before them in a line at the root: those are no name of it.
fn describe(made: &mut RawRow) {
    let (limits, prose) = if made.mark == Mark::Top { limited(&made.prose) } else { (Vec::new(), made.prose.as_str()) };
    let (said, prose) = (limits.join("; "), prose.to_owned());
    if prose.is_empty() && !said.is_empty() {
        made.review.push("prose".to_owned());
    }
    made.own = Some(0..prose.len());
    made.prose = if said.is_empty() { prose } else { format!("{prose}; {said};") };
}

/// Words about something and no type: a description.
fn is_told(cell: &str) -> bool {
    cells::cjk_count(cell) > 0 && !cells::is_type(cell)
}

fn errors(rows: &[(usize, &str)], page: &mut RawPage) {
    for (number, line) in rows {
        let mut words = line.split_whitespace().peekable();
        let mut code = words.next().unwrap_or("");
        if let Some(sub) = words.next_if(|word| is_number(code) && is_sub_code(word)) {
            // The number is that of all errors of a service behind the gateway; the code of its own tells which.
            let why = format!("the error {sub} stands behind the number {code}; it was read as its code");
            page.review.push((*number, why));
            page.marks.push("errors");
            code = sub;
        }
        let message = words.next();
        let whole = message.is_some() && cells::is_error_code(code) || is_titles(line);
        if !whole && let Some(Coded { code, message, doubtful }) = error_line::read(line) {
            // In other signs than the table has, and no advice of the error above.
            page.review.push((*number, format!("the line begins with {code}: it was read as an error")));
            page.errors.push(RawError { code, message, line: *number, doubtful, ..RawError::default() });
            page.ledger.set(*number, LineKind::Error);
            continue;
        }
        let kind = match message {
            _ if is_titles(line) => LineKind::Header,
            Some(message) if cells::is_error_code(code) => {
                let remedy = words.collect::<Vec<_>>().join(" ");
                let (code, message) = (code.to_owned(), message.to_owned());
                page.errors.push(RawError { code, message, remedy, line: *number, doubtful: false });
                LineKind::Error
            }
            None if is_number(code) || is_sub_code(code) => {
                // What it means the page does not say, and another error's advice it is not.
                page.errors.push(RawError { code: code.to_owned(), line: *number, ..RawError::default() });
                LineKind::Error
            }
            _ => match page.errors.last_mut() {
                Some(error) => {
                    error.remedy.push(' ');
                    error.remedy.push_str(line.trim());
                    LineKind::Continuation
                }
                None => LineKind::Note,
            },
        };
        page.ledger.set(*number, kind);
    }
}

/// `isv.trade-not-exist:tid`: words of ASCII that points part.
fn is_sub_code(word: &str) -> bool {
    let parts = word.split(['.', ':']).collect::<Vec<_>>();
    cells::is_error_code(word)
        && parts.len() > 1
        && !word.contains('/')
        && parts.iter().all(|part| !part.is_empty())
        && parts.first().is_some_and(|part| part.starts_with(|c: char| c.is_ascii_lowercase()))
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
