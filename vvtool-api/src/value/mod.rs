//! Value types: what a field of a request or a reply holds.

mod charge;
mod datetime;
pub(crate) mod grammar;
pub(crate) mod id;
mod invalid;
mod json;
mod map;
mod money;
pub(crate) mod number;
pub(crate) mod open_enum;
pub(crate) mod spelling;
mod text;
pub(crate) mod upload;
pub(crate) mod word;

pub use charge::Charge;
pub(crate) use datetime::http_date;
#[cfg(feature = "sign")]
pub(crate) use datetime::{AHEAD, written};
pub use datetime::{DateTime, Part, TimeForm};
pub use invalid::InvalidValue;
pub use json::JsonText;
pub use map::Map;
pub use money::{Amount, Fen, Points, Yuan};
pub use open_enum::UnknownValue;
pub use text::Text;
pub use upload::Upload;
pub(crate) use word::Word;
