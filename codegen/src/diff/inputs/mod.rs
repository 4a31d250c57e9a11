//! What is compared: two folders or revisions, and what of them need not be read.

pub(super) mod git;
mod input;
mod unchanged;

pub use git::Tag;
pub use input::{Loaded, Open, Pair, Root, load, tags};
