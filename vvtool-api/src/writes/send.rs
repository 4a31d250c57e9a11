//! One write, on a task of its own. Not generic: compiled once, in this crate.

use core::future::poll_fn;
use core::pin::pin;
use core::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use core::task::Poll;
use core::time::Duration;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use tokio::sync::Notify;

use super::clock::Moment;
use super::inner::Inner;
use super::intent::Intended;
use super::journal::{Claimed, End, Entry, JournalError, STALE, State, Ticket};
use super::outcome::{Conflict, Done, Pending, Permit};
use super::verify::Look;
use crate::call::plan::Called;
use crate::call::steps::{Before, Leave};
use crate::chance;
use crate::encode::File;
use crate::error::{BoxedContext, Context, Detail, WithheldReason};
use crate::meta::{Meta, Service};
use crate::observe;
use crate::record::Record;
use crate::rules;
use crate::secrets::Secrets;
use crate::value::Charge;

/// A write that is asked for.
pub(super) struct Job {
    pub(super) service: &'static Service,
    pub(super) meta: &'static Meta,
    pub(super) request: Box<dyn Record>,
    /// An empty record of what it answers with.
    pub(super) reply: fn() -> Box<dyn Record>,
    pub(super) intended: Intended,
    /// The proof that an earlier claim was not done.
    pub(super) permit: Option<Permit>,
}

impl Job {
    /// The same, its intent with what is in these files of its request.
    pub(super) async fn with_files(self, files: Vec<File>) -> io::Result<Self> {
        Ok(Self { intended: self.intended.and_files(files).await?, ..self })
    }
}

/// What has become of it: an `Outcome` without its operation.
pub(super) enum Ended {
    Done(Done),
    Refused(BoxedContext),
    Busy(Pending),
    Conflict(Conflict),
    Unknown(Pending),
}

/// Between the journal's word and the first byte no more time may pass than this: a process that was stopped must not wake up and send.
const AT_ONCE: Duration = Duration::from_secs(5);
/// An exchange is over for certain so long after its time.
const BEYOND: Duration = Duration::from_secs(15);
/// What is said of a write that has not begun when its future is dropped.
const ALONE: &str = "nobody waits for it any more";
/// What is said of a write that has not begun when the program wants to end.
const CLOSING: &str = "the handle is being drained: nothing new is sent";
/// What is said of a proof that nobody used in time.
pub(super) const TOO_OLD: &str = "the proof is older than five minutes: reconcile again";

/// Whoever asked for a write may go away until it is started, and only until then.
pub(super) struct Gate {
    phase: AtomicU8,
    left: Notify,
    /// There is a call, which is counted whatever becomes of it.
    called: AtomicBool,
    /// The claim, once there is one: what to say of it should its task not come to its end.
    claimed: Mutex<Option<Entry>>,
}

const WAITING: u8 = 0;
const LEFT: u8 = 1;
const STARTED: u8 = 2;

impl Gate {
    fn new() -> Self {
        Self {
            phase: AtomicU8::new(WAITING),
            left: Notify::new(),
            called: AtomicBool::new(false),
            claimed: Mutex::new(None),
        }
    }

