//! A read survives what passes by, and what is down is not kept down by whoever tries again.

use super::{End, Part, Promise, elsewhere};

pub(super) const PROMISE: Promise = Promise {
    name: "reads_survive",
    parts: &[Part { name: "without_a_storm", counts: "", n: (1, 1), run: without_a_storm }],
};

fn without_a_storm(_: usize) -> End {
    let tests =
        ["retry::tests::reads_survive_one_failing_attempt_of_twenty", "retry::tests::what_is_down_is_not_kept_down"];
    elsewhere::tests(&tests, None)
}
