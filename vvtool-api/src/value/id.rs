//! Ids: opaque text, because an id above 2^53 does not survive a float and nobody adds ids.

/// An id type over [`Text`](crate::Text), with the conversions a caller wants.
#[macro_export]
#[doc(hidden)]
macro_rules! __vv_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($crate::rt::Text);
        impl $name {
            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl ::core::convert::From<&Self> for $name {
            fn from(id: &Self) -> Self {
                ::core::clone::Clone::clone(id)
            }
        }
        $crate::__vv_id!(@from $name: &str, &::std::string::String, ::std::string::String, $crate::rt::Text);
        $crate::__vv_id!(@number $name: u64, i64, u32, i32);
        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }
        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(self.as_str(), f)
            }
        }
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::write!(f, ::core::concat!(::core::stringify!($name), "({})"), self.as_str())
            }
        }
        impl $crate::rt::Word for $name {
            fn from_word(text: &str) -> Self {
                Self($crate::rt::Text::from(text))
            }
            fn word(&self) -> &str {
                &self.0
            }
        }
        $crate::__vv_word_serde!($name);
    };
    (@from $name:ident: $($from:ty),+) => {$(
        impl ::core::convert::From<$from> for $name {
            fn from(text: $from) -> Self {
                Self(::core::convert::Into::into(text))
            }
        }
    )+};
    (@number $name:ident: $($from:ty),+) => {$(
        impl ::core::convert::From<$from> for $name {
            fn from(number: $from) -> Self {
                Self($crate::rt::number_text(number))
            }
        }
    )+};
}
