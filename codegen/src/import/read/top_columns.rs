//! The columns of a table of a TOP page: which cells the words of a row are, as the titles say. The usual order is read without them.

use super::cells;
use super::columns::Columns;
use super::root_row::{answers, limited};
use super::titles::{self, Role};
use crate::import::document::Part;

/// The columns of one table.
#[derive(Debug, Default)]
pub(super) struct Titled {
    /// As the titles say, in their order.
    pub(super) columns: Columns,
    /// Parted by tabs.
    tabbed: bool,
    /// Whether rows stand in the order that the platform writes them in: name, type, answer, example, limits, description.
    pub(super) usual: bool,
}

impl Titled {
    /// Of a table without titles.
    pub(super) fn untitled() -> Self {
        Self { usual: true, ..Self::default() }
    }

    /// The columns below a line of titles.
    pub(super) fn of(line: &str, part: Part) -> Option<Self> {
        let titles = titles::of_line(line)?;
        let roles: Vec<Role> = titles.iter().map(|title| role(title)).collect();
        let usual = is_usual(&titles, &roles, part);
        let columns = Columns { roles, titles, ..Columns::default() };
        Some(Self { columns, tabbed: line.trim().contains('\t'), usual })
    }

    /// The first cells of a row, one for each title; None where nobody can tell which is which.
    pub(super) fn cells(&self, line: &str) -> Option<Vec<String>> {
        let width = self.columns.titles.len();
        if self.tabbed && line.trim().contains('\t') {
            let mut cells: Vec<String> = line.trim().split('\t').map(|cell| cell.trim().to_owned()).collect();
            let fits = cells.len() <= width && cells.first().is_some_and(|cell| !cell.is_empty());
            cells.resize(width, String::new());
            return fits.then_some(cells);
        }
        let mut words: Vec<String> = Vec::new();
        for word in line.split_whitespace() {
            match words.last_mut() {
                // `Order []` and `Field List` are one cell.
                Some(last) if word == "[]" && cells::is_type(last) || word == "List" && last == "Field" => {
                    last.push(' ');
                    last.push_str(word);
                }
                _ => words.push(word.to_owned()),
            }
        }
        self.placed(&words)
    }

    /// The same of words or cells that follow each other: some columns may be empty, and the description may have several words.
    pub(super) fn placed(&self, items: &[String]) -> Option<Vec<String>> {
        let roles = &self.columns.roles;
        let may_lack: Vec<usize> = (0..roles.len()).filter(|column| self.may_lack(*column)).collect();
        let mut found: Option<(usize, Vec<String>)> = None;
        for lacks in 0..1_usize << may_lack.len().min(MAX_LACKING) {
            let lacking = |column: &usize| {
                may_lack.iter().position(|other| other == column).is_some_and(|at| lacks & (1 << at) != 0)
            };
            let kept: Vec<usize> = (0..roles.len()).filter(|column| !lacking(column)).collect();
            let Some(cells) = self.fitted(items, &kept) else { continue };
            let number = roles.len() - kept.len();
            match &found {
                Some((fewest, other)) if *fewest == number && *other != cells => return None,
                Some((fewest, _)) if *fewest <= number => {}
                _ => found = Some((number, cells)),
            }
        }
        found.map(|(_, cells)| cells)
    }

    /// A column that may be empty: no word stands for it then.
    fn may_lack(&self, column: usize) -> bool {
        !matches!(
            self.columns.roles.get(column),
            Some(Role::Name | Role::Type | Role::Required | Role::Optional) | None
        )
    }

    fn is_of_limits(&self, column: usize) -> bool {
        self.columns.titles.get(column).is_some_and(|title| titles::is_more(title))
    }

