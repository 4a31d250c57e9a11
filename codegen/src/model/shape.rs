//! What is sent and what comes back: records, their fields, and what can stand in one.

use super::bounds::Bounds;
use super::named::{Doc, Name};
use super::time_form::TimeForm;
use crate::words::{Place, Style, Unit};

#[derive(Debug, Clone)]
pub struct Record {
    /// Wire = what `dump` prints as owner (`Trade`, `Reply` for a TOP root), ident = the Rust type.
    pub name: Name,
    pub doc: Doc,
    pub fields: Vec<Field>,
    /// True when the record is part of the request.
    pub in_request: bool,
}

impl Record {
    /// It is sent, and not without some of its fields: a constructor asks for them.
    pub fn has_constructor(&self) -> bool {
        self.in_request && self.fields.iter().any(|field| field.required)
    }
}

#[derive(Debug, Clone)]
pub struct Field {
    pub name: Name,
    pub doc: Doc,
    pub ty: Type,
    /// Request: where it is sent. Body for everything else.
    pub place: Place,
    /// A record that leads back to the one it is in: held behind a pointer.
    pub boxed: bool,
    /// Request: how a list or a record is written; none for everything else, and where JSON is around it.
    pub style: Option<Style>,
    /// Request: must be given. Reply: documented as always present.
    pub required: bool,
    pub unit: Option<Unit>,
    pub pii: bool,
    pub secret: bool,
    pub selectable: bool,
    pub documented_only: bool,
    pub max_chars: Option<u32>,
    pub bounds: Bounds,
    pub default: Option<String>,
    pub example: Option<String>,
    pub deprecated: Option<Deprecated>,
}

impl Field {
    /// How a list or a record of a request looks on the wire, for people, in English and in Chinese; none for everything else. `types` are
    /// the records of the operation.
    pub fn written(&self, types: &[Record]) -> Option<(String, String)> {
        let name = &self.name.wire;
        let record = self.ty.record();
        let as_text = |text: String| Some((format!("written as `{text}`"), format!("写作 `{text}`")));
        let rows = |text: String| {
            as_text(text)
                .map(|(en, zh)| (format!("{en}, each record a JSON text"), format!("{zh}，每条记录为 JSON 文本")))
        };
        let members = |text: String| {
            let is_it = |each: &&Record| record.is_some_and(|name| name.ident == each.name.ident);
            let nested = types.iter().find(is_it).is_some_and(|each| each.fields.iter().any(Self::is_nested));
            as_text(text).map(|(en, zh)| match nested {
                true => (
                    format!("{en}, a list or a record in a member as a JSON text"),
                    format!("{zh}，成员中的列表与记录为 JSON 文本"),
                ),
                false => (en, zh),
            })
        };
        match self.style? {
            Style::Brackets if record.is_some() => rows(format!("{name}[]={{..}}&{name}[]={{..}}")),
            Style::Brackets => as_text(format!("{name}[]=..&{name}[]=..")),
            Style::Indexed if record.is_some() => members(format!("{name}[0][member]=..")),
            Style::Indexed => as_text(format!("{name}[0]=..&{name}[1]=..")),
            Style::Repeat if record.is_some() => rows(format!("{name}={{..}}&{name}={{..}}")),
            Style::Repeat => as_text(format!("{name}=..&{name}=..")),
            Style::Deep => members(format!("{name}[member]=..")),
            Style::Comma => Some(("comma-joined".to_owned(), "逗号分隔".to_owned())),
            Style::Json => Some(("a JSON text".to_owned(), "JSON 文本".to_owned())),
        }
    }

    /// It holds more than one value, none of which is a text by itself.
    pub fn is_nested(&self) -> bool {
        matches!(self.ty, Type::Record(_) | Type::List { .. } | Type::Values { .. } | Type::Map { .. })
    }

    /// What is sent cannot be made without it: an argument of the constructor.
    pub fn is_argument(&self) -> bool {
        self.required && self.default.is_none()
    }

