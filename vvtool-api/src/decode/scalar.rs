//! One scalar of the wire into one field: where the declared type and the sent type are reconciled.

use crate::record::{Field, Kind, Slot, WordsSlot};
pub(super) use crate::value::spelling::{is_id, trim};
use crate::value::{Amount, DateTime, Fen, JsonText, Points, Text, TimeForm, Yuan, number};

/// A value of the wire that is no container. Numbers stay text, so that no digit is lost.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scalar<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    Text(&'a str),
}

/// Write `scalar` into the field. False when it is of the wrong type: the field is then absent.
///
/// A date is looked for in the forms that [`DateTime`] prints before that of the field: what is written here was printed, or is a
/// program's own. What the wire has, [`set_text`] reads.
pub(crate) fn set(field: &Field, slot: Slot<'_>, scalar: Scalar<'_>) -> bool {
    match (scalar, slot) {
        (Scalar::Text(text) | Scalar::Number(text), Slot::DateTime(target)) => {
            put(target, text, |text| DateTime::parse(text).or_else(|| field.form?.read(text)))
        }
        // As it was written down: it was told when it came.
        (Scalar::Text(text), Slot::Word(target)) if field.kind == Kind::Enum && !trim(text).is_empty() => {
            target.set(trim(text));
            true
        }
        (Scalar::Text(text), slot) => set_text(field, slot, text, false),
        (Scalar::Number(text), slot) => set_text(field, slot, text, true),
        (Scalar::Bool(value), slot) => set_bool(field, slot, value),
        (Scalar::Null, slot) => {
            clear(slot);
            true
        }
    }
}

/// Write a text or a number of the wire into the field. Blank text is "nothing given" for all that is no text. False also where a date
/// is spelled in another form than the field's: the value is there, and a deviation.
#[inline(never)]
pub(crate) fn set_text(field: &Field, slot: Slot<'_>, text: &str, is_number: bool) -> bool {
    match slot {
        Slot::None => true,
        Slot::Text(target) => {
            *target = Some(Text::of(text));
            true
        }
        Slot::Int(target) => put(target, text, number::int),
        Slot::Decimal(target) => put(target, text, number::decimal),
        Slot::Yuan(target) => put(target, text, |text| number::decimal(text).map(Yuan::new)),
        Slot::Fen(target) => put(target, text, |text| number::int(text).map(Fen::new)),
        Slot::Points(target) => put(target, text, |text| number::int(text).map(Points::new)),
        Slot::Amount(target) => put(target, text, |text| number::decimal(text).map(Amount::new)),
        Slot::DateTime(target) => match field.form {
            None => put(target, text, DateTime::parse),
            Some(form) => in_form(form, target, text),
        },
        Slot::Bool(target) => put(target, text, read_bool),
        Slot::Json(target) => {
            *target = if text.is_empty() { None } else { Some(JsonText::from(text)) };
            true
        }
        Slot::Word(target) => {
            let came = text;
            let text = trim(text);
            if text.is_empty() {
                target.clear();
                return true;
            }
            if field.kind == Kind::Id && !is_id(text, is_number) {
                target.clear();
                return false;
            }
            target.set(text);
            is_usual(came, text) && !(field.kind == Kind::Enum && is_no_word(text))
        }
        Slot::Words(target) => set_words(target, text, is_number),
        Slot::Record(target) => {
            target.clear();
            trim(text).is_empty()
        }
        Slot::List(target) => {
            target.clear();
            trim(text).is_empty()
        }
        Slot::Values(target) => {
            target.clear();
            trim(text).is_empty()
        }
        Slot::Map(target) => {
            target.clear();
            trim(text).is_empty()
        }
        Slot::ValueMap(target) => {
            target.clear();
            trim(text).is_empty()
        }
        Slot::File(target) => {
            *target = None;
            trim(text).is_empty()
        }
    }
}