    fn fitted(&self, items: &[String], kept: &[usize]) -> Option<Vec<String>> {
        let more = items.len().checked_sub(kept.len())?;
        let role = |column: &usize| self.columns.roles.get(*column).copied().unwrap_or(Role::Other);
        let told = kept.iter().position(|column| role(column) == Role::Prose && !self.is_of_limits(*column));
        if more > 0 && told.is_none() {
            return None;
        }
        let mut cells = vec![String::new(); self.columns.titles.len()];
        let mut at = 0;
        for (index, column) in kept.iter().enumerate() {
            let wide = if told == Some(index) { 1 + more } else { 1 };
            let cell = items.get(at..at + wide)?.join(" ");
            at += wide;
            // Where each column has a word the titles alone say which; otherwise the words must look like it.
            let whole = kept.len() == self.columns.titles.len() && more == 0;
            if !(self.fits(*column, &cell, whole)) {
                return None;
            }
            *cells.get_mut(*column)? = cell;
        }
        Some(cells)
    }

    fn fits(&self, column: usize, cell: &str, whole: bool) -> bool {
        let chinese = cells::cjk_count(cell) > 0;
        match self.columns.roles.get(column) {
            Some(Role::Name) => cells::is_name(&cells::any_name(cell)),
            Some(Role::Type) => cells::is_type(cell) || cells::looks_like_type(cell),
            Some(Role::Required | Role::Optional) => answers(cell) || cells::answer(cell).is_some(),
            _ if self.is_of_limits(column) => !limited(cell).0.is_empty(),
            Some(Role::Example | Role::Default | Role::Length) => whole || !chinese,
            Some(Role::Term | Role::Prose) => whole || chinese,
            Some(Role::Other | Role::Place) => true,
            None => false,
        }
    }

    /// The cells of a row that no order fits: what begins it, and all the rest as its description.
    pub(super) fn broken(&self, name: &str, ty: &str, rest: &[String]) -> Vec<String> {
        let mut cells = vec![String::new(); self.columns.titles.len()];
        let mut put = |role: Role, said: &str| {
            let column = self.columns.find(role);
            if let Some(cell) = column.and_then(|column| cells.get_mut(column)) {
                said.clone_into(cell);
            }
            column.is_some()
        };
        put(Role::Name, name);
        put(Role::Type, ty);
        let answer = self.columns.answer().and_then(|column| self.columns.roles.get(column).copied());
        let answered = rest.iter().position(|word| answers(word)).filter(|_| answer.is_some());
        if let (Some(answer), Some(word)) = (answer, answered.and_then(|at| rest.get(at))) {
            put(answer, word);
        }
        let others = rest.iter().enumerate().filter(|(at, _)| Some(*at) != answered);
        let others = others.map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(" ");
        if !put(Role::Prose, &others)
            && let Some(last) = cells.last_mut()
        {
            last.push_str(&others);
        }
        cells
    }

    /// Where more words of a row go.
    pub(super) fn description(&self) -> usize {
        let told =
            |column: &usize| self.columns.roles.get(*column) == Some(&Role::Prose) && !self.is_of_limits(*column);
        (0..self.columns.roles.len()).find(told).unwrap_or(self.columns.roles.len().saturating_sub(1))
    }
}

/// More columns than this are never empty at once.
const MAX_LACKING: usize = 8;

fn role(title: &str) -> Role {
    let known = titles::role_of_title(title).or(titles::is_more(title).then_some(Role::Prose));
    known.unwrap_or(Role::Other)
}

/// Name, type, answer of what is sent, example or default, limits, description: each once, in this order, and nothing else.
fn is_usual(titles: &[String], roles: &[Role], part: Part) -> bool {
    let place = |(title, role): (&String, &Role)| match role {
        Role::Name => Some(0),
        Role::Type => Some(1),
        Role::Required | Role::Optional if part == Part::Request => Some(2),
        Role::Example | Role::Default => Some(3),
        Role::Prose if titles::is_more(title) => Some(4),
        Role::Prose => Some(5),
        _ => None,
    };
    let places: Option<Vec<usize>> = titles.iter().zip(roles).map(place).collect();
    places.is_some_and(|places| places.starts_with(&[0, 1]) && places.is_sorted_by(|one, next| one < next))
}
