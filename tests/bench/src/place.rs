//! Where things are: the workspace, its build directory, room for what a measurement writes.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use wait4::Wait4 as _;

use crate::Result;

/// The workspace: two levels above this package.
pub fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package).to_path_buf()
}

/// The build directory of the workspace, as cargo itself would choose it.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// An empty directory below the build directory.
pub fn fresh(name: &str) -> Result<PathBuf> {
    let dir = target().join("bench").join(name);
    if dir.exists() {
        std::fs::remove_dir_all(&dir)?;
    }
    std::fs::create_dir_all(&dir)?;
    Ok(dir)
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Run a command to its end; its chatter is shown only when it fails.
pub fn run(command: &mut Command) -> Result<String> {
    let output = command.output().map_err(|error| format!("cannot start {command:?}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(format!("{command:?} ended with {}:\n{said}", output.status).into())
}

/// Seconds that processors spent on a command and on all it started: a busy machine makes it wait, not work. It must succeed.
pub fn cpu_seconds(command: &mut Command) -> Result<f64> {
    let ended = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?.wait4()?;
    if !ended.status.success() {
        return Err(format!("{command:?} ended with {}", ended.status).into());
    }
    Ok((ended.rusage.utime + ended.rusage.stime).as_secs_f64())
}

/// Seconds and megabytes of a command that must end with `code`; what it prints goes nowhere.
pub fn timed(command: &mut Command, code: i32) -> Result<(f64, f64)> {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let ended = child.wait4()?;
    let seconds = start.elapsed().as_secs_f64();
    if ended.status.code() != Some(code) {
        return Err(format!("{command:?} ended with {}, not with {code}", ended.status).into());
    }
    Ok((seconds, ended.rusage.maxrss as f64 / 1e6))
}

/// Build a binary of the workspace in the release profile and say where it is.
pub fn release_binary(package: &str, name: &str) -> Result<PathBuf> {
    run(cargo().current_dir(root()).args(["build", "--release", "-q", "-p", package, "--bin", name]))?;
    Ok(target().join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}
