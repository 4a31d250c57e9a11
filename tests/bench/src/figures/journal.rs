//! What it takes until a write may leave: claimed, and durable in a journal's file. The disk decides; nothing is sent.

use core::time::Duration;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tokio::task::JoinSet;
use vvtool_api::exchange::{Body, Exchange, Exchanging, HttpReply, HttpRequest};
use vvtool_api::vvtool::{Client, ErpsSend};
use vvtool_api::{FileJournal, Limits, Outcome, Writes};

use super::{Measurement, below};
use crate::Result;
use crate::report::{Figure, Limit, Report};
use crate::stats::median;

pub(super) const START: Measurement = Measurement {
    name: "journal_start",
    figures: &[
        below("journal_start", "ms", 15.0, Limit::None),
        Figure { name: "journal_start_32", unit: "/s", limit: Limit::AtLeast(1_000.0), aim: Limit::None },
    ],
    run,
};

const ALONE: usize = 200;
const TOGETHER: usize = 3_200;
const AT_ONCE: usize = 32;

/// Answers at once, and remembers when it was asked.
#[derive(Clone, Default)]
struct Answers(Arc<Mutex<Option<Instant>>>);

impl Exchange for Answers {
    fn exchange(&self, _: HttpRequest, _: usize) -> Exchanging<'_> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        let answer = r#"{"code":0,"msg":"ok","data":[{"withholding_money":1,"success":true}]}"#;
        Box::pin(async move { Ok(HttpReply::new(Body::from(answer))) })
    }
}

fn run(this: &Measurement, report: &mut Report) -> Result<()> {
    let path = std::env::temp_dir().join(format!("vvtool-bench-{}.journal", std::process::id()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let measured = runtime.block_on(measured(&path));
    std::fs::remove_file(&path)?;
    let (alone, together) = measured?;
    this.say(report, &[alone, together]);
    Ok(())
}

/// Milliseconds of one at a time, and how many a second of many at once.
async fn measured(path: &std::path::Path) -> Result<(f64, f64)> {
    let answers = Answers::default();
    let client = Client::builder().token("a-token-of-some-length").limits(Limits::off()).exchange(answers.clone());
    let client = client.build()?;
    let writes = Writes::open(&client, FileJournal::open(path)?).await?;
    // Each of a trade of its own: those of one wait for each other.
    let request = |at: usize| ErpsSend::new("123456789", (1_000_000 + at).to_string(), "880000000001", "ZTO");
    let mut times = Vec::with_capacity(ALONE);
    for at in 0..ALONE {
        let begun = Instant::now();
        let Outcome::Done(_) = writes.send_as(format!("alone {at}"), request(at)).await else {
            return Err("a write was not done".into());
        };
        let left = answers.0.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or("nothing left")?;
        times.push(left.duration_since(begun).as_secs_f64() * 1_000.0);
    }
    let (begun, mut under_way, mut done) = (Instant::now(), JoinSet::new(), 0);
    for at in 0..TOGETHER {
        if under_way.len() >= AT_ONCE
            && let Some(Ok(Outcome::Done(_))) = under_way.join_next().await
        {
            done += 1;
        }
        under_way.spawn(writes.send_as(format!("together {at}"), request(ALONE + at)));
    }
    done += under_way.join_all().await.iter().filter(|outcome| matches!(outcome, Outcome::Done(_))).count();
    let took = begun.elapsed().max(Duration::from_millis(1)).as_secs_f64();
    if done != TOGETHER {
        return Err(format!("{done} of {TOGETHER} writes were done").into());
    }
    Ok((median(&times).unwrap_or_default(), TOGETHER as f64 / took))
}
