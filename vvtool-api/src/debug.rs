//! `Debug` that shows no personal data, and equality: both through the table.

use core::fmt;

use crate::generated::ground::visible::visible;
use crate::quiet::{quiet, word};
use crate::record::{Keyed, ListSlot, MapSlot, Record, ValueMapSlot, View, WordsSlot};

/// Set fields only; what identifies a person or opens a door is `<redacted>`.
///
/// # Errors
/// The formatter fails.
pub fn show(record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let table = record.table();
    let mut out = f.debug_struct(table.name);
    for (index, field) in (0..).zip(table.fields) {
        let view = record.view(index);
        if view.is_none() {
            continue;
        }
        if field.is_redacted() {
            out.field(field.name, &format_args!("<redacted>"));
        } else {
            out.field(field.name, &Shown(view));
        }
    }
    out.finish()
}

struct Shown<'a>(View<'a>);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            View::None => Ok(()),
            View::Text(value) => inner(value.as_ref().map(Quiet).as_ref(), f),
            View::Int(value) => inner(value.as_ref(), f),
            View::Decimal(value) => inner(value.as_ref(), f),
            View::Yuan(value) => inner(value.as_ref(), f),
            View::Fen(value) => inner(value.as_ref(), f),
            View::Points(value) => inner(value.as_ref(), f),
            View::Amount(value) => inner(value.as_ref(), f),
            View::Bool(value) => inner(value.as_ref(), f),
            View::DateTime(value) => inner(value.as_ref(), f),
            View::Json(value) => inner(value.as_ref(), f),
            // What is in no document may be anything.
            View::Word(slot) if !slot.is_documented() => inner(slot.get().map(|text| Quiet(word(text))).as_ref(), f),
            View::Word(slot) => inner(slot.get().map(Quiet).as_ref(), f),
            View::Words(words) => {
                f.debug_list().entries((0..words.len()).filter_map(|index| words.get(index)).map(Quiet)).finish()
            }
            View::Record(slot) => slot.get().map_or(Ok(()), |record| show(record, f)),
            View::List(list) => {
                f.debug_list().entries((0..list.len()).filter_map(|index| list.get(index)).map(Row)).finish()
            }
            View::Values(list) => {
                let texts = (0..list.len()).filter_map(|index| Some(Quiet(list.get(index)?.text())));
                f.debug_list().entries(texts).finish()
            }
            View::Map(map) => {
                let entry = |index| Some((Quiet(map.key(index)?), Row(map.get(index)?)));
                f.debug_map().entries((0..map.len()).filter_map(entry)).finish()
            }
            View::File(file) => inner(file.as_ref(), f),
            View::ValueMap(map) => {
                let entry = |index| Some((Quiet(map.key(index)?), Quiet(map.get(index)?.text())));
                f.debug_map().entries((0..map.len()).filter_map(entry)).finish()
            }
        }
    }
}

/// A text without JSON, without what is a person's by its shape, and without characters that are not seen.
struct Quiet<T>(T);

impl<T: AsRef<str>> fmt::Debug for Quiet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(&format!("{:?}", quiet(self.0.as_ref()))))
    }
}

struct Row<'a>(&'a dyn Record);

impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(self.0, f)
    }
}

fn inner<T: fmt::Debug>(value: Option<&T>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    value.map_or(Ok(()), |value| value.fmt(f))
}

/// The same type, and the same value in every field.
#[must_use]
pub fn same(one: &dyn Record, other: &dyn Record) -> bool {
    let table = one.table();
    core::ptr::eq(table, other.table())
        && (0..).zip(table.fields).all(|(index, _)| same_view(one.view(index), other.view(index)))
}

// By the one side alone, so that the compiler names a kind of value that has no line here.
fn same_view(one: View<'_>, other: View<'_>) -> bool {
    match one {
        View::None => matches!(other, View::None),
        View::Text(a) => matches!(other, View::Text(b) if a == b),
        View::Int(a) => matches!(other, View::Int(b) if a == b),
        View::Decimal(a) => matches!(other, View::Decimal(b) if a == b),
        View::Yuan(a) => matches!(other, View::Yuan(b) if a == b),
        View::Fen(a) => matches!(other, View::Fen(b) if a == b),
        View::Points(a) => matches!(other, View::Points(b) if a == b),
        View::Amount(a) => matches!(other, View::Amount(b) if a == b),
        View::Bool(a) => matches!(other, View::Bool(b) if a == b),
        View::DateTime(a) => matches!(other, View::DateTime(b) if a == b),
        View::Json(a) => matches!(other, View::Json(b) if a == b),
        View::Word(a) => matches!(other, View::Word(b) if a.get() == b.get()),
        View::Words(a) => {
            let same = |b: &dyn WordsSlot| a.len() == b.len() && (0..a.len()).all(|at| a.get(at) == b.get(at));
            matches!(other, View::Words(b) if same(b))
        }
        View::Record(a) => matches!(other, View::Record(b) if same_record(a.get(), b.get())),
        View::List(a) => {
            let row = |b: &dyn ListSlot, at| same_record(a.get(at), b.get(at));
            matches!(other, View::List(b) if a.len() == b.len() && (0..a.len()).all(|at| row(b, at)))
        }
        View::Values(a) => {
            matches!(other, View::Values(b) if a.len() == b.len() && (0..a.len()).all(|at| a.get(at) == b.get(at)))
        }
        View::Map(a) => {
            let row = |b: &dyn MapSlot, at| same_record(a.get(at), place_of(a, at, b).and_then(|at| b.get(at)));
            matches!(other, View::Map(b) if a.len() == b.len() && (0..a.len()).all(|at| row(b, at)))
        }
        View::File(a) => matches!(other, View::File(b) if a == b),
        View::ValueMap(a) => {
            let row = |b: &dyn ValueMapSlot, at| place_of(a, at, b).is_some_and(|other| a.get(at) == b.get(other));
            matches!(other, View::ValueMap(b) if a.len() == b.len() && (0..a.len()).all(|at| row(b, at)))
        }
    }
}

/// Where the key at a place of one map is in another: maps are the same in whatever order.
fn place_of(one: &(impl Keyed + ?Sized), at: usize, other: &(impl Keyed + ?Sized)) -> Option<usize> {
    one.key(at).and_then(|key| other.place(key))
}

fn same_record(one: Option<&dyn Record>, other: Option<&dyn Record>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => same(one, other),
        (None, None) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::sample::{Trade, full};

    #[test]
    fn debug_shows_what_is_set_and_hides_persons_and_secrets() {
        assert_eq!(format!("{:?}", Trade::default()), "Trade");
        let shown = format!("{:?}", full());
        for part in [
            "tid: \"9223372036854775809\"",
            "payment: Yuan(200.07)",
            "receiver_name: <redacted>",
            "token: <redacted>",
            "trade_attr: JsonText(7 bytes)",
            "status: \"zz\"",
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        for secret in ["东方不败", "t0ken", "private"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }

    #[test]
    fn every_field_counts_for_equality() {
        assert_eq!(full(), full());
        let mut other = full();
        other.orders[1].ext = None;
        assert_ne!(full(), other);
        let mut other = full();
        other.created = Some("2021-04-01 17:46:00".parse().unwrap());
        assert_ne!(full(), other);
        let mut other = full();
        other.sub_tid.pop();
        assert_ne!(full(), other);
    }
}
