//! `vvspec git-diff-driver`: git calls with one argument (textconv) or with seven, nine when the file was renamed (command).

use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::lang::Language;
use super::output::{complain, print};
use crate::diff::git_driver;

#[derive(clap::Args)]
pub(super) struct Args {
    /// As git passes them
    arguments: Vec<PathBuf>,
    /// Language of the report
    #[arg(long, value_enum, default_value_t = Language::En)]
    lang: Language,
}

impl Args {
    pub(super) fn run(self) -> Exit {
        match self.arguments.as_slice() {
            // As a command with a file in which two branches disagree: what git says without us.
            [file] if std::env::var_os("GIT_DIFF_PATH_COUNTER").is_some() => {
                print(&format!("* Unmerged path {}\n", file.display()), Exit::Done)
            }
            [file] => match git_driver::facts(file) {
                Ok(facts) => print(&facts, Exit::Done),
                Err(error) => complain(&format!("{}: {error}\n", file.display()), Exit::Impossible),
            },
            [path, old, _, _, new, _, _, more @ ..] => {
                let said = more.get(1).map(|said| said.to_string_lossy()).unwrap_or_default();
                // Where `git diff --relative` was called; what it names is below.
                let prefix = std::env::var_os("GIT_PREFIX").map(PathBuf::from).unwrap_or_default();
                let (path, renamed) =
                    (git_driver::from_top(path, &prefix), more.first().map(|path| git_driver::from_top(path, &prefix)));
                let moved = renamed.as_deref().map(|path| (path, &*said));
                let handed = git_driver::Handed { path: &path, old: dev_null(old), new: dev_null(new), moved };
                print(&git_driver::command(&handed, self.lang.into()), Exit::Done)
            }
            _ => {
                let told = "git calls this command; see \"Comparisons\" in codegen/README.md\n";
                complain(told, Exit::Usage)
            }
        }
    }
}

/// Git for Windows says `nul`.
fn dev_null(path: &Path) -> &Path {
    if path == Path::new("nul") { Path::new(git_driver::NOTHING) } else { path }
}
