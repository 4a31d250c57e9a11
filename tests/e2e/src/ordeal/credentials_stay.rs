//! No token, key or secret, and nothing of a customer, is shown, written down or taken elsewhere.

use super::{End, Part, Promise, elsewhere};

pub(super) const PROMISE: Promise = Promise {
    name: "credentials_stay",
    parts: &[
        Part { name: "on_the_way", counts: "", n: (1, 1), run: on_the_way },
        Part { name: "in_words", counts: "", n: (1, 1), run: in_words },
        Part { name: "in_numbers", counts: "", n: (1, 1), run: in_numbers },
    ],
};

fn on_the_way(_: usize) -> End {
    elsewhere::tests_of(&["--test", "tokens"], &["no_redirect_takes_a_token_anywhere"])
}

/// Answers, logs, panics, files and tables of journals.
fn in_words(_: usize) -> End {
    let tests = [
        "no_canary_is_shown_or_logged",
        "a_call_that_panics_takes_nothing_with_it",
        "a_fetch_that_panics_is_told_to_whoever_waits_and_takes_its_time",
        "a_write_whose_task_panics_is_unknown_once_it_may_have_left_and_free_before",
        "file::a_journal_holds_neither_tokens_nor_personal_data_nor_bodies",
    ];
    elsewhere::tests_of(&["--test", "canaries", "--test", "panics", "--test", "writes"], &tests)
}

fn in_numbers(_: usize) -> End {
    let tests = [
        "observe::tests::labels_and_words_of_spans_come_from_fixed_lists",
        "observe::tests::a_call_that_nobody_waits_for_or_that_panics_is_counted_as_what_it_is",
        "writes::tests::canaries::nothing_that_the_write_path_gives_out_shows_a_canary",
    ];
    elsewhere::tests_of(&["--lib"], &tests)
}
