//! A reading of replies that shares nothing with the decoder: `serde_json` finds the values, and what each type makes of a text is
//! written down here once more. From the crate come only names of fields and what was read.

use serde_json::Value;

use super::rows;
use crate::record::{Kind, ListSlot, Record, View, find};

/// Where something was told, and what.
pub(super) type Note = (String, String);

/// How far the two readings agree.
#[derive(Default)]
pub(super) struct Reading {
    /// Fields that both looked at.
    pub(super) fields: usize,
    /// Read with another value than the JSON has, or without one there; or refused although it is right.
    pub(super) wrong: Vec<String>,
    /// Not read, and not told.
    pub(super) lost: Vec<String>,
}

/// The whole object, or the record that was read in its place: in another one only where a note says so.
pub(super) fn record_in<'v>(value: &'v Value, record: &dyn Record, note: Option<&Note>) -> Option<&'v Value> {
    match note {
        None => Some(value).filter(|value| value.is_object()),
        Some((_, said)) => row_in(value, record, said),
    }
}

fn row_in<'v>(value: &'v Value, record: &dyn Record, said: &str) -> Option<&'v Value> {
    match value {
        Value::Array(items) => match items.iter().find(|item| item.is_object()) {
            None if items.len() == 1 => row_in(&items[0], record, said),
            first => first,
        },
        Value::Object(map) if map.keys().any(|key| find(record.table(), key).is_some()) => Some(value),
        Value::Object(map) => match below(said) {
            Some(way) => row_in(way.split('.').try_fold(value, below_key)?, record, ""),
            None => {
                map.iter().find(|(key, item)| is_number(key) && item.is_object()).map(|(_, item)| item).or(Some(value))
            }
        },
        _ => None,
    }
}

/// The key that a note names: `it below the key trades`.
fn below(said: &str) -> Option<&str> {
    said.split_once("it below the key ").map(|(_, key)| key.split(' ').next().unwrap_or_default())
}

/// What stands below that key; below the only one that could hold it, where the note does not show its name.
fn below_key<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    let held = || value.as_object()?.values().find(|item| item.is_object() || item.is_array());
    if key == "<not" { held() } else { value.get(key) }
}

fn is_number(key: &str) -> bool {
    key.parse::<i64>().is_ok()
}

fn is_numbered(value: &Value) -> bool {
    value.as_object().is_some_and(|map| !map.is_empty() && map.keys().all(|key| is_number(key)))
}

/// What may stand for no value without a word.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The items of a list with their numbers: documented in an array or in an object around one. Other shapes count as what a note says.
fn items<'v>(value: &'v Value, wrapper: &str, said: &str) -> Option<Vec<(usize, &'v Value)>> {
    match value {
        Value::Array(items) => Some(spread(items.iter(), wrapper)),
        Value::Object(map) => {
            if let Some(inner) = map.get(wrapper).or_else(|| below_key(value, below(said)?)) {
                return items(inner, wrapper, said);
            }
            let numbered = || map.iter().filter(|(key, _)| is_number(key)).map(|(_, item)| item);
            // A key beside the numbers is one that nobody knows.
            let is_list = map.is_empty() || is_numbered(value) || numbered().any(Value::is_object);
            if is_list { Some(spread(numbered(), wrapper)) } else { Some(vec![(0, value)]) }
        }
        _ => is_nothing(value).then(Vec::new),
    }
}

/// Each item with its number; in the place of one that is a list, or the object around one, what stands in that.
fn spread<'v>(each: impl Iterator<Item = &'v Value>, wrapper: &str) -> Vec<(usize, &'v Value)> {
    let inside = |(at, item): (usize, &'v Value)| {
        let around = item.get(wrapper).filter(|inner| inner.is_array() || is_numbered(inner));
        let inner = around.unwrap_or(item);
        match inner {
            Value::Array(items) => spread(items.iter(), wrapper),
            Value::Object(items) if is_numbered(inner) => spread(items.values(), wrapper),
            _ => vec![(at, item)],
        }
    };
    each.enumerate().flat_map(inside).collect()
}

impl Reading {
    /// Every field of the record, and every key of the JSON that is one.
    pub(super) fn compare(&mut self, record: &dyn Record, value: &Value, path: &str, notes: &[Note]) {
        for (index, field) in (0..).zip(record.table().fields) {
            let path = if path.is_empty() { field.name.to_owned() } else { format!("{path}.{}", field.name) };
            let view = record.view(index);
            match value.get(field.name) {
                None if view.is_none() => {}
                None => self.wrong.push(format!("{path}: made up")),
                Some(value) => {
                    self.fields += 1;
                    self.field(view, value, (field.kind, field.wrapper), &path, notes);
                }
            }
        }
    }

