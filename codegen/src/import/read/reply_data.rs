//! What the data of a reply is: an object, a list, a map, a value or nothing. A sample shows it, and the first row of the table may be
//! about it.

use serde_json::{Map, Value};

use super::raw_page::RawRow;
use super::sections::Read;
use crate::import::declared::{self, Kind};
use crate::import::document::{Facts, Part, Sample, short};
use crate::import::ledger::LineKind;
use crate::words::DataShape;

/// The member of a reply that holds its data.
const DATA: &str = "data";
/// What every reply has around its data, documented or not.
pub(super) const AROUND: [&str; 6] = ["url", "code", "msg", "msec", "time", "request_id"];
/// Words for a list that has one item, always.
const ONE: [&str; 8] = ["只有一", "仅有一", "只含一", "仅含一", "只包含一", "仅包含一", "固定一", "有且仅有"];
/// Words for a list that may have several.
const MANY: [&str; 6] = ["列表", "多个", "多条", "多笔", "零个", "若干"];
/// A whole number with more digits is an id.
const DIGITS: usize = 15;

/// Takes in a sample reply that begins at `line`.
pub(super) fn shown(body: &Value, failed: bool, line: usize, read: &mut Read) {
    let keyed = body.get(DATA);
    let around = |members: &Map<String, Value>| members.keys().all(|key| AROUND.contains(&key.as_str()));
    // Without that key the body itself is taken for it, unless it has nothing but what stands around data.
    let absent = keyed.is_none() && body.as_object().is_some_and(around);
    let data = if absent { &Value::Null } else { keyed.unwrap_or(body) };
    if !failed {
        unlike(body, line, read);
        if keyed.is_some() {
            around_data(body, line, read);
        }
    }
    read.sample = Some(Sample { data: data.clone(), failure: failed, line });
    let ty = first(read).filter(|row| row.name == DATA).map(|row| row.ty.clone()).unwrap_or_default();
    let map = data.as_object().is_some_and(|members| is_map(members, &ty, read));
    let each = each(data, map);
    for one in &each {
        read.evidence.add_json("", one);
    }
    let one = each.iter().find(|one| one.is_object()).or(each.first()).copied().unwrap_or(&Value::Null);
    let about = data_row(one, keyed.is_some(), read).unwrap_or_default();
    let rows = first(read).is_some();
    let plain = plain_row(read).map(|row| row.ty.clone());
    let (is, of, open) = match data {
        Value::Array(items) => {
            let records = items.is_empty() || items.iter().any(Value::is_object) || rows && plain.is_none();
            match plain.or_else(|| items.iter().find_map(spelled).map(str::to_owned)).filter(|_| !records) {
                Some(ty) => (Some(DataShape::List), Some(ty), plain_row(read).is_none()),
                None if !records => (None, None, true),
                None if about.one && items.len() < 2 => (Some(DataShape::ListOfOne), None, false),
                None => (Some(DataShape::List), None, about.one || items.len() < 2 && !about.many),
            }
        }
        Value::Object(members) if map => {
            let of = (!members.values().any(Value::is_object)).then(|| members.values().find_map(spelled)).flatten();
            (Some(DataShape::Map), of.map(str::to_owned), !declared::is_free(&ty))
        }
        Value::Object(_) => (Some(DataShape::Object), None, false),
        _ if failed => (None, None, true),
        value => match plain {
            Some(ty) => (Some(declared_shape(&ty)), Some(ty), false),
            None if rows => (None, None, true),
            None => match spelled(value) {
                Some(ty) => (Some(DataShape::Value), Some(ty.to_owned()), true),
                None => (Some(DataShape::Nothing), None, true),
            },
        },
    };
    (read.facts.data_is, read.facts.data_of, read.facts.data_is_open) = (is, of, open);
}

/// A sample that is not what every reply of the gateway is: a person says which of the two holds.
fn unlike(body: &Value, line: usize, read: &mut Read) {
    let why = match body.as_object() {
        None => "the sample reply is no object, and every reply of the gateway is one with a code",
        Some(members) if members.contains_key("code") => return,
        Some(_) => {
            "the sample reply has no `code`, by which every reply of the gateway says whether the call succeeded"
        }
    };
    read.marks.push("reply");
    read.page.review.push((line, why.to_owned()));
}

/// Members beside the data that neither the gateway has nor the table.
fn around_data(body: &Value, line: usize, read: &mut Read) {
    let known = |name: &str| {
        let row = |row: &RawRow| row.part == Part::Envelope && row.name == name;
        name == DATA || AROUND.contains(&name) || read.page.rows.iter().any(row)
    };
    let members = body.as_object().into_iter().flat_map(Map::keys);
    let other: Vec<String> = members.filter(|name| !known(name)).cloned().collect();
    if other.is_empty() {
        return;
    }
    let other = other.join(", ");
    read.page
        .review
        .push((line, format!("the sample reply has beside its data what no reply of the gateway has: {other}")));
    read.marks.push("reply");
    if other.is_ascii() {
        read.said.push(short(&format!("sample, beside the data: {other}")));
    }
}

