//! Subcommands that have more to say than fits into `main.rs`.

pub(crate) mod diff;
pub(crate) mod import;
