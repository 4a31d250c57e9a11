//! The static description of a record: which fields, in which order; and where the field of a wire name is.

use core::sync::atomic::{AtomicU16, Ordering};
use std::sync::OnceLock;

use super::field::{Field, REQUIRED};

/// The static description of a record type.
#[derive(Debug)]
#[non_exhaustive]
pub struct Table {
    /// Rust name of the type.
    pub name: &'static str,
    /// Fields in the order of the spec; the position is the index of `slot` and `view`.
    pub fields: &'static [Field],
    /// Where each wire name is.
    index: OnceLock<Index>,
}

/// A table (const, one expression of generated code).
///
/// Its index is made when a name is first looked up: at compile time it was a sixth of what a user's `cargo check` had to do.
#[must_use]
pub const fn table(name: &'static str, fields: &'static [Field]) -> Table {
    Table { name, fields, index: OnceLock::new() }
}

/// Marks a free place of an index, and a field that no other is known to come after.
const FREE: u16 = u16::MAX;

/// What a table's names are looked up with.
#[derive(Debug)]
struct Index {
    /// Numbers of fields. Open addressing, linear probing, at most a quarter full. Empty for a table too long to number, where
    /// nothing is found: no document has 65 535 fields in one place.
    places: Box<[u16]>,
    /// Which field came where another was documented.
    instead: Box<[AtomicU16]>,
    /// Some field is [`REQUIRED`]: most tables have none, and need no look at each field.
    has_required: bool,
}

impl Table {
    #[inline]
    fn index(&self) -> &Index {
        self.index.get().unwrap_or_else(|| self.make_index())
    }

    /// Once a table: apart, so that a look-up saves no registers for it.
    #[cold]
    #[inline(never)]
    fn make_index(&self) -> &Index {
        self.index.get_or_init(|| Index {
            places: places(self.fields),
            instead: self.fields.iter().map(|_| AtomicU16::new(FREE)).collect(),
            has_required: self.fields.iter().any(|field| field.flags & REQUIRED != 0),
        })
    }

    /// The field that came first where field `next` was to come. A server writes the fields of a record in one order, be it the
    /// documented one or not: nearly always it comes there again, and comparing one name is cheaper than looking it up.
    #[inline]
    pub(crate) fn instead_of(&self, next: u16) -> Option<(u16, &'static Field)> {
        let index = self.index().instead.get(usize::from(next))?.load(Ordering::Relaxed);
        Some((index, self.fields.get(usize::from(index))?))
    }

    /// Field `index` came where `next` was to come. Whoever is first stays: threads that read replies of two orders would only take
    /// the cache from each other.
    pub(crate) fn came_instead(&self, next: u16, index: u16) {
        if let Some(instead) = self.index().instead.get(usize::from(next))
            && instead.load(Ordering::Relaxed) == FREE
        {
            instead.store(index, Ordering::Relaxed);
        }
    }
}

fn places(fields: &[Field]) -> Box<[u16]> {
    if fields.len() >= usize::from(FREE) {
        return Box::default();
    }
    let mut places = vec![FREE; (fields.len() * 4).next_power_of_two().max(4)].into_boxed_slice();
    let mask = places.len() - 1;
    for (number, field) in (0..).zip(fields) {
        let start = hash(field.name.as_bytes());
        let free = (start..).map(|at| at & mask).find(|at| places.get(*at).is_none_or(|place| *place == FREE));
        if let Some(place) = free.and_then(|at| places.get_mut(at)) {
            *place = number;
        }
    }
    places
}

/// Some field of the table is always present, or must be given.
pub(crate) fn has_required(table: &Table) -> bool {
    table.index().has_required
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
    let (index, at) = (&table.index().places, hash(name.as_bytes()));
    match probe(table, index, at, name)? {
        Probe::Found(place) => Some(place),
        Probe::Other => find_on(table, index, at, name),
    }
}

/// The field with this wire name, and its index.
pub(crate) fn field_named(table: &Table, name: &str) -> Option<(u16, &'static Field)> {
    let index = find(table, name)?;
    Some((index, table.fields.get(usize::from(index))?))
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
    let place = *index.get(at & index.len().wrapping_sub(1))?;
    let field = table.fields.get(usize::from(place))?;
    let is_it = field.name.len() == name.len() && same(name.as_bytes(), field.name.as_bytes());
    Some(if is_it { Probe::Found(place) } else { Probe::Other })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Kind, Record as _, field};
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
    fn the_first_field_that_came_instead_stays() {
        const FIELDS: &[Field] = &[field("a", Kind::Text, 0), field("b", Kind::Text, 0), field("c", Kind::Text, 0)];
        let table = crate::record::table("Three", FIELDS);
        let instead = |next| table.instead_of(next).map(|(index, field)| (index, field.name));
        assert_eq!([0, 1, 2, 3].map(instead), [None; 4]);
        table.came_instead(0, 2);
        table.came_instead(0, 1);
        table.came_instead(2, 0);
        // Behind the last field nothing is documented.
        table.came_instead(3, 0);
        assert_eq!([0, 1, 2, 3].map(instead), [Some((2, "c")), None, Some((0, "a")), None]);
    }

    #[test]
    fn names_of_every_length_are_compared() {
        let long = [b"abcdefghijklmnopqrstuvwxyz".as_slice(), b"0123456789".as_slice()].concat();
        for length in 0..long.len() {
            let name = &long[..length];
            let copy = name.to_vec();
            assert!(same(name, &copy));
            for wrong in 0..length {
                let mut other = name.to_vec();
                other[wrong] ^= 1;
                assert!(!same(name, &other), "{length} {wrong}");
            }
        }
    }
}
