//! One line of a journal, and the rules by which its state changes: the same for every implementation.

use core::fmt;
use core::time::Duration;
use std::time::SystemTime;

use serde_json::{Map, Value, json};

use super::settled::{Settled, millis, moment};
use super::{Claimed, JournalError};
use crate::value::Charge;

/// A SHA-256 that names something without saying it. `Display` and `FromStr` of 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key([u8; 32]);

impl Key {
    /// From its bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({self})")
    }
}

impl core::str::FromStr for Key {
    type Err = JournalError;
    fn from_str(text: &str) -> Result<Self, JournalError> {
        let wrong = || JournalError::new("a key of the journal is not 64 hexadecimal digits");
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(wrong());
        }
        for (at, byte) in bytes.iter_mut().enumerate() {
            let digits = text.get(at.saturating_mul(2)..).and_then(|rest| rest.get(..2)).ok_or_else(wrong)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong())?;
        }
        Ok(Self(bytes))
    }
}

/// What a journal knows of an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Claimed; nothing was sent yet, and nothing will be without [`Journal::start`](super::Journal::start).
    Planned,
    /// It may be on its way at this moment.
    InFlight,
    /// It was sent, and nobody knows what has become of it.
    Open,
    /// Executed.
    Done,
    /// Somebody else did it, with other data.
    DoneByOther,
    /// Proven, or decided by a person, not to have been executed: it may be claimed again.
    NotDone,
}

impl State {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Planned, "planned"),
        (Self::InFlight, "in_flight"),
        (Self::Open, "open"),
        (Self::Done, "done"),
        (Self::DoneByOther, "done_by_other"),
        (Self::NotDone, "not_done"),
    ];

    /// As it is written down.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(state, _)| *state == self).map_or("", |(_, word)| word)
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(state, _)| *state)
    }

    /// What has become of it is not known yet: it holds back whatever shares its lane.
    #[must_use]
    pub fn is_unsettled(self) -> bool {
        matches!(self, Self::Planned | Self::InFlight | Self::Open)
    }
}

/// Which claim of an intent: a later one of the same intent has another ticket.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ticket {
    /// The intent.
    pub key: Key,
    /// The process, or the part of it, that claimed.
    pub run: Box<str>,
    /// Number of the claim among those of its intent: any for the first, and one more for each after it.
    pub attempt: u32,
}

/// What a journal keeps of an intent. No body, no personal data, no token.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The intent: its service, account and operation, and the values that make it.
    pub key: Key,
    /// What is done one at a time.
    pub lane: Option<Key>,
    /// All fields of the request.
    pub digest: Key,
    /// `vvtool/erps/send`
    pub operation: Box<str>,
    /// The caller's name for it, where the operation has none of its own.
    pub name: Option<Box<str>>,
    /// Wire names and values that say what it is and how a read proves it.
    pub values: Vec<(Box<str>, Box<str>)>,
    /// What is known of it.
    pub state: State,
    /// Who claimed it last.
    pub run: Box<str>,
    /// Number of its last claim: any for the first, and one more for each after it.
    pub attempt: u32,
    /// When it was claimed.
    pub planned: SystemTime,
    /// When the exchange was allowed to begin.
    pub started: Option<SystemTime>,
    /// When the exchange is over for certain.
    pub until: Option<SystemTime>,
    /// When the exchange was over.
    pub ended: Option<SystemTime>,
    /// What it cost.
    pub charge: Charge,
    /// The platform's number for the call.
    pub request_id: Option<Box<str>>,
    /// What a read or a person said about it.
    pub note: Option<Box<str>>,
    /// Since when nothing about it is open; none while something is.
    pub settled: Option<Settled>,
    /// What was open before this claim, which a proof allowed: open again should nothing be sent for it.
    pub earlier: Option<Box<Self>>,
}

/// How an exchange, a read or a person ended the doubt about an intent, or did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The new state.
    pub state: State,
    /// When.
    pub at: SystemTime,
    /// When, as the journal counts it.
    pub settled: Settled,
    /// What it cost.
    pub charge: Charge,
    /// The platform's number for the call.
    pub request_id: Option<Box<str>>,
    /// What a read or a person said about it.
    pub note: Option<Box<str>>,
}

/// A claim that was never started holds others back for so long. After that another process may take it: then the first one's start
/// fails, and nothing is sent twice.
pub(in crate::writes) const STALE: Duration = Duration::from_secs(60);

impl Entry {
    /// The claim that made it.
    #[must_use]
    pub fn ticket(&self) -> Ticket {
        Ticket { key: self.key, run: self.run.clone(), attempt: self.attempt }
    }

