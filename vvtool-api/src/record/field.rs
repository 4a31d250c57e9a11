//! The static description of a field: its name, its kind, what must hold for it.

use crate::value::TimeForm;

/// One field of a [`Table`](super::Table).
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Field {
    /// Wire name.
    pub name: &'static str,
    /// What the field holds.
    pub kind: Kind,
    /// [`PII`], [`SECRET`], [`REQUIRED`].
    pub flags: u8,
    /// Inner key of a list wrapper; empty for everything that is no list.
    pub wrapper: &'static str,
    /// Longest text a request may send, in characters; 0 = no limit.
    pub max_chars: u32,
    /// Request: where it is sent.
    pub place: Place,
    /// What else bounds it.
    pub bounds: &'static Bounds,
    /// Request: how a list or a record is written where there is no JSON around it.
    pub style: Style,
    /// How a date or a time is spelled, where the documents have a spelling of their own.
    pub form: Option<&'static TimeForm>,
}

/// How a list or a record is written in a form, a query, a path or a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// `ids[]=1&ids[]=2`
    Brackets,
    /// `ids[0]=1&ids[1]=2`
    Indexed,
    /// `ids=1&ids=2`
    Repeat,
    /// `ids=1,2`
    Comma,
    /// `filter[status]=open`
    Deep,
    /// One JSON text.
    Json,
}

/// What bounds a field of a request, beside the length of its text. 0 and empty = no bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Bounds {
    /// Longest text, in bytes of UTF-8, or longest file.
    pub max_bytes: u32,
    /// Least number, as a decimal.
    pub min: &'static str,
    /// Highest number, as a decimal.
    pub max: &'static str,
    /// Shortest list.
    pub min_items: u32,
    /// Longest list.
    pub max_items: u32,
    /// Extensions that the name of a file may have, and the media type of each.
    pub accept: &'static [(&'static str, &'static str)],
}

impl Bounds {
    /// None at all.
    pub const NONE: &'static Self = &Self::new();

    /// None at all, to be added to.
    #[must_use]
    pub const fn new() -> Self {
        Self { max_bytes: 0, min: "", max: "", min_items: 0, max_items: 0, accept: &[] }
    }

    /// Longest text, in bytes of UTF-8, or longest file.
    pub const fn max_bytes(self, max_bytes: u32) -> Self {
        Self { max_bytes, ..self }
    }

    /// Least number.
    pub const fn min(self, min: &'static str) -> Self {
        Self { min, ..self }
    }

    /// Highest number.
    pub const fn max(self, max: &'static str) -> Self {
        Self { max, ..self }
    }

    /// Shortest list.
    pub const fn min_items(self, min_items: u32) -> Self {
        Self { min_items, ..self }
    }

    /// Longest list.
    pub const fn max_items(self, max_items: u32) -> Self {
        Self { max_items, ..self }
    }

    /// Extensions that the name of a file may have, and the media type of each.
    pub const fn accept(self, accept: &'static [(&'static str, &'static str)]) -> Self {
        Self { accept, ..self }
    }
}

/// Where a field of a request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// In the place of its name in the path.
    Path,
    /// In the query.
    Query,
    /// As a header.
    Header,
    /// In the body.
    Body,
}

/// The field identifies a person or was written by one: never in `Debug`, `Display` or logs.
pub const PII: u8 = 1;
/// The field is a credential: never in `Debug`, `Display` or logs.
pub const SECRET: u8 = 2;
/// Request: must be given and not blank. Reply: documented as always present.
pub const REQUIRED: u8 = 4;
/// Request: an enum value the documents do not list is refused before sending.
pub const DOCUMENTED_ONLY: u8 = 8;
/// Request: names the fields that the reply shall hold.
pub const SELECT: u8 = 16;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// [`Slot::Text`](super::Slot::Text)
    Text,
    /// [`Slot::Int`](super::Slot::Int)
    Int,
    /// [`Slot::Decimal`](super::Slot::Decimal)
    Decimal,
    /// [`Slot::Yuan`](super::Slot::Yuan)
    Yuan,
    /// [`Slot::Fen`](super::Slot::Fen)
    Fen,
    /// [`Slot::Points`](super::Slot::Points)
    Points,
    /// [`Slot::Amount`](super::Slot::Amount)
    Amount,
    /// [`Slot::Bool`](super::Slot::Bool), sent as `true` / `false`
    Bool,
    /// [`Slot::Bool`](super::Slot::Bool), sent as `1` / `0`
    Flag01,
    /// [`Slot::DateTime`](super::Slot::DateTime)
    DateTime,
    /// [`Slot::Json`](super::Slot::Json)
    Json,
    /// [`Slot::Word`](super::Slot::Word) that is an id
    Id,
    /// [`Slot::Word`](super::Slot::Word) that is an open enum
    Enum,
    /// [`Slot::Word`](super::Slot::Word) that is a small grammar
    Grammar,
    /// [`Slot::Words`](super::Slot::Words)
    Csv,
    /// [`Slot::Record`](super::Slot::Record)
    Record,
    /// [`Slot::List`](super::Slot::List)
    List,
    /// [`Slot::Values`](super::Slot::Values)
    Values,
    /// [`Slot::Map`](super::Slot::Map), [`Slot::ValueMap`](super::Slot::ValueMap)
    Map,
    /// [`Slot::File`](super::Slot::File)
    File,
}

/// A field of a table (const, one line of generated code).
pub const fn field(name: &'static str, kind: Kind, flags: u8) -> Field {
    Field {
        name,
        kind,
        flags,
        wrapper: "",
        max_chars: 0,
        place: Place::Body,
        style: Style::Json,
        bounds: Bounds::NONE,
        form: None,
    }
}

/// A list field: `wrapper` is the key inside the wire object that holds the array.
pub const fn list(name: &'static str, wrapper: &'static str, flags: u8) -> Field {
    Field { wrapper, ..field(name, Kind::List, flags) }
}

/// A list of values: `wrapper` is the key inside the wire object that may hold the array.
pub const fn values(name: &'static str, wrapper: &'static str, flags: u8) -> Field {
    Field { wrapper, ..field(name, Kind::Values, flags) }
}

impl Field {
    /// Limit the length of what a request may send.
    pub const fn max_chars(mut self, max: u32) -> Self {
        self.max_chars = max;
        self
    }

    /// Send it there.
    pub const fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// Bound what a request may send.
    pub const fn bounds(mut self, bounds: &'static Bounds) -> Self {
        self.bounds = bounds;
        self
    }

    /// Write it so.
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Spell its dates so.
    pub const fn form(mut self, form: &'static TimeForm) -> Self {
        self.form = Some(form);
        self
    }

    /// Must not be shown to anyone who did not ask for it.
    pub const fn is_redacted(&self) -> bool {
        self.flags & (PII | SECRET) != 0
    }
}
