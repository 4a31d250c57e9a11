//! Runs the scripts of a workflow, one step after the other, as GitHub does.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::rules::{steps, workflow};

/// A machine that has one pull request to look at.
pub(crate) struct Runner {
    folder: TempDir,
    workflow: Value,
    /// What expressions are worth.
    known: BTreeMap<String, String>,
    /// All that was printed.
    pub(crate) log: String,
}

impl Runner {
    pub(crate) fn new(pages_variable: &str) -> Self {
        let mut runner = Self {
            folder: tempfile::tempdir().unwrap(),
            workflow: workflow(),
            known: BTreeMap::new(),
            log: String::new(),
        };
        for folder in ["bin", "temp", "origin"] {
            fs::create_dir(runner.path(folder)).unwrap();
        }
        for (name, value) in [
            ("vars.VVSPEC_PAGES", pages_variable),
            ("github.base_ref", "main"),
            ("github.token", "a-token"),
            ("github.event.pull_request.number", "7"),
            ("runner.temp", &runner.path("temp").to_string_lossy()),
        ] {
            runner.known.insert(name.to_owned(), value.to_owned());
        }
        runner.command(
            "cargo",
            &format!("if [ \"$1\" = vvspec ]; then shift; exec {:?} \"$@\"; fi", env!("CARGO_BIN_EXE_vvspec")),
        );
        runner
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The checked-out pull request.
    pub(crate) fn checkout(&self) -> PathBuf {
        self.path("checkout")
    }

    pub(crate) fn temp(&self, file: &str) -> String {
        fs::read_to_string(self.path("temp").join(file)).unwrap_or_default()
    }

    /// Puts a program in front of the machine's own.
    pub(crate) fn command(&self, name: &str, script: &str) {
        let place = self.path("bin").join(name);
        fs::write(&place, format!("#!/usr/bin/env bash\n{script}\n")).unwrap();
        fs::set_permissions(&place, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Runs the scripts of a job up to the first that fails. True when none does.
    pub(crate) fn job(&mut self, job: &str, folder: &Path) -> bool {
        let steps = steps(&self.workflow, job);
        let passed = steps.iter().filter(|step| step["run"].is_string()).all(|step| self.step(step, folder));
        let outputs = self.workflow["jobs"][job]["outputs"].as_object().cloned().unwrap_or_default();
        for (name, value) in outputs {
            let value = self.evaluated(value.as_str().unwrap());
            self.known.insert(format!("needs.{job}.outputs.{name}"), value);
        }
        passed
    }

    fn step(&mut self, step: &Value, folder: &Path) -> bool {
        // As GitHub starts `shell: bash`.
        let (script, output) = (self.path("temp/script.sh"), self.path("temp/output"));
        fs::write(&script, step["run"].as_str().unwrap()).unwrap();
        fs::write(&output, "").unwrap();
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(&script).current_dir(folder);
        let path = std::env::var("PATH").unwrap();
        command.env("PATH", format!("{}:{path}", self.path("bin").display()));
        command.env("GITHUB_OUTPUT", &output).env("GITHUB_STEP_SUMMARY", self.path("temp/summary"));
        command.env("GITHUB_REPOSITORY", "owner/name").env("RUNNER_TEMP", self.path("temp"));
        for (name, value) in step["env"].as_object().into_iter().flatten() {
            command.env(name, self.evaluated(value.as_str().unwrap()));
        }
        let ran = command.output().unwrap();
        self.log += &String::from_utf8(ran.stdout).unwrap();
        self.log += &String::from_utf8(ran.stderr).unwrap();
        for line in fs::read_to_string(&output).unwrap().lines() {
            let (name, value) = line.split_once('=').expect("name=value");
            self.known.insert(format!("steps.{}.outputs.{name}", step["id"].as_str().unwrap()), value.to_owned());
        }
        ran.status.success()
    }

    /// `${{ name }}` and text without expressions; an expression that nobody told is a mistake in the workflow.
    fn evaluated(&self, text: &str) -> String {
        match text.strip_prefix("${{ ").and_then(|rest| rest.strip_suffix(" }}")) {
            None => text.to_owned(),
            // The output of a step that did not run.
            Some(name) if name.starts_with("steps.") => self.known.get(name).cloned().unwrap_or_default(),
            Some(name) => self.known.get(name).unwrap_or_else(|| panic!("{name} is not known")).clone(),
        }
    }
}
