//! What a request puts on the wire: form pairs, and one JSON text for a parameter that is an object or a list of objects.

use core::fmt::Write as _;
use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::record::{Bounds, Field, Kind, Place, Record, Style, View, field_named, lookup};
use crate::value::Upload;

/// Name and value of a form field.
pub(crate) type Pair = (Cow<'static, str>, String);

/// A file of a request.
#[derive(Clone)]
pub(crate) struct File {
    /// Of its field.
    pub(crate) name: &'static str,
    pub(crate) upload: Upload,
    /// What the documents take.
    pub(crate) bounds: &'static Bounds,
}

/// The files of a request in the order of its table.
pub(crate) fn files(record: &dyn Record) -> Vec<File> {
    let file = |(field, view): (&'static Field, View<'_>)| match view {
        View::File(Some(upload)) => Some(File { name: field.name, upload: upload.clone(), bounds: field.bounds }),
        _ => None,
    };
    given(record).filter_map(file).collect()
}

/// The form pairs of a request in the order of its table. What is absent or blank is left out: the platforms sign and read a
/// blank parameter as if it were not there.
pub(crate) fn form(record: &dyn Record) -> Vec<(&'static str, String)> {
    given(record).map(|(field, view)| (field.name, text(field, view))).filter(|(_, text)| !is_blank(text)).collect()
}

/// The form pairs of the fields that are sent in one place, lists and records in their styles.
pub(crate) fn at(record: &dyn Record, place: Place) -> Vec<Pair> {
    let fields = record.table().fields;
    let mut pairs = Vec::with_capacity(fields.iter().filter(|field| field.place == place).count());
    let there = (0..).zip(fields).filter(|(_, field)| field.place == place);
    for (field, view) in there.map(|(index, field)| (field, record.view(index))).filter(|(_, view)| !view.is_none()) {
        match (field.style, view) {
            (Style::Comma | Style::Json, _) => push(&mut pairs, field.name.into(), text(field, view)),
            (style, View::Values(values)) => {
                let texts = (0..values.len()).filter_map(|index| Some(values.get(index)?.text()));
                texts.enumerate().for_each(|(at, text)| push(&mut pairs, named(field, style, at), text.to_string()));
            }
            (style, View::List(list)) => {
                for (at, inner) in (0..list.len()).filter_map(|at| Some((at, list.get(at)?))) {
                    let name = named(field, style, at);
                    if style == Style::Indexed {
                        deep(&name, inner, &mut pairs)
                    } else {
                        push(&mut pairs, name, json(inner))
                    }
                }
            }
            (_, View::Record(slot)) => slot.get().into_iter().for_each(|inner| deep(field.name, inner, &mut pairs)),
            (_, view) => push(&mut pairs, field.name.into(), text(field, view)),
        }
    }
    pairs
}

fn push(pairs: &mut Vec<Pair>, name: Cow<'static, str>, text: String) {
    if !is_blank(&text) {
        pairs.push((name, text));
    }
}

/// What one of a list is called.
fn named(field: &Field, style: Style, at: usize) -> Cow<'static, str> {
    match style {
        Style::Brackets => format!("{}[]", field.name).into(),
        Style::Indexed => format!("{}[{at}]", field.name).into(),
        _ => field.name.into(),
    }
}

/// `filter[status]=open`, records inside in their turn; lists inside are JSON. What is deeper than [`DEEPEST`] is refused before.
fn deep(name: &str, record: &dyn Record, pairs: &mut Vec<Pair>) {
    for (field, view) in given(record) {
        let name = format!("{name}[{}]", field.name);
        match view {
            View::Record(slot) => slot.get().into_iter().for_each(|inner| deep(&name, inner, pairs)),
            view => push(pairs, name.into(), text(field, view)),
        }
    }
}

/// The text of one field, as [`form`] writes it.
pub(crate) fn sent(record: &dyn Record, name: &str) -> Option<String> {
    let (index, field) = field_named(record.table(), name)?;
    Some(text(field, record.view(index))).filter(|text| !is_blank(text))
}

/// The text of one field, to be compared with that of another: a date is the same however its field spells it.
// Only what remembers writes compares them.
#[cfg_attr(not(feature = "journal"), allow(dead_code))]
pub(crate) fn value(record: &dyn Record, name: &str) -> Option<String> {
    match lookup(record, name) {
        View::DateTime(time) => time.map(|time| time.full().to_string()),
        _ => sent(record, name),
    }
}

/// The text of what a path leads to, as a form has it; none where nothing is said.
pub(crate) fn text_of(record: &dyn Record, path: &str) -> Option<String> {
    let text = match lookup(record, path) {
        View::Text(Some(text)) => text.to_string(),
        View::Int(Some(number)) => number.to_string(),
        View::Word(word) => word.get()?.to_owned(),
        View::DateTime(Some(time)) => time.full().to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !is_blank(text))
}

/// What of the record is sent in a body, as one JSON text, wire names verbatim.
pub(crate) fn json(record: &dyn Record) -> String {
    to_json(&Object(record))
}

