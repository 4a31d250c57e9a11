//! What an error knows. Not generic: the public types are thin wrappers, so nothing of this is compiled again by users.

use core::time::Duration;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;

use super::detail::{Api, Cause, Detail, Phase};
use super::kind::DocumentedError;
use super::matching::{Matched, same_code};
use super::remedy;
use super::withheld::WithheldReason;
use crate::decode::Deviation;
use crate::meta::{Class, Effect, Lang, Meta, Scope, Service, WriteOutcome};
use crate::quiet::word;
use crate::reply_head::ReplyHead;
use crate::value::Charge;

/// An error before it is known which service's `ErrorKind` a caller wants: what every step of a call returns.
pub(crate) type BoxedContext = Box<Context>;

/// Everything about one failure.
#[derive(Clone)]
pub(crate) struct Context {
    /// `vvtool/erps/send`; empty when no call was made.
    pub(crate) operation: Box<str>,
    /// The operation changes nothing.
    pub(crate) read: bool,
    pub(crate) outcome: WriteOutcome,
    pub(crate) class: Class,
    /// What the reply says beside its body, once there is one.
    pub(super) reply_head: Option<Arc<ReplyHead>>,
    /// How long this client will not try again.
    pub(super) wait: Option<Duration>,
    /// The call itself was not sent: what failed came before it.
    pub(crate) unsent: bool,
    /// Of an earlier attempt of the same call nobody knows what it has done, whatever this one says of itself.
    doubted: bool,
    /// The rest of the pause because of which it was not sent.
    pause: Option<Duration>,
    /// How often the request was sent.
    attempts: u32,
    /// When the next call may make sense.
    not_before: Option<SystemTime>,
    /// Which calls this client holds back for the same reason.
    held: Option<Scope>,
    /// What the reply did not keep to, beside failing.
    notes: Vec<Deviation>,
    pub(crate) detail: Detail,
}

impl Context {
    /// A failure of a call. `outcome` is what would have become of a write.
    pub(crate) fn new(meta: &Meta, class: Class, outcome: WriteOutcome, detail: Detail) -> BoxedContext {
        let read = meta.effect == Effect::Read;
        Box::new(Self {
            operation: name(meta),
            read,
            outcome: if read { WriteOutcome::NotExecuted } else { outcome },
            class,
            reply_head: None,
            wait: None,
            unsent: false,
            doubted: false,
            pause: None,
            attempts: 0,
            not_before: None,
            held: None,
            notes: Vec::new(),
            detail,
        })
    }

    /// The client is not set up for this call.
    pub(crate) fn config(meta: &Meta, what: impl Into<Cow<'static, str>>) -> BoxedContext {
        Self::new(meta, Class::FixRequest, WriteOutcome::NotExecuted, Detail::Config { what: what.into() })
    }

    /// A client cannot be built.
    pub(crate) fn setup(what: impl Into<Cow<'static, str>>) -> BoxedContext {
        Box::new(Self {
            operation: Box::default(),
            read: false,
            outcome: WriteOutcome::NotExecuted,
            class: Class::FixRequest,
            reply_head: None,
            wait: None,
            unsent: false,
            doubted: false,
            pause: None,
            attempts: 0,
            not_before: None,
            held: None,
            notes: Vec::new(),
            detail: Detail::Config { what: what.into() },
        })
    }

    /// A call that is not let out.
    pub(crate) fn withheld(meta: &Meta, reason: WithheldReason, what: impl Into<Cow<'static, str>>) -> BoxedContext {
        let class = reason.class();
        Self::new(meta, class, WriteOutcome::NotExecuted, Detail::Withheld { reason, what: what.into() })
    }

