//! Specs in temporary folders.

use std::fs;
use std::path::{Path, PathBuf};

use vvtool_codegen::fingerprint;
use vvtool_codegen::inner::diff::{Change, Version, compare, inputs};
use vvtool_codegen::model::api::Api;
use vvtool_codegen::source::Sources;

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The repository's own spec.
pub(crate) fn real() -> PathBuf {
    root().join("spec")
}

/// A small spec with one of everything.
pub(crate) fn small() -> PathBuf {
    root().join("tests/fixtures/error/base")
}

pub(crate) fn copy(from: &Path, to: &Path) {
    for (path, place) in fingerprint::files(from).unwrap() {
        let target = to.join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(place, target).unwrap();
    }
}

/// A copy of a spec, to be changed.
pub(crate) struct Spec {
    folder: tempfile::TempDir,
}

impl Spec {
    pub(crate) fn copy_of(from: &Path) -> Self {
        let spec = Self { folder: tempfile::tempdir().unwrap() };
        copy(from, &spec.path());
        spec
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("spec")
    }

    pub(crate) fn file(&self, file: &str) -> PathBuf {
        self.path().join(file)
    }

    /// Replace a text that stands in the file exactly once.
    pub(crate) fn edit(&self, file: &str, old: &str, new: &str) -> &Self {
        let text = fs::read_to_string(self.file(file)).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{file}: {old}");
        fs::write(self.file(file), text.replace(old, new)).unwrap();
        self
    }

    pub(crate) fn read(&self) -> (Api, Sources) {
        vvtool_codegen::read(&self.path()).unwrap_or_else(|diags| panic!("{diags}"))
    }
}

pub(crate) fn changes(base: &(Api, Sources), head: &(Api, Sources)) -> Vec<Change> {
    compare(Version { api: &base.0, sources: &base.1 }, Version { api: &head.0, sources: &head.1 })
}

/// As `vvspec diff` does it: what is the same on both sides is not read.
pub(crate) fn changes_read(base: &Path, head: &Path) -> (inputs::Pair, Vec<Change>) {
    let name = |path: &Path| path.display().to_string();
    let pair = inputs::load(Some(&name(base)), Some(&name(head)), head).unwrap();
    let found = compare(pair.base.version(), pair.head.version());
    (pair, found)
}

/// The package `vvspec` was built from.
pub(crate) fn vvspec() -> std::process::Command {
    std::process::Command::new(env!("CARGO_BIN_EXE_vvspec"))
}

pub(crate) fn code(output: &std::process::Output) -> i32 {
    output.status.code().unwrap()
}

pub(crate) fn said(output: &std::process::Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
