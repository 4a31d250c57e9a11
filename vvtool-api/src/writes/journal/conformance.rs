//! What every journal must do, as a test that implementations elsewhere can run too.

use core::time::Duration;
use std::sync::Arc;
use std::time::SystemTime;

use super::{Claimed, End, Entry, Journal, JournalError, Key, Settled, State, Ticket};
use crate::value::{Charge, Points};

type Checked = Result<(), JournalError>;

/// Run a journal through everything that [`Journal`] promises, but for what only a crash shows. `make` gives an empty one each time.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), vvtool_api::journal::JournalError> {
/// use vvtool_api::MemoryJournal;
///
/// vvtool_api::journal::conformance(MemoryJournal::new).await
/// # }
/// ```
///
/// # Errors
///
/// The first promise that is not kept, or what the journal itself met.
pub async fn conformance<J: Journal>(make: impl Fn() -> J) -> Checked {
    let life = Life {
        now: SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(1_700_000_000)).unwrap_or(SystemTime::UNIX_EPOCH),
    };
    life.of_an_intent(&make()).await?;
    life.of_a_permit(&make()).await?;
    life.of_a_lane(&make()).await?;
    life.of_a_claim_nobody_started(&make()).await?;
    life.of_what_is_settled(&make()).await?;
    life.of_a_lane_nobody_started(&make()).await?;
    life.of_two_at_once(Arc::new(make()), |_| 1).await?;
    life.of_two_at_once(Arc::new(make()), |run| run).await?;
    life.of_an_owner(&make()).await
}

struct Life {
    now: SystemTime,
}

fn holds(what: &'static str, held: bool) -> Checked {
    if held { Ok(()) } else { Err(JournalError::new(format!("not kept: {what}"))) }
}

impl Life {
    fn after(&self, seconds: u64) -> SystemTime {
        self.now.checked_add(Duration::from_secs(seconds)).unwrap_or(self.now)
    }

