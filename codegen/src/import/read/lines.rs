//! Lines of a pipe table: cut into cells, put together again where a newline broke a row, told apart by how many cells they have.

use super::cells;
use super::prose::{self, Patterns};
use super::titles::{self, Role};
use crate::import::ledger::{Ledger, LineKind};

/// One line of a table; lines that a newline broke are already joined.
#[derive(Debug)]
pub(crate) struct Line {
    pub(super) number: usize,
    /// Further lines of the same row.
    pub(super) more: Vec<usize>,
    /// Without the empty ones at its end.
    pub(super) cells: Vec<String>,
    /// How many cells it has, the empty ones at its end too.
    pub(super) width: usize,
    /// How far its name is set in.
    pub(super) indent: usize,
    pub(super) text: String,
}

impl Line {
    fn of(number: usize, text: &str) -> Self {
        let (cells, width, indent) = cut(text);
        Self { number, more: Vec::new(), cells, width, indent, text: text.to_owned() }
    }

    pub(super) fn cell(&self, index: usize) -> &str {
        self.cells.get(index).map(String::as_str).unwrap_or_default()
    }

    /// A row for sure: a name and a type that is known.
    pub(super) fn is_row(&self) -> bool {
        !self.is_titles() && begins_row(&self.cells)
    }

    /// As many cells as its table has columns, with something in the first two: a row, whatever its name and type look like.
    pub(super) fn fills(&self, usual: usize) -> bool {
        usual >= 2
            && self.width >= usual
            && !self.cell(0).is_empty()
            && (!self.cell(1).is_empty() || self.cells.len() > 2)
            && !self.is_rule()
            && !self.is_titles()
    }

    pub(super) fn is_rule(&self) -> bool {
        self.text.contains('-') && self.text.chars().all(|c| matches!(c, '-' | '|' | ':' | ' ' | '+'))
    }

    pub(super) fn is_titles(&self) -> bool {
        let role = |index: usize| titles::role_of_title(self.cell(index));
        let named = role(0) == Some(Role::Name) && role(1) == Some(Role::Type) && !cells::is_type(self.cell(1));
        self.cells.len() >= 2 && (named || self.cells.iter().all(|cell| titles::is_title(cell)))
    }
}

fn begins_row(cells: &[String]) -> bool {
    let known = |cell: &String| cells::is_type(cell) && cells::sized_text(cell).is_none();
    cells.first().is_some_and(|cell| cells::is_name(cell)) && cells.get(1).is_some_and(known)
}

/// The name in a line of text that could be a row of a table, wherever it stands.
pub(crate) fn row_name(line: &str) -> Option<String> {
    let (mut cells, ..) = cut(line);
    let odd = cells.first().map(|cell| cells::any_name(cell)).filter(|name| cells::is_name(name));
    if let (Some(name), Some(cell)) = (odd, cells.first_mut()) {
        *cell = name;
    }
    (cells.len() >= 3 && begins_row(&cells)).then(|| cells.swap_remove(0))
}

/// Cells without the empty ones at the end, the number with them, how far the first is set in.
fn cut(text: &str) -> (Vec<String>, usize, usize) {
    let set_in = text.trim_end();
    // A bar in front has one blank behind it.
    let set_in = set_in.trim_start().strip_prefix('|').map_or(set_in, |rest| rest.strip_prefix(' ').unwrap_or(rest));
    let indent = cells::tree(set_in.split('|').next().unwrap_or_default()).0;
    let text = text.trim();
    let text = text.strip_prefix('|').unwrap_or(text);
    let text = text.strip_suffix('|').unwrap_or(text);
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
    if let Some(first) = cells.first_mut()
        && indent > 0
    {
        *first = cells::tree(first).1.to_owned();
    }
    let width = cells.len();
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    (cells, width, indent)
}

/// Cuts lines into cells, joining rows that a newline broke: in a table whose rows end in `|`, one that does not goes on below.
pub(crate) fn split(rows: &[(usize, &str)], errors: bool) -> Vec<Line> {
    let piped = rows.iter().filter(|(_, line)| line.contains('|')).count();
    let closed = rows.iter().filter(|(_, line)| line.trim_end().ends_with('|')).count();
    let closing = closed * 10 >= piped * 7 && piped > 0;
    let whole: Vec<Line> = rows
        .iter()
        .filter(|(_, text)| text.contains('|') && (!closing || text.trim_end().ends_with('|')))
        .map(|(number, text)| Line::of(*number, text))
        .collect();
    let usual = usual(&whole);
    let begins = |line: &Line| {
        if errors {
            cells::is_error_code(line.cell(0)) && line.cells.len() > 1
        } else {
            line.is_row() || line.fills(usual)
        }
    };
    let mut lines: Vec<Line> = Vec::new();
    let mut open = false;
    for (number, text) in rows {
        let text = text.trim_end();
        let line = Line::of(*number, text);
        if open
            && !begins(&line)
            && let Some(last) = lines.last_mut()
        {
            // Where only the bar is missing, the newline stands for it.
            let barred = Line::of(last.number, &format!("{} | {}", last.text, text.trim_start()));
            let joined = Line::of(last.number, &format!("{} {}", last.text, text.trim_start()));
            let joined = if !errors && barred.width == usual && ends_cell(last) { barred } else { joined };
            let (cells, width, text) = (joined.cells, joined.width, joined.text);
            open = !text.ends_with('|');
            last.more.push(*number);
            (last.cells, last.width, last.text) = (cells, width, text);
            continue;
        }
        open = closing && text.contains('|') && !text.ends_with('|');
        lines.push(line);
    }
    lines
}

