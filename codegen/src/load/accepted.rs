//! `accepted.yaml`: findings of `vvspec diff` that a reviewer has accepted.

use std::path::Path;

use super::files::{Entry, Role};
use super::keys::{Key, Need, Shape, Table};
use super::{files, shape, take, yaml};
use crate::diag::Diags;
use crate::source::{Sources, Span};

static FILE: Table = Table {
    name: "Accepted",
    doc: "accepted.yaml: findings of `vvspec diff` that a reviewer has accepted",
    keys: &[Key {
        name: "accepted",
        shape: Shape::List(&Shape::Map(&ENTRY)),
        need: Need::Must,
        doc: "One entry per finding",
    }],
    one_of: &[],
};

static ENTRY: Table = Table {
    name: "Acceptance",
    doc: "One accepted finding",
    keys: &[
        Key { name: "id", shape: Shape::Line, need: Need::Must, doc: "The finding's id" },
        Key {
            name: "change",
            shape: Shape::Line,
            need: Need::May,
            doc: "The finding's digest: holds for this very change only",
        },
        Key { name: "reason", shape: Shape::Line, need: Need::Must, doc: "Why it is all right" },
        Key { name: "expires", shape: Shape::Date, need: Need::Must, doc: "Last day of the acceptance" },
    ],
    one_of: &[],
};

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// Of the finding.
    pub id: String,
    /// Digest of the finding, when the entry names one.
    pub change: Option<String>,
    /// Why.
    pub reason: String,
    /// `2027-01-31`: the last day.
    pub expires: String,
    /// Where it stands.
    pub span: Span,
}

/// Read the file; no file, no entries.
///
/// # Errors
/// Everything that is wrong with it.
pub fn accepted(path: &Path, shown: &str) -> Result<(Vec<Acceptance>, Sources), Diags> {
    if !path.exists() {
        return Ok((Vec::new(), Sources::default()));
    }
    let entry = Entry {
        path: path.to_owned(),
        shown: shown.to_owned(),
        service: String::new(),
        folder: String::new(),
        role: Role::Nothing,
        text: None,
        problem: None,
    };
    let (source, problem) = files::read(0, &entry);
    let sources = Sources { files: vec![source] };
    let mut diags: Vec<_> = problem.into_iter().collect();
    let mut entries = Vec::new();
    if diags.is_empty() {
        let text = sources.files.first().map(|file| file.text.as_str()).unwrap_or_default();
        match yaml::parse(0, text) {
            Ok(node) => {
                shape::map(&node, &FILE, &mut diags);
                entries = take::accepted(&node);
            }
            Err(problem) => diags.push(problem),
        }
    }
    if diags.is_empty() { Ok((entries, sources)) } else { Err(Diags::new(diags, sources)) }
}
