//! `vvspec import`.

use super::exit::Exit;
use super::watch::Watched;
use crate::diag::counted;
use crate::import::{files, run};

/// Turn documents into spec files.
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    watched: Watched,
    /// Write the files; without it the report says what would be written
    #[arg(long)]
    write: bool,
}

impl Args {
    pub(super) fn run(self) -> Exit {
        let outcome = self.watched.work(|documents, options, progress| {
            let outcome = run::import(documents, options, progress)?;
            if self.write {
                files::write(&options.spec, &outcome.files, &progress.stop)?;
            }
            Ok(outcome)
        });
        let mut outcome = match outcome {
            Ok(outcome) => outcome,
            Err(exit) => return exit,
        };
        let verb = if self.write { "wrote" } else { "would write" };
        for entry in &mut outcome.report.entries {
            entry.files = entry.files.iter().map(|file| format!("{verb} {file}")).collect();
        }
        let count = outcome.files.len();
        let undecided = match outcome.report.left {
            0 => String::new(),
            1 => "1 change of a known document waits for a decision: see `vvspec lint`\n".to_owned(),
            left => format!("{left} changes of known documents wait for a decision: see `vvspec lint`\n"),
        };
        let next = match (count, self.write) {
            (0, _) => "nothing to write\n".to_owned(),
            (_, false) => format!("{} would be written; run again with --write\n", counted(count, "file")),
            (_, true) => {
                let files = counted(count, "file");
                format!("{files} written; next: `vvspec lint` for the open decisions, then `vvspec generate`\n")
            }
        };
        let whole = outcome.report.not_understood.is_empty() && !outcome.report.refused();
        let exit = match (whole, outcome.report.undecided()) {
            (false, _) => Exit::Impossible,
            (true, true) => Exit::Changed,
            (true, false) => Exit::Done,
        };
        let text = outcome.report.text() + &undecided + &next;
        // The process ends here, and its memory with it: taking thousands of documents apart first would only take time.
        std::mem::forget(outcome);
        self.watched.show(&text, exit)
    }
}
