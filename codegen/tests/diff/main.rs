//! `vvspec diff`: rules, verdicts, formats, inputs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod accepted;
mod checks;
mod cli;
mod compiles;
mod cost;
mod documents;
mod examples;
mod formats;
#[path = "../../../tests/fixtures/git.rs"]
mod git;
mod git_driver;
mod locate;
mod meanings;
mod mutations;
mod page;
mod pairs;
#[path = "../../../tests/fixtures/patch.rs"]
mod patch;
mod probe;
#[path = "../../../tests/fixtures/reference.rs"]
mod reference;
mod repository;
mod rules;
#[path = "../../../tests/fixtures/schema.rs"]
mod schema;
#[path = "../../../tests/fixtures/skipped.rs"]
mod skipped;
mod support;
mod surface;
mod unread;
