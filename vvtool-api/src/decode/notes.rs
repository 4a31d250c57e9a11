//! What a reply did not keep to: fields of the wrong type, fields the documents do not list.

use core::fmt;
use std::borrow::Cow;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::generated::ground::visible::Visible;
use crate::quiet::{holds_person, without_credentials, without_persons};
use crate::record::{Field, Table};
use crate::secrets::Secrets;
use crate::value::Text;

/// A reply full of surprises must not cost memory without end.
const MAX_NOTES: usize = 100;
/// Bytes of raw text kept for one deviation, and of an unknown field's name.
const MAX_RAW: usize = 256;
/// The longest scalar that is shown.
const MAX_SHOWN: usize = 40;

/// A value that is not what the documents say. The field is absent unless the text says how it was read; everything else of the
/// reply was read.
///
/// `Display` and `Debug` show a short plain scalar at most: never what is inside an object, a list, a longer text, or a field that
/// identifies a person.
///
/// Serde writes the path and what was expected, never what was there.
#[derive(Clone, PartialEq, Eq)]
pub struct Deviation {
    path: Text,
    expected: &'static str,
    /// What was found, in words that hold nothing of it. Empty where the raw text says it.
    found: Text,
    raw: Text,
    redacted: bool,
}

impl Deviation {
    /// Where: `orders[0].num`. `$` is the whole reply, `$.data` a part of its envelope.
    ///
    /// [Example](crate::Reply#example)
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What the documents say it is.
    ///
    /// [Example](crate::Reply#example)
    #[must_use]
    pub fn expected(&self) -> &str {
        self.expected
    }

