//! The documented errors of a service, as generated code lists them.

use serde::de::{Deserialize, Deserializer};

use crate::meta::{ErrorEntry, Service};
use crate::value::{InvalidValue, Text};

/// The documented errors of one service: a generated enum whose last variant stands for everything undocumented.
pub trait DocumentedError: Copy + Eq + core::fmt::Debug + Send + Sync + 'static {
    /// The service.
    const SERVICE: &'static Service;
    /// The documented errors, in the order of [`Service::errors`].
    const ALL: &'static [Self];
    /// Not in the documented table.
    const UNKNOWN: Self;
    /// Place in [`DocumentedError::ALL`]; past its end for [`DocumentedError::UNKNOWN`].
    fn index(self) -> u16;

    /// Which documented error a code and a message mean, as for a live reply: for logs, and for replies that others received.
    ///
    /// A TOP sub code may stand in front of the message.
    fn classify(code: &str, message: &str) -> Self {
        let place = super::matching::classify(Self::SERVICE, code, message);
        place.and_then(|place| Self::ALL.get(usize::from(place))).copied().unwrap_or(Self::UNKNOWN)
    }
}

/// What the documents say about an error. The undocumented one is never retried.
pub fn entry<K: DocumentedError>(kind: K) -> &'static ErrorEntry {
    entry_of(K::SERVICE, Some(kind.index()))
}

/// The entry at a place of the service's table; the undocumented one for every other place.
pub(crate) fn entry_of(service: &'static Service, place: Option<u16>) -> &'static ErrorEntry {
    let entry = place.and_then(|place| service.errors.get(usize::from(place)));
    entry.unwrap_or(&UNDOCUMENTED)
}

/// Stands for every error that the documents do not list.
pub(crate) static UNDOCUMENTED: ErrorEntry = ErrorEntry::new("Unknown", "", "").remedies(
    "The documents do not list this error. Do not repeat the call; read the message, and after a write look up \
                what has become of it before sending it again.",
    "文档未列出该错误。请勿自动重试;请查看错误信息,写操作须先核实结果再决定是否重发。",
);

/// The kind of this name.
///
/// # Errors
/// The service documents no error of this name.
pub fn kind_by_name<K: DocumentedError>(name: &str) -> Result<K, InvalidValue> {
    let place = K::SERVICE.errors.iter().position(|entry| entry.name == name);
    match place.and_then(|place| K::ALL.get(place)) {
        Some(kind) => Ok(*kind),
        None if name == UNDOCUMENTED.name => Ok(K::UNKNOWN),
        None => Err(InvalidValue::new("ErrorKind", format!("{} documents no error of this name", K::SERVICE.name))),
    }
}

/// The kind of the name that a format holds; the undocumented one where the table has no such name.
///
/// # Errors
/// The format fails, or holds no text.
pub fn deserialize_kind<'de, K: DocumentedError, D: Deserializer<'de>>(deserializer: D) -> Result<K, D::Error> {
    let name = Text::deserialize(deserializer)?;
    Ok(kind_by_name(&name).unwrap_or(K::UNKNOWN))
}
