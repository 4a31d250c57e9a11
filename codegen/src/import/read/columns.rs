//! Which column of a table holds what: as its titles say, unless its cells say clearly otherwise, because headers lie; by vote over the
//! cells where there are none.

use super::cells;
use super::titles::{Role, role_of_title};
use crate::traditional::simplified;

/// The columns of one table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns {
    /// In order.
    pub roles: Vec<Role>,
    /// The titles, as many as there are.
    pub titles: Vec<String>,
    /// The column whose cells name the thing in Chinese.
    pub term: Option<usize>,
    /// The header said something else.
    pub header_lies: bool,
    /// Two rows without titles, of which one has fewer cells: which one is odd only they can say.
    pub uneven: bool,
}

impl Columns {
    /// Index of the first column with this role.
    #[must_use]
    pub fn find(&self, role: Role) -> Option<usize> {
        self.roles.iter().position(|known| *known == role)
    }

    /// Whether a row must say if it must be given.
    #[must_use]
    pub fn answer(&self) -> Option<usize> {
        self.find(Role::Required).or_else(|| self.find(Role::Optional))
    }

    /// The title of a column; nothing where it has none.
    #[must_use]
    pub fn title(&self, column: usize) -> &str {
        self.titles.get(column).map_or("", String::as_str)
    }

    /// What a cell of the column of answers says, and whether a person must see it.
    #[must_use]
    pub fn answered(&self, column: usize, cell: &str) -> (Option<bool>, bool) {
        let turned = self.roles.get(column) == Some(&Role::Optional) && !cells::says_itself(cell);
        let required = cells::answer(cell).map(|yes| yes != turned);
        let title = simplified(self.title(column)).to_ascii_lowercase();
        // What is not null when it is sent need not be sent.
        let of_null = turned && required == Some(true) && (title.contains("null") || title.contains('空'));
        (required, required.is_none() || of_null)
    }

    /// The columns whose titles nobody knows.
    pub fn unknown(&self) -> impl Iterator<Item = usize> {
        self.roles.iter().enumerate().filter(|(_, role)| **role == Role::Other).map(|(column, _)| column)
    }
}

/// Votes. `rows` are the cells of the lines that begin with a name and a type; `header` the column titles, where there are any.
#[must_use]
pub fn vote(rows: &[Vec<String>], header: Option<&[String]>, request: bool) -> Columns {
    let table = Table { rows, header, width: width(rows, header) };
    let mut roles = vec![Role::Prose; table.width];
    set(&mut roles, 0, Role::Name);
    // A table without types: its titles say so, and no cell looks like one.
    let typed = rows.iter().filter(|row| cells::is_type(cell(row, 1)) && cell(row, 1).is_ascii()).count();
    let said = header.is_some_and(|titles| titles.iter().any(|title| role_of_title(title) == Some(Role::Type)));
    let untyped = header.is_some() && (!said || table.titled(1).is_some_and(|role| role != Role::Type)) && typed == 0;
    let first = if untyped { 1 } else { 2 };
    if !untyped {
        set(&mut roles, 1, Role::Type);
    }
    let required = table.answers(first, request);
    if let Some(column) = required {
        set(&mut roles, column, table.titled(column).filter(|role| *role == Role::Optional).unwrap_or(Role::Required));
    }
    let rest: Vec<usize> = (first..table.width).filter(|column| Some(*column) != required).collect();
    let prose = table.prose(&rest);
    let others = || rest.iter().copied().filter(|column| Some(*column) != prose);
    let example = others().find(|column| table.titled(*column) == Some(Role::Example));
    // A title that claims the prose and lost the vote against the example's: the two are swapped.
    let swapped = prose.is_some_and(|prose| table.titled(prose) == Some(Role::Example));
    for column in others() {
        let free = !roles.contains(&Role::Example) && example.is_none();
        let role = match table.titled(column) {
            Some(role @ (Role::Default | Role::Length | Role::Term)) => role,
            Some(Role::Place) if request => Role::Place,
            Some(Role::Example) if Some(column) == example => Role::Example,
            Some(Role::Prose) if swapped && free => Role::Example,
            // A second column of names names the thing for people.
            Some(Role::Name) => Role::Term,
            None if header.is_none() && free => Role::Example,
            None if header.is_some_and(|titles| column < titles.len()) => Role::Other,
            Some(Role::Example | Role::Prose) | None => Role::Prose,
            Some(Role::Type | Role::Required | Role::Optional | Role::Place | Role::Other) => Role::Other,
        };
        set(&mut roles, column, role);
    }
    let header_lies = (first..table.width)
        .any(|column| table.titled(column).is_some_and(|said| !agrees(said, roles.get(column).copied())));
    let titles = header.unwrap_or_default().to_vec();
    let term = roles.iter().position(|role| *role == Role::Term).or(prose);
    let uneven = header.is_none() && rows.len() == 2 && rows.iter().any(|row| row.len() < table.width);
    Columns { roles, titles, term, header_lies, uneven }
}

/// What a title says of a column, and what it was taken for.
fn agrees(said: Role, taken: Option<Role>) -> bool {
    let further = [Some(Role::Prose), Some(Role::Other), Some(Role::Term)].contains(&taken);
    taken == Some(said) || further && !matches!(said, Role::Default | Role::Length)
}

struct Table<'a> {
    rows: &'a [Vec<String>],
    header: Option<&'a [String]>,
    width: usize,
}

