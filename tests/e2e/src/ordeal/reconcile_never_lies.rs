//! What was executed late and is read from an old copy is never called not done.

use super::{End, Part, Promise, elsewhere};

pub(super) const PROMISE: Promise = Promise {
    name: "reconcile_never_lies",
    parts: &[Part { name: "histories", counts: "histories", n: (1_000_000, 10_000), run: histories }],
};

fn histories(n: usize) -> End {
    let test = "writes::verify::tests::what_was_executed_late_and_read_from_an_old_copy_is_never_called_not_done";
    elsewhere::tests(&[test], Some(("VVTOOL_HISTORIES", n)))
}
