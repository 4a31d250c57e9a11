//! Reading back what has become of a write.

use core::time::Duration;
use std::sync::Arc;

use super::inner::{Inner, Watched};
use super::journal::{Entry, JournalError, State};
use super::outcome::{Glance, Permit, Verdict};
use super::unread;
use super::verify::{self, Look, Ruling, Watch};
use crate::call::drive::Line;
use crate::call::steps::Before;
use crate::error::{BoxedContext, Context, word};
use crate::meta::{Meta, Service, Verify};
use crate::value::{Charge, number};

/// What is known now of an entry that somebody holds in the hand.
enum Now {
    Open(Box<Entry>),
    Settled(Verdict),
}

/// Read until something is proven, or nothing can be.
pub(super) async fn whole(inner: Arc<Inner>, entry: Entry) -> Result<Verdict, JournalError> {
    loop {
        match once(Arc::clone(&inner), entry.clone()).await? {
            Glance::Proven(verdict) => return Ok(verdict),
            Glance::Later(wait) => tokio::time::sleep(wait).await,
        }
    }
}

/// One read, if its time has come.
pub(super) async fn once(inner: Arc<Inner>, entry: Entry) -> Result<Glance, JournalError> {
    inner.look_up_age().await;
    let entry = match inner.meant(inner.passed(entry.key).await?) {
        Now::Open(entry) => *entry,
        Now::Settled(verdict) => return Ok(Glance::Proven(verdict)),
    };
    let unresolved = |why: &str| Ok(Glance::Proven(Verdict::Unresolved(why.to_owned())));
    if inner.is_under_way(&entry) {
        // Whoever is at it may be done long before its time is over.
        let left = inner.left(&entry).unwrap_or_default();
        return Ok(Glance::Later(left.clamp(Duration::from_millis(200), Duration::from_secs(10))));
    }
    if entry.state == State::Planned {
        return unresolved(SET_BACK);
    }
    let Some((service, meta)) = inner.operation(&entry.operation) else {
        return unresolved("this handle does not know the operation: call knows() with its request type");
    };
    let Some(proof) = meta.verify else {
        return unresolved("no read is documented that proves this operation: look at it by hand, then close() it");
    };
    let Some(watched) = inner.watched(&entry) else { return unresolved(SET_BACK) };
    let Some(at) = elapsed(&inner, &watched) else { return unresolved(SET_BACK) };
    let settle = (seconds(proof.after), seconds(proof.again));
    let after = watched.unproven.saturating_add(settle.0);
    let mut watch = watched.watch.unwrap_or_else(|| Watch::new(after, settle.1));
    let next = watch.next();
    if at < next {
        return Ok(Glance::Later(next.saturating_sub(at)));
    }
    let look = match inner.read(&inner.back, service, proof, &entry).await {
        Ok(look) => look,
        Err(fault) => Look::Unclear(failed(proof.by, &fault)),
    };
    match watch.saw(at, look) {
        Some(ruling) => inner.rule(meta, entry, ruling).await.map(Glance::Proven),
        None => {
            inner.keep(&entry.ticket(), watch.clone());
            Ok(Glance::Later(watch.next().saturating_sub(at)))
        }
    }
}

/// Why a read shows nothing, without the platform's words: it may repeat what the write said, and which of that is a person's is known
/// to the call alone that sent it.
fn failed(read: &Meta, fault: &Context) -> String {
    let Some(api) = fault.api().filter(|_| !fault.unsent) else { return format!("the read failed: {fault}") };
    let code = Some(&*api.code).filter(|code| api.entry.is_some() || code.len() <= 10 && number::int(code).is_some());
    let name = api.entry.map_or("an error that is not documented", |_| api.documented().name);
    format!("the read failed: {}/{}: code {}, {name}", read.service, read.id, code.unwrap_or("unknown"))
}

const MEANWHILE: &str = "it ended or was claimed anew meanwhile: read it back again";
const SET_BACK: &str = "the clock of this machine was set back: times prove nothing";

/// How long ago the exchange was over, at least.
fn elapsed(inner: &Inner, watched: &Watched) -> Option<Duration> {
    let (before, from) = watched.from;
    Some(before.saturating_add(from.at_least(inner.clock.now())?))
}

fn seconds(count: u32) -> Duration {
    Duration::from_secs(u64::from(count))
}

impl Inner {
    /// What it means that the journal says this by now.
    fn meant(&self, known: Option<Entry>) -> Now {
        let Some(known) = known else {
            return Now::Settled(Verdict::Unresolved("the journal knows nothing of it any more".to_owned()));
        };
        match known.state {
            State::Done => Now::Settled(Verdict::Done),
            State::DoneByOther => Now::Settled(Verdict::DoneByOther(known.note.map(Into::into).unwrap_or_default())),
            State::NotDone => Now::Settled(Verdict::NotDone(self.permit(known))),
            State::Planned | State::InFlight | State::Open => Now::Open(Box::new(known)),
        }
    }

    /// One read of the thing that a write was about.
    pub(super) async fn read(
        &self,
        line: &Line,
        service: &'static Service,
        proof: &'static Verify,
        entry: &Entry,
    ) -> Result<Look, BoxedContext> {
        let request = verify::question(proof, entry);
        let answer = line.0.run(service, proof.by, &*request, proof.reply, Before::default()).await?;
        let look = verify::look(proof, entry, &*answer.data);
        Ok(match unread::doubted(proof, &answer.facts.notes, look) {
            // A platform may repeat what it was sent in any field.
            Look::Other(found) => Look::Other(answer.facts.reply_head.secrets.hide(&found).into_owned()),
            look => look,
        })
    }

    /// What is proven goes into the journal, but for a proof that somebody may take.
    async fn rule(&self, meta: &Meta, entry: Entry, ruling: Ruling) -> Result<Verdict, JournalError> {
        let ticket = entry.ticket();
        let settled = !matches!(ruling, Ruling::Unresolved(_));
        self.ruled(&ticket, settled);
        let verdict = match ruling {
            Ruling::Done => {
                self.journal.finish(ticket, self.end(State::Done, None, Charge::Unknown, None)).await?;
                Verdict::Done
            }
            Ruling::Other(found) => {
                tracing::warn!(operation = meta.id, "a write turned out to be done by somebody else, with other data");
                // What has another shape than a waybill may be a person, whom no journal keeps.
                let note = Some(word(&found).into());
                self.journal.finish(ticket, self.end(State::DoneByOther, None, Charge::Unknown, note)).await?;
                Verdict::DoneByOther(found)
            }
            Ruling::NotDone => {
                let (state, open) = (entry.state, self.end(State::Open, None, Charge::Unknown, None));
                // What was read holds for the exchange that was over then, and for no other.
                let entry = match self.meant(self.journal.get(entry.key).await?) {
                    Now::Settled(verdict) => return Ok(verdict),
                    Now::Open(known) => *known,
                };
                let same = (entry.ticket(), entry.state) == (ticket.clone(), state);
                if !same || !self.journal.finish(ticket, open).await? {
                    return Ok(Verdict::Unresolved(MEANWHILE.to_owned()));
                }
                Verdict::NotDone(self.permit(entry))
            }
            Ruling::Unresolved(why) => Verdict::Unresolved(why),
        };
        Ok(verdict)
    }

    fn permit(&self, entry: Entry) -> Permit {
        let now = self.clock.now();
        Permit { entry: Box::new(entry), made: now.even, wall: now.wall }
    }
}
