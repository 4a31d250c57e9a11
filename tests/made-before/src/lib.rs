//! Generated code of an earlier day, never generated again: what `rt::v1` promises is that it compiles and works with every runtime that
//! has that door. `made/api.rs` is what the generator printed for `spec/` when the door was opened.
//!
//! When it no longer compiles, the runtime has broken the promise. Do not make it anew: keep what it names, or open `rt::v2` beside
//! `rt::v1`.

/// The generated client.
pub mod api {
    include!("../made/api.rs");
}
