//! Reading replies: one scanner, one table-driven loop, every kind of dirt the wire is known for.

#[cfg(test)]
mod astray_tests;
mod below;
pub(crate) mod charset;
mod containers;
mod envelope;
mod envelope_fields;
mod escape;
mod fields;
#[cfg(test)]
mod fuzz_tests;
mod inside;
mod instead;
#[cfg(test)]
mod lexical_tests;
mod lists;
#[cfg(test)]
mod lists_tests;
mod members;
mod notes;
mod order;
pub(crate) mod scalar;
pub(crate) mod scan;
#[cfg(test)]
mod tests;
mod top;
mod values;
#[cfg(test)]
mod values_tests;
mod words;
#[cfg(test)]
mod wrapping_tests;

use core::ops::Range;

use bytes::Bytes;

pub(crate) use self::below::WRAPPED;
pub(crate) use self::envelope::NO_CODE;
use self::envelope::NO_OBJECT;
pub(crate) use self::envelope_fields::{NOT_A_CODE, as_code};
use self::inside::Inside;
pub(crate) use self::instead::UNREAD;
pub use self::notes::{Deviation, Notes};
use self::scan::{Malformed, Scanner, Syntax};
use crate::meta::{DataShape, Effect, Meta, Protocol, Service};
use crate::record::{Kind, Record, records};
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
const PLAIN: Wire<'static> = Wire {
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
    /// The values take more memory than [`Wire::max_decoded`].
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
    /// Paths of records of which there were several; the first of each was read. [`ROWS`] for the data, where not all its rows are kept.
    pub several: Vec<Text>,
    /// Beside a failure stands another answer, which was not read.
    pub second: bool,
    /// Something that was asked for is there, be it null or empty; any field where the request cannot choose.
    pub answers: bool,
    /// What the reply did not keep to.
    pub notes: Notes,
}

/// Read a reply into `data`, which should be fresh: a `null` leaves it as it is. Never fails as a whole: the outcome says what was found, and the head keeps
/// what could be read before the reply went wrong.
pub fn reply(body: &Bytes, wire: &Wire<'_>, data: &mut dyn Record) -> Decoded {
    let mut run = Run::new(wire);
    if let Some(what) = instead::binary(body) {
        return run.finish(Outcome::Foreign(what));
    }
    let text = match charset::text(body, wire.charset, &mut run.notes) {
        text if text.starts_with('"') => instead::out_of_text(text, &mut run),
        text => text,
    };
    let outcome = read(&text, data, &mut run);
    let piece = |range: Range<usize>| match &text {
        // A piece of the body as it is costs nothing.
        std::borrow::Cow::Borrowed(_) => (range.end <= body.len()).then(|| body.slice(range)),
        std::borrow::Cow::Owned(text) => text.get(range).map(|text| Bytes::copy_from_slice(text.as_bytes())),
    };
    let data = run.data.take().filter(|_| outcome == Outcome::Failure).and_then(piece);
    let rows = if run.rows.is_empty() { Vec::new() } else { run.rows.drain(..).filter_map(piece).collect() };
    Decoded { data, rows, ..run.finish(outcome) }
}

/// Read a row of a reply into `data`, for what has to hold in every row; false when it is no record.
pub(crate) fn row(json: &Bytes, wire: &Wire<'_>, data: &mut dyn Record) -> bool {
    record_at(json, wire, data, |scan, numbered| (scan.peek() == b'{' && !numbered).then(|| scan.offset()))
}

/// Read the row that [`reply`] read into `data` once more, after others: what is no object is no row to it.
pub(crate) fn read_again(decoded: &Decoded, wire: &Wire<'_>, data: &mut dyn Record) {
    if let Some(first) = decoded.rows.iter().find(|row| row.starts_with(b"{")) {
        row(first, wire, data);
    }
}

/// Read the data of a reply, or the first row of it, into `data`; false when there is no record in it.
pub(crate) fn first_row(json: &Bytes, wire: &Wire<'_>, data: &mut dyn Record) -> bool {
    record_at(json, wire, data, |scan, numbered| match scan.peek() {
        b'{' if !numbered => Some(scan.offset()),
        b'{' | b'[' => lists::rows(*scan).ok().and_then(|rows| rows.first),
        _ => None,
    })
}

