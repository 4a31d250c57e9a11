//! Allocations of one decode, over plain serde derive.

use super::{Measurement, at_most};
use crate::report::Report;
use crate::{Result, place};

pub(super) const MEASUREMENT: Measurement =
    Measurement { name: "decode_allocs", figures: &[at_most("decode_allocs", 0.25, 0.13)], run };

/// Counted in a process of its own: the counting allocator must not slow the timed decodes.
fn run(this: &Measurement, report: &mut Report) -> Result<()> {
    let binary = place::release_binary("vvtool-bench", "vvtool-bench-allocs")?;
    let said = place::run(&mut std::process::Command::new(binary))?;
    for line in said.lines() {
        let mut words = line.split_whitespace();
        let (Some(input), Some(ours), Some(baseline)) = (words.next(), words.next(), words.next()) else { continue };
        let (ours, baseline) = (ours.parse::<f64>()?, baseline.parse::<f64>()?);
        eprintln!("decode_allocs: {input}: {ours} against {baseline}");
        match input {
            "full" => this.say(report, &[ours / baseline]),
            "full_reference" => report.say_extra("decode_allocs_reference", ours / baseline),
            _ => {}
        }
    }
    Ok(())
}
