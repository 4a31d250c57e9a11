//! Two ways of doing the same, timed in turn: what disturbs the machine disturbs both.

use std::time::{Duration, Instant};

use crate::stats::{median, quartiles};

/// Rounds per figure.
const ROUNDS: usize = 1_000;
/// A batch this short is seldom cut in two by another process, and long enough for the clock.
const BATCH: Duration = Duration::from_millis(1);

/// What the rounds said.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// Median over the rounds of ours / baseline.
    pub ratio: f64,
    /// Half of all rounds lie between these.
    pub spread: (f64, f64),
    /// Median microseconds of one call of ours, and of the baseline.
    pub micros: (f64, f64),
}

/// Time both in turn, the other one first in every second round.
pub fn compare(ours: &mut dyn FnMut(), baseline: &mut dyn FnMut()) -> Option<Timing> {
    let ours_batch = batch_size(ours);
    let baseline_batch = batch_size(baseline);
    let (mut of_ours, mut of_baseline, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let (mine, theirs);
        if round % 2 == 0 {
            mine = per_call(ours, ours_batch);
            theirs = per_call(baseline, baseline_batch);
        } else {
            theirs = per_call(baseline, baseline_batch);
            mine = per_call(ours, ours_batch);
        }
        of_ours.push(mine);
        of_baseline.push(theirs);
        ratios.push(mine / theirs);
    }
    Some(Timing { ratio: median(&ratios)?, spread: quartiles(&ratios)?, micros: (median(&of_ours)?, median(&of_baseline)?) })
}

/// Microseconds of one call.
fn per_call(work: &mut dyn FnMut(), calls: u32) -> f64 {
    let start = Instant::now();
    (0..calls).for_each(|_| work());
    start.elapsed().as_secs_f64() * 1e6 / f64::from(calls)
}

/// How many calls fill a batch. Warms up on the way.
fn batch_size(work: &mut dyn FnMut()) -> u32 {
    let mut calls = 1;
    loop {
        let start = Instant::now();
        (0..calls).for_each(|_| work());
        if start.elapsed() >= BATCH {
            return calls;
        }
        calls *= 2;
    }
}
