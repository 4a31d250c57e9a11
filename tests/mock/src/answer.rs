//! What the server can be told to answer.

use core::time::Duration;

use bytes::Bytes;
use serde_json::Value;

/// One answer, by name or by bytes.
#[derive(Debug, Clone)]
pub enum Answer {
    /// A documented error.
    Error(ErrorAnswer),
    /// An example reply of the operation, by file name.
    Example(String),
    /// Anything at all.
    Raw(Raw),
}

impl Answer {
    /// The documented error of this name, as the service sends it.
    #[must_use]
    pub fn error(name: impl Into<String>) -> Self {
        Self::Error(ErrorAnswer { name: name.into(), message: None, data: None, inside: false })
    }

    /// The same error worded differently: live messages carry suffixes and sub codes.
    #[must_use]
    pub fn error_worded(name: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Error(ErrorAnswer { name: name.into(), message: Some(message.into()), data: None, inside: false })
    }

    /// An error that comes with data (the authorization link of a shop).
    #[must_use]
    pub fn error_with_data(name: impl Into<String>, data: Value) -> Self {
        Self::Error(ErrorAnswer { name: name.into(), message: None, data: Some(data), inside: false })
    }

    /// The error inside a reply that says success outside: the operation's first `confirm` flag is false.
    #[must_use]
    pub fn error_inside(name: impl Into<String>) -> Self {
        Self::Error(ErrorAnswer { name: name.into(), message: None, data: None, inside: true })
    }

    /// An example file of the operation.
    #[must_use]
    pub fn example(file: impl Into<String>) -> Self {
        Self::Example(file.into())
    }
}

impl From<Raw> for Answer {
    fn from(raw: Raw) -> Self {
        Self::Raw(raw)
    }
}

/// A documented error to answer.
#[derive(Debug, Clone)]
pub struct ErrorAnswer {
    /// Its name in the error table.
    pub name: String,
    /// What to say instead of the documented message.
    pub message: Option<String>,
    /// What to put beside code and message.
    pub data: Option<Value>,
    /// Hide it inside a success reply.
    pub inside: bool,
}

/// An answer as bytes.
#[derive(Debug, Clone)]
pub struct Raw {
    /// HTTP status.
    pub status: u16,
    /// Headers; without a content type among them the body is JSON.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
    /// How long nothing happens before the answer.
    pub delay: Duration,
    /// How the answer ends.
    pub ending: Ending,
}

/// How an answer ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Complete.
    Whole,
    /// The connection is closed before the first byte of the answer.
    Silent,
    /// The connection is closed after this many bytes of the body.
    Cut(usize),
    /// Nothing more comes after this many bytes of the body, and the connection stays open.
    Stall(usize),
}

impl Raw {
    /// Status 200 with this body.
    pub fn ok(body: impl Into<Bytes>) -> Self {
        Self { status: 200, headers: Vec::new(), body: body.into(), delay: Duration::ZERO, ending: Ending::Whole }
    }

    /// Another status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// One more header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Wait before answering.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// End the answer otherwise than completely.
    #[must_use]
    pub fn ending(mut self, ending: Ending) -> Self {
        self.ending = ending;
        self
    }

    /// The connection is closed without an answer.
    #[must_use]
    pub fn silence() -> Self {
        Self::ok(Bytes::new()).ending(Ending::Silent)
    }

    /// A redirect.
    #[must_use]
    pub fn redirect(to: impl Into<String>) -> Self {
        Self::ok(Bytes::new()).status(302).header("location", to)
    }
}
