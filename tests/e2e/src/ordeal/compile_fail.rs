//! What would send twice, or remember nothing, does not compile.

use super::{End, Part, Promise, elsewhere};

pub(super) const PROMISE: Promise =
    Promise { name: "compile_fail", parts: &[Part { name: "programs", counts: "", n: (1, 1), run: programs }] };

fn programs(_: usize) -> End {
    elsewhere::tests_of(&["--test", "refused"], &["what_would_send_twice_or_remember_nothing_does_not_compile"])
}
