//! What can go wrong, told for people and for programs.

mod kind;

pub use kind::{Class, ErrorEntry, ErrorKind, Lang, WriteOutcome, entry};
