//! The pipeline for a `build.rs` of your own, with specs of your own.

use std::path::PathBuf;
use std::{env, fs};

use crate::emit::{self, Home};
use crate::error::BuildError;
use crate::pipeline;
use crate::write::write;

/// Generates a client module from your own spec directory.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     vvtool_codegen::Builder::new("spec").generate()?; // writes $OUT_DIR/api.rs
///     Ok(())
/// }
/// // src/lib.rs: mod api { include!(concat!(env!("OUT_DIR"), "/api.rs")); }
/// ```
#[derive(Debug, Clone)]
pub struct Builder {
    spec: PathBuf,
    out: Option<PathBuf>,
    file: String,
}

impl Builder {
    /// From the spec directory `spec` (relative to the package).
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        Self { spec: spec.into(), out: None, file: "api.rs".into() }
    }

    /// Write into `folder` instead of `$OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out = Some(folder.into());
        self
    }

    /// Name the file other than `api.rs`.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file = name.into();
        self
    }

    /// Generate; tells cargo to run again when the spec changes. Returns the file.
    ///
    /// # Errors
    /// The spec's, all of them; or the disk's.
    pub fn generate(self) -> Result<PathBuf, BuildError> {
        println!("cargo::rerun-if-changed={}", self.spec.display());
        let Some(out) = self.out.clone().or_else(|| env::var_os("OUT_DIR").map(PathBuf::from)) else {
            return Err(BuildError::NoFolder);
        };
        let (api, _) = pipeline::read(&self.spec).map_err(BuildError::Spec)?;
        let text = emit::one_file(&emit::all(&api, Home::User));
        let place = out.join(self.file);
        if !fs::read(&place).is_ok_and(|content| content == text.as_bytes()) {
            write(&place, &text).map_err(BuildError::Write)?;
        }
        Ok(place)
    }
}
