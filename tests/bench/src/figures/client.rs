//! Requests per second of the full typed call, over reqwest with the derive baseline; and what a client costs to make.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use tokio::task::JoinSet;

use vvtool_api::vvtool::Client;

use super::{Measurement, at_least, below};
use crate::report::{Limit, Report};
use crate::stats::{median, quartiles};
use crate::{
    Result,
    calls::{self, Call},
    inputs, server,
};

pub(super) const FULL: Measurement =
    Measurement { name: "client_vs_reqwest", figures: &[at_least("client_vs_reqwest", 1.5)], run: full };
pub(super) const SMALL: Measurement =
    Measurement { name: "client_vs_reqwest_small", figures: &[at_least("client_vs_reqwest_small", 1.0)], run: small };

pub(super) const MAKE: Measurement =
    Measurement { name: "client_make", figures: &[below("client_make", "us", 200.0, Limit::None)], run: make };

const CLIENTS: usize = 1_000;
const MADE: usize = 9;
const CONCURRENCY: usize = 16;
const CALLS_PER_TASK: usize = 40;
const ROUNDS: usize = 40;

/// Clients of a host that speaks http, one for each of many shops, all of them alive at once.
fn make(this: &Measurement, report: &mut Report) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..MADE {
        let begin = Instant::now();
        let clients = (0..CLIENTS).map(|_| Client::builder().host("http://127.0.0.1:9").token("t").build());
        let clients = clients.collect::<core::result::Result<Vec<_>, _>>()?;
        times.push(begin.elapsed().as_secs_f64() * 1e6 / CLIENTS as f64);
        drop(clients);
    }
    // The first thousand pays what a process pays once.
    let (first, (low, high)) = (times.first().copied().unwrap_or_default(), quartiles(&times).unwrap_or_default());
    eprintln!("client_make: {first:.0} us at first, half of {MADE} thousands between {low:.0} and {high:.0} us each");
    this.say(report, &[median(&times).ok_or("no clients")?]);
    Ok(())
}

fn full(this: &Measurement, report: &mut Report) -> Result<()> {
    run(this, report, "full")
}

fn small(this: &Measurement, report: &mut Report) -> Result<()> {
    run(this, report, "small")
}

fn run(this: &Measurement, report: &mut Report, kind: &str) -> Result<()> {
    let input = inputs::named(kind).ok_or("no such input")?;
    this.say(report, &[ratio(this.name, input.body)?]);
    if let Some(body) = inputs::reference(kind) {
        let name = format!("{}_reference", this.name);
        report.say_extra(&name, ratio(&name, body)?);
    }
    Ok(())
}

fn ratio(name: &str, body: Bytes) -> Result<f64> {
    let trade = inputs::trade(&body)?;
    let address = server::start(body)?;
    // One thread calls and another one serves: what is compared is what a call costs the caller.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let ours = Arc::new(calls::Ours::new(address, &trade)?);
    let baseline = Arc::new(calls::Baseline::new(address, &trade)?);
    let (mut of_ours, mut of_baseline, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    // The first round opens the connections.
    for round in 0..=ROUNDS {
        let (mine, theirs);
        if round % 2 == 0 {
            mine = runtime.block_on(rate(&ours))?;
            theirs = runtime.block_on(rate(&baseline))?;
        } else {
            theirs = runtime.block_on(rate(&baseline))?;
            mine = runtime.block_on(rate(&ours))?;
        }
        if round > 0 {
            of_ours.push(mine);
            of_baseline.push(theirs);
            ratios.push(mine / theirs);
        }
    }
    let middle = |values: &[f64]| median(values).unwrap_or_default();
    let (low, high) = quartiles(&ratios).unwrap_or_default();
    eprintln!(
        "{name}: {:.0} against {:.0} requests/s; half of the rounds between {low:.2} and {high:.2}",
        middle(&of_ours),
        middle(&of_baseline)
    );
    median(&ratios).ok_or_else(|| "no rounds".into())
}

/// Requests per second of one round.
async fn rate(caller: &Arc<impl Call>) -> Result<f64> {
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..CONCURRENCY {
        let caller = Arc::clone(caller);
        tasks.spawn(async move {
            for _ in 0..CALLS_PER_TASK {
                caller.call().await?;
            }
            Ok::<(), Box<dyn core::error::Error + Send + Sync>>(())
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended??;
    }
    Ok((CONCURRENCY * CALLS_PER_TASK) as f64 / start.elapsed().as_secs_f64())
}
