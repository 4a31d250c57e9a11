//! Turns declarative API specs into Rust.
pub mod model;
pub mod source;
