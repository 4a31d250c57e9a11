//! Turns declarative API specs into Rust.
//!
//! Data goes one way: files -> [`load`] (syntax and shape) -> [`model`] (names and references) -> [`check`] (meaning). Each stage
//! reports all it finds and hands on what it understood, so one run shows every mistake of a spec; nothing leaves [`read`] while
//! there is one.

pub mod builder;
pub mod check;
pub mod codes;
pub mod diag;
pub mod diff;
pub mod dump;
pub mod emit;
pub mod explain;
pub mod fingerprint;
pub mod generate;
pub mod import;
pub mod json;
pub mod load;
pub mod message;
pub mod model;
pub mod package;
mod parallel;
pub mod source;
mod visible;
pub mod write;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

pub use builder::Builder;
pub use diag::{Diag, Diags};
pub use emit::Home;
pub use generate::{GenerateError, generate};
pub use load::schema;
use model::api::Api;
use source::Sources;
pub use write::{Mode, Report};

/// Read and check a spec folder, and list what imports left to a person (`review:` marks).
///
/// # Errors
/// As [`read`]; and the open decisions, although code can be generated meanwhile.
pub fn lint(root: &Path) -> Result<(Api, Sources), Diags> {
    let (raw, read) = stages(root, &HashSet::new(), &BTreeMap::new());
    read.finish(check::review::check(&raw))
}

/// Read and check a spec folder.
///
/// # Errors
/// Everything that is wrong with it, in the order of files and lines.
pub fn read(root: &Path) -> Result<(Api, Sources), Diags> {
    stages(root, &HashSet::new(), &BTreeMap::new()).1.finish(Vec::new())
}

/// Read a spec folder without some of its operations and examples (paths below the root), to compare it with one that has the very
/// same ones.
///
/// # Errors
/// Everything that is wrong with the rest.
pub(crate) fn read_without(root: &Path, skip: &HashSet<PathBuf>) -> Result<(Api, Sources), Diags> {
    stages(root, skip, &BTreeMap::new()).1.finish(Vec::new())
}

/// What the three stages understood, and all they found.
struct Stages {
    api: Api,
    sources: Sources,
    diags: Vec<Diag>,
}

/// Everything that is wrong with a spec folder as it will be once the files of `over` are written.
pub(crate) fn findings(root: &Path, over: &BTreeMap<PathBuf, String>) -> (Vec<Diag>, Sources) {
    let (_, stages) = stages(root, &HashSet::new(), over);
    (stages.diags, stages.sources)
}

fn stages(root: &Path, skip: &HashSet<PathBuf>, over: &BTreeMap<PathBuf, String>) -> (load::raw::Raw, Stages) {
    let (raw, sources, mut diags) = load::dir_without(root, skip, over);
    let (api, found) = model::lower(&raw, &sources);
    diags.extend(found);
    diags.extend(check::all(&raw, &api));
    (raw, Stages { api, sources, diags })
}

impl Stages {
    fn finish(mut self, more: Vec<Diag>) -> Result<(Api, Sources), Diags> {
        self.diags.extend(more);
        if self.diags.is_empty() { Ok((self.api, self.sources)) } else { Err(Diags::new(self.diags, self.sources)) }
    }
}