/// Without a sample a row of that name tells, when it is the only one.
pub(super) fn told(read: &mut Read) {
    let Some(ty) = plain_row(read).map(|row| row.ty.clone()) else { return };
    (read.facts.data_is, read.facts.data_of, read.facts.data_is_open) = (Some(declared_shape(&ty)), Some(ty), true);
}

fn declared_shape(ty: &str) -> DataShape {
    if declared::is_list_type(ty) { DataShape::List } else { DataShape::Value }
}

/// What the rows of a table describe of the data in a sample: the object, or each of several.
pub(super) fn described<'a>(facts: &Facts, data: &'a Value) -> Vec<&'a Value> {
    match facts.data_is {
        Some(DataShape::Value | DataShape::Nothing) => Vec::new(),
        _ if facts.data_of.is_some() => Vec::new(),
        is => each(data, is == Some(DataShape::Map)),
    }
}

fn each(data: &Value, map: bool) -> Vec<&Value> {
    match data {
        Value::Array(items) => items.iter().collect(),
        Value::Object(members) if map => members.values().collect(),
        other => vec![other],
    }
}

fn first(read: &Read) -> Option<&RawRow> {
    read.page.rows.iter().find(|row| row.part == Part::Reply)
}

/// The only row of the reply, when it is the data itself and that is no object.
fn plain_row(read: &Read) -> Option<&RawRow> {
    let mut rows = read.page.rows.iter().filter(|row| row.part == Part::Reply);
    let plain = |row: &&RawRow| declared::kind(&row.ty).is_some_and(|kind| kind != Kind::Container);
    rows.next().filter(|row| row.name == DATA && rows.next().is_none()).filter(plain)
}

/// Whether the members are data by their keys: the table says a map, or knows none of them and they look like nobody's field.
fn is_map(members: &Map<String, Value>, ty: &str, read: &Read) -> bool {
    let known = |key: &String| read.page.rows.iter().any(|row| row.part == Part::Reply && row.name == *key);
    let objects = members.values().filter(|value| value.is_object()).count();
    let alike = objects == members.len() || members.values().all(|value| spelled(value).is_some());
    let map = declared::is_free(ty) && !ty.trim().eq_ignore_ascii_case("json");
    !members.is_empty() && alike && !members.keys().any(known) && (map || members.keys().all(|key| is_id(key)))
}

/// `1000001`, `SKU-1`, `2026-01-02`: no name of a field begins so.
pub(super) fn is_id(key: &str) -> bool {
    let digits = key.bytes().any(|byte| byte.is_ascii_digit());
    digits && key.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase())
}

/// A value as a table would declare it; None of what is none.
fn spelled(value: &Value) -> Option<&'static str> {
    match value {
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(_) => Some("string"),
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.is_f64() => Some("double"),
        Value::Number(number) => Some(if number.to_string().len() > DIGITS { "string" } else { "int" }),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// What a row about the data says of how many there are.
#[derive(Debug, Default)]
struct About {
    one: bool,
    many: bool,
}

/// Takes out the first row of the reply where it describes the data itself; `one` is the data of the sample or an item of it, and
/// `keyed` says that it stands under a key of its own.
fn data_row(one: &Value, keyed: bool, read: &mut Read) -> Option<About> {
    let members = one.as_object();
    let first = read.page.rows.iter().position(|row| row.part == Part::Reply)?;
    let row = read.page.rows.get(first)?;
    let shown = |name: &str| members.is_some_and(|members| members.contains_key(name));
    let names = |name: &String| read.page.rows.iter().skip(first + 1).any(|row| row.name == *name);
    let wraps = declared::is_object_type(&row.ty) && members.is_some() && !shown(&row.name);
    let counted = members.map_or((0, 0), |members| (members.keys().filter(|name| names(name)).count(), members.len()));
    // The row of the member itself: its fields stand below it, or the sample has them in it.
    let is_data = row.name == DATA && declared::may_hold(&row.ty) && !shown(DATA) && keyed;
    if !(is_data || wraps && counted.0 * 2 > counted.1) {
        return None;
    }
    let row = read.page.rows.remove(first);
    read.page.ledger.set(row.line, LineKind::Header);
    let says = |words: &[&str]| words.iter().any(|word| row.prose.contains(word));
    let about = About { one: says(&ONE), many: says(&MANY) };
    read.facts.data = declared::is_object_type(&row.ty).then(|| declared::base_type(&row.ty).to_owned());
    // A donor knows the record by the name of this row.
    read.evidence.also("", &row.name);
    read.facts.data_row = Some(row.name);
    Some(about)
}
