//! Finding a field by its wire name.

use super::{Field, REQUIRED, Table};

/// Marks a free place of an index.
const FREE: u16 = 0x7FFF;
/// Set in every place of the index of a table that has a [`REQUIRED`] field: most have none, and need no look at each field.
const HAS_REQUIRED: u16 = 0x8000;

impl Table {
    /// Open addressing, linear probing, at most a quarter full. Empty for a table too long to number, where nothing is found: no document
    /// has 32 767 fields in one place.
    #[inline]
    fn index(&self) -> &[u16] {
        self.index.get().map_or_else(|| self.make_index(), Box::as_ref)
    }

    /// Once a table: apart, so that a look-up saves no registers for it.
    #[cold]
    #[inline(never)]
    fn make_index(&self) -> &[u16] {
        self.index.get_or_init(|| places(self.fields))
    }
}

fn places(fields: &[Field]) -> Box<[u16]> {
    if fields.len() >= usize::from(FREE) {
        return Box::default();
    }
    let mark = if fields.iter().any(|field| field.flags & REQUIRED != 0) { HAS_REQUIRED } else { 0 };
    let mut places = vec![FREE | mark; (fields.len() * 4).next_power_of_two().max(4)].into_boxed_slice();
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

/// Two names of one length are the same. Their first and last bytes, as many at a time as they have, overlap in the middle: no name is
/// compared byte by byte, hardly any in a loop, and none by a call.
#[inline]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() > 32 {
        return one == other;
    }
    ends_same::<16>(one, other)
        .or_else(|| ends_same::<8>(one, other))
        .or_else(|| ends_same::<4>(one, other))
        .or_else(|| ends_same::<2>(one, other))
        .unwrap_or_else(|| one.first() == other.first())
}

/// The first and the last so many bytes are the same; `None` for fewer.
#[inline]
fn ends_same<const N: usize>(one: &[u8], other: &[u8]) -> Option<bool> {
    Some(one.first_chunk::<N>()? == other.first_chunk()? && one.last_chunk::<N>()? == other.last_chunk()?)
}

/// The index of the field with this wire name.
#[inline(never)]
pub(crate) fn find(table: &Table, name: &str) -> Option<u16> {
    let (index, at) = (table.index(), hash(name.as_bytes()));
    match probe(table, index, at, name)? {
        Probe::Found(place) => Some(place),
        Probe::Other => find_on(table, index, at, name),
    }
}

/// Where another name took the place: few look-ups get here, and apart because a loop over all lengths of names is long.
#[inline(never)]
fn find_on(table: &Table, index: &[u16], mut at: usize, name: &str) -> Option<u16> {
    loop {
        at = at.wrapping_add(1);
        if let Probe::Found(place) = probe(table, index, at, name)? {
            return Some(place);
        }
    }
}

enum Probe {
    Found(u16),
    /// Another field is there.
    Other,
}

/// What is at a place. A free place ends the search: its number is past the end of every table. Most places are free.
#[inline]
fn probe(table: &Table, index: &[u16], at: usize, name: &str) -> Option<Probe> {
    let place = index.get(at & index.len().wrapping_sub(1))? & FREE;
    let field = table.fields.get(usize::from(place))?;
    let is_it = field.name.len() == name.len() && same(name.as_bytes(), field.name.as_bytes());
    Some(if is_it { Probe::Found(place) } else { Probe::Other })
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
        let long = [b"abcdefghijklmnopqrstuvwxyz".as_slice(), b"0123456789".as_slice()].concat();
        for length in 0..long.len() {
            let name = &long[..length];
            assert!(same(name, &name.to_vec()));
            for wrong in 0..length {
                let mut other = name.to_vec();
                other[wrong] ^= 1;
                assert!(!same(name, &other), "{length} {wrong}");
            }
        }
    }
}