    fn field(&mut self, view: View<'_>, value: &Value, field: (Kind, &str), path: &str, notes: &[Note]) {
        // A note on `num` says nothing of `num_iid`, and one on a record nothing of its fields.
        let note = notes.iter().find(|(place, _)| place == path);
        match view {
            View::Record(slot) => match slot.get() {
                Some(inner) => match record_in(value, inner, note) {
                    Some(found) => self.compare(inner, found, path, notes),
                    None => self.wrong.push(format!("{path}: a record for {value}")),
                },
                None => self.absent(value, note, path),
            },
            View::List(list) => self.list(list, value, field.1, path, notes),
            View::Words(words) => {
                let got = (0..words.len()).filter_map(|at| words.get(at)).map(str::to_owned).collect();
                self.words(got, words.are_ids(), value, note, path);
            }
            View::Values(values) => {
                let got = (0..values.len()).filter_map(|at| values.get(at)).map(|one| one.text().to_string()).collect();
                self.words(got, values.kind() == Kind::Id, value, note, path);
            }
            View::Map(_) | View::ValueMap(_) | View::File(_) | View::None => {
                self.wrong.push(format!("{path}: of a type that no one compares"));
            }
            scalar => {
                let (got, want) = (got(scalar), want(scalar, field.0, value));
                match (&got, &want) {
                    (Some(_), _) if got != want => self.wrong.push(format!("{path}: {got:?} for {value}")),
                    (None, Some(_)) if note.is_some() => self.wrong.push(format!("{path}: refused {value}")),
                    (None, Some(_)) => self.lost.push(format!("{path}: {value}")),
                    (None, None) => self.absent(value, note, path),
                    (Some(_), _) => {}
                }
            }
        }
    }

    /// No value was read: there is none, or a note says so.
    fn absent(&mut self, value: &Value, note: Option<&Note>, path: &str) {
        if note.is_none() && !is_nothing(value) {
            self.lost.push(format!("{path}: {value}"));
        }
    }

    fn list(&mut self, list: &dyn ListSlot, value: &Value, wrapper: &str, path: &str, notes: &[Note]) {
        let note = notes.iter().find(|(place, _)| place == path);
        let said = note.map_or("", |(_, said)| said);
        let all = items(value, wrapper, said);
        let objects: Vec<_> = all.iter().flatten().filter(|(_, item)| item.is_object()).collect();
        // Of the list itself or of one whole item: `orders`, `orders[1]`, not `orders[1].num`.
        let told = notes.iter().any(|(place, _)| {
            place.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('[') && !rest.contains('.'))
        });
        if objects.len() == list.len() {
            if !told && !is_straight(value, wrapper) {
                self.lost.push(format!("{path}: an item of {value}"));
            }
            for (at, (place, item)) in objects.into_iter().enumerate() {
                self.compare(list.get(at).unwrap(), item, &format!("{path}[{place}]"), notes);
            }
        } else if objects.len() < list.len() {
            self.wrong.push(format!("{path}: {} items for {value}", list.len()));
        } else if !told || !list.is_empty() {
            // What is no list at all may be told as that; of a list that was read no object may be missing.
            self.lost.push(format!("{path}: {} items for {value}", list.len()));
        }
    }

    fn words(&mut self, got: Vec<String>, are_ids: bool, value: &Value, note: Option<&Note>, path: &str) {
        let all = words_in(value);
        let right: Vec<&String> = all.iter().filter(|word| !are_ids || is_id(word)).collect();
        if got.is_empty() && note.is_some() && is_fraction(value) {
            // Words are no amounts.
        } else if got.iter().collect::<Vec<_>>() != right {
            let list = if got.iter().all(|word| all.contains(word)) { &mut self.lost } else { &mut self.wrong };
            list.push(format!("{path}: {got:?} for {value}"));
        } else if right.len() < all.len() || all.is_empty() || rows(value).iter().any(|row| is_none_of_words(row)) {
            self.absent(value, note, path);
        }
    }
}

/// The list is where the documents have it, with nothing but objects in it.
fn is_straight(value: &Value, wrapper: &str) -> bool {
    let list = if value.is_object() { value.get(wrapper) } else { Some(value) };
    match list {
        Some(Value::Array(items)) => items.iter().all(Value::is_object),
        other => is_nothing(other.unwrap_or(value)),
    }
}

fn is_none_of_words(value: &Value) -> bool {
    value.is_boolean() || value.is_array() || value.is_object()
}

