//! Raw -> Api: names are made, references resolved, types known. No syn, quote, serde or YAML.

pub mod api;
pub mod bounds;
mod boxes;
mod lower;
pub mod name;
mod named;
pub mod off_peak;
mod operation;
mod paged;
pub mod pages;
pub mod path;
mod plain;
mod remembered;
pub(crate) mod reserved;
pub(crate) mod rules;
mod shape;
pub mod signing;
pub mod state;
mod terms;
pub mod time_form;
mod types;
pub mod verify;
pub mod version;

pub use lower::lower;
pub(crate) use operation::{automatic_request, reachable, unknown_error};
pub(crate) use rules::seconds;
pub(crate) use types::{BUILT_IN, BUILT_IN_HOLDS};
