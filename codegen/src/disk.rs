//! A file takes its place whole or not at all: a reader or an interrupted run never sees half of one.

use std::path::{Path, PathBuf};
use std::{fs, io, process};

/// A text beside the place where it belongs, in a file of this process alone; gone when dropped, unless it took its place.
#[derive(Debug)]
pub(crate) struct Beside<'p> {
    place: &'p Path,
    temporary: PathBuf,
}

impl<'p> Beside<'p> {
    /// The folder of the place must be there.
    pub(crate) fn write(place: &'p Path, text: &str) -> io::Result<Self> {
        let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // Hidden: no walk over a spec or over generated code looks at it.
        let beside = Self { place, temporary: place.with_file_name(format!(".{name}.{}.tmp", process::id())) };
        fs::write(&beside.temporary, text)?;
        Ok(beside)
    }

    /// Where it belongs.
    pub(crate) fn place(&self) -> &'p Path {
        self.place
    }

    /// Take the place.
    pub(crate) fn settle(self) -> io::Result<()> {
        fs::rename(&self.temporary, self.place)
    }
}

impl Drop for Beside<'_> {
    fn drop(&mut self) {
        // Renamed, it is there no more; and what cannot be taken away is not worth a second error.
        let _ = fs::remove_file(&self.temporary);
    }
}
