//! What the unit tests of several rooms share.

pub(crate) mod chain;
pub(crate) mod sample;
pub(crate) mod server;
