//! A synthetic reply of a new operation: every documented field once, with a value its type accepts. Only where the document has no
//! sample that can be one; see [`super::cleaned`].

use serde_json::{Map, Value, json};

use super::draft::Field;
use super::ty::{Currency, Ty};
use super::types::{Enum, Record};
use crate::import::stand_in::NUMBER;
use crate::model::name;
use crate::model::time_form::TimeForm;
use crate::words::DataShape;

/// Deeper than any reply; records nest by value.
const DEPTH: usize = 12;

/// A reply to be shown.
#[derive(Debug, Clone, Copy)]
pub struct Reply<'a> {
    /// Fields of its data.
    pub fields: &'a [Field],
    /// Records that they may be of.
    pub records: &'a [Record],
    /// Lists of values that they may be of.
    pub enums: &'a [Enum],
    /// The service wraps replies in an envelope; otherwise in an object of the method's name, and every list in one of its own.
    pub envelope: bool,
    /// What the data is.
    pub shape: DataShape,
    /// The field whose type its values have, where it holds no record.
    pub plain: Option<&'a Field>,
}

/// The data of a reply that is made up.
#[must_use]
pub fn made_up(reply: &Reply<'_>) -> Value {
    reply.around(reply.plain.map_or_else(|| reply.object(reply.fields, &[]), |field| reply.value(field, &[])))
}

/// The whole body around data.
#[must_use]
pub fn body(operation: &str, envelope: bool, data: Value) -> String {
    let body = if envelope {
        json!({"code": 0, "msg": "成功", "msec": 1, "time": 1_600_000_000, "data": data})
    } else {
        json!({ name::root_key(operation): data })
    };
    let mut text = serde_json::to_string_pretty(&body).unwrap_or_default();
    text.push('\n');
    text
}

impl Reply<'_> {
    /// Data that holds this.
    fn around(&self, inner: Value) -> Value {
        match self.shape {
            DataShape::List | DataShape::ListOfOne => json!([inner]),
            DataShape::Map => json!({ NUMBER: inner }),
            DataShape::Nothing => Value::Null,
            DataShape::Object | DataShape::Value => inner,
        }
    }

    fn object(&self, fields: &[Field], around: &[&str]) -> Value {
        let members = fields.iter().map(|field| (field.name.clone(), self.value(field, around)));
        Value::Object(members.collect::<Map<String, Value>>())
    }

    /// One of that record; None inside itself, where an example ends.
    fn record(&self, name: &str, around: &[&str]) -> Option<Value> {
        let ends = around.len() >= DEPTH || around.contains(&name);
        let record = self.records.iter().find(|record| record.name == name).filter(|_| !ends)?;
        Some(self.object(&record.fields, &[around, &[name]].concat()))
    }

    fn value(&self, field: &Field, around: &[&str]) -> Value {
        let example = || field.example.clone();
        let or = |text: &str| json!(example().unwrap_or_else(|| text.to_owned()));
        let id = "1000000000000000001";
        match &field.ty {
            ty @ Ty::Many { item, .. } => {
                let field = Field { ty: item.as_ref().clone(), example: None, ..field.clone() };
                ty.around(json!([self.value(&field, around)]), self.envelope)
            }
            ty @ Ty::List { item, .. } => {
                let Some(object) = self.record(item, around) else { return json!([]) };
                ty.around(json!([object]), self.envelope)
            }
            Ty::Map(value) => {
                let field = Field { ty: value.as_ref().clone(), example: None, ..field.clone() };
                json!({ NUMBER: self.value(&field, around) })
            }
            Ty::Record(name) => self.record(name, around).unwrap_or_default(),
            Ty::Bool => Value::Bool(example().as_deref() != Some("false")),
            Ty::Int => json!(example().and_then(|text| text.parse::<i64>().ok()).unwrap_or(1)),
            Ty::Money(Currency::Fen | Currency::Points) => or("1"),
            Ty::Money(Currency::Yuan | Currency::Undocumented) => or("1.00"),
            Ty::Decimal => or("1"),
            Ty::DateTime => or("2000-01-01 00:00:00"),
            Ty::Moment(form) => or(&TimeForm::of(form).map(|form| form.sample()).unwrap_or_default()),
            Ty::Json => or("{}"),
            Ty::File => Value::Null,
            Ty::Text => or("demo"),
            Ty::Enum(name) => {
                let values = self.enums.iter().find(|each| each.name == *name).and_then(|each| each.values.first());
                or(values.map_or(id, |first| &first.value))
            }
            Ty::Id(_) | Ty::Csv | Ty::Select(_) => or(id),
        }
    }
}
