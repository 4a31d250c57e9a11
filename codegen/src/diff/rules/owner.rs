//! Whose fields are compared.

use crate::model::api::{Field, Operation, Record};

/// Whose fields.
pub(in crate::diff) struct Owner<'a> {
    /// `Request`, `Trade`, `Envelope`.
    pub name: &'a str,
    /// Sent by us.
    pub request: bool,
    /// The record that is the reply's data: what a call cost stands there.
    pub data: bool,
}

impl<'a> Owner<'a> {
    pub(super) fn envelope() -> Self {
        Self { name: "Envelope", request: false, data: false }
    }

    pub(super) fn request(_: &'a Operation, _: &'a Operation) -> Self {
        Self { name: "Request", request: true, data: false }
    }

    pub(super) fn record(record: &'a Record, operation: &Operation) -> Self {
        Self {
            name: &record.name.wire,
            request: record.in_request,
            data: operation.reply.data.wire == record.name.wire,
        }
    }

    pub(super) fn element(&self, field: &Field) -> String {
        format!("{}/{}", self.name, field.name.wire)
    }
}
