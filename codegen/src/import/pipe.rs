//! The text of a vv-tool page: pipe tables under Chinese headings.

use serde_json::Value;

use super::columns::{self, Columns, Role};
use super::document::{Facts, Part};
use super::evidence::Evidence;
use super::ledger::{Ledger, LineKind};
use super::nest::Mark;
use super::prose::{self, Patterns};
use super::raw::{RawPage, RawRow};
use super::{cells, head, sanitise};

/// Fields of the envelope around the data of every reply of this gateway.
const ENVELOPE: [&str; 5] = ["url", "code", "msg", "msec", "time"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Head,
    RequestHeaders,
    Request,
    Reply,
    Errors,
    Sample,
    ReplySample,
}

fn heading(line: &str) -> Option<Section> {
    let title = line.trim().trim_start_matches(['#', '*', ' ']).trim_end_matches(['*', ':', '：', ' ']);
    Some(match title {
        "请求头参数" | "请求头" | "Header参数" | "请求Header" => Section::RequestHeaders,
        "请求参数" | "输入参数" | "入参" => Section::Request,
        "响应参数" | "返回参数" | "输出参数" | "出参" => Section::Reply,
        "返回数据" | "返回示例" | "响应示例" | "返回结果" => Section::ReplySample,
        "响应代码" | "返回代码" | "公共错误码" | "错误码" | "错误代码" => Section::Errors,
        _ if title.ends_with("请求示例") || title.ends_with("代码示例") || title.ends_with("请求代码示例") => {
            Section::Sample
        }
        _ => return None,
    })
}

/// A page, read up to nesting.
#[derive(Debug)]
pub struct Read {
    /// Rows and errors.
    pub page: RawPage,
    /// About the operation.
    pub facts: Facts,
    /// The operation's path: `erps/send`.
    pub operation: Option<String>,
    /// What the sample reply shows.
    pub evidence: Evidence,
}

/// One line of a table; lines that a newline broke are already joined.
#[derive(Debug)]
struct Line {
    number: usize,
    /// Further lines of the same row.
    more: Vec<usize>,
    cells: Vec<String>,
    text: String,
}

/// Reads a page.
#[must_use]
pub fn read(text: &str, patterns: &Patterns) -> Read {
    let lines: Vec<&str> = text.lines().collect();
    let mut read = Read {
        page: RawPage { ledger: Ledger::of_lines(lines.len()), ..RawPage::default() },
        facts: Facts::default(),
        operation: None,
        evidence: Evidence::default(),
    };
    let mut section = Section::Head;
    let mut sample = String::new();
    let mut tables: Vec<(Section, Vec<(usize, &str)>)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let number = index + 1;
        if line.trim().is_empty() {
            read.page.ledger.set(number, LineKind::Blank);
            continue;
        }
        if let Some(next) = heading(line) {
            section = next;
            read.page.ledger.set(number, LineKind::Header);
            tables.push((section, Vec::new()));
            continue;
        }
        match section {
            Section::Head => {
                head::vvtool_line(line, &mut read.facts, &mut read.operation);
                read.page.ledger.set(number, LineKind::Header);
            }
            Section::Sample => {
                sanitise::text(line, patterns, &mut read.page.replaced);
                read.page.ledger.set(number, LineKind::Sample);
            }
            Section::ReplySample => {
                sanitise::text(line, patterns, &mut read.page.replaced);
                sample.push_str(line);
                sample.push('\n');
                read.page.ledger.set(number, LineKind::Sample);
            }
            Section::RequestHeaders | Section::Request | Section::Reply | Section::Errors => {
                if let Some((_, rows)) = tables.last_mut() {
                    rows.push((number, line));
                }
            }
        }
    }
    for (section, rows) in tables {
        let lines = split(&rows, section == Section::Errors);
        match section {
            Section::Request => fields(lines, Part::Request, &mut read.page, patterns),
            Section::Reply => fields(lines, Part::Reply, &mut read.page, patterns),
            Section::Errors => errors(&lines, &mut read.page),
            // What goes into the HTTP head is the client's business, not the operation's.
            Section::RequestHeaders => {
                for (_, line) in &rows {
                    sanitise::text(line, patterns, &mut read.page.replaced);
                }
                mark(&lines, &mut read.page.ledger, LineKind::Header);
            }
            Section::Head | Section::Sample | Section::ReplySample => {}
        }
    }
    reply_shape(&sample, &mut read);
    read
}

