//! What a failure is made of, before anybody asks it something.

use core::fmt;
use core::time::Duration;
use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;

use super::kind::entry_of;
use super::matching::{Matched, same_code};
use super::withheld::WithheldReason;
use crate::decode::Deviation;
use crate::meta::{ErrorEntry, Scope, Service};
use crate::secrets::Secrets;
use crate::value::Charge;

/// What went wrong, and what is known of it.
#[derive(Clone)]
pub(crate) enum Detail {
    Api(Api),
    Transport {
        phase: Phase,
        cause: Option<Cause>,
    },
    Decode {
        what: Cow<'static, str>,
        cause: Option<Cause>,
        body: Option<Bytes>,
        deviations: Vec<Deviation>,
        charge: Charge,
    },
    Config {
        what: Cow<'static, str>,
    },
    Invalid(Vec<Violation>),
    Withheld {
        reason: WithheldReason,
        what: Cow<'static, str>,
    },
}

/// A cause of a type that is nobody's business.
pub(crate) type Cause = Arc<dyn std::error::Error + Send + Sync + 'static>;

/// How far a request had come when it failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Phase {
    /// No connection.
    Connect,
    /// A connection without trust: a certificate that is refused, or a port that speaks no TLS.
    Tls,
    /// No complete answer in time.
    Timeout,
    /// The connection broke while the answer was awaited or read.
    Broken,
    /// The answer is longer than the client accepts.
    TooLong { limit: usize },
    /// A file of the request could not be read: before anything was sent, or on the way.
    File { sent: bool },
    /// An HTTP status without an answer in it.
    Status { status: u16, body: Bytes },
}

/// A failure the platform reports.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) service: &'static Service,
    /// Place in the service's table of errors.
    pub(crate) entry: Option<u16>,
    /// How the documented error, or what its code has in common, was found.
    pub(crate) matched: Option<Matched>,
    /// The HTTP status that says what to do, because no document knows the words.
    pub(crate) by_status: Option<u16>,
    pub(crate) code: Box<str>,
    pub(crate) message: Box<str>,
    pub(crate) sub_code: Option<Box<str>>,
    pub(crate) request_id: Option<Box<str>>,
    pub(crate) authorization_url: Option<Box<str>>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) charge: Charge,
    /// What is to be known beside the platform's words: what the data lacks, in which form the answer came.
    pub(crate) remark: Option<Cow<'static, str>>,
    pub(crate) body: Bytes,
}

/// A documented rule that a request breaks. It never holds the value that breaks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub(crate) field: Box<str>,
    pub(crate) rule: Cow<'static, str>,
    pub(crate) avoids: Option<&'static str>,
}

impl Violation {
    /// Wire name of the field, with its path below the request; the names of all fields of a rule across fields (`is_split, sub_tid`).
    ///
    /// [Example](crate::Error#example)
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The broken rule in words: `must not be blank`.
    ///
    /// [Example](crate::Error#example)
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// Name of the documented error that sending would have met; none where no document names one.
    ///
    /// [Example](crate::Error#example)
    pub fn avoids(&self) -> Option<&'static str> {
        self.avoids
    }
}

/// `is_split, sub_tid: is_split = 1 exactly when sub_tid is given (avoids SplitFlagAndListMismatch)`
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.rule)?;
        match self.avoids {
            Some(avoids) => write!(f, " (avoids {avoids})"),
            None => Ok(()),
        }
    }
}

impl Api {
    /// Its words are documented, and not its code alone, but where the documents have no words for the code.
    pub(crate) fn is_documented(&self) -> bool {
        let mut of_code = self.service.errors.iter().filter(|entry| same_code(entry.code, &self.code));
        let mut wordless = || of_code.any(|entry| entry.message.is_empty());
        self.matched != Some(Matched::CodeOnly) || wordless()
    }

    /// Take the secrets of a call out of the platform's words. The link to authorise is no part of them.
    pub(crate) fn hide(&mut self, secrets: &Secrets) {
        for code in [Some(&mut self.code), self.sub_code.as_mut()].into_iter().flatten() {
            *code = secrets.hide_in_code(code).into();
        }
        secrets.hide_in(&mut self.message);
        if let Some(id) = &mut self.request_id {
            // A number for support, and no words of the platform: nobody looks for a person in it.
            *id = secrets.hide_people(&secrets.hide(id)).into();
        }
    }

    /// Take the personal data that a call sent out of them, where another call's words are shown.
    #[cfg_attr(not(feature = "journal"), allow(dead_code))]
    pub(crate) fn hide_people(&mut self, secrets: &Secrets) {
        self.words().for_each(|text| *text = secrets.hide_people(text).into());
    }

    /// What the platform says.
    fn words(&mut self) -> impl Iterator<Item = &mut Box<str>> {
        let given = [self.sub_code.as_mut(), self.request_id.as_mut()].into_iter().flatten();
        given.chain([&mut self.code, &mut self.message])
    }

    /// Which calls it concerns; an error in words that no document has, what all of its code concern.
    pub(super) fn scope(&self) -> Scope {
        if self.entry.is_some() {
            return self.documented().scope;
        }
        let alike = self.service.errors.iter().filter(|entry| same_code(entry.code, &self.code));
        alike.map(|entry| entry.scope).min().unwrap_or(Scope::Call)
    }

    /// What the documents say about it.
    pub(crate) fn documented(&self) -> &'static ErrorEntry {
        entry_of(self.service, self.entry)
    }
}

impl Phase {
    /// What happened, in English.
    pub(crate) fn message(&self) -> &'static str {
        match self {
            Self::Connect => "no connection to the platform",
            Self::Tls => "no TLS connection to the platform: its certificate is not trusted, or its port speaks no TLS",
            Self::Timeout => "no answer in time",
            Self::Broken => "the connection broke before the answer was complete",
            Self::TooLong { .. } => "the answer is longer than the client accepts",
            Self::File { sent: false } => "not sent: a file of the request cannot be read",
            Self::File { sent: true } => "a file of the request could not be read to its end while it was sent",
            Self::Status { .. } => "the platform answered with an HTTP status and nothing that can be read",
        }
    }
}
