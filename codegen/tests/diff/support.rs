//! Specs in temporary folders.

use std::fs;
use std::path::{Path, PathBuf};

use vvtool_codegen::diff::{Change, Version, compare};
use vvtool_codegen::fingerprint;
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

/// `@ file` or `@ new file`, then blocks: `-` lines are replaced by the `+` lines below them; an empty line ends a block.
pub(crate) fn patch(text: &str, spec: &Path) {
    let (mut file, mut old, mut new) = (PathBuf::new(), String::new(), String::new());
    let flush = |file: &Path, old: &mut String, new: &mut String| {
        if old.is_empty() && new.is_empty() {
            return;
        }
        let text = if old.is_empty() {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            new.clone()
        } else {
            let text = fs::read_to_string(file).unwrap();
            assert_eq!(text.matches(old.as_str()).count(), 1, "{}: {old}", file.display());
            text.replace(old.as_str(), new)
        };
        fs::write(file, text).unwrap();
        old.clear();
        new.clear();
    };
    for line in text.lines() {
        if let Some(path) = line.strip_prefix("@ ") {
            flush(&file, &mut old, &mut new);
            file = spec.join(path.strip_prefix("new ").unwrap_or(path));
        } else if let Some(line) = line.strip_prefix('-') {
            if !new.is_empty() {
                flush(&file, &mut old, &mut new);
            }
            old.push_str(&format!("{line}\n"));
        } else if let Some(line) = line.strip_prefix('+') {
            new.push_str(&format!("{line}\n"));
        } else if line.is_empty() {
            flush(&file, &mut old, &mut new);
        } else {
            panic!("a patch line begins with @, - or +: {line:?}");
        }
    }
    flush(&file, &mut old, &mut new);
}

/// The package `vvspec` was built from.
pub(crate) fn vvspec() -> std::process::Command {
    std::process::Command::new(env!("CARGO_BIN_EXE_vvspec"))
}
