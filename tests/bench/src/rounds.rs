//! Two ways of doing the same, timed in turn: what disturbs the machine disturbs both.

use std::time::{Duration, Instant};

use crate::stats::{median, quartiles};

/// Rounds per figure.
const ROUNDS: usize = 200;
/// Turns of each side in a round. The best one counts: on a busy machine most turns are cut in two by some other process.
const TURNS: usize = 12;
/// A turn this short has a chance to stay in one piece, and is long enough for the clock.
const TURN: Duration = Duration::from_micros(250);

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
    let (ours_calls, baseline_calls) = (calls_per_turn(ours), calls_per_turn(baseline));
    let (mut of_ours, mut of_baseline, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let (mut mine, mut theirs) = (f64::INFINITY, f64::INFINITY);
        for _ in 0..TURNS {
            if round % 2 == 0 {
                mine = mine.min(per_call(ours, ours_calls));
                theirs = theirs.min(per_call(baseline, baseline_calls));
            } else {
                theirs = theirs.min(per_call(baseline, baseline_calls));
                mine = mine.min(per_call(ours, ours_calls));
            }
        }
        of_ours.push(mine);
        of_baseline.push(theirs);
        ratios.push(mine / theirs);
    }
    Some(Timing {
        ratio: median(&ratios)?,
        spread: quartiles(&ratios)?,
        micros: (median(&of_ours)?, median(&of_baseline)?),
    })
}

/// Microseconds of one call.
fn per_call(work: &mut dyn FnMut(), calls: u32) -> f64 {
    let start = Instant::now();
    (0..calls).for_each(|_| work());
    start.elapsed().as_secs_f64() * 1e6 / f64::from(calls)
}

/// How many calls fill a turn. Warms up on the way.
fn calls_per_turn(work: &mut dyn FnMut()) -> u32 {
    let mut calls = 1;
    loop {
        let start = Instant::now();
        (0..calls).for_each(|_| work());
        if start.elapsed() >= TURN {
            return calls;
        }
        calls *= 2;
    }
}
