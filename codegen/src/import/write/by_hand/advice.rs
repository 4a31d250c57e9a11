//! One thing that is left to a person.

use crate::import::task::Task;
use crate::import::write::edit::Target;
use crate::import::write::mark::Mark;

/// What a person has to decide: the task for the report, and the marks that keep it visible in the spec. What has no mark has no
/// element there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What to do; none where nothing is left.
    pub task: Option<Task>,
    /// Where the marks stand.
    pub target: Option<Target>,
    /// The marks.
    pub marks: Vec<Mark>,
    /// What the spec says already: a mark that asked about the opposite is done with.
    pub settled: Vec<Mark>,
}

impl Advice {
    /// Without a mark.
    pub(super) fn unmarked(task: Task) -> Self {
        Self { task: Some(task), target: None, marks: Vec::new(), settled: Vec::new() }
    }
}
