//! The two ways from the bytes of a reply to its typed value.

use bytes::Bytes;
use vvtool_api::rt::v1::{self as rt, DocumentedError as _, Operation as _};
use vvtool_api::vvtool::erps::fullinfo::{ErpsFullinfo, Trade};

use crate::Result;

/// A trade, and what was noted on the way: what a client gives its caller.
pub struct Ours {
    /// On the heap, as in the client's reply.
    pub trade: Box<Trade>,
    /// Deviations and unknown fields.
    pub notes: rt::Notes,
}

/// The crate's own decoder with everything on: leniency, deviations, unknown fields.
pub fn ours(body: &Bytes) -> Result<Ours> {
    let service = <ErpsFullinfo as rt::Operation>::Kind::SERVICE;
    let wire = rt::Wire::new(service, ErpsFullinfo::META);
    let mut trade = Box::<Trade>::default();
    let decoded = rt::reply(body, &wire, trade.as_mut());
    match decoded.outcome {
        rt::Outcome::Success => Ok(Ours { trade, notes: decoded.notes }),
        outcome => Err(format!("the reply was read as {outcome:?}").into()),
    }
}

/// Plain serde derive.
pub fn baseline(body: &Bytes) -> Result<vvtool_bench_baseline::reply::Envelope> {
    Ok(vvtool_bench_baseline::decode(body)?)
}
