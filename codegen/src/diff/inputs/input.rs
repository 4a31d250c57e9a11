//! The two specs of a comparison: folders, or revisions of a repository.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::git::{Checkout, Repository, Tag};
use super::unchanged::unchanged;
use crate::diff::change::Version;
use crate::diff::release::CrateFiles;
use crate::load::{Acceptance, accepted, accepted_so_far};
use crate::model::api::Api;
use crate::pipeline;
use crate::source::Sources;
use crate::visible::visible_lines;

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
    pub crate_files: CrateFiles,
    /// Its folder, as the paths of its files begin.
    folder: String,
    /// Whether the name it was asked for by is that of a folder and of a revision.
    pub ambiguous: bool,
}

impl Loaded {
    /// For [`crate::diff::compare`].
    pub fn version(&self) -> Version<'_> {
        Version { api: &self.api, sources: &self.sources }
    }

    /// Where it is in its repository.
    pub fn root(&self) -> Root {
        Root::of(self.folder.clone())
    }
}

/// Where a spec is: for people, who stand in some folder, and in its repository.
#[derive(Debug)]
pub struct Root {
    shown: String,
    inside: Option<String>,
}

impl Root {
    #[cfg(test)]
    pub(in crate::diff) fn unknown() -> Self {
        Self { shown: String::new(), inside: None }
    }

    /// The spec of a folder, as the paths of its files begin.
    pub fn of(shown: String) -> Self {
        let inside = Repository::of(Path::new(&shown)).ok().map(|repository| repository.spec);
        Self { shown, inside }
    }

    /// A file of the spec from the top of the repository; where there is none, from the folder above the spec. Never absolute.
    pub fn portable(&self, file: &str) -> String {
        let below = file.strip_prefix(&self.shown).filter(|below| below.starts_with('/'));
        match (&self.inside, below) {
            (None, Some(below)) => format!("{}{below}", self.shown.rsplit('/').next().unwrap_or_default()),
            _ => self.in_repository(file),
        }
    }

    /// A file of the spec from the top of the repository; as people see it where there is no repository.
    pub fn in_repository(&self, file: &str) -> String {
        let below = file.strip_prefix(&self.shown).and_then(|rest| rest.strip_prefix('/'));
        match (&self.inside, below) {
            (Some(inside), Some(below)) if inside.is_empty() => below.to_owned(),
            (Some(inside), Some(below)) => format!("{inside}/{below}"),
            _ => file.to_owned(),
        }
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
    /// Entries of the old spec's.
    pub accepted_before: Vec<Acceptance>,
    /// What waits for a person in the new spec.
    pub open: Vec<Open>,
}

/// A change of a document that waits for a person, in the new spec or its docs.lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// File as messages show it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// The element; of an entry of docs.lock, what is to be done.
    pub element: String,
    /// What the document said and says.
    pub change: String,
    /// The words to write.
    pub todo: String,
}

/// Where a spec is.
#[derive(Debug)]
enum Origin {
    Folder {
        folder: PathBuf,
        ambiguous: bool,
    },
    Commit {
        label: String,
        checkout: Checkout,
        /// What the folder is called by people.
        folder: PathBuf,
    },
}

impl Origin {
    fn spec(&self) -> PathBuf {
        match self {
            Self::Folder { folder, .. } => folder.clone(),
            Self::Commit { checkout, .. } => checkout.spec(),
        }
    }

    fn label(&self) -> String {
        match self {
            Self::Folder { folder, .. } => folder.to_string_lossy().into_owned(),
            Self::Commit { label, .. } => label.clone(),
        }
    }

    /// The folder as all paths begin, whichever side it is: from where the command was called.
    fn folder(&self) -> String {
        let (Self::Folder { folder, .. } | Self::Commit { folder, .. }) = self;
        let shown = folder.to_string_lossy().replace('\\', "/");
        if shown == "/" { shown } else { shown.trim_end_matches('/').to_owned() }
    }

