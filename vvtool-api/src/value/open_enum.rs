//! Enums that stay open: the documents list values, the wire sends others too.

use core::fmt;

use super::Text;
use crate::quiet::word;

/// A value that the documents do not list, kept as it came. `Debug` shows it where it is a word: anything else may be a person.
///
/// # Example
///
/// ```
/// use vvtool_api::vvtool::erps::fullinfo::TradeStatus;
///
/// let status: TradeStatus = "PAID_BY_MOON".into();
/// let TradeStatus::Unknown(value) = &status else { return };
/// assert_eq!(value.as_str(), "PAID_BY_MOON");
/// ```
///
/// Only the decoder and an enum's `From<&str>` make one, so a variant can become documented later without breaking anybody.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Text);

impl UnknownValue {
    /// The value as the wire spells it.
    ///
    /// [Example](Self#example)
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(word(self.as_str()), f)
    }
}

/// What generated code says about an enum; everything else comes from [`rt::open_enum`](crate::rt::v1::open_enum).
pub trait OpenEnum: Sized {
    /// The documented values, as the wire spells them.
    const WIRE: &'static [&'static str];
    /// The variant of a documented value.
    fn at(index: usize) -> Option<Self>;
    /// The position in [`Self::WIRE`], or the value that is not there.
    ///
    /// # Errors
    /// The value is not documented.
    fn place(&self) -> Result<usize, &UnknownValue>;
    /// The variant that holds undocumented values.
    fn unknown(value: UnknownValue) -> Self;
}

/// The variant for a text; undocumented text is kept.
pub fn from_text<E: OpenEnum>(text: &str) -> E {
    find(E::WIRE, text).and_then(E::at).unwrap_or_else(|| E::unknown(UnknownValue(Text::from(text))))
}

/// The wire's spelling of a variant.
pub fn as_text<E: OpenEnum>(value: &E) -> &str {
    match value.place() {
        Ok(index) => E::WIRE.get(index).copied().unwrap_or_default(),
        Err(unknown) => unknown.as_str(),
    }
}

/// Every documented value in the order of the documents.
pub fn documented<E: OpenEnum>() -> impl Iterator<Item = E> {
    (0..E::WIRE.len()).filter_map(E::at)
}

/// Documents show values with a gloss, `fixed(一口价)`, and so did replies: the part before the bracket is the value.
fn find(wire: &[&str], text: &str) -> Option<usize> {
    let place = |value: &str| wire.iter().position(|known| *known == value);
    place(text).or_else(|| {
        let value = text.split(['(', '（']).next().unwrap_or_default().trim();
        if value == text { None } else { place(value) }
    })
}

/// Conversions, `Display`, `Word` and serde of an [`OpenEnum`].
///
/// What is `#[inline]` is compiled by whoever uses it, for the types that it is used with. A service has dozens of such enums, and most
/// programs compare none of them.
#[macro_export]
#[doc(hidden)]
macro_rules! __vv_open_enum {
    ($name:ident) => {
        impl $name {
            /// The value as the wire spells it.
            #[must_use]
            #[inline(never)]
            pub fn as_str(&self) -> &str {
                $crate::rt::v1::enum_text(self)
            }
            /// Listed in the documents.
            #[must_use]
            #[inline]
            pub fn is_documented(&self) -> bool {
                $crate::rt::v1::OpenEnum::place(self).is_ok()
            }
            /// Every value the documents list, in their order.
            #[inline]
            pub fn documented() -> impl ::core::iter::Iterator<Item = Self> {
                $crate::rt::v1::documented::<Self>()
            }
        }
        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::rt::v1::enum_from(text)
            }
        }
        impl ::core::convert::From<&::std::string::String> for $name {
            #[inline]
            fn from(text: &::std::string::String) -> Self {
                $crate::rt::v1::enum_from(text)
            }
        }
        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                $crate::rt::v1::enum_from(&text)
            }
        }
        /// Never fails: what is not documented is kept.
        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;
            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok($crate::rt::v1::enum_from(text))
            }
        }
        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        /// By the wire's spelling: the order of the documents is theirs to change.
        impl ::core::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                ::core::cmp::Ord::cmp(self.as_str(), other.as_str())
            }
        }
        impl ::core::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(self.as_str(), f)
            }
        }
        impl $crate::rt::v1::Word for $name {
            fn from_word(text: &str) -> Self {
                $crate::rt::v1::enum_from(text)
            }
            fn word(&self) -> &str {
                self.as_str()
            }
            fn is_documented(&self) -> bool {
                $crate::rt::v1::OpenEnum::place(self).is_ok()
            }
        }
        $crate::__vv_word_serde!($name);
    };
}

#[cfg(test)]
mod tests {
    use crate::tests::sample::Status;

    #[test]
    fn documented_values_match_with_and_without_a_gloss() {
        for text in ["fixed", "fixed(一口价)", "fixed（一口价）", "fixed (x)"] {
            assert_eq!(Status::from(text), Status::Fixed, "{text}");
        }
        assert_eq!(Status::documented().collect::<Vec<_>>(), [Status::Fixed, Status::WaitBuyerPay]);
        assert_eq!(Status::WaitBuyerPay.to_string(), "WAIT_BUYER_PAY");
    }

    #[test]
    fn an_undocumented_value_keeps_its_text() {
        for text in ["zz", "zz(new)", "Fixed", ""] {
            let value = Status::from(text);
            assert_eq!(value.as_str(), text);
            assert!(!value.is_documented());
        }
    }
}
