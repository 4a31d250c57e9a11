//! What the spec is shown as, on very many operations: time against `lint`, which reads the same spec, and memory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Measurement, at_most, below};
use crate::report::{Limit, Report};
use crate::stats::median;
use crate::{Result, place, scale};

pub(super) const MEASUREMENT: Measurement = Measurement {
    name: "pages_1000",
    figures: &[
        at_most("openapi_1000_over_lint", 2.0, 2.0),
        at_most("docs_1000_over_lint", 2.0, 2.0),
        below("openapi_1000_memory", "MB", 400.0, Limit::None),
        below("docs_1000_memory", "MB", 400.0, Limit::None),
        below("docs_1000_index", "MB", 1.5, Limit::None),
        at_most("docs_5000_memory_over_lint", 1.5, 1.25),
    ],
    run,
};

const RUNS: usize = 3;

fn run(this: &Measurement, report: &mut Report) -> Result<()> {
    let tool = Tool { binary: place::release_binary("vvtool-codegen", "vvspec")?, dir: place::fresh("pages")? };
    let thousand = tool.spec(1_000)?;
    let lint = tool.median(&["lint"], &thousand)?;
    let export = tool.median(&["openapi", "--service", "scale", "-o", &tool.path("openapi.json")], &thousand)?;
    // From nothing: a second run finds every page as it is.
    let docs = tool.median(&["docs"], &thousand)?;
    let index = fs::metadata(tool.dir.join("site-0/index.js"))?.len() as f64 / 1e6;
    let large = tool.spec(5_000)?;
    let read = tool.once(&["lint"], &large)?;
    let written = tool.once(&["docs", "-o", &tool.path("large")], &large)?;
    eprintln!(
        "pages: lint {:.3} s {:.0} MB, openapi {:.3} s, docs {:.3} s; of 5000: lint {:.0} MB, docs {:.3} s {:.0} MB",
        lint.0, lint.1, export.0, docs.0, read.1, written.0, written.1
    );
    this.say(report, &[export.0 / lint.0, docs.0 / lint.0, export.1, docs.1, index, written.1 / read.1]);
    Ok(())
}

struct Tool {
    binary: PathBuf,
    dir: PathBuf,
}

impl Tool {
    fn path(&self, name: &str) -> String {
        self.dir.join(name).to_string_lossy().into_owned()
    }

    fn spec(&self, operations: usize) -> Result<PathBuf> {
        let spec = self.dir.join(format!("spec-{operations}"));
        scale::write(&spec, operations)?;
        Ok(spec)
    }

    /// Seconds and megabytes in the middle of several runs.
    fn median(&self, arguments: &[&str], spec: &Path) -> Result<(f64, f64)> {
        let mut costs = Vec::new();
        for run in 0..RUNS {
            // A folder of its own: a disk that has just lost a thousand files takes longer to make a thousand.
            let site = self.path(&format!("site-{run}"));
            let own = if arguments == ["docs"] { &["-o", site.as_str()][..] } else { &[] };
            costs.push(self.once(&[arguments, own].concat(), spec)?);
        }
        let middle =
            |pick: fn(&(f64, f64)) -> f64| median(&costs.iter().map(pick).collect::<Vec<_>>()).ok_or("no runs");
        Ok((middle(|cost| cost.0)?, middle(|cost| cost.1)?))
    }

    fn once(&self, arguments: &[&str], spec: &Path) -> Result<(f64, f64)> {
        place::timed(Command::new(&self.binary).args(arguments).arg("--spec").arg(spec), 0)
    }
}
