//! What the data of a reply is in a spec: a record, several, a value, or nothing.

use super::draft::Field;
use super::ty::Ty;
use super::types::Types;
use super::yaml::scalar;
use crate::import::document::{Document, Part, Row};
use crate::words::DataShape;

/// The data, where there is an envelope around it.
#[derive(Debug, Clone)]
pub(super) struct Data {
    /// What it is.
    pub(super) shape: DataShape,
    /// What it holds, once or many times.
    pub(super) held: Held,
}

/// What data holds.
#[derive(Debug, Clone)]
pub(super) enum Held {
    /// A record of the file, by its name.
    Record(String),
    /// Values of the type of this field.
    Plain(Box<Field>),
    /// Nothing.
    Nothing,
}

impl Data {
    /// Of a document: `reply` are the fields that its rows make, `record` names the record of them.
    pub(super) fn of(document: &Document, reply: &[Field], types: &mut Types<'_>, record: String) -> Self {
        let shape = document.facts.data_is.unwrap_or(DataShape::Object);
        let held = match &document.facts.data_of {
            _ if shape == DataShape::Nothing => Held::Nothing,
            Some(ty) => {
                let field = match reply {
                    [field] => field.clone(),
                    _ => types.field(&Row::new(Part::Reply, "Reply", "data", ty)),
                };
                Held::Plain(Box::new(held(shape, field)))
            }
            None => Held::Record(record),
        };
        Self { shape, held }
    }

    /// The record.
    pub(super) fn record(&self) -> Option<&str> {
        match &self.held {
            Held::Record(name) => Some(name),
            Held::Plain(_) | Held::Nothing => None,
        }
    }

    /// The field whose type its values have.
    pub(super) fn plain(&self) -> Option<&Field> {
        match &self.held {
            Held::Plain(field) => Some(field),
            Held::Record(_) | Held::Nothing => None,
        }
    }

    /// The value of the key `data`.
    pub(super) fn yaml(&self) -> String {
        let (held, field) = match &self.held {
            Held::Record(name) => (name.clone(), None),
            Held::Plain(field) => (field.ty.yaml(), Some(field)),
            Held::Nothing => return "none".to_owned(),
        };
        let key = match self.shape {
            DataShape::List | DataShape::ListOfOne => "list_of",
            DataShape::Map => "map_of",
            DataShape::Value => "scalar",
            DataShape::Object | DataShape::Nothing => "record",
        };
        let mut out = format!("{{{key}: {}", scalar(&held));
        if self.shape == DataShape::ListOfOne {
            out.push_str(", exactly: one");
        }
        if let Some(unit) = field.and_then(|field| field.unit()) {
            out.extend([", unit: ", unit]);
        }
        out.push('}');
        out
    }
}

/// The field as what is held once or many times: of a list the item. What no list and no map of a spec holds is read as text.
fn held(shape: DataShape, mut field: Field) -> Field {
    if let Ty::Many { item, .. } = field.ty {
        field.ty = *item;
    }
    let many = matches!(shape, DataShape::List | DataShape::ListOfOne | DataShape::Map);
    if many && !field.ty.is_item() {
        field.ty = Ty::Text;
        field.review.push("type");
    }
    field
}
