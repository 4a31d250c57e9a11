//! Which files make a spec, and reading them with care: a path can be anything.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::codes;
use crate::diag::Diag;
use crate::source::{SourceFile, Span};

/// Far above any spec file; looked at before a byte is read.
pub(super) const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// Deeper than any tree of operations.
const MAX_FOLDERS: usize = 12;

/// What a file is, by its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// `ids.yaml`
    Ids,
    /// `<service>/service.yaml`
    Service,
    /// `<service>/errors.yaml`
    Errors,
    /// `<service>/state.yaml`
    State,
    /// Any other YAML or JSON file below a service.
    Operation,
    /// A file of an `examples/` folder.
    Example,
    /// Not part of a spec: only carries a message.
    Nothing,
}

/// A file to read.
#[derive(Debug, Clone)]
pub(super) struct Entry<'a> {
    /// Where it is.
    pub path: PathBuf,
    /// As messages show it.
    pub shown: String,
    /// Folder of the service; empty for `ids.yaml`.
    pub service: String,
    /// Folder below the spec, of the operations beside which an example lies.
    pub folder: String,
    /// What it is.
    pub role: Role,
    /// What it holds, when that is not to be read from the disk.
    pub text: Option<&'a str>,
    /// Why it cannot be read or does not belong here.
    pub problem: Option<Diag>,
}

/// All files of a spec folder, sorted, whatever order the file system gives them in.
///
/// Files of `over` count as if they were on the disk already, with these texts.
pub(super) fn discover<'a>(root: &Path, over: &'a BTreeMap<PathBuf, String>) -> Vec<Entry<'a>> {
    let mut walk = Walk { entries: Vec::new(), open: Vec::new() };
    let shown = shown(root);
    if over.is_empty() || root.exists() {
        walk.folder(root, &shown, "");
    }
    walk.lay(root, &shown, over);
    if walk.entries.is_empty() {
        walk.problem(
            root,
            &shown,
            "the spec folder has no spec files",
            Some("a spec has one folder per service, each with a service.yaml"),
        );
    }
    walk.entries
}

/// A spec folder as messages show it, and as the paths of its files begin.
pub(crate) fn shown(root: &Path) -> String {
    let shown = root.to_string_lossy().replace('\\', "/");
    if shown == "/" { shown } else { shown.trim_end_matches('/').to_owned() }
}

struct Walk<'a> {
    entries: Vec<Entry<'a>>,
    /// The folders above, links resolved: a link to one of them would go round for ever.
    open: Vec<PathBuf>,
}

impl<'a> Walk<'a> {
    /// Puts the texts that are not on the disk in their places.
    fn lay(&mut self, root: &Path, shown: &str, over: &'a BTreeMap<PathBuf, String>) {
        for entry in &mut self.entries {
            entry.text = over.get(&entry.path).map(String::as_str);
        }
        let there: HashSet<PathBuf> = self.entries.iter().map(|entry| entry.path.clone()).collect();
        let mut more = Walk { entries: Vec::new(), open: Vec::new() };
        for (path, text) in over.iter().filter(|(path, _)| !there.contains(*path)) {
            let Ok(relative) = path.strip_prefix(root) else { continue };
            let relative = relative.to_string_lossy().replace('\\', "/");
            let known = more.entries.len();
            more.file(path.clone(), format!("{shown}/{relative}"), &relative);
            for entry in more.entries.iter_mut().skip(known) {
                entry.text = Some(text);
            }
        }
        if !more.entries.is_empty() {
            self.entries.append(&mut more.entries);
            // As a walk over all of them would have found them: paths compare part by part.
            self.entries.sort_by(|one, two| one.path.cmp(&two.path));
        }
    }

    /// `relative` is the folder below the spec, `/`-separated.
    fn folder(&mut self, path: &Path, shown: &str, relative: &str) {
        let names = match names(path) {
            Ok(names) => names,
            Err(error) if self.open.is_empty() => {
                return self.problem(
                    path,
                    shown,
                    &format!("cannot read the spec folder: {error}"),
                    Some("say where it is with --spec"),
                );
            }
            Err(error) => return self.problem(path, shown, &format!("cannot read the folder: {error}"), None),
        };
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if self.open.contains(&real) {
            return self.problem(path, shown, "a symbolic link to a folder above", Some("remove the link"));
        }
        if self.open.len() > MAX_FOLDERS {
            return self.problem(path, shown, &format!("folders are nested more than {MAX_FOLDERS} levels deep"), None);
        }
        self.open.push(real);
        for name in names {
            self.entry(path.join(&name), &name, format!("{shown}/{name}"), relative);
        }
        self.open.pop();
    }

