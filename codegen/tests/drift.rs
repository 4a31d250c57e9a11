//! The drift locks, tried by mutation: whatever changes by one character, is deleted or is added, `generate --check` and
//! `cargo build -p vvtool-api` both notice, and say which command to run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use vvtool_codegen::{Home, Mode, fingerprint, generate};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn copy(from: &Path, to: &Path) {
    for (path, place) in fingerprint::files(from).unwrap() {
        let target = to.join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(place, target).unwrap();
    }
}

/// The repository's spec and generated code, and a `vvtool-api` package that holds the real build script and nothing to compile.
struct Copy {
    folder: tempfile::TempDir,
}

impl Copy {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        copy(&root().join("spec"), &at("spec"));
        copy(&root().join("vvtool-api/src/generated"), &at("vvtool-api/src/generated"));
        fs::create_dir_all(at("codegen/src")).unwrap();
        fs::copy(root().join("codegen/src/fingerprint.rs"), at("codegen/src/fingerprint.rs")).unwrap();
        fs::copy(root().join("vvtool-api/build.rs"), at("vvtool-api/build.rs")).unwrap();
        fs::write(at("vvtool-api/src/lib.rs"), "").unwrap();
        let package = "[workspace]\n[package]\nname = \"vvtool-api\"\nversion = \"0.0.0\"\nedition = \"2024\"\n";
        fs::write(at("vvtool-api/Cargo.toml"), package).unwrap();
        Self { folder }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn check_is_clean(&self) -> bool {
        generate(&self.path("spec"), &self.path("vvtool-api/src/generated"), Home::Runtime, Mode::Check)
            .is_ok_and(|report| report.is_clean())
    }