/// Cuts lines into cells, joining rows that a newline broke: in a table whose rows end in `|`, one that does not goes on below.
fn split(rows: &[(usize, &str)], errors: bool) -> Vec<Line> {
    let piped = rows.iter().filter(|(_, line)| line.contains('|')).count();
    let closed = rows.iter().filter(|(_, line)| line.trim_end().ends_with('|')).count();
    let closing = closed * 10 >= piped * 7 && piped > 0;
    let begins = |text: &str| {
        let cells = cut(text);
        let first = cells.first().map_or("", String::as_str);
        if errors {
            cells::is_error_code(first) && cells.len() > 1
        } else {
            cells::is_name(first) && cells.get(1).is_some_and(|cell| cells::is_type(cell))
        }
    };
    let mut lines: Vec<Line> = Vec::new();
    let mut open = false;
    for (number, text) in rows {
        let text = text.trim_end();
        if open
            && !begins(text)
            && let Some(last) = lines.last_mut()
        {
            last.more.push(*number);
            last.text.push(' ');
            last.text.push_str(text.trim_start());
            last.cells = cut(&last.text);
            open = !text.ends_with('|');
            continue;
        }
        lines.push(Line { number: *number, more: Vec::new(), cells: cut(text), text: text.to_owned() });
        open = closing && text.contains('|') && !text.ends_with('|');
    }
    lines
}

fn cut(text: &str) -> Vec<String> {
    let text = text.trim();
    let text = text.strip_prefix('|').unwrap_or(text);
    let mut cells: Vec<String> = text.split('|').map(|cell| cell.trim().to_owned()).collect();
    // The grammar of one parameter uses `|` itself; a cell is never cut inside quotes, "|" and “|” alike.
    let mut index = 0;
    while index + 1 < cells.len() {
        let open = cells.get(index).is_some_and(|cell| cell.ends_with(['"', '“']));
        let close = cells.get(index + 1).is_some_and(|cell| cell.starts_with(['"', '”']));
        if open && close {
            let next = cells.remove(index + 1);
            if let Some(cell) = cells.get_mut(index) {
                cell.push('|');
                cell.push_str(&next);
            }
        } else {
            index += 1;
        }
    }
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    cells
}

fn mark(lines: &[Line], ledger: &mut Ledger, kind: LineKind) {
    for line in lines {
        ledger.set(line.number, kind);
        for more in &line.more {
            ledger.set(*more, kind);
        }
    }
}

fn is_rule(line: &Line) -> bool {
    line.text.contains('-') && line.text.chars().all(|c| matches!(c, '-' | '|' | ':' | ' '))
}

fn is_titles(line: &Line) -> bool {
    line.cells.len() >= 2 && line.cells.iter().all(|cell| cells::is_column_title(cell))
}

/// A row that a newline broke after a bar: the line below has cells, begins no row, and the row above has too few.
fn rejoin(lines: Vec<Line>) -> Vec<Line> {
    let mut lengths: Vec<usize> = lines.iter().filter(|line| is_row(line)).map(|line| line.cells.len()).collect();
    lengths.sort_unstable();
    let usual = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
    let mut joined: Vec<Line> = Vec::new();
    for line in lines {
        let begins = is_row(&line) || is_rule(&line) || is_titles(&line) || line.cells.len() < 2;
        match joined.last_mut() {
            Some(above) if !begins && is_row(above) && above.cells.len() + line.cells.len() <= usual => {
                above.more.push(line.number);
                above.cells.extend(line.cells);
            }
            _ => joined.push(line),
        }
    }
    joined
}

