//! What to read before a program is written.

#[doc = include_str!("shipping.md")]
pub mod shipping {}
