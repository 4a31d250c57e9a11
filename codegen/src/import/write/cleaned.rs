//! The document's own sample reply as the example of a new operation: its shape, and of its values those that are nobody's.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::draft::Field;
use super::example::Reply;
use super::ty::{Currency, Ty};
use crate::import::clean::by_name::by_name;
use crate::import::document::Sample;
use crate::import::stand_in::{NUMBER, SECRET, is_stand_in};
use crate::lexical;
use crate::model::time_form::TimeForm;
use crate::words::DataShape;

/// Deeper than any reply; records nest by value.
const DEPTH: usize = 12;
/// Items of a list that are kept.
const ITEMS: usize = 3;
/// A number with more digits may be somebody's order.
const DIGITS: usize = 6;
/// Longest text that is kept or made.
const LENGTH: usize = 40;

/// A sample that is an example.
#[derive(Debug)]
pub struct Cleaned {
    /// What stands below the envelope or the root key.
    pub data: Value,
    /// Fields that it shows.
    pub shown: usize,
}

/// The sample without what may be somebody's and without what the document does not list; or why it is no example.
///
/// # Errors
/// When the decoder would not read it as the fields say, or it shows nothing of them.
pub fn sample(reply: &Reply<'_>, sample: &Sample) -> Result<Cleaned, String> {
    if sample.failure {
        return Err("it shows a call that failed".to_owned());
    }
    let mut walk = Walk { reply, shown: HashSet::new() };
    let data = match (reply.shape, &sample.data) {
        (DataShape::Nothing, _) => return Ok(Cleaned { data: Value::Null, shown: 0 }),
        (DataShape::List, Value::Array(items)) => {
            items.iter().take(ITEMS).map(|item| walk.held(item)).collect::<Result<_, _>>()?
        }
        (DataShape::ListOfOne, Value::Array(items)) => {
            items.iter().take(1).map(|item| walk.held(item)).collect::<Result<_, _>>()?
        }
        (DataShape::Map, Value::Object(members)) => {
            let mut made = Map::new();
            for (key, value) in members.iter().take(ITEMS) {
                // Whose key it is nobody knows.
                made.insert(shape(key), walk.held(value)?);
            }
            Value::Object(made)
        }
        (DataShape::Object | DataShape::Value, data) => walk.held(data)?,
        _ => return Err("its data is of another shape".to_owned()),
    };
    if walk.shown.is_empty() {
        return Err("it shows none of the fields".to_owned());
    }
    Ok(Cleaned { data, shown: walk.shown.len() })
}

struct Walk<'a> {
    reply: &'a Reply<'a>,
    /// Record and field.
    shown: HashSet<(&'a str, &'a str)>,
}

impl<'a> Walk<'a> {
    /// What the data holds, once.
    fn held(&mut self, value: &Value) -> Result<Value, String> {
        if let Some(field) = self.reply.plain {
            if value.is_null() {
                return Err("it shows no value".to_owned());
            }
            self.shown.insert(("", &field.name));
            return self.value(field, value, 0);
        }
        match value {
            Value::Object(members) => self.object("", self.reply.fields, members, 0),
            _ => Err("its data is no object".to_owned()),
        }
    }

    fn object(
        &mut self,
        record: &'a str,
        fields: &'a [Field],
        members: &Map<String, Value>,
        depth: usize,
    ) -> Result<Value, String> {
        let mut made = Map::new();
        for (name, child) in members {
            // What the document does not list was told; nobody knows whose it is.
            let Some(field) = fields.iter().find(|field| field.name == *name) else { continue };
            made.insert(name.clone(), self.value(field, child, depth)?);
            self.shown.insert((record, &field.name));
        }
        Ok(Value::Object(made))
    }

    fn record(&mut self, name: &'a str, members: &Map<String, Value>, depth: usize) -> Result<Value, String> {
        let record = self.reply.records.iter().find(|record| record.name == name).filter(|_| depth < DEPTH);
        record.map_or_else(
            || Err("it nests too deep".to_owned()),
            |record| self.object(&record.name, &record.fields, members, depth + 1),
        )
    }

