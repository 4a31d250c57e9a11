//! Rows of pipe tables: what each line of one is, and what its cells say.

use super::cells;
use super::columns::{self, Columns};
use super::lines::{self, Line};
use super::prose::{self, Patterns};
use super::raw_page::{RawPage, RawRow};
use super::titles::Role;
use super::under;
use crate::import::document::Part;
use crate::import::ledger::LineKind;

pub(crate) fn fields(mut lines: Vec<Line>, part: Part, page: &mut RawPage, patterns: &Patterns) {
    lines::name_first(&mut lines);
    let usual = lines::usual(&lines);
    let lines = lines::rejoin(lines, usual, patterns);
    let header = lines.iter().find(|line| line.is_titles()).map(|line| line.cells.clone());
    let cells = |is: &dyn Fn(&Line) -> bool| -> Vec<Vec<String>> {
        lines.iter().filter(|line| is(line)).map(|line| line.cells.clone()).collect()
    };
    let mut good = cells(&Line::is_row);
    if good.is_empty() {
        good = cells(&|line| line.fills(usual));
    }
    let columns = columns::vote(&good, header.as_deref(), part == Part::Request);
    if columns.header_lies
        && let Some(line) = lines.iter().find(|line| line.is_titles())
    {
        page.review.push((line.number, "the column titles contradict the cells; the cells were believed".to_owned()));
    }
    let ruled = |index: usize| lines.get(index + 1).is_some_and(Line::is_rule);
    let mut last: Option<usize> = None;
    // Rows from here on, and the lines of those below which they stand.
    let first = page.rows.len();
    let mut under: Vec<Option<usize>> = Vec::new();
    let mut owner: Option<usize> = None;
    let mut lost = false;
    for (index, line) in lines.iter().enumerate() {
        let ledger = &mut page.ledger;
        for more in &line.more {
            ledger.set(*more, LineKind::Continuation);
        }
        let next = lines.get(index + 1);
        if last.is_some() && next.is_some_and(Line::is_titles) && under::is_caption(&line.text) {
            let rows = page.rows.get(first..).unwrap_or(&[]);
            owner = under::captioned(&line.text, rows).and_then(|index| rows.get(index)).map(|row| row.line);
            lost = owner.is_none();
            let ledger = &mut page.ledger;
            ledger.set(line.number, LineKind::Header);
            if lost {
                page.review.push((
                    line.number,
                    "this names no row above: nobody knows where the rows below it stand".to_owned(),
                ));
            }
            continue;
        }
        let ledger = &mut page.ledger;
        if line.is_rule() || line.is_titles() || (ruled(index) && !line.is_row()) {
            ledger.set(line.number, LineKind::Header);
            continue;
        }
        let made = if line.is_row() {
            Some(row(line, part, &columns))
        } else if let Some((made, why)) = odd(line, &columns, usual, part) {
            page.review.push((line.number, why));
            Some(made)
        } else if let Some(repaired) = repair(line, part) {
            let why = format!("the row of `{}` is broken; it was put together from its words", repaired.name);
            page.review.push((line.number, why));
            Some(repaired)
        } else {
            None
        };
        if let Some(mut made) = made {
            page.ledger.set(line.number, LineKind::Field);
            last = Some(page.rows.len());
            made.review.extend(lost.then(|| "place".to_owned()));
            under.push(owner);
            page.rows.push(made);
            continue;
        }
        let kind = remark(line, last.and_then(|last| page.rows.get_mut(last)), patterns);
        page.ledger.set(line.number, kind);
        if kind == LineKind::Quarantined {
            page.review.push((line.number, "this line of a table was not understood".to_owned()));
        }
    }
    let mut rows = page.rows.split_off(first);
    under::gather(&mut rows, under);
    page.rows.append(&mut rows);
}

/// A row whose name is marked up or no plain one, or whose type is none we know: the row it would be, and what a person must know.
fn odd(line: &Line, columns: &Columns, usual: usize, part: Part) -> Option<(RawRow, String)> {
    let [first, rest @ ..] = line.cells.as_slice() else { return None };
    let second = line.cell(1);
    let answered = columns
        .find(Role::Required)
        .is_some_and(|column| line.cells.get(column).is_some_and(|cell| cells::required(cell).is_some()));
    let marked = cells::marked_name(first).is_some();
    let prose = rest.len() > 1 && rest.last().is_some_and(|cell| cells::cjk_count(cell) > 0);
    let known = cells::is_type(second) && !second.is_empty();
    let like_others = marked && (part == Part::Reply || answered) && line.cells.len() == columns.roles.len();
    let short = second.chars().count() <= MAX_TYPE && !second.is_empty();
    let narrow = known && (prose || answered) || (like_others || marked && answered) && short;
    if !line.fills(usual) && !narrow {
        return None;
    }
    let name = cells::any_name(first);
    let sized = cells::sized_text(second);
    let mut made = row(line, part, columns);
    made.name.clone_from(&name);
    if columns.find(Role::Type).is_none() {
        made.review.push("type".to_owned());
        return Some((made, format!("the table has no column of types; `{name}` was taken in without one")));
    }
    let unknown = !known && !cells::looks_like_type(second);
    let why = if let Some(base) = sized {
        base.clone_into(&mut made.ty);
        made.review.push("max_chars".to_owned());
        format!("the type of `{name}` is written {second:?}; it was read as `{base}`")
    } else if known {
        format!("{first:?} was read as the name `{name}`")
    } else {
        made.review.push("type".to_owned());
        if unknown {
            // What stands there may be anything; it is told, not kept.
            made.ty = String::new();
        }
        format!("{second:?} is no type that is known; `{name}` was taken in without one")
    };
    Some((made, why))
}

/// What stands in a type's place and is longer is prose, where the row has fewer cells than the table.
const MAX_TYPE: usize = 30;

fn row(line: &Line, part: Part, columns: &Columns) -> RawRow {
    let mut made = RawRow::new(part, line.number, String::new(), String::new());
    let mut cells = line.cells.clone();
    if let Some(column) = columns.find(Role::Required) {
        let answer = cells.get(column).map(String::as_str).unwrap_or_default();
        made.required = cells::answer(answer);
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
    let mut lead: Option<usize> = None;
    for (index, cell) in cells.iter().enumerate() {
        match columns.roles.get(index).copied().unwrap_or(Role::Prose) {
            Role::Name => made.name.clone_from(cell),
            Role::Type => made.ty.clone_from(cell),
            Role::Required => {}
            Role::Example => made.example.clone_from(cell),
            Role::Default => {
                said(cell).clone_into(&mut made.default);
                prose.push(cell);
            }
            Role::Length => {
                made.review.extend(said(cell).chars().any(char::is_alphanumeric).then(|| "max_chars".to_owned()));
                prose.push(cell);
            }
            Role::Prose => {
                lead.get_or_insert(prose.iter().map(|cell| cell.len() + 1).sum());
                prose.push(cell);
            }
        }
    }
    made.prose = prose.join(" ");
    made.lead = lead.unwrap_or(0);
    made.indent = line.indent;
    made
}

/// What a cell says; nothing where it holds a sign for nothing.
fn said(cell: &str) -> &str {
    let nothing =
        matches!(cell, "无" | "空" | "null" | "NULL" | "N/A" | "none") || !cell.chars().any(char::is_alphanumeric);
    if nothing { "" } else { cell }
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
        let kind = if line.is_rule() || line.is_titles() {
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
