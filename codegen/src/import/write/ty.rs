//! Types of fields, as a spec says them.

use serde_json::{Value, json};

use super::yaml::scalar;
use crate::check::form::is_readable;
use crate::import::document::Row;
use crate::lexical;
use crate::model::name;
use crate::model::time_form::TimeForm;
use crate::words::Unit;

/// The type of a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Ty {
    /// Words.
    #[default]
    Text,
    /// A whole number.
    Int,
    /// A number with a point.
    Decimal,
    /// Yes or no.
    Bool,
    /// Day, time or both.
    DateTime,
    /// The same, spelled in a form that a spec says beside the type.
    Moment(String),
    /// Kept as it comes.
    Json,
    /// A file that is sent.
    File,
    /// An id of ids.yaml.
    Id(&'static str),
    /// Money.
    Money(Currency),
    /// Comma-joined text.
    Csv,
    /// A list of values.
    Many {
        /// What each of them is.
        item: Box<Ty>,
        /// The member that holds the items; None where it follows from what they are.
        wrapper: Option<String>,
    },
    /// A list of documented values, by name.
    Enum(String),
    /// An object, by the name of its record.
    Record(String),
    /// A list of objects.
    List {
        /// Their record.
        item: String,
        /// The member that holds the items; None where it follows from the record's name.
        wrapper: Option<String>,
    },
    /// Names of fields of a record, by its name.
    Select(String),
    /// An object whose keys are data, and what they lead to.
    Map(Box<Ty>),
}

/// What money is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Currency {
    /// With two digits behind the point.
    Yuan,
    /// Hundredths of a yuan.
    Fen,
    /// The gateway's own.
    Points,
    /// The document does not say.
    Undocumented,
}

impl Currency {
    /// As the key `unit` of a spec has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yuan => Unit::Yuan,
            Self::Fen => Unit::Fen,
            Self::Points => Unit::Points,
            Self::Undocumented => Unit::Undocumented,
        }
        .word()
    }

    /// The currency of a documented unit; None where it is a unit of something else.
    #[must_use]
    pub fn of_unit(unit: &str) -> Option<Self> {
        [Self::Yuan, Self::Fen, Self::Points].into_iter().find(|known| known.as_str() == unit)
    }
}

impl Ty {
    /// The value of the key `type`.
    #[must_use]
    pub fn yaml(&self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Int => "int".to_owned(),
            Self::Decimal => "decimal".to_owned(),
            Self::Bool => "bool".to_owned(),
            Self::DateTime | Self::Moment(_) => "datetime".to_owned(),
            Self::Json => "json".to_owned(),
            Self::File => "file".to_owned(),
            Self::Id(id) => (*id).to_owned(),
            Self::Money(_) => "money".to_owned(),
            Self::Csv => "{csv: text}".to_owned(),
            Self::Many { item, wrapper } => listed(&item.yaml(), wrapper.as_deref()),
            Self::Enum(name) | Self::Record(name) => name.clone(),
            Self::List { item, wrapper } => listed(item, wrapper.as_deref()),
            Self::Select(record) => format!("{{select: {record}}}"),
            Self::Map(value) => format!("{{map: {}}}", value.yaml()),
        }
    }

    /// A list of records, whose items stand in the member `wrapper` where replies wrap their lists.
    #[must_use]
    pub fn list(item: String, wrapper: String) -> Self {
        let wrapper = Some(wrapper).filter(|wrapper| *wrapper != name::wrapper(&item));
        Self::List { item, wrapper }
    }

    /// A list of values.
    #[must_use]
    pub fn many(item: Self) -> Self {
        Self::Many { item: Box::new(item), wrapper: None }
    }

    /// The member around the items, where replies wrap their lists; None for what is no list.
    #[must_use]
    pub fn wrapper(&self) -> Option<String> {
        match self {
            Self::Many { item, wrapper } => {
                let stated = wrapper.as_deref();
                Some(stated.unwrap_or_else(|| name::item_wrapper(**item == Self::Int)).to_owned())
            }
            Self::List { item, wrapper } => Some(wrapper.clone().unwrap_or_else(|| name::wrapper(item))),
            _ => None,
        }
    }

    /// The items of a list, as a reply has them: one in an envelope wraps none.
    #[must_use]
    pub fn around(&self, items: Value, envelope: bool) -> Value {
        match self.wrapper() {
            Some(wrapper) if !envelope => json!({ wrapper: items }),
            _ => items,
        }
    }

    /// True for what a list may hold many of, beside records.
    #[must_use]
    pub fn is_item(&self) -> bool {
        matches!(self, Self::Text | Self::Int | Self::Money(_) | Self::Id(_) | Self::Enum(_))
    }

    /// The record whose fields stand inside.
    #[must_use]
    pub fn record(&self) -> Option<&str> {
        match self {
            Self::Record(name) | Self::List { item: name, .. } => Some(name),
            Self::Map(value) => value.record(),
            _ => None,
        }
    }

    /// True where a value is a text of any words: it may hold a person's name or a secret.
    #[must_use]
    pub fn is_text_like(&self) -> bool {
        match self {
            Self::Text | Self::Json | Self::Id(_) | Self::Csv => true,
            Self::Many { item, .. } | Self::Map(item) => item.is_text_like(),
            _ => false,
        }
    }

    /// True when a field of this type can have that value as an example or a default.
    #[must_use]
    pub fn fits(&self, row: &Row, text: &str) -> bool {
        match self {
            Self::Int | Self::Money(Currency::Fen | Currency::Points) => {
                lexical::is_int(text) && !lexical::is_padded(text)
            }
            Self::Decimal | Self::Money(Currency::Yuan | Currency::Undocumented) => {
                lexical::is_decimal(text) && !lexical::is_padded(text)
            }
            Self::Bool => lexical::is_bool(text),
            Self::DateTime => lexical::is_datetime(text),
            Self::Moment(form) => TimeForm::of_time(form, text).is_some() && is_readable(form),
            Self::Json => crate::json::parse(text).is_ok(),
            // Its fields have theirs, and one item says nothing about a list.
            Self::Record(_) | Self::List { .. } | Self::Many { .. } | Self::Map(_) | Self::File => false,
            Self::Enum(_) => row.values.iter().any(|value| value.value == text),
            Self::Text | Self::Id(_) | Self::Csv | Self::Select(_) => {
                !text.trim().is_empty() && text.chars().count() <= 200
            }
        }
    }
}

fn listed(item: &str, wrapper: Option<&str>) -> String {
    match wrapper {
        Some(wrapper) => format!("{{list: {item}, wrapper: {}}}", scalar(wrapper)),
        None => format!("{{list: {item}}}"),
    }
}
