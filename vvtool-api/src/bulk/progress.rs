//! How far a bulk is.

use core::fmt;
use core::time::Duration;

use tokio::time::Instant;

use crate::value::{Charge, Points};

/// How far a [`Bulk`](crate::Bulk) is: `1200/50000, 8.9/s, 1 h 31 min left, 1200 points, 3 failed`. What is not known is left out.
///
/// [Example](crate::Bulk)
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    pub(super) done: usize,
    pub(super) total: Option<usize>,
    pub(super) failed: usize,
    pub(super) points: u64,
    pub(super) unknown: usize,
    pub(super) rate: Option<f64>,
    pub(super) done_through: usize,
}

impl Progress {
    /// Requests whose result was given, good or not.
    ///
    /// [Example](crate::Bulk)
    #[must_use]
    pub fn done(&self) -> usize {
        self.done
    }

    /// All requests, where their iterator knows how many there are.
    ///
    /// [Example](crate::Bulk)
    #[must_use]
    pub fn total(&self) -> Option<usize> {
        self.total
    }

    /// Requests that failed.
    ///
    /// [Example](crate::Bulk)
    #[must_use]
    pub fn failed(&self) -> usize {
        self.failed
    }

    /// What the results say that they cost. [`spend`](crate::vvtool::Client::spend) of the client also counts what was repeated.
    ///
    /// [Example](crate::Bulk)
    #[must_use]
    pub fn points(&self) -> Points {
        Points::new(i64::try_from(self.points).unwrap_or(i64::MAX))
    }

    /// Results of which nobody said what they cost.
    ///
    /// [Example](crate::Bulk)
    #[must_use]
    pub fn unknown(&self) -> usize {
        self.unknown
    }

    /// Results a second, over the last half minute or so; none within the first second.
    ///
    /// [Example](crate::Bulk)
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        self.rate
    }

    /// The time that the rest takes at this rate.
    ///
    /// [Example](crate::Bulk)
    #[must_use]
    pub fn left(&self) -> Option<Duration> {
        let rest = self.total?.saturating_sub(self.done);
        if rest == 0 {
            return Some(Duration::ZERO);
        }
        // Too long for a Duration is as good as unknown.
        Duration::try_from_secs_f64(rest as f64 / self.rate?).ok()
    }

    /// The first request that has no result yet: a program that starts again with the same requests may skip so many. Some after it may
    /// have results as well; the results that it has dropped itself it has to ask for again.
    ///
    /// [Example](crate::Bulk)
    #[must_use]
    pub fn done_through(&self) -> usize {
        self.done_through
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.done)?;
        if let Some(total) = self.total {
            write!(f, "/{total}")?;
        }
        if let Some(rate) = self.rate {
            write!(f, ", {rate:.1}/s")?;
        }
        match self.left().map(|left| left.as_secs_f64().ceil() as u64) {
            None | Some(0) => {}
            Some(seconds @ 1..60) => write!(f, ", {seconds} s left")?,
            Some(seconds @ 60..3_600) => write!(f, ", {} min left", seconds / 60)?,
            Some(seconds) => write!(f, ", {} h {} min left", seconds / 3_600, seconds % 3_600 / 60)?,
        }
        write!(f, ", {} points", self.points)?;
        if self.unknown > 0 {
            write!(f, " and {} calls of unknown cost", self.unknown)?;
        }
        write!(f, ", {} failed", self.failed)
    }
}

/// Counts results. Of the times it remembers two.
#[derive(Default)]
pub(super) struct Meter {
    done: usize,
    failed: usize,
    points: u64,
    unknown: usize,
    /// When so many were done; the rate is that since the older one.
    marks: Option<[(Instant, usize); 2]>,
}

/// From one mark to the next.
const BETWEEN: Duration = Duration::from_secs(20);
/// A shorter time says nothing.
const SOON: Duration = Duration::from_secs(1);

impl Meter {
    /// The first call begins.
    pub(super) fn begin(&mut self) {
        self.marks.get_or_insert([(Instant::now(), 0); 2]);
    }

    pub(super) fn count(&mut self, charge: Charge, failed: bool) {
        self.done = self.done.saturating_add(1);
        self.failed = self.failed.saturating_add(usize::from(failed));
        match charge {
            Charge::Known(points) => {
                self.points = self.points.saturating_add(u64::try_from(points.get()).unwrap_or_default());
            }
            Charge::Unknown => self.unknown = self.unknown.saturating_add(1),
            Charge::None => {}
        }
        let now = Instant::now();
        if let Some([older, newer]) = &mut self.marks
            && now.saturating_duration_since(newer.0) >= BETWEEN
        {
            (*older, *newer) = (*newer, (now, self.done));
        }
    }

    pub(super) fn progress(&self, total: Option<usize>, done_through: usize) -> Progress {
        let rate = self.marks.and_then(|[(since, before), _]| {
            let time = Instant::now().saturating_duration_since(since);
            (time >= SOON).then(|| self.done.saturating_sub(before) as f64 / time.as_secs_f64())
        });
        let Self { done, failed, points, unknown, .. } = *self;
        Progress { done, total, failed, points, unknown, rate, done_through }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(done: usize, total: Option<usize>, rate: Option<f64>) -> String {
        Progress { done, total, failed: 3, points: 1_200, unknown: 0, rate, done_through: 0 }.to_string()
    }

    #[test]
    fn progress_is_one_line() {
        for (done, total, rate, expected) in [
            (1_200, Some(50_000), Some(8.9), "1200/50000, 8.9/s, 1 h 31 min left, 1200 points, 3 failed"),
            (1_200, Some(1_736), Some(8.9), "1200/1736, 8.9/s, 1 min left, 1200 points, 3 failed"),
            (1_200, Some(1_209), Some(8.9), "1200/1209, 8.9/s, 2 s left, 1200 points, 3 failed"),
            (1_200, Some(1_200), Some(8.9), "1200/1200, 8.9/s, 1200 points, 3 failed"),
            (1_200, None, Some(8.9), "1200, 8.9/s, 1200 points, 3 failed"),
            (1_200, Some(50_000), None, "1200/50000, 1200 points, 3 failed"),
            (1_200, Some(usize::MAX), Some(0.0), "1200/18446744073709551615, 0.0/s, 1200 points, 3 failed"),
        ] {
            assert_eq!(shown(done, total, rate), expected);
        }
        let unknown = Progress { unknown: 2, ..Meter::default().progress(None, 0) };
        assert_eq!(unknown.to_string(), "0, 0 points and 2 calls of unknown cost, 0 failed");
    }

    #[tokio::test(start_paused = true)]
    async fn the_rate_is_that_of_the_last_while() {
        let mut meter = Meter::default();
        meter.begin();
        assert_eq!(meter.progress(None, 0).rate(), None);
        let mut pass = async |calls: usize, each: u64| {
            for _ in 0..calls {
                tokio::time::advance(Duration::from_millis(each)).await;
                meter.count(Charge::Known(Points::new(1)), false);
            }
            meter.progress(Some(100_000), 0)
        };
        assert_eq!(pass(600, 100).await.rate(), Some(10.0));
        let slower = pass(60, 1_000).await;
        assert_eq!((slower.rate(), slower.done(), slower.points().get()), (Some(1.0), 660, 660));
        assert_eq!(slower.left().map(|left| left.as_secs()), Some(99_340));
    }
}
