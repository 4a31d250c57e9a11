//! The only door through which generated code uses the runtime. Not for people: names here may change at any time.

pub use crate::call::{Caller, Operation};
pub use crate::debug::{same, show};
pub use crate::decode::{Decoded, Head, Notes, Outcome, Wire, check_syntax, reply};
pub use crate::error::{DocumentedError, deserialize_kind, entry, kind_by_name};
pub use crate::meta::{
    Body, Class, Confirm, DataShape, Effect, ErrorEntry, ErrorsBy, Lang, Meta, Protocol, Rule, RuleKind, Service,
    WriteOutcome,
};

pub use serde;

pub use crate::record::{
    DOCUMENTED_ONLY, Field, Kind, ListSlot, PII, REQUIRED, Record, RecordSlot, SECRET, Slot, Table, View, WordSlot,
    WordsSlot, field, list, table,
};
pub use crate::serde_impl::{deserialize, deserialize_word, serialize};
pub use crate::value::{
    Amount, DateTime, Fen, Grammar, GrammarEntry, GrammarText, InvalidValue, JsonText, OpenEnum, PerId, Points, Text,
    UnknownValue, Word, Yuan, as_text as enum_text, documented, from_text as enum_from, id_number, number_text,
};
pub use rust_decimal::Decimal;

pub use crate::{
    __vv_error_kind as error_kind, __vv_grammar as grammar, __vv_id as id, __vv_open_enum as open_enum,
    __vv_record as record,
};

/// `Debug` (redacted), `PartialEq`, `Serialize` and `Deserialize` of records, through their tables.
#[macro_export]
#[doc(hidden)]
macro_rules! __vv_record {
    ($($name:ident),+ $(,)?) => {$(
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::rt::show(self, f)
            }
        }
        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::rt::same(self, other)
            }
        }
        impl $crate::rt::serde::Serialize for $name {
            fn serialize<S: $crate::rt::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::rt::serialize(self, serializer)
            }
        }
        impl<'de> $crate::rt::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::rt::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::rt::deserialize(deserializer)
            }
        }
    )+};
}

/// Serde of a type that is one word.
#[macro_export]
#[doc(hidden)]
macro_rules! __vv_word_serde {
    ($name:ident) => {
        impl $crate::rt::serde::Serialize for $name {
            fn serialize<S: $crate::rt::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::rt::Word::word(self))
            }
        }
        impl<'de> $crate::rt::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::rt::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::rt::deserialize_word(deserializer)
            }
        }
    };
}

/// Set a field to the default that the documents say must be sent.
pub fn preset(record: &mut dyn Record, name: &str, default: &str) {
    let table = record.table();
    if let Some((index, field)) =
        crate::record::find(table, name).and_then(|index| Some((index, table.fields.get(usize::from(index))?)))
    {
        crate::decode::scalar::set(field, record.slot(index), crate::decode::scalar::Scalar::Text(default));
    }
}

/// What the table says about a kind, as methods of the generated enum.
#[macro_export]
#[doc(hidden)]
macro_rules! __vv_error_kind {
    ($name:ident) => {
        impl $name {
            /// Name of the kind, as `Display`, `FromStr` and serde have it.
            #[must_use]
            pub fn name(self) -> &'static str {
                $crate::rt::entry(self).name
            }
            /// The gateway's code; empty for the undocumented.
            #[must_use]
            pub fn code(self) -> &'static str {
                $crate::rt::entry(self).code
            }
            /// The message as the documents print it; empty for the undocumented.
            #[must_use]
            pub fn message(self) -> &'static str {
                $crate::rt::entry(self).message
            }
            /// What to do about it.
            #[must_use]
            pub fn class(self) -> $crate::rt::Class {
                $crate::rt::entry(self).class
            }
            /// What has become of a write that was answered with it.
            #[must_use]
            pub fn write_outcome(self) -> $crate::rt::WriteOutcome {
                $crate::rt::entry(self).write_outcome
            }
            /// What to do about it, in words.
            #[must_use]
            pub fn remedy(self, lang: $crate::rt::Lang) -> &'static str {
                $crate::rt::entry(self).remedy(lang)
            }
        }
        /// By name: the places in the table move.
        impl ::core::cmp::Ord for $name {
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                ::core::cmp::Ord::cmp(self.name(), other.name())
            }
        }
        impl ::core::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.name())
            }
        }
        /// By name; a name that is not in the table is an error.
        impl ::core::str::FromStr for $name {
            type Err = $crate::rt::InvalidValue;
            fn from_str(name: &str) -> ::core::result::Result<Self, $crate::rt::InvalidValue> {
                $crate::rt::kind_by_name(name)
            }
        }
        impl $crate::rt::serde::Serialize for $name {
            fn serialize<S: $crate::rt::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
        /// By name; a name that is not in the table, of another version perhaps, is read as the undocumented one.
        impl<'de> $crate::rt::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::rt::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::rt::deserialize_kind(deserializer)
            }
        }
    };
}
