//! By the function that says when the next call may leave, no stretch of a period sees more calls than its rate; the script that machines
//! share is the same function.

use super::{End, Part, Promise, elsewhere};

pub(super) const PROMISE: Promise = Promise {
    name: "limit_pure",
    parts: &[
        Part { name: "demands", counts: "", n: (1, 1), run: demands },
        Part { name: "script", counts: "", n: (1, 1), run: script },
    ],
};

fn demands(_: usize) -> End {
    elsewhere::tests(&["limits::slot::tests::no_period_sees_more_calls_than_the_rate_allows"], None)
}

fn script(_: usize) -> End {
    let tests = [
        "store::redis::tests::the_script_and_the_pure_function_are_one",
        "store::redis::tests::the_script_keeps_its_rules_whatever_the_clock_and_the_server_do",
    ];
    elsewhere::tests_of(&["--lib"], &tests)
}
