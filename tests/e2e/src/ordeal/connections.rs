//! A write never meets a connection that its server has closed.

use core::time::Duration;
use std::thread;

use vvtool_api::{Limits, Retry, WriteOutcome, vvtool};
use vvtool_mock::{Fault, Mock, When};

use super::{End, Figure, Part, Promise};
use crate::SPEC;
use crate::ship::ship;

pub(super) const PROMISE: Promise = Promise {
    name: "connections",
    parts: &[Part { name: "idle", counts: "writes, a read before each", n: (3_000, 300), run: idle }],
};

/// A server that closes what has been idle for 1.5 ms.
pub fn idle(n: usize) -> End {
    let mock = Mock::start(SPEC).expect("the specs can be served");
    mock.fault("*", Fault::CloseIdleAfter(Duration::from_micros(1_500)), When::Every).expect("it is for all");
    let client = vvtool::Client::builder().token(mock.token()).host(&mock.url).limits(Limits::off());
    let client = client.retry(Retry::none()).build().expect("the settings are right");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (mut done, mut unknown) = (0, Vec::new());
    runtime.block_on(async {
        for at in 0..n {
            // It leaves a connection to be taken. What becomes of a read does not matter here.
            let _ = vvtool::ErpsFullinfo::new("123456789", "1", ["tid"]).send(&client).await;
            // Work of the program's own, during which nobody sees that the server closes the connection: before, while, or after.
            thread::sleep(Duration::from_micros(1_000 + u64::try_from(at % 8).unwrap_or_default() * 250));
            match ship(&at.to_string(), "SF1").send(&client).await {
                Ok(_) => done += 1,
                Err(error) if error.write_outcome() == WriteOutcome::NotExecuted => {}
                Err(error) => unknown.push(error.to_string()),
            }
        }
    });
    End::Measured(vec![
        Figure::none(format!("unknown outcomes of {n} writes"), &unknown),
        Figure::at_least("writes that were done", n, done),
    ])
}
