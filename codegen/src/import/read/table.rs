//! Pipe tables: lines cut into cells, rows that a newline broke put together again, cells told apart by their columns.

use super::cells;
use super::columns::{self, Columns, Role};
use super::prose::{self, Patterns};
use super::raw_page::{RawPage, RawRow};
use crate::import::document::Part;
use crate::import::ledger::{Ledger, LineKind};

/// One line of a table; lines that a newline broke are already joined.
#[derive(Debug)]
pub(crate) struct Line {
    number: usize,
    /// Further lines of the same row.
    more: Vec<usize>,
    cells: Vec<String>,
    text: String,
}

/// Cuts lines into cells, joining rows that a newline broke: in a table whose rows end in `|`, one that does not goes on below.
pub(crate) fn split(rows: &[(usize, &str)], errors: bool) -> Vec<Line> {
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

pub(crate) fn mark(lines: &[Line], ledger: &mut Ledger, kind: LineKind) {
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

pub(crate) fn fields(lines: Vec<Line>, part: Part, page: &mut RawPage, patterns: &Patterns) {
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
        } else if let Some((made, why)) = odd(line, &columns, part) {
            ledger.set(line.number, LineKind::Field);
            page.review.push((line.number, why));
            last = Some(page.rows.len());
            page.rows.push(made);
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
    !is_titles(line) && begins_row(&line.cells)
}

/// The name in a line of text that could be a row of a table, wherever it stands.
pub(crate) fn row_name(line: &str) -> Option<String> {
    let mut cells = cut(line);
    (cells.len() >= 3 && begins_row(&cells)).then(|| cells.swap_remove(0))
}

fn begins_row(cells: &[String]) -> bool {
    cells.first().is_some_and(|cell| cells::is_name(cell)) && cells.get(1).is_some_and(|cell| cells::is_type(cell))
}

/// A row whose name is marked up, or whose type is none we know: the row it would be, and what a person must know about it.
fn odd(line: &Line, columns: &Columns, part: Part) -> Option<(RawRow, String)> {
    let [first, second, rest @ ..] = line.cells.as_slice() else { return None };
    let name = cells::marked_name(first)?;
    let answered = columns
        .find(Role::Required)
        .is_some_and(|column| line.cells.get(column).is_some_and(|cell| cells::required(cell).is_some()));
    let like_others = answered || (part == Part::Reply && line.cells.len() == columns.roles.len());
    let prose = rest.last().is_some_and(|cell| cells::cjk_count(cell) > 0);
    let known = cells::is_type(second) && !second.is_empty();
    if !(known && prose || like_others && second.chars().count() <= MAX_TYPE) {
        return None;
    }
    let ty = if known { second.as_str() } else { cells::sized_type(second).unwrap_or_default() };
    let mut cells = line.cells.clone();
    cells.splice(..2, [name.clone(), ty.to_owned()]);
    let mut made = row(&Line { number: line.number, more: Vec::new(), cells, text: String::new() }, part, columns);
    let why = match (known, ty.is_empty()) {
        (true, _) => format!("{first:?} was read as the name `{name}`"),
        (false, false) => format!("the type of `{name}` is written {second:?}; it was read as `{ty}`"),
        (false, true) => {
            made.review.push("type".to_owned());
            format!("{second:?} is no type that is known; `{name}` was taken in without one")
        }
    };
    Some((made, why))
}

/// What stands in a type's place and is longer is prose.
const MAX_TYPE: usize = 30;

fn row(line: &Line, part: Part, columns: &Columns) -> RawRow {
    let mut made = RawRow::new(part, line.number, String::new(), String::new());
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
        required,
        example: example.to_owned(),
        prose: rest.join(" "),
        review: vec!["broken row".to_owned()],
        ..RawRow::new(part, line.number, name.to_owned(), ty.to_owned())
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

pub(crate) fn errors(lines: &[Line], page: &mut RawPage) {
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
            page.uncoded.push((line.number, line.text.clone()));
            LineKind::Note
        } else if !line.text.contains('|') {
            // Below the table: author, copyright.
            LineKind::Header
        } else {
            page.uncoded.push((line.number, line.text.clone()));
            LineKind::Quarantined
        };
        page.ledger.set(line.number, kind);
    }
}