    fn build(&self) -> Result<(), String> {
        let run = Command::new(env!("CARGO"))
            .args(["build", "--offline", "--quiet", "-p", "vvtool-api"])
            .current_dir(self.path("vvtool-api"))
            .env("CARGO_TARGET_DIR", self.path("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        if run.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&run.stderr).into_owned()) }
    }
}

/// Another character of the same kind, so that a change stays as small as a change can be.
fn other(byte: u8) -> u8 {
    match byte {
        b'a'..=b'y' | b'A'..=b'Y' | b'0'..=b'8' => byte + 1,
        b'z' => b'a',
        b'Z' => b'A',
        b'9' => b'0',
        _ => b'x',
    }
}

/// For every key of the spec format that occurs: a file, and where in it the key's value starts.
fn spec_elements() -> BTreeMap<String, (String, usize)> {
    let mut elements = BTreeMap::new();
    for (path, place) in fingerprint::files(&root().join("spec")).unwrap() {
        let text = fs::read_to_string(place).unwrap();
        if !path.ends_with(".yaml") {
            elements.insert(format!("the file {path}"), (path, text.trim_end().len() / 2));
            continue;
        }
        for (colon, _) in text.match_indices(": ") {
            let key: String = text[..colon].chars().rev().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            let key: String = key.chars().rev().collect();
            let value = text[colon + 2..].bytes().position(|byte| byte.is_ascii_alphanumeric());
            if let (false, Some(value)) = (key.is_empty(), value) {
                elements.entry(key).or_insert((path.clone(), colon + 2 + value));
            }
        }
    }
    elements
}

#[test]
fn the_committed_code_is_what_the_spec_says() {
    let report =
        generate(&root().join("spec"), &root().join("vvtool-api/src/generated"), Home::Runtime, Mode::Check).unwrap();
    assert!(report.is_clean(), "run `cargo vvspec generate`:\n{report}");
}

#[test]
fn one_character_of_any_spec_element_is_noticed_by_both_locks() {
    let copy = Copy::new();
    assert!(copy.check_is_clean());
    copy.build().unwrap();
    let elements = spec_elements();
    assert!(elements.len() > 50, "found only {} kinds of elements", elements.len());
    let mut missed = Vec::new();
    for (element, (path, at)) in elements {
        let place = copy.path("spec").join(&path);
        let before = fs::read(&place).unwrap();
        let mut after = before.clone();
        after[at] = other(after[at]);
        fs::write(&place, after).unwrap();
        if copy.check_is_clean() {
            missed.push(format!("generate --check: {element} in {path}"));
        }
        match copy.build() {
            Err(message) if message.contains("cargo vvspec generate") => {}
            Err(message) => missed.push(format!("cargo build without the command: {element} in {path}: {message}")),
            Ok(()) => missed.push(format!("cargo build: {element} in {path}")),
        }
        fs::write(&place, before).unwrap();
    }
    assert!(missed.is_empty(), "not noticed:\n{}", missed.join("\n"));
}

#[test]
fn every_generated_file_is_guarded_by_both_locks() {
    let copy = Copy::new();
    let generated = copy.path("vvtool-api/src/generated");
    let mut missed = Vec::new();
    let mut tried = |what: String| {
        if copy.check_is_clean() {
            missed.push(format!("generate --check: {what}"));
        }
        if !copy.build().is_err_and(|message| message.contains("cargo vvspec generate")) {
            missed.push(format!("cargo build: {what}"));
        }
    };
    for (path, place) in fingerprint::files(&generated).unwrap() {
        let before = fs::read(&place).unwrap();
        let mut after = before.clone();
        let middle = after.len() / 2;
        after[middle] = other(after[middle]);
        fs::write(&place, after).unwrap();
        tried(format!("one character of {path}"));
        fs::remove_file(&place).unwrap();
        tried(format!("{path} deleted"));
        fs::write(&place, before).unwrap();
    }
    fs::write(generated.join("stray.rs"), "").unwrap();
    tried("a stray file".into());
    fs::remove_file(generated.join("stray.rs")).unwrap();
    fs::write(copy.path("spec/vvtool/erps/stray.yaml"), "").unwrap();
    tried("a stray spec file".into());
    fs::remove_file(copy.path("spec/vvtool/erps/stray.yaml")).unwrap();
    assert!(missed.is_empty(), "not noticed:\n{}", missed.join("\n"));
    assert!(copy.check_is_clean());
    copy.build().unwrap();
}

#[test]
fn the_same_spec_gives_the_same_bytes_and_unchanged_files_are_not_touched() {
    let copy = Copy::new();
    let (spec, out) = (copy.path("spec"), copy.path("out"));
    let first = generate(&spec, &out, Home::Runtime, Mode::Write).unwrap();
    assert!(!first.created.is_empty() && first.updated.is_empty() && first.deleted.is_empty());
    let print = fingerprint::of_dir(&out).unwrap();
    let times = |out: &Path| -> Vec<_> {
        let files = fingerprint::files(out).unwrap();
        files.into_iter().map(|(_, place)| fs::metadata(place).unwrap().modified().unwrap()).collect()
    };
    let before = times(&out);
    // With the memory of the first run, and without it.
    for memory in [true, false] {
        if !memory {
            fs::remove_file(out.join(".vvspec-memory")).unwrap();
        }
        let again = generate(&spec, &out, Home::Runtime, Mode::Write).unwrap();
        assert!(again.is_clean(), "{again}");
        assert_eq!(times(&out), before);
    }
    fs::remove_dir_all(&out).unwrap();
    generate(&spec, &out, Home::Runtime, Mode::Write).unwrap();
    assert_eq!(fingerprint::of_dir(&out).unwrap(), print);
}

#[test]
fn one_edit_rewrites_only_what_it_reaches() {
    let copy = Copy::new();
    let out = copy.path("vvtool-api/src/generated");
    let place = copy.path("spec/vvtool/erps/send.yaml");
    let text = fs::read_to_string(&place).unwrap();
    fs::write(&place, text.replacen("Shop that owns the order", "Shop whose order it is", 1)).unwrap();
    let report = generate(&copy.path("spec"), &out, Home::Runtime, Mode::Write).unwrap();
    assert_eq!(report.updated, ["fingerprint.txt", "vvtool/erps/send.rs"], "{report}");
    assert!(copy.check_is_clean());
    copy.build().unwrap();
}

#[test]
fn a_spec_with_errors_leaves_the_generated_files_alone() {
    let copy = Copy::new();
    let out = copy.path("vvtool-api/src/generated");
    let before = fingerprint::of_dir(&out).unwrap();
    fs::write(copy.path("spec/vvtool/erps/send.yaml"), "operation: [").unwrap();
    assert!(generate(&copy.path("spec"), &out, Home::Runtime, Mode::Write).is_err());
    assert_eq!(fingerprint::of_dir(&out).unwrap(), before);
}
