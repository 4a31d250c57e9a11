//! `vvspec diff`.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::exit::Exit;
use super::format::Format;
use super::lang::Language;
use super::output::{complain, print};
use super::spec::{self, Spec};
use crate::diff::accept::Accepted;
use crate::diff::report::{Report, json};
use crate::diff::{Level, compare, inputs, release};
use crate::lexical::today;

#[derive(clap::Args)]
pub(super) struct Args {
    /// Old spec: a folder or a git revision [default: where HEAD left the default branch]
    base: Option<String>,
    /// New spec: a folder or a git revision [default: the spec folder as it is]
    head: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Exit with 100 when a change is that bad or worse and not accepted
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = FailOn::Breaking)]
    fail_on: FailOn,
    /// Language of the report
    #[arg(long, value_enum, default_value_t = Language::En)]
    lang: Language,
    /// Print the JSON Schema of `--format json` and stop
    #[arg(long)]
    schema: bool,
    #[command(flatten)]
    spec: Spec,
}

/// What fails a run.
#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    /// What worked stops working
    Breaking,
    /// It works on, but may do something else than before
    Dangerous,
    /// Every change, of words too
    Any,
}

impl FailOn {
    fn least(self) -> Level {
        match self {
            Self::Breaking => Level::Breaking,
            Self::Dangerous => Level::Dangerous,
            Self::Any => Level::Docs,
        }
    }
}

impl Args {
    pub(super) fn run(self) -> Exit {
        if self.schema {
            return print(json::SCHEMA, Exit::Done);
        }
        let spec = match self.folder() {
            Ok(spec) => spec,
            Err(exit) => return exit,
        };
        let pair = match inputs::load(self.base.as_deref(), self.head.as_deref(), &spec) {
            Ok(pair) => pair,
            Err(error) => return complain(&format!("cannot compare: {error}\n"), Exit::Impossible),
        };
        let changes = compare(pair.base.version(), pair.head.version());
        let accepted = Accepted::new(pair.accepted, &pair.accepted_before, &pair.accepted_sources, &changes, &today());
        let release = release::check(&changes, &pair.base.crate_files, &pair.head.crate_files);
        let ambiguous: Vec<&str> = [&pair.base, &pair.head]
            .into_iter()
            .filter(|side| side.ambiguous)
            .map(|side| side.label.as_str())
            .collect();
        let report = Report {
            ambiguous: &ambiguous,
            base: &pair.base.label,
            head: &pair.head.label,
            changes: &changes,
            accepted: &accepted,
            release: &release,
            open: &pair.open,
            lang: self.lang.into(),
        };
        let least = self.fail_on.least();
        let open = changes.iter().any(|change| change.overall() >= least && accepted.of(change).is_none());
        let failed = open || !accepted.problems.is_empty();
        print(&self.format.print(&report, &pair.base, &pair.head), if failed { Exit::Changed } else { Exit::Done })
    }

    /// Two folders need no spec folder of their own.
    fn folder(&self) -> Result<PathBuf, Exit> {
        let is_folder = |name: &Option<String>| name.as_ref().is_some_and(|name| Path::new(name).is_dir());
        match &self.spec.dir {
            None if is_folder(&self.base) && is_folder(&self.head) => {
                Ok(spec::find().unwrap_or_else(|| PathBuf::from("spec")))
            }
            _ => self.spec.find(),
        }
    }
}
