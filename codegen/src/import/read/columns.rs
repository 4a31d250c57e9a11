//! Which column of a table holds what: by vote over the cells, because headers lie.

use super::cells;
use super::titles::{Role, role_of_title};

/// The columns of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// In order.
    pub roles: Vec<Role>,
    /// The header said something else.
    pub header_lies: bool,
}

impl Columns {
    /// Index of the first column with this role.
    #[must_use]
    pub fn find(&self, role: Role) -> Option<usize> {
        self.roles.iter().position(|known| *known == role)
    }
}

/// Votes. `rows` are the cells of the lines that begin with a name and a type; `header` the column titles, where there are any.
#[must_use]
pub fn vote(rows: &[Vec<String>], header: Option<&[String]>, request: bool) -> Columns {
    let width = width(rows, header);
    let titled = |column: usize| header.and_then(|titles| titles.get(column)).and_then(|title| role_of_title(title));
    let cell =
        |row: &Vec<String>, column: usize| row.get(column).map(|cell| cell.trim().to_owned()).unwrap_or_default();

    let mut roles = vec![Role::Prose; width];
    set(&mut roles, 0, Role::Name);
    // A table without types: its titles say so, and no cell looks like one.
    let typed = rows.iter().filter(|row| cells::is_type(&cell(row, 1)) && cell(row, 1).is_ascii()).count();
    let untyped = titled(1).is_some_and(|role| role != Role::Type) && typed == 0;
    let first = if untyped { 1 } else { 2 };
    if !untyped {
        set(&mut roles, 1, Role::Type);
    }

    // A column of yes and no. A reply's examples of flags are `true` too, so there the header must say so as well.
    let answers = |column: usize| {
        let filled = rows.iter().filter(|row| !cell(row, column).is_empty()).count();
        let yes_no = rows.iter().filter(|row| cells::required(&cell(row, column)).is_some()).count();
        (yes_no, filled)
    };
    let voted = (first..width).find(|column| {
        let (yes_no, filled) = answers(*column);
        filled > 0 && yes_no * 10 >= filled * 6 && (request || titled(*column) == Some(Role::Required))
    });
    // Answers in words that nobody knows are answers all the same, where the title says so: each is a person's to read.
    let short = |column: usize| rows.iter().all(|row| cell(row, column).chars().count() <= MAX_ANSWER);
    let required = voted
        .or_else(|| (first..width).find(|column| titled(*column) == Some(Role::Required) && request && short(*column)));
    if let Some(column) = required {
        set(&mut roles, column, Role::Required);
    }

    // Prose is where the Chinese is.
    let weight = |column: usize| -> usize { rows.iter().map(|row| cells::cjk_count(&cell(row, column)).min(40)).sum() };
    let rest: Vec<usize> = (first..width).filter(|column| Some(*column) != required).collect();
    let prose = rest
        .iter()
        .copied()
        .max_by_key(|column| (weight(*column), titled(*column) == Some(Role::Prose), std::cmp::Reverse(*column)));
    let others = || rest.iter().copied().filter(|column| Some(*column) != prose);
    let example = others().find(|column| titled(*column) == Some(Role::Example));
    for column in others() {
        let role = match titled(column) {
            Some(role @ (Role::Default | Role::Length)) => role,
            Some(Role::Example) if Some(column) == example => Role::Example,
            _ if example.is_some() => Role::Prose,
            // A title that claims this column for prose lost the vote: it holds the example.
            _ if roles.contains(&Role::Example) => Role::Prose,
            _ => Role::Example,
        };
        set(&mut roles, column, role);
    }
    let header_lies = header.is_some_and(|titles| {
        (first..width).any(|column| {
            let said = titles.get(column).and_then(|title| role_of_title(title));
            said.is_some_and(|said| roles.get(column) != Some(&said))
        })
    });
    Columns { roles, header_lies }
}

/// An answer with more characters is a sentence.
const MAX_ANSWER: usize = 8;

/// A few rows are longer because their prose holds bars of its own: nine of ten decide.
fn width(rows: &[Vec<String>], header: Option<&[String]>) -> usize {
    let mut lengths: Vec<usize> = rows.iter().map(Vec::len).collect();
    lengths.sort_unstable();
    let common = lengths.get((lengths.len() * 9 / 10).saturating_sub(1)).copied().unwrap_or(0);
    common.max(header.map_or(0, <[String]>::len)).max(2)
}

fn set(roles: &mut [Role], column: usize, role: Role) {
    if let Some(slot) = roles.get_mut(column) {
        *slot = role;
    }
}
