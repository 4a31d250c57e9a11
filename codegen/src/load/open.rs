//! What waits for a person: the `review` marks of the spec's files, and the open entries of docs.lock, which are about what has no
//! element in a spec.

use std::path::Path;

use super::files::shown;
use super::raw::{RawReview, RawReviewChange};
use super::yaml::{self, get, scalar};
#[cfg(any(feature = "import", feature = "diff"))]
use super::{files, odd};
use crate::diag::Diag;
use crate::source::{SourceFile, Sources, Span};
use crate::{codes, slip};

/// The key of an open entry of docs.lock.
pub(crate) const OPEN: &str = "open";

/// What docs.lock has for a person.
#[derive(Debug, Default)]
pub(crate) struct InLock {
    /// Its open entries.
    pub reviews: Vec<RawReview>,
    /// The first line that is none of docs.lock: behind it nothing can be relied on.
    pub broken: Option<Diag>,
}

/// Reads docs.lock for what a person must know, and makes it a file of `sources` where there is something.
pub(crate) fn in_lock(root: &Path, sources: &mut Sources) -> InLock {
    let path = root.join("docs.lock");
    let file = u32::try_from(sources.files.len()).unwrap_or(u32::MAX);
    let mut source = SourceFile { path: format!("{}/docs.lock", shown(root)), ..SourceFile::default() };
    let mut found = InLock::default();
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            found.broken = broken(file, &text);
            found.reviews = entries(file, &text);
            source.text = text;
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return found,
        Err(error) => {
            let message = format!("docs.lock cannot be read: {error}");
            found.broken = Some(Diag::new(codes::FILE, Span::head(file), message).help(RESTORE));
        }
    }
    if found.broken.is_some() || !found.reviews.is_empty() {
        sources.files.push(source);
    }
    found
}

fn entries(file: u32, text: &str) -> Vec<RawReview> {
    let begins = format!("{{\"{OPEN}\": ");
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
    found
}

/// What to do about a docs.lock that is none.
const RESTORE: &str = "restore the file from version control, or delete it and import the documents again";

/// The first line that is neither a comment nor an object with one of the keys that lines of docs.lock begin with.
fn broken(file: u32, text: &str) -> Option<Diag> {
    if let Some(left) = slip::conflict(text) {
        let span = Span::new(file, left.at, left.at + left.length);
        let help = format!("{}; or take either side whole and import the documents again", left.help);
        return Some(Diag::new(codes::SYNTAX, span, left.message).help(help));
    }
    let (mut at, mut documents) = (0, 0);
    for line in text.split_inclusive('\n') {
        let plain = line.trim();
        let begin = at + (line.len() - line.trim_start().len());
        at += line.len();
        if plain.is_empty() || plain.starts_with('#') {
            continue;
        }
        let wrong = |message: String| {
            let span = Span::new(file, begin, begin + plain.len());
            Some(Diag::new(codes::SYNTAX, span, format!("no line of docs.lock: {message}")).help(RESTORE))
        };
        let members = match crate::json::parse(plain) {
            Ok(crate::json::Json::Object(members)) => members,
            Ok(_) => return wrong("not an object".to_owned()),
            Err(_) if !line.ends_with('\n') => return wrong("the file ends in the middle of it".to_owned()),
            Err(broken) => return wrong(broken.reason),
        };
        documents += usize::from(members.contains_key("doc"));
        if !["doc", "text", "field", "error", OPEN].iter().any(|key| members.contains_key(*key)) {
            return wrong("neither doc, text, field, error nor open".to_owned());
        }
        if documents == 0 {
            return wrong("it stands before the first document".to_owned());
        }
    }
    // Without its lines every page is a new one, and no change of a page is seen.
    (documents == 0).then(|| Diag::new(codes::SYNTAX, Span::head(file), "docs.lock names no document").help(RESTORE))
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
    reviews.extend(in_lock(root, &mut sources).reviews);
    (reviews, sources)
}
