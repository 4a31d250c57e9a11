//! The two ways from the bytes of a reply to its typed value.

use bytes::Bytes;

use crate::{Result, baseline};

/// Plain serde derive.
pub fn baseline(body: &Bytes) -> Result<baseline::Envelope> {
    Ok(serde_json::from_slice(body)?)
}