    fn entry(&mut self, path: PathBuf, name: &str, shown: String, relative: &str) {
        // Editors, version control and desktops leave such files everywhere.
        if name.starts_with('.') {
            return;
        }
        let relative = if relative.is_empty() { name.to_owned() } else { format!("{relative}/{name}") };
        match fs::metadata(&path) {
            Ok(meta) if meta.is_dir() && is_yaml(name) => {
                self.problem(&path, &shown, "a folder where a file is expected", None)
            }
            Ok(meta) if meta.is_dir() => self.folder(&path, &shown, &relative),
            Ok(_) => self.file(path, shown, &relative),
            Err(error) => self.problem(&path, &shown, &format!("cannot read the file: {error}"), None),
        }
    }

    fn file(&mut self, path: PathBuf, shown: String, relative: &str) {
        let parts: Vec<&str> = relative.split('/').collect();
        let (role, folder) = match parts.as_slice() {
            [_] if is_beside(Path::new(relative)) => return,
            ["ids.yaml" | "ids.yml" | "ids.json"] => (Role::Ids, String::new()),
            [_, .., "examples", _] => (Role::Example, parts.get(..parts.len() - 2).unwrap_or_default().join("/")),
            [_, "service.yaml" | "service.yml" | "service.json"] => (Role::Service, String::new()),
            [_, "errors.yaml" | "errors.yml" | "errors.json"] => (Role::Errors, String::new()),
            [_, "state.yaml" | "state.yml" | "state.json"] => (Role::State, String::new()),
            [_, folders @ .., name] if is_yaml(name) && !folders.contains(&"examples") => {
                (Role::Operation, parts.get(..parts.len() - 1).unwrap_or_default().join("/"))
            }
            _ => (Role::Nothing, String::new()),
        };
        let service = if parts.len() > 1 { parts.first().copied().unwrap_or_default() } else { "" };
        let problem = (role == Role::Nothing).then(|| {
            let diag = Diag::new(codes::STRAY_FILE, Span::default(), "this file is no part of a spec");
            match parts.as_slice() {
                [_] => diag.help("at the top of a spec lie ids.yaml and one folder per service"),
                _ => diag.help("below a service lie .yaml and .json files, and examples in folders named `examples`"),
            }
        });
        self.entries.push(Entry { path, shown, service: service.to_owned(), folder, role, text: None, problem });
    }

    fn problem(&mut self, path: &Path, shown: &str, message: &str, help: Option<&str>) {
        let mut diag = Diag::new(codes::FILE, Span::default(), message);
        diag.help = help.map(str::to_owned);
        let service = String::new();
        self.entries.push(Entry {
            path: path.into(),
            shown: shown.into(),
            service,
            folder: String::new(),
            role: Role::Nothing,
            text: None,
            problem: Some(diag),
        });
    }
}

/// Whether a file (its path below the spec) was written by the tool, or is kept beside the spec for other tools.
pub(crate) fn is_beside(inside: &Path) -> bool {
    ["docs.lock", "schema.json", "accepted.yaml"].iter().any(|name| inside == Path::new(name))
}

fn is_yaml(name: &str) -> bool {
    [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end))
}

fn names(path: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(path)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// Read one file. The text is kept also when there is a problem, as far as it is good, so that the message can point into it.
pub(super) fn read(index: u32, entry: &Entry<'_>) -> (SourceFile, Option<Diag>) {
    let source = |text: String| SourceFile { path: entry.shown.clone(), text, marked: false };
    if let Some(problem) = &entry.problem {
        let mut problem = problem.clone();
        problem.span = Span::head(index);
        return (source(String::new()), Some(problem));
    }
    if let Some(text) = entry.text {
        return (source(text.to_owned()), None);
    }
    let failed = |message: String| Diag::new(codes::FILE, Span::head(index), message);
    let mut bytes = match bytes(&entry.path) {
        Ok(bytes) => bytes,
        Err(message) => return (source(String::new()), Some(failed(message))),
    };
    // Columns count what people see; a byte order mark is not seen.
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    bytes.drain(..mark);
    match String::from_utf8(bytes) {
        Ok(text) => (SourceFile { marked: mark > 0, ..source(text) }, None),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            bytes.truncate(valid);
            let text = String::from_utf8(bytes).unwrap_or_default();
            let mut diag =
                failed(format!("not UTF-8: byte {} of the file", valid + mark)).help("save the file as UTF-8");
            diag.span = Span::new(index, text.len(), text.len());
            (source(text), Some(diag))
        }
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let meta = fs::metadata(path).map_err(|error| format!("cannot read the file: {error}"))?;
    if !meta.is_file() {
        // A pipe or a device could block for ever or never end.
        return Err("not a regular file".into());
    }
    let too_big = |size: u64| format!("the file has {size} bytes, the limit is {MAX_BYTES}");
    if meta.len() > MAX_BYTES {
        return Err(too_big(meta.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or_default());
    let file = fs::File::open(path).map_err(|error| format!("cannot read the file: {error}"))?;
    // It may have grown since.
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| format!("cannot read the file: {error}"))?;
    match bytes.len() as u64 {
        size if size > MAX_BYTES => Err(too_big(size)),
        _ => Ok(bytes),
    }
}
