//! Whose turn it is among the calls of one operation, and which slots they take: no clock, no lock, no future.

use core::task::Waker;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use tokio::time::Instant;

use super::Priority;
use super::pace::Pace;
use super::shared::{TurnReply, Turns};
use super::slot::{Rule, Slots};
use super::together::Others;

/// Whoever is offered a slot takes it within this time, or the next one may.
const GRACE: u64 = 20_000;
/// Who keeps the time and is so late is not polled any more.
const STALE: u64 = 200_000;
/// How often the others look whether the time is kept.
const WATCH: u64 = 1_000_000;
/// Of ten slots that ordinary calls wait for as well, urgent ones get so many.
const URGENT: u32 = 3;
const OF: u32 = 10;

/// Requests follow each other on their connections so much sooner than calls get their turns, in microseconds: else whoever was held up
/// once would hold up all that follow.
const EAGER: u64 = 2_000;

/// What a call that has to wait asks for.
pub(crate) struct Ask {
    pub(crate) rules: Arc<[Rule]>,
    /// What holds where machines share the first rule and cannot agree, and the others always: the part of one process.
    pub(crate) alone: Arc<[Rule]>,
    /// By the first of them calls may be made: it is the part of one process, and that is a call.
    pub(crate) may_alone: bool,
    /// The period of the shared rule, and its jitter.
    pub(crate) whole: u64,
    /// What holds for all operations together.
    pub(crate) together: Arc<[Rule]>,
    /// Shops are served in turn.
    pub(crate) shop: u64,
    pub(crate) priority: Priority,
    /// So many may wait.
    pub(crate) most: usize,
    /// When it gives up.
    pub(crate) until: Option<Instant>,
}

/// The calls that wait, and what is known of the slots.
#[derive(Default)]
pub(super) struct Waiting {
    pub(super) slots: Slots,
    /// Of requests that went on a connection of their own: it may have been long in the making.
    departed: Slots,
    /// Instead of the first of them, where machines share the lane.
    pub(super) promises: Option<Turns>,
    pub(super) pace: Pace,
    urgent: ByShop,
    ordinary: ByShop,
    calls: HashMap<u64, Call>,
    ids: u64,
    /// What urgent calls have taken beyond their part.
    debt: u32,
    others: Others,
    keeper: Option<Keeper>,
    offer: Option<Offer>,
}

struct Call {
    shop: u64,
    priority: Priority,
    rules: Rules,
    waker: Waker,
    /// It did not come for a slot that it was offered.
    asleep: bool,
}

/// The rules of a call, and those of a process by itself.
#[derive(Clone, Default)]
pub(super) struct Rules {
    all: Arc<[Rule]>,
    alone: Arc<[Rule]>,
    may_alone: bool,
    whole: u64,
    together: Arc<[Rule]>,
}

/// Who keeps the time, and when it is to wake.
#[derive(Clone, Copy)]
struct Keeper {
    id: u64,
    wakes: u64,
}

#[derive(Clone, Copy)]
struct Offer {
    id: u64,
    over: u64,
}

/// What comes of it when a waiting call is polled: for itself, whom to wake, and by which rule to ask for the next turn.
pub(super) struct Look {
    pub(super) step: Step,
    pub(super) wake: Option<Waker>,
    pub(super) ask: Option<Rule>,
}

pub(super) enum Step {
    Mine,
    Later(u64),
}

impl Rules {
    /// Of a lane that no machines share.
    pub(super) fn plain(rules: &Arc<[Rule]>, together: &Arc<[Rule]>) -> Self {
        Self { all: Arc::clone(rules), together: Arc::clone(together), ..Self::default() }
    }
}

impl Waiting {
    /// Beside the calls of other operations; where machines share the lane, or not.
    pub(super) fn beside(others: Others, shared: bool) -> Self {
        Self { promises: shared.then(Turns::default), others, ..Self::default() }
    }

    /// Nobody waits.
    pub(super) fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    pub(super) fn enter(&mut self, ask: Ask) -> Option<u64> {
        if self.calls.len() >= ask.most {
            return None;
        }
        let id = self.ids;
        self.ids = id.wrapping_add(1);
        let Ask { rules, alone, may_alone, whole, together, shop, priority, .. } = ask;
        let rules = Rules { all: rules, alone, may_alone, whole, together };
        self.turns(priority).enter(shop, id);
        self.calls.insert(id, Call { shop, priority, rules, waker: Waker::noop().clone(), asleep: false });
        Some(id)
    }

