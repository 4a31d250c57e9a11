//! `vvspec diff` on very many operations of which one field of one changed.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Instant;

use wait4::Wait4 as _;

use super::{Measurement, below};
use crate::report::{Limit, Report};
use crate::stats::median;
use crate::{Result, place, scale};

pub(super) const MEASUREMENT: Measurement = Measurement {
    name: "diff_1000",
    figures: &[below("diff_1000", "s", 0.5, Limit::None), below("diff_1000_memory", "MB", 200.0, Limit::None)],
    run,
};

const OPERATIONS: usize = 1_000;
const RUNS: usize = 5;
/// The exit code for a breaking change.
const FOUND: i32 = 100;

fn run(this: &Measurement, report: &mut Report) -> Result<()> {
    let binary = place::release_binary("vvtool-codegen", "vvspec")?;
    let dir = place::fresh("diff")?;
    let (base, head) = (dir.join("base"), dir.join("head"));
    scale::write(&base, OPERATIONS)?;
    scale::write(&head, OPERATIONS)?;
    let file = head.join("scale/group25/op500.yaml");
    let text = fs::read_to_string(&file)?;
    let changed = text.replacen("{name: item_field_7,", "{name: item_field_seven,", 1);
    if changed == text {
        return Err("the changed operation is not what it was".into());
    }
    fs::write(&file, changed)?;
    let (mut seconds, mut megabytes) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let start = Instant::now();
        let mut child = Command::new(&binary)
            .arg("diff")
            .args([&base, &head])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        let ended = child.wait4()?;
        seconds.push(start.elapsed().as_secs_f64());
        megabytes.push(ended.rusage.maxrss as f64 / 1e6);
        if ended.status.code() != Some(FOUND) {
            return Err(format!("the change was not found: {}", ended.status).into());
        }
    }
    this.say(report, &[median(&seconds).ok_or("no runs")?, median(&megabytes).ok_or("no runs")?]);
    Ok(())
}
