//! `vvspec generate`.

use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::findings::{MAX, Shown};
use super::output::{complain, is_rich, print};
use super::spec::Spec;
use crate::emit::Home;
use crate::error::GenerateError;
use crate::generate::generate;
use crate::write::Mode;

#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    spec: Spec,
    /// Folder of the generated code [default: vvtool-api/src/generated beside the spec]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Folder of a crate of its own, made where there is none: every folder of operations gets a feature of its name
    #[arg(long = "crate", value_name = "DIR", conflicts_with = "out")]
    package: Option<PathBuf>,
    /// Write nothing; exit with 1 when something would change
    #[arg(long)]
    check: bool,
}

impl Args {
    pub(super) fn run(self) -> Exit {
        let dir = match self.spec.find() {
            Ok(dir) => dir,
            Err(exit) => return exit,
        };
        let home = if self.package.is_some() { Home::Crate } else { Home::Runtime };
        let Some(out) = self.package.or(self.out).or_else(|| beside(&dir)) else {
            let told = "no crate `vvtool-api` beside the spec: say where the code goes with --out or --crate\n";
            return complain(told, Exit::Usage);
        };
        let mode = if self.check { Mode::Check } else { Mode::Write };
        match generate(&dir, &out, home, mode) {
            Ok(report) if self.check && !report.is_clean() => {
                print(&format!("{report}\n"), Exit::Done);
                complain("the generated code is not what the spec says: run `cargo vvspec generate`\n", Exit::Found)
            }
            Ok(report) => print(&format!("{report}\n"), Exit::Done),
            Err(GenerateError::Spec(diags)) => {
                complain(&Shown::new(&diags, MAX).text(is_rich(&std::io::stderr())), Exit::Found)
            }
            Err(error) => complain(&format!("{error}\n"), Exit::Found),
        }
    }
}

/// Where the code goes when nobody says.
fn beside(spec: &Path) -> Option<PathBuf> {
    let package = spec.parent()?.join("vvtool-api");
    package.is_dir().then(|| package.join("src/generated"))
}
