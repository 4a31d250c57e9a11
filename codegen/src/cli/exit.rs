//! How a command ends: the one table of exit codes.

use std::process::ExitCode;

macro_rules! exits {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// What a shell gets to know about a run.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Exit {
            $($(#[$doc])* $name,)*
        }

        impl From<Exit> for ExitCode {
            fn from(exit: Exit) -> Self {
                match exit {
                    $(Exit::$name => Self::from($code),)*
                }
            }
        }
    };
}

exits! {
    /// As asked, and nothing to complain about.
    Done = 0,
    /// `lint`, `generate`, `dump`, `explain`, `openapi`, `docs`, `new`, `man`: something is wrong with the spec, `explain` was asked for
    /// what is not in it, a file is stale, of somebody else or cannot be written. Every command: so can standard output.
    Found = 1,
    /// The command line makes no sense, or names a service, folder or operation that there is not; clap uses the same.
    Usage = 2,
    /// `diff`: a change at or above `--fail-on`, or an acceptance that is not right. `drift`: a document changed, or
    /// a change waits for a decision. `import`: it left changes of a known document to a person, or earlier ones wait still.
    Changed = 100,
    /// `diff`, `drift`: there was nothing to compare. `import`: something was not understood or is not written.
    Impossible = 101,
    /// Ctrl-C, as shells count it.
    Stopped = 130,
}
