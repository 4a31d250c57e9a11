//! A whole catalogue of public method metadata: import into an empty spec, and code for all of it.
//!
//! The catalogue is no part of the repository; where it does not lie beside it, these figures are left out, and said to be.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use wait4::Wait4 as _;

use super::{Measurement, below};
use crate::report::{Limit, Report};
use crate::{Result, inputs, place};

pub(super) const IMPORT: Measurement = Measurement {
    name: "catalogue_import",
    figures: &[
        below("catalogue_import", "s", 5.0, Limit::None),
        below("catalogue_import_memory", "MB", 600.0, Limit::None),
    ],
    run: import,
};

pub(super) const GENERATE: Measurement = Measurement {
    name: "catalogue_generate",
    figures: &[
        below("catalogue_generate", "s", 6.0, Limit::None),
        below("catalogue_generate_memory", "MB", 1_000.0, Limit::None),
    ],
    run: generate,
};

const DATE: &str = "2023-01-17";

fn import(this: &Measurement, report: &mut Report) -> Result<()> {
    let Some(catalogue) = catalogue()? else { return Ok(()) };
    let (seconds, megabytes) = imported(&catalogue)?;
    this.say(report, &[seconds, megabytes]);
    Ok(())
}

fn generate(this: &Measurement, report: &mut Report) -> Result<()> {
    let Some(catalogue) = catalogue()? else { return Ok(()) };
    imported(&catalogue)?;
    let out = catalogue.join("out");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let mut command = Command::new(binary()?);
    command.arg("generate").arg("--spec").arg(spec(&catalogue)).arg("--out").arg(&out);
    let (seconds, megabytes) = timed(&mut command)?;
    this.say(report, &[seconds, megabytes]);
    Ok(())
}

/// From nothing: the spec folder is wiped first.
fn imported(catalogue: &Path) -> Result<(f64, f64)> {
    let spec = spec(catalogue);
    if spec.exists() {
        fs::remove_dir_all(&spec)?;
    }
    let mut command = Command::new(binary()?);
    command.arg("import").arg(catalogue.join(DATE)).arg("--spec").arg(&spec).args(["--date", DATE, "--write"]);
    timed(&mut command)
}

fn spec(catalogue: &Path) -> PathBuf {
    catalogue.join("spec")
}

fn binary() -> Result<PathBuf> {
    place::release_binary("vvtool-codegen", "vvspec")
}

/// The folder the catalogue was unpacked into.
fn catalogue() -> Result<Option<PathBuf>> {
    let archive = inputs::reference_dir()
        .and_then(|perf| Some(perf.parent()?.join(format!("catalogue/top-{DATE}.tar.xz"))))
        .filter(|archive| archive.is_file());
    let Some(archive) = archive else {
        eprintln!("catalogue: left out, the reference catalogue does not lie beside the repository");
        return Ok(None);
    };
    let folder = place::fresh("catalogue")?;
    let into = folder.join(DATE);
    fs::create_dir_all(&into)?;
    let unpacked = Command::new("tar").arg("xJf").arg(&archive).arg("-C").arg(&into).status()?;
    if !unpacked.success() {
        eprintln!("catalogue: left out, tar cannot unpack {}", archive.display());
        return Ok(None);
    }
    Ok(Some(folder))
}

fn timed(command: &mut Command) -> Result<(f64, f64)> {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let ended = child.wait4()?;
    let seconds = start.elapsed().as_secs_f64();
    if !ended.status.success() {
        return Err(format!("{command:?} ended with {}", ended.status).into());
    }
    Ok((seconds, ended.rusage.maxrss as f64 / 1e6))
}
