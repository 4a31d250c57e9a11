//! Typed client for the vv-tool gateway and the Taobao Open Platform.
pub mod call;
mod decode;
#[allow(dead_code, reason = "used by the calls")]
mod encode;
pub mod error;
// Printed by the generator in its own style.
#[rustfmt::skip]
pub mod generated;
pub mod record;
#[doc(hidden)]
pub mod rt;
#[cfg(test)]
mod sample;
mod serde_impl;
mod show;
pub mod value;

pub use decode::Deviation;
pub use value::{Amount, DateTime, Fen, InvalidValue, JsonText, Points, Text, UnknownValue, Yuan};
