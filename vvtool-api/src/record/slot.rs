//! Fields borrowed for writing, without their types.

use rust_decimal::Decimal;

use super::values::growth;
use super::{MapSlot, Record, ValueMapSlot, ValuesSlot};
use crate::value::{Amount, DateTime, Fen, JsonText, Points, Text, Upload, Word, Yuan};

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
    /// A list of values, each an item of the wire's list.
    Values(&'a mut dyn ValuesSlot),
    /// Records below keys.
    Map(&'a mut dyn MapSlot),
    /// Values below keys.
    ValueMap(&'a mut dyn ValueMapSlot),
    /// A file, which only a request holds.
    File(&'a mut Option<Upload>),
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
    /// The words are ids.
    fn are_ids(&self) -> bool;
    /// Append one.
    fn push(&mut self, text: &str);
    /// Back to empty.
    fn clear(&mut self);
    /// Bytes of memory that the next one may take, texts apart.
    fn growth(&self) -> usize;
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
    fn are_ids(&self) -> bool {
        T::IS_ID
    }
    fn push(&mut self, text: &str) {
        Vec::push(self, T::from_word(text));
    }
    fn clear(&mut self) {
        Vec::clear(self);
    }
    fn growth(&self) -> usize {
        growth(self)
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
    /// Take that one back.
    fn pop(&mut self);
    /// Back to empty.
    fn clear(&mut self);
    /// Bytes of memory that the next one may take.
    fn growth(&self) -> usize;
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
    fn pop(&mut self) {
        Vec::pop(self);
    }
    fn push(&mut self) {
        // Most lists have one record, and records are long: room for four would be the most expensive part of a short reply.
        match (self.len(), self.capacity()) {
            (_, 0) => self.reserve_exact(1),
            // Those of several have room for four then, however long they are: on the way to a third nothing is moved twice.
            (1, 1) => self.reserve_exact(3),
            _ => {}
        }
        Vec::push(self, T::default());
    }
    fn last(&mut self) -> Option<&mut dyn Record> {
        self.last_mut().map(|record| record as &mut dyn Record)
    }
    fn clear(&mut self) {
        Vec::clear(self);
    }
    fn growth(&self) -> usize {
        if self.capacity() == 0 { size_of::<T>() } else { growth(self) }
    }
    fn len(&self) -> usize {
        Vec::len(self)
    }
    fn get(&self, index: usize) -> Option<&dyn Record> {
        <[T]>::get(self, index).map(|record| record as &dyn Record)
    }
}
