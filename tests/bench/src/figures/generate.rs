//! The generator on very many operations: time, memory, a run without changes, growth.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use super::{Measurement, at_most, below, told};
use crate::report::{Limit, Report};
use crate::stats::median;
use crate::{Result, place, scale};

pub(super) const MEASUREMENT: Measurement = Measurement {
    name: "generate_1000",
    figures: &[
        below("generate_1000", "s", 2.0, Limit::AtMost(1.0)),
        below("generate_1000_memory", "MB", 250.0, Limit::None),
        at_most("generate_1000_no_change", 0.5, 0.5),
        told("generate_1000_files_rewritten", "files"),
        at_most("generate_linear_100_to_3000", 1.25, 1.0),
    ],
    run,
};

const RUNS: usize = 3;

fn run(this: &Measurement, report: &mut Report) -> Result<()> {
    let generator =
        Generator { binary: place::release_binary("vvtool-codegen", "vvspec")?, dir: place::fresh("generate")? };
    let small = generator.full_runs(100)?;
    let thousand = generator.full_runs(1_000)?;
    let before = generator.files(1_000)?;
    let again = generator.times(1_000, false)?;
    let rewritten = generator.files(1_000)?.iter().zip(&before).filter(|(after, before)| after != before).count();
    let large = generator.full_runs(3_000)?;
    let growth = (large.seconds / 3_000.0) / (small.seconds / 100.0);
    eprintln!(
        "generate: {:.3} s for 100, {:.3} s for 1000, {:.3} s for 3000; again {:.3} s",
        small.seconds, thousand.seconds, large.seconds, again.seconds
    );
    eprintln!(
        "generate: {:.0} MB for 100, {:.0} MB for 1000, {:.0} MB for 3000",
        small.megabytes, thousand.megabytes, large.megabytes
    );
    this.say(
        report,
        &[thousand.seconds, thousand.megabytes, again.seconds / thousand.seconds, rewritten as f64, growth],
    );
    Ok(())
}

struct Generator {
    binary: PathBuf,
    dir: PathBuf,
}

/// One or several runs of the generator.
struct Cost {
    seconds: f64,
    megabytes: f64,
}

impl Generator {
    fn spec(&self, operations: usize) -> PathBuf {
        self.dir.join(format!("spec-{operations}"))
    }

    fn out(&self, operations: usize) -> PathBuf {
        self.dir.join(format!("out-{operations}"))
    }

    /// From nothing: the output directory is wiped before each run.
    fn full_runs(&self, operations: usize) -> Result<Cost> {
        scale::write(&self.spec(operations), operations)?;
        self.times(operations, true)
    }

    /// The median of several runs.
    fn times(&self, operations: usize, wipe: bool) -> Result<Cost> {
        let out = self.out(operations);
        let mut costs = Vec::new();
        for _ in 0..RUNS {
            if wipe && out.exists() {
                fs::remove_dir_all(&out)?;
            }
            costs.push(self.once(operations)?);
        }
        let middle = |pick: fn(&Cost) -> f64| median(&costs.iter().map(pick).collect::<Vec<_>>()).ok_or("no runs");
        Ok(Cost { seconds: middle(|cost| cost.seconds)?, megabytes: middle(|cost| cost.megabytes)? })
    }

    fn once(&self, operations: usize) -> Result<Cost> {
        let mut command = Command::new(&self.binary);
        command.arg("generate").arg("--spec").arg(self.spec(operations)).arg("--out").arg(self.out(operations));
        let (seconds, megabytes) = place::timed(&mut command, 0)?;
        Ok(Cost { seconds, megabytes })
    }

    /// What was generated and when each file was last written.
    fn files(&self, operations: usize) -> Result<Vec<(PathBuf, SystemTime)>> {
        let mut found = Vec::new();
        walk(&self.out(operations), &mut found)?;
        found.sort();
        Ok(found)
    }
}

fn walk(dir: &Path, found: &mut Vec<(PathBuf, SystemTime)>) -> Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), found)?;
        } else {
            found.push((entry.path(), entry.metadata()?.modified()?));
        }
    }
    Ok(())
}
