//! YAML files -> [`Raw`]: syntax and shape, all files, with spans. Nothing outside this folder parses YAML: import and diff, which write
//! and find lines in spec files, walk the `tree` that it shows.

mod accepted;
#[cfg(test)]
mod coverage;
mod declare;
mod editor;
mod files;
mod format;
mod format_state;
mod keys;
mod odd;
mod open;
mod piece;
pub mod raw;
mod schema;
mod shape;
mod take;
mod yaml;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use crate::codes;
use crate::diag::Diag;
use crate::source::{SourceFile, Sources, Span};
use files::{Entry, Role};
use raw::{Raw, RawErrors, RawExample, RawHead, RawIds, RawOperation, RawReview, RawService, RawState};

pub use accepted::accepted;
#[cfg(feature = "diff")]
pub(crate) use accepted::accepted_so_far;
pub(crate) use accepted::in_accepted;
pub(crate) use files::{is_beside, shown};
#[cfg(feature = "import")]
pub(crate) use open::OPEN;
#[cfg(any(feature = "import", feature = "diff"))]
pub(crate) use open::all as open;
pub(crate) use open::in_lock;
pub use raw::Acceptance;
pub use schema::{Offered, schema};
pub(crate) use shape::is_type_name;
pub(crate) use yaml::{Kind, Node, get, items, scalar};

/// The tree of a JSON text, with spans.
pub(crate) fn tree(file: u32, text: &str) -> Result<Node<'_>, Diag> {
    yaml::parse(file, text)
}

/// Read a spec folder. Whatever can be read is in the [`Raw`], whatever cannot is in the findings.
pub fn dir(root: &Path) -> (Raw, Sources, Vec<Diag>) {
    dir_without(root, &HashSet::new(), &BTreeMap::new())
}

/// Read a spec folder without some of its operations and examples (paths below the root), and as if the files of `over` were there
/// with these texts. What others say about the operations that are left out is not checked.
pub fn dir_without(
    root: &Path,
    skip: &HashSet<PathBuf>,
    over: &BTreeMap<PathBuf, String>,
) -> (Raw, Sources, Vec<Diag>) {
    let entries = files::discover(root, over);
    let skipped = |entry: &Entry<'_>| {
        let optional = matches!(entry.role, Role::Operation | Role::Example);
        optional && !skip.is_empty() && entry.path.strip_prefix(root).is_ok_and(|path| skip.contains(path))
    };
    let mut raw = Raw { ids_known: true, ..Raw::default() };
    let (mut sources, mut diags) = (Sources::default(), Vec::new());
    for (index, (entry, read)) in (0..).zip(entries.iter().zip(read_all(&entries, &skipped))) {
        diags.extend(collect(&mut raw, entry, index, read.content, read.source.text.len()));
        raw.reviews.extend(read.reviews);
        sources.files.push(read.source);
        diags.extend(read.diags);
    }
    for service in &raw.services {
        if service.span.is_none() {
            let file = u32::try_from(sources.files.len()).unwrap_or(u32::MAX);
            let path = format!("{}/{}/service.yaml", root.to_string_lossy().trim_end_matches('/'), service.folder);
            // A folder or a broken link of that name has been told.
            if sources.files.iter().any(|known| known.path == path) {
                continue;
            }
            sources.files.push(SourceFile { path, ..SourceFile::default() });
            diags.push(
                Diag::new(codes::FILE, Span::head(file), "this file is missing")
                    .help("it says what the service is: host, protocol, authentication")
                    .first(),
            );
        }
    }
    for service in &mut raw.services {
        service
            .operations
            .sort_by(|a, b| (&a.operation.value, a.operation.span).cmp(&(&b.operation.value, b.operation.span)));
    }
    (raw, sources, diags)
}

/// What one file holds.
enum Content {
    Ids(RawIds),
    Head(Box<RawHead>),
    Errors(RawErrors),
    State(Box<RawState>),
    Operation(Box<RawOperation>),
    /// An example, or nothing that can be read.
    Other,
    Broken,
}

struct ReadFile {
    source: SourceFile,
    content: Content,
    reviews: Vec<RawReview>,
    diags: Vec<Diag>,
}

/// Files are independent until their contents meet in [`collect`], so all cores share them; the result is in the order of the entries.
fn read_all(entries: &[Entry<'_>], skipped: &(dyn Fn(&Entry<'_>) -> bool + Sync)) -> Vec<ReadFile> {
    crate::parallel::map(entries, |index, entry| {
        if skipped(entry) {
            let source = SourceFile { path: entry.shown.clone(), ..SourceFile::default() };
            ReadFile { source, content: Content::Broken, reviews: Vec::new(), diags: Vec::new() }
        } else {
            read_one(u32::try_from(index).unwrap_or(u32::MAX), entry)
        }
    })
}