    /// Value of a field that is kept.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| &**known == name).map(|(_, value)| &**value)
    }

    /// Decide a claim, knowing what is there of the same intent and what else is in its lane: what is to be kept now, or what the claim
    /// meets. `over` is the attempt that was proven not done. What it [`passes`](Self::passes) is to be forgotten with it.
    ///
    /// # Errors
    ///
    /// What is there already; nothing is to be changed then.
    pub fn claim(
        mut self,
        existing: Option<&Self>,
        beside: impl IntoIterator<Item = Self>,
        over: Option<u32>,
    ) -> Result<Self, Claimed> {
        if let Some(known) = existing {
            let proven = over == Some(known.attempt);
            let free = match known.state {
                State::NotDone => true,
                State::Open => proven,
                State::Planned => self.may_take(known) && (known.earlier.is_none() || proven),
                State::InFlight | State::Done | State::DoneByOther => false,
            };
            if !free {
                return Err(Claimed::Taken(Box::new(self.meets(known))));
            }
            self.attempt = known.attempt.saturating_add(1);
            self.earlier = match known.state {
                State::Open => Some(Box::new(Self { earlier: None, ..known.clone() })),
                State::Planned => known.earlier.clone(),
                _ => None,
            };
        }
        let blocks = |other: &Self| {
            other.key != self.key
                && other.lane.is_some()
                && other.lane == self.lane
                && other.state.is_unsettled()
                && !(other.state == State::Planned && other.earlier.is_none() && self.may_take(other))
        };
        match beside.into_iter().find(blocks) {
            Some(other) => Err(Claimed::Beside(Box::new(self.meets(&other)))),
            None => Ok(self),
        }
    }

    /// Whether this claim, once it is decided, goes past that one: it holds the same lane, and was never started in its time. Without
    /// its entry it cannot be any more.
    #[must_use]
    pub fn passes(&self, other: &Self) -> bool {
        let in_lane = other.key != self.key && other.lane.is_some() && other.lane == self.lane;
        in_lane && other.state == State::Planned && other.earlier.is_none()
    }

    /// What is there, as a claim meets it: one that was allowed by a proof and not started in its time leaves open what was open.
    fn meets(&self, known: &Self) -> Self {
        let left = (known.state == State::Planned && self.may_take(known)).then(|| known.left()).flatten();
        left.unwrap_or_else(|| known.clone())
    }

    fn may_take(&self, planned: &Self) -> bool {
        planned.run != self.run && self.planned.duration_since(planned.planned).is_ok_and(|age| age > STALE)
    }

    /// The exchange of this claim may begin. False where the claim is gone: nothing may be sent.
    pub fn start(&mut self, ticket: &Ticket, at: SystemTime, until: SystemTime) -> bool {
        let may = self.ticket() == *ticket && self.state == State::Planned;
        if may {
            (self.state, self.started, self.until) = (State::InFlight, Some(at), Some(until));
        }
        may
    }

    /// What has become of this claim. False where it is gone, or was settled before.
    pub fn finish(&mut self, ticket: &Ticket, end: End) -> bool {
        let may = self.ticket() == *ticket && self.state.is_unsettled();
        if let Some(left) = self.left().filter(|_| may && (self.state, end.state) == (State::Planned, State::Open)) {
            *self = left;
        } else if may {
            self.earlier = None;
            self.state = end.state;
            self.settled = (!end.state.is_unsettled()).then_some(end.settled);
            self.ended.get_or_insert(end.at);
            if end.charge != Charge::Unknown {
                self.charge = end.charge;
            }
            self.request_id = end.request_id.or(self.request_id.take());
            self.note = end.note.or(self.note.take());
        }
        may
    }

    /// Nothing was sent for this claim: whether it may be taken back. What is to be kept of it then, [`Entry::left`] says.
    #[must_use]
    pub fn may_release(&self, ticket: &Ticket) -> bool {
        self.ticket() == *ticket && matches!(self.state, State::Planned | State::InFlight)
    }

    /// What is to be kept of a claim for which nothing was sent: what was open before it is open again, and the proof that allowed it is
    /// used up. None where nothing was: then it is forgotten.
    #[must_use]
    pub fn left(&self) -> Option<Self> {
        let earlier = (**self.earlier.as_ref()?).clone();
        Some(Self { run: self.run.clone(), attempt: self.attempt, earlier: None, ..earlier })
    }

    /// Everybody who could finish this claim is gone. What is to be kept of it; for one that was never started only what was open before
    /// it.
    #[must_use]
    pub fn abandoned(mut self, now: SystemTime) -> Option<Self> {
        match self.state {
            State::Planned => return self.left(),
            State::InFlight => {
                self.earlier = None;
                self.state = State::Open;
                self.ended = Some(self.until.map_or(now, |until| until.min(now)));
            }
            State::Open | State::Done | State::DoneByOther | State::NotDone => {}
        }
        Some(self)
    }

    /// One of those that [`Journal::open_entries`](super::Journal::open_entries) lists.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        match self.state {
            State::InFlight | State::Open => true,
            State::Planned => self.earlier.is_some(),
            State::Done | State::DoneByOther | State::NotDone => false,
        }
    }

    /// Settled before the journal had this age: nothing is lost that could still be asked for. What says no age is kept.
    #[must_use]
    pub fn may_be_pruned(&self, before: Duration) -> bool {
        self.settled.is_some_and(|settled| settled.age < before)
    }

    /// As bytes, for a store.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        self.written().to_string().into_bytes()
    }

    fn written(&self) -> Value {
        let values: Vec<Value> = self.values.iter().map(|(name, value)| json!([name, value])).collect();
        let mut value = json!({
            "key": self.key.to_string(),
            "lane": self.lane.map(|lane| lane.to_string()),
            "digest": self.digest.to_string(),
            "operation": self.operation,
            "name": self.name,
            "values": values,
            "state": self.state.word(),
            "run": self.run,
            "attempt": self.attempt,
            "planned": millis(self.planned),
            "started": self.started.map(millis),
            "until": self.until.map(millis),
            "ended": self.ended.map(millis),
            "charge": self.charge.to_string(),
            "request_id": self.request_id,
            "note": self.note,
        });
        let settled = self.settled.map(|settled| ("settled", settled.written()));
        let earlier = self.earlier.as_ref().map(|earlier| ("earlier", earlier.written()));
        if let Some(map) = value.as_object_mut() {
            map.extend(settled.into_iter().chain(earlier).map(|(name, value)| (name.to_owned(), value)));
        }
        value
    }

    /// Back from its bytes. What a later version wrote beside them is left out.
    ///
    /// # Errors
    ///
    /// The bytes are none that [`Entry::encode`] writes.
    pub fn decode(bytes: &[u8]) -> Result<Self, JournalError> {
        let map: Map<String, Value> = serde_json::from_slice(bytes).map_err(|_| wrong())?;
        Self::read(&map)
    }

    fn read(map: &Map<String, Value>) -> Result<Self, JournalError> {
        let text = |name: &str| map.get(name).and_then(Value::as_str);
        let must = |name: &str| text(name).ok_or_else(wrong);
        let time = |name: &str| map.get(name).and_then(Value::as_u64).and_then(moment);
        let pair = |pair: &Value| {
            let value = |at: usize| Some(Box::from(pair.get(at)?.as_str()?));
            Some((value(0)?, value(1)?))
        };
        let values = map.get("values").and_then(Value::as_array).ok_or_else(wrong)?;
        Ok(Self {
            key: must("key")?.parse()?,
            lane: text("lane").map(str::parse).transpose()?,
            digest: must("digest")?.parse()?,
            operation: must("operation")?.into(),
            name: text("name").map(Into::into),
            values: values.iter().map(pair).collect::<Option<_>>().ok_or_else(wrong)?,
            state: State::from_word(must("state")?).ok_or_else(wrong)?,
            run: must("run")?.into(),
            attempt: map.get("attempt").and_then(Value::as_u64).and_then(|n| n.try_into().ok()).ok_or_else(wrong)?,
            planned: time("planned").ok_or_else(wrong)?,
            started: time("started"),
            until: time("until"),
            ended: time("ended"),
            charge: must("charge")?.parse().map_err(|_| wrong())?,
            request_id: text("request_id").map(Into::into),
            note: text("note").map(Into::into),
            settled: map.get("settled").and_then(Settled::read),
            earlier: map.get("earlier").and_then(Value::as_object).map(Self::read).transpose()?.map(Box::new),
        })
    }
}