fn given(record: &dyn Record) -> impl Iterator<Item = (&'static Field, View<'_>)> {
    (0..)
        .zip(record.table().fields)
        .map(|(index, field)| (field, record.view(index)))
        .filter(|(_, view)| !view.is_none())
}

/// A text as a part of a URL: whatever is no letter, digit or one of `-._~` is escaped. A path and a query read it alike, and no decoder
/// takes it for anything else.
pub(crate) fn escape(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(into, "%{byte:02X}");
        }
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Maps with text keys, numbers and text: nothing here can fail to be JSON.
fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The text of one value; empty when there is nothing to send.
pub(crate) fn text(field: &Field, view: View<'_>) -> String {
    match view {
        View::None => String::new(),
        View::Text(value) => shown(value.as_ref()),
        View::Int(value) => shown(value),
        View::Decimal(value) => shown(value),
        View::Yuan(value) => shown(value),
        View::Fen(value) => shown(value),
        View::Points(value) => shown(value),
        View::Amount(value) => shown(value),
        View::Bool(value) => shown(value.map(|value| match (field.kind, value) {
            (Kind::Flag01, true) => "1",
            (Kind::Flag01, false) => "0",
            (_, true) => "true",
            (_, false) => "false",
        })),
        View::DateTime(value) => match field.form {
            Some(form) => value.map(|value| form.write(value)).unwrap_or_default(),
            None => shown(value.map(|value| value.full())),
        },
        View::Json(value) => shown(value.as_ref()),
        View::Word(word) => shown(word.get()),
        View::Words(words) => {
            let words: Vec<&str> = (0..words.len()).filter_map(|index| words.get(index)).collect();
            words.join(",")
        }
        View::Record(slot) => slot.get().filter(|record| says_something(*record)).map(json).unwrap_or_default(),
        // No text: it is a part of its own, and no signature and no log has it.
        View::File(_) => String::new(),
        View::List(_) | View::Map(_) | View::ValueMap(_) => to_json(&Value(field, view)),
        View::Values(values) if field.style == Style::Comma => {
            let texts: Vec<_> = (0..values.len()).filter_map(|index| Some(values.get(index)?.text())).collect();
            texts.join(",")
        }
        View::Values(_) => to_json(&Value(field, view)),
    }
}

fn shown(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Some field would be sent.
pub(crate) fn says_something(record: &dyn Record) -> bool {
    given(record).any(|(field, view)| is_said(field, view))
}

/// A given field would be sent. What is below it is not written for that: whoever does so at every level writes the lowest one as
/// often as there are ways to look down on it.
fn is_said(field: &Field, view: View<'_>) -> bool {
    match view {
        View::List(_) | View::Map(_) | View::ValueMap(_) => true,
        View::Values(_) if field.style != Style::Comma => true,
        View::Record(slot) => slot.get().is_some_and(says_something),
        view => !is_blank(&text(field, view)),
    }
}

/// As many objects and lists inside each other may a request hold: writing them takes the stack, and what is deeper many a reader of
/// JSON refuses.
pub(crate) const DEEPEST: usize = 128;

/// The field of a request that holds more than [`DEEPEST`] objects and lists inside each other. Without recursion: nobody has looked at
/// it before.
pub(crate) fn too_deep(request: &dyn Record) -> Option<&'static str> {
    let is_deep = |field: &Field| matches!(field.kind, Kind::Record | Kind::List | Kind::Map);
    if !request.table().fields.iter().any(is_deep) {
        return None;
    }
    let mut open = vec![(request, 1_usize, "")];
    while let Some((record, depth, outmost)) = open.pop() {
        if depth > DEEPEST {
            return Some(outmost);
        }
        let (object, items) = (depth.saturating_add(1), depth.saturating_add(2));
        for (field, view) in given(record) {
            let name = if depth == 1 { field.name } else { outmost };
            match view {
                View::Record(slot) => open.extend(slot.get().map(|inner| (inner, object, name))),
                View::List(list) => {
                    open.extend((0..list.len()).filter_map(|at| Some((list.get(at)?, items, name))));
                }
                View::Map(map) => open.extend((0..map.len()).filter_map(|at| Some((map.get(at)?, items, name)))),
                _ => {}
            }
        }
    }
    None
}

/// A record inside a JSON text.
struct Object<'a>(&'a dyn Record);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let in_body = given(self.0).filter(|(field, _)| field.place == Place::Body);
        for (field, view) in in_body.filter(|(field, view)| is_said(field, *view)) {
            map.serialize_entry(field.name, &Value(field, view))?;
        }
        map.end()
    }
}