/// Some row of the data of a failure says this; of data that is a list or a map as a whole, the data.
pub(crate) fn any_row(
    json: &Bytes,
    wire: &Wire<'_>,
    data: &mut dyn Record,
    says: &dyn Fn(&dyn Record) -> bool,
) -> bool {
    let mut scratch = String::new();
    let Some(mut scan) = data_at(json, &mut scratch) else { return false };
    let first = scan.peek();
    if !matches!(wire.shape, DataShape::Object | DataShape::ListOfOne) {
        reset(data);
        // What was read before a fault counts too.
        let _ = fields::read_value(&mut scan, data, &mut Run::new(wire));
        return says(data);
    }
    let mut read = |place| {
        reset(data);
        fields::read(&mut scan.back_to(place), data, &mut Run::new(wire)).is_ok() && says(data)
    };
    if first == b'{' && read(scan.offset()) {
        return true;
    }
    let mut any = false;
    let is_container = matches!(first, b'{' | b'[');
    is_container && lists::each_row(scan, |place, is_object, _| any = any || is_object && read(place)).is_ok() && any
}

/// Read the record at a place; `place` is told whether the value before it is an object whose keys are numbers.
fn record_at(
    json: &Bytes,
    wire: &Wire<'_>,
    data: &mut dyn Record,
    place: fn(&mut Scanner<'_>, bool) -> Option<usize>,
) -> bool {
    reset(data);
    let mut scratch = String::new();
    let Some(mut scan) = data_at(json, &mut scratch) else { return false };
    let numbered = scan.peek() == b'{' && lists::is_numbered(scan, data.table()).unwrap_or(true);
    place(&mut scan, numbered)
        .is_some_and(|place| fields::read(&mut scan.back_to(place), data, &mut Run::new(wire)).is_ok())
}

/// Before the data of a reply, which may stand in a text; none where that holds none.
fn data_at<'t>(json: &'t Bytes, scratch: &'t mut String) -> Option<Scanner<'t>> {
    let mut scan = Scanner::new(core::str::from_utf8(json).ok()?, 0);
    match scan.peek() {
        b'"' => Some(Scanner::new(inner_json(scan.string(scratch).ok()?)?, 0)),
        _ => Some(scan),
    }
}

/// One reading of one reply: what it has gathered so far.
struct Run<'w> {
    wire: &'w Wire<'w>,
    head: EnvelopeFields,
    remark: Option<&'static str>,
    notes: Notes,
    /// What the data says about a failure, beside the fields of the table.
    inside: Inside,
    /// A field that was asked for has come.
    answers: bool,
    /// Any field of the table has come, what the call cost apart.
    any: bool,
    /// Bytes that the values may still take.
    left: usize,
    data: Option<Range<usize>>,
    rows: Vec<Range<usize>>,
    several: Vec<Text>,
    /// Beside a failure stands another answer.
    second: bool,
    /// Where what is read stands in a text: how many records are around the one that has it, and whether each is the one record of a
    /// field.
    outside: Option<(usize, bool)>,
    /// What records inside the data say about a failure.
    deeper: Option<Box<Inside>>,
}

/// What [`Syntax`] says when [`Run::left`] does not suffice.
const TOO_LARGE: &str = "the values take more memory than max_decoded";

impl<'w> Run<'w> {
    fn new(wire: &'w Wire<'w>) -> Self {
        Self {
            wire,
            head: EnvelopeFields::default(),
            remark: None,
            notes: Notes::default(),
            inside: Inside::default(),
            answers: false,
            any: false,
            left: wire.max_decoded,
            data: None,
            rows: Vec::new(),
            several: Vec::new(),
            second: false,
            outside: None,
            deeper: None,
        }
    }

