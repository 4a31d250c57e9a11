//! Processes that are killed between the journal's word and the reply. `ordeal at_most_once/kills` kills many more.

use std::path::Path;

use vvtool_e2e::ordeal;

use super::folder;

const PROGRAM: &str = env!("CARGO_BIN_EXE_ordeal");

#[test]
fn killed_processes_leave_nothing_that_their_journal_does_not_know() {
    ordeal::kills(5, Path::new(PROGRAM), &folder("kills")).assert_kept();
}

#[test]
fn killed_processes_that_share_a_table_leave_nothing_that_it_does_not_know() {
    ordeal::kills_over_a_table(5, Path::new(PROGRAM), &folder("kills-mysql")).assert_kept();
}
