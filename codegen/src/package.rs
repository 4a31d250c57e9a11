//! A crate of its own around generated code: one feature for every folder of operations.
//!
//! The manifest and `lib.rs` are written once and are the user's then; only what stands between marked lines follows the spec.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use crate::emit::OutFile;
use crate::emit::members::{BASE, MEMBERS, OWN, features};
use crate::model::api::{Api, Protocol};
use crate::write::{Mode, Report, WriteError, sync, sync_one};

const MANIFEST: &str = "Cargo.toml";
const END: &str = "# vvspec: end";

/// A stretch of the manifest that is written by the generator.
struct Region {
    table: &'static str,
    begin: &'static str,
    lines: String,
}

/// The manifest is there, and a line that says where something goes is not.
#[derive(Debug)]
pub struct ManifestError {
    place: PathBuf,
    table: &'static str,
    begin: &'static str,
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, table, begin } = self;
        let place = place.display();
        write!(f, "{place} does not say where generated lines go: put these two below `{table}`\n{begin}\n{END}")
    }
}

impl std::error::Error for ManifestError {}

/// Make the crate in `dir` hold these files, and whatever a crate cannot do without.
pub(crate) fn sync_crate(api: &Api, files: &[OutFile], dir: &Path, mode: Mode) -> Result<Report, crate::GenerateError> {
    let place = dir.join(MANIFEST);
    let mut text = match fs::read_to_string(&place) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => manifest(api, dir),
        Err(source) => return Err(WriteError { path: place, doing: "read", source }.into()),
    };
    for region in regions(api) {
        let Region { table, begin, .. } = region;
        text = region.fill(&text).ok_or_else(|| ManifestError { place: place.clone(), table, begin })?;
    }
    let mut report = sync_one(&place, MANIFEST.into(), &text, mode)?;
    let root = dir.join("src/lib.rs");
    if !root.exists() {
        report = report.and(sync_one(&root, "src/lib.rs".into(), LIB, mode)?);
    }
    for folder in [OWN, MEMBERS] {
        let below = |file: &OutFile| {
            let path = file.path.strip_prefix(folder)?.strip_prefix('/')?;
            Some(OutFile { path: path.to_owned(), text: file.text.clone() })
        };
        let files: Vec<OutFile> = files.iter().filter_map(below).collect();
        report = report.and(sync(&dir.join(folder), &files, mode)?);
    }
    Ok(report)
}

const LIB: &str = "//! Typed clients, generated from a spec.\n\nmod generated;\npub use generated::*;\n";

fn regions(api: &Api) -> [Region; 2] {
    let features = features(api);
    let mut dependencies = String::new();
    let mut lines = String::new();
    for (feature, packages) in &features {
        for package in packages {
            // Writing to a `String` cannot fail.
            let _ = writeln!(dependencies, "{package} = {{ path = \"{MEMBERS}/{package}\", optional = true }}");
        }
        let packages: Vec<String> = packages.iter().map(|package| format!("\"dep:{package}\"")).collect();
        let _ = writeln!(lines, "{feature} = [{}]", packages.join(", "));
    }
    [
        Region {
            table: "[dependencies]",
            begin: "# vvspec: one package per folder of operations",
            lines: dependencies,
        },
        Region { table: "[features]", begin: "# vvspec: one feature per folder of operations", lines },
    ]
}

impl Region {
    fn fill(&self, manifest: &str) -> Option<String> {
        let (before, rest) = manifest.split_once(self.begin)?;
        let (_, after) = rest.split_once(END)?;
        Some(format!("{before}{}\n{}{END}{after}", self.begin, self.lines))
    }
}

fn manifest(api: &Api, dir: &Path) -> String {
    let folder = dir.canonicalize().unwrap_or_else(|_| dir.into());
    let name = folder.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let letter = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let name = if letter { name } else { format!("api-{name}") };
    let clients: BTreeSet<_> = api
        .services
        .iter()
        .map(|service| match service.protocol {
            Protocol::Envelope => r#""vvtool""#,
            Protocol::Top => r#""top""#,
        })
        .collect();
    let clients = clients.into_iter().collect::<Vec<_>>().join(", ");
    let version = env!("CARGO_PKG_VERSION");
    let [dependencies, features] = regions(api).map(|region| region.begin);
    format!(
        r#"[package]
name = "{name}"
version = "0.1.0"
edition = "2024"
publish = false

[workspace]
members = ["{MEMBERS}/*"]

# The runtime, for every package.
[workspace.dependencies]
vvtool-api = {{ version = "{version}", default-features = false, features = [{clients}] }}

[dependencies]
vvtool-api.workspace = true
{BASE} = {{ path = "{MEMBERS}/{BASE}" }}
{dependencies}
{END}

[features]
{features}
{END}

# Generated code changes with the spec only: keeping track of every item for the next build costs more than it saves.
[profile.dev]
incremental = false
"#
    )
}
