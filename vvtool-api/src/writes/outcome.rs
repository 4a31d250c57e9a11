//! What a write comes to, as its caller sees it.

use core::fmt;
use core::time::Duration;
use std::time::SystemTime;

use tokio::time::Instant;

use super::journal::{Entry, Key, State};
use crate::call::Operation;
use crate::call::plan::Called;
use crate::decode::Deviation;
use crate::error::{Error, one_line, word};
use crate::record::ReplyData;
use crate::reply::Reply;
use crate::value::Charge;

/// What has become of a write. Each of the five asks for something else; none of them is an error that `?` may carry away.
#[must_use = "a write that was not done, or of which nobody knows, has to be seen to"]
pub enum Outcome<O: Operation> {
    /// It was executed: now, or by an earlier call of the same intent.
    Done(Done),
    /// It was not executed, for certain: the intent is free again.
    Refused(Error<O::Kind>),
    /// The same intent, or one that may not run beside it, is on its way at this moment.
    Busy(Pending),
    /// The same intent was sent before with other data. Nothing was sent now.
    Conflict(Conflict),
    /// Nobody knows: neither now nor, perhaps, of an earlier call. Nothing may be sent for it before [`Writes::reconcile`] has proven
    /// that nothing was done.
    ///
    /// [`Writes::reconcile`]: super::Writes::reconcile
    Unknown(Pending),
}

impl<O: Operation> fmt::Debug for Outcome<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done(done) => f.debug_tuple("Done").field(done).finish(),
            Self::Refused(error) => f.debug_tuple("Refused").field(error).finish(),
            Self::Busy(pending) => f.debug_tuple("Busy").field(pending).finish(),
            Self::Conflict(conflict) => f.debug_tuple("Conflict").field(conflict).finish(),
            Self::Unknown(pending) => f.debug_tuple("Unknown").field(pending).finish(),
        }
    }
}

/// A write that was executed.
pub struct Done {
    entry: Box<Entry>,
    called: Option<Called>,
}

impl Done {
    pub(super) fn new(entry: Entry, called: Option<Called>) -> Self {
        Self { entry: Box::new(entry), called }
    }

    /// An earlier call had done it: nothing was sent now, and the reply is not kept.
    ///
    /// [Example](super::Writes#example)
    #[must_use]
    pub fn replayed(&self) -> bool {
        self.called.is_none()
    }

    /// What it cost, then.
    ///
    /// [Example](super::Writes#example)
    #[must_use]
    pub fn charge(&self) -> Charge {
        self.called.as_ref().map_or(self.entry.charge, |called| called.facts.charge)
    }

    /// The platform's number for the call.
    ///
    /// [Example](super::Writes#example)
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.entry.request_id.as_deref()
    }

    /// When it was known to be done.
    ///
    /// [Example](super::Writes#example)
    #[must_use]
    pub fn at(&self) -> SystemTime {
        self.entry.ended.unwrap_or(self.entry.planned)
    }

    /// Where the reply deviates from the documents: told also by a client that is strict, for the write was confirmed.
    ///
    /// [Example](super::Writes#example)
    #[must_use]
    pub fn deviations(&self) -> &[Deviation] {
        self.called.as_ref().map_or(&[], |called| &called.facts.notes.deviations)
    }

    /// The reply: `done.into_reply::<Shipment>()`. None for one that was not sent now, and for another type.
    ///
    /// [Example](super::Writes#example)
    #[must_use]
    pub fn into_reply<T: ReplyData>(self) -> Option<Reply<T>> {
        let Called { data, facts } = self.called?;
        let any: &dyn core::any::Any = &*data;
        any.is::<T>().then_some(())?;
        Some(Reply::new(data, facts))
    }
}

impl fmt::Debug for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Done")
            .field("intent", &format_args!("{}", Named(&self.entry)))
            .field("charge", &self.charge())
            .field("replayed", &self.replayed())
            .finish_non_exhaustive()
    }
}

/// A write that is on its way, or of which nobody knows what has become of it.
#[derive(Clone)]
pub struct Pending {
    pub(super) entry: Box<Entry>,
    why: Option<Box<str>>,
}

impl Pending {
    pub(super) fn new(entry: Entry, why: Option<Box<str>>) -> Self {
        Self { entry: Box::new(entry), why }
    }

    /// `vvtool/erps/send`
    ///
    /// [Example](super::Writes#example)
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.entry.operation
    }

    /// When it was sent, or claimed where it was not sent yet.
    ///
    /// [Example](super::Writes#example)
    #[must_use]
    pub fn since(&self) -> SystemTime {
        self.entry.started.unwrap_or(self.entry.planned)
    }

    /// A value of the write that is remembered, by its wire name: `tid`. Only what makes the intent and its proof is.
    ///
    /// [Example](super::Writes#example)
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.entry.value(name)
    }

    /// The name that the caller gave with `send_as`.
    ///
    /// [Example](super::Writes#example)
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.entry.name.as_deref()
    }

    /// Why nobody knows, where this process has seen it.
    ///
    /// [Example](super::Writes#example)
    #[must_use]
    pub fn why(&self) -> Option<&str> {
        self.why.as_deref()
    }
}