    fn change(&self, to: u8) -> bool {
        self.phase.compare_exchange(WAITING, to, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    fn is(&self, phase: u8) -> bool {
        self.phase.load(Ordering::Acquire) == phase
    }

    /// Why it ended without having been started: counted here, unless there was a call of it.
    fn counted(&self, fault: BoxedContext, meta: &'static Meta) -> BoxedContext {
        if self.called.load(Ordering::Relaxed) { fault } else { observe::withheld(meta, fault) }
    }

    fn entry(&self) -> Option<Entry> {
        self.claimed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn claimed(&self, entry: &Entry) {
        *self.claimed.lock().unwrap_or_else(PoisonError::into_inner) = Some(entry.clone());
    }

    /// Go on while somebody waits for it and nothing shuts it out, and to the end once it is started; else why not.
    async fn unless_left<T>(
        &self,
        work: impl Future<Output = T>,
        shut: impl Future<Output = ()>,
    ) -> Result<T, &'static str> {
        let (mut work, mut left, mut shut) = (pin!(work), pin!(self.left.notified()), pin!(shut));
        poll_fn(|cx| {
            if let Poll::Ready(value) = work.as_mut().poll(cx) {
                return Poll::Ready(Ok(value));
            }
            if self.is(LEFT) || (self.is(WAITING) && left.as_mut().poll(cx).is_ready()) {
                return Poll::Ready(Err(ALONE));
            }
            if self.is(WAITING) && shut.as_mut().poll(cx).is_ready() && self.change(LEFT) {
                return Poll::Ready(Err(CLOSING));
            }
            Poll::Pending
        })
        .await
    }
}

/// Dropped with the future of whoever asked.
struct Asking(Arc<Gate>);

impl Drop for Asking {
    fn drop(&mut self) {
        if self.0.change(LEFT) {
            self.0.left.notify_one();
        }
    }
}

/// Send it on a task of its own, and wait for that.
pub(super) async fn send(inner: Arc<Inner>, job: Job) -> Ended {
    let meta = job.meta;
    let Some(active) = inner.enter() else {
        return Ended::Refused(observe::withheld(meta, Context::withheld(meta, WithheldReason::Shutdown, CLOSING)));
    };
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        let what = "writes are sent on a task of their own: call this inside a tokio runtime";
        return Ended::Refused(observe::withheld(meta, Context::config(meta, what)));
    };
    let gate = Arc::new(Gate::new());
    let asking = Asking(Arc::clone(&gate));
    let task = runtime.spawn({
        let (inner, gate) = (Arc::clone(&inner), Arc::clone(&gate));
        async move {
            let ended = perform(&inner, job, &gate).await;
            drop(active);
            ended
        }
    });
    let ended = task.await;
    drop(asking);
    match ended {
        Ok(ended) => ended,
        // The runtime is going away, or something panicked: what was started is told as what nobody knows of.
        Err(_) => match gate.entry().filter(|_| gate.is(STARTED)) {
            Some(entry) => {
                // Its exchange went down with it, so a read need not wait until its time would have been over.
                inner.closed(&entry.ticket());
                Ended::Unknown(Pending::new(entry, Some("its task ended before its time".into())))
            }
            None => {
                if let Some(entry) = gate.entry() {
                    // On a task of its own as well: a journal that panics is no reason to do it here.
                    drop(runtime.spawn(async move { inner.let_go(&entry.ticket()).await }).await);
                }
                let what = "its task ended before anything was sent";
                Ended::Refused(gate.counted(Context::withheld(meta, WithheldReason::Shutdown, what), meta))
            }
        },
    }
}

async fn perform(inner: &Arc<Inner>, mut job: Job, gate: &Arc<Gate>) -> Ended {
    let meta = job.meta;
    if let Err(fault) = rules::check(meta, &*job.request) {
        return Ended::Refused(gate.counted(fault, meta));
    }
    inner.look_up_age().await;
    let entry = planned(inner, &job);
    let over = job.permit.as_ref().map(|permit| permit.entry.attempt);
    let entry = match inner.journal.claim(entry.clone(), over).await {
        Ok(Claimed::New(ticket)) => Entry { attempt: ticket.attempt, ..entry },
        Ok(Claimed::Taken(known)) => return inner.known(*known, &job.intended),
        Ok(Claimed::Beside(other)) => return inner.beside(*other),
        Err(error) => return Ended::Refused(gate.counted(unwritable(meta, &error), meta)),
    };
    gate.claimed(&entry);
    let ticket = entry.ticket();
    let held = Held::by(inner, &ticket);
    let permit = job.permit.take();
    let ended = gate.unless_left(claimed(inner, &job, entry.clone(), gate, permit), inner.is_shut()).await;
    let ended = match ended {
        Ok(ended) => ended,
        Err(why) => {
            let fault = gate.counted(Context::withheld(meta, WithheldReason::Shutdown, why), meta);
            inner.unsent(entry, &job.intended, fault).await
        }
    };
    drop(held);
    ended
}

/// A claim on its way. It is no more when its task ends, also by a panic: then its entry can be read back.
struct Held(Arc<Inner>, Ticket);

impl Held {
    fn by(inner: &Arc<Inner>, ticket: &Ticket) -> Self {
        inner.hold(ticket);
        Self(Arc::clone(inner), ticket.clone())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.unhold(&self.1);
    }
}

fn planned(inner: &Inner, job: &Job) -> Entry {
    let Intended { key, lane, digest, name, values } = &job.intended;
    Entry {
        key: *key,
        lane: *lane,
        digest: *digest,
        operation: format!("{}/{}", job.meta.service, job.meta.id).into(),
        name: name.clone(),
        values: values.clone(),
        state: State::Planned,
        run: inner.run.clone(),
        attempt: number(),
        planned: inner.clock.wall(),
        started: None,
        until: None,
        ended: None,
        charge: Charge::Unknown,
        request_id: None,
        note: None,
        settled: None,
        earlier: None,
    }
}

/// Of the first claim of an intent; those after it count up. Not always the same one: an entry that was given back is forgotten, and
/// what is known of an earlier claim of its intent, a proof or a pending write, must not fit the next.
fn number() -> u32 {
    // 31 bits, and not 0.
    (chance::number() as u32 >> 1).max(1)
}

/// From the claim to the end.
async fn claimed(inner: &Arc<Inner>, job: &Job, entry: Entry, gate: &Arc<Gate>, permit: Option<Permit>) -> Ended {
    if inner.looks_first()
        && permit.is_none()
        && let Some(ended) = look_first(inner, job, &entry, gate).await
    {
        return ended;
    }
    let start = Arc::new(Mutex::new(None));
    let before = starting(inner, job.meta, &entry, gate, &start, permit);
    gate.called.store(true, Ordering::Relaxed);
    let answer = inner.line.0.run(job.service, job.meta, &*job.request, job.reply, before).await;
    let started = start.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(entry) = started else {
        let fault = answer.err().unwrap_or_else(|| {
            Context::withheld(job.meta, WithheldReason::Journal, "it was not written down before it was sent")
        });
        return inner.unsent(entry, &job.intended, fault).await;
    };
    settled(inner, entry, answer).await
}

/// What happens right before the first byte: the journal's word, and that no time was lost after it, nor the proof grew old.
fn starting(
    inner: &Arc<Inner>,
    meta: &'static Meta,
    entry: &Entry,
    gate: &Arc<Gate>,
    slot: &Arc<Mutex<Option<Entry>>>,
    permit: Option<Permit>,
) -> Before {
    let (inner, gate, slot, entry) = (Arc::clone(inner), Arc::clone(gate), Arc::clone(slot), entry.clone());
    Before::sending(move || {
        Box::pin(async move {
            if inner.is_closing() {
                return Err(Context::withheld(meta, WithheldReason::Shutdown, CLOSING));
            }
            if !gate.change(STARTED) {
                return Err(Context::withheld(meta, WithheldReason::Shutdown, ALONE));
            }
            let (started, begun) = inner.start(meta, entry).await?;
            gate.claimed(&started);
            let until = begun.even.checked_add(AT_ONCE).unwrap_or(begun.even);
            let still = move || {
                inner.may_leave(meta, begun, permit.as_ref())?;
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(started);
                Ok(())
            };
            Ok(Leave { until, still: Box::new(still) })
        })
    })
}

impl Inner {
    /// Durable word that this may be on its way.
    async fn start(&self, meta: &Meta, entry: Entry) -> Result<(Entry, Moment), BoxedContext> {
        let begun = self.clock.now();
        let until = later(begun.wall, self.timeout.saturating_add(BEYOND));
        let started = self.journal.start(entry.ticket(), begun.wall, until).await;
        match started {
            Ok(true) => {}
            Ok(false) => {
                let what = "another process has taken this intent meanwhile";
                return Err(Context::withheld(meta, WithheldReason::Journal, what));
            }
            Err(error) => return Err(unwritable(meta, &error)),
        }
        let entry = Entry { state: State::InFlight, started: Some(begun.wall), until: Some(until), ..entry };
        Ok((entry, begun))
    }

