//! Typed client for the vv-tool gateway and the Taobao Open Platform.
pub mod record;
pub mod value;
