//! What all clones of a handle share: the journal, what is under way, what is being watched.

use core::time::Duration;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::age::Age;
use super::clock::{Clock, Moment};
use super::journal::{Claimed, Entry, Journal, JournalError, Key, STALE, Settled, State, Ticket};
use super::verify::Watch;
use crate::call::drive::Line;
use crate::chance;
use crate::limits::{Call, Priority};
use crate::meta::{Meta, Service};
use crate::value::Charge;

pub(super) struct Inner {
    pub(super) journal: Arc<dyn Journal>,
    pub(super) line: Line,
    /// The same for reading back: before other calls, and from the points that are kept for it.
    pub(super) back: Line,
    pub(super) service: &'static Service,
    pub(super) account: String,
    /// What it shows to be that.
    pub(super) caller: Option<Key>,
    pub(super) timeout: Duration,
    /// Which process this is, and which handle of it.
    pub(super) run: Box<str>,
    pub(super) clock: Clock,
    pub(super) look_first: AtomicBool,
    shared: Mutex<Shared>,
    /// Told when the handle is drained.
    shutting: Notify,
    /// Told when the last write that was under way has ended.
    pub(super) idle: Notify,
}

#[derive(Default)]
struct Shared {
    closing: bool,
    tasks: usize,
    /// Claims whose task lives in this process.
    held: Vec<Ticket>,
    watched: HashMap<Ticket, Watched>,
    /// Of the journal; none before it is opened.
    age: Option<Age>,
    known: HashMap<Box<str>, (&'static Service, &'static Meta)>,
}

/// An intent that is being read back.
#[derive(Clone)]
pub(super) struct Watched {
    pub(super) watch: Option<Watch>,
    /// How long ago the exchange was over when it was first looked at, and when that was.
    pub(super) from: (Duration, Moment),
    /// Nothing is proven not to be done before so much of that time.
    pub(super) unproven: Duration,
    /// What the journal said then: in another state its exchange was over at another time. None where this handle saw the end of it.
    of: Option<State>,
}

/// Clocks that tell one time differ by so much at most.
const DIFFER: Duration = Duration::from_secs(5);

/// A write that is under way; dropped with its task.
pub(super) struct Active(Arc<Inner>);

impl Drop for Active {
    fn drop(&mut self) {
        let mut shared = self.0.shared();
        shared.tasks = shared.tasks.saturating_sub(1);
        if shared.tasks == 0 {
            self.0.idle.notify_waiters();
        }
    }
}

impl Inner {
    pub(super) fn new(journal: Arc<dyn Journal>, line: Line, clock: Clock) -> Self {
        let profile = line.0.profile();
        let known = profile.service.verified.iter().map(|meta| (name(meta), (profile.service, *meta)));
        Self {
            shared: Mutex::new(Shared { known: known.collect(), ..Shared::default() }),
            back: Line(line.0.changed(|call| Call { from_reserve: true, ..call.priority(Priority::Interactive) })),
            journal,
            line,
            service: profile.service,
            account: profile.account,
            caller: profile.caller.map(Key::new),
            timeout: profile.timeout,
            run: chance::digits().into(),
            clock,
            look_first: AtomicBool::new(false),
            shutting: Notify::new(),
            idle: Notify::new(),
        }
    }

    /// Nothing is left half done where it is held.
    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn looks_first(&self) -> bool {
        self.look_first.load(Ordering::Relaxed)
    }

    /// One more write; none while the handle is being drained.
    pub(super) fn enter(self: &Arc<Self>) -> Option<Active> {
        let mut shared = self.shared();
        if shared.closing {
            return None;
        }
        shared.tasks = shared.tasks.saturating_add(1);
        Some(Active(Arc::clone(self)))
    }

    /// Let in nothing new, and let nothing begin that waits.
    pub(super) fn shut(&self) {
        self.shared().closing = true;
        self.shutting.notify_waiters();
    }

    /// Until that is so.
    pub(super) async fn is_shut(&self) {
        let mut shutting = core::pin::pin!(self.shutting.notified());
        // Listens before it looks: what is said in between is heard.
        shutting.as_mut().enable();
        if !self.is_closing() {
            shutting.await;
        }
    }

    /// Whoever waits for its turn does not begin any more.
    pub(super) fn is_closing(&self) -> bool {
        self.shared().closing
    }

    pub(super) fn is_idle(&self) -> bool {
        self.shared().tasks == 0
    }

    /// An operation whose writes can be read back after a restart.
    pub(super) fn learn(&self, service: &'static Service, meta: &'static Meta) {
        self.shared().known.insert(name(meta), (service, meta));
    }

    pub(super) fn operation(&self, name: &str) -> Option<(&'static Service, &'static Meta)> {
        self.shared().known.get(name).copied()
    }

    /// The journal is so old.
    pub(super) fn ages(&self, age: Age) {
        self.shared().age = Some(age);
    }

    /// How old the journal is when something is settled now.
    pub(super) fn settled(&self) -> Settled {
        let now = self.clock.now();
        self.shared().age.unwrap_or_else(|| Age::opened(None, now)).by(now)
    }

    /// Look up what others have settled, now and then. Where the journal cannot tell, whoever asks it next will hear why.
    pub(super) async fn look_up_age(&self) {
        let (age, now) = (self.shared().age, self.clock.now());
        let Some(age) = age.filter(|age| age.is_due(now)) else { return };
        if let Ok(newest) = self.journal.newest().await {
            self.ages(age.looked(newest, now));
        }
    }

