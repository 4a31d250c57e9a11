//! What waits for a person: the `review` marks of the spec's files, and the open entries of docs.lock, which are about what has no
//! element in a spec.

use std::path::Path;

use super::raw::{RawReview, RawReviewChange};
#[cfg(any(feature = "import", feature = "diff"))]
use super::{files, odd};
use super::{get, scalar, shown, yaml};
use crate::source::{SourceFile, Sources, Span};

/// The key of an open entry of docs.lock.
pub(crate) const OPEN: &str = "open";

/// The open entries of docs.lock, which becomes a file of `sources` when it has some.
pub(crate) fn in_lock(root: &Path, sources: &mut Sources) -> Vec<RawReview> {
    let Ok(text) = std::fs::read_to_string(root.join("docs.lock")) else { return Vec::new() };
    let begins = format!("{{\"{OPEN}\": ");
    if !text.contains(&begins) {
        return Vec::new();
    }
    let file = u32::try_from(sources.files.len()).unwrap_or(u32::MAX);
    let (mut found, mut at) = (Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        if line.starts_with(&begins)
            && let Ok(node) = yaml::parse(file, line)
            && let Some(todo) = scalar(get(&node, OPEN))
        {
            let span = Span::new(file, at, at + line.trim_end().len());
            let change = RawReviewChange { span, ..RawReviewChange::default() };
            found.push(RawReview { span, of: todo.to_owned(), words: Vec::new(), changes: vec![change] });
        }
        at += line.len();
    }
    sources.files.push(SourceFile { path: format!("{}/docs.lock", shown(root)), text, marked: false });
    found
}

#[cfg(any(feature = "import", feature = "diff"))]
/// Everything of a spec folder that waits for a person, without the rest of it.
pub(crate) fn all(root: &Path) -> (Vec<RawReview>, Sources) {
    let over = std::collections::BTreeMap::new();
    let entries = files::discover(root, &over);
    let read = crate::parallel::map(&entries, |index, entry| {
        let file = u32::try_from(index).unwrap_or(u32::MAX);
        let (source, _) =
            if entry.role == files::Role::Example { Default::default() } else { files::read(file, entry) };
        if !source.text.contains("review") {
            return (SourceFile::default(), Vec::new());
        }
        let reviews = yaml::parse(file, &source.text).map(|node| odd::reviews(&node)).unwrap_or_default();
        (source, reviews)
    });
    let (mut sources, mut reviews) = (Sources::default(), Vec::new());
    for (source, found) in read {
        sources.files.push(source);
        reviews.extend(found);
    }
    reviews.extend(in_lock(root, &mut sources));
    (reviews, sources)
}
