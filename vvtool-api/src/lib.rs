//! Typed client for the vv-tool gateway and the Taobao Open Platform.
pub mod call;
pub mod error;
pub mod record;
#[doc(hidden)]
pub mod rt;
pub mod value;
