//! What documents said when they were last read, and what changed since.

pub mod compare;
pub mod fact;
pub mod lock;
mod lock_file;
pub mod lock_index;
pub mod plausible;
pub mod renamed;
