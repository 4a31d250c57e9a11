//! Finding a field by its wire name.

use super::{Field, REQUIRED, Table};

/// Marks a free place of an index.
const FREE: u16 = 0x7FFF;
/// Set in every place of the index of a table that has a [`REQUIRED`] field: most have none, and need no look at each field.
const HAS_REQUIRED: u16 = 0x8000;

impl Table {
    /// Open addressing, linear probing, at most half full. Empty for a table too long to number, where nothing is found: no document
    /// has 32 767 fields in one place.
    fn index(&self) -> &[u16] {
        self.index.get_or_init(|| places(self.fields))
    }
}

fn places(fields: &[Field]) -> Box<[u16]> {
    if fields.len() >= usize::from(FREE) {
        return Box::default();
    }
    let mark = if fields.iter().any(|field| field.flags & REQUIRED != 0) { HAS_REQUIRED } else { 0 };
    let mut places = vec![FREE | mark; (fields.len() * 2).next_power_of_two().max(4)].into_boxed_slice();
    let mask = places.len() - 1;
    for (number, field) in (0..).zip(fields) {
        let start = hash(field.name.as_bytes());
        let free = (start..).map(|at| at & mask).find(|at| places.get(*at).is_none_or(|place| place & FREE == FREE));
        if let Some(place) = free.and_then(|at| places.get_mut(at)) {
            *place = number | mark;
        }
    }
    places
}

/// Some field of the table is always present, or must be given.
pub(crate) fn has_required(table: &Table) -> bool {
    table.index().first().is_none_or(|place| place & HAS_REQUIRED != 0)
}

/// Cheap and good enough: wire names differ in length, beginning or end. Names of equal hash are told apart by comparing them.
#[inline]
fn hash(name: &[u8]) -> usize {
    let (first, last) = match (name.first_chunk::<8>(), name.last_chunk::<8>()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => match (name.first_chunk::<4>(), name.last_chunk::<4>()) {
            (Some(first), Some(last)) => (u32::from_le_bytes(*first) as u64, u32::from_le_bytes(*last) as u64),
            _ => match (name.first(), name.last()) {
                (Some(first), Some(last)) => (*first as u64, *last as u64),
                _ => (0, 0),
            },
        },
    };
    let mixed = first ^ last.rotate_left(29) ^ name.len() as u64;
    (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize
}

/// `rest` begins with `name`. Names are short: comparing words in place is cheaper than a call.
#[inline]
pub(crate) fn begins(rest: &[u8], name: &[u8]) -> bool {
    let Some(rest) = rest.get(..name.len()) else { return false };
    let (mut one, mut other) = (rest, name);
    while let (Some((a, tail)), Some((b, other_tail))) = (one.split_first_chunk::<8>(), other.split_first_chunk::<8>())
    {
        if u64::from_le_bytes(*a) != u64::from_le_bytes(*b) {
            return false;
        }
        (one, other) = (tail, other_tail);
    }
    // The last words overlap what was compared before.
    match (rest.last_chunk::<8>(), name.last_chunk::<8>()) {
        (Some(a), Some(b)) => u64::from_le_bytes(*a) == u64::from_le_bytes(*b),
        _ => one.iter().zip(other).all(|(a, b)| a == b),
    }
}

/// The index of the field with this wire name.
#[inline(never)]
pub(crate) fn find(table: &Table, name: &str) -> Option<u16> {
    let index = table.index();
    let mask = index.len().wrapping_sub(1);
    let mut at = hash(name.as_bytes());
    loop {
        let place = index.get(at & mask)? & FREE;
        // A free place ends the search: its number is past the end of every table. At least half of the places are free.
        let field = table.fields.get(usize::from(place))?;
        if field.name.len() == name.len() && begins(name.as_bytes(), field.name.as_bytes()) {
            return Some(place);
        }
        at = at.wrapping_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record as _;
    use crate::tests::sample::Trade;

    #[test]
    fn every_field_is_found_by_its_wire_name_and_nothing_else_is() {
        let table = Trade::default().table();
        for (index, field) in (0..).zip(table.fields) {
            assert_eq!(find(table, field.name), Some(index), "{}", field.name);
        }
        for name in ["", "t", "tidd", "TID", "title ", "订单", "zzzzzzzzzzzzzzzzzzzzzzzzzzzz"] {
            assert_eq!(find(table, name), None, "{name}");
        }
        assert_eq!(find(&crate::record::table("Bare", &[]), "tid"), None);
    }

    #[test]
    fn names_of_every_length_are_compared() {
        let name = b"abcdefghijklmnopqrstuvwxyz";
        for length in 0..name.len() {
            assert!(begins(name, &name[..length]));
            assert!(!begins(&name[..length], name));
            for wrong in 0..length {
                let mut other = name[..length].to_vec();
                other[wrong] ^= 1;
                assert!(!begins(name, &other), "{length} {wrong}");
            }
        }
    }
}
