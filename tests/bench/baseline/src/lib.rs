//! What the decode figures are ratios to. A package of its own because derive's decoders take rustc a minute or two: like this they
//! are compiled once, not with every change of a measurement.

pub mod reply;

/// Plain serde derive.
///
/// # Errors
/// The body is not such a reply.
pub fn decode(body: &[u8]) -> serde_json::Result<reply::Envelope> {
    serde_json::from_slice(body)
}
