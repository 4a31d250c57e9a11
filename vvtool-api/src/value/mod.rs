//! Value types: what a field of a request or a reply holds.

mod charge;
mod datetime;
mod grammar;
mod id;
mod invalid;
mod json;
mod money;
pub(crate) mod number;
mod open_enum;
mod text;
mod word;

pub use charge::Charge;
pub use datetime::DateTime;
pub use grammar::{Grammar, GrammarEntry, GrammarText, PerId};
#[doc(hidden)]
pub use id::{id_number, number_text};
pub use invalid::InvalidValue;
pub use json::JsonText;
pub use money::{Amount, Fen, Points, Yuan};
pub use open_enum::{OpenEnum, UnknownValue, documented};
#[doc(hidden)]
pub use open_enum::{as_text, from_text};
pub use text::Text;
pub use word::Word;
