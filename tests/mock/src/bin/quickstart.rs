//! `cargo quickstart`: brings the generated code up to date with `spec/`, then shows what it does.
//!
//! Two programs on purpose. This one must not depend on `vvtool-api`: that crate refuses to be built while the specs and the
//! generated code disagree, which is just what the first step mends.

use std::path::Path;
use std::process::{Command, ExitCode};

use vvtool_codegen::{Home, Mode};

fn main() -> ExitCode {
    // `cargo run` keeps the caller's directory. From the repository's own, messages name files as a reader of it would.
    // What cargo says now, not what it said when this was compiled: the checkout may have moved since.
    let package = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    let root = Path::new(&package).join("../..");
    if let Err(error) = std::env::set_current_dir(&root) {
        eprintln!("{} cannot be entered: {error}", root.display());
        return ExitCode::FAILURE;
    }
    println!("1. Generate vvtool-api from spec/");
    let (spec, out) = (Path::new("spec"), Path::new("vvtool-api/src/generated"));
    match vvtool_codegen::generate(spec, out, Home::Runtime, Mode::Write) {
        Ok(report) if report.is_clean() => {
            println!("   nothing to do: {} files are as the specs say", report.unchanged)
        }
        Ok(report) => report.to_string().lines().for_each(|line| println!("   {line}")),
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    }
    println!("\n2. Use it against the loopback server");
    // With the features of the first program: what both are made of is compiled once.
    let features = ["--features", "vvtool-mock/quickstart"];
    // The cargo that runs this program, so that a toolchain chosen with `cargo +NAME` stays the chosen one.
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo).args(["run", "-q", "-p", "vvtool-walkthrough"]).args(features).status();
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cargo cannot be run: {error}");
            ExitCode::FAILURE
        }
    }
}