    /// An answer that cannot be used, after the request has left.
    pub(crate) fn decode(
        meta: &Meta,
        what: impl Into<Cow<'static, str>>,
        cause: Option<Cause>,
        body: Bytes,
    ) -> BoxedContext {
        let detail = Detail::Decode {
            what: what.into(),
            cause,
            body: Some(body),
            deviations: Vec::new(),
            charge: Charge::Unknown,
        };
        Self::new(meta, Class::ContactSupport, WriteOutcome::Unknown, detail)
    }

    /// What an answer that cannot be used says that the call cost.
    pub(crate) fn costing(mut self: Box<Self>, points: Charge) -> BoxedContext {
        if let Detail::Decode { charge, .. } = &mut self.detail {
            *charge = points;
        }
        self
    }

    /// An answer that repeats another value than the request has in this field: it was given to another request, so what has become
    /// of this one is not known. Says neither value.
    pub(crate) fn other_answer(meta: &Meta, field: &str, body: Bytes) -> BoxedContext {
        let what = format!("the answer is about another {field} than the request: it belongs to another call");
        let mut fault = Self::decode(meta, what, None, body);
        if fault.read {
            fault.class = Class::RetryWithBackoff;
        }
        fault
    }

    /// The call that met this failure on its way was not sent itself.
    pub(crate) fn not_sent(mut fault: BoxedContext) -> BoxedContext {
        fault.outcome = WriteOutcome::NotExecuted;
        fault.unsent = true;
        fault
    }

    /// It came before the call itself, which was not sent.
    pub(crate) fn is_unsent(&self) -> bool {
        self.unsent
    }

    /// The call ended with it after so many attempts.
    pub(crate) fn after(mut self: Box<Self>, attempts: u32) -> BoxedContext {
        self.attempts = attempts;
        let asked = self.retry_after().and_then(|wait| SystemTime::now().checked_add(wait));
        self.not_before = self.not_before.max(asked);
        self
    }

    /// Nothing of it makes sense for this long.
    pub(crate) fn waiting(mut self: Box<Self>, rest: Duration) -> BoxedContext {
        self.pause = Some(rest);
        self
    }

    /// These calls are held back for the same reason.
    pub(crate) fn concerning(mut self: Box<Self>, scope: Scope) -> BoxedContext {
        self.held = Some(scope);
        self
    }

    /// Which other calls would fail as well. An answer whose words no document has concerns what all errors of its code do; points are the
    /// account's, where nobody says otherwise.
    pub(crate) fn scope(&self) -> Scope {
        match &self.detail {
            Detail::Withheld { .. } => self.held.unwrap_or(Scope::Operation),
            Detail::Api(api) => match api.scope() {
                Scope::Call if self.class == Class::TopUp => Scope::Account,
                scope => scope,
            },
            _ => Scope::Call,
        }
    }

    pub(super) fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(super) fn not_before(&self) -> Option<SystemTime> {
        self.not_before
    }

    /// The failure is an earlier one, and for this long nothing is tried again.
    pub(crate) fn remembered(mut self: Box<Self>, wait: Duration) -> BoxedContext {
        self.wait = Some(wait);
        self
    }

    /// The platform's code is that of one of these documented errors, whatever its message.
    pub(crate) fn is_one_of(&self, places: impl FnOnce(&Service) -> &'static [u16]) -> bool {
        self.api().is_some_and(|api| {
            let entries = places(api.service).iter().filter_map(|place| api.service.errors.get(usize::from(*place)));
            entries.into_iter().any(|entry| same_code(entry.code, &api.code))
        })
    }

    /// Too many calls, says the platform: with one of the errors that the documents have for it, or with a code that stands for nothing
    /// else.
    pub(crate) fn is_throttled(&self) -> bool {
        self.api().is_some_and(|api| {
            let (errors, throttled) = (api.service.errors, api.service.throttled);
            match api.entry {
                Some(place) => throttled.contains(&place),
                None => {
                    let mut of_code =
                        (0_u16..).zip(errors).filter(|(_, entry)| same_code(entry.code, &api.code)).peekable();
                    of_code.peek().is_some() && of_code.all(|(place, _)| throttled.contains(&place))
                }
            }
        })
    }

