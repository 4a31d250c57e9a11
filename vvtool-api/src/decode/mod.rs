//! Reading replies: one scanner, one table-driven loop, every kind of dirt the wire is known for.

pub(crate) mod scalar;
