//! Every call ends when its settings say so, whatever the server does; and one that thinks is not cut.

use core::time::Duration;
use std::time::Instant;

use vvtool_api::{Limits, Retry, vvtool};
use vvtool_mock::{Answer, Ending, Fault, Mock, Raw, When};

use super::line::full;
use super::{End, Figure, Part, Promise};
use crate::SPEC;
use crate::ship::ship;

pub(super) const PROMISE: Promise = Promise {
    name: "nothing_hangs",
    parts: &[
        Part { name: "over", counts: "calls for each fault, a read and a write in turn", n: (20, 4), run: over },
        Part { name: "thinks", counts: "seconds before the first byte", n: (20, 20), run: thinks },
    ],
};

const CONNECT: Duration = Duration::from_millis(300);
const STALL: Duration = Duration::from_millis(500);
const TOTAL: Duration = Duration::from_secs(1);
const OVER: u128 = 250;

/// How long calls go on beyond their setting. The middle of so many counts: a busy machine lengthens one of them.
fn over(n: usize) -> End {
    let mock = Mock::start(SPEC).expect("the specs can be served");
    let (port, _listens, _waits) = full();
    let mut figures =
        vec![longest("a connection that does not come about", &format!("http://127.0.0.1:{port}"), CONNECT, n)];
    for (what, fault, setting) in [
        ("headers only", Fault::HeadersOnly, TOTAL),
        ("a byte at a time", Fault::Drip(Duration::from_millis(150)), TOTAL),
        ("half closed", Fault::HalfClose, TOTAL),
        ("silence", Fault::Silence, TOTAL),
    ] {
        mock.reset();
        mock.fault("*", fault, When::Every).expect("it is for all");
        figures.push(longest(what, &mock.url, setting, n));
    }
    mock.reset();
    let stops = || Answer::Raw(Raw::ok(r#"{"code":0,"msg":"ok","data":{}}"#).ending(Ending::Stall(9)));
    for operation in ["vvtool/erps/fullinfo", "vvtool/erps/send"] {
        mock.answer(operation, stops()).expect("the operation exists");
    }
    figures.push(longest("a body that stops", &mock.url, STALL, n));
    End::Measured(figures)
}

fn longest(what: &str, host: &str, setting: Duration, n: usize) -> Figure {
    macro_rules! client {
        ($builder:expr) => {{
            let builder = $builder.token("mock-token").host(host).limits(Limits::off()).retry(Retry::none());
            let builder = builder.timeout(TOTAL).connect_timeout(CONNECT).stall_timeout(STALL);
            builder.build().expect("the settings are right")
        }};
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (future, waiting) = (client!(vvtool::Client::builder()), client!(vvtool::blocking::Client::builder()));
    let read = || vvtool::ErpsFullinfo::new("123456789", "1", ["tid"]);
    let mut over: Vec<u128> = (0..n)
        .map(|at| {
            let begun = Instant::now();
            let ended = match at % 4 {
                0 => runtime.block_on(ship("1", "SF1").send(&future)).is_err(),
                1 => read().send(&waiting).is_err(),
                2 => runtime.block_on(read().send(&future)).is_err(),
                _ => ship("1", "SF1").send(&waiting).is_err(),
            };
            assert!(ended, "{what}: it was answered");
            begun.elapsed().saturating_sub(setting).as_millis()
        })
        .collect();
    over.sort_unstable();
    Figure::at_most(format!("{what}: ms over {setting:?}"), OVER, over.get(n / 2).copied().unwrap_or(u128::MAX))
}

/// A server that thinks before its first byte, longer than a body may stop, is waited for with the settings as they are.
fn thinks(seconds: usize) -> End {
    let mock = Mock::start(SPEC).expect("the specs can be served");
    let time = Duration::from_secs(u64::try_from(seconds).unwrap_or(20));
    mock.fault("*", Fault::Latency(time.into()), When::Every).expect("it is for all");
    let client = vvtool::blocking::Client::builder().token(mock.token()).host(&mock.url);
    let client = client.build().expect("the settings are right");
    let told = ship("1", "SF1").send(&client).err().map(|error| error.to_string());
    End::Measured(vec![Figure::none(
        format!("writes that were cut although the answer came after {seconds} s"),
        &told.into_iter().collect::<Vec<_>>(),
    )])
}