    fn value(&mut self, field: &'a Field, value: &Value, depth: usize) -> Result<Value, String> {
        if value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()) {
            return Ok(value.clone());
        }
        let wrong = || Err(format!("`{}` is no {}", field.name, field.ty.yaml()));
        match (&field.ty, value) {
            (Ty::List { item, .. }, _) => self.list(field, item, value, depth),
            (Ty::Record(name), Value::Object(members)) => self.record(name, members, depth),
            (Ty::Record(_), _) => wrong(),
            (Ty::Map(of), Value::Object(members)) => self.map(field, of, members, depth),
            (Ty::Map(_), _) => wrong(),
            // A text is JSON or it is none; the table says otherwise than the sample then.
            (Ty::Json, Value::String(text)) if serde_json::from_str::<Value>(text).is_err() => wrong(),
            (Ty::Json, _) => Ok(masked(&field.name, value)),
            (Ty::Many { item, .. }, _) => self.many(field, item, value),
            (Ty::Csv, Value::Array(items)) => {
                Ok(items.iter().filter(|item| !item.is_null()).map(|item| masked(&field.name, item)).collect())
            }
            (_, plain) => self.plain(field, plain).map_or_else(wrong, Ok),
        }
    }

    fn map(&mut self, field: &Field, of: &'a Ty, members: &Map<String, Value>, depth: usize) -> Result<Value, String> {
        let mut made = Map::new();
        for (key, value) in members.iter().filter(|(_, value)| !value.is_null()).take(ITEMS) {
            let value = match (of, value) {
                (Ty::Record(name), Value::Object(members)) => self.record(name, members, depth)?,
                (plain, value) => {
                    let one = Field { ty: plain.clone(), ..field.clone() };
                    self.plain(&one, value).ok_or_else(|| format!("`{}` is no {}", field.name, field.ty.yaml()))?
                }
            };
            // Whose key it is nobody knows.
            made.insert(shape(key), value);
        }
        Ok(Value::Object(made))
    }

    fn list(&mut self, field: &'a Field, item: &'a str, value: &Value, depth: usize) -> Result<Value, String> {
        let inner = unwrapped(&field.ty, value);
        let one = std::slice::from_ref(inner);
        let items = inner.as_array().map_or(one, Vec::as_slice);
        let mut made = Vec::new();
        // What is null was told; an item of a list has a value.
        for each in items.iter().filter(|each| !each.is_null()).take(ITEMS) {
            let Value::Object(members) = each else {
                return Err(format!("`{}` is no list of objects", field.name));
            };
            made.push(self.record(item, members, depth)?);
        }
        Ok(field.ty.around(Value::Array(made), self.reply.envelope))
    }

    fn many(&self, field: &Field, item: &Ty, value: &Value) -> Result<Value, String> {
        let inner = unwrapped(&field.ty, value);
        let items = inner.as_array().map_or(std::slice::from_ref(inner), Vec::as_slice);
        let one = Field { ty: item.clone(), ..field.clone() };
        let items = items.iter().filter(|item| !item.is_null()).take(ITEMS);
        let made: Option<Vec<Value>> = items.map(|item| self.plain(&one, item)).collect();
        let made = made.map(Value::Array).ok_or_else(|| format!("`{}` is no {}", field.name, field.ty.yaml()))?;
        Ok(field.ty.around(made, self.reply.envelope))
    }

    /// A value that is not one of several; None where the type does not have it.
    fn plain(&self, field: &Field, value: &Value) -> Option<Value> {
        let text = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Array(_) | Value::Object(_) => return None,
            other => other.to_string(),
        };
        let number = |good: bool| good.then(|| digits(value, &text));
        match &field.ty {
            Ty::Int | Ty::Money(Currency::Fen | Currency::Points) => number(lexical::is_int(&text)),
            Ty::Decimal | Ty::Money(Currency::Yuan | Currency::Undocumented) => number(lexical::is_decimal(&text)),
            Ty::Bool => lexical::is_bool(&text).then(|| value.clone()),
            // Whose day it is nobody knows.
            Ty::Moment(form) => {
                let sample = TimeForm::of_time(form, &text)?.sample();
                Some(if value.is_number() { serde_json::from_str(&sample).ok()? } else { json!(sample) })
            }
            Ty::DateTime if !lexical::is_datetime(&text) => None,
            Ty::DateTime => Some(json!(if text.len() > 10 { "2000-01-01 00:00:00" } else { "2000-01-01" })),
            Ty::Id(_) => Some(json!(NUMBER)),
            Ty::Enum(name) => {
                let values = &self.reply.enums.iter().find(|each| each.name == *name)?.values;
                let listed = values.iter().find(|each| each.value == text).or_else(|| values.first())?;
                Some(json!(listed.value))
            }
            _ if field.secret => Some(json!(SECRET)),
            _ if field.example.as_deref() == Some(text.as_str()) => Some(value.clone()),
            _ => Some(masked(&field.name, value)),
        }
    }
}

