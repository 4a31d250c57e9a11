//! Raw -> Api: names, references, types.
pub mod api;