    /// What records inside the data say counts for the data itself, unless a read has brought something of it: nobody documented such a
    /// word there, and one record that is not to be had is no reason to lose the others. Of a write nothing is passed over.
    #[cold]
    fn judge_deeper(&mut self, data: &dyn Record) {
        let Some(deeper) = self.deeper.take() else { return };
        let brings = |record: &dyn Record| {
            let mut fields = (0..).zip(record.table().fields);
            fields.any(|(index, field)| {
                field.kind != Kind::Record && field.name != self.wire.charge_field && !record.view(index).is_none()
            })
        };
        // The reply of a platform is its one record.
        let has_more = brings(data) || self.wire.protocol == Protocol::Top && records(data).any(brings);
        if !(self.wire.read && self.answers && has_more) {
            self.inside.add(*deeper);
        }
    }

    /// Count memory before it is taken.
    #[inline]
    fn spend(&mut self, bytes: usize, scan: &Scanner<'_>) -> Result<(), Syntax> {
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(Syntax::new(scan.offset(), TOO_LARGE)),
        }
    }

    /// Count the memory of a list that doubles, for which it takes `bytes` more. While it moves, the old place is taken too.
    #[inline]
    fn grow(&mut self, bytes: usize, scan: &Scanner<'_>) -> Result<(), Syntax> {
        if bytes.saturating_mul(2) > self.left {
            return Err(Syntax::new(scan.offset(), TOO_LARGE));
        }
        self.left -= bytes;
        Ok(())
    }

    /// What comes again counts as given last: nothing is left of the first.
    #[cold]
    fn forget(&mut self, data: &mut dyn Record) {
        reset(data);
        (self.answers, self.any) = (false, false);
        (self.inside, self.deeper) = (Inside::default(), None);
        self.rows.clear();
        self.several.clear();
    }

    /// The rows stand in a text, and are no part of the body: what they say is not known.
    fn lose_rows(&mut self) {
        if !core::mem::take(&mut self.rows).is_empty() {
            self.several(ROWS.into());
        }
    }

    /// A record is a list of several: a reply that is too wrong is not copied whole. What no element is around must be confirmed, and is
    /// never left out.
    fn several(&mut self, path: Text) {
        let is_own = !path.contains('[');
        if self.several.len() < 100 && !is_own || is_own && !self.several.contains(&path) {
            self.several.push(path);
        }
    }

    fn finish(self, outcome: Outcome) -> Decoded {
        Decoded {
            outcome,
            head: self.head,
            inside: self.inside.head,
            remark: self.remark,
            data: None,
            rows: Vec::new(),
            several: self.several,
            second: self.second,
            answers: self.answers,
            notes: self.notes,
        }
    }
}

fn read(text: &str, data: &mut dyn Record, run: &mut Run<'_>) -> Outcome {
    // Some PHP servers begin every reply with a byte order mark.
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    // An object is what it seems to be: nearly every reply needs no look at what else it might be.
    let (mut printed, mut only) = (0, None);
    if text.as_bytes().get(start) != Some(&b'{') {
        let rest = text.get(start..).unwrap_or_default();
        if let Some(before) = instead::before_json(rest) {
            run.notes.outer("$", "nothing before the reply", format!("{} bytes", before.len()), before);
            printed = before.len();
        } else if let Some(outcome) = instead::of_json(rest, run) {
            return outcome;
        }
        if text.trim().is_empty() {
            return Outcome::Malformed { offset: 0, what: "the reply is empty" };
        }
        only = instead::only_object(Scanner::new(text, start), run);
    }
    let scan = match only {
        Some(only) => Scanner::new(text.get(..only.end).unwrap_or_default(), only.start),
        None => Scanner::new(text, start.saturating_add(printed)),
    };
    let mut outcome = envelope_at(scan, data, run);
    let is_none =
        matches!(outcome, Outcome::Malformed { what: NO_CODE | NO_OBJECT | top::NO_OBJECT | top::NO_RESPONSE, .. });
    if is_none || outcome == Outcome::Failure && run.remark == Some(NO_CODE) {
        outcome = reply_below(scan, outcome, data, run);
    }
    if matches!(outcome, Outcome::Malformed { .. }) && instead::is_refusal(text, run) {
        run.remark = Some(UNREAD);
        outcome = Outcome::Failure;
    }
    if run.deeper.is_some() && outcome == Outcome::Success {
        run.judge_deeper(data);
    }
    let outcome = match outcome {
        Outcome::Success if run.inside.is_failure(run) => {
            run.head = core::mem::take(&mut run.inside.head).or(core::mem::take(&mut run.head));
            run.remark = Some("the failure stands inside a reply that says success");
            Outcome::Failure
        }
        outcome => outcome,
    };
    if run.head.request_id.is_none() {
        run.head.request_id = run.inside.head.request_id.take();
    }
    outcome
}

