//! Tries what is promised, with large numbers: `ordeal at_most_once`. Prints `asked / measured` for each figure.

use std::process::ExitCode;

use vvtool_e2e::ordeal::PROMISES;

const USAGE: &str = "\
usage: cargo run -p vvtool-e2e --bin ordeal -- NAME [--n N | --short]
  NAME     a promise (at_most_once), a part of one (at_most_once/kills), or `all` with the numbers of the gates
  --n N    try each of its parts so often
  --short  with the numbers of the gates
  --list   the promises, their parts and both numbers
It ends with 1 when a promise is missed.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let tried = match words.as_slice() {
        // What is killed, and what reads hostile replies: this program once more.
        ["shipper", rest @ ..] => return child(vvtool_e2e::ship::until_killed(rest)),
        ["caller", rest @ ..] => return child(vvtool_e2e::ordeal::caller(rest)),
        ["capped", rest @ ..] => return child(vvtool_e2e::ordeal::capped(rest)),
        ["eater", rest @ ..] => return child(vvtool_e2e::ordeal::eaten(rest)),
        ["--list"] => {
            list();
            Some(true)
        }
        ["all"] => tried("", &|(_, short)| short),
        [name] => tried(name, &|(long, _)| long),
        [name, "--short"] => tried(name, &|(_, short)| short),
        [name, "--n", n] => n.parse().ok().and_then(|n| tried(name, &|_| n)),
        _ => None,
    };
    match tried {
        Some(true) => ExitCode::SUCCESS,
        Some(false) => ExitCode::FAILURE,
        None => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// Whether all is kept of what has this name; none where nothing has. An empty name is everything's.
fn tried(name: &str, n: &dyn Fn((usize, usize)) -> usize) -> Option<bool> {
    let mut kept = None;
    for promise in PROMISES {
        for part in promise.parts {
            if name.is_empty() || name == promise.name || name == format!("{}/{}", promise.name, part.name) {
                kept = Some(part.tried(promise.name, n(part.n)) && kept.unwrap_or(true));
            }
        }
    }
    kept
}

fn list() {
    for promise in PROMISES {
        for part in promise.parts {
            let (long, short) = part.n;
            let name = format!("{}/{}", promise.name, part.name);
            if part.counts.is_empty() {
                println!("{name}");
            } else {
                println!("{name:<32} {long} [{short}] {}", part.counts);
            }
        }
    }
}

fn child(end: Result<(), Box<dyn std::error::Error>>) -> ExitCode {
    match end {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
