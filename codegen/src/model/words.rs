//! The closed lists of words of the format: one table per list, read by the loader, the schema, `dump` and everything that prints.

use super::api::{Body, Class, Effect, ErrorsBy, Protocol, RuleKind, Type, Unit, WriteOutcome};

macro_rules! words {
    ($ty:ident { $($variant:ident = $word:literal,)* }) => {
        impl $ty {
            /// Every word of the list.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// As specs write it.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// From a spec.
            pub fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

words! { Protocol { Envelope = "envelope", Top = "top", } }
words! { Body { Multipart = "multipart", Form = "form", Json = "json", } }
words! { ErrorsBy { CodeAndMessage = "code_and_message", SubCode = "sub_code", } }
words! { Effect { Read = "read", IdempotentWrite = "idempotent_write", NonIdempotentWrite = "non_idempotent_write", } }
words! { WriteOutcome { NotExecuted = "not_executed", Unknown = "unknown", MaybeAlreadyDone = "maybe_already_done", } }
words! { RuleKind { Together = "together", } }
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
words! { Unit {
    Yuan = "yuan",
    Fen = "fen",
    Points = "points",
    Undocumented = "undocumented",
    LoyaltyPoints = "loyalty_points",
    Days = "days",
    Hours = "hours",
    Minutes = "minutes",
    Seconds = "seconds",
    Milliseconds = "milliseconds",
    UnixSeconds = "unix_seconds",
    Pieces = "pieces",
    Months = "months",
} }

impl Unit {
    /// A unit of money.
    pub fn is_money(self) -> bool {
        matches!(self, Self::Yuan | Self::Fen | Self::Points | Self::Undocumented)
    }
}

impl Type {
    /// Any text can stand in it, be it alone or in a list: where names and secrets hide.
    pub fn holds_text(&self) -> bool {
        match self {
            Self::Text | Self::Json | Self::Id(_) => true,
            Self::Csv(item) => matches!(**item, Self::Text | Self::Id(_)),
            _ => false,
        }
    }

    /// On one line, as reports and `dump` name it.
    pub fn spelled(&self) -> String {
        match self {
            Self::Text => "text".into(),
            Self::Int => "int".into(),
            Self::Decimal => "decimal".into(),
            Self::Money(_) => "money".into(),
            Self::Bool => "bool".into(),
            Self::Flag01 => "flag01".into(),
            Self::DateTime => "datetime".into(),
            Self::Json => "json".into(),
            Self::Id(name) | Self::Enum(name) | Self::Record(name) | Self::Grammar(name) => name.wire.clone(),
            Self::List { item, .. } => format!("list<{}>", item.wire),
            Self::Csv(item) => format!("csv<{}>", item.spelled()),
            Self::Select { record, .. } => format!("select<{}>", record.wire),
        }
    }
}
