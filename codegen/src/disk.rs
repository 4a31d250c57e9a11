//! A file takes its place whole or not at all: a reader or an interrupted run never sees half of one.

use std::path::{Path, PathBuf};
use std::{fs, io, process};

/// A text beside the place where it belongs, in a file of this process alone; gone when dropped, unless it took its place.
#[derive(Debug)]
pub(crate) struct Beside<'p> {
    place: &'p Path,
    temporary: PathBuf,
    settled: bool,
}

impl<'p> Beside<'p> {
    /// The folder of the place must be there.
    pub(crate) fn write(place: &'p Path, text: &str) -> io::Result<Self> {
        let beside = Self { place, temporary: temporary(place), settled: false };
        fs::write(&beside.temporary, text)?;
        Ok(beside)
    }

    /// Where it belongs.
    pub(crate) fn place(&self) -> &'p Path {
        self.place
    }

    /// Take the place.
    pub(crate) fn settle(mut self) -> io::Result<()> {
        fs::rename(&self.temporary, self.place)?;
        self.settled = true;
        Ok(())
    }
}

impl Drop for Beside<'_> {
    fn drop(&mut self) {
        if !self.settled {
            // What cannot be taken away is not worth a second error.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// A new folder beside the place where it belongs; with all that is in it gone when dropped, unless it took its place.
#[cfg(feature = "cli")]
#[derive(Debug)]
pub(crate) struct FolderBeside<'p> {
    place: &'p Path,
    temporary: PathBuf,
    settled: bool,
}

#[cfg(feature = "cli")]
impl<'p> FolderBeside<'p> {
    /// Nothing may be at the place; the folders above it are made.
    pub(crate) fn make(place: &'p Path) -> io::Result<Self> {
        if let Some(above) = place.parent().filter(|above| !above.as_os_str().is_empty()) {
            fs::create_dir_all(above)?;
        }
        let beside = Self { place, temporary: temporary(place), settled: false };
        fs::create_dir(&beside.temporary)?;
        Ok(beside)
    }

    /// A file of it.
    pub(crate) fn write(&self, name: &str, text: &str) -> io::Result<()> {
        fs::write(self.temporary.join(name), text)
    }

    /// Take the place.
    pub(crate) fn settle(mut self) -> io::Result<()> {
        fs::rename(&self.temporary, self.place)?;
        self.settled = true;
        Ok(())
    }
}

#[cfg(feature = "cli")]
impl Drop for FolderBeside<'_> {
    fn drop(&mut self) {
        if !self.settled {
            let _ = fs::remove_dir_all(&self.temporary);
        }
    }
}

/// Hidden: no walk over a spec or over generated code looks at it.
fn temporary(place: &Path) -> PathBuf {
    let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    place.with_file_name(format!(".{name}.{}.tmp", process::id()))
}
