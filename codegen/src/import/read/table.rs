//! Rows of pipe tables: what each line of one is, and what its cells say.

use std::collections::HashMap;

use super::bars;
use super::cells;
use super::columns::{self, Columns};
use super::headings;
use super::lines::{self, Line};
use super::name_cell;
use super::order;
use super::prose::{self, Patterns};
use super::raw_page::{RawPage, RawRow};
use super::remark;
use super::titles::Role;
use super::under;
use crate::import::document::{Part, short};
use crate::import::ledger::LineKind;

/// The lines of one header, and what its columns hold.
struct Table {
    lines: Vec<Line>,
    columns: Columns,
    usual: usize,
    /// Of columns that nobody knows, what most of their cells say: the column, the cell.
    flags: Vec<(usize, String)>,
}

/// Every header that says something else than the one above begins a table of its own.
fn tables(lines: Vec<Line>, part: Part, page: &mut RawPage, patterns: &Patterns) -> Vec<Table> {
    let mut parts: Vec<(Option<Vec<String>>, Vec<Line>)> = vec![(None, Vec::new())];
    for line in order::halved(lines) {
        let titles = line.is_titles().then(|| line.cells.clone());
        if let Some((known, above)) = parts.last_mut() {
            let barred = above.iter().any(|line| line.has_bars());
            match (titles, &known) {
                (Some(titles), None) if !barred => *known = Some(titles),
                (Some(titles), Some(same)) if titles == **same => {}
                (Some(titles), _) => parts.push((Some(titles), Vec::new())),
                (None, _) => {}
            }
        }
        if let Some((_, lines)) = parts.last_mut() {
            lines.push(line);
        }
    }
    let table = |(_, mut lines): (Option<Vec<String>>, Vec<Line>)| {
        order::name_first(&mut lines);
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
        let flags = flags(&columns, &good);
        told(&columns, &flags, &lines, page);
        Table { lines, columns, usual, flags }
    };
    parts.into_iter().map(table).collect()
}

/// What most rows say alike in a column that nobody knows; a column of sentences has no such cell.
fn flags(columns: &Columns, rows: &[Vec<String>]) -> Vec<(usize, String)> {
    let most = |column: usize| {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for row in rows {
            *counts.entry(row.get(column).map_or("", String::as_str)).or_default() += 1;
        }
        let most = counts.into_iter().find(|(_, count)| count * 2 > rows.len());
        most.map(|(cell, _)| (column, cell.to_owned()))
    };
    columns.unknown().filter_map(most).collect()
}

/// What a row says otherwise than most in a column that nobody knows, with the title of the column.
fn flagged(line: &Line, table: &Table) -> Vec<(&'static str, String)> {
    let differs = |(column, usual): &(usize, String)| {
        let said = line.cells.get(*column).filter(|said| *said != usual)?;
        Some(("prose", short(&format!("{}: {said}", table.columns.title(*column)))))
    };
    let whole = line.cells.len() == table.columns.roles.len();
    table.flags.iter().filter(|_| whole).filter_map(differs).collect()
}

/// What a person must know about the columns of a table.
fn told(columns: &Columns, flags: &[(usize, String)], lines: &[Line], page: &mut RawPage) {
    let Some(header) = lines.iter().find(|line| line.is_titles()) else { return };
    remark::tell(header.number, &header.cells, page);
    if columns.header_lies {
        page.review.push((header.number, "the column titles contradict the cells; the cells were believed".to_owned()));
    }
    let unknown: Vec<String> = columns.unknown().map(|column| format!("`{}`", columns.title(column))).collect();
    if !unknown.is_empty() {
        let usual = |column: usize| flags.iter().find(|(of, _)| *of == column).map(|(_, cell)| cell.as_str());
        let of = |column| short(&format!("{} {}", columns.title(column), usual(column).unwrap_or_default()));
        let why = format!(
            "nobody knows what the column {} says: it was read as a part of the description",
            unknown.join(", ")
        );
        page.ask("prose", (header.number, why), columns.unknown().map(of));
    }
}