    /// What was written down then may be sent at this moment.
    fn may_leave(&self, meta: &Meta, begun: Moment, permit: Option<&Permit>) -> Result<(), BoxedContext> {
        let now = self.clock.now();
        let lost = begun.at_most(now);
        if lost > AT_ONCE {
            let what = format!(
                "{} s went by before it could be sent: this process was stopped, or its disk was",
                lost.as_secs()
            );
            return Err(Context::withheld(meta, WithheldReason::WaitTooLong, what));
        }
        match permit {
            Some(permit) if permit.is_too_old(now.wall) => Err(Context::config(meta, TOO_OLD)),
            _ => Ok(()),
        }
    }

    /// Nothing was sent for this claim. False where it was not there any more, or nobody knows.
    async fn let_go(&self, ticket: &Ticket) -> bool {
        self.journal.release(ticket.clone()).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "a claim of a write that was not sent could not be taken back");
            false
        })
    }

    /// Nothing was sent for this claim. Where somebody else took its intent meanwhile, what became of that is the answer: nobody may
    /// take for free what another has sent.
    async fn unsent(&self, claimed: Entry, asked: &Intended, fault: BoxedContext) -> Ended {
        let ticket = claimed.ticket();
        if self.let_go(&ticket).await {
            return Ended::Refused(fault);
        }
        match self.journal.get(ticket.key).await {
            Ok(Some(known)) if known.ticket() != ticket && known.state != State::NotDone => self.known(known, asked),
            Ok(_) => Ended::Refused(fault),
            // Nobody can have taken one that is young.
            Err(_) if self.clock.wall().duration_since(claimed.planned).is_ok_and(|age| age <= STALE) => {
                Ended::Refused(fault)
            }
            Err(error) => Ended::Unknown(Pending::new(claimed, Some(error.to_string().into()))),
        }
    }

    /// What an entry says that was there already.
    fn known(&self, known: Entry, asked: &Intended) -> Ended {
        let same = known.digest == asked.digest;
        match known.state {
            State::DoneByOther => {
                let found = known.note.clone();
                Ended::Conflict(Conflict::new(known, asked.digest, self.clock.wall(), found))
            }
            _ if !same => Ended::Conflict(Conflict::new(known, asked.digest, self.clock.wall(), None)),
            State::Done => Ended::Done(Done::new(known, None)),
            State::Planned | State::InFlight if self.is_under_way(&known) => Ended::Busy(Pending::new(known, None)),
            State::Planned => Ended::Busy(Pending::new(known, None)),
            State::InFlight | State::Open | State::NotDone => Ended::Unknown(Pending::new(known, None)),
        }
    }

    fn beside(&self, other: Entry) -> Ended {
        let pending = |entry| Pending::new(entry, Some("another one that may not run beside it".into()));
        if other.state == State::Planned || self.is_under_way(&other) {
            Ended::Busy(pending(other))
        } else {
            Ended::Unknown(pending(other))
        }
    }
}

