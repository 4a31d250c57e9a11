//! Prints one line per figure; everything else goes to stderr.

use std::process::ExitCode;

use vvtool_bench::report::Report;
use vvtool_bench::{Result, figures, inputs, synth};

const USAGE: &str = "\
usage: cargo run -q --release -p vvtool-bench [-- [--check] NAME...]
       without names every figure is measured (some minutes)
  --list          names of the figures with their limits and aims
  --check         end with 1 when a measured figure misses its limit
  --write-inputs  make the committed inputs and the derive baseline anew from spec/";

fn main() -> ExitCode {
    match run(std::env::args().skip(1).collect()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("vvtool-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Vec<String>) -> Result<ExitCode> {
    let (flags, names): (Vec<String>, Vec<String>) =
        arguments.into_iter().partition(|argument| argument.starts_with('-'));
    let mut check = false;
    for flag in &flags {
        match flag.as_str() {
            "--list" => return Ok(list()),
            "--write-inputs" => return synth::write().map(|()| ExitCode::SUCCESS),
            "--check" => check = true,
            _ => return Err(format!("unknown option `{flag}`\n{USAGE}").into()),
        }
    }
    let chosen = figures::chosen(&names)?;
    if cfg!(debug_assertions) {
        eprintln!("a build without optimisation: run it with --release, these figures mean nothing");
    }
    if let Some(dir) = inputs::reference_dir() {
        eprintln!("the reference inputs in {} are measured too, as ..._reference", dir.display());
    }
    let mut report = Report::default();
    let mut failed = false;
    for measurement in chosen {
        if let Err(error) = (measurement.run)(measurement, &mut report) {
            // The other figures are still worth having.
            eprintln!("{}: {error}", measurement.name);
            failed = true;
        }
    }
    let misses = report.misses();
    misses.iter().for_each(|miss| eprintln!("limit missed: {miss}"));
    Ok(if failed || (check && !misses.is_empty()) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn list() -> ExitCode {
    for figure in figures::ALL.iter().flat_map(|measurement| measurement.figures) {
        let unit = if figure.unit.is_empty() { "ratio" } else { figure.unit };
        println!("{:<30} {unit:<8} limit {:<10} aim {}", figure.name, figure.limit.to_string(), figure.aim);
    }
    ExitCode::SUCCESS
}
