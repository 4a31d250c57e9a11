//! The whole run: spec directory in, generated tree and schema on disk.

use std::path::Path;
use std::{fmt, fs};

use crate::diag::Diags;
use crate::emit::{self, Home, OutFile};
use crate::fingerprint;
use crate::model::api::Api;
use crate::package::{self, PackageError};
use crate::write::{Mode, Report, WriteError, sync, sync_one};

/// Name of the JSON Schema beside the specs.
pub const SCHEMA: &str = "schema.json";
/// Remembers, uncommitted, that this very tool already made this very output. Hidden: no check looks at it.
const MEMORY: &str = ".vvspec-memory";

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

/// Regenerate `out` (and `spec/schema.json`) from `spec`, or check that nothing would change. For [`Home::Crate`], `out` is the folder
/// of the crate: the code goes below its `src/`, its manifest gets the features.
pub fn generate(spec: &Path, out: &Path, home: Home, mode: Mode) -> Result<Report, GenerateError> {
    if home == Home::Crate {
        let (api, files) = code(spec, home)?;
        let report = package::sync_crate(&api, files, out, mode)?;
        return Ok(schema(spec, mode)?.and(report));
    }
    if mode == Mode::Write && remembered(spec, out) {
        let unchanged = fingerprint::files(out).map_or(0, |files| files.len()) + 1;
        return Ok(Report { unchanged, ..Report::default() });
    }
    let (_, files) = code(spec, home)?;
    let report = schema(spec, mode)?.and(sync(out, &files, mode)?);
    if mode == Mode::Write {
        remember(spec, out);
    }
    Ok(report)
}

/// The schema lies in a folder that people own.
fn schema(spec: &Path, mode: Mode) -> Result<Report, WriteError> {
    let shown = format!("{}/{SCHEMA}", spec.file_name().map_or_else(|| "spec".into(), |name| name.to_string_lossy()));
    sync_one(&spec.join(SCHEMA), shown, &crate::load::schema(), mode)
}

/// The spec and all files made from it.
fn code(spec: &Path, home: Home) -> Result<(Api, Vec<OutFile>), GenerateError> {
    let (api, _) = crate::read(spec).map_err(GenerateError::Spec)?;
    let mut files = emit::all(&api, home);
    if home != Home::Crate {
        let schema = OutFile { path: SCHEMA.into(), text: crate::load::schema() };
        files.push(OutFile {
            path: fingerprint::RECORD.into(),
            text: fingerprint::record(&spec_print(spec, &schema)?, &print(&files)),
        });
        files.sort_by(|a, b| a.path.cmp(&b.path));
    }
    Ok((api, files))
}

fn print(files: &[OutFile]) -> String {
    let mut files: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.text.as_bytes())).collect();
    files.sort();
    fingerprint::of(files)
}

/// Fingerprint of the spec directory as it will be once the schema is up to date.
fn spec_print(spec: &Path, schema: &OutFile) -> Result<String, WriteError> {
    let fail = |source| WriteError { path: spec.into(), doing: "read", source };
    let mut contents = Vec::new();
    for (path, place) in fingerprint::files(spec).map_err(fail)? {
        if path != SCHEMA {
            contents.push((path, fs::read(place).map_err(fail)?));
        }
    }
    contents.push((SCHEMA.into(), schema.text.clone().into_bytes()));
    contents.sort();
    Ok(fingerprint::of(contents.iter().map(|(path, content)| (path.as_str(), content.as_slice()))))
}

fn memory(spec: &Path, out: &Path) -> Option<String> {
    let (spec, out) = (fingerprint::of_dir(spec).ok()?, fingerprint::of_dir(out).ok()?);
    Some(format!("{}\n{}", env!("VVSPEC_TOOL"), fingerprint::record(&spec, &out)))
}

fn remembered(spec: &Path, out: &Path) -> bool {
    fs::read_to_string(out.join(MEMORY)).is_ok_and(|text| memory(spec, out).is_some_and(|now| now == text))
}

fn remember(spec: &Path, out: &Path) {
    // Only a shortcut: a run that cannot leave the note is a slower next run, nothing worse.
    if let Some(text) = memory(spec, out) {
        let _ = fs::write(out.join(MEMORY), text);
    }
}