/// Words joined by commas, or those of a list; below keys only where these are numbers or say that texts stand there.
fn words_in(value: &Value) -> Vec<String> {
    let texts: Vec<String> = match value {
        Value::String(text) => text.split(',').map(str::to_owned).collect(),
        Value::Object(_) if !is_numbered(value) => return value.get("string").map(words_in).unwrap_or_default(),
        Value::Bool(_) | Value::Null => Vec::new(),
        _ => rows(value).into_iter().filter_map(written).collect(),
    };
    texts.into_iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

/// The text of a text or of a number.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What was read, in one spelling for each type.
fn got(view: View<'_>) -> Option<String> {
    match view {
        View::Text(text) => text.as_ref().map(|text| text.to_string()),
        View::Json(json) => json.as_ref().map(|json| json.as_str().to_owned()),
        View::Word(word) => word.get().map(str::to_owned),
        View::Int(number) => number.map(|number| number.to_string()),
        View::Fen(fen) => fen.map(|fen| fen.get().to_string()),
        View::Points(points) => points.map(|points| points.get().to_string()),
        View::Decimal(number) => number.map(|number| number.to_string()),
        View::Yuan(yuan) => yuan.map(|yuan| yuan.get().to_string()),
        View::Amount(amount) => amount.map(|amount| amount.get().to_string()),
        View::Bool(flag) => flag.map(|flag| flag.to_string()),
        View::DateTime(date) => date.map(|date| {
            let day = [date.year().map(i64::from), date.month().map(i64::from), date.day().map(i64::from)];
            let time = [date.hour().map(i64::from), date.minute().map(i64::from), date.second().map(i64::from)];
            format!("{day:?} {time:?}")
        }),
        _ => None,
    }
}

/// What the documents make of the value in a field of this type.
fn want(view: View<'_>, kind: Kind, value: &Value) -> Option<String> {
    let text = written(value);
    let bare = text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let flag = value.as_bool().map(|flag| flag.to_string());
    match view {
        View::Text(_) => text.or(flag),
        // A container is handed on as it stands: the body has no blanks in it.
        View::Json(_) if value.is_object() || value.is_array() => Some(value.to_string()),
        View::Json(_) => text.filter(|text| !text.is_empty()).or(flag),
        View::Word(_) if kind == Kind::Id => bare.filter(|id| is_id(id) && !is_fraction(value)).map(str::to_owned),
        View::Word(_) => bare.map(str::to_owned).or(flag),
        View::Int(_) | View::Fen(_) | View::Points(_) => whole(bare?),
        View::Decimal(_) | View::Yuan(_) | View::Amount(_) => plain(bare?),
        View::Bool(_) => flag.or_else(|| match &*bare?.to_ascii_lowercase() {
            "1" | "true" => Some(true.to_string()),
            "0" | "false" => Some(false.to_string()),
            _ => None,
        }),
        View::DateTime(_) => moment(bare?),
        _ => None,
    }
}

fn is_fraction(value: &Value) -> bool {
    value.is_number() && value.as_i64().is_none() && value.as_u64().is_none()
}

fn is_id(text: &str) -> bool {
    let nothing = ["null", "undefined", "none", "nan", "nil", "true", "false"];
    text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:".contains(c)) && !nothing.contains(&&*text.to_lowercase())
}

/// A number without an exponent and without zeros in front, those behind the point kept: a decimal holds 96 bits of digits, 28 of them
/// behind the point.
fn plain(text: &str) -> Option<String> {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let lower = rest.to_lowercase();
    let (mantissa, exponent) = lower.split_once('e').unwrap_or((&lower, "0"));
    let (before, behind) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let are_digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if ![before, behind, exponent.trim_start_matches(['+', '-'])].into_iter().all(are_digits) {
        return None;
    }
    let behind = if mantissa.contains('.') { behind } else { "" };
    let mut digits = format!("{before}{behind}");
    let mut places = i64::try_from(behind.len()).unwrap() - exponent.parse::<i64>().ok()?;
    let is_zero = digits.chars().all(|c| c == '0');
    places = if is_zero { places.clamp(0, 28) } else { places };
    for _ in places..0 {
        digits.push('0');
    }
    let places = usize::try_from(places.max(0)).unwrap();
    while digits.len() <= places {
        digits.insert(0, '0');
    }
    if places > 28 || digits.parse::<u128>().ok()? >= 1 << 96 {
        return None;
    }
    let (whole, part) = digits.split_at(digits.len() - places);
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if is_zero { "" } else { sign };
    Some(if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
}

/// A number without anything behind its point, of 64 bits.
fn whole(text: &str) -> Option<String> {
    let number = plain(text)?;
    let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
    if part.chars().any(|c| c != '0') {
        return None;
    }
    whole.parse::<i64>().ok().map(|number| number.to_string())
}

/// The parts of a date that has one of the five documented forms, and exists.
fn moment(text: &str) -> Option<String> {
    let form: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let places: &[(usize, usize)] = match &*form {
        "0000-00-00 00:00:00" => &[(0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19)],
        "0000-00-00 00:00" => &[(0, 4), (5, 7), (8, 10), (11, 13), (14, 16)],
        "0000-00-00" => &[(0, 4), (5, 7), (8, 10)],
        "00000000" => &[(0, 4), (4, 6), (6, 8)],
        "00:00" => &[(0, 2), (3, 5)],
        _ => return None,
    };
    let mut parts: Vec<Option<i64>> = places.iter().map(|(from, to)| text[*from..*to].parse().ok()).collect();
    if parts.len() == 2 {
        parts.splice(0..0, [None; 3]);
    }
    parts.resize(6, None);
    let year = parts[0].unwrap_or(0);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match parts[1].unwrap_or(1) {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    let is_day = (1..=days).contains(&parts[2].unwrap_or(1));
    let is_time = parts[3].is_none_or(|hour| hour < 24) && parts[4..].iter().flatten().all(|part| *part < 60);
    (is_day && is_time).then(|| format!("{:?} {:?}", &parts[..3], &parts[3..]))
}
