//! What the calls of one account have cost, and what those on their way may cost.

use core::time::Duration;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

use super::shared::{Abroad, NoPoints, Over, Room, Slip, Till, Want};
use super::window::{DAY, HOUR, Window};
use super::{Caps, Named, Spend, Spent};
use crate::meta::Meta;
use crate::value::Charge;

/// What a call is charged for: the operation, and which edition of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Price {
    pub(crate) service: &'static str,
    pub(crate) operation: &'static str,
    /// Values of the fields that take documented ones only.
    pub(crate) edition: String,
    /// What the documents say that it costs; 0 where they do not.
    pub(crate) said: u32,
}

impl Price {
    pub(crate) fn of(meta: &Meta, edition: String) -> Self {
        Self { service: meta.service, operation: meta.id, edition, said: meta.price }
    }

    /// No call is taken to cost less than this: that one was free, or failed for nothing, says nothing about the next.
    fn least(&self) -> u64 {
        self.said.max(1).into()
    }
}

/// What the clients of one account share.
pub(crate) struct Ledger {
    began: Instant,
    pages: Mutex<Pages>,
}

#[derive(Default)]
struct Pages {
    prices: HashMap<Price, Dearest>,
    hour: Sums,
    day: Sums,
    shops: HashMap<u64, Sums>,
    spent: Vec<((&'static str, &'static str), Spent)>,
    /// Seconds at which shops without calls were forgotten last.
    tidied: u64,
}

/// The highest charges that were seen, in the hour that goes on and in the one before. Older ones say nothing: one absurd reply must not
/// hold calls back for as long as the process lives.
#[derive(Clone, Copy, Default)]
struct Dearest {
    hour: u64,
    now: Option<u64>,
    before: Option<u64>,
}

impl Dearest {
    fn at(self, now: u64) -> Self {
        let hour = now.checked_div(HOUR_LONG).unwrap_or_default();
        match hour.saturating_sub(self.hour) {
            0 => self,
            1 => Self { hour, now: None, before: self.now },
            _ => Self { hour, ..Self::default() },
        }
    }

    /// None where nothing was seen in that time.
    fn points(self, now: u64) -> Option<u64> {
        let Self { now, before, .. } = self.at(now);
        now.max(before)
    }

    fn seen(self, now: u64, points: u64) -> Self {
        let aged = self.at(now);
        Self { now: aged.now.max(Some(points)), ..aged }
    }
}

const HOUR_LONG: u64 = 3_600;

/// Points spent, and points of calls that have not been sent yet.
struct Sums {
    held: u64,
    window: Window,
}

impl Default for Sums {
    fn default() -> Self {
        Self { held: 0, window: Window::new(DAY) }
    }
}

impl Default for Ledger {
    fn default() -> Self {
        let hour = Sums { held: 0, window: Window::new(HOUR) };
        Self { began: Instant::now(), pages: Mutex::new(Pages { hour, ..Pages::default() }) }
    }
}

impl Ledger {
    /// Nothing is left half done where it is held.
    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
        self.at(Instant::now())
    }

    fn at(&self, now: Instant) -> u64 {
        now.saturating_duration_since(self.began).as_secs()
    }

    /// Nothing was spent that a cap could count.
    pub(crate) fn is_idle(&self) -> bool {
        let (now, mut pages) = (self.now(), self.pages());
        pages.day.is_idle(now)
    }

    /// Keep points for a call that wants to be sent. `all`: also those that are kept for reading back.
    pub(crate) fn reserve(self: &Arc<Self>, price: Price, shop: u64, caps: Caps, all: bool) -> Result<Reserved, Over> {
        let (now, mut pages) = (self.now(), self.pages());
        let seen = pages.prices.get(&price).and_then(|dearest| dearest.points(now));
        let points = seen.unwrap_or_default().max(price.least());
        pages.tidy(now);
        let Pages { hour, day, shops, .. } = &mut *pages;
        let each = shops.entry(shop).or_default();
        let mut sums = [hour, day, each];
        for (room, sums) in caps.rooms(all).into_iter().zip(&mut sums) {
            sums.fits(now, points, room)?;
        }
        sums.iter_mut().for_each(|sums| sums.held = sums.held.saturating_add(points));
        drop(pages);
        Ok(Reserved { ledger: Arc::clone(self), price, shop, points, sent: None, abroad: None })
    }

    #[cfg(test)]
    pub(super) fn shops(&self) -> usize {
        self.pages().shops.len()
    }

    pub(crate) fn spend(&self) -> Spend {
        let pages = self.pages();
        let mut named = Named::default();
        for ((service, id), spent) in &pages.spent {
            named.set(format!("{service}/{id}"), *spent);
        }
        Spend { operations: named }
    }
}

