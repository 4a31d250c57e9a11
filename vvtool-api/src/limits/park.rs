//! What is held back because of an error that concerns more than the call that met it. One call a minute finds out whether it is over.

use core::time::Duration;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::time::Instant;

use super::board::Board;
use super::held::Held;
use super::locked;
use super::shared::{Notice, Notices};
use super::spot::Spot;
use crate::error::UNDOCUMENTED;

/// What is said of an error that has no name.
pub(super) const NAMELESS: &str = "an error that no document has";
/// So many are remembered. What is forgotten is found out again, by one call.
const MOST: usize = 10_000;

/// Make room: first what calls would find out for themselves, then the shops that were heard of longest ago.
fn forget(parks: &mut HashMap<Spot, Parked>, now: Instant) {
    parks.retain(|_, parked| parked.until.unwrap_or(parked.probe) > now);
    if parks.len() < MOST {
        return;
    }
    // How long ago, in numbers: what sorts them is compiled already.
    let ago =
        |parked: &Parked| usize::try_from(now.saturating_duration_since(parked.since).as_nanos()).unwrap_or(usize::MAX);
    let mut heard: Vec<usize> = parks.values().map(ago).collect();
    heard.sort_unstable();
    let half = heard.get(heard.len().saturating_sub(1).midpoint(0)).copied().unwrap_or_default();
    // All of them at one moment: then any of them.
    let mut rest = MOST.midpoint(0);
    parks.retain(|spot, parked| {
        let stays = !matches!(spot, Spot::Shop(_)) || (ago(parked) <= half && rest > 0);
        rest = rest.saturating_sub(usize::from(stays));
        stays
    });
}

/// From one try to the next.
const PROBE: Duration = Duration::from_secs(60);

struct Parked {
    /// When it was last heard of.
    since: Instant,
    /// When a call may try again.
    probe: Instant,
    /// When it ends by itself; none where nobody knows.
    until: Option<Instant>,
    by: Arc<str>,
    /// Another process has told.
    elsewhere: bool,
}

impl Parked {
    fn is_over(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    fn held(&self, spot: Spot, now: Instant) -> Held {
        let end = self.until.unwrap_or(self.probe);
        Held::Parked(end.saturating_duration_since(now), Arc::clone(&self.by), spot.scope())
    }
}

/// The tries that a call has taken. Of one that was not sent they are given back, so that the next call may try: it has found out nothing.
#[derive(Default)]
pub(crate) struct Probe {
    taken: Vec<Taken>,
    left: bool,
}

/// The try of a minute.
struct Taken {
    of: Arc<Parks>,
    spot: Spot,
    /// From when on there was one.
    before: Instant,
    /// From when on there is the next.
    probe: Instant,
}

impl Probe {
    fn has(&self, of: &Arc<Parks>, spot: Spot, probe: Instant) -> bool {
        self.taken.iter().any(|taken| Arc::ptr_eq(&taken.of, of) && (taken.spot, taken.probe) == (spot, probe))
    }

    /// The call leaves. What becomes of one that is dropped now nobody knows.
    pub(crate) fn leaves(&mut self) {
        self.left = true;
    }

    /// The call has ended; whether nothing of it was sent.
    pub(crate) fn ended(&mut self, unsent: bool) {
        self.left = !unsent;
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        if !self.left {
            self.taken.iter().for_each(|taken| taken.of.give_back(taken));
        }
    }
}

/// Of many calls that meet an error at once the first one tells the others.
const NEWS: Duration = Duration::from_secs(10);

/// What is parked of an account, or of a host.
#[derive(Default)]
pub(super) struct Parks {
    held: Mutex<HashMap<Spot, Parked>>,
    /// Where machines tell each other.
    board: Option<Board>,
}

impl Parks {
    /// The same, which others are told of.
    pub(super) fn sharing(board: Board) -> Self {
        Self { board: Some(board), ..Self::default() }
    }

    /// Calls there were refused for a reason that holds for all of them. `kind`: its name, which says nothing of anybody.
    pub(super) fn park(&self, spot: Spot, now: Instant, until: Option<Instant>, by: &str, kind: &'static str) {
        let probe = now.checked_add(PROBE).unwrap_or(now);
        let before = {
            let mut parks = locked(&self.held);
            if parks.len() >= MOST {
                forget(&mut parks, now);
            }
            parks.insert(spot, Parked { since: now, probe, until, by: by.into(), elsewhere: false })
        };
        let told = before.is_some_and(|park| !park.elsewhere && now.saturating_duration_since(park.since) < NEWS);
        if let Some(board) = self.board.as_ref().filter(|_| !told) {
            board.put_up(spot, until.map(|until| until.saturating_duration_since(now)), kind);
        }
    }

    /// The key of the board, and what of it is known.
    pub(super) fn board(&self) -> (Arc<str>, u64) {
        self.board.as_ref().map_or_else(|| ("".into(), 0), Board::known)
    }

