//! Time to decode a reply into the public structs, over plain serde derive.

use core::hint::black_box;

use bytes::Bytes;

use super::{Measurement, at_most};
use crate::report::Report;
use crate::{Result, decode, inputs, rounds};

pub(super) const FULL: Measurement =
    Measurement { name: "decode_full", figures: &[at_most("decode_full", 0.50, 0.36)], run };
pub(super) const ESCAPED: Measurement =
    Measurement { name: "decode_escaped", figures: &[at_most("decode_escaped", 0.60, 0.44)], run };
pub(super) const UNKNOWN: Measurement =
    Measurement { name: "decode_unknown", figures: &[at_most("decode_unknown", 0.55, 0.38)], run };
pub(super) const SMALL: Measurement =
    Measurement { name: "decode_small", figures: &[at_most("decode_small", 0.55, 0.36)], run };
pub(super) const NULL: Measurement =
    Measurement { name: "decode_null", figures: &[at_most("decode_null", 0.50, 0.36)], run };
pub(super) const SPACED: Measurement =
    Measurement { name: "decode_spaced", figures: &[at_most("decode_spaced", 0.50, 0.36)], run };
pub(super) const PRETTY: Measurement =
    Measurement { name: "decode_pretty", figures: &[at_most("decode_pretty", 0.50, 0.36)], run };

fn run(this: &Measurement, report: &mut Report) -> Result<()> {
    let kind = this.name.trim_start_matches("decode_");
    let input = inputs::named(kind).ok_or("no such input")?;
    this.say(report, &[ratio(this.name, &input.body)?]);
    if let Some(body) = inputs::reference(kind) {
        let name = format!("{}_reference", this.name);
        report.say_extra(&name, ratio(&name, &body)?);
    }
    Ok(())
}

/// Both start from the bytes of the body and end with the value dropped.
fn ratio(name: &str, body: &Bytes) -> Result<f64> {
    // A figure about a reply that does not decode would be worthless: look before measuring.
    decode::ours(body)?;
    decode::baseline(body)?;
    let mut ours = || drop(black_box(decode::ours(black_box(body))));
    let mut baseline = || drop(black_box(decode::baseline(black_box(body))));
    let timing = rounds::compare(&mut ours, &mut baseline).ok_or("no rounds")?;
    let (low, high) = timing.spread;
    let (mine, theirs) = timing.micros;
    eprintln!("{name}: {mine:.2} us against {theirs:.2} us; half of the rounds between {low:.3} and {high:.3}");
    Ok(timing.ratio)
}