    /// The JSON that was there, the first 256 bytes; empty when there was nothing. May be personal: this is the one way to it,
    /// `Debug` and `Display` show no more than a short plain scalar.
    ///
    /// [Example](crate::Reply#example)
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Show no secret of the call, and nothing personal that it sent.
    pub(crate) fn hide(&mut self, secrets: &Secrets) {
        self.redacted |= secrets.are_in(&self.raw) || matches!(secrets.hide_people(&self.raw), Cow::Owned(_));
        for text in [&mut self.path, &mut self.found] {
            hide_in(text, secrets);
        }
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, found ", Visible(&self.path), self.expected)?;
        if !self.found.is_empty() {
            return write!(f, "{}", Visible(&self.found));
        }
        match self.raw.as_bytes() {
            [] => f.write_str("nothing"),
            _ if self.redacted => f.write_str("<redacted>"),
            [b'{', ..] => f.write_str("an object"),
            [b'[', ..] => f.write_str("a list"),
            [b'"', ..] if !is_plain(self.raw.trim_matches('"')) => f.write_str("text that is not shown"),
            _ if !is_plain(self.raw.trim_matches('"')) => f.write_str("a value that is not shown"),
            // JSON as it stands, on one line.
            _ => write!(f, "{}", Visible(&self.raw)),
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

fn hide_in(text: &mut Text, secrets: &Secrets) {
    for hide in [Secrets::hide, Secrets::hide_people] {
        if let Cow::Owned(without) = hide(secrets, text) {
            *text = without.into();
        }
    }
}

/// A short scalar that is no name, no link, no JSON and no escaped spelling of one of these.
fn is_plain(text: &str) -> bool {
    text.len() <= MAX_SHOWN
        && !text.contains("//")
        && without_persons(text) == text
        && without_credentials(text) == text
        && !holds_person(text)
        && text.bytes().all(|byte| byte.is_ascii() && !matches!(byte, b'{' | b'}' | b'[' | b']' | b'"' | b'\\' | b'@'))
}

/// Names that came as keys, wherever a path or a sentence has one: those that look like names of fields, because a key can be a person too.
pub(crate) fn shown_key(name: &str) -> &str {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let is_name = name.len() <= MAX_SHOWN
        && !has_phone(name)
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(word);
    if is_name { name } else { "<not shown>" }
}

/// The text has the digits of a phone's number, or of a longer one, in a row or joined.
pub(super) fn has_phone(text: &str) -> bool {
    const DIGITS: usize = 11;
    text.split(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | ' '))
        .any(|run| run.bytes().filter(u8::is_ascii_digit).count() >= DIGITS)
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
}

impl Notes {
    /// Show no secret of the call, and nothing personal that it sent.
    pub(crate) fn hide(&mut self, secrets: &Secrets) {
        self.deviations.iter_mut().for_each(|note| note.hide(secrets));
        self.unknown_fields.iter_mut().for_each(|path| hide_in(path, secrets));
    }

    /// How many notes of each kind there are.
    pub(super) fn len(&self) -> (usize, usize) {
        (self.deviations.len(), self.unknown_fields.len())
    }

    /// Without the notes since then.
    pub(super) fn back_to(&mut self, (deviations, unknown): (usize, usize)) {
        if deviations < MAX_NOTES {
            self.deviations_dropped = 0;
        }
        if unknown < MAX_NOTES {
            self.unknown_fields_dropped = 0;
        }
        self.deviations.truncate(deviations);
        self.unknown_fields.truncate(unknown);
    }

    /// The notes since then are about what stands below this path, and personal where that is.
    pub(super) fn move_below(&mut self, prefix: &str, is_redacted: bool, (deviations, unknown): (usize, usize)) {
        self.deviations.iter_mut().skip(deviations).for_each(|note| note.redacted |= is_redacted);
        if prefix.is_empty() {
            return;
        }
        let below = |path: &mut Text| *path = format!("{prefix}.{path}").into();
        self.deviations.iter_mut().skip(deviations).for_each(|note| below(&mut note.path));
        self.unknown_fields.iter_mut().skip(unknown).for_each(below);
    }

    /// Note something about the envelope; `found` says what, in words.
    pub(crate) fn outer(&mut self, path: &str, expected: &'static str, found: impl Into<Text>, raw: &str) {
        self.push(|| Deviation {
            path: path.into(),
            expected,
            found: found.into(),
            raw: cut(raw).into(),
            redacted: true,
        });
    }

    /// Note a field of the record that `place` leads to.
    pub(crate) fn field(&mut self, place: &Place<'_>, field: Option<&Field>, expected: &'static str, raw: &str) {
        self.found(place, field, expected, Text::default, raw);
    }

    /// Note a field whose value is told in words.
    pub(crate) fn found(
        &mut self,
        place: &Place<'_>,
        field: Option<&Field>,
        expected: &'static str,
        found: impl FnOnce() -> Text,
        raw: &str,
    ) {
        self.push(|| Deviation {
            path: place.path(field.map(|field| field.name)),
            expected,
            found: found(),
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
            // A key is the platform's text, and a path is shown as it is.
            let path = path();
            let is_plain = path.bytes().all(|byte| matches!(byte, b' '..=b'~'));
            self.unknown_fields.push(if is_plain { path } else { Visible(&path).to_string().into() });
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

pub(crate) fn cut(raw: &str) -> &str {
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
    /// The record of a record field inside a list or another object, whose end was found before.
    Within(usize),
    /// The object around a list; its records are one step further. The list stands below the documented key, or below the key at
    /// this byte.
    Wrapper(Option<usize>),
    /// The array of a list and the number of elements read; its records are one step further.
    Array(u32),
    /// The same, where the elements stand below numbers.
    Numbered(u32),
    /// The object of a map and the number of entries read; its records are one step further.
    Map(u32),
    /// The record at this place of a list or of a map.
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
            let inner = frames.peek().is_some_and(|next| !matches!(next.step, Step::Record | Step::Within(_)));
            let place = match frame.step {
                // The next step names the same field.
                Step::Wrapper(_) | Step::Array(_) | Step::Numbered(_) | Step::Map(_) if inner => continue,
                Step::Record | Step::Within(_) | Step::Wrapper(_) => None,
                Step::Array(place) | Step::Numbered(place) | Step::Map(place) | Step::Item(place) => Some(place),
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
            Some(leaf) => path.push(cut(leaf)),
            None => path.pop(),
        }
        path
    }

    /// The path of a key that no table has.
    pub(super) fn stranger(&self, key: &str) -> Text {
        self.path(Some(shown_key(key)))
    }

    /// Every step leads to the one record of a field: the record is as good as the root.
    pub(crate) fn is_straight(&self) -> bool {
        self.0.iter().all(|frame| matches!(frame.step, Step::Record | Step::Within(_)))
    }

    pub(crate) fn is_redacted(&self) -> bool {
        self.0.iter().any(|frame| frame.table.fields.get(usize::from(frame.field)).is_some_and(Field::is_redacted))
    }
}
