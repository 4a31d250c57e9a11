//! What follows from documents for the spec: new files, edits to those that are there, and what is left to a person.

mod amount;
pub mod by_hand;
pub mod cleaned;
pub mod draft;
pub mod edit;
pub mod entry;
pub mod example;
pub mod lines;
pub mod mark;
pub mod merge;
mod names;
pub mod naming;
pub mod new_errors;
pub mod new_file;
pub mod new_mistakes;
mod paged;
mod reply_data;
pub mod retired_errors;
mod sent;
pub mod service_file;
pub mod spec_changes;
pub mod spec_errors;
pub mod spec_index;
pub mod ty;
pub mod types;
pub mod yaml;
