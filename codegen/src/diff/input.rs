//! The two specs of a comparison: folders, or revisions of a repository.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::Version;
use super::git::{Checkout, Repository};
use super::release::Papers;
use super::unread::unread;
use crate::load::{Acceptance, accepted};
use crate::model::api::Api;
use crate::source::Sources;

/// A spec, read.
#[derive(Debug)]
pub struct Loaded {
    /// What reports call it: a folder or a revision.
    pub label: String,
    /// What it says.
    pub api: Api,
    /// Its files.
    pub sources: Sources,
    /// Manifest and changelog beside it.
    pub papers: Papers,
}

impl Loaded {
    /// For [`super::compare`].
    pub fn version(&self) -> Version<'_> {
        Version { api: &self.api, sources: &self.sources }
    }
}

/// Both specs and what a reviewer accepted.
#[derive(Debug)]
pub struct Pair {
    /// The old one.
    pub base: Loaded,
    /// The new one.
    pub head: Loaded,
    /// Entries of the new spec's `accepted.yaml`.
    pub accepted: Vec<Acceptance>,
    /// The file they stand in.
    pub accepted_sources: Sources,
}

/// Where a spec is.
#[derive(Debug)]
enum Place {
    Folder(PathBuf),
    Commit { label: String, checkout: Checkout },
}

impl Place {
    fn spec(&self) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.clone(),
            Self::Commit { checkout, .. } => checkout.spec(),
        }
    }

    fn label(&self) -> String {
        match self {
            Self::Folder(folder) => folder.to_string_lossy().into_owned(),
            Self::Commit { label, .. } => label.clone(),
        }
    }

    /// A path or message as people know it.
    fn shown(&self, text: &str) -> String {
        match self {
            Self::Folder(_) => text.to_owned(),
            Self::Commit { checkout, .. } => text.replace(&checkout.prefix(), ""),
        }
    }

    fn load(&self, skip: &HashSet<PathBuf>) -> Result<Loaded, String> {
        let spec = self.spec();
        match crate::read_without(&spec, skip) {
            Ok((api, mut sources)) => {
                for file in &mut sources.files {
                    file.path = self.shown(&file.path);
                }
                Ok(Loaded { label: self.label(), api, sources, papers: Papers::beside(&spec) })
            }
            Err(diags) => Err(format!("{}: the spec has errors\n{}", self.label(), self.shown(&diags.to_string()))),
        }
    }
}

/// Read both specs. Without `head` it is the folder `spec`; without `base` it is where `head` left the default branch.
///
/// # Errors
/// Why there is nothing to compare, for people.
pub fn load(base: Option<&str>, head: Option<&str>, spec: &Path) -> Result<Pair, String> {
    let new = match head {
        None => Place::Folder(spec.to_owned()),
        Some(name) => place(name, spec)?,
    };
    let old = match base {
        Some(name) => place(name, spec)?,
        None => {
            let repository = Repository::of(spec)?;
            let revision = match &new {
                Place::Folder(_) => "HEAD",
                Place::Commit { label, .. } => label,
            };
            let commit = repository.merge_base(revision)?;
            let label = commit.chars().take(12).collect();
            Place::Commit { label, checkout: repository.checkout(&commit)? }
        }
    };
    let skip = unread(&old.spec(), &new.spec());
    let (base, head) = std::thread::scope(|scope| {
        let other = scope.spawn(|| old.load(&skip));
        let head = new.load(&skip);
        (other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), head)
    });
    let file = new.spec().join("accepted.yaml");
    let shown = new.shown(&file.to_string_lossy());
    let read = accepted(&file, &shown);
    match (base, head, read) {
        (Ok(base), Ok(head), Ok((accepted, accepted_sources))) => Ok(Pair { base, head, accepted, accepted_sources }),
        (base, head, read) => {
            let errors = [base.err(), head.err(), read.err().map(|diags| diags.to_string())];
            Err(errors.into_iter().flatten().collect::<Vec<_>>().join("\n"))
        }
    }
}

/// A folder when there is one of that name, a revision otherwise.
fn place(name: &str, spec: &Path) -> Result<Place, String> {
    let folder = PathBuf::from(name);
    if folder.is_dir() {
        return Ok(Place::Folder(folder));
    }
    let repository =
        Repository::of(spec).map_err(|error| format!("{name:?} is no folder, and there are no revisions: {error}"))?;
    let commit = repository.commit(name)?;
    Ok(Place::Commit { label: name.to_owned(), checkout: repository.checkout(&commit)? })
}
