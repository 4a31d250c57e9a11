//! One scalar of the wire into one field: where the declared type and the sent type are reconciled.

use crate::record::{Field, Kind, Slot};
use crate::value::{Amount, DateTime, Fen, JsonText, Points, Text, Yuan, number};

/// A value of the wire that is no container. Numbers stay text, so that no digit is lost.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scalar<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    Text(&'a str),
}

impl<'a> Scalar<'a> {
    /// What a number or a date can be read from; blank text is "nothing given" for these.
    fn figure(self) -> Figure<'a> {
        match self {
            Scalar::Null => Figure::Nothing,
            Scalar::Bool(_) => Figure::Wrong,
            Scalar::Number(text) => Figure::Some(text),
            Scalar::Text(text) => match trim(text) {
                "" => Figure::Nothing,
                trimmed => Figure::Some(trimmed),
            },
        }
    }
}

enum Figure<'a> {
    Nothing,
    Wrong,
    Some(&'a str),
}

/// Nearly every value is bounded by visible ASCII: look twice only at the rest.
#[inline]
fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~'] | [b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

/// Write `scalar` into the field. False when it is of the wrong type: the field is then absent.
pub(crate) fn set(field: &Field, slot: Slot<'_>, scalar: Scalar<'_>) -> bool {
    match slot {
        Slot::None => true,
        Slot::Text(target) => {
            *target = match scalar {
                Scalar::Null => None,
                Scalar::Bool(value) => Some(Text::from(bool_text(value))),
                Scalar::Number(text) | Scalar::Text(text) => Some(Text::from(text)),
            };
            true
        }
        Slot::Int(target) => put(target, scalar, number::int),
        Slot::Decimal(target) => put(target, scalar, number::decimal),
        Slot::Yuan(target) => put(target, scalar, |text| number::decimal(text).map(Yuan::new)),
        Slot::Fen(target) => put(target, scalar, |text| number::int(text).map(Fen::new)),
        Slot::Points(target) => put(target, scalar, |text| number::int(text).map(Points::new)),
        Slot::Amount(target) => put(target, scalar, |text| number::decimal(text).map(Amount::new)),
        Slot::DateTime(target) => put(target, scalar, DateTime::parse),
        Slot::Bool(target) => match scalar {
            Scalar::Bool(value) => {
                *target = Some(value);
                true
            }
            other => put(target, other, read_bool),
        },
        Slot::Json(target) => {
            *target = match scalar {
                Scalar::Null | Scalar::Text("") => None,
                Scalar::Bool(value) => Some(JsonText::from(bool_text(value))),
                Scalar::Number(text) | Scalar::Text(text) => Some(JsonText::from(text)),
            };
            true
        }
        Slot::Word(target) => {
            let text = match scalar {
                Scalar::Null => "",
                // A status spelled as a boolean is a status still; an id is not.
                Scalar::Bool(value) if field.kind == Kind::Enum => bool_text(value),
                Scalar::Bool(_) => {
                    target.clear();
                    return false;
                }
                Scalar::Number(text) => text,
                Scalar::Text(text) => trim(text),
            };
            if text.is_empty() {
                target.clear()
            } else {
                target.set(text)
            }
            true
        }
        Slot::Words(target) => {
            target.clear();
            match scalar {
                Scalar::Null => true,
                Scalar::Bool(_) => false,
                Scalar::Number(text) | Scalar::Text(text) => {
                    text.split(',').map(str::trim).filter(|item| !item.is_empty()).for_each(|item| target.push(item));
                    true
                }
            }
        }
        Slot::Record(target) => {
            target.clear();
            is_nothing(scalar)
        }
        Slot::List(target) => {
            target.clear();
            is_nothing(scalar)
        }
    }
}

fn put<T>(target: &mut Option<T>, scalar: Scalar<'_>, read: impl FnOnce(&str) -> Option<T>) -> bool {
    let (value, right) = match scalar.figure() {
        Figure::Nothing => (None, true),
        Figure::Wrong => (None, false),
        Figure::Some(text) => {
            let value = read(text);
            let right = value.is_some();
            (value, right)
        }
    };
    *target = value;
    right
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

/// `null` and `""` stand for an absent object or an empty list.
fn is_nothing(scalar: Scalar<'_>) -> bool {
    match scalar {
        Scalar::Null => true,
        Scalar::Text(text) => trim(text).is_empty(),
        Scalar::Bool(_) | Scalar::Number(_) => false,
    }
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
    }
}