    pub(super) fn hold(&self, ticket: &Ticket) {
        self.shared().held.push(ticket.clone());
    }

    pub(super) fn unhold(&self, ticket: &Ticket) {
        self.shared().held.retain(|held| held != ticket);
    }

    /// A task of this handle is at it.
    pub(super) fn is_held(&self, entry: &Entry) -> bool {
        matches!(entry.state, State::Planned | State::InFlight) && self.shared().held.contains(&entry.ticket())
    }

    /// Somebody may still be sending it.
    pub(super) fn is_under_way(&self, entry: &Entry) -> bool {
        let elsewhere = match entry.state {
            // Also one of this handle: its task may be about to say that it holds it.
            State::Planned => true,
            State::InFlight => entry.run != self.run,
            State::Open | State::Done | State::DoneByOther | State::NotDone => false,
        };
        self.is_held(entry) || elsewhere && self.left(entry).is_some()
    }

    /// How long it may still be under way elsewhere. None when its time is over, and where it lies ahead: then the clock was set back,
    /// and says nothing about it.
    pub(super) fn left(&self, entry: &Entry) -> Option<Duration> {
        let wall = self.clock.wall();
        let begun = entry.started.unwrap_or(entry.planned);
        let ahead = begun.duration_since(wall).unwrap_or_default();
        // A claim that was never started holds for so long.
        let until = entry.until.or_else(|| entry.planned.checked_add(STALE))?;
        until.duration_since(wall).ok().filter(|_| ahead <= DIFFER)
    }

    /// What the journal says by now, with a claim that was not started in its time put out of the way: what it says is nothing that may
    /// still begin.
    pub(super) async fn passed(&self, key: Key) -> Result<Option<Entry>, JournalError> {
        match self.journal.get(key).await? {
            Some(entry) if entry.state == State::Planned && !self.is_under_way(&entry) => {
                self.pass_over(&entry).await?;
                self.journal.get(key).await
            }
            known => Ok(known),
        }
    }

    /// The claim that was to send it takes no more part: it was never started in its time, and it cannot be from here on.
    async fn pass_over(&self, entry: &Entry) -> Result<(), JournalError> {
        let ticket = if entry.run == self.run {
            // No task of this handle is at it any more.
            entry.ticket()
        } else {
            // Taken as another send would take it: of that and of its start, one comes first.
            let now = Entry { run: self.run.clone(), planned: self.clock.wall(), ..entry.clone() };
            match self.journal.claim(now, Some(entry.attempt)).await? {
                Claimed::New(ticket) => ticket,
                Claimed::Taken(_) | Claimed::Beside(_) => return Ok(()),
            }
        };
        self.journal.finish(ticket, self.end(State::Open, None, Charge::Unknown, None)).await.map(drop)
    }

    /// The exchange of this claim was over just now.
    pub(super) fn closed(&self, ticket: &Ticket) {
        let from = (Duration::ZERO, self.clock.now());
        self.shared().watched.insert(ticket.clone(), Watched { watch: None, from, unproven: Duration::ZERO, of: None });
    }

    /// What is known of an intent that is read back. None when the wall clock was before the end of its exchange.
    pub(super) fn watched(&self, entry: &Entry) -> Option<Watched> {
        let mut shared = self.shared();
        let same = |watched: &&Watched| watched.of.is_none_or(|state| state == entry.state);
        if let Some(watched) = shared.watched.get(&entry.ticket()).filter(same) {
            return Some(watched.clone());
        }
        let now = self.clock.now();
        if entry.state == State::InFlight && entry.run == self.run {
            // It went with its task, and its end was not written down: no later than now, whatever time it had.
            let over =
                Watched { watch: None, from: (Duration::ZERO, now), unproven: Duration::ZERO, of: Some(entry.state) };
            shared.watched.insert(entry.ticket(), over.clone());
            return Some(over);
        }
        let over = entry.ended.or(entry.until).unwrap_or(entry.planned);
        let ago = now.wall.duration_since(over).ok()?;
        // What was written down is known by the wall clock alone, which may have been set since: a read may find it done at once, but the
        // time in which it can still be done is counted from this look on, by the clock that goes on evenly.
        let whole = entry.until.zip(entry.started).filter(|_| entry.ended.is_none());
        let rest = whole.and_then(|(until, started)| until.duration_since(started).ok()).unwrap_or_default();
        let watched =
            Watched { watch: None, from: (ago, now), unproven: ago.saturating_add(rest), of: Some(entry.state) };
        shared.watched.insert(entry.ticket(), watched.clone());
        Some(watched)
    }

    pub(super) fn keep(&self, ticket: &Ticket, watch: Watch) {
        if let Some(watched) = self.shared().watched.get_mut(ticket) {
            watched.watch = Some(watch);
        }
    }

    /// What was read of it is settled; when its exchange was over is not forgotten while it may be asked again.
    pub(super) fn ruled(&self, ticket: &Ticket, settled: bool) {
        let mut shared = self.shared();
        if settled {
            shared.watched.remove(ticket);
        } else if let Some(watched) = shared.watched.get_mut(ticket) {
            watched.watch = None;
        }
    }
}

fn name(meta: &Meta) -> Box<str> {
    format!("{}/{}", meta.service, meta.id).into()
}
