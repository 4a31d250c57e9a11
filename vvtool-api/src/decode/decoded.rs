//! What a reply turned out to be, once it was read.

use bytes::Bytes;

use super::notes::Notes;
use crate::value::Text;

/// What a reply turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The data was read.
    Success,
    /// The service says that the call failed, or says success without the data that goes with it.
    Failure,
    /// No reply of this operation, whatever else it is: nothing was read.
    Foreign(&'static str),
    /// Not a reply of this service, or one whose data cannot be read.
    Malformed {
        /// Byte of the body.
        offset: usize,
        /// What is wrong there.
        what: &'static str,
    },
    /// The values take more memory than [`Wire::max_decoded`](super::Wire::max_decoded).
    TooLarge,
}

/// What the envelope says beside the data. No `Debug`: messages and links are for those who ask for them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct EnvelopeFields {
    /// Code of the envelope or of `error_response`.
    pub code: Option<Text>,
    /// Message of the envelope or of `error_response`.
    pub msg: Option<Text>,
    /// TOP: the more exact code.
    pub sub_code: Option<Text>,
    /// TOP: the more exact message.
    pub sub_msg: Option<Text>,
    /// TOP: what the platform calls the call.
    pub request_id: Option<Text>,
    /// Milliseconds the server took.
    pub msec: Option<i64>,
    /// The server's clock, in unix seconds.
    pub time: Option<i64>,
    /// A link that the envelope gives.
    pub url: Option<Text>,
}

/// A reply that was read.
#[derive(Clone)]
pub struct Decoded {
    /// What it turned out to be.
    pub outcome: Outcome,
    /// What the envelope says; of a failure inside the data, what the data says.
    pub head: EnvelopeFields,
    /// What a success says about a failure all the same, in keys that no table lists.
    pub inside: EnvelopeFields,
    /// What is to be known beside a failure's own words: what the data lacks, or in which form the answer came.
    pub remark: Option<&'static str>,
    /// The raw `data` of the envelope of a failure: it may hold a link.
    pub data: Option<Bytes>,
    /// Each row of the data as JSON, where there are several and one is documented. The first object among them was read.
    pub rows: Vec<Bytes>,
    /// Paths of records of which there were several; the first of each was read. `ROWS` for the data, where not all its rows are kept.
    pub several: Vec<Text>,
    /// Beside a failure stands another answer, which was not read.
    pub second: bool,
    /// Something that was asked for is there, be it null or empty; any field where the request cannot choose.
    pub answers: bool,
    /// What the reply did not keep to.
    pub notes: Notes,
}
