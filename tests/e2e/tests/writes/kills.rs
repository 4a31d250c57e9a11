//! Processes that are killed between the journal's word and the reply. `ordeal at_most_once/kills` kills many more.

use std::path::Path;

use vvtool_e2e::ordeal;

use super::folder;

#[test]
fn killed_processes_leave_nothing_that_their_journal_does_not_know() {
    ordeal::kills(5, Path::new(env!("CARGO_BIN_EXE_ordeal")), &folder("kills")).assert_kept();
}
