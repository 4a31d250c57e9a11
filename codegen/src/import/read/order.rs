//! What stands beside the rows of a table, and in which order their columns do: name and type come to the front, numbers go, tables side
//! by side become one.

use super::cells;
use super::lines::Line;
use super::titles::{self, Role};

/// A table whose first column only counts its rows: that is no part of them.
fn uncounted(lines: &mut [Line]) {
    let row = |line: &&Line| line.cells.len() > 1 && !line.is_rule() && !line.is_titles();
    let number = |line: &Line| line.cell(0).parse::<u32>().ok();
    let counted = lines.iter().filter(row).map(number).collect::<Option<Vec<u32>>>().unwrap_or_default();
    let rising = counted.windows(2).all(|two| matches!(two, [one, next] if one < next));
    let titled = lines.iter().find(|line| line.is_titles()).map(|line| titles::counts_rows(line.cell(0)));
    let counts = titled.unwrap_or(counted.len() > 1);
    if !counts || !rising && titled.is_none() || counted.is_empty() && titled != Some(true) {
        return;
    }
    for line in lines.iter_mut().filter(|line| line.cells.len() > 1) {
        line.cells.remove(0);
        line.width -= 1;
    }
}

/// A table that counts its rows in front of their names: `1. kind`, `2、no`; `2.1 sku` stands below the second.
fn unnumbered(lines: &mut [Line]) {
    let row = |line: &&Line| line.cells.len() > 1 && !line.is_rule() && !line.is_titles();
    let numbers: Option<Vec<usize>> = lines.iter().filter(row).map(|line| Some(numbered(line.cell(0))?.0)).collect();
    let first =
        lines.iter().find(row).is_some_and(|line| line.cell(0).trim_start_matches(['(', '（']).starts_with('1'));
    if !first || numbers.is_none_or(|numbers| numbers.len() < 2) {
        return;
    }
    for line in lines.iter_mut() {
        if let Some((depth, name)) = numbered(line.cell(0)).map(|(depth, name)| (depth, name.to_owned()))
            && let Some(first) = line.cells.first_mut()
        {
            *first = name;
            line.indent += (depth - 1) * 2;
        }
    }
}

/// The numbers in front of a name, how many, and the name.
fn numbered(cell: &str) -> Option<(usize, &str)> {
    let open = cell.trim_start_matches(['(', '（']);
    let rest = open.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let numbers = open.get(..open.len() - rest.len())?;
    let name = rest.trim_start_matches(['、', ')', '）', '．', ' ', ':', '：']);
    let ended = numbers.ends_with('.') || name.len() < rest.len();
    let depth = numbers.split('.').filter(|number| !number.is_empty()).count();
    let letters = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    (ended && depth > 0 && letters).then_some((depth, name))
}

/// Two tables side by side, under the same titles twice: one line of each row is made two.
pub(super) fn halved(lines: Vec<Line>) -> Vec<Line> {
    let twice = |line: &&Line| {
        let (left, right) = line.cells.split_at_checked(line.cells.len() / 2).unwrap_or_default();
        line.is_titles() && left.len() > 1 && left == right
    };
    let Some(half) = lines.iter().find(twice).map(|line| line.cells.len() / 2) else { return lines };
    let mut made = Vec::with_capacity(lines.len() * 2);
    for mut line in lines {
        let whole = line.cells.len() > half && !line.is_rule();
        let right = if whole { line.cells.split_off(half) } else { Vec::new() };
        let (number, titles) = (line.number, line.titles);
        line.width = line.width.min(half);
        made.push(line);
        if !titles && right.iter().any(|cell| !cell.is_empty()) {
            let text = right.join(" | ");
            made.push(Line {
                number,
                more: Vec::new(),
                cells: right,
                width: half,
                indent: 0,
                text,
                titles,
                doubtful: false,
            });
        }
    }
    made
}

