//! Generated files meet the disk: one function writes or checks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fmt, fs};

use crate::disk::Beside;
use crate::emit::OutFile;
use crate::error::WriteError;
use crate::fingerprint;

/// Write what differs, or only say what differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Make the directory equal to the files.
    Write,
    /// Touch nothing.
    Check,
}

/// What differed; paths as given by [`OutFile`], sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Were not there.
    pub created: Vec<String>,
    /// Had another content.
    pub updated: Vec<String>,
    /// Were there and nobody generates them.
    pub deleted: Vec<String>,
    /// How many were right already; their mtime stays.
    pub unchanged: usize,
}

impl Report {
    /// Nothing to do.
    pub fn is_clean(&self) -> bool {
        self.created.is_empty() && self.updated.is_empty() && self.deleted.is_empty()
    }

    /// The same report, seen from above `folder`.
    #[must_use]
    pub fn below(mut self, folder: &str) -> Self {
        for path in self.created.iter_mut().chain(&mut self.updated).chain(&mut self.deleted) {
            *path = format!("{folder}/{path}");
        }
        self
    }

    /// Both reports as one.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.created.extend(other.created);
        self.updated.extend(other.updated);
        self.deleted.extend(other.deleted);
        self.unchanged += other.unchanged;
        self
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, paths) in [("created", &self.created), ("updated", &self.updated), ("deleted", &self.deleted)] {
            for path in paths {
                writeln!(f, "{what:8} {path}")?;
            }
        }
        let [created, updated, deleted] = [&self.created, &self.updated, &self.deleted].map(Vec::len);
        write!(f, "{created} created, {updated} updated, {deleted} deleted, {} unchanged", self.unchanged)
    }
}

/// Make `dir` hold exactly `files` (hidden files are left alone), or say what differs.
pub fn sync(dir: &Path, files: &[OutFile], mode: Mode) -> Result<Report, WriteError> {
    let mut report = Report::default();
    let mut present: BTreeMap<String, PathBuf> = if dir.exists() {
        fingerprint::files(dir)
            .map_err(|source| WriteError { path: dir.into(), doing: "list", source })?
            .into_iter()
            .collect()
    } else {
        BTreeMap::new()
    };
    for file in files {
        match present.remove(&file.path) {
            Some(place) => {
                let same = fs::read(&place).is_ok_and(|content| content == file.text.as_bytes());
                if same {
                    report.unchanged += 1;
                    continue;
                }
                report.updated.push(file.path.clone());
            }
            None => report.created.push(file.path.clone()),
        }
        if mode == Mode::Write {
            write(&dir.join(&file.path), &file.text)?;
        }
    }
    for (path, place) in present {
        if mode == Mode::Write {
            fs::remove_file(&place).map_err(|source| WriteError { path: place.clone(), doing: "delete", source })?;
            remove_empty_folders(dir, &place);
        }
        report.deleted.push(path);
    }
    Ok(report)
}

/// The same for one file of a folder that people own: nothing beside it is looked at.
pub(crate) fn sync_one(place: &Path, shown: String, text: &str, mode: Mode) -> Result<Report, WriteError> {
    let mut report = Report::default();
    match fs::read(place) {
        Ok(content) if content == text.as_bytes() => {
            report.unchanged = 1;
            return Ok(report);
        }
        Ok(_) => report.updated.push(shown),
        Err(_) => report.created.push(shown),
    }
    if mode == Mode::Write {
        write(place, text)?;
    }
    Ok(report)
}

/// Write one file, and the folders above it.
pub(crate) fn write(place: &Path, text: &str) -> Result<(), WriteError> {
    let fail = |doing| move |source| WriteError { path: place.into(), doing, source };
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).map_err(fail("create the folder of"))?;
    }
    Beside::write(place, text).and_then(Beside::settle).map_err(fail("write"))
}

fn remove_empty_folders(dir: &Path, place: &Path) {
    let folders: BTreeSet<&Path> =
        place.ancestors().skip(1).take_while(|folder| *folder != dir && folder.starts_with(dir)).collect();
    for folder in folders.into_iter().rev() {
        if fs::remove_dir(folder).is_err() {
            break; // not empty: whoever lives there stays
        }
    }
}
