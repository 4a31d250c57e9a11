//! What this workspace promises, each promise tried: by the tests with small numbers, by `cargo run -p vvtool-e2e --bin ordeal` with large
//! ones. One file per promise; a promise that needs a server which is not there says so and is skipped.

mod at_most_once;
mod caps;
mod classification;
mod compile_fail;
mod connections;
mod credentials_stay;
mod elsewhere;
mod fairness;
mod hostile_replies;
mod journal;
mod limit_pure;
mod limit_real;
mod line;
mod nothing_hangs;
mod one_refresh;
mod reads_survive;
mod reconcile_never_lies;

pub use at_most_once::{faults, kills, kills_over_a_table};
pub use caps::{at_once, capped};
pub use classification::ends;
pub use connections::idle;
pub use hostile_replies::{eaten, replies};
pub use limit_real::caller;

use core::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::servers::skipped::skipped;

/// The program that runs, to be started once more. Parts that are tried in another package may let cargo put a new program in its place
/// meanwhile: its path names nothing then, or another one. Where the system has a name for the running one, that is taken.
fn myself() -> PathBuf {
    let running = Path::new("/proc/self/exe");
    if running.exists() { running.to_owned() } else { std::env::current_exe().expect("a program has a path") }
}

/// What is promised, and how it is tried.
#[derive(Debug)]
pub struct Promise {
    /// `at_most_once`.
    pub name: &'static str,
    /// The ways in which it is tried.
    pub parts: &'static [Part],
}

/// One way to try a promise.
pub struct Part {
    /// `faults`.
    pub name: &'static str,
    /// What `n` counts, for people: `sends of each fault`. Empty where there is nothing to count.
    pub counts: &'static str,
    /// `n` of the long form, and of the gates.
    pub n: (usize, usize),
    /// Tries it so often.
    pub run: fn(usize) -> End,
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("name", &self.name).field("n", &self.n).finish_non_exhaustive()
    }
}

/// Every promise.
pub const PROMISES: &[Promise] = &[
    at_most_once::PROMISE,
    connections::PROMISE,
    classification::PROMISE,
    reconcile_never_lies::PROMISE,
    reads_survive::PROMISE,
    limit_pure::PROMISE,
    limit_real::PROMISE,
    fairness::PROMISE,
    one_refresh::PROMISE,
    caps::PROMISE,
    nothing_hangs::PROMISE,
    hostile_replies::PROMISE,
    credentials_stay::PROMISE,
    compile_fail::PROMISE,
    journal::PROMISE,
];

/// One figure: what was asked and what was measured.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What it is of.
    pub what: String,
    /// What is promised: `<= 1`.
    pub asked: String,
    /// What came out.
    pub measured: String,
    /// Whether that keeps the promise.
    pub kept: bool,
}

impl Figure {
    /// A number that may not be higher than this.
    pub fn at_most<N: PartialOrd + fmt::Display>(what: impl Into<String>, asked: N, measured: N) -> Self {
        let kept = measured <= asked;
        Self { what: what.into(), asked: format!("<= {asked}"), measured: measured.to_string(), kept }
    }

    /// A number that may not be lower than this.
    pub fn at_least<N: PartialOrd + fmt::Display>(what: impl Into<String>, asked: N, measured: N) -> Self {
        let kept = measured >= asked;
        Self { what: what.into(), asked: format!(">= {asked}"), measured: measured.to_string(), kept }
    }

    /// Of things that must not be: how many there are, and the first of them.
    pub fn none(what: impl Into<String>, found: &[String]) -> Self {
        let first = found.first().map(|first| format!(", the first: {first}")).unwrap_or_default();
        Self {
            what: what.into(),
            asked: "0".to_owned(),
            measured: format!("{}{first}", found.len()),
            kept: found.is_empty(),
        }
    }
}

/// `executions of one write: asked <= 1 / measured 1`
impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: asked {} / measured {}", self.what, self.asked, self.measured)?;
        if self.kept { Ok(()) } else { f.write_str("   MISSED") }
    }
}

/// What trying has come to.
#[derive(Debug)]
pub enum End {
    /// These figures.
    Measured(Vec<Figure>),
    /// It cannot be tried here: what there is none of.
    Skipped(String),
}

impl End {
    /// For a test: every figure is as promised.
    ///
    /// # Panics
    /// One is not. Those of a part that is skipped say so and pass.
    #[track_caller]
    #[allow(clippy::panic, reason = "an assertion for tests")]
    pub fn assert_kept(self) {
        match self {
            Self::Skipped(no) => skipped(&no),
            Self::Measured(figures) => {
                figures.iter().for_each(|figure| println!("{figure}"));
                assert!(!figures.is_empty(), "nothing was measured");
                let missed: Vec<_> = figures.iter().filter(|figure| !figure.kept).map(ToString::to_string).collect();
                assert!(missed.is_empty(), "{}", missed.join("\n"));
            }
        }
    }
}

impl Part {
    /// Tries it, prints what comes out, and says whether all is kept. What stops it in the middle is no kept promise.
    #[must_use]
    pub fn tried(&self, promise: &str, n: usize) -> bool {
        let name = format!("{promise}/{}", self.name);
        let count = if self.counts.is_empty() { String::new() } else { format!(" ({n} {})", self.counts) };
        println!("{name}{count}");
        let begun = std::time::Instant::now();
        let kept = match catch_unwind(AssertUnwindSafe(|| (self.run)(n))) {
            Ok(End::Measured(figures)) => {
                figures.iter().for_each(|figure| println!("  {figure}"));
                !figures.is_empty() && figures.iter().all(|figure| figure.kept)
            }
            Ok(End::Skipped(no)) => {
                println!("  skipped: no {no}");
                true
            }
            // The panic has said what it is about.
            Err(_) => false,
        };
        println!("  {} after {:.1} s", if kept { "over" } else { "MISSED" }, begun.elapsed().as_secs_f64());
        kept
    }
}