    /// It does not make sense before that.
    pub(crate) fn quiet(mut self: Box<Self>, from: SystemTime) -> BoxedContext {
        self.not_before = Some(from);
        self
    }

    /// The call during which a setting turned out to be wrong.
    pub(crate) fn of(mut self: Box<Self>, meta: &Meta) -> BoxedContext {
        self.operation = name(meta);
        self
    }

    /// This reply is what failed. The secrets of its call are taken out of everything that shows the platform's words.
    pub(crate) fn with_reply_head(mut self: Box<Self>, reply_head: &Arc<ReplyHead>) -> BoxedContext {
        let secrets = &reply_head.secrets;
        self.notes.iter_mut().for_each(|note| note.hide(secrets));
        match &mut self.detail {
            Detail::Api(api) => api.hide(secrets),
            Detail::Decode { deviations, .. } => deviations.iter_mut().for_each(|note| note.hide(secrets)),
            _ => {}
        }
        self.reply_head = Some(Arc::clone(reply_head));
        self
    }

    /// Something of a write may have been done, whatever the error says.
    pub(crate) fn outcome_unknown(&mut self) {
        if !self.read {
            self.outcome = WriteOutcome::Unknown;
        }
    }

    /// Something of a write may have been done by an earlier attempt, and may have been charged.
    pub(crate) fn doubted(&mut self) {
        self.outcome_unknown();
        self.doubted = !self.read;
    }

    /// An answer whose words no document has means what its status says: the class and what has become of a write. What a status says of
    /// the platform's servers says less than a sub code.
    pub(crate) fn say_by_status(&mut self, status: u16, says: Option<(Class, WriteOutcome)>) {
        let (Detail::Api(api), Some((class, outcome))) = (&mut self.detail, says) else { return };
        let is_open = match api.matched {
            None => true,
            Some(Matched::Rule) => matches!(status, 401 | 429 | 503),
            Some(_) => false,
        };
        if is_open {
            api.by_status = Some(status);
            self.class = class;
            self.outcome = if self.read { WriteOutcome::NotExecuted } else { outcome };
        }
    }

    /// The HTTP status, where nothing but it says what has become of the call.
    pub(crate) fn by_status(&self) -> Option<u16> {
        match &self.detail {
            Detail::Api(api) => api.by_status,
            Detail::Transport { phase: Phase::Status { status, .. }, .. } => Some(*status),
            _ => None,
        }
    }

    /// It proves that nothing was done. To whoever remembers the write neither a bare HTTP status proves that nor a code whose message no
    /// document has: they only say what to do. Unless the call was not sent.
    pub(crate) fn is_proof(&self, remembered: bool) -> bool {
        let is_said = || self.by_status().is_none() && self.api().is_none_or(Api::is_documented);
        self.outcome == WriteOutcome::NotExecuted && (!remembered || self.unsent || is_said())
    }

    /// It may have been charged after all.
    pub(crate) fn charge_unknown(&mut self) {
        match &mut self.detail {
            Detail::Api(api) if api.charge == Charge::None => api.charge = Charge::Unknown,
            _ => {}
        }
    }

    /// What the reply did not keep to.
    pub(crate) fn noting(mut self: Box<Self>, notes: Vec<Deviation>) -> BoxedContext {
        self.notes = notes;
        self
    }

    pub(super) fn deviations(&self) -> &[Deviation] {
        match &self.detail {
            Detail::Decode { deviations, .. } if !deviations.is_empty() => deviations,
            _ => &self.notes,
        }
    }

