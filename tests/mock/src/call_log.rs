//! What arrived and what was carried out: bounded, so that a server may run for days.

use core::fmt;
use std::collections::VecDeque;

use crate::received::{Received, find, names};
use crate::repeats::{Repeat, Repeats};

/// The newest requests that are kept whole; so many reads too.
const KEPT: usize = 10_000;
/// The newest writes that are kept.
const WRITES: usize = 100_000;

/// One call that was carried out: it passed every check, and what it asked for was done.
#[derive(Clone)]
pub struct Call {
    /// `vvtool/erps/send`.
    pub operation: String,
    /// What it was called with, in the order of arrival.
    pub fields: Vec<(String, String)>,
    /// The number of its request, counted from 1 since the server was started or reset.
    pub number: u64,
    /// It changes something.
    pub is_write: bool,
}

impl Call {
    /// The first form field of that name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        find(&self.fields, name)
    }
}

/// Names only, as [`Received`] is shown.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation)
            .field("fields", &names(&self.fields))
            .field("number", &self.number)
            .field("is_write", &self.is_write)
            .finish()
    }
}

/// The log and what is counted.
#[derive(Debug, Default)]
pub(crate) struct CallLog {
    requests: VecDeque<Received>,
    reads: VecDeque<Call>,
    writes: VecDeque<Call>,
    repeats: Repeats,
    arrived: u64,
}

impl CallLog {
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The number of the next request.
    pub(crate) fn next(&self) -> u64 {
        self.arrived + 1
    }

    pub(crate) fn arrived(&self) -> u64 {
        self.arrived
    }

    pub(crate) fn enter(&mut self, received: Received) {
        self.arrived += 1;
        push(&mut self.requests, received, KEPT);
    }

    pub(crate) fn carried_out(&mut self, call: Call) {
        if call.is_write {
            push(&mut self.writes, call, WRITES);
        } else {
            push(&mut self.reads, call, KEPT);
        }
    }

    pub(crate) fn repeats(&mut self) -> &mut Repeats {
        &mut self.repeats
    }

    pub(crate) fn unsafe_repeats(&self) -> Vec<Repeat> {
        self.repeats.found().to_vec()
    }

    pub(crate) fn requests(&self) -> Vec<Received> {
        self.requests.iter().cloned().collect()
    }

    /// The newest, newest first, each with its number.
    #[cfg(feature = "console")]
    pub(crate) fn newest(&self) -> impl Iterator<Item = (u64, &Received)> {
        (0..).map(|back| self.arrived.saturating_sub(back)).zip(self.requests.iter().rev())
    }

    pub(crate) fn last(&self) -> Option<Received> {
        self.requests.back().cloned()
    }

    pub(crate) fn calls(&self) -> impl Iterator<Item = &Call> {
        self.writes.iter().chain(&self.reads)
    }
}

fn push<T>(queue: &mut VecDeque<T>, item: T, most: usize) {
    if queue.len() >= most {
        queue.pop_front();
    }
    queue.push_back(item);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_kept_and_the_counters_go_on() {
        let mut call_log = CallLog::default();
        for number in 1..=10_050_u64 {
            assert_eq!(call_log.next(), number);
            call_log.enter(Received { path: number.to_string(), ..Received::default() });
            let call = Call { operation: "a/b".to_owned(), fields: Vec::new(), number, is_write: number % 2 == 0 };
            call_log.carried_out(call);
        }
        let paths: Vec<_> = call_log.requests().into_iter().map(|request| request.path).collect();
        assert_eq!((paths.len(), paths.first().map(String::as_str)), (10_000, Some("51")));
        assert_eq!(call_log.last().map(|request| request.path), Some("10050".to_owned()));
        assert_eq!((call_log.arrived(), call_log.calls().count()), (10_050, 10_050));
    }
}
