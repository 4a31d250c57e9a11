//! Lists and maps whose items are values rather than records, borrowed without their types.

use rust_decimal::Decimal;

use super::Kind;
use crate::value::spelling::{is_id, trim};
use crate::value::{Amount, Fen, Map, Points, Text, Word, Yuan, number};

/// What a list or a map may hold many of: a text, a number, an amount of money, an id, an open enum.
pub trait Item: Sized {
    /// What one is.
    const KIND: Kind;
    /// From the wire's text, which came as a number or not; `None` for what is of another type.
    fn read(text: &str, is_number: bool) -> Option<Self>;
    /// As it is written.
    fn one(&self) -> One<'_>;
    /// False only for a value that the documents do not list.
    fn is_documented(&self) -> bool {
        true
    }
}

/// An item as it is written.
#[derive(Debug, Clone, PartialEq)]
pub enum One<'a> {
    /// A text.
    Text(&'a str),
    /// A whole number.
    Int(i64),
    /// Anything else, in its text.
    Shown(Text),
}

impl One<'_> {
    /// Its text.
    pub(crate) fn text(&self) -> Text {
        match self {
            Self::Text(text) => Text::from(*text),
            Self::Int(number) => Text::display(number),
            Self::Shown(text) => text.clone(),
        }
    }
}

impl<T: Word> Item for T {
    const KIND: Kind = if T::IS_ID {
        Kind::Id
    } else if T::IS_TEXT {
        Kind::Text
    } else {
        Kind::Enum
    };
    fn read(text: &str, is_number: bool) -> Option<Self> {
        // A text is one as it came, be it blank.
        let text = if T::IS_TEXT { text } else { trim(text) };
        let is_none = !T::IS_TEXT && text.is_empty() || T::IS_ID && !is_id(text, is_number);
        (!is_none).then(|| T::from_word(text))
    }
    fn one(&self) -> One<'_> {
        One::Text(self.word())
    }
    fn is_documented(&self) -> bool {
        Word::is_documented(self)
    }
}

macro_rules! numbers {
    ($($name:ident, $kind:ident, $read:ident, $make:expr, $this:ident => $one:expr;)+) => {$(
        impl Item for $name {
            const KIND: Kind = Kind::$kind;
            fn read(text: &str, _: bool) -> Option<Self> {
                number::$read(trim(text)).map($make)
            }
            fn one(&self) -> One<'_> {
                let $this = self;
                $one
            }
        }
    )+};
}

numbers! {
    i64, Int, int, |value| value, this => One::Int(*this);
    Fen, Fen, int, Fen::new, this => One::Int(this.get());
    Points, Points, int, Points::new, this => One::Int(this.get());
    Decimal, Decimal, decimal, |value| value, this => One::Shown(Text::display(this));
    Yuan, Yuan, decimal, Yuan::new, this => One::Shown(Text::display(this));
    Amount, Amount, decimal, Amount::new, this => One::Shown(Text::display(this));
}

/// `Vec<T>` of values, without the type.
pub trait ValuesSlot {
    /// What each of them is.
    fn kind(&self) -> Kind;
    /// Append one; false for what is of another type.
    fn push(&mut self, text: &str, is_number: bool) -> bool;
    /// Back to empty.
    fn clear(&mut self);
    /// Bytes of memory that the next one may take, texts apart.
    fn growth(&self) -> usize;
    /// How many.
    fn len(&self) -> usize;
    /// One of them.
    fn get(&self, index: usize) -> Option<One<'_>>;
    /// False when one of them is a value that the documents do not list.
    fn is_documented(&self) -> bool;
    /// None at all.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T: Item> ValuesSlot for Vec<T> {
    fn kind(&self) -> Kind {
        T::KIND
    }
    fn push(&mut self, text: &str, is_number: bool) -> bool {
        let item = T::read(text, is_number);
        let right = item.is_some();
        self.extend(item);
        right
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
    fn get(&self, index: usize) -> Option<One<'_>> {
        <[T]>::get(self, index).map(T::one)
    }
    fn is_documented(&self) -> bool {
        self.iter().all(T::is_documented)
    }
}

/// What maps of values and maps of records have alike.
pub trait Keyed {
    /// The keys are ids.
    fn are_ids(&self) -> bool;
    /// Back to empty.
    fn clear(&mut self);
    /// Bytes of memory that the next entry may take, texts apart.
    fn growth(&self) -> usize;
    /// How many entries.
    fn len(&self) -> usize;
    /// The key of one.
    fn key(&self, index: usize) -> Option<&str>;
    /// Where a key is.
    fn place(&self, key: &str) -> Option<usize>;
    /// None at all.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What finding the entries again takes in memory: the key once more, its place, and room to grow.
const PLACE: usize = 96;

impl<K: Word, V> Keyed for Map<K, V> {
    fn are_ids(&self) -> bool {
        K::IS_ID
    }
    fn clear(&mut self) {
        Map::clear(self);
    }
    fn growth(&self) -> usize {
        growth(self.entries()).saturating_add(PLACE)
    }
    fn len(&self) -> usize {
        self.entries().len()
    }
    fn key(&self, index: usize) -> Option<&str> {
        self.entries().get(index).map(|(key, _)| key.word())
    }
    fn place(&self, key: &str) -> Option<usize> {
        Map::place(self, key)
    }
}

/// `Map<K, T>` of values, without the types.
pub trait ValueMapSlot: Keyed {
    /// What each of them is.
    fn kind(&self) -> Kind;
    /// Put a value below a key, in the place of one that is there; false for what is of another type.
    fn put(&mut self, key: &str, text: &str, is_number: bool) -> bool;
    /// The value of one entry.
    fn get(&self, index: usize) -> Option<One<'_>>;
}

impl<K: Word, T: Item> ValueMapSlot for Map<K, T> {
    fn kind(&self) -> Kind {
        T::KIND
    }
    fn put(&mut self, key: &str, text: &str, is_number: bool) -> bool {
        let item = T::read(text, is_number);
        let right = item.is_some();
        item.map(|item| self.insert(K::from_word(key), item));
        right
    }
    fn get(&self, index: usize) -> Option<One<'_>> {
        self.entries().get(index).map(|(_, value)| value.one())
    }
}

/// `Map<K, T>` of records, without the types.
pub trait MapSlot: Keyed {
    /// Put an empty record below a key, in the place of one that is there; [`MapSlot::entered`] borrows it.
    fn enter(&mut self, key: &str);
    /// The record entered last.
    fn entered(&mut self) -> Option<&mut dyn super::Record>;
    /// The record of one entry.
    fn get(&self, index: usize) -> Option<&dyn super::Record>;
}

impl<K: Word, T: super::Record + Default> MapSlot for Map<K, T> {
    fn enter(&mut self, key: &str) {
        self.insert(K::from_word(key), T::default());
    }
    fn entered(&mut self) -> Option<&mut dyn super::Record> {
        self.entered_last().map(|record| record as &mut dyn super::Record)
    }
    fn get(&self, index: usize) -> Option<&dyn super::Record> {
        self.entries().get(index).map(|(_, record)| record as &dyn super::Record)
    }
}

/// A full vector doubles, to room for four at least.
pub(super) fn growth<T>(list: &Vec<T>) -> usize {
    if list.len() < list.capacity() { 0 } else { list.capacity().max(4).saturating_mul(size_of::<T>()) }
}
