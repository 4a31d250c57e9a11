//! Records as a format writes them: wire names, and set fields only.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::record::{One, Record, View};

/// Write a record as a map.
///
/// # Errors
/// The format fails.
pub fn serialize<S: Serializer>(record: &dyn Record, serializer: S) -> Result<S::Ok, S::Error> {
    let set = || {
        (0..)
            .zip(record.table().fields)
            .map(|(index, field)| (field.name, record.view(index)))
            .filter(|(_, view)| !view.is_none())
    };
    let mut map = serializer.serialize_map(Some(set().count()))?;
    for (name, view) in set() {
        map.serialize_entry(name, &Written(view))?;
    }
    map.end()
}

struct Row<'a>(&'a dyn Record);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

struct Written<'a>(View<'a>);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            View::None => serializer.serialize_none(),
            View::Text(value) => value.serialize(serializer),
            View::Int(value) => value.serialize(serializer),
            View::Decimal(Some(value)) => serializer.collect_str(&value),
            View::Decimal(None) => serializer.serialize_none(),
            View::Yuan(value) => value.serialize(serializer),
            View::Fen(value) => value.serialize(serializer),
            View::Points(value) => value.serialize(serializer),
            View::Amount(value) => value.serialize(serializer),
            View::Bool(value) => value.serialize(serializer),
            View::DateTime(value) => value.serialize(serializer),
            View::Json(value) => value.serialize(serializer),
            View::Word(word) => word.get().serialize(serializer),
            View::Words(words) => serializer.collect_seq((0..words.len()).filter_map(|index| words.get(index))),
            View::Record(slot) => slot.get().map(Row).serialize(serializer),
            View::List(list) => serializer.collect_seq((0..list.len()).filter_map(|index| list.get(index)).map(Row)),
            View::Values(list) => serializer.collect_seq((0..list.len()).filter_map(|index| list.get(index))),
            View::Map(map) => {
                serializer.collect_map((0..map.len()).filter_map(|at| Some((map.key(at)?, Row(map.get(at)?)))))
            }
            // What is in it is no part of a record's text, and a path says nothing to whoever reads it elsewhere.
            View::File(None) => serializer.serialize_none(),
            View::File(Some(_)) => {
                Err(serde::ser::Error::custom("a file is not serialised: give it to the request anew"))
            }
            View::ValueMap(map) => {
                serializer.collect_map((0..map.len()).filter_map(|at| Some((map.key(at)?, map.get(at)?))))
            }
        }
    }
}

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Int(number) => serializer.serialize_i64(*number),
            Self::Shown(text) => serializer.serialize_str(text),
        }
    }
}
