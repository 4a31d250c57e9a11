//! Calls pay no more than a client may spend, or all processes that share a Redis.

use std::process::{Child, Command, Stdio};

use vvtool_api::vvtool::{Client, ErpsFullinfo};
use vvtool_api::{Caps, Error, Limits, Redis, WithheldReason};
use vvtool_mock::{Mock, Options};

use super::{End, Figure, Part, Promise, myself};
use crate::servers::Server;

pub(super) const PROMISE: Promise = Promise {
    name: "caps",
    parts: &[
        Part { name: "at_once", counts: "calls at once, a client each", n: (1_000, 1_000), run: at_once },
        Part { name: "processes", counts: "calls at once of six processes", n: (6_000, 1_000), run: processes },
    ],
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
    let (held, other) = all_at_once(n, &client);
    let paid = before.saturating_sub(mock.balance().expect("points are kept"));
    let arrived = usize::try_from(mock.arrived()).unwrap_or(usize::MAX);
    End::Measured(figures(n, paid, arrived, held, &other))
}

fn figures(n: usize, paid: u64, arrived: usize, held: usize, other: &[String]) -> Vec<Figure> {
    vec![
        Figure::at_most("points paid", CAP, paid),
        Figure::at_least("points paid, but for those that are kept for reading back", (CAP - 20).min(n as u64), paid),
        Figure::at_most("requests of calls that were held back", n - held, arrived),
        Figure::none("calls that failed otherwise", other),
    ]
}

/// So many calls at once: how many were held back by a cap, and how others failed.
fn all_at_once(n: usize, client: &dyn Fn() -> Client) -> (usize, Vec<String>) {
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
    (held, other)
}

const PROCESSES: usize = 6;

/// The same, of processes that share the cap through a Redis.
fn processes(n: usize) -> End {
    let program = myself();
    let folder = std::env::temp_dir().join(format!("vvtool-ordeal-{}-caps", std::process::id()));
    let Some(server) = Server::redis(&folder) else {
        return End::Skipped("redis-server".to_owned());
    };
    let mock =
        Mock::embedded_with(Options { stateful: true, ..Options::default() }, 0).expect("the specs can be served");
    let before = mock.balance().expect("points are kept");
    let each = n.div_ceil(PROCESSES);
    let begin = |_| -> Child {
        let mut command = Command::new(&program);
        command.args(["capped", &server.url("0"), &mock.url, &mock.token(), &each.to_string()]);
        command.stdout(Stdio::piped()).spawn().expect("this program starts once more")
    };
    let children: Vec<Child> = (0..PROCESSES).map(begin).collect();
    let (mut held, mut other) = (0, Vec::new());
    for child in children {
        let said = child.wait_with_output().expect("it ends");
        assert!(said.status.success(), "a process ended with {}", said.status);
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        let (first, rest) = said.split_once('\n').unwrap_or_default();
        held += first.parse::<usize>().expect("how many were held back");
        other.extend(rest.lines().map(ToOwned::to_owned));
    }
    let paid = before.saturating_sub(mock.balance().expect("points are kept"));
    let arrived = usize::try_from(mock.arrived()).unwrap_or(usize::MAX);
    drop(server);
    drop(std::fs::remove_dir_all(&folder));
    End::Measured(figures(each * PROCESSES, paid, arrived, held, &other))
}

/// One of these processes: `REDIS URL TOKEN CALLS`. Says how many calls were held back, then how others failed, a line each.
///
/// # Errors
/// The arguments are not those, or the client cannot be made.
pub fn capped(arguments: &[&str]) -> Result<(), Box<dyn std::error::Error>> {
    let [redis, url, token, calls] = arguments else { return Err("four arguments".into()) };
    let builder = Client::builder().token(*token).host(*url).limits(Limits::off());
    let client = builder.caps(Caps::new().per_day(CAP)).shared(Redis::connect(redis)?).build()?;
    let (held, other) = all_at_once(calls.parse()?, &|| client.clone());
    println!("{held}");
    other.iter().for_each(|error| println!("{error}"));
    Ok(())
}
