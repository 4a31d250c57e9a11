//! The whole run: spec directory in, generated tree and schema on disk.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use crate::emit::{self, Home, OutFile};
use crate::error::{GenerateError, WriteError};
use crate::source::{SourceFile, Sources};
use crate::write::{Mode, Report, sync, sync_one};
use crate::{bundle, fingerprint, load, package, pipeline};

/// Name of the JSON Schema beside the specs.
pub const SCHEMA: &str = "schema.json";
/// The folder beside the specs, where there is one, whose program carries them, and the file in it that holds them.
const CARRIER: (&str, &str) = ("tests/mock", "spec.bundle");
/// Remembers, uncommitted, that this very tool already made this very output. Hidden: no check looks at it.
const MEMORY: &str = ".vvspec-memory";

/// Regenerate `out` (and `spec/schema.json`) from `spec`, or check that nothing would change. For [`Home::Crate`], `out` is the folder
/// of the crate: the code goes below its `src/`, its manifest gets the features.
///
/// # Errors
/// What is wrong with the spec, or what the disk said.
pub fn generate(spec: &Path, out: &Path, home: Home, mode: Mode) -> Result<Report, GenerateError> {
    if home == Home::Crate {
        let (api, _) = pipeline::read(spec).map_err(GenerateError::Spec)?;
        let report = package::sync_crate(&api, emit::all(&api, home), out, mode)?;
        return Ok(schema(&pipeline::schema(&api), spec, mode)?.and(report));
    }
    if mode == Mode::Write && remembered(spec, out) {
        let unchanged = fingerprint::files(out).map_or(0, |files| files.len()) + 1;
        return Ok(Report { unchanged, ..Report::default() });
    }
    Made::from(spec, home)?.put(spec, out, mode)
}

/// The schema lies in a folder that people own.
fn schema(text: &str, spec: &Path, mode: Mode) -> Result<Report, WriteError> {
    let shown = format!("{}/{SCHEMA}", spec.file_name().map_or_else(|| "spec".into(), |name| name.to_string_lossy()));
    sync_one(&spec.join(SCHEMA), shown, text, mode)
}

/// Where the bundle goes, when anybody carries it.
fn carried(spec: &Path) -> Option<PathBuf> {
    let folder = spec.parent()?.join(CARRIER.0);
    folder.is_dir().then(|| folder.join(CARRIER.1))
}

/// The files of a spec as one text; what lies beside a spec for other tools is left out.
fn bundle(spec: &Path, sources: &Sources) -> String {
    let root = load::shown(spec);
    let files = sources.files.iter().map(|file| (inside(&root, file), file.text.as_str()));
    bundle::make(files)
}

/// The path of a file below the spec folder.
fn inside<'a>(root: &str, file: &'a SourceFile) -> &'a str {
    file.path.strip_prefix(root).unwrap_or(&file.path).trim_start_matches('/')
}

/// All files made of a spec, and the record of what they were made of.
struct Made {
    schema: String,
    /// Where somebody carries it.
    bundle: Option<String>,
    files: Vec<OutFile>,
    record: String,
}

impl Made {
    fn from(spec: &Path, home: Home) -> Result<Self, GenerateError> {
        let (api, sources) = pipeline::read(spec).map_err(GenerateError::Spec)?;
        let schema = pipeline::schema(&api);
        let mut files = emit::all(&api, home);
        let record = fingerprint::record(&spec_print(spec, &sources, &schema)?, &print(&files));
        files.push(OutFile::plain(fingerprint::RECORD, &*record));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { schema, bundle: carried(spec).map(|_| bundle(spec, &sources)), files, record })
    }

    fn put(self, spec: &Path, out: &Path, mode: Mode) -> Result<Report, GenerateError> {
        let mut report = schema(&self.schema, spec, mode)?.and(sync(out, &self.files, mode)?);
        if let Some((place, bundle)) = carried(spec).zip(self.bundle) {
            report = report.and(sync_one(&place, format!("{}/{}", CARRIER.0, CARRIER.1), &bundle, mode)?);
        }
        if mode == Mode::Write {
            // Only a shortcut: a run that cannot leave the note is a slower next run, nothing worse.
            let _ = fs::write(out.join(MEMORY), memory(&self.record, spec));
        }
        Ok(report)
    }
}

fn print(files: &[OutFile]) -> String {
    let mut files: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.text.as_bytes())).collect();
    files.sort();
    fingerprint::of(files)
}

