//! `vvspec diff`: rules, verdicts, formats, inputs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod accepted;
mod checks;
mod cli;
mod compiles;
mod cost;
mod documents;
mod driver;
mod formats;
mod mutations;
mod page;
mod pairs;
mod papers;
#[path = "../../../tests/fixtures/patch.rs"]
mod patch;
mod places;
mod probe;
#[path = "../../../tests/fixtures/reference.rs"]
mod reference;
mod repository;
mod rules;
mod support;
mod surface;
