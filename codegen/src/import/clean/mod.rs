//! What never leaves a document: found by its looks ([`patterns`]) or by the name it has ([`by_name`]).

pub mod by_name;
pub mod patterns;
pub mod sanitise;