/// What is inside the member around the items of a list, where there is one; it may have another name.
fn unwrapped<'v>(list: &Ty, value: &'v Value) -> &'v Value {
    let Value::Object(members) = value else { return value };
    match (list.wrapper().and_then(|wrapper| members.get(&wrapper)), members.values().next()) {
        (Some(inner), _) => inner,
        (None, Some(inner @ Value::Array(_))) if members.len() == 1 => inner,
        _ => value,
    }
}

/// A number as it is, or of as many digits.
fn digits(value: &Value, text: &str) -> Value {
    if text.bytes().filter(u8::is_ascii_digit).count() <= DIGITS {
        return value.clone();
    }
    let shape = shape(text);
    match value {
        Value::String(_) => Value::String(shape),
        _ => serde_json::from_str(&shape).unwrap_or_else(|_| json!(1)),
    }
}

/// A value of which nobody knows what it is: its shape, its names, none of its words.
fn masked(name: &str, value: &Value) -> Value {
    match value {
        Value::Null | Value::Bool(_) => value.clone(),
        // A code is one, whether it is quoted or not.
        Value::Number(number) => {
            let text = number.to_string();
            by_name(name, &text, false).map_or_else(|| digits(value, &text), |stand_in| json!(stand_in))
        }
        Value::Array(items) => items.iter().take(ITEMS).map(|item| masked(name, item)).collect(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(name, child)| (name.clone(), masked(name, child))).collect())
        }
        Value::String(text) => Value::String(text_of(name, text.trim())),
    }
}

fn text_of(name: &str, text: &str) -> String {
    if let Some(stand_in) = by_name(name, text, false) {
        return stand_in.to_owned();
    }
    if text.starts_with(['{', '['])
        && let Ok(inner) = serde_json::from_str::<Value>(text)
    {
        return masked(name, &inner).to_string();
    }
    if text.starts_with("http://") || text.starts_with("https://") {
        return "https://example.com/demo".to_owned();
    }
    // Constants: `WAIT_SELLER_SEND_GOODS`, `true`, `12`.
    let constant =
        text.contains('_') && text.bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b'_' | b'0'..=b'9'));
    let short = text.len() <= DIGITS && text.bytes().all(|b| b.is_ascii_digit());
    if is_stand_in(text) || lexical::is_bool(text) || short || constant && text.len() <= LENGTH {
        return text.to_owned();
    }
    shape(text)
}

/// Letters for letters, digits for digits, signs as they are.
fn shape(text: &str) -> String {
    let mut before = false;
    let like = |c: char| {
        let first = !std::mem::replace(&mut before, c.is_ascii_digit());
        match c {
            '0'..='9' if first => '1',
            '0'..='9' => '0',
            'a'..='z' => 'x',
            'A'..='Z' => 'X',
            other if other.is_alphanumeric() => '测',
            other if other.is_control() => ' ',
            other => other,
        }
    };
    text.chars().take(LENGTH).map(like).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_somebodys_becomes_its_shape() {
        for (name, value, wanted) in [
            ("buyer_nick", json!("小明的店"), json!("测试")),
            ("receiver_mobile", json!("13911112222"), json!("13800000000")),
            ("access_token", json!("abc"), json!("TEST_SECRET")),
            ("title", json!("红色 T恤 XL 2件"), json!("测测 X测 XX 1测")),
            ("status", json!("WAIT_BUYER_PAY"), json!("WAIT_BUYER_PAY")),
            ("tid", json!(123_456_789_012_345_u64), json!(100_000_000_000_000_u64)),
            ("tid", json!("12345-6789"), json!("10000-1000")),
            ("num", json!(12), json!(12)),
            ("pwd", json!(123_456), json!("TEST_SECRET")),
            ("mobile", json!(13_911_112_222_u64), json!("13800000000")),
            ("phone_count", json!(2), json!(2)),
            ("pic", json!("https://img.example.org/1.png?u=bob"), json!("https://example.com/demo")),
            ("extra", json!("{\"buyer_nick\":\"bob\",\"n\":1}"), json!("{\"buyer_nick\":\"测试\",\"n\":1}")),
            ("extra", json!({"memo": "call bob", "ok": true}), json!({"memo": "测试备注", "ok": true})),
        ] {
            assert_eq!(masked(name, &value), wanted, "{name}");
        }
    }
}
