//! What commands say, where.

use std::io::Write;

use super::exit::Exit;

/// A reader that has seen enough (`| head`) closes the pipe: nothing to complain about.
pub(super) fn print(text: &str, exit: Exit) -> Exit {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    exit
}

pub(super) fn complain(text: &str, exit: Exit) -> Exit {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
    exit
}