/// `vvtool/erps/send shop_id=1 tid=2`
impl fmt::Display for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Named(&self.entry), f)
    }
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending")
            .field("intent", &format_args!("{self}"))
            .field("state", &self.entry.state)
            .field("why", &self.why)
            .finish_non_exhaustive()
    }
}

/// An intent as people read it.
pub(super) struct Named<'a>(pub(super) &'a Entry);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.operation)?;
        if let Some(name) = &self.0.name {
            write!(f, " {name:?}")?;
        }
        self.0
            .values
            .iter()
            .try_for_each(|(name, value)| write!(f, " {name}={}", crate::generated::ground::visible::Visible(value)))
    }
}

/// The same intent was sent before with other data, or somebody else did it.
#[derive(Clone)]
pub struct Conflict {
    earlier: Box<Entry>,
    now: Key,
    at: SystemTime,
    found: Option<Box<str>>,
}

impl Conflict {
    pub(super) fn new(earlier: Entry, now: Key, at: SystemTime, found: Option<Box<str>>) -> Self {
        Self { earlier: Box::new(earlier), now, at, found }
    }

    /// When the earlier one was sent.
    ///
    /// [Example](super::Writes#example)
    #[must_use]
    pub fn since(&self) -> SystemTime {
        self.earlier.started.unwrap_or(self.earlier.planned)
    }

    /// What the platform shows instead, where that was read: another waybill.
    ///
    /// [Example](super::Writes#example)
    #[must_use]
    pub fn found(&self) -> Option<&str> {
        self.found.as_deref()
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(found) = &self.found {
            return write!(f, "{}: the platform shows {} already", Named(&self.earlier), word(found));
        }
        let what = match self.earlier.state {
            State::Done => "done",
            State::DoneByOther => "done by somebody else",
            State::Planned | State::InFlight => "on its way",
            State::Open | State::NotDone => "open",
        };
        write!(
            f,
            "{}: {what} with data {} of {}, now asked for with data {} at {}",
            Named(&self.earlier),
            Short(self.earlier.digest),
            moment(self.since()),
            Short(self.now),
            moment(self.at)
        )
    }
}

impl fmt::Debug for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Conflict").field(&format_args!("{self}")).finish()
    }
}

/// The first digits of a digest are enough to tell two apart.
struct Short(Key);

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.bytes().iter().take(4).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// In the platform's time.
fn moment(time: SystemTime) -> String {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let seconds = i64::try_from(seconds).ok();
    seconds.and_then(crate::value::DateTime::from_unix_seconds).map_or_else(String::new, |time| time.to_string())
}

/// What a read proves about a write. `Debug` shows a value of the platform only where it has the shape of a word or of a number.
#[must_use = "a write that was not done has to be sent again, and one that is unresolved has to be looked at"]
pub enum Verdict {
    /// It was executed.
    Done,
    /// Somebody else did it: the value that the platform shows in the place of ours.
    DoneByOther(String),
    /// It was not executed and will not be. [`Writes::resend`](super::Writes::resend) takes the proof; a dropped one leaves the intent
    /// open.
    NotDone(Permit),
    /// Not proven either way: what was seen. It stays open.
    Unresolved(String),
}

impl fmt::Debug for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => f.write_str("Done"),
            Self::DoneByOther(found) => f.debug_tuple("DoneByOther").field(&word(found)).finish(),
            Self::NotDone(permit) => f.debug_tuple("NotDone").field(permit).finish(),
            Self::Unresolved(why) => f.debug_tuple("Unresolved").field(&one_line(why)).finish(),
        }
    }
}

/// What one read shows of a write that is open.
#[derive(Debug)]
#[must_use = "a write that is not proven yet has to be looked at again"]
pub enum Glance {
    /// This is proven.
    Proven(Verdict),
    /// Nothing yet: the next read makes sense after this time.
    Later(Duration),
}

/// The proof that a write was not executed. Nobody but [`Writes::reconcile`](super::Writes::reconcile) makes one, it is good for one
/// sending of this intent, and for five minutes.
#[must_use = "a dropped proof leaves the intent open"]
pub struct Permit {
    pub(super) entry: Box<Entry>,
    pub(super) made: Instant,
    pub(super) wall: SystemTime,
}

/// A proof grows old: somebody else may do it.
const GOOD_FOR: Duration = Duration::from_secs(300);

impl Permit {
    pub(super) fn is_too_old(&self, wall: SystemTime) -> bool {
        self.made.elapsed() > GOOD_FOR || wall.duration_since(self.wall).is_ok_and(|age| age > GOOD_FOR)
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").field("intent", &format_args!("{}", Named(&self.entry))).finish_non_exhaustive()
    }
}

/// What a person says has become of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Closed {
    /// It was executed.
    Done,
    /// It was not: the intent is free again.
    NotDone,
}