/// A value inside a JSON text: counts, of seconds since 1970 too, as numbers, flags as booleans, everything else as the text a form would carry.
struct Value<'a>(&'a Field, View<'a>);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.1, self.0.kind) {
            (View::Int(Some(value)), _) => serializer.serialize_i64(value),
            (View::Fen(Some(value)), _) => serializer.serialize_i64(value.get()),
            (View::Points(Some(value)), _) => serializer.serialize_i64(value.get()),
            (View::DateTime(Some(value)), _) => match self.0.form.and_then(|form| form.count(value)) {
                Some(count) => serializer.serialize_i64(count),
                None => serializer.serialize_str(&text(self.0, self.1)),
            },
            (View::Bool(Some(value)), Kind::Flag01) => serializer.serialize_i64(i64::from(value)),
            (View::Bool(Some(value)), _) => serializer.serialize_bool(value),
            (View::Record(slot), _) => slot.get().map(Object).serialize(serializer),
            (View::List(list), _) => {
                serializer.collect_seq((0..list.len()).filter_map(|index| list.get(index)).map(Object))
            }
            (View::Values(values), _) => {
                serializer.collect_seq((0..values.len()).filter_map(|index| values.get(index)))
            }
            (View::Map(map), _) => {
                serializer.collect_map((0..map.len()).filter_map(|at| Some((map.key(at)?, Object(map.get(at)?)))))
            }
            (View::ValueMap(map), _) => {
                serializer.collect_map((0..map.len()).filter_map(|at| Some((map.key(at)?, map.get(at)?))))
            }
            (view, _) => serializer.serialize_str(&text(self.0, view)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::chain::{Link, looks};
    use crate::tests::sample::{Ext, Order, Tag, Trade, full};

    #[test]
    fn pairs_in_table_order() {
        let pairs: Vec<(&str, String)> = form(&full());
        let expected = [
            ("tid", "9223372036854775809"),
            ("title", "要送的\"礼物\"\n\u{1}"),
            ("num", "-3"),
            ("weight", "0.500"),
            ("payment", "200.07"),
            ("coupon_fee", "1001"),
            ("withholding_money", "1"),
            ("deposit", "9007199254740993.1"),
            ("seller_rate", "true"),
            ("is_split", "0"),
            ("created", "2021-04-01 17:46:00"),
            ("trade_attr", r#"{"a":1}"#),
            ("status", "zz"),
            ("receiver_name", "东方不败"),
            ("sub_tid", "1,2"),
            ("feature", "identCode=1:a,b;retailStoreId=77"),
            ("ext", r#"{"success":true}"#),
            (
                "orders",
                r#"[{"oid":"11","num":1,"token":"t0ken","tags":[{"name":"x"}]},{"oid":"12","ext":{"attr":"private"}}]"#,
            ),
        ];
        assert_eq!(pairs, expected.map(|(name, value)| (name, value.to_owned())));
    }

    #[test]
    fn what_is_absent_or_blank_is_left_out() {
        assert_eq!(form(&Trade::default()), []);
        let blank = Trade {
            title: Some(" ".into()),
            tid: Some("".into()),
            ext: Some(Ext { attr: Some("".into()), ..Ext::default() }),
            is_split: Some(true),
            ..Trade::default()
        };
        assert_eq!(form(&blank), [("is_split", "1".to_owned())]);
        assert_eq!(json(&blank), r#"{"is_split":1}"#);
    }

    /// The exported documents say the same of each.
    #[test]
    fn counts_and_amounts_in_whole_units_are_numbers_in_json() {
        let said: serde_json::Value = serde_json::from_str(&json(&full())).unwrap();
        let numbers = ["num", "coupon_fee", "withholding_money", "is_split"];
        let texts = ["tid", "title", "weight", "payment", "deposit", "created", "trade_attr", "status", "sub_tid"];
        assert!(numbers.iter().all(|name| said[name].is_i64()), "{said}");
        assert!(texts.iter().all(|name| said[name].is_string()), "{said}");
        assert!(said["seller_rate"].is_boolean(), "{said}");
    }

    #[test]
    fn json_text_is_escaped_exactly() {
        let order = Order { tags: vec![Tag { name: Some("\"\\/\n\u{1}\u{7f}中😀".into()) }], ..Order::default() };
        assert_eq!(json(&order), "{\"tags\":[{\"name\":\"\\\"\\\\/\\n\\u0001\u{7f}中😀\"}]}");
    }

    #[test]
    fn what_is_deep_is_written_once() {
        let said = format!("{}{{\"name\":\"x\"}}{}", r#"{"next":"#.repeat(20), "}".repeat(20));
        assert_eq!(json(&Link::chain(20, Some("x"))), said);
        let looked = looks();
        assert!(looked < 2_000, "fields were looked at {looked} times");
        assert_eq!(json(&Link::chain(20, None)), "{}");
    }

    #[test]
    fn as_deep_as_may_be_takes_little_stack() {
        // Of the 2 MB that a thread has.
        let deepest = || json(&Link::chain(DEEPEST - 1, Some("x"))).len();
        let written = std::thread::Builder::new().stack_size(1 << 20).spawn(deepest).unwrap().join().unwrap();
        assert_eq!(written, 9 * (DEEPEST - 1) + 12);
        assert_eq!(too_deep(&Link::chain(DEEPEST - 1, None)), None);
        assert_eq!(too_deep(&Link::chain(DEEPEST, None)), Some("next"));
    }
}
