//! `vvspec diff` and `vvspec git-diff-driver`: what was asked for goes in, the report and the exit code come out.

use std::path::{Path, PathBuf};

use vvtool_codegen::diff::accept::{Accepted, today};
use vvtool_codegen::diff::report::{Report, github, html, json, markdown, text};
use vvtool_codegen::diff::{Lang, Level, compare, driver, input, release};

/// Something at or above `--fail-on`, or an acceptance that is not right.
const FOUND: u8 = 100;
/// There was nothing to compare.
const IMPOSSIBLE: u8 = 101;
/// The command line makes no sense.
const USAGE: u8 = 2;

/// The command line.
pub(crate) struct Asked<'a> {
    pub(crate) base: Option<&'a str>,
    pub(crate) head: Option<&'a str>,
    pub(crate) spec: PathBuf,
    pub(crate) format: &'a str,
    pub(crate) fail_on: &'a str,
    pub(crate) lang: &'a str,
}

/// What to print where, and the exit code.
pub(crate) struct Answer {
    pub(crate) out: String,
    pub(crate) error: String,
    pub(crate) code: u8,
}

pub(crate) fn lang(word: &str) -> Lang {
    if word == "zh" { Lang::Zh } else { Lang::En }
}

pub(crate) fn run(asked: &Asked<'_>) -> Answer {
    let pair = match input::load(asked.base, asked.head, &asked.spec) {
        Ok(pair) => pair,
        Err(error) => {
            return Answer { out: String::new(), error: format!("cannot compare: {error}\n"), code: IMPOSSIBLE };
        }
    };
    let changes = compare(pair.base.version(), pair.head.version());
    let accepted = Accepted::new(pair.accepted, &pair.accepted_sources, &changes, &today());
    let release = release::check(&changes, &pair.base.papers, &pair.head.papers);
    let twins: Vec<&str> =
        [&pair.base, &pair.head].into_iter().filter(|side| side.twin).map(|side| side.label.as_str()).collect();
    let report = Report {
        twins: &twins,
        base: &pair.base.label,
        head: &pair.head.label,
        changes: &changes,
        accepted: &accepted,
        release: &release,
        lang: lang(asked.lang),
    };
    let out = match asked.format {
        "json" => json::print(&report),
        "markdown" => markdown::print(&report),
        "github" => github::print(&report, &pair.base.root(), &pair.head.root()),
        "html" => html::print(&report),
        _ => text::print(&report),
    };
    let least = match asked.fail_on {
        "breaking" => Level::Breaking,
        "dangerous" => Level::Dangerous,
        _ => Level::Docs,
    };
    let open = |level: Level| changes.iter().any(|change| change.overall() >= level && accepted.of(change).is_none());
    let failed = open(least) || !accepted.problems.is_empty();
    Answer { out, error: String::new(), code: if failed { FOUND } else { 0 } }
}

/// Git calls with one argument (textconv) or with seven, nine when the file was renamed (command).
pub(crate) fn git_driver(arguments: &[PathBuf], lang: Lang) -> Answer {
    match arguments {
        // As a command with a file in which two branches disagree: what git says without us.
        [file] if std::env::var_os("GIT_DIFF_PATH_COUNTER").is_some() => {
            Answer { out: format!("* Unmerged path {}\n", file.display()), error: String::new(), code: 0 }
        }
        [file] => match driver::facts(file) {
            Ok(out) => Answer { out, error: String::new(), code: 0 },
            Err(error) => {
                Answer { out: String::new(), error: format!("{}: {error}\n", file.display()), code: IMPOSSIBLE }
            }
        },
        [path, old, _, _, new, _, _, more @ ..] => {
            let said = more.get(1).map(|said| said.to_string_lossy()).unwrap_or_default();
            // Where `git diff --relative` was called; what it names is below.
            let prefix = std::env::var_os("GIT_PREFIX").map(PathBuf::from).unwrap_or_default();
            let (path, renamed) =
                (driver::from_top(path, &prefix), more.first().map(|path| driver::from_top(path, &prefix)));
            let moved = renamed.as_deref().map(|path| (path, &*said));
            let handed = driver::Handed { path: &path, old: dev_null(old), new: dev_null(new), moved };
            Answer { out: driver::command(&handed, lang), error: String::new(), code: 0 }
        }
        _ => {
            let error = "git calls this command; see \"Compare two versions of the spec\" in the README\n".into();
            Answer { out: String::new(), error, code: USAGE }
        }
    }
}

/// Git for Windows says `nul`.
fn dev_null(path: &Path) -> &Path {
    if path == Path::new("nul") { Path::new(driver::NOTHING) } else { path }
}
