//! What never leaves a document: found by its looks ([`patterns`]) or by the name it has ([`by_name`]); `envelope` knows what only looks so.

pub mod by_name;
mod envelope;
mod free;
pub mod patterns;
mod people_in;
pub mod sanitise;
