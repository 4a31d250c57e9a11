//! Files in and files out: which files a run reads, and writing so that an interrupted run leaves nothing half-written.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::disk::Beside;

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

/// What a run says that was asked to stop.
pub(crate) const STOPPED: &str = "stopped; nothing was written";

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

/// Longest name of a file or folder that is made, in bytes: file systems stop at 255, and a temporary file's name is longer.
const MAX_NAME: usize = 200;

/// True when a path consists of ordinary names only, so that it leads to no place but one below the folder it is put in.
#[must_use]
pub fn is_ordinary(path: &Path) -> bool {
    let ordinary = |name: &std::ffi::OsStr| name.len() <= MAX_NAME && !name.to_string_lossy().starts_with('.');
    path.file_name().is_some()
        && path.components().all(|part| matches!(part, Component::Normal(name) if ordinary(name)))
}

/// Writes files below `root`, nowhere else: all of them first beside their places, then, when all are there, by renaming.
///
/// # Errors
/// What could not be written, or that the run was stopped: then nothing has changed. Should a file not take its place while they are
/// renamed, those before it are the new ones already and the rest the old ones; the error says how many of how many are written.
pub fn write(root: &Path, files: &BTreeMap<PathBuf, String>, stop: &AtomicBool) -> Result<(), String> {
    // Names of files come from documents, which anybody may have written.
    if let Some(place) = files.keys().find(|place| !place.strip_prefix(root).is_ok_and(is_ordinary)) {
        return Err(format!("{}: no place below {}; nothing was written", place.display(), root.display()));
    }
    let mut made = Made::default();
    let result = made.prepare(files, stop);
    if result.is_err() {
        made.undo();
        return result;
    }
    // From here on a request to stop is too late: renaming takes no time, and half of it would be worse.
    let count = made.waiting.len();
    let mut waiting = std::mem::take(&mut made.waiting).into_iter().enumerate();
    while let Some((done, file)) = waiting.next() {
        let place = file.place();
        if let Err(error) = file.settle() {
            let why = format!("{}: {error}; {done} of {count} files are written", place.display());
            drop(waiting);
            made.undo();
            return Err(why);
        }
    }
    Ok(())
}

/// What a run has put on the disk beside the places where it belongs.
#[derive(Default)]
struct Made<'a> {
    folders: Vec<PathBuf>,
    waiting: Vec<Beside<'a>>,
}

impl<'a> Made<'a> {
    fn prepare(&mut self, files: &'a BTreeMap<PathBuf, String>, stop: &AtomicBool) -> Result<(), String> {
        let failed = |place: &Path, error: std::io::Error| format!("{}: {error}", place.display());
        for place in files.keys() {
            let folder = place.parent().unwrap_or(Path::new("."));
            let missing = folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
            let missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
            self.folders.extend(missing.into_iter().rev());
            fs::create_dir_all(folder).map_err(|error| failed(place, error))?;
        }
        let files: Vec<(&Path, &str)> = files.iter().map(|(place, text)| (place.as_path(), text.as_str())).collect();
        let written = crate::parallel::map(&files, |_, (place, text)| {
            if stop.load(Ordering::Relaxed) {
                return Err(STOPPED.to_owned());
            }
            Beside::write(place, text).map_err(|error| failed(place, error))
        });
        let mut wrong = Ok(());
        for file in written {
            match file {
                Ok(file) => self.waiting.push(file),
                // The first one is told; those beside it are taken away again.
                Err(why) => wrong = wrong.and(Err(why)),
            }
        }
        wrong
    }

    /// Takes away what is not in its place, and the folders made for it. What cannot be taken away is not worth a second error.
    fn undo(&mut self) {
        self.waiting.clear();
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}
