//! A write is executed once at most, whatever becomes of the network, of the caller's future or of the process, and every end that leaves
//! a doubt is told as one.

mod faults;
mod kills;

use std::path::PathBuf;

use super::{End, Part, Promise, elsewhere, myself};

pub use faults::faults;
pub use kills::{kills, kills_over_a_table};

pub(super) const PROMISE: Promise = Promise {
    name: "at_most_once",
    parts: &[
        Part { name: "faults", counts: "sends of each fault in eight ways", n: (200, 10), run: faults },
        Part { name: "sequences", counts: "sequences", n: (100_000, 10_000), run: sequences },
        Part { name: "kills", counts: "kills of one process, and of three that share", n: (200, 20), run: killed },
        Part {
            name: "kills_mysql",
            counts: "kills of three that share a table",
            n: (200, 20),
            run: killed_over_a_table,
        },
    ],
};

/// Scripts of sends, reads and restarts; and futures dropped at each of their polls.
fn sequences(n: usize) -> End {
    let tests = [
        "writes::tests::sequences_of_sends_reads_and_restarts_execute_each_intent_once_at_most",
        "writes::tests::a_future_dropped_at_any_poll_sends_nothing_or_leaves_its_outcome",
    ];
    elsewhere::tests(&tests, Some(("VVTOOL_SEQUENCES", n)))
}

/// This program once more, which ships until it is killed.
fn killed(n: usize) -> End {
    kills(n, &myself(), &folder("kills"))
}

fn killed_over_a_table(n: usize) -> End {
    kills_over_a_table(n, &myself(), &folder("mariadb"))
}

fn folder(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("vvtool-ordeal-{}-{name}", std::process::id()))
}
