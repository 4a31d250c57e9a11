//! Rows of a table of a TOP page: words in a line at the root, bullets below it.

use std::borrow::Cow;
use std::collections::VecDeque;

use super::bullets::{bullet, child};
use super::nest::Mark;
use super::prose::{self, Patterns};
use super::raw_page::{RawPage, RawRow};
use super::root_row::{answers, like_a_row, limited, root_cells, root_row};
use super::titles::Role;
use super::top_columns::Titled;
use super::{bars, cells, lines, members, name_cell, remark, table, titles};
use crate::import::document::Part;
use crate::import::ledger::LineKind;

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
    /// There is one cell for each title, in their order.
    placed: bool,
}

impl Gathering {
    fn begin(line: usize, cells: Vec<String>, mark: Mark, indent: usize) -> Self {
        Self { line, cells, below: String::new(), unread: Vec::new(), broken: false, mark, indent, placed: false }
    }

    /// One more text of the cell that is open, which is the last one or that of the description.
    fn say(&mut self, more: &str, titled: &Titled) {
        let last = self.cells.len().saturating_sub(1);
        let open = if self.placed { titled.description().min(last) } else { last };
        if let Some(cell) = self.cells.get_mut(open) {
            cell.push(' ');
            cell.push_str(more);
        }
    }
}

/// Rows of a section: those below each line of titles are a table.
pub(super) fn fields(rows: &[(usize, &str)], part: Part, page: &mut RawPage, patterns: &Patterns) {
    let titled = |(_, line): &(usize, &str)| titles::of_line(line).is_some();
    let mut rest = rows;
    while let Some((first, below)) = rest.split_first() {
        let above = Some(first).filter(|first| titled(first));
        let rows = if above.is_some() { below } else { rest };
        let (rows, next) = rows.split_at(rows.iter().position(titled).unwrap_or(rows.len()));
        Table::of(above.copied(), part, patterns).read(rows, page);
        rest = next;
    }
}

/// The rows below one line of titles.
struct Table<'a> {
    part: Part,
    patterns: &'a Patterns,
    /// The line of titles, and what they say.
    titles: Option<usize>,
    titled: Titled,
    gathering: Option<Gathering>,
    /// Rows of a table whose columns stand in an order of its own.
    odd: Vec<Gathering>,
}

impl<'a> Table<'a> {
    fn of(above: Option<(usize, &str)>, part: Part, patterns: &'a Patterns) -> Self {
        let titled = above.and_then(|(_, line)| Titled::of(line, part));
        let titled = titled.unwrap_or_else(Titled::untitled);
        let titles = above.map(|(number, _)| number);
        Self { part, patterns, titles, titled, gathering: None, odd: Vec::new() }
    }

    fn read(mut self, rows: &[(usize, &str)], page: &mut RawPage) {
        if let Some(number) = self.titles {
            page.ledger.set(number, LineKind::Header);
            if self.titled.usual {
                remark::tell(number, &self.titled.columns.titles, page);
            }
        }
        for (index, (number, line)) in rows.iter().enumerate() {
            let next = rows.get(index + 1).and_then(|(_, next)| bullet(next)).map_or("", |(_, next)| next);
            let line = bars::words(line);
            match bullet(&line) {
                Some((indent, text)) => self.bullet(*number, (indent, text), next, page),
                None => self.plain(*number, &line, page),
            }
        }
        self.flush(page);
        self.by_titles(page);
    }

