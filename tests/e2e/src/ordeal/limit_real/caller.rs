//! One of the processes that share a limit: four callers, and instead of a network a delay.

use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use vvtool_api::exchange::{Body, Exchange, Exchanging, HttpReply, HttpRequest};
use vvtool_api::vvtool::Client;
use vvtool_api::{Redis, Retry};

use crate::ship::ship;

const CALLERS: usize = 4;
/// Longest time that a call takes to arrive, in microseconds.
const DELAY: u64 = 100_000;

/// Prints when each call arrives, and answers it then.
struct Arrives(AtomicU64);

impl Arrives {
    /// Another delay for each call.
    fn delay(&self) -> u64 {
        let next = |state: u64| state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let state = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |state| Some(next(state)));
        (state.unwrap_or_else(|state| state) >> 33) % (DELAY + 1)
    }
}

impl Exchange for Arrives {
    fn exchange(&self, _: HttpRequest, _: usize) -> Exchanging<'_> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let delay = self.delay();
        println!("{}", u64::try_from(now.as_micros()).unwrap_or_default() + delay);
        Box::pin(async move {
            tokio::time::sleep(Duration::from_micros(delay)).await;
            let answer = r#"{"code":0,"msg":"ok","data":[{"withholding_money":1,"success":true}]}"#;
            Ok(HttpReply::new(Body::from(answer)))
        })
    }
}

/// Calls for so many seconds: `REDIS SECONDS PROCESSES NUMBER`.
///
/// # Errors
/// The arguments are not those, or the client cannot be made. A call that is withheld is none.
pub fn caller(arguments: &[&str]) -> Result<(), Box<dyn std::error::Error>> {
    let [redis, seconds, processes, number] = arguments else { return Err("four arguments".into()) };
    let until = Instant::now() + Duration::from_secs(seconds.parse()?);
    let redis = Redis::connect(redis)?.processes(processes.parse()?);
    let seed = number.parse::<u64>()?.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let builder = Client::builder().token("a-token-of-some-length").retry(Retry::none()).shared(redis);
    let client = builder.exchange(Arrives(AtomicU64::new(seed))).build()?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let callers: Vec<_> = (0..CALLERS).map(|_| tokio::spawn(call(client.clone(), until))).collect();
        for caller in callers {
            caller.await?;
        }
        Ok(())
    })
}

async fn call(client: Client, until: Instant) {
    while let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
        let called = tokio::time::timeout(left, ship("1", "SF1").send(&client)).await;
        if let Ok(Err(error)) = called {
            eprintln!("{error}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
