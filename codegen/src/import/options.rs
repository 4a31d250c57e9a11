//! What a run is asked for, and how far it is.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize};

/// What a run is asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// The spec folder.
    pub spec: PathBuf,
    /// Service of the documents, where their form does not say it.
    pub service: Option<String>,
    /// Documents whose trees help to nest flat tables.
    pub donors: Vec<PathBuf>,
    /// Documents as they were, or folders of them: what was reworded is shown from them.
    pub old: Vec<PathBuf>,
    /// Day to write down, `2026-11-21`.
    pub today: String,
}

/// How far a run is, and whether it shall end.
#[derive(Debug, Default)]
pub struct Progress {
    /// Files read so far.
    pub done: AtomicUsize,
    /// Files to read; 0 until they are counted.
    pub total: AtomicUsize,
    /// Set it to stop the run with nothing written.
    pub stop: AtomicBool,
}
