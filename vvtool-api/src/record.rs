//! What generated code says about a record: its table of fields and one borrow per field.
//!
//! A request, a reply or a nested type is a plain struct. Generated code adds a static [`Table`] (wire names and kinds), `slot`
//! (borrow a field to write it) and `view` (borrow a field to read it). Decoding, encoding, redacted `Debug`, equality and serde all
//! run on these three, once, without generics: nothing of it is compiled again in a user's crate.

mod index;

use std::sync::OnceLock;

use rust_decimal::Decimal;

pub use self::index::find;
pub(crate) use self::index::{begins, has_required};

use crate::value::{Amount, DateTime, Fen, JsonText, Points, Text, Yuan};

/// A struct that generated code describes field by field.
pub trait Record: core::any::Any + core::marker::Send + core::marker::Sync {
    /// The static description.
    fn table(&self) -> &'static Table;
    /// Borrow field `index` for writing; [`Slot::None`] past the end.
    fn slot(&mut self, index: u16) -> Slot<'_>;
    /// Borrow field `index` for reading; [`View::None`] past the end.
    fn view(&self, index: u16) -> View<'_>;
}

/// The static description of a record type.
#[derive(Debug)]
pub struct Table {
    /// Rust name of the type.
    pub name: &'static str,
    /// Fields in the order of the spec; the position is the index of `slot` and `view`.
    pub fields: &'static [Field],
    /// Where each wire name is.
    index: OnceLock<Box<[u16]>>,
}

/// A table (const, one expression of generated code).
///
/// Its index is made when a name is first looked up: at compile time it was a sixth of what a user's `cargo check` had to do.
#[must_use]
pub const fn table(name: &'static str, fields: &'static [Field]) -> Table {
    Table { name, fields, index: OnceLock::new() }
}

/// One field of a [`Table`].
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Wire name.
    pub name: &'static str,
    /// What the field holds.
    pub kind: Kind,
    /// [`PII`], [`SECRET`], [`REQUIRED`].
    pub flags: u8,
    /// Inner key of a list wrapper; empty for everything that is no list.
    pub wrapper: &'static str,
    /// Longest text a request may send, in characters; 0 = no limit.
    pub max_chars: u32,
}

/// The field identifies a person or was written by one: never in `Debug`, `Display` or logs.
pub const PII: u8 = 1;
/// The field is a credential: never in `Debug`, `Display` or logs.
pub const SECRET: u8 = 2;
/// Request: must be given and not blank. Reply: documented as always present.
pub const REQUIRED: u8 = 4;
/// Request: an enum value the documents do not list is refused before sending.
pub const DOCUMENTED_ONLY: u8 = 8;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// [`Slot::Text`]
    Text,
    /// [`Slot::Int`]
    Int,
    /// [`Slot::Decimal`]
    Decimal,
    /// [`Slot::Yuan`]
    Yuan,
    /// [`Slot::Fen`]
    Fen,
    /// [`Slot::Points`]
    Points,
    /// [`Slot::Amount`]
    Amount,
    /// [`Slot::Bool`], sent as `true` / `false`
    Bool,
    /// [`Slot::Bool`], sent as `1` / `0`
    Flag01,
    /// [`Slot::DateTime`]
    DateTime,
    /// [`Slot::Json`]
    Json,
    /// [`Slot::Word`] that is an id
    Id,
    /// [`Slot::Word`] that is an open enum
    Enum,
    /// [`Slot::Word`] that is a small grammar
    Grammar,
    /// [`Slot::Words`]
    Csv,
    /// [`Slot::Record`]
    Record,
    /// [`Slot::List`]
    List,
}

/// A field of a table (const, one line of generated code).
pub const fn field(name: &'static str, kind: Kind, flags: u8) -> Field {
    Field { name, kind, flags, wrapper: "", max_chars: 0 }
}

/// A list field: `wrapper` is the key inside the wire object that holds the array.
pub const fn list(name: &'static str, wrapper: &'static str, flags: u8) -> Field {
    Field { name, kind: Kind::List, flags, wrapper, max_chars: 0 }
}

impl Field {
    /// Limit the length of what a request may send.
    pub const fn max_chars(mut self, max: u32) -> Self {
        self.max_chars = max;
        self
    }

    /// Must not be shown to anyone who did not ask for it.
    pub const fn is_redacted(&self) -> bool {
        self.flags & (PII | SECRET) != 0
    }
}

/// Follow wire names joined by dots, `write_response.success`, through nested records.
#[must_use]
pub fn lookup<'a>(record: &'a dyn Record, path: &str) -> View<'a> {
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

