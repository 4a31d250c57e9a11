//! Reading replies: one scanner, one table-driven loop, every kind of dirt the wire is known for.

mod envelope;
mod escape;
mod fields;
#[cfg(test)]
mod fuzz_tests;
mod notes;
pub(crate) mod scalar;
mod scan;
#[cfg(test)]
mod tests;
mod top;
#[cfg(test)]
mod wrapping_tests;

use bytes::Bytes;

pub use self::notes::{Deviation, Notes};
use self::scan::{Fault, Scanner, Syntax};
use crate::meta::{DataShape, Protocol};
use crate::record::Record;
use crate::value::{Text, number};

/// How a reply is wrapped.
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
}

/// What a reply turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The data was read.
    Success,
    /// The service says that the call failed; the data was left alone.
    Failure,
    /// Not a reply of this service, or one whose data cannot be read.
    Malformed {
        /// Byte of the body.
        offset: usize,
        /// What is wrong there.
        what: &'static str,
    },
}

/// What the envelope says beside the data. No `Debug`: messages and links are for those who ask for them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Head {
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
    /// What the envelope says.
    pub head: Head,
    /// The raw `data` of the envelope of a failure: it may hold a link.
    pub data: Option<Bytes>,
    /// What the reply did not keep to.
    pub notes: Notes,
}

/// Read a reply into `data`, which should be fresh. Never fails as a whole: the outcome says what was found, and the head keeps
/// what could be read before the reply went wrong.
pub fn reply(body: &Bytes, wire: &Wire<'_>, data: &mut dyn Record) -> Decoded {
    let mut decoded = Decoded { outcome: Outcome::Success, head: Head::default(), data: None, notes: Notes::default() };
    match simdutf8::basic::from_utf8(body) {
        Ok(text) => {
            let data_range = run(text, wire, data, &mut decoded);
            decoded.data = data_range.filter(|range| range.end <= body.len()).map(|range| body.slice(range));
        }
        Err(_) => {
            decoded.notes.outer("$", "text in UTF-8", "");
            let text = String::from_utf8_lossy(body);
            let data_range = run(&text, wire, data, &mut decoded);
            decoded.data =
                data_range.and_then(|range| text.get(range)).map(|text| Bytes::copy_from_slice(text.as_bytes()));
        }
    }
    decoded
}

/// Byte range of the failure's data.
type DataRange = Option<core::ops::Range<usize>>;

fn run(text: &str, wire: &Wire<'_>, data: &mut dyn Record, decoded: &mut Decoded) -> DataRange {
    // Some PHP servers begin every reply with a byte order mark.
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut scan = Scanner::new(text, start);
    let read = if text.trim().is_empty() {
        Err(Syntax::new(0, "the reply is empty"))
    } else {
        match wire.protocol {
            Protocol::Envelope => envelope::read(&mut scan, wire, data, decoded),
            Protocol::Top => top::read(&mut scan, wire, data, decoded),
        }
    };
    if decoded.head.request_id.is_none() {
        decoded.head.request_id = decoded.notes.request_id.take();
    }
    match read {
        Ok((outcome, range)) => {
            decoded.outcome = outcome;
            range
        }
        Err(syntax) => {
            let Fault { offset, what } = syntax.fault();
            decoded.outcome = Outcome::Malformed { offset, what };
            None
        }
    }
}

/// The scalar before `scan` as text, whatever it is; a container as its JSON.
fn loose_text(scan: &mut Scanner<'_>) -> Result<Option<Text>, Syntax> {
    let first = scan.peek();
    if matches!(first, b'{' | b'[') {
        let range = scan.skip()?;
        return Ok(Some(scan.slice(range).into()));
    }
    Ok(match scan.scalar(&mut String::new())? {
        scalar::Scalar::Null => None,
        scalar::Scalar::Bool(value) => Some(if value { "true" } else { "false" }.into()),
        scalar::Scalar::Number(text) | scalar::Scalar::Text(text) => Some(text.into()),
    })
}

/// The scalar before `scan` as a whole number; `None` for anything else.
fn loose_int(scan: &mut Scanner<'_>) -> Result<Option<i64>, Syntax> {
    Ok(loose_text(scan)?.and_then(|text| number::int(text.trim())))
}

/// Back to absent in every field: a key given twice counts as given last.
fn reset(record: &mut dyn Record) {
    for (index, field) in (0..).zip(record.table().fields) {
        scalar::set(field, record.slot(index), scalar::Scalar::Null);
    }
}

/// The text is one JSON value and nothing else; otherwise the offset of the first fault.
///
/// # Errors
/// The byte where it stops being JSON, and what is wrong there.
pub fn check_syntax(text: &str) -> Result<(), (usize, &'static str)> {
    let mut scan = Scanner::new(text, 0);
    scan.skip().and_then(|_| scan.end()).map_err(|syntax| (syntax.fault().offset, syntax.fault().what))
}
