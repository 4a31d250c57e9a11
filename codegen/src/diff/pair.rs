//! Which entry of the old list is which entry of the new one. Linear: by name, never everything against everything.

use std::collections::{HashMap, HashSet};

/// An entry with its counterpart.
#[derive(Debug, Clone, Copy)]
pub(super) enum Paired<'a, T> {
    /// In both lists.
    Both(&'a T, &'a T),
    /// Only in the old one.
    Gone(&'a T),
    /// Only in the new one.
    New(&'a T),
}

/// In the order of the new list, what is gone at the end.
pub(super) fn pair<'a, T>(base: &'a [T], head: &'a [T], key: impl Fn(&'a T) -> &'a str) -> Vec<Paired<'a, T>> {
    // Most lists of most specs have not changed at all.
    if base.len() == head.len() && base.iter().zip(head).all(|(base, head)| key(base) == key(head)) {
        return base.iter().zip(head).map(|(base, head)| Paired::Both(base, head)).collect();
    }
    let mut old: HashMap<&str, (usize, &'a T)> =
        base.iter().enumerate().map(|(index, each)| (key(each), (index, each))).collect();
    let mut found = Vec::with_capacity(head.len());
    for each in head {
        found.push(old.remove(key(each)).map_or(Paired::New(each), |(_, base)| Paired::Both(base, each)));
    }
    let mut gone: Vec<_> = old.into_values().collect();
    gone.sort_by_key(|(index, _)| *index);
    found.extend(gone.into_iter().map(|(_, each)| Paired::Gone(each)));
    found
}

/// Whether the names that both lists have stand in another order.
pub(super) fn reordered(base: &[&str], head: &[&str]) -> bool {
    fn kept<'a>(list: &[&'a str], other: &[&str]) -> Vec<&'a str> {
        let other: HashSet<&str> = other.iter().copied().collect();
        list.iter().copied().filter(|name| other.contains(name)).collect()
    }
    base != head && kept(base, head) != kept(head, base)
}

/// More leftovers than this are not compared with each other: it is another table, not a renamed one.
const MAX_PAIRS: usize = 40_000;

/// Leftovers that are probably the same thing under another name: the most similar first, each used once.
///
/// `alike` gives 0.0 to 1.0; below `least` two entries are different things.
pub(super) fn similar<'a, T>(
    gone: &[&'a T],
    new: &[&'a T],
    least: f64,
    alike: impl Fn(&T, &T) -> f64,
) -> Vec<(&'a T, &'a T)> {
    if gone.len().saturating_mul(new.len()) > MAX_PAIRS {
        return Vec::new();
    }
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (at, old) in gone.iter().enumerate() {
        for (to, each) in new.iter().enumerate() {
            let score = alike(old, each);
            if score >= least {
                pairs.push((score, at, to));
            }
        }
    }
    // The same input gives the same pairs: ties go to the earlier entries.
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_old, mut used_new) = (vec![false; gone.len()], vec![false; new.len()]);
    let mut found = Vec::new();
    for (_, at, to) in pairs {
        if let (Some(old_used), Some(new_used), Some(old), Some(each)) =
            (used_old.get_mut(at), used_new.get_mut(to), gone.get(at), new.get(to))
            && !*old_used
            && !*new_used
        {
            (*old_used, *new_used) = (true, true);
            found.push((*old, *each));
        }
    }
    found
}
