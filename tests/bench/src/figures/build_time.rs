//! What rustc has to do, in seconds of processor time: for a user's small program on top of the crate, and for the crate itself.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use super::{Measurement, at_most, told};
use crate::report::Report;
use crate::stats::median;
use crate::{Result, place};

pub(super) const USER_BUILD: Measurement =
    Measurement { name: "user_release_build", figures: &[at_most("user_release_build", 0.03, 0.01)], run: user_build };

pub(super) const CRATE_CHECK: Measurement =
    Measurement { name: "crate_check", figures: &[told("crate_check", "s")], run: crate_check };

const OURS: &str = include_str!("../../user/ours.rs");
const DERIVE: &str = include_str!("../../user/derive.rs");
/// The structs live in a library, as they would with a crate of bindings: derive instantiates their decoders in the user's crate.
const BASELINE: &str = include_str!("../../baseline/src/reply.rs");
const SENT: &str = "
#[derive(Debug, Default, serde::Deserialize)]
pub struct Sent {
    #[serde(default)]
    pub data: Vec<Shipment>,
}

#[derive(Debug, Default, serde::Deserialize)]
pub struct Shipment {
    pub success: Option<bool>,
    pub withholding_money: Option<i64>,
}
";

/// Rebuild a user's program after its `main.rs` was touched: ours over the same one on the derive baseline.
fn user_build(this: &Measurement, report: &mut Report) -> Result<()> {
    let workspace = user_workspace()?;
    eprintln!("user_release_build: building two programs and their dependencies once");
    let mut ours = Build::new(&workspace, "ours")?;
    let mut derive = Build::new(&workspace, "derive")?;
    // Ours before and after the long one: the machine may be busy at one end only.
    let before = ours.rebuilds(3)?;
    let theirs = derive.rebuilds(1)?;
    let mine = (before + ours.rebuilds(3)?) / 2.0;
    eprintln!("user_release_build: {mine:.2} s against {theirs:.2} s");
    this.say(report, &[mine / theirs]);
    Ok(())
}

/// `cargo check` of the crate, its dependencies checked before.
fn crate_check(this: &Measurement, report: &mut Report) -> Result<()> {
    let root = place::root();
    let mut check = Build { command: cargo(&root), touched: root.join("vvtool-api/src/lib.rs") };
    check.command.args(["check", "-q", "-p", "vvtool-api"]);
    place::run(&mut check.command)?;
    let seconds = check.rebuilds(3)?;
    this.say(report, &[seconds]);
    Ok(())
}

/// A cargo command that compiles everything anew that it compiles at all.
fn cargo(dir: &Path) -> Command {
    let mut command = place::cargo();
    command.current_dir(dir).env("CARGO_INCREMENTAL", "0");
    command
}

/// One command that is run again after a file was touched.
struct Build {
    command: Command,
    touched: PathBuf,
}

impl Build {
    /// A program of the users' workspace, built once with all its dependencies.
    fn new(workspace: &Path, program: &str) -> Result<Self> {
        let build = |offline: &[&str]| {
            let mut command = cargo(workspace);
            command.args(["build", "--release", "-q", "-p", program]).args(offline);
            // Its own: the release profile of a user, not the one of this workspace.
            command.arg("--target-dir").arg(workspace.join("target"));
            Self { command, touched: workspace.join(program).join("src/main.rs") }
        };
        let mut offline = build(&["--offline"]);
        if place::run(&mut offline.command).is_ok() {
            return Ok(offline);
        }
        let mut online = build(&[]);
        place::run(&mut online.command).map(|_| online)
    }

    /// Median seconds over `runs` runs, each after a touch.
    fn rebuilds(&mut self, runs: usize) -> Result<f64> {
        let mut seconds = Vec::new();
        for _ in 0..runs {
            File::options().append(true).open(&self.touched)?.set_modified(SystemTime::now())?;
            seconds.push(place::cpu_seconds(&mut self.command)?);
        }
        median(&seconds).ok_or_else(|| "no runs".into())
    }
}

/// A workspace of two programs and the baseline library, as a user would have it: default profiles, our versions of the dependencies.
fn user_workspace() -> Result<PathBuf> {
    let root = place::root();
    let dir = place::target().join("bench").join("user");
    let api = root.join("vvtool-api");
    let versions = fs::read_to_string(root.join("Cargo.toml"))?;
    let dependency = |name: &str| {
        let line = versions.lines().find(|line| line.starts_with(&format!("{name} = ")));
        line.map(str::to_owned).ok_or_else(|| format!("Cargo.toml names no version of {name}"))
    };
    let tokio = "tokio = { version = \"1\", default-features = false, features = [\"macros\", \"rt\"] }";
    let serde = "serde = { version = \"1\", features = [\"derive\"] }";
    let json = dependency("serde_json")?;
    // With the TLS and the form that a person would turn on.
    let reqwest = dependency("reqwest")?.replace(" }", ", features = [\"rustls\", \"multipart\"] }");
    let files = [
        ("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"ours\", \"derive\", \"baseline\"]\n".to_owned()),
        (
            "ours/Cargo.toml",
            manifest("ours", &[&format!("vvtool-api = {{ path = {:?} }}", api.display().to_string()), tokio]),
        ),
        ("ours/src/main.rs", OURS.to_owned()),
        (
            "derive/Cargo.toml",
            manifest("derive", &["baseline = { path = \"../baseline\" }", &reqwest, serde, &json, tokio]),
        ),
        ("derive/src/main.rs", DERIVE.to_owned()),
        ("baseline/Cargo.toml", manifest("baseline", &[serde])),
        ("baseline/src/lib.rs", format!("{BASELINE}{SENT}")),
    ];
    for (name, text) in files {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().unwrap_or(&dir))?;
        // An untouched file keeps its age, so that a second run has its dependencies built.
        if fs::read_to_string(&path).ok().as_deref() != Some(text.as_str()) {
            fs::write(&path, text)?;
        }
    }
    fs::copy(root.join("Cargo.lock"), dir.join("Cargo.lock"))?;
    Ok(dir)
}

fn manifest(name: &str, dependencies: &[&str]) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\n",
        dependencies.join("\n")
    )
}