    /// A path or message as people know it.
    fn shown(&self, text: &str) -> String {
        match self {
            Self::Folder { .. } => text.to_owned(),
            Self::Commit { checkout, .. } => text.replace(&*checkout.spec().to_string_lossy(), &self.folder()),
        }
    }

    fn load(&self, skip: &HashSet<PathBuf>) -> Result<Loaded, String> {
        let spec = self.spec();
        match pipeline::read_without(&spec, skip) {
            Ok((api, mut sources)) => {
                for file in &mut sources.files {
                    file.path = self.shown(&file.path);
                }
                let (label, crate_files, folder) = (self.label(), CrateFiles::beside(&spec), self.folder());
                let ambiguous = matches!(self, Self::Folder { ambiguous: true, .. });
                Ok(Loaded { label, api, sources, crate_files, folder, ambiguous })
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
        None => Origin::Folder { folder: spec.to_owned(), ambiguous: false },
        Some(name) => origin(name, spec)?,
    };
    let old = match base {
        Some(name) => origin(name, spec)?,
        None => {
            let repository = Repository::of(spec)?;
            let revision = match &new {
                Origin::Folder { .. } => "HEAD",
                Origin::Commit { label, .. } => label,
            };
            let commit = repository.merge_base(revision)?;
            let label = commit.chars().take(12).collect();
            Origin::Commit { label, checkout: repository.checkout(&commit)?, folder: spec.to_owned() }
        }
    };
    let skip = unchanged(&old.spec(), &new.spec());
    let (base, head) = std::thread::scope(|scope| {
        let other = scope.spawn(|| old.load(&skip));
        let head = new.load(&skip);
        (other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), head)
    });
    let file = new.spec().join("accepted.yaml");
    let shown = new.shown(&file.to_string_lossy());
    let read = accepted(&file, &shown);
    match (base, head, read) {
        (Ok(base), Ok(head), Ok((accepted, accepted_sources))) => {
            let accepted_before = accepted_so_far(&old.spec().join("accepted.yaml"));
            Ok(Pair { base, head, accepted, accepted_sources, accepted_before, open: open(&new) })
        }
        (base, head, read) => {
            let errors = [base.err(), head.err(), read.err().map(|diags| diags.to_string())];
            // Names and texts of a spec that cannot be read may hold anything.
            Err(visible_lines(&errors.into_iter().flatten().collect::<Vec<_>>().join("\n")).into_owned())
        }
    }
}

/// The newest `count` tags `v*` of the repository that the spec lies in.
///
/// # Errors
/// There is no repository, or no commit in it.
pub fn tags(spec: &Path, count: usize) -> Result<Vec<Tag>, String> {
    Repository::of(spec)?.tags(count)
}

/// What waits for a person, wherever the spec lies: in files that both specs have too.
fn open(new: &Origin) -> Vec<Open> {
    let all = crate::check::review::open(&new.spec()).into_iter();
    let named = all.map(|open| Open {
        change: open.change(),
        file: new.shown(&open.file),
        line: open.line,
        element: open.of,
        todo: open.todo,
    });
    named.collect()
}

/// A folder when there is one of that name, a revision otherwise.
fn origin(name: &str, spec: &Path) -> Result<Origin, String> {
    let (folder, repository) = (PathBuf::from(name), Repository::of(spec));
    if folder.is_dir() {
        let ambiguous = repository.is_ok_and(|repository| repository.commit(name).is_ok());
        return Ok(Origin::Folder { folder, ambiguous });
    }
    if folder.is_file() && repository.as_ref().map_or(true, |repository| repository.commit(name).is_err()) {
        return Err(format!("{name:?} is a file: name the folder of a spec, or a git revision"));
    }
    let repository =
        repository.map_err(|error| format!("{name:?} is no folder, and there are no revisions: {error}"))?;
    let commit = repository.commit(name)?;
    Ok(Origin::Commit { label: name.to_owned(), checkout: repository.checkout(&commit)?, folder: spec.to_owned() })
}
