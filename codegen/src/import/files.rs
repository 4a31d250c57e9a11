//! Files in and files out: which files a run reads, and writing so that an interrupted run leaves nothing half-written.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where it is.
    pub path: PathBuf,
    /// Its folder below the directory that was named, when one was.
    pub category: Option<String>,
}

impl Input {
    /// File name without its ending: how docs.lock and reports call it.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// Larger than any page; a payload of the platform has 80 KB.
const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// The files behind the arguments, sorted; `true` when a directory was among them.
///
/// # Errors
/// An argument that is neither a file nor a directory.
pub fn inputs(paths: &[PathBuf]) -> Result<(Vec<Input>, bool), String> {
    let mut all = Vec::new();
    let mut directory = false;
    for path in paths {
        let meta = fs::metadata(path).map_err(|error| format!("{}: {error}", path.display()))?;
        if meta.is_dir() {
            directory = true;
            walk(path, path, &mut all, 0)?;
        } else {
            all.push(Input { path: path.clone(), category: None });
        }
    }
    Ok((all, directory))
}

fn walk(root: &Path, folder: &Path, all: &mut Vec<Input>, depth: usize) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut names: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        names.push(entry.map_err(failed)?.path());
    }
    names.sort();
    for path in names {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        // A symbolic link could lead round in circles; metadata archives have none.
        let meta = fs::symlink_metadata(&path).map_err(failed)?;
        if hidden || meta.is_symlink() {
            continue;
        }
        if meta.is_dir() {
            if depth < 16 {
                walk(root, &path, all, depth + 1)?;
            }
        } else if meta.is_file() {
            let folder = path.parent().and_then(|parent| parent.strip_prefix(root).ok());
            // The last folder names the category: an archive may have been unpacked one level deeper.
            let category = folder.and_then(|folder| folder.file_name()).map(|name| name.to_string_lossy().into_owned());
            all.push(Input { path, category });
        }
    }
    Ok(())
}

/// Reads one file.
///
/// # Errors
/// What is wrong with the file, in words.
pub fn read(path: &Path) -> Result<String, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    let meta = fs::metadata(path).map_err(failed)?;
    if !meta.is_file() {
        return Err(format!("{}: not a regular file", path.display()));
    }
    if meta.len() > MAX_BYTES {
        return Err(format!("{}: {} bytes, the limit is {MAX_BYTES}", path.display(), meta.len()));
    }
    let bytes = fs::read(path).map_err(failed)?;
    String::from_utf8(bytes)
        .map_err(|error| format!("{}: not UTF-8: byte {}", path.display(), error.utf8_error().valid_up_to()))
}

/// Writes all files or none: first beside their places, then, when all are there, by renaming.
///
/// # Errors
/// What could not be written, or that the run was stopped; then nothing has changed.
pub fn write(files: &BTreeMap<PathBuf, String>, stop: &AtomicBool) -> Result<(), String> {
    let mut waiting: Vec<(PathBuf, &PathBuf)> = Vec::with_capacity(files.len());
    let result = prepare(files, stop, &mut waiting);
    if let Err(why) = result {
        for (temporary, _) in &waiting {
            let _ = fs::remove_file(temporary);
        }
        return Err(why);
    }
    // From here on a request to stop is too late: renaming takes no time, and half of it would be worse.
    for (temporary, place) in &waiting {
        fs::rename(temporary, place).map_err(|error| format!("{}: {error}", place.display()))?;
    }
    Ok(())
}

fn prepare<'a>(
    files: &'a BTreeMap<PathBuf, String>,
    stop: &AtomicBool,
    waiting: &mut Vec<(PathBuf, &'a PathBuf)>,
) -> Result<(), String> {
    for (place, text) in files {
        if stop.load(Ordering::Relaxed) {
            return Err("stopped; nothing was written".to_owned());
        }
        let failed = |error: std::io::Error| format!("{}: {error}", place.display());
        let folder = place.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(failed)?;
        let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let temporary = folder.join(format!(".{name}.new"));
        waiting.push((temporary.clone(), place));
        fs::write(&temporary, text).map_err(failed)?;
    }
    Ok(())
}
