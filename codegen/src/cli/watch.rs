//! Work on many documents: arguments, progress, Ctrl-C.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::exit::Exit;
use super::output::{complain, print};
use super::spec::Spec;
use crate::import::options::{Options, Progress};
use crate::lexical;

/// What `import` and `drift` are told.
#[derive(clap::Args)]
pub(super) struct Watched {
    /// Pages, payloads, metadata files, or folders of them
    #[arg(value_name = "DOC", required = true)]
    documents: Vec<PathBuf>,
    #[command(flatten)]
    spec: Spec,
    /// Service of the documents [default: vvtool for its pages, top for everything else]
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    /// A document whose tree shows how a flat table nests
    #[arg(long, value_name = "FILE")]
    donor: Vec<PathBuf>,
    /// The document as it was, or a folder of such: what was reworded is shown [default: from git, where it has the document]
    #[arg(long, value_name = "FILE")]
    old: Vec<PathBuf>,
    /// Write the report to a file too
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Day to write down as the day of reading [default: today]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
}

impl Watched {
    /// Work that shows how far it is and that Ctrl-C ends; or the exit, with the reason printed.
    pub(super) fn work<T>(
        &self,
        work: impl FnOnce(&[PathBuf], &Options, &Progress) -> Result<T, String>,
    ) -> Result<T, Exit> {
        let options = self.options()?;
        let progress = stoppable();
        let bar = Bar::start(&progress);
        let outcome = work(&self.documents, &options, &progress);
        bar.finish();
        outcome.map_err(|why| {
            let exit = if progress.stop.load(Ordering::Relaxed) { Exit::Stopped } else { Exit::Impossible };
            complain(&format!("{why}\n"), exit)
        })
    }

    fn options(&self) -> Result<Options, Exit> {
        let today = match &self.date {
            Some(date) if lexical::is_day(date) => date.clone(),
            Some(date) => {
                return Err(complain(&format!("{date:?} is no day: write it like 2026-11-21\n"), Exit::Usage));
            }
            None => lexical::today(),
        };
        // A folder that does not exist yet is where a first import goes.
        Ok(Options {
            spec: self.spec.find()?,
            service: self.service.clone(),
            donors: self.donor.clone(),
            old: self.old.clone(),
            today,
        })
    }

    /// Print the report, and write it where it is wanted too.
    pub(super) fn show(&self, text: &str, exit: Exit) -> Exit {
        if let Some(path) = &self.report
            && let Err(error) = std::fs::write(path, text)
        {
            return complain(&format!("{}: {error}\n", path.display()), Exit::Impossible);
        }
        print(text, exit)
    }
}

/// A run that Ctrl-C ends at the next safe place.
pub(super) fn stoppable() -> Arc<Progress> {
    let progress = Arc::new(Progress::default());
    let asked = Arc::clone(&progress);
    // Without a handler Ctrl-C still ends the program; before the last step nothing is in its final place anyway.
    let _ = ctrlc::set_handler(move || asked.stop.store(true, Ordering::Relaxed));
    progress
}

/// A progress bar that shows itself when a run takes longer than a second.
struct Bar {
    done: Arc<AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Bar {
    fn start(progress: &Arc<Progress>) -> Self {
        let done = Arc::new(AtomicBool::new(false));
        let (progress, ended) = (Arc::clone(progress), Arc::clone(&done));
        let thread = std::thread::spawn(move || {
            let begin = Instant::now();
            let mut bar: Option<ProgressBar> = None;
            while !ended.load(Ordering::Relaxed) {
                std::thread::park_timeout(Duration::from_millis(50));
                let total = progress.total.load(Ordering::Relaxed);
                if begin.elapsed() < Duration::from_secs(1) || total < 2 {
                    continue;
                }
                let bar = bar.get_or_insert_with(|| {
                    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} documents {eta}");
                    ProgressBar::new(total as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
                });
                bar.set_position(progress.done.load(Ordering::Relaxed) as u64);
            }
            if let Some(bar) = bar {
                bar.finish_and_clear();
            }
        });
        Self { done, thread: Some(thread) }
    }

    fn finish(mut self) {
        self.done.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}