fn fields(lines: Vec<Line>, part: Part, page: &mut RawPage, patterns: &Patterns) {
    let lines = rejoin(lines);
    let header = lines.iter().find(|line| is_titles(line)).map(|line| line.cells.clone());
    let good: Vec<Vec<String>> = lines.iter().filter(|line| is_row(line)).map(|line| line.cells.clone()).collect();
    let columns = columns::vote(&good, header.as_deref(), part == Part::Request);
    if columns.header_lies
        && let Some(line) = lines.iter().find(|line| is_titles(line))
    {
        page.review.push((line.number, "the column titles contradict the cells; the cells were believed".to_owned()));
    }
    let mut last: Option<usize> = None;
    for line in &lines {
        let ledger = &mut page.ledger;
        for more in &line.more {
            ledger.set(*more, LineKind::Continuation);
        }
        if is_rule(line) || is_titles(line) {
            ledger.set(line.number, LineKind::Header);
        } else if is_row(line) {
            ledger.set(line.number, LineKind::Field);
            last = Some(page.rows.len());
            page.rows.push(row(line, part, &columns));
        } else if let Some(repaired) = repair(line, part) {
            ledger.set(line.number, LineKind::Field);
            page.review.push((
                line.number,
                format!("the row of `{}` is broken; it was put together from its words", repaired.name),
            ));
            last = Some(page.rows.len());
            page.rows.push(repaired);
        } else {
            let kind = remark(line, last.and_then(|last| page.rows.get_mut(last)), patterns);
            page.ledger.set(line.number, kind);
            if kind == LineKind::Quarantined {
                page.review.push((line.number, "this line of a table was not understood".to_owned()));
            }
        }
    }
}

fn is_row(line: &Line) -> bool {
    line.cells.first().is_some_and(|cell| cells::is_name(cell))
        && line.cells.get(1).is_some_and(|cell| cells::is_type(cell))
}

fn row(line: &Line, part: Part, columns: &Columns) -> RawRow {
    let mut made = RawRow {
        part,
        line: line.number,
        name: String::new(),
        ty: String::new(),
        required: None,
        example: String::new(),
        prose: String::new(),
        values: Vec::new(),
        mark: Mark::None,
        review: Vec::new(),
    };
    let mut cells = line.cells.clone();
    if let Some(column) = columns.find(Role::Required) {
        let answer = cells.get(column).map(String::as_str).unwrap_or_default();
        made.required = cells::required(answer);
        if made.required.is_none() {
            made.review.push("required".to_owned());
            // The answer was lost and the cells after it moved up.
            if !answer.is_empty() && cells.len() < columns.roles.len() {
                cells.insert(column.min(cells.len()), String::new());
            }
        }
    } else if part == Part::Request {
        made.review.push("required".to_owned());
    }
    // A bar inside the example: the prose is further right than it should be.
    while let (Some(example), Some(prose)) = (columns.find(Role::Example), columns.find(Role::Prose))
        && example < prose
        && cells.len() > columns.roles.len()
        && cells.get(prose).is_some_and(|cell| cells::cjk_count(cell) == 0)
    {
        let more = cells.remove(example + 1);
        if let Some(cell) = cells.get_mut(example) {
            cell.push('|');
            cell.push_str(&more);
        }
    }
    // A row without an example whose prose moved into the example's place.
    if let (Some(example), Some(prose)) = (columns.find(Role::Example), columns.find(Role::Prose))
        && example < prose
        && cells.len() == example + 1
        && cells.get(example).is_some_and(|cell| cells::cjk_count(cell) >= 3)
    {
        cells.insert(example, String::new());
    }
    let mut prose: Vec<&str> = Vec::new();
    for (index, cell) in cells.iter().enumerate() {
        match columns.roles.get(index).copied().unwrap_or(Role::Prose) {
            Role::Name => made.name.clone_from(cell),
            Role::Type => made.ty.clone_from(cell),
            Role::Required => {}
            Role::Example => made.example.clone_from(cell),
            Role::Default | Role::Prose => prose.push(cell),
        }
    }
    made.prose = prose.join(" ");
    made
}

/// A row that lost its bars: `obs String 1 …`.
fn repair(line: &Line, part: Part) -> Option<RawRow> {
    let [only] = line.cells.as_slice() else { return None };
    let mut words = only.split_whitespace();
    let (name, ty) = (words.next()?, words.next()?);
    if !cells::is_name(name) || !cells::is_type(ty) {
        return None;
    }
    let mut rest: Vec<&str> = words.collect();
    let required = rest.first().and_then(|word| cells::required(word)).filter(|_| part == Part::Request);
    if required.is_some() {
        rest.remove(0);
    }
    let example = if rest.len() >= 2 && rest.first().is_some_and(|word| cells::cjk_count(word) == 0) {
        rest.remove(0)
    } else {
        ""
    };
    Some(RawRow {
        part,
        line: line.number,
        name: name.to_owned(),
        ty: ty.to_owned(),
        required,
        example: example.to_owned(),
        prose: rest.join(" "),
        values: Vec::new(),
        mark: Mark::None,
        review: vec!["broken row".to_owned()],
    })
}

