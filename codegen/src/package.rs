//! A crate of its own around generated code: one feature for every folder of operations.
//!
//! The manifest and `lib.rs` are written once and are the user's then; only what stands between marked lines follows the spec.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use crate::emit::OutFile;
use crate::emit::members::{GENERATED, crate_name, features, folders};
use crate::emit::place::{BASE, MEMBERS};
use crate::error::{GenerateError, PackageError, WriteError};
use crate::model::api::{Api, Protocol, Service};
use crate::write::{Mode, Report, sync, sync_one};

const MANIFEST: &str = "Cargo.toml";
const END: &str = "# vvspec: end";

/// A stretch of the manifest that is written by the generator.
struct Region {
    table: &'static str,
    begin: &'static str,
    lines: String,
}

/// Every folder's package must have a name of its own, and none that the crate depends on.
fn names(api: &Api) -> Result<(), PackageError> {
    let mut taken = BTreeMap::from([("vvtool_api".to_owned(), "the runtime".to_owned())]);
    for (service, folder) in folders(api) {
        let name = crate_name(service, folder);
        let folder = format!("{}/{folder}", service.name.wire);
        if let Some(other) = taken.insert(name.clone(), format!("`{folder}`")) {
            return Err(PackageError::Name { name, folder, other });
        }
    }
    Ok(())
}

/// Make the crate in `dir` hold these files, and whatever a crate cannot do without.
pub(crate) fn sync_crate(api: &Api, files: Vec<OutFile>, dir: &Path, mode: Mode) -> Result<Report, GenerateError> {
    names(api)?;
    let place = dir.join(MANIFEST);
    let mut text = match fs::read_to_string(&place) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => manifest(api, dir),
        Err(source) => return Err(WriteError { path: place, doing: "read", source }.into()),
    };
    for region in regions(api) {
        let Region { table, begin, .. } = region;
        text = region.fill(&text).ok_or_else(|| PackageError::Manifest {
            place: place.clone(),
            table,
            begin,
            end: END,
        })?;
    }
    let mut report = sync_one(&place, MANIFEST.into(), &text, mode)?;
    let root = dir.join("src/lib.rs");
    if !root.exists() {
        report = report.and(sync_one(&root, "src/lib.rs".into(), LIB, mode)?);
    }
    let mut folders: BTreeMap<String, Vec<OutFile>> =
        retired(&dir.join(MEMBERS))?.into_iter().map(|name| (format!("{MEMBERS}/{name}"), Vec::new())).collect();
    for file in files {
        folders.entry(file.package.folder()).or_default().push(file);
    }
    for (folder, files) in &folders {
        report = report.and(sync(&dir.join(folder), files, mode)?.below(folder));
        if files.is_empty() && mode == Mode::Write {
            // Of a package that is gone nothing is left to keep; a folder with hidden files stays.
            let _ = fs::remove_dir(dir.join(folder));
        }
    }
    Ok(report)
}

/// Packages that an earlier run made. A user's own package may lie beside them: it has another manifest.
fn retired(members: &Path) -> Result<Vec<String>, WriteError> {
    let fail = |source| WriteError { path: members.into(), doing: "list", source };
    let entries = match fs::read_dir(members) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(fail(source)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(fail)?;
        let manifest = fs::read_to_string(entry.path().join(MANIFEST)).unwrap_or_default();
        if manifest.starts_with(GENERATED) {
            found.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(found)
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
        let (between, after) = rest.split_once(END)?;
        // Without its own last line it would end at that of another, and take a table with it.
        if between.contains("\n[") {
            return None;
        }
        Some(format!("{before}{}\n{}{END}{after}", self.begin, self.lines))
    }
}

fn manifest(api: &Api, dir: &Path) -> String {
    let folder = dir.canonicalize().unwrap_or_else(|_| dir.into());
    let name = folder.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let free = name != BASE && !features(api).values().flatten().any(|package| *package == name);
    let letter = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let name = if letter && free { name } else { format!("api-{name}") };
    let signs = |service: &Service| service.auth.signing().is_some() && service.protocol == Protocol::Envelope;
    let clients = api.services.iter().map(|service| service.protocol.client());
    let clients = clients.chain(api.services.iter().any(signs).then_some("sign"));
    let clients: BTreeSet<_> = clients.map(|feature| format!("{feature:?}")).collect();
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

# The runtime, for every package. One that is not published yet: {{ path = "...", default-features = false, features = [...] }}
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
