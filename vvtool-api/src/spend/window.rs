//! What was spent in the last hour, or day. Pure: nothing here looks at a clock.
//!
//! Times are seconds since some beginning of the caller's.

use std::collections::VecDeque;

/// How long, and in how many parts it is kept: what was spent in a part leaves with the last second of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    part: u64,
    parts: u64,
}

/// An hour by the minute.
pub(super) const HOUR: Span = Span { part: 60, parts: 60 };
/// A day by the quarter of an hour.
pub(super) const DAY: Span = Span { part: 900, parts: 96 };

/// What was spent in a stretch of time that ends now. It grows no further than the parts of its span.
#[derive(Debug)]
pub(super) struct Window {
    span: Span,
    /// Number of the part, and points.
    parts: VecDeque<(u64, u64)>,
}

impl Window {
    pub(super) fn new(span: Span) -> Self {
        Self { span, parts: VecDeque::new() }
    }

    fn part(&self, at: u64) -> u64 {
        at.checked_div(self.span.part).unwrap_or_default()
    }

    /// Forget what is older than the span.
    fn forget(&mut self, now: u64) {
        let oldest = self.part(now).saturating_sub(self.span.parts);
        while self.parts.front().is_some_and(|(number, _)| *number < oldest) {
            self.parts.pop_front();
        }
    }

    pub(super) fn add(&mut self, now: u64, points: u64) {
        self.forget(now);
        let number = self.part(now);
        match self.parts.back_mut() {
            // A part that is ahead of now: the clock of another runtime.
            Some((known, sum)) if *known >= number => *sum = sum.saturating_add(points),
            _ => self.parts.push_back((number, points)),
        }
    }

    /// What was added at that time turned out to be another sum.
    pub(super) fn correct(&mut self, at: u64, added: u64, points: u64) {
        let number = self.part(at);
        if let Some((_, sum)) = self.parts.iter_mut().find(|(known, _)| *known >= number) {
            *sum = sum.saturating_sub(added).saturating_add(points);
        }
    }

    pub(super) fn sum(&mut self, now: u64) -> u64 {
        self.forget(now);
        self.parts.iter().fold(0, |sum, (_, points)| sum.saturating_add(*points))
    }

    /// In how many seconds so much less is in it; none when there is not so much in it.
    pub(super) fn frees(&self, now: u64, points: u64) -> Option<u64> {
        let mut sum = 0_u64;
        let (number, _) = self.parts.iter().find(|(_, points_of)| {
            sum = sum.saturating_add(*points_of);
            sum >= points
        })?;
        let leaves = number.saturating_add(self.span.parts).saturating_add(1).saturating_mul(self.span.part);
        Some(leaves.saturating_sub(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_before_its_hour_is_over() {
        let mut random = fastrand::Rng::with_seed(3);
        for span in [HOUR, DAY] {
            let (mut window, mut spent, mut now) = (Window::new(span), Vec::new(), 0);
            let whole = span.part * span.parts;
            for _ in 0..2_000 {
                now += random.u64(0..whole / 50);
                let points = random.u64(0..5);
                window.add(now, points);
                spent.push((now, points));
                let within = |time: u64| spent.iter().filter(|(at, _)| at + time > now).map(|(_, points)| points).sum();
                let (least, most): (u64, u64) = (within(whole), within(whole + span.part));
                let sum = window.sum(now);
                assert!((least..=most).contains(&sum), "{sum} is not from {least} to {most}");
                assert!(window.parts.len() as u64 <= span.parts + 1);
            }
        }
    }

    #[test]
    fn what_it_will_be_is_known() {
        let mut window = Window::new(HOUR);
        window.add(30, 5);
        window.add(3_000, 2);
        window.correct(30, 5, 1);
        assert_eq!((window.sum(3_000), window.frees(3_000, 1), window.frees(3_000, 4)), (3, Some(660), None));
        let at = 3_000 + window.frees(3_000, 3).unwrap_or_default();
        assert_eq!((window.sum(at - 1), window.sum(at)), (2, 0));
        // What has left is not corrected any more.
        window.correct(30, 5, 100);
        assert_eq!(window.sum(at), 0);
    }
}