    /// Such calls are made here.
    pub(super) fn meets(&self, service: &'static str, operation: &'static str) {
        if let Some(board) = &self.board {
            board.meets(service, operation);
        }
    }

    /// What others have told. What they hold back no longer goes on here too; what was met here is known better here.
    pub(super) fn learn(&self, notices: Notices, now: Instant) {
        let Some(board) = &self.board else { return };
        let told = board.read(notices);
        let mut parks = locked(&self.held);
        parks.retain(|spot, parked| !parked.is_over(now) && (!parked.elsewhere || told.contains_key(spot)));
        for (spot, Notice { left, ends, kind, .. }) in told {
            let until = now.checked_add(left).filter(|_| ends);
            if parks.len() >= MOST {
                forget(&mut parks, now);
            }
            let probe = now.checked_add(PROBE).unwrap_or(now);
            let by = || {
                let error = if kind == UNDOCUMENTED.name { NAMELESS } else { &*kind };
                format!("{error}, which another process was told").into()
            };
            let known =
                parks.entry(spot).or_insert_with(|| Parked { since: now, probe, until, by: by(), elsewhere: true });
            if known.elsewhere {
                known.until = until;
            }
        }
    }

    /// Whether a call there may leave. One that may although it is parked there is the try of this minute, as long as it has `probe`.
    pub(super) fn enter(self: &Arc<Self>, spots: &[Spot], now: Instant, probe: &mut Probe) -> Result<(), Held> {
        let mut parks = locked(&self.held);
        if parks.is_empty() {
            return Ok(());
        }
        for spot in spots {
            match parks.get(spot) {
                Some(parked) if parked.is_over(now) => {
                    parks.remove(spot);
                }
                // It came back from a turn that was over: the try is its own.
                Some(parked) if now < parked.probe && !probe.has(self, *spot, parked.probe) => {
                    return Err(parked.held(*spot, now));
                }
                _ => {}
            }
        }
        for spot in spots {
            if let Some(parked) = parks.get_mut(spot).filter(|parked| !probe.has(self, *spot, parked.probe)) {
                let before = parked.probe;
                parked.probe = now.checked_add(PROBE).unwrap_or(now);
                probe.taken.push(Taken { of: Arc::clone(self), spot: *spot, before, probe: parked.probe });
            }
        }
        Ok(())
    }

    /// The try of this minute was none, unless somebody has met the error or tried again since.
    fn give_back(&self, taken: &Taken) {
        if let Some(parked) = locked(&self.held).get_mut(&taken.spot).filter(|parked| parked.probe == taken.probe) {
            parked.probe = taken.before;
        }
    }

    /// Whether a call there may leave, for one that does not leave yet.
    pub(super) fn look(&self, spots: &[Spot], now: Instant) -> Result<(), Held> {
        let parks = locked(&self.held);
        let parked = spots.iter().filter_map(|spot| Some((*spot, parks.get(spot)?)));
        let mut parked = parked.filter(|(_, parked)| !parked.is_over(now) && now < parked.probe);
        parked.next().map_or(Ok(()), |(spot, parked)| Err(parked.held(spot, now)))
    }

    /// Why a call that waits there since `entered` waits in vain.
    pub(super) fn since(&self, spots: &[Spot], entered: Instant, now: Instant) -> Option<Held> {
        let parks = locked(&self.held);
        let parked = spots.iter().filter_map(|spot| Some((*spot, parks.get(spot)?)));
        let mut parked = parked.filter(|(_, parked)| parked.since >= entered && !parked.is_over(now));
        parked.next().map(|(spot, parked)| parked.held(spot, now))
    }

    /// A call there was answered as if nothing were parked. `left`: when it was sent; what came after that is not over.
    pub(super) fn over(&self, spots: &[Spot], left: Instant) {
        let mut parks = locked(&self.held);
        if parks.is_empty() {
            return;
        }
        for spot in spots {
            if parks.get(spot).is_some_and(|parked| parked.since < left) {
                parks.remove(spot);
                self.board.iter().for_each(|board| board.take_down(*spot));
            }
        }
    }

