//! What generated code says about a record: its table of fields and one borrow per field.
//!
//! A request, a reply or a nested type is a plain struct. Generated code adds a static [`Table`] (wire names and kinds), `slot`
//! (borrow a field to write it) and `view` (borrow a field to read it). Decoding, encoding, redacted `Debug`, equality and serde all
//! run on these three, once, without generics: nothing of it is compiled again in a user's crate.

mod field;
mod slot;
mod table;
mod values;
mod view;

pub use field::{
    Bounds, DOCUMENTED_ONLY, Field, Kind, PII, Place, REQUIRED, SECRET, SELECT, Style, field, list, values,
};
pub use slot::{ListSlot, RecordSlot, Slot, WordSlot, WordsSlot};
pub use table::{Table, table};
pub(crate) use table::{field_named, find, has_required, same};
pub use values::{Item, Keyed, MapSlot, One, ValueMapSlot, ValuesSlot};
pub use view::View;
pub(crate) use view::{lookup, records};

/// A struct that generated code describes field by field.
pub trait Record: core::any::Any + Send + Sync {
    /// The static description.
    fn table(&self) -> &'static Table;
    /// Borrow field `index` for writing; [`Slot::None`] past the end.
    fn slot(&mut self, index: u16) -> Slot<'_>;
    /// Borrow field `index` for reading; [`View::None`] past the end.
    fn view(&self, index: u16) -> View<'_>;
}

/// What a record that leads back to itself is held in.
impl<T: Record> Record for Box<T> {
    fn table(&self) -> &'static Table {
        (**self).table()
    }
    fn slot(&mut self, index: u16) -> Slot<'_> {
        (**self).slot(index)
    }
    fn view(&self, index: u16) -> View<'_> {
        (**self).view(index)
    }
}

/// A record that a reply may hold. The three functions are compiled where the record is described: a program that sends a request
/// compiles nothing of its reply, not even how to drop it.
pub trait ReplyData: Record + Default {
    /// An empty one, to be filled.
    fn made() -> Box<dyn Record>;
    /// The record itself; an empty one for a record of another type.
    fn of(record: &dyn Record) -> &Self;
    /// The record itself; an empty one for a record of another type.
    fn take(record: Box<dyn Record>) -> Self;
}