fn read_one(index: u32, entry: &Entry<'_>) -> ReadFile {
    let (source, problem) = files::read(index, entry);
    let (mut diags, mut reviews) = (Vec::new(), Vec::new());
    let content = match problem {
        Some(problem) => {
            diags.push(problem);
            Content::Broken
        }
        None if entry.role == Role::Example => Content::Other,
        None => match yaml::parse(index, &source.text) {
            Ok(node) => {
                // Most files have none; looking for the word is cheaper than walking the tree.
                if source.text.contains("review") {
                    reviews = odd::reviews(&node);
                }
                content(&node, entry, &mut diags)
            }
            Err(problem) => {
                diags.push(problem);
                Content::Broken
            }
        },
    };
    ReadFile { source, content, reviews, diags }
}

fn content(node: &yaml::Node<'_>, entry: &Entry<'_>, diags: &mut Vec<Diag>) -> Content {
    let is_list = |key: &str| get(node, key).is_some_and(|node| matches!(node.kind, Kind::List(_)));
    // Without what a file is there for, whatever others say about it would only follow from that.
    let (table, readable) = match entry.role {
        Role::Ids => (RawIds::TABLE, is_list("ids")),
        Role::Service => (RawHead::TABLE, get(node, "protocol").is_some()),
        Role::Errors => (RawErrors::TABLE, is_list("errors")),
        Role::State => (RawState::TABLE, matches!(node.kind, Kind::Map(_))),
        Role::Operation => (RawOperation::TABLE, matches!(node.kind, Kind::Map(_))),
        Role::Example | Role::Nothing => return Content::Other,
    };
    shape::map(node, table, diags);
    match entry.role {
        _ if !readable => Content::Broken,
        Role::Ids => Content::Ids(RawIds::of(node)),
        Role::Service => Content::Head(Box::new(RawHead::of(node))),
        Role::Errors => Content::Errors(RawErrors::of(node)),
        Role::State => Content::State(Box::new(RawState::of(node))),
        Role::Operation => {
            Content::Operation(Box::new(RawOperation { folder: entry.folder.clone(), ..RawOperation::of(node) }))
        }
        Role::Example | Role::Nothing => Content::Other,
    }
}

/// Put the content of one file where it belongs. Entries come sorted, so services do too.
fn collect(raw: &mut Raw, entry: &Entry<'_>, index: u32, content: Content, length: usize) -> Option<Diag> {
    let second = || {
        Some(Diag::new(codes::STRAY_FILE, Span::head(index), "a second file of this kind").help("keep one of the two"))
    };
    if entry.role == Role::Nothing {
        return None;
    }
    if entry.role == Role::Ids {
        if raw.ids_span.replace(Span::head(index)).is_some() {
            return second();
        }
        match content {
            Content::Ids(file) => raw.ids.extend(file.ids),
            _ => raw.ids_known = false,
        }
        return None;
    }
    if raw.services.last().is_none_or(|service| service.folder != entry.service) {
        raw.services.push(RawService {
            folder: entry.service.clone(),
            errors_known: true,
            operations_known: true,
            ..RawService::default()
        });
    }
    let service = raw.services.last_mut()?;
    match (&entry.role, content) {
        (Role::Service, content) => {
            if service.span.replace(Span::new(index, 0, length.min(1))).is_some() {
                return second();
            }
            service.head = match content {
                Content::Head(head) => Some(*head),
                _ => None,
            };
        }
        (Role::Errors, content) => {
            if service.errors_span.replace(Span::head(index)).is_some() {
                return second();
            }
            match content {
                Content::Errors(file) => {
                    service.errors_service = Some(file.service);
                    service.errors.extend(file.errors);
                }
                _ => service.errors_known = false,
            }
        }
        (Role::State, content) => {
            if service.state_span.replace(Span::head(index)).is_some() {
                return second();
            }
            service.state = match content {
                Content::State(state) => Some(*state),
                _ => None,
            };
        }
        (Role::Operation, Content::Operation(operation)) => service.operations.push(*operation),
        (Role::Operation, _) => service.operations_known = false,
        (Role::Example, content) => service.examples.push(RawExample {
            folder: entry.folder.clone(),
            name: entry.shown.rsplit('/').next().unwrap_or_default().to_owned(),
            span: Span::new(index, 0, length),
            known: matches!(content, Content::Other),
        }),
        _ => {}
    }
    None
}