/// A table whose name and type stand in other columns: they are brought to the front, titles included. The titles say where they
/// stand, unless the cells contradict them; without titles the cells do.
pub(super) fn name_first(lines: &mut [Line]) {
    uncounted(lines);
    unnumbered(lines);
    let rows: Vec<&Line> =
        lines.iter().filter(|line| line.width >= 2 && !line.is_rule() && !line.is_titles()).collect();
    let titles = lines.iter().find(|line| line.is_titles());
    let Some((name, ty)) = titles.and_then(|line| by_titles(&line.cells, &rows)).or_else(|| by_cells(&rows)) else {
        return;
    };
    if (name, ty) == (0, Some(1)) || (name, ty) == (0, None) || ty == Some(name) {
        return;
    }
    let last = ty.map_or(name, |ty| ty.max(name));
    for line in lines.iter_mut().filter(|line| line.width > last && !line.is_rule()) {
        if line.cells.len() <= last {
            line.cells.resize(last + 1, String::new());
        }
        let mut front = vec![name];
        front.extend(ty);
        let moved: Vec<String> = front.iter().filter_map(|column| line.cells.get(*column).cloned()).collect();
        let rest = line.cells.iter().enumerate().filter(|(column, _)| !front.contains(column));
        line.cells = moved.into_iter().chain(rest.map(|(_, cell)| cell.clone())).collect();
        while line.cells.last().is_some_and(String::is_empty) {
            line.cells.pop();
        }
    }
}

/// How many rows have such a cell in a column.
fn count(rows: &[&Line], column: usize, is: &dyn Fn(&str) -> bool) -> usize {
    rows.iter().filter(|line| is(line.cell(column))).count()
}

/// Words of prose are types too: 时间.
fn known_type(cell: &str) -> bool {
    cell.is_ascii() && crate::import::declared::is_scalar_type(cell)
}

/// The columns of the name and of the type, as the titles say; None where the cells there are none.
fn by_titles(titles: &[String], rows: &[&Line]) -> Option<(usize, Option<usize>)> {
    let of = |role: Role| -> Vec<usize> {
        (0..titles.len())
            .filter(|at| titles.get(*at).is_some_and(|cell| titles::role_of_title(cell) == Some(role)))
            .collect()
    };
    // Of two columns of names one is for people.
    let plain = |column: &usize| (count(rows, *column, &|cell| cells::is_name(cell)), std::cmp::Reverse(*column));
    let name = of(Role::Name).into_iter().max_by_key(plain)?;
    let ty = of(Role::Type).into_iter().next();
    if ty.is_none() && name == 0 {
        return None;
    }
    let ty = ty.or_else(|| by_cells(rows)?.1.filter(|ty| *ty != name));
    let is_named =
        |column: usize| count(rows, column, &|cell| cells::is_name(&cells::any_name(cell)) && !known_type(cell));
    let is_typed = |column: usize| count(rows, column, &|cell| cells::is_type(cell));
    let likelier = |column: usize| (0..titles.len()).all(|other| is_typed(other) <= is_typed(column));
    let fits = is_named(name) * 2 >= rows.len() || is_named(name) >= is_named(0);
    (fits && ty.is_none_or(likelier)).then_some((name, ty))
}

/// The same by vote over the cells.
fn by_cells(rows: &[&Line]) -> Option<(usize, Option<usize>)> {
    let rows: Vec<&Line> = rows.iter().filter(|line| line.width >= 3).copied().collect();
    let width = rows.iter().map(|line| line.width).max().unwrap_or(0).min(6);
    let voted =
        (0..width).max_by_key(|column| (count(&rows, *column, &known_type), std::cmp::Reverse(*column))).unwrap_or(1);
    let none_here = count(&rows, 1, &cells::looks_like_type) * 2 <= rows.len();
    let enough = none_here && count(&rows, voted, &known_type) * 10 >= rows.len() * 6;
    let ty = Some(voted).filter(|voted| enough && *voted != 1)?;
    let names = |column: usize| count(&rows, column, &|cell| cells::is_name(cell) && !known_type(cell));
    let name =
        (0..width).filter(|column| *column != ty).max_by_key(|column| (names(*column), std::cmp::Reverse(*column)))?;
    Some((name, Some(ty)))
}
