//! How a read proves what has become of a write. Names are those of the wire; in a spec without findings each leads to something.

use crate::load::raw::{RawAmong, RawVerify, Text};
use crate::source::Span;
use crate::words::Basis;

/// A read that shows whether a write was executed.
#[derive(Debug, Clone)]
pub struct Verify {
    /// Id of the read, of the same service.
    pub by: String,
    /// Fields of the write, and the fields of the read that take their values.
    pub pass: Vec<(String, String)>,
    /// What the answer shall hold.
    pub ask: Vec<String>,
    /// The parts of what was written; without it, it is its own only part.
    pub each: Option<Each>,
    /// Field of a part, and the field of the write that gave its value.
    pub done: (String, String),
    /// Where nothing has been executed.
    pub undone: Among,
    /// Seconds after the exchange from which a read counts that shows nothing done.
    pub after: u32,
    /// Seconds between two such reads.
    pub again: u32,
    /// Where these times are known from.
    pub basis: Basis,
    /// Where it begins.
    pub span: Span,
}

/// Parts of what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Each {
    /// Field of the reply's data that lists them.
    pub list: String,
    /// Their field that names a part.
    pub key: String,
    /// Field of the write that names the parts it is about.
    pub given_by: Option<String>,
    /// Parts that are none any more.
    pub skip: Option<Among>,
}

/// A field of a part, and values of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Among {
    pub field: String,
    pub values: Vec<String>,
}

/// A proof, checked by its table.
pub(super) fn lower(raw: &RawVerify) -> Verify {
    let seconds = |text: &Text, otherwise| text.value.parse().unwrap_or(otherwise);
    Verify {
        by: raw.by.value.clone(),
        pass: raw.pass.iter().map(|pass| (pass.from.value.clone(), pass.to.value.clone())).collect(),
        ask: raw.ask.iter().map(|name| name.value.clone()).collect(),
        each: raw.each.as_ref().map(|each| Each {
            list: each.list.value.clone(),
            key: each.key.value.clone(),
            given_by: each.given_by.as_ref().map(|name| name.value.clone()),
            skip: each.skip.as_ref().map(among),
        }),
        done: (raw.done.field.value.clone(), raw.done.same_as.value.clone()),
        undone: among(&raw.undone),
        after: seconds(&raw.settle.after, 1),
        again: seconds(&raw.settle.again, 1),
        basis: Basis::from_word(&raw.settle.basis.value).unwrap_or(Basis::Assumed),
        span: raw.by.span,
    }
}

fn among(raw: &RawAmong) -> Among {
    Among { field: raw.field.value.clone(), values: raw.values.iter().map(|value| value.value.clone()).collect() }
}