    /// Nothing is parked that calls would not find out for themselves.
    pub(super) fn is_idle(&self, now: Instant) -> bool {
        locked(&self.held).values().all(|parked| parked.until.unwrap_or(parked.probe) <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meta::Scope;

    const SHOP: Spot = Spot::Shop(1);

    impl Parks {
        /// A call that leaves where it may.
        pub(in super::super) fn tries(self: &Arc<Self>, spots: &[Spot], now: Instant) -> Result<(), Held> {
            let mut probe = Probe::default();
            self.enter(spots, now, &mut probe).map(|()| probe.leaves())
        }
    }

    #[test]
    fn a_try_that_was_not_sent_is_given_back_and_is_nobody_elses_while_it_lasts() {
        let (parks, start) = (Arc::new(Parks::default()), Instant::now());
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        parks.park(Spot::Account, start, None, "no points", "NoPoints");
        parks.park(SHOP, at(30), None, "not authorised", "NotAuthorised");
        let both = [Spot::Account, SHOP];
        let mut probe = Probe::default();
        // What is refused at one spot takes no try at the other.
        assert!(parks.enter(&both, at(60), &mut probe).is_err() && probe.taken.is_empty());
        assert_eq!(parks.enter(&both, at(90), &mut probe), Ok(()));
        assert!(parks.tries(&[SHOP], at(91)).is_err() && parks.tries(&[Spot::Account], at(91)).is_err());
        // It goes on where it was.
        assert_eq!((parks.enter(&both, at(92), &mut probe), probe.taken.len()), (Ok(()), 2));
        drop(probe);
        assert_eq!(parks.look(&both, at(92)), Ok(()));
        // Sent, and nobody knows what became of it; ended, sent and not.
        for (end, is_free) in [(None, false), (Some(false), false), (Some(true), true)] {
            let mut probe = Probe::default();
            assert_eq!(parks.enter(&both, at(92), &mut probe), Ok(()), "{end:?}");
            probe.leaves();
            end.into_iter().for_each(|unsent| probe.ended(unsent));
            drop(probe);
            assert_eq!(parks.look(&both, at(92)).is_ok(), is_free, "{end:?}");
            for (spot, by) in [(Spot::Account, "no points"), (SHOP, "not authorised")] {
                parks.park(spot, at(32), None, by, "Again");
            }
        }
        // Somebody else has met it since.
        let mut probe = Probe::default();
        assert_eq!(parks.enter(&both, at(92), &mut probe), Ok(()));
        parks.park(SHOP, at(95), None, "not authorised", "NotAuthorised");
        drop(probe);
        assert_eq!((parks.look(&[SHOP], at(96)).is_err(), parks.look(&[Spot::Account], at(96))), (true, Ok(())));
    }

    #[test]
    fn one_call_tries_while_the_others_wait_for_what_it_finds() {
        let (parks, start) = (Arc::new(Parks::default()), Instant::now());
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        parks.park(SHOP, start, None, "not authorised", "NotAuthorised");
        let held = |seconds: u64| Err(Held::Parked(Duration::from_secs(seconds), "not authorised".into(), Scope::Shop));
        assert_eq!(parks.tries(&[Spot::Account, SHOP], at(1)), held(59));
        assert_eq!(parks.tries(&[Spot::Account, Spot::Shop(2)], at(1)), Ok(()));
        // It is on its way: nobody else tries.
        assert_eq!(parks.tries(&[SHOP], at(60)), Ok(()));
        assert_eq!(parks.tries(&[SHOP], at(60)), held(60));
        // What waited before it was parked waits in vain, the one that tries does not.
        assert_eq!((parks.since(&[SHOP], start, at(61)).is_some(), parks.since(&[SHOP], at(60), at(61))), (true, None));
        // What left before proves nothing.
        parks.over(&[SHOP], start);
        assert_eq!((parks.tries(&[SHOP], at(62)), parks.is_idle(at(62))), (held(58), false));
        parks.over(&[SHOP], at(60));
        assert_eq!((parks.tries(&[SHOP], at(62)), parks.is_idle(at(62))), (Ok(()), true));
    }

    #[test]
    fn endless_shops_take_no_endless_memory() {
        let (parks, start) = (Arc::new(Parks::default()), Instant::now());
        parks.park(Spot::Account, start, None, "no points", "NoPoints");
        for shop in 0..200_000 {
            // All at one moment first, then one after the other.
            let at = start + Duration::from_micros(if shop < 50_000 { 0 } else { shop });
            parks.park(Spot::Shop(shop), at, None, "not authorised", "NotAuthorised");
            assert!(locked(&parks.held).len() <= MOST);
        }
        let at = start + Duration::from_secs(1);
        assert!(parks.look(&[Spot::Shop(199_999)], at).is_err() && parks.look(&[Spot::Account], at).is_err());
        // What calls would find out for themselves goes first.
        let later = start + Duration::from_secs(100);
        (0..6_000).for_each(|shop| parks.park(Spot::Shop(shop), later, None, "not authorised", "NotAuthorised"));
        assert!((0..6_000).all(|shop| parks.look(&[Spot::Shop(shop)], later).is_err()));
    }

    #[test]
    fn what_has_an_end_is_over_then() {
        let (parks, start) = (Arc::new(Parks::default()), Instant::now());
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        parks.park(Spot::Account, start, Some(at(600)), "the day's calls", "OfTheDay");
        let held =
            |seconds: u64| Err(Held::Parked(Duration::from_secs(seconds), "the day's calls".into(), Scope::Account));
        assert_eq!(parks.tries(&[Spot::Account], at(590)), Ok(()));
        assert_eq!(parks.tries(&[Spot::Account], at(591)), held(9));
        assert!((0..10).all(|_| parks.tries(&[Spot::Account], at(600)) == Ok(())));
    }
}