/// Look whether it is done already. What cannot be read stops it: whoever asks for a look wants to know.
async fn look_first(inner: &Arc<Inner>, job: &Job, entry: &Entry, gate: &Gate) -> Option<Ended> {
    let verify = job.meta.verify?;
    let ticket = entry.ticket();
    match inner.read(&inner.line, job.service, verify, entry).await {
        Err(fault) => {
            let fault = gate.counted(quiet(Context::not_sent(fault).of(job.meta), &*job.request), job.meta);
            Some(inner.unsent(entry.clone(), &job.intended, fault).await)
        }
        Ok(Look::Done) => {
            let end = inner.end(State::Done, None, Charge::Unknown, None);
            inner.write(&ticket, end.clone()).await;
            Some(Ended::Done(Done::new(Entry { state: State::Done, ended: Some(end.at), ..entry.clone() }, None)))
        }
        Ok(Look::Other(found)) => {
            inner.let_go(&ticket).await;
            Some(Ended::Conflict(Conflict::new(entry.clone(), entry.digest, inner.clock.wall(), Some(found.into()))))
        }
        // Ours is there already, in a part: nobody may send it a second time before somebody has looked.
        Ok(Look::Partly(why)) => {
            let end = inner.end(State::Open, None, Charge::Unknown, None);
            inner.write(&ticket, end.clone()).await;
            let entry = Entry { state: State::Open, ended: Some(end.at), ..entry.clone() };
            Some(Ended::Unknown(Pending::new(entry, Some(why.into()))))
        }
        Ok(Look::Undone | Look::Unclear(_)) => None,
    }
}

