//! What came over the wire and what a user must see: each kind of reply in many shapes, through a real socket, with the async and
//! the blocking client of both gateways.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::string_slice)]

mod codes;
mod contradicts;
mod echo;
mod envelope;
mod foreign;
mod guesses;
mod ids;
mod lists;
mod privacy;
mod sizes;
mod strays;
mod table;
mod threads;
mod token;
mod transport;
mod wrapped;
