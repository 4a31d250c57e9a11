//! Counts the allocations of one decode of each input: `INPUT OURS BASELINE` per line.

use vvtool_bench::{Result, decode, inputs};

fn main() -> Result<()> {
    for input in inputs::ours() {
        count(input.name, &input.body)?;
        if let Some(body) = inputs::reference(input.name) {
            count(&format!("{}_reference", input.name), &body)?;
        }
    }
    Ok(())
}

fn count(name: &str, body: &bytes::Bytes) -> Result<()> {
    // Once before counting: what is made once for the whole process is no cost of a decode.
    drop((decode::ours(body)?, decode::baseline(body)?));
    let ours = allocation_counter::measure(|| drop(decode::ours(body)));
    let baseline = allocation_counter::measure(|| drop(decode::baseline(body)));
    println!("{name} {} {}", ours.count_total, baseline.count_total);
    Ok(())
}
