//! The only door through which generated code uses the runtime. Not for people: names here may change at any time.

pub use crate::call::{
    Body, Caller, Confirm, DataShape, Effect, ErrorsBy, Meta, Operation, Protocol, Rule, RuleKind,
    Service,
};
pub use crate::error::{Class, ErrorEntry, ErrorKind, Lang, WriteOutcome, entry};
