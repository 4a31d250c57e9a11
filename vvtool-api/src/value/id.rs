//! Ids: opaque text, because an id above 2^53 does not survive a float and nobody adds ids.
//!
//! What an id does, it does with the text that it is: it compares, sorts and hashes as that text, so a map keyed by an id is asked
//! with a `&str`. `Display` and `Debug` show the text, as they do for any value that is asked for by name; a record's `Debug`
//! hides the fields that lead to a person.

use super::{InvalidValue, Text};

/// An id type over [`Text`](crate::Text), with the conversions a caller wants.
///
/// What is `#[inline]` is compiled by whoever uses it, for the ids that it is used with.
#[macro_export]
#[doc(hidden)]
macro_rules! __vv_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        ///
        /// Opaque text, made from text or a whole number. It sorts as text: `10` comes before `9`.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($crate::rt::v1::Text);
        impl $name {
            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl ::core::convert::From<&Self> for $name {
            #[inline]
            fn from(id: &Self) -> Self {
                ::core::clone::Clone::clone(id)
            }
        }
        $crate::__vv_id!(@from $name: &str, &::std::string::String, ::std::string::String, $crate::rt::v1::Text);
        $crate::__vv_id!(@number $name: u64, i64, u32, i32);
        impl ::core::convert::From<&u64> for $name {
            #[inline]
            fn from(number: &u64) -> Self {
                Self($crate::rt::v1::number_text(*number))
            }
        }
        impl ::core::convert::From<$name> for ::std::string::String {
            #[inline]
            fn from(id: $name) -> Self {
                ::core::convert::Into::into(id.0)
            }
        }
        /// Never fails.
        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;
            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(::core::convert::From::from(text))
            }
        }
        /// The number whose digits the id is; an error for an id that a number would not give back as it was.
        impl ::core::convert::TryFrom<&$name> for u64 {
            type Error = $crate::rt::v1::InvalidValue;
            #[inline]
            fn try_from(id: &$name) -> ::core::result::Result<Self, $crate::rt::v1::InvalidValue> {
                $crate::rt::v1::id_number(id.as_str())
            }
        }
        /// The number whose digits the id is; an error for an id that a number would not give back as it was.
        impl ::core::convert::TryFrom<$name> for u64 {
            type Error = $crate::rt::v1::InvalidValue;
            #[inline]
            fn try_from(id: $name) -> ::core::result::Result<Self, $crate::rt::v1::InvalidValue> {
                $crate::rt::v1::id_number(id.as_str())
            }
        }
        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
        impl ::core::borrow::Borrow<str> for $name {
            #[inline]
            fn borrow(&self) -> &str {
                &self.0
            }
        }
        impl ::core::cmp::PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }
        impl ::core::cmp::PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }
        impl ::core::cmp::PartialEq<::std::string::String> for $name {
            #[inline]
            fn eq(&self, other: &::std::string::String) -> bool {
                self.as_str() == other.as_str()
            }
        }
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(self.as_str(), f)
            }
        }
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::write!(f, ::core::concat!(::core::stringify!($name), "({})"), self.as_str())
            }
        }
        impl $crate::rt::v1::Word for $name {
            const IS_ID: bool = true;
            fn from_word(text: &str) -> Self {
                Self($crate::rt::v1::Text::of(text))
            }
            fn word(&self) -> &str {
                &self.0
            }
        }
        $crate::__vv_word_serde!($name);
    };
    (@from $name:ident: $($from:ty),+) => {$(
        impl ::core::convert::From<$from> for $name {
            // How text is stored need not be compiled again by whoever names an id.
            #[inline(never)]
            fn from(text: $from) -> Self {
                Self(::core::convert::Into::into(text))
            }
        }
    )+};
    (@number $name:ident: $($from:ty),+) => {$(
        impl ::core::convert::From<$from> for $name {
            #[inline]
            fn from(number: $from) -> Self {
                Self($crate::rt::v1::number_text(number))
            }
        }
    )+};
}

/// The text of an id that is given as a number.
#[doc(hidden)]
#[must_use]
pub fn number_text(number: impl Into<i128>) -> Text {
    Text::display(number.into())
}

/// The number of an id that is written as one.
#[doc(hidden)]
pub fn id_number(text: &str) -> Result<u64, InvalidValue> {
    let why = if text.is_empty() {
        "the id is empty"
    } else if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        "the id holds something else than digits"
    } else if text.len() > 1 && text.starts_with('0') {
        "the id begins with a 0, which a number would lose"
    } else {
        match text.parse() {
            Ok(number) => return Ok(number),
            Err(_) => "the id is above 18446744073709551615",
        }
    };
    Err(InvalidValue::new("u64", why))
}
