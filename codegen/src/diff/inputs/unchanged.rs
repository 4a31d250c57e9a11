//! What need not be read to compare two specs: most of a large one.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::fingerprint;
use crate::load::{Kind, Node, get, scalar, tree};

/// Operations and examples that have the same bytes in both specs and refer to nothing that differs. Two folders of which one has errors
/// in such a file are still told apart by what did change; `lint` is for the rest.
pub(super) fn unchanged(base: &Path, head: &Path) -> HashSet<PathBuf> {
    let specs = Specs { old: list(base), new: list(head) };
    let Some(ids) = specs.touched("ids", "ids", "id") else { return HashSet::new() };
    let witnesses = specs.witnesses();
    let mut services: BTreeMap<&str, Option<BTreeSet<String>>> = BTreeMap::new();
    // A folder is skipped file by file when its examples are all alike, and whole when its operations are, too.
    let mut folders: BTreeMap<&str, Folder<'_>> = BTreeMap::new();
    for path in specs.old.keys().chain(specs.new.keys().filter(|path| !specs.old.contains_key(*path))) {
        let Some((service, _)) = path.split_once('/') else { continue };
        let names = services.entry(service).or_insert_with(|| {
            let mut names = specs.touched(&format!("{service}/errors"), "errors", "name")?;
            names.extend(ids.iter().cloned());
            specs.same_in_any_form(&format!("{service}/service")).then_some(names)
        });
        let (Some(names), Some((place, name))) = (names, path.rsplit_once('/')) else { continue };
        let top = place == service && ["service.", "errors."].iter().any(|file| name.starts_with(file));
        let example = place.strip_suffix("/examples");
        let folder = folders.entry(example.unwrap_or(place)).or_default();
        match (example, specs.same(path)) {
            _ if top => {}
            (Some(_), true) => folder.examples.push(path),
            (Some(_), false) => folder.examples_differ = true,
            (None, true) if !witnesses.contains(path.as_str()) && specs.mentions_none(path, names) => {
                folder.operations.push(path)
            }
            (None, _) => folder.operations_read = true,
        }
    }
    let mut skip = HashSet::new();
    for folder in folders.into_values().filter(|folder| !folder.examples_differ) {
        skip.extend(folder.operations.iter().map(PathBuf::from));
        if !folder.operations_read {
            skip.extend(folder.examples.iter().map(PathBuf::from));
        }
    }
    skip
}

#[derive(Default)]
struct Folder<'a> {
    operations: Vec<&'a str>,
    operations_read: bool,
    examples: Vec<&'a str>,
    examples_differ: bool,
}

/// The files of both, by their paths below the root.
struct Specs {
    old: BTreeMap<String, PathBuf>,
    new: BTreeMap<String, PathBuf>,
}

fn list(root: &Path) -> BTreeMap<String, PathBuf> {
    fingerprint::files(root).unwrap_or_default().into_iter().collect()
}

/// The endings that a file of a spec may have.
const FORMS: [&str; 3] = ["yaml", "yml", "json"];

impl Specs {
    fn same(&self, path: &str) -> bool {
        match (self.old.get(path), self.new.get(path)) {
            (Some(old), Some(new)) => same_bytes(old, new),
            (None, None) => true,
            _ => false,
        }
    }

