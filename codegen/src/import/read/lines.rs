//! Lines of a pipe table: cut into cells, put together again where a newline broke a row, told apart by how many cells they have.

use std::borrow::Cow;

use super::bars;
use super::cells;
use super::prose::{self, Patterns};
use super::raw_page::RawPage;
use super::titles::{self, Role};
use crate::import::declared::is_scalar_type;
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
    /// With a bar between two cells and nowhere else.
    pub(super) text: String,
    pub(super) titles: bool,
    /// Put together with a line below that may as well be a row of its own.
    pub(super) doubtful: bool,
}

impl Line {
    fn of(number: usize, text: &str) -> Self {
        let (cells, width, indent) = cut(text);
        let titles = titles::are_titles(&cells);
        Self { number, more: Vec::new(), cells, width, indent, text: text.to_owned(), titles, doubtful: false }
    }

    /// As the page has it.
    pub(super) fn text(&self) -> String {
        bars::kept(&self.text)
    }

    pub(super) fn has_bars(&self) -> bool {
        self.text.contains('|')
    }

    /// One text and no cells.
    pub(super) fn is_bare(&self) -> bool {
        self.cells.len() == 1
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

    /// Begins with what may be the name of a row, and goes on in words about it.
    pub(super) fn begins_anew(&self) -> bool {
        let name = self.cell(0);
        let named = cells::is_name(name) && !is_scalar_type(name) && cells::required(name).is_none();
        named && self.cells.len() > 1 && self.cells.last().is_some_and(|cell| cells::cjk_count(cell) > 0)
    }

    /// A row that a bar ends: no words of it stand on the next line.
    pub(super) fn ends(&self) -> bool {
        self.is_row() && self.text.trim_end().ends_with('|')
    }

    pub(super) fn is_rule(&self) -> bool {
        is_rule(&self.text)
    }

    pub(super) fn is_titles(&self) -> bool {
        self.titles
    }
}

fn begins_row(cells: &[String]) -> bool {
    let known = |cell: &String| cells::is_type(cell) && cells::sized_text(cell).is_none();
    cells.first().is_some_and(|cell| cells::is_name(cell)) && cells.get(1).is_some_and(known)
}

/// The name in a line of text that could be a row of a table, wherever it stands.
pub(crate) fn row_name(line: &str) -> Option<String> {
    let (mut cells, ..) = cut(&bars::plain(line));
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
    let first = set_in.split('|').next().unwrap_or_default();
    let (indent, bare) = cells::tree(first);
    let text = text.trim();
    let text = text.strip_prefix('|').unwrap_or(text);
    let text = text.strip_suffix('|').unwrap_or(text);
    let mut cells: Vec<String> = text.split('|').map(bars::cell).collect();
    if let Some(first) = cells.first_mut()
        && indent > 0
    {
        *first = bars::cell(bare);
    }
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
    let width = cells.len();
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    (cells, width, indent)
}

/// Cuts lines into cells, joining rows that a newline broke: in a table whose rows end in `|`, one that does not goes on below.
pub(crate) fn split(rows: &[(usize, Cow<'_, str>)], errors: bool) -> Vec<Line> {
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
        let text: &str = text.trim_end();
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
    settle(&mut lines);
    nameless(&mut lines);
    lines
}

/// In a table whose lines begin without a bar, one in front of a whole row is the end of an empty cell.
fn nameless(lines: &mut [Line]) {
    let barred = lines.iter().filter(|line| line.has_bars() && !line.is_rule()).count();
    let fronted = lines.iter().filter(|line| line.text.trim_start().starts_with('|')).count();
    let usual = usual(lines);
    if fronted * 2 >= barred {
        return;
    }
    let mut whole = false;
    for line in lines {
        if whole && line.text.trim_start().starts_with('|') && line.width + 1 == usual && !line.is_rule() {
            line.cells.insert(0, String::new());
            line.width += 1;
        }
        whole = line.width >= usual || line.is_rule();
    }
}

/// A line that parts the titles from the rows.
fn is_rule(text: &str) -> bool {
    text.contains(['-', '=']) && text.chars().all(|c| matches!(c, '-' | '=' | '|' | ':' | ' ' | '+'))
}

/// Which lines are titles shows where they stand: a line of words that are titles too is a row, unless it stands where titles do.
fn settle(lines: &mut [Line]) {
    let mut known: Option<Vec<String>> = None;
    let mut before = None;
    for index in 0..lines.len() {
        let ruled = lines.get(index + 1).is_some_and(Line::is_rule);
        let Some(line) = lines.get_mut(index) else { continue };
        let alone = before.is_none_or(|barred: bool| !barred);
        before = Some(line.has_bars());
        if line.cells.len() < 2 || line.is_rule() {
            continue;
        }
        let first = known.is_none();
        // Above the first rule nothing stands but titles.
        line.titles |= first && ruled && !begins_row(&line.cells);
        if !line.titles {
            // Behind a row without titles above it.
            known.get_or_insert_default();
            continue;
        }
        line.titles = first
            || ruled
            || alone
            || known.as_ref() == Some(&line.cells)
            || line.cells.len() > 2 && (titles::are_of_fields(&line.cells) || titles::are_of_errors(&line.cells));
        if line.titles {
            known = Some(line.cells.clone());
        }
    }
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
        // An odd name is one beside a type.
        let named = cells::is_name(line.cell(0)) || cells::is_type(line.cell(1));
        let whole = line.fills(usual) || line.is_rule() || line.is_titles() || !named;
        while !whole && line.width < usual {
            let fits = lines.peek().is_some_and(|next| {
                let begins = next.is_row() || next.is_rule() || next.is_titles() || next.fills(usual);
                let alone = next.width == 1;
                // Values and remarks stand in lines of their own.
                let all_but_one = line.width + 1 == usual && next.text.ends_with('|');
                let remark = alone
                    && (line.cells.len() > 3 && !all_but_one || prose::value_line(next.cell(0), patterns).is_some());
                let barred = line.text.ends_with('|') || !alone;
                // What this row is has been said, and the next begins with a name.
                let said = line.cells.len() > 2
                    && line
                        .cells
                        .last()
                        .is_some_and(|cell| cells::cjk_count(cell) > 0 && cells::required(cell).is_none());
                let anew = said && line.text.ends_with('|') && next.begins_anew();
                !begins && !remark && !anew && barred && next.text.contains('|') && line.width + next.width <= usual
            });
            let Some(next) = lines.next_if(|_| fits) else { break };
            line.doubtful |=
                line.cells.len() > 1 && line.text.ends_with('|') && next.text.ends_with('|') && next.begins_anew();
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

/// What kind of table a line of titles stands above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Titled {
    Fields,
    Errors,
}

/// The kind of table whose titles a line is, where it can be told from a row: `captioned` says that no row stands right above it.
pub(super) fn titled(line: &str, captioned: bool, below: Option<&str>) -> Option<Titled> {
    if !line.contains('|') {
        return None;
    }
    let line = Line::of(0, line);
    let cells = line.cells.as_slice();
    // Most lines are rows, and nothing else is asked of them.
    if !line.titles || begins_row(cells) {
        return None;
    }
    let ruled = below.is_some_and(is_rule);
    let sure = captioned || ruled || cells.len() > 2 || line.cells.iter().all(|cell| cells::cjk_count(cell) > 0);
    let typed = cells.iter().any(|cell| titles::role_of_title(cell) == Some(Role::Type));
    match () {
        () if !sure => None,
        () if titles::are_of_errors(cells) => Some(Titled::Errors),
        () if titles::are_of_fields(cells) && typed => Some(Titled::Fields),
        () => None,
    }
}

/// Rows under a heading of which nobody knows whether they belong to the operation.
pub(super) fn unread(lines: &[Line], page: &mut RawPage) {
    let usual = usual(lines);
    mark(lines, &mut page.ledger, LineKind::Header);
    for line in lines.iter().filter(|line| line.is_row() || line.fills(usual)) {
        let why =
            "this looks like a row of a table, but it stands under no heading of one that belongs to the operation";
        page.stray(line.number, cells::any_name(line.cell(0)), why);
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
