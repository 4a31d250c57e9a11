//! A scratch copy of the small valid spec that tests start from.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use vvtool_codegen::{Diags, lint};

pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures")
}

pub(crate) fn base() -> PathBuf {
    fixtures().join("error/base")
}

/// A spec folder that goes away with the value.
pub(crate) struct Scratch {
    folder: tempfile::TempDir,
}

impl Scratch {
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn base() -> Self {
        let scratch = Self::empty();
        copy(&base(), &scratch.spec());
        scratch
    }

    pub(crate) fn spec(&self) -> PathBuf {
        self.folder.path().join("spec")
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.spec().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// What is wrong with it; nothing when it is fine.
    pub(crate) fn findings(&self) -> Diags {
        lint(&self.spec()).err().unwrap_or_default()
    }

    /// The same as people read it, with paths that begin at the spec.
    pub(crate) fn lint(&self) -> String {
        let found = self.findings();
        if found.is_empty() {
            return String::new();
        }
        found.to_string().replace(&format!("{}/", self.folder.path().display()), "")
    }
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// The repository's own spec.
pub(crate) fn own_spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

/// The spec of a user's crate, in which each key is used.
pub(crate) fn users_spec() -> PathBuf {
    fixtures().join("../own-spec/spec")
}

/// A command about a spec: how it ends, what it prints, what it complains about.
pub(crate) fn vvspec(command: &str, spec: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut vvspec = Command::new(env!("CARGO_BIN_EXE_vvspec"));
    let output = vvspec.arg(command).args(arguments).arg("--spec").arg(spec).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}