/// The last cell of a broken row is whole: a type, or the answer of the required column.
fn ends_cell(line: &Line) -> bool {
    line.cells.len() == line.width && line.cells.last().is_some_and(|cell| cells::required(cell).is_some())
        || line.width == 2 && cells::is_type(line.cell(1))
}

/// How many columns the table of these lines has: as many as its titles, or as most of its rows.
pub(super) fn usual(lines: &[Line]) -> usize {
    if let Some(titles) = lines.iter().find(|line| line.is_titles()) {
        return titles.cells.len();
    }
    let sure: Vec<usize> = lines.iter().filter(|line| line.is_row()).map(|line| line.width).collect();
    let piped = || lines.iter().filter(|line| line.width > 1 && !line.is_rule()).map(|line| line.width).collect();
    let widths: Vec<usize> = if sure.is_empty() { piped() } else { sure };
    let count = |width: usize| widths.iter().filter(|other| **other == width).count();
    let common = widths.iter().copied().max_by_key(|width| (count(*width), *width));
    common.unwrap_or(0)
}

/// A row that a newline broke after a bar: the lines below have cells, begin no row, and fill what the row above lacks.
pub(super) fn rejoin(lines: Vec<Line>, usual: usize, patterns: &Patterns) -> Vec<Line> {
    let mut joined: Vec<Line> = Vec::new();
    let mut lines = lines.into_iter().peekable();
    while let Some(mut line) = lines.next() {
        let whole = line.fills(usual) || line.is_rule() || line.is_titles() || !cells::is_name(line.cell(0));
        while !whole && line.width < usual {
            let fits = lines.peek().is_some_and(|next| {
                let begins = next.is_row() || next.is_rule() || next.is_titles() || next.fills(usual);
                let alone = next.width == 1;
                // Values and remarks stand in lines of their own.
                let remark = alone && (line.cells.len() > 3 || prose::value_line(next.cell(0), patterns).is_some());
                let barred = line.text.ends_with('|') || !alone;
                !begins && !remark && barred && next.text.contains('|') && line.width + next.width <= usual
            });
            let Some(next) = lines.next_if(|_| fits) else { break };
            line.more.push(next.number);
            line.more.extend(next.more);
            line.cells.resize(line.width, String::new());
            line.cells.extend(next.cells);
            line.width += next.width;
            line.text = format!("{} {}", line.text, next.text);
        }
        joined.push(line);
    }
    joined
}

/// A table whose first column only counts its rows: that is no part of them.
fn uncounted(lines: &mut [Line]) {
    let counts = |line: &Line| {
        let titles =
            line.cells.get(1..).is_some_and(|cells| cells.len() > 1 && cells.iter().all(|cell| titles::is_title(cell)));
        titles::counts_rows(line.cell(0)) && titles
    };
    if !lines.iter().any(counts) {
        return;
    }
    for line in lines.iter_mut().filter(|line| line.cells.len() > 1) {
        line.cells.remove(0);
        line.width -= 1;
    }
}

/// A table whose name and type stand in other columns: they are brought to the front, titles included.
pub(super) fn name_first(lines: &mut [Line]) {
    uncounted(lines);
    let titles = lines.iter().find(|line| line.is_rule() || line.cells.iter().all(|cell| titles::is_title(cell)));
    let rows: Vec<&Line> =
        lines.iter().filter(|line| line.width >= 3 && !line.is_rule() && !line.is_titles()).collect();
    let width = rows.iter().map(|line| line.width).max().unwrap_or(0).min(6);
    let count = |column: usize, is: &dyn Fn(&str) -> bool| rows.iter().filter(|line| is(line.cell(column))).count();
    // Words of prose are types too: 时间.
    let known = |cell: &str| cell.is_ascii() && crate::import::declared::is_scalar_type(cell);
    let titled = |role: Role| titles?.cells.iter().position(|cell| titles::role_of_title(cell) == Some(role));
    let voted = (0..width).max_by_key(|column| (count(*column, &known), std::cmp::Reverse(*column))).unwrap_or(1);
    let none_here = count(1, &|cell| cells::looks_like_type(cell)) * 2 <= rows.len();
    let enough = |column: usize| none_here && count(column, &known) * 10 >= rows.len() * 6;
    let ty = if enough(voted) { voted } else { 1 };
    let name = titled(Role::Name).filter(|name| *name != ty).or_else(|| {
        let names = |column: usize| count(column, &|cell| cells::is_name(cell) && !known(cell));
        (0..width).filter(|column| *column != ty).max_by_key(|column| (names(*column), std::cmp::Reverse(*column)))
    });
    let name = name.filter(|_| ty != 1).unwrap_or(0);
    if (name, ty) == (0, 1) || name == ty {
        return;
    }
    for line in lines.iter_mut().filter(|line| line.cells.len() > name.max(ty)) {
        let (first, second) = (name.max(ty), name.min(ty));
        let (late, early) = (line.cells.remove(first), line.cells.remove(second));
        let (name, ty) = if name > ty { (late, early) } else { (early, late) };
        line.cells.splice(..0, [name, ty]);
    }
}

pub(crate) fn mark(lines: &[Line], ledger: &mut Ledger, kind: LineKind) {
    for line in lines {
        ledger.set(line.number, kind);
        for more in &line.more {
            ledger.set(*more, kind);
        }
    }
}
