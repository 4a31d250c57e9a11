//! Repositories with a spec in them.

use std::fs;
use std::path::Path;

use super::support::{copy, small};

pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    super::git::git(folder, None, arguments)
}

/// A repository with a spec: `main` and a branch on which one field became text.
pub(crate) fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&small(), &folder.path().join("spec"));
    fs::write(folder.path().join("Cargo.toml"), "[package]\nname = \"x\"\nversion = \"0.3.1\"\n").unwrap();
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "one"]);
    git(folder.path(), &["tag", "v0.3.1"]);
    git(folder.path(), &["checkout", "-qb", "work"]);
    edit(folder.path(), "type: decimal, example: \"1.5\"", "type: text, example: \"1.5\"");
    git(folder.path(), &["commit", "-qam", "two"]);
    folder
}

pub(crate) fn edit(folder: &Path, old: &str, new: &str) {
    let file = folder.join("spec/demo/order/change.yaml");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(old));
    fs::write(file, text.replace(old, new)).unwrap();
}
