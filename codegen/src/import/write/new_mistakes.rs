//! The net under all that an import writes: a spec with it must have no mistake that it has not without.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use crate::diag::Diag;
use crate::pipeline;
use crate::source::Sources;

/// A mistake that an import would make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Files that it is about.
    pub files: Vec<PathBuf>,
    /// For people: place, rule, words.
    pub text: String,
}

/// What would be wrong with the spec in `root` once the files are written, and is not wrong with it now.
#[must_use]
pub fn mistakes(root: &Path, files: &BTreeMap<PathBuf, String>) -> Vec<Mistake> {
    let (found, sources) = pipeline::findings(root, files);
    if found.is_empty() {
        return Vec::new();
    }
    let known = if root.is_dir() { pipeline::findings(root, &BTreeMap::new()) } else { Default::default() };
    let mut left: HashMap<(String, &'static str, String), usize> = HashMap::new();
    for diag in &known.0 {
        *left.entry(identity(diag, &known.1)).or_default() += 1;
    }
    let new = found.into_iter().filter(|diag| match left.get_mut(&identity(diag, &sources)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    new.map(|diag| mistake(&diag, &sources)).collect()
}

/// The same mistake may move to another line.
fn identity(diag: &Diag, sources: &Sources) -> (String, &'static str, String) {
    let path = sources.file(diag.span).map(|file| file.path.clone()).unwrap_or_default();
    (path, diag.code.code, diag.message.clone())
}

fn mistake(diag: &Diag, sources: &Sources) -> Mistake {
    let spans = std::iter::once(diag.span).chain(diag.labels.iter().map(|(span, _)| *span));
    let files = spans.filter_map(|span| sources.file(span)).map(|file| PathBuf::from(&file.path)).collect();
    let path = sources.file(diag.span).map(|file| file.path.as_str()).unwrap_or_default();
    Mistake { files, text: format!("{path}:{}: [{}] {}", sources.place(diag.span).line, diag.code.code, diag.message) }
}
