//! The workflow of `.github/`: its rules, and its scripts, run as they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// The scripts are for bash.
#![cfg(unix)]

mod rules;
mod runner;
mod scripts;
#[path = "../../../tests/fixtures/skipped.rs"]
mod skipped;
mod yaml;
