//! Reads documentation pages and payloads, and turns what changed in them into spec text.
//!
//! [`read`] finds the form and extracts rows, [`clean`] takes out what is nobody's business before any reader sees it, [`memory`]
//! keeps what was read and says what changed since, [`write`] writes it down. Nothing here guesses in silence: what was decided
//! without proof is marked for review.

pub mod clean;
pub mod declared;
pub mod digest;
pub mod document;
pub mod files;
pub mod form;
mod intake;
pub mod ledger;
pub mod memory;
pub mod not_read;
pub mod options;
mod plan;
pub mod read;
pub mod report;
pub mod run;
pub mod stand_in;
pub mod task;
mod wording;
pub mod write;
