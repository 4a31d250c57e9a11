//! Promises that are tried in another package: on a paused clock below the clients, or with optimised code.

use std::path::Path;
use std::process::{Command, Stdio};

use super::{End, Figure};

/// Whether cargo ended well, and what it printed.
pub(super) fn cargo(arguments: &[&str], setting: Option<(&str, usize)>) -> (bool, String) {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).args(arguments);
    if let Some((name, value)) = setting {
        command.env(name, value.to_string());
    }
    let run = command.stderr(Stdio::inherit()).output().expect("cargo runs");
    (run.status.success(), String::from_utf8_lossy(&run.stdout).into_owned())
}

/// Runs these tests of `vvtool-api` with optimised code, as the gates do; they read from the environment how often. Each prints its
/// figures: `WHAT: asked A / measured M`.
pub(super) fn tests(names: &[&str], setting: Option<(&str, usize)>) -> End {
    let mut arguments = vec!["test", "-q", "-p", "vvtool-api", "--features", "journal,testing", "--lib"];
    arguments.extend(["--config", "profile.test.package.vvtool-api.opt-level=3"]);
    arguments.extend(["--config", "profile.test.package.vvtool-api.debug-assertions=false"]);
    told(arguments, names, setting)
}

/// Runs these tests of the two packages of clients, with every feature, as the gates have compiled them. `programs`: `--lib`, or `--test`
/// and its name.
pub(super) fn tests_of(programs: &[&str], names: &[&str]) -> End {
    let mut arguments = vec!["test", "-q", "-p", "vvtool-api", "-p", "vvtool-e2e", "--all-features"];
    arguments.extend(programs);
    told(arguments, names, None)
}

fn told<'a>(mut arguments: Vec<&'a str>, names: &[&'a str], setting: Option<(&str, usize)>) -> End {
    arguments.extend(["--", "--exact", "--nocapture"]);
    arguments.extend(names);
    let (passed, said) = cargo(&arguments, setting);
    let mut figures: Vec<Figure> = said.lines().filter_map(|line| figure(line, passed)).collect();
    // A test that was renamed would be missed by nobody.
    let counted = said.lines().filter_map(|line| line.strip_prefix("test result: ok. ")?.split(' ').next());
    let counted: usize = counted.filter_map(|count| count.parse::<usize>().ok()).sum();
    let kept = passed && counted == names.len();
    figures.push(Figure {
        what: "tests that passed".to_owned(),
        asked: names.len().to_string(),
        measured: if passed { counted.to_string() } else { "a failure".to_owned() },
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
