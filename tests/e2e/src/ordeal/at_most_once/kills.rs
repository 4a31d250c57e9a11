//! Processes that are killed between the journal's word and the reply.

use core::time::Duration;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Instant;

use vvtool_api::{Outcome, Writes};

use crate::ordeal::{End, Figure};
use crate::servers::Server;
use crate::ship::{Counter, client, journal, ship};

/// The trades that each process ships, unless it is killed.
const TRADES: &str = "400";

/// Kills `program`, called as `program shipper ..`, so often: alone with its journal, and three that share one.
pub fn kills(n: usize, program: &Path, folder: &Path) -> End {
    let mut figures = Vec::new();
    for (mode, processes) in [("exclusive", 1), ("shared", 3)] {
        figures.extend(killed(n, program, (mode, processes), |round| {
            let folder = folder.join(format!("{mode}-{round}"));
            drop(fs::remove_dir_all(&folder));
            fs::create_dir_all(&folder).expect("a folder");
            folder.join(JOURNAL).display().to_string()
        }));
        drop(fs::remove_dir_all(folder));
    }
    End::Measured(figures)
}

/// The same of three that share a table of a MariaDB, whose files are below `folder`.
pub fn kills_over_a_table(n: usize, program: &Path, folder: &Path) -> End {
    let Some(server) = Server::mariadb(folder) else { return End::Skipped("mariadbd".to_owned()) };
    let figures = killed(n, program, ("mysql", 3), |round| server.database(&format!("kills_{round}")));
    drop(server);
    drop(fs::remove_dir_all(folder));
    End::Measured(figures.into())
}

/// `place` gives an empty journal for each round.
fn killed(n: usize, program: &Path, (mode, processes): (&str, usize), place: impl Fn(usize) -> String) -> [Figure; 3] {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut found = Found::default();
    for round in 0..n {
        let place = place(round);
        let counter = shot(program, &place, mode, processes, round);
        runtime.block_on(looked(&place, mode, round, &counter, &mut found));
    }
    let of = format!("{n} kills of {processes}");
    [
        Figure::none(format!("{of}: writes that were sent twice, {} were sent", found.sent), &found.twice),
        Figure::none(format!("{of}: sent writes that the journal does not know as what they are"), &found.unheard),
        Figure::at_least(format!("{of}: writes that the kills left open"), n / 4, found.open),
    ]
}

#[derive(Default)]
struct Found {
    sent: usize,
    open: usize,
    twice: Vec<String>,
    unheard: Vec<String>,
}

/// Kills them when so many trades have arrived, of which some get no answer.
fn shot(program: &Path, place: &str, mode: &str, processes: usize, round: usize) -> Counter {
    let arrived = 1 + round % 20;
    let counter = Counter::start(move |tid| is_answered(tid, round));
    let shipper = || -> Child {
        let mut command = Command::new(program);
        command.arg("shipper").arg(place).args([mode, &counter.url, "1", TRADES]);
        command.stdout(Stdio::null()).spawn().expect("this program starts once more")
    };
    let mut children: Vec<Child> = (0..processes).map(|_| shipper()).collect();
    let begun = Instant::now();
    while counter.seen().len() < arrived {
        assert!(begun.elapsed() < Duration::from_secs(60), "{} of {arrived} arrived", counter.seen().len());
        thread::sleep(Duration::from_millis(1));
    }
    thread::sleep(Duration::from_millis(u64::try_from(round % 5).unwrap_or_default()));
    for child in &mut children {
        child.kill().and_then(|()| child.wait()).expect("it can be killed");
    }
    // What was on its way to the server when they died.
    thread::sleep(Duration::from_millis(50));
    counter
}

/// Some trades get no answer.
fn is_answered(tid: &str, round: usize) -> bool {
    tid.parse::<usize>().unwrap_or_default() % (3 + round % 20) != 0
}

const JOURNAL: &str = "parcels.journal";

/// What the journal says of each trade that has arrived.
async fn looked(place: &str, mode: &str, round: usize, counter: &Counter, found: &mut Found) {
    let journal = journal(mode, place);
    let writes =
        Writes::open(&client(&counter.url), journal.expect("it opens after a kill")).await.expect("it is ours");
    let pending: Vec<String> =
        writes.pending().await.expect("it can be read").iter().map(ToString::to_string).collect();
    let seen = counter.seen();
    for (tid, count) in &seen {
        if *count > 1 {
            found.twice.push(format!("{mode}: trade {tid} {count} times"));
        }
        match writes.send(ship(tid, &format!("SF{tid}"))).await {
            Outcome::Done(done) if done.replayed() && is_answered(tid, round) => {}
            Outcome::Unknown(open) if pending.contains(&open.to_string()) => found.open += 1,
            // Of a process that shares the journal nobody knows that it was killed, before its time is over. It is listed all the same.
            Outcome::Busy(open) if mode != "exclusive" && pending.contains(&open.to_string()) => found.open += 1,
            other => found.unheard.push(format!("{mode}: trade {tid}: {other:?}")),
        }
    }
    let again = counter.seen();
    found.twice.extend((again != seen).then(|| format!("{mode}: sent again: {again:?} after {seen:?}")));
    found.sent += seen.len();
}