    /// Where an operation comes or goes, one that stays in each of its folders: the folder's module stays with it.
    fn witnesses(&self) -> BTreeSet<&str> {
        let lone = |ours: &'_ BTreeMap<String, PathBuf>, theirs: &BTreeMap<String, PathBuf>| -> Vec<String> {
            ours.keys().filter(|path| !theirs.contains_key(*path)).cloned().collect()
        };
        let lone = [lone(&self.old, &self.new), lone(&self.new, &self.old)].concat();
        let above = |path: &String| -> Vec<String> {
            path.match_indices('/').filter_map(|(end, _)| Some(path.get(..=end)?.to_owned())).collect()
        };
        let folders: BTreeSet<String> = lone.iter().flat_map(above).collect();
        let stays = |folder: &String| {
            let below = self.old.range(folder.clone()..).take_while(|(path, _)| path.starts_with(folder));
            let operations = below.map(|(path, _)| path.as_str()).filter(|path| !path.contains("/examples/"));
            operations.into_iter().find(|path| self.new.contains_key(*path))
        };
        folders.iter().filter_map(stays).collect()
    }

    fn same_in_any_form(&self, path: &str) -> bool {
        FORMS.iter().all(|form| self.same(&format!("{path}.{form}")))
    }

    /// Names of the entries of a shared table that are not the same on both sides; `None` when more than its entries differs.
    fn touched(&self, path: &str, table: &str, key: &str) -> Option<BTreeSet<String>> {
        let mut names = BTreeSet::new();
        for path in FORMS.map(|form| format!("{path}.{form}")) {
            if !self.same(&path) {
                let read = |files: &BTreeMap<String, PathBuf>| fs::read_to_string(files.get(&path)?).ok();
                names.extend(differing(&read(&self.old)?, &read(&self.new)?, table, key)?);
            }
        }
        Some(names)
    }

    /// Taken by its bytes: a name in a comment counts as a mention, and what could be a name in other letters does, too.
    fn mentions_none(&self, path: &str, names: &BTreeSet<String>) -> bool {
        if names.is_empty() {
            return true;
        }
        let text = self.old.get(path).and_then(|file| fs::read_to_string(file).ok());
        text.is_some_and(|text| !text.contains('\\') && names.iter().all(|name| !text.contains(name.as_str())))
    }
}

fn same_bytes(old: &Path, new: &Path) -> bool {
    let size = |path: &Path| fs::metadata(path).ok().map(|meta| meta.len());
    size(old) == size(new) && matches!((fs::read(old), fs::read(new)), (Ok(old), Ok(new)) if old == new)
}

fn differing(old: &str, new: &str, table: &str, key: &str) -> Option<BTreeSet<String>> {
    let (old, new) = (tree(0, old).ok()?, tree(0, new).ok()?);
    let (old, new) = (Table::of(&old, table, key)?, Table::of(&new, table, key)?);
    let rest_is_the_same = old.rest.len() == new.rest.len()
        && old.rest.iter().zip(&new.rest).all(|(old, new)| old.0 == new.0 && alike(old.1, new.1));
    rest_is_the_same.then(|| {
        let names = old.entries.keys().chain(new.entries.keys());
        let differs = |name: &&&str| match (old.entries.get(**name), new.entries.get(**name)) {
            (Some(old), Some(new)) => !alike(old, new),
            _ => true,
        };
        names.filter(differs).map(|name| (*name).to_owned()).collect()
    })
}

/// A file that is one list of named entries.
struct Table<'n> {
    entries: BTreeMap<&'n str, &'n Node<'n>>,
    rest: Vec<(&'n str, &'n Node<'n>)>,
}

impl<'n> Table<'n> {
    fn of(root: &'n Node<'n>, table: &str, key: &str) -> Option<Self> {
        let Kind::Map(pairs) = &root.kind else { return None };
        let mut this = Self { entries: BTreeMap::new(), rest: Vec::new() };
        for (name, value) in pairs {
            if name.text != table {
                this.rest.push((&*name.text, value));
                continue;
            }
            let Kind::List(items) = &value.kind else { return None };
            for item in items {
                if this.entries.insert(scalar(get(item, key))?, item).is_some() {
                    return None;
                }
            }
        }
        Some(this)
    }
}

/// The same but for where it stands.
fn alike(a: &Node<'_>, b: &Node<'_>) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Scalar { text: a, quoted: left }, Kind::Scalar { text: b, quoted: right }) => a == b && left == right,
        (Kind::List(a), Kind::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b)),
        (Kind::Map(a), Kind::Map(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0.text == b.0.text && alike(&a.1, &b.1))
        }
        _ => false,
    }
}
