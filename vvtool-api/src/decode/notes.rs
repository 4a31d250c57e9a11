//! What a reply did not keep to: fields of the wrong type, fields the documents do not list.

use core::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::record::{Field, Table};
use crate::value::Text;

/// A reply full of surprises must not cost memory without end.
const MAX_NOTES: usize = 100;
/// Bytes of raw text kept for one deviation.
const MAX_RAW: usize = 256;

/// A value that is not what the documents say. The field is absent; everything else of the reply was read.
///
/// Serde writes the path and what was expected, never what was there.
#[derive(Clone, PartialEq, Eq)]
pub struct Deviation {
    path: Text,
    expected: &'static str,
    raw: Text,
    redacted: bool,
}

impl Deviation {
    /// Where: `orders[0].num`. `$` is the whole reply, `$.data` a part of its envelope.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What the documents say it is.
    #[must_use]
    pub fn expected(&self) -> &str {
        self.expected
    }

    /// The JSON that was there, the first 256 bytes; empty when there was nothing. May be personal: it is not in `Debug` or
    /// `Display` of a field that identifies a person.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.raw
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, ", self.path, self.expected)?;
        match (self.redacted, self.raw.is_empty()) {
            (_, true) => f.write_str("found nothing"),
            (true, false) => f.write_str("found <redacted>"),
            (false, false) => {
                f.write_str("found ")?;
                // JSON as it stands, on one line.
                self.raw.chars().try_for_each(|c| {
                    if c.is_control() { write!(f, "{}", c.escape_default()) } else { write!(f, "{c}") }
                })
            }
        }
    }
}

impl fmt::Debug for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Deviation({self})")
    }
}

/// Path and expectation. What was there stays out: written down, it would outlive the redaction of logs.
impl Serialize for Deviation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Deviation", 2)?;
        out.serialize_field("path", self.path())?;
        out.serialize_field("expected", self.expected())?;
        out.end()
    }
}

/// Everything noted while a reply was read.
#[derive(Debug, Clone, Default)]
pub struct Notes {
    /// Values of the wrong type.
    pub deviations: Vec<Deviation>,
    /// Deviations beyond the first hundred.
    pub deviations_dropped: usize,
    /// Paths the documents do not list.
    pub unknown_fields: Vec<Text>,
    /// Unknown fields beyond the first hundred.
    pub unknown_fields_dropped: usize,
    /// What the platform calls the call, where the reply's data says it and no table lists it.
    pub request_id: Option<Text>,
}

impl Notes {
    /// Note something about the envelope.
    pub(crate) fn outer(&mut self, path: &str, expected: &'static str, raw: &str) {
        self.push(|| Deviation { path: path.into(), expected, raw: cut(raw).into(), redacted: true });
    }

    /// Note a field of the record that `place` leads to.
    pub(crate) fn field(&mut self, place: &Place<'_>, field: Option<&Field>, expected: &'static str, raw: &str) {
        self.push(|| Deviation {
            path: place.path(field.map(|field| field.name)),
            expected,
            raw: cut(raw).into(),
            redacted: place.is_redacted() || field.is_some_and(Field::is_redacted),
        });
    }

    /// A field that is documented as always present is not there. Already noted when it was there with a wrong type.
    pub(crate) fn missing(&mut self, place: &Place<'_>, field: &Field) {
        let path = place.path(Some(field.name));
        if self.deviations.iter().all(|known| known.path != path) {
            self.field(place, Some(field), "it to be present", "");
        }
    }

    /// Note a key the table does not have.
    pub(crate) fn unknown(&mut self, path: impl FnOnce() -> Text) {
        if self.unknown_fields.len() < MAX_NOTES {
            self.unknown_fields.push(path());
        } else {
            self.unknown_fields_dropped += 1;
        }
    }

    fn push(&mut self, make: impl FnOnce() -> Deviation) {
        if self.deviations.len() < MAX_NOTES {
            self.deviations.push(make());
        } else {
            self.deviations_dropped += 1;
        }
    }
}

fn cut(raw: &str) -> &str {
    let mut end = MAX_RAW.min(raw.len());
    while !raw.is_char_boundary(end) {
        end -= 1;
    }
    raw.get(..end).unwrap_or_default()
}

/// One step from a record to what is open inside it.
#[derive(Clone, Copy)]
pub(crate) struct Frame {
    /// The record's table.
    pub(crate) table: &'static Table,
    /// Its field.
    pub(crate) field: u16,
    pub(crate) step: Step,
}

/// What is open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The record of a record field.
    Record,
    /// The object around a list; its records are one step further.
    Wrapper,
    /// The array of a list and the number of elements read; its records are one step further.
    Array(u32),
    /// The record at this place of a list.
    Item(u32),
}

/// The way from the root record to a record.
pub(crate) struct Place<'a>(pub(crate) &'a [Frame]);

impl Place<'_> {
    /// `orders[0].num`
    pub(crate) fn path(&self, leaf: Option<&str>) -> Text {
        let mut path = Text::default();
        let mut frames = self.0.iter().peekable();
        while let Some(frame) = frames.next() {
            let inner = frames.peek().is_some_and(|next| matches!(next.step, Step::Array(_) | Step::Item(_)));
            let place = match frame.step {
                // The next step names the same field.
                Step::Wrapper | Step::Array(_) if inner => continue,
                Step::Record | Step::Wrapper => None,
                Step::Array(place) | Step::Item(place) => Some(place),
            };
            path.push(frame.table.fields.get(usize::from(frame.field)).map_or("?", |field| field.name));
            if let Some(place) = place {
                path.push("[");
                path.push(&Text::display(place));
                path.push("]");
            }
            path.push(".");
        }
        match leaf {
            Some(leaf) => path.push(leaf),
            None => path.pop(),
        }
        path
    }

    fn is_redacted(&self) -> bool {
        self.0.iter().any(|frame| frame.table.fields.get(usize::from(frame.field)).is_some_and(Field::is_redacted))
    }
}
