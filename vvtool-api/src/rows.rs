//! Rows of a reply that succeed or fail by themselves.

use core::fmt;

use crate::call::plan::text_at;
use crate::error::matching::find_in_body;
use crate::error::{DocumentedError, entry, word};
use crate::meta::{Class, Lang, WriteOutcome};
use crate::record::{Record, View, lookup};
use crate::value::Text;

/// Where a reply has its rows, and where a row says what became of it: wire names.
#[derive(Debug)]
pub struct Items {
    list: &'static str,
    key: &'static str,
    ok: &'static str,
    code: &'static str,
    message: &'static str,
}

impl Items {
    /// A list of the data, and the fields of a row that say which it is and whether it succeeded.
    ///
    /// [Example](RowOutcome#example)
    #[must_use]
    pub const fn new(list: &'static str, key: &'static str, ok: &'static str) -> Self {
        Self { list, key, ok, code: "", message: "" }
    }

    /// The field of a row with the code of a failure.
    ///
    /// [Example](RowOutcome#example)
    pub const fn code(mut self, field: &'static str) -> Self {
        self.code = field;
        self
    }

    /// The field of a row with the message of a failure.
    ///
    /// [Example](RowOutcome#example)
    pub const fn message(mut self, field: &'static str) -> Self {
        self.message = field;
        self
    }
}

/// What became of one row of a reply; `K` is the service's `ErrorKind`. The method `outcomes()` of such a reply gives one for each row.
///
/// # Example
///
/// ```
/// use vvtool_api::top::ErrorKind;
/// use vvtool_api::{Lang, RowOutcome};
///
/// /// What is to be sent again.
/// fn failed(outcomes: &[RowOutcome<ErrorKind>]) -> Vec<&str> {
///     for row in outcomes.iter().filter(|row| !row.is_ok()) {
///         println!("{}: {:?} {} {}", row.key(), row.kind(), row.code(), row.message());
///         println!("{:?}, {:?}: {}", row.class(), row.write_outcome(), row.remedy(Lang::En));
///     }
///     outcomes.iter().filter(|row| !row.is_ok()).map(RowOutcome::key).collect()
/// }
/// # assert!(failed(&[]).is_empty());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct RowOutcome<K> {
    key: Text,
    ok: Option<bool>,
    kind: K,
    code: Text,
    message: Text,
}

impl<K: DocumentedError> RowOutcome<K> {
    /// Which row it is, as the row says; empty where it does not.
    ///
    /// [Example](Self#example)
    pub fn key(&self) -> &str {
        &self.key
    }

    /// It succeeded, and says so.
    ///
    /// [Example](Self#example)
    pub fn is_ok(&self) -> bool {
        self.ok == Some(true)
    }

    /// Which documented error the failure is; `Unknown` for what the documents do not list, and for a row that did not fail or says
    /// nothing.
    ///
    /// [Example](Self#example)
    pub fn kind(&self) -> K {
        self.kind
    }

    /// The code of the failure, verbatim; empty where there is none.
    ///
    /// [Example](Self#example)
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The message of the failure, verbatim; empty where there is none. It may be personal: `Debug` does not show it.
    ///
    /// [Example](Self#example)
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about the failure.
    ///
    /// [Example](Self#example)
    pub fn class(&self) -> Class {
        entry(self.kind).class
    }

    /// What has become of the row, if it was written.
    ///
    /// [Example](Self#example)
    pub fn write_outcome(&self) -> WriteOutcome {
        match self.ok {
            None => WriteOutcome::Unknown,
            Some(true) => WriteOutcome::MaybeAlreadyDone,
            Some(false) => entry(self.kind).write_outcome,
        }
    }

    /// What to do about the failure, in words.
    ///
    /// [Example](Self#example)
    pub fn remedy(&self, lang: Lang) -> &'static str {
        entry(self.kind).remedy(lang)
    }
}

impl<K: fmt::Debug> fmt::Debug for RowOutcome<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A code that has not the shape of one may be a person.
        f.debug_struct("RowOutcome")
            .field("ok", &self.ok)
            .field("kind", &self.kind)
            .field("code", &word(&self.code))
            .finish()
    }
}

/// What became of each row of a reply, in their order.
///
/// [Example](RowOutcome#example)
pub fn outcomes<K: DocumentedError>(data: &dyn Record, items: &Items) -> Vec<RowOutcome<K>> {
    let View::List(list) = lookup(data, items.list) else { return Vec::new() };
    let rows = (0..list.len()).filter_map(|at| list.get(at));
    rows.map(|row| {
        let ok = match lookup(row, items.ok) {
            View::Bool(ok) => ok,
            _ => None,
        };
        let text = |name: &str| if name.is_empty() { String::new() } else { text_at(row, name) };
        let failed = ok == Some(false);
        let (code, message) = if failed { (text(items.code), text(items.message)) } else { Default::default() };
        let place = if failed { find_in_body(K::SERVICE, &code, &message).entry } else { None };
        let kind = place.and_then(|place| K::ALL.get(usize::from(place))).copied().unwrap_or(K::UNKNOWN);
        RowOutcome { key: text(items.key).into(), ok, kind, code: code.into(), message: message.into() }
    })
    .collect()
}