/// Where rows stand that were read so far.
#[derive(Default)]
struct Below {
    /// The lines of those below which the rows stand.
    under: Vec<Option<usize>>,
    owner: Option<usize>,
    lost: bool,
    /// What the line above this part of the table says of its rows.
    heading: Option<(&'static str, String)>,
}

pub(crate) fn fields(lines: Vec<Line>, part: Part, page: &mut RawPage, patterns: &Patterns) {
    let tables = tables(lines, part, page, patterns);
    // Rows from here on.
    let first = page.rows.len();
    let mut below = Below::default();
    let lines: Vec<(&Line, &Table)> =
        tables.iter().flat_map(|table| table.lines.iter().map(move |line| (line, table))).collect();
    for (index, (line, table)) in lines.iter().enumerate() {
        for more in &line.more {
            page.ledger.set(*more, LineKind::Continuation);
        }
        let next = lines.get(index + 1).map(|(next, _)| *next);
        if caption(line, next, first, &mut below, page) {
            continue;
        }
        let ruled = next.is_some_and(Line::is_rule);
        if line.is_rule() || line.is_titles() || (ruled && !line.is_row()) {
            page.ledger.set(line.number, LineKind::Header);
            continue;
        }
        if let Some(mut made) = field(line, table, part, page) {
            page.ledger.set(line.number, LineKind::Field);
            made.review.extend(below.lost.then(|| "place".to_owned()));
            made.marks.extend(flagged(line, table));
            made.marks.extend(below.heading.clone());
            below.under.push(below.owner);
            page.rows.push(made);
            continue;
        }
        let above = page.rows.len().checked_sub(1).filter(|last| *last >= first);
        let ended = index.checked_sub(1).and_then(|before| lines.get(before)).is_some_and(|(before, _)| before.ends());
        if above.is_some()
            && ended
            && next.is_some_and(Line::is_row)
            && line.cells.len() == 1
            && part_of(line, &mut below)
        {
            page.ledger.set(line.number, LineKind::Header);
            continue;
        }
        let kind = remark(line, above.and_then(|last| page.rows.get_mut(last)), patterns);
        page.ledger.set(line.number, kind);
        if kind == LineKind::Quarantined {
            page.review.push((line.number, "this line of a table was not understood".to_owned()));
        }
    }
    let mut rows = page.rows.split_off(first);
    under::gather(&mut rows, below.under);
    page.rows.append(&mut rows);
}

/// A line above a table of its own that says below which row its rows stand.
fn caption(line: &Line, next: Option<&Line>, first: usize, below: &mut Below, page: &mut RawPage) -> bool {
    let text = line.text();
    let titled = next.is_some_and(Line::is_titles) && under::is_caption(&text);
    let named = next.is_some_and(Line::is_row) && under::is_heading(&text);
    let rows = page.rows.get(first..).unwrap_or(&[]);
    let bare = remark::without(&text);
    // `order(仅 VIP 返回)` above the rows of the object `order`.
    let held = bare.as_deref().is_some_and(|name| under::is_held(name, rows)) && next.is_some_and(Line::is_row);
    if rows.is_empty() || !titled && !named && !held {
        return false;
    }
    below.heading = remark::is_in(&text).then(|| ("prose", short(&text)));
    below.owner =
        under::captioned(bare.as_deref().unwrap_or(&text), rows).and_then(|index| rows.get(index)).map(|row| row.line);
    below.lost = below.owner.is_none();
    page.ledger.set(line.number, LineKind::Header);
    if below.lost {
        let why = "this names no row above: nobody knows where the rows below it stand";
        page.review.push((line.number, why.to_owned()));
    }
    true
}

/// Whether a line begins a part of the table; what it says more than a name is said of each row of the part.
fn part_of(line: &Line, below: &mut Below) -> bool {
    let text = line.text();
    let begins = under::begins_part(&text);
    if begins {
        let answers = ["填", "传", "选"].iter().any(|word| text.contains(word));
        let says = text.contains(['(', '（', '【', '[', ':', '：']) && !text.trim_end().ends_with([':', '：']);
        below.heading = says.then(|| (if answers { "required" } else { "prose" }, short(&text)));
    }
    begins
}

/// The row that a line is, whatever it looks like.
fn field(line: &Line, table: &Table, part: Part, page: &mut RawPage) -> Option<RawRow> {
    let made = if line.is_row() {
        row(line, part, &table.columns)
    } else if let Some((made, why)) = odd(line, &table.columns, table.usual, part) {
        page.review.push((line.number, why));
        made
    } else {
        let repaired = repair(line, part)?;
        let why = format!("the row of `{}` is broken; it was put together from its words", repaired.name);
        page.review.push((line.number, why));
        repaired
    };
    Some(made)
}

/// A row whose name is marked up or no plain one, or whose type is none we know: the row it would be, and what a person must know.
fn odd(line: &Line, columns: &Columns, usual: usize, part: Part) -> Option<(RawRow, String)> {
    let [first, rest @ ..] = line.cells.as_slice() else { return None };
    let second = line.cell(1);
    let answered = columns
        .answer()
        .is_some_and(|column| line.cells.get(column).is_some_and(|cell| cells::required(cell).is_some()));
    let marked = cells::marked_name(first).is_some();
    let prose = rest.len() > 1 && rest.last().is_some_and(|cell| cells::cjk_count(cell) > 0);
    let known = cells::is_type(second) && !second.is_empty();
    let like_others = marked && (part == Part::Reply || answered) && line.cells.len() == columns.roles.len();
    let brief = second.chars().count() <= MAX_TYPE && !second.is_empty();
    let narrow = known && (prose || answered) || (like_others || marked && answered) && brief;
    if !line.fills(usual) && !narrow {
        return None;
    }
    let said = name_cell::read(first);
    let name = said.name.clone();
    if name.is_empty() {
        return None;
    }
    let sized = cells::sized_text(second);
    let mut made = row(line, part, columns);
    if columns.find(Role::Type).is_none() {
        made.review.push("type".to_owned());
    }
    let differs = said.put(&mut made);
    if columns.find(Role::Type).is_none() {
        return Some((made, format!("the table has no column of types; `{name}` was taken in without one")));
    }
    // The cell of the name may say it where the column does not.
    let known = cells::is_type(&made.ty) && !made.ty.is_empty();
    let unknown = !known && !cells::looks_like_type(second);
    let why = if let Some(base) = sized {
        made.review.push("max_chars".to_owned());
        format!("the type of `{name}` is written {second:?}; it was read as `{base}`")
    } else if known {
        format!("{first:?} was read as the name `{name}`")
    } else {
        if unknown && !second.is_empty() {
            // What stands there may be anything: what it says, a person has to read.
            made.ty = String::new();
            made.marks.push(("type", short(second)));
        } else {
            made.review.push("type".to_owned());
        }
        format!("{second:?} is no type that is known; `{name}` was taken in without one")
    };
    let why = [vec![why], differs].concat().join("; ");
    Some((made, why))
}

/// What stands in a type's place and is longer is prose, where the row has fewer cells than the table.
const MAX_TYPE: usize = 30;

fn row(line: &Line, part: Part, columns: &Columns) -> RawRow {
    let mut made = RawRow::new(part, line.number, String::new(), String::new());
    let mut cells = line.cells.clone();
    if let Some(column) = columns.answer() {
        let answer = cells.get(column).map(String::as_str).unwrap_or_default();
        let (required, doubtful) = columns.answered(column, answer);
        made.required = required;
        made.review.extend(doubtful.then(|| "required".to_owned()));
        if made.required.is_none() {
            // The answer was lost and the cells after it moved up.
            if !answer.is_empty() && cells.len() < columns.roles.len() {
                cells.insert(column.min(cells.len()), String::new());
            }
        }
    } else if part == Part::Request {
        made.review.push("required".to_owned());
    }
    let placed = in_place(&mut cells, columns, line.width);
    if line.doubtful || !placed || !columns.titles.is_empty() && cells.len() > columns.titles.len() {
        // A bar that is none of the table's: which cell it belongs to nobody knows.
        made.review.push("broken_row".to_owned());
    }
    let mut prose = String::new();
    let mut own = 0..0;
    for (index, cell) in cells.iter().enumerate() {
        let role = columns.roles.get(index).copied().unwrap_or(Role::Prose);
        let begin = prose.len() + 1;
        match role {
            Role::Name => made.name.clone_from(cell),
            Role::Type => made.ty.clone_from(cell),
            Role::Required | Role::Optional => {}
            Role::Place => {
                made.place = headings::place_of(cell);
                let unknown = made.place.is_none() && !cells::said(cell).is_empty();
                made.marks.extend(unknown.then(|| ("place", short(cell))));
            }
            Role::Example => made.example.clone_from(cell),
            Role::Other => {
                // Brackets in it are about the column: `金额(元)` gives no field its unit.
                let title = columns.title(index).replace(['(', ')', '（', '）'], " ");
                if !cells::said(cell).is_empty() {
                    // What stands beside it is no part of what it says.
                    add(&mut prose, &format!("; {title}: {cell};"));
                }
            }
            Role::Default => {
                cells::default(cell).clone_into(&mut made.default);
                add(&mut prose, cell);
            }
            Role::Length => {
                made.review
                    .extend(cells::said(cell).chars().any(char::is_alphanumeric).then(|| "max_chars".to_owned()));
                add(&mut prose, cell);
            }
            Role::Term | Role::Prose => add(&mut prose, cell),
        }
        if columns.term == Some(index) {
            own = begin.min(prose.len())..prose.len();
        }
    }
    if own.is_empty() && cells::cjk_count(&prose) > 0 {
        // Other cells speak of it, and none says what it is called.
        made.review.push("prose".to_owned());
    }
    made.prose = prose.split_off(prose.len().min(1));
    made.own = Some(own.start.saturating_sub(1)..own.end.saturating_sub(1));
    made.indent = line.indent;
    made.marks.extend(line.cells.iter().filter_map(|cell| Some((bars::asks(cell)?, short(cell)))));
    made
}

/// One more cell of a description, behind a blank.
fn add(prose: &mut String, cell: &str) {
    prose.push(' ');
    prose.push_str(cell);
}

/// Cells that stand further left or right than they should; false where nobody knows which cell a row of that width lacks.
fn in_place(cells: &mut Vec<String>, columns: &Columns, width: usize) -> bool {
    let (Some(example), Some(prose)) = (columns.find(Role::Example), columns.find(Role::Prose)) else { return true };
    let answered = columns
        .answer()
        .is_none_or(|column| cells.get(column).is_some_and(|cell| cell.is_empty() || cells::answer(cell).is_some()));
    // A bar inside the example: the prose is further right than it should be.
    while example < prose
        && answered
        && cells.len() > columns.roles.len()
        && cells.get(prose).is_some_and(|cell| cells::cjk_count(cell) == 0)
    {
        let more = cells.remove(example + 1);
        if let Some(cell) = cells.get_mut(example) {
            cell.push('|');
            cell.push_str(&more);
        }
    }
    if example > prose || cells.len() != example + 1 {
        return true;
    }
    let last = cells.get(example).map(String::as_str).unwrap_or_default();
    let ideographs = cells::cjk_count(last);
    let titled = !columns.titles.is_empty() && width < columns.titles.len();
    let short = (titled || columns.uneven) && !last.is_empty();
    // A row without an example whose prose moved into the example's place; a word or two may be either.
    let moved = ideographs >= 3 || short && ideographs > 0 && !last.contains(|c: char| c.is_ascii_alphanumeric());
    if moved {
        cells.insert(example, String::new());
    }
    ideographs >= 3 || !short
}

/// A row that lost its bars: `obs String 1 …`.
fn repair(line: &Line, part: Part) -> Option<RawRow> {
    let [only] = line.cells.as_slice() else { return None };
    let mut words = only.split_whitespace();
    let (name, ty) = cells::beginning(&mut words)?;
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
        review: vec!["broken_row".to_owned()],
        ..RawRow::new(part, line.number, name.to_owned(), ty.to_owned())
    })
}

/// A line that is no row: a value of the field above, a remark on it, or the rest of its prose.
fn remark(line: &Line, above: Option<&mut RawRow>, patterns: &Patterns) -> LineKind {
    // A row whose name was lost is none of the words of the row above.
    let filled = line.cells.iter().filter(|cell| !cell.is_empty()).count();
    let nameless = line.cell(0).is_empty() && (filled > 2 || cells::is_type(line.cell(1)) && filled > 1);
    let named = line.text.trim_end().ends_with('|') && line.begins_anew();
    let Some(above) = above.filter(|_| !nameless && !named) else { return LineKind::Quarantined };
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
    if line.cells.len() > 1 && line.cells.iter().any(|cell| cells::required(cell).is_some()) {
        // An answer of its own, to what nobody knows.
        above.review.push("required".to_owned());
    }
    if line.cells.len() == 1 { LineKind::Note } else { LineKind::Continuation }
}