/// A status that no platform has: an object, a list, a page, a letter. It is kept, and told.
#[inline]
fn is_no_word(text: &str) -> bool {
    const LONGEST: usize = 128;
    text.len() > LONGEST || matches!(text.as_bytes(), [b'{' | b'[' | b'<' | b'"', ..])
}

/// [`set`] for `true` and `false`.
pub(super) fn set_bool(field: &Field, slot: Slot<'_>, value: bool) -> bool {
    match slot {
        Slot::None => true,
        Slot::Bool(target) => {
            *target = Some(value);
            true
        }
        slot @ (Slot::Text(_) | Slot::Json(_)) => set_text(field, slot, bool_text(value), false),
        // A status spelled as a boolean is a status still; an id is not.
        slot @ Slot::Word(_) if field.kind == Kind::Enum => set_text(field, slot, bool_text(value), false),
        slot => {
            clear(slot);
            false
        }
    }
}

/// Back to absent.
pub(super) fn clear(slot: Slot<'_>) {
    match slot {
        Slot::None => {}
        Slot::Text(target) => *target = None,
        Slot::Int(target) => *target = None,
        Slot::Decimal(target) => *target = None,
        Slot::Yuan(target) => *target = None,
        Slot::Fen(target) => *target = None,
        Slot::Points(target) => *target = None,
        Slot::Amount(target) => *target = None,
        Slot::DateTime(target) => *target = None,
        Slot::Bool(target) => *target = None,
        Slot::Json(target) => *target = None,
        Slot::Word(target) => target.clear(),
        Slot::Words(target) => target.clear(),
        Slot::Record(target) => target.clear(),
        Slot::List(target) => target.clear(),
        Slot::Values(target) => target.clear(),
        Slot::Map(target) => target.clear(),
        Slot::ValueMap(target) => target.clear(),
        Slot::File(target) => *target = None,
    }
}

#[inline(never)]
fn set_words(target: &mut dyn WordsSlot, text: &str, is_number: bool) -> bool {
    target.clear();
    let mut right = true;
    for item in text.split(',').map(str::trim).filter(|item| !item.is_empty()) {
        if target.are_ids() && !is_id(item, is_number) {
            right = false;
        } else {
            target.push(item);
        }
    }
    right
}

/// A date in the form of its field; or else, if it is one, in a form that every date may have.
#[inline(never)]
fn in_form(form: &TimeForm, target: &mut Option<DateTime>, text: &str) -> bool {
    let right = put(target, text, |text| form.read(text));
    if !right {
        put(target, text, DateTime::parse);
    }
    right
}

#[inline]
fn put<T>(target: &mut Option<T>, text: &str, read: impl FnOnce(&str) -> Option<T>) -> bool {
    let bare = trim(text);
    *target = if bare.is_empty() { None } else { read(bare) };
    (target.is_some() || bare.is_empty()) && is_usual(text, bare)
}

/// What was trimmed is what every program takes for blanks. A blank of another kind leaves the value, and is told.
#[inline]
fn is_usual(text: &str, bare: &str) -> bool {
    text.len() == bare.len() || bare.is_empty() || text.trim_ascii() == bare
}

fn read_bool(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

fn bool_text(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// What a deviation says was expected.
pub(crate) fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Int => "a whole number",
        Kind::Decimal => "a decimal number",
        Kind::Yuan | Kind::Amount => "an amount of money",
        Kind::Fen => "a whole number of fen",
        Kind::Points => "a whole number of points",
        Kind::Bool | Kind::Flag01 => "true or false",
        Kind::DateTime => "a date or a time",
        Kind::Json => "JSON",
        Kind::Id => "an id",
        Kind::Enum => "a status word",
        Kind::Grammar => "text of entries",
        Kind::Csv => "a comma-joined list",
        Kind::Record => "an object",
        Kind::List => "a list of objects",
        Kind::Values => "a list of values",
        Kind::Map => "an object of keys and values",
        Kind::File => "no file: only a program gives one",
    }
}
