//! Reads documentation pages and payloads, and turns what changed in them into spec text.
//!
//! `read` finds the form and extracts rows; `lock` keeps what was read; `compare` says what changed since; `spec_text` and
//! `merge` write it down. Nothing here guesses in silence: what was decided without proof is marked for review.

pub mod advice;
pub mod bullet;
pub mod cells;
pub mod columns;
pub mod compare;
pub mod day;
pub mod digest;
pub mod document;
mod doubt;
pub mod draft;
pub mod edit;
pub mod errors;
pub mod evidence;
pub mod example;
pub mod files;
pub mod head;
pub mod house;
mod known;
pub mod ledger;
mod lines;
pub mod lock;
pub mod merge;
pub mod metadata;
pub mod nest;
pub mod pipe;
pub mod prose;
pub mod raw;
pub mod read;
mod reading;
pub mod report;
pub mod retire;
pub mod run;
pub mod safety;
pub mod sanitise;
pub mod scrub;
pub mod sections;
pub mod skeleton;
pub mod spec_text;
pub mod table;
pub mod tree;
