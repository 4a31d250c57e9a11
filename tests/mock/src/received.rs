//! The log of what arrived.

use core::fmt;

use crate::file::ReceivedFile;

/// One request as it arrived, and what was made of it.
#[derive(Clone, Default)]
pub struct Received {
    /// HTTP method.
    pub method: String,
    /// Path without the query, as it was sent.
    pub path: String,
    /// The query, as it was sent.
    pub query: String,
    /// Headers in the order of arrival, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body style: `multipart`, `form`, `json` or empty.
    pub body: String,
    /// Fields in the order of arrival: those of the path, the query and the headers before those of the body.
    pub fields: Vec<(String, String)>,
    /// The same before lists and records were put together that were sent in pieces.
    pub arrived: Vec<(String, String)>,
    /// Files, without what is in them.
    pub files: Vec<ReceivedFile>,
    /// `vvtool/erps/send`, where the request belongs to an operation.
    pub operation: Option<String>,
    /// Things that the server let pass and a test may care about: unknown fields, undocumented values, blank parameters.
    pub notes: Vec<String>,
    /// Why the request was refused, where it was.
    pub refused: Option<String>,
    /// What went wrong beside the answer, as `x-mock-fault` names it.
    pub faults: Vec<String>,
}

impl Received {
    /// A header by name, in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// The first form field of that name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        find(&self.fields, name)
    }
}

pub(crate) fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The names of pairs.
pub(crate) fn names(pairs: &[(String, String)]) -> Vec<&str> {
    pairs.iter().map(|(name, _)| name.as_str()).collect()
}

/// Names only. Values are tokens, signatures and personal data too often for a line that ends up in a terminal.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("headers", &names(&self.headers))
            .field("body", &self.body)
            .field("fields", &names(&self.fields))
            .field("files", &self.files.len())
            .field("operation", &self.operation)
            .field("notes", &self.notes)
            .field("refused", &self.refused)
            .field("faults", &self.faults)
            .finish()
    }
}