fn wrong() -> JournalError {
    JournalError::new("an entry of the journal cannot be read")
}

#[cfg(test)]
mod tests {
    use super::super::sample::entry;
    use super::*;

    #[test]
    fn an_entry_comes_back_as_it_was_and_foreign_bytes_are_an_error() {
        let bare = entry(1, "a");
        let full = Entry {
            lane: Some(Key::new([0xab; 32])),
            name: Some("memo-4711".into()),
            state: State::DoneByOther,
            attempt: 3,
            started: Some(bare.planned),
            until: Some(bare.planned),
            ended: Some(bare.planned),
            charge: Charge::Known(crate::Points::new(2)),
            request_id: Some("r\"1".into()),
            note: Some("SF2".into()),
            settled: Some(Settled { age: Duration::from_millis(7), wall: bare.planned }),
            ..bare.clone()
        };
        let again = Entry { earlier: Some(Box::new(full.clone())), ..bare.clone() };
        for entry in [bare, full, again] {
            assert_eq!(Entry::decode(&entry.encode()).unwrap(), entry);
        }
        for bytes in [&b""[..], b"{}", b"[]", b"\xff"] {
            assert!(Entry::decode(bytes).is_err());
        }
        for key in ["", "0g", &"0".repeat(63), &"é".repeat(32)] {
            assert!(key.parse::<Key>().is_err(), "{key}");
        }
    }

    #[test]
    fn what_nobody_can_finish_any_more_is_open_from_when_it_was_over_at_the_latest() {
        let now = entry(1, "a").planned + Duration::from_secs(100);
        assert_eq!(entry(1, "a").abandoned(now), None);
        for (until, ended) in
            [(now + Duration::from_secs(9), now), (now - Duration::from_secs(9), now - Duration::from_secs(9))]
        {
            let left = Entry { state: State::InFlight, until: Some(until), ..entry(1, "a") }.abandoned(now).unwrap();
            assert_eq!((left.state, left.ended), (State::Open, Some(ended)));
        }
    }
}