impl Pages {
    /// A shop without calls for a day is forgotten, so that they are no more than have calls.
    fn tidy(&mut self, now: u64) {
        const OFTEN: u64 = 900;
        if now.saturating_sub(self.tidied) >= OFTEN {
            self.tidied = now;
            self.shops.retain(|_, sums| !sums.is_idle(now));
        }
    }

    /// The sums in which a call of this shop counts.
    fn each(&mut self, shop: u64, mut with: impl FnMut(&mut Sums)) {
        with(&mut self.hour);
        with(&mut self.day);
        with(self.shops.entry(shop).or_default());
    }
}

impl Sums {
    fn is_idle(&mut self, now: u64) -> bool {
        self.held == 0 && self.window.sum(now) == 0
    }

    fn fits(&mut self, now: u64, points: u64, Room { name: setting, cap, kept }: Room) -> Result<(), Over> {
        let Some(cap) = cap else { return Ok(()) };
        let spent = self.window.sum(now).saturating_add(self.held);
        let room = cap.saturating_sub(kept);
        let wanted = spent.saturating_add(points);
        if wanted <= room {
            return Ok(());
        }
        let wait = self.window.frees(now, wanted.saturating_sub(room)).map(Duration::from_secs);
        Err(Over { setting, cap, spent, kept, wait })
    }
}

/// Points of one attempt. Dropped before it is sent they are free again; dropped later without a word of what it cost, they are spent.
pub(crate) struct Reserved {
    ledger: Arc<Ledger>,
    price: Price,
    shop: u64,
    points: u64,
    /// Second at which it was sent.
    sent: Option<u64>,
    /// The same points, where machines share caps.
    abroad: Option<Abroad>,
}

impl Reserved {
    #[cfg(test)]
    pub(super) fn points(&self) -> u64 {
        self.points
    }

    /// The same, with its points kept also where machines share caps.
    pub(crate) async fn shared(
        mut self,
        through: Arc<dyn Till>,
        keys: [Arc<str>; 2],
        rooms: [Room; 3],
        until: Option<std::time::Instant>,
    ) -> Result<Self, NoPoints> {
        let slip: Slip = through.reserve(Want { keys, points: self.points, rooms }, until).await?;
        self.abroad = Some(Abroad::new(through, slip));
        Ok(self)
    }

    /// It has waited for so long that its points are to be kept anew.
    pub(crate) fn is_old(&self) -> bool {
        self.abroad.as_ref().is_some_and(Abroad::is_old)
    }

    /// Machines share it.
    pub(crate) fn is_shared(&self) -> bool {
        self.abroad.is_some()
    }

    /// It is sent at that moment.
    pub(crate) fn leaves(&mut self, now: Instant) {
        let (now, points) = (self.ledger.at(now), self.points);
        self.sent = Some(now);
        self.ledger.pages().each(self.shop, |sums| {
            sums.held = sums.held.saturating_sub(points);
            sums.window.add(now, points);
        });
    }

    /// What it cost.
    pub(crate) fn settle(mut self, charge: Charge) {
        if let Some(sent) = self.sent.take() {
            let abroad = self.abroad.take();
            self.settled(sent, charge, abroad);
            // Nothing is left to be given back.
            self.points = 0;
        }
    }

    fn settled(&self, sent: u64, charge: Charge, abroad: Option<Abroad>) {
        let reserved = self.points;
        let known = charge.points().and_then(|points| u64::try_from(points.get()).ok());
        if let Some(abroad) = abroad {
            abroad.settle(known.unwrap_or(reserved));
        }
        let mut pages = self.ledger.pages();
        if let Some(known) = known {
            pages.each(self.shop, |sums| sums.window.correct(sent, reserved, known));
        }
        let more = match (charge, known) {
            (Charge::Unknown, _) | (_, None) => Spent { unknown: 1, doubt: reserved, ..Spent::default() },
            (Charge::None, _) => Spent { none: 1, ..Spent::default() },
            (Charge::Known(_), Some(known)) => Spent { known, ..Spent::default() },
        };
        let operation = (self.price.service, self.price.operation);
        match pages.spent.iter_mut().find(|(known, _)| *known == operation) {
            Some((_, spent)) => *spent = spent.plus(more),
            None => pages.spent.push((operation, more)),
        }
        if let (Charge::Known(_), Some(known)) = (charge, known) {
            let now = self.ledger.now();
            match pages.prices.get_mut(&self.price) {
                Some(dearest) => *dearest = dearest.seen(now, known),
                None => {
                    pages.prices.insert(self.price.clone(), Dearest::default().seen(now, known));
                }
            }
        }
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        match self.sent.take() {
            Some(sent) => {
                let abroad = self.abroad.take();
                self.settled(sent, Charge::Unknown, abroad);
            }
            None => {
                if let Some(abroad) = self.abroad.take() {
                    abroad.settle(0);
                }
                let points = self.points;
                self.ledger.pages().each(self.shop, |sums| sums.held = sums.held.saturating_sub(points));
            }
        }
    }
}
