//! The sample reply held against the table: where one of them must be wrong, a person decides.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value};

use super::reply_data::{self, AROUND};
use crate::import::declared::{self, Kind};
use crate::import::document::{Document, Part, Row, Sample, path, short};
use crate::import::form::Gateway;
use crate::import::stand_in;
use crate::lexical;
use crate::model::time_form::TimeForm;

/// Keys of the sample that a message names.
const SHOWN: usize = 8;

/// Marks what the sample and the table of a document say differently.
pub fn hold(document: &mut Document) {
    others(document);
    let Some(sample) = document.sample.as_ref().filter(|sample| !sample.failure) else { return };
    let found = Walk::of(&document.rows).sample(&reply_data::described(&document.facts, &sample.data));
    let line = sample.line;
    for (index, cue, why) in found.rows {
        let Some(row) = document.rows.get_mut(index) else { continue };
        row.review.push(cue.to_owned());
        document.review.push((row.line, why));
    }
    if found.scalar {
        document.marks.push("shape");
        document
            .review
            .push((line, "the data of the sample reply is neither an object nor a list of objects".to_owned()));
    }
    if !found.lacks.is_empty() {
        document.marks.push("reply");
        let shown: Vec<&str> = found.lacks.iter().map(String::as_str).take(SHOWN).collect();
        let more = found.lacks.len().checked_sub(SHOWN).filter(|more| *more > 0);
        let more = more.map_or_else(String::new, |more| format!(" and {more} more"));
        let why = format!("the sample reply has what the table has not: {}{more}", shown.join(", "));
        document.review.push((line, why));
    }
}

/// Marks what other samples have that neither the table nor the first of them has, and what the first shows in another shape. Where
/// that one is of a failure or could not be read, the table alone counts.
fn others(document: &mut Document) {
    let first = document.sample.as_ref().filter(|sample| !sample.failure);
    let described =
        |sample: &Sample| Walk::of(&document.rows).sample(&reply_data::described(&document.facts, &sample.data));
    let known = first.map(described).unwrap_or_default();
    let (mut lacks, mut shapes, mut line) = (BTreeSet::new(), BTreeSet::new(), None);
    for other in &document.others {
        if document.form.gateway == Gateway::Envelope
            && let Some((was, is)) = first.and_then(|first| reshaped(&first.data, &other.data))
        {
            shapes.insert(format!("data: {was}, {is}"));
            line.get_or_insert(other.line);
        }
        let each = match other.data.as_array() {
            Some(items) => items.iter().collect(),
            None => reply_data::described(&document.facts, &other.data),
        };
        let found = Walk::of(&document.rows).sample(&each).lacks;
        let new: Vec<String> = found.into_iter().filter(|path| !known.lacks.contains(path)).collect();
        if !new.is_empty() {
            line.get_or_insert(other.line);
        }
        lacks.extend(new);
    }
    let Some(line) = line else { return };
    for (found, mark, why) in [
        (lacks, "reply", "another sample reply has what the table has not"),
        (shapes, "shape", "sample replies have the data in several shapes"),
    ] {
        if !found.is_empty() {
            let shown = found.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
            document.marks.push(mark);
            // A key may be somebody's name.
            if shown.is_ascii() {
                document.said.push(short(&format!("another sample: {shown}")));
            }
            document.review.push((line, format!("{why}: {shown}")));
        }
    }
}

/// The shapes of two data that are not the same.
fn reshaped(one: &Value, other: &Value) -> Option<(&'static str, &'static str)> {
    let shape = |value: &Value| match value {
        Value::Null => "nothing",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
        _ => "a value",
    };
    let empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    (shape(one) != shape(other) && !empty(one) && !empty(other)).then(|| (shape(one), shape(other)))
}

/// What the two say differently.
#[derive(Debug, Default)]
struct Found {
    /// Index of a row, the word of `review`, why.
    rows: Vec<(usize, &'static str, String)>,
    /// Paths that only the sample has.
    lacks: BTreeSet<String>,
    /// The data is a plain value.
    scalar: bool,
}

struct Walk<'a> {
    rows: &'a [Row],
    /// Rows of the reply by the objects around them and their names.
    known: HashMap<(&'a [String], &'a str), usize>,
    /// Objects that have rows inside.
    holds: HashSet<&'a [String]>,
}

impl<'a> Walk<'a> {
    fn of(rows: &'a [Row]) -> Self {
        let reply = rows.iter().enumerate().filter(|(_, row)| row.part != Part::Request);
        let known = reply.clone().map(|(index, row)| ((row.at.as_slice(), row.name.as_str()), index)).collect();
        let holds = reply.map(|(_, row)| row.at.as_slice()).collect();
        Self { rows, known, holds }
    }

