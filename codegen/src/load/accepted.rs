//! `accepted.yaml`: findings of `vvspec diff` that a reviewer has accepted.

use std::path::Path;

use super::files::{Entry, Role};
use super::raw::{Acceptance, RawAccepted};
use super::{files, shape, yaml};
use crate::diag::{Diag, Diags};
use crate::source::Sources;

/// Read the file; no file, no entries.
///
/// # Errors
/// Everything that is wrong with it.
pub fn accepted(path: &Path, shown: &str) -> Result<(Vec<Acceptance>, Sources), Diags> {
    let mut sources = Sources::default();
    let (entries, diags) = read(path, shown, &mut sources);
    if diags.is_empty() { Ok((entries, sources)) } else { Err(Diags::new(diags, sources)) }
}

/// The entries of a file that may have mistakes, which are somebody else's.
#[cfg(feature = "diff")]
pub(crate) fn accepted_so_far(path: &Path) -> Vec<Acceptance> {
    read(path, "", &mut Sources::default()).0
}

/// What is wrong with the file of a spec folder.
pub(crate) fn in_accepted(root: &Path, sources: &mut Sources) -> Vec<Diag> {
    read(&root.join("accepted.yaml"), &format!("{}/accepted.yaml", files::shown(root)), sources).1
}

/// The entries, and what is wrong with them; the file becomes one of `sources`.
fn read(path: &Path, shown: &str, sources: &mut Sources) -> (Vec<Acceptance>, Vec<Diag>) {
    if !path.exists() {
        return Default::default();
    }
    let file = u32::try_from(sources.files.len()).unwrap_or(u32::MAX);
    let entry = Entry {
        path: path.to_owned(),
        shown: shown.to_owned(),
        service: String::new(),
        folder: String::new(),
        role: Role::Nothing,
        text: None,
        problem: None,
    };
    let (source, problem) = files::read(file, &entry);
    let mut diags: Vec<_> = problem.into_iter().collect();
    let mut entries = Vec::new();
    if diags.is_empty() {
        match yaml::parse(file, &source.text) {
            Ok(node) => {
                shape::map(&node, RawAccepted::TABLE, &mut diags);
                entries = RawAccepted::of(&node).accepted;
            }
            Err(problem) => diags.push(problem),
        }
    }
    sources.files.push(source);
    (entries, diags)
}
