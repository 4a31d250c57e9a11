//! What is promised, with small numbers; the program `ordeal` has large ones, and what takes time or another package.

use std::path::Path;

use vvtool_e2e::ordeal;

#[test]
fn a_write_never_meets_a_connection_that_its_server_closes_when_idle() {
    ordeal::idle(40).assert_kept();
}

#[test]
fn every_end_of_a_write_is_told_as_what_it_is() {
    ordeal::ends(2).assert_kept();
}

#[test]
fn hostile_replies_end_and_take_little_memory() {
    ordeal::replies(1, Path::new(env!("CARGO_BIN_EXE_ordeal"))).assert_kept();
}
