//! The stages in their order: a folder in, the model or everything that is wrong with it out.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use crate::diag::{Diag, Diags};
use crate::load::raw::Raw;
use crate::model::api::Api;
use crate::source::Sources;
use crate::{bundle, check, load, model};

/// Read and check a spec folder.
///
/// # Errors
/// Everything that is wrong with it, in the order of files and lines.
pub fn read(root: &Path) -> Result<(Api, Sources), Diags> {
    let (raw, read) = stages(root, &HashSet::new(), &BTreeMap::new());
    read.folded(root, &raw).finish(Vec::new())
}

/// Read and check a spec that is one text; messages show its files below `shown`.
///
/// # Errors
/// Everything that is wrong with it, as [`read`]; for a text that is no [`bundle`] that there are no files.
pub fn read_bundle(text: &str, shown: &str) -> Result<(Api, Sources), Diags> {
    stages(Path::new(shown), &HashSet::new(), &bundle::read(text, shown).unwrap_or_default()).1.finish(Vec::new())
}

/// Read and check a spec folder and the files beside the spec (docs.lock, accepted.yaml), and list what imports left to a person
/// (`review:` marks, open entries of docs.lock).
///
/// # Errors
/// As [`read`]; and the open decisions, although code can be generated meanwhile.
pub fn lint(root: &Path) -> Result<(Api, Sources), Diags> {
    let (mut raw, mut read) = stages(root, &HashSet::new(), &BTreeMap::new());
    let lock = load::in_lock(root, &mut read.sources);
    raw.reviews.extend(lock.reviews);
    read.diags.extend(lock.broken);
    read.diags.extend(load::in_accepted(root, &mut read.sources));
    read.folded(root, &raw).finish(check::review::check(&raw.reviews))
}

/// Whether docs.lock can be relied on.
///
/// # Errors
/// What is wrong with it.
#[cfg(feature = "cli")]
pub(crate) fn lock(root: &Path) -> Result<(), Diags> {
    let mut sources = Sources::default();
    match load::in_lock(root, &mut sources).broken {
        Some(broken) => Err(Diags::new(vec![broken], sources)),
        None => Ok(()),
    }
}

/// The text of `schema.json`: the format, with this spec's own names to choose from where a type or an error is named.
pub fn schema(api: &Api) -> String {
    let ids = api.ids.iter().map(|id| (id.name.wire.as_str(), id.doc.en.clone()));
    let built_in = model::BUILT_IN.iter().zip(model::BUILT_IN_HOLDS).map(|(name, holds)| (*name, (*holds).to_owned()));
    let types: Vec<(&str, String)> = built_in.chain(ids).collect();
    let all = api.services.iter().flat_map(|service| &service.errors);
    let mut errors: Vec<(&str, String)> = all
        .map(|error| (error.name.wire.as_str(), format!("{} {}: {}", error.code, error.message, error.doc.en)))
        .collect();
    // Services may have errors of one name; the first one is told.
    errors.sort_by_key(|(name, _)| *name);
    errors.dedup_by_key(|(name, _)| *name);
    load::schema(load::Offered { types: &types, errors: &errors })
}

/// Read a spec folder without some of its operations and examples (paths below the root), to compare it with one that has the very
/// same ones.
///
/// # Errors
/// Everything that is wrong with the rest.
#[cfg(feature = "diff")]
pub(crate) fn read_without(root: &Path, skip: &HashSet<PathBuf>) -> Result<(Api, Sources), Diags> {
    stages(root, skip, &BTreeMap::new()).1.finish(Vec::new())
}

/// Everything that is wrong with a spec folder as it will be once the files of `over` are written.
#[cfg(feature = "import")]
pub(crate) fn findings(root: &Path, over: &BTreeMap<PathBuf, String>) -> (Vec<Diag>, Sources) {
    let (raw, Stages { api, sources, diags }) = stages(root, &HashSet::new(), over);
    // Taking a spec of thousands of operations apart takes as long as checking it, and nobody needs to wait for it. Without a thread
    // it is done here.
    let _ = std::thread::Builder::new().spawn(move || drop((raw, api)));
    (diags, sources)
}

/// What the three stages understood, and all they found.
struct Stages {
    api: Api,
    sources: Sources,
    diags: Vec<Diag>,
}

fn stages(root: &Path, skip: &HashSet<PathBuf>, over: &BTreeMap<PathBuf, String>) -> (Raw, Stages) {
    let (raw, sources, mut diags) = load::dir_without(root, skip, over);
    let (api, found) = model::lower(&raw, &sources);
    diags.extend(found);
    diags.extend(check::all(&raw, &api));
    (raw, Stages { api, sources, diags })
}

impl Stages {
    /// With one finding in the place of all that follow from it.
    fn folded(mut self, root: &Path, raw: &Raw) -> Self {
        check::follow_on::fold(&load::shown(root), raw, &mut self.sources, &mut self.diags);
        self
    }

    fn finish(mut self, more: Vec<Diag>) -> Result<(Api, Sources), Diags> {
        self.diags.extend(more);
        if self.diags.is_empty() { Ok((self.api, self.sources)) } else { Err(Diags::new(self.diags, self.sources)) }
    }
}