    fn turns(&mut self, priority: Priority) -> &mut ByShop {
        match priority {
            Priority::Interactive => &mut self.urgent,
            Priority::Ordinary => &mut self.ordinary,
        }
    }

    /// From when on it is as if no call had left.
    pub(super) fn rested(&self) -> u64 {
        self.slots.rested().max(self.departed.rested())
    }

    /// When a request may go on the connection that was made for it: at once where it is then taken to have gone.
    pub(super) fn departs(&mut self, rules: &[Rule], now: u64) -> u64 {
        let eager = |rule: &Rule| {
            let rule = self.pace.rule(*rule, now);
            Rule { interval: rule.interval.saturating_sub(EAGER).max(1), ..rule }
        };
        let rules: Vec<Rule> = rules.iter().map(eager).collect();
        let due = rules.iter().enumerate().map(|(rate, rule)| self.departed.due(rate, *rule, now)).max().unwrap_or(now);
        if due <= now {
            rules.iter().enumerate().for_each(|(rate, rule)| self.departed.take(rate, *rule, now));
        }
        due
    }

    /// When a call with these rules may leave.
    pub(super) fn due(&self, rules: &Rules, now: u64) -> u64 {
        let free = |(rate, rule): (usize, &Rule)| self.slots.due(rate, self.pace.rule(*rule, now), now);
        let own = |rules: &Arc<[Rule]>, but| rules.iter().enumerate().skip(but).map(free).max().unwrap_or(now);
        let due = match &self.promises {
            None => own(&rules.all, 0),
            Some(turns) => match (turns.promised(now), turns.alone(rules.whole)) {
                (Some(at), _) => at.max(own(&rules.alone, 1)),
                (None, Some(from)) if rules.may_alone => from.max(own(&rules.alone, 0)),
                _ => u64::MAX,
            },
        };
        due.max(self.pace.until()).max(self.others.due(&rules.together, now))
    }

    /// A call leaves now, unless one of another operation took its place just before.
    pub(super) fn take(&mut self, rules: &Rules, now: u64) -> bool {
        if !self.others.take(&rules.together, now) {
            return false;
        }
        let promised = self.promises.is_some_and(|turns| turns.promised(now).is_some());
        if let Some(turns) = &mut self.promises {
            turns.taken();
        }
        let own = if self.promises.is_some() { &rules.alone } else { &rules.all };
        for (rate, rule) in own.iter().enumerate().skip(usize::from(promised)) {
            self.slots.take(rate, self.pace.rule(*rule, now), now);
        }
        true
    }

    /// The place where machines agree has answered; whom to wake because of it.
    pub(super) fn told(&mut self, answer: TurnReply, time: impl Fn(std::time::Instant) -> u64) -> Option<Waker> {
        self.promises.as_mut()?.told(answer, time);
        let keeper = self.keeper.map(|keeper| keeper.id).filter(|id| self.calls.contains_key(id));
        keeper.or_else(|| self.next()).and_then(|id| self.waker(id))
    }

    /// The rule by which to ask for the next turn now.
    fn asked(&mut self, rules: &Rules, now: u64) -> Option<Rule> {
        let rule = *rules.all.first()?;
        self.promises.as_mut()?.ask(now).then(|| self.pace.rule(rule, now))
    }

    /// A waiting call is polled. Whom to wake because of it is given back: not while the lock is held.
    pub(super) fn look(&mut self, id: u64, waker: &Waker, now: u64) -> Look {
        let Some(call) = self.calls.get_mut(&id) else { return Look { step: Step::Mine, wake: None, ask: None } };
        call.waker.clone_from(waker);
        call.asleep = false;
        let rules = call.rules.clone();
        let (step, wake) = self.turn(id, &rules, now);
        let more = matches!(step, Step::Later(_)) || !self.calls.is_empty();
        Look { step, wake, ask: if more { self.asked(&rules, now) } else { None } }
    }

