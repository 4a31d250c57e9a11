//! Fields borrowed for reading, without their types.

use rust_decimal::Decimal;

use super::{ListSlot, MapSlot, Record, RecordSlot, ValueMapSlot, ValuesSlot, WordSlot, WordsSlot, find};
use crate::value::{Amount, DateTime, Fen, JsonText, Points, Text, Upload, Yuan};

/// A field borrowed for reading.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// No such field.
    None,
    /// Text as it came.
    Text(&'a Option<Text>),
    /// A whole number.
    Int(Option<i64>),
    /// An exact decimal that is no money.
    Decimal(Option<Decimal>),
    /// Yuan.
    Yuan(Option<Yuan>),
    /// Fen.
    Fen(Option<Fen>),
    /// vv-tool points.
    Points(Option<Points>),
    /// Money of an undocumented unit.
    Amount(Option<Amount>),
    /// True or false.
    Bool(Option<bool>),
    /// A date, a time or both.
    DateTime(Option<DateTime>),
    /// JSON inside a string.
    Json(&'a Option<JsonText>),
    /// An id, an open enum or a grammar.
    Word(&'a dyn WordSlot),
    /// A comma-joined list of words.
    Words(&'a dyn WordsSlot),
    /// A nested record.
    Record(&'a dyn RecordSlot),
    /// A list of records.
    List(&'a dyn ListSlot),
    /// A list of values, each an item of the wire's list.
    Values(&'a dyn ValuesSlot),
    /// Records below keys.
    Map(&'a dyn MapSlot),
    /// Values below keys.
    ValueMap(&'a dyn ValueMapSlot),
    /// A file, which only a request holds.
    File(&'a Option<Upload>),
}

impl View<'_> {
    /// Nothing is set: absent, or a list without anything in it.
    #[must_use]
    pub fn is_none(&self) -> bool {
        match self {
            View::None => true,
            View::Text(value) => value.is_none(),
            View::Int(value) => value.is_none(),
            View::Decimal(value) => value.is_none(),
            View::Yuan(value) => value.is_none(),
            View::Fen(value) => value.is_none(),
            View::Points(value) => value.is_none(),
            View::Amount(value) => value.is_none(),
            View::Bool(value) => value.is_none(),
            View::DateTime(value) => value.is_none(),
            View::Json(value) => value.is_none(),
            View::Word(word) => word.get().is_none(),
            View::Words(words) => words.is_empty(),
            View::Record(slot) => slot.get().is_none(),
            View::List(list) => list.is_empty(),
            View::Values(values) => values.is_empty(),
            View::Map(map) => map.is_empty(),
            View::ValueMap(map) => map.is_empty(),
            View::File(file) => file.is_none(),
        }
    }
}

/// Follow wire names joined by dots, `write_response.success`, through nested records.
pub(crate) fn lookup<'a>(record: &'a dyn Record, path: &str) -> View<'a> {
    let mut record = record;
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        let view = find(record.table(), name).map_or(View::None, |index| record.view(index));
        if names.peek().is_none() {
            return view;
        }
        match view {
            View::Record(slot) => match slot.get() {
                Some(inner) => record = inner,
                None => return View::None,
            },
            _ => return View::None,
        }
    }
    View::None
}

/// The records that are fields of a record.
pub(crate) fn records(record: &dyn Record) -> impl Iterator<Item = &dyn Record> {
    (0..).zip(record.table().fields).filter_map(|(index, _)| match record.view(index) {
        View::Record(slot) => slot.get(),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sample::{Order, full};

    #[test]
    fn a_path_leads_through_nested_records() {
        let trade = full();
        assert!(matches!(lookup(&trade, "ext.success"), View::Bool(Some(true))));
        assert!(matches!(lookup(&trade, "num"), View::Int(Some(-3))));
        for path in ["", "ext.none", "none.success", "orders.oid", "num.x", "ext."] {
            assert!(lookup(&trade, path).is_none(), "{path}");
        }
        assert!(lookup(&Order::default(), "ext.success").is_none());
    }
}
