//! `vvspec drift`.

use super::exit::Exit;
use super::watch::Watched;
use crate::import::run;

/// Compare documents with docs.lock.
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    watched: Watched,
}

impl Args {
    pub(super) fn run(self) -> Exit {
        match self.watched.work(run::drift) {
            Err(exit) => exit,
            Ok(report) => {
                let exit = match (report.not_understood.is_empty(), report.changed() || report.undecided()) {
                    (false, _) => Exit::Impossible,
                    (true, true) => Exit::Changed,
                    (true, false) => Exit::Done,
                };
                self.watched.show(&report.text(), exit)
            }
        }
    }
}