    /// How its date is spelled, where it has a form of its own.
    pub fn form(&self) -> Option<&TimeForm> {
        match &self.ty {
            Type::DateTime(form) => form.as_ref(),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deprecated {
    pub since: String,
    pub why: String,
}

#[derive(Debug, Clone)]
pub enum Type {
    Text,
    Int,
    Decimal,
    Money(Unit),
    Bool,
    Flag01,
    /// With the form of its own that it is spelled in, where it has one.
    DateTime(Option<TimeForm>),
    Json,
    /// A part of a multipart body.
    File,
    /// Ids, enums, records, grammars: the Name is the referenced type (wire = spec spelling, ident = Rust type).
    Id(Name),
    Enum(Name),
    Record(Name),
    Grammar(Name),
    List {
        item: Name,
        wrapper: String,
    },
    /// A list of values: Text, Int, Money, Id or Enum.
    Values {
        item: Box<Type>,
        wrapper: String,
    },
    /// An object whose keys are data. The key is Text or Id, the value a record or what a list of values may hold.
    Map {
        key: Box<Type>,
        value: Box<Type>,
    },
    /// Comma-joined; the box is Text, Id or Enum.
    Csv(Box<Type>),
    /// Comma-joined set of field names of a record; the enum made of them is in `Operation::enums`.
    Select {
        record: Name,
        field_enum: Name,
    },
}

impl Type {
    /// Any text can stand in it, be it alone or in a list: where names and secrets hide.
    pub fn holds_text(&self) -> bool {
        match self {
            Self::Text | Self::Json | Self::Id(_) => true,
            Self::Csv(item) | Self::Values { item, .. } => matches!(**item, Self::Text | Self::Id(_)),
            // Its keys are text.
            Self::Map { .. } => true,
            _ => false,
        }
    }

    /// What a list or a map may hold many of, beside records.
    pub fn is_item(&self) -> bool {
        matches!(self, Self::Text | Self::Int | Self::Money(_) | Self::Id(_) | Self::Enum(_))
    }

    /// The record that it holds, be it once or many times.
    pub fn record(&self) -> Option<&Name> {
        match self {
            Self::Record(name) | Self::List { item: name, .. } => Some(name),
            Self::Map { value, .. } => value.record(),
            _ => None,
        }
    }

    /// A text of values with commas between them.
    pub const fn is_joined(&self) -> bool {
        matches!(self, Self::Csv(_) | Self::Select { .. })
    }

    /// On one line, as reports and `dump` name it.
    pub fn spelled(&self) -> String {
        match self {
            Self::Text => "text".into(),
            Self::Int => "int".into(),
            Self::Decimal => "decimal".into(),
            Self::Money(_) => "money".into(),
            Self::Bool => "bool".into(),
            Self::Flag01 => "flag01".into(),
            Self::DateTime(_) => "datetime".into(),
            Self::Json => "json".into(),
            Self::File => "file".into(),
            Self::Id(name) | Self::Enum(name) | Self::Record(name) | Self::Grammar(name) => name.wire.clone(),
            Self::List { item, .. } => format!("list<{}>", item.wire),
            Self::Values { item, .. } => format!("list<{}>", item.spelled()),
            Self::Map { key, value } => format!("map<{}, {}>", key.spelled(), value.spelled()),
            Self::Csv(item) => format!("csv<{}>", item.spelled()),
            Self::Select { record, .. } => format!("select<{}>", record.wire),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Enum {
    pub name: Name,
    pub doc: Doc,
    pub values: Vec<EnumValue>,
    /// Made from a record's fields by `{select: T}`.
    pub selected_from: Option<String>,
}

#[derive(Debug, Clone)]
pub struct EnumValue {
    /// wire = the value, ident = the variant.
    pub name: Name,
    pub doc: Doc,
}

#[derive(Debug, Clone)]
pub struct Grammar {
    pub name: Name,
    pub doc: Doc,
    pub separator: String,
    pub assign: String,
    pub entries: Vec<GrammarEntry>,
}

#[derive(Debug, Clone)]
pub struct GrammarEntry {
    /// wire = the key, ident = the builder method.
    pub name: Name,
    pub doc: Doc,
    pub shape: GrammarShape,
}

#[derive(Debug, Clone)]
pub enum GrammarShape {
    /// `key=id:value,value|id:value`.
    PerId {
        id: Name,
        items: String,
        colon: String,
        values: String,
    },
    Value {
        allowed: Option<Name>,
    },
}