    /// The words of the reply, then its header.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        self.wait.or(self.pause).or_else(|| self.api()?.retry_after).or_else(|| self.reply_head.as_ref()?.retry_after)
    }

    pub(crate) fn api(&self) -> Option<&Api> {
        match &self.detail {
            Detail::Api(api) => Some(api),
            _ => None,
        }
    }

    /// Which of a service's documented errors it is; its unknown one for what is not the platform's.
    pub(super) fn kind<K: DocumentedError>(&self) -> K {
        // A failed token fetch is an error of the token's own service, whose table may be another one than K's.
        let api = self.api().filter(|api| core::ptr::eq(api.service, K::SERVICE));
        let place = api.and_then(|api| api.entry);
        place.and_then(|place| K::ALL.get(usize::from(place))).copied().unwrap_or(K::UNKNOWN)
    }

    /// What the platform calls the call, as it may be written down: a word, and none of the personal data that the call sent.
    #[cfg_attr(not(feature = "journal"), allow(dead_code))]
    pub(crate) fn request_id(&self) -> Option<Box<str>> {
        let id = self.api()?.request_id.as_deref()?;
        let hidden = self.reply_head.as_ref().map(|reply_head| reply_head.secrets.hide_people(id));
        Some(word(hidden.as_deref().unwrap_or(id)).into())
    }

    pub(crate) fn body(&self) -> Option<&Bytes> {
        match &self.detail {
            Detail::Api(api) => Some(&api.body),
            Detail::Decode { body, .. } => body.as_ref(),
            Detail::Transport { phase: Phase::Status { body, .. }, .. } => Some(body),
            _ => None,
        }
    }

    pub(crate) fn status(&self) -> Option<u16> {
        self.reply_head.as_ref().map(|reply_head| reply_head.status)
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.reply_head.as_ref()?.header(name)
    }

    pub(crate) fn charge(&self) -> Charge {
        match &self.detail {
            _ if self.doubted => Charge::Unknown,
            _ if self.left_nothing() => Charge::None,
            Detail::Api(api) => api.charge,
            Detail::Decode { charge, .. } => *charge,
            _ => Charge::Unknown,
        }
    }

    /// Nothing of this attempt was sent.
    pub(crate) fn left_nothing(&self) -> bool {
        let before = matches!(
            &self.detail,
            Detail::Transport { phase: Phase::Connect | Phase::Tls | Phase::File { sent: false }, .. }
                | Detail::Config { .. }
                | Detail::Withheld { .. }
                | Detail::Invalid(_)
        );
        self.unsent || before
    }

    pub(super) fn is_retryable(&self) -> bool {
        self.class.is_retry() && (self.read || self.outcome == WriteOutcome::NotExecuted)
    }

    pub(super) fn remedy(&self, lang: Lang) -> &'static str {
        let own = match (&self.detail, self.by_status()) {
            _ if self.doubted => return remedy::doubted(lang),
            _ if self.unsent => return remedy::unsent(self.class, lang),
            (_, Some(status)) => remedy::by_status(status, self.read, self.outcome, lang),
            (Detail::Api(api), None) => remedy::api(api, self.class, self.read, lang),
            (detail, None) => remedy::local(detail, self.read, lang),
        };
        // The remedy of an error knows nothing of this call: it may say to repeat what was done.
        if self.outcome == WriteOutcome::Unknown { remedy::after_doubt(own, lang) } else { own }
    }

    pub(super) fn message(&self) -> &str {
        match &self.detail {
            Detail::Api(api) => &api.message,
            Detail::Transport { phase, .. } => phase.message(),
            Detail::Decode { what, .. } | Detail::Config { what } | Detail::Withheld { what, .. } => what,
            Detail::Invalid(_) => "the request breaks a documented rule",
        }
    }

    pub(super) fn cause(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.detail {
            Detail::Transport { cause, .. } | Detail::Decode { cause, .. } => {
                cause.as_ref().map(|cause| &**cause as &(dyn std::error::Error + 'static))
            }
            _ => None,
        }
    }
}

fn name(meta: &Meta) -> Box<str> {
    format!("{}/{}", meta.service, meta.id).into()
}
