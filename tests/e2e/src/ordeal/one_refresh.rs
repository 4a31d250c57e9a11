//! However many calls and processes are told that their token is none any more, one new one is fetched.

use super::{End, Part, Promise, elsewhere};

pub(super) const PROMISE: Promise =
    Promise { name: "one_refresh", parts: &[Part { name: "processes", counts: "", n: (1, 1), run: processes }] };

fn processes(_: usize) -> End {
    let tests = [
        "processes_that_share_a_file_fetch_one_token_when_all_their_calls_are_refused_and_none_when_told_of_too_many",
        "so_do_those_that_share_a_redis_in_which_nobody_can_read_it",
    ];
    elsewhere::tests_of(&["--test", "tokens"], &tests)
}