    fn bullet(&mut self, number: usize, (indent, text): (usize, &str), next: &str, page: &mut RawPage) {
        let inside = child(text);
        // A row without `└` begins where a name is followed by a type, once the row above has said enough.
        let begins = inside.is_some()
            || (cells::is_name(text)
                && is_type_cell(next)
                && self.gathering.as_ref().is_none_or(|row| row.cells.len() >= 3 && row.indent >= indent));
        if begins {
            self.flush(page);
            page.ledger.set(number, LineKind::Field);
            let name = inside.unwrap_or(text).to_owned();
            self.gathering = Some(Gathering::begin(number, vec![name], Mark::Inside, indent));
            return;
        }
        let Some(row) = &mut self.gathering else {
            page.ledger.set(number, LineKind::Quarantined);
            page.review.push((number, "this bullet belongs to no row".to_owned()));
            return;
        };
        page.ledger.set(number, LineKind::Continuation);
        if indent <= row.indent {
            row.cells.push(text.to_owned());
            return;
        }
        // A bullet below a cell: a listed value, or one of the further limits.
        let value = prose::value_line(text, self.patterns);
        if value.is_some() {
            page.ledger.set(number, LineKind::EnumValue);
        } else if prose::is_unread(text, self.patterns) {
            row.unread.push(text.to_owned());
        }
        row.below.push(' ');
        row.below.push_str(text);
    }

    /// A row at the root: `fields String 必须 tid,type 需要返回的字段列表`; or the rest of a row that a newline broke.
    fn plain(&mut self, number: usize, line: &str, page: &mut RawPage) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let begun = self.gathering.as_ref();
        let whole = begun.is_none_or(|row| {
            row.mark != Mark::Top || row.placed || row.cells.last().is_some_and(|cell| !cell.is_empty())
        });
        let placed = (!self.titled.usual).then(|| self.titled.cells(line)).flatten();
        let root = root_row(&words, self.part, whole).or_else(|| self.elsewhere(&words));
        if placed.is_some() || root.is_some() {
            self.flush(page);
            page.ledger.set(number, LineKind::Field);
        }
        if let Some(cells) = placed {
            self.gathering = Some(Gathering { placed: true, ..Gathering::begin(number, cells, Mark::Top, 0) });
            return;
        }
        if let Some((name, ty, used)) = root {
            let (cells, placed) = if self.titled.usual {
                (vec![name, ty, words.get(used..).unwrap_or(&[]).join(" ")], false)
            } else {
                let own = |word: &&&str| **word != name && **word != ty;
                let rest: Vec<String> = words.iter().filter(own).map(|word| (*word).to_owned()).collect();
                page.review.push((number, format!("nobody knows which cells the words of `{name}` are: {UNSURE}")));
                (self.titled.broken(&name, &ty, &rest), true)
            };
            self.gathering =
                Some(Gathering { placed, broken: placed, ..Gathering::begin(number, cells, Mark::Top, 0) });
            return;
        }
        self.more(number, line, &words, page);
    }

    /// Name and type of a row whose type stands anywhere behind its name.
    fn elsewhere(&self, words: &[&str]) -> Option<(String, String, usize)> {
        let (name, rest) = words.split_first().filter(|(name, _)| !self.titled.usual && cells::is_name(name))?;
        let ty = rest.iter().find(|word| word.is_ascii() && is_type_cell(word))?;
        Some(((*name).to_owned(), (*ty).to_owned(), 0))
    }

    /// A line that begins no row.
    fn more(&mut self, number: usize, line: &str, words: &[&str], page: &mut RawPage) {
        let Some(row) = &mut self.gathering else {
            page.review.push((number, "this line of a table was not understood".to_owned()));
            return;
        };
        let valued = prose::value_line(line, self.patterns).is_some();
        let kind = if valued { LineKind::EnumValue } else { LineKind::Continuation };
        page.ledger.set(number, kind);
        if kind == LineKind::Continuation && like_a_row(words, self.part) {
            let why = "this line looks like a row, but its type is not known: it was read as the rest of the row above";
            page.review.push((number, why.to_owned()));
            row.broken = true;
        }
        if row.cells.len() == 1 && is_type_cell(line) {
            row.cells.push(line.trim().to_owned());
        } else {
            row.say(line.trim(), &self.titled);
        }
    }

    fn flush(&mut self, page: &mut RawPage) {
        let Some(mut row) = self.gathering.take() else { return };
        if self.titled.usual {
            return flush(row, self.part, &self.titled, page);
        }
        if !row.placed {
            let placed = self.titled.placed(&row.cells);
            row.broken |= placed.is_none();
            let name = row.cells.first().cloned().unwrap_or_default();
            row.cells = placed.unwrap_or_else(|| {
                page.review.push((row.line, format!("nobody knows which cells those of `{name}` are: {UNSURE}")));
                let typed = row.cells.get(1).filter(|cell| is_type_cell(cell)).cloned();
                let rest = row.cells.get(1 + usize::from(typed.is_some())..).unwrap_or_default();
                self.titled.broken(&name, &typed.unwrap_or_default(), rest)
            });
        }
        self.odd.push(row);
    }

    /// Rows of which the titles say what their cells are: they are read like those of any table that has bars.
    fn by_titles(self, page: &mut RawPage) {
        let Some(number) = self.titles.filter(|_| !self.odd.is_empty()) else { return };
        let mut barred: Vec<(usize, Cow<'_, str>)> = vec![(number, bars::joined(&self.titled.columns.titles).into())];
        barred.extend(self.odd.iter().map(|row| (row.line, bars::joined(&row.cells).into())));
        let before = page.rows.len();
        table::fields(lines::split(&barred, false), self.part, page, self.patterns);
        let mut made = page.rows.split_off(before);
        for row in &mut made {
            let Some(gathered) = self.odd.iter().find(|gathered| gathered.line == row.line) else { continue };
            row.mark = gathered.mark;
            row.prose.push_str(&gathered.below);
            also(row, gathered, page);
        }
        page.rows.append(&mut made);
    }
}