    fn sample(&self, data: &[&Value]) -> Found {
        let mut found = Found::default();
        let mut told: HashSet<usize> = HashSet::new();
        // One of several that is null is no object.
        found.scalar |= data.len() > 1 && data.iter().any(|data| data.is_null());
        let mut work: Vec<(Vec<String>, &Value)> = data.iter().rev().map(|data| (Vec::new(), *data)).collect();
        while let Some((at, value)) = work.pop() {
            let members = match value {
                Value::Array(items) => {
                    // The items of the data are taken out of its list: one that is a list itself makes it a list of lists.
                    found.scalar |= at.is_empty();
                    work.extend(items.iter().rev().map(|item| (at.clone(), item)));
                    continue;
                }
                Value::Object(members) => members,
                other => {
                    found.scalar |= at.is_empty() && !is_nothing(other);
                    continue;
                }
            };
            for (name, child) in members {
                let mut inside = at.clone();
                inside.push(name.clone());
                let Some(index) = self.known.get(&(at.as_slice(), name.as_str())).copied() else {
                    if self.wraps(&at, members, child) {
                        work.push((at.clone(), child));
                    } else if !(at.is_empty() && AROUND.contains(&name.as_str())) {
                        found.lacks.insert(path(&at, name));
                    }
                    continue;
                };
                let Some(row) = self.rows.get(index) else { continue };
                let holds = self.holds.contains(inside.as_slice());
                let within = |name: &String| self.known.contains_key(&(inside.as_slice(), name.as_str()));
                let wrapped = child.as_object().is_some_and(|one| one.len() == 1 && !one.keys().any(within));
                let list = wrapped && child.as_object().into_iter().flat_map(Map::values).any(Value::is_array);
                let one = list && holds && !declared::is_list(&row.ty);
                if (one || disagrees(row, holds, wrapped, child))
                    && told.insert(index)
                    && !row.review.iter().any(|cue| cue == "type")
                {
                    let why = format!(
                        "`{name}` is {:?} in the table, and the sample shows {}",
                        row.ty,
                        if one { "a list of them" } else { shown(child) }
                    );
                    found.rows.push((index, "type", why));
                }
                let items =
                    child.as_array().or_else(|| child.as_object().filter(|_| wrapped)?.values().next()?.as_array());
                if items.is_some_and(|items| items.iter().any(Value::is_null)) && told.insert(index) {
                    let why = format!("`{name}` shows an item that is null, and each item of a list has a value");
                    found.rows.push((index, "type", why));
                }
                if holds {
                    let keyed = child.as_object().filter(|_| declared::map_value(&row.ty).is_some());
                    let each = keyed.map_or_else(|| vec![child], |members| members.values().collect());
                    work.extend(each.into_iter().map(|each| (inside.clone(), each)));
                    continue;
                }
                if is_keyed(row, child) && told.insert(index) {
                    let why = format!("`{name}` shows an object whose keys look like data");
                    found.rows.push((index, "type", why));
                }
                for index in self.misplaced(&at, members, row, child) {
                    if told.insert(index) {
                        let inner = self.rows.get(index).map_or("", |row| row.name.as_str());
                        let why = format!("`{inner}` stands beside `{name}` in the table, and inside it in the sample");
                        found.rows.push((index, "place", why));
                    }
                }
                if unlisted(row, child) && told.insert(index) {
                    let why = format!("`{name}` lists its values, and the sample shows another");
                    found.rows.push((index, "values", why));
                }
            }
        }
        found
    }

    /// Rows beside an object that the sample shows inside it, and nowhere beside it.
    fn misplaced(&self, at: &[String], beside: &Map<String, Value>, row: &Row, child: &Value) -> Vec<usize> {
        if !declared::may_hold(&row.ty) && !declared::is_object_type(&row.ty) {
            return Vec::new();
        }
        let mut names: BTreeSet<&str> = BTreeSet::new();
        let mut work = vec![(child, 0)];
        while let Some((value, depth)) = work.pop() {
            match value {
                Value::Array(items) => work.extend(items.iter().map(|item| (item, depth))),
                Value::Object(members) => {
                    names.extend(members.keys().map(String::as_str));
                    // The one member of an object may stand around the items of a list.
                    if members.len() == 1 && depth == 0 {
                        work.extend(members.values().map(|only| (only, 1)));
                    }
                }
                _ => {}
            }
        }
        let flat = names.into_iter().filter(|name| !beside.contains_key(*name));
        flat.filter_map(|name| self.known.get(&(at, name)).copied()).collect()
    }

