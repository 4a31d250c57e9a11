//! What is known of one call before it is sent, and what it gives.

use crate::account;
use tracing::Span;

use crate::connection::Connection;
use crate::error::{BoxedContext, Cause, Context, Detail, Phase};
use crate::meta::{Class, Meta, Service, WriteOutcome};
use crate::opaque::Opaque;
use crate::record::{DOCUMENTED_ONLY, Kind, Record, SELECT, View, lookup};
use crate::reply::Facts;
use crate::secrets::Secrets;
use crate::value::Text;

/// What a request asks for, as far as its reply can be held to it.
#[derive(Default)]
pub(crate) struct Asked {
    /// Names of the fields that the reply shall hold.
    pub(super) fields: Vec<Text>,
    /// Ids that the request names: a reply that repeats one of them answers it.
    pub(super) ids: Vec<(&'static str, Text)>,
    /// Values that the reply shall repeat: the request's field, where the reply has it, the value.
    pub(super) echo: Vec<(&'static str, &'static str, String)>,
    /// Which edition of the operation is called, as far as the charge may depend on it: values of fields that take documented ones only.
    pub(super) edition: String,
}

impl Asked {
    pub(crate) fn of(request: &dyn Record, meta: &'static Meta) -> Self {
        let echo = meta.echo.iter().map(|(field, path)| (*field, *path, text_at(request, field)));
        let mut asked = Self { echo: echo.filter(|(.., value)| !value.is_empty()).collect(), ..Self::default() };
        for (index, field) in (0..).zip(request.table().fields) {
            match request.view(index) {
                View::Words(words) if field.flags & SELECT != 0 => {
                    asked.fields.extend((0..words.len()).filter_map(|at| words.get(at)).map(Text::from));
                }
                View::Word(word) if field.flags & DOCUMENTED_ONLY != 0 => {
                    asked.edition.extend(word.get().into_iter().flat_map(|value| [field.name, "=", value, " "]));
                }
                View::Word(word) if field.kind == Kind::Id => {
                    asked.ids.extend(word.get().map(|id| (field.name, Text::from(id))));
                }
                _ => {}
            }
        }
        asked
    }
}

/// The shop that a call is for, as a number; 0 where nothing says it.
pub(crate) fn shop(request: &dyn Record, meta: &Meta) -> u64 {
    Some(text_at(request, meta.shop)).filter(|shop| !shop.is_empty()).map_or(0, |shop| account::shop(&shop))
}

/// The operation of one call, and how its reply is read.
pub(crate) struct Plan {
    pub(crate) service: &'static Service,
    pub(crate) meta: &'static Meta,
    /// Key below which a TOP reply stands; empty for an envelope.
    pub(crate) root: String,
    pub(crate) strict: bool,
    /// What the reply has to answer.
    pub(crate) asked: Asked,
    /// What the reply's values may take in memory.
    pub(crate) max_decoded: usize,
    /// What must not be shown, whatever the platform says.
    pub(crate) secrets: Secrets,
    /// The spans of the call and of its attempt: both are told what is learnt.
    pub(crate) seen: (Span, Span),
}

/// A successful call: the record that was filled, and the rest.
pub(crate) struct Called {
    pub(crate) data: Box<dyn Record>,
    pub(crate) facts: Opaque<Facts>,
}

impl Plan {
    /// One call with this request.
    pub(crate) fn of(
        service: &'static Service,
        meta: &'static Meta,
        root: String,
        strict: bool,
        connection: &Connection,
        request: &dyn Record,
    ) -> Self {
        Self {
            service,
            meta,
            root,
            strict,
            asked: Asked::of(request, meta),
            max_decoded: connection.max_decoded(),
            secrets: connection.secrets().and_of(request),
            seen: (Span::none(), Span::none()),
        }
    }

    /// The span around one call. It says which operation and how it ended; bodies, tokens and messages stay out.
    pub(crate) fn span(&self) -> Span {
        tracing::info_span!(
            "vvtool_api.call",
            service = self.meta.service,
            operation = self.meta.id,
            status = tracing::field::Empty,
            code = tracing::field::Empty,
            elapsed_ms = tracing::field::Empty,
        )
    }

    /// A call without an answer: what to do, and what has become of a write.
    pub(super) fn transport_fault(&self, phase: Phase, cause: Option<Cause>) -> BoxedContext {
        let (class, outcome) = match &phase {
            Phase::Connect => (Class::RetryWithBackoff, WriteOutcome::NotExecuted),
            Phase::Tls => (Class::DoNotRetry, WriteOutcome::NotExecuted),
            Phase::Timeout | Phase::Broken => (Class::RetryWithBackoff, WriteOutcome::Unknown),
            Phase::TooLong { .. } => (Class::DoNotRetry, WriteOutcome::Unknown),
            Phase::File { sent: false } => (Class::FixRequest, WriteOutcome::NotExecuted),
            Phase::File { sent: true } => (Class::FixRequest, WriteOutcome::Unknown),
            Phase::Status { status, .. } => of_status(*status).unwrap_or((Class::FixRequest, WriteOutcome::Unknown)),
        };
        Context::new(self.meta, class, outcome, Detail::Transport { phase, cause })
    }
}

/// What a status says to do, and what has become of a write; none of those that only say that something failed.
pub(super) fn of_status(status: u16) -> Option<(Class, WriteOutcome)> {
    match status {
        // Refused for the sake of the token, before anything was done.
        401 => Some((Class::RefreshToken, WriteOutcome::NotExecuted)),
        429 | 500.. => Some((Class::RetryWithBackoff, WriteOutcome::Unknown)),
        _ => None,
    }
}

/// Text of a field, wherever it stands; empty when it is absent.
pub(crate) fn text_at(data: &dyn Record, path: &str) -> String {
    if path.is_empty() {
        return String::new();
    }
    match lookup(data, path) {
        View::Text(Some(text)) => text.trim().to_owned(),
        View::Int(Some(number)) => number.to_string(),
        View::Word(word) => word.get().unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}