/// Fingerprint of the spec directory with the very texts that were read, whatever has become of the files since, and with the schema
/// as it will be. What lies beside a spec for other tools is taken from the disk: no code is made of it.
fn spec_print(spec: &Path, sources: &Sources, schema: &str) -> Result<String, WriteError> {
    let fail = |source| WriteError { path: spec.into(), doing: "read", source };
    let root = load::shown(spec);
    let mut contents: Vec<(String, Cow<'_, [u8]>)> = Vec::with_capacity(sources.files.len() + 1);
    for file in &sources.files {
        let text = match file.marked {
            true => Cow::Owned(format!("\u{feff}{}", file.text).into_bytes()),
            false => Cow::Borrowed(file.text.as_bytes()),
        };
        contents.push((inside(&root, file).to_owned(), text));
    }
    for (path, place) in fingerprint::files(spec).map_err(fail)? {
        if load::is_beside(Path::new(&path)) && path != SCHEMA {
            contents.push((path, fs::read(place).map_err(fail)?.into()));
        }
    }
    contents.push((SCHEMA.into(), schema.as_bytes().into()));
    contents.sort();
    Ok(fingerprint::of(contents.iter().map(|(path, content)| (path.as_str(), &**content))))
}

/// What is noted beside code that this tool made of what the record says.
fn memory(record: &str, spec: &Path) -> String {
    let carried = carried(spec).and_then(|place| fs::read(place).ok()).unwrap_or_default();
    format!("{}\n{record}carried {}\n", env!("VVSPEC_TOOL"), fingerprint::of([("", carried.as_slice())]))
}

/// Whether spec and code are still those that this tool noted.
fn remembered(spec: &Path, out: &Path) -> bool {
    let Ok(noted) = fs::read_to_string(out.join(MEMORY)) else { return false };
    match (fingerprint::of_dir(spec), fingerprint::of_dir(out)) {
        (Ok(print), Ok(out)) => memory(&fingerprint::record(&print, &out), spec) == noted,
        _ => false,
    }
}

#[allow(clippy::unwrap_used)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    struct Scratch(tempfile::TempDir);

    impl Scratch {
        fn new() -> Self {
            let scratch = Self(tempfile::tempdir().unwrap());
            let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/error/base");
            for (path, place) in fingerprint::files(&base).unwrap() {
                let target = scratch.spec().join(path);
                fs::create_dir_all(target.parent().unwrap()).unwrap();
                fs::copy(place, target).unwrap();
            }
            scratch
        }

        fn spec(&self) -> PathBuf {
            self.0.path().join("spec")
        }

        fn out(&self) -> PathBuf {
            self.0.path().join("out")
        }

        fn append(&self, file: &str, text: &str) {
            let place = self.spec().join(file);
            let old = fs::read_to_string(&place).unwrap();
            fs::write(place, old + text).unwrap();
        }

        fn recorded(&self) -> String {
            fs::read_to_string(self.out().join(fingerprint::RECORD)).unwrap()
        }

        /// What the record would say if the code had been made of what is on the disk now.
        fn now(&self) -> String {
            fingerprint::record(&fingerprint::of_dir(&self.spec()).unwrap(), &fingerprint::of_dir(&self.out()).unwrap())
        }
    }

    #[test]
    fn the_record_is_that_of_the_files_on_the_disk() {
        for marked in [false, true] {
            let scratch = Scratch::new();
            fs::write(scratch.spec().join("accepted.yaml"), "accepted: []\n").unwrap();
            if marked {
                let place = scratch.spec().join("ids.yaml");
                let old = fs::read_to_string(&place).unwrap();
                fs::write(place, format!("\u{feff}{old}")).unwrap();
            }
            generate(&scratch.spec(), &scratch.out(), Home::User, Mode::Write).unwrap();
            assert_eq!(scratch.recorded(), scratch.now(), "byte order mark: {marked}");
            assert!(remembered(&scratch.spec(), &scratch.out()));
        }
    }

    #[test]
    fn the_program_that_carries_the_specs_gets_them_anew() {
        let scratch = Scratch::new();
        let carrier = scratch.0.path().join(CARRIER.0);
        fs::create_dir_all(&carrier).unwrap();
        let place = carrier.join(CARRIER.1);
        let run = |mode| generate(&scratch.spec(), &scratch.out(), Home::User, mode).unwrap();
        run(Mode::Write);
        let carried = fs::read_to_string(&place).unwrap();
        let shown = "(carried)";
        let (api, _) = pipeline::read_bundle(&carried, shown).unwrap();
        assert_eq!(pipeline::schema(&api), fs::read_to_string(scratch.spec().join(SCHEMA)).unwrap());
        // Whoever edits it, or loses it, is told, also when nothing else has changed.
        for lost in [false, true] {
            if lost { fs::remove_file(&place) } else { fs::write(&place, "edited") }.unwrap();
            let report = run(Mode::Check);
            assert_eq!([report.updated, report.created].concat(), ["tests/mock/spec.bundle"]);
            run(Mode::Write);
            assert_eq!(fs::read_to_string(&place).unwrap(), carried);
            assert!(run(Mode::Check).is_clean());
        }
    }

    #[test]
    fn an_edit_while_code_is_made_is_not_recorded_as_generated() {
        for file in ["demo/errors.yaml", "demo/order/change.yaml", "demo/order/examples/change-ok.json"] {
            let scratch = Scratch::new();
            let (_, sources) = pipeline::read(&scratch.spec()).unwrap();
            let made = Made::from(&scratch.spec(), Home::User).unwrap();
            // Between what was read and all that follows.
            scratch.append(file, "\n");
            let record = made.record.clone();
            assert!(
                record.contains(&spec_print(&scratch.spec(), &sources, &made.schema).unwrap()),
                "{file} was read again"
            );
            made.put(&scratch.spec(), &scratch.out(), Mode::Write).unwrap();
            assert_eq!(scratch.recorded(), record);
            assert_ne!(record, scratch.now(), "{file}");
            assert!(!remembered(&scratch.spec(), &scratch.out()), "{file}");
            let report = generate(&scratch.spec(), &scratch.out(), Home::User, Mode::Check).unwrap();
            assert_eq!(report.updated, [fingerprint::RECORD], "{file}");
        }
    }
}
