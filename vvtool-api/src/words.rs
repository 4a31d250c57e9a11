//! The words of closed lists: what `Display`, `FromStr` and serde of an enum write and read. They are those of the spec, so that a log
//! line and the documents say the same.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use crate::meta::{Class, Lang, WriteOutcome};
use crate::value::{Charge, InvalidValue, Text};

/// Words of an enum, one per variant: a variant without a word does not compile.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal,)+ }) => {
        impl $name {
            /// Its word, as `Display`, `FromStr` and serde have it:
            ///
            /// ```
            #[doc = concat!("use vvtool_api::", stringify!($name), ";")]
            ///
            $(#[doc = concat!("assert_eq!(\"", $word, "\".parse::<", stringify!($name), ">()?.as_str(), \"", $word, "\");")])+
            /// # Ok::<(), vvtool_api::InvalidValue>(())
            /// ```
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl core::str::FromStr for $name {
            type Err = InvalidValue;
            fn from_str(text: &str) -> Result<Self, InvalidValue> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(no_word(stringify!($name), &[$($word),+])),
                }
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        by_word!($name);
    };
}

/// Serde through `Display` and `FromStr`.
macro_rules! by_word {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Text::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    };
}

words! { Class {
    Ignore = "ignore",
    FixRequest = "fix_request",
    DoNotRetry = "do_not_retry",
    RetryNow = "retry_now",
    RetryWithBackoff = "retry_with_backoff",
    WaitOffPeak = "wait_off_peak",
    RefreshToken = "refresh_token",
    ReauthorizeShop = "reauthorize_shop",
    BuyPermission = "buy_permission",
    TopUp = "top_up",
    ContactSupport = "contact_support",
} }
words! { WriteOutcome {
    NotExecuted = "not_executed",
    Unknown = "unknown",
    MaybeAlreadyDone = "maybe_already_done",
} }
words! { Lang {
    En = "en",
    Zh = "zh",
} }
by_word!(Charge);

/// The text itself is not quoted, as in every error of a value.
#[cold]
fn no_word(name: &'static str, words: &[&str]) -> InvalidValue {
    InvalidValue::new(name, format!("expected one of {}", words.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_not_in_the_list_names_the_list() {
        let error = "De".parse::<Lang>().unwrap_err();
        assert_eq!(error.to_string(), "not a valid Lang: expected one of en, zh");
        assert!("".parse::<WriteOutcome>().is_err());
        assert!(serde_json::from_str::<Class>("\"retry\"").is_err());
    }
}
