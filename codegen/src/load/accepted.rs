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
    let (entries, sources, diags) = read(path, shown);
    if diags.is_empty() { Ok((entries, sources)) } else { Err(Diags::new(diags, sources)) }
}

/// The entries of a file that may have mistakes, which are somebody else's.
#[cfg(feature = "diff")]
pub(crate) fn accepted_so_far(path: &Path) -> Vec<Acceptance> {
    read(path, "").0
}

fn read(path: &Path, shown: &str) -> (Vec<Acceptance>, Sources, Vec<Diag>) {
    if !path.exists() {
        return Default::default();
    }
    let entry = Entry {
        path: path.to_owned(),
        shown: shown.to_owned(),
        service: String::new(),
        folder: String::new(),
        role: Role::Nothing,
        text: None,
        problem: None,
    };
    let (source, problem) = files::read(0, &entry);
    let sources = Sources { files: vec![source] };
    let mut diags: Vec<_> = problem.into_iter().collect();
    let mut entries = Vec::new();
    if diags.is_empty() {
        let text = sources.files.first().map(|file| file.text.as_str()).unwrap_or_default();
        match yaml::parse(0, text) {
            Ok(node) => {
                shape::map(&node, RawAccepted::TABLE, &mut diags);
                entries = RawAccepted::of(&node).accepted;
            }
            Err(problem) => diags.push(problem),
        }
    }
    (entries, sources, diags)
}
