//! What it takes until a write may leave: the figures of `vvtool-bench`.

use std::fs::{self, File};
use std::io::Write as _;
use std::time::Instant;

use super::{End, Figure, Part, Promise, elsewhere};

pub(super) const PROMISE: Promise =
    Promise { name: "journal", parts: &[Part { name: "start", counts: "", n: (1, 1), run: start }] };

/// Milliseconds of one write before it leaves, of which half is left to the disk alone.
const ASKED: f64 = 15.0;

fn start(_: usize) -> End {
    let disk = disk();
    println!("  the disk alone: {disk:.1} ms");
    if disk > ASKED / 2.0 {
        let half = ASKED / 2.0;
        return End::Skipped(format!("disk that makes a byte durable within {half} ms now: it takes {disk:.1} ms"));
    }
    // What works is optimised, and nothing else compiled anew.
    let mut arguments = vec!["run", "-q", "-p", "vvtool-bench"];
    arguments.extend(["--config", "profile.dev.package.vvtool-api.opt-level=3"]);
    arguments.extend(["--config", "profile.dev.package.redb.opt-level=3"]);
    arguments.extend(["--", "--check", "journal_start"]);
    let (kept, said) = elsewhere::cargo(&arguments, None);
    let value =
        |name: &str| said.lines().find_map(|line| line.strip_prefix("value ")?.strip_prefix(name)).unwrap_or("");
    let figure = |name: &str, what: &str, asked: &str| Figure {
        what: what.to_owned(),
        asked: asked.to_owned(),
        measured: value(name).trim().to_owned(),
        kept: kept && !value(name).is_empty(),
    };
    End::Measured(vec![
        figure("journal_start ", "the middle time before a write leaves", "<= 15 ms"),
        figure("journal_start_32 ", "32 writes at once", ">= 1000 /s"),
    ])
}

/// The middle time of making a byte of a plain file durable, in ms.
fn disk() -> f64 {
    let path = std::env::temp_dir().join(format!("vvtool-ordeal-{}.disk", std::process::id()));
    let mut file = File::create(&path).expect("a file can be made");
    let mut times: Vec<f64> = (0..51)
        .map(|_| {
            let begun = Instant::now();
            file.write_all(b"x").and_then(|()| file.sync_data()).expect("a file can be written");
            begun.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    drop(fs::remove_file(&path));
    times.sort_unstable_by(f64::total_cmp);
    times.get(25).copied().unwrap_or_default()
}