const UNSURE: &str = "its columns stand in another order than usual, and there are not as many of them";

/// What a person must know about a row besides its cells.
fn also(made: &mut RawRow, row: &Gathering, page: &mut RawPage) {
    if row.broken && !made.review.iter().any(|cue| cue == "broken_row") {
        made.review.push("broken_row".to_owned());
    }
    for limit in &row.unread {
        page.review.push((row.line, format!("nothing is read of the limit {limit:?} of `{}`", made.name)));
        made.marks.push(("limits", limit.chars().take(members::SHOWN).collect()));
    }
}

fn is_type_cell(cell: &str) -> bool {
    cells::is_type(cell.trim()) && !cell.trim().is_empty()
}

/// Makes a row of cells in the usual order.
fn flush(mut row: Gathering, part: Part, titled: &Titled, page: &mut RawPage) {
    let mut cells: VecDeque<String> = std::mem::take(&mut row.cells).into();
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
    if row.mark == Mark::Top {
        // Broken or not, the words say which cells they are.
        let (cells, doubtful) = root_cells(&rest.join(" ").split_whitespace().collect::<Vec<_>>(), &made.ty);
        rest = cells;
        row.broken |= doubtful;
    }
    if part == Part::Request {
        let column = titled.columns.answer().unwrap_or(usize::MAX);
        let answer = rest.first().filter(|cell| cells::required(cell).is_some());
        let (required, doubtful) = answer.map_or((None, true), |cell| titled.columns.answered(column, cell));
        made.required = required;
        made.review.extend(doubtful.then(|| "required".to_owned()));
        if rest.first().is_some_and(|cell| answers(cell)) {
            let answer = rest.remove(0);
            made.marks.extend(made.required.is_none().then_some(("required", answer)));
        }
    }
    if rest.len() >= 2 {
        let value = rest.remove(0);
        if titled.columns.find(Role::Default).is_some() {
            cells::default(&value).clone_into(&mut made.default);
        } else {
            made.example = value;
        }
    }
    made.prose = rest.join(" ");
    describe(&mut made);
    made.prose.push_str(&row.below);
    also(&mut made, &row, page);
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
