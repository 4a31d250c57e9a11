//! Turns declarative API specs into Rust.
//!
//! Data goes one way: files -> [`load`] (syntax and shape) -> [`model`] (names and references) -> [`check`] (meaning). Each stage
//! reports all it finds and hands on what it understood, so one run shows every mistake of a spec; nothing leaves [`read`] while
//! there is one. This file only says what there is: nothing inside reaches up to it.
//!
//! | feature | what it adds |
//! |---|---|
//! | none | a spec is read and checked: [`read`], [`lint`], [`model::api`] |
//! | `emit` | Rust is made of it: [`Builder`], [`generate`](fn@generate) |
//! | `import` | documentation pages and payloads become spec files |
//! | `diff` | two specs are compared |
//! | `pages` | a spec becomes OpenAPI, and pages for people |
//! | `cli` | the binary `vvspec`, which does all of it |
//!
//! All are on by default. A `build.rs` needs one: `default-features = false, features = ["emit"]`.
#![cfg_attr(
    not(feature = "cli"),
    allow(
        dead_code,
        unused_imports,
        reason = "what only a part that is left out uses; the whole tells what nobody uses"
    )
)]

#[cfg(feature = "emit")]
pub mod builder;
pub mod bundle;
pub mod calendar;
pub mod check;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod codes;
pub mod diag;
#[cfg(feature = "diff")]
#[allow(unreachable_pub, reason = "what of it is public is said by `inner`, in one place")]
mod diff;
mod disk;
#[cfg(feature = "pages")]
pub mod docs;
#[cfg(feature = "emit")]
pub mod emit;
#[cfg(feature = "emit")]
pub mod error;
pub mod explain;
pub mod fingerprint;
#[cfg(feature = "emit")]
pub mod generate;
#[cfg(any(feature = "import", feature = "diff"))]
mod git;
#[cfg(any(feature = "pages", feature = "diff"))]
mod html;
mod id;
#[cfg(feature = "import")]
#[allow(unreachable_pub, reason = "what of it is public is said by `inner`, in one place")]
mod import;
#[doc(hidden)]
pub mod inner;
pub mod json;
pub mod lexical;
pub mod load;
pub mod message;
pub mod model;
pub mod number;
#[cfg(feature = "pages")]
pub mod openapi;
#[cfg(feature = "emit")]
mod package;
#[cfg(any(feature = "pages", feature = "diff"))]
mod page;
mod parallel;
pub mod people;
pub mod pipeline;
mod slip;
pub mod source;
#[cfg(any(feature = "import", feature = "diff"))]
mod subsequence;
pub mod time_parts;
mod traditional;
pub mod visible;
pub mod words;
#[cfg(feature = "emit")]
pub mod write;

#[cfg(feature = "emit")]
pub use builder::Builder;
pub use diag::{Diag, Diags};
#[cfg(feature = "emit")]
pub use emit::Home;
#[cfg(feature = "emit")]
pub use error::{BuildError, GenerateError, PackageError};
#[cfg(feature = "emit")]
pub use generate::generate;
pub use pipeline::{lint, read, read_bundle, schema};
#[cfg(feature = "emit")]
pub use write::{Mode, Report};