    fn entry(&self, key: u8, lane: Option<u8>, run: &str) -> Entry {
        Entry {
            key: Key::new([key; 32]),
            lane: lane.map(|lane| Key::new([lane; 32])),
            digest: Key::new([9; 32]),
            operation: "demo/order/ship".into(),
            name: Some("memo \"4711\" 备注".into()),
            values: vec![("tid".into(), "1".into()), ("sub_tid".into(), "2,3".into())],
            state: State::Planned,
            run: run.into(),
            attempt: 1,
            planned: self.now,
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

    /// A journal of so many seconds, by a clock of its own.
    fn settled(&self, age: u64) -> Settled {
        Settled { age: Duration::from_secs(age), wall: self.after(1_000) }
    }

    fn end(&self, state: State) -> End {
        End {
            state,
            at: self.after(3),
            settled: self.settled(3),
            charge: Charge::Known(Points::new(1)),
            request_id: Some("r-1".into()),
            note: Some("why".into()),
        }
    }

    async fn claimed(&self, journal: &impl Journal, entry: Entry) -> Result<Ticket, JournalError> {
        match journal.claim(entry, None).await? {
            Claimed::New(ticket) => Ok(ticket),
            met => Err(JournalError::new(format!("not kept: a free intent can be claimed, but the claim met {met:?}"))),
        }
    }

    async fn of_an_intent(&self, journal: &impl Journal) -> Checked {
        let entry = self.entry(1, None, "a");
        holds("where nothing was settled nothing was settled last", journal.newest().await?.is_none())?;
        holds("an intent that nobody claimed is not there", journal.get(entry.key).await?.is_none())?;
        let ticket = self.claimed(journal, entry.clone()).await?;
        holds("a ticket names its claim", ticket == entry.ticket())?;
        holds("a claim is kept as it was given", journal.get(entry.key).await?.as_ref() == Some(&entry))?;
        holds("what was not started is not listed", journal.open_entries().await?.is_empty())?;
        let again = journal.claim(entry.clone(), None).await?;
        holds("what is only claimed is not settled", journal.newest().await?.is_none())?;
        holds("a second claim meets the first", again == Claimed::Taken(Box::new(entry.clone())))?;
        let foreign = Ticket { attempt: 9, ..ticket.clone() };
        let until = self.after(45);
        holds("another ticket starts nothing", !journal.start(foreign.clone(), self.now, until).await?)?;
        holds("the claim can be started", journal.start(ticket.clone(), self.now, until).await?)?;
        holds("it is started once", !journal.start(ticket.clone(), self.now, until).await?)?;
        let open = journal.open_entries().await?;
        let [started] = open.as_slice() else { return holds("what is in flight is listed", false) };
        holds(
            "start is written with its times",
            (started.state, started.started, started.until) == (State::InFlight, Some(self.now), Some(until)),
        )?;
        holds("another ticket finishes nothing", !journal.finish(foreign, self.end(State::Done)).await?)?;
        holds("what is in flight can turn out open", journal.finish(ticket.clone(), self.end(State::Open)).await?)?;
        holds("what is open is not settled", journal.newest().await?.is_none())?;
        holds("what is open is listed", journal.open_entries().await?.len() == 1)?;
        holds("what is open cannot be released", !journal.release(ticket.clone()).await?)?;
        holds("what is open can turn out done", journal.finish(ticket.clone(), self.end(State::Done)).await?)?;
        holds("what is done stays done", !journal.finish(ticket.clone(), self.end(State::NotDone)).await?)?;
        holds("what is done is not listed", journal.open_entries().await?.is_empty())?;
        let done = journal.get(entry.key).await?;
        let done = done.ok_or_else(|| JournalError::new("not kept: what is done is remembered"))?;
        let facts = (done.charge, done.request_id.as_deref(), done.note.as_deref(), done.ended, done.settled);
        holds(
            "an end is written with what it says",
            facts
                == (
                    Charge::Known(Points::new(1)),
                    Some("r-1"),
                    Some("why"),
                    Some(self.after(3)),
                    Some(self.settled(3)),
                ),
        )?;
        let met = journal.claim(entry, None).await?;
        holds("what is done cannot be claimed", matches!(met, Claimed::Taken(known) if *known == done))
    }

    async fn of_a_permit(&self, journal: &impl Journal) -> Checked {
        let entry = self.entry(1, Some(5), "a");
        let ticket = self.claimed(journal, entry.clone()).await?;
        journal.start(ticket.clone(), self.now, self.after(45)).await?;
        journal.finish(ticket, self.end(State::Open)).await?;
        let met = journal.claim(entry.clone(), None).await?;
        holds("what is open cannot be claimed", matches!(met, Claimed::Taken(_)))?;
        let met = journal.claim(entry.clone(), Some(2)).await?;
        holds("a proof of another attempt claims nothing", matches!(met, Claimed::Taken(_)))?;
        let Claimed::New(second) = journal.claim(entry.clone(), Some(1)).await? else {
            return holds("what is proven not done can be claimed", false);
        };
        holds("a later claim has another number", second.attempt == 2)?;
        let met = journal.claim(entry.clone(), Some(1)).await?;
        holds("one proof claims once", matches!(met, Claimed::Taken(_)))?;
        holds("the earlier claim starts nothing", !journal.start(entry.ticket(), self.now, self.after(45)).await?)?;
        let listed = journal.open_entries().await?;
        holds("what was open before a claim is listed as it was before", listed.len() == 1)?;
        holds("nothing sent can be released", journal.release(second.clone()).await?)?;
        self.is_open_again(journal, &second).await?;
        // Once more, by one that starts and sends nothing all the same.
        let Claimed::New(third) = journal.claim(entry.clone(), Some(2)).await? else {
            return holds("what is open again can be claimed with a proof of its own", false);
        };
        journal.start(third.clone(), self.now, self.after(45)).await?;
        holds("what was started and not sent can be released", journal.release(third.clone()).await?)?;
        self.is_open_again(journal, &third).await?;
        let Claimed::New(fourth) = journal.claim(entry.clone(), Some(3)).await? else {
            return holds("what is open again can be claimed with a proof of its own", false);
        };
        // Its process is gone: nobody else may send it without a proof, nor what shares its lane.
        for (key, beside) in [(1, false), (2, true)] {
            let late = Entry { planned: self.after(61), ..self.entry(key, Some(5), "b") };
            let open = match journal.claim(late, None).await? {
                Claimed::Taken(known) if !beside => known.state == State::Open,
                Claimed::Beside(known) if beside => known.state == State::Open,
                _ => false,
            };
            holds("a claim that a proof allowed and nobody started leaves open what was open", open)?;
        }
        let late = Entry { planned: self.after(61), ..self.entry(1, Some(5), "b") };
        let Claimed::New(fifth) = journal.claim(late, Some(fourth.attempt)).await? else {
            return holds("a claim that nobody started can be put out of the way by its number", false);
        };
        holds("the earlier claim starts nothing", !journal.start(fourth, self.now, self.after(45)).await?)?;
        holds("it can be ended as open", journal.finish(fifth.clone(), self.end(State::Open)).await?)?;
        self.is_open_again(journal, &fifth).await?;
        let Claimed::New(sixth) = journal.claim(entry, Some(fifth.attempt)).await? else {
            return holds("what is open again can be claimed with a proof of its own", false);
        };
        journal.start(sixth.clone(), self.now, self.after(45)).await?;
        journal.finish(sixth.clone(), self.end(State::NotDone)).await?;
        let settled = journal.get(sixth.key).await?;
        holds("what was sent and settled is settled", settled.is_some_and(|entry| entry.state == State::NotDone))
    }

    /// What was open before that claim.
    async fn is_open_again(&self, journal: &impl Journal, claim: &Ticket) -> Checked {
        let known = journal.get(claim.key).await?;
        let known =
            known.ok_or_else(|| JournalError::new("not kept: what was open before a claim is open after it"))?;
        let facts = (known.state, known.ended, known.request_id.as_deref(), known.ticket());
        holds(
            "what was open before a claim that sent nothing is open again, under the number of that claim",
            facts == (State::Open, Some(self.after(3)), Some("r-1"), claim.clone()),
        )?;
        holds("and listed", journal.open_entries().await?.len() == 1)
    }

    async fn of_a_lane(&self, journal: &impl Journal) -> Checked {
        let (one, other) = (self.entry(1, Some(5), "a"), self.entry(2, Some(5), "a"));
        let ticket = self.claimed(journal, one).await?;
        self.claimed(journal, self.entry(3, Some(6), "a")).await?;
        self.claimed(journal, self.entry(4, None, "a")).await?;
        for state in [State::Planned, State::InFlight, State::Open] {
            match state {
                State::InFlight => drop(journal.start(ticket.clone(), self.now, self.after(45)).await?),
                State::Open => drop(journal.finish(ticket.clone(), self.end(State::Open)).await?),
                _ => {}
            }
            let met = journal.claim(other.clone(), None).await?;
            let beside = matches!(&met, Claimed::Beside(known) if known.key == ticket.key && known.state == state);
            holds("while one of a lane is not settled, another of it waits", beside)?;
        }
        journal.finish(ticket, self.end(State::Done)).await?;
        self.claimed(journal, other).await.map(drop)
    }

    async fn of_a_claim_nobody_started(&self, journal: &impl Journal) -> Checked {
        let first = self.entry(1, Some(5), "a");
        let ticket = self.claimed(journal, first.clone()).await?;
        let soon = Entry { planned: self.after(59), ..self.entry(1, Some(5), "b") };
        holds("a young claim holds", matches!(journal.claim(soon, None).await?, Claimed::Taken(_)))?;
        let late = Entry { planned: self.after(61), ..self.entry(1, Some(5), "b") };
        let second = self.claimed(journal, late).await?;
        holds(
            "a claim that was taken starts nothing",
            !journal.start(ticket.clone(), self.now, self.after(45)).await?,
        )?;
        holds("a claim that was taken releases nothing", !journal.release(ticket).await?)?;
        holds("the new claim starts", journal.start(second, self.now, self.after(45)).await?)
    }

    async fn of_a_lane_nobody_started(&self, journal: &impl Journal) -> Checked {
        let ticket = self.claimed(journal, self.entry(1, Some(5), "a")).await?;
        let soon = Entry { planned: self.after(59), ..self.entry(2, Some(5), "b") };
        holds("a young claim holds its lane", matches!(journal.claim(soon, None).await?, Claimed::Beside(_)))?;
        let late = Entry { planned: self.after(61), ..self.entry(2, Some(5), "b") };
        let second = self.claimed(journal, late).await?;
        let until = self.after(45);
        holds(
            "a claim that was passed over in its lane starts nothing",
            !journal.start(ticket, self.now, until).await?,
        )?;
        holds("the one that passed it starts", journal.start(second, self.now, until).await?)
    }

    async fn of_what_is_settled(&self, journal: &impl Journal) -> Checked {
        for (key, state) in [(1, State::Done), (2, State::DoneByOther), (3, State::NotDone), (4, State::Open)] {
            let ticket = self.claimed(journal, self.entry(key, None, "a")).await?;
            journal.start(ticket.clone(), self.now, self.after(45)).await?;
            journal.finish(ticket, self.end(state)).await?;
        }
        self.claimed(journal, self.entry(5, None, "a")).await?;
        let Claimed::New(again) = journal.claim(self.entry(3, None, "a"), None).await? else {
            return holds("what was not done can be claimed", false);
        };
        journal.release(again).await?;
        // Of what is settled alone: the others have no end yet.
        holds("what was settled last is known", journal.newest().await? == Some(self.settled(3)))?;
        let ticket = self.claimed(journal, self.entry(6, None, "a")).await?;
        journal.start(ticket.clone(), self.now, self.after(45)).await?;
        // By a clock that was set back: the age goes on all the same.
        let late = End { at: self.now, settled: self.settled(5), ..self.end(State::Done) };
        journal.finish(ticket, late).await?;
        holds("the age of what was settled last is known", journal.newest().await? == Some(self.settled(5)))?;
        holds("what the journal was as old for is kept", journal.prune(Duration::from_secs(3)).await? == 0)?;
        holds("what was settled earlier is forgotten", journal.prune(Duration::from_secs(4)).await? == 2)?;
        holds("what was settled later is kept", journal.get(Key::new([6; 32])).await?.is_some())?;
        let kept = journal.get(Key::new([4; 32])).await?.is_some() && journal.get(Key::new([5; 32])).await?.is_some();
        holds("what is not settled is never forgotten", kept)
    }

    /// Claims of one lane, of the intents that `key` gives each.
    async fn of_two_at_once(&self, journal: Arc<impl Journal>, key: impl Fn(u8) -> u8) -> Checked {
        let claims = (0..16).map(|run| {
            let (journal, entry) = (Arc::clone(&journal), self.entry(key(run), Some(5), &format!("run {run}")));
            tokio::spawn(async move { journal.claim(entry, None).await })
        });
        let claims: Vec<_> = claims.collect();
        let mut won = 0_u32;
        for claim in claims {
            let claimed = claim.await.map_err(|error| JournalError::new("a claim panicked").because(error))??;
            won = won.saturating_add(u32::from(matches!(claimed, Claimed::New(_))));
        }
        holds("of many claims at once one wins", won == 1)
    }

    async fn of_an_owner(&self, journal: &impl Journal) -> Checked {
        journal.belongs_to(Key::new([1; 32])).await?;
        journal.belongs_to(Key::new([1; 32])).await
    }
}