    /// The one member of an object that holds the items of a list: `orders: {order: [..]}`.
    fn wraps(&self, at: &[String], members: &Map<String, Value>, child: &Value) -> bool {
        let Some((name, above)) = at.split_last() else { return false };
        let row = self.known.get(&(above, name.as_str())).and_then(|index| self.rows.get(*index));
        let list = row.is_some_and(|row| declared::is_list(&row.ty));
        members.len() == 1 && (child.is_array() || list && child.is_object())
    }
}

/// An object of which the table says nothing, with members that look like nobody's field.
fn is_keyed(row: &Row, value: &Value) -> bool {
    let object = declared::kind(&row.ty) == Some(Kind::Container) && declared::map_value(&row.ty).is_none();
    let members = value.as_object().filter(|members| object && !members.is_empty());
    members.is_some_and(|members| members.keys().all(|key| reply_data::is_id(key)))
}

/// The wire's words for nothing.
fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// A kind of value, for people: never the value itself.
fn shown(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "something else: true or false",
        Value::Number(_) => "something else: a number",
        Value::String(_) => "something else: a text",
        Value::Array(_) => "something else: a list",
        Value::Object(_) => "something else: an object",
    }
}

/// The table's type of a row cannot be what the sample shows; `wrapped` is an object with one member that no row knows.
fn disagrees(row: &Row, holds: bool, wrapped: bool, value: &Value) -> bool {
    let kind = declared::kind(&row.ty);
    if is_nothing(value) || row.ty.is_empty() {
        return false;
    }
    let list = declared::is_list(&row.ty);
    // `json` and `map` may come as a text.
    let contains = holds || kind == Some(Kind::Container) || declared::is_object_type(&row.ty);
    match value {
        Value::Array(items) if list => !items.iter().all(|item| item_fits(row, holds, item)),
        Value::Array(_) => holds || kind != Some(Kind::Container) || is_one(&row.ty),
        // The member around the items of a list may be shown, or none of them.
        Value::Object(members) if list => !wrapped && !members.is_empty(),
        Value::Object(_) => !contains,
        plain if contains || list => {
            // JSON inside a text; of a list, a list.
            let text = plain.as_str().unwrap_or_default();
            let begins = if list { &['['][..] } else { &['{', '['][..] };
            crate::json::parse(text).is_err() || !text.starts_with(begins)
        }
        plain => !fits(kind, plain) && !in_its_form(row, plain),
    }
}

/// A time in the form that the words of its row say.
fn in_its_form(row: &Row, value: &Value) -> bool {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    row.format.as_deref().is_some_and(|form| TimeForm::of_time(form, text.trim()).is_some())
}

/// Whether an item of a list can be what the table says that each is. No list of lists is one that a spec says.
fn item_fits(row: &Row, holds: bool, item: &Value) -> bool {
    let kind = declared::kind(&row.ty);
    let free = kind == Some(Kind::Container) || kind.is_none() && !declared::is_object_type(&row.ty);
    match item {
        nothing if is_nothing(nothing) => true,
        Value::Array(_) => false,
        Value::Object(_) => holds || free || declared::is_object_type(&row.ty),
        Value::String(text) if stand_in::holds_stand_in(text) => true,
        // JSON inside a text.
        Value::String(text) if text.starts_with('{') => crate::json::parse(text).is_ok(),
        _ if holds || declared::is_object_type(&row.ty) => false,
        plain => free || fits(kind, plain),
    }
}

/// Types that say one object.
fn is_one(ty: &str) -> bool {
    ["object", "对象", "map"].iter().any(|one| ty.trim().eq_ignore_ascii_case(one))
}

fn fits(kind: Option<Kind>, value: &Value) -> bool {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    };
    if stand_in::holds_stand_in(&text) {
        return true;
    }
    match kind {
        Some(Kind::Int | Kind::Decimal | Kind::Price) if lexical::is_padded(&text) => false,
        Some(Kind::Int) => lexical::is_int(&text) || is_id(&text),
        Some(Kind::Decimal | Kind::Price) => lexical::is_decimal(&text),
        Some(Kind::Bool) => lexical::is_bool(&text),
        Some(Kind::Date) => lexical::is_datetime(&text),
        Some(Kind::Text | Kind::Bytes | Kind::Fields | Kind::Container) | None => true,
    }
}

/// More digits than a number has.
fn is_id(text: &str) -> bool {
    text.len() > 15 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The row lists its values and the sample shows none of them.
fn unlisted(row: &Row, value: &Value) -> bool {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return false,
    };
    row.values.len() >= 2
        && !text.is_empty()
        && !stand_in::holds_stand_in(&text)
        && !declared::is_list(&row.ty)
        && row.values.iter().all(|known| known.value != text)
}
