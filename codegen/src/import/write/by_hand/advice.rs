//! One thing that is left to a person.

use crate::import::write::edit::Target;
use crate::import::write::mark::Mark;

/// What a person has to decide: the words for the report, and the marks that keep it visible in the spec. What has no mark has no
/// element there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// One line; none where nothing is left.
    pub words: String,
    /// Where the marks stand.
    pub target: Option<Target>,
    /// The marks.
    pub marks: Vec<Mark>,
    /// What the spec says already: a mark that asked about the opposite is done with.
    pub settled: Vec<Mark>,
}

impl Advice {
    /// Words alone.
    pub(super) fn nowhere(words: String) -> Self {
        Self { words, target: None, marks: Vec::new(), settled: Vec::new() }
    }
}
