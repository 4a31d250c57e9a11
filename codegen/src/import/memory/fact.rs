//! Facts of a document that are not what they were, with what was said before and what is said now.

use crate::import::document::Rates;
use crate::words::DataShape;

/// A fact before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved<T> {
    /// What docs.lock remembers.
    pub was: T,
    /// What the document says.
    pub is: T,
}

/// A fact about the operation as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentFact {
    /// The document is there again after it was gone since that day.
    Back(String),
    /// Digest of what is said about charges.
    Charge(Moved<Option<String>>),
    /// Calls are charged.
    Charged(Moved<Option<bool>>),
    /// Type of the record that is the reply's data.
    Data(Moved<Option<String>>),
    /// What the reply's data is.
    DataIs(Moved<Option<DataShape>>),
    /// HTTP headers that are asked for.
    Headers(Moved<Option<String>>),
    /// Scheme and host.
    Host(Moved<Option<String>>),
    /// What a payload's labels say.
    Labels(Moved<Option<String>>),
    /// HTTP method.
    Method(Moved<Option<String>>),
    /// The user must authorise the call.
    NeedsShop(Moved<Option<bool>>),
    /// Path below the host.
    Path(Moved<Option<String>>),
    /// Calls and the period.
    RateLimit(Moved<Option<Rates>>),
    /// Digest of the rows of the error table that have no code.
    Uncoded(Moved<Option<String>>),
    /// A text besides the rows: its name, and the obligation words and numbers that only the one or the other has.
    Text(String, Moved<Vec<String>>),
}

/// A fact of a field row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFact {
    /// Declared type.
    Type(Moved<String>),
    /// Must it be given; None where the document does not say.
    Required(Moved<Option<bool>>),
    /// Example.
    Example(Moved<String>),
    /// Listed values.
    Values(Moved<Vec<String>>),
    /// Stated default.
    Default(Moved<String>),
    /// Stated maximum length.
    MaxChars(Moved<Option<u32>>),
    /// Other stated bounds.
    Limits(Moved<String>),
    /// Stated unit.
    Unit(Moved<String>),
    /// Words that carry an obligation.
    Obligations(Moved<Vec<String>>),
    /// Numbers in the prose that only the one or the other has.
    Numbers(Moved<Vec<String>>),
    /// Digest of the prose.
    Prose(Moved<String>),
    /// What is said otherwise where the row stands a second time.
    Again(Moved<Vec<String>>),
}

/// A fact of an error row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorFact {
    /// The message, where the code tells which error it is.
    Message(Moved<String>),
    /// Digest of the advice.
    Remedy(Moved<String>),
}

/// A fact in words, for reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What the fact is called.
    pub name: &'static str,
    /// Before; empty where nothing was said.
    pub was: String,
    /// After; empty where nothing is said.
    pub is: String,
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?} -> {:?}", self.name, self.was, self.is)
    }
}

/// A value as reports print it.
trait Say {
    fn say(&self) -> String;
}

impl Say for String {
    fn say(&self) -> String {
        self.clone()
    }
}

impl Say for Vec<String> {
    fn say(&self) -> String {
        self.join(" ")
    }
}

impl<T: ToString> Say for Option<T> {
    fn say(&self) -> String {
        self.as_ref().map(ToString::to_string).unwrap_or_default()
    }
}

fn told_as<T>(moved: &Moved<T>, name: &'static str, say: impl Fn(&T) -> String) -> Told {
    Told { name, was: say(&moved.was), is: say(&moved.is) }
}

fn told<T: Say>(moved: &Moved<T>, name: &'static str) -> Told {
    told_as(moved, name, T::say)
}

impl DocumentFact {
    /// In words.
    #[must_use]
    pub fn told(&self) -> Told {
        match self {
            Self::Back(day) => {
                Told { name: "document", was: format!("gone since {day}"), is: "there again".to_owned() }
            }
            Self::Charge(moved) => told(moved, "charge"),
            Self::Charged(moved) => told(moved, "charged"),
            Self::Data(moved) => told(moved, "data"),
            Self::DataIs(moved) => {
                told_as(moved, "data_is", |is| is.map(DataShape::word).unwrap_or_default().to_owned())
            }
            Self::Headers(moved) => told(moved, "headers"),
            Self::Host(moved) => told(moved, "host"),
            Self::Labels(moved) => told(moved, "labels"),
            Self::Method(moved) => told(moved, "method"),
            Self::NeedsShop(moved) => told(moved, "needs_shop"),
            Self::Path(moved) => told(moved, "path"),
            Self::RateLimit(moved) => told(moved, "rate_limit"),
            Self::Uncoded(moved) => told(moved, "uncoded"),
            Self::Text(_, moved) => told(moved, "text"),
        }
    }
}

impl RowFact {
    /// In words.
    #[must_use]
    pub fn told(&self) -> Told {
        match self {
            Self::Type(moved) => told(moved, "type"),
            Self::Required(moved) => told_as(moved, "required", |said| match said {
                Some(required) => required.to_string(),
                None => "not said".to_owned(),
            }),
            Self::Example(moved) => told(moved, "example"),
            Self::Values(moved) => told(moved, "values"),
            Self::Default(moved) => told(moved, "default"),
            Self::MaxChars(moved) => told(moved, "max_chars"),
            Self::Limits(moved) => told(moved, "limits"),
            Self::Unit(moved) => told(moved, "unit"),
            Self::Obligations(moved) => told(moved, "obligation"),
            Self::Numbers(moved) => told(moved, "numbers"),
            Self::Prose(moved) => told(moved, "prose"),
            Self::Again(moved) => told(moved, "said a second time"),
        }
    }
}

impl ErrorFact {
    /// In words.
    #[must_use]
    pub fn told(&self) -> Told {
        match self {
            Self::Message(moved) => told(moved, "message"),
            Self::Remedy(moved) => told(moved, "remedy"),
        }
    }
}