    fn turn(&mut self, id: u64, rules: &Rules, now: u64) -> (Step, Option<Waker>) {
        if self.offer.is_some_and(|offer| offer.id == id) {
            if self.due(rules, now) <= now && self.take(rules, now) {
                return (Step::Mine, self.serve(id));
            }
            // What it was offered is over: it has come, and keeps its place.
            self.offer = None;
        }
        let kept = self.keeper.filter(|keeper| keeper.id != id && now < keeper.wakes.saturating_add(STALE));
        if kept.is_some_and(|keeper| self.calls.contains_key(&keeper.id)) {
            return (Step::Later(now.saturating_add(WATCH)), None);
        }
        let (mut wake, mut next) = (None, now.saturating_add(WATCH));
        while let Some(chosen) = self.next() {
            if let Some(offer) = self.offer {
                if now < offer.over {
                    next = offer.over;
                    break;
                }
                self.pass_over(offer.id);
                continue;
            }
            let rules = self.calls.get(&chosen).map(|call| call.rules.clone()).unwrap_or_default();
            next = self.due(&rules, now);
            if next > now {
                next = self.promises.map_or(next, |turns| next.min(turns.again(now).max(now.saturating_add(1_000))));
                break;
            }
            if chosen == id {
                if self.take(&rules, now) {
                    return (Step::Mine, self.serve(id));
                }
                continue;
            }
            self.offer = Some(Offer { id: chosen, over: now.saturating_add(GRACE) });
            wake = self.waker(chosen);
        }
        self.keeper = Some(Keeper { id, wakes: next });
        (Step::Later(next), wake)
    }

    /// It was offered a slot and did not come.
    fn pass_over(&mut self, id: u64) {
        self.offer = None;
        if let Some(call) = self.calls.get_mut(&id) {
            call.asleep = true;
        }
    }

    /// The call leaves; who is to keep the time now.
    fn serve(&mut self, id: u64) -> Option<Waker> {
        let contended = !self.urgent.is_empty() && !self.ordinary.is_empty();
        let is_urgent = self.calls.get(&id).is_some_and(|call| call.priority == Priority::Interactive);
        if contended && is_urgent {
            self.debt = self.debt.saturating_add(OF);
        }
        self.debt = self.debt.saturating_sub(URGENT);
        self.remove(id, true)
    }

    pub(super) fn leave(&mut self, id: u64) -> Option<Waker> {
        if self.calls.contains_key(&id) { self.remove(id, false) } else { None }
    }

    /// Forget a call. A shop that was served has its turn again after the others.
    fn remove(&mut self, id: u64, served: bool) -> Option<Waker> {
        let call = self.calls.remove(&id)?;
        self.turns(call.priority).remove(call.shop, id, served);
        let offered = self.offer.take_if(|offer| offer.id == id).is_some();
        let keeper = self.keeper?;
        if keeper.id == id {
            // Whoever is to keep the time now may be on its way out as well: then it is handed on from there.
            self.keeper = self.next().map(|id| Keeper { id, ..keeper });
            return self.keeper.and_then(|keeper| self.waker(keeper.id));
        }
        // What the keeper waits for has changed.
        if offered { self.waker(keeper.id) } else { None }
    }

    fn waker(&self, id: u64) -> Option<Waker> {
        self.calls.get(&id).map(|call| call.waker.clone())
    }

    /// Whose turn it is.
    fn next(&self) -> Option<u64> {
        let awake = |id: &u64| self.calls.get(id).is_some_and(|call| !call.asleep);
        let (urgent, ordinary) = (self.urgent.next(awake), self.ordinary.next(awake));
        if ordinary.is_none() || self.debt < URGENT { urgent.or(ordinary) } else { ordinary }
    }
}

/// Shops in turn, and the calls of each in order.
#[derive(Default)]
struct ByShop(VecDeque<(u64, VecDeque<u64>)>);

impl ByShop {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn enter(&mut self, shop: u64, id: u64) {
        match self.0.iter_mut().find(|(known, _)| *known == shop) {
            Some((_, calls)) => calls.push_back(id),
            None => self.0.push_back((shop, VecDeque::from([id]))),
        }
    }

    fn next(&self, may: impl Fn(&u64) -> bool) -> Option<u64> {
        self.0.iter().flat_map(|(_, calls)| calls).copied().find(|id| may(id))
    }

    fn remove(&mut self, shop: u64, id: u64, served: bool) {
        let Some(at) = self.0.iter().position(|(known, _)| *known == shop) else { return };
        if let Some((_, calls)) = self.0.get_mut(at) {
            calls.retain(|known| *known != id);
            let is_over = calls.is_empty();
            let moved = if is_over || served { self.0.remove(at) } else { None };
            self.0.extend(moved.filter(|_| !is_over));
        }
    }
}
