//! Calls pay no more than a client may spend.

use vvtool_api::vvtool::{Client, ErpsFullinfo};
use vvtool_api::{Caps, Error, Limits, WithheldReason};
use vvtool_mock::{Mock, Options};

use super::{End, Figure, Part, Promise};

pub(super) const PROMISE: Promise = Promise {
    name: "caps",
    parts: &[Part { name: "at_once", counts: "calls at once, a client each", n: (1_000, 1_000), run: at_once }],
};

const CAP: u64 = 100;

/// Calls of one point at once; the server keeps the points.
pub fn at_once(n: usize) -> End {
    let mock =
        Mock::embedded_with(Options { stateful: true, ..Options::default() }, 0).expect("the specs can be served");
    let before = mock.balance().expect("points are kept");
    let client = || {
        let builder = Client::builder().token(mock.token()).host(&mock.url).account_label("a cap for all");
        builder.limits(Limits::off()).caps(Caps::new().per_day(CAP)).build().expect("the settings are right")
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (mut held, mut other) = (0, Vec::new());
    runtime.block_on(async {
        let call = |at: usize| ErpsFullinfo::new("123456789", at.to_string(), ["tid", "status"]).send(&client());
        let calls: Vec<_> = (0..n).map(|at| tokio::spawn(call(at))).collect();
        for call in calls {
            match call.await.expect("no call panics") {
                Err(Error::Withheld(error)) if *error.reason() == WithheldReason::Cap => held += 1,
                Err(error) => other.push(error.to_string()),
                Ok(_) => {}
            }
        }
    });
    let paid = before.saturating_sub(mock.balance().expect("points are kept"));
    let arrived = usize::try_from(mock.arrived()).unwrap_or(usize::MAX);
    End::Measured(vec![
        Figure::at_most("points paid", CAP, paid),
        Figure::at_least("points paid, but for those that are kept for reading back", (CAP - 20).min(n as u64), paid),
        Figure::at_most("requests of calls that were held back", n - held, arrived),
        Figure::none("calls that failed otherwise", &other),
    ])
}
