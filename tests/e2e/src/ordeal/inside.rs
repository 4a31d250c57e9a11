//! Promises that are tried below the clients, on a paused clock: tests of `vvtool-api` itself, which read from the environment how
//! often.

use std::path::Path;
use std::process::{Command, Stdio};

use super::{End, Figure};

/// Runs these tests with optimised code, as the gates do. Each prints its figures: `WHAT: asked A / measured M`.
pub(super) fn tests(names: &[&str], setting: (&str, usize)) -> End {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .args(["test", "-q", "-p", "vvtool-api", "--features", "journal,testing", "--lib"])
        .args(["--config", "profile.test.package.vvtool-api.opt-level=3"])
        .args(["--config", "profile.test.package.vvtool-api.debug-assertions=false"])
        .args(["--", "--exact", "--nocapture"])
        .args(names)
        .env(setting.0, setting.1.to_string())
        .stderr(Stdio::inherit());
    let run = command.output().expect("cargo runs");
    let said = String::from_utf8_lossy(&run.stdout);
    let passed = run.status.success();
    let mut figures: Vec<Figure> = said.lines().filter_map(|line| figure(line, passed)).collect();
    // A test that was renamed would be missed by nobody.
    let counted = said.lines().find_map(|line| line.strip_prefix("test result: ok. ")?.split(' ').next());
    let measured = if passed { counted.unwrap_or("none") } else { "a failure" };
    let kept = measured == names.len().to_string();
    figures.push(Figure {
        what: "tests of vvtool-api that passed".to_owned(),
        asked: names.len().to_string(),
        measured: measured.to_owned(),
        kept,
    });
    if !kept {
        println!("{said}");
    }
    End::Measured(figures)
}

fn figure(line: &str, kept: bool) -> Option<Figure> {
    // The dots of tests that have passed stand before it.
    let (what, rest) = line.trim_start_matches('.').split_once(": asked ")?;
    let (asked, measured) = rest.split_once(" / measured ")?;
    Some(Figure { what: what.to_owned(), asked: asked.to_owned(), measured: measured.to_owned(), kept })
}
