//! What `git diff` and `git log -p` show of a spec file: meaning instead of lines.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use super::accept::Accepted;
use super::change::Version;
use super::compare;
use super::release::Release;
use super::report::{Report, say, text};
use super::rule::Lang;
use crate::diag::counted;
use crate::git;
use crate::load::{Kind, Node, is_beside, scalar};
use crate::pipeline;
use crate::visible::{visible, visible_lines};

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
            let _ = writeln!(out, "{} = {}", visible(path), visible(text));
        }
        Kind::Map(pairs) => pairs.iter().for_each(|(key, value)| flatten(value, &below(&key.text), out)),
        Kind::List(items) => {
            for (index, item) in items.iter().enumerate() {
                match (&item.kind, named(item)) {
                    // Order matters to documents, not to readers of a change: names, where there are some, instead of numbers.
                    (_, Some(name)) => flatten(item, &below(name), out),
                    (Kind::Scalar { text, .. }, _) => {
                        let _ = writeln!(out, "{}: {}", visible(path), visible(text));
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
    scalar(Some(value)).filter(|_| names.contains(&&*key.text))
}

/// A changed file as git hands it over. Paths are relative to the top of the work tree, which is where git calls from.
#[derive(Debug, Clone, Copy)]
pub struct Handed<'a> {
    /// Its path; the old one when it was renamed.
    pub path: &'a Path,
    /// Where the old content lies; `/dev/null` when there is none.
    pub old: &'a Path,
    /// Where the new content lies.
    pub new: &'a Path,
    /// Its new path and what git says about it (`similarity index 97%` ...), when it was renamed or copied.
    pub moved: Option<(&'a Path, &'a str)>,
}

impl<'a> Handed<'a> {
    fn now(&self) -> &'a Path {
        self.moved.map_or(self.path, |(path, _)| path)
    }

    /// The content of each side with the path it stands under; a copy leaves what was copied where it is.
    fn sides(&self) -> [(&'static str, &'a Path, &'a Path); 2] {
        let copied = self.moved.is_some_and(|(_, said)| said.contains("copy from "));
        let old = if copied { (self.now(), Path::new(NOTHING)) } else { (self.path, self.old) };
        [("old", old.0, old.1), ("new", self.now(), self.new)]
    }
}

/// What git names where there is no file.
pub const NOTHING: &str = "/dev/null";

/// `diff.vvspec.command`: one file before and after, as the report of [`super::compare`] shows it. What is no finding is shown as lines,
/// and so are two files that cannot be compared alone, because other files of the spec changed with them.
pub fn command(handed: &Handed<'_>, lang: Lang) -> String {
    let mut out = format!("vvspec diff {}", handed.path.to_string_lossy());
    if let Some((path, said)) = handed.moved {
        let _ = write!(out, " -> {}\n{}", path.to_string_lossy(), said.trim_end());
    }
    out.push('\n');
    let mut out = visible_lines(&out).into_owned();
    match meaning(handed, lang) {
        Ok(Meaning::Changed(text)) => return out + &text,
        Ok(Meaning::Same) => out.push_str(say(lang, "no change of meaning", "含义不变")),
        Ok(Meaning::Outside) => out.push_str(say(lang, "no part of what the spec says", "不属于规格内容")),
        Err(why) => {
            let _ = write!(out, "{}: {why}", say(lang, "lines only", "仅按行显示"));
        }
    }
    out.push('\n');
    out + &visible_lines(&lines(handed))
}

enum Meaning {
    /// The report.
    Changed(String),
    Same,
    /// The file is kept beside the spec for other tools.
    Outside,
}

fn meaning(handed: &Handed<'_>, lang: Lang) -> Result<Meaning, String> {
    let found = spec_of(handed.now()).or_else(|| spec_of(handed.path));
    let spec = found.ok_or("the file is in no spec folder")?;
    let beside = |path: &Path| path.strip_prefix(&spec).is_ok_and(is_beside);
    if beside(handed.path) && beside(handed.now()) {
        return Ok(Meaning::Outside);
    }
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut sides = Vec::new();
    for (name, path, content) in handed.sides() {
        let root = folder.path().join(name).join("spec");
        lay_out(&spec, &root, handed, (path, content)).map_err(|error| error.to_string())?;
        let (api, mut sources) = pipeline::read(&root).map_err(|diags| {
            let count = counted(diags.len(), "error");
            format!("the {name} one does not fit the other files as they lie in the folder: {count}")
        })?;
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
    if changes.is_empty() {
        return Ok(Meaning::Same);
    }
    let (release, accepted) = (Release::none(), Accepted::default());
    let report = Report {
        base: "old",
        head: "new",
        changes: &changes,
        accepted: &accepted,
        release: &release,
        open: &[],
        ambiguous: &[],
        lang,
    };
    Ok(Meaning::Changed(text::print(&report)))
}

/// One side: the spec as it lies in the folder, but for the file, which is there once, with the content of this side.
fn lay_out(spec: &Path, root: &Path, handed: &Handed<'_>, (path, content): (&Path, &Path)) -> std::io::Result<()> {
    let put = |from: &Path, inside: &Path| {
        let target = root.join(inside);
        fs::create_dir_all(target.parent().unwrap_or(root))?;
        fs::copy(from, target).map(drop)
    };
    let [(_, before, _), (_, now, _)] = handed.sides();
    for (inside, place) in crate::fingerprint::files(spec)? {
        let inside = Path::new(&inside);
        if ![before, now].contains(&spec.join(inside).as_path()) {
            put(&place, inside)?;
        }
    }
    match path.strip_prefix(spec) {
        Ok(inside) if content != Path::new(NOTHING) => put(content, inside),
        _ => Ok(()),
    }
}

/// A path from the top of the work tree; git shortens it by the folder it was called in when it is asked to.
pub fn from_top(path: &Path, prefix: &Path) -> PathBuf {
    let below = prefix.join(path);
    if spec_of(path).is_none() && spec_of(&below).is_some() { below } else { path.to_owned() }
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

/// The lines that differ, under the names people know: what git hands over may be called anything.
fn lines(handed: &Handed<'_>) -> String {
    let same = |(old, new): (Vec<u8>, Vec<u8>)| old == new;
    if fs::read(handed.old).ok().zip(fs::read(handed.new).ok()).is_some_and(same) {
        return String::new();
    }
    let run = git::command()
        .args(["diff", "--no-index", "--no-ext-diff", "--no-textconv", "--no-color", "--"])
        .args([handed.old, handed.new])
        .output();
    let run = run.map(|run| String::from_utf8_lossy(&run.stdout).into_owned()).unwrap_or_default();
    let Some(at) = run.find("\n@@ ") else { return run };
    let name = |content: &Path, side: &str, path: &Path| match content == Path::new(NOTHING) {
        true => NOTHING.to_owned(),
        false => format!("{side}/{}", path.to_string_lossy()),
    };
    let (old, new) = (name(handed.old, "a", handed.path), name(handed.new, "b", handed.now()));
    format!("--- {old}\n+++ {new}{}", run.get(at..).unwrap_or_default())
}
