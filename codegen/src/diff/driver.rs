//! What `git diff` and `git log -p` show of a spec file: meaning instead of lines.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::accept::Accepted;
use super::report::{Report, text};
use super::{Lang, Version, compare, release};
use crate::load::{Kind, Node};

/// `diff.vvspec.textconv`: a file as one fact per line, in the order of the file; whatever is no YAML stays as it is.
pub fn facts(file: &Path) -> std::io::Result<String> {
    let bytes = fs::read(file)?;
    let Ok(content) = String::from_utf8(bytes.clone()) else { return Ok(String::from_utf8_lossy(&bytes).into_owned()) };
    let Ok(node) = crate::load::tree(0, &content) else { return Ok(content) };
    let mut out = String::new();
    flatten(&node, "", &mut out);
    Ok(out)
}

fn flatten(node: &Node<'_>, path: &str, out: &mut String) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match &node.kind {
        Kind::Scalar { text, .. } => {
            let _ = writeln!(out, "{path} = {}", text.replace('\n', " "));
        }
        Kind::Map(pairs) => pairs.iter().for_each(|(key, value)| flatten(value, &below(&key.text), out)),
        Kind::List(items) => {
            for (index, item) in items.iter().enumerate() {
                match (&item.kind, named(item)) {
                    // Order matters to documents, not to readers of a change: names, where there are some, instead of numbers.
                    (_, Some(name)) => flatten(item, &below(name), out),
                    (Kind::Scalar { text, .. }, _) => {
                        let _ = writeln!(out, "{path}: {text}");
                    }
                    _ => flatten(item, &below(&index.to_string()), out),
                }
            }
        }
    }
}

fn named<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    let Kind::Map(pairs) = &node.kind else { return None };
    let names = ["name", "type", "enum", "grammar", "key", "id", "value", "flag", "rule"];
    // The first key of an entry is what it is called by.
    let (key, value) = pairs.first()?;
    match &value.kind {
        Kind::Scalar { text, .. } if names.contains(&&*key.text) => Some(text),
        _ => None,
    }
}

/// `diff.vvspec.command`: one file before and after, as the report of [`super::compare`] shows it. Falls back to lines where the two
/// cannot be compared alone, because other files of the spec changed with them.
pub fn command(path: &Path, old: &Path, new: &Path, lang: Lang) -> String {
    let shown = path.to_string_lossy();
    match meaning(path, old, new, lang) {
        Ok(text) => format!("vvspec diff {shown}\n{text}"),
        Err(why) => format!("vvspec diff {shown}: lines only, {why}\n{}", lines(old, new)),
    }
}

fn meaning(path: &Path, old: &Path, new: &Path, lang: Lang) -> Result<String, String> {
    let spec = spec_of(path).ok_or("the file is in no spec folder")?;
    let inside = path.strip_prefix(&spec).map_err(|error| error.to_string())?;
    let fail = |error: std::io::Error| error.to_string();
    let folder = tempfile::tempdir().map_err(fail)?;
    let mut sides = Vec::new();
    for (name, file) in [("old", old), ("new", new)] {
        let root = folder.path().join(name).join("spec");
        for (relative, place) in crate::fingerprint::files(&spec).map_err(fail)? {
            let target = root.join(relative);
            fs::create_dir_all(target.parent().unwrap_or(&root)).map_err(fail)?;
            fs::copy(place, target).map_err(fail)?;
        }
        let target = root.join(inside);
        if file == Path::new("/dev/null") {
            fs::remove_file(target).or_else(|error| {
                if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(fail(error)) }
            })?;
        } else {
            fs::create_dir_all(target.parent().unwrap_or(&root)).map_err(fail)?;
            fs::copy(file, target).map_err(fail)?;
        }
        let (api, mut sources) = crate::read(&root)
            .map_err(|diags| format!("{name} does not fit the other files: {} errors", diags.len()))?;
        let prefix = root.to_string_lossy().into_owned();
        for file in &mut sources.files {
            file.path = file.path.replace(&prefix, &spec.to_string_lossy());
        }
        sides.push((api, sources));
    }
    let [(base, base_sources), (head, head_sources)] = sides.as_slice() else {
        return Err("one side is missing".into());
    };
    let changes = compare(Version { api: base, sources: base_sources }, Version { api: head, sources: head_sources });
    let papers = release::Papers::default();
    let release = release::check(&changes, &papers, &papers);
    let accepted = Accepted::default();
    let report = Report { base: "old", head: "new", changes: &changes, accepted: &accepted, release: &release, lang };
    Ok(text::print(&report))
}

/// The folder above a file whose own folders hold the services.
fn spec_of(path: &Path) -> Option<PathBuf> {
    let is_spec = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.into_iter().any(|entry| {
            ["yaml", "yml", "json"].iter().any(|end| entry.path().join(format!("service.{end}")).is_file())
        })
    };
    path.ancestors().skip(1).find(|folder| !folder.as_os_str().is_empty() && is_spec(folder)).map(Path::to_owned)
}

fn lines(old: &Path, new: &Path) -> String {
    let run = Command::new("git")
        .args(["diff", "--no-index", "--no-ext-diff", "--no-textconv", "--"])
        .args([old, new])
        .output();
    run.map(|run| String::from_utf8_lossy(&run.stdout).into_owned()).unwrap_or_default()
}