/// A line that is no row: a value of the field above, a remark on it, or the rest of its prose.
fn remark(line: &Line, above: Option<&mut RawRow>, patterns: &Patterns) -> LineKind {
    let Some(above) = above else { return LineKind::Quarantined };
    let text = line.cells.join(" ");
    if let [only] = line.cells.as_slice()
        && let Some(value) = prose::value_line(only, patterns)
    {
        above.values.push(value);
        above.prose.push(' ');
        above.prose.push_str(only);
        return LineKind::EnumValue;
    }
    if text.trim().is_empty() || cells::cjk_count(&text) == 0 {
        return LineKind::Quarantined;
    }
    above.prose.push(' ');
    above.prose.push_str(&text);
    if line.cells.len() == 1 { LineKind::Note } else { LineKind::Continuation }
}

fn errors(lines: &[Line], page: &mut RawPage) {
    for line in lines {
        for more in &line.more {
            page.ledger.set(*more, LineKind::Continuation);
        }
        let cell = |index: usize| line.cells.get(index).map(String::as_str).unwrap_or_default();
        let kind = if is_rule(line) || is_titles(line) {
            LineKind::Header
        } else if line.cells.len() >= 2 && cells::is_error_code(cell(0)) {
            page.errors.push((
                cell(0).to_owned(),
                cell(1).to_owned(),
                line.cells.iter().skip(2).cloned().collect::<Vec<_>>().join(" "),
                line.number,
            ));
            LineKind::Error
        } else if line.cells.len() >= 2 && cells::cjk_count(cell(0)) > 0 {
            LineKind::Note
        } else if !line.text.contains('|') {
            // Below the table: author, copyright.
            LineKind::Header
        } else {
            page.review.push((line.number, "this line of the error table was not understood".to_owned()));
            LineKind::Quarantined
        };
        page.ledger.set(line.number, kind);
    }
}

/// Tells the envelope from the data, and finds out whether the data IS a record of the table.
fn reply_shape(sample: &str, read: &mut Read) {
    let has = |name: &str| read.page.rows.iter().any(|row| row.part == Part::Reply && row.name == name);
    if has("code") && has("msg") {
        let opens = read
            .page
            .rows
            .iter()
            .position(|row| row.part == Part::Reply && cells::is_object_type(&row.ty))
            .unwrap_or(usize::MAX);
        for (index, row) in read.page.rows.iter_mut().enumerate() {
            if row.part == Part::Reply && index < opens && ENVELOPE.contains(&row.name.as_str()) {
                row.part = Part::Envelope;
            }
        }
    }
    let Ok(json) = serde_json::from_str::<Value>(sample) else {
        if !sample.trim().is_empty() {
            read.page.review.push((0, "the sample reply is no valid JSON; nesting was found without it".to_owned()));
        }
        return;
    };
    let data = json.get("data").unwrap_or(&json);
    let data = match data {
        Value::Array(items) => {
            read.facts.data_is_list = true;
            items.first().unwrap_or(data)
        }
        other => other,
    };
    read.evidence.add_json("", data);
    let Value::Object(members) = data else { return };
    let first = read.page.rows.iter().position(|row| row.part == Part::Reply);
    let Some(first) = first else { return };
    let names = |name: &String| read.page.rows.iter().skip(first + 1).any(|row| row.name == *name);
    let wraps =
        read.page.rows.get(first).is_some_and(|row| cells::is_object_type(&row.ty) && !members.contains_key(&row.name));
    if wraps && members.keys().filter(|name| names(name)).count() * 2 > members.len() {
        let row = read.page.rows.remove(first);
        read.page.ledger.set(row.line, LineKind::Header);
        read.facts.data = Some(cells::base_type(&row.ty).to_owned());
        // A donor knows the record by the name of this row.
        read.evidence.also("", &row.name);
        read.facts.data_row = Some(row.name);
    }
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
