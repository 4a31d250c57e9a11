//! Finds the tree behind a flat table.
//!
//! A page prints an object's row and then its fields; where the object ends is not said. Three things say it: what the samples and
//! donors show inside the object, that a record has no name twice, and that a row marked top or `└` stands where its mark says. The
//! search weighs them over the whole table, because one row alone (a `price` after a list of services) can go either way.

use super::evidence::Evidence;

/// One row as nesting sees it.
#[derive(Debug, Clone, Copy)]
pub struct Flat<'a> {
    /// Wire name.
    pub name: &'a str,
    /// True when rows below it may be its fields.
    pub opens: bool,
    /// The document's mark: at the root, below something, or no mark.
    pub mark: Mark,
}

/// What a page says about a row's depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The page says nothing.
    None,
    /// At the root.
    Top,
    /// Inside the last row at the root.
    Inside,
}

/// Where a row was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Index of the row it belongs to; None at the root.
    pub parent: Option<usize>,
    /// True when neither mark, sample nor donor decided it: the search took the cheaper of guesses.
    pub guessed: bool,
}

#[derive(Debug, Clone)]
struct State {
    cost: u32,
    /// Indexes of open rows, outermost first.
    stack: Vec<usize>,
    places: Vec<Place>,
}

/// Search width. Tables have a dozen objects; wider changed no document.
const BEAM: usize = 64;
/// Histories kept that lead to the same open objects: more, and one early doubt would crowd out all later ones.
const ALIKE: usize = 2;
const TWICE: u32 = 800;
const ELSEWHERE: u32 = 300;
const UNKNOWN: u32 = 100;
const CLOSE: u32 = 1;

/// Gives every row its parent.
#[must_use]
pub fn place(rows: &[Flat<'_>], evidence: &Evidence) -> Vec<Place> {
    let mut beam = vec![State { cost: 0, stack: Vec::new(), places: Vec::with_capacity(rows.len()) }];
    for (index, row) in rows.iter().enumerate() {
        let mut next: Vec<State> = Vec::new();
        for state in &beam {
            let depths = match row.mark {
                Mark::Top => 0..=0,
                Mark::Inside if state.stack.is_empty() => 0..=0,
                Mark::Inside => 1..=state.stack.len(),
                Mark::None => 0..=state.stack.len(),
            };
            for depth in depths {
                next.push(step(state, rows, index, depth, evidence));
            }
        }
        next.sort_by_key(|state| state.cost);
        beam = thin(next);
    }
    beam.into_iter().next().map(|state| state.places).unwrap_or_default()
}

/// The cheapest states, few of each kind; `states` is sorted by cost.
fn thin(states: Vec<State>) -> Vec<State> {
    let mut kept: Vec<State> = Vec::with_capacity(BEAM);
    for state in states {
        if kept.len() < BEAM && kept.iter().filter(|other| other.stack == state.stack).count() < ALIKE {
            kept.push(state);
        }
    }
    kept
}

fn step(state: &State, rows: &[Flat<'_>], index: usize, depth: usize, evidence: &Evidence) -> State {
    let name = rows.get(index).map_or("", |row| row.name);
    let mark = rows.get(index).map_or(Mark::None, |row| row.mark);
    let mut stack: Vec<usize> = state.stack.iter().take(depth).copied().collect();
    let parent = stack.last().copied();
    let owner = owner_name(parent, rows);
    let closed = u32::try_from(state.stack.len().saturating_sub(depth)).unwrap_or(u32::MAX);

    let mut cost = state.cost.saturating_add(closed.saturating_mul(CLOSE));
    let mut guessed = false;
    let known = evidence.has(owner, name);
    // A mark that leaves one choice needs no evidence.
    let forced = mark == Mark::Top || (mark == Mark::Inside && state.stack.len() <= 1);
    if !known && !forced {
        let elsewhere = (0..=state.stack.len())
            .filter(|other| *other != depth)
            .any(|other| evidence.has(owner_name(state.stack.get(other.wrapping_sub(1)).copied(), rows), name));
        cost = cost.saturating_add(if elsewhere { ELSEWHERE } else { UNKNOWN });
        guessed = true;
    }
    // Two rows of one name in one record: a page says a thing twice only by mistake.
    let twice = state.places.iter().zip(rows).any(|(place, row)| place.parent == parent && row.name == name);
    if twice {
        cost = cost.saturating_add(TWICE);
    }
    let mut places = state.places.clone();
    places.push(Place { parent, guessed });
    if rows.get(index).is_some_and(|row| row.opens) {
        stack.push(index);
    }
    State { cost, stack, places }
}

fn owner_name<'a>(parent: Option<usize>, rows: &[Flat<'a>]) -> &'a str {
    parent.and_then(|index| rows.get(index)).map_or("", |row| row.name)
}
