//! Specs of other revisions, through the `git` command: it is there wherever there are revisions.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::TempDir;

use crate::git;

/// A repository, and where the spec is in it.
#[derive(Debug)]
pub(super) struct Repository {
    top: PathBuf,
    /// Folder of the spec below the top: `spec`; empty when it is the top.
    pub spec: String,
}

/// A tag of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// `v0.3.0`.
    pub name: String,
    /// `2026-11-22`.
    pub day: String,
}

/// A revision's spec on disk, with the manifest and the changelog beside it; gone when dropped.
#[derive(Debug)]
pub(super) struct Checkout {
    folder: TempDir,
    spec: String,
}

impl Checkout {
    /// Not the temporary folder itself: what stands beside a spec that is the top of its repository is none of our business.
    fn top(&self) -> PathBuf {
        self.folder.path().join("top")
    }

    pub(super) fn spec(&self) -> PathBuf {
        if self.spec.is_empty() { self.top() } else { self.top().join(&self.spec) }
    }
}

impl Repository {
    /// The repository that a spec folder lies in, or would lie in.
    pub(super) fn of(spec: &Path) -> Result<Self, String> {
        let (folder, missing) = existing(spec)?;
        let top = git::run(&folder, &["rev-parse", "--show-toplevel"])?;
        let prefix = git::run(&folder, &["rev-parse", "--show-prefix"])?;
        let spec = format!("{}{missing}", prefix.trim_end_matches('\n'));
        Ok(Self { top: PathBuf::from(top.trim_end_matches('\n')), spec: spec.trim_end_matches('/').to_owned() })
    }

    /// The commit a revision names.
    pub(super) fn commit(&self, revision: &str) -> Result<String, String> {
        let asked = format!("{revision}^{{commit}}");
        let found = git::run(&self.top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &asked]);
        found
            .map(|text| text.trim_end().to_owned())
            .map_err(|_| format!("{revision:?} is neither a folder nor a revision of this repository"))
    }

    /// Where a revision (or the work at hand) left the default branch.
    pub(super) fn merge_base(&self, revision: &str) -> Result<String, String> {
        let branch = self
            .default_branch()
            .ok_or("no default branch found (origin/HEAD, main or master): name the old revision")?;
        let found = git::run(&self.top, &["merge-base", "--end-of-options", revision, &branch]);
        found
            .map(|text| text.trim_end().to_owned())
            .map_err(|_| format!("{revision} and {branch} have no common ancestor: name the old revision"))
    }

    /// The newest tags `v*` that lead to what is checked out.
    pub(super) fn tags(&self, count: usize) -> Result<Vec<Tag>, String> {
        let arguments = [
            "for-each-ref",
            &format!("--count={count}"),
            "--merged=HEAD",
            // The last one counts most.
            "--sort=-version:refname",
            "--sort=-creatordate",
            "--format=%(refname:strip=2) %(creatordate:short)",
            "refs/tags/v*",
        ];
        let listing = git::run(&self.top, &arguments)?;
        let tag = |line: &str| {
            let (name, day) = line.rsplit_once(' ')?;
            Some(Tag { name: name.to_owned(), day: day.to_owned() })
        };
        Ok(listing.lines().filter_map(tag).collect())
    }

    fn default_branch(&self) -> Option<String> {
        // It may name a branch that is no longer there.
        let named = git::run(&self.top, &["symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"]).ok();
        let usual = ["origin/main", "origin/master", "main", "master"].map(str::to_owned);
        let mut names = named.map(|name| name.trim_end().to_owned()).into_iter().chain(usual);
        names.find(|name| self.commit(name).is_ok())
    }

    /// Write a commit's spec into a folder of its own.
    pub(super) fn checkout(&self, commit: &str) -> Result<Checkout, String> {
        let folder = tempfile::tempdir().map_err(|error| format!("cannot make a folder: {error}"))?;
        let checkout = Checkout { folder, spec: self.spec.clone() };
        let parent = self.spec.rsplit_once('/').map(|(parent, _)| format!("{parent}/")).unwrap_or_default();
        let beside = ["Cargo.toml", "CHANGELOG.md"].map(|name| format!("{parent}{name}"));
        // Without a path git lists everything, which is what a spec that is its own repository needs.
        let wanted: Vec<String> = std::iter::once(self.spec.clone()).filter(|spec| !spec.is_empty()).collect();
        let wanted = wanted.iter().flat_map(|spec| std::iter::once(spec).chain(&beside));
        let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", commit, "--"];
        arguments.extend(wanted.map(String::as_str));
        let listing = git::run(&self.top, &arguments)?;
        let mut files = Vec::new();
        for entry in listing.split('\0').filter(|entry| !entry.is_empty()) {
            let parsed = entry.split_once('\t').and_then(|(about, path)| {
                let mut about = about.split(' ');
                Some((about.next()?, about.nth(1)?, path))
            });
            // Links and submodules are no part of a spec; a path cannot leave the folder, git refuses such trees.
            if let Some((mode, id, path)) = parsed.filter(|(mode, ..)| mode.starts_with("100")) {
                let _ = mode;
                files.push((id.to_owned(), path.to_owned()));
            }
        }
        if !files.iter().any(|(_, path)| Path::new(path).starts_with(&self.spec)) {
            return Err(format!("{commit} has no spec in {}", self.spec));
        }
        self.write(&files, &checkout.top())?;
        Ok(checkout)
    }

    /// All files through one process.
    fn write(&self, files: &[(String, String)], folder: &Path) -> Result<(), String> {
        let fail = |error: std::io::Error| format!("git cat-file: {error}");
        let mut child = git::command()
            .arg("-C")
            .arg(&self.top)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(fail)?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let (Some(mut input), Some(output)) = (input, output) else { return Err("git cat-file: no pipes".into()) };
        let mut output = BufReader::new(output);
        let result = std::thread::scope(|scope| {
            // Asked from a thread of its own: both pipes are of limited size.
            let asking = scope.spawn(move || files.iter().try_for_each(|(id, _)| writeln!(input, "{id}")));
            let mut read = || -> std::io::Result<()> {
                for (_, path) in files {
                    let mut head = String::new();
                    output.read_line(&mut head)?;
                    let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
                    let size = size.ok_or_else(|| std::io::Error::other(format!("unexpected answer {head:?}")))?;
                    let mut content = Vec::new();
                    output.by_ref().take(size).read_to_end(&mut content)?;
                    output.by_ref().take(1).read_to_end(&mut Vec::new())?;
                    let place = folder.join(path);
                    fs::create_dir_all(place.parent().unwrap_or(folder))?;
                    fs::write(place, content)?;
                }
                Ok(())
            };
            let read = read();
            drop(output);
            let asked = asking.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            read.and(asked)
        });
        let _ = child.wait();
        result.map_err(fail)
    }
}

/// The folder with its links resolved, or the nearest one above it that is there, and what is missing of the path below that.
fn existing(folder: &Path) -> Result<(PathBuf, String), String> {
    let absolute = std::path::absolute(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut missing = Vec::new();
    for above in absolute.ancestors() {
        if let Some(real) = above.canonicalize().ok().filter(|real| real.is_dir()) {
            missing.reverse();
            return Ok((real, missing.join("/")));
        }
        missing.extend(above.file_name().map(|name| name.to_string_lossy().into_owned()));
    }
    Err(format!("{}: no such folder", folder.display()))
}
