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
    set(&mut roles, 1, Role::Type);

    // A column of yes and no. A reply's examples of flags are `true` too, so there the header must say so as well.
    let answers = |column: usize| {
        let filled = rows.iter().filter(|row| !cell(row, column).is_empty()).count();
        let yes_no = rows.iter().filter(|row| cells::required(&cell(row, column)).is_some()).count();
        (yes_no, filled)
    };
    let required = (2..width).find(|column| {
        let (yes_no, filled) = answers(*column);
        filled > 0 && yes_no * 10 >= filled * 6 && (request || titled(*column) == Some(Role::Required))
    });
    if let Some(column) = required {
        set(&mut roles, column, Role::Required);
    }

    // Prose is where the Chinese is.
    let weight = |column: usize| -> usize { rows.iter().map(|row| cells::cjk_count(&cell(row, column)).min(40)).sum() };
    let rest: Vec<usize> = (2..width).filter(|column| Some(*column) != required).collect();
    let prose = rest
        .iter()
        .copied()
        .max_by_key(|column| (weight(*column), titled(*column) == Some(Role::Prose), std::cmp::Reverse(*column)));
    for column in rest.iter().copied().filter(|column| Some(*column) != prose) {
        let role = match titled(column) {
            Some(Role::Default) => Role::Default,
            // A title that claims this column for prose lost the vote: it holds the example.
            _ if roles.contains(&Role::Example) => Role::Prose,
            _ => Role::Example,
        };
        set(&mut roles, column, role);
    }
    let header_lies = header.is_some_and(|titles| {
        (2..width).any(|column| {
            let said = titles.get(column).and_then(|title| role_of_title(title));
            said.is_some_and(|said| roles.get(column) != Some(&said))
        })
    });
    Columns { roles, header_lies }
}

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
