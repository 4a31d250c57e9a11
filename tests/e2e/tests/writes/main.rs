//! Writes that are done at most once: real sockets, real files, killed processes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::expect_used)]

mod faults;
mod file;
mod full;
mod kills;
mod mysql;
mod outcomes;
#[path = "../../../fixtures/skipped.rs"]
mod skipped;

use std::path::PathBuf;

/// A folder of this test's own, below the target folder.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("writes").join(name);
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
