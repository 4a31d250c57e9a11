//! The server's clock: the one that all who share a journal agree on.

use core::time::Duration;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::writes::journal::{End, Entry, Settled};

/// How far the server's clock is ahead of this machine's, in milliseconds, as it was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    ahead: i64,
    found: (Instant, SystemTime),
}

/// Found again after this time.
const OLD: Duration = Duration::from_secs(60);
/// A clock that differs by more was set, and one that differs by less was asked at a busy moment.
const SET: u64 = 1_000;

impl Clock {
    /// From what the server said between these two moments.
    pub(super) fn found(server: i64, asked: SystemTime, told: SystemTime) -> Self {
        let between = millis(asked).midpoint(millis(told));
        Self { ahead: server.saturating_sub(between), found: (Instant::now(), told) }
    }

    /// Whether the server is to be asked again: a minute went by, or this machine's clock was set.
    pub(super) fn is_old(self, now: (Instant, SystemTime)) -> bool {
        let (even, wall) = self.found;
        let even = now.0.saturating_duration_since(even);
        let wall = millis(now.1).abs_diff(millis(wall));
        even > OLD || wall.abs_diff(u64::try_from(even.as_millis()).unwrap_or(u64::MAX)) > SET
    }

    /// The newer of two, but the same distance where they agree: times come back as they went.
    pub(super) fn after(self, earlier: Option<Self>) -> Self {
        let same = earlier.filter(|earlier| earlier.ahead.abs_diff(self.ahead) <= SET);
        Self { ahead: same.map_or(self.ahead, |same| same.ahead), ..self }
    }

    /// A time of this machine as the server would tell it.
    pub(super) fn theirs(self, ours: SystemTime) -> SystemTime {
        moved(ours, self.ahead)
    }

    /// An end with the server's times. How old the journal is no clock says.
    pub(super) fn end_theirs(self, end: End) -> End {
        End { at: self.theirs(end.at), settled: settled(end.settled, self.ahead), ..end }
    }

    /// An entry with the server's times, or with this machine's.
    pub(super) fn entry_theirs(self, entry: Entry) -> Entry {
        timed(entry, self.ahead)
    }

    pub(super) fn entry_ours(self, entry: Entry) -> Entry {
        timed(entry, self.ahead.saturating_neg())
    }
}

fn settled(settled: Settled, by: i64) -> Settled {
    Settled { wall: moved(settled.wall, by), ..settled }
}

fn timed(entry: Entry, by: i64) -> Entry {
    let at = |time: Option<SystemTime>| time.map(|time| moved(time, by));
    Entry {
        planned: moved(entry.planned, by),
        started: at(entry.started),
        until: at(entry.until),
        ended: at(entry.ended),
        settled: entry.settled.map(|known| settled(known, by)),
        earlier: entry.earlier.map(|earlier| Box::new(timed(*earlier, by))),
        ..entry
    }
}

fn moved(time: SystemTime, by: i64) -> SystemTime {
    let distance = Duration::from_millis(by.unsigned_abs());
    let moved = if by < 0 { time.checked_sub(distance) } else { time.checked_add(distance) };
    moved.unwrap_or(time)
}

/// Since the epoch; before it none.
pub(super) fn millis(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::writes::journal::sample_entry;

    fn at(millis: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(millis)
    }

    #[test]
    fn times_come_back_as_they_went_and_a_clock_that_was_set_is_found_out() {
        let entry = Entry { until: Some(at(5)), ..sample_entry(1, "a") };
        for server in [0, 9_000, 4_000_000] {
            let clock = Clock::found(server, at(10_000), at(10_200));
            assert_eq!(clock.entry_ours(clock.entry_theirs(entry.clone())).planned, entry.planned, "{server}");
            assert_eq!(clock.theirs(at(10_100 + 7)), at(u64::try_from(server).unwrap() + 7));
        }
        let clock = Clock::found(5_000, at(1_000), at(1_000));
        let (even, wall) = clock.found;
        let later =
            |even_ms: u64, wall_ms: u64| (even + Duration::from_millis(even_ms), wall + Duration::from_millis(wall_ms));
        assert!(!clock.is_old(later(30_000, 30_900)));
        assert!(clock.is_old(later(61_000, 61_000)));
        assert!(clock.is_old(later(30_000, 32_000)) && clock.is_old((even + Duration::from_secs(2), wall)));
        let busy = Clock::found(5_900, at(1_000), at(1_000)).after(Some(clock));
        let set = Clock::found(9_000, at(1_000), at(1_000)).after(Some(clock));
        assert_eq!((busy.ahead, set.ahead), (4_000, 8_000));
    }
}
