//! The whole run: spec directory in, generated tree and schema on disk.

use std::fs;
use std::path::Path;

use crate::emit::{self, Home, OutFile};
use crate::error::{GenerateError, WriteError};
use crate::model::api::Api;
use crate::write::{Mode, Report, sync, sync_one};
use crate::{fingerprint, package, pipeline};

/// Name of the JSON Schema beside the specs.
pub const SCHEMA: &str = "schema.json";
/// Remembers, uncommitted, that this very tool already made this very output. Hidden: no check looks at it.
const MEMORY: &str = ".vvspec-memory";

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
    let (api, _) = pipeline::read(spec).map_err(GenerateError::Spec)?;
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
