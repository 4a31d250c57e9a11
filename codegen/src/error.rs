//! Why making code of a spec stopped.

use std::path::PathBuf;
use std::{fmt, io};

use crate::diag::Diags;

/// Why [`Builder::generate`](crate::Builder::generate) stopped.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The spec has errors: all of them, as data. Displayed, they are what `vvspec lint` prints.
    Spec(Diags),
    /// Nobody says where the file goes: neither `out_dir(..)` nor cargo's `OUT_DIR`.
    NoFolder,
    /// The disk said no.
    Write(WriteError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spec(diags) => write!(f, "{diags}"),
            Self::NoFolder => f.write_str(
                "no output folder: call out_dir(..), or run inside a build script, where cargo sets OUT_DIR",
            ),
            // `main` of a build script shows an error without its sources.
            Self::Write(error) => write!(f, "{error}: {}", error.source),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Spec(_) | Self::NoFolder => None,
            Self::Write(error) => Some(&error.source),
        }
    }
}

/// Why a run stopped.
#[derive(Debug)]
pub enum GenerateError {
    /// The spec has errors: all of them.
    Spec(Diags),
    /// No crate can be made of it as it is.
    Package(PackageError),
    /// The disk said no.
    Write(WriteError),
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spec(diags) => write!(f, "{diags}"),
            Self::Package(error) => write!(f, "{error}"),
            Self::Write(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for GenerateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Spec(_) | Self::Package(_) => None,
            Self::Write(error) => Some(&error.source),
        }
    }
}

impl From<PackageError> for GenerateError {
    fn from(error: PackageError) -> Self {
        Self::Package(error)
    }
}

impl From<WriteError> for GenerateError {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

/// Why no crate can be made of a spec that has no errors.
#[derive(Debug)]
pub enum PackageError {
    /// The manifest is there, and a line that says where something goes is not.
    Manifest {
        /// The manifest.
        place: PathBuf,
        /// The table that the lines are missing in.
        table: &'static str,
        /// The line above what is generated.
        begin: &'static str,
        /// The line below it.
        end: &'static str,
    },
    /// Two packages would have one name in Rust.
    Name {
        /// That name.
        name: String,
        /// The folder of operations.
        folder: String,
        /// What has the name already.
        other: String,
    },
}

impl fmt::Display for PackageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Manifest { place, table, begin, end } => {
                let place = place.display();
                write!(
                    f,
                    "{place} does not say where generated lines go: put these two below `{table}`\n{begin}\n{end}"
                )
            }
            Self::Name { name, folder, other } => {
                write!(
                    f,
                    "the operations in `{folder}` would be the package `{name}`, which {other} is already: \
                     give the folder another name"
                )
            }
        }
    }
}

impl std::error::Error for PackageError {}

/// A file operation that failed, with the file.
#[derive(Debug)]
pub struct WriteError {
    /// The file or folder.
    pub path: PathBuf,
    /// What was wanted of it.
    pub doing: &'static str,
    /// Why not.
    pub source: io::Error,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} {}", self.doing, self.path.display())
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
