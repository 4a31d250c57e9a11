//! Reading replies: one scanner, one table-driven loop, every kind of dirt the wire is known for.

#[cfg(test)]
mod astray_tests;
mod below;
pub(crate) mod charset;
mod containers;
mod decoded;
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
mod rows;
mod said;
pub(crate) mod scalar;
pub(crate) mod scan;
#[cfg(test)]
mod tests;
mod told;
mod top;
mod values;
#[cfg(test)]
mod values_tests;
mod wire;
mod words;
#[cfg(test)]
mod wrapping_tests;

use core::ops::Range;

use bytes::Bytes;

pub(crate) use self::below::WRAPPED;
pub use self::decoded::{Decoded, EnvelopeFields, Outcome};
pub(crate) use self::envelope::NO_CODE;
use self::envelope::{NO_FIELD, NO_OBJECT};
pub(crate) use self::envelope_fields::{NOT_A_CODE, as_code};
use self::inside::Inside;
pub(crate) use self::instead::{UNREAD, encoded};
pub use self::notes::{Deviation, Notes};
pub(crate) use self::rows::{first_row, read_again, row};
pub(crate) use self::said::{Said, said};
use self::scan::{Malformed, Scanner, Syntax};
pub(crate) use self::told::{is_good_word, is_said};
pub(crate) use self::wire::MAX_DECODED;
#[cfg(test)]
use self::wire::PLAIN;
pub use self::wire::Wire;
use crate::meta::Protocol;
use crate::record::{Kind, Record, records};
use crate::value::Text;

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

/// A reply that says success is none.
pub(crate) const INSIDE: &str = "the failure stands inside a reply that says success";
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
    let is_none = matches!(outcome, Outcome::Malformed { what, .. } if is_other_object(what) || matches!(what, NO_OBJECT | top::NO_OBJECT));
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
            run.remark = Some(INSIDE);
            Outcome::Failure
        }
        outcome => outcome,
    };
    if run.head.request_id.is_none() {
        run.head.request_id = run.inside.head.request_id.take();
    }
    outcome
}

/// An object came that is no reply of the service.
pub(crate) fn is_other_object(what: &str) -> bool {
    matches!(what, NO_CODE | NO_FIELD | top::NO_RESPONSE)
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
    let whole = is_read(scan.rest());
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

/// What follows the reply: blanks, or something that does not belong there. A second value is a second answer: of a write no success then.
fn tail(scan: &mut Scanner<'_>, outcome: Outcome, run: &mut Run<'_>) -> Outcome {
    let offset = scan.offset();
    let rest = scan.tail();
    if rest.is_empty() {
        return outcome;
    }
    run.notes.outer("$", "nothing after the reply", format!("{} more bytes", rest.len()), rest);
    match outcome {
        outcome if !instead::holds_answer(rest) => outcome,
        // A read was answered, unless the second one says otherwise; what it says of a write is not guessed.
        Outcome::Success if run.wire.read && !instead::holds_failure(rest, run) => Outcome::Success,
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
    (json.starts_with(['{', '[']) && is_read(json)).then_some(json)
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
    scan.skip().and_then(|_| scan.end()).map_err(|syntax| (syntax.malformed().offset, syntax.malformed().what))?;
    match bad_escape(text) {
        Some(at) => Err((at, "expected one of the escapes of JSON")),
        None => Ok(()),
    }
}

/// The same as it is read: with escapes that JSON does not have.
fn is_read(text: &str) -> bool {
    let mut scan = Scanner::new(text, 0);
    scan.skip().is_ok() && scan.end().is_ok()
}

/// Where the first string stands, of a text that is read, in which a backslash makes no escape.
fn bad_escape(text: &str) -> Option<usize> {
    // Nothing but a string has a backslash, or a quote.
    memchr::memchr(b'\\', text.as_bytes())?;
    let (mut at, mut scratch) = (0, String::new());
    loop {
        at += memchr::memchr(b'"', text.as_bytes().get(at..)?)?;
        let mut scan = Scanner::new(text, at);
        scan.string(&mut scratch).ok()?;
        if scan.take_dirt() == Some(escape::Dirt::Escape) {
            return Some(at);
        }
        at = scan.offset();
    }
}
