//! The first version of the door. Not for people, and a promise to what was generated: a crate made for it compiles with every later
//! runtime that has it.
//!
//! So names stay and keep their meaning, a trait gets no new item without a default, a table is made by functions with defaults. What
//! cannot be done so gets a `v2` beside this one. `tests/made-before` holds such a crate as it was made.

pub use crate::call::{Caller, EnvelopeGateway, Intent, Operation, Paged, Read, TopGateway, Write};
pub use crate::debug::{same, show};
pub use crate::error::{DocumentedError, deserialize_kind, entry, kind_by_name};
pub use crate::meta::{
    Auth, Body, Case, Class, Confirm, DataShape, Digest, Each, Effect, ErrorEntry, ErrorsBy, Hash, Holds, Lang, Meta,
    Method, OffPeak, Paging, Piece, Protocol, Rate, Rule, RuleKind, Scope, Service, Signing, Verify, WriteOutcome,
};

pub use serde;

pub use crate::pages::{Pages, pages};

pub use crate::record::{
    Bounds, DOCUMENTED_ONLY, Field, Item, Keyed, Kind, ListSlot, MapSlot, One, PII, Place, REQUIRED, Record,
    RecordSlot, ReplyData, SECRET, SELECT, Slot, Style, Table, ValueMapSlot, ValuesSlot, View, WordSlot, WordsSlot,
    field, list, table, values,
};
pub use crate::rows::{Items, RowOutcome, outcomes};
pub use crate::serde_impl::{deserialize, deserialize_word, serialize};
pub use crate::value::grammar::{Grammar, GrammarEntry, GrammarText};
pub use crate::value::id::{id_number, number_text};
pub use crate::value::open_enum::{OpenEnum, as_text as enum_text, documented, from_text as enum_from};
pub use crate::value::word::Word;
pub use crate::value::{
    Amount, DateTime, Fen, InvalidValue, JsonText, Map, Part, Points, Text, TimeForm, UnknownValue, Upload, Yuan,
};
pub use rust_decimal::Decimal;

// What measures and fuzzes the decoder; no generated code names it.
pub use crate::decode::{Decoded, EnvelopeFields, Notes, Outcome, Wire, check_syntax, reply};

pub use crate::{
    __vv_error_kind as error_kind, __vv_grammar as grammar, __vv_id as id, __vv_open_enum as open_enum,
    __vv_record as record, __vv_reply as reply_data, __vv_sign_method as sign_method,
};

/// `Debug` (redacted), `PartialEq`, `Serialize` and `Deserialize` of records, through their tables.
#[macro_export]
#[doc(hidden)]
macro_rules! __vv_record {
    ($($name:ident),+ $(,)?) => {$(
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::rt::v1::show(self, f)
            }
        }
        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::rt::v1::same(self, other)
            }
        }
        impl $crate::rt::v1::serde::Serialize for $name {
            fn serialize<S: $crate::rt::v1::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::rt::v1::serialize(self, serializer)
            }
        }
        impl<'de> $crate::rt::v1::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::rt::v1::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::rt::v1::deserialize(deserializer)
            }
        }
    )+};
}

/// The enum of the digests that one may ask a gateway's client for: made from the spec by generated code.
#[macro_export]
#[doc(hidden)]
macro_rules! __vv_sign_method {
    ($name:ident { $($variant:ident = $word:literal,)* }) => {
        impl $name {
            /// Every method.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The value of the parameter.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl ::core::convert::From<$name> for &'static str {
            fn from(method: $name) -> Self {
                method.as_str()
            }
        }
    };
}

/// What a reply asks of its data.
#[macro_export]
#[doc(hidden)]
macro_rules! __vv_reply {
    ($name:ident) => {
        impl $crate::rt::v1::ReplyData for $name {
            #[inline(never)]
            fn made() -> ::std::boxed::Box<dyn $crate::rt::v1::Record> {
                ::std::boxed::Box::new(<Self as ::core::default::Default>::default())
            }
            #[inline(never)]
            fn of(record: &dyn $crate::rt::v1::Record) -> &Self {
                static NONE: ::std::sync::OnceLock<$name> = ::std::sync::OnceLock::new();
                let any: &dyn ::core::any::Any = record;
                any.downcast_ref().unwrap_or_else(|| NONE.get_or_init(::core::default::Default::default))
            }
            #[inline(never)]
            fn take(record: ::std::boxed::Box<dyn $crate::rt::v1::Record>) -> Self {
                let any: ::std::boxed::Box<dyn ::core::any::Any> = record;
                any.downcast().map_or_else(|_| ::core::default::Default::default(), |data| *data)
            }
        }
    };
}

/// Serde of a type that is one word.
#[macro_export]
#[doc(hidden)]
macro_rules! __vv_word_serde {
    ($name:ident) => {
        impl $crate::rt::v1::serde::Serialize for $name {
            fn serialize<S: $crate::rt::v1::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::rt::v1::Word::word(self))
            }
        }
        impl<'de> $crate::rt::v1::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::rt::v1::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::rt::v1::deserialize_word(deserializer)
            }
        }
    };
}

/// Set a field to the default that the documents say must be sent.
pub fn preset(record: &mut dyn Record, name: &str, default: &str) {
    let table = record.table();
    if let Some((index, field)) = crate::record::field_named(table, name) {
        // As the documents spell it.
        crate::decode::scalar::set_text(field, record.slot(index), default, false);
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
                $crate::rt::v1::entry(self).name
            }
            /// The gateway's code; empty for the undocumented.
            #[must_use]
            pub fn code(self) -> &'static str {
                $crate::rt::v1::entry(self).code
            }
            /// The message as the documents print it; empty for the undocumented.
            #[must_use]
            pub fn message(self) -> &'static str {
                $crate::rt::v1::entry(self).message
            }
            /// What to do about it.
            #[must_use]
            pub fn class(self) -> $crate::rt::v1::Class {
                $crate::rt::v1::entry(self).class
            }
            /// What has become of a write that was answered with it.
            #[must_use]
            pub fn write_outcome(self) -> $crate::rt::v1::WriteOutcome {
                $crate::rt::v1::entry(self).write_outcome
            }
            /// What to do about it, in words.
            #[must_use]
            pub fn remedy(self, lang: $crate::rt::v1::Lang) -> &'static str {
                $crate::rt::v1::entry(self).remedy(lang)
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
            type Err = $crate::rt::v1::InvalidValue;
            fn from_str(name: &str) -> ::core::result::Result<Self, $crate::rt::v1::InvalidValue> {
                $crate::rt::v1::kind_by_name(name)
            }
        }
        impl $crate::rt::v1::serde::Serialize for $name {
            fn serialize<S: $crate::rt::v1::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
        /// By name; a name that is not in the table, of another version perhaps, is read as the undocumented one.
        impl<'de> $crate::rt::v1::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::rt::v1::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::rt::v1::deserialize_kind(deserializer)
            }
        }
    };
}
