//! Git, asked for what a repository remembers.

use std::path::Path;
use std::process::{Command, Stdio};

/// Git, without what a hook's environment says of the repository it runs for: with a repository named there, the folder it is called in
/// counts as the top of the work tree.
pub(crate) fn command() -> Command {
    let mut command = Command::new("git");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"] {
        command.env_remove(name);
    }
    command
}

/// What git says, called in a folder.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let run = command().arg("-C").arg(folder).args(arguments).stdin(Stdio::null()).output();
    let run = run.map_err(|error| format!("cannot run git: {error}"))?;
    if run.status.success() {
        return String::from_utf8(run.stdout).map_err(|_| "git: the answer is not UTF-8".into());
    }
    let said = String::from_utf8_lossy(&run.stderr);
    Err(format!("git {}: {}", arguments.first().copied().unwrap_or_default(), said.trim()))
}
