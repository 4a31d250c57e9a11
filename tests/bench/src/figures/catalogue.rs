//! A whole catalogue of public method metadata: import into an empty spec, a crate with one feature per category from it, and
//! how long rustc takes to check one category and all of them.
//!
//! The catalogue is no part of the repository; where it does not lie beside it, these figures are left out, and said to be.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

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

pub(super) const CHECK: Measurement = Measurement {
    name: "catalogue_check",
    figures: &[
        below("catalogue_check_trade", "s", 5.0, Limit::None),
        below("catalogue_check_all", "s", 90.0, Limit::None),
    ],
    run: check,
};

/// The category of trades.
const TRADE: &str = "tbtrade";
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
    let (seconds, megabytes) = generated(&catalogue)?;
    this.say(report, &[seconds, megabytes]);
    Ok(())
}

/// `cargo check` of the crate with one category and with all, its dependencies checked before.
fn check(this: &Measurement, report: &mut Report) -> Result<()> {
    let Some(catalogue) = catalogue()? else { return Ok(()) };
    imported(&catalogue)?;
    generated(&catalogue)?;
    let folder = package(&catalogue);
    on_our_runtime(&folder)?;
    let check = |features: &[&str]| -> Result<f64> {
        let start = Instant::now();
        let target = place::target().join("bench").join("catalogue-target");
        place::run(
            place::cargo().current_dir(&folder).args(["check", "-q", "--target-dir"]).arg(target).args(features),
        )?;
        Ok(start.elapsed().as_secs_f64())
    };
    eprintln!("catalogue_check: checking the dependencies once");
    check(&[])?;
    let trade = check(&["--features", TRADE])?;
    let touched = folder.join(format!("members/top-{TRADE}/src/mod.rs"));
    fs::File::options().append(true).open(touched)?.set_modified(std::time::SystemTime::now())?;
    this.say(report, &[trade, check(&["--all-features"])?]);
    Ok(())
}

/// The crate of a released version would name it; this one takes the runtime beside it.
fn on_our_runtime(folder: &Path) -> Result<()> {
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest)?;
    let ours = format!("vvtool-api = {{ path = {:?}, ", place::root().join("vvtool-api").display().to_string());
    let (before, after) = text.split_once("vvtool-api = { version = ").ok_or("the manifest names no runtime")?;
    let (_, after) = after.split_once(", ").ok_or("the manifest names no features of the runtime")?;
    fs::write(&manifest, format!("{before}{ours}{after}"))?;
    fs::copy(place::root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}

fn generated(catalogue: &Path) -> Result<(f64, f64)> {
    let package = package(catalogue);
    if package.exists() {
        fs::remove_dir_all(&package)?;
    }
    let mut command = Command::new(binary()?);
    command.arg("generate").arg("--spec").arg(spec(catalogue)).arg("--crate").arg(&package);
    place::timed(&mut command, 0)
}

fn package(catalogue: &Path) -> PathBuf {
    catalogue.join("crate")
}

/// From nothing: the spec folder is wiped first.
fn imported(catalogue: &Path) -> Result<(f64, f64)> {
    let spec = spec(catalogue);
    if spec.exists() {
        fs::remove_dir_all(&spec)?;
    }
    let mut command = Command::new(binary()?);
    command.arg("import").arg(catalogue.join(DATE)).arg("--spec").arg(&spec).args(["--date", DATE, "--write"]);
    place::timed(&mut command, 0)
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
