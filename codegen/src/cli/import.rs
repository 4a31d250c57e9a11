//! `vvspec import` and `vvspec drift`: arguments, progress, exit codes.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime};

use indicatif::{ProgressBar, ProgressStyle};
use vvtool_codegen::import::options::{Options, Progress};
use vvtool_codegen::import::run;
use vvtool_codegen::import::{day, files};

use crate::{Spec, complain, print};

/// Something changed in the documents.
const CHANGED: u8 = 100;
/// Nothing could be compared or imported.
const FAILED: u8 = 101;
/// Ctrl-C, as shells count it.
const STOPPED: u8 = 130;

#[derive(clap::Args)]
struct Common {
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
    /// Write the report to a file too
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Day to write down as the day of reading [default: today]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
}

/// Turn documents into spec files.
#[derive(clap::Args)]
pub(crate) struct Import {
    #[command(flatten)]
    common: Common,
    /// Write the files; without it the report says what would be written
    #[arg(long)]
    write: bool,
}

/// Compare documents with docs.lock.
#[derive(clap::Args)]
pub(crate) struct Drift {
    #[command(flatten)]
    common: Common,
}

impl Import {
    pub(crate) fn run(self) -> ExitCode {
        let outcome = self.common.watch(|options, progress| {
            let outcome = run::import(&self.common.documents, options, progress)?;
            if self.write {
                files::write(&options.spec, &outcome.files, &progress.stop)?;
            }
            Ok(outcome)
        });
        let mut outcome = match outcome {
            Ok(outcome) => outcome,
            Err(code) => return code,
        };
        let verb = if self.write { "wrote" } else { "would write" };
        for entry in &mut outcome.report.entries {
            entry.files = entry.files.iter().map(|file| format!("{verb} {file}")).collect();
        }
        let next = match (outcome.files.is_empty(), self.write) {
            (true, _) => "nothing to write\n".to_owned(),
            (false, false) => format!("{} files would be written; run again with --write\n", outcome.files.len()),
            (false, true) => format!(
                "{} files written; next: `vvspec lint` for the open decisions, then `vvspec generate`\n",
                outcome.files.len()
            ),
        };
        let text = outcome.report.text() + &next;
        let whole = outcome.report.not_understood.is_empty() && !outcome.report.refused();
        let code = if whole { ExitCode::SUCCESS } else { ExitCode::from(FAILED) };
        self.common.show(&text, code)
    }
}

impl Drift {
    pub(crate) fn run(self) -> ExitCode {
        match self.common.watch(|options, progress| run::drift(&self.common.documents, options, progress)) {
            Err(code) => code,
            Ok(report) => {
                let code = match (report.not_understood.is_empty(), report.changed()) {
                    (false, _) => ExitCode::from(FAILED),
                    (true, true) => ExitCode::from(CHANGED),
                    (true, false) => ExitCode::SUCCESS,
                };
                self.common.show(&report.text(), code)
            }
        }
    }
}

impl Common {
    /// Work that shows how far it is and that Ctrl-C ends; or the exit code, with the reason printed.
    fn watch<T>(&self, work: impl FnOnce(&Options, &Progress) -> Result<T, String>) -> Result<T, ExitCode> {
        let options = self.options()?;
        let progress = watched();
        let bar = Bar::start(&progress);
        let outcome = work(&options, &progress);
        bar.finish();
        outcome.map_err(|why| {
            let code = if progress.stop.load(Ordering::Relaxed) { STOPPED } else { FAILED };
            complain(&format!("{why}\n"), code)
        })
    }

    fn options(&self) -> Result<Options, ExitCode> {
        let today = match &self.date {
            Some(date) if day::is_day(date) => date.clone(),
            Some(date) => return Err(complain(&format!("{date:?} is no day: write it like 2026-11-21\n"), 2)),
            None => day::of(SystemTime::now()),
        };
        // A folder that does not exist yet is where a first import goes.
        let spec = match &self.spec.dir {
            Some(dir) => dir.clone(),
            None => self.spec.find()?,
        };
        Ok(Options { spec, service: self.service.clone(), donors: self.donor.clone(), today })
    }

    fn show(&self, text: &str, code: ExitCode) -> ExitCode {
        if let Some(path) = &self.report
            && let Err(error) = std::fs::write(path, text)
        {
            return complain(&format!("{}: {error}\n", path.display()), FAILED);
        }
        print(text, code)
    }
}

/// A run that Ctrl-C ends at the next safe place.
fn watched() -> Arc<Progress> {
    let progress = Arc::new(Progress::default());
    let asked = Arc::clone(&progress);
    // Without a handler Ctrl-C still ends the program; before the last step nothing is in its final place anyway.
    let _ = ctrlc::set_handler(move || asked.stop.store(true, Ordering::Relaxed));
    progress
}

/// A progress bar that shows itself when a run takes longer than a second.
struct Bar {
    done: Arc<std::sync::atomic::AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Bar {
    fn start(progress: &Arc<Progress>) -> Self {
        let done = Arc::new(std::sync::atomic::AtomicBool::new(false));
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
