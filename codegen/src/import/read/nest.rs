//! Finds the tree behind a flat table.
//!
//! A page prints an object's row and then its fields; where the object ends is not said. Three things say it: what the samples and
//! donors show inside the object, that a record has no name twice, and that a row marked top or `└` stands where its mark says. The
//! search weighs them over the whole table, because one row alone (a `price` after a list of services) can go either way.

use std::collections::{HashMap, HashSet};

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
    /// The row it stands below in a tree that the page draws.
    pub below: Option<usize>,
    /// The page draws rows below it: no others are inside.
    pub drawn: bool,
}

/// The parents in a drawn tree, by how far each row is set in; the first row's own distance is the margin of the table.
#[must_use]
pub fn drawn(indents: &[usize]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let margin = indents.iter().copied().min().unwrap_or(0);
    let mut parents = Vec::with_capacity(indents.len());
    for (index, indent) in indents.iter().enumerate() {
        open.retain(|above| indents.get(*above).is_some_and(|above| above < indent));
        parents.push(open.last().copied().filter(|_| *indent > margin));
        open.push(index);
    }
    parents
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
    /// Where the last row was put; None before the first.
    last: Option<usize>,
}

/// Where rows were put, in all histories: each entry goes on from the one of the row above, so that none is copied for every row.
#[derive(Debug, Default)]
struct Histories {
    puts: Vec<(Place, Option<usize>)>,
}

impl Histories {
    /// Goes on with a history; where it ends now.
    fn put(&mut self, place: Place, last: Option<usize>) -> Option<usize> {
        self.puts.push((place, last));
        Some(self.puts.len() - 1)
    }

    /// The places of a history, the last one first.
    fn back(&self, last: Option<usize>) -> impl Iterator<Item = Place> {
        let entry = |at: Option<usize>| at.and_then(|at| self.puts.get(at));
        std::iter::successors(entry(last), move |(_, before)| entry(*before)).map(|(place, _)| *place)
    }
}

/// Search width. Tables have a dozen objects; wider changed no document.
const BEAM: usize = 64;
/// Histories kept that lead to the same open objects: more, and one early doubt would crowd out all later ones.
const ALIKE: usize = 2;
const TWICE: u32 = 800;
const ELSEWHERE: u32 = 300;
const UNKNOWN: u32 = 100;
const CLOSE: u32 = 1;

/// A state one row further: which it was, and how many of its objects stay open.
struct Step {
    from: usize,
    depth: usize,
    cost: u32,
    guessed: bool,
}

/// Gives every row its parent.
#[must_use]
pub fn place(rows: &[Flat<'_>], evidence: &Evidence) -> Vec<Place> {
    let mut beam = vec![State { cost: 0, stack: Vec::new(), last: None }];
    let mut histories = Histories::default();
    let mut named: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        let before = named.entry(row.name).or_default();
        let mut next: Vec<Step> = Vec::new();
        for (from, state) in beam.iter().enumerate() {
            let held = held(&histories, state, index, before);
            steps(from, state, rows, row, &held, evidence, &mut next);
        }
        next.sort_by_key(|step| step.cost);
        beam = thin(&beam, &next, index, row.opens, &mut histories);
        before.push(index);
    }
    let mut places: Vec<Place> = beam.first().map(|state| histories.back(state.last).collect()).unwrap_or_default();
    places.reverse();
    places
}

/// What holds the earlier rows of a name; `before` are these, and `index` the row that is to be put next.
fn held(histories: &Histories, state: &State, index: usize, before: &[usize]) -> HashSet<Option<usize>> {
    let mut held = HashSet::new();
    let mut earlier = before.iter().rev().peekable();
    for (row, place) in (0..index).rev().zip(histories.back(state.last)) {
        if earlier.peek().is_none() {
            break;
        }
        if earlier.next_if(|earlier| **earlier == row).is_some() {
            held.insert(place.parent);
        }
    }
    held
}

/// The cheapest states, few of each kind; `steps` is sorted by cost.
fn thin(beam: &[State], steps: &[Step], index: usize, opens: bool, histories: &mut Histories) -> Vec<State> {
    let mut kept: Vec<State> = Vec::with_capacity(BEAM);
    let mut alike: HashMap<Vec<usize>, usize> = HashMap::new();
    for step in steps {
        let Some(state) = beam.get(step.from) else { continue };
        let mut stack: Vec<usize> = state.stack.iter().take(step.depth).copied().collect();
        let place = Place { parent: stack.last().copied(), guessed: step.guessed };
        if opens {
            stack.push(index);
        }
        let count = alike.entry(stack.clone()).or_default();
        if *count < ALIKE {
            *count += 1;
            kept.push(State { cost: step.cost, stack, last: histories.put(place, state.last) });
        }
        if kept.len() == BEAM {
            break;
        }
    }
    kept
}

/// Everywhere a row may stand; `held` is what holds earlier rows of its name.
fn steps(
    from: usize,
    state: &State,
    rows: &[Flat<'_>],
    row: &Flat<'_>,
    held: &HashSet<Option<usize>>,
    evidence: &Evidence,
    next: &mut Vec<Step>,
) {
    let all = state.stack.len();
    let depth_of = |parent: usize| state.stack.iter().position(|open| *open == parent).map(|place| place + 1);
    let drawn = row.below.and_then(depth_of);
    // Of an object whose rows are drawn below it, a row that is not drawn so is none.
    let open = match state.stack.iter().position(|open| rows.get(*open).is_some_and(|row| row.drawn)) {
        Some(place) if drawn.is_none() => place,
        _ => all,
    };
    let depths = match row.mark {
        _ if drawn.is_some() => drawn.unwrap_or(0)..=drawn.unwrap_or(0),
        Mark::Top => 0..=0,
        Mark::Inside if open == 0 => 0..=0,
        Mark::Inside => 1..=open,
        Mark::None => 0..=open,
    };
    let parent = |depth: usize| depth.checked_sub(1).and_then(|last| state.stack.get(last)).copied();
    let known: Vec<bool> = (0..=all).map(|depth| evidence.has(owner_name(parent(depth), rows), row.name)).collect();
    let anywhere = known.contains(&true);
    // A mark that leaves one choice needs no evidence.
    let forced = drawn.is_some() || row.mark == Mark::Top || (row.mark == Mark::Inside && open <= 1);
    for depth in depths {
        let closed = u32::try_from(all.saturating_sub(depth)).unwrap_or(u32::MAX);
        let mut cost = state.cost.saturating_add(closed.saturating_mul(CLOSE));
        let guessed = !forced && known.get(depth) != Some(&true);
        if guessed {
            cost = cost.saturating_add(if anywhere { ELSEWHERE } else { UNKNOWN });
        }
        // Two rows of one name in one record: a page says a thing twice only by mistake.
        if held.contains(&parent(depth)) {
            cost = cost.saturating_add(TWICE);
        }
        next.push(Step { from, depth, cost, guessed });
    }
}

fn owner_name<'a>(parent: Option<usize>, rows: &[Flat<'a>]) -> &'a str {
    parent.and_then(|index| rows.get(index)).map_or("", |row| row.name)
}
