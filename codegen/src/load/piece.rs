//! What values of the format consist of: what [`super::format`] builds its maps from.

use crate::source::Span;

/// A scalar and where it stands.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// After escape processing.
    pub value: String,
    /// Where.
    pub span: Span,
}

/// The value of a key whose place is told even when the value is empty.
#[derive(Debug, Clone, Default)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// A map whose keys are names of one's own, in the order of the file.
#[derive(Debug, Clone)]
pub struct Entries<T>(pub Vec<(Text, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// What may be said once, or several times in a list.
#[derive(Debug, Clone)]
pub struct Several<T>(pub Vec<T>);

impl<T> Default for Several<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// How a type is written.
#[derive(Debug, Clone)]
pub enum RawType {
    /// A word.
    Word(Text),
    /// `{list: T, wrapper: w}`
    List { item: Text, wrapper: Option<Text> },
    /// `{map: T, key: id}`
    Map { value: Text, key: Option<Text> },
    /// `{csv: X}`
    Csv(Text),
    /// `{select: T}`
    Select(Text),
}

/// What a call costs: a word, or how many points.
#[derive(Debug, Clone, Default)]
pub struct RawCharged {
    /// `free`, `account_balance`.
    pub word: Option<Text>,
    /// Points, for which calls, and where that is known from.
    pub points: Option<(Text, Text, Option<Text>)>,
}

/// A field of a write, and the field of a read that takes its value.
#[derive(Debug, Clone, Default)]
pub struct RawPass {
    /// Of the write.
    pub from: Text,
    /// Of the read.
    pub to: Text,
}

impl Default for RawType {
    fn default() -> Self {
        Self::Word(Text::default())
    }
}

impl RawType {
    /// The name inside.
    pub fn word(&self) -> &Text {
        match self {
            Self::Word(text) | Self::Csv(text) | Self::Select(text) | Self::List { item: text, .. } => text,
            Self::Map { value, .. } => value,
        }
    }

    /// The name of what it holds as it is, be it once or many times: of a record, perhaps.
    pub fn held(&self) -> Option<&Text> {
        match self {
            Self::Word(text) | Self::List { item: text, .. } | Self::Map { value: text, .. } => Some(text),
            Self::Csv(_) | Self::Select(_) => None,
        }
    }
}
