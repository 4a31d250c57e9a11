//! Files that are for their owner alone.

use std::fs::Metadata;

/// Nobody else may read or write it, as far as the system knows owners. The error says what to do.
#[cfg(unix)]
pub(crate) fn check(about: &Metadata) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = about.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(format!("others than its owner may read or write it (mode {mode:03o}): chmod 600 it"))
}

#[cfg(not(unix))]
pub(crate) fn check(_: &Metadata) -> Result<(), String> {
    Ok(())
}