fn envelope_at(mut scan: Scanner<'_>, data: &mut dyn Record, run: &mut Run<'_>) -> Outcome {
    let read = match run.wire.protocol {
        Protocol::Envelope => envelope::read(&mut scan, data, run),
        Protocol::Top => top::read(&mut scan, data, run),
    };
    read.unwrap_or_else(|syntax| match syntax.malformed() {
        Malformed { what: TOO_LARGE, .. } => Outcome::TooLarge,
        Malformed { offset, what } => Outcome::Malformed { offset, what },
    })
}

/// What is no reply may hold one. What was found in its documented place stays where there is none.
#[cold]
fn reply_below(scan: Scanner<'_>, outcome: Outcome, data: &mut dyn Record, run: &mut Run<'_>) -> Outcome {
    // All of it is JSON, so that nothing follows the reply.
    let whole = check_syntax(scan.rest()).is_ok();
    let Some((found, path)) = below::reply(scan, run).ok().flatten().filter(|_| whole) else { return outcome };
    reset(data);
    *run = Run { left: run.left, notes: core::mem::take(&mut run.notes), ..Run::new(run.wire) };
    run.notes.outer("$", "the reply", path, "");
    let outcome = match found {
        below::Found::At(place) => envelope_at(scan.back_to(place), data, run),
        below::Found::Text(json) => {
            let outcome = envelope_at(Scanner::new(&json, 0), data, run);
            // The place is none of the body.
            run.data = None;
            run.lose_rows();
            outcome
        }
    };
    if outcome == Outcome::Success {
        run.remark = Some(WRAPPED);
    }
    outcome
}

/// What follows the reply: blanks, or something that does not belong there. A second value is a second answer: no success then.
fn tail(scan: &mut Scanner<'_>, outcome: Outcome, run: &mut Run<'_>) -> Outcome {
    let offset = scan.offset();
    let rest = scan.tail();
    if rest.is_empty() {
        return outcome;
    }
    run.notes.outer("$", "nothing after the reply", format!("{} more bytes", rest.len()), rest);
    match outcome {
        outcome if !instead::holds_answer(rest) => outcome,
        Outcome::Success => Outcome::Malformed { offset, what: "a second value after the reply" },
        outcome => {
            // What the second one says is not known.
            run.second = true;
            outcome
        }
    }
}

/// Where the data itself is of several rows that were not all looked at.
pub(crate) const ROWS: &str = "$";

/// The object or list that a text holds as JSON and nothing else.
pub(crate) fn inner_json(text: &str) -> Option<&str> {
    let json = text.trim_start_matches('\u{feff}').trim();
    (json.starts_with(['{', '[']) && check_syntax(json).is_ok()).then_some(json)
}

/// Back to absent in every field: a key given twice counts as given last.
fn reset(record: &mut dyn Record) {
    for (index, _) in (0..).zip(record.table().fields) {
        scalar::clear(record.slot(index));
    }
}

/// The text is one JSON value and nothing else; otherwise the offset of the first fault.
///
/// # Errors
/// The byte where it stops being JSON, and what is wrong there.
pub fn check_syntax(text: &str) -> Result<(), (usize, &'static str)> {
    let mut scan = Scanner::new(text, 0);
    scan.skip().and_then(|_| scan.end()).map_err(|syntax| (syntax.malformed().offset, syntax.malformed().what))
}
