//! What the build script of this package made of documents, called, compared and reported.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod changed_page;
mod every_kind;
mod new_operations;
#[cfg(not(reference_pages))]
#[path = "../../../fixtures/reference.rs"]
#[allow(dead_code, reason = "the build script has looked for the pages; what is left is to say so")]
mod reference;
#[cfg(not(reference_pages))]
#[path = "../../../fixtures/skipped.rs"]
mod skipped;
