//! What the calls of an operation are held to: its own rates, those of its account, and of both the part of one process.

use core::time::Duration;
use std::sync::Arc;

use tokio::time::Instant;

use super::Gate;
use super::held::Held;
use super::slot::{self, Rule};
use crate::meta::{Meta, Rate};

/// The rules of an operation, and those of one process by itself where machines share the first of them.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) rules: Arc<[Rule]>,
    /// None of them where no machines share anything.
    pub(super) alone: Arc<[Rule]>,
    /// By the first of them calls may be made; else it holds a place, and the others hold beside what is promised.
    pub(super) may_alone: bool,
    /// The period of the first rule with its jitter.
    pub(super) whole: u64,
}

/// The rate of a service, in the words of the documents: for operations that were generated before they said theirs.
pub(super) fn documented((calls, period): (u32, &str)) -> Option<Rate> {
    match period {
        "second" => Some(Rate::per_second(calls)),
        "minute" => Some(Rate::per_minute(calls)),
        "hour" => Some(Rate::per_hour(calls)),
        "day" => Some(Rate::per_day(calls)),
        _ => None,
    }
}

impl Gate {
    /// Whether calls of the operation wait for a turn.
    pub(crate) fn has_rate(&self, meta: &'static Meta) -> bool {
        self.on && !(self.rules(meta).is_empty() && meta.account_rates.is_empty())
    }

    /// From one call of the operation to the next, as fast as it may be called now, by what it is held to alone and with others; none
    /// where nothing is limited.
    pub(crate) fn interval(&self, meta: &'static Meta) -> Result<Option<Duration>, Held> {
        if !self.on {
            return Ok(None);
        }
        let Parts { rules, alone, .. } = self.parts(meta)?;
        // The first one is that of all machines, the others are each one's part.
        let rest = if alone.is_empty() { &rules } else { &alone };
        let own: Vec<Rule> = rules.iter().take(1).chain(rest.iter().skip(1)).copied().collect();
        let own = self.account.lane(meta).interval(&own, Instant::now());
        let together = self.together(meta)?.iter().map(|rule| Duration::from_micros(rule.interval)).max();
        Ok(own.max(together).filter(|interval| !interval.is_zero()))
    }

    /// What holds for the operation. An error where of one of its rates the part of a process is no call.
    pub(super) fn parts(&self, meta: &'static Meta) -> Result<Parts, Held> {
        let Some(processes) = self.processes else {
            return Ok(Parts { rules: self.rules(meta), ..Parts::default() });
        };
        let rule = |rate: Rate| Rule::new(rate, self.jitter);
        let mut rates: Vec<Rate> = Vec::new();
        for rate in if self.is_own(meta) { self.rate.as_slice() } else { meta.rates } {
            // A handful: the library's sort, compiled for them, would be ten times as long as this file.
            let interval = rule(*rate).interval;
            rates.insert(rates.partition_point(|before| rule(*before).interval <= interval), *rate);
        }
        let Some((first, others)) = rates.split_first() else {
            // There are pauses to be shared.
            let any: Arc<[Rule]> = Arc::from([Rule { interval: 0, tolerance: 0 }]);
            return Ok(Parts { rules: Arc::clone(&any), alone: any, may_alone: true, whole: 0 });
        };
        let whole = slot::micros(first.period.saturating_add(self.jitter));
        // No burst: it is used while nobody tells what the others use of theirs.
        let part = first.part(processes).map(|part| part.with_burst(1));
        let others = others.iter().map(|rate| rate.part(processes));
        let alone = core::iter::once(Some(part.unwrap_or(*first))).chain(others).map(|rate| rate.map(rule));
        let alone = alone.collect::<Option<_>>().ok_or(Held::NoPart)?;
        Ok(Parts { rules: rates.iter().copied().map(rule).collect(), alone, may_alone: part.is_some(), whole })
    }

    /// What holds for the operation where no machines share anything.
    pub(super) fn rules(&self, meta: &'static Meta) -> Arc<[Rule]> {
        if self.is_own(meta) {
            return Arc::clone(&self.rules);
        }
        meta.rates.iter().map(|rate| Rule::new(*rate, self.jitter)).collect()
    }

    /// Whether the client's own rate holds. A client also sends operations of a user's own service, of which the documents of its
    /// gateway say nothing.
    fn is_own(&self, meta: &'static Meta) -> bool {
        self.set || (meta.rates.is_empty() && meta.service == self.service)
    }

    /// What holds for all operations of the account together. Machines do not share it: each keeps its part.
    pub(super) fn together(&self, meta: &'static Meta) -> Result<Arc<[Rule]>, Held> {
        let part = |rate: &Rate| match self.processes {
            Some(processes) => rate.part(processes).ok_or(Held::NoPart),
            None => Ok(*rate),
        };
        meta.account_rates.iter().map(|rate| part(rate).map(|rate| Rule::new(rate, self.jitter))).collect()
    }
}