impl Table<'_> {
    fn titled(&self, column: usize) -> Option<Role> {
        role_of_title(self.header?.get(column)?)
    }

    /// The column of yes and no. A reply's examples of flags are `true` too, so there the header must say so as well; and a title that
    /// is none of those known may ask anything.
    fn answers(&self, first: usize, request: bool) -> Option<usize> {
        let asks = |column: usize| matches!(self.titled(column), Some(Role::Required | Role::Optional));
        let may = |column: usize| {
            asks(column)
                || request && self.header.is_none_or(|titles| column >= titles.len() || self.titled(column).is_some())
        };
        let answered = |column: usize| {
            let filled = self.rows.iter().filter(|row| !cell(row, column).is_empty()).count();
            let answers = |said: &str| cells::required(said).is_some() || cells::answers_in_part(said);
            let yes_no = self.rows.iter().filter(|row| answers(cell(row, column))).count();
            filled > 0 && yes_no * 10 >= filled * 6 || self.is_answered(column, first, request)
        };
        let columns = || first..self.width;
        // Answers in words that nobody knows are answers all the same, where the title says so: each is a person's to read.
        let short = |column: usize| {
            let brief = |said: &str| said.chars().count() <= MAX_ANSWER || cells::answers_in_part(said);
            self.rows.iter().all(|row| brief(cell(row, column)))
        };
        let titled = columns().find(|column| asks(*column) && answered(*column));
        titled
            .or_else(|| columns().find(|column| may(*column) && answered(*column)))
            .or_else(|| columns().find(|column| asks(*column) && request && short(*column)))
    }

    /// Of two rows without titles one answers plainly and the other in some way: it is their column of answers too, where both have the
    /// cells of a row that has one.
    fn is_answered(&self, column: usize, first: usize, request: bool) -> bool {
        let [one, two] = self.rows else { return false };
        let plain = |row: &Vec<String>| {
            let flag = crate::import::declared::kind(cell(row, 1)) == Some(crate::import::declared::Kind::Bool);
            !flag && cells::required(cell(row, column)).is_some()
        };
        let somehow = |row: &Vec<String>| {
            let said = cell(row, column);
            cells::answer(said).is_some() || cells::is_conditional(said) || cells::answers_in_part(said)
        };
        let whole = self.rows.iter().all(|row| row.len() > first + 2);
        request
            && self.header.is_none()
            && column == first
            && whole
            && (plain(one) && somehow(two) || plain(two) && somehow(one))
    }

    /// The column of prose: where the titles say, or where the Chinese is.
    fn prose(&self, rest: &[usize]) -> Option<usize> {
        let weight =
            |column: usize| -> usize { self.rows.iter().map(|row| cells::cjk_count(cell(row, column)).min(40)).sum() };
        let heaviest = |columns: &mut dyn Iterator<Item = usize>| {
            columns.max_by_key(|column| (weight(*column), std::cmp::Reverse(*column)))
        };
        let plain = |column: &usize| {
            let known = self.header.is_none_or(|titles| *column >= titles.len());
            known || matches!(self.titled(*column), Some(Role::Prose | Role::Example | Role::Required | Role::Optional))
        };
        let won = heaviest(&mut rest.iter().copied().filter(plain));
        let said = heaviest(&mut rest.iter().copied().filter(|column| self.titled(*column) == Some(Role::Prose)));
        match (said, won) {
            (Some(said), Some(won)) if self.lies(said, won) => Some(won),
            (Some(said), _) => Some(said),
            (None, Some(won)) if self.titled(won).is_none() => Some(won),
            _ => None,
        }
    }

    /// The cells of the column that should hold prose are none where another's are, row by row.
    fn lies(&self, said: usize, won: usize) -> bool {
        let chinese = |row: &Vec<String>, column: usize| cells::cjk_count(cell(row, column)) > 0;
        let count = |is: &dyn Fn(&Vec<String>) -> bool| self.rows.iter().filter(|row| is(row)).count();
        let against = count(&|row| chinese(row, won) && !cell(row, said).is_empty() && !chinese(row, said));
        let honest = count(&|row| chinese(row, said));
        let empty = self.rows.len() > 1 && count(&|row| !cell(row, said).is_empty()) == 0;
        against > honest || empty && count(&|row| chinese(row, won)) * 10 > self.rows.len() * 6
    }
}

fn cell(row: &[String], column: usize) -> &str {
    row.get(column).map_or("", |cell| cell.trim())
}

/// An answer with more characters is a sentence.
const MAX_ANSWER: usize = 8;

/// A few rows are longer because their prose holds bars of its own: nine of ten decide.
fn width(rows: &[Vec<String>], header: Option<&[String]>) -> usize {
    let mut lengths: Vec<usize> = rows.iter().map(Vec::len).collect();
    lengths.sort_unstable();
    if let ([shorter, longer], None) = (lengths.as_slice(), header)
        && longer.saturating_sub(*shorter) == 1
    {
        // Of two rows the shorter one lacks a cell.
        return (*longer).max(2);
    }
    let common = lengths.get((lengths.len() * 9 / 10).saturating_sub(1)).copied().unwrap_or(0);
    common.max(header.map_or(0, <[String]>::len)).max(2)
}

fn set(roles: &mut [Role], column: usize, role: Role) {
    if let Some(slot) = roles.get_mut(column) {
        *slot = role;
    }
}
