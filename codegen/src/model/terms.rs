//! On what terms a gateway is called: where, by whom, how often, at what price, and which errors it answers with.

use super::named::{Doc, Name};
use super::shape::Deprecated;
use super::signing::Signing;
use crate::words::{Basis, ChargedOn, Class, Period, Scheme, Scope, Unit, WriteOutcome};

/// What exports for other tools say of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Name and address of whom to ask.
    pub contact: Option<(String, Option<String>)>,
    /// An SPDX expression.
    pub license: Option<String>,
}

impl About {
    /// On one line, as reports name it.
    pub fn spelled(&self) -> String {
        let contact = self.contact.iter().flat_map(|(name, url)| [Some(name), url.as_ref()]).flatten();
        contact.chain(&self.license).map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// What a group of operations is called.
#[derive(Debug, Clone)]
pub struct Group {
    pub name: Name,
    pub doc: Doc,
}

#[derive(Debug, Clone)]
pub struct Host {
    pub name: Name,
    pub url: String,
    pub doc: Doc,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Auth {
    /// A token in a header, behind the word `Bearer`.
    Bearer {
        header: String,
    },
    /// A key in a header, as it is.
    Header {
        header: String,
    },
    /// A key in the query.
    Query {
        name: String,
    },
    Signed(Signing),
    /// Nobody asks.
    None,
}

impl Auth {
    /// How calls are signed, where they are.
    pub fn signing(&self) -> Option<&Signing> {
        match self {
            Self::Signed(signing) => Some(signing),
            Self::Bearer { .. } | Self::Header { .. } | Self::Query { .. } | Self::None => None,
        }
    }

    /// The header that says who calls.
    pub fn header(&self) -> Option<&str> {
        match self {
            Self::Bearer { header } | Self::Header { header } => Some(header),
            Self::Query { .. } | Self::Signed(_) | Self::None => None,
        }
    }

    /// On one line, as reports name it.
    pub fn spelled(&self) -> String {
        match self {
            Self::Bearer { header } => format!("{} in {header}", Scheme::Bearer.word()),
            Self::Header { header } => format!("{} {header}", Scheme::Header.word()),
            Self::Query { name } => format!("{} {name}", Scheme::Query.word()),
            Self::Signed(signing) => format!("{}: {}", Scheme::Signed.word(), signing.spelled()),
            Self::None => Scheme::None.word().to_owned(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLimit {
    pub calls: u32,
    pub per: Period,
    /// All operations of the account together; each by itself otherwise.
    pub of_account: bool,
}

impl RateLimit {
    /// In words, as documents and reports have it.
    pub fn spelled(&self) -> String {
        let whose = if self.of_account { " of the account" } else { "" };
        format!("{} per {}{whose}", self.calls, self.per.word())
    }
}

/// How many points a call costs, where the documents say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    pub points: u32,
    pub on: ChargedOn,
    pub basis: Basis,
}

impl Price {
    /// In words, as reports have it.
    pub fn spelled(&self) -> String {
        format!("{} on {}", self.points, self.on.word())
    }

    /// The end of a sentence: what a call costs.
    pub fn sentence(&self) -> String {
        let points = if self.points == 1 { "point" } else { "points" };
        format!("{} {points} {}", self.points, self.on.sentence())
    }

    /// The same in Chinese.
    pub fn chinese(&self) -> String {
        format!("{} {} 点券", self.on.chinese(), self.points)
    }
}

#[derive(Debug, Clone)]
pub struct ChargeField {
    pub field: Name,
    pub unit: Unit,
}

#[derive(Debug, Clone)]
pub struct ErrorEntry {
    /// `ShipmentAlreadyCreated`; also the variant of `ErrorKind`.
    pub name: Name,
    pub code: String,
    pub message: String,
    pub aliases: Vec<String>,
    pub sub_codes: Vec<String>,
    pub class: Class,
    pub write_outcome: WriteOutcome,
    /// Which calls it concerns.
    pub scope: Scope,
    pub doc: Doc,
    pub remedy: Remedy,
    /// No document lists it any more; it may still arrive.
    pub deprecated: Option<Deprecated>,
}

#[derive(Debug, Clone, Default)]
pub struct Remedy {
    pub en: String,
    pub zh: String,
}