/// A read may repeat what the write was to say, and its own request knows nothing of that.
fn quiet(mut fault: BoxedContext, request: &dyn Record) -> BoxedContext {
    if let Detail::Api(api) = &mut fault.detail {
        let secrets = Secrets::default().and_of(request);
        api.hide(&secrets);
        api.hide_people(&secrets);
    }
    fault
}

/// What an exchange that was allowed to begin has come to.
async fn settled(inner: &Arc<Inner>, entry: Entry, answer: Result<Called, BoxedContext>) -> Ended {
    let ticket = entry.ticket();
    match answer {
        Ok(called) => {
            let id = called.facts.quiet_request_id();
            let end = inner.end(State::Done, id.clone(), called.facts.charge, None);
            inner.write(&ticket, end.clone()).await;
            let entry = Entry { state: State::Done, ended: Some(end.at), request_id: id, charge: end.charge, ..entry };
            Ended::Done(Done::new(entry, Some(called)))
        }
        Err(fault) if fault.is_proof(true) => {
            let id = fault.request_id();
            inner.write(&ticket, inner.end(State::NotDone, id, Charge::Unknown, None)).await;
            Ended::Refused(fault)
        }
        Err(fault) => {
            let id = fault.request_id();
            let end = inner.end(State::Open, id.clone(), Charge::Unknown, None);
            inner.closed(&ticket);
            inner.write(&ticket, end.clone()).await;
            tracing::warn!(operation = %entry.operation, "nobody knows what has become of a write");
            let entry = Entry { state: State::Open, ended: Some(end.at), request_id: id, ..entry };
            Ended::Unknown(Pending::new(entry, Some(fault.to_string().into())))
        }
    }
}

pub(super) fn unwritable(meta: &Meta, error: &JournalError) -> BoxedContext {
    Context::withheld(meta, WithheldReason::Journal, error.to_string())
}

impl Inner {
    pub(super) fn end(
        &self,
        state: State,
        request_id: Option<Box<str>>,
        charge: Charge,
        note: Option<Box<str>>,
    ) -> End {
        End { state, at: self.clock.wall(), settled: self.settled(), charge, request_id, note }
    }

    /// Write down what has become of it. When that fails the entry is found in flight, and a read tells: its exchange was over just now.
    pub(super) async fn write(&self, ticket: &Ticket, end: End) {
        if let Err(error) = self.journal.finish(ticket.clone(), end).await {
            self.closed(ticket);
            tracing::warn!(%error, "the outcome of a write could not be written down");
        }
    }
}

fn later(time: SystemTime, by: Duration) -> SystemTime {
    time.checked_add(by).unwrap_or(time)
}
