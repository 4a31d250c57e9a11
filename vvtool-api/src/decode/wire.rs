//! How the reply of an operation is wrapped, and what it has to hold.

use crate::meta::{DataShape, Effect, Meta, Protocol, Service};
use crate::value::Text;

/// What the values of a reply may take in memory unless a client says otherwise.
pub(crate) const MAX_DECODED: usize = 64 * 1024 * 1024;

/// How a reply is wrapped, and what it has to hold.
#[derive(Debug, Clone, Copy)]
pub struct Wire<'a> {
    /// Which envelope.
    pub protocol: Protocol,
    /// The envelope's code that means success.
    pub success_code: &'a str,
    /// TOP: the key of the data, `trade_get_response`.
    pub root: &'a str,
    /// Shape of the data.
    pub shape: DataShape,
    /// The data may also come without the envelope.
    pub envelope_optional: bool,
    /// The field that says what the call cost: no answer to anything that was asked.
    pub charge_field: &'a str,
    /// Names of the fields that the request asked for; empty where it cannot choose.
    pub asked: &'a [Text],
    /// The charset that the answer's header announces.
    pub charset: Option<&'a str>,
    /// What the values may take in memory, in bytes.
    pub max_decoded: usize,
    /// The operation changes nothing.
    pub read: bool,
}

impl<'a> Wire<'a> {
    /// What the spec says about the replies of an operation.
    #[must_use]
    pub fn new(service: &'a Service, meta: &'a Meta) -> Self {
        Self {
            protocol: service.protocol,
            success_code: service.success_code,
            root: "",
            shape: meta.data,
            envelope_optional: meta.envelope_optional,
            charge_field: meta.charge_field,
            asked: &[],
            charset: None,
            max_decoded: MAX_DECODED,
            read: meta.effect == Effect::Read,
        }
    }
}

/// What the tests of this room start from.
#[cfg(test)]
pub(super) const PLAIN: Wire<'static> = Wire {
    protocol: Protocol::Envelope,
    success_code: "0",
    root: "",
    shape: DataShape::Object,
    envelope_optional: false,
    charge_field: "withholding_money",
    asked: &[],
    charset: None,
    max_decoded: MAX_DECODED,
    read: true,
};