/// A field borrowed for writing.
pub enum Slot<'a> {
    /// No such field.
    None,
    /// Text as it came.
    Text(&'a mut Option<Text>),
    /// A whole number.
    Int(&'a mut Option<i64>),
    /// An exact decimal that is no money.
    Decimal(&'a mut Option<Decimal>),
    /// Yuan.
    Yuan(&'a mut Option<Yuan>),
    /// Fen.
    Fen(&'a mut Option<Fen>),
    /// vv-tool points.
    Points(&'a mut Option<Points>),
    /// Money of an undocumented unit.
    Amount(&'a mut Option<Amount>),
    /// True or false.
    Bool(&'a mut Option<bool>),
    /// A date, a time or both.
    DateTime(&'a mut Option<DateTime>),
    /// JSON inside a string.
    Json(&'a mut Option<JsonText>),
    /// An id, an open enum or a grammar.
    Word(&'a mut dyn WordSlot),
    /// A comma-joined list of words.
    Words(&'a mut dyn WordsSlot),
    /// A nested record.
    Record(&'a mut dyn RecordSlot),
    /// A list of records.
    List(&'a mut dyn ListSlot),
}

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
        }
    }
}

/// A value that is one word on the wire: an id, an open enum, a grammar.
pub trait Word: Sized {
    /// From the wire's text. Open: every text is a value.
    fn from_word(text: &str) -> Self;
    /// The wire's text.
    fn word(&self) -> &str;
    /// Listed in the documents (always true for ids).
    fn is_documented(&self) -> bool {
        true
    }
}

/// `Option<T>` of a [`Word`], without the type.
pub trait WordSlot {
    /// Set from the wire's text.
    fn set(&mut self, text: &str);
    /// Back to absent.
    fn clear(&mut self);
    /// The wire's text.
    fn get(&self) -> Option<&str>;
    /// False only for a value that the documents do not list.
    fn is_documented(&self) -> bool;
}

impl<T: Word> WordSlot for Option<T> {
    fn set(&mut self, text: &str) {
        *self = Some(T::from_word(text));
    }
    fn clear(&mut self) {
        *self = None;
    }
    fn get(&self) -> Option<&str> {
        self.as_ref().map(T::word)
    }
    fn is_documented(&self) -> bool {
        self.as_ref().is_none_or(T::is_documented)
    }
}

/// `Vec<T>` of words, comma-joined on the wire, without the type.
pub trait WordsSlot {
    /// Append one.
    fn push(&mut self, text: &str);
    /// Back to empty.
    fn clear(&mut self);
    /// How many.
    fn len(&self) -> usize;
    /// The wire's text of one.
    fn get(&self, index: usize) -> Option<&str>;
    /// False when one of them is a value that the documents do not list.
    fn is_documented(&self) -> bool;
    /// None at all.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T: Word> WordsSlot for Vec<T> {
    fn push(&mut self, text: &str) {
        Vec::push(self, T::from_word(text));
    }
    fn clear(&mut self) {
        Vec::clear(self);
    }
    fn len(&self) -> usize {
        Vec::len(self)
    }
    fn get(&self, index: usize) -> Option<&str> {
        <[T]>::get(self, index).map(T::word)
    }
    fn is_documented(&self) -> bool {
        self.iter().all(T::is_documented)
    }
}

/// `Option<T>` of a record, without the type.
pub trait RecordSlot {
    /// The record, made first where it is absent.
    fn fill(&mut self) -> &mut dyn Record;
    /// Back to absent.
    fn clear(&mut self);
    /// The record.
    fn get(&self) -> Option<&dyn Record>;
}

impl<T: Record + Default> RecordSlot for Option<T> {
    fn fill(&mut self) -> &mut dyn Record {
        self.get_or_insert_with(T::default)
    }
    fn clear(&mut self) {
        *self = None;
    }
    fn get(&self) -> Option<&dyn Record> {
        self.as_ref().map(|record| record as &dyn Record)
    }
}

/// `Vec<T>` of records, without the type.
pub trait ListSlot {
    /// Append a default record; [`ListSlot::last`] borrows it.
    fn push(&mut self);
    /// The record appended last.
    fn last(&mut self) -> Option<&mut dyn Record>;
    /// Back to empty.
    fn clear(&mut self);
    /// How many.
    fn len(&self) -> usize;
    /// One of them.
    fn get(&self, index: usize) -> Option<&dyn Record>;
    /// None at all.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T: Record + Default> ListSlot for Vec<T> {
    fn push(&mut self) {
        Vec::push(self, T::default());
    }
    fn last(&mut self) -> Option<&mut dyn Record> {
        self.last_mut().map(|record| record as &mut dyn Record)
    }
    fn clear(&mut self) {
        Vec::clear(self);
    }
    fn len(&self) -> usize {
        Vec::len(self)
    }
    fn get(&self, index: usize) -> Option<&dyn Record> {
        <[T]>::get(self, index).map(|record| record as &dyn Record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Order, full};

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
